//! What changed between two audits.

use crate::{Category, CheckId, Criterion, GapId};
use serde::{Deserialize, Serialize};

/// A proven score before and after, per mille.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
}
