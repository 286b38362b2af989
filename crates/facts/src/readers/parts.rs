//! What readers of languages make facts of alike: bound names put together, and the parts of template strings.

use super::text;
use crate::fact::Value;
use std::rc::Rc;

/// Longest bound name that is kept, in bytes: a longer one says nothing. A chain of calls that grows past it starts anew, so that a
/// file of one endless chain is read in linear time.
pub(super) const MAX_NAME: usize = 400;
/// Characters kept of a text: what [`Value::Text`] says.
pub(super) const MAX_TEXT: usize = 1_000;
/// Members kept of a list, an object or an argument list, and parts of a template.
pub(super) const MAX_MEMBERS: usize = 100;

/// The first characters of a text.
pub(super) fn cut(text: &str) -> String {
    text::cut(text, MAX_TEXT)
}

/// Puts a name together, unless it grows beyond what anyone reads.
pub(super) fn joined(parts: &[&str]) -> Option<Rc<str>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    (length <= MAX_NAME).then(|| Rc::from(parts.concat()))
}

/// Whether a bound name is the result of one call that looks like a constructor or a factory of a module.
pub(super) fn is_constructor(name: &str) -> bool {
    let Some(callee) = name.strip_suffix("()").filter(|callee| !callee.contains("()")) else { return false };
    let (module, last) =
        callee.rsplit_once(['.', ':']).map_or((None, callee), |(module, last)| (Some(module), last));
    starts_upper(last) || module.is_some_and(|module| !module.starts_with("self."))
}

/// Whether a word begins with a capital.
pub(super) fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Adds text to the parts of a template: to the text before it, where there is one.
pub(super) fn push_text(parts: &mut Vec<Value>, text: &str) {
    if let Some(Value::Text(before)) = parts.last_mut() {
        let room = MAX_TEXT.saturating_sub(before.chars().count());
        before.extend(text.chars().take(room));
    } else if parts.len() < MAX_MEMBERS && !text.is_empty() {
        parts.push(Value::Text(cut(text)));
    }
}

/// The parts as a value: text alone is a text.
pub(super) fn as_template(mut parts: Vec<Value>) -> Value {
    match parts.as_slice() {
        [] => Value::Text(String::new()),
        [Value::Text(_)] => parts.pop().unwrap_or(Value::Other),
        _ => {
            parts.truncate(MAX_MEMBERS);
            Value::Template(parts)
        }
    }
}
