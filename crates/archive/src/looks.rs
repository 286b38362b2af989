//! What a file that is not an archive looks like, by its first bytes: so that the message can say what was dropped.
//!
//! A courtesy, not a classification: a handful of signatures from the formats' own specifications, then text or not.

use crate::{Source, SourceError};
use beredd_model::Text;

/// What the first bytes of a file suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    /// No bytes at all.
    NoBytes,
    /// The file begins as a ZIP archive does.
    Zip,
    /// PDF.
    Pdf,
    /// A gzip file, most often a `tar.gz`.
    Gzip,
    /// An uncompressed tar archive.
    Tar,
    /// 7-Zip, RAR, xz, bzip2 or Zstandard.
    OtherArchive,
    /// A picture.
    Picture,
    /// A program for Linux, Windows or macOS.
    Program,
    /// A web page.
    WebPage,
    /// JSON.
    Json,
    /// Other text.
    PlainText,
    /// Something else.
    Unknown,
}

/// First bytes of formats that people drop by mistake.
const SIGNATURES: [(&[u8], LooksLike); 18] = [
    (b"PK\x03\x04", LooksLike::Zip),
    (b"PK\x05\x06", LooksLike::Zip),
    (b"%PDF-", LooksLike::Pdf),
    (b"\x1f\x8b", LooksLike::Gzip),
    (b"7z\xbc\xaf\x27\x1c", LooksLike::OtherArchive),
    (b"Rar!\x1a\x07", LooksLike::OtherArchive),
    (b"\xfd7zXZ\0", LooksLike::OtherArchive),
    (b"BZh", LooksLike::OtherArchive),
    (b"\x28\xb5\x2f\xfd", LooksLike::OtherArchive),
    (b"\x89PNG", LooksLike::Picture),
    (b"\xff\xd8\xff", LooksLike::Picture),
    (b"GIF8", LooksLike::Picture),
    (b"\x7fELF", LooksLike::Program),
    (b"MZ", LooksLike::Program),
    (b"\xcf\xfa\xed\xfe", LooksLike::Program),
    (b"<!DOCTYPE html", LooksLike::WebPage),
    (b"<!doctype html", LooksLike::WebPage),
    (b"<html", LooksLike::WebPage),
];

/// Whether the first block is a header of tar: its magic, or, in archives older than that, its checksum.
fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.first_chunk::<512>() else { return false };
    let header = tar::Header::from_byte_slice(block);
    let own = (0_usize..).zip(block).map(|(at, byte)| if (148..156).contains(&at) { b' ' } else { *byte });
    let sum: u32 = own.map(u32::from).sum();
    block.get(257..262) == Some(b"ustar".as_slice())
        || (header.cksum().is_ok_and(|stated| stated == sum)
            && header.path_bytes().first().is_some_and(|byte| *byte > b' '))
}

impl LooksLike {
    /// Looks at the first 512 bytes.
    ///
    /// # Errors
    /// [`SourceError`] when they cannot be read.
    pub fn of(source: &dyn Source) -> Result<Self, SourceError> {
        let mut head = vec![0; usize::try_from(source.len().min(512)).unwrap_or(0)];
        source.read_at(0, &mut head)?;
        if head.is_empty() {
            return Ok(Self::NoBytes);
        }
        if let Some((_, looks)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
            return Ok(*looks);
        }
        if is_tar(&head) {
            return Ok(Self::Tar);
        }
        Ok(Self::of_text(&head))
    }

    /// What it is, as the object of "this is …".
    #[must_use]
    pub const fn text(self) -> Text {
        match self {
            Self::NoBytes => Text::fixed("an empty file", "en tom fil"),
            Self::Zip => Text::fixed("a ZIP archive", "ett zip-arkiv"),
            Self::Pdf => Text::fixed("a PDF document", "ett PDF-dokument"),
            Self::Gzip => Text::fixed("a gzip file without a tar in it", "en gzip-fil utan tar i"),
            Self::Tar => Text::fixed("a tar archive", "ett tar-arkiv"),
            Self::OtherArchive => Text::fixed("an archive of another kind", "ett arkiv av annat slag"),
            Self::Picture => Text::fixed("a picture", "en bild"),
            Self::Program => Text::fixed("a program", "ett program"),
            Self::WebPage => Text::fixed("a web page", "en webbsida"),
            Self::Json => Text::fixed("a JSON file", "en JSON-fil"),
            Self::PlainText => Text::fixed("a text file", "en textfil"),
            Self::Unknown => Text::fixed("a file of an unknown kind", "en fil av okänt slag"),
        }
    }

    fn of_text(head: &[u8]) -> Self {
        // The last character may be cut by the end of the head.
        let text = match std::str::from_utf8(head) {
            Ok(text) => text,
            Err(error) if error.error_len().is_none() => head
                .get(..error.valid_up_to())
                .and_then(|whole| std::str::from_utf8(whole).ok())
                .unwrap_or(""),
            Err(_) => return Self::Unknown,
        };
        if text.is_empty() || text.contains('\0') {
            Self::Unknown
        } else if text.trim_start().starts_with(['{', '[']) {
            Self::Json
        } else {
            Self::PlainText
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_dropped_by_mistake_are_named() {
        let of = |bytes: &[u8]| LooksLike::of(&bytes.to_vec()).unwrap();
        assert_eq!(of(b""), LooksLike::NoBytes);
        assert_eq!(of(b"%PDF-1.7 ..."), LooksLike::Pdf);
        assert_eq!(of("hello, v\u{e4}rld".as_bytes()), LooksLike::PlainText);
        assert_eq!(of(b" {\"schema\": 1}"), LooksLike::Json);
        assert_eq!(of(b"\x00\x01\x02"), LooksLike::Unknown);
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(of(&tar), LooksLike::Tar);
        let cut = "\u{e5}".repeat(300).into_bytes();
        assert_eq!(of(&[b"x", cut.as_slice()].concat()), LooksLike::PlainText);
    }
}
