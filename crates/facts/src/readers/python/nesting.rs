//! Whether a text is too deep to parse: the parser, and everything that walks its tree, recurses.
//!
//! The depth of the tree is bounded from the tokens alone, before anything is parsed. A page's worker has one megabyte of stack
//! and cannot grow it, and what runs out of stack there takes the worker with it.

use super::shallow::is_surely_shallow;
use rustpython_ruff_python_ast::token::TokenKind;
use rustpython_ruff_python_parser::{Mode, lexer};

/// Open brackets at once. CPython's tokenizer stops at 200 (`MAXLEVEL` in `Parser/lexer/state.h`, 3.13); a third of that leaves half
/// of the stack free, and code written by people stays below 20.
pub(super) const MAX_BRACKETS: usize = 64;
/// Levels of indentation: CPython's own limit (`MAXINDENT` in the same file).
const MAX_INDENTS: usize = 100;
/// Operators, dots and calls in a row that make one expression deeper, summed over the open brackets.
pub(super) const MAX_CHAIN: usize = 400;

/// Whether the tree of this text could be deeper than the stack allows.
pub(super) fn is_too_deep(source: &str) -> bool {
    is_indented_too_deep(source) || (!is_surely_shallow(source) && is_nested_too_deep(source))
}

/// Counts ever deeper first columns, over physical lines: after an unclosed bracket the parser starts over at some later line, so
/// the token stream alone would not bound it.
fn is_indented_too_deep(source: &str) -> bool {
    let width = |line: &str| line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0c')).count();
    // So many levels need a column as far out.
    if !source.contains('\r') && source.split('\n').all(|line| width(line) < MAX_INDENTS) {
        return false;
    }
    let mut widths: Vec<usize> = Vec::new();
    for line in source.split(['\n', '\r']) {
        let width = width(line);
        if width == line.len() {
            continue;
        }
        while widths.last().is_some_and(|outer| *outer >= width) {
            widths.pop();
        }
        widths.push(width);
        if widths.len() > MAX_INDENTS {
            return true;
        }
    }
    false
}

/// Whether the tokens say so.
pub(super) fn is_nested_too_deep(source: &str) -> bool {
    let mut lexer = lexer::lex(source, Mode::Module);
    let mut outer: Vec<usize> = Vec::new();
    let (mut here, mut total) = (0_usize, 0_usize);
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                outer.push(here + 1);
                total += 1;
                here = 0;
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                total -= here;
                here = outer.pop().unwrap_or(0);
            }
            TokenKind::Comma => {
                total -= here;
                here = 0;
            }
            TokenKind::Newline | TokenKind::Semi => {
                outer.clear();
                (here, total) = (0, 0);
            }
            // No expression holds one of these: after an unclosed bracket the parser starts over here.
            kind if starts_statement(kind) => {
                total -= here;
                here = 0;
            }
            kind if deepens(kind) => {
                here += 1;
                total += 1;
            }
            _ => {}
        }
        if outer.len() > MAX_BRACKETS || total > MAX_CHAIN {
            return true;
        }
    }
}

const fn starts_statement(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Assert
            | TokenKind::Class
            | TokenKind::Def
            | TokenKind::Del
            | TokenKind::Global
            | TokenKind::Import
            | TokenKind::Pass
            | TokenKind::Raise
            | TokenKind::Return
            | TokenKind::Try
            | TokenKind::While
            | TokenKind::With
    )
}

/// Whether a token can put one node under another. `and`, `or` and strings side by side make one flat node.
const fn deepens(kind: TokenKind) -> bool {
    !matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringStart
            | TokenKind::FStringMiddle
            | TokenKind::FStringEnd
            | TokenKind::TStringStart
            | TokenKind::TStringMiddle
            | TokenKind::TStringEnd
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline
            | TokenKind::Indent
            | TokenKind::Dedent
            | TokenKind::And
            | TokenKind::Or
            | TokenKind::True
            | TokenKind::False
            | TokenKind::None
            | TokenKind::Ellipsis
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_code_is_shallow() {
        let sum = vec!["'x'"; 300].join(" + ");
        let list = vec!["a.b(c)[0]"; 5_000].join(", ");
        let calls = "print(f'{a.b(c)!r:>{width}}')\n".repeat(2_000);
        let brackets_in_text = format!("x = '{}'\n# {}\n", "(".repeat(5_000), "[".repeat(5_000));
        let unclosed = format!("from x import (\n{}", "def f():\n    return a.b(c) + d.e(f)\n".repeat(500));
        for source in [sum, format!("[{list}]"), calls, brackets_in_text, unclosed] {
            assert!(!is_too_deep(&source), "{}", &source[..60]);
        }
    }

    #[test]
    fn every_way_down_is_seen() {
        let ladder: String = (0..150).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
        let deep = [
            "(".repeat(100_000),
            "[{(".repeat(40),
            format!("f'{{{}'", "(".repeat(200)),
            format!("{}x", "-".repeat(1_000)),
            format!("{}x", "not ".repeat(1_000)),
            format!("{}x", "lambda: ".repeat(1_000)),
            format!("x{}", ".y".repeat(1_000)),
            format!("x{}", "()".repeat(1_000)),
            format!("x{}", "[0]".repeat(1_000)),
            format!("x{}", " if y else z".repeat(1_000)),
            format!("x{}", " + y".repeat(1_000)),
            ladder.clone(),
            format!("(\n{ladder}"),
        ];
        for source in deep {
            assert!(is_too_deep(&source), "{}", source.chars().take(60).collect::<String>());
        }
    }
}
