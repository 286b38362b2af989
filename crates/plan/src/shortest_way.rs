//! The shortest way to ready: the fewest working hours that open the gate and lift the proven score above the limit.
//!
//! All critical gaps are on it, and what they need. If that does not lift the score far enough, more gaps are chosen, each
//! with what it needs: a knapsack with prerequisites. A greedy choice (points for the hour) gives a first answer, and
//! branch and bound improves it.
//!
//! **How exact.** The search ends by itself, and the answer is the cheapest there is, for up to 16 gaps to choose among,
//! and in practice for many more. It gives up after [`NODES`] steps, and does not begin with more than
//! [`MOST_CANDIDATES`] gaps to choose among; then the answer is the best that was found, and says so.

use crate::graph::Graph;
use crate::score::Share;
use crate::what_if::Projection;
use crate::{effort, score};
use beredd_model::{Gap, ShortestWay};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// Steps of the search before it gives up: some milliseconds. Deciding about 16 gaps takes no more.
const NODES: u32 = 1 << 17;

/// Sets of candidates are the bits of a u128.
const MOST_CANDIDATES: usize = 128;

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
        quest.improved(quest.greedy())
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
        let bundles = free.map(|gap| self.bundle(gap));
        let mut bundles: Vec<(Worth, Vec<usize>)> =
            bundles.map(|bundle| (self.sum(&bundle), bundle)).collect();
        bundles.sort_by(|(a, _), (b, _)| a.better_per_hour(*b));
        let mut chosen = self.needed.clone();
        let mut gain: Share = 0;
        for (_, bundle) in &bundles {
            for gap in bundle {
                if chosen.insert(*gap) {
                    gain += self.sum([gap]).gain;
                }
            }
            if gain >= self.goal && self.leads_to_ready(&chosen) {
                break;
            }
        }
        let mut by_cost: Vec<usize> = chosen.difference(&self.needed).copied().collect();
        by_cost.sort_by_key(|gap| Reverse(self.sum([gap]).hours));
        for gap in by_cost {
            if !chosen.contains(&gap) || gain.saturating_sub(self.sum([&gap]).gain) < self.goal {
                continue;
            }
            let mut without = chosen.clone();
            for dependant in self.graph.with_dependants(gap) {
                without.remove(&dependant);
            }
            if self.leads_to_ready(&without) {
                gain = gain.saturating_sub(self.sum(chosen.difference(&without)).gain);
                chosen = without;
            }
        }
        chosen
    }

    /// The cheapest choice that branch and bound finds, never dearer than `known`, and whether it is the cheapest of all.
    fn improved(&self, known: BTreeSet<usize>) -> (BTreeSet<usize>, bool) {
        let Some(candidates) = self.candidates() else { return (known, false) };
        let mut search = Search {
            quest: self,
            by_worth: by_worth(&candidates),
            candidates,
            best_hours: self.sum(known.difference(&self.needed)).hours,
            best: known,
            nodes: 0,
        };
        search.visit(State::default());
        (search.best, search.nodes <= NODES)
    }

    /// The gaps to choose among, best bundle first: those that bring something, and what these need. Nothing when they are
    /// too many.
    fn candidates(&self) -> Option<Vec<Candidate>> {
        let worth = self.worth.iter().enumerate();
        let gainful = worth.filter(|(gap, worth)| worth.gain > 0 && !self.needed.contains(gap));
        let members: BTreeSet<usize> = gainful.flat_map(|(gap, _)| self.bundle(gap)).collect();
        if members.len() > MOST_CANDIDATES {
            return None;
        }
        let mut bundles: Vec<(Worth, usize, Vec<usize>)> = members
            .into_iter()
            .map(|gap| (gap, self.bundle(gap)))
            .map(|(gap, bundle)| (self.sum(&bundle), gap, bundle))
            .collect();
        bundles.sort_by(|(a, ..), (b, ..)| a.better_per_hour(*b));
        let bits: BTreeMap<usize, u128> =
            bundles.iter().enumerate().map(|(bit, (_, gap, _))| (*gap, 1_u128 << bit)).collect();
        let mask =
            |gaps: &[usize]| gaps.iter().filter_map(|gap| bits.get(gap)).fold(0, |mask, bit| mask | bit);
        let candidate = |(_, gap, bundle): &(Worth, usize, Vec<usize>)| Candidate {
            gap: *gap,
            worth: self.sum([gap]),
            own: mask(&[*gap]),
            bundle: mask(bundle),
            dependants: mask(&self.graph.with_dependants(*gap)),
        };
        let mut candidates: Vec<Candidate> = bundles.iter().map(candidate).collect();
        prefer(&mut candidates);
        Some(candidates)
    }
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

#[cfg(test)]
mod tests {
    use crate::testing::{after, check, checks, forty};
    use crate::{Assessment, assess, assess_with_done, policy};
    use beredd_model::{Band, CheckResult, Consequence, GapId, Outcome, Policy};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn leads_to_ready(checks: &[CheckResult], policy: &Policy, done: &BTreeSet<GapId>) -> bool {
        let found = assess_with_done(checks, 9, policy, done);
        found.gate.is_open && found.score.band == Band::Ready
    }

    /// Whether everything these gaps need is among them.
    fn is_closed(found: &Assessment, chosen: &BTreeSet<GapId>) -> bool {
        let has_mates = found.cycles.iter().all(|cycle| {
            let inside = cycle.iter().filter(|id| chosen.contains(*id)).count();
            inside == 0 || inside == cycle.len()
        });
        let members = found.gaps.iter().filter(|gap| chosen.contains(&gap.id));
        has_mates && members.flat_map(|gap| &gap.after).all(|id| chosen.contains(id))
    }

