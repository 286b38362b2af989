//! Order, phases and calendar: single cases, then laws.

use super::*;
use crate::testing::{after, check, checks, forty};
use crate::{Assessment, assess, policy};
use beredd_model::{CheckResult, Consequence, EffortModel, Estimate, Outcome, Policy};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn developers(developers: u32) -> Policy {
    Policy { capacity: Capacity { developers, focus_permille: 700, start: None }, ..policy::generic() }
}

fn costing(check: CheckResult, days: u32) -> CheckResult {
    let base = Estimate::millidays(days * 1000, days * 1000, days * 1000);
    CheckResult { effort: EffortModel { base, ..check.effort.clone() }, ..check }
}

fn ids(found: &Assessment) -> Vec<&str> {
    found.gaps.iter().map(|gap| gap.id.as_str()).collect()
}

fn failing(id: &str, criterion: &str, consequence: Consequence) -> CheckResult {
    CheckResult { consequence, ..check(id, criterion, Outcome::Fail) }
}

#[test]
fn a_prerequisite_is_planned_by_what_waits_for_it() {
    let checks = [
        failing("a", "K7.1", Consequence::C3),
        failing("low", "K7.2", Consequence::C5),
        after(failing("middle", "K7.3", Consequence::C5), &["low"]),
        after(failing("top", "K5.1", Consequence::C1), &["middle"]),
    ];
    let found = assess(&checks, 9, &policy::generic());
    assert_eq!(ids(&found), ["low", "middle", "top", "a"]);
    assert_eq!(found.roadmap.items.iter().map(|item| item.phase).collect::<Vec<_>>(), [1, 1, 1, 2]);
    assert_eq!(found.gaps[0].severity, Severity::Medium);
    assert!(found.gaps[0].severity_reason.en.ends_with("Planned as critical: \"top\" waits for it."));
    assert!(found.gaps[0].severity_reason.sv.ends_with("Planeras som kritisk: ”top” väntar på den."));
    assert_eq!(found.gate.blockers, ["top"]);
    let gates: Vec<bool> = found.roadmap.phases.iter().map(|phase| phase.is_gate_open_after).collect();
    assert_eq!((found.gate.is_open, gates), (false, vec![true; 4]));
}

#[test]
fn more_points_for_the_hour_come_first_and_names_break_ties() {
    let checks = [
        costing(check("dear", "K1.1", Outcome::Fail), 2),
        costing(check("b", "K1.2", Outcome::Fail), 1),
        costing(check("a", "K1.3", Outcome::Fail), 1),
        costing(check("verify", "K1.4", Outcome::Unknown), 1),
        after(costing(check("waits", "K1.5", Outcome::Fail), 1), &["dear"]),
    ];
    // dear brings (30 + 30/2) for 16 hours, a and b 30 for 8; what is to be verified comes last.
    assert_eq!(ids(&assess(&checks, 9, &policy::generic())), ["a", "b", "dear", "waits", "verify"]);
}

#[test]
fn two_developers_share_the_work() {
    let checks = [
        costing(check("a", "K1.1", Outcome::Fail), 1),
        costing(check("b", "K1.2", Outcome::Fail), 2),
        after(costing(check("c", "K1.3", Outcome::Fail), 3), &["a"]),
    ];
    let found = assess(&checks, 9, &developers(2)).roadmap;
    let slots =
        found.items.iter().map(|i| (i.gap.as_str(), i.start_hour, i.end_hour, i.developer, i.is_critical));
    let expected = [("a", 0, 8, 1, true), ("b", 0, 16, 2, false), ("c", 8, 32, 1, true)];
    assert_eq!(slots.collect::<Vec<_>>(), expected);
    assert_eq!((found.total.likely_hours, found.total.makespan_hours), (48, 32));
    assert_eq!(assess(&checks, 9, &developers(1)).roadmap.total.makespan_hours, 48);
    assert_eq!(assess(&checks, 9, &developers(u32::MAX)).roadmap.total.makespan_hours, 32);
    assert_eq!(assess(&checks, 9, &developers(0)).roadmap.total.makespan_hours, 48);
}

#[test]
fn closing_everything_proves_everything() {
    let last = assess(&forty(Outcome::Fail), 9, &policy::generic()).roadmap.phases.pop().unwrap();
    assert_eq!((last.phase, last.proven_after_permille, last.is_gate_open_after), (4, 1000, true));
    let nothing_to_do = assess(&forty(Outcome::Pass), 9, &policy::generic()).roadmap;
    assert_eq!((nothing_to_do.items.len(), nothing_to_do.total), (0, RoadmapTotal::default()));
}

