//! A file in tokens, with each bracket's partner: what every later step walks over.

use super::dialect::Dialect;
use super::lexer::{Comment, Kind, Lexed, Token, lex};
use crate::Language;
use crate::fact::Value;
use beredd_model::Lines;
use std::ops::Range;

/// A file in tokens.
pub(super) struct Source<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    texts: Vec<Value>,
    comments: Vec<Comment>,
    /// The other bracket of each bracket; of anything else its own place. In Ruby words open and close as well.
    partners: Vec<usize>,
    pub(super) dialect: &'static Dialect,
    /// The line where something opens that never closes, or closes that never opened.
    pub(super) broken_at: Option<u32>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, dialect: &'static Dialect) -> Self {
        let Lexed { tokens, texts, comments, open_at } = lex(text, dialect);
        let partners = (0..tokens.len()).collect();
        let mut source = Self { text, tokens, texts, comments, partners, dialect, broken_at: open_at };
        source.pair();
        source
    }

    pub(super) const fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) const fn language(&self) -> Language {
        self.dialect.language
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The token as written; nothing past the end.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    pub(super) fn is(&self, at: usize, text: &str) -> bool {
        self.word(at) == text && !self.is_text(at)
    }

    pub(super) fn is_any(&self, at: usize, texts: &[&str]) -> bool {
        texts.contains(&self.word(at)) && !self.is_text(at)
    }

    pub(super) fn is_name(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Word)
    }

    pub(super) fn is_text(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Text(_)))
    }

    pub(super) fn text(&self, at: usize) -> Option<&Value> {
        match self.kind(at)? {
            Kind::Text(index) => self.texts.get(index),
            _ => None,
        }
    }

    /// The text between two places of the file.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The bracket that closes the one at `at`, and never one before it.
    pub(super) fn close_of(&self, at: usize) -> usize {
        self.partners.get(at).copied().filter(|partner| *partner >= at).unwrap_or(at)
    }

    /// Whether a token opens something that closes later.
    pub(super) fn opens(&self, at: usize) -> bool {
        self.partners.get(at).is_some_and(|partner| *partner > at)
    }

    /// Whether a token closes what was opened earlier.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.partners.get(at).is_some_and(|partner| *partner < at)
    }

    pub(super) fn line(&self, at: usize) -> u32 {
        self.tokens.get(at).or(self.tokens.last()).map_or(1, |token| token.line)
    }

    pub(super) fn end_line(&self, at: usize) -> u32 {
        self.tokens.get(at).or(self.tokens.last()).map_or(1, |token| token.end_line)
    }

    /// The lines of tokens, the last included.
    pub(super) fn lines(&self, first: usize, last: usize) -> Lines {
        Lines::new(self.line(first), self.end_line(last.max(first)).max(self.line(first)))
    }

    pub(super) fn is_first(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.is_first)
    }

    pub(super) fn is_close(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_close)
    }

    /// The type arguments at `at` (`<String, List<X>>`): the place behind them, when it is one. Looked for within 60 tokens,
    /// so that a file of comparisons is read in linear time.
    pub(super) fn behind_type_arguments(&self, at: usize) -> Option<usize> {
        if !self.is(at, "<") {
            return None;
        }
        let mut depth = 0i32;
        let mut here = at;
        let end = at.saturating_add(60).min(self.len());
        while here < end {
            match self.word(here) {
                "<" => depth = depth.saturating_add(1),
                ">" => depth = depth.saturating_sub(1),
                ">>" => depth = depth.saturating_sub(2),
                "(" | "[" if self.opens(here) => here = self.close_of(here),
                "," | "." | "?" | "&" | ":" | "::" | "*" | "->" | "=" | "_" => {}
                _ if self.is_name(here) => {}
                _ => return None,
            }
            here = here.saturating_add(1);
            if depth <= 0 {
                return (depth == 0).then_some(here);
            }
        }
        None
    }

    /// Finds the partner of every bracket. A bracket that closes another kind ends the search for those in between.
    fn pair(&mut self) {
        let is_ruby = self.dialect.language == Language::Ruby;
        let mut open: Vec<(usize, &str)> = Vec::new();
        for at in 0..self.len() {
            let opened = match self.kind(at) {
                Some(Kind::Open) => match self.word(at) {
                    "(" => Some(")"),
                    "[" => Some("]"),
                    _ => Some("}"),
                },
                Some(Kind::Word) if is_ruby && self.opens_block(at) => Some("end"),
                _ => None,
            };
            if let Some(close) = opened {
                open.push((at, close));
                continue;
            }
            let closes = self.kind(at) == Some(Kind::Close)
                || (is_ruby && self.is_name(at) && self.is(at, "end") && !self.is_member(at));
            if !closes {
                continue;
            }
            match open.pop() {
                Some((begin, close)) if self.is(at, close) => {
                    if let Some(partner) = self.partners.get_mut(begin) {
                        *partner = at;
                    }
                    if let Some(partner) = self.partners.get_mut(at) {
                        *partner = begin;
                    }
                }
                _ => self.broken_at = self.broken_at.or(Some(self.line(at))),
            }
        }
        if let Some((at, _)) = open.first() {
            self.broken_at = self.broken_at.or(Some(self.line(*at)));
        }
    }

    /// Whether a name follows a sign that makes it a member or a key.
    fn is_member(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let next = at.saturating_add(1);
        matches!(before, "." | "&." | "::")
            || (before == ":" && self.is_close(at))
            || (self.is(next, ":") && self.is_close(next))
    }

    /// Whether a word of Ruby begins what `end` ends.
    fn opens_block(&self, at: usize) -> bool {
        if self.is_member(at) {
            return false;
        }
        let before = at.checked_sub(1);
        let is_statement = self.is_first(at)
            || before.is_some_and(|before| {
                matches!(
                    self.word(before),
                    ";" | "=" | "(" | "[" | "," | "||=" | "&&" | "||" | "then" | "do" | "else" | "return"
                ) || self.word(before).ends_with('=')
            });
        match self.word(at) {
            "class" | "module" | "case" | "begin" => true,
            "def" => !self.is_endless(at),
            "if" | "unless" | "while" | "until" | "for" => is_statement,
            "do" => !self.belongs_to_loop(at),
            _ => false,
        }
    }

    /// `def name(…) = value` has no end.
    fn is_endless(&self, at: usize) -> bool {
        let mut here = at.saturating_add(1);
        while (self.is_name(here) || self.is(here, ".")) && !self.is_first(here) {
            here = here.saturating_add(1);
        }
        if self.is(here, "(") {
            // Its partner is not known yet; parameters stand close together.
            let end = here.saturating_add(80);
            let mut depth = 0u32;
            while here < end {
                match self.word(here) {
                    "(" => depth = depth.saturating_add(1),
                    ")" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                here = here.saturating_add(1);
                if depth == 0 {
                    break;
                }
            }
        }
        self.is(here, "=") && !self.is_first(here) && here > at.saturating_add(1)
    }

    /// Whether a `do` ends the head of a loop on its line, which has opened already.
    fn belongs_to_loop(&self, at: usize) -> bool {
        let mut here = at;
        for _ in 0..60 {
            if self.is_first(here) {
                return self.is_any(here, &["while", "until", "for"]);
            }
            here = here.saturating_sub(1);
        }
        false
    }
}
