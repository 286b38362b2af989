//! Documents: Markdown and, as far as its headings, code and links go, reStructuredText and AsciiDoc.

pub(super) mod markdown;
pub(super) mod plain;

use super::text::cut;
use crate::fact::Heading;
use beredd_model::Lines;

/// Longest text of a list item, in characters.
const MAX_ITEM: usize = 400;
/// Longest text of a code block, in characters.
const MAX_CODE: usize = 4_000;
/// Longest text of a paragraph, in characters.
const MAX_PARAGRAPH: usize = 1_000;
/// Most rows of a table.
const MAX_ROWS: usize = 200;
/// Most characters of a cell, a heading, or a link's text.
const MAX_CELL: usize = 400;

/// Headings with the line they stand on, made into headings with sections: each reaches to the line before the next heading of
/// the same or a higher level, the last ones to the end of the document.
fn with_sections(found: Vec<(u8, String, u32)>, last_line: u32) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::with_capacity(found.len());
    // The headings whose sections are still open, outermost first: their levels rise, so there are six at most.
    let mut open: Vec<usize> = Vec::new();
    for (level, text, line) in found {
        while let Some(heading) =
            open.last().and_then(|at| headings.get_mut(*at)).filter(|h| h.level >= level)
        {
            heading.section = Lines::new(heading.section.start, line.saturating_sub(1));
            open.pop();
        }
        open.push(headings.len());
        headings.push(Heading {
            level,
            text: cut(text.trim(), MAX_CELL),
            section: Lines::new(line, last_line),
        });
    }
    headings
}
