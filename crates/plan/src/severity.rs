//! Severity: a decision table, with its reason in words.
//!
//! The row is what goes wrong (C1 to C5), the column is how much of the population is affected. Then at most one
//! modifier: something else softens the consequence; or at least 80 % is in place already; or the policy's level asks less.
//! Unknown takes the severity of Fail, but only C1 is critical before it is confirmed.
//!
//! What a check found may be critical whatever the table and the modifiers say (a live secret, production code that cannot be
//! loaded): the check says so. A question of the whole, with no population to count, has the column "all".

use beredd_model::{CheckResult, Consequence, Level, Outcome, Severity, Text};

/// The severity of a gap, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) severity: Severity,
    pub(crate) reason: Text,
}

/// Judges a check that does not pass, `affected` of `of` members of its population being affected (0 of 0: the whole).
pub(crate) fn judge(
    check: &CheckResult,
    outcome: Outcome,
    affected: u32,
    of: u32,
    level: Level,
) -> Judgement {
    if check.is_always_critical && outcome != Outcome::Unknown {
        return Judgement { severity: Severity::Critical, reason: always_critical(affected, of) };
    }
    let column = Breadth::of(affected, of);
    let mut severity = cell(check.consequence, column);
    let mut sentences = vec![cell_sentence(check.consequence, column, affected, of, severity)];
    if let Some(modifier) = Modifier::of(check, outcome, level) {
        let lower = one_down(severity);
        if lower != severity {
            severity = lower;
            sentences.push(modifier.sentence(severity));
        }
    }
    if outcome == Outcome::Unknown {
        if severity == Severity::Critical && check.consequence != Consequence::C1 {
            severity = Severity::High;
            sentences.push(Text::fixed(
                "High until confirmed: only C1 is critical before that.",
                "Hög tills det är bekräftat: bara C1 är kritisk redan innan.",
            ));
        }
        sentences.push(Text::fixed(
            "The archive cannot decide it: verify first.",
            "Arkivet kan inte avgöra saken: verifiera först.",
        ));
    }
    Judgement { severity, reason: joined(&sentences) }
}

/// The reason of a gap that is planned before its own severity asks for it, with why: the gap called `title`, of severity
/// `severity`, waits for it.
pub(crate) fn raised(reason: &Text, severity: Severity, title: &Text) -> Text {
    let word = word(severity);
    let why = Text::made(
        format!("Planned as {}: \"{}\" waits for it.", word.en, title.en),
        format!("Planeras som {}: ”{}” väntar på den.", word.sv, title.sv),
    );
    joined(&[reason.clone(), why])
}

fn always_critical(affected: u32, of: u32) -> Text {
    let count = |en: &str, sv: &str| {
        if of == 0 {
            Text::default()
        } else {
            Text::made(format!(" ({affected} of {of} {en})"), format!(" ({affected} av {of} {sv})"))
        }
    };
    let count = count("affected", "berörs");
    Text::made(
        format!("Always critical{}: what was found here no circumstance softens.", count.en),
        format!("Alltid kritisk{}: inga omständigheter mildrar det som hittats här.", count.sv),
    )
}

/// The columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Breadth {
    /// Two thirds or more, or a question of the whole.
    All,
    /// More than one.
    Some,
    /// A single one.
    One,
}

impl Breadth {
    fn of(affected: u32, of: u32) -> Self {
        if u64::from(affected) * 3 >= u64::from(of) * 2 {
            Self::All
        } else if affected > 1 {
            Self::Some
        } else {
            Self::One
        }
    }
}

/// What may lower a severity by one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modifier {
    Cover,
    MostlyDone,
    Level(Level),
}

impl Modifier {
    /// The first that applies: what the repository shows goes before what the policy says.
    fn of(check: &CheckResult, outcome: Outcome, level: Level) -> Option<Self> {
        let is_mostly_done =
            outcome == Outcome::Partial && check.of > 0 && u64::from(check.n) * 5 >= u64::from(check.of) * 4;
        let is_lower_level = match level {
            Level::A => false,
            Level::B => matches!(check.consequence, Consequence::C4 | Consequence::C5),
            Level::C => check.consequence != Consequence::C1,
        };
        if check.is_covered {
            Some(Self::Cover)
        } else if is_mostly_done {
            Some(Self::MostlyDone)
        } else {
            is_lower_level.then_some(Self::Level(level))
        }
    }

