//! Laws between hosts: however the work is shared, the audit is the same, byte for byte.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

use beredd_audit::{FactShard, PolicyChoice, Survey, decode, encode, extract, judge, split, survey};
use beredd_model::{Entry, RepoPath};
use beredd_testkit::fixture::Fixture;
use beredd_testkit::zip_of;
use beredd_tests::repository;

fn surveyed(fixture: &Fixture) -> (Vec<u8>, Survey) {
    let bytes = zip_of(fixture, Some("top")).unwrap();
    let survey = survey("a.zip", &bytes).unwrap();
    (bytes, survey)
}

/// The audit when the files are shared out as `parts` says and the shards come back in that order, as bytes.
fn shared_out(bytes: &[u8], survey: &Survey, parts: &[Vec<Entry>]) -> String {
    let mut whole = FactShard::default();
    for part in parts {
        whole.merge(decode(&encode(&extract(&bytes, part, &mut |_| {}))).unwrap());
    }
    beredd_report::json(&judge(survey, whole, &PolicyChoice::Auto))
}

#[test]
fn any_partition_in_any_order_gives_the_same_bytes() {
    for name in repository::names().unwrap() {
        let (bytes, survey) = surveyed(&repository::load(&name).unwrap());
        let whole = shared_out(&bytes, &survey, &split(&survey, 1));
        for parts in [2, 3, 7] {
            let mut shares = split(&survey, parts);
            assert_eq!(whole, shared_out(&bytes, &survey, &shares), "{name} in {parts} parts");
            shares.reverse();
            assert_eq!(whole, shared_out(&bytes, &survey, &shares), "{name} in {parts} parts, backwards");
        }
        let singles: Vec<Vec<Entry>> = survey.to_read.iter().rev().map(|entry| vec![entry.clone()]).collect();
        assert_eq!(whole, shared_out(&bytes, &survey, &singles), "{name} file by file");
    }
}

#[test]
fn every_file_to_read_is_in_exactly_one_part() {
    for name in repository::names().unwrap() {
        let (_, survey) = surveyed(&repository::load(&name).unwrap());
        for parts in 1..6 {
            let mut shared: Vec<Entry> = split(&survey, parts).into_iter().flatten().collect();
            shared.sort();
            assert_eq!(shared, survey.to_read, "{name} in {parts} parts");
        }
    }
}

/// Where a tree stands in the archive changes paths and nothing else: no verdict may hang on a folder called `build`.
#[test]
fn a_tree_under_another_folder_is_judged_alike() {
    for name in repository::names().unwrap() {
        let fixture = repository::load(&name).unwrap();
        let outcomes = |folder: &str| {
            let mut moved = Fixture::default();
            for (path, text) in &fixture.files {
                // A policy counts at the root of the repository alone, and is no part of what is judged.
                let path = if folder.is_empty() || path.as_str() == beredd_plan::policy::FILE_NAME {
                    path.clone()
                } else {
                    RepoPath::parse(&format!("{folder}/{path}")).unwrap()
                };
                moved.files.insert(path, text.clone());
            }
            // A file at the root keeps the outer folder from being taken for the archive's own top folder.
            moved.files.insert(RepoPath::parse("NOTICE").unwrap(), "Beredd\n".to_owned());
            let (bytes, survey) = surveyed(&moved);
            let shard = extract(&bytes, &survey.to_read, &mut |_| {});
            let audit = judge(&survey, shard, &PolicyChoice::Auto);
            let checks: Vec<_> =
                audit.checks.into_iter().map(|check| (check.id, check.outcome, check.n, check.of)).collect();
            (audit.score.points.proven_permille, checks)
        };
        let at_the_root = outcomes("");
        for folder in ["build", "env", "test-x", "dist/work"] {
            let moved = outcomes(folder);
            let changed: Vec<_> =
                at_the_root.1.iter().zip(&moved.1).filter(|(before, after)| before != after).collect();
            assert!(changed.is_empty(), "{name} under {folder}: {changed:#?}");
            assert_eq!(at_the_root.0, moved.0, "{name} under {folder}");
        }
    }
}
