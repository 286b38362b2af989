//! The shortest way, against brute force on small cases.

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
    let has_mates = found.roadmap.packages.iter().all(|cycle| {
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
