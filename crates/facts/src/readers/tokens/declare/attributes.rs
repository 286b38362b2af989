//! Annotations and attributes in front of a declaration.

use super::Attribute;
use crate::Language;
use crate::readers::tokens::source::Source;

/// Those that stand at `at`, and the place behind them.
pub(super) fn read(source: &Source<'_>, at: usize, end: usize) -> (Vec<Attribute>, usize) {
    let mut found = Vec::new();
    let mut here = at;
    while here < end {
        let behind = match source.language() {
            Language::Java | Language::Kotlin => annotation(source, here, &mut found),
            Language::CSharp => section(source, here, &mut found),
            Language::Rust | Language::Php => {
                let open = here.saturating_add(if source.is(here.saturating_add(1), "!") { 2 } else { 1 });
                if source.is(here, "#") { section(source, open, &mut found) } else { None }
            }
            _ => None,
        };
        match behind {
            Some(behind) if behind > here => here = behind,
            _ => break,
        }
    }
    (found, here)
}

/// `@Name`, `@a.b.Name(…)`, `@get:Name`.
fn annotation(source: &Source<'_>, at: usize, found: &mut Vec<Attribute>) -> Option<usize> {
    let mut name_at = at.saturating_add(1);
    if !source.is(at, "@") || !source.is_name(name_at) || source.is(name_at, "interface") {
        return None;
    }
    if source.is(name_at.saturating_add(1), ":") && source.is_name(name_at.saturating_add(2)) {
        name_at = name_at.saturating_add(2);
    }
    Some(one(source, name_at, found))
}

/// `[A, B(…)]`, `#[a::b(…)]`.
fn section(source: &Source<'_>, open: usize, found: &mut Vec<Attribute>) -> Option<usize> {
    if !source.is(open, "[") {
        return None;
    }
    let close = source.close_of(open);
    let mut here = open.saturating_add(1);
    while here < close {
        if source.is_name(here) && source.is(here.saturating_add(1), ":") {
            here = here.saturating_add(2);
        }
        here = if source.is_name(here) { one(source, here, found) } else { here.saturating_add(1) };
        while here < close && !source.is(here, ",") {
            here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
        }
        here = here.saturating_add(1);
    }
    Some(close.saturating_add(1))
}

fn one(source: &Source<'_>, at: usize, found: &mut Vec<Attribute>) -> usize {
    let (name, behind) = super::types::dotted(source, at);
    let open = Some(behind).filter(|open| source.is(*open, "("));
    found.push(Attribute { name, at, open });
    open.map_or(behind, |open| source.close_of(open).saturating_add(1))
}
