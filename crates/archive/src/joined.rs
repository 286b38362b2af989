//! An archive with files beside it: results of tests and load runs that belong to a repository and are not kept in it.
//!
//! Each file beside is mounted as `results/<its name>` at the repository's root, after the archive's own bytes. Where the
//! archive has a file of that path, the one beside is read, since it was named by hand, and the other is listed as a
//! duplicate. The audit names every file beside with its hash, and the archive keeps its own hash.

use crate::source::length;
use crate::{Layout, PlainFile, Source, SourceError};

/// The folder in which files beside an archive are mounted.
pub const BESIDE_FOLDER: &str = "results";

/// An archive or a folder with files beside it. With none it is the archive itself.
#[derive(Debug)]
pub struct Joined<S, B> {
    main: S,
    beside: Vec<B>,
    /// The names under which the files beside are mounted; as long as `beside`, in its order.
    files: Vec<PlainFile>,
}

impl<S: Source, B: Source> Joined<S, B> {
    /// Puts files beside an archive, by name. Names are texts: of a path, its last part is taken.
    ///
    /// The files are sorted by name, and of two with one name the last is read, so that the order in which they were named
    /// does not matter otherwise.
    #[must_use]
    pub fn new(main: S, mut beside: Vec<(String, B)>) -> Self {
        beside.sort_by(|(a, _), (b, _)| own_name(a).cmp(own_name(b)));
        let file = |(name, source): &(String, B)| PlainFile {
            name: format!("{BESIDE_FOLDER}/{}", own_name(name)),
            bytes: source.len(),
            is_symlink: false,
        };
        let files = beside.iter().map(file).collect();
        Self { main, beside: beside.into_iter().map(|(_, source)| source).collect(), files }
    }
}

impl<S: Source, B: Source> Source for Joined<S, B> {
    fn len(&self) -> u64 {
        self.files.iter().fold(self.main.len(), |bytes, file| bytes.saturating_add(file.bytes))
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        let end = offset.saturating_add(length(buffer));
        let mut start = self.main.len();
        if end <= start {
            return self.main.read_at(offset, buffer);
        }
        for (file, source) in self.files.iter().zip(&self.beside) {
            let next = start.saturating_add(file.bytes);
            if start <= offset && end <= next {
                return source.read_at(offset.saturating_sub(start), buffer);
            }
            start = next;
        }
        // Nothing asks for bytes across the border of two files.
        Err(SourceError::OutOfRange { offset, end, len: self.len() })
    }

    fn layout(&self) -> Layout<'_> {
        Layout::Joined(&self.main, &self.files)
    }
}

fn own_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
