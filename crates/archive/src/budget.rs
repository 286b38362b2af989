//! What one audit may cost: limits, the step that applies them, and sentences about what they left out.

use crate::words::{count, size};
use beredd_model::{Entry, Problem, ProblemKind, Skip, SkipReason, Text, amount_of};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Limits on an archive. Every limit that is reached is named in the audit; nothing is left out in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Files that an archive may list. A list of this length is some 30 MB of memory; Home Assistant, a large Python
    /// repository, has 15,000.
    pub entries: u32,
    /// Bytes of one file when inflated. Source written by hand is far below it, and results of test and load tools mostly;
    /// a Python parser takes a tenth of a second for it in a browser (41 MB/s measured in Chromium).
    pub file_bytes: u64,
    /// Bytes of all files to be read, inflated, by their own declaration: at the same pace half a minute of one worker.
    pub total_bytes: u64,
    /// How many times larger than its stored form a file above `ratio_from_bytes` may become. Deflate itself ends at
    /// 1032; repositories as a whole inflate 3 to 5 times.
    pub ratio: u64,
    /// Smaller files are not asked for their ratio: they can do no harm.
    pub ratio_from_bytes: u64,
    /// Bytes that a compressed tar may inflate to, of which most pass by unread: ten seconds of a worker, at the pace
    /// measured in Chromium. `ratio` bounds it too, where that is less.
    pub stream_bytes: u64,
}

/// A limit as it is named in settings and in audits.
struct Limit {
    name: &'static str,
    get: fn(&Budget) -> u64,
    set: fn(&mut Budget, u64),
}

/// Every limit, by name.
const LIMITS: [Limit; 6] = [
    Limit {
        name: "entries",
        get: |budget| u64::from(budget.entries),
        set: |budget, value| budget.entries = u32::try_from(value).unwrap_or(u32::MAX),
    },
    Limit {
        name: "file_bytes",
        get: |budget| budget.file_bytes,
        set: |budget, value| budget.file_bytes = value,
    },
    Limit { name: "ratio", get: |budget| budget.ratio, set: |budget, value| budget.ratio = value },
    Limit {
        name: "ratio_from_bytes",
        get: |budget| budget.ratio_from_bytes,
        set: |budget, value| budget.ratio_from_bytes = value,
    },
    Limit {
        name: "stream_bytes",
        get: |budget| budget.stream_bytes,
        set: |budget, value| budget.stream_bytes = value,
    },
    Limit {
        name: "total_bytes",
        get: |budget| budget.total_bytes,
        set: |budget, value| budget.total_bytes = value,
    },
];

/// Why a limit could not be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// There is no limit of this name.
    #[error(
        "there is no limit {0:?}; there are: entries, file_bytes, ratio, ratio_from_bytes, stream_bytes, total_bytes"
    )]
    Unknown(String),
    /// Not a whole number, with or without KiB, MiB or GiB.
    #[error("{0:?} is no whole number; it may end in KiB, MiB or GiB")]
    NotANumber(String),
}

impl Budget {
    /// The limits in effect where none are set.
    pub const DEFAULT: Self = Self {
        entries: 200_000,
        file_bytes: 4 << 20,
        total_bytes: 1 << 30,
        ratio: 200,
        ratio_from_bytes: 1 << 20,
        stream_bytes: 4 << 30,
    };

