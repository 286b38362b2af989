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
    let letters: Vec<char> = identifier.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, letter) in letters.iter().copied().enumerate() {
        if !letter.is_alphanumeric() {
            finish(&mut word, &mut words);
            continue;
        }
        let before = index.checked_sub(1).and_then(|at| letters.get(at));
        let behind = letters.get(index.saturating_add(1));
        let starts = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || behind.is_some_and(|behind| behind.is_lowercase())
            });
        if starts {
            finish(&mut word, &mut words);
        }
        word.extend(letter.to_lowercase());
    }
    finish(&mut word, &mut words);
    words
}

/// Whether one of `wanted` (lower case) is a word of the identifier. A wanted name with a space asks for neighbouring words:
/// `circuit breaker` is in `CircuitBreakerOpen`.
#[must_use]
pub fn has_word(identifier: &str, wanted: &[&str]) -> bool {
    let found = words(identifier);
    wanted.iter().any(|name| {
        let sought: Vec<&str> = name.split(' ').collect();
        found.windows(sought.len()).any(|window| window.iter().zip(&sought).all(|(word, part)| word == part))
    })
}

fn finish(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
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
