//! Counts with their nouns: one place, two places.

use std::fmt::Display;

/// A count and its noun, or whatever follows the count and changes with it: `counted(1, "place", "places")` is `1 place`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    if n == N::from(1) { format!("{n} {one}") } else { format!("{n} {many}") }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_told_from_none_and_many() {
        assert_eq!(counted(0u32, "place", "places"), "0 places");
        assert_eq!(counted(1usize, "lösenord har", "lösenord har"), "1 lösenord har");
        assert_eq!(counted(12u32, "plats", "platser"), "12 platser");
    }
}
