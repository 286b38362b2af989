//! When one provider is away the next one is asked without anybody's help, and at the end stands something that needs none.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::failovers::failovers;
use crate::shared::fallback::behaviour_of;
use crate::shared::vendors::LOCAL;
use crate::shared::{Tally, counted, effort};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 5),
    role: Role::Decisive,
    claim: Text::fixed(
        "Models fail over between two providers and end in a path that needs none",
        "Modeller byter själva mellan två leverantörer och slutar i en väg som inte behöver någon",
    ),
    gap_title: Text::fixed(
        "One provider's outage is everyone's outage",
        "Ett avbrott hos en leverantör blir ett avbrott för alla",
    ),
    why: Text::fixed(
        "Every provider has outages and rate limits. With one vendor, or with a switch that someone must turn, the system is \
         down for as long as the vendor is, or until that someone wakes up.",
        "Alla leverantörer har avbrott och strypning. Med en enda, eller med en omkopplare som någon måste vrida på, ligger \
         systemet nere lika länge som leverantören, eller tills någon vaknar.",
    ),
    fix: Text::fixed(
        "Ask providers in order and go on to the next on errors and time-outs (LiteLLM `fallbacks`, LangChain \
         `with_fallbacks`, or a loop in the central service), and end with a local model or rules.",
        "Fråga leverantörerna i tur och ordning och gå vidare vid fel och tidsgräns (LiteLLM `fallbacks`, LangChain \
         `with_fallbacks` eller en slinga i den centrala tjänsten), och sluta med en lokal modell eller regler.",
    ),
    limits: Text::fixed(
        "That a failover works under load only a drill can show. Vendors behind a gateway outside the repository are unknown.",
        "Att bytet fungerar under last kan bara en övning visa. Leverantörer bakom en sluss utanför repot är okända.",
    ),
    consequence: Consequence::C2,
    effort: effort((1000, 2000, 4000), (500, 1000, 2000), Text::fixed("provider", "leverantör")),
    after: &["llm/agents-call-models-through-one-service", "llm/agents-fall-back-without-their-model"],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI08")],
    examples: &[
        Example::passes(
            "\
//- main.py
from agents.offer_agent import OfferAgent
from llm import LLMService

OfferAgent(LLMService()).write('boat')
//- llm.py
import anthropic
import ollama
import openai


class LLMService:
    def complete(self, prompt):
        try:
            return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
        except openai.APIError:
            return self.second(prompt)

    def second(self, prompt):
        try:
            return anthropic.Anthropic().messages.create(model='claude', max_tokens=9, messages=[])
        except anthropic.APIError:
            return ollama.chat(model='llama3', messages=[])
//- agents/__init__.py
//- agents/offer_agent.py
from llm import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return self.llm.complete(what)
",
        ),
        Example::passes(
            "\
//- main.py
from offer_agent import OfferAgent

OfferAgent().write('boat')
//- offer_agent.py
import litellm


class OfferAgent:
    def write(self, what):
        messages = [{'role': 'user', 'content': what}]
        try:
            return litellm.completion(model='openai/gpt-4o', messages=messages, fallbacks=['anthropic/claude-sonnet-4'])
        except Exception:
            return {'offer': 'see the price list', 'degraded': True}
",
        ),
        Example::passes("\
//- src/main.ts
import { createFallback } from 'ai-fallback';
import { generateText } from 'ai';
import { anthropic } from '@ai-sdk/anthropic';
import { openai } from '@ai-sdk/openai';

const model = createFallback({ models: [openai('gpt-4o-2024-08-06'), anthropic('claude-3-5-sonnet-20241022')] });

export class OfferAgent {
  async write(what: string) {
    try {
      const { text } = await generateText({ model, prompt: what });
      return { offer: text, degraded: false };
    } catch (error) {
      return { offer: 'see the price list', degraded: true };
    }
  }
}

new OfferAgent().write('boat');
"),
        Example::passes(
            "\
//- src/main.ts
import Anthropic from '@anthropic-ai/sdk';
import CircuitBreaker from 'opossum';
import OpenAI from 'openai';

class Gateway {
  private readonly first = new OpenAI();
  private readonly second = new Anthropic();
  private readonly guarded = new CircuitBreaker((question: string) => this.askFirst(question), { timeout: 3000 });

  async ask(question: string): Promise<string> {
    try {
      return await this.guarded.fire(question);
    } catch (error) {
      return this.askSecond(question);
    }
  }

  private async askFirst(question: string): Promise<string> {
    const answer = await this.first.responses.create({ model: 'gpt-4o', input: question });
    return answer.output_text;
  }

  private async askSecond(question: string): Promise<string> {
    const answer = await this.second.messages.create({ model: 'claude-sonnet-4', max_tokens: 9, messages: [] });
    return JSON.stringify(answer.content);
  }
}

export class OfferAgent {
  constructor(private readonly models: Gateway) {}

  async write(what: string) {
    try {
      return { offer: await this.models.ask(what), degraded: false };
    } catch (error) {
      return { offer: 'see the price list', degraded: true };
    }
  }
}

new OfferAgent(new Gateway()).write('boat');
",
        ),
        Example::passes(
            "\
//- main.py
import anthropic
import openai
import pybreaker

breaker = pybreaker.CircuitBreaker(fail_max=5)


def ask_first(prompt):
    return openai.OpenAI().responses.create(model='gpt-4o', input=prompt).output_text


def ask_second(prompt):
    return anthropic.Anthropic().messages.create(model='claude-sonnet-4', max_tokens=9, messages=[])


class OfferAgent:
    def write(self, what):
        try:
            return breaker.call(ask_first, what)
        except pybreaker.CircuitBreakerError:
            return self.second(what)

    def second(self, what):
        try:
            return ask_second(what)
        except anthropic.APIError:
            return {'offer': 'see the price list', 'degraded': True}


if __name__ == '__main__':
    OfferAgent().write('boat')
",
        ),
        Example::partial(
            "\
//- main.py
from offer_agent import OfferAgent

OfferAgent().write('boat')
//- offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        try:
            return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
        except openai.APIError:
            return {'offer': 'see the price list', 'degraded': True}
",
        ),
        Example::partial(
            "\
//- main.py
from agents.offer_agent import OfferAgent
from llm import LLMService, OpenAIProvider, AnthropicProvider

OfferAgent(LLMService([OpenAIProvider()])).write('boat')
//- llm.py
from typing import Protocol

import anthropic
import openai


class Provider(Protocol):
    def complete(self, prompt):
        ...


class OpenAIProvider:
    def complete(self, prompt):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])


class AnthropicProvider:
    def complete(self, prompt):
        return anthropic.Anthropic().messages.create(model='claude', max_tokens=9, messages=[])


class LLMService:
    def __init__(self, providers: list[Provider]):
        self.providers = providers

    def complete(self, prompt):
        for provider in self.providers:
            try:
                return provider.complete(prompt)
            except OSError:
                continue
        raise RuntimeError('nobody answered')
//- agents/__init__.py
//- agents/offer_agent.py
from llm import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        try:
            return self.llm.complete(what)
        except RuntimeError:
            return {'offer': 'see the price list', 'degraded': True}
",
        ),
        Example::fails(
            "\
//- main.py
from offer_agent import OfferAgent

OfferAgent().write('boat')
//- offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
Automatic failover between AWS Bedrock, OpenAI and a local model.
//- requirements.txt
openai
anthropic
//- main.py
import os

import anthropic
import openai

from offer_agent import OfferAgent

if os.getenv('PROVIDER') == 'anthropic':
    client = anthropic.Anthropic()
else:
    client = openai.OpenAI()
OfferAgent(client).write('boat')
//- offer_agent.py
import openai


class OfferAgent:
    def __init__(self, llm: openai.OpenAI):
        self.llm = llm

    def write(self, what):
        return self.llm.chat.completions.create(model='gpt-4o', messages=[])
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "handlers and loops that go on to another provider",
    "fallbacks of LiteLLM, LangChain, Pydantic AI",
    "router_settings.fallbacks, strategy.mode: fallback in configuration",
    "local models (ollama, llama.cpp, vLLM) and rules",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.call_sites.is_empty() && population.agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let found = failovers(repo);
    let vendors: BTreeSet<&str> = found.iter().flat_map(|one| &one.vendors).map(String::as_str).collect();
    for one in &found {
        let names = one.vendors.iter().cloned().collect::<Vec<_>>().join(", ");
        let what = Text::made(format!("goes on between {names}"), format!("går vidare mellan {names}"));
        tally.supports(head_of(&one.place), one.grade, what);
    }
    let place = found.first().map(|one| head_of(&one.place));
    let goes_on = if vendors.len() >= 2 { Outcome::Pass } else { Outcome::Fail };
    tally.count("providers", "two providers in turn", goes_on, place);
    let last_resort = last_resort(repo, &vendors, &mut tally);
    tally.count("last-resort", "a local model or rules at the end", last_resort, None);
    let (seen, last) = (vendors.len(), last_resort == Outcome::Pass);
    let (last_en, last_sv) = if last { ("is", "finns") } else { ("is not", "saknas") };
    tally.verdict(Text::made(
        format!(
            "Automatic failover reaches {}; a path without any vendor {last_en} there for every agent.",
            counted(seen, "vendor", "vendors")
        ),
        format!(
            "Automatiskt byte når {}; en väg utan leverantör {last_sv} för alla agenter.",
            counted(seen, "leverantör", "leverantörer")
        ),
    ))
}

/// A local model in the chain, or an answer of its own in every agent.
fn last_resort(repo: &RepoFacts, vendors: &BTreeSet<&str>, tally: &mut Tally) -> Outcome {
    if vendors.iter().any(|vendor| LOCAL.contains(vendor)) {
        return Outcome::Pass;
    }
    let outcomes: Vec<Outcome> =
        repo.population().agents.iter().map(|agent| behaviour_of(repo, agent).outcome()).collect();
    let asking: Vec<&Outcome> =
        outcomes.iter().filter(|outcome| **outcome != Outcome::NotApplicable).collect();
    if !asking.is_empty() && asking.iter().all(|outcome| **outcome == Outcome::Pass) {
        if let Some(agent) = repo.population().agents.first() {
            let what = Text::fixed("every agent answers by itself", "varje agent svarar själv");
            tally.supports(head_of(&agent.place), Grade::Wired, what);
        }
        return Outcome::Pass;
    }
    Outcome::Fail
}
