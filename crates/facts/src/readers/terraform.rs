//! Terraform and other HCL.
//!
//! A block is a chain of keys: `resource "aws_x" "name" { … }` stands at `resource` → `aws_x` → `name`, and all labelled blocks of a
//! kind share the map of that kind. Blocks without labels that come several times (`ingress { … }`) repeat their key, as does a
//! block whose labels are all the same as an earlier one's: [`Node::get`] gives the first, [`Node::members`] all. An expression
//! that is no literal (`var.region`, `jsonencode(…)`, a template) is text as written, a template without its quotes.

use super::text::LineIndex;
use super::tree::{Budget, key, last_line, limit_problem, node, syntax_problem, text_value};
use crate::fact::{Key, Node, NodeValue};
use beredd_model::{Problem, RepoPath};
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, BlockLabel, Body, Structure};
use std::collections::BTreeMap;

/// Reads a file as one map. The parser bounds its own recursion at 64 levels.
pub(crate) fn read(path: &RepoPath, text: &str) -> (Vec<Node>, Vec<Problem>) {
    match hcl_edit::parser::parse_body(text) {
        Ok(body) => {
            let mut reader = Reader { index: LineIndex::new(text), text, budget: Budget::new() };
            let root = reader.body(&body);
            let problems =
                if reader.budget.is_spent() { vec![limit_problem(path, None)] } else { Vec::new() };
            (vec![root], problems)
        }
        Err(error) => {
            let line = u32::try_from(error.location().line()).ok();
            if error.message().contains("nesting depth") || error.message().contains("operator depth") {
                (Vec::new(), vec![limit_problem(path, line)])
            } else {
                (Vec::new(), vec![syntax_problem(path, line, "HCL", error.message())])
            }
        }
    }
}

struct Reader<'a> {
    index: LineIndex,
    text: &'a str,
    budget: Budget,
}

/// A block on its way into the tree: the labels that are still to be made keys, and its body.
type Labelled = (Vec<Key>, Node);

impl Reader<'_> {
    fn body(&mut self, body: &Body) -> Node {
        let mut members: Vec<(Key, Node)> = Vec::new();
        let mut kinds: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
        let mut order: Vec<Key> = Vec::new();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let name = self.key(attribute.key.as_str(), attribute.key.span());
                    members.push((name, self.expression(&attribute.value)));
                }
                Structure::Block(block) => {
                    let name = self.key(block.ident.as_str(), block.ident.span());
                    let labelled = self.block(block);
                    if labelled.0.is_empty() {
                        members.push((name, labelled.1));
                    } else {
                        let kind = kinds.entry(name.text.clone()).or_default();
                        if kind.is_empty() {
                            order.push(name);
                        }
                        kind.push(labelled);
                    }
                }
            }
        }
        for name in order {
            let blocks = kinds.remove(&name.text).unwrap_or_default();
            members.push((name, group(blocks)));
        }
        members.sort_by_key(|(name, _)| name.line);
        map(members)
    }

    fn block(&mut self, block: &Block) -> Labelled {
        let labels = block
            .labels
            .iter()
            .map(|label| match label {
                BlockLabel::Ident(ident) => self.key(ident.as_str(), ident.span()),
                BlockLabel::String(text) => self.key(text.as_str(), text.span()),
            })
            .collect();
        let mut inside = self.body(&block.body);
        if let Some(span) = block.span() {
            let lines = self.index.lines(span);
            inside.line = lines.start;
            inside.end_line = lines.end;
        }
        (labels, inside)
    }

    fn key(&self, text: &str, span: Option<std::ops::Range<usize>>) -> Key {
        key(text, span.map_or(1, |span| self.index.line(span.start)))
    }

    fn expression(&mut self, expression: &Expression) -> Node {
        let span = expression.span().unwrap_or_default();
        let lines = self.index.lines(span.clone());
        let written = self.text.get(span.clone()).unwrap_or_default().trim();
        if !self.budget.take((span.len() / 32).min(64).saturating_add(1)) {
            return node(lines.start, lines.end, NodeValue::Nothing);
        }
        let value = match expression {
            Expression::Null(_) => NodeValue::Nothing,
            Expression::Bool(truth) => NodeValue::Bool(*truth.value()),
            Expression::Number(_) => NodeValue::Number(written.to_owned()),
            Expression::String(text) => text_value(text.as_str()),
            Expression::Array(array) => {
                NodeValue::List(array.iter().map(|item| self.expression(item)).collect())
            }
            Expression::Object(object) => NodeValue::Map(
                object
                    .iter()
                    .map(|(name, value)| {
                        let value = self.expression(value.expr());
                        (self.object_key(name, value.line), value)
                    })
                    .collect(),
            ),
            Expression::Parenthesis(inner) => return self.expression(inner.inner()),
            Expression::StringTemplate(_) => text_value(unquoted(written)),
            _ => text_value(written),
        };
        node(lines.start, lines.end, value)
    }

    fn object_key(&self, name: &ObjectKey, line: u32) -> Key {
        match name {
            ObjectKey::Ident(ident) => key(ident.as_str(), line),
            ObjectKey::Expression(Expression::String(text)) => key(text.as_str(), line),
            ObjectKey::Expression(other) => key(
                unquoted(self.text.get(other.span().unwrap_or_default()).unwrap_or_default().trim()),
                line,
            ),
        }
    }
}