    /// Sets one limit by its name. The value is a whole number; `KiB`, `MiB` or `GiB` may follow it.
    ///
    /// # Errors
    /// [`LimitError`] when there is no such limit, or the value is not a number.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), LimitError> {
        let limit = LIMITS.iter().find(|limit| limit.name == name);
        let limit = limit.ok_or_else(|| LimitError::Unknown(name.to_owned()))?;
        let number = amount_of(value).ok_or_else(|| LimitError::NotANumber(value.to_owned()))?;
        (limit.set)(self, number);
        Ok(())
    }

    /// The limits in effect, but for those that are set by name. Names of no limit are passed over.
    #[must_use]
    pub fn with(mut self, limits: &BTreeMap<String, u64>) -> Self {
        for limit in &LIMITS {
            if let Some(value) = limits.get(limit.name) {
                (limit.set)(&mut self, *value);
            }
        }
        self
    }

    /// Every limit by its name, for the audit that it held for.
    #[must_use]
    pub fn limits(&self) -> BTreeMap<String, u64> {
        LIMITS.iter().map(|limit| (limit.name.to_owned(), (limit.get)(self))).collect()
    }

    /// Bytes that a compressed tar of this length may inflate to.
    pub(crate) fn stream_limit(&self, archive_bytes: u64) -> u64 {
        self.stream_bytes.min(archive_bytes.saturating_mul(self.ratio).max(self.ratio_from_bytes))
    }

    /// Parts entries into those within the limits, in the order given, and those that are not.
    ///
    /// The decision rests on declared sizes, which bound what a reader will inflate: a file that turns out larger than
    /// it declares is damaged.
    #[must_use]
    pub fn admit(&self, entries: Vec<Entry>) -> (Vec<Entry>, Vec<Skip>) {
        let mut total = 0_u64;
        let mut skipped = Vec::new();
        let mut admitted = Vec::new();
        for entry in entries {
            match self.objection(&entry, total) {
                Some(reason) => skipped.push(Skip { path: entry.path.into(), reason }),
                None => {
                    total = total.saturating_add(entry.declared_bytes);
                    admitted.push(entry);
                }
            }
        }
        (admitted, skipped)
    }

    fn objection(&self, entry: &Entry, total: u64) -> Option<SkipReason> {
        let is_inflated = entry.declared_bytes > entry.stored_bytes.saturating_mul(self.ratio);
        if entry.declared_bytes > self.file_bytes {
            Some(SkipReason::TooLarge)
        } else if total.saturating_add(entry.declared_bytes) > self.total_bytes {
            Some(SkipReason::OverBudget)
        } else if is_inflated && entry.declared_bytes > self.ratio_from_bytes {
            Some(SkipReason::Damaged)
        } else {
            None
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// One problem for each cause in `skipped` that a user should know of: the first file by name, how many, and the limit.
///
/// Files skipped for what they are (vendored, binary, links, …) are listed with the skipped files and are no problem.
#[must_use]
pub fn explain(skipped: &[Skip], budget: &Budget) -> Vec<Problem> {
    let mut causes: Vec<(SkipReason, &str, u64)> = Vec::new();
    for skip in skipped {
        match causes.iter_mut().find(|(reason, ..)| *reason == skip.reason) {
            Some((.., files)) => *files = files.saturating_add(1),
            None => causes.push((skip.reason, &skip.path, 1)),
        }
    }
    causes.into_iter().filter_map(|(reason, first, files)| sentence(reason, first, files, budget)).collect()
}

fn sentence(reason: SkipReason, first: &str, files: u64, budget: &Budget) -> Option<Problem> {
    let (kind, en, sv) = match reason {
        SkipReason::TooLarge => {
            let limit = size(budget.file_bytes);
            (
                ProblemKind::LimitReached,
                format!("larger than {limit}, the limit for one file"),
                format!("större än {limit}, gränsen för en fil"),
            )
        }
        SkipReason::OverBudget => {
            let limit = size(budget.total_bytes);
            (
                ProblemKind::LimitReached,
                format!("beyond {limit}, the limit for all files together"),
                format!("utöver {limit}, gränsen för alla filer tillsammans"),
            )
        }
        SkipReason::Encrypted => (ProblemKind::Unreadable, "encrypted".into(), "krypterat".into()),
        SkipReason::UnsafeName => (
            ProblemKind::Unreadable,
            "named with a path that leaves the archive".into(),
            "namngivet med en sökväg som leder ut ur arkivet".into(),
        ),
        SkipReason::Duplicate => (
            ProblemKind::Unreadable,
            "listed again later in the archive, and the last one was read".into(),
            "upptaget en gång till senare i arkivet, och det sista lästes".into(),
        ),
        SkipReason::Damaged => (
            ProblemKind::Unreadable,
            format!(
                "damaged, or made to overload its reader: the data overlaps another file, runs past the end or grows more than {} times",
                budget.ratio
            ),
            format!(
                "skadat, eller gjort för att överbelasta den som läser: innehållet överlappar en annan fil, går förbi slutet eller växer mer än {} gånger",
                budget.ratio
            ),
        ),
        SkipReason::Vendored
        | SkipReason::Generated
        | SkipReason::Minified
        | SkipReason::Binary
        | SkipReason::Metadata
        | SkipReason::LockFile
        | SkipReason::Symlink
        // The archive's own list named the method, which is more than is known here.
        | SkipReason::UnsupportedMethod => return None,
    };
    let others = count(files.saturating_sub(1));
    let (more_en, more_sv) = if files > 1 {
        (format!(" So are {} more.", others.en), format!(" Det gäller {} till.", others.sv))
    } else {
        (String::new(), String::new())
    };
    let message = Text::made(
        format!("Not read: this file is {en}.{more_en}"),
        format!("Inte läst: det här är {sv}.{more_sv}"),
    );
    Some(Problem { path: first.to_owned(), line: None, kind, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use beredd_model::RepoPath;

    const SMALL: Budget =
        Budget { file_bytes: 100, total_bytes: 150, ratio: 10, ratio_from_bytes: 50, ..Budget::DEFAULT };

    fn entry(path: &str, stored: u64, declared: u64) -> Entry {
        let path = RepoPath::parse(path).unwrap();
        Entry { path, index: 0, offset: 0, stored_bytes: stored, declared_bytes: declared }
    }

    #[test]
    fn each_limit_leaves_out_what_is_beyond_it_and_keeps_the_rest() {
        let entries = vec![
            entry("a", 50, 90),
            entry("bomb", 1, 60),
            entry("huge", 90, 101),
            entry("late", 60, 70),
            entry("z", 1, 40),
        ];
        let (kept, skipped) = SMALL.admit(entries);
        assert_eq!(kept.iter().map(|entry| entry.path.as_str()).collect::<Vec<_>>(), ["a", "z"]);
        let reasons: Vec<_> = skipped.iter().map(|skip| (skip.path.as_str(), skip.reason)).collect();
        use SkipReason::{Damaged, OverBudget, TooLarge};
        assert_eq!(reasons, [("bomb", Damaged), ("huge", TooLarge), ("late", OverBudget)]);
    }

    #[test]
    fn every_limit_can_be_set_by_its_name_and_is_told_by_it() {
        let mut budget = Budget::DEFAULT;
        for (at, name) in (1_u64..).zip(Budget::DEFAULT.limits().keys()) {
            budget.set(name, &at.to_string()).unwrap();
        }
        assert_eq!(budget.limits().into_values().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
        budget.set("file_bytes", "8 MiB").unwrap();
        assert_eq!(budget.file_bytes, 8 << 20);
        for value in ["", "MiB", "-1", "1.5GiB", "99999999999GiB", "1 mb"] {
            assert_eq!(budget.set("ratio", value), Err(LimitError::NotANumber(value.into())));
        }
        let unknown = budget.set("speed", "1").unwrap_err().to_string();
        assert!(Budget::DEFAULT.limits().keys().all(|name| unknown.contains(name.as_str())));
    }

    #[test]
    fn a_cause_is_explained_once_with_its_limit_and_the_first_name() {
        let skip = |path: &str, reason| Skip { path: path.into(), reason };
        let skipped = [
            skip("big.json", SkipReason::TooLarge),
            skip("logo.png", SkipReason::Binary),
            skip("bigger.json", SkipReason::TooLarge),
        ];
        let problems = explain(&skipped, &Budget::DEFAULT);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, "big.json");
        assert!(problems[0].message.en.contains("4\u{a0}MiB") && problems[0].message.en.contains("1 more"));
        assert!(problems[0].message.sv.contains("4\u{a0}MiB") && problems[0].message.sv.contains("1 till"));
    }
}
