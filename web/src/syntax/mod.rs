//! Colours for lines of code: which letters are a comment, a text, a number, a word of the language.
//!
//! A reader for the eye alone: it knows comments, texts, numbers, words and keys of a few dozen languages, and no grammar.
//! An excerpt begins in the middle of a file, so it is read as if code began there; the worst that comes of it is a wrong
//! colour. Nothing of an audit rests on it.

mod languages;

use languages::{Language, Quote};

/// What some letters of a line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything else.
    Plain,
    /// A comment.
    Comment,
    /// A text between quotation marks.
    Text,
    /// A number.
    Number,
    /// A word that the language keeps for itself.
    Word,
    /// The name of a value, in a file of names and values.
    Key,
}

/// Colours lines of one file, one after the other.
pub(crate) struct Painter {
    language: Option<&'static Language>,
    inside: Inside,
}

/// What the line before has left open.
#[derive(Clone, Copy)]
enum Inside {
    Code,
    Comment(&'static str),
    Text(&'static Quote),
}

impl Painter {
    /// A painter for the file of this path; one that leaves everything plain where its kind is not known.
    pub(crate) fn of(path: &str) -> Self {
        Self { language: languages::of(path), inside: Inside::Code }
    }

    /// The pieces of the next line, in order; together they are the line.
    pub(crate) fn line<'a>(&mut self, line: &'a str) -> Vec<(Kind, &'a str)> {
        let Some(language) = self.language else { return vec![(Kind::Plain, line)] };
        let mut pieces = Pieces { line, done: 0, list: Vec::new() };
        let mut at = 0;
        while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
            let (kind, length) = match self.inside {
                Inside::Code => self.code(language, line, at, rest),
                Inside::Comment(end) => (Kind::Comment, self.until(rest, end)),
                Inside::Text(quote) => (Kind::Text, self.close(rest, quote)),
            };
            at = at.saturating_add(length.max(1));
            while !line.is_char_boundary(at) {
                at = at.saturating_add(1);
            }
            pieces.add(kind, at);
        }
        if let Inside::Text(Quote { spans_lines: false, .. }) = self.inside {
            self.inside = Inside::Code; // a text left open in one line ends with it
        }
        pieces.list
    }

    /// What begins here, and how many bytes it takes.
    fn code(&mut self, language: &'static Language, line: &str, at: usize, rest: &str) -> (Kind, usize) {
        let is_at_start = line.get(..at).is_none_or(|before| before.trim().is_empty());
        let stands_free =
            line.get(..at).and_then(|before| before.chars().last()).is_none_or(|c| !is_of_word(c));
        if language.comments.iter().any(|mark| rest.starts_with(mark) && (*mark != "#" || stands_free)) {
            return (Kind::Comment, rest.len());
        }
        if let Some((open, close)) = language.block_comment.filter(|(open, _)| rest.starts_with(open)) {
            self.inside = Inside::Comment(close);
            let after = rest.get(open.len()..).unwrap_or_default();
            return (Kind::Comment, open.len().saturating_add(self.until(after, close)));
        }
        if let Some(quote) = language.quotes.iter().find(|quote| rest.starts_with(quote.open)) {
            self.inside = Inside::Text(quote);
            let after = rest.get(quote.open.len()..).unwrap_or_default();
            return (Kind::Text, quote.open.len().saturating_add(self.close(after, quote)));
        }
        let word = rest.chars().take_while(|c| is_of_word(*c)).map(char::len_utf8).sum::<usize>();
        let Some(name) = rest.get(..word).filter(|name| !name.is_empty()) else { return (Kind::Plain, 1) };
        if !stands_free {
            return (Kind::Plain, word);
        }
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            return (Kind::Number, word);
        }
        if let Some(key) = key(language, rest).filter(|_| is_at_start || is_after_dash(line, at)) {
            return (Kind::Key, key);
        }
        let is_kept = language.words.binary_search(&name).is_ok()
            || (language.ignores_case && language.words.binary_search(&name.to_lowercase().as_str()).is_ok());
        (if is_kept { Kind::Word } else { Kind::Plain }, word)
    }

    /// How many bytes until a comment is over, its end included.
    fn until(&mut self, rest: &str, end: &str) -> usize {
        match rest.find(end) {
            Some(place) => {
                self.inside = Inside::Code;
                place.saturating_add(end.len())
            }
            None => rest.len(),
        }
    }

    /// How many bytes until a text is over, its end included; what a backslash hides ends nothing.
    fn close(&mut self, rest: &str, quote: &Quote) -> usize {
        let mut is_hidden = false;
        for (place, letter) in rest.char_indices() {
            if !is_hidden && rest.get(place..).is_some_and(|rest| rest.starts_with(quote.close)) {
                self.inside = Inside::Code;
                return place.saturating_add(quote.close.len());
            }
            is_hidden = letter == '\\' && quote.escapes && !is_hidden;
        }
        rest.len()
    }
}

