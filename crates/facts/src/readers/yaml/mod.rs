//! YAML: several documents, anchors and aliases, merge keys, tags, and Helm's templates as far as they can be read.
//!
//! A tag stands before its text (`!Ref Bucket`); a tagged list or map becomes a map of one key, the tag, as CloudFormation's long
//! forms are. A key may come twice. Aliases are copied under the file's budget, so a file that doubles itself twenty times
//! stays small.

mod builder;
mod template;

use super::tree::{limit_problem, line_of, syntax_problem};
use crate::fact::Node;
use beredd_model::{Problem, RepoPath};
use builder::{Builder, Step};
use saphyr_parser::{Event, Parser, Span};
use std::borrow::Cow;

/// Reads every document of a file.
///
/// A template that is no YAML even without its actions gives nothing and no problem: it is not meant to be YAML before it is
/// rendered.
pub(crate) fn read(path: &RepoPath, text: &str) -> (Vec<Node>, Vec<Problem>) {
    let is_template = template::is_template(text);
    let source = if is_template { Cow::Owned(template::neutralise(text)) } else { Cow::Borrowed(text) };
    let mut builder = Builder::new(is_template);
    let mut problems = Vec::new();
    for event in Parser::new_from_str(&source) {
        match event {
            Ok((event, span)) => {
                if matches!(add(&mut builder, event, span), Step::Stop) {
                    break;
                }
            }
            Err(error) if error.info().contains("recursion limit") => {
                problems.push(limit_problem(path, Some(line_of(error.marker().line()))));
                break;
            }
            Err(error) => {
                if !is_template {
                    problems.push(syntax_problem(
                        path,
                        Some(line_of(error.marker().line())),
                        "YAML",
                        error.info(),
                    ));
                }
                builder.abandon();
                break;
            }
        }
    }
    let (documents, is_cut) = builder.finish();
    if is_cut && problems.is_empty() {
        problems.push(limit_problem(path, None));
    }
    (documents, problems)
}

