//! Documents that are made from the program stay true to it.
//!
//! `BEREDD_BLESS=1 cargo test -p beredd-tests --test documents` writes them anew.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

use beredd_checks::{Entry, ExampleKind, catalog};
use beredd_facts::{FactShard, RepoFacts, read_file};
use beredd_model::{Criterion, Grade, Lang, Role};
use beredd_testkit::fixture;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

/// The grade of the proof in the examples that pass: the weakest that was enough.
fn grade_needed(entry: &Entry) -> Option<Grade> {
    let passing = entry.check.examples.iter().filter(|example| example.kind == ExampleKind::Passes);
    passing
        .filter_map(|example| {
            let mut shard = FactShard::default();
            for (path, text) in fixture::parse(example.repo).unwrap().files {
                let facts = read_file(&path, text.as_bytes());
                shard.files.insert(path, facts);
            }
            let policy = example.policy(beredd_plan::policy::generic());
            (entry.check.judge)(&RepoFacts::new(shard), &policy).grade
        })
        .min()
}

/// What the examples are written in, by their files' extensions or names.
fn languages(entry: &Entry) -> String {
    let names: BTreeSet<String> = entry
        .check
        .examples
        .iter()
        .flat_map(|example| fixture::parse(example.repo).unwrap().files.into_keys())
        .map(|path| if path.extension().is_empty() { path.file_name() } else { path.extension() }.to_owned())
        .collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn table() -> String {
    let mut page = String::from(
        "# The checks, by criterion\n\n\
         Made from the catalogue; `BEREDD_BLESS=1 cargo test -p beredd-tests --test documents` makes it anew. The first check of a \
         criterion decides it and weighs three; the others support it and weigh one. *Proof* is the weakest grade of evidence \
         that was enough in the check's own examples; *seen in* lists what those examples are written in.\n",
    );
    for criterion in Criterion::all() {
        let _ = write!(page, "\n## {criterion}\n\n| check | claim | proof | seen in |\n|---|---|---|---|\n");
        let mut entries: Vec<&Entry> =
            catalog().iter().filter(|entry| entry.check.criterion == criterion).collect();
        entries.sort_by_key(|entry| (entry.check.role != Role::Decisive, entry.id));
        for entry in entries {
            let grade = grade_needed(entry)
                .map_or_else(|| "absence".to_owned(), |grade| format!("{grade:?}").to_lowercase());
            let claim = entry.check.claim.get(Lang::En).replace('|', "\\|");
            let _ = writeln!(page, "| `{}` | {claim} | {grade} | {} |", entry.id, languages(entry));
        }
    }
    page
}

#[test]
fn the_table_of_checks_is_that_of_the_catalogue() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/checks.md");
    let now = table();
    if std::env::var_os("BEREDD_BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &now).unwrap();
    }
    let before = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        now == before,
        "docs/checks.md is stale: BEREDD_BLESS=1 cargo test -p beredd-tests --test documents"
    );
}
