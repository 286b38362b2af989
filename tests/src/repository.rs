//! Whole repositories kept as one text each, under `tests/repos`.

use beredd_testkit::fixture::{self, Fixture};
use std::path::PathBuf;
use std::{fs, io};

/// The names of all repositories, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub fn names() -> io::Result<Vec<String>> {
    let mut names: Vec<String> = fs::read_dir(folder())?
        .filter_map(|entry| {
            entry.ok()?.file_name().into_string().ok()?.strip_suffix(".repo").map(str::to_owned)
        })
        .collect();
    names.sort();
    Ok(names)
}

/// A repository by name.
///
/// # Errors
/// When there is none of that name, or its text is not a repository.
pub fn load(name: &str) -> io::Result<Fixture> {
    let text = fs::read_to_string(folder().join(format!("{name}.repo")))?;
    fixture::parse(&text)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("{name}: {error}")))
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("repos")
}
