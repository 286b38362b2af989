//! A test that is declared is a test that runs: collected, importable, not skipped by default, asserting something.

use crate::shared::test_reach::{counts, head_of_test, is_gated_by_key};
use crate::shared::{Tally, counted, effort, unknown};
use crate::{Check, Example};
use beredd_facts::{RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Every test file holds only tests that run and assert",
        "Varje testfil innehåller bara tester som körs och kontrollerar något",
    ),
    gap_title: Text::fixed(
        "Tests that never run or assert nothing",
        "Tester som aldrig körs eller inte kontrollerar något",
    ),
    why: Text::fixed(
        "A suite that looks larger than it is lulls its owners: the skipped load test, the file that cannot be imported and the \
         test that prints instead of asserting all count as green.",
        "En testsvit som ser större ut än den är invaggar i trygghet: det överhoppade lasttestet, filen som inte går att \
         importera och testet som skriver ut i stället för att kontrollera räknas alla som gröna.",
    ),
    fix: Text::fixed(
        "Remove skips that nobody lifts, mend imports, let every test assert, and have asynchronous tests run (`asyncio_mode = auto`); turn scripts that print into tests or move \
         them out of the suite.",
        "Ta bort överhoppningar som ingen häver, laga importer, låt varje test kontrollera något och se till att asynkrona test körs \
         (`asyncio_mode = auto`). Gör om skript som skriver \
         ut till tester eller flytta dem ur sviten.",
    ),
    limits: Text::fixed(
        "Tests that a key gates are not counted as skipped. Conditions that depend on the machine are read as written.",
        "Tester som styrs av en nyckel räknas inte som överhoppade. Villkor som beror på maskinen läses som de står.",
    ),
    consequence: Consequence::C4,
    effort: effort((250, 500, 1000), (50, 100, 250), Text::fixed("test file", "testfil")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes("//- tests/test_sum.py\ndef test_sum():\n    assert 1 + 1 == 2\n"),
        Example::partial(
            "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- tests/test_load.py
import pytest


@pytest.mark.skip(reason='slow')
def test_load(): ⟵
    assert 1 + 1 == 2
",
        ),
        Example::fails(
            "\
//- tests/test_sum.py
def test_sum(): ⟵
    print(1 + 1)
",
        ),
        Example::fails(
            "\
//- requirements.txt
pytest
pytest-asyncio
//- tests/test_sum.py
async def test_sum(): ⟵
    assert 1 + 1 == 2
",
        ),
        Example::lookalike(
            Outcome::Pass,
            "\
//- tests/test_sum.py
import os

import pytest


# @pytest.mark.skip
def test_sum():
    '''Not skipped; pytest.skip() is only mentioned.'''
    assert 1 + 1 == 2


@pytest.mark.skipif(not os.getenv('OPENAI_API_KEY'), reason='asks a real model')
def test_live():
    assert 1 + 1 == 2
",
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &["test functions", "skips", "assertions", "imports that resolve"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut files: BTreeMap<&RepoPath, Vec<&TestCase>> = BTreeMap::new();
    for test in &repo.population().tests {
        files.entry(&test.place.path).or_default().push(test);
    }
    if files.is_empty() {
        let reason = Text::fixed("No test function was found.", "Ingen testfunktion hittades.");
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut idle = 0usize;
    for (path, tests) in files {
        let faults: Vec<&&TestCase> = tests
            .iter()
            .filter(|test| !counts(test) && (!test.is_skipped || !is_gated_by_key(repo, test)))
            .collect();
        idle = idle.saturating_add(faults.len());
        for test in &faults {
            tally.speaks_against(head_of_test(repo, test), Grade::Declared, why_not(test));
        }
        let place = RepoFacts::place(path, Lines::at(1));
        if faults.is_empty() {
            let count = tests.len();
            let what = Text::made(
                counted(count, "test runs and asserts", "tests run and assert"),
                counted(count, "test körs och kontrollerar något", "tester körs och kontrollerar något"),
            );
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(path.as_str(), path.as_str(), Some(place));
        } else {
            tally.misses(path.as_str(), path.as_str(), Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!(
            "{n} of {of} test files hold only tests that run and assert; {}.",
            counted(idle, "test does not", "tests do not")
        ),
        format!(
            "{n} av {of} testfiler innehåller bara tester som körs och kontrollerar något. {} gör det inte.",
            counted(idle, "test", "tester")
        ),
    ))
}

fn why_not(test: &TestCase) -> Text {
    let (en, sv) = if !test.is_importable {
        ("cannot be imported", "går inte att importera")
    } else if !test.is_collected {
        ("is not collected", "samlas inte in")
    } else if !test.is_awaited {
        (
            "is asynchronous, and no plugin is told to run it",
            "är asynkront, och inget tillägg är satt att köra det",
        )
    } else if test.is_skipped {
        ("is skipped by default", "hoppas över som standard")
    } else {
        ("asserts nothing", "kontrollerar ingenting")
    };
    Text::made(format!("{} {en}", test.name), format!("{} {sv}", test.name))
}
