//! What to use for a gap in the stack that was found: libraries, settings and resources by their names.
//!
//! A card says what to do in any stack; a row here adds what it is called in this one. Rows hold names and signatures only, which
//! are the same in every language of readers. A law holds that every decisive check has rows.

mod code;
mod operations;

use crate::Entry;
use crate::shared::stack::{Part, Stack};
use beredd_model::{Outcome, Text, Verdict};

/// Names for a check, by part of a stack. Source of each: the library's or service's own documentation, 2025-11.
struct Advice {
    check: &'static str,
    names: &'static [(Part, &'static str)],
}

/// At most this many parts of a stack are spoken of: more would be a catalogue.
const PARTS_SHOWN: usize = 3;

/// Adds to an open gap's recommendation what the stack calls it. A check that has advised itself keeps its word.
pub(crate) fn advise(entry: &Entry, stack: &Stack, verdict: &mut Verdict) {
    let is_open = matches!(verdict.outcome, Outcome::Fail | Outcome::Partial | Outcome::Unknown);
    if !is_open || verdict.recommendation.is_some() {
        return;
    }
    let names = all().filter(|advice| advice.check == entry.id).flat_map(|advice| advice.names);
    let known = names.filter(|(part, _)| stack.has(*part)).take(PARTS_SHOWN);
    let said: Vec<String> = known.map(|(part, names)| format!("{}: {names}", part.name())).collect();
    if said.is_empty() {
        return;
    }
    let (fix, said) = (&entry.check.fix, said.join("; "));
    verdict.recommendation = Some(Text::made(
        format!("{} In this stack: {said}.", fix.en),
        format!("{} I den här stacken: {said}.", fix.sv),
    ));
}

fn all() -> impl Iterator<Item = &'static Advice> {
    code::ADVICE.iter().chain(operations::ADVICE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_model::Role;
    use std::collections::BTreeSet;

    #[test]
    fn every_decisive_check_has_advice_and_all_advice_has_a_check() {
        let advised: BTreeSet<&str> = all().map(|advice| advice.check).collect();
        assert_eq!(advised.len(), all().count(), "a check stands twice");
        for entry in crate::catalog().iter().filter(|entry| entry.check.role == Role::Decisive) {
            assert!(advised.contains(entry.id), "{} has no advice for any stack", entry.id);
        }
        let known: BTreeSet<&str> = crate::catalog().iter().map(|entry| entry.id).collect();
        for advice in all() {
            assert!(known.contains(advice.check), "{} is no check", advice.check);
            let parts: BTreeSet<Part> = advice.names.iter().map(|(part, _)| *part).collect();
            assert_eq!(parts.len(), advice.names.len(), "{}: a part stands twice", advice.check);
            for (_, names) in advice.names {
                assert!(names.contains('`') && !names.ends_with('.'), "{}: {names}", advice.check);
            }
        }
    }
}
