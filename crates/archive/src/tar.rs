//! Tar: the members of a plain tar by their places in it, and of a compressed one as they stream by.
//!
//! The crate `tar` understands the formats (ustar, GNU long names, pax) and trusts them: an extension of ten gigabytes is
//! read into memory. [`Fused`] stands below it and lets it read no more between two members than the first one's data and
//! [`METADATA`] bytes of headers.

use crate::listing::Listed;
use crate::window::Window;
use crate::words::count;
use crate::{ArchiveError, Budget, Source};
use beredd_model::{Problem, ProblemKind, SkipReason, Text};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;
use tar::{Archive, Entry, EntryType};

/// Bytes of headers that one member may have: names and attributes of honest members take a few blocks of 512.
const METADATA: u64 = 1 << 20;
/// Tar's unit: every header and all data fill whole blocks of it (POSIX.1-2024, pax, "ustar Interchange Format").
const BLOCK: u64 = 512;

/// What a member is, as far as listing it goes.
pub(crate) enum Member {
    /// Nothing to list: a folder, or words about the archive itself.
    Silent,
    /// A second name of an earlier member.
    Link(String),
    /// A file, or what is listed with its barrier.
    File(Option<SkipReason>),
}

/// The files of a plain tar in its order, and what is wrong with it.
pub(crate) fn list(
    source: &dyn Source,
    budget: &Budget,
) -> Result<(Vec<Listed>, Vec<Problem>), ArchiveError> {
    let allowance = Allowance::of_headers();
    let mut archive = Archive::new(Fused::new(Window::new(source), allowance.clone()));
    let mut members = Members::new(budget);
    for entry in archive.entries_with_seek().map_err(|error| ended(&error))? {
        // A member's data is passed over by a seek, which costs nothing.
        allowance.grant(0);
        match entry {
            Ok(mut entry) => {
                let offset = entry.raw_file_position();
                let end = offset.saturating_add(entry.size());
                let barrier = (end > source.len()).then_some(SkipReason::Damaged);
                members.add(&mut entry, offset, barrier)?;
            }
            Err(error) => members.broken_off(&error)?,
        }
    }
    members.closed_by(&allowance);
    members.finish()
}

/// Members as they are listed, with the rules that both kinds of tar share.
pub(crate) struct Members {
    most: u32,
    listed: Vec<Listed>,
    /// Where each name was last listed: what a link refers to.
    places: BTreeMap<String, usize>,
    problems: Vec<Problem>,
    /// The first sparse file or device, and how many there are.
    special: Option<(String, u64)>,
}

impl Members {
    pub(crate) fn new(budget: &Budget) -> Self {
        let (listed, problems) = (Vec::new(), Vec::new());
        Self { most: budget.entries, listed, places: BTreeMap::new(), problems, special: None }
    }

    /// Lists a member whose data begins at `offset`; `barrier` is what the caller has against reading it.
    pub(crate) fn add<R: Read>(
        &mut self,
        entry: &mut Entry<'_, R>,
        offset: u64,
        barrier: Option<SkipReason>,
    ) -> Result<(), ArchiveError> {
        let name = name_of(entry);
        let bytes = entry.size();
        let index = u32::try_from(self.listed.len()).unwrap_or(u32::MAX);
        let mut listed = Listed { name, index, offset, stored_bytes: bytes, declared_bytes: bytes, barrier };
        match member(entry) {
            Member::Silent => return Ok(()),
            Member::File(own) => listed.barrier = own.or(barrier),
            Member::Link(target) => {
                match self.places.get(&target).and_then(|place| self.listed.get(*place)) {
                    Some(first) => listed = Listed { name: listed.name, index, ..first.clone() },
                    // A second name of nothing.
                    None => listed.barrier = Some(SkipReason::Damaged),
                }
            }
        }
        if listed.barrier == Some(SkipReason::UnsupportedMethod) {
            let (_, files) = self.special.get_or_insert_with(|| (listed.name.clone(), 0));
            *files = files.saturating_add(1);
        }
        if index >= self.most {
            let entries = u64::from(index).saturating_add(1);
            return Err(ArchiveError::TooManyEntries { entries, limit: self.most });
        }
        self.places.insert(listed.name.clone(), self.listed.len());
        self.listed.push(listed);
        Ok(())
    }

    /// Where the archive can be read no further: what was listed stays.
    pub(crate) fn broken_off(&mut self, error: &io::Error) -> Result<(), ArchiveError> {
        if self.listed.is_empty() {
            return Err(ended(error));
        }
        let number = self.listed.len().saturating_add(1);
        self.note(Text::made(
            format!("The tar archive is damaged or cut off at file {number}; what follows was not seen."),
            format!("Tar-arkivet är skadat eller avkapat vid fil {number}; det som följer syntes inte."),
        ));
        Ok(())
    }

    /// Says so where the archive came to its end without the blocks of zeros that close one (POSIX.1-2024, pax, "ustar
    /// Interchange Format"): cut off between two members, it looks whole but for them.
    pub(crate) fn closed_by(&mut self, allowance: &Allowance) {
        if !allowance.is_dry() || self.is_broken() || self.listed.is_empty() {
            return;
        }
        let last = self.last_name();
        self.note(Text::made(
            format!(
                "The tar archive lacks the mark that closes a whole one: it may be cut off after the file {last}, and what followed was not seen."
            ),
            format!(
                "Tar-arkivet saknar den slutmarkering som ett helt arkiv har: det kan vara avkapat efter filen {last}, och det som följde syntes inte."
            ),
        ));
    }

