//! JSON, with the comments and trailing commas that configuration files carry.

use super::text::LineIndex;
use super::tree::{Budget, MAX_DEPTH, key, limit_problem, node, syntax_problem, text_value};
use crate::fact::{Node, NodeValue};
use beredd_model::{Problem, RepoPath};
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Reads the one value of a file. An empty file has none and is no error. The parser bounds its own recursion.
pub(crate) fn read(path: &RepoPath, text: &str) -> (Vec<Node>, Vec<Problem>) {
    let index = LineIndex::new(text);
    let parsed = match parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()) {
        Ok(parsed) => parsed,
        Err(error) => {
            let line = Some(index.line(error.range().start));
            let problem = match error.kind() {
                ParseErrorKind::NestingDepthExceeded => limit_problem(path, line),
                kind => syntax_problem(path, line, "JSON", &kind.to_string()),
            };
            return (Vec::new(), vec![problem]);
        }
    };
    let Some(value) = parsed.value else { return (Vec::new(), Vec::new()) };
    let mut budget = Budget::new();
    let root = convert(&value, &index, 0, &mut budget);
    let problems = if budget.is_spent() { vec![limit_problem(path, None)] } else { Vec::new() };
    (vec![root], problems)
}

/// `depth` counts what lies around the value; beyond the limits there is nothing.
fn convert(value: &Value<'_>, index: &LineIndex, depth: usize, budget: &mut Budget) -> Node {
    let range = value.range();
    let lines = index.lines(range.start..range.end);
    let converted = if depth > MAX_DEPTH {
        budget.overdraw();
        NodeValue::Nothing
    } else if !budget.take((range.end.saturating_sub(range.start) / 32).min(64).saturating_add(1)) {
        NodeValue::Nothing
    } else {
        let inner = depth.saturating_add(1);
        match value {
            Value::NullKeyword(_) => NodeValue::Nothing,
            Value::BooleanLit(literal) => NodeValue::Bool(literal.value),
            Value::NumberLit(literal) => NodeValue::Number(literal.value.to_owned()),
            Value::StringLit(literal) => text_value(&literal.value),
            Value::Array(array) => NodeValue::List(
                array.elements.iter().map(|element| convert(element, index, inner, budget)).collect(),
            ),
            Value::Object(object) => NodeValue::Map(
                object
                    .properties
                    .iter()
                    .map(|property| {
                        let name = key(property.name.as_str(), index.line(property.range.start));
                        (name, convert(&property.value, index, inner, budget))
                    })
                    .collect(),
            ),
        }
    };
    node(lines.start, lines.end, converted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_model::ProblemKind;

    fn parse(text: &str) -> (Vec<Node>, Vec<Problem>) {
        read(&RepoPath::parse("a.json").unwrap(), text)
    }

    #[test]
    fn values_have_places() {
        let (nodes, problems) =
            parse("// c\n{\n  \"a\": [1, true,\n null,],\n  \"b\": {\"c\": \"d\\u00e5\"}\r\n}");
        assert_eq!(problems, []);
        let root = &nodes[0];
        assert_eq!((root.line, root.end_line), (2, 6));
        let list = root.at(&["a"]).unwrap();
        assert_eq!((list.line, list.end_line, list.items().len()), (3, 4, 3));
        assert_eq!(list.items()[0].scalar(), Some("1"));
        assert_eq!(root.at(&["b", "c"]).and_then(Node::text), Some("då"));
    }

    #[test]
    fn what_is_wrong_has_a_line() {
        let (nodes, problems) = parse("{\n\"a\": ]\n}");
        assert_eq!((nodes.len(), problems[0].line, problems[0].kind), (0, Some(2), ProblemKind::SyntaxError));
        assert_eq!(parse("  \n"), (vec![], vec![]));
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(parse(&deep).1[0].kind, ProblemKind::LimitReached);
        let nested = format!("{}{}", "[".repeat(400), "]".repeat(400));
        assert_eq!(parse(&nested).1[0].kind, ProblemKind::LimitReached);
        let wide = format!("[{}1]", "1,".repeat(300_000));
        assert_eq!(parse(&wide).1[0].kind, ProblemKind::LimitReached);
        assert_eq!(parse(&"{\"a\":".repeat(100_000)).1.len(), 1);
        assert_eq!(parse("{\"a\": \"\u{0}\t\"}").1, []);
    }
}
