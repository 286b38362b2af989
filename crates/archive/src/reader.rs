//! One entry's content at a time, and never more of it than the archive declared.
//!
//! The budget was asked before, about what is declared ([`crate::Budget::admit`]); here the declaration is held to.

use crate::window::{SLICE, Window};
use crate::zip::{host_error, records};
use crate::{ArchiveError, Layout, LooksLike, ReadCause, ReadError, Source, SourceError};
use beredd_model::Entry;
use std::collections::BTreeMap;
use std::io::{self, Read};
use zip::ZipReadOptions;
use zip::read::OwnedZipFileEntry;
use zip::result::ZipError;

/// Reads entries of one source. Give it the entries in the order of their offsets and it fetches each slice once.
pub struct Reader<'a> {
    source: &'a dyn Source,
    /// Entries from this place on lie in the clear, whatever stands before it.
    plain_from: u64,
    /// The records of a ZIP archive and the stream they are read from; nothing for what lies in the clear.
    packed: Option<Packed<'a>>,
}

struct Packed<'a> {
    window: Window<'a>,
    records: BTreeMap<u32, OwnedZipFileEntry>,
}

impl<'a> Reader<'a> {
    /// A reader of `entries`, which come from [`crate::list()`] of the same source.
    ///
    /// # Errors
    /// [`ArchiveError`] when the archive's list of files can no longer be read.
    pub fn open(source: &'a dyn Source, entries: &[Entry]) -> Result<Self, ArchiveError> {
        match source.layout() {
            Layout::Plain(_) | Layout::Unpacked(_) => Ok(Self { source, plain_from: 0, packed: None }),
            Layout::Joined(main, _) => {
                let of_main: Vec<Entry> =
                    entries.iter().filter(|entry| entry.offset < main.len()).cloned().collect();
                let Self { plain_from, packed, .. } = Self::open(main, &of_main)?;
                Ok(Self { source, plain_from: plain_from.min(main.len()), packed })
            }
            Layout::Packed if LooksLike::of(source)? == LooksLike::Tar => {
                Ok(Self { source, plain_from: 0, packed: None })
            }
            Layout::Packed => {
                let wanted = entries.iter().map(|entry| entry.index).collect();
                let packed = Packed { window: Window::new(source), records: records(source, &wanted)? };
                Ok(Self { source, plain_from: source.len(), packed: Some(packed) })
            }
        }
    }

    /// The content of one entry. `content` is emptied first and may be used again for the next one; after an error it
    /// holds nothing of use.
    ///
    /// # Errors
    /// [`ReadError`] when the entry is damaged, is not what it declares, or cannot be had.
    pub fn read(&mut self, entry: &Entry, content: &mut Vec<u8>) -> Result<(), ReadError> {
        content.clear();
        let result = match &mut self.packed {
            Some(packed) if entry.offset < self.plain_from => packed.inflate(entry, content),
            _ => plain(self.source, entry, content),
        };
        result.map_err(|cause| ReadError { path: entry.path.clone(), cause })
    }
}

impl Packed<'_> {
    fn inflate(&mut self, entry: &Entry, content: &mut Vec<u8>) -> Result<(), ReadCause> {
        let record = self.records.get(&entry.index).ok_or(ReadCause::Missing)?;
        let file =
            record.as_ref().with_reader(&mut self.window, ZipReadOptions::new()).map_err(
                |error| match error {
                    ZipError::Io(error) => cause(&error),
                    _ => ReadCause::Data,
                },
            )?;
        // One byte more than declared tells "as long as it says" from "longer". The vector grows as bytes come.
        let most = entry.declared_bytes.saturating_add(1);
        file.take(most).read_to_end(content).map_err(|error| cause(&error))?;
        if crate::source::length(content) == entry.declared_bytes { Ok(()) } else { Err(ReadCause::Data) }
    }
}

fn plain(source: &dyn Source, entry: &Entry, content: &mut Vec<u8>) -> Result<(), ReadCause> {
    let mut done = 0_u64;
    while done < entry.declared_bytes {
        let step = entry.declared_bytes.saturating_sub(done).min(SLICE);
        let start = content.len();
        content.resize(start.saturating_add(usize::try_from(step).unwrap_or(usize::MAX)), 0);
        let part = content.get_mut(start..).unwrap_or_default();
        source.read_at(entry.offset.saturating_add(done), part).map_err(ReadCause::Source)?;
        done = done.saturating_add(step);
    }
    Ok(())
}

fn cause(error: &io::Error) -> ReadCause {
    let source: Option<SourceError> = host_error(error);
    match source {
        Some(source) => ReadCause::Source(source),
        // The ZIP reader gives this one sentence for a checksum that differs, and no kind of its own.
        None if error.to_string().contains("checksum") => ReadCause::Checksum,
        None => ReadCause::Data,
    }
}
