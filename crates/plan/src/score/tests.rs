//! The published example, the limits, and what happens where little is known.

use super::*;
use crate::testing::{check, forty, partial};
use crate::{Assessment, assess, policy};

/// An audit whose eight categories have these scores of a hundred.
fn with_categories(percent: [u32; 8]) -> Assessment {
    let of = |criterion: &Criterion| {
        Category::ALL.iter().zip(percent).find(|(category, _)| **category == criterion.category).unwrap().1
    };
    let checks: Vec<CheckResult> = Criterion::all()
        .map(|criterion| partial(&criterion.to_string(), &criterion.to_string(), of(&criterion), 100))
        .collect();
    assess(&checks, 9, &policy::generic())
}

/// An audit of which `n` of `of` is proven in each criterion.
fn with_all(n: u32, of: u32) -> Score {
    let one = |criterion: Criterion| partial(&criterion.to_string(), &criterion.to_string(), n, of);
    assess(&Criterion::all().map(one).collect::<Vec<_>>(), 9, &policy::generic()).score
}

#[test]
fn the_published_example() {
    let found = with_categories([92, 85, 88, 70, 65, 75, 82, 60]);
    let shown: Vec<u32> = found.categories.iter().map(|category| category.points.proven_permille).collect();
    assert_eq!(shown, [920, 850, 880, 700, 650, 750, 820, 600]);
    assert_eq!((found.score.points.proven_permille, found.score.band), (782, Band::Nearly));
}

#[test]
fn bands_begin_and_end_where_they_say() {
    let bands = [(0, 1000), (599, 1000), (600, 1000), (601, 1000), (799, 1000), (800, 1000), (801, 1000)];
    let expected = [
        Band::Significant,
        Band::Significant,
        Band::Nearly,
        Band::Nearly,
        Band::Nearly,
        Band::Nearly,
        Band::Ready,
    ];
    for ((n, of), band) in bands.into_iter().zip(expected) {
        let score = with_all(n, of);
        assert_eq!((score.points.proven_permille, score.band), (n, band), "{n}/{of}");
    }
}

#[test]
fn bands_are_decided_before_rounding() {
    // 80.04 % is shown as 80.0 and is ready; 59.96 % is shown as 60.0 and is not nearly ready.
    let above = with_all(8004, 10_000);
    assert_eq!((above.points.proven_permille, above.band), (800, Band::Ready));
    let below = with_all(5996, 10_000);
    assert_eq!((below.points.proven_permille, below.band), (600, Band::Significant));
}

#[test]
fn limits_hold_where_only_the_sum_is_even() {
    // Five criteria of n/p for a prime p, none of them four (or three) fifths, together exactly that: on the limit,
    // one member less, one member more.
    for prime in [29_u32, 31, 37, 997, 65_521, 2_147_483_647] {
        for (fifths, around) in [
            (4, [Band::Nearly, Band::Nearly, Band::Ready]),
            (3, [Band::Significant, Band::Nearly, Band::Nearly]),
        ] {
            for (extra, band) in [-1_i64, 0, 1].into_iter().zip(around) {
                let total = i64::from(prime) * fifths + extra;
                let n = |number: u8| if number == 5 { total - 4 * (total / 5) } else { total / 5 };
                let one = |criterion: Criterion| {
                    let id = criterion.to_string();
                    partial(&id, &id, u32::try_from(n(criterion.number)).unwrap(), prime)
                };
                let checks: Vec<CheckResult> = Criterion::all().map(one).collect();
                let found = assess(&checks, 9, &policy::generic()).score.band;
                assert_eq!(found, band, "{total} of 5·{prime}");
            }
        }
    }
}

