//! What values come down to, as far as the text of a file fixes them.

use crate::fact::{Argument, Module, Value};
use crate::resolve::Names;
use beredd_model::RepoPath;

/// How many names a value is followed through.
const MAX_NAMES: u8 = 3;

/// The constant texts that a value is made of: itself, parts of a template, a default of the environment, a constant it names.
pub(crate) fn texts(names: &Names<'_>, path: &RepoPath, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(names, path, value, MAX_NAMES, &mut found);
    found
}

/// The argument with a keyword, or at a position among those without one.
pub(crate) fn argument<'a>(arguments: &'a [Argument], keyword: &str, position: usize) -> Option<&'a Value> {
    keyword_argument(arguments, keyword).or_else(|| positional(arguments).nth(position))
}

/// The argument with a keyword.
pub(crate) fn keyword_argument<'a>(arguments: &'a [Argument], keyword: &str) -> Option<&'a Value> {
    arguments.iter().find(|a| a.name.as_deref() == Some(keyword)).map(|a| &a.value)
}

/// Arguments without a keyword, in order.
pub(crate) fn positional(arguments: &[Argument]) -> impl Iterator<Item = &Value> {
    arguments.iter().filter(|a| a.name.is_none()).map(|a| &a.value)
}

/// The calls that a name of a module was last made by: `self.client = boto3.client("s3")` for `self.client`.
pub(crate) fn constructions<'a>(
    module: &'a Module,
    name: &str,
) -> impl Iterator<Item = (&'a str, &'a [Argument])> {
    module
        .bindings
        .iter()
        .filter(move |binding| binding.name == name)
        .flat_map(|binding| alternatives(&binding.value))
        .filter_map(|value| match value {
            Value::Call { target, arguments } => Some((target.as_str(), arguments.as_slice())),
            _ => None,
        })
}

/// The members of an `Either`, or the value itself.
pub(crate) fn alternatives(value: &Value) -> Vec<&Value> {
    match value {
        Value::Either(values) => values.iter().collect(),
        value => vec![value],
    }
}

fn collect(names: &Names<'_>, path: &RepoPath, value: &Value, left: u8, found: &mut Vec<String>) {
    match value {
        Value::Text(text) => found.push(text.clone()),
        Value::Template(parts) | Value::Either(parts) => {
            for part in parts {
                collect(names, path, part, left, found);
            }
        }
        Value::Environment { default: Some(default), .. } => collect(names, path, default, left, found),
        Value::Name(name) => {
            let Some(left) = left.checked_sub(1) else { return };
            let Some(module) = names.module(path) else { return };
            for binding in bindings_of(module, name).take(4) {
                collect(names, path, &binding.value, left, found);
            }
        }
        _ => {}
    }
}

/// Bindings that a name of the same file stands for; an attribute is found by its last part.
fn bindings_of<'a>(module: &'a Module, name: &'a str) -> impl Iterator<Item = &'a crate::fact::Binding> {
    let own = name.strip_prefix("::").unwrap_or(name);
    let attribute = own.rsplit_once("().").map(|(_, last)| format!("self.{last}"));
    module
        .bindings
        .iter()
        .filter(move |binding| binding.name == own || Some(&binding.name) == attribute.as_ref())
}
