//! Text into tokens: names, numbers, texts, signs, brackets. Comments are kept aside, since some of them document.
//!
//! Every byte is looked at a bounded number of times, whatever the text: a text or comment that never ends runs to the end of
//! the file, and nothing is read again.

use super::dialect::{Dialect, Quote};
use super::heredoc;
use super::quoted;
use crate::Language;
use crate::fact::Value;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A number.
    Number,
    /// A text: an index into [`Lexed::texts`].
    Text(usize),
    /// A sign.
    Sign,
    /// `(`, `[`, `{`.
    Open,
    /// `)`, `]`, `}`.
    Close,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where it stands, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its lines.
    pub(super) line: u32,
    pub(super) end_line: u32,
    /// Whether it is the first of its line.
    pub(super) is_first: bool,
    /// Whether nothing stands between it and the token before.
    pub(super) is_close: bool,
}

/// A comment, or several that follow each other line by line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) line: u32,
    pub(super) end_line: u32,
}

/// A file in tokens.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) texts: Vec<Value>,
    pub(super) comments: Vec<Comment>,
    /// The line where a text or a comment begins that never ends.
    pub(super) open_at: Option<u32>,
}

/// Signs of more than one letter, longest first.
const SIGNS: &[&str] = &[
    "<<=", ">>=", "...", "..=", "??=", "**=", "||=", "&&=", "===", "!==", "<=>", "?->", "::", "->", "=>",
    "?.", "!!", ":=", "==", "!=", "<=", ">=", "&&", "||", "??", "?:", "+=", "-=", "*=", "/=", "%=", "|=",
    "&=", "^=", ".=", "..", "<-", "++", "--", "|>", "<<", "=~",
];

/// Divides a text.
pub(super) fn lex(text: &str, dialect: &'static Dialect) -> Lexed {
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        line: 1,
        is_first: true,
        dialect,
        heredocs: Vec::new(),
        lexed: Lexed::default(),
    };
    lexer.run();
    lexer.lexed
}

pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) line: u32,
    is_first: bool,
    pub(super) dialect: &'static Dialect,
    /// Documents of Ruby that begin with the next line, in order.
    pub(super) heredocs: Vec<heredoc::Pending>,
    pub(super) lexed: Lexed,
}

