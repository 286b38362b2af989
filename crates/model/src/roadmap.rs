//! The order of work: phases, a calendar in working hours, and the shortest way to ready.

use crate::{Date, GapId, Severity};
use serde::{Deserialize, Serialize};

/// One gap on the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoadmapItem {
    /// Which gap.
    pub gap: GapId,
    /// Its phase, 1 to 4.
    pub phase: u8,
    /// Working hours from the start when it begins.
    pub start_hour: u32,
    /// Working hours from the start when it is done.
    pub end_hour: u32,
    /// Who does it, counted from 1.
    pub developer: u32,
    /// Whether a delay here delays the whole.
    pub is_critical: bool,
    /// Its days, where the roadmap has a first day.
    #[serde(default)]
    pub days: Option<Days>,
}

/// Days of the calendar, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Days {
    /// The first.
    pub first: Date,
    /// The last; never before the first.
    pub last: Date,
}

/// A phase: the gaps of one effective severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Phase {
    /// 1 to 4.
    pub phase: u8,
    /// The effective severity of its gaps.
    pub severity: Severity,
    /// Its gaps in order.
    pub gaps: Vec<GapId>,
    /// Working hours in all.
    pub likely_hours: u32,
    /// The proven score once it is done.
    pub proven_after_permille: u32,
    /// The gate once it is done.
    pub is_gate_open_after: bool,
}

/// The sums of a roadmap, in working hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoadmapTotal {
    /// Sum of means less the root-sum-square of the deviations.
    pub low_hours: u32,
    /// Sum of means.
    pub likely_hours: u32,
    /// Sum of means plus the root-sum-square of the deviations.
    pub high_hours: u32,
    /// When the last developer is done.
    pub makespan_hours: u32,
    /// The longest chain of prerequisites: no number of developers is quicker.
    #[serde(default)]
    pub longest_chain_hours: u32,
    /// No order is quicker: the longest chain, or the sum of means over the developers, whichever is more.
    #[serde(default)]
    pub lower_bound_hours: u32,
    /// The working days the makespan takes at the focus given, begun ones counted whole.
    #[serde(default)]
    pub working_days: u32,
    /// Those days as weeks of five, begun ones counted whole.
    #[serde(default)]
    pub weeks: u32,
    /// The days from the first to the last, where the roadmap has a first day.
    #[serde(default)]
    pub days: Option<Days>,
}

/// The work in order, on a number of developers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Roadmap {
    /// How many work on it.
    pub developers: u32,
    /// The share of a working day they can give it.
    pub focus_permille: u32,
    /// Every gap that is work once, in order: not what is accepted or attested.
    pub items: Vec<RoadmapItem>,
    /// Four phases, empty ones included.
    pub phases: Vec<Phase>,
    /// The sums.
    pub total: RoadmapTotal,
    /// The chain that determines the makespan, from the first to the last: each begins the hour the one before it ends.
    #[serde(default)]
    pub critical_path: Vec<GapId>,
    /// Gaps that wait for each other in a circle: each is one package of work without an order inside. Only orders of the
    /// policy can close a circle.
    #[serde(default)]
    pub packages: Vec<Vec<GapId>>,
}

/// The cheapest set of gaps that opens the gate and lifts the proven score above the ready limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShortestWay {
    /// The gaps, in roadmap order.
    pub gaps: Vec<GapId>,
    /// Their working hours.
    pub likely_hours: u32,
    /// The proven score after them.
    pub proven_after_permille: u32,
    /// Whether nothing cheaper exists, or merely nothing cheaper was found.
    pub is_exact: bool,
}
