//! A quick look at the depth of a text: over its bytes, without a lexer.
//!
//! It counts brackets and everything that could be an operator, names included, and so never less than [`super::nesting`] counts from the
//! tokens. For that it must know where strings end. Wherever two readings are possible (quotes or comments within the braces of a template
//! string, strings that do not end, a stray backslash) it gives up, and the tokens decide.

use super::nesting::{MAX_BRACKETS, MAX_CHAIN};

/// Whether the text is certainly no deeper than the limits; nothing is said of others.
pub(super) fn is_surely_shallow(source: &str) -> bool {
    Scan { bytes: source.as_bytes(), at: 0, outer: Vec::new(), here: 0, total: 0 }.run().is_some()
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    /// What was counted before each open bracket.
    outer: Vec<usize>,
    here: usize,
    total: usize,
}

impl Scan<'_> {
    /// Nothing when the text is too deep or leaves a doubt.
    fn run(&mut self) -> Option<()> {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'#' => self.skip_while(|byte| !is_newline(byte)),
                b'\n' | b'\r' => {
                    self.at += 1;
                    if self.outer.is_empty() {
                        (self.here, self.total) = (0, 0);
                    }
                }
                b'"' | b'\'' => self.string(byte, false)?,
                b'\\' => match (self.peek(1), self.peek(2)) {
                    (Some(b'\r'), Some(b'\n')) => self.at += 3,
                    (Some(b'\n' | b'\r'), _) => self.at += 2,
                    _ => return None,
                },
                b',' => {
                    self.at += 1;
                    self.total = self.total.saturating_sub(self.here);
                    self.here = 0;
                }
                byte if is_of_word(byte) => self.word()?,
                _ => self.sign(byte)?,
            }
        }
        Some(())
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn skip_while(&mut self, is_wanted: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !is_wanted(*byte)).unwrap_or(rest.len());
    }

    /// A bracket, an operator or a blank.
    fn sign(&mut self, byte: u8) -> Option<()> {
        self.at += 1;
        match byte {
            b' ' | b'\t' | b'\x0c' => return Some(()),
            b'(' | b'[' | b'{' => {
                self.outer.push(self.here + 1);
                self.total += 1;
                self.here = 0;
            }
            b')' | b']' | b'}' => {
                self.total = self.total.saturating_sub(self.here);
                self.here = self.outer.pop().unwrap_or(0);
            }
            _ => return self.count(),
        }
        (self.outer.len() <= MAX_BRACKETS && self.total <= MAX_CHAIN).then_some(())
    }

    fn count(&mut self) -> Option<()> {
        self.here += 1;
        self.total += 1;
        (self.total <= MAX_CHAIN).then_some(())
    }

    /// A name, a number or a keyword, with the string that it may be the prefix of.
    fn word(&mut self) -> Option<()> {
        let start = self.at;
        self.skip_while(is_of_word);
        self.count()?;
        let word = self.bytes.get(start..self.at)?;
        let Some(quote @ (b'"' | b'\'')) = self.peek(0) else { return Some(()) };
        // `1if"…"` and a mark of the encoding before the first word: where the prefix begins is for the lexer to say.
        if word.first().is_some_and(u8::is_ascii_digit) || !word.is_ascii() {
            return None;
        }
        let is_template = word.len() <= 2
            && word.iter().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T'))
            && word.iter().all(|byte| matches!(byte, b'f' | b'F' | b't' | b'T' | b'r' | b'R'));
        self.string(quote, is_template)
    }

    fn string(&mut self, quote: u8, is_template: bool) -> Option<()> {
        let is_triple = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        self.at += if is_triple { 3 } else { 1 };
        loop {
            let byte = self.peek(0)?;
            match byte {
                b'\\' if is_template && matches!(self.peek(1), Some(b'{' | b'}')) => self.at += 1,
                b'\\' if self.peek(1) == Some(b'\r') && self.peek(2) == Some(b'\n') => self.at += 3,
                b'\\' => self.at += 2,
                b'\n' | b'\r' if !is_triple => return None,
                byte if byte == quote => {
                    let is_end = !is_triple || self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
                    self.at += if is_end && is_triple { 3 } else { 1 };
                    if is_end {
                        return Some(());
                    }
                }
                b'{' | b'}' if is_template && self.peek(1) == Some(byte) => self.at += 2,
                b'{' if is_template => self.hole(is_triple)?,
                b'}' if is_template => return None,
                _ => self.at += 1,
            }
        }
    }

    /// What stands in the braces of a template string: code, and how to write what comes of it.
    fn hole(&mut self, is_triple: bool) -> Option<()> {
        let depth = self.outer.len();
        self.sign(b'{')?;
        while self.outer.len() > depth {
            let byte = self.peek(0)?;
            match byte {
                b'"' | b'\'' | b'#' | b'\\' => return None,
                b'\n' | b'\r' if !is_triple => return None,
                b'\n' | b'\r' => self.at += 1,
                // Only the hole's own brace may close it.
                b')' | b']' if self.outer.len() == depth + 1 => return None,
                byte if is_of_word(byte) => {
                    self.skip_while(is_of_word);
                    self.count()?;
                }
                byte => self.sign(byte)?,
            }
        }
        Some(())
    }
}

