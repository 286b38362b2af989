//! Gaps that come, go, change and stay; and an audit beside itself.

use super::*;
use crate::testing::{check, checks, partial};
use crate::{assess, policy};
use beredd_model::{
    ArchiveSummary, CheckResult, LlmInventory, Outcome, Program, SCHEMA, TeamRow, TestCounts, Text,
};
use proptest::prelude::*;

fn audit(checks: &[CheckResult]) -> Audit {
    let profile = policy::generic();
    let found = assess(checks, 9, &profile);
    Audit {
        schema: SCHEMA.to_owned(),
        program: Program { version: String::new(), catalogue_sha256: checks.len().to_string() },
        archive: ArchiveSummary {
            name: String::new(),
            sha256: String::new(),
            entries: 9,
            bytes: 0,
            files_read: 9,
            bytes_read: 0,
            beside: Vec::new(),
            limits: std::collections::BTreeMap::new(),
            skipped: Vec::new(),
            problems: Vec::new(),
        },
        profile,
        score: found.score,
        gate: found.gate,
        categories: found.categories,
        criteria: found.criteria,
        checks: checks.to_vec(),
        teams: Vec::new(),
        agents: Vec::new(),
        services: Vec::new(),
        routes: Vec::new(),
        llm: LlmInventory::default(),
        tests: TestCounts::default(),
        secrets: Vec::new(),
        contradictions: Vec::new(),
        gaps: found.gaps,
        roadmap: found.roadmap,
        shortest_way: found.shortest_way,
        files: Vec::new(),
        arithmetic: found.arithmetic,
        accepted: found.accepted,
        attested: found.attested,
    }
}

#[test]
fn gaps_come_go_change_and_stay() {
    let old = [
        check("gone", "K1.1", Outcome::Fail),
        partial("fewer", "K1.2", 1, 4),
        check("confirmed", "K1.3", Outcome::Unknown),
        check("stays", "K1.4", Outcome::Fail),
        check("dropped", "K1.5", Outcome::Pass),
    ];
    let new = [
        check("gone", "K1.1", Outcome::Pass),
        partial("fewer", "K1.2", 3, 4),
        check("confirmed", "K1.3", Outcome::Fail),
        CheckResult { fix: Text::same("other words"), ..check("stays", "K1.4", Outcome::Fail) },
        check("comes", "K2.1", Outcome::Fail),
        check("besides", "K2.2", Outcome::Pass),
    ];
    let found = compare(&audit(&old), &audit(&new));
    assert_eq!((found.new.join(" "), found.fixed.join(" ")), ("comes".into(), "gone".into()));
    let mut changed = found.changed;
    changed.sort_unstable();
    assert_eq!((changed.join(" "), found.unchanged.join(" ")), ("confirmed fewer".into(), "stays".into()));
    assert_eq!(
        (found.checks_added.join(" "), found.checks_removed.join(" ")),
        ("comes besides".into(), "dropped".into())
    );
    assert!(!found.is_same_catalogue && found.is_same_policy);
    let criteria: Vec<_> = found.criteria.iter().map(|(id, c)| (id.to_string(), c.gain_permille())).collect();
    let expected = [("K1.1", 1000), ("K1.2", 500), ("K1.5", -1000), ("K2.2", 1000)];
    assert_eq!(criteria, expected.map(|(id, gain)| (id.to_owned(), gain)));
}

