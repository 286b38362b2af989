//! JSDoc comments: how much they say, and of what.

use super::lines::LineIndex;
use crate::fact::Doc;
use oxc_ast::ast::{Comment, Program};
use std::collections::BTreeMap;

/// The documentation comments of a file, by the offset of what they stand before.
pub(super) struct Docs {
    by_place: BTreeMap<u32, (u32, u32)>,
}

impl Docs {
    /// Every comment that is documentation; of several before one thing, the last.
    pub(super) fn new(program: &Program<'_>) -> Self {
        let docs = program.comments.iter().filter(|comment| is_doc(comment));
        Self { by_place: docs.map(|one| (one.attached_to, (one.span.start, one.span.end))).collect() }
    }

    /// What the comment before a place says. `takes_something` says whether there are parameters to describe.
    pub(super) fn before(
        &self,
        place: u32,
        source: &str,
        lines: &LineIndex,
        takes_something: bool,
    ) -> Option<Doc> {
        let (start, end) = *self.by_place.get(&place)?;
        let range = usize::try_from(start).ok()?..usize::try_from(end).ok()?;
        let text = source.get(range)?;
        let said = Said::of(text);
        Some(Doc {
            lines: lines.between(start, end),
            words: said.words,
            has_parameters: said.has_parameters || !takes_something,
            has_result: said.has_result,
        })
    }
}

fn is_doc(comment: &Comment) -> bool {
    comment.is_jsdoc()
}

/// What a comment says, tags of JSDoc and TSDoc included.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    words: u32,
    has_parameters: bool,
    has_result: bool,
}

impl Said {
    fn of(text: &str) -> Self {
        let mut said = Self::default();
        let mut is_first = true;
        for line in text.trim_start_matches("/**").trim_end_matches("*/").lines() {
            let line = line.trim().trim_start_matches('*').trim();
            let words =
                line.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
            said.words = said.words.saturating_add(u32::try_from(words).unwrap_or(u32::MAX));
            let first = line.split_whitespace().next().unwrap_or_default();
            said.has_parameters |= matches!(first, "@arg" | "@argument" | "@param" | "@prop" | "@property");
            said.has_result |= matches!(first, "@return" | "@returns" | "@yields");
            if is_first && !line.is_empty() {
                said.has_result |= matches!(first, "Return" | "Returns" | "Yield" | "Yields");
                is_first = false;
            }
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_what_is_described() {
        let full =
            Said::of("/**\n * Asks the model.\n *\n * @param prompt - What.\n * @returns The answer.\n */");
        assert_eq!(full, Said { words: 9, has_parameters: true, has_result: true });
        assert!(Said::of("/** Returns the answer. */").has_result);
        assert!(!Said::of("/** What returns is described elsewhere. */").has_result);
    }
}
