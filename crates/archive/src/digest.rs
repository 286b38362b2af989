//! The archive's identity: SHA-256 of its bytes.

use crate::{Layout, PlainFile, Source, SourceError, window::SLICE};
use beredd_model::{Beside, RepoPath};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 as 64 hexadecimal digits: of an archive's bytes, or of a folder's files.
///
/// A folder is hashed as its files sorted by name (links left out), each as: the length of the name in bytes (64 bits,
/// little-endian), the name, the length of the content (likewise), the content. A file that the host cannot read
/// contributes its name and length alone; the audit names it.
///
/// # Errors
/// [`SourceError`] when an archive's bytes cannot be read.
pub fn sha256(source: &dyn Source) -> Result<String, SourceError> {
    let mut hash = Sha256::new();
    let mut slice = Vec::new();
    match source.layout() {
        Layout::Unpacked(unpacked) => return Ok(unpacked.sha256.clone()),
        Layout::Joined(main, _) => return sha256(main),
        Layout::Packed => range(source, 0, source.len(), &mut slice, &mut hash)?,
        Layout::Plain(files) => folder(source, files, &mut slice, &mut hash),
    }
    Ok(digits(hash))
}

/// The bytes of the archive that [`sha256`] is the hash of: a compressed tar's as it is stored, and nothing of the files
/// beside an archive.
pub fn archive_bytes(source: &dyn Source) -> u64 {
    match source.layout() {
        Layout::Packed | Layout::Plain(_) => source.len(),
        Layout::Unpacked(unpacked) => unpacked.archive_bytes,
        Layout::Joined(main, _) => archive_bytes(main),
    }
}

/// The files beside an archive, each with its path and its hash; none for any other source.
///
/// # Errors
/// [`SourceError`] when one cannot be read.
pub fn beside(source: &dyn Source) -> Result<Vec<Beside>, SourceError> {
    let Layout::Joined(main, files) = source.layout() else { return Ok(Vec::new()) };
    let mut start = main.len();
    let mut rows = Vec::with_capacity(files.len());
    let mut slice = Vec::new();
    for file in files {
        let end = start.saturating_add(file.bytes);
        let mut hash = Sha256::new();
        range(source, start, end, &mut slice, &mut hash)?;
        start = end;
        // A name that is no path is listed with the skipped files.
        let Ok(path) = RepoPath::parse(&file.name) else { continue };
        rows.push(Beside { path, bytes: file.bytes, sha256: digits(hash) });
    }
    Ok(rows)
}

fn digits(hash: Sha256) -> String {
    let mut digits = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

fn folder(source: &dyn Source, files: &[PlainFile], slice: &mut Vec<u8>, hash: &mut Sha256) {
    let mut start = 0_u64;
    for file in files {
        let end = start.saturating_add(file.bytes);
        if !file.is_symlink {
            hash.update(crate::source::length(file.name.as_bytes()).to_le_bytes());
            hash.update(&file.name);
            hash.update(file.bytes.to_le_bytes());
            // A second state, so that half a file that then fails leaves no trace.
            let mut with_content = hash.clone();
            if range(source, start, end, slice, &mut with_content).is_ok() {
                *hash = with_content;
            }
        }
        start = end;
    }
}

/// Feeds the bytes from `start` to `end`, a slice at a time.
fn range(
    source: &dyn Source,
    start: u64,
    end: u64,
    slice: &mut Vec<u8>,
    hash: &mut Sha256,
) -> Result<(), SourceError> {
    let mut position = start;
    while position < end {
        let step = end.saturating_sub(position).min(SLICE);
        slice.resize(usize::try_from(step).unwrap_or(usize::MAX), 0);
        source.read_at(position, slice)?;
        hash.update(&*slice);
        position = position.saturating_add(step);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Folder;

    #[test]
    fn an_archive_has_the_hash_that_sha256sum_gives() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(&Vec::new()).unwrap(), empty);
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(&b"abc".to_vec()).unwrap(), abc);
    }

    #[test]
    fn a_folder_hash_depends_on_names_borders_and_content_and_survives_an_unreadable_file() {
        let hash = |files: &[(&str, &'static str)]| {
            let contents: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect();
            let list = contents.iter().map(|(name, text)| PlainFile {
                name: name.clone(),
                bytes: u64::try_from(text.len()).unwrap(),
                is_symlink: false,
            });
            let folder = Folder::new(list.collect(), |file, offset, buffer| {
                let (_, text) = contents.iter().find(|(name, _)| *name == file.name).unwrap();
                if text.starts_with('!') {
                    return Err(SourceError::Host("permission denied".into()));
                }
                text.as_bytes().read_at(offset, buffer)
            });
            sha256(&folder).unwrap()
        };
        assert_eq!(hash(&[("a", "xy"), ("b", "z")]), hash(&[("b", "z"), ("a", "xy")]));
        assert_ne!(hash(&[("a", "xy"), ("b", "z")]), hash(&[("a", "x"), ("b", "yz")]));
        assert_ne!(hash(&[("a", "xy")]), hash(&[("b", "xy")]));
        assert_ne!(hash(&[("a", "xy")]), hash(&[("a", "xz")]));
        assert_eq!(hash(&[("a", "!1"), ("b", "z")]), hash(&[("a", "!2"), ("b", "z")]));
    }
}
