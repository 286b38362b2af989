//! Text: bytes decoded, lines counted, offsets turned into lines, long strings cut.

use beredd_model::Lines;
use std::borrow::Cow;

/// What the bytes of a file are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded<'a> {
    /// Text, without a byte-order mark.
    Text(Cow<'a, str>),
    /// Not text.
    Binary,
    /// Perhaps text, in an encoding that cannot be told.
    Unknown,
}

/// How far into a file a NUL says that it is not text, in bytes; Git looks as far.
const SNIFFED_BYTES: usize = 8000;

/// Decodes UTF-8, UTF-16 with a byte-order mark, and Latin-1 where the result is plausible text.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return decode_bytes(rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return decode_utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return decode_utf16(rest, u16::from_be_bytes);
    }
    decode_bytes(bytes)
}

fn decode_bytes(bytes: &[u8]) -> Decoded<'_> {
    if bytes.iter().take(SNIFFED_BYTES).any(|byte| *byte == 0) {
        return Decoded::Binary;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded::Text(Cow::Borrowed(text)),
        Err(_) => decode_latin1(bytes),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded<'_> {
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        _ => 0,
    });
    match char::decode_utf16(units).collect::<Result<String, _>>() {
        Ok(text) if bytes.len().is_multiple_of(2) => Decoded::Text(Cow::Owned(text)),
        _ => Decoded::Unknown,
    }
}

/// Latin-1 decodes anything, so it must look like text: hardly a control character, and letters above ASCII are a minority.
fn decode_latin1(bytes: &[u8]) -> Decoded<'_> {
    let controls =
        bytes.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 0x7F | 0x80..=0x9F)).count();
    let high = bytes.iter().filter(|byte| **byte >= 0xA0).count();
    if controls.saturating_mul(100) > bytes.len() {
        Decoded::Binary
    } else if high.saturating_mul(3) > bytes.len() {
        Decoded::Unknown
    } else {
        Decoded::Text(Cow::Owned(bytes.iter().copied().map(char::from).collect()))
    }
}

/// How many lines a text has: an unfinished last line counts.
pub(crate) fn count_lines(text: &str) -> u32 {
    let ends = text.bytes().filter(|byte| *byte == b'\n').count();
    let open = usize::from(!text.is_empty() && !text.ends_with('\n'));
    u32::try_from(ends.saturating_add(open)).unwrap_or(u32::MAX)
}

/// How many lines of a shell script are neither blank nor a comment of a shell, PowerShell or a batch file.
pub(crate) fn count_commands(text: &str) -> u32 {
    let is_comment = |line: &str| {
        let first = line.split_whitespace().next().unwrap_or_default();
        first.starts_with(['#', ':']) || first.eq_ignore_ascii_case("rem")
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    u32::try_from(lines.count()).unwrap_or(u32::MAX)
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the lines of a text.
    pub(crate) fn new(text: &str) -> Self {
        let behind =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at.saturating_add(1));
        Self { starts: std::iter::once(0).chain(behind).collect() }
    }

    /// The line, counted from 1, that holds the byte at `offset`.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX).max(1)
    }

    /// The lines of a span of bytes; its end is not part of it.
    pub(crate) fn lines(&self, span: std::ops::Range<usize>) -> Lines {
        Lines::new(self.line(span.start), self.line(span.end.saturating_sub(1).max(span.start)))
    }
}

/// The text, cut at `limit` characters.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    // A text of no more bytes than that has no more characters either.
    let end = if text.len() <= limit { None } else { text.char_indices().nth(limit) };
    end.map_or(text, |(end, _)| text.get(..end).unwrap_or_default()).to_owned()
}

/// A number of lines, or of anything else that is stored, as a stored type.
pub(crate) fn stored(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Decoded<'_> {
        Decoded::Text(Cow::Borrowed(words))
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode("åäö\r\n".as_bytes()), text("åäö\r\n"));
        assert_eq!(decode(b"\xEF\xBB\xBFa"), text("a"));
        assert_eq!(decode(b"\xFF\xFEa\0\xE5\0"), text("aå"));
        assert_eq!(decode(b"\xFE\xFF\0a"), text("a"));
        assert_eq!(decode(b"\xFE\xFF\0a\0"), Decoded::Unknown);
        assert_eq!(decode(b"sm\xF6rg\xE5s, och mera text"), text("smörgås, och mera text"));
        assert_eq!(decode(b"\x89PNG\0\0"), Decoded::Binary);
        assert_eq!(decode(b"\xC3\xE0\xE0\xE0\xFF"), Decoded::Unknown);
        assert_eq!(decode(b""), text(""));
    }

    #[test]
    fn comments_are_no_commands() {
        assert_eq!(count_commands("#!/bin/sh\n\n  # kubectl rollout undo\nREM undo\n"), 0);
        assert_eq!(count_commands("#!/bin/sh\nset -e\n  kubectl rollout undo # back\n"), 2);
    }

    #[test]
    fn lines_are_counted_as_editors_do() {
        assert_eq!(
            (count_lines(""), count_lines("a"), count_lines("a\n"), count_lines("a\r\nb")),
            (0, 1, 1, 2)
        );
        let index = LineIndex::new("a\nbc\n\nd");
        assert_eq!([0, 1, 2, 4, 5, 6, 99].map(|at| index.line(at)), [1, 1, 2, 2, 3, 4, 4]);
        assert_eq!(index.lines(2..5), Lines::new(2, 2));
        assert_eq!(cut("åäö", 2), "åä");
    }
}
