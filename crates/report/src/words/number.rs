//! Numbers as each language writes them. Integers all the way: rounding, half up, happens here and only here.

use super::{Noun, Words};
use beredd_model::{Audit, Effort, Gap, Lang};

/// Working hours in a person-day.
const HOURS_A_DAY: u64 = 8;

impl Words {
    /// A score: per mille as points of 100 with one decimal, `57.4` or `57,4`. Exact, never rounded.
    #[must_use]
    pub fn points(&self, permille: u32) -> String {
        self.tenths(u64::from(permille))
    }

    /// Points that are added, with their sign: `+3.1`.
    #[must_use]
    pub fn points_gained(&self, permille: u32) -> String {
        format!("+{}", self.points(permille))
    }

    /// A share: per mille as per cent, with a decimal only where it says something: `88%` or `88 %`, `87.5%`.
    #[must_use]
    pub fn percent(&self, permille: u32) -> String {
        let number = self.tenths_trimmed(u64::from(permille));
        match self.lang {
            Lang::En => format!("{number}%"),
            Lang::Sv => format!("{number}\u{a0}%"),
        }
    }

    /// A whole number with its thousands apart: `15,381` or `15 381` (a space that does not break).
    #[must_use]
    pub fn whole(&self, number: u64) -> String {
        let digits = number.to_string();
        let mark = match self.lang {
            Lang::En => ',',
            Lang::Sv => '\u{a0}',
        };
        let mut written = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push(mark);
            }
            written.push(digit);
        }
        written
    }

    /// A number with its noun in the right form: `1 gap`, `3 gaps`.
    #[must_use]
    pub fn count(&self, number: u32, noun: Noun) -> String {
        format!("{}\u{a0}{}", self.whole(u64::from(number)), noun.form(number))
    }

    /// Working hours as person-days of eight hours: `5 d`, `0.5 d`; a tenth is the finest that is shown.
    #[must_use]
    pub fn days(&self, hours: u32) -> String {
        format!("{}\u{a0}d", self.day_number(hours))
    }

    /// An effort in person-days: `5 d (4–6)`.
    #[must_use]
    pub fn effort(&self, effort: &Effort) -> String {
        format!(
            "{} ({})",
            self.days(effort.likely_hours),
            self.day_range(effort.low_hours, effort.high_hours)
        )
    }

    /// A range of working hours as person-days without their unit: `4–6`.
    #[must_use]
    pub fn day_range(&self, low_hours: u32, high_hours: u32) -> String {
        format!("{}–{}", self.day_number(low_hours), self.day_number(high_hours))
    }

    /// Bytes in decimal units: `512 B`, `7.7 MB`.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        let (unit, name) = match bytes {
            0..1_000 => return format!("{bytes}\u{a0}B"),
            1_000..1_000_000 => (1_000, "kB"),
            1_000_000..1_000_000_000 => (1_000_000, "MB"),
            _ => (1_000_000_000, "GB"),
        };
        format!("{}\u{a0}{name}", self.tenths_trimmed(rounded(bytes.saturating_mul(10), unit)))
    }

    /// `n` of `of`, in words: `3 of 5`.
    #[must_use]
    pub fn n_of(&self, n: u32, of: u32) -> String {
        (self.say.of)(&self.whole(u64::from(n)), &self.whole(u64::from(of)))
    }

    /// How many of its population a gap affects: `3 of 5 affected`; nothing where the question is of the whole.
    #[must_use]
    pub fn affected(&self, gap: &Gap) -> Option<String> {
        let written = |number: u32| self.whole(u64::from(number));
        (gap.of > 0).then(|| (self.say.affected)(&written(gap.affected), &written(gap.of)))
    }

    /// The arithmetic of the overall score, spelled out with the audit's own figures.
    #[must_use]
    pub fn arithmetic(&self, audit: &Audit) -> String {
        let percent = |permille: u32| self.tenths_trimmed(u64::from(permille));
        let products = audit.categories.iter().map(|score| {
            format!("{} × {}", percent(score.weight_permille), self.points(score.points.proven_permille))
        });
        let sum = products.collect::<Vec<_>>().join(" + ");
        let weights =
            audit.categories.iter().fold(0_u32, |sum, score| sum.saturating_add(score.weight_permille));
        let result = self.points(audit.score.points.proven_permille);
        (self.say.arithmetic)(&format!("({sum})"), &percent(weights), &result)
    }

    /// Working hours a developer gives in a calendar week of 40 hours at this focus: `28`.
    #[must_use]
    pub fn week_hours(&self, focus_permille: u32) -> String {
        self.tenths_trimmed(rounded(u64::from(focus_permille) * 400, 1_000))
    }

    fn day_number(&self, hours: u32) -> String {
        self.tenths_trimmed(rounded(u64::from(hours) * 10, HOURS_A_DAY))
    }

    fn tenths(&self, tenths: u64) -> String {
        let mark = match self.lang {
            Lang::En => '.',
            Lang::Sv => ',',
        };
        format!("{}{mark}{}", self.whole(tenths / 10), tenths % 10)
    }

    /// Tenths with a decimal only where it says something.
    pub(crate) fn tenths_trimmed(&self, tenths: u64) -> String {
        if tenths.is_multiple_of(10) { self.whole(tenths / 10) } else { self.tenths(tenths) }
    }
}

/// How many things a list holds; more than `u32` counts is said as `u32`'s last number.
pub(crate) fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// The quotient, half up. A divisor of 0 gives 0.
pub(crate) const fn rounded(dividend: u64, divisor: u64) -> u64 {
    match dividend.saturating_add(divisor / 2).checked_div(divisor) {
        Some(quotient) => quotient,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::words::{Noun, words};
    use beredd_model::Lang;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        let (en, sv) = (words(Lang::En), words(Lang::Sv));
        assert_eq!((en.points(574), sv.points(574)), ("57.4".into(), "57,4".into()));
        assert_eq!((en.points(1000), sv.points(0)), ("100.0".into(), "0,0".into()));
        assert_eq!((en.percent(880), sv.percent(875)), ("88%".into(), "87,5\u{a0}%".into()));
        assert_eq!((en.whole(15_381), sv.whole(1_015_381)), ("15,381".into(), "1\u{a0}015\u{a0}381".into()));
        assert_eq!(
            (en.days(40), en.days(4), sv.days(4), en.days(3)),
            ("5\u{a0}d".into(), "0.5\u{a0}d".into(), "0,5\u{a0}d".into(), "0.4\u{a0}d".into())
        );
        assert_eq!(
            (en.bytes(999), en.bytes(7_650_000), sv.bytes(7_650_000)),
            ("999\u{a0}B".into(), "7.7\u{a0}MB".into(), "7,7\u{a0}MB".into())
        );
        assert_eq!(en.week_hours(700), "28");
        assert_eq!(super::rounded(7, 0), 0);
    }

    #[test]
    fn one_is_singular_and_none_is_plural() {
        let gap = Noun { one: "gap", many: "gaps" };
        let en = words(Lang::En);
        assert_eq!([0, 1, 2].map(|n| en.count(n, gap)), ["0\u{a0}gaps", "1\u{a0}gap", "2\u{a0}gaps"]);
    }
}
