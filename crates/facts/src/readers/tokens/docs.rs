//! Comments that document: Javadoc, XML documentation, rustdoc, godoc, and what stands above a definition elsewhere.

use super::source::Source;
use crate::fact::Doc;
use beredd_model::Lines;
use std::collections::BTreeMap;

/// Comments by the line they end on.
pub(super) struct Docs<'s, 'a> {
    source: &'s Source<'a>,
    by_end: BTreeMap<u32, (u32, &'a str)>,
}

impl<'s, 'a> Docs<'s, 'a> {
    pub(super) fn new(source: &'s Source<'a>) -> Self {
        let comments = source.comments().iter();
        let by_end =
            comments.map(|one| (one.end_line, (one.line, source.slice(one.start..one.end)))).collect();
        Self { source, by_end }
    }

    /// What stands above a definition that begins on `line` and takes these parameters.
    pub(super) fn of(&self, line: u32, parameters: &[String]) -> Option<Doc> {
        let end = line.checked_sub(1)?;
        let (start, text) = *self.by_end.get(&end)?;
        let marks = self.source.dialect.doc_marks;
        if !marks.is_empty() && !marks.iter().any(|mark| text.starts_with(mark)) {
            return None;
        }
        let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        // Godoc and rustdoc name what they describe in running text.
        let named = parameters
            .iter()
            .all(|name| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w == name));
        let says = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
        Some(Doc {
            lines: Lines::new(start, end),
            words: u32::try_from(words).unwrap_or(u32::MAX),
            has_parameters: named || says(&["@param", "<param", "# Arguments", "# Parameters", "\\param"]),
            has_result: says(&["@return", "<returns", "# Returns", "eturns ", "@yield"]),
        })
    }
}
