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
        prop_assert_eq!(found.score.gain_permille(), 0);
        prop_assert_eq!(found.unchanged, audit.gaps.into_iter().map(|gap| gap.id).collect::<Vec<_>>());
    }
}
