//! Nothing is left of the time when each agent spoke to a provider itself.

use crate::shared::agents::{head_of, no_agents, sites_of};
use crate::shared::factories::{client_made, factory_of, factory_of_site, is_on_object};
use crate::shared::{Tally, counted, effort, unknown};
use crate::{Check, Example};
use beredd_facts::fact::{Module, Value};
use beredd_facts::{Agent, CallVia, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 3),
    role: Role::Decisive,
    claim: Text::fixed(
        "No agent holds a client or a key of a model provider",
        "Ingen agent har en egen klient eller nyckel till en modelleverantör",
    ),
    gap_title: Text::fixed(
        "Agents still hold clients of model providers",
        "Agenter har kvar egna klienter till modelleverantörer",
    ),
    why: Text::fixed(
        "One direct client that was left behind goes past every limit, mask, log and failover of the central service.",
        "En enda kvarglömd klient går förbi alla gränser, all maskering, loggning och alla reservvägar i den centrala tjänsten.",
    ),
    fix: Text::fixed(
        "Move the client and the key to the central service and let the agent call the service instead; delete optional direct \
         clients too, since they are what runs when something is misconfigured.",
        "Flytta klienten och nyckeln till den centrala tjänsten och låt agenten anropa tjänsten i stället. Ta bort även valfria \
         direktklienter: det är de som körs när något är felkonfigurerat.",
    ),
    limits: Text::fixed(
        "Clients built by name at run time, and clients inside third-party packages, are not seen.",
        "Klienter som skapas via namn vid körning, och klienter inne i tredjepartspaket, syns inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (500, 1000, 1500), Text::fixed("agent", "agent")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
from agents.offer_agent import OfferAgent
from llm.service import LLMService

OfferAgent(LLMService()).write('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    def complete(self, prompt):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
//- agents/__init__.py
//- agents/offer_agent.py
from llm.service import LLMService


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
from agents.offer_agent import OfferAgent
from llm.service import LLMService

OfferAgent(LLMService()).write('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    def complete(self, prompt):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
//- agents/__init__.py
//- agents/offer_agent.py
from langgraph.graph import END, StateGraph

from llm.service import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def draft(self, state):
        return {'text': self.llm.complete(state['what'])}

    def write(self, what):
        workflow = StateGraph(dict)
        workflow.add_node('draft', self.draft)
        workflow.set_entry_point('draft')
        workflow.add_edge('draft', END)
        graph = workflow.compile()
        return graph.invoke({'what': what})
",
        ),
        Example::partial(
            "\
//- main.py
from agents.offer_agent import OfferAgent
from agents.price_agent import PriceAgent
from llm.service import LLMService

OfferAgent(LLMService()).write('boat')
PriceAgent(LLMService()).price('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    def complete(self, prompt):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
//- agents/__init__.py
//- agents/offer_agent.py
from llm.service import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return self.llm.complete(what)
//- agents/price_agent.py
import os

from openai import OpenAI

from llm.service import LLMService


class PriceAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm
        self.spare = OpenAI(api_key=os.getenv('OPENAI_API_KEY')) ⟵

    def price(self, what):
        return self.llm.complete(what)
",
        ),
        Example::fails(
            "\
//- main.py
from agents.offer_agent import OfferAgent

OfferAgent().write('boat')
//- agents/__init__.py
//- agents/offer_agent.py
import anthropic


class OfferAgent:
    def __init__(self):
        self.client = anthropic.Anthropic() ⟵

    def write(self, what):
        return self.client.messages.create(model='claude', max_tokens=9, messages=[]) ⟵
",
        ),
        Example::fails("\
//- src/main.ts
import { OfferAgent } from './agents/offerAgent';

new OfferAgent().write('boat');
//- src/agents/offerAgent.ts
import OpenAI from 'openai';

export class OfferAgent {
  private client = new OpenAI(); ⟵

  write(what: string) {
    return this.client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: what }] }); ⟵
  }
}
"),
        Example::lookalike(
            Outcome::Unknown,
            "\
//- main.py
from agents.offer_agent import OfferAgent
from llm import LLMService

OfferAgent(LLMService()).write('boat')
//- llm.py
class LLMService:
    '''Calls OpenAI and Anthropic.'''
//- agents/__init__.py
//- agents/offer_agent.py
from llm import LLMService


class OfferAgent:
    '''Holds nothing of a provider.'''

    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return what
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- REFACTORING_SUMMARY.md
# All agents refactored to LLMService
//- main.py
from agents.offer_agent import OfferAgent

OfferAgent().write('boat')
//- agents/__init__.py
//- agents/offer_agent.py
# no direct clients any more: everything goes through LLMService
from openai import OpenAI


class OfferAgent:
    def write(self, what):
        return OpenAI().chat.completions.create(model='gpt-4o', messages=[]) ⟵
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "clients of model SDKs in agents' modules",
    "direct calls of providers by agents",
    "reads of providers' API keys in agents' modules",
];

