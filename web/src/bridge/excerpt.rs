//! Lines of a file: which to read for a place, and which of them are marked.

use crate::state::{Excerpt, ExcerptLine};
use beredd_model::Place;

/// Lines of context above and below the lines asked for.
const CONTEXT_LINES: u32 = 3;

/// The lines read for a place, with those of the place itself marked. `first` is the number of the first of them.
pub(super) fn excerpt(place: &Place, first: u32, lines: Vec<Option<String>>) -> Excerpt {
    let lines = (first..).zip(lines).map(|(number, text)| ExcerptLine {
        number,
        text,
        is_marked: place.line <= number && number <= place.end_line,
    });
    Excerpt { lines: lines.collect() }
}

/// The first and the last line to read for a place: its own, with context.
pub(super) fn with_context(place: &Place) -> (u32, u32) {
    (place.line.saturating_sub(CONTEXT_LINES).max(1), place.end_line.saturating_add(CONTEXT_LINES))
}
