//! Shapes of secrets: which letters, how many, and how much chance is in them.

use crate::known::secret_kinds::Letters;

/// How many of the bytes from `start` on are of these letters, at most `limit`.
pub(super) fn run(bytes: &[u8], start: usize, letters: Letters, limit: usize) -> usize {
    bytes.iter().skip(start).take(limit).take_while(|byte| is_of(letters, **byte)).count()
}

/// Whether the whole text is of these letters.
pub(super) fn is_all(text: &str, letters: Letters) -> bool {
    text.bytes().all(|byte| is_of(letters, byte))
}

/// Whether a text is a UUID in its usual form: groups of 8, 4, 4, 4 and 12 hexadecimal digits.
pub(super) fn is_uuid(text: &str) -> bool {
    let groups = text.split('-').map(|group| (group.len(), is_all(group, Letters::Hex)));
    groups.eq([8, 4, 4, 4, 12].map(|length| (length, true)))
}

fn is_of(letters: Letters, byte: u8) -> bool {
    match letters {
        Letters::Alnum => byte.is_ascii_alphanumeric(),
        Letters::Word => byte.is_ascii_alphanumeric() || byte == b'_',
        Letters::Dashed => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
        Letters::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
        Letters::Hex => byte.is_ascii_hexdigit(),
        Letters::Uuid => byte.is_ascii_hexdigit() || byte == b'-',
        Letters::Base32 => byte.is_ascii_uppercase() || matches!(byte, b'2'..=b'7'),
        Letters::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
        Letters::Path => {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'@' | b'$')
        }
    }
}

/// Shannon's entropy of the letters of a text, in thousandths of a bit per letter. Only the first 255 bytes count.
pub(super) fn entropy_millibits(text: &str) -> u32 {
    let mut counts = [0_u32; 256];
    let mut length = 0_u32;
    for byte in text.bytes().take(255) {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count = count.saturating_add(1);
        }
        length = length.saturating_add(1);
    }
    if length == 0 {
        return 0;
    }
    let weighted: u32 = counts.iter().map(|count| count.saturating_mul(log2_millis(*count))).sum();
    log2_millis(length).saturating_sub(weighted / length)
}

/// The logarithm to base 2, in thousandths, rounded down; 0 for 0. Squares in fixed point, as floats differ between machines.
fn log2_millis(number: u32) -> u32 {
    let Some(whole) = number.checked_ilog2() else { return 0 };
    let mut fraction = 0_u32;
    let mut x = (u64::from(number) << 24) >> whole;
    for bit in 1..=12_u32 {
        x = (x * x) >> 24;
        if x >= 2 << 24 {
            x >>= 1;
            fraction |= 1 << (12 - bit);
        }
    }
    whole * 1000 + fraction * 1000 / 4096
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_that_of_shannon() {
        assert_eq!(
            (entropy_millibits(""), entropy_millibits("aaaa"), entropy_millibits("abab")),
            (0, 0, 1000)
        );
        assert_eq!(entropy_millibits("abcdefgh"), 3000);
        assert!(
            (2840..=2850).contains(&entropy_millibits("hello world")),
            "{}",
            entropy_millibits("hello world")
        );
    }

    #[test]
    fn runs_end_at_the_first_other_letter() {
        assert_eq!(run(b"ab12-x", 0, Letters::Alnum, 99), 4);
        assert_eq!(run(b"ab12-x", 0, Letters::Dashed, 3), 3);
        assert_eq!(run(b"ab", 9, Letters::Hex, 9), 0);
    }
}
