//! Single values of the policy file, parsed into what they mean.

use super::kind::Kind;
use beredd_model::{Criterion, Date, Estimate, amount_of};
use toml::Spanned;
use toml::de::DeValue;

/// The longest text that a key may hold, in characters: room for a reason, not for a document.
const LONGEST_TEXT: usize = 2000;
/// The longest pattern of paths.
const LONGEST_GLOB: usize = 256;
/// The most items of a list within a key.
const MOST_ITEMS: usize = 200;

/// A value as its key's kind reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Texts(Vec<String>),
    /// A count as it is; a share per mille.
    Number(u32),
    Amount(u64),
    Estimate(Estimate),
    Day(Date),
    Criterion(Criterion),
}

/// Reads a value as a kind; nothing when it is something else.
pub(super) fn read(kind: Kind, written: &DeValue) -> Option<Value> {
    match kind {
        Kind::Text => text(written).map(Value::Text),
        Kind::Texts => texts(written, |_| true),
        Kind::Word(words) => text(written).filter(|word| words.contains(&&**word)).map(Value::Text),
        Kind::Words(words) => texts(written, |word| words.contains(&word)),
        Kind::Languages => texts(written, is_language),
        Kind::Count(least, most) => {
            let count = whole(written).filter(|count| (least..=most).contains(count))?;
            Some(Value::Number(count))
        }
        Kind::Amount => {
            let number =
                || thousandths(written).filter(|number| number % 1000 == 0).map(|number| number / 1000);
            let amount = written.as_str().map_or_else(number, |text| amount_of(text.trim()));
            amount.filter(|amount| *amount > 0).map(Value::Amount)
        }
        Kind::Percent => permille(written).map(Value::Number),
        Kind::Holds => match written.as_str() {
            Some("pass") => Some(Value::Number(1000)),
            Some("fail") => Some(Value::Number(0)),
            Some(_) => None,
            None => permille(written).map(Value::Number),
        },
        Kind::Estimate => estimate(written).map(Value::Estimate),
        Kind::Day => day(written).map(Value::Day),
        Kind::Criterion => Criterion::try_from(text(written)?).ok().map(Value::Criterion),
        Kind::Glob => text(written).filter(|pattern| is_glob(pattern)).map(Value::Text),
    }
}

fn text(written: &DeValue) -> Option<String> {
    let text = written.as_str()?.trim();
    let is_fit = !text.is_empty() && text.chars().count() <= LONGEST_TEXT && !text.contains('\0');
    is_fit.then(|| text.to_owned())
}

fn texts(written: &DeValue, is_fit: impl Fn(&str) -> bool) -> Option<Value> {
    let items = written.as_array().filter(|items| items.len() <= MOST_ITEMS)?;
    let items: Option<Vec<String>> = items
        .iter()
        .map(|item: &Spanned<DeValue>| text(item.get_ref()).filter(|item| is_fit(item)))
        .collect();
    items.map(Value::Texts)
}

