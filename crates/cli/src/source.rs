//! Bytes from a disk: an archive file read by position, and a folder walked in order.

use crate::failure::Failure;
use beredd_audit::{Folder, PlainFile, Source, SourceError};
use beredd_model::{Problem, ProblemKind, Text};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The most bytes of an archive that are taken from standard input, which has to be held in memory.
const MOST_STDIN: usize = 1 << 30;
/// The most bytes of an audit saved as JSON: fifty times that of a large system.
pub(crate) const MOST_AUDIT: usize = 256 << 20;

/// Whether a path means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// An archive from standard input, whole: it cannot be read by position.
pub(crate) fn read_stdin() -> Result<Vec<u8>, Failure> {
    read_bytes(Path::new("-"), MOST_STDIN)
}

/// A file, or standard input for `-`, as text; bytes that are none become replacement characters.
pub(crate) fn read_text(path: &Path, most: usize) -> Result<String, Failure> {
    read_bytes(path, most).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a file is JSON by its first letter that is not white space: an audit that was saved, and no archive.
pub(crate) fn is_audit(path: &Path) -> Result<bool, Failure> {
    let unreadable = |error| Failure::Read { path: path.to_owned(), error };
    if std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(false);
    }
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(64).read_to_end(&mut head)).map_err(unreadable)?;
    let head = String::from_utf8_lossy(&head);
    Ok(head.trim_start_matches('\u{feff}').trim_start().starts_with('{'))
}

fn read_bytes(path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if is_stdin(path) {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::Read { path: path.to_owned(), error })?;
    if bytes.len() > most { Err(Failure::TooLarge { path: path.to_owned(), most }) } else { Ok(bytes) }
}

/// A file. Threads read it at the same time, each at its own place.
pub(crate) struct FileSource {
    #[cfg(unix)]
    file: File,
    /// Elsewhere than on Unix, a place and a read are two steps, and a lock keeps them together.
    #[cfg(not(unix))]
    file: std::sync::Mutex<File>,
    bytes: u64,
}

impl FileSource {
    /// Opens a file for reading.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        #[cfg(not(unix))]
        let file = std::sync::Mutex::new(file);
        Ok(Self { file, bytes })
    }

    #[cfg(unix)]
    fn fill(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, buffer, offset)
    }

    #[cfg(not(unix))]
    fn fill(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut file =
            self.file.lock().map_err(|_| io::Error::other("another thread failed while reading"))?;
        read_from(&mut file, offset, buffer)
    }
}

impl Source for FileSource {
    fn len(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        self.fill(offset, buffer).map_err(|error| SourceError::Host(error.to_string()))
    }
}

/// Walks a folder: every file below it, `.git` left out, links named and not followed. Folders that cannot be entered are
/// problems; a root that cannot be is an error.
pub(crate) fn open_folder(root: &Path) -> io::Result<(impl Source + Sync, Vec<Problem>)> {
    let mut files = Vec::new();
    let mut places: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut problems = Vec::new();
    let walk = WalkDir::new(root).follow_links(false).sort_by_file_name();
    for item in walk.into_iter().filter_entry(|item| item.depth() == 0 || item.file_name() != ".git") {
        let item = match item {
            Ok(item) => item,
            Err(error) if error.depth() == 0 => return Err(error.into()),
            Err(error) => {
                problems.push(not_entered(root, &error));
                continue;
            }
        };
        let kind = item.file_type();
        if item.depth() == 0 || !(kind.is_file() || kind.is_symlink()) {
            continue;
        }
        let name = name_below(root, item.path());
        let bytes = if kind.is_file() { item.metadata().map_or(0, |data| data.len()) } else { 0 };
        files.push(PlainFile { name: name.clone(), bytes, is_symlink: kind.is_symlink() });
        places.insert(name, item.into_path());
    }
    let read = move |file: &PlainFile, offset: u64, buffer: &mut [u8]| {
        let place = places.get(&file.name).ok_or_else(|| SourceError::Host("the file is gone".to_owned()))?;
        File::open(place)
            .and_then(|mut file| read_from(&mut file, offset, buffer))
            .map_err(|error| SourceError::Host(error.to_string()))
    };
    Ok((Folder::new(files, read), problems))
}

fn read_from(file: &mut File, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(buffer)
}

/// A path below the root as archives write it.
fn name_below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn not_entered(root: &Path, error: &walkdir::Error) -> Problem {
    let path = error.path().map(|path| name_below(root, path)).unwrap_or_default();
    let message = Text::fixed(
        "This folder could not be entered; nothing in it was read.",
        "Mappen gick inte att öppna; inget i den lästes.",
    );
    Problem { path, line: None, kind: ProblemKind::Unreadable, message }
}
