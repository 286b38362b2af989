//! reStructuredText and AsciiDoc: headings, code blocks, links, lists and paragraphs; no tables, no substitutions.

use super::{MAX_CELL, MAX_CODE, MAX_ITEM, MAX_PARAGRAPH, with_sections};
use crate::fact::{CodeBlock, Document, Link, ListItem, Paragraph};
use crate::readers::text::{cut, stored};
use beredd_model::Lines;

/// Reads a document line by line.
pub(crate) fn read(text: &str) -> Document {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut reader =
        Reader { lines: &lines, document: Document::default(), headings: Vec::new(), marks: Vec::new() };
    let mut at = 0;
    while at < lines.len() {
        at = reader.step(at).max(at.saturating_add(1));
    }
    let mut document = reader.document;
    document.headings = with_sections(reader.headings, stored(lines.len()));
    document
}

struct Reader<'a> {
    lines: &'a [&'a str],
    document: Document,
    headings: Vec<(u8, String, u32)>,
    /// The letters that underline headings, in order of appearance: their place is their level.
    marks: Vec<char>,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> &str {
        self.lines.get(at).copied().unwrap_or_default()
    }

    /// Reads what begins at a line and gives the first line behind it.
    fn step(&mut self, at: usize) -> usize {
        let line = self.line(at).to_owned();
        let number = stored(at).saturating_add(1);
        self.links(&line, number);
        if line.trim().is_empty() {
            return at.saturating_add(1);
        }
        if let Some(mark) = underline(self.line(at.saturating_add(1))).filter(|_| underline(&line).is_none())
        {
            let level = self.level(mark);
            self.headings.push((level, line, number));
            return at.saturating_add(2);
        }
        if let Some((level, text)) = asciidoc_heading(&line) {
            self.headings.push((level, text.to_owned(), number));
            return at.saturating_add(1);
        }
        if let Some(language) = directive(&line) {
            return self.indented_code(at, language);
        }
        if line == "----" || line == "...." {
            return self.fenced_code(at, &line);
        }
        if let Some((is_ordered, text)) = list_item(&line) {
            self.document.list_items.push(ListItem { is_ordered, line: number, text: cut(text, MAX_ITEM) });
            return at.saturating_add(1);
        }
        if line.starts_with("..") || line.starts_with('[') || underline(&line).is_some() {
            return at.saturating_add(1);
        }
        self.paragraph(at)
    }

    fn level(&mut self, mark: char) -> u8 {
        let place = self.marks.iter().position(|known| *known == mark).unwrap_or_else(|| {
            self.marks.push(mark);
            self.marks.len().saturating_sub(1)
        });
        u8::try_from(place.saturating_add(1)).unwrap_or(6).min(6)
    }

    fn indented_code(&mut self, at: usize, language: &str) -> usize {
        let mut end = at.saturating_add(1);
        let mut text = String::new();
        while end < self.lines.len() && (self.line(end).is_empty() || self.line(end).starts_with([' ', '\t']))
        {
            let line = self.line(end).trim_start();
            if text.len() < MAX_CODE
                && !(line.starts_with(':') && text.is_empty())
                && !(line.is_empty() && text.is_empty())
            {
                text.push_str(line);
                text.push('\n');
            }
            end = end.saturating_add(1);
        }
        let lines = Lines::new(stored(at).saturating_add(1), stored(end));
        self.document.code_blocks.push(CodeBlock {
            language: language.to_lowercase(),
            lines,
            text: cut(text.trim_end(), MAX_CODE),
        });
        end
    }

    fn fenced_code(&mut self, at: usize, fence: &str) -> usize {
        let mut end = at.saturating_add(1);
        let mut text = String::new();
        while end < self.lines.len() && self.line(end) != fence {
            if text.len() < MAX_CODE {
                text.push_str(self.line(end));
                text.push('\n');
            }
            end = end.saturating_add(1);
        }
        let above = at.checked_sub(1).map_or("", |above| self.line(above));
        let language =
            above.trim_matches(['[', ']']).split(',').nth(1).unwrap_or_default().trim().to_lowercase();
        let lines = Lines::new(stored(at).saturating_add(1), stored(end).saturating_add(1));
        self.document.code_blocks.push(CodeBlock { language, lines, text: cut(&text, MAX_CODE) });
        end.saturating_add(1)
    }

    fn paragraph(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut text = String::new();
        while end < self.lines.len() && !self.line(end).trim().is_empty() {
            if end > at && underline(self.line(end.saturating_add(1))).is_some() {
                break;
            }
            if end > at {
                let line = self.line(end).to_owned();
                self.links(&line, stored(end).saturating_add(1));
                text.push(' ');
            }
            if text.len() < MAX_PARAGRAPH {
                text.push_str(self.line(end).trim());
            }
            end = end.saturating_add(1);
        }
        let lines = Lines::new(stored(at).saturating_add(1), stored(end));
        self.document.paragraphs.push(Paragraph { lines, text: cut(&text, MAX_PARAGRAPH) });
        if text.ends_with("::") { self.indented_code(end, "") } else { end }
    }

    /// `` `text <target>`_ ``, `link:target[text]`, `https://target[text]`, and images of both.
    fn links(&mut self, line: &str, number: u32) {
        for (start, _) in line.match_indices('`').take(200) {
            let inside = line.get(start.saturating_add(1)..).unwrap_or_default();
            let Some((inside, behind)) = inside.split_once('`') else { continue };
            if let Some((text, target)) = inside.split_once('<').filter(|_| behind.starts_with('_')) {
                self.link(target.trim_end_matches('>'), text, number, false);
            }
        }
        for (mark, is_image) in
            [(".. image::", true), (".. figure::", true), ("image::", true), ("link:", false)]
        {
            let Some((before, target)) =
                line.split_once(mark).filter(|(before, _)| before.trim().is_empty() || mark == "link:")
            else {
                continue;
            };
            let _ = before;
            let (target, text) = target.trim().split_once('[').unwrap_or((target.trim(), ""));
            self.link(target, text.split(']').next().unwrap_or_default(), number, is_image);
            break;
        }
    }

    fn link(&mut self, target: &str, text: &str, line: u32, is_image: bool) {
        let (target, text) = (cut(target.trim(), MAX_PARAGRAPH), cut(text.trim(), MAX_CELL));
        self.document.links.push(Link { target, text, line, is_image });
    }
}

