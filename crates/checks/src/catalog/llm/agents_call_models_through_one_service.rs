//! Agents reach models through one service of the system, so that keys, limits, logs and failover live in one place.

use crate::shared::agents::{death_of, head_of, is_first_party, is_run_by_framework, no_agents, sites_of};
use crate::shared::deaths::why_dead;
use crate::shared::factories::{factory_of, factory_of_site, is_on_object};
use crate::shared::wiring::{Supply, model_supply};
use crate::shared::{Tally, effort_on};
use crate::{Check, Example};
use beredd_facts::{Agent, CallSite, CallVia, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 1),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every agent calls its model through one service of the system",
        "Varje agent når sin modell genom en och samma tjänst i systemet",
    ),
    gap_title: Text::fixed("Agents go past the central LLM service", "Agenter går förbi den centrala LLM-tjänsten"),
    why: Text::fixed(
        "Where each agent holds its own client, keys, time limits, masking, cost control and failover must be built, and kept \
         right, once per agent; the one that was forgotten is the one that leaks or stops.",
        "När varje agent har en egen klient måste nycklar, tidsgränser, maskering, kostnadskontroll och reservvägar byggas, och \
         hållas riktiga, en gång per agent. Den som glömdes är den som läcker eller stannar.",
    ),
    fix: Text::fixed(
        "Put provider clients behind one class or module, hand it to each agent when it is constructed, and call models only \
         there.",
        "Lägg leverantörernas klienter bakom en klass eller modul, ge den till varje agent när agenten skapas och anropa \
         modeller bara där.",
    ),
    limits: Text::fixed(
        "An agent that is handed its service by a container or by name at run time may look as if it had none. A gateway \
         outside the repository counts only when its address is configured here.",
        "En agent som får sin tjänst av en behållare eller via namn vid körning kan se ut att sakna den. En sluss utanför \
         repot räknas bara när dess adress är konfigurerad här.",
    ),
    consequence: Consequence::C4,
    effort: effort_on((500, 1000, 2000), (500, 1000, 1500), Text::fixed("agent", "agent"), (2000, 3000, 5000)),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
from agents.sales.offer_agent import OfferAgent
from llm.service import LLMService

