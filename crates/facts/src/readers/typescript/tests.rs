//! Fixtures: a source and the facts it gives, one file for each feature and its lookalikes.
//!
//! A fixture is the source, then for each part of the module that it speaks of a line `=== part` and the facts, one a line, as
//! Python's fixtures write them. Parts that are not named are not compared.

use super::read;
use crate::readers::python::rendered::rendered;
use beredd_model::RepoPath;

/// Every fixture, by name.
const FIXTURES: &[(&str, &str)] = &[
    ("assertions", include_str!("fixtures/assertions.txt")),
    ("bindings", include_str!("fixtures/bindings.txt")),
    ("branches", include_str!("fixtures/branches.txt")),
    ("classes", include_str!("fixtures/classes.txt")),
    ("decorators", include_str!("fixtures/decorators.txt")),
    ("elements", include_str!("fixtures/elements.txt")),
    ("exports", include_str!("fixtures/exports.txt")),
    ("functions", include_str!("fixtures/functions.txt")),
    ("imports", include_str!("fixtures/imports.txt")),
    ("loops", include_str!("fixtures/loops.txt")),
    ("required", include_str!("fixtures/required.txt")),
    ("runnable", include_str!("fixtures/runnable.txt")),
    ("targets", include_str!("fixtures/targets.txt")),
    ("tests", include_str!("fixtures/tests.txt")),
    ("tries", include_str!("fixtures/tries.txt")),
    ("values", include_str!("fixtures/values.txt")),
];

fn path() -> RepoPath {
    RepoPath::parse("src/module.tsx").unwrap()
}

#[test]
fn fixtures_give_the_facts_they_state() {
    let mut failures = String::new();
    for (name, text) in FIXTURES {
        let mut parts = text.split("\n=== ");
        let source = parts.next().unwrap();
        let (module, _) = read(&path(), source);
        let mut compared = 0;
        for part in parts {
            let (title, expected) = part.split_once('\n').unwrap_or((part, ""));
            let found = rendered(&module, title);
            compared += 1;
            if expected.lines().collect::<Vec<_>>() != found {
                failures += &format!("\n##### {name} === {title}\n{}\n", found.join("\n"));
            }
        }
        assert!(compared > 0, "{name} compares nothing");
    }
    assert!(failures.is_empty(), "{failures}");
}
