//! Every change is tested before it is merged, and a failing test stops it.

use crate::shared::mail_agent::mail_agent;
use crate::shared::pipelines::{command_lines, is_pipeline};
use crate::shared::suites::runs_tests;
use crate::shared::{Tally, counted, once, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "A pipeline runs the tests on every change and stops when they fail",
        "Ett CI-flöde kör testerna vid varje ändring och stannar när de misslyckas",
    ),
    gap_title: Text::fixed("Tests that nobody has to run", "Tester som ingen måste köra"),
    why: Text::fixed(
        "Tests that run only when someone remembers them rot: within weeks they fail for reasons nobody knows.",
        "Tester som bara körs när någon kommer ihåg dem ruttnar: inom några veckor misslyckas de av skäl som ingen känner till.",
    ),
    fix: Text::fixed(
        "Add a job that installs the system and runs the suite on push and on pull requests, without `continue-on-error` and \
         without `|| true`.",
        "Lägg till ett jobb som installerar systemet och kör testsviten vid push och pull request, utan `continue-on-error` och \
         utan `|| true`.",
    ),
    limits: Text::fixed(
        "Whether a failing run blocks a merge is a setting of the forge, which is not in the archive.",
        "Om en misslyckad körning hindrar en sammanslagning är en inställning i kodplattformen och finns inte i arkivet.",
    ),
    consequence: Consequence::C4,
    effort: once(500, 1000, 2000),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- .github/workflows/ci.yml
on:
  pull_request:
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: |
          pip install .
          pytest -q
"
        )),
        Example::passes(mail_agent!(
            "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- Makefile
ci:
	python -m pytest tests
//- .github/workflows/ci.yml
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make ci
"
        )),
        Example::fails(mail_agent!(
            "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- .github/workflows/ci.yml
on: [push]
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: pytest -q || true ⟵
"
        )),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- .github/workflows/ci.yml
on: [push]
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - name: pytest
        run: echo pytest
      # - run: pytest
"
            ),
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
        Example::undecided(
            "//- .github/workflows/greet.yml\non: push\njobs:\n  greet:\n    steps:\n      - run: echo hello\n//- main.py\nprint('hello')\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "GitHub Actions, GitLab CI, Azure Pipelines, CircleCI, Bitbucket, Buildkite, CodeBuild",
    "pytest, tox, nox, npm test, go test, cargo test, mvn test, dotnet test, make test",
    "what targets of make, scripts of packages and of shells come down to",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let pipelines = repo.files().filter(|(path, _)| is_pipeline(path)).count();
    if repo.population().tests.is_empty() && pipelines == 0 {
        let reason = Text::fixed(
            "There is neither a test nor a pipeline to run it.",
            "Det finns varken tester eller något CI-flöde som skulle köra dem.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let commands = command_lines(repo);
    if repo.population().tests.is_empty() && !commands.iter().any(|command| runs_tests(&command.text)) {
        let reason = Text::fixed(
            "No test that could be read was found, so there is none that a pipeline should run.",
            "Inget test som gick att läsa hittades, så det finns inget som ett CI-flöde borde köra.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut is_run = false;
    for command in commands.iter().filter(|command| runs_tests(&command.text)) {
        let (holds, en, sv) = match (command.is_automatic, command.is_binding) {
            (true, true) => (true, "runs on every change", "körs vid varje ändring"),
            (true, false) => {
                (false, "may fail without anyone noticing", "får misslyckas utan att någon märker det")
            }
            (false, _) => (false, "runs only when someone asks for it", "körs bara när någon ber om det"),
        };
        is_run |= holds;
        let what = Text::made(format!("`{}` {en}", command.text), format!("`{}` {sv}", command.text));
        if holds {
            tally.supports(command.place.clone(), Grade::Configured, what);
        } else {
            tally.speaks_against(command.place.clone(), Grade::Configured, what);
        }
    }
    let tests = repo.population().tests.len();
    if is_run {
        let summary = Text::made(
            format!(
                "A pipeline runs the suite on every change ({}).",
                counted(tests, "test function", "test functions")
            ),
            format!(
                "Ett CI-flöde kör testsviten vid varje ändring ({}).",
                counted(tests, "testfunktion", "testfunktioner")
            ),
        );
        return tally.concluded(Outcome::Pass, summary);
    }
    tally.concluded(
        Outcome::Fail,
        Text::made(
            format!(
                "No pipeline runs the suite ({}) on every change and stops when a test fails; {} looked at.",
                counted(tests, "test function", "test functions"),
                counted(pipelines, "pipeline was", "pipelines were")
            ),
            format!(
                "Inget CI-flöde kör testsviten ({}) vid varje ändring och stannar när ett test misslyckas. {} granskades.",
                counted(tests, "testfunktion", "testfunktioner"),
                counted(pipelines, "CI-flöde", "CI-flöden")
            ),
        ),
    )
}
