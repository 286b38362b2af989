//! Names that say they hold a secret, and what they are bound to: assignments, keys of configuration, defaults of variables.

use super::stand_in::{is_its_name, is_random, is_reference, is_stand_in, is_weak, is_words};
use super::{Candidate, Setting, shape};
use crate::Language;
use crate::fact::SecretContext;
use crate::identifier::words;
use crate::known::secret_kinds::NAMED_KINDS;
use crate::known::secret_words::{NAME_SUFFIXES, OTHER_TOKENS, PASSWORD_NAMES, SECRET_NAMES};
use std::ops::Range;

/// Pieces of names worth a look, in any case.
pub(super) const MARKS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "_pass",
    "secret",
    "token",
    "credential",
    "apikey",
    "_key",
    "-key",
    "accesskey",
    "secretkey",
    "privatekey",
    "accountkey",
    "signingkey",
    "encryptionkey",
    "masterkey",
    "authkey",
];

/// Longest name and longest value that are looked at, in bytes.
const MAX_NAME: usize = 80;
const MAX_VALUE: usize = 512;

/// How a value is bound to its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// It is given.
    Given,
    /// It is what a variable of the environment falls back on.
    Default,
}

/// The name around a hit: letters, digits, `_`, `-` and, to the left, `.`.
pub(super) fn name_around(bytes: &[u8], start: usize, end: usize) -> Range<usize> {
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let lowest = start.saturating_sub(MAX_NAME);
    let mut from = start;
    while from > lowest {
        let before = from.saturating_sub(1);
        if !bytes.get(before).is_some_and(|byte| is_of_name(*byte) || *byte == b'.') {
            break;
        }
        from = before;
    }
    let rest = bytes.iter().skip(end).take(MAX_NAME).take_while(|byte| is_of_name(**byte)).count();
    from..end.saturating_add(rest)
}

/// The secret that a name is bound to, if that is what follows it.
pub(super) fn read(setting: Setting, text: &str, name: Range<usize>) -> Option<Candidate> {
    let (value, form) = value_of(setting, text, &name)?;
    let name = text.get(name)?;
    let written = text.get(value.clone())?;
    let sort = sort_of(name)?;
    let context = judge(setting, name, written, sort, form)?;
    let kind = match context {
        SecretContext::WeakDefault => "password",
        _ => named_kind(name, written).unwrap_or(if sort == Sort::Password {
            "password"
        } else {
            "generic_secret"
        }),
    };
    Some(Candidate { start: value.start, end: value.end, kind, context })
}

/// What a name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Password,
    Key,
}

/// Whether the last words of a name say password or key; `max_tokens`, `token_count` and `pad_token` do not.
fn sort_of(name: &str) -> Option<Sort> {
    let mut parts = words(name);
    while parts.len() > 1
        && parts.last().is_some_and(|last| NAME_SUFFIXES.binary_search(&last.as_str()).is_ok())
    {
        parts.pop();
    }
    let last = parts.last()?;
    if PASSWORD_NAMES.binary_search(&last.as_str()).is_ok() {
        return Some(Sort::Password);
    }
    let two = match parts.as_slice() {
        [.., first, second] => format!("{first} {second}"),
        _ => String::new(),
    };
    let is_other =
        parts.iter().rev().nth(1).is_some_and(|word| OTHER_TOKENS.binary_search(&word.as_str()).is_ok());
    let is_named = |name: &str| SECRET_NAMES.binary_search(&name).is_ok();
    (!is_other && (is_named(last) || is_named(&two))).then_some(Sort::Key)
}

/// Live, weak, a stand-in, or nothing to report.
fn judge(setting: Setting, name: &str, value: &str, sort: Sort, form: Form) -> Option<SecretContext> {
    if value.len() < 3 || value.contains(char::is_whitespace) || is_reference(value) {
        return None;
    }
    let guards =
        sort == Sort::Password || form == Form::Default || words(name).iter().any(|word| word == "secret");
    let weak = if setting.is_pattern { SecretContext::Placeholder } else { SecretContext::WeakDefault };
    if is_its_name(name, value) && (setting.language.is_code() && form == Form::Given || sort == Sort::Key) {
        return None;
    }
    // A UUID names things far more often than it keeps them.
    let says_secret = words(name).iter().any(|word| matches!(word.as_str(), "api" | "apikey" | "secret"));
    if shape::is_uuid(value) && sort == Sort::Key && !says_secret && named_kind(name, value).is_none() {
        return None;
    }
    if guards && is_weak(value) {
        return Some(weak);
    }
    if is_stand_in(value) {
        return Some(if form == Form::Default { weak } else { SecretContext::Placeholder });
    }
    if sort == Sort::Password && is_words(value) {
        // A word for a password protects little; in code a lone word is more likely a label than a password.
        let is_label = setting.language.is_code() && form == Form::Given;
        return (!is_label).then_some(weak);
    }
    let shortest = if sort == Sort::Password { 8 } else { 16 };
    let is_mixed =
        value.bytes().any(|b| b.is_ascii_digit()) && value.bytes().any(|b| b.is_ascii_alphabetic());
    let is_printable = value.bytes().all(|byte| byte.is_ascii_graphic());
    let is_code_like = value.contains(['(', ')', '{', '}', '[', ']', '<', '>', '\\']) && sort == Sort::Key;
    (value.len() >= shortest
        && is_mixed
        && is_printable
        && !is_code_like
        && is_random(value)
        && !is_words(value))
    .then_some(SecretContext::Live)
}

