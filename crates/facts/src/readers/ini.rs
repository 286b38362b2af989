//! The formats of names and values, one a line: INI, `.env`, Java properties.
//!
//! Every value is text, as it is for the programs that read them. What does not look like a name and a value is passed over: these
//! formats have no common grammar to break.

use super::tree::{key, last_line, node, text_value};
use crate::fact::{Key, Node, NodeValue};

/// Which of the formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Sections in brackets are maps in the root map; indented lines continue a value.
    Ini,
    /// `export` is dropped, quotes are taken off, a quoted value may run over several lines.
    Env,
    /// A backslash at the end of a line continues it; keys stay dotted.
    Properties,
}

/// Reads a file as one map.
pub(crate) fn read(text: &str, dialect: Dialect) -> Vec<Node> {
    let lines: Vec<&str> = text.lines().collect();
    let members = match dialect {
        Dialect::Ini => read_ini(&lines),
        Dialect::Env => read_env(&lines),
        Dialect::Properties => read_properties(&lines),
    };
    if members.is_empty() {
        return Vec::new();
    }
    let first = members.iter().map(|(name, _)| name.line).min().unwrap_or(1);
    vec![node(first, last_line(members.iter().map(|(_, value)| value), first), NodeValue::Map(members))]
}

type Members = Vec<(Key, Node)>;

fn read_ini(lines: &[&str]) -> Members {
    let mut root = Members::new();
    let mut section: Option<(Key, Members)> = None;
    for (line, number) in lines.iter().zip(1u32..) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = trimmed.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            close_section(&mut root, section.take());
            section = Some((key(name.trim(), number), Members::new()));
            continue;
        }
        let target = match &mut section {
            Some((_, members)) => members,
            None => &mut root,
        };
        if line.starts_with([' ', '\t']) && continue_value(target, trimmed, number) {
            continue;
        }
        if let Some((name, value)) = trimmed.split_once(['=', ':']) {
            target.push((key(name.trim(), number), node(number, number, text_value(value.trim()))));
        }
    }
    close_section(&mut root, section);
    root
}

fn close_section(root: &mut Members, section: Option<(Key, Members)>) {
    if let Some((name, members)) = section {
        let line = name.line;
        let end = last_line(members.iter().map(|(_, value)| value), line);
        root.push((name, node(line, end, NodeValue::Map(members))));
    }
}

/// Adds an indented line to the value above it; values stop growing at their limit.
fn continue_value(members: &mut Members, more: &str, number: u32) -> bool {
    let Some((_, value)) = members.last_mut() else { return false };
    let NodeValue::Text(text) = &mut value.value else { return false };
    if text.len() < 2_000 {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(more);
    }
    value.end_line = number;
    true
}

fn read_env(lines: &[&str]) -> Members {
    let mut members = Members::new();
    let mut rest = lines.iter().zip(1u32..);
    while let Some((line, number)) = rest.next() {
        let trimmed = line.trim();
        let Some((name, value)) = trimmed.split_once('=') else { continue };
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        if name.starts_with('#') || name.is_empty() || name.contains(char::is_whitespace) {
            continue;
        }
        let value = value.trim();
        let (text, end) = match value.chars().next().filter(|letter| matches!(letter, '"' | '\'' | '`')) {
            Some(quote) => quoted(value.get(1..).unwrap_or_default(), quote, number, &mut rest),
            None => (value.split(" #").next().unwrap_or_default().trim_end().to_owned(), number),
        };
        members.push((key(name, number), node(number, end, text_value(&text))));
    }
    members
}

/// The value up to its closing quote, on this line or on one of the next 200: keys in PEM form are that long.
fn quoted<'a>(
    first: &str,
    quote: char,
    number: u32,
    rest: &mut (impl Iterator<Item = (&'a &'a str, u32)> + Clone),
) -> (String, u32) {
    if let Some((inside, _)) = first.split_once(quote) {
        return (inside.to_owned(), number);
    }
    let mut ahead = rest.clone();
    let mut text = first.to_owned();
    for _ in 0..200 {
        let Some((line, at)) = ahead.next() else { break };
        text.push('\n');
        if let Some((inside, _)) = line.split_once(quote) {
            text.push_str(inside);
            *rest = ahead;
            return (text, at);
        }
        text.push_str(line);
    }
    (first.to_owned(), number)
}

