//! Whether a value stands in for a secret, names where one is kept, or is a password that protects nothing.

use super::shape::entropy_millibits;
use crate::identifier::words;
use crate::known::secret_words::{
    REFERENCE_PIECES, REFERENCE_STARTS, STAND_IN_PIECES, STAND_IN_WORDS, WEAK_PASSWORDS,
};

/// The least entropy of a live key, in thousandths of a bit per letter; 3 bits are what gitleaks asks for. A key of 20 letters or
/// less has too few of them to reach that every time.
const LIVE_MILLIBITS: u32 = 3000;
const LIVE_MILLIBITS_SHORT: u32 = 2500;

/// Whether a value of the right shape is visibly a stand-in. Only the value itself is asked, never what stands near it.
pub(super) fn is_stand_in(value: &str) -> bool {
    has_stand_in_piece(value) || is_monotonous(value) || is_capital_words(value) || is_stand_in_words(value)
}

/// Whether the value is looked up or computed elsewhere.
pub(super) fn is_reference(value: &str) -> bool {
    REFERENCE_STARTS.iter().any(|start| value.starts_with(start))
        || REFERENCE_PIECES.iter().any(|piece| value.contains(piece))
}

/// Whether the value is a password that everyone tries first.
pub(super) fn is_weak(value: &str) -> bool {
    WEAK_PASSWORDS.binary_search(&value.to_lowercase().as_str()).is_ok()
}

/// Whether the value is made of words, each of letters alone, or of digits no longer than a year.
pub(super) fn is_words(value: &str) -> bool {
    value.split(['-', '_', '.', ':', '/', ' ', '@', '#', '+']).all(|part| {
        let letters = part.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let digits = part.len().saturating_sub(letters.len());
        digits <= 4
            && letters.chars().all(char::is_alphabetic)
            && letters.len() <= 16
            && words(letters).len() <= 4
    })
}

/// Whether value and name say the same, whatever their case and separators: `CREDENTIALS = "credentials"`.
pub(super) fn is_its_name(name: &str, value: &str) -> bool {
    let flat = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (name, value) = (flat(name), flat(value));
    !value.is_empty() && name.ends_with(&value)
}

/// Whether the letters are as mixed as chance makes them.
pub(super) fn is_random(value: &str) -> bool {
    entropy_millibits(value) >= if value.len() > 20 { LIVE_MILLIBITS } else { LIVE_MILLIBITS_SHORT }
}

fn has_stand_in_piece(value: &str) -> bool {
    let lower = value.to_lowercase();
    STAND_IN_PIECES.iter().any(|piece| lower.contains(piece))
}

/// One letter over and over, or letters in the order of the alphabet or of the digits.
fn is_monotonous(value: &str) -> bool {
    let bytes = value.as_bytes();
    let longest = |step: u8| {
        let mut best = 1_u32;
        let mut now = 1_u32;
        for pair in bytes.windows(2) {
            let [first, second] = pair else { continue };
            now = if first.checked_add(step) == Some(*second) { now.saturating_add(1) } else { 1 };
            best = best.max(now);
        }
        best
    };
    longest(0) >= 6 || longest(1) >= 7
}

/// `YOUR_API_KEY`, `TOKEN`; a lone word in capitals may also be a symbol (`"token": "USDC"`).
fn is_capital_words(value: &str) -> bool {
    let is_capitals = value.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'));
    let says_so = ["KEY", "PASSWORD", "SECRET", "TOKEN"].iter().any(|word| value.ends_with(word));
    is_capitals && value.len() < 64 && (value.contains(['_', '-']) || says_so)
}

fn is_stand_in_words(value: &str) -> bool {
    is_words(value)
        && words(value).iter().any(|word| {
            let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
            STAND_IN_WORDS.binary_search(&word).is_ok()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_told_from_keys() {
        for value in [
            "YOUR_API_KEY",
            "your-key-here",
            "AKIAIOSFODNN7EXAMPLE",
            "xxxxxxxxxxxx",
            "sk-...",
            "<token>",
            "changeme-now",
            "test-key-123",
            "1234567890abcdef",
            "aaaaaaaa1b2c",
            "abcdefghij1234",
            "dummy_token",
            "my-secret-key",
            "fake_token",
        ] {
            assert!(is_stand_in(value), "{value}");
        }
        for value in
            ["q7Zp2LkX9vR4tB8n", "f3a9c17be02d4856", "Tr0ub4dor&3", "IOSFODNN7QWERTYU", "pTestQ9x2Lk4Rv8w"]
        {
            assert!(!is_stand_in(value), "{value}");
        }
    }

    #[test]
    fn references_hold_no_secret() {
        for value in [
            "${VAR}",
            "$(cmd)",
            "{{ .Values.x }}",
            "!Ref X",
            "arn:aws:secretsmanager:x",
            "vault:secret/x",
            "a-${B}-c",
        ] {
            assert!(is_reference(value), "{value}");
        }
        assert!(!is_reference("q7Zp2LkX9vR4tB8n"));
    }

    #[test]
    fn names_and_words_are_no_secrets() {
        assert!(is_its_name("CREDENTIALS", "credentials") && is_its_name("self.api_key", "api-key"));
        assert!(!is_its_name("api_key", "q7Zp2LkX9v"));
        assert!(is_words("prod-db-password-2024") && is_words("us-east-1") && !is_words("a1b2c3-d4e5f6"));
    }

    #[test]
    fn tables_are_sorted() {
        for table in [STAND_IN_WORDS, WEAK_PASSWORDS] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
