//! Checksums: what the finished files are known by.

use super::{names_in, read};
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};
use std::fmt::Write;
use std::path::Path;

/// Letters of a checksum in a file's name: 64 bits, so that no two builds share a name.
const NAME_LETTERS: usize = 16;

/// SHA-256, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// What a file's name carries, so that a new file never has an old one's name.
pub(super) fn short(bytes: &[u8]) -> String {
    sha256(bytes).chars().take(NAME_LETTERS).collect()
}

/// As the attribute `integrity` takes it.
pub(super) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// As a content security policy takes the hash of an inline script or style.
pub(super) fn policy_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// What `sha256sum --check` reads: every file of the release, by its path from `dist`.
pub(super) fn of(dist: &Path) -> Result<String> {
    let mut lines = String::new();
    for (folder, before) in [(dist.to_owned(), ""), (dist.join("site"), "site/")] {
        for name in names_in(&folder)? {
            let sum = sha256(&read(&folder.join(&name))?);
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "{sum}  {before}{name}");
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        // FIPS 180-2, appendix B.1 and D.1: the message "abc".
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(short(b"abc"), "ba7816bf8f01cfea");
        assert_eq!(policy_hash("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
        assert!(integrity(b"abc").starts_with("sha384-ywB1P0WjXou1oD1pmsZQ"));
    }
}
