//! Markdown, with tables, front matter, and the links and images that its HTML carries.

use super::{MAX_CELL, MAX_CODE, MAX_ITEM, MAX_PARAGRAPH, MAX_ROWS, with_sections};
use crate::fact::{CodeBlock, Document, Link, ListItem, Paragraph, Table};
use crate::readers::text::{LineIndex, count_lines, cut};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads a document. Second comes its YAML front matter, where it has one, and the line it begins on.
pub(crate) fn read(text: &str) -> (Document, Option<(String, u32)>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader::new(text);
    for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, span);
    }
    let mut document = reader.document;
    document.headings = with_sections(reader.headings, count_lines(text));
    document.list_items.retain(|item| !item.text.is_empty());
    (document, reader.front_matter)
}

struct Reader<'a> {
    index: LineIndex,
    source: &'a str,
    document: Document,
    headings: Vec<(u8, String, u32)>,
    front_matter: Option<(String, u32)>,
    /// The text of the heading, paragraph or cell that is being read.
    text: String,
    /// Whether each open list counts.
    lists: Vec<bool>,
    /// Places of the open items in the document's list.
    items: Vec<usize>,
    code: Option<CodeBlock>,
    links: Vec<(Link, String)>,
    table: Option<Table>,
    row: Vec<String>,
    in_front_matter: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            index: LineIndex::new(source),
            source,
            document: Document::default(),
            headings: Vec::new(),
            front_matter: None,
            text: String::new(),
            lists: Vec::new(),
            items: Vec::new(),
            code: None,
            links: Vec::new(),
            table: None,
            row: Vec::new(),
            in_front_matter: false,
        }
    }

    fn take(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.add_text(&text),
            Event::Code(text) => self.add_text(&text),
            Event::SoftBreak | Event::HardBreak => self.add_text(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, span.start),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Range<usize>) {
        let line = self.index.line(span.start);
        match tag {
            Tag::Heading { .. } | Tag::Paragraph => self.text.clear(),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => first_word(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(CodeBlock { language, lines: self.index.lines(span), text: String::new() });
            }
            Tag::List(first) => self.lists.push(first.is_some()),
            Tag::Item => {
                self.items.push(self.document.list_items.len());
                let is_ordered = self.lists.last().copied().unwrap_or(false);
                self.document.list_items.push(ListItem { is_ordered, line, text: String::new() });
            }
            Tag::Table(_) => {
                self.table =
                    Some(Table { lines: self.index.lines(span), head: Vec::new(), rows: Vec::new() });
            }
            Tag::TableHead | Tag::TableRow => self.row.clear(),
            Tag::TableCell => self.text.clear(),
            Tag::Link { dest_url, .. } => self.open_link(&dest_url, line, false),
            Tag::Image { dest_url, .. } => self.open_link(&dest_url, line, true),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => {
                self.in_front_matter = true;
                self.front_matter = Some((String::new(), line.saturating_add(1)));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        match tag {
            TagEnd::Heading(level) => {
                let line = self.index.line(span.start);
                self.headings.push((level_number(level), std::mem::take(&mut self.text), line));
            }
            TagEnd::Paragraph => {
                let text = std::mem::take(&mut self.text);
                if self.items.is_empty() && !text.trim().is_empty() {
                    let lines = self.index.lines(self.trimmed(span));
                    self.document.paragraphs.push(Paragraph { lines, text: cut(text.trim(), MAX_PARAGRAPH) });
                }
            }
            TagEnd::CodeBlock => {
                if let Some(mut code) = self.code.take() {
                    code.lines = self.index.lines(self.trimmed(span));
                    self.document.code_blocks.push(code);
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => {
                self.items.pop();
            }
            TagEnd::TableCell => self.row.push(cut(std::mem::take(&mut self.text).trim(), MAX_CELL)),
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.head = std::mem::take(&mut self.row);
                }
            }
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = self.table.as_mut().filter(|table| table.rows.len() < MAX_ROWS) {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => self.document.tables.extend(self.table.take()),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::MetadataBlock(_) => self.in_front_matter = false,
            _ => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        if self.in_front_matter {
            if let Some((matter, _)) = &mut self.front_matter {
                matter.push_str(text);
            }
            return;
        }
        if let Some(code) = &mut self.code {
            push_cut(&mut code.text, text, MAX_CODE);
            return;
        }
        push_cut(&mut self.text, text, MAX_PARAGRAPH);
        if let Some((_, words)) = self.links.last_mut() {
            push_cut(words, text, MAX_CELL);
        }
        if let Some(item) = self.items.last().and_then(|at| self.document.list_items.get_mut(*at)) {
            push_cut(&mut item.text, text, MAX_ITEM);
        }
    }

    fn open_link(&mut self, target: &str, line: u32, is_image: bool) {
        let link = Link { target: cut(target, MAX_PARAGRAPH), text: String::new(), line, is_image };
        self.links.push((link, String::new()));
    }

    fn close_link(&mut self) {
        if let Some((mut link, words)) = self.links.pop() {
            link.text = words.trim().to_owned();
            self.document.links.push(link);
        }
    }

    /// `src` and `href` of HTML inside the document: a README's pictures are often written so.
    fn html(&mut self, html: &str, start: usize) {
        for (name, is_image) in [("src=", true), ("href=", false)] {
            for (at, _) in html.match_indices(name) {
                let behind = html.get(at.saturating_add(name.len())..).unwrap_or_default();
                let Some(quote) = behind.chars().next().filter(|letter| matches!(letter, '"' | '\'')) else {
                    continue;
                };
                let Some(target) = behind.get(1..).and_then(|rest| rest.split(quote).next()) else {
                    continue;
                };
                let line = self.index.line(start.saturating_add(at));
                self.document.links.push(Link {
                    target: cut(target, MAX_PARAGRAPH),
                    text: String::new(),
                    line,
                    is_image,
                });
            }
        }
    }

    /// The span without the blank end that block elements carry.
    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        let length = self.source.get(span.clone()).map_or(0, |text| text.trim_end().len());
        span.start..span.start.saturating_add(length)
    }
}

fn push_cut(target: &mut String, more: &str, limit: usize) {
    if target.len() < limit {
        target.push_str(&cut(more, limit.saturating_sub(target.chars().count())));
    }
}

fn first_word(info: &str) -> String {
    let end = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '{');
    info.trim_start().split(end).next().unwrap_or_default().to_lowercase()
}

const fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The lines of the front matter of a document, for the reader of YAML: blank lines stand for what precedes it.
pub(crate) fn front_matter_text(matter: &str, line: u32) -> String {
    let mut text = "\n".repeat(usize::try_from(line.saturating_sub(1)).unwrap_or(0));
    text.push_str(matter);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_model::Lines;

    const GUIDE: &str = concat!(
        "---\nname: svea\n---\n# Deploy `it` now\n\nWords and\nmore [words](docs/a.md \"t\").\n\n## Steps\n\n1. Run **this**\n2. Then\n   - inner\n\n",
        "```Bash title=x\nmake deploy\n```\n\n| a | b |\n|---|---|\n| 1 | `2` |\n\n![arch](arch.png)\n<img src=\"b.svg\">\n\n### Deep\n\ntext\n# Next\n"
    );

    #[test]
    fn structure_has_places() {
        let (document, front) = read(GUIDE);
        assert_eq!(front, Some(("name: svea\n".into(), 2)));
        let headings: Vec<_> = document
            .headings
            .iter()
            .map(|h| (h.level, h.text.as_str(), h.section.start, h.section.end))
            .collect();
        assert_eq!(
            headings,
            [(1, "Deploy it now", 4, 28), (2, "Steps", 9, 28), (3, "Deep", 26, 28), (1, "Next", 29, 29)]
        );
        let code = &document.code_blocks[0];
        assert_eq!(
            (code.language.as_str(), code.text.as_str(), code.lines),
            ("bash", "make deploy\n", Lines::new(15, 17))
        );
        let items: Vec<_> =
            document.list_items.iter().map(|i| (i.is_ordered, i.line, i.text.as_str())).collect();
        assert_eq!(items, [(true, 11, "Run this"), (true, 12, "Then"), (false, 13, "inner")]);
        assert_eq!(document.tables[0].rows, [["1", "2"]]);
        assert_eq!((document.tables[0].lines, document.tables[0].head.len()), (Lines::new(19, 21), 2));
        let links: Vec<_> = document.links.iter().map(|l| (l.target.as_str(), l.line, l.is_image)).collect();
        assert_eq!(links, [("docs/a.md", 7, false), ("arch.png", 23, true), ("b.svg", 24, true)]);
        assert_eq!(document.paragraphs[0].text, "Words and more words.");
        assert_eq!(document.paragraphs[0].lines, Lines::new(6, 7));
    }

    #[test]
    fn hostile_documents_are_survived() {
        for text in [
            "",
            "\u{0}",
            "---\n",
            "---\na",
            "```",
            "[",
            "![](",
            "| a\n|-",
            "\r\n# a\r\n",
            "<img src=>",
            "<a href='",
            "\t\t- x",
        ] {
            let _ = read(text);
        }
        for (part, times) in [
            ("[", 100_000),
            (">", 20_000),
            ("*a ", 50_000),
            ("- ", 10_000),
            ("`", 100_000),
            ("[a](", 50_000),
            ("<a href=\"", 20_000),
            ("#\n", 100_000),
            ("|a", 50_000),
        ] {
            let _ = read(&part.repeat(times));
        }
    }
}
