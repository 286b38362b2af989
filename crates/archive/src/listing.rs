//! From what an archive lists to what can be read: names checked, duplicates settled, the one top folder taken away.

use crate::{ArchiveError, Budget, Layout, LooksLike, PlainFile, Source};
use beredd_model::{Entry, Problem, RepoPath, Skip, SkipReason};
use std::collections::BTreeMap;

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files listed, those below that cannot be read included; folders are not files.
    pub files: u32,
    /// The files that can be read, by path.
    pub entries: Vec<Entry>,
    /// The files that cannot, by name.
    pub skipped: Vec<Skip>,
    /// What is wrong with the list as a whole; the path is empty.
    pub problems: Vec<Problem>,
}

/// A file as the archive lists it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) index: u32,
    pub(crate) offset: u64,
    pub(crate) stored_bytes: u64,
    pub(crate) declared_bytes: u64,
    /// Why it cannot be read, where that shows in the list already.
    pub(crate) barrier: Option<SkipReason>,
}

/// Reads the archive's list of files. Nothing is inflated, and no limit but the number of entries is applied:
/// see [`Budget::admit`].
///
/// # Errors
/// [`ArchiveError`] when there is nothing to audit: not an archive, cut off, empty, wholly encrypted, too long a list.
pub fn list(source: &dyn Source, budget: &Budget) -> Result<Listing, ArchiveError> {
    match source.layout() {
        Layout::Packed => {
            let (listed, problems) = match LooksLike::of(source)? {
                LooksLike::Tar => crate::tar::list(source, budget)?,
                _ => crate::zip::list(source, budget)?,
            };
            Ok(Listing { problems, ..arrange(listed, top_folder) })
        }
        Layout::Unpacked(unpacked) => {
            let listing = arrange(unpacked.listed.clone(), top_folder);
            Ok(Listing { problems: unpacked.problems.clone(), ..listing })
        }
        Layout::Joined(main, files) => Ok(mount(list(main, budget)?, main.len(), files)),
        Layout::Plain(files) => {
            let entries = crate::source::length(files);
            if entries > u64::from(budget.entries) {
                return Err(ArchiveError::TooManyEntries { entries, limit: budget.entries });
            }
            if files.is_empty() {
                return Err(ArchiveError::Empty);
            }
            // A folder was chosen as the root by whoever named it: nothing is taken away.
            Ok(arrange(plain(files), |_| None))
        }
    }
}

/// Adds files that lie after the bytes of an archive, under paths that are theirs.
fn mount(mut listing: Listing, start: u64, files: &[PlainFile]) -> Listing {
    let mut by_path: BTreeMap<RepoPath, Entry> =
        listing.entries.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
    let mut offset = start;
    for (index, file) in (listing.files..).zip(files) {
        match RepoPath::parse(&file.name) {
            Err(_) => listing.skipped.push(Skip { path: file.name.clone(), reason: SkipReason::UnsafeName }),
            Ok(path) => {
                let (stored_bytes, declared_bytes) = (file.bytes, file.bytes);
                let entry = Entry { path: path.clone(), index, offset, stored_bytes, declared_bytes };
                if let Some(earlier) = by_path.insert(path, entry) {
                    listing.skipped.push(Skip { path: earlier.path.into(), reason: SkipReason::Duplicate });
                }
            }
        }
        offset = offset.saturating_add(file.bytes);
        listing.files = listing.files.saturating_add(1);
    }
    listing.entries = by_path.into_values().collect();
    listing.skipped.sort();
    listing
}

fn plain(files: &[PlainFile]) -> Vec<Listed> {
    let mut offset = 0_u64;
    let mut listed = Vec::with_capacity(files.len());
    for (index, file) in (0_u32..).zip(files) {
        listed.push(Listed {
            name: file.name.clone(),
            index,
            offset,
            stored_bytes: file.bytes,
            declared_bytes: file.bytes,
            barrier: file.is_symlink.then_some(SkipReason::Symlink),
        });
        offset = offset.saturating_add(file.bytes);
    }
    listed
}

fn arrange(listed: Vec<Listed>, top: impl Fn(&BTreeMap<RepoPath, Listed>) -> Option<String>) -> Listing {
    let files = u32::try_from(listed.len()).unwrap_or(u32::MAX);
    let mut skipped = Vec::new();
    let mut by_path: BTreeMap<RepoPath, Listed> = BTreeMap::new();
    for file in listed {
        match RepoPath::parse(&file.name) {
            Err(_) => skipped.push(Skip { path: file.name, reason: SkipReason::UnsafeName }),
            Ok(path) => {
                // The last entry of a name wins: what unpacking the archive would leave on a disk.
                if let Some(earlier) = by_path.insert(path, file) {
                    skipped.push(Skip { path: earlier.name, reason: SkipReason::Duplicate });
                }
            }
        }
    }
    let top = top(&by_path);
    let mut entries = Vec::with_capacity(by_path.len());
    for (path, file) in by_path {
        let path = top.as_deref().and_then(|top| below(&path, top)).unwrap_or(path);
        match file.barrier {
            Some(reason) => skipped.push(Skip { path: path.into(), reason }),
            None => entries.push(Entry {
                path,
                index: file.index,
                offset: file.offset,
                stored_bytes: file.stored_bytes,
                declared_bytes: file.declared_bytes,
            }),
        }
    }
    entries.sort();
    skipped.sort();
    Listing { files, entries, skipped, problems: Vec::new() }
}

/// The one folder that everything lies in, as archives of repositories have it. What macOS adds beside it does not count.
fn top_folder(files: &BTreeMap<RepoPath, Listed>) -> Option<String> {
    let mut own = files.keys().filter(|path| !path.is_in("__MACOSX"));
    let (top, _) = own.next()?.as_str().split_once('/')?;
    own.all(|path| path.is_in(top)).then(|| top.to_owned())
}

fn below(path: &RepoPath, top: &str) -> Option<RepoPath> {
    let rest = path.as_str().strip_prefix(top)?.strip_prefix('/')?;
    RepoPath::parse(rest).ok()
}
