//! Result files of other tools, XML and CSV, as the same tree that configuration becomes.
//!
//! An element of XML is a map: `@name` for each attribute, `#text` for its text, and one member for each child under the child's
//! name, so that a name may come more than once. The tree's only member is the root element. A table of CSV is a list of rows,
//! each a map from the head's names. Both are cut where they grow past what a result file of use holds; what is past the cut is
//! not read, and nothing is said of it.

use crate::fact::{Key, Node, NodeValue};
use roxmltree::{Document, ParsingOptions};

/// Elements and texts of an XML file that is still read.
const MAX_XML_NODES: u32 = 200_000;
/// How deep elements are followed.
const MAX_DEPTH: u32 = 64;
/// Rows of a table that are kept.
const MAX_ROWS: usize = 5_000;
/// Columns of a table that are kept.
const MAX_COLUMNS: usize = 100;
/// Characters kept of one text.
const MAX_TEXT: usize = 2_000;

/// Reads XML; nothing when it is not well-formed, has a document type, or is larger than is read.
pub(crate) fn read_xml(source: &str) -> Option<Node> {
    let options = ParsingOptions { nodes_limit: MAX_XML_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(source, options).ok()?;
    let starts = LineStarts::new(source);
    let root = document.root_element();
    let line = starts.line(root.range().start);
    let end_line = starts.line(root.range().end);
    let key = Key { text: root.tag_name().name().to_owned(), line };
    let value = NodeValue::Map(vec![(key, element(root, &starts, 0))]);
    Some(Node { line, end_line, value })
}

fn element(node: roxmltree::Node<'_, '_>, starts: &LineStarts, depth: u32) -> Node {
    let line = starts.line(node.range().start);
    let end_line = starts.line(node.range().end);
    let mut members: Vec<(Key, Node)> = Vec::new();
    for attribute in node.attributes() {
        members.push(scalar(format!("@{}", attribute.name()), attribute.value(), line));
    }
    if let Some(text) = node.text().map(str::trim).filter(|text| !text.is_empty()) {
        members.push(scalar("#text".to_owned(), text, line));
    }
    if depth < MAX_DEPTH {
        for child in node.children().filter(roxmltree::Node::is_element) {
            let child_line = starts.line(child.range().start);
            let key = Key { text: child.tag_name().name().to_owned(), line: child_line };
            members.push((key, element(child, starts, depth.saturating_add(1))));
        }
    }
    Node { line, end_line, value: NodeValue::Map(members) }
}

/// Reads CSV with a head; nothing when there is no second line or the head names one column alone.
pub(crate) fn read_csv(source: &str) -> Option<Node> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source.as_bytes());
    let head = reader.headers().ok()?.clone();
    if head.len() < 2 {
        return None;
    }
    let records = reader.records().filter_map(Result::ok).filter(|record| record.len() > 1);
    let rows: Vec<Node> = records
        .take(MAX_ROWS)
        .map(|record| {
            let line =
                record.position().map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
            let members = head.iter().zip(&record).take(MAX_COLUMNS);
            let members = members.map(|(name, field)| scalar(name.to_owned(), field, line)).collect();
            Node { line, end_line: line, value: NodeValue::Map(members) }
        })
        .collect();
    let end_line = rows.last()?.line;
    Some(Node { line: 1, end_line, value: NodeValue::List(rows) })
}

/// A member with a text or, where the text is one, a number.
fn scalar(name: String, text: &str, line: u32) -> (Key, Node) {
    let is_number = !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.bytes().filter(|byte| *byte == b'.').count() < 2
        && text != ".";
    let text: String = text.chars().take(MAX_TEXT).collect();
    let value = if is_number { NodeValue::Number(text) } else { NodeValue::Text(text) };
    (Key { text: name, line }, Node { line, end_line: line, value })
}

/// Where lines begin, in bytes.
struct LineStarts(Vec<usize>);

impl LineStarts {
    fn new(source: &str) -> Self {
        let ends = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(at, _)| at.saturating_add(1))).collect())
    }

    fn line(&self, offset: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_a_map_of_attributes_text_and_children() {
        let root = read_xml("<?xml version=\"1.0\"?>\n<testsuites>\n<testsuite tests=\"2\"/>\n<testsuite tests=\"3\">x</testsuite></testsuites>").unwrap();
        let suites = root.get("testsuites").unwrap();
        let tests: Vec<_> = suites
            .members()
            .iter()
            .map(|(key, suite)| (key.line, suite.get("@tests").and_then(Node::scalar)))
            .collect();
        assert_eq!(tests, [(3, Some("2")), (4, Some("3"))]);
        assert_eq!(suites.members()[1].1.get("#text").and_then(Node::text), Some("x"));
    }

    #[test]
    fn a_table_is_a_list_of_rows() {
        let table = read_csv("Type,Name,95%\nPOST,\"/a, b\",210\n,Aggregated,340.5\n").unwrap();
        let row = &table.items()[0];
        assert_eq!(row.get("Name").and_then(Node::text), Some("/a, b"));
        assert_eq!(
            table.items()[1].get("95%"),
            Some(&Node { line: 3, end_line: 3, value: NodeValue::Number("340.5".into()) })
        );
    }

    #[test]
    fn hostile_input_gives_nothing() {
        let deep = "<a>".repeat(100_000);
        assert_eq!(read_xml(&deep), None);
        assert_eq!(read_xml("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), None);
        assert_eq!(read_csv("only\n"), None);
        let nested = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500));
        let tree = read_xml(&nested).unwrap();
        assert!(tree.walk().count() < 70);
    }
}
