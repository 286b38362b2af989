//! Words inside identifiers.
//!
//! Names are compared word by word, never by substring: `pii` is not in `ApiId`, `hpa` is not in `alpha`, and `llm` is not in
//! `dallmann`.

/// The words of an identifier, in lower case: split at anything that is not a letter or a digit, where a small letter meets a
/// capital, and before the last capital of a run (`LLMService` → `llm`, `service`). Digits stay with the letters before them.
///
/// ```
/// use beredd_facts::identifier::words;
/// assert_eq!(words("LLMService.generate_text2"), ["llm", "service", "generate", "text2"]);
/// assert_eq!(words("ApiId"), ["api", "id"]);
/// ```
#[must_use]
pub fn words(identifier: &str) -> Vec<String> {
    pieces(identifier).map(str::to_lowercase).collect()
}

/// Whether one of `wanted` (lower case) is a word of the identifier. A wanted name with a space asks for neighbouring words:
/// `circuit breaker` is in `CircuitBreakerOpen`.
#[must_use]
pub fn has_word(identifier: &str, wanted: &[&str]) -> bool {
    let mut behind = pieces(identifier);
    while let Some(piece) = behind.next() {
        if wanted.iter().any(|name| is_alike(piece, name) && begins(piece, behind.clone(), name)) {
            return true;
        }
    }
    false
}

/// Whether a piece and those behind it are the words of a wanted name.
fn begins<'a>(piece: &str, mut behind: impl Iterator<Item = &'a str>, name: &str) -> bool {
    let mut parts = name.split(' ');
    parts.next().is_some_and(|part| is_same(piece, part))
        && parts.all(|part| behind.next().is_some_and(|piece| is_same(piece, part)))
}

/// Whether a piece may be the first word of a name, by its first letter: asked of every name and every table.
fn is_alike(piece: &str, name: &str) -> bool {
    let (first, wanted) = (piece.as_bytes().first(), name.as_bytes().first());
    !piece.is_ascii() || first.zip(wanted).is_some_and(|(first, wanted)| first.eq_ignore_ascii_case(wanted))
}

/// Whether a piece is a word in lower case.
fn is_same(piece: &str, word: &str) -> bool {
    if piece.is_ascii() { piece.eq_ignore_ascii_case(word) } else { piece.to_lowercase() == word }
}

/// The words as they are written.
fn pieces(identifier: &str) -> impl Iterator<Item = &str> + Clone {
    let parts = identifier.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let (piece, behind) = rest.split_at_checked(end_of_word(rest))?;
            rest = behind;
            (!piece.is_empty()).then_some(piece)
        })
    })
}

/// Where the first word of letters and digits ends: before a capital that follows a small letter, and before the last capital of a run.
fn end_of_word(part: &str) -> usize {
    if part.is_ascii() { end_of_plain_word(part.as_bytes()) } else { end_of_any_word(part) }
}

fn end_of_any_word(part: &str) -> usize {
    let mut before = None;
    let mut letters = part.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let is_after_small = before.is_some_and(|before: char| !before.is_uppercase());
        let is_last_of_run =
            before.is_some() && letters.peek().is_some_and(|(_, behind)| behind.is_lowercase());
        if letter.is_uppercase() && (is_after_small || is_last_of_run) {
            return at;
        }
        before = Some(letter);
    }
    part.len()
}

/// The same of ASCII alone, as nearly all names are.
fn end_of_plain_word(part: &[u8]) -> usize {
    let behind = part.iter().skip(1);
    let after = part.iter().skip(2).map(Some).chain(std::iter::once(None));
    let mut places = part.iter().zip(behind).zip(after).zip(1usize..);
    let is_end = |before: u8, letter: u8, behind: Option<&u8>| {
        letter.is_ascii_uppercase()
            && (!before.is_ascii_uppercase() || behind.is_some_and(u8::is_ascii_lowercase))
    };
    let end = places.find(|(((before, letter), behind), _)| is_end(**before, **letter, *behind));
    end.map_or(part.len(), |(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert_eq!(words("self.llm_client"), ["self", "llm", "client"]);
        assert_eq!(words("HTTPServerError"), ["http", "server", "error"]);
        assert_eq!(words("gpt4Model"), ["gpt4", "model"]);
        assert_eq!(words("åtgärdaFel"), ["åtgärda", "fel"]);
        assert!(words("--").is_empty());
    }

    #[test]
    fn plain_names_are_parted_as_all_are() {
        for name in
            ["a", "A", "AB", "aB", "ABc", "LLMService", "gpt4Model", "4G", "G4b", "HTTPServer2XX", "aBCd", ""]
        {
            assert_eq!(end_of_plain_word(name.as_bytes()), end_of_any_word(name), "{name}");
        }
    }

    #[test]
    fn substrings_are_not_words() {
        assert!(
            !has_word("ApiId", &["pii"]) && !has_word("alpha", &["hpa"]) && !has_word("cartoon", &["rto"])
        );
        assert!(has_word("CircuitBreakerOpen", &["circuit breaker"]));
        assert!(!has_word("breaker_of_circuit", &["circuit breaker"]));
    }
}