/// The provider that the name tells, where the shape is that provider's.
fn named_kind(name: &str, value: &str) -> Option<&'static str> {
    let parts = words(name);
    NAMED_KINDS
        .iter()
        .find(|kind| {
            kind.words.iter().all(|word| parts.iter().any(|part| part == word))
                && (kind.min..=kind.max).contains(&value.len())
                && shape::is_all(value, kind.letters)
        })
        .map(|kind| kind.id)
}

/// Where the value stands that a name is bound to.
fn value_of(setting: Setting, text: &str, name: &Range<usize>) -> Option<(Range<usize>, Form)> {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied();
    let mut place = name.end;
    let is_quoted = matches!(at(place), Some(b'"' | b'\'' | b'`'));
    if is_quoted {
        place = place.saturating_add(1);
    }
    if at(place) == Some(b']') {
        place = place.saturating_add(1);
    }
    if is_quoted && matches!(at(place), Some(b',' | b')')) {
        return default_of_call(text, name, place);
    }
    if at(name.start.saturating_sub(1)) == Some(b'{') && at(name.start.saturating_sub(2)) == Some(b'$') {
        return default_of_shell(bytes, place);
    }
    let gap = blanks(bytes, place);
    match (at(gap)?, at(gap.saturating_add(1))) {
        (b'=', Some(b'=' | b'~')) => None,
        (b'=', Some(b'>')) | (b':', Some(b'=')) => given(setting, bytes, gap.saturating_add(2), name),
        (b'=', _) => given(setting, bytes, gap.saturating_add(1), name),
        (b':', _) => after_colon(setting, bytes, gap.saturating_add(1), name),
        (b'|', Some(b'|')) | (b'?', Some(b'?')) if text.get(name.clone())?.starts_with("process.env") => {
            quoted(bytes, gap.saturating_add(2)).map(|value| (value, Form::Default))
        }
        (b'>', _) if setting.language == Language::Xml => {
            unquoted(bytes, gap.saturating_add(1)).map(|v| (v, Form::Given))
        }
        (b'\n' | b'\r', _) if setting.language == Language::Yaml => of_next_line(bytes, name, gap),
        _ => None,
    }
}

/// `getenv("NAME", "default")`, `environ.get("NAME") or "default"`.
fn default_of_call(text: &str, name: &Range<usize>, place: usize) -> Option<(Range<usize>, Form)> {
    let bytes = text.as_bytes();
    let opening = name.start.checked_sub(2)?;
    if bytes.get(opening) != Some(&b'(') {
        return None;
    }
    let from = (0..4).find_map(|more| text.get(opening.saturating_sub(24).saturating_add(more)..opening))?;
    let callee =
        from.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).next()?.to_lowercase();
    if !(callee.contains("env") || callee.ends_with(".get") || callee.ends_with("config")) {
        return None;
    }
    let behind = place.saturating_add(1);
    let value = if bytes.get(place) == Some(&b',') {
        quoted(bytes, behind)?
    } else {
        let gap = blanks(bytes, behind);
        let is_or = [&b"or "[..], b"|| ", b"?? "]
            .iter()
            .any(|word| bytes.get(gap..).is_some_and(|rest| rest.starts_with(word)));
        quoted(bytes, if is_or { gap.saturating_add(3) } else { return None })?
    };
    Some((value, Form::Default))
}

/// `${NAME:-default}`. What stands behind `:+` is put in its place when there is one, and behind `:?` is what is said when not.
fn default_of_shell(bytes: &[u8], place: usize) -> Option<(Range<usize>, Form)> {
    let start = match (bytes.get(place)?, bytes.get(place.saturating_add(1))) {
        (b':', Some(b'-' | b'=')) => place.saturating_add(2),
        (b':', Some(b'+' | b'?')) => return None,
        (b':' | b'-', _) => place.saturating_add(1),
        _ => return None,
    };
    let length =
        bytes.iter().skip(start).take(MAX_VALUE).take_while(|byte| !matches!(byte, b'}' | b'\n')).count();
    (length > 0).then(|| (start..start.saturating_add(length), Form::Default))
}

/// A key and its value, or a name, its type and its value: `password: str = "x"`.
fn after_colon(
    setting: Setting,
    bytes: &[u8],
    place: usize,
    name: &Range<usize>,
) -> Option<(Range<usize>, Form)> {
    if let Some(value) = quoted(bytes, place) {
        return Some((value, Form::Given));
    }
    if !setting.language.is_code() {
        return given(setting, bytes, place, name);
    }
    let annotation = bytes
        .iter()
        .skip(place)
        .take(60)
        .take_while(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'.' | b'[' | b']' | b'|' | b'?')
        })
        .count();
    let sign = place.saturating_add(annotation);
    let is_assigned = bytes.get(sign) == Some(&b'=') && bytes.get(sign.saturating_add(1)) != Some(&b'=');
    quoted(bytes, sign.saturating_add(1)).filter(|_| is_assigned).map(|value| (value, Form::Given))
}

