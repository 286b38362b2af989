//! Points, bands and the gate. All figures are per mille; rounding happens once, at display.

use crate::{Category, CheckId, Criterion, GapId, Outcome};
use serde::{Deserialize, Serialize};

/// The figures that always stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Points {
    /// What is proven, with Unknown as 0: this is the score.
    pub proven_permille: u32,
    /// What it would be if what reviewers attest were proven; never less than proven, never more than possible. 0 in audits
    /// of before there were attestations.
    #[serde(default)]
    pub attested_permille: u32,
    /// What it could be, with Unknown as 1000.
    pub possible_permille: u32,
    /// The share of the weight that has a definite answer.
    pub coverage_permille: u32,
}

/// The reading of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// Above 80: production-ready.
    Ready,
    /// 60 to 80, both included: nearly ready, minor work.
    Nearly,
    /// Below 60: significant work.
    Significant,
}

/// The overall score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Score {
    /// The figures.
    #[serde(flatten)]
    pub points: Points,
    /// The band of the proven figure before rounding.
    pub band: Band,
}

/// Whether the system may go live; beside the score, never inside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gate {
    /// No critical gap is open that is neither accepted nor attested, and something was read.
    pub is_open: bool,
    /// The critical gaps that keep it closed.
    pub blockers: Vec<GapId>,
}

/// The score of a category: the mean of its criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CategoryScore {
    /// Which.
    pub id: Category,
    /// Its share of the overall score.
    pub weight_permille: u32,
    /// The figures.
    #[serde(flatten)]
    pub points: Points,
}

/// The score of a criterion: the weighted mean of its checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CriterionScore {
    /// Which.
    pub id: Criterion,
    /// Its category.
    pub category: Category,
    /// The outcome of the decisive check.
    pub outcome: Outcome,
    /// How many of the decisive check's population hold.
    pub n: u32,
    /// The size of that population.
    pub of: u32,
    /// The figures.
    #[serde(flatten)]
    pub points: Points,
    /// The checks behind it, the decisive one first.
    pub checks: Vec<CheckId>,
}