#[test]
fn an_order_of_the_policy_is_kept_and_may_close_a_circle() {
    let order = |pairs: &[[&'static str; 2]]| Policy {
        order: pairs
            .iter()
            .map(|[first, then]| beredd_model::Precedence { first: (*first).into(), then: (*then).into() })
            .collect(),
        ..policy::generic()
    };
    let checks = [failing("a", "K1.1", Consequence::C1), failing("b", "K1.2", Consequence::C5)];
    assert_eq!(ids(&assess(&checks, 9, &policy::generic())), ["a", "b"]);
    let found = assess(&checks, 9, &order(&[["b", "a"], ["b", "no such check"], ["no such check", "a"]]));
    assert_eq!((ids(&found), found.roadmap.packages.len()), (vec!["b", "a"], 0));
    assert_eq!(found.gaps[1].after, ["b"]);
    let round = assess(&checks, 9, &order(&[["b", "a"], ["a", "b"]]));
    assert_eq!(round.roadmap.packages, [["a", "b"]]);
    assert!(round.gaps.iter().all(|gap| gap.after.is_empty()));
}

#[test]
fn a_circle_is_one_package_and_loses_nothing() {
    let checks = [
        failing("first", "K1.1", Consequence::C5),
        after(failing("x", "K1.2", Consequence::C3), &["z", "first"]),
        after(failing("y", "K1.3", Consequence::C3), &["x"]),
        after(failing("z", "K1.4", Consequence::C3), &["y"]),
        after(failing("last", "K5.1", Consequence::C1), &["y"]),
    ];
    let found = assess(&checks, 9, &policy::generic());
    assert_eq!(found.roadmap.packages, [["x", "y", "z"]]);
    assert_eq!(ids(&found), ["first", "x", "y", "z", "last"]);
    assert!(found.gaps[1..4].iter().all(|gap| gap.after == ["first"] && gap.unlocks == ["last"]));
    assert_eq!(found.gaps[4].after, ["x", "y", "z"]);
    assert!(found.roadmap.items.iter().all(|item| item.phase == 1));
}

/// Chains end to end that touch without a hole: the sum of a path is where its last gap ends.
fn is_path(found: &Assessment) -> bool {
    let path: Vec<&RoadmapItem> = found.roadmap.items.iter().filter(|item| item.is_critical).collect();
    let mut by_start = path.clone();
    by_start.sort_by_key(|item| item.start_hour);
    let touches = by_start.windows(2).all(|pair| {
        let waits = found.gaps.iter().any(|gap| gap.id == pair[1].gap && gap.after.contains(&pair[0].gap));
        pair[0].end_hour == pair[1].start_hour && (waits || pair[0].developer == pair[1].developer)
    });
    let ends = by_start.last().map_or(0, |item| item.end_hour);
    touches
        && by_start.first().is_none_or(|item| item.start_hour == 0)
        && ends == found.roadmap.total.makespan_hours
}

/// The hours of the longest chain of prerequisites.
fn longest_chain(found: &Assessment) -> u32 {
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for gap in &found.gaps {
        let start = gap.after.iter().filter_map(|id| ends.get(id.as_str())).max().copied().unwrap_or(0);
        ends.insert(&gap.id, start + gap.effort.likely_hours);
    }
    ends.into_values().max().unwrap_or(0)
}

proptest! {
        #[test]
        fn nothing_stands_before_its_prerequisite(checks in checks(40, true), developers_ in 1_u32..5) {
            let found = assess(&checks, 9, &developers(developers_));
            let items: BTreeMap<&str, (usize, &RoadmapItem)> =
                found.roadmap.items.iter().enumerate().map(|(place, item)| (item.gap.as_str(), (place, item))).collect();
            prop_assert_eq!(items.len(), found.gaps.len());
            let open = checks.iter().filter(|check| crate::gaps::is_gap(check.outcome)).count();
            prop_assert_eq!(found.gaps.len(), open);
            for gap in &found.gaps {
                let (place, item) = items[gap.id.as_str()];
                for before in &gap.after {
                    let (earlier, prerequisite) = items[before.as_str()];
                    prop_assert!(earlier < place && prerequisite.phase <= item.phase);
                    prop_assert!(prerequisite.end_hour <= item.start_hour);
                }
                for waiting in &gap.unlocks {
                    prop_assert!(items[waiting.as_str()].0 > place);
                }
            }
        }

        #[test]
        fn table_phases_and_calendar_agree(checks in checks(40, true), n in 1_u32..5) {
            let found = assess(&checks, 9, &developers(n));
            let table: u32 = found.gaps.iter().map(|gap| gap.effort.likely_hours).sum();
            let phases: u32 = found.roadmap.phases.iter().map(|phase| phase.likely_hours).sum();
            let calendar: u32 = found.roadmap.items.iter().map(|item| item.end_hour - item.start_hour).sum();
            let total = found.roadmap.total;
            prop_assert_eq!([phases, calendar, total.likely_hours], [table; 3]);
            prop_assert!(total.low_hours <= table && table <= total.high_hours);
            let in_phases: Vec<&GapId> = found.roadmap.phases.iter().flat_map(|phase| &phase.gaps).collect();
            prop_assert_eq!(in_phases, found.gaps.iter().map(|gap| &gap.id).collect::<Vec<_>>());
        }

        #[test]
        fn the_makespan_is_within_its_bounds_and_on_the_critical_path(checks in checks(40, true), n in 1_u32..5) {
            let found = assess(&checks, 9, &developers(n));
            let RoadmapTotal { likely_hours: total, makespan_hours: makespan, .. } = found.roadmap.total;
            let longest = longest_chain(&found);
            prop_assert!(makespan >= longest.max(total.div_ceil(n)));
            prop_assert!(makespan * n <= total + (n - 1) * longest);
            let bounds = found.roadmap.total;
            prop_assert_eq!(bounds.longest_chain_hours, longest);
            prop_assert_eq!(bounds.lower_bound_hours, longest.max(total.div_ceil(n)));
            prop_assert!(is_path(&found));
            let mut path: Vec<&RoadmapItem> = found.roadmap.items.iter().filter(|item| item.is_critical).collect();
            path.sort_by_key(|item| item.start_hour);
            prop_assert_eq!(path.iter().map(|item| &item.gap).collect::<Vec<_>>(), found.roadmap.critical_path.iter().collect::<Vec<_>>());
            for developer in 1..=n {
                let mut own: Vec<&RoadmapItem> =
                    found.roadmap.items.iter().filter(|item| item.developer == developer).collect();
                own.sort_by_key(|item| item.start_hour);
                prop_assert!(own.windows(2).all(|pair| pair[0].end_hour <= pair[1].start_hour));
            }
        }

        #[test]
        fn days_follow_hours_and_end_with_the_last_item(checks in checks(30, true), n in 1_u32..4, focus in 100_u32..=1000) {
            let start = beredd_model::Date::parse("2026-01-05").unwrap();
            let capacity = Capacity { developers: n, focus_permille: focus, start: Some(start) };
            let found = assess(&checks, 9, &Policy { capacity, ..policy::generic() });
            let total = found.roadmap.total;
            prop_assert_eq!(total.working_days, (total.makespan_hours * 1000).div_ceil(8 * focus));
            prop_assert_eq!(total.weeks, total.working_days.div_ceil(5));
            let days: Vec<_> = found.roadmap.items.iter().filter_map(|item| item.days).collect();
            prop_assert_eq!(days.len(), found.roadmap.items.len());
            prop_assert_eq!(total.days.map(|days| days.last), days.iter().map(|days| days.last).max());
            prop_assert_eq!(total.days.map(|days| days.first), days.iter().map(|days| days.first).min());
            for gap in &found.gaps {
                let of = |id: &GapId| found.roadmap.items.iter().find(|item| item.gap == *id).and_then(|item| item.days);
                for before in &gap.after {
                    prop_assert!(of(before).unwrap().last <= of(&gap.id).unwrap().last);
                    prop_assert!(of(before).unwrap().first <= of(&gap.id).unwrap().first);
                }
            }
        }

        #[test]
        fn phases_raise_the_proven_score(checks in checks(40, false)) {
            let found = assess(&checks, 9, &policy::generic());
            let mut last = found.score.points.proven_permille;
            for phase in &found.roadmap.phases {
                prop_assert!(phase.proven_after_permille >= last);
                last = phase.proven_after_permille;
            }
let gates: Vec<bool> = found.roadmap.phases.iter().map(|phase| phase.is_gate_open_after).collect();
            prop_assert!(gates.is_sorted());
            prop_assert!(gates[3] || found.gaps.is_empty());
        }
    }
