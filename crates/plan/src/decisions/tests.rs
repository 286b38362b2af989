//! Accepted risks and attestations against what is found.

use crate::testing::{after, check, checks, forty, partial};
use crate::{Assessment, assess, policy};
use beredd_model::{
    AcceptanceState, AcceptedRisk, Attestation, AttestationState, Attested, Band, CheckResult, Consequence,
    Criterion, Date, Lines, Outcome, Place, Policy, RepoPath, Severity, Standing, Subject, SubjectKind,
};
use proptest::prelude::*;

fn day(written: &str) -> Date {
    Date::parse(written).unwrap()
}

fn risk(check: &str) -> AcceptedRisk {
    AcceptedRisk {
        check: check.to_owned().into(),
        place: None,
        subject: None,
        reason: "r".to_owned(),
        owner: "o".to_owned(),
        expires: day("2026-06-30"),
    }
}

fn attestation(criterion: &str, holds_permille: u32, date: &str) -> Attestation {
    Attestation {
        of: Attested::Criterion(Criterion::try_from(criterion.to_owned()).unwrap()),
        holds_permille,
        evidence: "e".to_owned(),
        who: "w".to_owned(),
        date: day(date),
    }
}

fn accepting(risks: impl IntoIterator<Item = AcceptedRisk>) -> Policy {
    Policy { accepted: risks.into_iter().collect(), today: Some(day("2026-01-01")), ..policy::generic() }
}

fn attesting(attestations: impl IntoIterator<Item = Attestation>) -> Policy {
    Policy {
        attested: attestations.into_iter().collect(),
        today: Some(day("2026-01-01")),
        ..policy::generic()
    }
}

fn with(check: CheckResult) -> Vec<CheckResult> {
    let mut checks = forty(Outcome::Pass);
    checks.retain(|other| other.criterion != check.criterion);
    checks.push(check);
    checks
}

fn states(found: &Assessment) -> Vec<AcceptanceState> {
    found.accepted.iter().map(|row| row.state).collect()
}

/// Two agents without and one with what is asked, in two folders.
fn two_of_three() -> CheckResult {
    let agent = |name: &str, folder: &str, outcome| Subject {
        kind: SubjectKind::Agent,
        id: format!("{folder}/{name}"),
        name: format!("{name}:12"),
        outcome,
        place: Some(Place::new(RepoPath::parse(&format!("{folder}/{name}.py")).unwrap(), Lines::at(12))),
    };
    let subjects = vec![
        agent("one", "old", Outcome::Fail),
        agent("two", "new", Outcome::Fail),
        agent("three", "new", Outcome::Pass),
    ];
    CheckResult { subjects, consequence: Consequence::C2, ..partial("a", "K1.1", 1, 3) }
}

#[test]
fn what_is_accepted_stays_in_sight_and_blocks_nothing() {
    let checks = with(CheckResult { consequence: Consequence::C2, ..check("a", "K1.1", Outcome::Fail) });
    let open = assess(&checks, 9, &policy::generic());
    let found = assess(&checks, 9, &accepting([risk("a")]));
    assert_eq!((open.gate.is_open, found.gate.is_open, found.gate.blockers.len()), (false, true, 0));
    assert_eq!(found.score.points, open.score.points);
    assert_eq!((found.gaps[0].standing, found.gaps[0].severity), (Standing::Accepted, Severity::Critical));
    assert_eq!(found.gaps[0].accepted, [risk("a")]);
    assert_eq!((found.roadmap.items.len(), found.roadmap.total.likely_hours), (0, 0));
    assert_eq!((states(&found), found.accepted[0].covers), (vec![AcceptanceState::InForce], 1));
}

#[test]
fn data_law_identity_and_what_is_always_critical_are_not_accepted_in_a_file() {
    let law = CheckResult { consequence: Consequence::C1, ..check("a", "K5.4", Outcome::Fail) };
    let secret = CheckResult {
        consequence: Consequence::C5,
        is_always_critical: true,
        is_covered: true,
        ..check("a", "K6.3", Outcome::Fail)
    };
    for check in [law, secret] {
        let found = assess(&with(check), 9, &accepting([risk("a")]));
        assert_eq!(states(&found), [AcceptanceState::Overruled]);
        assert_eq!(
            (found.gaps[0].standing, found.gaps[0].severity),
            (Standing::Overruled, Severity::Critical)
        );
        assert!(!found.gate.is_open && found.roadmap.items.len() == 1);
    }
}

