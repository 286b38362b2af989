//! What the audited organisation asks for: thresholds, weights, teams, capacity.

use crate::Category;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How demanding the operation is; lowers severities, never scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct TeamDeclaration {
    /// Its name.
    pub name: String,
    /// The folder its agents live in.
    pub folder: String,
    /// Languages its agents must speak, as BCP 47 codes.
    pub languages: Vec<String>,
    /// Whether its data must stay in the EU.
    pub is_eu_only: bool,
}

/// Who does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capacity {
    /// Developers, at least 1.
    pub developers: u32,
    /// The share of a working day they can give it, 1 to 1000.
    pub focus_permille: u32,
}

/// The whole policy, with every value in effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// `generic`, `happyos`, or the name in the repository's own file.
    pub name: String,
    /// Where it came from: `built-in` or a path in the repository.
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
}
