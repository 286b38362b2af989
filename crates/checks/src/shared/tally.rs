//! Counting over a population: one answer each, and a verdict from all of them.

use beredd_facts::RepoFacts;
use beredd_model::{Evidence, Grade, Outcome, Place, Searched, Subject, SubjectKind, Text, Verdict};

/// Evidence shown per check and direction; the counts always cover the whole population.
const EVIDENCE_SHOWN: usize = 60;

/// A verdict in the making.
pub(crate) struct Tally {
    kind: SubjectKind,
    subjects: Vec<Subject>,
    evidence: Vec<Evidence>,
    searched: Searched,
}

impl Tally {
    /// Starts counting members of a kind. `signals` says what is looked for, in the words of the technology.
    pub(crate) fn of(kind: SubjectKind, repo: &RepoFacts, signals: &[&str]) -> Self {
        let signals = signals.iter().map(|signal| (*signal).to_owned()).collect();
        Self {
            kind,
            subjects: Vec::new(),
            evidence: Vec::new(),
            searched: Searched { files: repo.file_count(), signals },
        }
    }

    /// A member of which the claim holds.
    pub(crate) fn holds(&mut self, id: &str, name: &str, place: Option<Place>) {
        self.count(id, name, Outcome::Pass, place);
    }

    /// A member of which it does not hold.
    pub(crate) fn misses(&mut self, id: &str, name: &str, place: Option<Place>) {
        self.count(id, name, Outcome::Fail, place);
    }

    /// A member with any outcome. Only `Pass` counts towards n; `NotApplicable` leaves the population.
    pub(crate) fn count(&mut self, id: &str, name: &str, outcome: Outcome, place: Option<Place>) {
        self.subjects.push(Subject {
            kind: self.kind,
            id: id.to_owned(),
            name: name.to_owned(),
            outcome,
            place,
        });
    }

    /// A place that speaks for the claim.
    pub(crate) fn supports(&mut self, place: Place, grade: Grade, what: Text) {
        self.evidence.push(Evidence { place, grade, supports: true, what });
    }

    /// A place that speaks against it.
    pub(crate) fn speaks_against(&mut self, place: Place, grade: Grade, what: Text) {
        self.evidence.push(Evidence { place, grade, supports: false, what });
    }

    /// How many members hold.
    pub(crate) fn n(&self) -> u32 {
        as_count(self.subjects.iter().filter(|subject| subject.outcome == Outcome::Pass).count())
    }

    /// How many members there are.
    pub(crate) fn all(&self) -> u32 {
        as_count(self.subjects.iter().filter(|subject| subject.outcome != Outcome::NotApplicable).count())
    }

    /// Whether some member has this outcome.
    pub(crate) fn has(&self, outcome: Outcome) -> bool {
        self.subjects.iter().any(|subject| subject.outcome == outcome)
    }

    /// Whether the claim holds in part of some member.
    pub(crate) fn has_partial(&self) -> bool {
        self.subjects.iter().any(|subject| subject.outcome == Outcome::Partial)
    }

    /// Names of the members of which the claim does not hold, in order, at most `most`, with an ellipsis when there are more.
    pub(crate) fn missing_names(&self, most: usize) -> String {
        let missing =
            self.subjects.iter().filter(|s| !matches!(s.outcome, Outcome::Pass | Outcome::NotApplicable));
        let mut names: Vec<&str> = missing.map(|subject| subject.name.as_str()).collect();
        let has_more = names.len() > most;
        names.truncate(most);
        let listed = names.join(", ");
        if has_more { format!("{listed}, …") } else { listed }
    }

    /// The verdict by count: all → Pass, none → Fail, otherwise Partial. Of an empty population: Unknown.
    pub(crate) fn verdict(self, summary: Text) -> Verdict {
        let (n, of) = (self.n(), self.all());
        let outcome = match (n, of) {
            (_, 0) => Outcome::Unknown,
            (0, _) => Outcome::Fail,
            (n, of) if n == of => Outcome::Pass,
            _ => Outcome::Partial,
        };
        self.concluded(outcome, summary)
    }

    /// A verdict whose outcome the check has settled itself.
    pub(crate) fn concluded(mut self, outcome: Outcome, summary: Text) -> Verdict {
        let (n, of) = (self.n(), self.all());
        let grade =
            self.evidence.iter().filter(|evidence| evidence.supports).map(|evidence| evidence.grade).max();
        self.evidence.sort_by(|a, b| {
            b.supports.cmp(&a.supports).then(b.grade.cmp(&a.grade)).then_with(|| a.place.cmp(&b.place))
        });
        self.evidence.dedup();
        let (mut shown_for, mut shown_against) = (0, 0);
        self.evidence.retain(|evidence| {
            let shown = if evidence.supports { &mut shown_for } else { &mut shown_against };
            *shown += 1;
            *shown <= EVIDENCE_SHOWN
        });
        Verdict {
            outcome,
            n,
            of,
            grade,
            summary,
            evidence: self.evidence,
            subjects: self.subjects,
            searched: self.searched,
            recommendation: None,
            is_covered: false,
            is_always_critical: false,
            is_foundation_missing: false,
        }
    }
}

/// The question does not arise; `reason` says why.
pub(crate) fn not_applicable(repo: &RepoFacts, signals: &[&str], reason: Text) -> Verdict {
    Tally::of(SubjectKind::Part, repo, signals).concluded(Outcome::NotApplicable, reason)
}

/// The archive cannot decide it; `reason` says which artefact would.
pub(crate) fn unknown(repo: &RepoFacts, signals: &[&str], reason: Text) -> Verdict {
    Tally::of(SubjectKind::Part, repo, signals).concluded(Outcome::Unknown, reason)
}

fn as_count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
