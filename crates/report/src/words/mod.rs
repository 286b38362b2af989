//! The words of reports and pages, in both languages.
//!
//! One structure, filled once per language: a missing word does not compile. What differs in grammar (plurals, word order)
//! is a function, so no sentence is ever glued together from pieces. Knows nothing of layout or markup.

mod en;
mod number;
mod sv;

use beredd_model::{
    Band, Category, Gate, Grade, Lang, Outcome, Owner, ProblemKind, Severity, SkipReason, Standing,
    SubjectKind,
};

pub(crate) use number::length;

/// A countable thing: its form for one, and for any other number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// With exactly one.
    pub one: &'static str,
    /// With none, two or more.
    pub many: &'static str,
}

impl Noun {
    /// The form that goes with `count`.
    #[must_use]
    pub const fn form(self, count: u32) -> &'static str {
        if count == 1 { self.one } else { self.many }
    }
}

/// Everything the reports say in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Which language.
    pub lang: Lang,
    /// The name of a category.
    pub category: fn(Category) -> &'static str,
    /// The name of a severity, as a tag on one gap.
    pub severity: fn(Severity) -> &'static str,
    /// The name of a severity over several gaps: a heading, a phase.
    pub severity_plural: fn(Severity) -> &'static str,
    /// The name of an outcome.
    pub outcome: fn(Outcome) -> &'static str,
    /// What people decided about a gap; nothing where they decided nothing.
    pub standing: fn(Standing) -> Option<&'static str>,
    /// The reading of a score.
    pub band: fn(Band) -> &'static str,
    /// The name of a grade of evidence.
    pub grade: fn(Grade) -> &'static str,
    /// What a grade means, in a sentence.
    pub grade_meaning: fn(Grade) -> &'static str,
    /// Who closes a gap.
    pub owner: fn(Owner) -> &'static str,
    /// Why a file was not read.
    pub skip: fn(SkipReason) -> &'static str,
    /// What kind of trouble a problem is.
    pub problem: fn(ProblemKind) -> &'static str,
    /// What a member of a population is.
    pub subject: fn(SubjectKind) -> Noun,
    /// Countable things.
    pub nouns: Nouns,
    /// Headings and labels.
    pub labels: Labels,
    /// Whole sentences.
    pub say: Sentences,
}

/// The countable things of a report.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is the thing it counts")]
pub struct Nouns {
    pub gap: Noun,
    pub critical_gap: Noun,
    pub criterion: Noun,
    pub check: Noun,
    pub agent: Noun,
    pub team: Noun,
    pub service: Noun,
    pub route: Noun,
    pub call_site: Noun,
    pub test: Noun,
    pub file: Noun,
    pub place: Noun,
    pub developer: Noun,
    pub person_day: Noun,
    pub week: Noun,
}

