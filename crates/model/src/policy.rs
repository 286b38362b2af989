//! What the audited organisation asks for: thresholds, weights, teams, capacity.

use crate::{AcceptedRisk, Attestation, Category, CheckId, Date, Estimate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How demanding the operation is; lowers severities, never scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Level {
    /// As the table says.
    #[default]
    A,
    /// C4 and C5 one step down.
    B,
    /// All but C1 one step down.
    C,
}

/// Figures that criteria compare with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Thresholds {
    /// K3.1: tests of the LLM integration.
    pub llm_tests: u32,
    /// K8.1: 95th percentile of a model call, in milliseconds.
    pub llm_p95_milliseconds: u32,
    /// K8.2: cache hit rate.
    pub cache_hit_permille: u32,
    /// K8.4: concurrent users.
    pub concurrent_users: u32,
    /// K2.5: functionality kept during failover.
    pub functionality_permille: u32,
}

/// A team that the policy names, where discovery cannot know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamDeclaration {
    /// Its name.
    pub name: String,
    /// The folder its agents live in.
    pub folder: String,
    /// Languages its agents must speak, as BCP 47 codes.
    pub languages: Vec<String>,
    /// Whether its data must stay in the EU.
    pub is_eu_only: bool,
    /// Its agents by name, where that is known; empty: those that are found in the folder.
    #[serde(default)]
    pub agents: Vec<String>,
}

/// Who does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capacity {
    /// Developers, at least 1.
    pub developers: u32,
    /// The share of a working day they can give it, 1 to 1000.
    pub focus_permille: u32,
    /// The first day of the work; nothing: the calendar counts hours and weeks and names no day.
    #[serde(default)]
    pub start: Option<Date>,
}

/// Other figures for the effort of closing a gap than the catalogue's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffortOverride {
    /// Instead of the part that is paid once.
    pub base: Option<Estimate>,
    /// Instead of the part that is paid for each site.
    pub per_site: Option<Estimate>,
}

/// An order that the catalogue does not know of: the gap of one check is closed before that of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Precedence {
    /// The check whose gap comes first.
    pub first: CheckId,
    /// The check whose gap waits for it.
    pub then: CheckId,
}

/// The whole policy, with every value in effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// `generic`, `happyos`, or the name in the repository's own file.
    pub name: String,
    /// Where it came from: `built-in`, or the name of a file: in the repository, or given beside it.
    pub source: String,
    /// Shares of the overall score; they need not sum to 1000, the mean divides by their sum.
    pub weights_permille: BTreeMap<Category, u32>,
    /// A proven score above this is ready.
    pub ready_above_permille: u32,
    /// A proven score from here on, and not ready, is nearly ready.
    pub nearly_from_permille: u32,
    /// Figures that criteria compare with.
    pub thresholds: Thresholds,
    /// How demanding the operation is.
    pub level: Level,
    /// Languages every agent must speak, as BCP 47 codes; empty: no requirement.
    pub languages: Vec<String>,
    /// Whether data must stay in the EU.
    pub is_eu_only: bool,
    /// Teams by declaration; empty: as discovered.
    pub teams: Vec<TeamDeclaration>,
    /// Who does the work.
    pub capacity: Capacity,
    /// Technologies that must be in use, by name.
    #[serde(default)]
    pub technologies: Vec<String>,
    /// Other limits for what is read, by name. They count where the policy is given from outside the repository: what is audited does
    /// not decide how much of it is read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, u64>,
    /// Other efforts than the catalogue's, by check or by criterion (`K1.1`); that of a check goes first.
    #[serde(default)]
    pub effort: BTreeMap<String, EffortOverride>,
    /// Orders beyond those of the catalogue.
    #[serde(default)]
    pub order: Vec<Precedence>,
    /// Risks that somebody lives with.
    #[serde(default)]
    pub accepted: Vec<AcceptedRisk>,
    /// What reviewers attest.
    #[serde(default)]
    pub attested: Vec<Attestation>,
    /// The audit is made as an outsider would: decisions that stand in the repository are left aside.
    #[serde(default)]
    pub is_auditor: bool,
    /// The day the audit is made, given by the host: with it, expiry is judged; without, it is shown.
    #[serde(default)]
    pub today: Option<Date>,
}