#[test]
fn a_change_says_who_came_and_who_went() {
    let agents = |names: &[&str]| {
        let subject = |name: &&str| beredd_model::Subject {
            kind: beredd_model::SubjectKind::Agent,
            id: (*name).to_owned(),
            name: (*name).to_owned(),
            outcome: Outcome::Fail,
            place: None,
        };
        [CheckResult { subjects: names.iter().map(subject).collect(), ..partial("a", "K1.1", 1, 4) }]
    };
    let found = compare(&audit(&agents(&["x:3", "y:9", "z"])), &audit(&agents(&["x:5", "new", "z"])));
    assert_eq!(found.changed, ["a"]);
    let change = &found.changes[0];
    assert_eq!((change.came.join(" "), change.went.join(" ")), ("new".to_owned(), "y".to_owned()));
    assert_eq!((change.affected, change.of, change.is_to_verify), ([3, 3], [4, 4], [false, false]));
    // Lines alone change nothing.
    let moved = compare(&audit(&agents(&["x:3"])), &audit(&agents(&["x:4"])));
    assert_eq!((moved.changed.len(), moved.unchanged.len()), (0, 1));
}

#[test]
fn what_the_program_changed_is_told_from_what_the_repository_did() {
    let old = [check("both", "K1.1", Outcome::Pass), check("dropped", "K1.2", Outcome::Fail)];
    let new = [
        check("both", "K1.1", Outcome::Pass),
        check("comes", "K1.3", Outcome::Fail),
        check("good", "K1.4", Outcome::Pass),
    ];
    let found = compare(&audit(&old), &audit(&new));
    assert_eq!(
        (found.new_by_catalogue.join(" "), found.fixed_by_catalogue.join(" ")),
        ("comes".to_owned(), "dropped".to_owned())
    );
    assert!(found.score.gain_permille() > 0);
    assert_eq!(found.score_on_common.gain_permille(), 0);
    assert!(
        found.caveats[0].en.contains("2 checks were made only in the new audit and 1 only in the old one"),
        "{:?}",
        found.caveats
    );
}

#[test]
fn policies_that_differ_are_named_and_the_new_one_counts_for_both() {
    let checks = [check("a", "K1.1", Outcome::Pass)];
    let (old, mut new) = (audit(&checks), audit(&checks));
    new.profile.weights_permille.insert(beredd_model::Category::Llm, 900);
    new.profile.name = "another".to_owned();
    new.profile.today = beredd_model::Date::new(2026, 1, 1);
    let found = compare(&old, &new);
    assert!(!found.is_same_policy && found.is_same_catalogue);
    assert_eq!(
        (found.policy_keys.join(" "), found.score_on_common.gain_permille()),
        ("weights".to_owned(), 0)
    );
    assert!(found.caveats[0].sv.starts_with("Profilerna skiljer sig i: weights."));
}

#[test]
fn teams_are_compared_by_name() {
    let team =
        |name: &str, proven_permille| TeamRow { name: name.to_owned(), agents: Vec::new(), proven_permille };
    let mut old = audit(&[]);
    let mut new = old.clone();
    old.teams = vec![team("a", 500), team("b", 100), team("c", 0)];
    new.teams = vec![team("a", 400), team("b", 100), team("d", 0)];
    assert_eq!(compare(&old, &new).teams, [("a".to_owned(), change(500, 400))]);
}

proptest! {
    #[test]
    fn an_audit_does_not_differ_from_itself(checks in checks(20, true)) {
        let audit = audit(&checks);
        let found = compare(&audit, &audit);
        prop_assert!(found.is_same_catalogue && found.is_same_policy);
        prop_assert!(found.new.is_empty() && found.fixed.is_empty() && found.changed.is_empty());
        prop_assert!(found.categories.is_empty() && found.criteria.is_empty() && found.teams.is_empty());
        prop_assert!(found.checks_added.is_empty() && found.checks_removed.is_empty());
        prop_assert_eq!((found.score.gain_permille(), found.score_on_common.gain_permille()), (0, 0));
        prop_assert!(found.changes.is_empty() && found.policy_keys.is_empty() && found.caveats.is_empty());
        prop_assert!(found.new_by_catalogue.is_empty() && found.fixed_by_catalogue.is_empty());
        prop_assert_eq!(found.unchanged, audit.gaps.into_iter().map(|gap| gap.id).collect::<Vec<_>>());
    }
}
