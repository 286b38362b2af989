//! Words that tell one customer's data from another's, and calls that hand such a thing over.

use super::values::{last, walk};
use beredd_facts::fact::{Call, Value};
use beredd_facts::identifier::has_word;

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
            || walk(&argument.value).any(|part| match part {
                Value::Name(name) => has_word(last(name), TENANT_WORDS),
                Value::Map(members) => has_tenant_key(members),
                _ => false,
            })
    })
}

fn has_tenant_key(members: &[(Value, Value)]) -> bool {
    members.iter().any(|(key, _)| matches!(key, Value::Text(key) if has_word(key, TENANT_WORDS)))
}
