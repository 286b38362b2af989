//! The corridor: joins the rooms into an audit, in three verbs.
//!
//! 1. [`survey`] reads an archive's list of files, its hash, and which files are worth reading.
//! 2. [`extract`] reads some of those files and says what they contain. [`split`] parts the files for several workers;
//!    their shards, sent as bytes by [`encode`] and [`decode`], merge in any order to the same facts.
//! 3. [`judge`] runs every check over the merged facts under a policy and gives the [`Audit`].
//!
//! An audit is a pure function of the archive's bytes and the policy: whatever the host, the number of workers and the
//! order in which they finish, the audit is the same, byte for byte.
//!
//! Knows nothing of threads, workers, files and reports: hosts bring those. [`audit`] is all three verbs in a row, for
//! hosts with nothing to share.

mod case;
mod inventory;
mod policy;
mod technologies;

use beredd_archive::{
    LooksLike, ReadCause, ReadError, Reader, archive_bytes, beside, explain, sha256, unpack,
};
use beredd_facts::{ReadPlan, plan_of, read_file};
use beredd_model::{ArchiveSummary, Audit, Entry, Skip};
use serde::{Deserialize, Serialize};

pub use beredd_archive::{
    ArchiveError, BESIDE_FOLDER, Budget, Folder, Joined, Layout, LimitError, PlainFile, Source, SourceError,
    Unpacked,
};
pub use beredd_checks::{Check, Entry as CatalogueEntry, Example, ExampleKind, catalog};
pub use beredd_facts::FactShard;
pub use case::{Case, Judge, in_a_row};
pub use policy::{PolicyChoice, Terms, budget_by};

/// What is known of an archive before anything in it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// The archive, with no file read yet.
    pub archive: ArchiveSummary,
    /// The files worth reading, by path.
    pub to_read: Vec<Entry>,
}

/// A source that can be surveyed.
#[derive(Debug)]
pub enum Opened<S> {
    /// As it was given.
    AsIs(S),
    /// What was kept of a compressed tar.
    Unpacked(Unpacked),
}

impl<S: Source> Opened<S> {
    fn source(&self) -> &dyn Source {
        match self {
            Self::AsIs(source) => source,
            Self::Unpacked(unpacked) => unpacked,
        }
    }
}

impl<S: Source> Source for Opened<S> {
    fn len(&self) -> u64 {
        self.source().len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        self.source().read_at(offset, buffer)
    }

    fn layout(&self) -> Layout<'_> {
        self.source().layout()
    }
}

/// Why bytes are not a shard of facts: a host mixed up its messages, or two versions of the program met.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not facts of this version of the program: {0}")]
pub struct DecodeError(String);

/// Makes a source ready for [`survey`]: a compressed tar is inflated, once, and what is worth reading of it kept; anything
/// else is given back as it is.
///
/// # Errors
/// [`ArchiveError`] when it is compressed and there is nothing to audit in it.
pub fn open<S: Source>(source: S, budget: &Budget) -> Result<Opened<S>, ArchiveError> {
    let is_compressed =
        matches!(source.layout(), Layout::Packed) && LooksLike::of(&source)? == LooksLike::Gzip;
    if !is_compressed {
        return Ok(Opened::AsIs(source));
    }
    unpack(&source, budget, &|path| plan_of(path) == ReadPlan::Read).map(Opened::Unpacked)
}

/// Lists an archive and decides by path and size what to read. Nothing is inflated; the bytes are read once for the hash.
///
/// `name` is the archive's own name, without a path to it. The source comes from [`open`], and may have files beside it
/// ([`Joined`]).
///
/// # Errors
/// [`ArchiveError`] when there is nothing to audit.
pub fn survey(name: &str, source: &dyn Source) -> Result<Survey, ArchiveError> {
    survey_within(name, source, &Budget::DEFAULT)
}

/// [`survey`] under limits of one's own, which the audit will name.
///
/// # Errors
/// [`ArchiveError`] when there is nothing to audit.
pub fn survey_within(name: &str, source: &dyn Source, budget: &Budget) -> Result<Survey, ArchiveError> {
    let listing = beredd_archive::list(source, budget)?;
    let mut skipped = listing.skipped;
    let mut wanted = Vec::with_capacity(listing.entries.len());
    for entry in listing.entries {
        match plan_of(&entry.path) {
            ReadPlan::Read => wanted.push(entry),
            ReadPlan::Skip(reason) => skipped.push(Skip { path: entry.path.into(), reason }),
        }
    }
    let (to_read, over_budget) = budget.admit(wanted);
    skipped.extend(over_budget);
    skipped.sort();
    let mut problems = listing.problems;
    problems.extend(explain(&skipped, budget));
    problems.sort();
    let archive = ArchiveSummary {
        name: name.to_owned(),
        sha256: sha256(source)?,
        entries: listing.files,
        bytes: archive_bytes(source),
        files_read: 0,
        bytes_read: 0,
        beside: beside(source)?,
        limits: budget.limits(),
        skipped,
        problems,
    };
    Ok(Survey { archive, to_read })
}

