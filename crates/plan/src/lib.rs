//! From verdicts to decisions: score, gaps, order of work, what-if, and the shortest way to ready.
//!
//! [`assess`] takes the results of the checks, the number of files that were read and a policy, and gives an
//! [`Assessment`]; [`assess_with_done`] does so as if some gaps were closed. Both are pure and quick enough to run each
//! time a box is ticked on a page.
//!
//! How the figures come about:
//! - `score`: check → criterion → category → overall, as three figures (proven, possible, coverage), a band and a gate;
//! - `severity`: the decision table, with the row and column it used in words;
//! - `effort`: three-point estimates as working hours with a range;
//! - `gaps`: one gap for each check that does not pass;
//! - `graph`: what must come before what, cycles merged into packages;
//! - `roadmap`: order, four phases, a calendar for n developers;
//! - `shortest_way`: the cheapest set of gaps that leads to ready;
//! - `decisions`: accepted risks and attestations, held against what was found;
//! - `compare`: what changed since an older audit;
//! - [`policy`]: the built-in policies, and `beredd.toml` read, written and described.
//!
//! **Invariants.** Integers only, so that all hosts agree byte for byte. No check is known by name. No clock: the calendar
//! counts working hours from its own start, and days from a day that it is given. Every figure is rounded once, half up, when it is shown; bands are decided
//! before rounding.

mod compare;
mod decisions;
mod effort;
mod gaps;
mod graph;
pub mod policy;
mod roadmap;
mod score;
mod severity;
mod shortest_way;
#[cfg(test)]
mod testing;
mod what_if;

use beredd_model::{
    AcceptanceRow, Arithmetic, AttestationRow, CategoryScore, CheckResult, CriterionScore, Gap, GapId, Gate,
    Policy, Roadmap, Score, ShortestWay,
};
use std::collections::BTreeSet;

pub use compare::compare;
pub use score::{check_points, team_points};

/// All that follows from a set of verdicts under a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The overall score.
    pub score: Score,
    /// Go or no go, and what stands in the way.
    pub gate: Gate,
    /// The eight categories, in order.
    pub categories: Vec<CategoryScore>,
    /// The forty criteria, in order.
    pub criteria: Vec<CriterionScore>,
    /// The sums behind the score.
    pub arithmetic: Arithmetic,
    /// The open gaps: those that are work in roadmap order, then those that are accepted or attested.
    pub gaps: Vec<Gap>,
    /// What became of each accepted risk of the policy.
    pub accepted: Vec<AcceptanceRow>,
    /// What became of each attestation of the policy.
    pub attested: Vec<AttestationRow>,
    /// The order of work.
    pub roadmap: Roadmap,
    /// The cheapest way to ready; nothing when it is ready already or cannot become so by closing gaps.
    pub shortest_way: Option<ShortestWay>,
}

/// Assesses the results of `checks` over a repository of which `files_read` files were read.
///
/// With no file read, nothing is known: every check counts as Unknown, the score is 0 and the gate is closed.
#[must_use]
pub fn assess(checks: &[CheckResult], files_read: u32, policy: &Policy) -> Assessment {
    what_if::assess(checks, files_read, policy, &BTreeSet::new())
}

/// Assesses as if the gaps in `done` were closed: their checks count as Pass and they leave the list.
///
/// Names in `done` that are no open gaps change nothing. When no file was read, nothing can be done about it and `done` is
/// not heeded.
#[must_use]
pub fn assess_with_done(
    checks: &[CheckResult],
    files_read: u32,
    policy: &Policy,
    done: &BTreeSet<GapId>,
) -> Assessment {
    what_if::assess(checks, files_read, policy, done)
}