const fn is_newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::python::nesting::is_nested_too_deep;

    #[test]
    fn ordinary_code_leaves_no_doubt() {
        let code = "def f(a, *, b=1):\n    \"\"\"It's (text.\n    \"\"\"\n    x = f'{a.b(c):>{b}} {{}}' + r'\\'' # ((('\n    return {k: v for k, v in x}\n";
        assert!(is_surely_shallow(&code.repeat(2_000)));
        assert!(is_surely_shallow(&format!("x = [\n{}]\n", "    ('a', 1, g(2)),\n".repeat(5_000))));
        for doubtful in ["f'{x['a']}'", "f'{x", "'x\n'", "\"\"\"x", "\\x", "f'}'", "f'{(}'", "1if'x'else 2"] {
            assert!(!is_surely_shallow(doubtful), "{doubtful}");
        }
    }

    /// Whatever is put together from these pieces: what is called shallow here is shallow by its tokens.
    #[test]
    fn what_is_called_shallow_is_so_by_its_tokens() {
        const PIECES: &[&str] = &[
            "(",
            "[",
            "{",
            "}",
            "]",
            ")",
            "'",
            "\"",
            "\"\"\"",
            "'''",
            "f'",
            "rf\"",
            "t'",
            "F\"\"\"",
            "b'",
            "f",
            "r",
            "x",
            "1",
            "\n",
            "\r",
            "\r\n",
            ",",
            ";",
            ":",
            "\\",
            "\\\n",
            "#",
            " ",
            "not ",
            "lambda: ",
            "if ",
            "def ",
            "import ",
            "+",
            ".",
            "...",
            "!",
            "{{",
            "}}",
            ":>",
            "-",
            "é",
            "$",
            "\u{feff}",
            "\\N{DASH}",
            "@",
            "**",
        ];
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut shallow = 0;
        for _ in 0..4_000 {
            let favourite = PIECES[next(PIECES.len())];
            let length = 1 + next(900);
            let text: String = (0..length)
                .map(|_| if next(3) == 0 { PIECES[next(PIECES.len())] } else { favourite })
                .collect();
            if is_surely_shallow(&text) {
                shallow += 1;
                assert!(!is_nested_too_deep(&text), "{text:?}");
            }
        }
        for _ in 0..4_000 {
            let text: String = (0..next(12)).map(|_| PIECES[next(PIECES.len())]).collect();
            let text = text.repeat(1 + next(120));
            if is_surely_shallow(&text) {
                shallow += 1;
                assert!(!is_nested_too_deep(&text), "{text:?}");
            }
        }
        assert!(shallow > 400, "{shallow}");
    }
}
