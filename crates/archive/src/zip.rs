//! ZIP: the central directory, read in one pass that keeps duplicates and allocates nothing by a declared count.

use crate::listing::Listed;
use crate::window::Window;
use crate::words::count;
use crate::{ArchiveError, Budget, LooksLike, Source, SourceError};
use beredd_model::{Problem, ProblemKind, SkipReason, Text};
use std::collections::{BTreeMap, BTreeSet};
use zip::CompressionMethod;
use zip::read::{Config, OwnedZipFileEntry, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

/// Bytes of a local header without its name and extra field, which stand before the data (APPNOTE 4.3.7).
const LOCAL_HEADER: u64 = 30;

/// The files of the central directory in its order, and what is wrong with the directory.
pub(crate) fn list(
    source: &dyn Source,
    budget: &Budget,
) -> Result<(Vec<Listed>, Vec<Problem>), ArchiveError> {
    let mut directory = open(source)?;
    let entries = u64::try_from(directory.len()).unwrap_or(u64::MAX);
    if entries > u64::from(budget.entries) {
        return Err(ArchiveError::TooManyEntries { entries, limit: budget.entries });
    }
    let mut listed = Vec::new();
    let mut problems = Vec::new();
    // By each method that is not read: the first file, and how many.
    let mut methods: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for (index, entry) in (0_u32..).zip(directory.files().map_err(|error| ended(source, error))?) {
        match entry {
            Ok(entry) if is_folder(&entry) => {}
            Ok(entry) => {
                let file = file(index, &entry);
                if file.barrier == Some(SkipReason::UnsupportedMethod) {
                    let seen =
                        methods.entry(name_of(entry.compression())).or_insert((file.name.clone(), 0_u64));
                    seen.1 = seen.1.saturating_add(1);
                }
                listed.push(file);
            }
            Err(error) if listed.is_empty() => return Err(ended(source, error)),
            Err(_) => problems.push(broken_off(index)),
        }
    }
    let encrypted = listed.iter().filter(|file| file.barrier == Some(SkipReason::Encrypted)).count();
    match u32::try_from(encrypted) {
        _ if listed.is_empty() => return Err(ArchiveError::Empty),
        Ok(files) if encrypted == listed.len() => return Err(ArchiveError::Encrypted { files }),
        _ => {}
    }
    mark_impossible(&mut listed, source.len());
    problems.extend(methods.into_iter().map(|(method, (first, files))| unread_method(&method, first, files)));
    Ok((listed, problems))
}

/// The central directory's own records of the entries with these indices.
pub(crate) fn records(
    source: &dyn Source,
    wanted: &BTreeSet<u32>,
) -> Result<BTreeMap<u32, OwnedZipFileEntry>, ArchiveError> {
    let mut directory = open(source)?;
    let files = directory.files().map_err(|error| ended(source, error))?;
    let records = (0_u32..).zip(files).filter(|(index, _)| wanted.contains(index));
    Ok(records.filter_map(|(index, entry)| Some((index, OwnedZipFileEntry::from(entry.ok()?)))).collect())
}

/// The host's own error inside an error of the ZIP reader, where that is what it is.
pub(crate) fn host_error(error: &std::io::Error) -> Option<SourceError> {
    error.get_ref()?.downcast_ref::<SourceError>().cloned()
}

fn open(source: &dyn Source) -> Result<ZipIterable<Window<'_>>, ArchiveError> {
    ZipIterable::try_new(Window::new(source), Config::default()).map_err(|error| ended(source, error))
}

/// Why there is no list of files.
fn ended(source: &dyn Source, error: ZipError) -> ArchiveError {
    if let ZipError::Io(io) = &error
        && let Some(host) = host_error(io)
    {
        return ArchiveError::Source(host);
    }
    match (LooksLike::of(source), error) {
        (Err(host), _) => ArchiveError::Source(host),
        // The reader's word for "no end record" is a sentence; anything else was found and is wrong.
        (Ok(LooksLike::Zip), ZipError::InvalidArchive(what)) if what == "Could not find EOCD" => {
            ArchiveError::Truncated
        }
        (Ok(LooksLike::Zip), _) => ArchiveError::Damaged,
        (Ok(looks), _) => ArchiveError::NotAnArchive { looks },
    }
}

fn is_folder(entry: &ZipFileEntry<'_>) -> bool {
    entry.is_dir() || entry.name_raw().ends_with(b"\\")
}

fn file(index: u32, entry: &ZipFileEntry<'_>) -> Listed {
    let name = entry.name().unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw())).into_owned();
    let is_readable = matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
    let barrier = if entry.is_symlink() {
        Some(SkipReason::Symlink)
    } else if entry.encrypted() {
        Some(SkipReason::Encrypted)
    } else if is_readable {
        None
    } else {
        Some(SkipReason::UnsupportedMethod)
    };
    Listed {
        name,
        index,
        offset: entry.header_start(),
        stored_bytes: entry.compressed_size(),
        declared_bytes: entry.size(),
        barrier,
    }
}

/// Marks entries whose data cannot be where they say: past the end, or inside the data of the entry before. The second is
/// how a small archive is made to inflate without end (D. Fifield, "A better zip bomb", 2019).
///
/// Entries of one name that share their data are honest where the earlier ones are dropped as duplicates, so the last of
/// each name alone is asked.
fn mark_impossible(listed: &mut [Listed], archive_bytes: u64) {
    let last: BTreeMap<String, u32> = listed.iter().map(|file| (file.name.clone(), file.index)).collect();
    let mut in_order: Vec<&mut Listed> =
        listed.iter_mut().filter(|file| last.get(&file.name) == Some(&file.index)).collect();
    in_order.sort_by_key(|file| (file.offset, file.index));
    let mut occupied = 0_u64;
    for file in in_order {
        let name = u64::try_from(file.name.len()).unwrap_or(u64::MAX);
        // A name that was not UTF-8 is longer here than in the archive; the header alone is the safe lower bound.
        let header = if file.name.is_ascii() { LOCAL_HEADER.saturating_add(name) } else { LOCAL_HEADER };
        let end = file.offset.saturating_add(header).saturating_add(file.stored_bytes);
        if file.offset < occupied || end > archive_bytes {
            file.barrier = file.barrier.or(Some(SkipReason::Damaged));
        } else {
            occupied = end;
        }
    }
}

/// The name of a method; one without a name has its number.
#[expect(deprecated, reason = "the number of an unknown method is nowhere else")]
fn name_of(method: CompressionMethod) -> String {
    match (method.to_string(), method) {
        (name, CompressionMethod::Unsupported(number)) if name == "Unknown" => format!("method {number}"),
        (name, _) => name,
    }
}

/// A method by its name, since whoever packed the archive chose it.
fn unread_method(method: &str, first: String, files: u64) -> Problem {
    let files = count(files);
    let message = Text::made(
        format!(
            "Compressed with {method}, which is not read ({} in all). Pack the repository with deflate.",
            files.en
        ),
        format!(
            "Komprimerad med {method}, som inte läses ({} totalt). Packa kodförrådet med deflate.",
            files.sv
        ),
    );
    Problem { path: first, line: None, kind: ProblemKind::Unreadable, message }
}

fn broken_off(index: u32) -> Problem {
    let number = index.saturating_add(1);
    let message = Text::made(
        format!("The archive's list of files is damaged at entry {number}; what follows was not seen."),
        format!("Arkivets fillista är skadad vid post {number}; det som följer syntes inte."),
    );
    Problem { path: String::new(), line: None, kind: ProblemKind::Unreadable, message }
}
