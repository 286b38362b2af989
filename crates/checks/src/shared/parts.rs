//! What values are made of: every value inside a value.

use beredd_facts::fact::{Argument, Call, Value};
use beredd_facts::identifier::has_word;

/// A value and every value inside it, arguments of calls included.
pub(crate) fn parts_of(value: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        found.push(value);
        match value {
            Value::List(items) | Value::Template(items) | Value::Either(items) => waiting.extend(items),
            Value::Map(members) => waiting.extend(members.iter().flat_map(|(key, value)| [key, value])),
            Value::Call { arguments, .. } => waiting.extend(arguments.iter().map(|argument| &argument.value)),
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

/// The value of a keyword argument.
pub(crate) fn keyword<'a>(arguments: &'a [Argument], name: &str) -> Option<&'a Value> {
    arguments.iter().find(|argument| argument.name.as_deref() == Some(name)).map(|argument| &argument.value)
}

/// The texts that are written out in a value.
pub(crate) fn texts_in(value: &Value) -> Vec<&str> {
    parts_of(value)
        .into_iter()
        .filter_map(|part| match part {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// Words that tell one customer's data from another's.
pub(crate) const TENANT_WORDS: &[&str] = &[
    "tenant",
    "tenants",
    "company id",
    "customer id",
    "org id",
    "organisation id",
    "organization id",
    "workspace id",
];

/// Whether an argument hands over something that names a tenant: by its keyword, by a name in its value, or by a key of a map.
pub(crate) fn hands_tenant(call: &Call) -> bool {
    call.arguments.iter().any(|argument| {
        argument.name.as_deref().is_some_and(|name| has_word(name, TENANT_WORDS))
            && argument.value != Value::Nothing
            || names_in(&argument.value).iter().any(|name| has_word(last(name), TENANT_WORDS))
            || parts_of(&argument.value)
                .iter()
                .any(|part| matches!(part, Value::Map(members) if has_tenant_key(members)))
    })
}

fn has_tenant_key(members: &[(Value, Value)]) -> bool {
    members.iter().any(|(key, _)| matches!(key, Value::Text(key) if has_word(key, TENANT_WORDS)))
}

/// The last name of a dotted one.
pub(crate) fn last(name: &str) -> &str {
    name.rsplit(['.', ':']).next().unwrap_or(name)
}