    /// Adds a problem of the archive as a whole.
    pub(crate) fn note(&mut self, message: Text) {
        self.problems.push(Problem {
            path: String::new(),
            line: None,
            kind: ProblemKind::Unreadable,
            message,
        });
    }

    /// The name of the last file listed; empty before the first.
    pub(crate) fn last_name(&self) -> &str {
        self.listed.last().map_or("", |file| &file.name)
    }

    /// Whether something is wrong with the archive as a whole.
    pub(crate) const fn is_broken(&self) -> bool {
        !self.problems.is_empty()
    }

    /// The files in order, and the problems.
    ///
    /// # Errors
    /// [`ArchiveError::Empty`] when there are no files.
    pub(crate) fn finish(mut self) -> Result<(Vec<Listed>, Vec<Problem>), ArchiveError> {
        self.problems.extend(self.special.map(|(first, files)| special(first, files)));
        if self.listed.is_empty() { Err(ArchiveError::Empty) } else { Ok((self.listed, self.problems)) }
    }
}

/// A member's name as text; bytes that are not UTF-8 show as U+FFFD.
pub(crate) fn name_of<R: Read>(entry: &Entry<'_, R>) -> String {
    text(&entry.path_bytes())
}

/// What kind of member this is.
pub(crate) fn member<R: Read>(entry: &mut Entry<'_, R>) -> Member {
    match entry.header().entry_type() {
        // Old archives write a folder as a file whose name ends in a slash.
        EntryType::Regular | EntryType::Continuous if entry.path_bytes().ends_with(b"/") => Member::Silent,
        EntryType::Regular | EntryType::Continuous if is_sparse(entry) => {
            Member::File(Some(SkipReason::UnsupportedMethod))
        }
        EntryType::Regular | EntryType::Continuous => Member::File(None),
        EntryType::Symlink => Member::File(Some(SkipReason::Symlink)),
        EntryType::Link => {
            Member::Link(entry.link_name_bytes().map(|target| text(&target)).unwrap_or_default())
        }
        EntryType::Directory | EntryType::XGlobalHeader => Member::Silent,
        // Sparse files, devices, pipes, volume labels: named, and not read.
        _ => Member::File(Some(SkipReason::UnsupportedMethod)),
    }
}

fn special(first: String, files: u64) -> Problem {
    let files = count(files);
    let message = Text::made(
        format!("A sparse file or a device, which is not read ({} in all).", files.en),
        format!("En gles fil eller en enhetsfil, som inte läses ({} totalt).", files.sv),
    );
    Problem { path: first, line: None, kind: ProblemKind::Unreadable, message }
}

/// Why nothing of a tar can be read.
pub(crate) fn ended(error: &io::Error) -> ArchiveError {
    crate::zip::host_error(error).map_or(ArchiveError::Damaged, ArchiveError::Source)
}

/// pax writes a sparse file as a regular one with a map before its data.
fn is_sparse<R: Read>(entry: &mut Entry<'_, R>) -> bool {
    let Ok(Some(extensions)) = entry.pax_extensions() else { return false };
    extensions.flatten().any(|extension| extension.key_bytes().starts_with(b"GNU.sparse."))
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// How many bytes may still be read before the next member, and whether a read found none left in the stream; shared between
/// the reader and the loop that grants.
#[derive(Clone)]
pub(crate) struct Allowance {
    left: Rc<Cell<u64>>,
    is_dry: Rc<Cell<bool>>,
}

impl Allowance {
    /// The headers of one member.
    pub(crate) fn of_headers() -> Self {
        Self { left: Rc::new(Cell::new(METADATA)), is_dry: Rc::default() }
    }

    /// This many bytes of data, and the headers of the next member.
    pub(crate) fn grant(&self, data: u64) {
        self.left.set(data.saturating_add(BLOCK).saturating_add(METADATA));
    }

    /// Whether the stream came to its end while more was wanted of it. A tar that is closed is never read to there.
    fn is_dry(&self) -> bool {
        self.is_dry.get()
    }
}

/// A stream that ends in an error where more is read than was granted.
pub(crate) struct Fused<R> {
    inner: R,
    allowance: Allowance,
}

impl<R> Fused<R> {
    pub(crate) const fn new(inner: R, allowance: Allowance) -> Self {
        Self { inner, allowance }
    }
}

impl<R: Read> Read for Fused<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.allowance.left.get()).unwrap_or(usize::MAX);
        if left == 0 && !buffer.is_empty() {
            return Err(io::Error::other("more headers than any member has"));
        }
        let most = buffer.len().min(left);
        let count = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        let read = u64::try_from(count).unwrap_or(u64::MAX);
        self.allowance.left.set(self.allowance.left.get().saturating_sub(read));
        if count == 0 && !buffer.is_empty() {
            self.allowance.is_dry.set(true);
        }
        Ok(count)
    }
}

impl<R: Seek> Seek for Fused<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
