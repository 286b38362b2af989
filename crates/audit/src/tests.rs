//! The law of shards: however the files are parted and in whatever order the shards come back, the audit is the same.

use super::*;
use beredd_model::{CheckResult, Policy, TeamDeclaration};
use beredd_testkit::{fixture, zip_of};

const REPO: &str = r#"
//- README.md
# A small system
//- src/agents/scribe.py
from openai import OpenAI

client = OpenAI()


class ScribeAgent:
    def run(self, text):
        return client.responses.create(model="m", input=text)
//- src/app.py
from src.agents.scribe import ScribeAgent

if __name__ == "__main__":
    ScribeAgent().run("hej")
//- tests/test_scribe.py
from src.agents.scribe import ScribeAgent


def test_scribe():
    assert ScribeAgent()
//- Dockerfile
FROM python:3.12
CMD ["python", "-m", "src.app"]
//- broken.py
def (
"#;

fn archive() -> Vec<u8> {
    zip_of(&fixture::parse(REPO).unwrap(), Some("repo-main")).unwrap()
}

#[test]
fn a_survey_reads_nothing_and_names_everything() {
    let bytes = archive();
    let survey = survey("repo.zip", &bytes).unwrap();
    assert_eq!(survey.archive.name, "repo.zip");
    assert_eq!((survey.archive.entries, survey.archive.files_read), (6, 0));
    assert_eq!(survey.archive.bytes, u64::try_from(bytes.len()).unwrap());
    assert_eq!(survey.archive.sha256.len(), 64);
    let paths: Vec<&str> = survey.to_read.iter().map(|entry| entry.path.as_str()).collect();
    assert!(paths.is_sorted() && paths.contains(&"src/app.py"), "{paths:?}");
}

#[test]
fn lists_are_balanced_complete_and_in_the_order_of_the_archive() {
    let survey = survey("repo.zip", &archive()).unwrap();
    for parts in 0..9 {
        let lists = split(&survey, parts);
        assert!(!lists.is_empty() && lists.len() <= usize::try_from(parts.max(1)).unwrap());
        let mut all: Vec<Entry> = lists.iter().flatten().cloned().collect();
        all.sort();
        assert_eq!(all, survey.to_read);
        for list in &lists {
            assert!(list.is_sorted_by_key(|entry| entry.offset) && !list.is_empty());
        }
        let bytes = |list: &Vec<Entry>| list.iter().map(|entry| entry.declared_bytes).sum::<u64>();
        let largest = survey.to_read.iter().map(|entry| entry.declared_bytes).max().unwrap();
        let spread = lists.iter().map(bytes).max().unwrap() - lists.iter().map(bytes).min().unwrap();
        assert!(spread <= largest, "{parts} parts differ by {spread} bytes");
    }
}

#[test]
fn any_parting_and_any_order_give_the_same_audit() {
    let bytes = archive();
    let survey = survey("repo.zip", &bytes).unwrap();
    let whole = audit("repo.zip", &bytes, &PolicyChoice::Auto).unwrap();
    assert_eq!(whole.archive.files_read, 6);
    for parts in 1..7 {
        let mut shards: Vec<FactShard> = split(&survey, parts)
            .iter()
            .map(|entries| decode(&encode(&extract(&bytes, entries, &mut |_| {}))).unwrap())
            .collect();
        for _ in 0..shards.len() {
            shards.rotate_left(1);
            let mut merged = FactShard::default();
            shards.iter().cloned().for_each(|shard| merged.merge(shard));
            assert_eq!(judge(&survey, merged, &PolicyChoice::Auto), whole);
        }
    }
}

#[test]
fn a_case_is_judged_alike_however_often_and_in_whatever_order_checks_run() {
    let bytes = archive();
    let survey = survey("repo.zip", &bytes).unwrap();
    let shard = extract(&bytes, &survey.to_read, &mut |_| {});
    let team = TeamDeclaration {
        name: "Writers".to_owned(),
        folder: "src/agents".to_owned(),
        languages: Vec::new(),
        is_eu_only: false,
        agents: Vec::new(),
    };
    let own = PolicyChoice::Given(Box::new(Policy { teams: vec![team], ..beredd_plan::policy::generic() }));
    let choices = [PolicyChoice::Auto, own.clone(), PolicyChoice::Happyos, PolicyChoice::Auto];
    let mut case = Case::new(survey.clone(), shard.clone());
    for terms in choices.map(Terms::from) {
        let again = case.judge(&terms, |entries, judge| {
            let mut results: Vec<CheckResult> = entries.iter().rev().map(judge).collect();
            results.reverse();
            results
        });
        assert_eq!(again, judge(&survey, shard.clone(), &terms), "{:?}", terms.policy);
    }
    assert_eq!(case.judge(&own.into(), in_a_row).teams[0].name, "Writers");
}

#[test]
fn a_damaged_file_is_named_and_the_rest_is_read() {
    let mut bytes = archive();
    let survey = survey("repo.zip", &bytes).unwrap();
    let entry = survey.to_read.iter().find(|entry| entry.path.as_str() == "src/agents/scribe.py").unwrap();
    let middle = usize::try_from(entry.offset + 30 + 40 + entry.stored_bytes / 2).unwrap();
    bytes[middle] ^= 0xff;
    let mut told = Vec::new();
    let shard = extract(&bytes, &survey.to_read, &mut |entry| told.push(entry.path.to_string()));
    assert_eq!(told.len(), 6);
    assert_eq!((shard.files.len(), shard.problems.len()), (5, 1));
    let audit = judge(&survey, shard, &PolicyChoice::Generic);
    assert!(audit.archive.problems.iter().any(|problem| problem.path == "src/agents/scribe.py"));
}

#[test]
fn bytes_that_are_not_a_shard_are_refused() {
    assert!(decode(&[]).is_err());
    assert!(decode(b"\xff\xff\xff\xff\xff").is_err());
}
