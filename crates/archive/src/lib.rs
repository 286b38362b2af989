//! Archives: from bytes to a sorted list of files, and from an entry of that list to its content, under a budget.
//!
//! Bytes come through the trait [`Source`], so that a file on a disk, a file in a browser and a slice in a test are the
//! same thing here. A source is packed (a ZIP archive or a tar, read through a window of large slices) or plain (a folder,
//! whose files lie after each other); [`unpack`] makes one of a compressed tar, and [`Joined`] puts files beside any of
//! them. [`list()`] reads the archive's own directory and inflates nothing; [`Reader`] inflates one entry at a time.
//!
//! Archives are hostile input. Names become [`beredd_model::RepoPath`]s or are skipped; no length that an archive
//! declares is ever allocated; what cannot be read is named with its cause while the rest is read; only an archive of
//! which nothing can be read is an [`ArchiveError`].
//!
//! **Invariants.** This room opens no file and knows no programming language. Which files are worth reading is decided
//! elsewhere, by path, before anything is inflated.

mod budget;
mod digest;
mod error;
mod folder;
mod joined;
mod listing;
mod looks;
mod reader;
mod source;
mod tar;
#[cfg(test)]
mod tests;
mod unpacked;
mod window;
mod words;
mod zip;

pub use budget::{Budget, LimitError, explain};
pub use digest::{archive_bytes, beside, sha256};
pub use error::{ArchiveError, ReadCause, ReadError};
pub use folder::{Folder, PlainFile};
pub use joined::{BESIDE_FOLDER, Joined};
pub use listing::{Listing, list};
pub use looks::LooksLike;
pub use reader::Reader;
pub use source::{Layout, Source, SourceError};
pub use unpacked::{Unpacked, unpack};
