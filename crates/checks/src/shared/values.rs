//! What values are made of, what the arguments of a call say, and the parts of dotted names.

use beredd_facts::fact::{Argument, Value};

/// A value and every value in it, arguments of calls included; parents first, in the order they are written.
pub(crate) fn parts_of(value: &Value) -> Vec<&Value> {
    walk(value).collect()
}

/// As [`parts_of`], one after the other.
pub(crate) fn walk(value: &Value) -> impl Iterator<Item = &Value> {
    // Most values are made of nothing else, and a list that is never filled takes no memory.
    let mut next = Some(value);
    let mut waiting = Vec::new();
    std::iter::from_fn(move || {
        let value = next.take().or_else(|| waiting.pop())?;
        match value {
            Value::List(items) | Value::Template(items) | Value::Either(items) => {
                waiting.extend(items.iter().rev());
            }
            Value::Map(members) => waiting.extend(members.iter().rev().flat_map(|(key, value)| [value, key])),
            Value::Call { arguments, .. } => {
                waiting.extend(arguments.iter().rev().map(|argument| &argument.value));
            }
            Value::Environment { default: Some(default), .. } => waiting.push(default.as_ref()),
            _ => {}
        }
        Some(value)
    })
}

/// The bound names in a value.
pub(crate) fn names_in(value: &Value) -> Vec<&str> {
    walk(value)
        .filter_map(|part| match part {
            Value::Name(name) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// The texts that are written out in a value.
pub(crate) fn texts_in(value: &Value) -> Vec<&str> {
    walk(value).filter_map(text).collect()
}

/// The text of a value, when it is one.
pub(crate) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The argument with a keyword.
pub(crate) fn keyword<'a>(arguments: &'a [Argument], name: &str) -> Option<&'a Value> {
    arguments.iter().find(|argument| argument.name.as_deref() == Some(name)).map(|argument| &argument.value)
}

/// The argument with a keyword, or at a position among those without one.
pub(crate) fn argument<'a>(arguments: &'a [Argument], name: &str, position: usize) -> Option<&'a Value> {
    keyword(arguments, name)
        .or_else(|| arguments.iter().filter(|a| a.name.is_none()).nth(position).map(|a| &a.value))
}

/// The last part of a dotted name.
pub(crate) fn last(dotted: &str) -> &str {
    dotted.rsplit(['.', ':']).next().unwrap_or(dotted)
}

/// Whether a dotted name is a package or stands in it.
pub(crate) fn is_in(target: &str, package: &str) -> bool {
    // Asked of every name and every package of a table: the first letter tells most apart.
    target.as_bytes().first() == package.as_bytes().first()
        && target.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
}
