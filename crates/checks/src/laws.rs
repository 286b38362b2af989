//! Laws that hold for every check, and the one test that runs every example.

use crate::{Entry, Example, ExampleKind, catalog};
use beredd_facts::{FactShard, RepoFacts, read_file};
use beredd_model::{CheckResult, Criterion, Outcome, Policy, RepoPath, Role, Text, Verdict};
use beredd_testkit::fixture::{self, Fixture};
use std::collections::{BTreeMap, BTreeSet};

fn facts(fixture: &Fixture) -> RepoFacts {
    let mut shard = FactShard::default();
    for (path, text) in &fixture.files {
        shard.files.insert(path.clone(), read_file(path, text.as_bytes()));
    }
    RepoFacts::new(shard)
}

fn policy() -> Policy {
    beredd_plan::policy::generic()
}

/// What is wrong with one example, in words; nothing when all is well.
fn fault(entry: &Entry, number: usize, example: &Example) -> Option<String> {
    let fixture = match fixture::parse(example.repo) {
        Ok(fixture) => fixture,
        Err(error) => return Some(format!("{} example {number}: {error}", entry.id)),
    };
    let verdict: Verdict = (entry.check.judge)(&facts(&fixture), &example.policy(policy()));
    let against: BTreeSet<(RepoPath, u32)> = verdict
        .evidence
        .iter()
        .filter(|evidence| !evidence.supports)
        .map(|evidence| (evidence.place.path.clone(), evidence.place.line))
        .collect();
    let name = format!("{} example {number} ({:?})", entry.id, example.kind);
    if verdict.outcome != example.outcome {
        return Some(format!(
            "{name}: expected {:?}, judged {:?}: {} {:#?}",
            example.outcome, verdict.outcome, verdict.summary.en, verdict.evidence
        ));
    }
    let checks_lines =
        !fixture.marks.is_empty() || matches!(example.kind, ExampleKind::Fails | ExampleKind::Passes);
    (checks_lines && against != fixture.marks)
        .then(|| format!("{name}: evidence against on {against:?}, marked are {:?}", fixture.marks))
}

#[test]
fn every_example_is_judged_as_its_author_says() {
    let faults: Vec<String> = catalog()
        .iter()
        .flat_map(|entry| {
            entry
                .check
                .examples
                .iter()
                .enumerate()
                .filter_map(|(number, example)| fault(entry, number, example))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// A count of one before a word in the plural: `1 places`, and not `0 of 1 places`, where the population has that number.
fn miscounted(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(3).find_map(|three| match three {
        [before, "1", noun] => {
            let plain = noun.trim_end_matches(['.', ',', ';', ':', ')']);
            let is_plural = plain.ends_with('s') && !plain.ends_with("ss") && plain.len() > 3;
            (is_plural && !matches!(*before, "of" | "av")).then(|| format!("1 {noun}"))
        }
        _ => None,
    })
}

#[test]
fn counts_agree_with_their_nouns() {
    let mut faults = Vec::new();
    for entry in catalog() {
        for example in entry.check.examples {
            let Ok(fixture) = fixture::parse(example.repo) else { continue };
            let verdict = (entry.check.judge)(&facts(&fixture), &example.policy(policy()));
            let texts = verdict.evidence.iter().map(|evidence| &evidence.what).chain([&verdict.summary]);
            let said = texts.filter_map(|text| miscounted(&format!(". {}", text.en)));
            faults.extend(said.map(|what| format!("{}: {what}", entry.id)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_check_has_a_pass_a_fault_and_a_lookalike() {
    for entry in catalog() {
        let kinds: Vec<ExampleKind> = entry.check.examples.iter().map(|example| example.kind).collect();
        assert!(kinds.contains(&ExampleKind::Lookalike), "{}: no lookalike", entry.id);
        assert!(
            kinds.iter().any(|kind| matches!(kind, ExampleKind::Fails | ExampleKind::Undecided)),
            "{}: no example that does not pass",
            entry.id
        );
        assert!(kinds.contains(&ExampleKind::Passes), "{}: no example that passes", entry.id);
    }
}

#[test]
fn an_empty_repository_proves_nothing() {
    let empty = RepoFacts::new(FactShard::default());
    for entry in catalog() {
        let outcome = (entry.check.judge)(&empty, &policy()).outcome;
        assert!(!matches!(outcome, Outcome::Pass | Outcome::Partial), "{}: {outcome:?} on nothing", entry.id);
    }
}

#[test]
fn identifiers_are_sorted_unique_and_stand_in_their_criterion() {
    let ids: Vec<&str> = catalog().iter().map(|entry| entry.id).collect();
    let sorted: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids, sorted.into_iter().collect::<Vec<_>>());
    for entry in catalog() {
        assert_eq!(entry.check.criterion.category, entry.category, "{}", entry.id);
        assert!(entry.id.starts_with(entry.category.id()), "{}", entry.id);
    }
}

#[test]
fn every_criterion_is_decided_by_exactly_one_check() {
    let mut deciding: BTreeMap<Criterion, Vec<&str>> =
        Criterion::all().map(|criterion| (criterion, Vec::new())).collect();
    for entry in catalog().iter().filter(|entry| entry.check.role == Role::Decisive) {
        deciding.entry(entry.check.criterion).or_default().push(entry.id);
    }
    deciding.retain(|_, ids| ids.len() != 1);
    assert!(deciding.is_empty(), "not decided by one check: {deciding:?}");
}

#[test]
fn texts_are_filled_in_both_languages_and_differ_between_checks() {
    let mut claims: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in catalog() {
        let check = entry.check;
        for text in [&check.claim, &check.gap_title, &check.why, &check.fix, &check.limits] {
            assert!(is_written(text), "{}: an empty or untranslated text: {text:?}", entry.id);
        }
        let earlier = claims.insert(&check.claim.en, entry.id);
        assert_eq!(earlier, None, "{} claims what another check claims", entry.id);
    }
}

fn is_written(text: &Text) -> bool {
    !text.en.trim().is_empty() && !text.sv.trim().is_empty() && text.en != text.sv
}

#[test]
fn prerequisites_exist_and_have_no_cycle() {
    let after: BTreeMap<&str, &[&str]> =
        catalog().iter().map(|entry| (entry.id, entry.check.after)).collect();
    for (id, prerequisites) in &after {
        for prerequisite in *prerequisites {
            assert!(after.contains_key(prerequisite), "{id}: after {prerequisite}, which is no check");
        }
    }
    let mut closed: BTreeSet<&str> = BTreeSet::new();
    while closed.len() < after.len() {
        let open = after.iter().filter(|(id, _)| !closed.contains(*id));
        let next: Vec<&str> = open
            .filter(|(_, needs)| needs.iter().all(|need| closed.contains(need)))
            .map(|(id, _)| *id)
            .collect();
        assert!(!next.is_empty(), "a cycle among {:?}", after.keys().filter(|id| !closed.contains(*id)));
        closed.extend(next);
    }
}

#[test]
fn every_check_can_move_the_score() {
    let results: Vec<CheckResult> = crate::judge_all(&RepoFacts::new(FactShard::default()), &policy());
    for entry in catalog() {
        let with = |outcome: Outcome| {
            let mut results = results.clone();
            for result in &mut results {
                let is_mine = result.id == entry.id;
                (result.outcome, result.n, result.of) =
                    if is_mine { (outcome, 0, 0) } else { (Outcome::Fail, 0, 1) };
            }
            beredd_plan::assess(&results, 1, &policy()).score.points.proven_permille
        };
        assert!(with(Outcome::Pass) > with(Outcome::Fail), "{} cannot move the score", entry.id);
    }
}