/// The length of a key that begins here.
fn key(language: &Language, rest: &str) -> Option<usize> {
    let mark = language.key_mark?;
    let length = rest.find(|c: char| !(is_of_word(c) || matches!(c, '-' | '.' | '/')))?;
    rest.get(length..)?.trim_start().starts_with(mark).then_some(length)
}

/// A list's dash may stand before a key.
fn is_after_dash(line: &str, at: usize) -> bool {
    line.get(..at).is_some_and(|before| before.trim_start().trim_start_matches('-').trim().is_empty())
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$' | '@')
}

/// Pieces of one line, neighbours of one kind joined.
struct Pieces<'a> {
    line: &'a str,
    done: usize,
    list: Vec<(Kind, &'a str)>,
}

impl Pieces<'_> {
    fn add(&mut self, kind: Kind, end: usize) {
        let start = match self.list.last() {
            Some((last, piece)) if *last == kind => {
                let start = self.done.saturating_sub(piece.len());
                self.list.pop();
                start
            }
            _ => self.done,
        };
        if let Some(piece) = self.line.get(start..end) {
            self.list.push((kind, piece));
        }
        self.done = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(path: &str, lines: &[&str]) -> Vec<String> {
        let mut painter = Painter::of(path);
        let letter = |kind| match kind {
            Kind::Plain => ' ',
            Kind::Comment => 'c',
            Kind::Text => 't',
            Kind::Number => 'n',
            Kind::Word => 'w',
            Kind::Key => 'k',
        };
        let one = |line: &&str| {
            let pieces = painter.line(line);
            assert_eq!(pieces.iter().map(|(_, text)| *text).collect::<String>(), *line);
            pieces.iter().flat_map(|(kind, text)| text.chars().map(move |_| letter(*kind))).collect()
        };
        lines.iter().map(one).collect()
    }

    #[test]
    fn python_texts_span_lines_and_comments_do_not() {
        let lines = ["def f(x): # \"no", "    \"\"\"a", "b\"\"\" + 1.5", "    return 'it\\'s' # x"];
        assert_eq!(
            painted("a.py", &lines),
            ["www       ccccc", "    tttt", "tttt   n n", "    wwwwww ttttttt ccc"]
        );
    }

    #[test]
    fn a_block_comment_goes_on_until_its_end() {
        let lines = ["let a = 1; /* x", "y */ const `b", "c` // z"];
        assert_eq!(painted("a.ts", &lines), ["www     n  cccc", "cccc wwwww tt", "tt cccc"]);
    }

    #[test]
    fn names_of_values_are_keys() {
        let lines = ["- name: \"a: b\" # c", "  run-as: 5", "url: http://x#y"];
        assert_eq!(
            painted(".github/a.yml", &lines),
            ["  kkkk  tttttt ccc", "  kkkkkk  n", "kkk            "]
        );
        assert_eq!(painted("a.toml", &["[a]", "b = 1"]), ["   ", "k   n"]);
    }

    #[test]
    fn what_is_not_known_is_plain_and_nothing_is_lost() {
        assert_eq!(painted("a.xyz", &["if 1"]), ["    "]);
        for path in ["a.py", "a.ts", "a.yaml", "Dockerfile", "a.sql", "a.rs", "a.md", "a.json"] {
            painted(
                path,
                &["\u{feff}å\\", "'", "\"\\\"", "/*", "漢字\"\"\"", "", "\t#\u{1f600}'''", "0x1F $a @b"],
            );
        }
    }
}
