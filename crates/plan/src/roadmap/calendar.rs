//! The calendar: who does what when, in working hours from the start.
//!
//! Nobody idles while there is something to begin (Graham's list scheduling), so each gap begins at hour 0 or the hour
//! another one ends: that is what makes the critical path a path.

use crate::graph::Graph;
use beredd_model::Gap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A gap on the calendar, in working hours from the start.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    pub(super) start: u64,
    pub(super) end: u64,
    /// Counted from 1.
    pub(super) developer: u32,
}

/// One slot for each gap, on `developers` developers (at least one).
pub(super) fn schedule(gaps: &[Gap], graph: &Graph, developers: u32) -> Vec<Slot> {
    // More developers than gaps change nothing, and a policy may name four billion of them.
    let most = u32::try_from(gaps.len()).unwrap_or(u32::MAX);
    let mut free: BTreeSet<u32> = (1..=developers.min(most).max(1)).collect();
    let mut missing: Vec<usize> = (0..gaps.len()).map(|gap| graph.before(gap).len()).collect();
    let mut ready: BTreeSet<usize> = (0..gaps.len()).filter(|gap| graph.before(*gap).is_empty()).collect();
    let mut working: BinaryHeap<Reverse<(u64, u32, usize)>> = BinaryHeap::new();
    let mut slots = vec![Slot::default(); gaps.len()];
    let mut now = 0;
    loop {
        while let (Some(gap), Some(developer)) = (ready.first().copied(), free.first().copied()) {
            ready.remove(&gap);
            free.remove(&developer);
            let end = now + gaps.get(gap).map_or(0, |gap| u64::from(gap.effort.likely_hours));
            working.push(Reverse((end, developer, gap)));
            if let Some(slot) = slots.get_mut(gap) {
                *slot = Slot { start: now, end, developer };
            }
        }
        let Some(Reverse((end, ..))) = working.peek().copied() else { return slots };
        now = end;
        while let Some(Reverse((_, developer, gap))) = working.peek().copied().filter(|next| next.0.0 == now)
        {
            working.pop();
            free.insert(developer);
            for waiting in graph.waiting(gap) {
                if let Some(count) = missing.get_mut(*waiting) {
                    *count = count.saturating_sub(1);
                    if *count == 0 {
                        ready.insert(*waiting);
                    }
                }
            }
        }
    }
}

/// The chain that determines the makespan, from the first to the last: back from the gap that ends last, each began the hour the one before it ended,
/// because it waited for that gap or for that gap's developer.
pub(super) fn critical_path(slots: &[Slot], graph: &Graph) -> Vec<usize> {
    let ended: BTreeMap<(u32, u64), usize> =
        slots.iter().enumerate().map(|(gap, slot)| ((slot.developer, slot.end), gap)).collect();
    let ends = |gap: usize| slots.get(gap).map(|slot| slot.end);
    // Each gap of the path begins before the one found before it, since none is free, so none comes twice.
    let mut path = Vec::new();
    let mut last = (0..slots.len()).max_by_key(|gap| (ends(*gap), Reverse(*gap)));
    while let Some(gap) = last {
        path.push(gap);
        last = slots.get(gap).and_then(|slot| {
            let awaited =
                graph.before(gap).iter().copied().filter(|before| ends(*before) == Some(slot.start));
            awaited.min().or_else(|| ended.get(&(slot.developer, slot.start)).copied())
        });
    }
    path.reverse();
    path
}

/// The hours of the longest chain of prerequisites, for gaps in an order that no prerequisite breaks.
pub(super) fn longest_chain(gaps: &[Gap], graph: &Graph) -> u64 {
    let mut ends: Vec<u64> = Vec::with_capacity(gaps.len());
    for (index, gap) in gaps.iter().enumerate() {
        let start = graph.before(index).iter().filter_map(|before| ends.get(*before)).max().copied();
        ends.push(start.unwrap_or(0).saturating_add(u64::from(gap.effort.likely_hours)));
    }
    ends.into_iter().max().unwrap_or(0)
}
