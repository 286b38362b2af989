//! What the values of the policy file may be, and how that is said.

use beredd_model::Text;

/// What may stand as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text that is not empty.
    Text,
    /// A list of such texts.
    Texts,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A list of some words.
    Words(&'static [&'static str]),
    /// A list of language codes: `sv`, `pt-BR`.
    Languages,
    /// A whole number between two, both included.
    Count(u32, u32),
    /// A whole number, or one in quotes with KiB, MiB or GiB behind it.
    Amount,
    /// 0 to 100, one decimal at most.
    Percent,
    /// `"pass"`, `"fail"`, or a share in per cent.
    Holds,
    /// Three numbers of days, none less than the one before, three decimals at most.
    Estimate,
    /// A day: `2026-12-31`, bare or quoted.
    Day,
    /// A criterion: `K1.1` to `K8.5`.
    Criterion,
    /// A pattern of paths.
    Glob,
}

impl Kind {
    /// What is expected, in words that fit after "expected:".
    pub(super) fn expected(self) -> Text {
        match self {
            Self::Text => Text::fixed("a text that is not empty", "en text som inte är tom"),
            Self::Texts => Text::fixed("a list of texts", "en lista med texter"),
            Self::Word(words) => {
                let words = quoted(words);
                Text::made(format!("one of {words}"), format!("något av {words}"))
            }
            Self::Words(words) => {
                let words = quoted(words);
                Text::made(format!("a list of {words}"), format!("en lista med {words}"))
            }
            Self::Languages => Text::fixed(
                "a list of language codes such as \"sv\" or \"pt-BR\"",
                "en lista med språkkoder som \"sv\" eller \"pt-BR\"",
            ),
            Self::Count(least, most) => Text::made(
                format!("a whole number from {least} to {most}"),
                format!("ett heltal från {least} till {most}"),
            ),
            Self::Amount => Text::fixed(
                "a whole number above 0, or one such as \"64MiB\" with KiB, MiB or GiB behind it",
                "ett heltal över 0, eller ett som \"64MiB\" med KiB, MiB eller GiB efter sig",
            ),
            Self::Percent => Text::fixed(
                "a number from 0 to 100 with at most one decimal",
                "ett tal från 0 till 100 med högst en decimal",
            ),
            Self::Holds => Text::fixed(
                "\"pass\", \"fail\" or a number from 0 to 100, the share for which it holds",
                "\"pass\", \"fail\" eller ett tal från 0 till 100, andelen som det gäller för",
            ),
            Self::Estimate => Text::fixed(
                "three numbers of days in rising order, such as [0.5, 1, 2]: optimistic, likely, pessimistic",
                "tre antal dagar i stigande ordning, till exempel [0.5, 1, 2]: optimistiskt, troligt, pessimistiskt",
            ),
            Self::Day => Text::fixed("a day such as 2026-12-31", "ett datum som 2026-12-31"),
            Self::Criterion => {
                Text::fixed("a criterion, \"K1.1\" to \"K8.5\"", "ett kriterium, \"K1.1\" till \"K8.5\"")
            }
            Self::Glob => Text::fixed(
                "a pattern of paths such as \"src/**/*.py\" (*, **, ? and [ ]; 256 characters at most)",
                "ett sökvägsmönster som \"src/**/*.py\" (*, **, ? och [ ]; högst 256 tecken)",
            ),
        }
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}