    fn sentence(self, lowered: Severity) -> Text {
        let why = match self {
            Self::Cover => Text::fixed(
                "something else in the repository softens the consequence",
                "något annat i repot mildrar följden",
            ),
            Self::MostlyDone => {
                Text::fixed("at least 80% is in place already", "minst 80 % finns redan på plats")
            }
            Self::Level(Level::C) => Text::fixed(
                "level C asks less of all but data, law and identity",
                "nivå C ställer lägre krav på allt utom data, lag och identitet",
            ),
            Self::Level(Level::A | Level::B) => Text::fixed(
                "level B asks less of verified quality and of knowledge",
                "nivå B ställer lägre krav på verifierad kvalitet och på kunskap",
            ),
        };
        let word = word(lowered);
        Text::made(
            format!("One step down, to {}: {}.", word.en, why.en),
            format!("Ett steg ned, till {}: {}.", word.sv, why.sv),
        )
    }
}

const fn cell(row: Consequence, column: Breadth) -> Severity {
    use Severity::{Critical, High, Low, Medium};
    let [all, some, one] = match row {
        Consequence::C1 => [Critical, Critical, High],
        Consequence::C2 => [Critical, High, Medium],
        Consequence::C3 => [High, High, Medium],
        Consequence::C4 => [High, Medium, Low],
        Consequence::C5 => [Medium, Medium, Low],
    };
    match column {
        Breadth::All => all,
        Breadth::Some => some,
        Breadth::One => one,
    }
}

const fn one_down(severity: Severity) -> Severity {
    match severity {
        Severity::Critical => Severity::High,
        Severity::High => Severity::Medium,
        Severity::Medium | Severity::Low => Severity::Low,
    }
}

const fn word(severity: Severity) -> Text {
    match severity {
        Severity::Critical => Text::fixed("critical", "kritisk"),
        Severity::High => Text::fixed("high", "hög"),
        Severity::Medium => Text::fixed("medium", "medel"),
        Severity::Low => Text::fixed("low", "låg"),
    }
}

fn cell_sentence(row: Consequence, column: Breadth, affected: u32, of: u32, severity: Severity) -> Text {
    let (class, meaning) = match row {
        Consequence::C1 => ("C1", Text::fixed("data, law, identity", "data, lag, identitet")),
        Consequence::C2 => ("C2", Text::fixed("outage of the whole service", "avbrott i hela tjänsten")),
        Consequence::C3 => ("C3", Text::fixed("blind or slow recovery", "blind eller långsam återställning")),
        Consequence::C4 => ("C4", Text::fixed("unverified quality", "overifierad kvalitet")),
        Consequence::C5 => ("C5", Text::fixed("knowledge and planning", "kunskap och planering")),
    };
    let breadth = match column {
        Breadth::All => Text::fixed("all", "alla"),
        Breadth::Some => Text::fixed("some", "några"),
        Breadth::One => Text::fixed("one", "en"),
    };
    let share = if of == 0 {
        Text::fixed("a question of the whole", "frågan gäller helheten")
    } else {
        Text::made(format!("{affected} of {of} affected"), format!("{affected} av {of} berörs"))
    };
    let word = word(severity);
    Text::made(
        format!("Row {class} ({}), column {} ({}): {}.", meaning.en, breadth.en, share.en, word.en),
        format!("Rad {class} ({}), kolumn {} ({}): {}.", meaning.sv, breadth.sv, share.sv, word.sv),
    )
}

