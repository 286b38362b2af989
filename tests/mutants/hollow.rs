//! Words without code: what is left of a strong system when only its words stay, in every form that words can take.

use beredd_model::{Audit, Outcome, RepoPath};
use beredd_testkit::fixture::Fixture;
use beredd_tests::mutant;
use beredd_tests::repository;

/// What a system may score, in thousandths, that does nothing.
const CLOSE_TO_ZERO: u32 = 100;

fn changed(name: &str, change: impl Fn(&str, &str) -> Option<String>) -> Fixture {
    let mut fixture = repository::load(name).unwrap();
    for (path, text) in &mut fixture.files {
        if let Some(new) = change(path.as_str(), text) {
            *text = new;
        }
    }
    fixture
}

fn is_prose(path: &str) -> bool {
    path.ends_with(".md")
}

/// Python without a line that does anything: classes, functions, docstrings, comments, and the names of modules' variables.
fn without_bodies(text: &str) -> String {
    let mut out = String::new();
    let mut is_in_docstring = false;
    for line in text.lines() {
        let words = line.trim();
        let indentation = &line[..line.len() - line.trim_start().len()];
        let quotes = words.matches("\"\"\"").count();
        if is_in_docstring || words.starts_with("\"\"\"") {
            out.push_str(line);
            is_in_docstring ^= quotes == 1;
        } else if words.starts_with('#') {
            out.push_str(line);
        } else if ["class ", "def ", "async def "].iter().any(|word| words.starts_with(word))
            && words.ends_with(':')
        {
            out.push_str(&format!("{line}\n{indentation}    pass"));
        } else if let Some((name, _)) = line.split_once(" = ")
            && indentation.is_empty()
            && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        {
            out.push_str(&format!("{name} = \"enabled\""));
        } else if (words.starts_with("from ") || words.starts_with("import ")) && indentation.is_empty() {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// A text of which every line is a comment.
fn all_comments(path: &str, text: &str) -> String {
    let mark = match path.rsplit('.').next().unwrap_or_default() {
        "js" | "json" => "// ",
        "sql" => "-- ",
        _ => "# ",
    };
    text.lines().map(|line| format!("{mark}{line}\n")).collect()
}

fn proven(audit: &Audit) -> Vec<String> {
    let proven =
        audit.checks.iter().filter(|check| matches!(check.outcome, Outcome::Pass | Outcome::Partial));
    proven
        .map(|check| {
            format!("{} {:?} {}/{} {}", check.id, check.outcome, check.n, check.of, check.summary.en)
        })
        .collect()
}

/// Asserts that a repository scores close to zero.
fn assert_next_to_nothing(what: &str, fixture: &Fixture) {
    let audit = mutant::audit(fixture).unwrap();
    let points = audit.score.points.proven_permille;
    assert!(points < CLOSE_TO_ZERO, "{what}: {points}\n{:#?}", proven(&audit));
    assert!(!audit.gate.is_open, "{what}");
}

/// What documents prove by themselves, whatever stands beside them: they are there to be read, and they are read.
const OF_DOCUMENTS: &[&str] = &[
    "deployment/can-roll-back",
    "deployment/has-a-deployment-guide",
    "deployment/names-only-what-exists-in-its-guide",
    "documentation/",
    "performance/documents-the-cost-per-user",
];

fn assert_only_documents_speak(what: &str, fixture: &Fixture) {
    let audit = mutant::audit(fixture).unwrap();
    let others: Vec<_> = proven(&audit)
        .into_iter()
        .filter(|line| !OF_DOCUMENTS.iter().any(|start| line.starts_with(start)))
        .collect();
    assert!(others.is_empty(), "{what}: {others:#?}");
    assert!(audit.score.points.proven_permille < 2 * CLOSE_TO_ZERO, "{what}: {:?}", audit.score);
    assert!(!audit.gate.is_open, "{what}");
}

/// Without its guides: names, docstrings, comments and READMEs alone.
fn without_guides(mut fixture: Fixture) -> Fixture {
    fixture.files.retain(|path, _| !path.as_str().starts_with("docs/"));
    fixture
}

fn hollow() -> Fixture {
    changed("harbor_strong", |path, text| match path {
        path if path.ends_with(".py") => Some(without_bodies(text)),
        path if is_prose(path) => None,
        path => Some(all_comments(path, text)),
    })
}

#[test]
fn a_system_of_classes_names_and_docstrings_scores_close_to_zero() {
    assert_next_to_nothing("no bodies", &without_guides(hollow()));
}

#[test]
fn guides_to_a_hollow_system_prove_guides() {
    assert_only_documents_speak("no bodies, with guides", &hollow());
}

#[test]
fn a_system_in_comments_scores_close_to_zero() {
    let commented =
        changed("harbor_strong", |path, text| (!is_prose(path)).then(|| all_comments(path, text)));
    assert_next_to_nothing("all comments", &commented);
}

#[test]
fn a_system_in_documents_proves_documents() {
    let mut told = Fixture::default();
    for (path, text) in repository::load("harbor_strong").unwrap().files {
        let (path, text) = if is_prose(path.as_str()) {
            (path.to_string(), text)
        } else {
            (format!("docs/code/{path}.md"), format!("# {path}\n\n```\n{text}```\n"))
        };
        told.files.insert(RepoPath::parse(&path).unwrap(), text);
    }
    assert_only_documents_speak("all documents", &told);
}

#[test]
fn a_system_in_strings_proves_its_documents() {
    let quoted = changed("harbor_strong", |path, text| match path {
        path if path.ends_with(".py") => {
            Some(format!("SOURCE = '''\n{}\n'''\n", text.replace('\\', "\\\\").replace("'''", "\"\"\"")))
        }
        path if is_prose(path) => None,
        path => Some(all_comments(path, text)),
    });
    assert_only_documents_speak("all strings", &quoted);
}

#[test]
fn code_of_tests_alone_scores_close_to_zero() {
    // The same system, every line of it, where only tests stand: nothing of it runs in production.
    let mut moved = Fixture::default();
    for (path, text) in repository::load("harbor_strong").unwrap().files {
        let path = if path.as_str().ends_with(".py") {
            format!("tests/test_{}", path.as_str().replace('/', "_"))
        } else {
            path.to_string()
        };
        if path.ends_with(".py") || path.ends_with("README.md") {
            moved.files.insert(RepoPath::parse(&path).unwrap(), text);
        }
    }
    assert_next_to_nothing("all tests", &moved);
}
