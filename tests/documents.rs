//! Documents that are made from the program stay true to it.
//!
//! `BEREDD_BLESS=1 cargo test -p beredd-tests --test documents` writes them anew.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

use beredd_checks::{Entry, ExampleKind, catalog};
use beredd_facts::{FactShard, RepoFacts, read_file};
use beredd_model::{Criterion, Grade, Lang, Role};
use beredd_testkit::fixture;
use std::collections::{BTreeMap, BTreeSet};
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

/// A page about one check: what it claims, why, what to do, what it cannot see, its standards, and its examples.
fn page(entry: &Entry) -> String {
    let (check, lang) = (entry.check, Lang::En);
    let mut page = format!("# {}\n\n`{}`\n", check.claim.get(lang), entry.id);
    let role = match check.role {
        Role::Decisive => "It decides the criterion.",
        Role::Supporting => "It supports the criterion.",
    };
    let category = check.criterion.category.id();
    let _ = write!(
        page,
        "\nCriterion {} · category *{category}* · consequence class {:?}. {role}\n",
        check.criterion, check.consequence
    );
    let _ = writeln!(page, "\nWhere it does not hold, the gap is called: **{}**.", check.gap_title.get(lang));
    for (heading, text) in
        [("Why it matters", &check.why), ("What to do", &check.fix), ("What it cannot see", &check.limits)]
    {
        let _ = write!(page, "\n## {heading}\n\n{}\n", text.get(lang));
    }
    let links = |ids: &[&str]| ids.iter().map(|id| format!("- [`{id}`](../{id}.md)\n")).collect::<String>();
    if !check.after.is_empty() {
        let _ = write!(page, "\n## Close first, where open\n\n{}", links(check.after));
    }
    if !check.standards.is_empty() {
        let _ = write!(page, "\n## Standards\n\n");
        for standard in check.standards {
            let _ = writeln!(page, "- {} {}", standard.name, standard.clause);
        }
    }
    let _ = write!(
        page,
        "\n## Examples\n\nSmall repositories, each file under its path. They are also the tests of the check; the lines it points at \
         end with ⟵.\n"
    );
    for example in check.examples {
        let heading = match example.kind {
            ExampleKind::Passes => "Passes",
            ExampleKind::Partial => "Passes in part",
            ExampleKind::Fails => "Fails",
            ExampleKind::Lookalike => "Looks alike and is not",
            ExampleKind::Undecided => "Cannot be decided",
        };
        // A fence longer than any in the example, so that examples may hold Markdown of their own.
        let runs = example.repo.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(runs.saturating_add(1).max(3));
        let _ = write!(page, "\n### {heading}\n\n{fence}text\n{}\n{fence}\n", example.repo.trim());
    }
    page
}

/// The list of all pages, by criterion.
fn list_of_pages() -> String {
    let mut page = String::from(
        "# A page for each check\n\n\
         Made from the catalogue, like the pages; `BEREDD_BLESS=1 cargo test -p beredd-tests --test documents` makes them anew. On the \
         command line, `beredd explain CHECK` says the same, also in Swedish.\n",
    );
    for criterion in Criterion::all() {
        let _ = write!(page, "\n## {criterion}\n\n");
        let mut entries: Vec<&Entry> =
            catalog().iter().filter(|entry| entry.check.criterion == criterion).collect();
        entries.sort_by_key(|entry| (entry.check.role, entry.id));
        for entry in entries {
            let _ = writeln!(page, "- [{}]({}.md)", entry.check.claim.get(Lang::En), entry.id);
        }
    }
    page
}

#[test]
fn every_check_has_a_page_and_no_page_is_left_over() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/checks");
    let mut wanted: BTreeMap<PathBuf, String> =
        catalog().iter().map(|entry| (folder.join(format!("{}.md", entry.id)), page(entry))).collect();
    wanted.insert(folder.join("README.md"), list_of_pages());
    let is_blessed = std::env::var_os("BEREDD_BLESS").is_some();
    if is_blessed {
        let _ = fs::remove_dir_all(&folder);
    }
    let mut faults = Vec::new();
    for (file, now) in &wanted {
        if is_blessed {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, now).unwrap();
        }
        if fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n") != *now {
            faults.push(format!("{} is stale", file.display()));
        }
    }
    let folders =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let pages = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    faults.extend(
        pages
            .filter(|path| !wanted.contains_key(path))
            .map(|path| format!("{} is left over", path.display())),
    );
    assert!(
        faults.is_empty(),
        "BEREDD_BLESS=1 cargo test -p beredd-tests --test documents\n{}",
        faults.join("\n")
    );
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