/// Blocks of one kind as a map over their first labels; depth is the number of labels, which the language keeps at two or three
/// and which is bounded by the length of a line here: labels beyond the eighth are left out.
fn group(blocks: Vec<Labelled>) -> Node {
    group_at(blocks, 0)
}

fn group_at(blocks: Vec<Labelled>, depth: u32) -> Node {
    let mut order: Vec<Key> = Vec::new();
    let mut groups: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
    let mut members: Vec<(Key, Node)> = Vec::new();
    for (mut labels, body) in blocks {
        if labels.is_empty() {
            continue;
        }
        let first = labels.remove(0);
        if labels.is_empty() || depth >= 8 {
            members.push((first, body));
            continue;
        }
        let found = groups.entry(first.text.clone()).or_default();
        if found.is_empty() {
            order.push(first);
        }
        found.push((labels, body));
    }
    for name in order {
        let inner = groups.remove(&name.text).unwrap_or_default();
        members.push((name, group_at(inner, depth.saturating_add(1))));
    }
    members.sort_by_key(|(name, _)| name.line);
    map(members)
}

fn map(members: Vec<(Key, Node)>) -> Node {
    let line = members.iter().map(|(name, _)| name.line).min().unwrap_or(1);
    let end = last_line(members.iter().map(|(_, value)| value), line);
    node(line, end, NodeValue::Map(members))
}

fn unquoted(written: &str) -> &str {
    written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_model::ProblemKind;

    fn parse(text: &str) -> (Vec<Node>, Vec<Problem>) {
        read(&RepoPath::parse("a.tf").unwrap(), text)
    }

    #[test]
    fn blocks_are_chains_of_keys() {
        let (nodes, problems) = parse(concat!(
            "variable \"region\" {\n  default = \"eu-north-1\"\n}\nresource \"aws_x\" \"a\" {\n  n    = 3\n  name = \"x-${var.e}\"\n  ref = var.region\n",
            "  ingress {\n    port = 1\n  }\n  ingress {\n    port = 2\n  }\n}\nresource \"aws_x\" \"b\" {\n  tags = { \"a b\" = [1, true], c = null }\n  p = jsonencode({ z = 1 })\n}\n"
        ));
        assert_eq!(problems, []);
        let root = &nodes[0];
        assert_eq!(
            root.at(&["variable", "region", "default"]).map(|n| (n.line, n.text())),
            Some((2, Some("eu-north-1")))
        );
        let a = root.at(&["resource", "aws_x", "a"]).unwrap();
        assert_eq!((a.line, a.end_line), (4, 14));
        assert_eq!(a.get("n").and_then(Node::scalar), Some("3"));
        assert_eq!(a.get("name").and_then(Node::text), Some("x-${var.e}"));
        assert_eq!(a.get("ref").and_then(Node::text), Some("var.region"));
        assert_eq!(a.members().iter().filter(|(name, _)| name.text == "ingress").count(), 2);
        let b = root.at(&["resource", "aws_x", "b"]).unwrap();
        assert_eq!(b.at(&["tags", "a b"]).map(|n| n.items().len()), Some(2));
        assert_eq!(b.get("p").and_then(Node::text), Some("jsonencode({ z = 1 })"));
    }

    #[test]
    fn what_is_wrong_has_a_line() {
        let (nodes, problems) = parse("a = 1\nb = {\n");
        assert_eq!((nodes.len(), problems[0].kind), (0, ProblemKind::SyntaxError));
        assert!(problems[0].line.is_some());
    }

    #[test]
    fn hostile_files_are_survived() {
        for text in [
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}", "{a=".repeat(100_000)),
            "a {\n".repeat(100_000),
            format!("a = {}1", "-".repeat(100_000)),
            format!("a = {}", "(".repeat(100_000)),
            format!("a = \"{}\"", "${\"".repeat(50_000)),
        ] {
            assert_eq!(parse(&text).1.len(), 1, "{}", &text[..8]);
        }
        for text in ["", "\u{0}", "a", "a =", "\r\na = 1\r\n", "\t", "a \"b\" {}", "a = <<X\n"] {
            let _ = parse(text);
        }
        let labels = format!("a {} {{}}\n", "\"l\" ".repeat(10_000));
        assert_eq!(parse(&labels).1, []);
    }
}
