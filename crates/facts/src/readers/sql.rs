//! SQL: statements that define a schema, told by their words.
//!
//! Dialects differ too much for one grammar, and no statement but a few matters here, so the text is divided into words, with
//! comments left out and quotes taken off, and statements are told by how they begin. What is not known is passed over.

use super::text::LineIndex;
use crate::fact::{SchemaChange, SchemaChangeKind};

/// Words of a policy that are kept.
const MAX_WORDS: usize = 60;
/// Columns of a table that are kept.
const MAX_COLUMNS: usize = 200;

/// A word of a statement: a name, a sign, or the content of a string.
struct Word {
    text: String,
    start: usize,
    end: usize,
}

/// Reads a file.
pub(crate) fn read(text: &str) -> Vec<SchemaChange> {
    let index = LineIndex::new(text);
    let mut found = Vec::new();
    for statement in words(text).split(|word| word.text == ";") {
        let plain: Vec<&str> = statement.iter().map(|word| word.text.as_str()).collect();
        let (Some(first), Some(last)) = (statement.first(), statement.last()) else { continue };
        let Some((kind, table)) = understood(&plain) else { continue };
        let lines = index.lines(first.start..last.end);
        found.push(SchemaChange { lines, kind, table });
    }
    found
}

fn understood(words: &[&str]) -> Option<(SchemaChangeKind, String)> {
    let has = |wanted: &[&str]| words.windows(wanted.len()).any(|window| window == wanted);
    match words {
        ["create", rest @ ..] if rest.iter().take(4).any(|word| *word == "table") => {
            let (name, behind) = named(rest, "table")?;
            Some((SchemaChangeKind::TableCreated { columns: columns(behind) }, name))
        }
        ["alter", "table", ..] if has(&["enable", "row", "level", "security"]) => {
            Some((SchemaChangeKind::RowSecurityEnabled, named(words, "table")?.0))
        }
        ["create", "policy", ..] | ["create", "security", "policy", ..] => {
            let kept = words.iter().take(MAX_WORDS).map(|word| (*word).to_owned()).collect();
            Some((SchemaChangeKind::PolicyCreated { words: kept }, named(words, "on")?.0))
        }
        ["drop", "table", ..] => Some((SchemaChangeKind::TableDropped, named(words, "table")?.0)),
        _ => None,
    }
}

/// The name behind a keyword, without its schema, and what follows it.
fn named<'a, 'w>(words: &'a [&'w str], keyword: &str) -> Option<(String, &'a [&'w str])> {
    let at = words.iter().position(|word| *word == keyword)?;
    let mut rest = words.get(at.checked_add(1)?..)?;
    while let [word, behind @ ..] = rest {
        if !matches!(*word, "if" | "not" | "exists" | "only") {
            break;
        }
        rest = behind;
    }
    let (mut name, mut behind) = rest.split_first()?;
    while let [".", next, further @ ..] = behind {
        (name, behind) = (next, further);
    }
    Some(((*name).to_owned(), behind))
}

/// The first word of each part of the outermost brackets, but for constraints.
fn columns(words: &[&str]) -> Vec<String> {
    const CONSTRAINTS: &[&str] =
        &["check", "constraint", "exclude", "foreign", "index", "key", "like", "primary", "unique"];
    let (mut depth, mut starts) = (0_u32, false);
    let mut columns = Vec::new();
    for word in words {
        match *word {
            "(" => {
                depth = depth.saturating_add(1);
                starts = depth == 1;
            }
            ")" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            "," if depth == 1 => starts = true,
            name => {
                if starts && depth == 1 && !CONSTRAINTS.contains(&name) && columns.len() < MAX_COLUMNS {
                    columns.push(name.to_owned());
                }
                starts = false;
            }
        }
    }
    columns
}

/// Names in lower case, strings without quotes, and signs one by one.
fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let rest = text.get(at..).unwrap_or_default();
        let end = match byte {
            _ if rest.starts_with("--") => at.saturating_add(rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => after(rest, 2, "*/", at),
            b'\'' | b'"' | b'`' => {
                let end = after(rest, 1, text.get(at..at.saturating_add(1)).unwrap_or("'"), at);
                push(&mut found, text, at.saturating_add(1), end.saturating_sub(1), at..end);
                end
            }
            _ if byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii() => {
                let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
                let end =
                    at.saturating_add(rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len()).max(1));
                let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
                push(&mut found, text, at, end, at..end);
                end
            }
            _ if byte.is_ascii_whitespace() => at.saturating_add(1),
            _ => {
                push(&mut found, text, at, at.saturating_add(1), at..at.saturating_add(1));
                at.saturating_add(1)
            }
        };
        at = end;
    }
    found
}

fn push(found: &mut Vec<Word>, text: &str, start: usize, end: usize, whole: std::ops::Range<usize>) {
    let word = text.get(start..end.max(start)).unwrap_or_default().to_lowercase();
    found.push(Word { text: word, start: whole.start, end: whole.end });
}

/// The end of a string or comment: behind its closing mark, or the end of the text.
fn after(rest: &str, skipped: usize, mark: &str, at: usize) -> usize {
    let inner = rest.get(skipped..).unwrap_or_default();
    let length =
        inner.find(mark).map_or(rest.len(), |found| skipped.saturating_add(found).saturating_add(mark.len()));
    at.saturating_add(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_told_by_their_words() {
        let text = "-- CREATE TABLE no (a int);\nCREATE TABLE IF NOT EXISTS public.\"Questions\" (\n  id bigint PRIMARY KEY,\n  \
                    tenant_id text NOT NULL,\n  price numeric(10, 2),\n  CONSTRAINT c UNIQUE (id)\n);\nALTER TABLE ONLY public.questions ENABLE \
                    ROW LEVEL SECURITY;\nCREATE POLICY p ON questions USING (tenant_id = current_setting('app.tenant'));\nSELECT 'drop table \
                    x; drop table y';\nDROP TABLE old;";
        let found = read(text);
        let [table, security, policy, dropped] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(
            table.kind,
            SchemaChangeKind::TableCreated { columns: vec!["id".into(), "tenant_id".into(), "price".into()] }
        );
        assert_eq!((table.table.as_str(), table.lines), ("questions", Lines::new(2, 7)));
        assert_eq!(
            (&security.kind, security.table.as_str()),
            (&SchemaChangeKind::RowSecurityEnabled, "questions")
        );
        assert!(
            matches!(&policy.kind, SchemaChangeKind::PolicyCreated { words } if words.contains(&"app.tenant".to_owned()))
        );
        assert_eq!((&dropped.kind, dropped.table.as_str()), (&SchemaChangeKind::TableDropped, "old"));
    }

    #[test]
    fn hostile_texts_are_survived() {
        for text in [
            "",
            "'",
            "/*",
            "--",
            "create table",
            "create table (",
            "åäö'å",
            "create policy on",
            &"(".repeat(100_000),
            &"'\"`".repeat(10_000),
        ] {
            let _ = read(text);
        }
    }

    use beredd_model::Lines;
}