/// A value in quotes, or a bare one where the language has bare values. Prose has them in lines like `API_KEY=…` only.
fn given(setting: Setting, bytes: &[u8], place: usize, name: &Range<usize>) -> Option<(Range<usize>, Form)> {
    if let Some(value) = quoted(bytes, place) {
        return Some((value, Form::Given));
    }
    let is_bare = match setting.language {
        Language::Yaml
        | Language::Env
        | Language::Ini
        | Language::Properties
        | Language::Dockerfile
        | Language::Shell => true,
        Language::Makefile | Language::Xml => bytes.get(place.saturating_sub(1)) == Some(&b'='),
        _ if setting.language.is_prose() => {
            let is_variable = bytes.get(name.clone())?.iter().all(|byte| !byte.is_ascii_lowercase());
            is_variable && bytes.get(name.end) == Some(&b'=')
        }
        _ => false,
    };
    // A new line ends a bare value before it begins: what follows belongs to the next name.
    unquoted(bytes, place).filter(|_| is_bare).map(|value| (value, Form::Given))
}

/// Kubernetes and ECS: `- name: DB_PASSWORD`, then `value: …` on the next line.
fn of_next_line(bytes: &[u8], name: &Range<usize>, line_end: usize) -> Option<(Range<usize>, Form)> {
    let before = bytes.get(name.start.saturating_sub(7)..name.start)?;
    let written = std::str::from_utf8(before).ok()?.trim_end_matches([' ', '"', '\'']);
    if !(written.ends_with("name:") || written.ends_with("Name:") || written.ends_with("key:")) {
        return None;
    }
    let next = bytes.iter().skip(line_end).take(200).take_while(|byte| byte.is_ascii_whitespace()).count();
    let place = line_end.saturating_add(next);
    let rest = bytes.get(place..)?;
    if !(rest.starts_with(b"value:") || rest.starts_with(b"Value:")) {
        return None;
    }
    let place = place.saturating_add(6);
    quoted(bytes, place).or_else(|| unquoted(bytes, place)).map(|value| (value, Form::Given))
}

fn blanks(bytes: &[u8], place: usize) -> usize {
    let count = bytes.iter().skip(place).take(40).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    place.saturating_add(count)
}

/// The inside of quotes that begin at `place`, blanks and a prefix such as `r` or `b` passed over; on one line.
fn quoted(bytes: &[u8], place: usize) -> Option<Range<usize>> {
    let mut at = blanks(bytes, place);
    let prefix = bytes.get(at..at.saturating_add(2))?;
    if matches!(prefix, [b'r' | b'b' | b'u' | b'f' | b'@' | b'$', b'"' | b'\'']) {
        at = at.saturating_add(1);
    }
    let quote = *bytes.get(at).filter(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
    let start = at.saturating_add(1);
    let length = bytes
        .iter()
        .skip(start)
        .take(MAX_VALUE)
        .position(|byte| *byte == quote || *byte == b'\n')
        .filter(|length| *length > 0)?;
    let end = start.saturating_add(length);
    (bytes.get(end) == Some(&quote)).then_some(start..end)
}

/// A bare value: up to a blank or a sign that ends it. A value that looks like one and is cut by the limit is none.
fn unquoted(bytes: &[u8], place: usize) -> Option<Range<usize>> {
    let start = blanks(bytes, place);
    let ends =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'"' | b'\'' | b'`' | b')');
    let length = bytes.iter().skip(start).take(MAX_VALUE).take_while(|byte| !ends(byte)).count();
    let length =
        match bytes.get(start..start.saturating_add(length))?.iter().skip(1).position(|byte| *byte == b'<') {
            Some(before_tag) if bytes.get(start) != Some(&b'<') => before_tag.saturating_add(1),
            _ => length,
        };
    (length > 0 && length < MAX_VALUE).then(|| start..start.saturating_add(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged_by_their_last_words() {
        for name in [
            "api_key",
            "OPENAI_API_KEY",
            "self.client_secret",
            "dbPassword",
            "DB_PASS",
            "x-api-key",
            "apiKey",
            "authToken",
            "SECRET_KEY_DEV",
        ] {
            assert!(sort_of(name).is_some(), "{name}");
        }
        for name in [
            "max_tokens",
            "token_count",
            "pad_token",
            "secret_name",
            "primary_key",
            "public_key",
            "password_hash",
            "tokenizer",
            "compass",
            "api_key_header",
        ] {
            assert!(sort_of(name).is_none(), "{name}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        for table in [NAME_SUFFIXES, OTHER_TOKENS, PASSWORD_NAMES, SECRET_NAMES] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
