//! The suite says something both where a key to a model is at hand and where none is.

use crate::shared::mail_agent::mail_agent;
use crate::shared::pipelines::command_lines;
use crate::shared::results::{TestRun, test_runs};
use crate::shared::suites::runs_tests;
use crate::shared::test_reach::{bodies_of, counts, deletes_key, has_double, head_of_test, is_gated_by_key};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::{RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 3),
    role: Role::Decisive,
    claim: Text::fixed(
        "The tests run both with and without keys to a model",
        "Testerna går att köra både med och utan nycklar till en modell",
    ),
    gap_title: Text::fixed(
        "The tests only speak for one of two situations: with a key, or without",
        "Testerna täcker bara ett av två lägen: med nyckel eller utan",
    ),
    why: Text::fixed(
        "A suite that needs a key is not run where it matters most, on every change. One that never meets a real model says \
         nothing of what the model's vendor has changed.",
        "En testsvit som kräver en nyckel körs inte där den behövs mest, vid varje ändring. En som aldrig möter en riktig modell \
         säger inget om vad leverantören har ändrat.",
    ),
    fix: Text::fixed(
        "Let most tests use doubles of the providers and run them on every push without secrets; gate a few live tests by the \
         key (`@pytest.mark.skipif(not os.getenv(\"OPENAI_API_KEY\"), …)`) and run those where the key is.",
        "Låt de flesta tester använda ersättare för leverantörerna och kör dem utan hemligheter vid varje push. Låt nyckeln \
         styra några skarpa tester (`@pytest.mark.skipif(not os.getenv(\"OPENAI_API_KEY\"), …)`) och kör dem där den finns.",
    ),
    limits: Text::fixed(
        "The tests are read, not run: that they pass is only known where a result file (JUnit XML) lies in the archive.",
        "Testerna läses men körs inte. Att de går igenom vet man bara där en resultatfil (JUnit-XML) ligger i arkivet.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (0, 0, 0), Text::fixed("", "")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- tests/test_reply.py
import os
from unittest.mock import MagicMock

import pytest

from agents.mail.reply_agent import ReplyAgent


def test_reply():
    assert ReplyAgent(MagicMock()).reply('boat') != 'boat'


@pytest.mark.skipif(not os.getenv('OPENAI_API_KEY'), reason='asks a real model')
def test_real_reply():
    assert 'boat' in str(ReplyAgent().reply('boat'))
//- .github/workflows/ci.yml
on: [push]
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: pytest
"
        )),
        Example::partial(mail_agent!(
            "\
//- tests/test_reply.py
from unittest.mock import MagicMock

from agents.mail.reply_agent import ReplyAgent


def test_reply():
    assert ReplyAgent(MagicMock()).reply('boat') != 'boat'
"
        )),
        Example::fails(mail_agent!(
            "\
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


def test_reply(): ⟵
    assert 'boat' in str(ReplyAgent().reply('boat'))
"
        )),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                "\
//- README.md
All tests pass with and without API keys.
//- tests/test_reply.py
import os


def test_without_api_key():
    print('works without OPENAI_API_KEY')
