//! Branch and bound over the gaps to choose among.

use super::{Quest, Worth};
use std::collections::{BTreeMap, BTreeSet};

/// Steps of the search before it gives up: some milliseconds. Deciding about 15 gaps takes no more.
const NODES: u32 = 1 << 16;

/// Sets of candidates are the bits of a u128.
const MOST_CANDIDATES: usize = 128;

/// The cheapest choice that branch and bound finds, never dearer than `known`, and whether it is the cheapest of all.
pub(super) fn improved(quest: &Quest, known: BTreeSet<usize>) -> (BTreeSet<usize>, bool) {
    let Some(candidates) = candidates(quest) else { return (known, false) };
    let mut search = Search {
        quest,
        by_worth: by_worth(&candidates),
        candidates,
        best_hours: quest.sum(known.difference(&quest.needed)).hours,
        best: known,
        nodes: 0,
    };
    search.visit(State::default());
    (search.best, search.nodes <= NODES)
}

/// The gaps to choose among, best bundle first: those that bring something, and what these need. Nothing when they are
/// too many.
fn candidates(quest: &Quest) -> Option<Vec<Candidate>> {
    let worth = quest.worth.iter().enumerate();
    let gainful = worth.filter(|(gap, worth)| worth.gain > 0 && !quest.needed.contains(gap));
    let gainful: Vec<usize> = gainful.map(|(gap, _)| gap).collect();
    let mut members = quest.graph.with_prerequisites(gainful);
    members.retain(|gap| !quest.needed.contains(gap));
    members.sort_unstable();
    if members.len() > MOST_CANDIDATES {
        return None;
    }
    let mut bundles: Vec<(Worth, usize, Vec<usize>)> = members
        .into_iter()
        .map(|gap| (gap, quest.bundle(gap)))
        .map(|(gap, bundle)| (quest.sum(&bundle), gap, bundle))
        .collect();
    bundles.sort_by(|(a, ..), (b, ..)| a.better_per_hour(*b));
    let bits: BTreeMap<usize, u128> =
        bundles.iter().enumerate().map(|(bit, (_, gap, _))| (*gap, 1_u128 << bit)).collect();
    let mask = |gaps: &[usize]| gaps.iter().filter_map(|gap| bits.get(gap)).fold(0, |mask, bit| mask | bit);
    let candidate = |(_, gap, bundle): &(Worth, usize, Vec<usize>)| Candidate {
        gap: *gap,
        worth: quest.sum([gap]),
        own: mask(&[*gap]),
        bundle: mask(bundle),
        dependants: mask(&quest.graph.with_dependants(*gap)),
    };
    let mut candidates: Vec<Candidate> = bundles.iter().map(candidate).collect();
    prefer(&mut candidates);
    Some(candidates)
}

/// A gap that may or may not be chosen. Sets are bits, one for each candidate.
struct Candidate {
    gap: usize,
    worth: Worth,
    own: u128,
    /// It and all it needs, those preferable to it included.
    bundle: u128,
    /// It and all that need it.
    dependants: u128,
}

/// A step of the search: what is decided so far.
#[derive(Clone, Copy, Default)]
struct State {
    /// How many candidates have been decided about, in order.
    depth: usize,
    chosen: u128,
    barred: u128,
    worth: Worth,
}

/// Depth first, choosing before barring. Depth is at most the number of candidates, so recursion is safe.
struct Search<'a> {
    quest: &'a Quest<'a>,
    candidates: Vec<Candidate>,
    /// Places of candidates, those that bring most for the hour first.
    by_worth: Vec<usize>,
    best_hours: u64,
    best: BTreeSet<usize>,
    nodes: u32,
}

