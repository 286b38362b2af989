//! Types as they are written.

use crate::Language;
use crate::readers::tokens::source::Source;
use std::ops::Range;

/// Types that only hold another one: what is called on them is called on what they hold.
const WRAPPERS: &[&str] = &[
    "Arc",
    "Box",
    "Lazy",
    "Mutex",
    "ObjectProvider",
    "Option",
    "Optional",
    "Provider",
    "Rc",
    "RwLock",
    "Task",
    "ValueTask",
    "Mono",
    "Uni",
];

/// Words in front of a type that are none.
const NO_TYPES: &[&str] = &[
    "const", "dyn", "final", "impl", "in", "mut", "out", "params", "ref", "scoped", "this", "vararg",
    "volatile",
];

/// A dotted name at a place, and the place behind it.
pub(super) fn dotted(source: &Source<'_>, at: usize) -> (String, usize) {
    let mut name = String::new();
    let mut here = at;
    while source.is_name(here) && name.len() < 300 {
        name.push_str(&source.word(here).trim_start_matches('\\').replace('\\', "."));
        here = here.saturating_add(1);
        if !source.is_any(here, &[".", "::"]) || !source.is_name(here.saturating_add(1)) {
            break;
        }
        name.push('.');
        here = here.saturating_add(1);
    }
    (name, here)
}

/// The name of a type, with what only wraps it taken off; nothing for lists, functions and tuples.
pub(super) fn name_of(source: &Source<'_>, range: Range<usize>) -> Option<String> {
    let mut here = range.start;
    while here < range.end {
        if source.is_name(here) && NO_TYPES.contains(&source.word(here)) {
            here = here.saturating_add(1);
            continue;
        }
        if source.is_name(here) {
            let (name, behind) = dotted(source, here);
            let last = name.rsplit('.').next().unwrap_or_default();
            if source.is(behind, "<") && WRAPPERS.contains(&last) {
                here = behind.saturating_add(1);
                continue;
            }
            let is_many = source.is(behind, "[") && behind < range.end && source.language() != Language::Go;
            let is_other = matches!(
                name.as_str(),
                "map" | "chan" | "func" | "fn" | "interface" | "struct" | "var" | "void"
            );
            return (!is_many && !is_other).then_some(name);
        }
        match source.word(here) {
            "*" | "&" | "?" | "&&" | "@" | "..." => here = here.saturating_add(1),
            "(" if source.language() == Language::Go => here = here.saturating_add(1),
            _ => return None,
        }
    }
    None
}