/// Environment variables that hold the keys of providers, by their documentation (2025-11).
const KEYS: &[&str] = &[
    "ANTHROPIC_API_KEY",
    "AZURE_OPENAI_API_KEY",
    "COHERE_API_KEY",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "GROQ_API_KEY",
    "MISTRAL_API_KEY",
    "OPENAI_API_KEY",
    "OPENROUTER_API_KEY",
    "TOGETHER_API_KEY",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let agents = &repo.population().agents;
    if agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    let mut leftovers = 0usize;
    for agent in agents {
        let found = leftovers_of(repo, agent);
        // Where nothing calls a model, an argument for one is a name.
        let holds = agent.holds_model && !repo.population().call_sites.is_empty();
        let asks = holds || !agent.call_sites.is_empty() || agent.framework != "none";
        let outcome = match (found.is_empty(), asks) {
            (false, _) => Outcome::Fail,
            (true, true) => Outcome::Pass,
            (true, false) => Outcome::NotApplicable,
        };
        tally.count(&agent.id, &agent.name, outcome, Some(head_of(&agent.place)));
        leftovers = leftovers.saturating_add(found.len());
        for (lines, what) in found {
            tally.speaks_against(head_of(&RepoFacts::place(&agent.place.path, lines)), Grade::Wired, what);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No agent that was found calls a model, so nothing is known of how they would.",
            "Ingen av agenterna anropar en modell, så inget är känt om hur de skulle göra det.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let missing = tally.missing_names(5);
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!(
            "{n} of {of} agents hold nothing of a provider; {}.{}",
            counted(leftovers, "leftover", "leftovers"),
            tail("Left in")
        ),
        format!(
            "{n} av {of} agenter har inget eget till en leverantör; {}.{}",
            counted(leftovers, "rest", "rester"),
            tail("Kvar i")
        ),
    ))
}

/// What is left of a provider in the module of an agent, one entry a line.
fn leftovers_of(repo: &RepoFacts, agent: &Agent) -> Vec<(Lines, Text)> {
    let Some(module) = repo.module(&agent.place.path) else { return Vec::new() };
    let is_given = factory_of(repo, agent).is_some();
    let mut found: Vec<(Lines, Text)> = sites_of(repo, agent)
        .filter(|site| site.place.path == agent.place.path && !(is_given && is_on_object(site)))
        .filter(|site| factory_of_site(repo, site).is_none())
        .filter_map(|site| match &site.via {
            // Running a graph of one's own runs its nodes, and those are looked at themselves.
            CallVia::Provider { target, .. } if target.contains("StateGraph()") => None,
            CallVia::Provider { provider, .. } => Some((
                site.place.lines(),
                Text::made(
                    format!("{} calls {provider} directly", agent.name),
                    format!("{} anropar {provider} direkt", agent.name),
                ),
            )),
            CallVia::FirstParty { .. } => None,
        })
        .collect();
    found.extend(clients_in(module, agent));
    found.sort_by_key(|(lines, _)| *lines);
    found.dedup_by_key(|(lines, _)| lines.start);
    found
}

fn clients_in(module: &Module, agent: &Agent) -> Vec<(Lines, Text)> {
    let within = |lines: Lines| agent.definition.is_none() || agent.place.lines().holds(lines);
    let constructors = module.calls.iter().filter(|call| within(call.lines)).filter_map(|call| {
        let vendor = client_made(call)?;
        let what = Text::made(
            format!("{} makes a client of {vendor}: {}", agent.name, call.callee),
            format!("{} skapar en klient till {vendor}: {}", agent.name, call.callee),
        );
        Some((call.lines, what))
    });
    let keys = module.bindings.iter().filter(|binding| within(binding.lines)).filter_map(|binding| {
        let Value::Environment { name, .. } = &binding.value else { return None };
        KEYS.binary_search(&name.as_str()).is_ok().then(|| {
            let what =
                Text::made(format!("{} reads {name}", agent.name), format!("{} läser {name}", agent.name));
            (binding.lines, what)
        })
    });
    constructors.chain(keys).collect()
}
