//! As many tests exist as documents say.

use crate::shared::claims::{Claim, claims};
use crate::shared::counted as counted_as;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::{RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "There are as many tests as documents claim",
        "Det finns så många tester som dokumenten påstår",
    ),
    gap_title: Text::fixed(
        "Documents claim more tests than there are",
        "Dokumenten påstår fler tester än det finns",
    ),
    why: Text::fixed(
        "Decisions to release rest on such figures. Tests that cannot be imported, that are skipped or that assert nothing protect \
         nobody.",
        "Beslut om driftsättning vilar på sådana siffror. Tester som inte går att importera, som hoppas över eller som inte prövar \
         något skyddar ingen.",
    ),
    fix: Text::fixed(
        "Take the figure from the pipeline's report instead of writing it by hand, and mend or delete the tests that do not count.",
        "Hämta siffran ur byggets rapport i stället för att skriva den för hand, och laga eller ta bort testerna som inte räknas.",
    ),
    limits: Text::fixed(
        "Tests that are made while they run, and tests in languages that are not read, are not counted.",
        "Tester som skapas under körning, och tester i språk som inte läses, räknas inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((50, 100, 250), (25, 50, 100), Text::fixed("claim", "påstående")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "//- README.md\nThe 3 tests pass.\n//- tests/test_a.py\nimport pytest\n\n\n@pytest.mark.parametrize('x', [1, 2, 3])\ndef test_a(x):\n    assert x > 0\n",
        ),
        Example::fails(
            "\
//- docs/TEST_SUMMARY.md
# Summary
48/48 tests pass.
//- tests/test_a.py
def test_a():
    assert 1 + 1 == 2


def test_b(): ⟵
    print('works')
",
        ),
        Example::partial(
            "\
//- README.md
- 3 unit tests for the agents
- 20 tests in all ⟵
//- tests/test_a.py
import pytest


@pytest.mark.parametrize('x', [1, 2, 3])
def test_a(x):
    assert x > 0
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- README.md\nThe service should have 48 tests. See test 48, and the 3 testers.\n//- a.py\nSTATUS = '48 tests pass'\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "\"48 tests\", \"48/48 tests\", \"48 tester\" in documents",
    "tests that are collected, run, import and assert",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let said = claims(repo, &|words| claimed(words).is_some());
    if said.is_empty() {
        let reason = Text::fixed(
            "No document says how many tests there are.",
            "Inget dokument säger hur många tester det finns.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tests = &repo.population().tests;
    let counted: u32 =
        tests.iter().filter(|test| counts(test)).fold(0, |sum, test| sum.saturating_add(test.cases));
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut most = 0;
    for claim in &said {
        let number = claimed(&claim.words).unwrap_or_default();
        most = most.max(number);
        let id = format!("{}:{}", claim.place.path, claim.place.line);
        if number <= counted {
            tally.holds(&id, &claim.text, Some(claim.place.clone()));
        } else {
            tally.misses(&id, &claim.text, Some(claim.place.clone()));
            let what = Text::made(
                format!("Claims {}", counted_as(number, "test", "tests")),
                format!("Påstår {}", counted_as(number, "test", "tester")),
            );
            tally.supports(claim.place.clone(), Grade::Mentioned, what);
        }
    }
    against(&mut tally, tests, &said, counted);
    let (n, of) = (tally.n(), tally.all());
    let summary = Text::made(
        format!(
            "{n} of {of} figures for tests in documents can be true: {} collected, can be imported and assert something; as many as {most} are claimed.",
            counted_as(counted, "test is", "tests are")
        ),
        format!(
            "{n} av {of} siffror om tester i dokumenten kan stämma: {} samlas in, går att importera och prövar något, medan upp till {most} påstås.",
            counted_as(counted, "test", "tester")
        ),
    );
    tally.verdict(summary)
}

/// What speaks against claims that are too high: tests that do not count, or, where there are none, that there are too few.
fn against(tally: &mut Tally, tests: &[TestCase], said: &[Claim], counted: u32) {
    if !tally.has(Outcome::Fail) {
        for test in tests.iter().filter(|test| counts(test)).take(5) {
            let what = Text::made(format!("{} counts", test.name), format!("{} räknas", test.name));
            tally.supports(test.place.clone(), Grade::Wired, what);
        }
        return;
    }
    let idle: Vec<&TestCase> = tests.iter().filter(|test| !counts(test)).take(20).collect();
    for test in &idle {
        let place = RepoFacts::place(&test.place.path, Lines::at(test.place.line));
        let (en, sv) = match test {
            test if !test.is_importable => ("cannot be imported", "går inte att importera"),
            test if !test.is_collected => ("is not collected", "samlas inte in"),
            test if !test.is_awaited => (
                "is asynchronous, and no plugin is told to run it",
                "är asynkront, och inget tillägg är satt att köra det",
            ),
            test if test.is_skipped => ("is skipped", "hoppas över"),
            _ => ("asserts nothing", "prövar inget"),
        };
        tally.speaks_against(
            place,
            Grade::Used,
            Text::made(format!("{} {en}", test.name), format!("{} {sv}", test.name)),
        );
    }
    if idle.is_empty() {
        for claim in said.iter().filter(|claim| claimed(&claim.words).is_some_and(|number| number > counted))
        {
            let what = Text::made(format!("There are {counted}"), format!("Det finns {counted}"));
            tally.speaks_against(claim.place.clone(), Grade::Declared, what);
        }
    }
}

const fn counts(test: &TestCase) -> bool {
    test.is_collected && !test.is_skipped && test.asserts && test.is_importable
}

/// The number of tests that a sentence claims: a number with `tests` at most two words behind it. Fewer than three say nothing.
fn claimed(words: &[String]) -> Option<u32> {
    let numbers = words.iter().zip(1usize..).filter_map(|(word, behind)| {
        let number: u32 = word.parse().ok()?;
        let mut next = words.iter().skip(behind).take(3);
        let is_tests = next.any(|word| matches!(word.as_str(), "tests" | "tester" | "testfall"));
        // A year, or a date in front of a heading about tests, is no count.
        (is_tests && (3..=100_000).contains(&number) && !(1990..=2100).contains(&number)).then_some(number)
    });
    numbers.max()
}
