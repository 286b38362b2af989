//! Gaps: what stands between a repository and production.

use crate::{AcceptedRisk, Attestation, Category, CheckId, Criterion, Owner, Place, Standing, Text};
use serde::{Deserialize, Serialize};

/// A gap's name within one audit; stable for the same repository and policy.
pub type GapId = String;

/// How bad an open gap is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Blocks the gate.
    Critical,
    /// Before or right after launch.
    High,
    /// Planned work.
    Medium,
    /// When there is time.
    Low,
}

impl Severity {
    /// All four, worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];
}

/// What closing a gap costs, in working hours of one developer (8 a day): an assumption with its basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Effort {
    /// The mean less one standard deviation.
    pub low_hours: u32,
    /// The mean of the three-point estimate.
    pub likely_hours: u32,
    /// The mean plus one standard deviation.
    pub high_hours: u32,
    /// How the figures came about.
    pub basis: Text,
}

/// One gap: a check that does not pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gap {
    /// Its name in this audit.
    pub id: GapId,
    /// Survives moved lines and reworded advice; for comparison of audits.
    pub fingerprint: String,
    /// The check that found it.
    pub check: CheckId,
    /// The criterion it counts against.
    pub criterion: Criterion,
    /// The category.
    pub category: Category,
    /// By the decision table.
    pub severity: Severity,
    /// The row and column of that table, in words.
    pub severity_reason: Text,
    /// The archive could not decide: first verify, then perhaps fix.
    pub is_to_verify: bool,
    /// What to call it.
    pub title: Text,
    /// What it may lead to.
    pub impact: Text,
    /// What to do.
    pub recommendation: Text,
    /// How many of the population are affected; 0 of 0 where the question is of the whole.
    pub affected: u32,
    /// The size of the population.
    pub of: u32,
    /// The affected places.
    pub sites: Vec<Place>,
    /// Names of the affected members of the population.
    pub names: Vec<String>,
    /// The cost.
    pub effort: Effort,
    /// Open gaps that must be closed first.
    pub after: Vec<GapId>,
    /// Open gaps that wait for this one.
    pub unlocks: Vec<GapId>,
    /// What closing it adds to the overall proven score.
    pub points_regained_permille: u32,
    /// Who does it.
    pub owner: Owner,
    /// How it stands after what people decided about it.
    #[serde(default)]
    pub standing: Standing,
    /// The accepted risks in force that cover it or part of it.
    #[serde(default)]
    pub accepted: Vec<AcceptedRisk>,
    /// What a reviewer attests of it.
    #[serde(default)]
    pub attested: Option<Attestation>,
}