impl Search<'_> {
    fn visit(&mut self, state: State) {
        self.nodes += 1;
        if self.nodes > NODES || state.worth.hours >= self.best_hours {
            return;
        }
        if state.worth.gain >= self.quest.goal {
            let chosen = self.set(state.chosen);
            if self.quest.leads_to_ready(&chosen) {
                // Whatever is added from here on only costs more.
                self.best_hours = state.worth.hours;
                self.best = chosen;
                return;
            }
        }
        if self.hours_at_least(&state).is_none_or(|hours| hours >= self.best_hours) {
            return;
        }
        let undecided = self.candidates.iter().enumerate().skip(state.depth);
        let mut undecided = undecided.filter(|(_, next)| next.own & (state.chosen | state.barred) == 0);
        // What brings nothing is never chosen for its own sake.
        let Some((place, next)) = undecided.find(|(_, next)| next.worth.gain > 0) else { return };
        let (own, bundle, dependants) = (next.own, next.bundle & !state.chosen, next.dependants);
        let depth = place + 1;
        if bundle & state.barred == 0 {
            let worth = state.worth.plus(self.quest.sum(self.members(bundle)));
            self.visit(State { depth, chosen: state.chosen | bundle, worth, ..state });
        }
        self.visit(State { depth, barred: state.barred | own | dependants, ..state });
    }

    /// A lower bound of the hours to the goal: what is undecided, taken by worth, the last one in part, as if nothing needed
    /// anything. Nothing when even all of it does not reach the goal.
    fn hours_at_least(&self, state: &State) -> Option<u64> {
        let mut missing = self.quest.goal.saturating_sub(state.worth.gain);
        let mut hours = state.worth.hours;
        for candidate in self.by_worth.iter().filter_map(|place| self.candidates.get(*place)) {
            if missing == 0 {
                break;
            }
            if candidate.own & (state.chosen | state.barred) == 0 && candidate.worth.gain > 0 {
                let part = u128::from(candidate.worth.gain.min(missing)) * u128::from(candidate.worth.hours);
                hours += u64::try_from(part.div_ceil(u128::from(candidate.worth.gain))).unwrap_or(u64::MAX);
                missing = missing.saturating_sub(candidate.worth.gain);
            }
        }
        (missing == 0).then_some(hours)
    }

    fn members(&self, mask: u128) -> impl Iterator<Item = &usize> {
        self.candidates
            .iter()
            .filter(move |candidate| candidate.own & mask != 0)
            .map(|candidate| &candidate.gap)
    }

    fn set(&self, mask: u128) -> BTreeSet<usize> {
        self.quest.needed.iter().chain(self.members(mask)).copied().collect()
    }
}

fn by_worth(candidates: &[Candidate]) -> Vec<usize> {
    let mut places: Vec<(usize, Worth)> =
        candidates.iter().map(|candidate| candidate.worth).enumerate().collect();
    places.sort_by(|(_, a), (_, b)| a.better_per_hour(*b));
    places.into_iter().map(|(place, _)| place).collect()
}

/// Makes each candidate need those that are preferable to it. Where one is chosen and a preferable one is not, changing
/// the one for the other is never dearer, so some cheapest choice keeps to it; and a search among many gaps of the same
/// kind no longer tries them in every combination.
fn prefer(candidates: &mut [Candidate]) {
    let is_preferable = |(place, one): (usize, &Candidate), (other_place, other): (usize, &Candidate)| {
        let needs_no_more = (one.bundle & !one.own) & !(other.bundle & !other.own) == 0;
        let is_as_good = one.worth.gain >= other.worth.gain && one.worth.hours <= other.worth.hours;
        let is_first = one.worth != other.worth || place < other_place;
        // Nothing may need the other one, lest it be missed, and what is needed by nobody is in no circle.
        other.dependants == other.own && needs_no_more && is_as_good && is_first
    };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (better, one) in candidates.iter().enumerate() {
        let rest = candidates.iter().enumerate().filter(|(worse, _)| *worse != better);
        pairs.extend(
            rest.filter(|other| is_preferable((better, one), *other)).map(|(worse, _)| (better, worse)),
        );
    }
    for (better, worse) in pairs {
        if let (Some(own), Some(dominated)) =
            (candidates.get(better).map(|one| one.own), candidates.get(worse).map(|one| one.own))
        {
            candidates.get_mut(worse).into_iter().for_each(|candidate| candidate.bundle |= own);
            candidates.get_mut(better).into_iter().for_each(|candidate| candidate.dependants |= dominated);
        }
    }
}
