//! What changed between two audits.

use crate::{Category, CheckId, Criterion, GapId, Severity, Text};
use serde::{Deserialize, Serialize};

/// A proven score before and after, per mille.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// In the old audit.
    pub old_permille: u32,
    /// In the new one.
    pub new_permille: u32,
}

impl Change {
    /// How much was won, per mille; below nothing when it was lost.
    #[must_use]
    pub fn gain_permille(self) -> i64 {
        i64::from(self.new_permille) - i64::from(self.old_permille)
    }
}

/// The differences between an old audit and a new one of the same repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Whether both asked the same questions: if not, some gaps may be new or gone because the checks are.
    pub is_same_catalogue: bool,
    /// Whether both had the same policy.
    pub is_same_policy: bool,
    /// Checks that only the new audit made.
    pub checks_added: Vec<CheckId>,
    /// Checks that only the old audit made.
    pub checks_removed: Vec<CheckId>,
    /// The overall score.
    pub score: Change,
    /// Whether the gate was open, before and after.
    pub is_gate_open: [bool; 2],
    /// Categories whose proven score differs.
    pub categories: Vec<(Category, Change)>,
    /// Criteria whose proven score differs.
    pub criteria: Vec<(Criterion, Change)>,
    /// Teams in both audits whose score differs.
    pub teams: Vec<(String, Change)>,
    /// Gaps that were not open before.
    pub new: Vec<GapId>,
    /// Gaps that are open no more.
    pub fixed: Vec<GapId>,
    /// Gaps that are open still, with other members affected, another severity, or confirmed since.
    pub changed: Vec<GapId>,
    /// Gaps that are open as before.
    pub unchanged: Vec<GapId>,
    /// What is different about each of the changed ones, in their order.
    #[serde(default)]
    pub changes: Vec<GapChange>,
    /// The overall score over the checks that both audits made, under the new policy: what the repository itself won or lost.
    #[serde(default)]
    pub score_on_common: Change,
    /// Of the new gaps, those whose check the old audit did not make.
    #[serde(default)]
    pub new_by_catalogue: Vec<GapId>,
    /// Of the gaps that are open no more, those whose check the new audit did not make: not known to be fixed.
    #[serde(default)]
    pub fixed_by_catalogue: Vec<GapId>,
    /// Keys of the policy that differ, as `beredd.toml` writes them.
    #[serde(default)]
    pub policy_keys: Vec<String>,
    /// What differs between the two beside the repository, in words; empty when nothing does.
    #[serde(default)]
    pub caveats: Vec<Text>,
}

/// What is different about a gap that was open before and is open still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapChange {
    /// Which.
    pub gap: GapId,
    /// Its severity, before and after.
    pub severity: [Severity; 2],
    /// How many are affected, before and after.
    pub affected: [u32; 2],
    /// Of how many, before and after.
    pub of: [u32; 2],
    /// Whether it was still to be verified, before and after.
    pub is_to_verify: [bool; 2],
    /// Who is affected now and was not.
    pub came: Vec<String>,
    /// Who was affected and is no more.
    pub went: Vec<String>,
}
