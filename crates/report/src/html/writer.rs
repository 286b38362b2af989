//! HTML that cannot be broken: elements are closed by construction, and all text is escaped on the way in.

use crate::escape::{pieces, xml};

/// A document being written.
#[derive(Default)]
pub(super) struct Writer {
    written: String,
}

impl Writer {
    /// An element with a class (or none) and what `inside` writes into it. Names and classes are the program's own.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        class: &'static str,
        inside: impl FnOnce(&mut Self),
    ) {
        if class.is_empty() {
            self.written.push_str(&format!("<{name}>"));
        } else {
            self.written.push_str(&format!("<{name} class=\"{class}\">"));
        }
        inside(self);
        self.written.push_str(&format!("</{name}>"));
        if matches!(
            name,
            "p" | "h1" | "h2" | "h3" | "li" | "tr" | "table" | "details" | "div" | "section" | "dl" | "ol"
        ) {
            self.written.push('\n');
        }
    }

    /// An element that holds only text. What stands between backticks in it is code, unless all of it is.
    pub(super) fn said(&mut self, name: &'static str, class: &'static str, text: &str) {
        self.element(name, class, |page| if name == "code" { page.text(text) } else { page.prose(text) });
    }

    /// Text with code in it, between backticks.
    pub(super) fn prose(&mut self, text: &str) {
        for (piece, is_code) in pieces(text) {
            if is_code {
                self.said("code", "", piece);
            } else {
                self.spaced(piece);
            }
        }
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        self.written.push_str(&xml(text));
    }

    /// A piece of a text: `xml` takes the spaces at its ends away, and there they part it from the code beside it.
    fn spaced(&mut self, piece: &str) {
        let is_space = |letter: Option<char>| letter.is_some_and(char::is_whitespace);
        let (first, last) = (is_space(piece.chars().next()), is_space(piece.chars().next_back()));
        let text = xml(piece);
        let before = if first && !text.is_empty() { " " } else { "" };
        self.written.push_str(&format!("{before}{text}{}", if last { " " } else { "" }));
    }

    /// A label and its text, in a list of definitions.
    pub(super) fn definition(&mut self, label: &str, text: &str) {
        self.said("dt", "", label);
        self.said("dd", "", text);
    }

    /// A table: heads, then rows of cells.
    pub(super) fn table(&mut self, heads: &[Head], rows: impl IntoIterator<Item = Vec<Cell>>) {
        self.element("div", "scroll", |page| {
            page.element("table", "", |page| {
                page.element("thead", "", |page| {
                    page.element("tr", "", |page| {
                        for head in heads {
                            page.said("th", head.class(), head.name());
                        }
                    });
                });
                page.element("tbody", "", |page| rows.into_iter().for_each(|row| page.row(heads, &row)));
            });
        });
    }

    /// What the program itself has drawn or written as markup.
    pub(super) fn own(&mut self, markup: &str) {
        self.written.push_str(markup);
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.written
    }

    fn row(&mut self, heads: &[Head], cells: &[Cell]) {
        self.element("tr", "", |page| {
            for (cell, head) in cells.iter().zip(heads) {
                page.element("td", head.class(), |page| match cell {
                    Cell::Text(text) => page.prose(text),
                    Cell::Code(text) => page.said("code", "", text),
                    Cell::Strong(text) => page.said("strong", "", text),
                    Cell::Tag(class, text) => page.said("span", class, text),
                });
            }
        });
    }
}

/// The head of a column.
#[derive(Clone, Copy)]
pub(super) enum Head {
    Text(&'static str),
    Number(&'static str),
    /// Counts by severity, never broken.
    Marks(&'static str),
}

impl Head {
    const fn name(self) -> &'static str {
        match self {
            Self::Text(name) | Self::Number(name) | Self::Marks(name) => name,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Text(_) => "",
            Self::Number(_) => "number",
            Self::Marks(_) => "marks",
        }
    }
}

/// A cell of a table.
pub(super) enum Cell {
    Text(String),
    Code(String),
    Strong(String),
    Tag(&'static str, String),
}
