//! A compressed tar, inflated once.
//!
//! A `tar.gz` has no list and no way into its middle: to see the last name, everything before it is inflated. So it is
//! inflated exactly once, as a stream, and what is worth reading is kept; the rest passes by and takes no memory. What is
//! kept is a source like any other: workers read from it at any place and in any order, and one that lives elsewhere can
//! be handed its bytes ([`Unpacked::content`]) with an empty layout of plain files.

use crate::listing::Listed;
use crate::tar::{Allowance, Fused, Member, Members, ended, member, name_of};
use crate::window::Window;
use crate::words::size;
use crate::{ArchiveError, Budget, Layout, Source, SourceError, sha256};
use beredd_model::{Problem, RepoPath, SkipReason, Text};
use flate2::read::MultiGzDecoder;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use tar::{Archive, Entry};

/// What a compressed tar held: its list of files, and the content of those worth reading.
#[derive(Clone, Debug)]
pub struct Unpacked {
    /// The files in the order of the tar. Offsets are places in the content, and true of kept files alone.
    pub(crate) listed: Vec<Listed>,
    /// What is wrong with the archive as a whole.
    pub(crate) problems: Vec<Problem>,
    /// SHA-256 of the compressed archive.
    pub(crate) sha256: String,
    /// The length of the compressed archive.
    pub(crate) archive_bytes: u64,
    content: Vec<u8>,
}

impl Unpacked {
    /// The kept files, one after another.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }
}

impl Source for Unpacked {
    fn len(&self) -> u64 {
        crate::source::length(&self.content)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        self.content.as_slice().read_at(offset, buffer)
    }

    fn layout(&self) -> Layout<'_> {
        Layout::Unpacked(self)
    }
}

/// Inflates a compressed tar, once, and keeps the files that `is_wanted` says yes to, within the budget.
///
/// `is_wanted` is asked with the path as the archive writes it and, since only the end of the archive tells whether there
/// is one top folder, with the path below its first folder: a file that is wanted under either is kept.
///
/// # Errors
/// [`ArchiveError`] when there is nothing to audit: no tar inside, no files, too many of them.
pub fn unpack(
    source: &dyn Source,
    budget: &Budget,
    is_wanted: &dyn Fn(&RepoPath) -> bool,
) -> Result<Unpacked, ArchiveError> {
    let limit = budget.stream_limit(source.len());
    let mut stream =
        Metered { inner: MultiGzDecoder::new(Window::new(source)), left: limit, is_spent: Rc::default() };
    let is_spent = Rc::clone(&stream.is_spent);
    let mut kept = Kept { budget, is_wanted, content: Vec::new() };
    let allowance = Allowance::of_headers();
    let mut members = Members::new(budget);
    let mut archive = Archive::new(Fused::new(&mut stream, allowance.clone()));
    for entry in archive.entries().map_err(|error| ended(&error))? {
        match entry {
            Ok(mut entry) => {
                allowance.grant(entry.size());
                let (offset, barrier) = kept.keep(&mut entry);
                members.add(&mut entry, offset, barrier)?;
            }
            Err(_) if is_spent.get() => members.note(spent(limit, members.last_name())),
            Err(error) => members.broken_off(&error)?,
        }
    }
    drop(archive);
    if !is_spent.get() {
        members.closed_by(&allowance);
    }
    // What follows the last member is read for the sake of the checksum at the very end.
    if !is_spent.get() && !members.is_broken() && io::copy(&mut stream, &mut io::sink()).is_err() {
        members.note(Text::fixed(
            "The end of the compressed archive is damaged: its checksum could not be confirmed.",
            "Slutet av det komprimerade arkivet är skadat: kontrollsumman gick inte att bekräfta.",
        ));
    }
    let (listed, problems) = members.finish()?;
    Ok(Unpacked {
        listed,
        problems,
        sha256: sha256(source)?,
        archive_bytes: source.len(),
        content: kept.content,
    })
}

/// The files kept so far, and by which rules.
struct Kept<'a> {
    budget: &'a Budget,
    is_wanted: &'a dyn Fn(&RepoPath) -> bool,
    content: Vec<u8>,
}

impl Kept<'_> {
    /// Keeps a member's data where it is wanted: where it begins, and why it is not whole.
    fn keep<R: Read>(&mut self, entry: &mut Entry<'_, R>) -> (u64, Option<SkipReason>) {
        let start = crate::source::length(&self.content);
        let bytes = entry.size();
        let is_wanted = matches!(member(entry), Member::File(None)) && self.wants(&name_of(entry));
        if !is_wanted || bytes > self.budget.file_bytes {
            return (start, None);
        }
        if start.saturating_add(bytes) > self.budget.total_bytes {
            return (start, Some(SkipReason::OverBudget));
        }
        let before = self.content.len();
        // The stream may end before the member does; one that is longer than it says cannot be.
        let read = entry.take(bytes).read_to_end(&mut self.content);
        if read.is_ok_and(|read| u64::try_from(read).is_ok_and(|read| read == bytes)) {
            return (start, None);
        }
        self.content.truncate(before);
        (start, Some(SkipReason::Damaged))
    }

    fn wants(&self, name: &str) -> bool {
        let Ok(path) = RepoPath::parse(name) else { return false };
        let below = path.as_str().split_once('/').and_then(|(_, rest)| RepoPath::parse(rest).ok());
        (self.is_wanted)(&path) || below.is_some_and(|path| (self.is_wanted)(&path))
    }
}

/// A stream that ends in an error after so many bytes, and remembers that it did.
struct Metered<R> {
    inner: R,
    left: u64,
    is_spent: Rc<Cell<bool>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !buffer.is_empty() {
            self.is_spent.set(true);
            return Err(io::Error::other("the limit of the stream"));
        }
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left = self.left.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}

fn spent(limit: u64, last: &str) -> Text {
    let limit = size(limit);
    Text::made(
        format!(
            "The archive inflates to more than {limit}, the limit for a compressed tar; nothing after the file {last} was seen."
        ),
        format!(
            "Arkivet blir större än {limit} uppackat, gränsen för en komprimerad tar; inget efter filen {last} syntes."
        ),
    )
}