fn read_properties(lines: &[&str]) -> Members {
    let mut members = Members::new();
    let mut rest = lines.iter().zip(1u32..);
    while let Some((line, number)) = rest.next() {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with(['#', '!']) {
            continue;
        }
        let mut logical = trimmed.to_owned();
        let mut end = number;
        while ends_open(&logical) {
            logical.pop();
            let Some((more, at)) = rest.next() else { break };
            logical.push_str(more.trim_start());
            end = at;
        }
        let (name, value) = split_property(&logical);
        members.push((key(name, number), node(number, end, text_value(value))));
    }
    members
}

/// An odd number of backslashes at the end: the last one is not itself escaped.
fn ends_open(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn split_property(line: &str) -> (&str, &str) {
    match line.find(['=', ':']).or_else(|| line.find(char::is_whitespace)) {
        Some(at) => {
            let (name, value) = line.split_at_checked(at).unwrap_or((line, ""));
            (name.trim(), value.trim_start_matches(['=', ':', ' ', '\t']).trim_end())
        }
        None => (line.trim(), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(text: &str, dialect: Dialect, keys: &[&str]) -> Option<(u32, u32, String)> {
        let nodes = read(text, dialect);
        let found = nodes.first()?.at(keys)?;
        Some((found.line, found.end_line, found.text()?.to_owned()))
    }

    #[test]
    fn ini_has_sections_and_continued_values() {
        let text = "top=1\n[options]\n; c\ninstall_requires =\n    a>=1\n    b\nname: x = y\n[other]\n";
        assert_eq!(get(text, Dialect::Ini, &["top"]), Some((1, 1, "1".into())));
        assert_eq!(get(text, Dialect::Ini, &["options", "install_requires"]), Some((4, 6, "a>=1\nb".into())));
        assert_eq!(get(text, Dialect::Ini, &["options", "name"]).map(|v| v.2), Some("x = y".into()));
        assert!(read(text, Dialect::Ini)[0].get("other").is_some());
    }

    #[test]
    fn env_has_quotes_comments_and_exports() {
        let text = "# c\nexport A=1 # one\nB=\"x # y\"\nC='k\nl'\nD=\nE=\"open\nF=2\nnot a pair = 1\n";
        assert_eq!(get(text, Dialect::Env, &["A"]), Some((2, 2, "1".into())));
        assert_eq!(get(text, Dialect::Env, &["B"]), Some((3, 3, "x # y".into())));
        assert_eq!(get(text, Dialect::Env, &["C"]), Some((4, 5, "k\nl".into())));
        assert_eq!(get(text, Dialect::Env, &["D"]), Some((6, 6, String::new())));
        assert_eq!(get(text, Dialect::Env, &["F"]), Some((8, 8, "2".into())));
    }

    #[test]
    fn properties_continue_and_stay_dotted() {
        let text = "! c\na.b = 1\\\n  2\nc: d\ne f\nspring.config.import=vault://\r\n";
        assert_eq!(get(text, Dialect::Properties, &["a.b"]), Some((2, 3, "12".into())));
        assert_eq!(get(text, Dialect::Properties, &["c"]), Some((4, 4, "d".into())));
        assert_eq!(get(text, Dialect::Properties, &["e"]), Some((5, 5, "f".into())));
        assert_eq!(
            get(text, Dialect::Properties, &["spring.config.import"]).map(|v| v.2),
            Some("vault://".into())
        );
    }

    #[test]
    fn hostile_files_are_survived() {
        for text in ["", "=", "[", "\u{0}=\u{0}", "\\", "a=\\\n", "\t=\r\n", "[]\n =", "A=\"", "export =x"] {
            for dialect in [Dialect::Ini, Dialect::Env, Dialect::Properties] {
                let _ = read(text, dialect);
            }
        }
        let long = "A=\"\n".repeat(20_000) + &" b\n".repeat(100_000);
        for dialect in [Dialect::Ini, Dialect::Env, Dialect::Properties] {
            let _ = read(&long, dialect);
        }
    }
}
