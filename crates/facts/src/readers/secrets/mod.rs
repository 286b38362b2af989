//! Secrets in any text: one pass for all literal marks at once, then a hand-written look at the few bytes around each hit.
//!
//! A hit becomes a secret by its shape (a provider's prefix, letters and length), by what it stands in (a URL with a password, a
//! PEM block), or by the name it is bound to. What the value itself gives away decides the context; what stands near it (a comment, the
//! word "test") does not, and the role of the file is the reader's concern. Work is linear: no look-ahead is longer than a few
//! thousand bytes, and nothing is looked at twice for the same mark.

mod assignment;
mod shape;
mod special;
mod stand_in;

use super::text::{LineIndex, cut};
use crate::Language;
use crate::fact::{Secret, SecretContext};
use crate::known::secret_kinds::{PREFIX_KINDS, PrefixKind};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use beredd_model::RepoPath;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Where a text comes from, as far as its secrets are concerned.
#[derive(Clone, Copy, Debug)]
struct Setting {
    language: Language,
    /// Whether the file shows what a configuration should look like: prose, or a file to be copied (`.env.example`).
    is_pattern: bool,
}

/// A secret before it is redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    start: usize,
    end: usize,
    kind: &'static str,
    context: SecretContext,
}

/// What a literal mark of the automaton announces.
#[derive(Clone, Copy, Debug)]
enum Mark {
    Prefix(&'static PrefixKind),
    Special(special::Special),
    Name,
}

struct Marks {
    automaton: Option<AhoCorasick>,
    /// What each pattern of the automaton means.
    meanings: Vec<(&'static str, Mark)>,
}

/// Most secrets of one file: more than that is a dump, and the page shows a number.
const MAX_SECRETS: usize = 500;

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let prefixes = PREFIX_KINDS
        .iter()
        .flat_map(|kind| kind.prefixes.iter().map(move |prefix| (*prefix, Mark::Prefix(kind))));
    let specials = special::MARKS.iter().map(|(text, special)| (*text, Mark::Special(*special)));
    let names = assignment::MARKS.iter().map(|text| (*text, Mark::Name));
    let meanings: Vec<_> = prefixes.chain(specials).chain(names).collect();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(meanings.iter().map(|(text, _)| text))
        .ok();
    Marks { automaton, meanings }
});

/// The secrets of a text, in the order of their lines; of each value the most telling kind.
pub(crate) fn find(path: &RepoPath, language: Language, text: &str) -> Vec<Secret> {
    let setting = Setting { language, is_pattern: language.is_prose() || is_pattern_file(path) };
    let mut candidates = candidates(setting, text);
    // The most telling first: a kind with a shape beats the name it is bound to, and a longer match a shorter one.
    candidates
        .sort_by_key(|found| (found.start, is_generic(found.kind), std::cmp::Reverse(found.end), found.kind));
    let mut kept: Vec<Candidate> = Vec::new();
    let mut generic: Vec<Candidate> = Vec::new();
    for found in candidates {
        if is_generic(found.kind) {
            generic.push(found);
        } else if kept.last().is_none_or(|last| last.end <= found.start) {
            kept.push(found);
        }
    }
    let overlaps = |found: &Candidate| {
        let behind = kept.partition_point(|known| known.start < found.end);
        behind.checked_sub(1).and_then(|at| kept.get(at)).is_some_and(|known| known.end > found.start)
    };
    generic.retain(|found| !overlaps(found));
    kept.extend(generic);
    kept.sort_by_key(|found| found.start);
    redact(text, &kept)
}

fn candidates(setting: Setting, text: &str) -> Vec<Candidate> {
    let Some(automaton) = &MARKS.automaton else { return Vec::new() };
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut names_read_to = 0;
    for hit in automaton.find_overlapping_iter(text) {
        let Some((literal, mark)) = MARKS.meanings.get(hit.pattern().as_usize()) else { continue };
        match mark {
            Mark::Prefix(kind) if bytes.get(hit.range()) == Some(literal.as_bytes()) => {
                found.extend(with_prefix(text, hit.start(), hit.end(), kind));
            }
            Mark::Special(special) => {
                found.extend(special::read(*special, setting, text, hit.start(), hit.end()))
            }
            Mark::Name if hit.start() >= names_read_to => {
                let name = assignment::name_around(bytes, hit.start(), hit.end());
                names_read_to = name.end;
                found.extend(assignment::read(setting, text, name));
            }
            Mark::Prefix(_) | Mark::Name => {}
        }
        if found.len() > MAX_SECRETS.saturating_mul(4) {
            break;
        }
    }
    found
}

/// A value that begins with a provider's prefix and has the shape it documents.
fn with_prefix(text: &str, start: usize, body: usize, kind: &PrefixKind) -> Option<Candidate> {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
        return None;
    }
    if kind.id == "aws_access_key_id" && signs_url(bytes, start) {
        return None;
    }
    let length = shape::run(bytes, body, kind.letters, kind.max.saturating_add(1));
    if length < kind.min || length > kind.max {
        return None;
    }
    let end = body.saturating_add(length);
    let value = text.get(body..end)?;
    // `md-` begins keys and names of styles alike; keys are not made of words.
    if stand_in::is_words(value) && !stand_in::is_stand_in(value) && value.contains(['-', '_', '.']) {
        return None;
    }
    let is_live = stand_in::is_random(value) && !stand_in::is_stand_in(value);
    let context = if is_live { SecretContext::Live } else { SecretContext::Placeholder };
    Some(Candidate { start, end, kind: kind.id, context })
}

/// Whether an access key only says who signed a URL that someone was handed: it is public by design, and its secret is not there.
fn signs_url(bytes: &[u8], start: usize) -> bool {
    let before = bytes.get(start.saturating_sub(24)..start).unwrap_or_default();
    [&b"X-Amz-Credential="[..], b"AWSAccessKeyId="].iter().any(|parameter| before.ends_with(parameter))
}

fn is_generic(kind: &str) -> bool {
    matches!(kind, "generic_secret" | "password" | "bearer_token")
}

fn is_pattern_file(path: &RepoPath) -> bool {
    let name = path.file_name().to_lowercase();
    name.split('.').any(|part| matches!(part, "example" | "sample" | "template" | "dist" | "tpl"))
}

/// Values leave this room as a stub: at most six letters, and never more than a quarter of the value.
fn redact(text: &str, found: &[Candidate]) -> Vec<Secret> {
    if found.is_empty() {
        return Vec::new();
    }
    let index = LineIndex::new(text);
    let secrets: BTreeSet<Secret> = found
        .iter()
        .take(MAX_SECRETS)
        .map(|candidate| {
            let value = text.get(candidate.start..candidate.end).unwrap_or_default();
            let length = value.chars().count();
            Secret {
                line: index.line(candidate.start),
                kind: candidate.kind.to_owned(),
                context: candidate.context,
                stub: format!("{}…({length})", cut(value.trim_start(), (length / 4).min(6))),
            }
        })
        .collect();
    secrets.into_iter().collect()
}

#[cfg(test)]
mod tests;