"
            ),
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "doubles of providers (unittest.mock, respx, vcr, moto, fake chat models, classes of the tests' own)",
    "tests skipped without a key",
    "pipelines that run the suite without secrets",
    "JUnit result files",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.agents.is_empty() && population.call_sites.is_empty() {
        let reason = Text::fixed(
            "No agent and no model call was found, so no test can need a key.",
            "Ingen agent och inget modellanrop hittades, så inget test kan behöva en nyckel.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let tests: Vec<&TestCase> = population.tests.iter().filter(|test| test.concerns_llm).collect();
    let keyless = count_keyless(repo, &tests, &mut tally);
    let live = count_live(repo, &tests, &mut tally);
    let is_run = if keyless { is_run_without_keys(repo, &mut tally) } else { false };
    let failed = test_runs(repo).into_iter().find(|run| run.failed > 0);
    if let Some(run) = &failed {
        tally.speaks_against(run.place.clone(), Grade::Measured, words_of(run));
    }
    let answers = [
        ("without", "tests without a key", "tester utan nyckel", keyless),
        (
            "with",
            "tests that meet a real model when there is a key",
            "tester som möter en riktig modell när det finns en nyckel",
            live,
        ),
        (
            "run",
            "a run without keys on every change",
            "en körning utan nycklar vid varje ändring",
            is_run && failed.is_none(),
        ),
    ];
    for (id, _, _, holds) in answers {
        tally.count(id, id, if holds { Outcome::Pass } else { Outcome::Fail }, None);
    }
    let list = |holds: bool, is_english: bool| {
        let names = answers
            .iter()
            .filter(|answer| answer.3 == holds)
            .map(|answer| if is_english { answer.1 } else { answer.2 });
        names.collect::<Vec<_>>().join("; ")
    };
    let part =
        |word: &str, list: String| if list.is_empty() { String::new() } else { format!("{word}: {list}. ") };
    let summary = Text::made(
        format!("{}{}", part("Found", list(true, true)), part("Missing", list(false, true)))
            .trim_end()
            .to_owned(),
        format!("{}{}", part("Finns", list(true, false)), part("Saknas", list(false, false)))
            .trim_end()
            .to_owned(),
    );
    tally.verdict(summary)
}

/// Tests that need no key: a double stands in for the provider, or the key is taken away.
fn count_keyless(repo: &RepoFacts, tests: &[&TestCase], tally: &mut Tally) -> bool {
    let mut found = false;
    for test in tests.iter().filter(|test| counts(test)) {
        let bodies = bodies_of(repo, test);
        let place = head_of_test(repo, test);
        if has_double(&bodies) || deletes_key(&bodies) {
            found = true;
            let what = Text::made(
                format!("{} needs no key: a double stands in for the model", test.name),
                format!("{} behöver ingen nyckel: en ersättare står in för modellen", test.name),
            );
            tally.supports(place, Grade::Wired, what);
        } else if !test.agents.is_empty() {
            let what = Text::made(
                format!(
                    "{} runs an agent with nothing in the provider's place, and is not skipped without a key",
                    test.name
                ),
                format!(
                    "{} kör en agent utan ersättare för leverantören och hoppas inte över utan nyckel",
                    test.name
                ),
            );
            tally.speaks_against(place, Grade::Used, what);
        }
    }
    found
}

/// Tests that run only where there is a key.
fn count_live(repo: &RepoFacts, tests: &[&TestCase], tally: &mut Tally) -> bool {
    let mut found = false;
    for test in tests.iter().filter(|test| test.is_collected && test.is_importable && test.asserts) {
        if is_gated_by_key(repo, test) {
            found = true;
            let what = Text::made(
                format!("{} meets a real model, and is skipped without a key", test.name),
                format!("{} möter en riktig modell och hoppas över utan nyckel", test.name),
            );
            tally.supports(head_of_test(repo, test), Grade::Wired, what);
        }
    }
    found
}

/// A pipeline runs the suite by itself with no key in its environment, or a result file shows that it passed.
fn is_run_without_keys(repo: &RepoFacts, tally: &mut Tally) -> bool {
    let run = command_lines(repo).into_iter().find(|command| {
        let is_keyless = command.is_automatic && !command.has_model_key;
        is_keyless && runs_tests(&command.text)
    });
    if let Some(command) = &run {
        let what = Text::made(
            format!("the pipeline runs `{}` without a key", command.text),
            format!("CI-flödet kör `{}` utan nyckel", command.text),
        );
        tally.supports(command.place.clone(), Grade::Wired, what);
    }
    let passed = test_runs(repo).into_iter().find(|run| run.failed == 0 && run.tests > run.skipped);
    if let Some(run) = &passed {
        tally.supports(run.place.clone(), Grade::Measured, words_of(run));
    }
    run.is_some() || passed.is_some()
}

fn words_of(run: &TestRun) -> Text {
    Text::made(
        format!("a result file: {} tests, {} failed, {} skipped", run.tests, run.failed, run.skipped),
        format!(
            "en resultatfil: {} tester, {} misslyckade, {} överhoppade",
            run.tests, run.failed, run.skipped
        ),
    )
}
