//! A folder as a source: its files one after another, read through a callback of the host.

use crate::{Layout, Source, SourceError, source::length};

/// A file that lies in a source in the clear.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlainFile {
    /// Its path below the folder, parts joined by `/`.
    pub name: String,
    /// Its bytes; 0 for a symbolic link.
    pub bytes: u64,
    /// Whether it is a symbolic link, which is named and never followed.
    pub is_symlink: bool,
}

/// A folder: what it holds, and how to read one of its files.
///
/// `read` takes a file, an offset in it and a buffer to fill. The files are sorted by name here, so a folder gives the
/// same bytes on every host.
pub struct Folder<R> {
    files: Vec<PlainFile>,
    /// Where each file begins; as long as `files`.
    starts: Vec<u64>,
    bytes: u64,
    read: R,
}

impl<R> Folder<R>
where
    R: Fn(&PlainFile, u64, &mut [u8]) -> Result<(), SourceError>,
{
    /// A folder of these files.
    #[must_use]
    pub fn new(mut files: Vec<PlainFile>, read: R) -> Self {
        files.sort();
        let mut bytes = 0_u64;
        let mut starts = Vec::with_capacity(files.len());
        for file in &files {
            starts.push(bytes);
            bytes = bytes.saturating_add(file.bytes);
        }
        Self { files, starts, bytes, read }
    }
}

impl<R> Source for Folder<R>
where
    R: Fn(&PlainFile, u64, &mut [u8]) -> Result<(), SourceError>,
{
    fn len(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        let end = offset.saturating_add(length(buffer));
        if end > self.bytes {
            return Err(SourceError::OutOfRange { offset, end, len: self.bytes });
        }
        let first = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let mut rest = buffer;
        let mut position = offset;
        for (file, start) in self.files.iter().zip(&self.starts).skip(first) {
            if rest.is_empty() {
                break;
            }
            let inside = position.saturating_sub(*start);
            let available = usize::try_from(file.bytes.saturating_sub(inside)).unwrap_or(usize::MAX);
            let (part, remaining) = rest.split_at_mut_checked(available.min(rest.len())).unwrap_or_default();
            if !part.is_empty() {
                (self.read)(file, inside, part)?;
            }
            position = position.saturating_add(length(part));
            rest = remaining;
        }
        Ok(())
    }

    fn layout(&self) -> Layout<'_> {
        Layout::Plain(&self.files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_run_on_over_the_borders_of_files() {
        let file = |name: &str| PlainFile { name: name.into(), bytes: 3, is_symlink: false };
        let empty = PlainFile { name: "b".into(), bytes: 0, is_symlink: false };
        let folder = Folder::new(vec![file("c"), empty, file("a")], |file, offset, buffer| {
            for (at, byte) in (offset..).zip(buffer) {
                *byte = file.name.as_bytes()[0] + u8::try_from(at).unwrap() * 16;
            }
            Ok(())
        });
        let mut four = [0; 4];
        folder.read_at(1, &mut four).unwrap();
        assert_eq!(&four, &[b'a' + 16, b'a' + 32, b'c', b'c' + 16]);
        assert!(folder.read_at(3, &mut four).is_err());
    }
}
