//! Functions that a word announces: Kotlin, Rust, PHP.

use super::{Head, Place, Reader, parameters, types};
use crate::Language;
use crate::fact::DefinitionKind;
use std::ops::Range;

impl Reader<'_, '_> {
    /// `fun Type.name(…): T {`, `fn name<T>(…) -> T {`, `function name(…): T {`.
    pub(super) fn function(&mut self, place: Place, head: &Head) -> usize {
        let source = self.source;
        let mut at = head.at.saturating_add(1);
        if source.is(at, "<") {
            at = source.behind_type_arguments(at).unwrap_or(at.saturating_add(1));
        }
        if source.is(at, "&") {
            at = at.saturating_add(1);
        }
        let (path, mut behind) = types::dotted(source, at);
        if path.is_empty() {
            return at;
        }
        behind = source.behind_type_arguments(behind).unwrap_or(behind);
        // `fun Receiver<T>.name(…)`.
        let (owner, name) = if source.is(behind, ".") {
            let name = source.word(behind.saturating_add(1)).to_owned();
            behind = behind.saturating_add(2);
            (Some(path), name)
        } else {
            path.rsplit_once('.')
                .map_or((None, path.clone()), |(owner, name)| (Some(owner.to_owned()), name.to_owned()))
        };
        if !source.is(behind, "(") {
            return behind;
        }
        let close = source.close_of(behind);
        let mut declared = self.declared(place, head, DefinitionKind::Function, &name);
        declared.owner = owner;
        declared.parameters = parameters::read(source, behind);
        let is_method = (behind..close).any(|at| source.is(at, "self"));
        declared.receiver = (source.language() == Language::Rust && is_method).then(|| "self".to_owned());
        let (result, end) = self.result(close.saturating_add(1), place.end);
        declared.result = types::name_of(source, result);
        let (body, last) = self.body(end, place.end);
        declared.body = body;
        declared.last = last;
        declared.is_for_tests |= declared.attributes.iter().any(|attribute| attribute.name == "test");
        self.push(declared);
        last.saturating_add(1)
    }

    /// The tokens of a result's type, and where the body begins.
    fn result(&self, at: usize, end: usize) -> (Range<usize>, usize) {
        let source = self.source;
        let starts = source.is_any(at, &[":", "->"]);
        let start = if starts { at.saturating_add(1) } else { at };
        let mut here = start;
        let mut result_end = None;
        while here < end && !source.is_any(here, &["{", ";", "=", "}"]) {
            if source.is(here, "where") {
                result_end = result_end.or(Some(here));
            }
            // An abstract function of Kotlin ends with its line.
            let is_over =
                source.language() == Language::Kotlin && source.is_first(here) && !source.is(here, ":");
            if is_over && here > at {
                break;
            }
            if is_over {
                return (start..start, here);
            }
            here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
        }
        let range = if starts { start..result_end.unwrap_or(here) } else { start..start };
        (range, here)
    }

    /// The body at a place: in braces, behind `=` or `=>`, or none; and its last token.
    pub(super) fn body(&self, at: usize, end: usize) -> (Option<Range<usize>>, usize) {
        let source = self.source;
        let inner = at.saturating_add(1);
        match source.word(at) {
            "{" => {
                let close = source.close_of(at);
                (Some(inner..close.max(inner)), close)
            }
            "=" | "=>" => {
                let last = self.end_of_expression(inner, end);
                (Some(inner..last.saturating_add(1)), last)
            }
            ";" => (None, at),
            _ => (None, at.saturating_sub(1)),
        }
    }

    /// The last token of an expression that ends with a semicolon, or with a line where the language has none.
    pub(super) fn end_of_expression(&self, at: usize, end: usize) -> usize {
        let source = self.source;
        let mut here = at;
        while here < end {
            let is_new = here > at && source.is_first(here) && source.dialect.ends_with_line;
            let goes_on = source
                .is_any(here, &[".", "?.", "?:", "&&", "||", "+", "-", "else", "as", ")", "::"])
                || here.checked_sub(1).is_some_and(|before| {
                    source.is_any(
                        before,
                        &["=", "+", "-", "&&", "||", ",", "?:", "->", "else", "{", "(", ".", "=>"],
                    )
                });
            if source.is_any(here, &[";", "}"]) || is_new && !goes_on {
                return here.saturating_sub(usize::from(!source.is(here, ";"))).max(at);
            }
            here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
        }
        end.saturating_sub(1).max(at)
    }
}
