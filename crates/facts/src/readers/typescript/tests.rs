//! Fixtures: a source and the facts it gives, one file for each feature and its lookalikes.
//!
//! What a fixture looks like, [`crate::readers::rendered`] says.

use super::read;
use crate::readers::rendered::differences;
use beredd_model::{ProblemKind, RepoPath};

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
    let failures: String = FIXTURES
        .iter()
        .map(|(name, text)| differences(name, text, |source| read(&path(), source).0))
        .collect();
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn the_deepest_text_that_is_parsed_fits_the_stack() {
    let wrapped = |open: &str, close: &str, depth: usize| {
        format!("x = {}1{}\n", open.repeat(depth), close.repeat(depth))
    };
    let sources = [
        wrapped("(", ")", 98),
        wrapped("[", "]", 98),
        wrapped("f(", ")", 98),
        wrapped("{ a: ", "}", 98),
        wrapped("f(() => { return ", "})", 40),
        wrapped("<a>{", "}</a>", 45),
        wrapped("`${", "}`", 45),
        format!("x = {}y\n", "-".repeat(390)),
        format!("x = {}y\n", "a => ".repeat(390)),
        format!("x = y{}\n", ".z".repeat(390)),
        format!("x = y{}\n", ".z()".repeat(190)),
        format!("x = y{}\n", " + z".repeat(390)),
        format!("x = y{}\n", " ? a : b".repeat(190)),
        format!("type A = {}C{}\n", "B<".repeat(190), ">".repeat(190)),
        format!("if (a) b()\n{}", "else if (a) b()\n".repeat(120)),
    ];
    for source in sources {
        let (_, problems) = read(&path(), &source);
        assert!(problems.iter().all(|one| one.kind != ProblemKind::LimitReached), "{}", &source[..40]);
    }
    let (module, problems) = read(&path(), &"(".repeat(100_000));
    assert!(!module.is_parsed && problems[0].kind == ProblemKind::LimitReached);
}

#[test]
fn a_file_that_breaks_the_grammar_says_where() {
    let (module, problems) = read(&path(), "import a from \"a\";\nconst = 1;\n");
    assert!(!module.is_parsed);
    assert_eq!((problems[0].kind, problems[0].line), (ProblemKind::SyntaxError, Some(2)));
}
