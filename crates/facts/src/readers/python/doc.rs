//! Docstrings: how much they say, and of what.

use super::lines::LineIndex;
use crate::fact::Doc;
use rustpython_ruff_python_ast::{Expr, Stmt};

/// The docstring of a body. `takes_something` says whether there are parameters to describe.
pub(super) fn doc(body: &[Stmt], lines: &LineIndex, takes_something: bool) -> Option<Doc> {
    let Some(Stmt::Expr(first)) = body.first() else { return None };
    let Expr::StringLiteral(literal) = &*first.value else { return None };
    let text = literal.value.to_str();
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let sections = Sections::of(text);
    Some(Doc {
        lines: lines.of(first),
        words: u32::try_from(words).unwrap_or(u32::MAX),
        has_parameters: sections.has_parameters || !takes_something,
        has_result: sections.has_result,
    })
}

/// What a docstring has sections for, in the styles of Google, NumPy and Sphinx (and Epytext's `@param`).
#[derive(Default)]
struct Sections {
    has_parameters: bool,
    has_result: bool,
}

impl Sections {
    fn of(text: &str) -> Self {
        let mut sections = Self::default();
        let mut lines = text.lines().map(str::trim).peekable();
        let mut is_first = true;
        while let Some(line) = lines.next() {
            let underlined =
                lines.peek().is_some_and(|next| next.len() >= 3 && next.bytes().all(|byte| byte == b'-'));
            sections.take(line, underlined);
            // A one-line docstring in the imperative: "Return the answer."
            if is_first && !line.is_empty() {
                let verb = line.split_whitespace().next().unwrap_or_default();
                sections.has_result |= matches!(verb, "Return" | "Returns" | "Yield" | "Yields");
                is_first = false;
            }
        }
        sections
    }

    fn take(&mut self, line: &str, is_underlined: bool) {
        if let Some(field) = line.strip_prefix([':', '@']) {
            let name = field.split([' ', ':']).next().unwrap_or_default();
            self.has_parameters |=
                matches!(name, "param" | "parameter" | "arg" | "argument" | "key" | "keyword" | "type");
            self.has_result |= matches!(name, "return" | "returns" | "rtype" | "yield" | "yields");
            return;
        }
        let title = match line.strip_suffix(':') {
            Some(title) => title,
            None if is_underlined => line,
            // Google's style allows the result on the line of its title.
            None => line
                .split_once(": ")
                .map_or("", |(title, _)| title)
                .trim_matches(|letter: char| !letter.is_alphabetic()),
        };
        let is_block = line.ends_with(':') || is_underlined;
        self.has_parameters |= is_block
            && matches!(
                title,
                "Args"
                    | "Arguments"
                    | "Parameters"
                    | "Params"
                    | "Keyword Args"
                    | "Keyword Arguments"
                    | "Other Parameters"
                    | "Attributes"
                    | "Argument"
                    | "Parameter"
                    | "Parametrar"
                    | "Argument(s)"
            );
        self.has_result |= matches!(title, "Return" | "Returns" | "Yield" | "Yields" | "Returnerar");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_read() {
        let cases = [
            ("Ask.\n\nArgs:\n    text: what\n\nReturns:\n    The answer.", true, true),
            ("Ask.\n\nParameters\n----------\ntext : str\n\nReturns\n-------\nstr", true, true),
            ("Ask.\n\n:param text: what\n:rtype: str", true, true),
            ("Ask.\n\n@param text: what", true, false),
            ("Return the answer.", false, true),
            ("Ask. Parameters are described elsewhere, and nothing returns.", false, false),
            ("Args and Returns are words of this sentence", false, false),
            ("", false, false),
        ];
        for (text, has_parameters, has_result) in cases {
            let sections = Sections::of(text);
            assert_eq!(
                (sections.has_parameters, sections.has_result),
                (has_parameters, has_result),
                "{text}"
            );
        }
    }
}
