//! The assessment as it would be with some gaps closed. With none closed it is the assessment as it is.

use crate::graph::Graph;
use crate::score::{Share, Sheet};
use crate::{Assessment, decisions, gaps, graph, roadmap, score, shortest_way};
use beredd_model::{CheckResult, Gap, GapId, Gate, Outcome, Policy, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// See [`crate::assess_with_done`].
pub(crate) fn assess(
    checks: &[CheckResult],
    files_read: u32,
    policy: &Policy,
    done: &BTreeSet<GapId>,
) -> Assessment {
    let outcomes = outcomes(checks, files_read, done);
    let (attested, counting) = decisions::attest(checks, &outcomes, policy);
    let holds: Vec<Option<u32>> = counting.iter().map(|slot| slot.map(|one| one.holds_permille)).collect();
    let sheet = Sheet::new(checks, &outcomes, &holds, policy);
    let mut found = gaps::find(checks, &outcomes, &counting, &sheet, policy);
    let accepted = decisions::accept(&mut found, checks, policy);
    let (mut work, settled): (Vec<Gap>, Vec<Gap>) = found.into_iter().partition(|gap| gap.standing.is_work());
    gaps::keep_edges_within(&mut work);
    let packages = graph::untangle(&mut work);
    let work = roadmap::ordered(work, &packages);
    let graph = Graph::new(&work, &packages);
    let projection = Projection::new(&sheet, checks, &outcomes, &work, policy, files_read > 0);
    Assessment {
        score: sheet.score(),
        arithmetic: sheet.arithmetic(),
        gate: Gate { is_open: projection.is_open_with(&BTreeSet::new()), blockers: gaps::blockers(&work) },
        categories: sheet.category_scores(),
        criteria: sheet.criterion_scores(),
        roadmap: roadmap::plan(&work, &graph, packages, policy.capacity, &projection),
        shortest_way: shortest_way::find(&work, &graph, &projection),
        gaps: work.into_iter().chain(gaps::settled(settled)).collect(),
        accepted,
        attested,
    }
}

/// The outcome that counts for each check: its own; Pass where its gap is done; Unknown where nothing was read.
fn outcomes(checks: &[CheckResult], files_read: u32, done: &BTreeSet<GapId>) -> Vec<Outcome> {
    let counts = |check: &CheckResult| {
        if files_read == 0 {
            Outcome::Unknown
        } else if gaps::is_gap(check.outcome) && done.contains(&*check.id) {
            Outcome::Pass
        } else {
            check.outcome
        }
    };
    checks.iter().map(counts).collect()
}

/// Score and gate as they would be with some of the open gaps closed.
pub(crate) struct Projection<'a> {
    sheet: &'a Sheet<'a>,
    policy: &'a Policy,
    /// For each check, the place in `gaps` of the gap it gave.
    gap_of_check: Vec<Option<usize>>,
    /// The places of the critical gaps.
    critical: BTreeSet<usize>,
    is_anything_read: bool,
    is_anything_decided: bool,
}

impl<'a> Projection<'a> {
    fn new(
        sheet: &'a Sheet<'a>,
        checks: &[CheckResult],
        outcomes: &[Outcome],
        gaps: &[Gap],
        policy: &'a Policy,
        is_anything_read: bool,
    ) -> Self {
        let index: BTreeMap<&str, usize> =
            gaps.iter().enumerate().map(|(index, gap)| (gap.id.as_str(), index)).collect();
        let checks = checks.iter().zip(outcomes);
        let of_check = |(check, outcome): (&CheckResult, &Outcome)| {
            gaps::is_gap(*outcome).then(|| index.get(&*check.id).copied()).flatten()
        };
        let critical = gaps.iter().enumerate().filter(|(_, gap)| gap.severity == Severity::Critical);
        Self {
            sheet,
            policy,
            is_anything_decided: sheet.is_anything_decided(),
            gap_of_check: checks.map(of_check).collect(),
            critical: critical.map(|(index, _)| index).collect(),
            is_anything_read,
        }
    }

    /// The proven share with those gaps closed for which `is_closed` holds.
    pub(crate) fn proven_with(&self, is_closed: impl Fn(usize) -> bool) -> Share {
        self.sheet
            .proven_with(|check| self.gap_of_check.get(check).copied().flatten().is_some_and(&is_closed))
    }

    /// Whether that share is above the limit for ready.
    pub(crate) fn is_ready(&self, proven: Share) -> bool {
        score::is_ready(proven, self.policy)
    }

    /// The limit for ready, as a share.
    pub(crate) fn ready_limit(&self) -> Share {
        score::limit(self.policy.ready_above_permille)
    }

    /// The places of the critical gaps.
    pub(crate) const fn critical(&self) -> &BTreeSet<usize> {
        &self.critical
    }

