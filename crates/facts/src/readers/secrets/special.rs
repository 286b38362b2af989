//! Secrets that need more than a prefix: keys in PEM form, JSON web tokens, passwords in URLs, bearer tokens.

use super::stand_in::{is_random, is_reference, is_stand_in, is_weak, is_words};
use super::{Candidate, Setting, shape};
use crate::fact::SecretContext;
use crate::known::secret_kinds::Letters;

/// Which reader looks at a hit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Special {
    Url,
    Pem,
    Jwt,
    Bearer,
    AzureClientSecret,
    TelegramBot,
}

/// What announces each.
pub(super) const MARKS: &[(&str, Special)] = &[
    ("://", Special::Url),
    ("-----begin ", Special::Pem),
    ("eyJ", Special::Jwt),
    ("bearer ", Special::Bearer),
    ("8Q~", Special::AzureClientSecret),
    ("7Q~", Special::AzureClientSecret),
    (":AA", Special::TelegramBot),
];

/// Longest PEM block, in bytes: an RSA key of 16,384 bits in PKCS #8.
const MAX_PEM: usize = 14_000;
/// Longest JSON web token.
const MAX_JWT: usize = 4_000;
/// Longest user and password of a URL.
const MAX_USER_INFO: usize = 300;

/// The payload of the token that jwt.io shows and half the world copies, `{"sub":"1234567890`.
const JWT_OF_THE_BOOK: &str = "eyJzdWIiOiIxMjM0NTY3ODkw";

/// Looks at a hit between `start` and `end`.
pub(super) fn read(
    special: Special,
    setting: Setting,
    text: &str,
    start: usize,
    end: usize,
) -> Option<Candidate> {
    match special {
        Special::Url => url_password(setting, text, start, end),
        Special::Pem => pem(text, start, end),
        Special::Jwt => jwt(text, start),
        Special::Bearer => bearer(text, end),
        Special::AzureClientSecret => azure_client_secret(text, start, end),
        Special::TelegramBot => telegram_bot(text, start, end),
    }
}

/// `scheme://user:password@host`. The user may be empty, as Redis has it.
fn url_password(setting: Setting, text: &str, start: usize, end: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    if !start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    // Inside `${…}` and `{…}` anything may stand; outside, the user's part ends where the host or the URL does.
    let mut depth = 0_u32;
    let length = bytes
        .iter()
        .skip(end)
        .take(MAX_USER_INFO)
        .take_while(|byte| {
            depth = match byte {
                b'{' => depth.saturating_add(1),
                b'}' => depth.saturating_sub(1),
                _ => depth,
            };
            depth > 0 && **byte != b'\n'
                || !matches!(byte, b'/' | b'"' | b'\'' | b'`' | b'?' | b'#' | b'|' | b')')
                    && !byte.is_ascii_whitespace()
        })
        .count();
    let authority = text.get(end..end.saturating_add(length))?;
    let (user_info, host) = authority.rsplit_once('@')?;
    let (user, password) = user_info.split_once(':')?;
    if password.is_empty()
        || host.is_empty()
        || password.starts_with(['*', '<', '[']) && !is_stand_in(password)
    {
        return None;
    }
    // `${PASSWORD:-changeme}` is a reference whose default the assignment's reader judges.
    if is_reference(password) || password.contains(['{', '}']) {
        return None;
    }
    let shows = setting.is_pattern
        || is_pattern_url(bytes, start)
        || is_said(setting, bytes, start)
        || is_reserved(host);
    let weak = if shows { SecretContext::Placeholder } else { SecretContext::WeakDefault };
    let context = if is_weak(password) || password == user {
        weak
    } else if is_stand_in(password) || !password.is_ascii() {
        SecretContext::Placeholder
    } else if is_words(password) || password.len() < 8 {
        weak
    } else {
        SecretContext::Live
    };
    let from = end.saturating_add(user.len()).saturating_add(1);
    Some(Candidate { start: from, end: from.saturating_add(password.len()), kind: "url_password", context })
}

