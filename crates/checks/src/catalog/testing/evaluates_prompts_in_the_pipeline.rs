//! Prompts are measured against a set of expected answers, and a fall in quality stops the change.

use crate::shared::mail_agent::mail_agent;
use crate::shared::pipelines::command_lines;
use crate::shared::shell::{begins_with, pieces};
use crate::shared::suites::runs_tests;
use crate::shared::values::last;
use crate::shared::{Tally, once, unknown};
use crate::{Check, Example};
use beredd_facts::fact::Node;
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "A pipeline evaluates prompts against expected answers",
        "Ett CI-flöde utvärderar prompter mot väntade svar",
    ),
    gap_title: Text::fixed("Prompts change without being evaluated", "Prompter ändras utan att utvärderas"),
    why: Text::fixed(
        "A prompt is code without a compiler. Only a set of questions with expected answers shows that a better answer here did \
         not cost worse ones elsewhere.",
        "En prompt är kod utan kompilator. Bara en mängd frågor med väntade svar visar att ett bättre svar här inte gav sämre \
         svar på andra ställen.",
    ),
    fix: Text::fixed(
        "Write an evaluation set (promptfoo, DeepEval, Inspect, pydantic-evals) with thresholds, and run it in the pipeline when \
         prompts or models change.",
        "Skriv en utvärderingsmängd (promptfoo, DeepEval, Inspect, pydantic-evals) med gränser och kör den i CI-flödet när prompter \
         eller modeller ändras.",
    ),
    limits: Text::fixed(
        "How well the set covers what users ask is not judged. Evaluations kept in a service outside are not seen.",
        "Hur väl mängden täcker det användare frågar bedöms inte. Utvärderingar i en tjänst utanför syns inte.",
    ),
    consequence: Consequence::C4,
    effort: once(1000, 2000, 4000),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM09")],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- evals/promptfooconfig.yaml
prompts: [prompt.txt]
providers: ['openai:gpt-4o']
tests:
  - vars: { text: boat }
    assert:
      - type: contains
        value: boat
//- .github/workflows/evals.yml
on: [pull_request]
jobs:
  evals:
    runs-on: ubuntu-24.04
    steps:
      - run: npx promptfoo eval -c evals/promptfooconfig.yaml
"
        )),
        Example::partial(mail_agent!(
            "\
//- evals/promptfooconfig.yaml
prompts: [prompt.txt]
providers: ['openai:gpt-4o']
tests: ⟵
  - vars: { text: boat }
    assert:
      - type: contains
        value: boat
"
        )),
        Example::fails(mail_agent!("//- requirements.txt\ndeepeval\n")),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                "\
//- README.md
Prompts are evaluated with promptfoo on every change.
//- evaluate.py
def evaluate(expression):
    return eval(expression)
"
            ),
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "promptfoo configuration with tests",
    "deepeval, ragas, inspect_ai, braintrust, langsmith.evaluate, pydantic_evals",
    "promptfoo eval, deepeval test run, inspect eval in pipelines",
];

/// Calls that measure answers, by bound name. Source: documentation of the libraries, 2025-11.
const MEASURES: &[&str] = &[
    "braintrust.Eval",
    "deepeval.assert_test",
    "deepeval.evaluate",
    "inspect_ai.Task",
    "inspect_ai.eval",
    "langsmith.aevaluate",
    "langsmith.evaluate",
    "langsmith.evaluation.evaluate",
    "pydantic_evals.Dataset",
    "ragas.evaluate",
];

/// How commands begin that run an evaluation.
const RUNNERS: &[&str] = &[
    "promptfoo eval",
    "npx promptfoo eval",
    "npx promptfoo@latest eval",
    "deepeval test run",
    "inspect eval",
    "braintrust eval",
    "langsmith evals",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.agents.is_empty() && population.call_sites.is_empty() {
        let reason = Text::fixed(
            "No agent and no model call was found, so there is no prompt to evaluate.",
            "Ingen agent och inget modellanrop hittades, så det finns ingen prompt att utvärdera.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let sets = evaluation_sets(repo);
    let run = command_lines(repo).into_iter().find(|command| {
        let by_tool =
            pieces(&command.text).any(|part| RUNNERS.iter().any(|runner| begins_with(part, runner)));
        let by_suite = sets.iter().any(|(_, is_test)| *is_test) && runs_tests(&command.text);
        let by_file = sets.iter().any(|(place, _)| {
            pieces(&command.text).any(|part| part.starts_with("python") && part.contains(place.path.as_str()))
        });
        command.is_automatic && (by_tool || by_suite || by_file)
    });
    let outcome = match (sets.is_empty(), &run) {
        (true, _) => Outcome::Fail,
        (false, None) => Outcome::Partial,
        (false, Some(_)) => Outcome::Pass,
    };
    let what = Text::fixed("answers are measured against what is expected", "svar mäts mot det som väntas");
    for (place, _) in sets {
        if outcome == Outcome::Pass {
            tally.supports(place, Grade::Wired, what.clone());
        } else {
            let idle =
                Text::fixed("an evaluation that no pipeline runs", "en utvärdering som inget CI-flöde kör");
            tally.speaks_against(place, Grade::Used, idle);
        }
    }
    if let (Outcome::Pass, Some(command)) = (outcome, run) {
        let what = Text::made(
            format!("the pipeline runs `{}`", command.text),
            format!("CI-flödet kör `{}`", command.text),
        );
        tally.supports(command.place, Grade::Wired, what);
    }
    let (n, summary) = match outcome {
        Outcome::Pass => {
            (2, Text::fixed("Prompts are evaluated in a pipeline.", "Prompter utvärderas i ett CI-flöde."))
        }
        Outcome::Partial => (
            1,
            Text::fixed(
                "Evaluations exist, but no pipeline runs them.",
                "Utvärderingar finns men körs inte i något CI-flöde.",
            ),
        ),
        _ => {
            (0, Text::fixed("No evaluation of prompts was found.", "Ingen utvärdering av prompter hittades."))
        }
    };
    let mut verdict = tally.concluded(outcome, summary);
    (verdict.n, verdict.of) = (n, 2);
    verdict
}

/// Sets of questions with what is expected, and whether the suite of tests runs them.
fn evaluation_sets(repo: &RepoFacts) -> Vec<(Place, bool)> {
    let mut found = Vec::new();
    for (path, file) in
        repo.files().filter(|(_, file)| !matches!(file.role, FileRole::Example | FileRole::Vendored))
    {
        let is_promptfoo = path.stem().starts_with("promptfoo") || path.stem().ends_with("promptfooconfig");
        let roots = file.config.iter().filter(|_| is_promptfoo);
        let tests = roots.flat_map(|root| root.members().iter().filter(|(key, _)| key.text == "tests"));
        let asserting = tests.filter(|(_, tests)| tests.text().is_some() || asserts(tests));
        found.extend(asserting.map(|(key, _)| (RepoFacts::place(path, Lines::at(key.line)), false)));
        let Some(module) = file.module.as_ref().filter(|module| module.is_parsed) else { continue };
        let calls = module.calls.iter().filter(|call| {
            MEASURES.contains(&call.target.as_str())
                || last(&call.target) == "assert_test" && call.target.starts_with("deepeval")
        });
        found.extend(
            calls.take(1).map(|call| {
                (RepoFacts::place(path, Lines::at(call.lines.start)), file.role == FileRole::Test)
            }),
        );
    }
    found
}

fn asserts(tests: &Node) -> bool {
    tests.walk().any(|(key, _)| key.is_some_and(|key| key.text == "assert"))
}
