//! Architecture drawn in text: what can be read of it.

use super::documents::{first_line, manuals};
use super::values::parts_of;
use beredd_facts::RepoFacts;
use beredd_facts::fact::{CodeBlock, Module, Value};
use beredd_model::{Lines, Place};

/// A drawing and the words in it.
#[derive(Clone, Debug)]
pub(crate) struct Drawing<'a> {
    /// Its first line.
    pub(crate) place: Place,
    /// Its text.
    pub(crate) text: std::borrow::Cow<'a, str>,
}

/// Every drawing whose content can be read: in documents, and in code for the `diagrams` package.
pub(crate) fn drawings(repo: &RepoFacts) -> Vec<Drawing<'_>> {
    let mut found = Vec::new();
    for (path, document) in manuals(repo) {
        for block in document.code_blocks.iter().filter(|block| is_drawing(block)) {
            let place = RepoFacts::place(path, Lines::at(first_line(block)));
            found.push(Drawing { place, text: block.text.as_str().into() });
        }
    }
    for (path, file) in repo.files() {
        let Some(module) = file.module.as_ref().filter(|module| module.is_parsed) else { continue };
        let drawn = module.calls.iter().find(|call| call.target == "diagrams.Diagram");
        if let Some(call) = drawn {
            found.push(Drawing { place: RepoFacts::place(path, call.lines), text: labels(module).into() });
        }
    }
    found
}

/// Every text that calls of a module are given.
fn labels(module: &Module) -> String {
    let values =
        module.calls.iter().flat_map(|call| call.arguments.iter().flat_map(|one| parts_of(&one.value)));
    let texts =
        values.filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None });
    texts.collect::<Vec<_>>().join(" ")
}

/// Kinds of mermaid that show parts and what joins them; charts of numbers and of time do not.
const MERMAID: &[&str] = &[
    "architecture-beta",
    "block",
    "block-beta",
    "C4Component",
    "C4Container",
    "C4Context",
    "C4Deployment",
    "C4Dynamic",
    "classDiagram",
    "flowchart",
    "graph",
    "sequenceDiagram",
    "stateDiagram",
    "stateDiagram-v2",
    "zenuml",
];

fn is_drawing(block: &CodeBlock) -> bool {
    match block.language.as_str() {
        "mermaid" => {
            let is_frame = |line: &&str| {
                line.is_empty() || line.starts_with("%%") || *line == "---" || line.starts_with("title:")
            };
            let mut lines = block.text.lines().map(str::trim).skip_while(|line| is_frame(line));
            let kind = lines.next().and_then(|line| line.split([' ', ';']).next()).unwrap_or_default();
            MERMAID.contains(&kind)
        }
        "plantuml" | "puml" | "d2" | "dot" | "graphviz" | "structurizr" | "c4" | "nomnoml" | "svgbob"
        | "ditaa" => true,
        "" | "text" | "txt" | "ascii" | "plain" | "plaintext" | "diagram" => is_drawn_in_text(&block.text),
        _ => false,
    }
}

/// Three boxes or more, and something that joins them.
fn is_drawn_in_text(text: &str) -> bool {
    let corners = text.chars().filter(|letter| matches!(letter, '┌' | '╔' | '╭' | '┏')).count();
    // A box of plus signs has a lid and a floor.
    let lids = text.lines().flat_map(|line| line.split_whitespace()).filter(|part| {
        part.len() > 3
            && part.starts_with('+')
            && part.ends_with('+')
            && part.chars().all(|letter| matches!(letter, '+' | '-' | '='))
    });
    let arrows = ["->", "→", "►", "▶", "▼", "↓", "◄", "←", "<-", "│", "┼", " v "];
    (corners >= 3 || lids.count() >= 6) && arrows.iter().any(|arrow| text.contains(arrow))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(language: &str, text: &str) -> CodeBlock {
        CodeBlock { language: language.into(), lines: Lines::new(1, 3), text: text.into() }
    }

    #[test]
    fn drawings_are_told_from_charts_and_trees_of_files() {
        assert!(is_drawing(&block("mermaid", "%% parts\nflowchart LR\n a --> b")));
        assert!(is_drawing(&block("mermaid", "---\ntitle: x\n---\nC4Context\n")));
        assert!(!is_drawing(&block("mermaid", "gantt\n")) && !is_drawing(&block("mermaid", "pie title x\n")));
        assert!(!is_drawing(&block("", "src/\n├── a.py\n│   └── b.py\n└── c.py\n")));
        assert!(is_drawing(&block("text", "+---+ +---+ +---+\n| a | | b |->| c |\n+---+ +---+ +---+\n")));
        assert!(!is_drawing(&block("text", "| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+\n+---+---+\n")));
    }
}
