//! When one provider is away the next one is asked without anybody's help, and at the end stands something that needs none.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::fallback::behaviour_of;
use crate::shared::vendors::{LOCAL, Vendors};
use crate::shared::{Tally, effort, is_effective};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Call, Exit, Module, Node, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, Standard,
    SubjectKind, Text, Verdict,
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

/// A place where one provider follows another.
struct Failover {
    place: Place,
    vendors: BTreeSet<String>,
    grade: Grade,
}

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
        format!("Automatic failover reaches {seen} vendors; a path without any vendor {last_en} there for every agent."),
        format!("Automatiskt byte når {seen} leverantörer; en väg utan leverantör {last_sv} för alla agenter."),
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

fn failovers(repo: &RepoFacts) -> Vec<Failover> {
    let vendors = Vendors::new(repo);
    let mut found = Vec::new();
    for (path, module) in
        repo.production_code().filter(|(path, _)| !repo.resolution().dead.contains_key(*path))
    {
        found.extend(in_handlers(&vendors, path, module));
        found.extend(in_loops(&vendors, path, module));
        found.extend(module.calls.iter().filter_map(|call| in_arguments(path, call)));
    }
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        found.extend(file.config.iter().flat_map(|document| in_configuration(path, document)));
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// `try: one provider … except: another`; the second may also stand after the statement, when the first has given its answer
/// back by then: probes that ask one provider after another whatever happens are no failover.
fn in_handlers(vendors: &Vendors<'_>, path: &RepoPath, module: &Module) -> Vec<Failover> {
    let mut found = Vec::new();
    for attempt in &module.tries {
        let gives_back = module
            .definitions
            .iter()
            .any(|definition| definition.returns.iter().any(|returned| attempt.body.holds(returned.lines)));
        let first = reached(vendors, path, module, |call| attempt.body.holds(call.lines));
        if first.is_empty() {
            continue;
        }
        for catch in &attempt.catches {
            let second = reached(vendors, path, module, |call| {
                let later = gives_back
                    && catch.exit == Exit::FallsThrough
                    && call.within == attempt.within
                    && call.lines.start > catch.lines.end;
                catch.lines.holds(call.lines) || later
            });
            if second.iter().any(|vendor| !first.contains(vendor)) {
                let both = first.union(&second).cloned().collect();
                found.push(Failover {
                    place: RepoFacts::place(path, catch.lines),
                    vendors: both,
                    grade: Grade::Wired,
                });
            }
        }
    }
    found
}

/// A loop over providers that goes on when one of them fails.
fn in_loops(vendors: &Vendors<'_>, path: &RepoPath, module: &Module) -> Vec<Failover> {
    let goes_on = |lines: Lines| {
        module.tries.iter().filter(|attempt| lines.holds(attempt.body)).any(|attempt| {
            attempt.catches.iter().any(|catch| matches!(catch.exit, Exit::Continues | Exit::FallsThrough))
        })
    };
    let mut found = Vec::new();
    for turn in module.loops.iter().filter(|turn| goes_on(turn.lines)) {
        let receiver = format!("{}.", turn.variable);
        let asked = module.calls.iter().filter(|call| turn.lines.holds(call.lines));
        let reached: BTreeSet<String> = asked
            .filter_map(|call| call.callee.strip_prefix(&receiver))
            .flat_map(|method| vendors.of_methods_named(method))
            .map(str::to_owned)
            .collect();
        if reached.len() >= 2 {
            found.push(Failover {
                place: RepoFacts::place(path, turn.lines),
                vendors: reached,
                grade: Grade::Wired,
            });
        }
    }
    found
}

fn reached(
    vendors: &Vendors<'_>,
    path: &RepoPath,
    module: &Module,
    is_asked: impl Fn(&Call) -> bool,
) -> BTreeSet<String> {
    let calls = module.calls.iter().zip(0u32..).filter(|(call, _)| is_asked(call));
    calls.flat_map(|(call, index)| vendors.of_call(path, index, call)).map(str::to_owned).collect()
}

/// Fallbacks that a library is told of in the call: LiteLLM's `fallbacks=`, LangChain's `with_fallbacks`, Pydantic AI's
/// `FallbackModel`, LangChain's `ModelFallbackMiddleware`.
fn in_arguments(path: &RepoPath, call: &Call) -> Option<Failover> {
    let place = || RepoFacts::place(path, call.lines);
    let last = call.target.rsplit(['.', ':']).next().unwrap_or_default();
    let mut names: Vec<String> = match last {
        "completion" | "acompletion" | "Router" if call.target.starts_with("litellm") => {
            if !call.arguments.iter().any(|argument| argument.name.as_deref() == Some("fallbacks")) {
                return None;
            }
            let told = |argument: &&Argument| {
                matches!(argument.name.as_deref(), Some("model" | "fallbacks" | "model_list"))
            };
            call.arguments.iter().filter(told).flat_map(|argument| texts(&argument.value)).collect()
        }
        "FallbackModel" if call.target.starts_with("pydantic_ai") => {
            call.arguments.iter().flat_map(|argument| texts(&argument.value)).collect()
        }
        "ModelFallbackMiddleware" if call.target.starts_with("langchain") => {
            call.arguments.iter().flat_map(|argument| texts(&argument.value)).collect()
        }
        "with_fallbacks" => {
            let told = call.arguments.iter().flat_map(|argument| texts(&argument.value));
            told.chain([call.target.clone()]).collect()
        }
        _ => return None,
    };
    names.retain(|name| !name.is_empty());
    let vendors: BTreeSet<String> =
        names.iter().filter_map(|name| vendor_of_model(name)).map(str::to_owned).collect();
    (vendors.len() >= 2).then(|| Failover { place: place(), vendors, grade: Grade::Wired })
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) | Value::Name(text) => vec![text.clone()],
        Value::List(items) | Value::Either(items) => items.iter().flat_map(texts).collect(),
        Value::Map(members) => members.iter().flat_map(|(_, value)| texts(value)).collect(),
        Value::Call { target, arguments } => {
            let inner = arguments.iter().flat_map(|argument| texts(&argument.value));
            std::iter::once(target.clone()).chain(inner).collect()
        }
        _ => Vec::new(),
    }
}

