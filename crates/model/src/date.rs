//! A day of the civil calendar, given from outside: nothing here asks what day it is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A day, written `2026-12-31` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct Date(time::Date);

/// A text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a day: one like 2026-12-31 was expected")]
pub struct DateError(String);

impl Date {
    /// That day of that month (1 to 12) of that year (0 to 9999), if there is one.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(i32::from(year), month, day).ok().map(Self)
    }

    /// Reads `2026-12-31`: four digits, two and two.
    ///
    /// # Errors
    /// [`DateError`] when the text has another form or names a day that is not in the calendar.
    pub fn parse(written: &str) -> Result<Self, DateError> {
        let number = |part: Option<&str>, digits: usize| {
            part.filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|part| part.parse::<u16>().ok())
        };
        let mut parts = written.split('-');
        let (year, month, day) = (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2));
        let small = |number: Option<u16>| number.and_then(|number| u8::try_from(number).ok());
        match (year, small(month), small(day), parts.next()) {
            (Some(year), Some(month), Some(day), None) => Self::new(year, month, day),
            _ => None,
        }
        .ok_or_else(|| DateError(written.to_owned()))
    }

    /// The day so many days later; the last day of the year 9999 when there is none.
    #[must_use]
    pub fn later_by(self, days: u32) -> Self {
        Self(self.0.checked_add(time::Duration::days(i64::from(days))).unwrap_or(time::Date::MAX))
    }

    /// The day of the week, Monday 1 to Sunday 7.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        self.0.weekday().number_from_monday()
    }

    /// The week's number, 1 to 53 (ISO 8601).
    #[must_use]
    pub const fn week(self) -> u8 {
        self.0.iso_week()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl std::str::FromStr for Date {
    type Err = DateError;
    fn from_str(written: &str) -> Result<Self, DateError> {
        Self::parse(written)
    }
}

impl TryFrom<String> for Date {
    type Error = DateError;
    fn try_from(written: String) -> Result<Self, DateError> {
        Self::parse(&written)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_back_as_written_and_others_are_refused() {
        for day in ["2026-12-31", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(day).unwrap().to_string(), day);
        }
        let wrong =
            ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01-", "+026-01-01", "", "soon"];
        assert!(wrong.iter().all(|day| Date::parse(day).is_err()), "one of {wrong:?} was read");
    }

    #[test]
    fn days_follow_each_other_over_months_years_and_leap_days() {
        let day = |written| Date::parse(written).unwrap();
        assert_eq!(day("2024-02-28").later_by(2), day("2024-03-01"));
        assert_eq!(day("2026-12-31").later_by(1), day("2027-01-01"));
        assert_eq!(day("2026-01-05").later_by(365), day("2027-01-05"));
        assert_eq!(day("2026-01-05").later_by(u32::MAX), day("9999-12-31"));
        assert_eq!((day("2026-01-05").weekday(), day("2026-01-04").weekday()), (1, 7));
        assert_eq!((day("2026-01-01").week(), day("2027-01-01").week()), (1, 53));
        assert!(day("2026-01-05") < day("2026-01-06"));
    }
}