    /// The hours of the cheapest way, by trying every set of gaps.
    fn by_brute_force(checks: &[CheckResult], policy: &Policy) -> Option<u32> {
        let found = assess(checks, 9, policy);
        let mut best = None;
        for picks in 0_u32..1 << found.gaps.len() {
            let members = || found.gaps.iter().enumerate().filter(move |(bit, _)| picks & (1 << bit) != 0);
            let hours: u32 = members().map(|(_, gap)| gap.effort.likely_hours).sum();
            let chosen: BTreeSet<GapId> = members().map(|(_, gap)| gap.id.clone()).collect();
            let is_better = best.is_none_or(|best| hours < best);
            if is_better && is_closed(&found, &chosen) && leads_to_ready(checks, policy, &chosen) {
                best = Some(hours);
            }
        }
        best
    }

    /// Forty passing criteria, with some of them replaced; ready above 95 %, so that a few gaps matter.
    fn nearly_there(drawn: Vec<CheckResult>) -> (Vec<CheckResult>, Policy) {
        let asked: BTreeSet<_> = drawn.iter().map(|check| check.criterion).collect();
        let mut checks = forty(Outcome::Pass);
        checks.retain(|check| !asked.contains(&check.criterion));
        checks.extend(drawn);
        (checks, Policy { ready_above_permille: 950, ..policy::generic() })
    }

    #[test]
    fn who_is_ready_needs_no_way() {
        let policy = policy::generic();
        assert_eq!(assess(&forty(Outcome::Pass), 9, &policy).shortest_way, None);
        let mut checks = forty(Outcome::Pass);
        checks[39].outcome = Outcome::Fail;
        assert_eq!(assess(&checks, 9, &policy).shortest_way, None);
    }

    #[test]
    fn where_closing_everything_is_not_enough_there_is_no_way() {
        assert_eq!(assess(&[check("a", "K1.1", Outcome::Fail)], 9, &policy::generic()).shortest_way, None);
        let unreachable = Policy { ready_above_permille: 1000, ..policy::generic() };
        assert_eq!(assess(&forty(Outcome::Fail), 9, &unreachable).shortest_way, None);
    }

    #[test]
    fn a_high_score_with_a_closed_gate_needs_the_critical_gaps_alone() {
        let mut checks = forty(Outcome::Pass);
        checks[20] = CheckResult { consequence: Consequence::C1, ..check("K5.1", "K5.1", Outcome::Fail) };
        checks[20] = after(checks[20].clone(), &["K6.2"]);
        checks[26].outcome = Outcome::Fail;
        checks[30].outcome = Outcome::Fail;
        let way = assess(&checks, 9, &policy::generic()).shortest_way.unwrap();
        assert_eq!((way.gaps, way.is_exact), (vec!["K6.2".to_owned(), "K5.1".to_owned()], true));
        assert_eq!((way.likely_hours, way.proven_after_permille), (16, 980));
    }

    #[test]
    fn forty_open_gaps_have_a_way_and_it_holds() {
        let checks = forty(Outcome::Fail);
        let policy = policy::generic();
        let way = assess(&checks, 9, &policy).shortest_way.unwrap();
        // Twenty criteria of 30 per mille and eleven of 20 are 820, a day each; with one less it is 800, which is not above.
        assert_eq!((way.gaps.len(), way.likely_hours, way.is_exact), (31, 248, true));
        assert_eq!(way.proven_after_permille, 820);
        let done: BTreeSet<GapId> = way.gaps.iter().cloned().collect();
        assert!(leads_to_ready(&checks, &policy, &done));
    }

    #[test]
    fn more_gaps_than_the_search_takes_are_answered_and_marked() {
        let mut checks = Vec::new();
        for round in 0..5 {
            checks.extend(forty(Outcome::Fail).into_iter().map(|check| CheckResult {
                id: format!("{} {round}", check.id).into(),
                is_decisive: round == 0,
                ..check
            }));
        }
        let policy = policy::generic();
        let way = assess(&checks, 9, &policy).shortest_way.unwrap();
        assert!(!way.is_exact);
        assert!(leads_to_ready(&checks, &policy, &way.gaps.into_iter().collect()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn no_set_of_gaps_is_cheaper(drawn in checks(9, true)) {
            let (checks, policy) = nearly_there(drawn);
            let found = assess(&checks, 9, &policy);
            let is_ready = found.gate.is_open && found.score.band == Band::Ready;
            let expected = if is_ready { None } else { by_brute_force(&checks, &policy) };
            prop_assert_eq!(found.shortest_way.as_ref().map(|way| way.likely_hours), expected);
            if let Some(way) = &found.shortest_way {
                let chosen: BTreeSet<GapId> = way.gaps.iter().cloned().collect();
                prop_assert!(way.is_exact && is_closed(&found, &chosen));
                let after = assess_with_done(&checks, 9, &policy, &chosen);
                prop_assert!(after.gate.is_open && after.score.band == Band::Ready);
                prop_assert_eq!(after.score.points.proven_permille, way.proven_after_permille);
            }
        }

        #[test]
        fn a_way_from_far_away_holds(drawn in checks(80, true)) {
            let policy = Policy { ready_above_permille: 500, ..policy::generic() };
            let mut checks = forty(Outcome::Fail);
            checks.extend(drawn);
            let found = assess(&checks, 9, &policy);
            if let Some(way) = &found.shortest_way {
                let chosen: BTreeSet<GapId> = way.gaps.iter().cloned().collect();
                prop_assert!(is_closed(&found, &chosen) && leads_to_ready(&checks, &policy, &chosen));
            }
        }
    }
}