/// Headings, column heads and labels. Written with a capital; a chart's legend uses them as they stand.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is its own English word")]
pub struct Labels {
    pub report: &'static str,
    pub summary: &'static str,
    pub comparison: &'static str,
    pub now: &'static str,
    pub on_common_checks: &'static str,
    pub new_gaps: &'static str,
    pub closed_gaps: &'static str,
    pub changed_gaps: &'static str,
    pub unchanged_gaps: &'static str,
    pub by_catalogue: &'static str,
    pub checks_added: &'static str,
    pub checks_removed: &'static str,
    pub all_work: &'static str,
    pub auditor_mode: &'static str,
    pub decisions: &'static str,
    pub until: &'static str,
    pub state: &'static str,
    pub days: &'static str,
    pub gaps_and_recommendations: &'static str,
    pub checks_and_evidence: &'static str,
    pub product: &'static str,
    pub find_out: &'static str,
    pub score: &'static str,
    pub proven: &'static str,
    pub possible: &'static str,
    pub coverage: &'static str,
    pub ready_line: &'static str,
    pub earlier: &'static str,
    pub band: &'static str,
    pub gate: &'static str,
    pub recommendation: &'static str,
    pub shortest_way: &'static str,
    pub system: &'static str,
    pub categories: &'static str,
    pub category: &'static str,
    pub weight: &'static str,
    pub overall: &'static str,
    pub findings: &'static str,
    pub strengths: &'static str,
    pub gaps: &'static str,
    pub recommendations: &'static str,
    pub checks: &'static str,
    pub criterion: &'static str,
    pub check: &'static str,
    pub outcome: &'static str,
    pub extent: &'static str,
    pub proof: &'static str,
    pub evidence: &'static str,
    pub evidence_for: &'static str,
    pub evidence_against: &'static str,
    pub critical_gaps: &'static str,
    pub high_gaps: &'static str,
    pub gap: &'static str,
    pub severity: &'static str,
    pub to_verify: &'static str,
    pub supporting: &'static str,
    pub why: &'static str,
    pub fix: &'static str,
    pub places: &'static str,
    pub effort: &'static str,
    pub requires: &'static str,
    pub unlocks: &'static str,
    pub points: &'static str,
    pub owner: &'static str,
    pub roadmap: &'static str,
    pub phase: &'static str,
    pub developer: &'static str,
    /// How many of them there are.
    pub developers: &'static str,
    pub hours: &'static str,
    pub total: &'static str,
    pub critical_path: &'static str,
    pub start: &'static str,
    pub progress: &'static str,
    pub next_actions: &'static str,
    pub next_steps: &'static str,
    pub appendix: &'static str,
    pub every_check: &'static str,
    pub limits: &'static str,
    pub contradictions: &'static str,
    pub not_read: &'static str,
    pub problems: &'static str,
    pub file: &'static str,
    pub reason: &'static str,
    pub message: &'static str,
    pub what: &'static str,
    pub arithmetic: &'static str,
    pub provenance: &'static str,
    pub archive: &'static str,
    pub program: &'static str,
    pub catalogue: &'static str,
    pub profile: &'static str,
    pub none: &'static str,
}

/// Sentences with something in them. What they take is already written in the language ([`Words::points`] and the like).
#[derive(Clone, Copy, Debug)]
pub struct Sentences {
    /// `n` of `of`.
    pub of: fn(n: &str, of: &str) -> String,
    /// How many of a population a gap affects.
    pub affected: fn(n: &str, of: &str) -> String,
    /// How many more there are than were shown.
    pub more: fn(count: &str) -> String,
    /// The state of the gate.
    pub gate: fn(&Gate) -> String,
    /// What to do, from the band and the gate.
    pub advice: fn(Band, &Gate) -> &'static str,
    /// The score as a sentence: proven points of 100.
    pub score: fn(points: &str) -> String,
    /// Proven, possible and coverage.
    pub figures: fn(proven: &str, possible: &str, coverage: &str) -> String,
    /// The cheapest way to ready: its gaps, days and the score it leads to.
    pub shortest_way: fn(gaps: &str, days: &str, points: &str) -> String,
    /// What was read of what the archive lists.
    pub read: fn(read: &str, entries: &str) -> String,
    /// What auditor mode is.
    pub auditor_mode: &'static str,
    /// What decisions do and do not do.
    pub decisions: &'static str,
    /// Where a critical gap is described in full.
    pub see_critical: &'static str,
    /// Why a gap can stand in an earlier phase than its own severity.
    pub phase_of_the_worst: &'static str,
    /// How the lists of next actions are to be read.
    pub next_actions: &'static str,
    /// That documents claim what the code contradicts, in so many places.
    pub documents_contradicted: fn(places: &str) -> String,
    /// That an absence has no line of its own.
    pub nothing_found: &'static str,
    /// Where was looked, and for what.
    pub searched: fn(files: &str, signals: &str) -> String,
    /// A phase by number and severity.
    pub phase: fn(number: u8, Severity) -> String,
    /// What a phase takes, the score after it and the gate then.
    pub after_phase: fn(days: &str, points: &str, gate: &'static str) -> String,
    /// The gate after a phase, as an argument of `after_phase`: open.
    pub gate_open: &'static str,
    /// The gate after a phase: closed.
    pub gate_closed: &'static str,
    /// The sums of the roadmap: gaps, days, low, high, developers, focus and the calendar weeks they make.
    pub total: fn(days: &str, range: &str, developers: &str, focus: &str, weeks: &str) -> String,
    /// A week of the calendar, counted from 1.
    pub week: fn(u32) -> String,
    /// A claim in a document, and the code that says otherwise.
    pub contradiction: fn(claim: &str, against: &str) -> String,
    /// How many per cent of the weight a category carries.
    pub weight: fn(percent: &str) -> String,
    /// How the overall score is made of the categories: the sum of products, the sum of weights, the result.
    pub arithmetic: fn(sum: &str, weights: &str, points: &str) -> String,
    /// How a category is made of its criteria.
    pub mean_of_criteria: &'static str,
    /// How checks and criteria earn points.
    pub how_points: &'static str,
    /// That the figures of effort are assumptions.
    pub effort_is_assumed: &'static str,
    /// What bold hours mean in the roadmap's tables.
    pub bold_is_critical: &'static str,
    /// How working hours become calendar weeks.
    pub calendar: fn(hours_per_week: &str) -> String,
}

/// The words of one language.
#[must_use]
pub const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &en::WORDS,
        Lang::Sv => &sv::WORDS,
    }
}

