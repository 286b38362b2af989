//! The shortest way to ready: the fewest working hours that open the gate and lift the proven score above the limit.
//!
//! All critical gaps are on it, and what they need. If that does not lift the score far enough, more gaps are chosen, each
//! with what it needs: a knapsack with prerequisites. A greedy choice (points for the hour) gives a first answer, and
//! branch and bound improves it.
//!
//! **How exact.** The search ends by itself, and the answer is the cheapest there is, for up to 15 gaps to choose among,
//! and in practice for many more. It gives up after 65 536 steps, and does not begin with more than
//! 128 gaps to choose among; then the answer is the best that was found, and says so.

mod search;

use crate::graph::Graph;
use crate::score::Share;
use crate::what_if::Projection;
use crate::{effort, score};
use beredd_model::{Gap, ShortestWay};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

/// More than the roundings in a sum of gains of a thousand gaps can be. The search counts a score as above the limit when
/// it is so by at least this much, one part in a hundred thousand million.
const SLACK: Share = 1 << 12;

/// The cheapest set of gaps that leads to ready; nothing when it is ready already, or when not even all of them do.
/// `gaps` are in roadmap order, and so is the answer.
pub(crate) fn find(gaps: &[Gap], graph: &Graph, projection: &Projection) -> Option<ShortestWay> {
    let quest = Quest::new(gaps, graph, projection);
    if quest.leads_to_ready(&BTreeSet::new()) || !quest.leads_to_ready(&(0..gaps.len()).collect()) {
        return None;
    }
    let (chosen, is_exact) = if quest.leads_to_ready(&quest.needed) {
        (quest.needed.clone(), true)
    } else {
        search::improved(&quest, quest.greedy())
    };
    let gaps: Vec<&Gap> = chosen.iter().filter_map(|gap| gaps.get(*gap)).collect();
    Some(ShortestWay {
        likely_hours: effort::sum_hours(gaps.iter().map(|gap| gap.effort.likely_hours)),
        proven_after_permille: score::permille(quest.proven(&chosen)),
        gaps: gaps.into_iter().map(|gap| gap.id.clone()).collect(),
        is_exact,
    })
}

/// What is sought, and among what.
struct Quest<'a> {
    graph: &'a Graph,
    projection: &'a Projection<'a>,
    /// For each gap, what closing it costs and brings on its own.
    worth: Vec<Worth>,
    /// The critical gaps and all they need.
    needed: BTreeSet<usize>,
    /// What must be gained beyond `needed` to be above the limit.
    goal: Share,
}

impl<'a> Quest<'a> {
    fn new(gaps: &[Gap], graph: &'a Graph, projection: &'a Projection<'a>) -> Self {
        let start = projection.proven_with(|_| false);
        let worth = gaps.iter().enumerate().map(|(index, gap)| Worth {
            gain: projection.proven_with(|closed| closed == index).saturating_sub(start),
            hours: u64::from(gap.effort.likely_hours),
        });
        let needed: BTreeSet<usize> =
            graph.with_prerequisites(projection.critical().iter().copied()).into_iter().collect();
        let proven = projection.proven_with(|gap| needed.contains(&gap));
        let goal = projection.ready_limit().saturating_add(SLACK).saturating_sub(proven);
        Self { graph, projection, worth: worth.collect(), needed, goal }
    }

    fn proven(&self, chosen: &BTreeSet<usize>) -> Share {
        self.projection.proven_with(|gap| chosen.contains(&gap))
    }

    fn leads_to_ready(&self, chosen: &BTreeSet<usize>) -> bool {
        self.projection.is_open_with(chosen) && self.projection.is_ready(self.proven(chosen))
    }

    fn sum<'g>(&self, gaps: impl IntoIterator<Item = &'g usize>) -> Worth {
        let worth = gaps.into_iter().filter_map(|gap| self.worth.get(*gap));
        worth.fold(Worth::default(), |sum, next| sum.plus(*next))
    }

    /// A gap with what it needs beyond what is needed anyway.
    fn bundle(&self, gap: usize) -> Vec<usize> {
        let mut bundle = self.graph.with_prerequisites([gap]);
        bundle.retain(|member| !self.needed.contains(member));
        bundle
    }

    /// Bundles by what they bring for the hour, best first, until it is enough; then what turned out not to be needed is
    /// taken away again, dearest first, with all that builds on it.
    fn greedy(&self) -> BTreeSet<usize> {
        let free = (0..self.worth.len()).filter(|gap| !self.needed.contains(gap));
        let bundles = free.map(|gap| (gap, self.bundle(gap)));
        let mut bundles: Vec<(Worth, usize, Vec<usize>)> =
            bundles.map(|(gap, bundle)| (self.sum(&bundle), gap, bundle)).collect();
        bundles.sort_by(|(a, ..), (b, ..)| a.better_per_hour(*b));
        let mut chosen = self.needed.clone();
        let mut gain: Share = 0;
        for (_, gap, bundle) in &bundles {
            // A gap that is chosen already came with all it needs.
            if !chosen.contains(gap) {
                let fresh: Vec<usize> =
                    bundle.iter().copied().filter(|member| !chosen.contains(member)).collect();
                gain += self.sum(&fresh).gain;
                chosen.extend(fresh);
            }
            if gain >= self.goal && self.leads_to_ready(&chosen) {
                break;
            }
        }
        let mut by_cost: Vec<usize> = chosen.difference(&self.needed).copied().collect();
        by_cost.sort_by_key(|gap| Reverse(self.sum([gap]).hours));
        for gap in by_cost {
            let mut removed = self.graph.with_dependants(gap);
            removed.retain(|member| chosen.contains(member));
            let rest = gain.saturating_sub(self.sum(&removed).gain);
            if rest >= self.goal && !removed.is_empty() {
                let mut without = chosen.clone();
                without.retain(|member| !removed.contains(member));
                if self.leads_to_ready(&without) {
                    (chosen, gain) = (without, rest);
                }
            }
        }
        chosen
    }
}

/// What closing costs and brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Worth {
    gain: Share,
    hours: u64,
}

impl Worth {
    const fn plus(self, other: Self) -> Self {
        Self { gain: self.gain.saturating_add(other.gain), hours: self.hours.saturating_add(other.hours) }
    }

    /// Less when this brings more for the hour.
    fn better_per_hour(self, other: Self) -> Ordering {
        let product = |gain: Share, hours: u64| u128::from(gain) * u128::from(hours);
        product(other.gain, self.hours).cmp(&product(self.gain, other.hours))
    }
}

#[cfg(test)]
mod tests;
