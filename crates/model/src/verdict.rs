//! What a check found, and why anyone should believe it.

use crate::{CheckCard, CheckId, Consequence, Criterion, EffortModel, Grade, Place, Standard, Text};
use serde::{Deserialize, Serialize};

/// What a check concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Proven, for the whole population, with the grade the criterion asks for.
    Pass,
    /// Proven for n of N.
    Partial,
    /// Not so: evidence against, or nothing found where it was looked for.
    Fail,
    /// This archive cannot decide it; the summary says which artefact would.
    Unknown,
    /// The question does not arise; the summary says why.
    NotApplicable,
}

/// A place that speaks for or against a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// How strong.
    pub grade: Grade,
    /// For the claim, or against it.
    pub supports: bool,
    /// What stands there, in a short sentence.
    pub what: Text,
}

/// Where was looked: the evidence of absence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Searched {
    /// How many files were read for it.
    pub files: u32,
    /// What was looked for, in the words of the technology.
    pub signals: Vec<String>,
}

/// What a member of a population is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// An agent; the id is that of `agents`.
    Agent,
    /// A team of agents.
    Team,
    /// A place where a model is called.
    CallSite,
    /// A deployable service.
    Service,
    /// An HTTP route.
    Route,
    /// A container image or the file that builds it.
    Image,
    /// Anything else that is counted: a section, a layer, an alarm kind.
    Part,
}

/// One member of the population a check ran over, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its identity among its kind.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its own outcome.
    pub outcome: Outcome,
    /// Where it is, or where its miss shows.
    pub place: Option<Place>,
}

/// The judgement of one check on one repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it concludes.
    pub outcome: Outcome,
    /// How many of the population hold. With `of` 0 there was nothing to count.
    pub n: u32,
    /// The size of the population.
    pub of: u32,
    /// The strongest grade that stands for the claim.
    pub grade: Option<Grade>,
    /// The judgement in one or two sentences.
    pub summary: Text,
    /// The places, those that support first.
    pub evidence: Vec<Evidence>,
    /// The population, one answer each; empty where the question is of the whole.
    pub subjects: Vec<Subject>,
    /// Where was looked.
    pub searched: Searched,
    /// A recommendation for the stack that was found, where it can be better than the card's.
    pub recommendation: Option<Text>,
    /// Whether something else softens the consequence (one step of severity).
    pub is_covered: bool,
    /// Whether what was found is critical whatever table and modifiers say: a live secret, production code that cannot
    /// be loaded.
    pub is_always_critical: bool,
    /// Whether what the remedy builds on has to be made first: the effort's foundation is then added.
    pub is_foundation_missing: bool,
}

/// A card and its verdict: a row of `checks` in `audit.json`, its keys in the contract's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckResult {
    /// See [`CheckCard::id`].
    pub id: CheckId,
    /// See [`CheckCard::criterion`].
    pub criterion: Criterion,
    /// See [`CheckCard::is_decisive`].
    pub is_decisive: bool,
    /// See [`Verdict::outcome`].
    pub outcome: Outcome,
    /// See [`Verdict::n`].
    pub n: u32,
    /// See [`Verdict::of`].
    pub of: u32,
    /// See [`Verdict::grade`].
    pub grade: Option<Grade>,
    /// See [`CheckCard::claim`].
    pub claim: Text,
    /// See [`Verdict::summary`].
    pub summary: Text,
    /// See [`Verdict::evidence`].
    pub evidence: Vec<Evidence>,
    /// See [`Verdict::searched`].
    pub searched: Searched,
    /// See [`Verdict::subjects`].
    pub subjects: Vec<Subject>,
    /// See [`CheckCard::gap_title`].
    pub gap_title: Text,
    /// See [`CheckCard::why`].
    pub why: Text,
    /// The verdict's recommendation for the stack that was found, or else the card's.
    pub fix: Text,
    /// See [`CheckCard::limits`].
    pub limits: Text,
    /// See [`CheckCard::consequence`].
    pub consequence: Consequence,
    /// See [`Verdict::is_covered`].
    pub is_covered: bool,
    /// See [`Verdict::is_always_critical`].
    #[serde(default)]
    pub is_always_critical: bool,
    /// See [`Verdict::is_foundation_missing`].
    #[serde(default)]
    pub is_foundation_missing: bool,
    /// See [`CheckCard::effort`].
    pub effort: EffortModel,
    /// See [`CheckCard::after`].
    pub after: Vec<CheckId>,
    /// See [`CheckCard::standards`].
    pub standards: Vec<Standard>,
}

impl CheckResult {
    /// Joins what a check says about itself with what it found.
    #[must_use]
    pub fn new(card: CheckCard, verdict: Verdict) -> Self {
        Self {
            id: card.id,
            criterion: card.criterion,
            is_decisive: card.is_decisive,
            outcome: verdict.outcome,
            n: verdict.n,
            of: verdict.of,
            grade: verdict.grade,
            claim: card.claim,
            summary: verdict.summary,
            evidence: verdict.evidence,
            searched: verdict.searched,
            subjects: verdict.subjects,
            gap_title: card.gap_title,
            why: card.why,
            fix: verdict.recommendation.unwrap_or(card.fix),
            limits: card.limits,
            consequence: card.consequence,
            is_covered: verdict.is_covered,
            is_always_critical: verdict.is_always_critical,
            is_foundation_missing: verdict.is_foundation_missing,
            effort: card.effort,
            after: card.after,
            standards: card.standards,
        }
    }
}
