//! What the readers of configuration share: scalars, budgets, and problems in words.

use super::text::{cut, stored};
use crate::fact::{Key, Node, NodeValue};
use beredd_model::{Problem, ProblemKind, RepoPath, Text};

/// How deep a tree of configuration may be. Hand-written files stay below 30; recursion over a tree stays safe on the stack of
/// a worker.
pub(crate) const MAX_DEPTH: usize = 200;

/// How much one file may grow to. A node costs one and its text one for every 32 bytes, so aliases that multiply long texts are
/// bounded as well.
pub(crate) const NODE_BUDGET: usize = 200_000;

/// Longest text of a node, in characters.
const MAX_TEXT: usize = 2_000;

/// What is left of a file's budget.
#[derive(Debug)]
pub(crate) struct Budget {
    left: usize,
    is_spent: bool,
}

impl Budget {
    /// A fresh budget for one file.
    pub(crate) const fn new() -> Self {
        Self { left: NODE_BUDGET, is_spent: false }
    }

    /// Takes `cost` when that much is left, and says whether it was.
    pub(crate) const fn take(&mut self, cost: usize) -> bool {
        match self.left.checked_sub(cost) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.is_spent = true;
                false
            }
        }
    }

    /// Gives up: something was left out for another limit than the number of nodes.
    pub(crate) const fn overdraw(&mut self) {
        self.is_spent = true;
    }

    /// Whether something had to be left out.
    pub(crate) const fn is_spent(&self) -> bool {
        self.is_spent
    }
}

/// What a node and all below it cost.
pub(crate) fn cost(node: &Node) -> usize {
    node.walk()
        .map(|(key, node)| node.scalar().map_or(0, str::len) / 32 + key.map_or(0, |k| k.text.len()) / 32 + 1)
        .sum()
}

/// A node of one value.
pub(crate) const fn node(line: u32, end_line: u32, value: NodeValue) -> Node {
    Node { line, end_line: if end_line < line { line } else { end_line }, value }
}

/// A text, cut.
pub(crate) fn text_value(text: &str) -> NodeValue {
    NodeValue::Text(cut(text, MAX_TEXT))
}

/// A key, cut.
pub(crate) fn key(text: &str, line: u32) -> Key {
    Key { text: cut(text, MAX_TEXT), line }
}

/// The last line of the last member, or `otherwise`.
pub(crate) fn last_line<'a>(nodes: impl Iterator<Item = &'a Node>, otherwise: u32) -> u32 {
    nodes.map(|node| node.end_line).max().unwrap_or(otherwise).max(otherwise)
}

/// What a bare scalar of YAML's core schema means. `yes`, `no`, `on` and `off` are text there.
pub(crate) fn plain_value(text: &str) -> NodeValue {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeValue::Nothing,
        "true" | "True" | "TRUE" => NodeValue::Bool(true),
        "false" | "False" | "FALSE" => NodeValue::Bool(false),
        _ if is_number(text) => NodeValue::Number(text.to_owned()),
        _ => text_value(text),
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.bytes().any(|b| b.is_ascii_digit())
        && unsigned.len() < 64
        && unsigned.parse::<f64>().is_ok()
}

/// A file that does not follow its grammar. `words` are those of the parser.
pub(crate) fn syntax_problem(path: &RepoPath, line: Option<u32>, format: &str, words: &str) -> Problem {
    let words = cut(words.lines().next().unwrap_or_default(), 200);
    Problem {
        path: path.as_str().to_owned(),
        line,
        kind: ProblemKind::SyntaxError,
        message: Text::made(
            format!("This is not valid {format}, so nothing in the file is counted: {words}."),
            format!("Det här är inte giltig {format}, så inget i filen räknas. Tolkens ord: ”{words}”."),
        ),
    }
}

/// A file of which only a part was read.
pub(crate) fn limit_problem(path: &RepoPath, line: Option<u32>) -> Problem {
    Problem {
        path: path.as_str().to_owned(),
        line,
        kind: ProblemKind::LimitReached,
        message: Text::fixed(
            "The file is nested too deep or grows too large when it is read; only a part of it was.",
            "Filen är för djupt nästlad eller växer för mycket när den läses; bara en del av den lästes.",
        ),
    }
}

/// A line number from a library that counts in `usize`.
pub(crate) fn line_of(number: usize) -> u32 {
    stored(number).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_scalars_have_types() {
        for number in ["0", "-1", "3.5", "1e3", "0x1F", ".5"] {
            assert_eq!(plain_value(number), NodeValue::Number(number.into()), "{number}");
        }
        for text in ["1.2.3", "1s", "yes", "e3", "0x", ".", "-", "12:30", "infinity", "nan", "1_000"] {
            assert_eq!(plain_value(text), NodeValue::Text(text.into()), "{text}");
        }
        assert_eq!((plain_value("~"), plain_value("True")), (NodeValue::Nothing, NodeValue::Bool(true)));
    }

    #[test]
    fn a_budget_ends() {
        let mut budget = Budget::new();
        assert!(budget.take(NODE_BUDGET) && !budget.is_spent());
        assert!(!budget.take(1) && budget.is_spent());
    }
}
