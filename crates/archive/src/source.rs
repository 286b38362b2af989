//! Where bytes come from: a length, bytes by range, and perhaps a table of the files that lie in them in the clear.

use crate::{PlainFile, Unpacked};

/// Bytes by range. Implemented here for slices and folders; files on disks and in browsers belong to the hosts.
pub trait Source {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Fills `buffer` with the bytes from `offset` on.
    ///
    /// # Errors
    /// [`SourceError`] when the range is not wholly inside the source, or the host cannot read.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError>;

    /// How files lie in the bytes; packed unless a source says otherwise.
    fn layout(&self) -> Layout<'_> {
        Layout::Packed
    }

    /// Whether there are no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How files lie in a source.
#[derive(Clone, Copy)]
pub enum Layout<'a> {
    /// An archive with a directory of its own, or a plain tar.
    Packed,
    /// A folder: each file's content, one after another, in this order.
    Plain(&'a [PlainFile]),
    /// What was kept of a compressed tar.
    Unpacked(&'a Unpacked),
    /// Another source, and after its bytes these files, whose names are paths in the repository.
    Joined(&'a dyn Source, &'a [PlainFile]),
}

/// Why bytes could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Bytes were asked for that are not there.
    #[error("bytes {offset} to {end} were asked for, but there are only {len}")]
    OutOfRange {
        /// The first byte asked for.
        offset: u64,
        /// The byte after the last.
        end: u64,
        /// The length of the source.
        len: u64,
    },
    /// What the host said.
    #[error("{0}")]
    Host(String),
}

impl<S: Source + ?Sized> Source for &S {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        (**self).read_at(offset, buffer)
    }

    fn layout(&self) -> Layout<'_> {
        (**self).layout()
    }
}

impl Source for [u8] {
    fn len(&self) -> u64 {
        length(self)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        let end = offset.saturating_add(length(buffer));
        let bytes = usize::try_from(offset)
            .ok()
            .zip(usize::try_from(end).ok())
            .and_then(|(from, to)| self.get(from..to));
        let bytes = bytes.ok_or(SourceError::OutOfRange { offset, end, len: length(self) })?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }
}

impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        length(self)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        self.as_slice().read_at(offset, buffer)
    }
}

/// The length of a slice in the unit of offsets; no host has more than 64 bits of it.
pub(crate) fn length<T>(slice: &[T]) -> u64 {
    u64::try_from(slice.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_gives_what_it_has_and_says_what_it_has_not() {
        let bytes: &[u8] = b"0123456789";
        let mut three = [0; 3];
        assert_eq!(bytes.read_at(7, &mut three), Ok(()));
        assert_eq!(&three, b"789");
        assert_eq!(
            bytes.read_at(8, &mut three),
            Err(SourceError::OutOfRange { offset: 8, end: 11, len: 10 })
        );
        assert!(bytes.read_at(u64::MAX, &mut three).is_err());
    }
}
