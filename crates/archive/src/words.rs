//! Numbers and sizes as people write them, in both languages.

use beredd_model::Text;

/// `200,000` in English, `200 000` (with a space that does not break) in Swedish.
pub(crate) fn count(number: u64) -> Text {
    Text::made(grouped(number, ","), grouped(number, "\u{a0}"))
}

/// A size in the largest binary unit that leaves a whole number: `4 MiB`. Both languages write it alike.
pub(crate) fn size(bytes: u64) -> String {
    for (unit, name) in [(1_u64 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] {
        if bytes >= unit && bytes.is_multiple_of(unit) {
            return format!("{}\u{a0}{name}", bytes / unit);
        }
    }
    format!("{bytes} bytes")
}

fn grouped(number: u64, separator: &str) -> String {
    let mut rest = number;
    let mut groups = Vec::new();
    while rest >= 1000 {
        groups.push(format!("{:03}", rest % 1000));
        rest /= 1000;
    }
    groups.push(rest.to_string());
    groups.reverse();
    groups.join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_and_sizes_are_whole() {
        assert_eq!(count(1_200_034).en, "1,200,034");
        assert_eq!(count(999).sv, "999");
        assert_eq!(
            (size(4 << 20), size(1 << 30), size(1500)),
            ("4\u{a0}MiB".into(), "1\u{a0}GiB".into(), "1500 bytes".into())
        );
    }
}
