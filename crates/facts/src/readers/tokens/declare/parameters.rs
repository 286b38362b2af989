//! What functions take.

use super::{Parameter, types};
use crate::Language;
use crate::readers::tokens::source::Source;
use std::ops::Range;

/// The parameters between two brackets, the receiver left out.
pub(super) fn read(source: &Source<'_>, open: usize) -> Vec<Parameter> {
    let parts = divide(source, open.saturating_add(1)..source.close_of(open));
    if source.language() == Language::Go {
        return go(source, &parts);
    }
    parts.into_iter().filter_map(|part| one(source, part)).take(100).collect()
}

/// A list at its commas, brackets and type arguments kept together.
pub(super) fn divide(source: &Source<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut here, mut depth) = (range.start, range.start, 0u32);
    while here < range.end {
        match source.word(here) {
            "," if depth == 0 => {
                parts.push(start..here);
                start = here.saturating_add(1);
            }
            "<" if here > start && source.is_name(here.saturating_sub(1)) => depth = depth.saturating_add(1),
            ">" => depth = depth.saturating_sub(1),
            ">>" => depth = depth.saturating_sub(2),
            _ if source.opens(here) => here = source.close_of(here),
            _ => {}
        }
        here = here.saturating_add(1);
    }
    if start < range.end {
        parts.push(start..range.end);
    }
    parts
}

/// Where a sign stands in a part, outside of brackets.
fn find(source: &Source<'_>, part: &Range<usize>, sign: &str) -> Option<usize> {
    let mut here = part.start;
    while here < part.end {
        if source.is(here, sign) {
            return Some(here);
        }
        here = if source.opens(here) { source.close_of(here) } else { here }.saturating_add(1);
    }
    None
}

fn one(source: &Source<'_>, part: Range<usize>) -> Option<Parameter> {
    let (_, start) = super::attributes::read(source, part.start, part.end);
    let equals = find(source, &(start..part.end), "=");
    let default = equals.map(|at| at.saturating_add(1)..part.end);
    let end = equals.unwrap_or(part.end);
    let found = match source.language() {
        Language::Kotlin | Language::Rust => name_first(source, start..end),
        Language::Ruby => ruby(source, start..end),
        _ => type_first(source, start..end),
    }?;
    let default = match found.default {
        Some(own) => Some(own),
        None => default,
    };
    Some(Parameter { default, ..found })
}

/// `private val llm: Llm`, `mut prompt: &str`.
fn name_first(source: &Source<'_>, part: Range<usize>) -> Option<Parameter> {
    let colon = find(source, &part, ":");
    let name_end = colon.unwrap_or(part.end);
    let name_at = (part.start..name_end).rev().find(|at| source.is_name(*at))?;
    let name = source.word(name_at);
    if name == "self" {
        return None;
    }
    let is_field = (part.start..name_at).any(|at| source.is_any(at, &["val", "var"]));
    let type_name = colon.and_then(|at| types::name_of(source, at.saturating_add(1)..part.end));
    Some(Parameter { name: name.to_owned(), type_name, default: None, is_field })
}

/// `final String name`, `?Client $client`.
fn type_first(source: &Source<'_>, part: Range<usize>) -> Option<Parameter> {
    let name_at = (part.start..part.end).rev().find(|at| source.is_name(*at))?;
    let is_php = source.language() == Language::Php;
    let mut start = part.start;
    let mut is_field = false;
    while source.is_any(start, &["private", "protected", "public", "readonly"]) && start < name_at {
        is_field = true;
        start = start.saturating_add(1);
    }
    let name = source.word(name_at).trim_start_matches('$').to_owned();
    let type_name = (start < name_at).then(|| types::name_of(source, start..name_at)).flatten();
    Some(Parameter { name, type_name, default: None, is_field: is_field && is_php })
}

/// `name`, `name: 1`, `*rest`.
fn ruby(source: &Source<'_>, part: Range<usize>) -> Option<Parameter> {
    let name_at = (part.start..part.end).find(|at| source.is_name(*at))?;
    let colon = name_at.saturating_add(1);
    let behind = colon.saturating_add(1);
    let default = (source.is(colon, ":") && behind < part.end).then_some(behind..part.end);
    Some(Parameter { name: source.word(name_at).to_owned(), default, ..Parameter::default() })
}

/// `ctx context.Context`, `a, b string`: several names may share the type behind the last.
fn go(source: &Source<'_>, parts: &[Range<usize>]) -> Vec<Parameter> {
    let has_type = |part: &Range<usize>| {
        source.is_name(part.start)
            && part.end > part.start.saturating_add(1)
            && !source.is(part.start.saturating_add(1), ".")
    };
    let is_named = parts.iter().any(has_type);
    let mut found: Vec<Parameter> = Vec::new();
    let mut later: Option<String> = None;
    for part in parts.iter().rev().take(100) {
        if !is_named {
            let type_name = types::name_of(source, part.clone());
            found.push(Parameter { name: "_".to_owned(), type_name, ..Parameter::default() });
            continue;
        }
        if has_type(part) {
            later = types::name_of(source, part.start.saturating_add(1)..part.end);
        }
        let name = source.word(part.start).to_owned();
        found.push(Parameter { name, type_name: later.clone(), ..Parameter::default() });
    }
    found.reverse();
    found
}