    /// Whether the gate is open with `closed` closed: something was read, something is decided, nothing critical is open.
    pub(crate) fn is_open_with(&self, closed: &BTreeSet<usize>) -> bool {
        let is_decided = !closed.is_empty() || self.is_anything_decided;
        self.is_anything_read && is_decided && self.critical.is_subset(closed)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, checks, forty};
    use crate::{assess, assess_with_done, policy};
    use beredd_model::{CheckResult, Consequence, GapId, Outcome, Policy};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn done(ids: &[&str]) -> BTreeSet<GapId> {
        ids.iter().map(|id| GapId::from(*id)).collect()
    }

    #[test]
    fn what_is_done_counts_as_pass_and_leaves_the_list() {
        let mut checks = forty(Outcome::Pass);
        checks[0] =
            CheckResult { consequence: Consequence::C2, n: 1, of: 4, ..check("K1.1", "K1.1", Outcome::Fail) };
        let policy = policy::generic();
        let before = assess(&checks, 9, &policy);
        assert!(!before.gate.is_open);
        let after = assess_with_done(&checks, 9, &policy, &done(&["K1.1", "K1.2", "no such gap"]));
        assert!(after.gate.is_open && after.gaps.is_empty());
        assert_eq!(after.score.points.proven_permille, 1000);
        assert_eq!((after.criteria[0].outcome, after.criteria[0].n), (Outcome::Pass, 4));
    }

    #[test]
    fn what_does_not_apply_cannot_be_done() {
        let mut checks = forty(Outcome::Fail);
        checks[0].outcome = Outcome::NotApplicable;
        let policy = policy::generic();
        assert_eq!(assess_with_done(&checks, 9, &policy, &done(&["K1.1"])), assess(&checks, 9, &policy));
    }

    #[test]
    fn nothing_read_cannot_be_done_away_with() {
        let checks = forty(Outcome::Fail);
        let all: BTreeSet<GapId> = checks.iter().map(|check| check.id.to_string()).collect();
        let found = assess_with_done(&checks, 0, &policy::generic(), &all);
        assert_eq!(
            (found.score.points.proven_permille, found.gate.is_open, found.gaps.len()),
            (0, false, 40)
        );
        assert_eq!(found.shortest_way, None);
    }

    proptest! {
        #[test]
        fn closing_a_gap_never_lowers_the_score(checks in checks(30, true), picks in any::<u32>()) {
            let policy = policy::generic();
            let before = assess(&checks, 9, &policy);
            let named = before.gaps.iter().enumerate().filter(|(index, _)| picks & (1 << (index % 32)) != 0);
            let done: BTreeSet<GapId> = named.map(|(_, gap)| gap.id.clone()).collect();
            let after = assess_with_done(&checks, 9, &policy, &done);
            prop_assert!(after.score.points.proven_permille >= before.score.points.proven_permille);
            prop_assert!(after.score.points.coverage_permille >= before.score.points.coverage_permille);
            prop_assert!(after.score.band <= before.score.band);
            prop_assert!(after.gate.is_open || !before.gate.is_open);
            prop_assert_eq!(after.gaps.len() + done.len(), before.gaps.len());
            for (one, two) in before.criteria.iter().zip(&after.criteria) {
                prop_assert!(one.points.proven_permille <= two.points.proven_permille);
            }
        }

        #[test]
        fn points_regained_are_what_the_score_gains(checks in checks(20, false)) {
            let policy = policy::generic();
            let before = assess(&checks, 9, &policy);
            for gap in &before.gaps {
                let after = assess_with_done(&checks, 9, &policy, &done(&[&gap.id])).score.points.proven_permille;
                let difference = after - before.score.points.proven_permille;
                prop_assert!(difference.abs_diff(gap.points_regained_permille) <= 1);
            }
        }

        #[test]
        fn any_weights_keep_every_figure_between_nothing_and_the_whole(
            checks in checks(30, false),
            weights in proptest::collection::vec(prop_oneof![Just(0), 0_u32..2000, Just(u32::MAX)], 8),
        ) {
            let generic = policy::generic();
            let weights_permille = generic.weights_permille.keys().copied().zip(weights).collect();
            let found = assess(&checks, 9, &Policy { weights_permille, ..generic });
            let all = found.categories.iter().map(|category| category.points);
            let all = all.chain(found.criteria.iter().map(|criterion| criterion.points)).chain([found.score.points]);
            for points in all {
                prop_assert!(points.proven_permille <= points.possible_permille && points.possible_permille <= 1000);
                prop_assert!(points.coverage_permille <= 1000);
            }
        }

        #[test]
        fn the_order_of_the_checks_changes_nothing(checks in checks(30, true)) {
            let reversed: Vec<CheckResult> = checks.iter().rev().cloned().collect();
            let policy = policy::generic();
            prop_assert_eq!(assess(&checks, 9, &policy), assess(&reversed, 9, &policy));
        }
    }
}