/// Whether a host is of a domain that is reserved for documentation and tests (RFC 2606): nothing answers there.
fn is_reserved(host: &str) -> bool {
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    ["example.com", "example.net", "example.org", "example", "invalid", "test"].iter().any(|domain| {
        host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// `driver://user:pass@localhost/dbname`, as generators of configuration write it: no driver has that name.
fn is_pattern_url(bytes: &[u8], end: usize) -> bool {
    const PATTERNS: &[&[u8]] =
        &[b"backend", b"db", b"dialect", b"dialect+driver", b"driver", b"protocol", b"scheme"];
    let from = scheme_start(bytes, end);
    bytes.get(from..end).is_some_and(|scheme| PATTERNS.contains(&scheme))
}

/// Whether a URL of a program stands in the middle of a text: a help text, an error, a docstring. A setting is a text of its own.
fn is_said(setting: Setting, bytes: &[u8], end: usize) -> bool {
    let before = scheme_start(bytes, end).checked_sub(1).and_then(|at| bytes.get(at));
    setting.language.is_code() && !matches!(before, Some(b'"' | b'\'' | b'`'))
}

fn scheme_start(bytes: &[u8], end: usize) -> usize {
    let scheme = bytes.get(end.saturating_sub(40)..end).unwrap_or_default().iter().rev();
    let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    end.saturating_sub(scheme.take_while(is_letter).count())
}

/// A private key with a body. One that is shown shortened, or has no body, is a stand-in.
fn pem(text: &str, start: usize, end: usize) -> Option<Candidate> {
    let window = window(text, end, MAX_PEM);
    let (label, body) = window.split_once("-----")?;
    let kind = match label {
        "PGP PRIVATE KEY BLOCK" => "pgp_private_key",
        _ if label.len() < 40 && label.ends_with("PRIVATE KEY") && !label.contains('\n') => "private_key",
        _ => return None,
    };
    let (body, is_closed) = match body.split_once("-----") {
        Some((body, rest)) => (body, rest.starts_with("END")),
        None => (body, false),
    };
    let letters: String = body
        .replace("\\n", "")
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))
        .take(4_000)
        .collect();
    // An elliptic key has 64 letters at the least. Code that only looks for the header has no body to speak of.
    if letters.len() < 16 && !body.contains("...") {
        return None;
    }
    let is_live = is_closed
        && letters.len() >= 60
        && is_random(&letters)
        && !body.contains("...")
        && !is_shown(&letters);
    let is_service_account = kind == "private_key" && is_in_service_account(text, start);
    let kind = if is_service_account { "gcp_service_account_key" } else { kind };
    if !is_closed && !is_live && !body.contains("...") {
        return None;
    }
    let context = if is_live { SecretContext::Live } else { SecretContext::Placeholder };
    let length = if is_closed { body.len() } else { 0 };
    Some(Candidate {
        start,
        end: end.saturating_add(label.len()).saturating_add(5).saturating_add(length),
        kind,
        context,
    })
}

fn is_shown(letters: &str) -> bool {
    let lower = letters.to_lowercase();
    ["example", "yourprivatekey", "placeholder", "redacted", "xxxxxxxx"]
        .iter()
        .any(|piece| lower.contains(piece))
}

/// Whether the key stands in a Google service account's file: that says so within a kilobyte before the key.
fn is_in_service_account(text: &str, start: usize) -> bool {
    let from = (0..4).find_map(|more| text.get(start.saturating_sub(1_000).saturating_add(more)..start));
    from.is_some_and(|before| before.contains("service_account"))
}

/// Three parts in base64url, the first two of which are JSON.
fn jwt(text: &str, start: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    if bytes.get(start..start.saturating_add(3)) != Some(b"eyJ")
        || before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    {
        return None;
    }
    let length = shape::run(bytes, start, Letters::Dotted, MAX_JWT);
    let end = start.saturating_add(length);
    let token = text.get(start..end)?.trim_end_matches('.');
    let mut parts = token.split('.');
    let (head, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some()
        || head.len() < 16
        || !payload.starts_with("eyJ")
        || payload.len() < 10
        || signature.len() < 16
    {
        return None;
    }
    let is_live = !token.contains(JWT_OF_THE_BOOK)
        && is_random(signature)
        && !is_stand_in(signature)
        && !token.contains("..");
    let context = if is_live { SecretContext::Live } else { SecretContext::Placeholder };
    Some(Candidate { start, end: start.saturating_add(token.len()), kind: "jwt", context })
}

/// A token in a header that is written out.
fn bearer(text: &str, end: usize) -> Option<Candidate> {
    let length = shape::run(text.as_bytes(), end, Letters::Dotted, 400);
    let value = text.get(end..end.saturating_add(length))?;
    let is_mixed =
        value.bytes().any(|b| b.is_ascii_digit()) && value.bytes().any(|b| b.is_ascii_alphabetic());
    if value.len() < 24 || !is_mixed || is_words(value) || value.starts_with("eyJ") {
        return None;
    }
    let is_live = is_random(value) && !is_stand_in(value);
    let context = if is_live { SecretContext::Live } else { SecretContext::Placeholder };
    Some(Candidate { start: end, end: end.saturating_add(length), kind: "bearer_token", context })
}

/// Three letters, a digit, `Q~`, and 31 to 34 more.
fn azure_client_secret(text: &str, start: usize, end: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let from = start.checked_sub(3)?;
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'.' | b'-');
    let before = from.checked_sub(1).and_then(|at| bytes.get(at));
    let length = bytes.iter().skip(end).take(40).take_while(|byte| is_letter(byte)).count();
    let is_shaped = bytes.get(from..start)?.iter().all(is_letter)
        && (31..=34).contains(&length)
        && !before.is_some_and(is_letter);
    let value = text.get(from..end.saturating_add(length))?;
    let context = if is_random(value) && !is_stand_in(value) {
        SecretContext::Live
    } else {
        SecretContext::Placeholder
    };
    is_shaped.then(|| Candidate {
        start: from,
        end: end.saturating_add(length),
        kind: "azure_client_secret",
        context,
    })
}

/// Eight to ten digits, a colon, `AA`, and 33 more.
fn telegram_bot(text: &str, start: usize, end: usize) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let digits = bytes
        .get(start.saturating_sub(11)..start)?
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let length = shape::run(bytes, end, Letters::Dashed, 40);
    let from = start.saturating_sub(digits);
    let value = text.get(start..end.saturating_add(length))?;
    let context = if is_random(value) && !is_stand_in(value) {
        SecretContext::Live
    } else {
        SecretContext::Placeholder
    };
    ((8..=10).contains(&digits) && length == 33).then(|| Candidate {
        start: from,
        end: end.saturating_add(length),
        kind: "telegram_bot_token",
        context,
    })
}

/// At most `limit` bytes from `start` on, ending between letters.
fn window(text: &str, start: usize, limit: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    (0..4).find_map(|back| rest.get(..limit.saturating_sub(back))).unwrap_or(rest)
}
