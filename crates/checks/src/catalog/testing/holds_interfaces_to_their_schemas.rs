//! What agents and routes give to others is checked against a schema, so that the two sides of a seam cannot drift apart.

use crate::shared::mail_agent::mail_agent;
use crate::shared::test_reach::{bodies_of, body_at, counts, head_of_test, is_double};
use crate::shared::values::last;
use crate::shared::{Tally, counted, once, unknown};
use crate::{Check, Example};
use beredd_facts::{RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, RepoPath, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Tests hold what the system gives out to a schema or a contract",
        "Tester håller det systemet lämnar ifrån sig mot ett schema eller kontrakt",
    ),
    gap_title: Text::fixed(
        "No test holds an interface to its contract",
        "Inget test prövar ett gränssnitt mot dess kontrakt",
    ),
    why: Text::fixed(
        "Models change the shape of their answers without notice, and agents pass them on. Without a contract in the tests the \
         first to notice is the one who reads them.",
        "Modeller ändrar formen på sina svar utan förvarning, och agenter skickar dem vidare. Utan ett kontrakt i testerna är \
         den som läser svaren den första som märker det.",
    ),
    fix: Text::fixed(
        "Validate answers of agents and routes in tests: `Model.model_validate(answer)`, `jsonschema.validate`, Schemathesis \
         over the OpenAPI document, or Pact between services.",
        "Validera svar från agenter och adresser i tester: `Model.model_validate(svar)`, `jsonschema.validate`, Schemathesis mot \
         OpenAPI-dokumentet eller Pact mellan tjänster.",
    ),
    limits: Text::fixed(
        "Comparisons of single fields are tests, but no contract. How strict a schema is, is not judged.",
        "Jämförelser av enskilda fält är tester men inget kontrakt. Hur strängt ett schema är bedöms inte.",
    ),
    consequence: Consequence::C4,
    effort: once(500, 1000, 2000),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM05")],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- tests/test_contract.py
import jsonschema

from agents.mail.reply_agent import ReplyAgent

SCHEMA = {'type': 'object', 'required': ['reply']}


def test_reply_keeps_its_contract(fake_client):
    answer = ReplyAgent(fake_client).reply('boat')
    jsonschema.validate(answer, SCHEMA)
    assert answer['reply'] != ''
"
        )),
        Example::fails(mail_agent!(
            "\
//- requirements.txt
jsonschema
schemathesis
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


def test_reply(fake_client):
    assert ReplyAgent(fake_client).reply('boat') == 'A boat'
"
        )),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                "\
//- tests/contract/test_contract.py
from unittest import mock

from agents.mail.reply_agent import ReplyAgent


def validate(answer):
    return True


def test_contract_schema(fake_client):
    validator = mock.MagicMock()
    validator.validate(ReplyAgent(fake_client).reply('boat'))
    assert validate('jsonschema') == 'pact'
"
            ),
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "jsonschema.validate, model_validate, TypeAdapter, fastjsonschema in tests",
    "schemathesis, pact, openapi_core",
];

/// Packages that hold an answer to a schema or a contract, by the first part of the bound name. Source: their documentation, 2025-11.
const CONTRACTS: &[&str] = &[
    "fastjsonschema",
    "jsonschema",
    "openapi_core",
    "openapi_spec_validator",
    "pact",
    "schemathesis",
    "tavern",
];

/// Methods of pydantic's models and adapters that do so.
const VALIDATORS: &[&str] =
    &["model_validate", "model_validate_json", "parse_obj", "parse_raw", "validate_json", "validate_python"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    let is_system =
        !population.agents.is_empty() || !population.routes.is_empty() || !population.call_sites.is_empty();
    if !is_system {
        let reason = Text::fixed(
            "No agent, route or model call was found, so there is no interface to hold to a contract.",
            "Ingen agent, adress eller modellanrop hittades, så det finns inget gränssnitt att pröva mot ett kontrakt.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut count = 0u32;
    for test in
        population.tests.iter().filter(|test| test.is_collected && test.is_importable && !test.is_skipped)
    {
        let Some(name) = contract_of(repo, test) else { continue };
        count = count.saturating_add(1);
        let what = Text::made(
            format!("{} holds an answer to a contract ({name})", test.name),
            format!("{} prövar ett svar mot ett kontrakt ({name})", test.name),
        );
        tally.supports(head_of_test(repo, test), Grade::Wired, what);
    }
    let outcome = if count == 0 { Outcome::Fail } else { Outcome::Pass };
    tally.concluded(
        outcome,
        Text::made(
            format!(
                "{} what the system gives out to a schema or a contract.",
                counted(count, "test holds", "tests hold")
            ),
            format!(
                "{} prövar det systemet lämnar ifrån sig mot ett schema eller kontrakt.",
                counted(count, "test", "tester")
            ),
        ),
    )
}

/// The validator that a test runs, or its fixtures do.
fn contract_of(repo: &RepoFacts, test: &TestCase) -> Option<String> {
    let mut validators = bodies_of(repo, test).into_iter().map(|body| body.kept(validators_in));
    // A validator proves something when the test counts, or when it raises by itself, as Schemathesis and jsonschema do.
    validators.find_map(|(by_itself, of_any_kind)| if counts(test) { of_any_kind } else { by_itself })
}

/// The first validator in a body that raises by itself, and the first of any kind.
fn validators_in(repo: &RepoFacts, path: &RepoPath, place: &str) -> (Option<String>, Option<String>) {
    let Some(body) = body_at(repo, path, place) else { return (None, None) };
    let is_pact = |target: &&str| {
        CONTRACTS.iter().any(|package| {
            target == package || target.strip_prefix(package).is_some_and(|rest| rest.starts_with(['.', '(']))
        }) && !is_double(target)
    };
    let is_validator = |target: &&str| VALIDATORS.contains(&last(target)) && !is_double(target);
    let by_itself = body.targets().find(is_pact);
    let of_any_kind = body.targets().find(|target| is_pact(target) || is_validator(target));
    (by_itself.map(str::to_owned), of_any_kind.map(str::to_owned))
}