#[test]
fn an_acceptance_holds_on_its_last_day_and_no_longer() {
    let checks = with(check("a", "K1.1", Outcome::Fail));
    let on = |today: Option<&str>| {
        let policy = Policy { today: today.map(day), ..accepting([risk("a")]) };
        states(&assess(&checks, 9, &policy))
    };
    assert_eq!(on(Some("2026-06-30")), [AcceptanceState::InForce]);
    assert_eq!(on(Some("2026-07-01")), [AcceptanceState::Expired]);
    assert_eq!(on(None), [AcceptanceState::InForce]);
}

#[test]
fn an_acceptance_covers_whom_it_names() {
    let checks = with(two_of_three());
    let place = |pattern: &str| AcceptedRisk { place: Some(pattern.to_owned()), ..risk("a") };
    let subject = |name: &str| AcceptedRisk { subject: Some(name.to_owned()), ..risk("a") };
    let cases = [
        (vec![place("old/**")], Standing::PartlyAccepted, vec![1]),
        (vec![subject("one")], Standing::PartlyAccepted, vec![1]),
        (vec![subject("new/two")], Standing::PartlyAccepted, vec![1]),
        (vec![place("**/*.py")], Standing::Accepted, vec![2]),
        (vec![place("old/**"), subject("two")], Standing::Accepted, vec![1, 1]),
        // Who has what is asked for, and who does not exist, needs no acceptance.
        (vec![subject("three")], Standing::Open, vec![0]),
        (vec![place("elsewhere/**")], Standing::Open, vec![0]),
        (vec![risk("b")], Standing::Open, vec![0]),
    ];
    for (risks, standing, covers) in cases {
        let found = assess(&checks, 9, &accepting(risks.clone()));
        assert_eq!(found.gaps[0].standing, standing, "{risks:?}");
        assert_eq!(found.accepted.iter().map(|row| row.covers).collect::<Vec<_>>(), covers, "{risks:?}");
        let is_stale = found.accepted.iter().all(|row| row.state == AcceptanceState::Stale);
        assert_eq!(is_stale, standing == Standing::Open, "{risks:?}");
    }
}

#[test]
fn what_is_accepted_is_not_waited_for() {
    let checks = [check("a", "K1.1", Outcome::Fail), after(check("b", "K1.2", Outcome::Fail), &["a"])];
    let found = assess(&checks, 9, &accepting([risk("a")]));
    let ids: Vec<&str> = found.gaps.iter().map(|gap| &*gap.id).collect();
    assert_eq!((ids, found.roadmap.items.len()), (vec!["b", "a"], 1));
    assert!(found.gaps.iter().all(|gap| gap.after.is_empty() && gap.unlocks.is_empty()));
}

#[test]
fn an_attestation_is_a_figure_of_its_own() {
    let checks = with(CheckResult { consequence: Consequence::C1, ..check("a", "K5.1", Outcome::Unknown) });
    let open = assess(&checks, 9, &policy::generic());
    let found = assess(&checks, 9, &attesting([attestation("K5.1", 1000, "2025-12-01")]));
    let points = found.score.points;
    assert_eq!(
        (points.proven_permille, points.attested_permille, points.possible_permille),
        (970, 1000, 1000)
    );
    assert_eq!(
        (points.coverage_permille, found.score.band),
        (open.score.points.coverage_permille, Band::Ready)
    );
    assert_eq!((open.gate.is_open, found.gate.is_open), (false, true));
    assert_eq!((found.gaps[0].standing, found.roadmap.items.len()), (Standing::Attested, 0));
    let half = assess(&checks, 9, &attesting([attestation("K5.1", 500, "2025-12-01")]));
    assert_eq!((half.score.points.attested_permille, half.gaps[0].standing), (985, Standing::Open));
    assert!(!half.gate.is_open && half.gaps[0].attested.is_some());
}

#[test]
fn no_attestation_picks_the_band() {
    let all: Vec<Attestation> =
        Criterion::all().map(|criterion| attestation(&criterion.to_string(), 1000, "2025-12-01")).collect();
    let found = assess(&forty(Outcome::Unknown), 9, &attesting(all));
    assert_eq!((found.score.points.proven_permille, found.score.points.attested_permille), (0, 1000));
    assert_eq!((found.score.band, found.gate.is_open), (Band::Significant, false));
}

