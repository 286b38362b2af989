//! Archives made in code, honest and hostile: one test a behaviour.

mod hostile;
mod plain;
mod tape;

use crate::{Budget, Reader, list};
use beredd_model::{Entry, Skip, SkipReason};
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A deflated zip of these files.
fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    zip_with(SimpleFileOptions::default(), files)
}

fn zip_with(options: SimpleFileOptions, files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

fn paths(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.path.as_str()).collect()
}

fn reasons(skipped: &[Skip]) -> Vec<(&str, SkipReason)> {
    skipped.iter().map(|skip| (skip.path.as_str(), skip.reason)).collect()
}

/// Replaces every `old` by `new`, of the same length: how names are made that no writer writes.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    assert_eq!(old.len(), new.len());
    let places: Vec<usize> =
        bytes.windows(old.len()).enumerate().filter(|(_, at)| *at == old).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
}

/// Where the last central record begins; its fields stand at the offsets of APPNOTE 4.3.12.
fn last_record(bytes: &[u8]) -> usize {
    bytes.windows(4).rposition(|at| at == b"PK\x01\x02").unwrap()
}

/// Every readable file with its content, or the words of its error.
fn contents(archive: &[u8]) -> Vec<(String, Result<String, String>)> {
    let entries = list(&archive, &Budget::DEFAULT).unwrap().entries;
    let mut reader = Reader::open(&archive, &entries).unwrap();
    let mut content = Vec::new();
    let read = |entry: &Entry| {
        let result = reader.read(entry, &mut content).map_err(|error| error.text().en.into_owned());
        (entry.path.to_string(), result.map(|()| String::from_utf8(content.clone()).unwrap()))
    };
    entries.iter().map(read).collect()
}