impl Lexer<'_> {
    fn run(&mut self) {
        if self.dialect.language == Language::Php {
            self.skip_page();
        }
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'\n' => self.new_line(),
                b' ' | b'\t' | b'\r' => self.at = self.at.saturating_add(1),
                _ if self.comment() || self.directive() => {}
                _ => self.token(byte),
            }
        }
    }

    fn new_line(&mut self) {
        self.at = self.at.saturating_add(1);
        self.line = self.line.saturating_add(1);
        self.is_first = true;
        if !self.heredocs.is_empty() {
            self.take_heredocs();
        }
    }

    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn byte(&self, offset: usize) -> u8 {
        self.bytes.get(self.at.saturating_add(offset)).copied().unwrap_or_default()
    }

    /// What a page of PHP holds outside its code is no code.
    fn skip_page(&mut self) {
        let rest = self.rest();
        let begin = rest.find("<?").map_or(rest.len(), |at| at.saturating_add(2));
        self.pass(begin);
        for mark in ["php", "="] {
            if self.rest().starts_with(mark) {
                self.pass(mark.len());
                break;
            }
        }
    }

    /// Goes on by a number of bytes and counts the lines in them.
    pub(super) fn pass(&mut self, count: usize) {
        let end = self.at.saturating_add(count).min(self.bytes.len());
        let lines = self.bytes.get(self.at..end).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.at = end;
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        let is_attribute = self.dialect.language == Language::Php && rest.starts_with("#[");
        let is_line = self.dialect.line_comments.iter().any(|mark| rest.starts_with(mark)) && !is_attribute;
        let (start, line) = (self.at, self.line);
        if is_line {
            let mut length = rest.find('\n').unwrap_or(rest.len());
            // The end of PHP's code ends its comments as well.
            if self.dialect.language == Language::Php {
                length = rest.get(..length).and_then(|line| line.find("?>")).unwrap_or(length);
            }
            self.pass(length);
        } else if self.dialect.language == Language::Ruby && self.is_first && rest.starts_with("=begin") {
            let length = rest.find("\n=end").map_or(rest.len(), |at| at.saturating_add(5));
            self.pass(length);
        } else if let Some((open, close)) =
            self.dialect.block_comment.filter(|(open, _)| rest.starts_with(open))
        {
            self.block_comment(open, close);
        } else {
            return false;
        }
        self.keep_comment(Comment { start, end: self.at, line, end_line: self.line });
        true
    }

    fn block_comment(&mut self, open: &str, close: &str) {
        let line = self.line;
        let mut depth = 0u32;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if rest.starts_with(open.as_bytes()) && (depth == 0 || self.dialect.nests) {
                depth = depth.saturating_add(1);
                self.at = self.at.saturating_add(open.len());
            } else if rest.starts_with(close.as_bytes()) {
                depth = depth.saturating_sub(1);
                self.at = self.at.saturating_add(close.len());
                if depth == 0 {
                    return;
                }
            } else if rest.is_empty() {
                self.lexed.open_at = self.lexed.open_at.or(Some(line));
                return;
            } else {
                self.pass(1);
            }
        }
    }

    fn keep_comment(&mut self, comment: Comment) {
        // What stands behind code says nothing of the definition below.
        if !self.is_first {
            return;
        }
        if let Some(last) = self.lexed.comments.last_mut()
            && last.end_line.saturating_add(1) == comment.line
            && self.lexed.tokens.last().is_none_or(|token| token.end_line < last.line)
        {
            last.end = comment.end;
            last.end_line = comment.end_line;
            return;
        }
        self.lexed.comments.push(comment);
    }

    /// Lines for a preprocessor, and the end of PHP's code.
    fn directive(&mut self) -> bool {
        let rest = self.rest();
        if self.dialect.language == Language::CSharp && self.is_first && rest.starts_with('#') {
            let length = rest.find('\n').unwrap_or(rest.len());
            self.pass(length);
            return true;
        }
        if self.dialect.language == Language::Php && rest.starts_with("?>") {
            let at = self.at;
            self.skip_page();
            // Code that ends is a statement that ends.
            self.push(Kind::Sign, at, at.saturating_add(2), self.line);
            return true;
        }
        false
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        let line = self.line;
        if self.dialect.language == Language::Rust && self.rust_quote() {
            return;
        }
        if self.dialect.language == Language::Ruby && self.ruby_quote(byte) {
            return;
        }
        if self.dialect.language == Language::Php && self.rest().starts_with("<<<") && self.php_heredoc() {
            return;
        }
        let rest = self.rest();
        if let Some(quote) = self.dialect.quotes.iter().find(|quote| rest.starts_with(quote.open)) {
            self.quoted(quote);
            return;
        }
        let letter = rest.chars().next().unwrap_or(' ');
        if byte.is_ascii_digit() {
            let length = number(rest);
            self.pass(length);
            self.push(Kind::Number, start, self.at, line);
        } else if letter.is_alphabetic() || letter == '_' || self.starts_name(letter) {
            let length = self.name_length();
            self.pass(length.max(1));
            self.push(Kind::Word, start, self.at, line);
        } else {
            let kind = match byte {
                b'(' | b'[' | b'{' => Kind::Open,
                b')' | b']' | b'}' => Kind::Close,
                _ => Kind::Sign,
            };
            let length = match kind {
                Kind::Sign => {
                    SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(letter.len_utf8(), |s| s.len())
                }
                _ => 1,
            };
            self.pass(length);
            self.push(kind, start, self.at, line);
        }
    }

    /// Signs that begin a name: variables of PHP and Ruby, names of C# that would be keywords.
    fn starts_name(&self, letter: char) -> bool {
        let next = char::from(self.byte(1));
        let is_name = next.is_alphabetic() || next == '_';
        match self.dialect.language {
            Language::Php => (letter == '$' || letter == '\\') && is_name,
            Language::Ruby => matches!(letter, '@' | '$') && (is_name || next == '@'),
            Language::CSharp => letter == '@' && is_name,
            _ => false,
        }
    }

    fn name_length(&self) -> usize {
        let rest = self.rest();
        let is_php = self.dialect.language == Language::Php;
        let is_ruby = self.dialect.language == Language::Ruby;
        let signs = rest.chars().take_while(|c| matches!(c, '$' | '@' | '\\')).count();
        let body = rest.get(signs..).unwrap_or_default();
        let inner = body
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || (is_php && c == '\\')))
            .unwrap_or(body.len());
        let length = signs.saturating_add(inner);
        let mut behind = rest.get(length..).unwrap_or_default().chars();
        let is_asking = is_ruby
            && matches!(behind.next(), Some('?' | '!'))
            && !matches!(behind.next(), Some('=' | '?' | ':'));
        length.saturating_add(usize::from(is_asking))
    }

    pub(super) fn quoted(&mut self, quote: &Quote) {
        let (start, line) = (self.at, self.line);
        let read = quoted::read(self.rest(), quote);
        if !read.is_closed {
            self.lexed.open_at = self.lexed.open_at.or(Some(line));
        }
        self.pass(read.length);
        self.push_text(start, line, read.value);
    }

    pub(super) fn push_text(&mut self, start: usize, line: u32, value: Value) {
        let index = self.lexed.texts.len();
        self.lexed.texts.push(value);
        self.push(Kind::Text(index), start, self.at, line);
    }

    pub(super) fn push(&mut self, kind: Kind, start: usize, end: usize, line: u32) {
        let is_close = self.lexed.tokens.last().is_some_and(|last| last.end == start);
        let is_first = self.is_first;
        self.is_first = false;
        self.lexed.tokens.push(Token { kind, start, end, line, end_line: self.line, is_first, is_close });
    }

    /// The token before, as text.
    pub(super) fn before(&self) -> &str {
        let last = self.lexed.tokens.last();
        last.and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    pub(super) fn kind_before(&self) -> Option<Kind> {
        self.lexed.tokens.last().filter(|_| !self.is_first).map(|token| token.kind)
    }
}

/// How many bytes a number takes: a point belongs to it when a digit follows.
fn number(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    let mut end = 0usize;
    while let Some((at, letter)) = letters.next() {
        let is_point = letter == '.' && letters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if !(letter.is_alphanumeric() || letter == '_' || is_point) {
            break;
        }
        end = at.saturating_add(letter.len_utf8());
    }
    end
}
