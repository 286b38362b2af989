//! Go and Jinja templates of YAML files: `{{ … }}` made harmless before parsing and turned back after.
//!
//! An action inside a line becomes the same text in stand-in letters, which YAML takes for a word; a line that holds nothing but
//! actions becomes empty, so lines keep their numbers. What the actions would render is not known and not guessed.

/// What an action must not show to the parser, and the private letter that stands in for each.
const STAND_INS: &[(char, char)] = &[
    ('{', '\u{E100}'),
    ('}', '\u{E101}'),
    ('"', '\u{E102}'),
    ('\'', '\u{E103}'),
    (':', '\u{E104}'),
    ('#', '\u{E105}'),
    ('\\', '\u{E106}'),
    ('[', '\u{E107}'),
    (']', '\u{E108}'),
    (',', '\u{E109}'),
    ('%', '\u{E10A}'),
];

/// Whether the text holds actions. GitHub's `${{ … }}` is plain YAML.
pub(super) fn is_template(text: &str) -> bool {
    text.contains("{%") || text.match_indices("{{").any(|(at, _)| !is_dollar_before(text, at))
}

/// The text with every action made harmless.
pub(super) fn neutralise(text: &str) -> String {
    let mut result = String::with_capacity(text.len().saturating_mul(2));
    let mut end_of_open: Option<&'static str> = None;
    for line in text.split_inclusive('\n') {
        let (harmless, still_open, has_more) = neutralise_line(line, end_of_open);
        let was_open = end_of_open.is_some();
        end_of_open = still_open;
        if has_more && !was_open {
            result.push_str(&harmless);
        } else {
            result.push_str(if line.ends_with('\n') { "\n" } else { "" });
        }
    }
    result
}

/// What was written, out of what [`neutralise`] made of it.
pub(super) fn restore(text: &str) -> String {
    text.chars()
        .map(|letter| {
            STAND_INS
                .iter()
                .find(|(_, stand_in)| *stand_in == letter)
                .map_or(letter, |(original, _)| *original)
        })
        .collect()
}

/// One line: its harmless form, what closes the action that is still open at its end, and whether anything stands outside
/// actions.
fn neutralise_line(line: &str, open: Option<&'static str>) -> (String, Option<&'static str>, bool) {
    let mut result = String::with_capacity(line.len());
    let mut closing = open;
    let mut has_more = false;
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        if let Some(mark) = closing {
            if rest.starts_with(mark) {
                closing = None;
                mark.chars().for_each(|letter| result.push(stand_in(letter)));
                rest = rest.get(mark.len()..).unwrap_or_default();
                continue;
            }
            result.push(stand_in(letter));
        } else {
            let consumed = line.len().saturating_sub(rest.len());
            let starts =
                rest.starts_with("{{") && !is_dollar_before(line, consumed) || rest.starts_with("{%");
            if starts {
                closing = Some(if rest.starts_with("{{") { "}}" } else { "%}" });
                rest.chars().take(2).for_each(|letter| result.push(stand_in(letter)));
                rest = rest.get(2..).unwrap_or_default();
                continue;
            }
            has_more |= !letter.is_whitespace();
            result.push(letter);
        }
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    // An action that is never closed on its line may be one over several lines, or no action at all.
    (result, closing, has_more)
}

fn stand_in(letter: char) -> char {
    STAND_INS.iter().find(|(original, _)| *original == letter).map_or(letter, |(_, stand_in)| *stand_in)
}

fn is_dollar_before(text: &str, at: usize) -> bool {
    text.get(..at).is_some_and(|before| before.ends_with('$'))
}
