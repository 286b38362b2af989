//! The audit as Markdown of the GitHub flavour: to paste into a merge request or a wiki, and to read from start to end.
//!
//! It holds no link, no image and no HTML but `<details>`, with which forges fold what few read. Whatever comes from the
//! archive passes through [`prose`] or [`code`], so no name or path can add any.

mod appendix;
mod findings;
mod summary;
mod work;

use crate::escape::{code, prose, xml};
use crate::words::{Words, severity_mark, words};
use beredd_model::{Audit, Evidence, Gap, GapId, Lang, Place};
use std::collections::BTreeMap;

/// Places named in one cell of a table before the rest is counted.
const PLACES_IN_CELL: usize = 3;
/// Gaps named in a list of gaps before the rest is counted.
const NAMES: usize = 12;
/// Letters of a title where another gap refers to it.
const LETTERS: usize = 200;

/// The whole report: summary, categories, findings per category, critical gaps, roadmap, next actions per role, and an
/// appendix with every check, what was not read and the arithmetic.
#[must_use]
pub fn markdown(audit: &Audit, lang: Lang) -> String {
    let mut page = Page::new(audit, lang);
    summary::write(&mut page);
    findings::write(&mut page);
    work::write(&mut page);
    appendix::write(&mut page);
    page.written
}

/// What is being written, and what it is about.
struct Page<'a> {
    audit: &'a Audit,
    words: &'static Words,
    lang: Lang,
    gaps: BTreeMap<&'a str, &'a Gap>,
    written: String,
}

/// How a column of a table is set.
#[derive(Clone, Copy)]
enum Column {
    Text(&'static str),
    Number(&'static str),
}

impl<'a> Page<'a> {
    fn new(audit: &'a Audit, lang: Lang) -> Self {
        let gaps = audit.gaps.iter().map(|gap| (gap.id.as_str(), gap)).collect();
        Self { audit, words: words(lang), lang, gaps, written: String::new() }
    }

    /// A heading with an empty line on both sides; `text` is Markdown already.
    fn heading(&mut self, level: usize, text: &str) {
        let before = if self.written.is_empty() || self.written.ends_with("\n\n") { "" } else { "\n" };
        self.written.push_str(&format!("{before}{} {text}\n\n", "#".repeat(level)));
    }

    /// A paragraph of Markdown.
    fn paragraph(&mut self, text: &str) {
        let before = if self.written.ends_with("\n\n") { "" } else { "\n" };
        self.written.push_str(&format!("{before}{text}\n"));
    }

    /// A list of Markdown items, or the word for none.
    fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let before = self.written.len();
        for item in items {
            self.written.push_str(&format!("- {item}\n"));
        }
        if self.written.len() == before {
            self.written.push_str(&format!("- {}\n", self.words.labels.none));
        }
    }

    /// What forges fold away under `summary`, which is the program's own words.
    fn folded(&mut self, summary: &str, inside: impl FnOnce(&mut Self)) {
        let before = if self.written.ends_with("\n\n") { "" } else { "\n" };
        self.written.push_str(&format!("{before}<details>\n<summary>{}</summary>\n\n", xml(summary)));
        inside(self);
        self.written.push_str("\n</details>\n");
    }

    /// A bold label before a list.
    fn label(&mut self, label: &str) {
        self.paragraph(&format!("**{label}**\n"));
    }

    /// A table of Markdown cells.
    fn table(&mut self, columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>) {
        let mut heads = String::from("|");
        let mut rules = String::from("|");
        for column in columns {
            let (head, rule) = match column {
                Column::Text(head) => (head, "---"),
                Column::Number(head) => (head, "---:"),
            };
            heads.push_str(&format!(" {head} |"));
            rules.push_str(&format!(" {rule} |"));
        }
        let before = if self.written.ends_with("\n\n") { "" } else { "\n" };
        self.written.push_str(&format!("{before}{heads}\n{rules}\n"));
        for row in rows {
            self.written.push_str(&format!("| {} |\n", row.join(" | ")));
        }
    }

    /// A gap by its title and criterion; an id that leads nowhere is shown as it stands.
    fn gap_name(&self, id: &GapId) -> String {
        self.gaps.get(id.as_str()).map_or_else(
            || code(id),
            |gap| {
                let mark = severity_mark(gap.severity);
                format!("{mark} {} ({})", prose(&cut(gap.title.get(self.lang))), gap.criterion)
            },
        )
    }

    /// The first of some gaps by name, and the number of the others.
    fn gap_names(&self, ids: &[GapId]) -> String {
        let mut names: Vec<String> = ids.iter().take(NAMES).map(|id| self.gap_name(id)).collect();
        let rest = ids.len().saturating_sub(NAMES);
        if rest > 0 {
            names.push((self.words.say.more)(&rest.to_string()));
        }
        names.join("; ")
    }

    /// The criteria of gaps, short enough for a cell.
    fn gap_criteria(&self, ids: &[GapId]) -> String {
        let names = ids
            .iter()
            .take(NAMES)
            .map(|id| self.gaps.get(id.as_str()).map_or_else(|| code(id), |gap| gap.criterion.to_string()));
        let names: Vec<String> = names.collect();
        if names.is_empty() { "–".to_owned() } else { names.join(", ") }
    }

    /// The first places of a list and the number of the others.
    fn places<'p>(&self, places: impl Iterator<Item = &'p Place>, most: usize) -> String {
        let places: Vec<&Place> = places.collect();
        let mut named: Vec<String> = places.iter().take(most).map(|place| place_code(place)).collect();
        let rest = places.len().saturating_sub(most);
        if rest > 0 {
            named.push((self.words.say.more)(&rest.to_string()));
        }
        if named.is_empty() { "–".to_owned() } else { named.join(", ") }
    }

    fn evidence_places(&self, evidence: &[Evidence]) -> String {
        self.places(evidence.iter().map(|evidence| &evidence.place), PLACES_IN_CELL)
    }
}

/// The beginning of a text, on the way to somewhere short.
fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        text.to_owned()
    } else {
        text.chars().take(LETTERS).chain(['…']).collect()
    }
}

/// `path:line` or `path:line-end` as code.
fn place_code(place: &Place) -> String {
    let end = if place.end_line > place.line { format!("-{}", place.end_line) } else { String::new() };
    code(&format!("{}:{}{end}", place.path, place.line))
}

#[cfg(test)]
mod tests;
