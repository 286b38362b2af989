//! Made-up check results for the tests of this room: single ones by hand, lists of them by proptest.

use beredd_model::{
    CheckCard, CheckId, CheckResult, Consequence, Criterion, EffortModel, Estimate, Outcome, Searched, Text,
    Verdict,
};
use proptest::prelude::*;

/// A decisive check of a criterion, written `K1.1`, that concludes `outcome` on the whole.
pub(crate) fn check(id: &str, criterion: &str, outcome: Outcome) -> CheckResult {
    let card = CheckCard {
        id: CheckId::Owned(id.to_owned()),
        criterion: Criterion::try_from(criterion.to_owned()).unwrap(),
        is_decisive: true,
        claim: Text::same("claim"),
        gap_title: Text::same(id),
        why: Text::same("why"),
        fix: Text::same("fix"),
        limits: Text::same("limits"),
        consequence: Consequence::C3,
        effort: EffortModel {
            base: Estimate::millidays(500, 1000, 1500),
            per_site: Estimate::millidays(250, 500, 750),
            site: Text::same("service"),
            foundation: Estimate::default(),
        },
        after: Vec::new(),
        standards: Vec::new(),
    };
    let verdict = Verdict {
        outcome,
        n: 0,
        of: 0,
        grade: None,
        summary: Text::same("summary"),
        evidence: Vec::new(),
        subjects: Vec::new(),
        searched: Searched::default(),
        recommendation: None,
        is_covered: false,
        is_always_critical: false,
        is_foundation_missing: false,
    };
    CheckResult::new(card, verdict)
}

/// A decisive Partial check, n of N.
pub(crate) fn partial(id: &str, criterion: &str, n: u32, of: u32) -> CheckResult {
    CheckResult { n, of, ..check(id, criterion, Outcome::Partial) }
}

/// One decisive check for each of the forty criteria, called by the criterion's name, all of the same outcome.
pub(crate) fn forty(outcome: Outcome) -> Vec<CheckResult> {
    Criterion::all().map(|criterion| check(&criterion.to_string(), &criterion.to_string(), outcome)).collect()
}

/// The check's gap comes after those of `before`.
pub(crate) fn after(check: CheckResult, before: &[&str]) -> CheckResult {
    CheckResult { after: before.iter().map(|id| CheckId::Owned((*id).to_owned())).collect(), ..check }
}

/// Up to `most` checks of any kind, called `c00`, `c01`, …; with `is_cyclic` their prerequisites may go round in circles.
pub(crate) fn checks(most: usize, is_cyclic: bool) -> impl Strategy<Value = Vec<CheckResult>> {
    proptest::collection::vec(any_check(), 0..=most).prop_map(move |drawn| {
        let count = drawn.len();
        let named = drawn.into_iter().enumerate();
        named
            .map(|(index, (check, before))| {
                let reachable = if is_cyclic { count } else { index };
                let before = before.into_iter().filter_map(|pick| pick.checked_rem(reachable)).map(name);
                CheckResult {
                    id: name(index),
                    gap_title: Text::same(&name(index)),
                    after: before.collect(),
                    ..check
                }
            })
            .collect()
    })
}

fn name(index: usize) -> CheckId {
    CheckId::Owned(format!("c{index:02}"))
}

prop_compose! {
    fn any_check()(
        criterion in prop::sample::select(Criterion::all().collect::<Vec<_>>()),
        is_decisive in any::<bool>(),
        outcome in prop::sample::select(vec![
            Outcome::Pass, Outcome::Partial, Outcome::Fail, Outcome::Fail, Outcome::Unknown, Outcome::NotApplicable,
        ]),
        consequence in prop::sample::select(vec![
            Consequence::C1, Consequence::C2, Consequence::C3, Consequence::C4, Consequence::C5,
        ]),
        (of, n) in (0_u32..40).prop_flat_map(|of| (Just(of), 0..=of)),
        base in 0_u32..4000,
        before in proptest::collection::vec(any::<usize>(), 0..3),
        is_covered in any::<bool>(),
        (is_always_critical, is_foundation_missing) in (prop::bool::weighted(0.1), any::<bool>()),
    ) -> (CheckResult, Vec<usize>) {
        let effort = EffortModel {
            base: Estimate::millidays(base / 2, base, base * 2),
            per_site: Estimate::millidays(50, 100, 200),
            site: Text::same("service"),
            foundation: Estimate::millidays(base, base, base),
        };
        let plain = check("", &criterion.to_string(), outcome);
        let flags = CheckResult { is_covered, is_always_critical, is_foundation_missing, ..plain };
        (CheckResult { is_decisive, consequence, n, of, effort, ..flags }, before)
    }
}
