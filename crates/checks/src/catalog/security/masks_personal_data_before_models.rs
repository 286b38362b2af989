//! Personal data is masked on the way to a model, at the one place where every prompt passes.

use crate::shared::agents::no_agents;
use crate::shared::is_effective;
use crate::shared::masking::{Masks, guard_given};
use crate::shared::runs::runs_of;
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::fact::{Call, Node};
use beredd_facts::{CallVia, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, Standard,
    SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "Personal data is masked before every model call",
        "Personuppgifter maskeras före varje modellanrop",
    ),
    gap_title: Text::fixed("Personal data goes to models unmasked", "Personuppgifter går omaskerade till modeller"),
    why: Text::fixed(
        "What is sent to a model leaves the house: names, numbers and addresses end up in a provider's logs, and the customer was \
         never asked.",
        "Det som skickas till en modell lämnar huset: namn, nummer och adresser hamnar i en leverantörs loggar, och kunden blev aldrig \
         tillfrågad.",
    ),
    fix: Text::fixed(
        "Mask in the central service, right before the provider is called: Presidio, a guardrail of the gateway or Bedrock, or \
         LangChain's PIIMiddleware, with the national identity numbers of your customers among the patterns.",
        "Maskera i den centrala tjänsten, precis innan leverantören anropas: Presidio, ett skyddsräcke i slussen eller Bedrock, eller \
         LangChains PIIMiddleware, med personnummer bland mönstren.",
    ),
    limits: Text::fixed(
        "That masking happens is seen, not how well it finds what is personal. Names are followed through four callers, not through \
         queues and databases.",
        "Att maskering sker syns, men inte hur väl den hittar det som är personligt. Namn följs genom fyra anropare, inte genom köer \
         och databaser.",
    ),
    consequence: Consequence::C1,
    effort: effort((3000, 4000, 6000), (100, 250, 500), Text::fixed("call site", "anropsställe")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM02")],
    examples: &[
        Example::passes(
            "\
//- main.py
from llm.service import LLMService

LLMService().complete('Anna Berg, 070-123 45 67')
//- llm/__init__.py
//- llm/masking.py
from presidio_analyzer import AnalyzerEngine
from presidio_anonymizer import AnonymizerEngine

analyzer = AnalyzerEngine()
anonymizer = AnonymizerEngine()


def mask(text):
    found = analyzer.analyze(text=text, language='sv')
    return anonymizer.anonymize(text=text, analyzer_results=found).text
//- llm/service.py
import openai

from llm.masking import mask


class LLMService:
    def __init__(self):
        self.client = openai.OpenAI()

    def complete(self, prompt):
        safe = mask(prompt)
        return self.ask(safe)

    def ask(self, prompt):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
",
        ),
        Example::passes("\
//- src/main.ts
import OpenAI from 'openai';

const EMAIL = /[\\w.]+@[\\w.]+/g;
const client = new OpenAI();

function mask(text: string) {
  return text.replace(EMAIL, '[email]');
}

export async function ask(text: string) {
  const safe = mask(text);
  return client.responses.create({ model: 'gpt-4o', input: safe });
}

ask('boat');
"),
        Example::partial(
            "\
//- main.py
import re

import openai

EMAIL = re.compile(r'\\S+@\\S+')
client = openai.OpenAI()


def reply(text):
    safe = EMAIL.sub('[email]', text)
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': safe}])


def sort(text):
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}]) ⟵


print(reply('a'), sort('b'))
",
        ),
        Example::fails(
            "\
//- main.py
import openai

client = openai.OpenAI()


def reply(text):
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}]) ⟵


print(reply('a'))
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import logging

import openai
import scrubadub

client = openai.OpenAI()


class PIIMasker:
    pass


def reply(text):
    '''Masks PII before the call.'''
    logging.info(scrubadub.clean(text))
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}]) ⟵