fn add(builder: &mut Builder, event: Event<'_>, span: Span) -> Step {
    let line = line_of(span.start.line());
    // A block ends where the next thing begins; only what has an extent of its own ends where it says.
    let end_line = match span.end.line().checked_sub(1) {
        Some(before) if span.end.col() == 0 && before >= span.start.line() => line_of(before),
        _ => line_of(span.end.line()),
    };
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            builder.scalar(&text, style, tag.as_deref(), anchor, line, end_line)
        }
        Event::SequenceStart(anchor, tag) => builder.open(false, tag.as_deref(), anchor, line),
        Event::MappingStart(anchor, tag) => builder.open(true, tag.as_deref(), anchor, line),
        Event::SequenceEnd | Event::MappingEnd => {
            builder.close((span.end.index() > span.start.index()).then_some(end_line))
        }
        Event::Alias(anchor) => builder.alias(anchor, line),
        Event::DocumentEnd => {
            builder.end_document();
            Step::Go
        }
        Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => Step::Go,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::NodeValue;
    use beredd_model::ProblemKind;

    fn parse(text: &str) -> (Vec<Node>, Vec<Problem>) {
        read(&RepoPath::parse("a.yaml").unwrap(), text)
    }

    fn one(text: &str) -> Node {
        let (mut nodes, problems) = parse(text);
        assert_eq!(problems, [], "{text}");
        assert_eq!(nodes.len(), 1, "{text}");
        nodes.remove(0)
    }

    #[test]
    fn documents_values_and_places() {
        let (nodes, problems) = parse("a: 1\nb:\n  - x\n  - true\n---\nc: |\n  one\n  two\nd: null\n");
        assert_eq!(problems, []);
        assert_eq!(nodes.len(), 2);
        let list = nodes[0].get("b").unwrap();
        assert_eq!((list.line, list.end_line, list.items().len()), (3, 4, 2));
        assert_eq!(nodes[0].get("a").and_then(Node::scalar), Some("1"));
        let block = nodes[1].get("c").unwrap();
        assert_eq!((block.text(), block.end_line), (Some("one\ntwo\n"), 8));
        assert_eq!(nodes[1].get("d").map(|n| &n.value), Some(&NodeValue::Nothing));
        assert_eq!((nodes[1].line, nodes[1].end_line), (6, 9));
    }

    #[test]
    fn quoted_scalars_are_text() {
        let root = one("a: \"1\"\nb: '8080:80'\nc: !!str 3\non: push\n");
        assert_eq!(root.get("a").and_then(Node::text), Some("1"));
        assert_eq!(root.get("c").and_then(Node::text), Some("3"));
        assert!(root.get("on").is_some());
    }

    #[test]
    fn tags_stand_before_their_text() {
        let root = one("a: !Ref Bucket\nb: !If [x, y, z]\nc: !Sub\n  k: v\n");
        assert_eq!(root.get("a").and_then(Node::text), Some("!Ref Bucket"));
        assert_eq!(root.at(&["b", "!If"]).map(|n| n.items().len()), Some(3));
        assert_eq!(root.at(&["c", "!Sub", "k"]).and_then(Node::text), Some("v"));
    }

    #[test]
    fn anchors_and_merge_keys_are_resolved() {
        let root =
            one("base: &b\n  x: 1\n  y: 2\nuse:\n  <<: *b\n  y: 3\nlist:\n  <<: [*b, {z: 9}]\nplain: *b\n");
        assert_eq!(root.at(&["use", "x"]).and_then(Node::scalar), Some("1"));
        assert_eq!(root.at(&["use", "y"]).and_then(Node::scalar), Some("3"));
        assert_eq!(root.at(&["use", "<<"]), None);
        assert_eq!(root.at(&["list", "z"]).and_then(Node::scalar), Some("9"));
        assert_eq!(root.at(&["plain", "y"]).and_then(Node::scalar), Some("2"));
    }

    #[test]
    fn helm_templates_are_read_around_their_actions() {
        let root = one(concat!(
            "{{- if .Values.on }}\nkind: Deployment\nmetadata:\n  name: {{ include \"a.b\" . }}\n  {{- with .x }}\n  y: \"{{ .y | default \"z: #\" }}-1\"\n",
            "  {{- end }}\nspec:\n  replicas: {{ .Values.n }}\n  {{- toYaml .Values.z | nindent 2 }}\n{{- end }}\n"
        ));
        assert_eq!(root.at(&["metadata", "name"]).and_then(Node::text), Some("{{ include \"a.b\" . }}"));
        assert_eq!(root.at(&["metadata", "y"]).and_then(Node::text), Some("{{ .y | default \"z: #\" }}-1"));
        assert_eq!(root.at(&["spec", "replicas"]).map(|n| n.line), Some(9));
        assert_eq!(parse("{{ if }}\na: [\n{{ end }}\n"), (vec![], vec![]));
        let workflow = one("a: ${{ secrets.KEY }}\nb: '{{ jinja }}'\n");
        assert_eq!(workflow.get("a").and_then(Node::text), Some("${{ secrets.KEY }}"));
        assert_eq!(workflow.get("b").and_then(Node::text), Some("{{ jinja }}"));
    }

    #[test]
    fn what_is_wrong_has_a_line() {
        let (nodes, problems) = parse("a: 1\n---\nb: [1\nc: 2\n");
        assert_eq!((nodes.len(), problems[0].kind), (1, ProblemKind::SyntaxError));
        assert!(problems[0].line.is_some());
        assert_eq!(parse("a:\n\t- b\n").1.len(), 1);
    }

    #[test]
    fn laughs_stay_bounded() {
        let mut text = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for level in 1..20 {
            let refs = vec![format!("*a{}", level - 1); 9].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{refs}]\n"));
        }
        let (nodes, problems) = parse(&text);
        assert_eq!(problems[0].kind, ProblemKind::LimitReached);
        assert!(nodes.iter().map(|node| node.walk().count()).sum::<usize>() <= 200_001);
        let long = format!("a: &a {}\nb: [{}*a]\n", "x".repeat(1900), "*a,".repeat(100_000));
        assert_eq!(parse(&long).1[0].kind, ProblemKind::LimitReached);
    }

    #[test]
    fn depth_is_bounded() {
        for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), "? ".repeat(100_000)]
        {
            let (_, problems) = parse(&text);
            assert_eq!(problems.len(), 1, "{}", &text[..4]);
        }
        let staircase: String = (0..1000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        assert_eq!(parse(&staircase).1[0].kind, ProblemKind::LimitReached);
        let anchors: String = (0..150).map(|n| format!("&a{n} [")).collect();
        let _ = parse(&anchors);
    }

    #[test]
    fn odd_bytes_are_survived() {
        for text in [
            "",
            "\u{0}",
            "\r\n\r\n",
            "a: \u{FEFF}b",
            "%YAML 9\n",
            "*x",
            "&",
            "!",
            "!<",
            "? ",
            "a: *nope\n",
            "\t\t",
            "'",
            "\"\\x",
        ] {
            let _ = parse(text);
        }
        let _ = parse(&"a".repeat(1_000_000));
        let _ = parse(&"a: b ".repeat(100_000));
    }
}
