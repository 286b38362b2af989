//! What values are made of, what the arguments of a call say, and the parts of dotted names.

use beredd_facts::fact::{Argument, Value};

/// A value and every value in it, arguments of calls included; parents first, in the order they are written.
pub(crate) fn parts_of(value: &Value) -> Vec<&Value> {
    if matches!(value, Value::Text(_) | Value::Name(_) | Value::Number(_) | Value::Bool(_) | Value::Other) {
        return vec![value];
    }
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        found.push(value);
        match value {
            Value::List(items) | Value::Template(items) | Value::Either(items) => {
                waiting.extend(items.iter().rev());
            }
            Value::Map(members) => waiting.extend(members.iter().rev().flat_map(|(key, value)| [value, key])),
            Value::Call { arguments, .. } => {
                waiting.extend(arguments.iter().rev().map(|argument| &argument.value));
            }
            Value::Environment { default: Some(default), .. } => waiting.push(default),
            _ => {}
        }
    }
    found
}

/// The bound names in a value.
pub(crate) fn names_in(value: &Value) -> Vec<&str> {
    parts_of(value)
        .into_iter()
        .filter_map(|part| match part {
            Value::Name(name) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// The texts that are written out in a value.
pub(crate) fn texts_in(value: &Value) -> Vec<&str> {
    parts_of(value).into_iter().filter_map(text).collect()
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
    target.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
}
