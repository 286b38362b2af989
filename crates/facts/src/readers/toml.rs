//! TOML.

use super::text::LineIndex;
use super::tree::{Budget, key, last_line, limit_problem, node, syntax_problem, text_value};
use crate::fact::{Key, Node, NodeValue};
use beredd_model::{Problem, RepoPath};
use std::ops::Range;
use toml_edit::{Document, Item, TableLike, Value};

/// Reads a file as one map. The parser bounds its own recursion at 80 levels.
///
/// Tables that a dotted header only implies (`[a.b]` implies `a`) begin at their first member. Dates are text.
pub(crate) fn read(path: &RepoPath, text: &str) -> (Vec<Node>, Vec<Problem>) {
    let index = LineIndex::new(text);
    match Document::parse(text) {
        Ok(document) => {
            let mut reader = Reader { index, text, budget: Budget::new() };
            let root = reader.table(document.as_table(), None);
            let problems =
                if reader.budget.is_spent() { vec![limit_problem(path, None)] } else { Vec::new() };
            (vec![root], problems)
        }
        Err(error) => {
            let line = error.span().map(|span| index.line(span.start));
            (Vec::new(), vec![syntax_problem(path, line, "TOML", error.message())])
        }
    }
}

struct Reader<'a> {
    index: LineIndex,
    text: &'a str,
    budget: Budget,
}

impl Reader<'_> {
    fn table(&mut self, table: &dyn TableLike, span: Option<Range<usize>>) -> Node {
        let members: Vec<(Key, Node)> = table
            .iter()
            .map(|(name, item)| {
                let at = table.key(name).and_then(toml_edit::Key::span);
                let value = self.item(item);
                let line = at.map_or(value.line, |at| self.index.line(at.start));
                (key(name, line), value)
            })
            .collect();
        let lines = span.map(|span| self.index.lines(span));
        let first = members.iter().map(|(name, _)| name.line).min().unwrap_or(1);
        let line = lines.map_or(first, |lines| lines.start);
        let end = last_line(members.iter().map(|(_, value)| value), lines.map_or(line, |lines| lines.end));
        node(line, end, NodeValue::Map(members))
    }

    fn item(&mut self, item: &Item) -> Node {
        match item {
            Item::None => node(1, 1, NodeValue::Nothing),
            Item::Value(value) => self.value(value),
            Item::Table(table) => self.table(table, table.span()),
            Item::ArrayOfTables(tables) => {
                let items: Vec<Node> = tables.iter().map(|table| self.table(table, table.span())).collect();
                let line = items.iter().map(|item| item.line).min().unwrap_or(1);
                node(line, last_line(items.iter(), line), NodeValue::List(items))
            }
        }
    }

    fn value(&mut self, value: &Value) -> Node {
        let span = value.span().unwrap_or_default();
        let lines = self.index.lines(span.clone());
        let written = self.text.get(span.clone()).unwrap_or_default();
        if !self.budget.take((span.len() / 32).min(64).saturating_add(1)) {
            return node(lines.start, lines.end, NodeValue::Nothing);
        }
        let converted = match value {
            Value::String(text) => text_value(text.value()),
            Value::Integer(_) | Value::Float(_) => NodeValue::Number(written.trim().to_owned()),
            Value::Boolean(truth) => NodeValue::Bool(*truth.value()),
            Value::Datetime(_) => text_value(written.trim()),
            Value::Array(array) => NodeValue::List(array.iter().map(|member| self.value(member)).collect()),
            Value::InlineTable(table) => return self.table(table, table.span()),
        };
        node(lines.start, lines.end, converted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_model::ProblemKind;

    fn parse(text: &str) -> (Vec<Node>, Vec<Problem>) {
        read(&RepoPath::parse("a.toml").unwrap(), text)
    }

    #[test]
    fn tables_have_places() {
        let (nodes, problems) = parse(
            "a = 1\n[project]\nname = \"x\"\ndeps = [\n  \"b\",\n]\n[tool.uv.sources]\nc = { git = \"u\" }\n[[p]]\nd = 1\n[[p]]\nd = 2\n",
        );
        assert_eq!(problems, []);
        let root = &nodes[0];
        assert_eq!(root.at(&["project", "name"]).map(|n| (n.line, n.text())), Some((3, Some("x"))));
        assert_eq!(root.at(&["project", "deps"]).map(|n| (n.line, n.end_line)), Some((4, 6)));
        assert_eq!(root.at(&["tool", "uv", "sources", "c", "git"]).map(|n| n.line), Some(8));
        assert_eq!(root.get("p").map(|n| (n.line, n.items().len())), Some((9, 2)));
        assert_eq!(root.get("a").and_then(Node::scalar), Some("1"));
    }

    #[test]
    fn what_is_wrong_has_a_line() {
        let (nodes, problems) = parse("a = 1\nb = \n");
        assert_eq!((nodes.len(), problems[0].kind, problems[0].line), (0, ProblemKind::SyntaxError, Some(2)));
    }

    #[test]
    fn hostile_files_are_survived() {
        for text in [
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}", "{a=".repeat(100_000)),
            format!("[{}b]", "a.".repeat(100_000)),
        ] {
            assert_eq!(parse(&text).1.len(), 1);
        }
        for text in ["", "\u{0}", "a", "[", "[[", "a = \"", "\r\n\ta=1\r\n", "a.b=1\na.c=2\n"] {
            let _ = parse(text);
        }
        assert_eq!(parse(&format!("a = [{}]", "1,".repeat(300_000))).1[0].kind, ProblemKind::LimitReached);
    }
}