/// Prefixes of model names and of the classes that speak for a vendor, as LiteLLM, Pydantic AI and LangChain write them.
const MODEL_PREFIXES: &[(&str, &str)] = &[
    ("anthropic", "anthropic"),
    ("azure", "azure-openai"),
    ("bedrock", "bedrock"),
    ("claude", "anthropic"),
    ("cohere", "cohere"),
    ("gemini", "google"),
    ("google", "google"),
    ("gpt-", "openai"),
    ("groq", "groq"),
    ("langchain_anthropic", "anthropic"),
    ("langchain_aws", "bedrock"),
    ("langchain_google", "google"),
    ("langchain_groq", "groq"),
    ("langchain_mistralai", "mistral"),
    ("langchain_ollama", "ollama"),
    ("langchain_openai", "openai"),
    ("mistral", "mistral"),
    ("ollama", "ollama"),
    ("openai", "openai"),
    ("pydantic_ai.models.anthropic", "anthropic"),
    ("pydantic_ai.models.bedrock", "bedrock"),
    ("pydantic_ai.models.google", "google"),
    ("pydantic_ai.models.groq", "groq"),
    ("pydantic_ai.models.mistral", "mistral"),
    ("pydantic_ai.models.openai", "openai"),
    ("vertex_ai", "google"),
    ("vllm", "vllm"),
];

fn vendor_of_model(name: &str) -> Option<&'static str> {
    MODEL_PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, vendor)| *vendor)
}

/// LiteLLM's proxy (`router_settings.fallbacks`, `litellm_settings.fallbacks` over `model_list`) and Portkey's
/// `strategy.mode: fallback` over `targets`.
fn in_configuration(path: &RepoPath, document: &Node) -> Vec<Failover> {
    let mut found = Vec::new();
    let told = ["router_settings", "litellm_settings"]
        .iter()
        .flat_map(|section| ["fallbacks", "default_fallbacks"].map(|key| document.at(&[section, key])))
        .flatten();
    for fallbacks in told.filter(|node| !node.items().is_empty()) {
        let models = document.get("model_list").into_iter().flat_map(Node::items);
        let vendors: BTreeSet<String> = models
            .filter_map(|model| model.at(&["litellm_params", "model"])?.text())
            .filter_map(vendor_of_model)
            .map(str::to_owned)
            .collect();
        if vendors.len() >= 2 {
            let place = RepoFacts::place(path, Lines::new(fallbacks.line, fallbacks.end_line));
            found.push(Failover { place, vendors, grade: Grade::Configured });
        }
    }
    if document.at(&["strategy", "mode"]).and_then(Node::text) == Some("fallback") {
        let targets = document.get("targets").into_iter().flat_map(Node::items);
        let vendors: BTreeSet<String> = targets
            .filter_map(|target| target.get("provider")?.text())
            .map(|name| name.trim_start_matches('@').to_owned())
            .collect();
        if vendors.len() >= 2 {
            let place = RepoFacts::place(path, Lines::new(document.line, document.end_line));
            found.push(Failover { place, vendors, grade: Grade::Configured });
        }
    }
    found
}