#[test]
fn what_the_archive_shows_goes_before_what_is_said() {
    let state = |outcome, attestation: Attestation| {
        assess(&with(check("a", "K1.1", outcome)), 9, &attesting([attestation])).attested[0].state
    };
    let good = || attestation("K1.1", 1000, "2025-12-01");
    assert_eq!(state(Outcome::Unknown, good()), AttestationState::InForce);
    assert_eq!(state(Outcome::Pass, good()), AttestationState::Unneeded);
    assert_eq!(state(Outcome::Fail, good()), AttestationState::Contradicted);
    assert_eq!(state(Outcome::Partial, good()), AttestationState::Contradicted);
    assert_eq!(state(Outcome::NotApplicable, good()), AttestationState::Stale);
    assert_eq!(state(Outcome::Unknown, attestation("K1.1", 1000, "2026-02-01")), AttestationState::Premature);
    let elsewhere = Attestation { of: Attested::Check("no/such".into()), ..good() };
    assert_eq!(state(Outcome::Unknown, elsewhere), AttestationState::Stale);
}

#[test]
fn the_later_attestation_counts() {
    let checks = with(check("a", "K1.1", Outcome::Unknown));
    let by_id =
        |share, date| Attestation { of: Attested::Check("a".into()), ..attestation("K1.1", share, date) };
    for (policy, attested) in [
        (attesting([attestation("K1.1", 1000, "2025-12-01"), by_id(0, "2025-12-02")]), 970),
        (attesting([attestation("K1.1", 1000, "2025-12-02"), by_id(0, "2025-12-01")]), 1000),
        (attesting([attestation("K1.1", 1000, "2025-12-01"), by_id(0, "2025-12-01")]), 970),
    ] {
        let found = assess(&checks, 9, &policy);
        assert_eq!(found.score.points.attested_permille, attested);
        let superseded =
            found.attested.iter().filter(|row| row.state == AttestationState::Superseded).count();
        assert_eq!(superseded, 1);
    }
}

#[test]
fn an_auditor_heeds_no_decision_and_shows_them_all() {
    let mut checks = with(check("a", "K1.1", Outcome::Fail));
    checks.retain(|check| check.criterion.to_string() != "K1.2");
    checks.push(check("b", "K1.2", Outcome::Unknown));
    let decided =
        Policy { attested: vec![attestation("K1.2", 1000, "2025-12-01")], ..accepting([risk("a")]) };
    let found = assess(&checks, 9, &Policy { is_auditor: true, ..decided });
    let plain = assess(&checks, 9, &policy::generic());
    assert_eq!(
        (found.accepted[0].state, found.attested[0].state),
        (AcceptanceState::Ignored, AttestationState::Ignored)
    );
    assert_eq!(Assessment { accepted: Vec::new(), attested: Vec::new(), ..found }, plain);
}

proptest! {
    #[test]
    fn decisions_change_no_proven_point_and_lose_no_gap(
        checks in checks(25, true),
        picks in proptest::collection::vec((0_usize..30, 0_u32..=1000), 0..12),
    ) {
        let plain = assess(&checks, 9, &policy::generic());
        let risks = picks.iter().map(|(pick, _)| risk(&format!("c{pick:02}")));
        let attested = picks.iter().map(|(pick, share)| Attestation {
            of: Attested::Check(format!("c{pick:02}").into()),
            ..attestation("K1.1", *share, "2025-12-01")
        });
        let policy = Policy { attested: attested.collect(), ..accepting(risks) };
        let found = assess(&checks, 9, &policy);
        prop_assert_eq!(found.score.points.proven_permille, plain.score.points.proven_permille);
        prop_assert_eq!(found.score.points.possible_permille, plain.score.points.possible_permille);
        prop_assert_eq!(found.score.band, plain.score.band);
        prop_assert_eq!(found.gaps.len(), plain.gaps.len());
        prop_assert!(found.gate.is_open || !plain.gate.is_open);
        let all = found.categories.iter().map(|one| one.points).chain(found.criteria.iter().map(|one| one.points));
        for points in all.chain([found.score.points]) {
            prop_assert!(points.proven_permille <= points.attested_permille);
            prop_assert!(points.attested_permille <= points.possible_permille);
        }
        let work = found.gaps.iter().filter(|gap| gap.standing.is_work());
        prop_assert_eq!(work.clone().count(), found.roadmap.items.len());
        prop_assert!(work.zip(&found.roadmap.items).all(|(gap, item)| gap.id == item.gap));
        let law = found.gaps.iter().filter(|gap| gap.severity == Severity::Critical && gap.standing == Standing::Accepted);
        for gap in law {
            let check = checks.iter().find(|check| check.id == gap.check).unwrap();
            prop_assert!(check.consequence != Consequence::C1 && !check.is_always_critical);
        }
    }
}
