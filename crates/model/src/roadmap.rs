//! The order of work: phases, a calendar in working hours, and the shortest way to ready.

use crate::{GapId, Severity};
use serde::{Deserialize, Serialize};

/// One gap on the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A phase: the gaps of one effective severity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct RoadmapTotal {
    /// Sum of means less the root-sum-square of the deviations.
    pub low_hours: u32,
    /// Sum of means.
    pub likely_hours: u32,
    /// Sum of means plus the root-sum-square of the deviations.
    pub high_hours: u32,
    /// When the last developer is done.
    pub makespan_hours: u32,
}

/// The work in order, on a number of developers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roadmap {
    /// How many work on it.
    pub developers: u32,
    /// The share of a working day they can give it.
    pub focus_permille: u32,
    /// Every gap once, in order.
    pub items: Vec<RoadmapItem>,
    /// Four phases, empty ones included.
    pub phases: Vec<Phase>,
    /// The sums.
    pub total: RoadmapTotal,
}

/// The cheapest set of gaps that opens the gate and lifts the proven score above the ready limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
