//! As many tests as were asked for exercise the LLM integration, and they are counted as a test runner would count them.

use crate::shared::mail_agent::mail_agent;
use crate::shared::test_reach::{counts, head_of_test};
use crate::shared::{Tally, effort, not_applicable, unknown};
use crate::{Check, Example};
use beredd_facts::{RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 1),
    role: Role::Decisive,
    claim: Text::fixed(
        "Enough tests exercise the LLM integration",
        "Tillräckligt många tester prövar LLM-integrationen",
    ),
    gap_title: Text::fixed("Too few tests of the LLM integration", "För få tester av LLM-integrationen"),
    why: Text::fixed(
        "What no test runs breaks in production first: a changed prompt, a renamed model or a new answer format is then found \
         by a customer.",
        "Det som inget test kör går sönder i produktion först: en ändrad prompt, en omdöpt modell eller ett nytt svarsformat \
         upptäcks då av en kund.",
    ),
    fix: Text::fixed(
        "Write tests that run agents and the model service with doubles in place of the providers, and that assert what comes \
         back; several cases can share one test through parameters.",
        "Skriv tester som kör agenterna och modelltjänsten med ersättare för leverantörerna och som kontrollerar svaret. Flera \
         fall kan dela ett test genom parametrar.",
    ),
    limits: Text::fixed(
        "Tests are counted, not run. Parameter sets that are computed when the tests run count as one case.",
        "Testerna räknas men körs inte. Parametrar som räknas fram när testerna körs räknas som ett enda fall.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (50, 100, 200), Text::fixed("missing test", "test som saknas")),
    after: &["testing/tests-run-with-and-without-keys"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM09")],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- tests/test_reply.py
import pytest

from agents.mail.reply_agent import ReplyAgent


@pytest.mark.parametrize('text', [
    'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9', 'a10', 'a11', 'a12', 'a13', 'a14', 'a15', 'a16',
    'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8', 'b9', 'b10', 'b11', 'b12', 'b13', 'b14', 'b15', 'b16',
    'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10', 'c11', 'c12', 'c13', 'c14', 'c15', 'c16',
])
def test_reply_repeats_nothing(text, fake_client):
    assert ReplyAgent(fake_client).reply(text) != text
"
        )),
        Example::partial(mail_agent!(
            "\
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


def test_reply(fake_client):
    assert ReplyAgent(fake_client).reply('boat') == 'A boat'


def test_reply_to_nothing(fake_client): ⟵
    ReplyAgent(fake_client).reply('')
"
        )),
        Example::fails(mail_agent!(
            "\
//- tests/test_reply.py
import pytest

from agents.mail.reply_agent import ReplyAgent


@pytest.mark.skip(reason='later')
def test_reply(fake_client): ⟵
    assert ReplyAgent(fake_client).reply('boat') == 'A boat'
"
        )),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                "\
//- README.md
48/48 tests of the LLM integration pass.
//- tests/test_llm.py
'''48 tests of the LLM integration.'''


def test_llm_integration(): ⟵
    print('the agent works')


def helper_of_llm_tests():
    assert True
"
            ),
        ),
        Example::undecided("//- tests/test_sum.py\ndef test_sum():\n    assert 1 + 1 == 2\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "test functions that import an agent, a model service or a provider, or name one",
    "parameter sets",
    "skips, assertions, imports that resolve",
];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.agents.is_empty() && population.call_sites.is_empty() {
        let reason = Text::fixed(
            "No agent and no model call was found, so there is no LLM integration to test.",
            "Ingen agent och inget modellanrop hittades, så det finns ingen LLM-integration att testa.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let wanted = policy.thresholds.llm_tests;
    if wanted == 0 {
        let reason = Text::fixed("The profile asks for no tests.", "Profilen kräver inga tester.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let tests: Vec<&TestCase> = population.tests.iter().filter(|test| test.concerns_llm).collect();
    let sum = |tests: &mut dyn Iterator<Item = &&TestCase>| {
        tests.map(|test| test.cases).fold(0u32, u32::saturating_add)
    };
    let declared = sum(&mut tests.iter());
    let importable = sum(&mut tests.iter().filter(|test| test.is_collected && test.is_importable));
    let counted = sum(&mut tests.iter().filter(|test| counts(test)));
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for test in &tests {
        if counts(test) {
            let what = Text::made(
                format!("{} counts ({} cases)", test.name, test.cases),
                format!("{} räknas ({} fall)", test.name, test.cases),
            );
            tally.supports(head_of_test(repo, test), Grade::Wired, what);
        } else if counted < wanted {
            tally.speaks_against(head_of_test(repo, test), Grade::Declared, why_not(test));
        }
    }
    let outcome = match counted {
        0 => Outcome::Fail,
        counted if counted >= wanted => Outcome::Pass,
        _ => Outcome::Partial,
    };
    let mut verdict = tally.concluded(
        outcome,
        Text::made(
            format!(
                "Tests that count: {counted}; asked for: {wanted}. Of {declared} declared cases {importable} can be collected and imported, and {counted} also run by default and assert something."
            ),
            format!(
                "Tester som räknas: {counted}, krav: {wanted}. Av {declared} deklarerade fall går {importable} att samla in och importera, och {counted} körs dessutom som standard och kontrollerar något."
            ),
        ),
    );
    (verdict.n, verdict.of) = (counted.min(wanted), wanted);
    verdict
}

fn why_not(test: &TestCase) -> Text {
    let (en, sv) = if !test.is_collected {
        ("is not collected by the test runner", "samlas inte in av testkörningen")
    } else if !test.is_importable {
        ("imports something that does not exist", "importerar något som inte finns")
    } else if !test.is_awaited {
        (
            "is asynchronous, and no plugin is told to run it",
            "är asynkront, och inget tillägg är satt att köra det",
        )
    } else if test.is_skipped {
        ("is skipped unless someone asks for it", "hoppas över om ingen ber om det")
    } else {
        ("asserts nothing", "kontrollerar ingenting")
    };
    Text::made(format!("{} {en}", test.name), format!("{} {sv}", test.name))
}