/// The letter of a line that underlines a heading: the same mark four times or more.
fn underline(line: &str) -> Option<char> {
    let mark = line.chars().next().filter(|letter| "=-~^\"'`#*+:_<>".contains(*letter))?;
    (line.len() >= 4 && line != "----" && line.chars().all(|letter| letter == mark)).then_some(mark)
}

fn asciidoc_heading(line: &str) -> Option<(u8, &str)> {
    let marks = line.bytes().take_while(|byte| *byte == b'=').count();
    let text = line.get(marks..)?.strip_prefix(' ')?;
    u8::try_from(marks).ok().filter(|level| (1..=6).contains(level)).map(|level| (level, text))
}

fn directive(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix(".. ")?;
    ["code-block::", "code::", "sourcecode::", "mermaid::", "graphviz::", "uml::"].iter().find_map(|name| {
        rest.strip_prefix(name).map(|language| match language.trim() {
            "" => name.trim_end_matches(':'),
            language => language,
        })
    })
}

fn list_item(line: &str) -> Option<(bool, &str)> {
    let trimmed = line.trim_start();
    if let Some(text) = trimmed.strip_prefix("- ").or_else(|| trimmed.strip_prefix("* ")) {
        return Some((false, text));
    }
    if let Some(text) = trimmed.strip_prefix("#. ").or_else(|| trimmed.strip_prefix(". ")) {
        return Some((true, text));
    }
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let text = trimmed.get(digits..)?.strip_prefix(". ")?;
    (digits > 0 && digits < 4).then_some((true, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_has_places() {
        let document = read(
            "Guide\n=====\n\nSee `the docs <https://x.y>`_ now.\n\nSteps\n-----\n\n1. One\n#. Two\n- three\n\n.. code-block:: Bash\n   :linenos:\n\n   make it\n\nRun::\n\n   go\n\n.. image:: a.png\n",
        );
        let headings: Vec<_> =
            document.headings.iter().map(|h| (h.level, h.text.as_str(), h.section)).collect();
        assert_eq!(headings, [(1, "Guide", Lines::new(1, 22)), (2, "Steps", Lines::new(6, 22))]);
        let code: Vec<_> =
            document.code_blocks.iter().map(|c| (c.language.as_str(), c.text.as_str())).collect();
        assert_eq!(code, [("bash", "make it"), ("", "go")]);
        assert_eq!(document.list_items.iter().filter(|item| item.is_ordered).count(), 2);
        let links: Vec<_> = document.links.iter().map(|l| (l.target.as_str(), l.line, l.is_image)).collect();
        assert_eq!(links, [("https://x.y", 4, false), ("a.png", 22, true)]);
    }

    #[test]
    fn asciidoc_is_read_too() {
        let document = read("= Guide\n\n== Deploy\n\n[source,bash]\n----\nmake\n----\n. one\n");
        assert_eq!(document.headings[1].level, 2);
        assert_eq!(
            (document.code_blocks[0].language.as_str(), document.code_blocks[0].text.as_str()),
            ("bash", "make\n")
        );
        assert_eq!(document.list_items.len(), 1);
    }

    #[test]
    fn hostile_documents_are_survived() {
        for text in ["", "\u{0}", "====", "----", ".. code::", "`<`_", "\r\n", "=", "link:[", "a\n----"] {
            let _ = read(text);
        }
        for part in ["a\n====\n", "`a <", "::\n", "- \n", "x::\n  \n", "----\n"] {
            let _ = read(&part.repeat(20_000));
        }
    }
}