/// Parts the files to read into at most `parts` lists of about as many bytes, each in the order of the archive.
///
/// The largest file goes first to the list with the fewest bytes; no list is empty, so small archives give fewer lists.
#[must_use]
pub fn split(survey: &Survey, parts: u32) -> Vec<Vec<Entry>> {
    let mut by_size: Vec<&Entry> = survey.to_read.iter().collect();
    by_size.sort_by(|a, b| b.declared_bytes.cmp(&a.declared_bytes).then_with(|| a.cmp(b)));
    let mut lists: Vec<(u64, Vec<Entry>)> = (0..parts.max(1)).map(|_| (0, Vec::new())).collect();
    for entry in by_size {
        if let Some((bytes, list)) = lists.iter_mut().min_by_key(|(bytes, list)| (*bytes, list.len())) {
            *bytes = bytes.saturating_add(entry.declared_bytes);
            list.push(entry.clone());
        }
    }
    let mut lists: Vec<Vec<Entry>> =
        lists.into_iter().map(|(_, list)| list).filter(|list| !list.is_empty()).collect();
    for list in &mut lists {
        list.sort_by_key(|entry| (entry.offset, entry.index));
    }
    lists
}

/// Reads `entries` and says what they contain. A file that cannot be read becomes a problem in the shard.
///
/// `on_file` is told of each file before it is read, so that a host can show progress and knows which file it was should
/// the worker die over it.
#[must_use]
pub fn extract(source: &dyn Source, entries: &[Entry], on_file: &mut dyn FnMut(&Entry)) -> FactShard {
    let mut shard = FactShard::default();
    let Ok(mut reader) = Reader::open(source, entries) else {
        let missing =
            |entry: &Entry| ReadError { path: entry.path.clone(), cause: ReadCause::Missing }.problem();
        shard.problems = entries.iter().map(missing).collect();
        return shard;
    };
    let mut content = Vec::new();
    for entry in entries {
        on_file(entry);
        match reader.read(entry, &mut content) {
            Ok(()) => {
                shard.files.insert(entry.path.clone(), read_file(&entry.path, &content));
            }
            Err(error) => shard.problems.push(error.problem()),
        }
    }
    shard.problems.sort();
    shard
}

/// A shard as bytes, for the way from one worker to another.
#[must_use]
pub fn encode(shard: &FactShard) -> Vec<u8> {
    // Growing a vector cannot fail; if the format ever refused a shard, no bytes would be refused by `decode` in turn.
    postcard::to_stdvec(shard).unwrap_or_default()
}

/// The shard that [`encode`] made bytes of.
///
/// # Errors
/// [`DecodeError`] when the bytes are something else.
pub fn decode(bytes: &[u8]) -> Result<FactShard, DecodeError> {
    postcard::from_bytes(bytes).map_err(|error| DecodeError(error.to_string()))
}

/// Runs every check over the facts of a surveyed archive and draws up the audit.
///
/// The terms are a [`Terms`] or, where nothing but the policy is chosen, a [`PolicyChoice`].
#[must_use]
pub fn judge(survey: &Survey, shard: FactShard, terms: impl Into<Terms>) -> Audit {
    Case::new(survey.clone(), shard).judge(&terms.into(), in_a_row)
}

/// Surveys, extracts and judges in a row, on the calling thread.
///
/// # Errors
/// [`ArchiveError`] when there is nothing to audit.
pub fn audit(name: &str, source: &dyn Source, terms: impl Into<Terms>) -> Result<Audit, ArchiveError> {
    let source = open(source, &Budget::DEFAULT)?;
    let survey = survey(name, &source)?;
    let shard =
        split(&survey, 1).first().map(|entries| extract(&source, entries, &mut |_| {})).unwrap_or_default();
    Ok(judge(&survey, shard, terms))
}

#[cfg(test)]
mod tests;