agent = OfferAgent(llm=LLMService())
agent.write('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    def __init__(self):
        self.client = openai.OpenAI()

    def complete(self, prompt):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
//- agents/__init__.py
//- agents/sales/__init__.py
//- agents/sales/offer_agent.py
from llm.service import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return self.llm.complete(f'Write an offer for {what}')
",
        ),
        Example::passes(
            "\
//- main.py
from agents.sales.offer_agent import OfferAgent

OfferAgent().write('boat')
//- llm/__init__.py
//- llm/factory.py
from langchain_openai import ChatOpenAI


def get_model(name) -> ChatOpenAI:
    return ChatOpenAI(model=name, timeout=30)
//- agents/__init__.py
//- agents/sales/__init__.py
//- agents/sales/offer_agent.py
from llm.factory import get_model


class OfferAgent:
    def write(self, what):
        model = get_model('gpt-4.1')
        return model.invoke(f'Write an offer for {what}')
",
        ),
        Example::passes(
            "\
//- langgraph.json
{\"graphs\": {\"canvas\": \"./src/canvas/index.ts:graph\"}}
//- src/models.ts
import { initChatModel } from \"langchain/chat_models/universal\";

export async function getModel(config: { model: string }) {
  return await initChatModel(config.model);
}
//- src/canvas/nodes/draft.ts
import { getModel } from \"../../models\";

export async function draft(state: { text: string }) {
  const model = await getModel({ model: \"gpt-4.1\" });
  return { text: await model.invoke(state.text) };
}
//- src/canvas/index.ts
import { START, StateGraph } from \"@langchain/langgraph\";
import { draft } from \"./nodes/draft\";

const builder = new StateGraph({}).addNode(\"draft\", draft).addEdge(START, \"draft\");

export const graph = builder.compile();
",
        ),
        Example::partial(
            "\
//- main.py
from agents.sales.offer_agent import OfferAgent
from agents.sales.price_agent import PriceAgent
from llm.service import LLMService

OfferAgent(llm=LLMService()).write('boat')
PriceAgent().price('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    def __init__(self):
        self.client = openai.OpenAI()

    def complete(self, prompt):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
//- agents/__init__.py
//- agents/sales/__init__.py
//- agents/sales/offer_agent.py
from llm.service import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return self.llm.complete(f'Write an offer for {what}')
//- agents/sales/price_agent.py
import openai


class PriceAgent:
    def __init__(self):
        self.client = openai.OpenAI()

    def price(self, what):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}]) ⟵
",
        ),
        Example::fails(
            "\
//- main.py
from agents.sales.offer_agent import OfferAgent

OfferAgent().write('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    def complete(self, prompt):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
//- agents/__init__.py
//- agents/sales/__init__.py
//- agents/sales/offer_agent.py
from llm.service import LLMService


class OfferAgent: ⟵
    def __init__(self, llm: LLMService = None):
        self.llm = llm

    def write(self, what):
        return f'One {what}'
",
        ),
        Example::lookalike(
            Outcome::Unknown,
            "\
//- README.md
All agents use the central LLMService.
//- agents/offer_agent.py
class OfferAgent:
    '''Calls self.llm_service.complete(prompt).'''

    llm_integration = 'enabled'
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from agents.sales.offer_agent import OfferAgent

OfferAgent().write('boat')
//- llm/__init__.py
//- llm/service.py
import openai


class LLMService:
    def complete(self, prompt):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
//- agents/__init__.py
//- agents/sales/__init__.py
//- agents/sales/offer_agent.py
from llm.service import LLMService
from agents.sales.settings import Settings ⟵


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return self.llm.complete(f'Write an offer for {what}')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "calls of model SDKs (openai, anthropic, boto3 bedrock-runtime, google.genai, litellm, …)",
    "classes that wrap them and are handed to agents",
    "functions that make the models and that agents ask for one",
    "agent frameworks' constructors and their model argument",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let agents = &repo.population().agents;
    if agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    let mut integrated = 0u32;
    for agent in agents {
        let answer = look_at(repo, agent, &mut tally);
        integrated = integrated.saturating_add(u32::from(answer != Outcome::Fail));
        tally.count(&agent.id, &agent.name, answer, Some(head_of(&agent.place)));
    }
    let (n, of) = (tally.n(), tally.all());
    let outcome = match (n, integrated) {
        (n, _) if n == of => Outcome::Pass,
        (_, 0) => Outcome::Fail,
        _ => Outcome::Partial,
    };
    let broken: Vec<(&str, Text)> = agents
        .iter()
        .filter_map(|agent| Some((agent.name.as_str(), why_dead(repo, death_of(repo, agent)?))))
        .take(3)
        .collect();
    let said = |one: fn(&Text) -> &str| {
        broken.iter().map(|(name, why)| format!("{name}: {}", one(why))).collect::<Vec<_>>().join("; ")
    };
    let dead = if broken.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!(" Cannot load: {}.", said(|why| &why.en)),
            format!(" Går inte att ladda: {}.", said(|why| &why.sv)),
        )
    };
    let missing = tally.missing_names(5);
    let tail = |en: &str| if missing.is_empty() { ".".to_owned() } else { format!("{en}{missing}.") };
    let verdict = tally.concluded(
        outcome,
        Text::made(
            format!(
                "{integrated} of {of} agents reach a model; {n} of {of} do so through a service of the system{}{}",
                tail(". Not so: "),
                dead.0
            ),
            format!(
                "{integrated} av {of} agenter når en modell; {n} av {of} gör det genom en tjänst i systemet{}{}",
                tail(". Inte så: "),
                dead.1
            ),
        ),
    );
    // Without any service of the system, one has to be made before an agent can use it.
    let is_foundation_missing = outcome != Outcome::Pass && repo.population().central_services.is_empty();
    Verdict { is_foundation_missing, ..verdict }
}

/// Pass: every call goes through a service that loads and is handed over. Partial: it reaches a model otherwise. Fail: it
/// reaches none.
fn look_at(repo: &RepoFacts, agent: &Agent, tally: &mut Tally) -> Outcome {
    if let Some(cause) = death_of(repo, agent) {
        let why = why_dead(repo, cause);
        let what = Text::made(
            format!("{} cannot load: {}", agent.name, why.en),
            format!("{} går inte att ladda: {}", agent.name, why.sv),
        );
        tally.speaks_against(cause.clone(), Grade::Wired, what);
        return Outcome::Fail;
    }
    if let Supply::Missing(place) = model_supply(repo, agent) {
        let what = Text::made(
            format!(
                "{} is never handed its model service: the parameter keeps its empty default",
                agent.name
            ),
            format!(
                "{} får aldrig sin modelltjänst: parametern behåller sitt tomma standardvärde",
                agent.name
            ),
        );
        tally.speaks_against(head_of(&place), Grade::Declared, what);
        return Outcome::Fail;
    }
    let sites: Vec<&CallSite> = sites_of(repo, agent).collect();
    let asks = !sites.is_empty() || is_run_by_framework(agent);
    let is_first = |site: &CallSite| is_first_party(site) && is_loadable(repo, site);
    let is_on_model = asks
        && sites.iter().all(|site| is_first(site) || !is_first_party(site) && is_on_object(site))
        && (sites.is_empty() || sites.iter().any(|site| !is_first_party(site)));
    if let Some(factory) = factory_of(repo, agent).filter(|_| is_on_model) {
        let name = factory.name;
        let what = Text::made(
            format!("{} gets its model from {name}", agent.name),
            format!("{} får sin modell från {name}", agent.name),
        );
        tally.supports(factory.asked, Grade::Wired, what);
        return if repo.is_live(&agent.place.path) { Outcome::Pass } else { Outcome::Partial };
    }
    if sites.is_empty() {
        return without_calls(agent, tally);
    }
    for site in &sites {
        note(repo, agent, site, tally);
    }
    let is_central = sites.iter().all(|site| is_first(site) || factory_of_site(repo, site).is_some());
    if is_central && repo.is_live(&agent.place.path) { Outcome::Pass } else { Outcome::Partial }
}

fn without_calls(agent: &Agent, tally: &mut Tally) -> Outcome {
    if is_run_by_framework(agent) {
        let what = Text::made(
            format!("{} is run by {}, which calls the model itself", agent.name, agent.framework),
            format!("{} körs av {}, som själv anropar modellen", agent.name, agent.framework),
        );
        tally.supports(head_of(&agent.place), Grade::Used, what);
        return Outcome::Partial;
    }
    let what = Text::made(
        format!("{} is given a model and never calls it", agent.name),
        format!("{} får en modell men anropar den aldrig", agent.name),
    );
    tally.speaks_against(head_of(&agent.place), Grade::Declared, what);
    Outcome::Fail
}

fn note(repo: &RepoFacts, agent: &Agent, site: &CallSite, tally: &mut Tally) {
    match &site.via {
        CallVia::FirstParty { target, .. } if is_loadable(repo, site) => {
            let what = Text::made(
                format!("{} calls {target}", agent.name),
                format!("{} anropar {target}", agent.name),
            );
            tally.supports(site.place.clone(), Grade::Wired, what);
        }
        CallVia::FirstParty { target, .. } => {
            let what = Text::made(
                format!("{} calls {target}, whose module does not load", agent.name),
                format!("{} anropar {target}, vars modul inte går att ladda", agent.name),
            );
            tally.speaks_against(head_of(&site.place), Grade::Used, what);
        }
        CallVia::Provider { .. } if let Some(factory) = factory_of_site(repo, site) => {
            let name = factory.name;
            let what = Text::made(
                format!("{} gets its model from {name}", agent.name),
                format!("{} får sin modell från {name}", agent.name),
            );
            tally.supports(factory.asked, Grade::Wired, what);
        }
        CallVia::Provider { provider, .. } => {
            let what = Text::made(
                format!("{} calls {provider} directly", agent.name),
                format!("{} anropar {provider} direkt", agent.name),
            );
            tally.speaks_against(head_of(&site.place), Grade::Wired, what);
        }
    }
}

fn is_loadable(repo: &RepoFacts, site: &CallSite) -> bool {
    match &site.via {
        CallVia::Provider { .. } | CallVia::FirstParty { service: None, .. } => true,
        CallVia::FirstParty { service: Some(index), .. } => {
            let service =
                usize::try_from(*index).ok().and_then(|at| repo.population().central_services.get(at));
            service.is_some_and(|service| service.is_loadable)
        }
    }
}