/// The shape that stands beside a severity's word, so that it is never colour alone.
#[must_use]
pub const fn severity_mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "◆",
        Severity::High => "▲",
        Severity::Medium => "■",
        Severity::Low => "●",
    }
}

/// The shape that stands beside an outcome's word.
#[must_use]
pub const fn outcome_mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "✓",
        Outcome::Partial => "◐",
        Outcome::Fail => "✗",
        Outcome::Unknown => "?",
        Outcome::NotApplicable => "–",
    }
}

/// A developer's letter, counted from 1: `A`, `B`, …; after `Z` the number itself.
#[must_use]
pub fn developer_letter(developer: u32) -> String {
    match developer.checked_sub(1).and_then(|steps| u8::try_from(steps).ok()).filter(|steps| *steps < 26) {
        Some(steps) => char::from(b'A'.saturating_add(steps)).to_string(),
        None => developer.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// A word that is the same in both languages was probably never translated; those that are meant to be are listed.
    #[test]
    fn the_languages_differ_where_they_should() {
        let (en, sv) = (words(Lang::En), words(Lang::Sv));
        for category in Category::ALL.into_iter().filter(|category| *category != Category::Llm) {
            assert_ne!((en.category)(category), (sv.category)(category));
        }
        for severity in Severity::ALL {
            assert_ne!((en.severity)(severity), (sv.severity)(severity));
        }
        for band in [Band::Ready, Band::Nearly, Band::Significant] {
            assert_ne!((en.band)(band), (sv.band)(band));
        }
    }

    #[test]
    fn advice_tells_the_situations_apart() {
        for lang in Lang::ALL {
            let mut said = BTreeSet::new();
            for band in [Band::Ready, Band::Nearly, Band::Significant] {
                for is_open in [true, false] {
                    let blockers = if is_open { Vec::new() } else { vec!["g".to_owned()] };
                    said.insert((words(lang).say.advice)(band, &Gate { is_open, blockers }));
                }
            }
            assert_eq!(said.len(), 6);
            let undecided = Gate { is_open: false, blockers: Vec::new() };
            said.insert((words(lang).say.advice)(Band::Significant, &undecided));
            assert_eq!(said.len(), 7, "a closed gate without gaps is not told to start with them");
        }
    }

    #[test]
    fn developers_have_letters() {
        assert_eq!([1, 26, 27, 0].map(developer_letter), ["A", "Z", "27", "0"]);
    }
}
