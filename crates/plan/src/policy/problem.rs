//! What is wrong with a policy file, in words: the line, the key, what stood there, what was expected, what counts instead.

use super::kind::Kind;
use beredd_model::Text;
use std::ops::Range;

/// Something in a policy file that could not be used as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The line, counted from 1.
    pub line: Option<u32>,
    /// The key, as `score.ready_above_percent` or `accepted[0].expires`; empty where it is the file as a whole.
    pub key: String,
    /// What stood there, what was expected, and what counts instead.
    pub message: Text,
}

/// How much of what stood there is quoted, in characters.
const QUOTED: usize = 60;
/// How many letters of a name may differ from what was meant, in thousandths of the longer of the two.
const MOST_DIFFERENT: usize = 300;
/// A beginning shorter than this fits too much.
const SHORTEST_BEGINNING: usize = 4;

/// What counts where a value cannot be used.
#[derive(Clone, Copy, Debug)]
pub(super) enum Instead {
    /// The value of the profile it begins from.
    Base,
    /// Nothing: the entry is left out.
    LeftOut,
}

impl Instead {
    fn sentence(self) -> Text {
        match self {
            Self::Base => Text::fixed(
                "The value of the profile it extends counts instead.",
                "Värdet i profilen som den bygger på gäller i stället.",
            ),
            Self::LeftOut => Text::fixed("The entry is left out.", "Posten räknas inte."),
        }
    }
}

/// A value that is not what its key takes.
pub(super) fn wrong_value(key: &str, written: &str, kind: Kind, instead: Instead) -> Text {
    let (expected, instead, written) = (kind.expected(), instead.sentence(), quoted(written));
    Text::made(
        format!("{key} is {written}; expected: {}. {}", expected.en, instead.en),
        format!("{key} är {written}; väntat: {}. {}", expected.sv, instead.sv),
    )
}

/// A key that is none, with the one that may be meant.
pub(super) fn unknown_key(key: &str, known: &[&str]) -> Text {
    let (mut en, mut sv) =
        (format!("{key} is no key of the policy."), format!("{key} är ingen nyckel i profilen."));
    let last = key.rsplit('.').next().unwrap_or(key);
    match nearest(last, known) {
        Some(meant) => {
            en.push_str(&format!(" Did you mean {meant}?"));
            sv.push_str(&format!(" Menade du {meant}?"));
        }
        None => {
            let all = known.join(", ");
            en.push_str(&format!(" Expected here: {all}."));
            sv.push_str(&format!(" Väntat här: {all}."));
        }
    }
    Text::made(format!("{en} It changes nothing."), format!("{sv} Den ändrar ingenting."))
}

/// A key of the top that stands under a bracket.
pub(super) fn misplaced_key(key: &str, name: &str) -> Text {
    Text::made(
        format!(
            "{key} is no key here: {name} stands at the top of the file, before the first bracket. It changes nothing."
        ),
        format!(
            "{key} är ingen nyckel här: {name} ska stå överst i filen, före första hakparentesen. Den ändrar ingenting."
        ),
    )
}

/// A key that an entry cannot do without.
pub(super) fn missing_key(entry: &str, name: &str, kind: Kind) -> Text {
    let expected = kind.expected();
    Text::made(
        format!("{entry} has no {name}; expected: {}. The entry is left out.", expected.en),
        format!("{entry} saknar {name}; väntat: {}. Posten räknas inte.", expected.sv),
    )
}

/// The name among `known` that is most like `name`, if any is like it at all: few letters differ, or one begins with the other.
/// Of names with a slash the part behind it is compared, since what stands before it is shared by many.
#[must_use]
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // A name longer than any key is not misspelt, and comparing takes the product of both lengths.
    let name: String = tail(name).chars().take(100).collect::<String>().to_lowercase();
    let difference = |known: &str| {
        let known = tail(known).to_lowercase();
        let is_begun =
            name.len() >= SHORTEST_BEGINNING && (known.starts_with(&name) || name.starts_with(&known));
        let longest = name.chars().count().max(known.chars().count());
        let letters = if is_begun { 0 } else { strsim::damerau_levenshtein(&name, &known) };
        letters.saturating_mul(1000).checked_div(longest).unwrap_or(1000)
    };
    let best = known.iter().map(|known| (difference(known), *known)).min()?;
    (best.0 <= MOST_DIFFERENT).then_some(best.1)
}

fn tail(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// What stood there: on one line, and not too much of it.
pub(super) fn quoted(written: &str) -> String {
    let line: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTED {
        line
    } else {
        format!("{}…", line.chars().take(QUOTED).collect::<String>())
    }
}

/// The lines of a text, by the place of a byte in it.
pub(super) struct LineTable<'a> {
    text: &'a str,
    /// Where each line but the first begins.
    starts: Vec<usize>,
}

impl<'a> LineTable<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, starts: text.match_indices('\n').map(|(at, _)| at.saturating_add(1)).collect() }
    }

    /// The line, counted from 1, of a byte.
    pub(super) fn line(&self, byte: usize) -> u32 {
        let before = self.starts.partition_point(|start| *start <= byte);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// What stands between two bytes.
    pub(super) fn written(&self, span: Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }
}
