//! The order of work: priorities, four phases, and a calendar in working hours.
//!
//! - A gap is planned by its effective severity: the highest of its own and of all that wait for it.
//! - Among those that may come next: higher effective severity; confirmed before to be verified; more points for the
//!   hour, counting half of the points of those that wait for it; then by name. All of it can be reckoned again from what
//!   the gaps show.
//! - Phases 1 to 4 are the effective severities, so that no gap stands in an earlier phase than its prerequisite.
//! - The calendar gives each free developer the first gap in order whose prerequisites are done. Nobody idles while there
//!   is something to begin, so the makespan is at most (total + (n − 1) × longest chain) ÷ n (Graham, "Bounds on
//!   multiprocessing timing anomalies", 1969), and at least the greater of longest chain and total ÷ n.

mod calendar;
mod week;

use crate::graph::{Effective, Graph};
use crate::what_if::Projection;
use crate::{effort, score, severity};
use beredd_model::{Capacity, Gap, GapId, Phase, Roadmap, RoadmapItem, RoadmapTotal, Severity};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use week::{DAYS_A_WEEK, Week};

/// The gaps in the order of work. A gap that is planned before its own severity asks for it says why in its reason.
pub(crate) fn ordered(mut gaps: Vec<Gap>, cycles: &[Vec<GapId>]) -> Vec<Gap> {
    let graph = Graph::new(&gaps, cycles);
    let effective = graph.effective(&gaps);
    let keys = gaps.iter().enumerate().zip(&effective);
    let keys =
        keys.map(|((index, gap), effective)| Priority::of(gap, index, effective.severity, &gaps, &graph));
    let order = graph.order(keys.collect());
    let reasons: Vec<_> =
        gaps.iter().zip(&effective).map(|(gap, effective)| reason(gap, *effective, &gaps)).collect();
    for (gap, reason) in gaps.iter_mut().zip(reasons) {
        gap.severity_reason = reason;
    }
    let mut unordered: Vec<Option<Gap>> = gaps.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| unordered.get_mut(index)?.take()).collect()
}

/// The roadmap of gaps that are in order.
pub(crate) fn plan(
    gaps: &[Gap],
    graph: &Graph,
    packages: Vec<Vec<GapId>>,
    capacity: Capacity,
    projection: &Projection,
) -> Roadmap {
    let severities: Vec<Severity> =
        graph.effective(gaps).iter().map(|effective| effective.severity).collect();
    let slots = calendar::schedule(gaps, graph, capacity.developers);
    let path = calendar::critical_path(&slots, graph);
    let critical: BTreeSet<usize> = path.iter().copied().collect();
    let week = Week::of(capacity);
    let items = gaps.iter().zip(&severities).zip(&slots).enumerate();
    let items = items.map(|(index, ((gap, severity), slot))| RoadmapItem {
        gap: gap.id.clone(),
        phase: number(*severity),
        start_hour: hour(slot.start),
        end_hour: hour(slot.end),
        developer: slot.developer,
        is_critical: critical.contains(&index),
        days: week.days(slot.start, slot.end),
    });
    let sum = effort::total(gaps.iter().map(|gap| &gap.effort));
    let makespan = slots.iter().map(|slot| slot.end).max().unwrap_or(0);
    let chain = calendar::longest_chain(gaps, graph);
    let share = u64::from(sum.likely_hours).div_ceil(u64::from(capacity.developers.max(1)));
    Roadmap {
        developers: capacity.developers,
        focus_permille: capacity.focus_permille,
        items: items.collect(),
        phases: phases(gaps, &severities, projection),
        total: RoadmapTotal {
            low_hours: sum.low_hours,
            likely_hours: sum.likely_hours,
            high_hours: sum.high_hours,
            makespan_hours: hour(makespan),
            longest_chain_hours: hour(chain),
            lower_bound_hours: hour(chain.max(share)),
            working_days: hour(week.working_days(makespan)),
            weeks: hour(week.working_days(makespan).div_ceil(DAYS_A_WEEK)),
            days: week.days(0, makespan).filter(|_| makespan > 0),
        },
        critical_path: path.into_iter().filter_map(|gap| gaps.get(gap)).map(|gap| gap.id.clone()).collect(),
        packages,
    }
}

/// What decides which gap comes next; the smallest does.
#[derive(Debug, PartialEq, Eq)]
struct Priority {
    severity: Severity,
    is_to_verify: bool,
    /// Twice the gap's points, and the points of those that wait for it.
    double_points: u64,
    hours: u64,
    id: GapId,
}

impl Priority {
    fn of(gap: &Gap, index: usize, severity: Severity, gaps: &[Gap], graph: &Graph) -> Self {
        let points = |gap: &Gap| u64::from(gap.points_regained_permille);
        let waiting = graph.waiting(index).iter().filter_map(|waiting| gaps.get(*waiting));
        Self {
            severity,
            is_to_verify: gap.is_to_verify,
            double_points: waiting.map(points).fold(2 * points(gap), u64::saturating_add),
            hours: u64::from(gap.effort.likely_hours),
            id: gap.id.clone(),
        }
    }
}

impl Ord for Priority {
    fn cmp(&self, other: &Self) -> Ordering {
        let per_hour = |one: &Self, two: &Self| u128::from(one.double_points) * u128::from(two.hours);
        (self.severity.cmp(&other.severity))
            .then_with(|| self.is_to_verify.cmp(&other.is_to_verify))
            .then_with(|| per_hour(other, self).cmp(&per_hour(self, other)))
            .then_with(|| self.id.cmp(&other.id))
    }
}

impl PartialOrd for Priority {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn reason(gap: &Gap, effective: Effective, gaps: &[Gap]) -> beredd_model::Text {
    match gaps.get(effective.source).filter(|_| effective.severity < gap.severity) {
        Some(source) => severity::raised(&gap.severity_reason, effective.severity, &source.title),
        None => gap.severity_reason.clone(),
    }
}

fn phases(gaps: &[Gap], severities: &[Severity], projection: &Projection) -> Vec<Phase> {
    let mut closed = BTreeSet::new();
    let mut phase = |severity: Severity| {
        let members = gaps.iter().zip(severities).enumerate().filter(|(_, (_, own))| **own == severity);
        let members: Vec<(usize, &Gap)> = members.map(|(index, (gap, _))| (index, gap)).collect();
        closed.extend(members.iter().map(|(index, _)| *index));
        Phase {
            phase: number(severity),
            severity,
            gaps: members.iter().map(|(_, gap)| gap.id.clone()).collect(),
            likely_hours: effort::sum_hours(members.iter().map(|(_, gap)| gap.effort.likely_hours)),
            proven_after_permille: score::permille(projection.proven_with(|gap| closed.contains(&gap))),
            is_gate_open_after: projection.is_open_with(&closed),
        }
    };
    Severity::ALL.map(&mut phase).into()
}

const fn number(severity: Severity) -> u8 {
    match severity {
        Severity::Critical => 1,
        Severity::High => 2,
        Severity::Medium => 3,
        Severity::Low => 4,
    }
}

fn hour(hours: u64) -> u32 {
    u32::try_from(hours).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