/// Two or three small letters, then perhaps a script or region: the common part of BCP 47.
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let is_main = parts.next().is_some_and(|main| {
        matches!(main.len(), 2 | 3) && main.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    is_main
        && parts
            .all(|part| matches!(part.len(), 2..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Braces and a leading `!` are refused: nobody needs them here, and they make patterns that take long to try.
fn is_glob(pattern: &str) -> bool {
    let is_plain = !pattern.starts_with('!') && !pattern.contains(['{', '}', '\\']);
    is_plain && pattern.len() <= LONGEST_GLOB && fast_glob::validate(pattern).is_ok()
}

fn whole(written: &DeValue) -> Option<u32> {
    thousandths(written)
        .filter(|number| number % 1000 == 0)
        .and_then(|number| u32::try_from(number / 1000).ok())
}

/// A share in per cent as per mille.
fn permille(written: &DeValue) -> Option<u32> {
    let share = thousandths(written).filter(|number| number % 100 == 0)? / 100;
    u32::try_from(share).ok().filter(|share| *share <= 1000)
}

fn estimate(written: &DeValue) -> Option<Estimate> {
    let days: Option<Vec<u32>> = written
        .as_array()?
        .iter()
        .map(|days| thousandths(days.get_ref()).and_then(|days| u32::try_from(days).ok()))
        .collect();
    // A thousand days is more than anybody plans for one gap, and keeps every sum far from its limit.
    let days = days.filter(|days| days.is_sorted() && days.iter().all(|days| *days <= 1_000_000))?;
    match days[..] {
        [optimistic, likely, pessimistic] => Some(Estimate::millidays(optimistic, likely, pessimistic)),
        _ => None,
    }
}

fn day(written: &DeValue) -> Option<Date> {
    match written {
        DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => {
            let date = moment.date?;
            Date::new(date.year, date.month, date.day)
        }
        DeValue::String(text) => Date::parse(text.trim()).ok(),
        _ => None,
    }
}

/// A number of no sign in thousandths, exactly: its digits are read, since a binary fraction has no exact 0.1.
fn thousandths(written: &DeValue) -> Option<u64> {
    let digits = match written {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    let digits = digits.replace('_', "");
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if part.len() > 3 || whole.len() > 12 || !is_plain(part) || !is_plain(whole) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = format!("{part:0<3}").parse().ok()?;
    Some(whole * 1000 + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: Kind, written: &str) -> Option<Value> {
        let line = format!("key = {written}");
        let table = toml::de::DeTable::parse(&line).unwrap();
        read(kind, table.get_ref().get("key").unwrap().get_ref())
    }

    #[test]
    fn numbers_are_read_to_the_digit() {
        for (written, expected) in [
            ("15", Some(150)),
            ("12.5", Some(125)),
            ("+7.0", Some(70)),
            ("0.1", Some(1)),
            ("100", Some(1000)),
        ] {
            assert_eq!(value(Kind::Percent, written), expected.map(Value::Number), "{written}");
        }
        for written in ["100.1", "-1", "12.55", "1e2", "inf", "nan", "\"15\"", "true", "0x10", "[1]"] {
            assert_eq!(value(Kind::Percent, written), None, "{written}");
        }
        assert_eq!(value(Kind::Count(1, 5), "5"), Some(Value::Number(5)));
        assert!(["0", "6", "2.5", "99999999999999999"].iter().all(|w| value(Kind::Count(1, 5), w).is_none()));
    }

    #[test]
    fn estimates_rise() {
        let expected = Value::Estimate(Estimate::millidays(500, 1000, 2250));
        assert_eq!(value(Kind::Estimate, "[0.5, 1, 2.25]"), Some(expected));
        for written in ["[1, 0.5, 2]", "[1, 2]", "[1, 2, 3, 4]", "1", "[1, 2, 1001]", "[1, 2, \"3\"]"] {
            assert_eq!(value(Kind::Estimate, written), None, "{written}");
        }
    }

    #[test]
    fn days_are_bare_or_quoted() {
        let day = Value::Day(Date::new(2026, 12, 31).unwrap());
        assert_eq!(value(Kind::Day, "2026-12-31"), Some(day.clone()));
        assert_eq!(value(Kind::Day, "\"2026-12-31\""), Some(day));
        assert!(
            ["2026-12-31T10:00:00", "\"soon\"", "20261231"].iter().all(|w| value(Kind::Day, w).is_none())
        );
    }

    #[test]
    fn texts_words_languages_and_patterns() {
        assert_eq!(value(Kind::Text, "\"  x \""), Some(Value::Text("x".to_owned())));
        assert_eq!(value(Kind::Text, "\"  \""), None);
        assert_eq!(value(Kind::Word(&["A", "B"]), "\"C\""), None);
        assert!(
            value(Kind::Words(&["eu"]), "[\"eu\"]").is_some()
                && value(Kind::Words(&["eu"]), "[\"us\"]").is_none()
        );
        assert!(value(Kind::Languages, "[\"sv\", \"pt-BR\"]").is_some());
        assert!(["[\"Swedish\"]", "\"sv\"", "[\"s\"]"].iter().all(|w| value(Kind::Languages, w).is_none()));
        assert!(value(Kind::Glob, "\"src/**/*.py\"").is_some());
        assert!(["\"{a,b}\"", "\"!x\"", "\"[a\""].iter().all(|w| value(Kind::Glob, w).is_none()));
        assert_eq!(value(Kind::Holds, "\"pass\""), Some(Value::Number(1000)));
        assert_eq!(value(Kind::Holds, "85"), Some(Value::Number(850)));
        assert_eq!(value(Kind::Holds, "\"nearly\""), None);
        assert!(value(Kind::Criterion, "\"K8.5\"").is_some() && value(Kind::Criterion, "\"K9.1\"").is_none());
    }
}
