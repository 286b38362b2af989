//! One text with its quotes: where it ends, and what it says.

use super::dialect::{Holes, Quote};
use crate::fact::Value;
use crate::readers::parts::{MAX_TEXT, cut};

/// Most parts of a text with holes that are kept.
const MAX_PARTS: usize = 40;

/// How deep texts may stand in holes of texts. Deeper ones end where the outer one does.
const MAX_DEPTH: u8 = 6;

/// A text that was read.
#[derive(Debug)]
pub(super) struct Read {
    /// Its bytes, quotes included.
    pub(super) length: usize,
    pub(super) value: Value,
    pub(super) is_closed: bool,
}

/// Reads a text that begins with the quote's opening.
pub(super) fn read(text: &str, quote: &Quote) -> Read {
    let mut reader =
        Reader { text, bytes: text.as_bytes(), at: quote.open.len(), said: String::new(), parts: Vec::new() };
    let is_closed = reader.body(quote);
    Read { length: reader.at.min(text.len()), value: reader.value(), is_closed }
}

/// The value of a body that is already found: a document in the text, a `%q(…)`.
pub(super) fn value_of(body: &str, holes: Holes) -> Value {
    let quote =
        Quote { open: "", close: "\0", escapes: holes != Holes::None, doubles: false, is_long: true, holes };
    let mut reader =
        Reader { text: body, bytes: body.as_bytes(), at: 0, said: String::new(), parts: Vec::new() };
    reader.body(&quote);
    reader.value()
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    said: String,
    parts: Vec<Value>,
}

impl Reader<'_> {
    /// Up to and over the closing quote; whether there is one.
    fn body(&mut self, quote: &Quote) -> bool {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(byte) = rest.first().copied() else { return false };
            if rest.starts_with(quote.close.as_bytes()) {
                let doubled = quote.close.len().saturating_mul(2);
                if quote.doubles && rest.get(quote.close.len()..doubled) == Some(quote.close.as_bytes()) {
                    self.said.push_str(quote.close);
                    self.at = self.at.saturating_add(doubled);
                    continue;
                }
                // Three quotes end a text; a fourth belongs to it (`""""` in C# opens longer ones, which end alike).
                self.at = self.at.saturating_add(quote.close.len());
                return true;
            }
            match byte {
                b'\n' if !quote.is_long => return false,
                b'\\' if quote.escapes => self.escape(),
                _ if self.hole(quote, byte) => {}
                _ => self.letter(),
            }
        }
    }

    fn letter(&mut self) {
        let letter = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let length = letter.map_or(1, char::len_utf8);
        if let Some(letter) = letter.filter(|_| self.said.len() < MAX_TEXT.saturating_mul(4)) {
            self.said.push(letter);
        }
        self.at = self.at.saturating_add(length);
    }

    fn escape(&mut self) {
        self.at = self.at.saturating_add(1);
        match self.bytes.get(self.at) {
            Some(b'n') => self.say('\n'),
            Some(b't') => self.say('\t'),
            Some(b'\n') => self.at = self.at.saturating_add(1),
            Some(_) => self.letter(),
            None => {}
        }
    }

    fn say(&mut self, letter: char) {
        self.said.push(letter);
        self.at = self.at.saturating_add(1);
    }

    /// A hole at this place, and over it.
    fn hole(&mut self, quote: &Quote, byte: u8) -> bool {
        let next = self.bytes.get(self.at.saturating_add(1)).copied().unwrap_or_default();
        let is_name = next.is_ascii_alphabetic() || next == b'_';
        let (skip, has_braces) = match (quote.holes, byte, next) {
            (Holes::Dollar, b'$', b'{') | (Holes::Hash, b'#', b'{') => (2usize, true),
            (Holes::Dollar | Holes::Php, b'$', _) if is_name => (1, false),
            (Holes::Php, b'{', b'$') => (1, true),
            (Holes::Brace, b'{', b'{') => {
                self.say('{');
                self.at = self.at.saturating_add(1);
                return true;
            }
            (Holes::Brace, b'{', _) => (1, true),
            _ => return false,
        };
        let start = self.at.saturating_add(skip);
        let end = if has_braces { hole_end(self.bytes, start, quote) } else { name_end(self.bytes, start) };
        let inner = self.text.get(start..end).unwrap_or_default().trim();
        let name = inner.split([':', ',']).next().unwrap_or_default().trim_start_matches('$').trim();
        self.flush();
        self.part(if is_dotted(name) { Value::Name(name.to_owned()) } else { Value::Other });
        self.at = end.saturating_add(usize::from(has_braces && self.bytes.get(end) == Some(&b'}')));
        true
    }

    fn flush(&mut self) {
        if !self.said.is_empty() {
            let said = std::mem::take(&mut self.said);
            self.part(Value::Text(cut(&said)));
        }
    }

    fn part(&mut self, part: Value) {
        if self.parts.len() < MAX_PARTS {
            self.parts.push(part);
        }
    }

    fn value(mut self) -> Value {
        if self.parts.is_empty() {
            return Value::Text(cut(&self.said));
        }
        self.flush();
        Value::Template(self.parts)
    }
}

/// Where the braces of a hole end: texts in it are passed over. A hole of a short text ends with its line.
fn hole_end(bytes: &[u8], start: usize, quote: &Quote) -> usize {
    let mut at = start;
    let mut depth = 1u32;
    let mut open: Vec<u8> = Vec::new();
    while let Some(byte) = bytes.get(at).copied() {
        if byte == b'\n' && !quote.is_long {
            return at;
        }
        match (open.last().copied(), byte) {
            (Some(_), b'\\') => at = at.saturating_add(1),
            (Some(sign), byte) if sign == byte => {
                open.pop();
            }
            (None, b'"' | b'\'') if open.len() < usize::from(MAX_DEPTH) => open.push(byte),
            (None, b'{') => depth = depth.saturating_add(1),
            (None, b'}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
        at = at.saturating_add(1);
    }
    bytes.len()
}

fn name_end(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    start.saturating_add(length)
}

fn is_dotted(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 200
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
}