print(reply('a'))
//- requirements.txt
presidio-analyzer==2.2.355
",
        ),
        Example::lookalike(Outcome::Unknown, "//- README.md\nGDPR: PII is masked before it is sent to an LLM.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "presidio, scrubadub, llm_guard, Comprehend, Cloud DLP, Azure Language",
    "replacement of what patterns for e-mail, phone, IBAN and identity numbers find",
    "PIIMiddleware, guardrailIdentifier, guardrails of LiteLLM with presidio before the call",
    "whether what they give back is what the model gets",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let calls = model_calls(repo);
    if calls.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::CallSite, repo, SIGNALS);
    let masks = Masks::new(repo);
    let gateway = gateway_guard(repo);
    for (path, call) in calls {
        let place = RepoFacts::place(path, Lines::at(call.lines.start));
        let id = format!("{path}:{}", place.line);
        let mask = if guard_given(call) {
            Some(place.clone())
        } else {
            masks.in_front_of(repo, path, call).or_else(|| gateway.clone())
        };
        let target = crate::shared::values::last(&call.target);
        if let Some(mask) = mask {
            let what = Text::made(
                format!("What {id} sends is masked here"),
                format!("Det som {id} skickar maskeras här"),
            );
            tally.supports(mask, Grade::Wired, what);
            tally.holds(&id, &id, Some(place));
        } else {
            let what = Text::made(
                format!("{target} sends what it is given, and nothing masks it on the way"),
                format!("{target} skickar det den får, och inget maskerar det på vägen"),
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(&id, &id, Some(place));
        }
    }
    let unused = masks.places().next().is_some() && tally.n() == 0;
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    let (en, sv) = if unused {
        (
            " Masking exists, but no model call lies behind it.",
            " Maskering finns, men inget modellanrop ligger bakom den.",
        )
    } else {
        ("", "")
    };
    tally.verdict(Text::made(
        format!("{n} of {of} model calls lie behind masking{}{en}", tail("unmasked")),
        format!("{n} av {of} modellanrop ligger bakom maskering{}{sv}", tail("omaskerade")),
    ))
}

/// Every call that leaves for a model: those of providers' libraries, and the runs of agents whose framework makes the call.
fn model_calls(repo: &RepoFacts) -> Vec<(&RepoPath, &Call)> {
    let mut found: Vec<(&RepoPath, &Call)> = Vec::new();
    for site in
        repo.population().call_sites.iter().filter(|site| matches!(site.via, CallVia::Provider { .. }))
    {
        let call = repo
            .module(&site.place.path)
            .zip(usize::try_from(site.call).ok())
            .and_then(|(module, at)| module.calls.get(at));
        found.extend(call.map(|call| (&site.place.path, call)));
    }
    for agent in repo.population().agents.iter().filter(|agent| agent.call_sites.is_empty()) {
        let made = repo.module(&agent.place.path).into_iter().flat_map(|module| &module.calls);
        let constructor = made.clone().find(|call| call.lines.start == agent.place.line && guard_given(call));
        match constructor {
            Some(call) => found.push((&agent.place.path, call)),
            None => found.extend(runs_of(repo, agent)),
        }
    }
    found.sort_by(|a, b| (a.0, a.1.lines).cmp(&(b.0, b.1.lines)));
    found.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
    found
}

/// A guardrail of LiteLLM's proxy that masks before every call.
fn gateway_guard(repo: &RepoFacts) -> Option<Place> {
    repo.files().filter(|(_, file)| is_effective(file.role)).find_map(|(path, file)| {
        let guards =
            file.config.iter().filter_map(|document| document.get("guardrails")).flat_map(Node::items);
        guards.filter_map(|guard| guard.get("litellm_params")).find_map(|settings| {
            let text = |key: &str| settings.get(key).and_then(Node::scalar).unwrap_or_default();
            let is_always_on = settings.get("default_on").and_then(Node::scalar) == Some("true");
            (text("guardrail") == "presidio" && text("mode") == "pre_call" && is_always_on)
                .then(|| RepoFacts::place(path, Lines::at(settings.line)))
        })
    })
}
