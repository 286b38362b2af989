//! A window over a source: the seekable stream that archive code wants, made of a few large slices.
//!
//! Reading ranges of a browser's file costs a fixed amount per call, so small reads and seeks through a stream buffer are
//! twenty times slower than large slices. The window fetches slices of [`SLICE`] bytes at multiples of that length and
//! keeps the latest [`KEPT`]: the directory at the end of an archive, and the place where the data is being read. Entries
//! read in the order of their offsets therefore fetch each slice once.

use crate::{Source, SourceError};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes fetched at a time. 4 MiB was measured to be as fast as one read of the whole archive.
pub(crate) const SLICE: u64 = 4 << 20;

/// Slices kept. Two are needed while a directory entry and its data are read in turns; the third spares a fetch where an
/// entry lies across a border.
const KEPT: usize = 3;

/// A seekable stream over a source.
pub(crate) struct Window<'a> {
    source: &'a dyn Source,
    position: u64,
    /// The slices held, least recently used first.
    slices: Vec<Slice>,
}

struct Slice {
    number: u64,
    bytes: Vec<u8>,
}

impl<'a> Window<'a> {
    pub(crate) const fn new(source: &'a dyn Source) -> Self {
        Self { source, position: 0, slices: Vec::new() }
    }

    /// The bytes from the position to the end of its slice; nothing at the end of the source.
    fn rest_of_slice(&mut self) -> Result<&[u8], SourceError> {
        if self.position >= self.source.len() {
            return Ok(&[]);
        }
        self.hold(self.position / SLICE)?;
        let start = usize::try_from(self.position % SLICE).unwrap_or(usize::MAX);
        Ok(self.slices.last().and_then(|slice| slice.bytes.get(start..)).unwrap_or(&[]))
    }

    /// Makes slice `number` the most recently used one, fetching it where it is not held.
    fn hold(&mut self, number: u64) -> Result<(), SourceError> {
        if let Some(at) = self.slices.iter().position(|slice| slice.number == number) {
            let slice = self.slices.remove(at);
            self.slices.push(slice);
            return Ok(());
        }
        let mut bytes = if self.slices.len() < KEPT { Vec::new() } else { self.slices.remove(0).bytes };
        let start = number.saturating_mul(SLICE);
        let length = self.source.len().saturating_sub(start).min(SLICE);
        bytes.resize(usize::try_from(length).unwrap_or(usize::MAX), 0);
        self.source.read_at(start, &mut bytes)?;
        self.slices.push(Slice { number, bytes });
        Ok(())
    }
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.rest_of_slice().map_err(io::Error::other)?;
        let count = rest.read(buffer)?;
        self.position = self.position.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}

impl Seek for Window<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(distance) => self.source.len().checked_add_signed(distance),
            SeekFrom::Current(distance) => self.position.checked_add_signed(distance),
        };
        self.position = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// Ten slices and a bit of bytes that tell their own offset, and a list of the fetches.
    struct Counted {
        fetched: RefCell<Vec<u64>>,
    }

    impl Source for Counted {
        fn len(&self) -> u64 {
            10 * SLICE + 7
        }
        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
            self.fetched.borrow_mut().push(offset / SLICE);
            for (at, byte) in (offset..).zip(buffer.iter_mut()) {
                *byte = u8::try_from(at % 251).unwrap();
            }
            Ok(())
        }
    }

    #[test]
    fn forward_reading_beside_a_directory_fetches_each_slice_once() {
        let source = Counted { fetched: RefCell::default() };
        let mut window = Window::new(&source);
        let mut record = [0; 46];
        for start in (0..10 * SLICE).step_by(300_000) {
            // The directory at the end and the data are read in turns.
            window.seek(SeekFrom::End(-7)).unwrap();
            window.read_exact(&mut record[..7]).unwrap();
            window.seek(SeekFrom::Start(start)).unwrap();
            window.read_exact(&mut record).unwrap();
            assert_eq!(u64::from(record[45]), (start + 45) % 251);
        }
        let mut fetched = source.fetched.borrow().clone();
        fetched.sort_unstable();
        assert_eq!(fetched, (0..=10).collect::<Vec<u64>>());
    }

    #[test]
    fn reading_past_the_end_gives_nothing_and_seeking_before_the_start_fails() {
        let bytes: &[u8] = b"abc";
        let mut window = Window::new(&bytes);
        assert_eq!(window.seek(SeekFrom::End(5)).unwrap(), 8);
        assert_eq!(window.read(&mut [0; 4]).unwrap(), 0);
        assert!(window.seek(SeekFrom::Current(-9)).is_err());
    }
}
