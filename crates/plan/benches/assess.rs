//! How long one assessment takes: what a page waits for at each tick of a box, and the worst that a policy may bring.
//!
//! `cargo bench -p beredd-plan` prints the mean of some runs. The aim: an ordinary audit in a few milliseconds, and a
//! thousand gaps in one chain in less than a tenth of a second.
#![expect(clippy::disallowed_types, reason = "a benchmark reads the clock; the room itself does not")]
#![expect(clippy::print_stdout, reason = "a benchmark has no other way to say what it measured")]

use beredd_model::{
    CheckCard, CheckId, CheckResult, Consequence, Criterion, EffortModel, Estimate, Outcome, Searched, Text,
    Verdict,
};
use beredd_plan::{assess, policy};
use std::time::Instant;

/// Runs of each measurement.
const RUNS: u32 = 20;

fn main() {
    measure("150 checks, 100 gaps of many kinds", &ordinary(150));
    measure("150 checks, 100 gaps, none critical", &calm(150));
    measure("1000 gaps in one chain", &chain(1000));
    measure("1000 gaps of many kinds", &ordinary(1500));
}

fn measure(what: &str, checks: &[CheckResult]) {
    let policy = policy::generic();
    let start = Instant::now();
    let mut found = assess(checks, 9, &policy);
    for _ in 1..RUNS {
        found = assess(checks, 9, &policy);
    }
    let micros = start.elapsed().as_micros() / u128::from(RUNS);
    let way = found.shortest_way.map(|way| (way.gaps.len(), way.likely_hours, way.is_exact));
    println!("{what}: {micros} µs; {} gaps, shortest way {way:?}", found.gaps.len());
}

/// Checks spread over all criteria with costs, outcomes and prerequisites that differ, two thirds of them gaps.
fn ordinary(count: u32) -> Vec<CheckResult> {
    let criteria: Vec<Criterion> = Criterion::all().collect();
    let rows = [Consequence::C1, Consequence::C2, Consequence::C3, Consequence::C4, Consequence::C5];
    let outcomes = [Outcome::Fail, Outcome::Partial, Outcome::Pass];
    let one = |number: u32| {
        let pick =
            |of: usize, step: u32| usize::try_from(number * step).unwrap_or(0).checked_rem(of).unwrap_or(0);
        let mut check = check(number, criteria.get(pick(40, 1)).copied());
        check.is_decisive = number < 40;
        check.consequence = rows.get(pick(5, 7)).copied().unwrap_or(Consequence::C5);
        check.outcome = outcomes.get(pick(3, 1)).copied().unwrap_or(Outcome::Fail);
        (check.n, check.of) = (number * 13 % 7, 7);
        check.effort.base = Estimate::millidays(500, 1000 + number * 37 % 1500, 4000);
        check.after = if number > 40 { vec![id(number - 40), id(number * 17 % 40)] } else { Vec::new() };
        check
    };
    (0..count).map(one).collect()
}

/// The same without what is critical, so that the shortest way has everything to choose from.
fn calm(count: u32) -> Vec<CheckResult> {
    ordinary(count).into_iter().map(|check| CheckResult { consequence: Consequence::C4, ..check }).collect()
}

/// Each gap waits for the one before.
fn chain(count: u32) -> Vec<CheckResult> {
    let criteria: Vec<Criterion> = Criterion::all().collect();
    let one = |number: u32| {
        let place = usize::try_from(number % 40).unwrap_or(0);
        let mut check = check(number, criteria.get(place).copied());
        check.after = number.checked_sub(1).map(id).into_iter().collect();
        check
    };
    (0..count).map(one).collect()
}

fn id(number: u32) -> CheckId {
    CheckId::Owned(format!("check-{number:04}"))
}

fn check(number: u32, criterion: Option<Criterion>) -> CheckResult {
    let text = || Text::same("what a check has to say, in a sentence of the usual length or thereabouts");
    let card = CheckCard {
        id: id(number),
        criterion: criterion.unwrap_or(Criterion::new(beredd_model::Category::Llm, 1)),
        is_decisive: true,
        claim: text(),
        gap_title: text(),
        why: text(),
        fix: text(),
        limits: text(),
        consequence: Consequence::C4,
        effort: EffortModel {
            base: Estimate::millidays(500, 1000, 2000),
            per_site: Estimate::millidays(100, 250, 500),
            site: Text::same("service"),
            foundation: Estimate::millidays(0, 0, 0),
        },
        after: Vec::new(),
        standards: Vec::new(),
    };
    let verdict = Verdict {
        outcome: Outcome::Fail,
        n: 0,
        of: 0,
        grade: None,
        summary: text(),
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
