//! Hashes the catalogue's own source, so that two audits with the same hash asked the same questions in the same way.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

#[expect(clippy::disallowed_methods, reason = "a build script reads the source it hashes")]
fn main() -> io::Result<()> {
    let source = Path::new("src");
    println!("cargo::rerun-if-changed=src");
    let mut files = Vec::new();
    collect(source, &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in &files {
        // Names and contents with Unix separators and line ends: the same hash on every system.
        hash.update(file.to_string_lossy().replace('\\', "/"));
        hash.update(fs::read_to_string(file)?.replace("\r\n", "\n"));
    }
    let digits = hash.finalize().iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    println!("cargo::rustc-env=BEREDD_CATALOGUE_SHA256={digits}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
