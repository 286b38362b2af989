//! Hostile text made harmless: names, paths and summaries come from an archive and are text, never markup.

/// Stands for a character that must not be written.
const REPLACEMENT: char = '\u{fffd}';

/// An invisible character that breaks what a forge would make of `@name` or `#12` after the markup has been read.
const JOINER: char = '\u{2060}';

/// The text on one line, with nothing in it that steers a terminal, turns the reading direction or is illegal in XML: for a host
/// that writes a name from an archive where no report does.
#[must_use]
pub fn visible(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}').filter(|word| !word.is_empty());
    let on_one_line = words.collect::<Vec<_>>().join(" ");
    on_one_line.chars().map(|c| if is_invisible_force(c) { REPLACEMENT } else { c }).collect()
}

/// Control characters, marks that reorder text, line separators, tags and code points that are no characters.
fn is_invisible_force(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Text as prose in Markdown of the GitHub flavour: no markup, no link, no mention, safe in a table cell. What stands between
/// a pair of backticks becomes code, as its author meant it.
pub(crate) fn prose(text: &str) -> String {
    let text = visible(text);
    let mut written = String::with_capacity(text.len());
    for (piece, is_code) in pieces(&text) {
        // A bar inside code ends the cell of a table, whatever stands before it: such code is written as text.
        if is_code && !piece.contains('|') {
            written.push_str(&format!("`{piece}`"));
        } else {
            let before = written.chars().next_back();
            written.push_str(&plain(piece, before));
        }
    }
    written
}

/// The text as its pieces in order, each with whether it stood between backticks. Where they do not pair up, or stand beside
/// each other, there is one piece and nothing is code.
pub(crate) fn pieces(text: &str) -> Vec<(&str, bool)> {
    let parts: Vec<&str> = text.split('`').collect();
    let is_paired = parts.len() % 2 == 1;
    let is_sound = parts.iter().skip(1).step_by(2).all(|code| !code.trim().is_empty())
        && parts.iter().enumerate().all(|(at, part)| !part.is_empty() || at == 0 || at + 1 == parts.len());
    if !is_paired || !is_sound {
        return vec![(text, false)];
    }
    parts
        .into_iter()
        .enumerate()
        .map(|(at, part)| (part, at % 2 == 1))
        .filter(|(part, _)| !part.is_empty())
        .collect()
}

/// Text without any code in it, after the letter `last`; nothing at the start of a block.
fn plain(text: &str, last: Option<char>) -> String {
    let mut written = String::with_capacity(text.len());
    let mut before = last.unwrap_or(' ');
    let mut letters = text.chars().peekable();
    let mut is_only_digits = last.is_none();
    while let Some(c) = letters.next() {
        if c == '|' {
            // Parsers disagree on a backslash before a bar in a table; an entity is a bar nowhere.
            written.push_str("&#124;");
            before = c;
            is_only_digits = false;
            continue;
        }
        let after = letters.peek().copied().unwrap_or(' ');
        let is_first = written.is_empty() && last.is_none();
        let is_marker = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '&' | '$' | '{' | '}' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '#' | '-' | '+' | '=' => is_first,
            '.' | ')' => (is_only_digits && !is_first && after == ' ') || before.eq_ignore_ascii_case(&'w'),
            ':' => after == '/',
            _ => false,
        };
        if is_marker {
            written.push('\\');
        }
        written.push(c);
        if matches!(c, '@' | '#' | '!' | '$' | '%' | '~' | '&' | ':')
            && (after.is_alphanumeric() || after == '_')
        {
            written.push(JOINER);
        }
        is_only_digits &= c.is_ascii_digit();
        before = c;
    }
    written
}

/// Text as code in Markdown, for paths, names and identifiers; safe in a table cell. What holds a bar becomes prose.
pub(crate) fn code(text: &str) -> String {
    if text.contains('|') {
        return prose(text);
    }
    let text = visible(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.saturating_add(1));
    let pad = if text.is_empty() || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text as the content or an attribute of XML and HTML.
pub(crate) fn xml(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '&' => written.push_str("&amp;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            other => written.push(other),
        }
    }
    written
}

/// Text as a cell of a spreadsheet: what would be read as a formula gets an apostrophe before it.
pub(crate) fn cell(text: &str) -> String {
    let text = visible(text);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_on_its_line_and_steers_nothing() {
        assert_eq!(visible("a\n\tb \u{1b}[31mc\u{202e}d"), "a b \u{fffd}[31mc\u{fffd}d");
        assert_eq!(visible("Åsa – «ok» 👍"), "Åsa – «ok» 👍");
    }

    #[test]
    fn prose_is_never_markup() {
        assert_eq!(prose("# not a heading"), "\\# not a heading");
        assert_eq!(prose("1. not a list"), "1\\. not a list");
        assert_eq!(prose("snake_case _stays_"), "snake_case \\_stays\\_");
        assert_eq!(prose("<b>|![x](http://y)"), "\\<b\\>&#124;!\\[x\\](http\\://y)");
        assert_eq!(prose("www.x.se @anna #12"), "www\\.x.se @\u{2060}anna #\u{2060}12");
        assert_eq!(prose("3.5 s, K1.1: 16 of 20"), "3.5 s, K1.1: 16 of 20");
        assert_eq!(prose("set `a_b = <c>` here, _so_"), "set `a_b = <c>` here, \\_so\\_");
        assert_eq!(prose("say (`x`) or `y`."), "say (`x`) or `y`.");
        assert_eq!(prose("`x` or `y || z`"), "`x` or y &#124;&#124; z");
        assert_eq!(prose("a ` b"), "a \\` b");
        assert_eq!(prose("`` ` ``"), "\\`\\` \\` \\`\\`");
    }

    #[test]
    fn code_survives_backticks_and_bars() {
        assert_eq!(code("a.py"), "`a.py`");
        assert_eq!(code("a\\|b"), "a\\\\&#124;b");
        assert_eq!(code("`a``b"), "``` `a``b ```");
        assert_eq!(code(""), "`  `");
    }

    #[test]
    fn a_formula_becomes_text() {
        for bad in ["=1+1", "+1", "-1", "@x", "\t=1"] {
            assert!(cell(bad).starts_with('\''), "{bad}");
        }
        assert_eq!(cell("a=1"), "a=1");
    }
}
