//! Texts that do not begin and end with a quote of their own: documents in the text, raw texts of Rust, `%w(…)` of Ruby.

use super::dialect::{Holes, Quote};
use super::lexer::{Kind, Lexer};
use super::quoted::value_of;
use crate::fact::Value;

/// A document that begins with the next line.
#[derive(Debug)]
pub(super) struct Pending {
    mark: String,
    holes: Holes,
    /// Where its value goes, in the list of texts.
    text: usize,
}

impl Lexer<'_> {
    /// A raw text or a lifetime of Rust at this place.
    pub(super) fn rust_quote(&mut self) -> bool {
        let rest = self.rest();
        let prefix =
            ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix)).unwrap_or_default();
        let behind = rest.get(prefix.len()..).unwrap_or_default();
        // Only behind a prefix: hashes that are counted anew at each of them take the square of their number.
        let hashes =
            if prefix.is_empty() { 0 } else { behind.bytes().take_while(|byte| *byte == b'#').count() };
        if !prefix.is_empty() && behind.get(hashes..).is_some_and(|quote| quote.starts_with('"')) {
            self.raw_rust(prefix.len(), hashes);
            return true;
        }
        if !rest.starts_with('\'') {
            return false;
        }
        let mut letters = rest.chars().skip(1);
        let (first, second) = (letters.next(), letters.next());
        let is_letter = first == Some('\\') || second == Some('\'');
        if is_letter {
            return false;
        }
        let length = rest.get(1..).and_then(|name| name.find(|c: char| !(c.is_alphanumeric() || c == '_')));
        self.pass(length.map_or(rest.len(), |length| length.saturating_add(1)));
        true
    }

    fn raw_rust(&mut self, prefix: usize, hashes: usize) {
        let (start, line) = (self.at, self.line);
        let open = prefix.saturating_add(hashes).saturating_add(1);
        let end = format!("\"{}", "#".repeat(hashes.min(255)));
        let body = self.rest().get(open..).unwrap_or_default();
        let (value, length) = match body.find(&end) {
            Some(at) => {
                let value = value_of(body.get(..at).unwrap_or_default(), Holes::None);
                (value, open.saturating_add(at).saturating_add(end.len()))
            }
            None => {
                self.lexed.open_at = self.lexed.open_at.or(Some(line));
                (Value::Other, self.rest().len())
            }
        };
        self.pass(length);
        self.push_text(start, line, value);
    }

    /// A document of PHP at this place: `<<<EOT`.
    pub(super) fn php_heredoc(&mut self) -> bool {
        let (start, line) = (self.at, self.line);
        let rest = self.rest();
        let Some((head, body)) = rest.split_once('\n') else { return false };
        let mark = head.get(3..).unwrap_or_default().trim();
        let holes = if mark.starts_with('\'') { Holes::None } else { Holes::Php };
        let mark = mark.trim_matches(['"', '\'']).to_owned();
        if mark.is_empty() || !mark.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return false;
        }
        let found = document(body, &mark);
        let value = value_of(found.body, holes);
        let length = head.len().saturating_add(1).saturating_add(found.length);
        let is_closed = found.is_closed;
        if !is_closed {
            self.lexed.open_at = self.lexed.open_at.or(Some(line));
        }
        self.pass(length);
        self.push_text(start, line, value);
        true
    }

    /// What only Ruby writes: documents, `%w(…)`, regular expressions, symbols in quotes.
    pub(super) fn ruby_quote(&mut self, byte: u8) -> bool {
        let next = self.byte(1);
        let may_begin = self.may_begin_value();
        match byte {
            b'<' if next == b'<' => self.ruby_heredoc(),
            b'%' if may_begin => self.percent(),
            b'/' if may_begin && next != b' ' && next != b'=' => {
                let quote = Quote {
                    open: "/",
                    close: "/",
                    escapes: true,
                    doubles: false,
                    is_long: false,
                    holes: Holes::None,
                };
                let ends = self
                    .rest()
                    .lines()
                    .next()
                    .is_some_and(|line| line.get(1..).is_some_and(|l| l.contains('/')));
                if ends {
                    self.quoted(&quote);
                }
                ends
            }
            b'?' if may_begin && next.is_ascii_alphabetic() && !self.byte(2).is_ascii_alphanumeric() => {
                let start = self.at;
                self.pass(2);
                self.push(Kind::Number, start, self.at, self.line);
                true
            }
            _ => false,
        }
    }

    /// Whether a value may stand here, and not a sign between two.
    fn may_begin_value(&self) -> bool {
        match self.kind_before() {
            None | Some(Kind::Sign | Kind::Open) => true,
            Some(Kind::Word) => super::dialect::is_keyword(self.before()) || self.before() == "return",
            Some(_) => false,
        }
    }

    fn ruby_heredoc(&mut self) -> bool {
        let rest = self.rest();
        let named = rest.get(2..).unwrap_or_default().trim_start_matches(['~', '-']);
        let signs = rest.len().saturating_sub(named.len());
        let quote = named.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let name = named.get(usize::from(quote.is_some())..).unwrap_or_default();
        let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
        let mark = name.get(..length).unwrap_or_default().to_owned();
        let is_mark = mark.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
        // `list << ITEM` has a blank where a document has its sign.
        if !is_mark || (signs == 2 && quote.is_none() && !self.may_begin_value()) {
            return false;
        }
        let (start, line) = (self.at, self.line);
        let quotes = if quote.is_some() { 2 } else { 0 };
        self.pass(signs.saturating_add(length).saturating_add(quotes));
        let holes = if quote == Some('\'') { Holes::None } else { Holes::Hash };
        self.heredocs.push(Pending { mark, holes, text: self.lexed.texts.len() });
        self.push_text(start, line, Value::Other);
        true
    }

    /// Reads the documents that the line before announced.
    pub(super) fn take_heredocs(&mut self) {
        for pending in std::mem::take(&mut self.heredocs) {
            let found = document(self.rest(), &pending.mark);
            let value = value_of(found.body, pending.holes);
            let (length, is_closed) = (found.length, found.is_closed);
            if !is_closed {
                self.lexed.open_at = self.lexed.open_at.or(Some(self.line));
            }
            self.pass(length);
            if let Some(text) = self.lexed.texts.get_mut(pending.text) {
                *text = value;
            }
        }
    }

    fn percent(&mut self) -> bool {
        let kind = char::from(self.byte(1));
        let has_kind = matches!(kind, 'w' | 'W' | 'i' | 'I' | 'q' | 'Q' | 'r' | 'x');
        let open = self.byte(if has_kind { 2 } else { 1 });
        let close = match open {
            b'(' => b')',
            b'[' => b']',
            b'{' => b'}',
            b'|' | b'!' | b'/' if has_kind => open,
            _ => return false,
        };
        let (start, line) = (self.at, self.line);
        let begin = if has_kind { 3usize } else { 2 };
        let body = self.rest().get(begin..).unwrap_or_default();
        let mut depth = 0u32;
        let end = body.bytes().position(|byte| {
            if byte == close && depth == 0 {
                return true;
            }
            if byte == open {
                depth = depth.saturating_add(1);
            } else if byte == close {
                depth = depth.saturating_sub(1);
            }
            false
        });
        let said = body.get(..end.unwrap_or(body.len())).unwrap_or_default();
        let value = if matches!(kind, 'w' | 'W' | 'i' | 'I') {
            Value::List(said.split_whitespace().take(100).map(|word| Value::Text(word.to_owned())).collect())
        } else {
            value_of(said, Holes::Hash)
        };
        let length = begin.saturating_add(said.len()).saturating_add(usize::from(end.is_some()));
        if end.is_none() {
            self.lexed.open_at = self.lexed.open_at.or(Some(line));
        }
        self.pass(length);
        self.push_text(start, line, value);
        true
    }
}

struct Document<'a> {
    body: &'a str,
    /// Up to and over the closing mark.
    length: usize,
    is_closed: bool,
}

/// A document up to the line that begins with its mark.
fn document<'a>(text: &'a str, mark: &str) -> Document<'a> {
    let mut at = 0usize;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let is_end = trimmed
            .strip_prefix(mark)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        if is_end {
            let blanks = line.len().saturating_sub(trimmed.len());
            let length = at.saturating_add(blanks).saturating_add(mark.len());
            return Document { body: text.get(..at).unwrap_or_default(), length, is_closed: true };
        }
        at = at.saturating_add(line.len());
    }
    Document { body: text, length: text.len(), is_closed: false }
}
