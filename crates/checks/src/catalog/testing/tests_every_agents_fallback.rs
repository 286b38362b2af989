//! For each agent there is a test that takes its model away and looks at what comes instead.

use crate::shared::agents::sites_of;
use crate::shared::agents::{head_of, no_agents};
use crate::shared::forced_failure::{asserts_content, forces_failure};
use crate::shared::mail_agent::mail_agent;
use crate::shared::test_reach::{Body, bodies_of, counts, head_of_test, runs_application};
use crate::shared::values::last;
use crate::shared::{Tally, counted, effort};
use crate::{Check, Example};
use beredd_facts::fact::DefinitionId;
use beredd_facts::{Agent, DefinitionRef, RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every agent's fallback is tested by taking its model away",
        "Varje agents reservväg är testad genom att modellen tas bort",
    ),
    gap_title: Text::fixed("Fallbacks that no test has tried", "Reservvägar som inget test har prövat"),
    why: Text::fixed(
        "A fallback runs for the first time in the middle of an outage. If nobody has tried it, the outage is where its own \
         faults are found.",
        "En reservväg körs för första gången mitt under ett avbrott. Har ingen prövat den är det då felen i den upptäcks.",
    ),
    fix: Text::fixed(
        "Hand each agent a double that raises the provider's error (`side_effect=TimeoutError()`), and assert the answer and its \
         mark (`llm_used` is False, `degraded` is True).",
        "Ge varje agent en ersättare som ger leverantörens fel (`side_effect=TimeoutError()`) och kontrollera svaret och dess \
         märkning (`llm_used` är False, `degraded` är True).",
    ),
    limits: Text::fixed(
        "That an assertion is about the fallback's answer is read from the test, not from a run.",
        "Att en kontroll gäller reservsvaret läses ur testet, inte ur en körning.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("agent", "agent")),
    after: &["llm/agents-fall-back-without-their-model"],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI08")],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- tests/test_reply.py
from unittest.mock import MagicMock

import openai

from agents.mail.reply_agent import ReplyAgent


def test_reply_without_a_model():
    client = MagicMock()
    client.chat.completions.create.side_effect = openai.APIConnectionError(request=None)
    assert ReplyAgent(client).reply('boat')['degraded'] is True
"
        )),
        Example::passes(mail_agent!(
            "\
//- tests/conftest.py
import pytest


class DeadCompletions:
    def create(self, **ignored):
        raise TimeoutError('down')


class DeadClient:
    chat = type('Chat', (), {'completions': DeadCompletions()})


@pytest.fixture
def dead_client():
    return DeadClient()
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


def test_reply_without_a_model(dead_client):
    found = ReplyAgent(dead_client).reply('boat')
    assert found == {'reply': 'We will write tomorrow', 'degraded': True}
"
        )),
        Example::fails(mail_agent!(
            marked "\
//- tests/test_reply.py
from unittest.mock import MagicMock

from agents.mail.reply_agent import ReplyAgent


def test_fallback():
    answer = ReplyAgent(MagicMock()).reply('boat')
    print('the fallback works', answer)
    assert answer['degraded'] is False
"
        )),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                marked "\
//- tests/test_reply.py
from unittest.mock import MagicMock

from agents.mail.reply_agent import ReplyAgent


def test_fallback_when_the_llm_is_unavailable():
    client = MagicMock(side_effect=TimeoutError())
    answer = ReplyAgent(client).reply('boat')
    assert answer is not None
"
            ),
        ),
        Example::lookalike(
            Outcome::Unknown,
            "//- tests/test_fallback.py\ndef test_fallback():\n    assert 'fallback' == 'fallback'\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "tests that refer to the agent",
    "side_effect, a double that raises, an absent client, a deleted key, an open breaker, an HTTP error",
    "assertions about what the answer says",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let tests: Vec<Attempt<'_>> = population
        .tests
        .iter()
        .filter(|test| counts(test) && !test.agents.is_empty())
        .map(|test| {
            let bodies = bodies_of(repo, test);
            Attempt { test, forces: forces_failure(&bodies), asserts: asserts_content(&bodies), bodies }
        })
        .collect();
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for (agent, index) in population.agents.iter().zip(0u32..) {
        let mine: Vec<_> = tests.iter().filter(|attempt| attempt.test.agents.contains(&index)).collect();
        look_at(repo, agent, &mine, &mut tally);
    }
    let (n, of) = (tally.n(), tally.all());
    let missing = tally.missing_names(5);
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!(
            "{n} of {of} agents have a test that takes the model away and checks the answer.{}",
            tail("Not so")
        ),
        format!(
            "{n} av {of} agenter har ett test som tar bort modellen och kontrollerar svaret.{}",
            tail("Inte så")
        ),
    ))
}

