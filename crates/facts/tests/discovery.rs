//! Populations: model calls, services, agents, teams.

mod repository;

use beredd_facts::{CallVia, RepoFacts};
use repository::facts;

const SERVICE: &str = "//- core/llm.py
from abc import ABC, abstractmethod
from openai import AsyncOpenAI
class LLMService(ABC):
    @abstractmethod
    async def complete(self, prompt): ...
class OpenAIService(LLMService):
    def __init__(self):
        self.client = AsyncOpenAI()
    async def complete(self, prompt):
        return await self._ask(prompt)
    async def _ask(self, prompt):
        return await self.client.chat.completions.create(model=\"gpt-4o\", messages=prompt)
";

fn vias(repo: &RepoFacts) -> Vec<(u32, String)> {
    let sites = repo.population().call_sites.iter();
    sites
        .map(|site| match &site.via {
            CallVia::Provider { provider, .. } => (site.place.line, provider.clone()),
            CallVia::FirstParty { service, .. } => (site.place.line, format!("service {service:?}")),
        })
        .collect()
}

fn vendors(text: &str) -> Vec<String> {
    vias(&facts(text)).into_iter().map(|(_, vendor)| vendor).collect()
}

fn agents(repo: &RepoFacts) -> Vec<(&str, &str, usize, bool)> {
    let agents = repo.population().agents.iter();
    agents.map(|a| (a.id.as_str(), a.framework.as_str(), a.call_sites.len(), a.holds_model)).collect()
}

#[test]
fn calls_of_provider_libraries_are_found_by_what_they_are_bound_to() {
    let repo = facts(
        "//- app.py
import boto3, ollama, litellm
from anthropic import Anthropic
from openai import AzureOpenAI, OpenAI
from google import genai
from langchain_openai import ChatOpenAI
def run(messages):
    Anthropic().messages.create(model=\"claude\", messages=messages)
    azure = AzureOpenAI()
    azure.chat.completions.create(messages=messages)
    local = OpenAI(base_url=\"http://localhost:11434/v1\")
    local.chat.completions.create(messages=messages)
    bedrock = boto3.client(\"bedrock-runtime\")
    bedrock.converse(messages=messages)
    genai.Client().models.generate_content(contents=messages)
    litellm.completion(model=\"x\", messages=messages)
    ollama.chat(model=\"x\", messages=messages)
    llm = ChatOpenAI().bind_tools([])
    llm.invoke(messages)
",
    );
    let found: Vec<String> = vias(&repo).into_iter().map(|(_, vendor)| vendor).collect();
    assert_eq!(
        found,
        ["anthropic", "azure-openai", "ollama", "bedrock", "google", "litellm", "ollama", "openai"]
    );
    assert_eq!(
        repo.population().providers,
        ["anthropic", "azure-openai", "bedrock", "google", "litellm", "ollama", "openai"]
    );
}

#[test]
fn plain_http_to_a_provider_is_a_model_call() {
    let text = "//- app.py
import httpx, requests
URL = \"https://api.openai.com/v1/chat/completions\"
def run(body):
    requests.post(URL, json=body)
    httpx.post(f\"https://openrouter.ai/api/v1/chat/completions\", json=body)
    requests.post(\"https://example.com/api.openai.com\", json=body)
    requests.get(URL)
";
    assert_eq!(vendors(text), ["openai", "openrouter"]);
}

#[test]
fn a_call_handed_to_a_breaker_is_a_model_call() {
    let text = "//- app.py
from openai import OpenAI
import pybreaker
client = OpenAI()
breaker = pybreaker.CircuitBreaker()
def run(messages):
    return breaker.call(client.chat.completions.create, messages=messages)
";
    assert_eq!(vendors(text), ["openai"]);
}

#[test]
fn lookalikes_of_model_calls_are_none() {
    let lookalikes = [
        // comments, strings and documentation
        "//- app.py\n# client.chat.completions.create()\ndoc = \"client.chat.completions.create()\"\n",
        // another service of the same library
        "//- app.py\nimport boto3\ns3 = boto3.client(\"s3\")\ndef f():\n    s3.put_object()\n    boto3.client(\"lambda\").invoke()\n",
        // a class of the repository's own
        "//- app.py\nclass Model:\n    def generate_content(self): return 1\ndef f(model):\n    model.generate_content()\n    Model().generate_content()\n",
        // a test, an example
        "//- tests/test_app.py\nfrom openai import OpenAI\ndef test_it():\n    OpenAI().chat.completions.create()\n",
        "//- examples/app.py\nfrom openai import OpenAI\ndef f():\n    OpenAI().chat.completions.create()\n",
        // the import alone
        "//- app.py\nfrom openai import OpenAI\n",
        // a cache of messages that is no provider's
        "//- app.py\nfrom shop import Messages\ndef f():\n    Messages().messages.create()\n",
    ];
    for text in lookalikes {
        assert_eq!(vendors(text), [""; 0], "{text}");
    }
}

#[test]
fn an_interface_and_its_implementations_are_one_central_service() {
    let repo = facts(&format!(
        "{SERVICE}//- app/summary.py
from core.llm import LLMService
class Summary:
    def __init__(self, model_access: LLMService):
        self.access = model_access
    async def write(self, text):
        return await self.access.complete(text)
"
    ));
    let services: Vec<(&str, &[String], bool)> = repo
        .population()
        .central_services
        .iter()
        .map(|s| (s.name.as_str(), s.providers.as_slice(), s.is_loadable))
        .collect();
    assert_eq!(services, [("LLMService", &["openai".to_owned()][..], true)]);
    assert_eq!(vias(&repo), [(6, "service Some(0)".to_owned()), (12, "openai".to_owned())]);
}

#[test]
fn a_service_that_cannot_load_says_so() {
    let repo = facts(&format!(
        "{}//- app.py\nfrom core.llm import OpenAIService\ndef f(): return OpenAIService().complete(\"x\")\n//- core/__init__.py\n",
        SERVICE.replace("from openai", "from core.settings import key\nfrom openai")
    ));
    assert!(!repo.population().central_services.is_empty());
    assert!(repo.population().central_services.iter().all(|service| !service.is_loadable));
}

#[test]
fn a_health_check_that_asks_a_model_is_no_service_for_others() {
    let repo = facts(
        "//- health.py
from openai import OpenAI
class Health:
    def check(self):
        return OpenAI().chat.completions.create(messages=[])
//- main.py
from health import Health
def run(): return Health().check()
",
    );
    assert!(repo.population().central_services.is_empty());
    assert_eq!(repo.population().call_sites.len(), 1);
}

#[test]
fn agents_without_a_framework_call_a_model_or_are_given_one() {
    let repo = facts(&format!(
        "{SERVICE}//- agents/sales/quote.py
from core.llm import LLMService
from openai import OpenAI
class QuoteAgent:
    def __init__(self, llm_service: LLMService):
        self.llm_service = llm_service
    async def run(self, text):
        return await self.llm_service.complete(text)
class IdleCoordinator:
    def __init__(self, llm_service=None):
        self.llm_service = llm_service
    def run(self): return \"nothing\"
class DirectAgent:
    def __init__(self):
        self.client = OpenAI()
    def run(self, m): return self.client.chat.completions.create(messages=m)
//- agents/support/injected.py
class InjectedAgent:
    def __init__(self, services):
        self.llm_service = services.get(\"llm_service\")
    async def run(self, text):
        return await self.llm_service.complete(text)
"
    ));
    assert_eq!(
        agents(&repo),
        [
            ("sales/DirectAgent", "none", 1, true),
            ("sales/IdleCoordinator", "none", 0, true),
            ("sales/QuoteAgent", "none", 1, true),
            ("support/InjectedAgent", "none", 1, true),
        ]
    );
    let teams: Vec<(&str, &str, usize)> = repo
        .population()
        .teams
        .iter()
        .map(|t| (t.name.as_str(), t.folder.as_str(), t.agents.len()))
        .collect();
    assert_eq!(teams, [("sales", "agents/sales", 3), ("support", "agents/support", 1)]);
}

#[test]
fn what_only_says_agent_is_none() {
    let repo = facts(&format!(
        "{SERVICE}//- app/registry.py
from dataclasses import dataclass
from enum import Enum
from pydantic import BaseModel
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class SimpleAgent:
    def __init__(self, role): self.role = role
class CoordinatorAgent(SimpleAgent):
    pass
class Agent(Base):
    __tablename__ = \"agents\"
class AgentKind(Enum):
    WORKER = \"worker\"
class PlannerAgent(BaseModel):
    llm_service: str
class NamedAgent:
    def __init__(self, llm_model: str = \"gpt-4\", llm_enabled: bool = True):
        self.llm_model = llm_model
class AgentRegistry:
    def __init__(self, llm_service): self.llm_service = llm_service
class FakeAgent:
    def __init__(self, llm_service): self.llm_service = llm_service
# class CommentAgent: self.llm_service.complete()
//- tests/test_agent.py
class TestedAgent:
    def __init__(self, llm_service): self.llm_service = llm_service
"
    ));
    assert_eq!(agents(&repo), []);
}

#[test]
fn a_base_class_of_agents_is_not_counted_beside_them() {
    let repo = facts(
        "//- desk/agents.py
class BaseAgent:
    def __init__(self, llm): self.llm = llm
class WriterAgent(BaseAgent):
    def run(self): return 1
class ReaderAgent(BaseAgent):
    def run(self): return 2
",
    );
    let names: Vec<&str> = agents(&repo).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(names, ["desk/ReaderAgent", "desk/WriterAgent"]);
}

#[test]
fn frameworks_make_agents_by_call_and_by_inheritance() {
    let repo = facts(
        "//- triage/main.py
from agents import Agent, Runner
triage = Agent(name=\"Triage\", instructions=\"…\")
async def run(text):
    return await Runner.run(triage, text)
//- research/graph.py
from langgraph.graph import StateGraph
from langgraph.prebuilt import create_react_agent
from langchain_openai import ChatOpenAI
writer = create_react_agent(ChatOpenAI(), [])
flow = StateGraph(dict)
compiled = flow.compile()
//- crew/crew.py
from crewai import Agent, Crew
from crewai.project import CrewBase, agent
@CrewBase
class NewsCrew:
    @agent
    def reporter(self):
        return Agent(config=self.agents_config[\"reporter\"])
//- adk/weather/agent.py
from google.adk.agents import LlmAgent
class WeatherAgent(LlmAgent):
    def run(self): return 1
//- homonym/models.py
from shop.people import Agent
seller = Agent(name=\"Seller\")
",
    );
    assert_eq!(
        agents(&repo),
        [
            ("NewsCrew/reporter", "crewai", 0, true),
            ("research/compiled", "langgraph", 0, false),
            ("research/writer", "langgraph", 0, true),
            ("triage/Triage", "openai-agents", 1, true),
            ("weather/WeatherAgent", "google-adk", 0, true),
        ]
    );
}

#[test]
fn one_class_around_one_framework_agent_is_one_agent() {
    let repo = facts(
        "//- desk/desk_agent.py
from pydantic_ai import Agent
class DeskAgent:
    def __init__(self):
        self.agent = Agent(\"openai:gpt-4o\")
    async def run(self, text):
        return await self.agent.run(text)
",
    );
    assert_eq!(agents(&repo), [("desk/DeskAgent", "pydantic-ai", 1, true)]);
}

#[test]
fn agents_are_functions_too() {
    let repo = facts(
        "//- nodes/research_agent.py
from openai import OpenAI
client = OpenAI()
def run(state):
    return client.chat.completions.create(messages=state)
def helper(): return 1
//- nodes/steps.py
from openai import OpenAI
def writer_agent(state):
    return OpenAI().chat.completions.create(messages=state)
def format_agent(state):
    return str(state)
",
    );
    let names: Vec<&str> = repo.population().agents.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["research_agent", "writer_agent"]);
}

#[test]
fn infrastructure_declares_agents() {
    let repo = facts(
        "//- infra/template.yaml
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Helper:
    Type: AWS::Bedrock::Agent
    Properties:
      AgentName: helper
",
    );
    let found: Vec<(&str, &str)> =
        repo.population().agents.iter().map(|a| (a.name.as_str(), a.framework.as_str())).collect();
    assert_eq!(found, [("helper", "bedrock-agents")]);
}

#[test]
fn the_parting_of_files_and_their_order_change_nothing() {
    let text =
        format!("{SERVICE}//- a/b_agent.py\nclass BAgent:\n    def __init__(self, llm): self.llm = llm\n");
    let (first, second) = (facts(&text), facts(&text));
    assert_eq!(first.population(), second.population());
    assert_eq!(first.resolution(), second.resolution());
}
