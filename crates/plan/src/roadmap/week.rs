//! Working hours as days: five days a week, eight hours a day, of which a share goes to this work.
//!
//! Holidays are not known here: they differ between countries and houses, and whoever plans has a calendar of their own.

use beredd_model::{Capacity, Date, Days};

/// Working days of a week: Monday to Friday.
pub(super) const DAYS_A_WEEK: u64 = 5;
/// Working hours of a day, in thousandths.
const MILLIHOURS_A_DAY: u64 = 8000;

/// How working hours become days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Week {
    /// Thousandths of an hour that a day gives to this work, at least 8.
    millihours_a_day: u64,
    start: Option<Date>,
}

impl Week {
    pub(super) fn of(capacity: Capacity) -> Self {
        let focus = u64::from(capacity.focus_permille.clamp(1, 1000));
        Self { millihours_a_day: MILLIHOURS_A_DAY * focus / 1000, start: capacity.start }
    }

    /// The working days that so many hours take, a begun one counted whole.
    pub(super) const fn working_days(self, hours: u64) -> u64 {
        hours.saturating_mul(1000).div_ceil(self.millihours_a_day)
    }

    /// The days from the hour `start` to the hour `end`, both counted from the beginning of the work; nothing where that
    /// has no day.
    pub(super) fn days(self, start: u64, end: u64) -> Option<Days> {
        let first = start.saturating_mul(1000) / self.millihours_a_day;
        let last = self.working_days(end).saturating_sub(1).max(first);
        self.start.map(|day| Days { first: working_day(day, first), last: working_day(day, last) })
    }
}

/// The working day so many working days after the first one on or after `start`.
fn working_day(start: Date, number: u64) -> Date {
    let first = match start.weekday() {
        6 => start.later_by(2),
        7 => start.later_by(1),
        _ => start,
    };
    let (weeks, rest) = (number / DAYS_A_WEEK, number % DAYS_A_WEEK);
    let crosses_a_weekend = u64::from(first.weekday()) + rest > DAYS_A_WEEK;
    let days =
        weeks.saturating_mul(7).saturating_add(rest).saturating_add(if crosses_a_weekend { 2 } else { 0 });
    first.later_by(u32::try_from(days).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn week(focus_permille: u32, start: &str) -> Week {
        Week::of(Capacity { developers: 2, focus_permille, start: Some(Date::parse(start).unwrap()) })
    }

    fn days(week: Week, start: u64, end: u64) -> [String; 2] {
        let days = week.days(start, end).unwrap();
        [days.first.to_string(), days.last.to_string()]
    }

    #[test]
    fn hours_become_working_days_and_weekends_are_left_out() {
        let monday = week(1000, "2026-01-05");
        assert_eq!(days(monday, 0, 8), ["2026-01-05", "2026-01-05"]);
        assert_eq!(days(monday, 8, 41), ["2026-01-06", "2026-01-12"]);
        assert_eq!(days(monday, 40, 80), ["2026-01-12", "2026-01-16"]);
        assert_eq!((monday.working_days(40), monday.working_days(41)), (5, 6));
        // Begun on a Thursday, the third day is a Monday; begun on a Saturday, work begins on Monday.
        assert_eq!(days(week(1000, "2026-01-08"), 16, 24), ["2026-01-12", "2026-01-12"]);
        assert_eq!(days(week(1000, "2026-01-10"), 0, 8), ["2026-01-12", "2026-01-12"]);
    }

    #[test]
    fn focus_stretches_the_days() {
        // 5.6 hours a day: 28 hours are five days.
        let focused = week(700, "2026-01-05");
        assert_eq!((focused.working_days(28), focused.working_days(29)), (5, 6));
        assert_eq!(days(focused, 28, 56), ["2026-01-12", "2026-01-16"]);
        assert_eq!(week(0, "2026-01-05").working_days(8), 1000);
        assert_eq!(Week::of(Capacity { developers: 1, focus_permille: 700, start: None }).days(0, 8), None);
    }

    proptest! {
        #[test]
        fn no_work_is_on_a_weekend_and_days_follow_hours(
            start in 0_u32..4000, from in 0_u64..50_000, length in 1_u64..5000, focus in 1_u32..=1000,
        ) {
            let start = Date::parse("2020-01-01").unwrap().later_by(start);
            let week = Week::of(Capacity { developers: 1, focus_permille: focus, start: Some(start) });
            let (one, next) = (week.days(from, from + length).unwrap(), week.days(from + length, from + 2 * length).unwrap());
            prop_assert!(one.first >= start && one.first <= one.last && next.first >= one.first && next.last >= one.last);
            prop_assert!([one.first, one.last, next.first].iter().all(|day| day.weekday() <= 5));
            prop_assert!(one.last <= next.first || one.last.later_by(0) == next.first);
        }
    }
}
