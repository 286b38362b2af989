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
    let found: Vec<&str> = pieces(identifier).collect();
    wanted.iter().any(|name| {
        let count = name.split(' ').count();
        found
            .windows(count)
            .any(|window| window.iter().zip(name.split(' ')).all(|(word, part)| is_same(word, part)))
    })
}

/// Whether a piece is a word in lower case.
fn is_same(piece: &str, word: &str) -> bool {
    if piece.is_ascii() { piece.eq_ignore_ascii_case(word) } else { piece.to_lowercase() == word }
}

/// The words as they are written.
fn pieces(identifier: &str) -> impl Iterator<Item = &str> {
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
    fn substrings_are_not_words() {
        assert!(
            !has_word("ApiId", &["pii"]) && !has_word("alpha", &["hpa"]) && !has_word("cartoon", &["rto"])
        );
        assert!(has_word("CircuitBreakerOpen", &["circuit breaker"]));
        assert!(!has_word("breaker_of_circuit", &["circuit breaker"]));
    }
}
