//! Amounts as people write them.

/// `4MiB` as bytes; a number alone is itself. Nothing for anything but a whole number, with or without `KiB`, `MiB` or `GiB`.
///
/// ```
/// use beredd_model::amount_of;
/// assert_eq!(amount_of("4MiB"), Some(4 << 20));
/// assert_eq!(amount_of("250"), Some(250));
/// assert_eq!(amount_of("4 apples"), None);
/// ```
#[must_use]
pub fn amount_of(text: &str) -> Option<u64> {
    let units = [("GiB", 1_u64 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("", 1)];
    let (digits, unit) = units.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    digits.trim_end().parse::<u64>().ok()?.checked_mul(*unit)
}