fn joined(sentences: &[Text]) -> Text {
    let join = |pick: fn(&Text) -> &str| sentences.iter().map(pick).collect::<Vec<_>>().join(" ");
    Text::made(join(|text| &text.en), join(|text| &text.sv))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    fn row(consequence: Consequence) -> CheckResult {
        CheckResult { consequence, ..check("a/b", "K1.1", Outcome::Fail) }
    }

    fn severity(check: &CheckResult, affected: u32, of: u32, level: Level) -> Severity {
        judge(check, check.outcome, affected, of, level).severity
    }

    #[test]
    fn every_cell_of_the_table() {
        use Consequence::{C1, C2, C3, C4, C5};
        use Severity::{Critical, High, Low, Medium};
        let table = [
            (C1, [Critical, Critical, High]),
            (C2, [Critical, High, Medium]),
            (C3, [High, High, Medium]),
            (C4, [High, Medium, Low]),
            (C5, [Medium, Medium, Low]),
        ];
        for (consequence, expected) in table {
            // 4 of 6 are two thirds; 3 of 6 are some; 1 of 6 is one.
            let found = [4, 3, 1].map(|affected| severity(&row(consequence), affected, 6, Level::A));
            assert_eq!(found, expected, "{consequence:?}");
        }
    }

    #[test]
    fn a_single_member_is_all_and_so_is_the_whole() {
        assert_eq!(severity(&row(Consequence::C2), 1, 1, Level::A), Severity::Critical);
        assert_eq!(severity(&row(Consequence::C2), 0, 0, Level::A), Severity::Critical);
        assert_eq!(severity(&row(Consequence::C2), 1, 2, Level::A), Severity::Medium);
    }

    #[test]
    fn one_modifier_at_most() {
        let partial = CheckResult { outcome: Outcome::Partial, n: 8, of: 10, ..row(Consequence::C4) };
        assert_eq!(severity(&partial, 2, 10, Level::A), Severity::Low);
        let all = CheckResult { is_covered: true, outcome: Outcome::Partial, ..row(Consequence::C4) };
        assert_eq!(severity(&all, 9, 10, Level::B), Severity::Medium);
        let below = CheckResult { n: 79, of: 100, ..partial };
        assert_eq!(severity(&below, 21, 100, Level::A), Severity::Medium);
    }

    #[test]
    fn nothing_lowers_what_is_always_critical() {
        let grave =
            CheckResult { is_always_critical: true, is_covered: true, n: 9, of: 10, ..row(Consequence::C5) };
        for level in [Level::A, Level::B, Level::C] {
            for outcome in [Outcome::Fail, Outcome::Partial] {
                let judged = judge(&grave, outcome, 1, 10, level);
                assert_eq!(judged.severity, Severity::Critical);
                assert!(
                    judged.reason.en.starts_with("Always critical (1 of 10 affected)"),
                    "{}",
                    judged.reason.en
                );
            }
        }
        // What is not known is not found.
        assert_eq!(judge(&grave, Outcome::Unknown, 1, 10, Level::A).severity, Severity::Low);
    }

    #[test]
    fn levels_ask_less_of_some_rows() {
        use Consequence::{C1, C2, C3, C4, C5};
        use Severity::{Critical, High, Low, Medium};
        let at = |level| [C1, C2, C3, C4, C5].map(|row_of| severity(&row(row_of), 5, 5, level));
        assert_eq!(at(Level::A), [Critical, Critical, High, High, Medium]);
        assert_eq!(at(Level::B), [Critical, Critical, High, Medium, Low]);
        assert_eq!(at(Level::C), [Critical, High, Medium, Medium, Low]);
    }

    #[test]
    fn unknown_is_critical_in_the_first_row_only() {
        let unknown = |consequence| CheckResult { outcome: Outcome::Unknown, ..row(consequence) };
        assert_eq!(severity(&unknown(Consequence::C1), 3, 3, Level::A), Severity::Critical);
        let judged = judge(&unknown(Consequence::C2), Outcome::Unknown, 3, 3, Level::A);
        assert_eq!(judged.severity, Severity::High);
        assert_eq!(
            judged.reason.sv,
            "Rad C2 (avbrott i hela tjänsten), kolumn alla (3 av 3 berörs): kritisk. Hög tills det är bekräftat: bara C1 \
             är kritisk redan innan. Arkivet kan inte avgöra saken: verifiera först."
        );
    }

    #[test]
    fn the_reason_prints_row_column_and_modifier() {
        let covered = CheckResult { is_covered: true, ..row(Consequence::C1) };
        assert_eq!(
            judge(&covered, Outcome::Fail, 4, 9, Level::A).reason.en,
            "Row C1 (data, law, identity), column some (4 of 9 affected): critical. One step down, to high: something \
             else in the repository softens the consequence."
        );
    }
}
