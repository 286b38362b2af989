//! A test takes the first provider away from the model service and sees the next one answer.

use crate::shared::forced_failure::{asserts_content, forces_failure};
use crate::shared::test_reach::{bodies_of, called_of, counts, head_of_test};
use crate::shared::{Tally, effort, not_applicable, unknown};
use crate::{Check, Example};
use beredd_facts::{CentralService, RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "Tests show that the model service moves on when a provider fails",
        "Tester visar att modelltjänsten går vidare när en leverantör faller",
    ),
    gap_title: Text::fixed("The switch between providers is untested", "Bytet mellan leverantörer är inte testat"),
    why: Text::fixed(
        "A second provider helps only if the switch works: a caught exception of the wrong kind, and the outage of the first is \
         the outage of all.",
        "En andra leverantör hjälper bara om bytet fungerar. Fångas fel sorts undantag blir den förstas avbrott allas avbrott.",
    ),
    fix: Text::fixed(
        "Give the service one double that raises the provider's own error and one that answers, and assert whose answer comes \
         back.",
        "Ge tjänsten en ersättare som ger leverantörens eget fel och en som svarar, och kontrollera vems svar som kommer \
         tillbaka.",
    ),
    limits: Text::fixed(
        "Failover that a gateway outside the repository does is not tested here.",
        "Reservväxling i en sluss utanför repot testas inte här.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (250, 500, 1000), Text::fixed("service", "tjänst")),
    after: &[],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI08")],
    examples: &[
        Example::passes(TWO_PROVIDERS_TESTED),
        Example::fails(TWO_PROVIDERS_UNTESTED),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
from llm.service import LLMService

LLMService().complete('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    '''Fails over between OpenAI and Anthropic.'''

    def __init__(self):
        self.client = openai.OpenAI()

    def complete(self, prompt):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
",
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
    ],
    judge,
};

const TWO_PROVIDERS_TESTED: &str = "\
//- main.py
from llm.service import LLMService

LLMService().complete('boat')
//- llm/__init__.py
//- llm/service.py
import anthropic
import openai


class LLMService:
    def __init__(self, first=None, second=None):
        self.first = openai.OpenAI()
        self.second = anthropic.Anthropic()

    def complete(self, prompt):
        try:
            return self.first.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
        except openai.APIError:
            return self.second.messages.create(model='claude', messages=[{'role': 'user', 'content': prompt}])
//- tests/test_service.py
from unittest.mock import MagicMock

import openai

from llm.service import LLMService


def test_the_second_answers():
    service = LLMService()
    service.first = MagicMock()
    service.first.chat.completions.create.side_effect = openai.APIConnectionError(request=None)
    service.second = MagicMock()
    service.second.messages.create.return_value = 'from the second'
    assert service.complete('boat') == 'from the second'
";

const TWO_PROVIDERS_UNTESTED: &str = "\
//- main.py
from llm.service import LLMService

LLMService().complete('boat')
//- llm/__init__.py
//- llm/service.py
import anthropic
import openai


class LLMService: ⟵
    def __init__(self):
        self.first = openai.OpenAI()
        self.second = anthropic.Anthropic()

    def complete(self, prompt):
        try:
            return self.first.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
        except openai.APIError:
            return self.second.messages.create(model='claude', messages=[{'role': 'user', 'content': prompt}])
//- tests/test_service.py
def test_failover():
    print('failover works')
";

const SIGNALS: &[&str] =
    &["model services that reach two providers or more", "tests that call them with a provider that fails"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.call_sites.is_empty() {
        let reason = Text::fixed("No model call was found.", "Inget modellanrop hittades.");
        return unknown(repo, SIGNALS, reason);
    }
    let services: Vec<&CentralService> =
        population.central_services.iter().filter(|service| service.providers.len() > 1).collect();
    if services.is_empty() {
        let reason = Text::fixed(
            "No model service here reaches more than one provider, so there is no switch to test.",
            "Ingen modelltjänst här når mer än en leverantör, så det finns inget byte att testa.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for service in services {
        let place = Place::new(service.place.path.clone(), Lines::at(service.place.line));
        let id = format!("{}:{}", place.path, place.line);
        let name = &service.name;
        match population.tests.iter().find(|test| is_proof(repo, test, service)) {
            Some(test) => {
                let what = Text::made(
                    format!("{} lets a provider of {name} fail and checks the answer", test.name),
                    format!("{} låter en leverantör i {name} falla och kontrollerar svaret", test.name),
                );
                tally.supports(head_of_test(repo, test), Grade::Wired, what);
                tally.holds(&id, name, Some(place));
            }
            None => {
                let what = Text::made(
                    format!("no test that counts lets a provider of {name} fail and checks the answer"),
                    format!(
                        "inget test som räknas låter en leverantör i {name} falla och kontrollerar svaret"
                    ),
                );
                tally.speaks_against(place.clone(), Grade::Declared, what);
                tally.misses(&id, name, Some(place));
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!("{n} of {of} model services with several providers are tested with one of them down."),
        format!("{n} av {of} modelltjänster med flera leverantörer är testade med en av dem nere."),
    ))
}

/// A test that counts, runs the service, makes something fail and says what comes back.
fn is_proof(repo: &RepoFacts, test: &TestCase, service: &CentralService) -> bool {
    if !counts(test) {
        return false;
    }
    let bodies = bodies_of(repo, test);
    let calls_it = || called_of(&bodies).iter().any(|definition| definition.path == service.place.path);
    forces_failure(&bodies) && asserts_content(&bodies) && calls_it()
}