/// A test and what it does to the model.
struct Attempt<'a> {
    test: &'a TestCase,
    forces: bool,
    asserts: bool,
    bodies: Vec<Body<'a>>,
}

impl Attempt<'_> {
    /// Whether the test is about this agent: it runs what asks the model (functions of the names `asking`), and, where several agents are set up, names this one.
    fn is_about(&self, repo: &RepoFacts, agent: &Agent, asking: &BTreeSet<&str>) -> bool {
        let runs = agent.definition.is_none()
            || self
                .bodies
                .iter()
                .flat_map(|body| body.calls())
                .any(|call| asking.contains(last(&call.callee)))
            || runs_application(&self.bodies);
        let is_named = self.bodies.first().is_some_and(|own| {
            let mut targets = own.targets().filter_map(|target| repo.resolve_target(own.path, target));
            targets.any(|found| found.path == agent.place.path)
        });
        runs && (is_named || self.test.agents.len() == 1)
    }
}

/// How many calls lie between what others call of an agent and where it asks its model.
const HOPS: usize = 4;

/// Names of the functions through which an agent asks its model, from the call outwards.
fn asking_names<'a>(repo: &'a RepoFacts, agent: &'a Agent) -> BTreeSet<&'a str> {
    let within = sites_of(repo, agent)
        .filter_map(|site| Some(DefinitionRef { path: site.place.path.clone(), id: site.within? }));
    let mut reached: BTreeSet<DefinitionRef> = within.collect();
    let first = DefinitionRef { path: agent.place.path.clone(), id: DefinitionId(0) };
    let own = || repo.resolution().uses.range(&first..).take_while(|(user, _)| user.path == first.path);
    for _ in 0..HOPS {
        let callers = own().filter(|(_, used)| used.iter().any(|used| reached.contains(used)));
        let callers: Vec<DefinitionRef> = callers.map(|(user, _)| user.clone()).collect();
        reached.extend(callers);
    }
    if reached.is_empty() {
        return members_of(repo, agent)
            .filter(|name| !name.starts_with("get_") && !name.starts_with('_'))
            .collect();
    }
    reached
        .iter()
        .filter_map(|reference| {
            repo.module(&reference.path)?.definitions.get(usize::try_from(reference.id.0).ok()?)
        })
        .map(|definition| definition.name.as_str())
        .collect()
}

/// Names of the methods of an agent that is a class.
fn members_of<'a>(repo: &'a RepoFacts, agent: &'a Agent) -> impl Iterator<Item = &'a str> {
    let module = repo.module(&agent.place.path);
    let definitions = module.into_iter().flat_map(|module| &module.definitions);
    definitions
        .filter(|one| agent.definition.is_some() && one.parent == agent.definition)
        .map(|one| one.name.as_str())
}

fn look_at(repo: &RepoFacts, agent: &Agent, attempts: &[&Attempt<'_>], tally: &mut Tally) {
    let place = head_of(&agent.place);
    let asking = asking_names(repo, agent);
    let forced: Vec<_> =
        attempts.iter().filter(|attempt| attempt.forces && attempt.is_about(repo, agent, &asking)).collect();
    let proofs = forced.iter().filter(|attempt| attempt.asserts);
    if let Some(proof) = proofs.min_by_key(|attempt| attempt.test.agents.len()) {
        let what = Text::made(
            format!("{} takes the model of {} away and checks the answer", proof.test.name, agent.name),
            format!("{} tar bort modellen för {} och kontrollerar svaret", proof.test.name, agent.name),
        );
        tally.supports(head_of_test(repo, proof.test), Grade::Wired, what);
        tally.holds(&agent.id, &agent.name, Some(place));
        return;
    }
    let (en, sv) = match (attempts.len(), forced.is_empty()) {
        (0, _) => ("no test that counts refers to it".to_owned(), "inget test som räknas rör den".to_owned()),
        (_, false) => (
            "its model is taken away in a test, but nothing checks what comes instead".to_owned(),
            "modellen tas bort i ett test, men inget kontrollerar vad som kommer i stället".to_owned(),
        ),
        (count, true) => (
            format!(
                "{} it, and none takes the model away and then asks it something",
                counted(count, "test reaches", "tests reach")
            ),
            format!(
                "{} når den, och inget tar bort modellen och frågar sedan agenten något",
                counted(count, "test", "tester")
            ),
        ),
    };
    let what = Text::made(format!("{}: {en}", agent.name), format!("{}: {sv}", agent.name));
    tally.speaks_against(place.clone(), Grade::Declared, what);
    tally.misses(&agent.id, &agent.name, Some(place));
}