#[test]
fn the_decisive_check_weighs_three_and_supporting_ones_one() {
    let supporting = |id: &str, outcome| CheckResult { is_decisive: false, ..check(id, "K1.1", outcome) };
    let checks = [
        supporting("a", Outcome::Fail),
        check("z", "K1.1", Outcome::Pass),
        supporting("b", Outcome::Unknown),
        supporting("c", Outcome::NotApplicable),
    ];
    let found = assess(&checks, 9, &policy::generic());
    let criterion = &found.criteria[0];
    assert_eq!(
        criterion.points,
        Points {
            proven_permille: 600,
            attested_permille: 600,
            possible_permille: 800,
            coverage_permille: 800
        }
    );
    assert_eq!((criterion.outcome, criterion.checks.join(" ")), (Outcome::Pass, "z a b c".to_owned()));
}

#[test]
fn a_criterion_nobody_asked_is_unknown() {
    let found = assess(&[check("a", "K1.1", Outcome::Pass)], 9, &policy::generic());
    let unasked = &found.criteria[1];
    assert_eq!((unasked.outcome, unasked.n, unasked.of, unasked.checks.len()), (Outcome::Unknown, 0, 0, 0));
    let expected = Points {
        proven_permille: 200,
        attested_permille: 200,
        possible_permille: 1000,
        coverage_permille: 200,
    };
    assert_eq!(found.categories[0].points, expected);
    assert_eq!(found.score.points.proven_permille, 30);
}

#[test]
fn what_does_not_apply_leaves_the_denominator() {
    let mut checks = forty(Outcome::Pass);
    checks[0].outcome = Outcome::NotApplicable;
    checks[1].outcome = Outcome::Fail;
    for check in checks.iter_mut().filter(|check| check.criterion.category == Category::Performance) {
        check.outcome = Outcome::NotApplicable;
    }
    let found = assess(&checks, 9, &policy::generic());
    assert_eq!(found.categories[0].points.proven_permille, 750);
    assert_eq!(found.categories[7].weight_permille, 0);
    assert_eq!(found.categories[6].weight_permille, 100);
    // (150 · 0.75 + 750) / 900 = 0.9583…
    assert_eq!(found.score.points.proven_permille, 958);
}

#[test]
fn nothing_known_never_reads_as_clean() {
    let all_unknown = Points { possible_permille: 1000, ..Points::default() };
    let cases = [
        (forty(Outcome::Unknown), 9, all_unknown),
        (Vec::new(), 9, all_unknown),
        (forty(Outcome::Pass), 0, all_unknown),
        (forty(Outcome::NotApplicable), 0, all_unknown),
        (forty(Outcome::NotApplicable), 9, Points::default()),
    ];
    for (checks, files_read, expected) in cases {
        let found = assess(&checks, files_read, &policy::generic());
        assert_eq!((found.score.points, found.score.band), (expected, Band::Significant));
        assert!(!found.gate.is_open);
    }
    let lenient = Policy { nearly_from_permille: 0, ..policy::generic() };
    assert_eq!(assess(&[], 9, &lenient).score.band, Band::Significant);
}

#[test]
fn a_check_on_its_own() {
    assert_eq!(check_points(&partial("a", "K1.1", 2, 3)).proven_permille, 667);
    assert_eq!(check_points(&partial("a", "K1.1", 1, 2000)).proven_permille, 1);
    assert_eq!(check_points(&partial("a", "K1.1", 0, 0)).proven_permille, 0);
    assert_eq!(check_points(&partial("a", "K1.1", 7, 3)).proven_permille, 1000);
    assert_eq!(check_points(&check("a", "K1.1", Outcome::Unknown)).possible_permille, 1000);
}

#[test]
fn a_team_is_the_mean_of_its_agents_criteria() {
    let outcome = |outcome| CriterionOutcome { id: Criterion::new(Category::Llm, 1), outcome };
    let agents = [
        [Outcome::Pass, Outcome::Partial].map(outcome),
        [Outcome::NotApplicable, Outcome::Fail].map(outcome),
    ];
    assert_eq!(team_points(agents.iter().flatten()), 500);
    assert_eq!(team_points(&agents[0]), 750);
    assert_eq!(team_points([]), 0);
}
