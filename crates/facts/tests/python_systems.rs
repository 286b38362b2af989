//! What Python systems are made of beyond the plain case: kept functions, configured agents, computed search paths, included routes.

mod repository;

use beredd_facts::{CallVia, RepoFacts, ServiceKind};
use repository::facts;

fn agents(repo: &RepoFacts) -> Vec<(&str, &str, usize)> {
    let agents = repo.population().agents.iter();
    agents.map(|a| (a.name.as_str(), a.framework.as_str(), a.call_sites.len())).collect()
}

fn sites(repo: &RepoFacts) -> Vec<(&str, u32, bool)> {
    let sites = repo.population().call_sites.iter();
    sites
        .map(|site| {
            let is_provider = matches!(site.via, CallVia::Provider { .. });
            (site.place.path.as_str(), site.place.line, is_provider)
        })
        .collect()
}

fn routes(repo: &RepoFacts) -> Vec<(String, bool)> {
    let routes = repo.population().routes.iter();
    routes.map(|r| (format!("{} {}", r.method, r.pattern), r.authenticated_by.is_some())).collect()
}

#[test]
fn a_model_kept_by_partial_behind_a_property_is_a_service() {
    let repo = facts(
        "//- llm/llm.py
from functools import partial
from litellm import completion as litellm_completion
class LLM:
    def __init__(self, config):
        self._completion = partial(litellm_completion, model=config.model)
        plain = self._completion
        def wrapper(*args, **kwargs):
            return plain(*args, **kwargs)
        self._completion = wrapper
    @property
    def completion(self):
        return self._completion
//- desk/writer_agent.py
from llm.llm import LLM
class WriterAgent:
    def __init__(self, llm: LLM):
        self.llm = llm
    def step(self, messages):
        return self.llm.completion(messages=messages)
",
    );
    assert_eq!(sites(&repo), [("desk/writer_agent.py", 6, false), ("llm/llm.py", 8, true)]);
    let services: Vec<&str> = repo.population().central_services.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(services, ["LLM"]);
    assert_eq!(agents(&repo), [("WriterAgent", "none", 1)]);
}

#[test]
fn a_partial_that_is_handed_on_is_a_call_where_it_is_handed_on() {
    let repo = facts(
        "//- app.py
from functools import partial
from openai import OpenAI
client = OpenAI()
async def run(loop, m):
    return await loop.run_in_executor(None, partial(client.chat.completions.create, messages=m))
",
    );
    assert_eq!(sites(&repo), [("app.py", 5, true)]);
}

#[test]
fn flows_and_workflow_agents_are_agents() {
    let repo = facts(
        "//- essay/flow.py
from langgraph.func import entrypoint, task
from langchain_openai import ChatOpenAI
model = ChatOpenAI()
@task
def write(topic):
    return model.invoke(topic)
@entrypoint()
def essay(topic):
    return write(topic).result()
@entrypoint()
def count(words):
    return len(words)
//- code/agent.py
from google.adk.agents import LlmAgent, ParallelAgent, SequentialAgent
writer = LlmAgent(name=\"Writer\", model=\"gemini-2.0-flash\")
both = ParallelAgent(name=\"Both\", sub_agents=[writer])
root_agent = SequentialAgent(name=\"Pipeline\", sub_agents=[both])
",
    );
    assert_eq!(
        agents(&repo),
        [
            ("essay", "langgraph", 1),
            ("Both", "google-adk", 0),
            ("Pipeline", "google-adk", 0),
            ("Writer", "google-adk", 0)
        ]
    );
}

#[test]
fn a_voice_is_an_agent_by_its_model() {
    let voice = |models: &str| {
        facts(&format!(
            "//- voice/agent.py
from livekit.agents import Agent, AgentSession
{models}
class Helper(Agent):
    def __init__(self):
        super().__init__(instructions=\"Help.\")
"
        ))
    };
    let plugin = voice("from livekit.plugins import openai\nsession = AgentSession(llm=openai.LLM())");
    let name = voice("session = AgentSession(llm=\"openai/gpt-4o\")");
    let none = voice("session = AgentSession(llm=missing.Model())");
    assert_eq!(agents(&plugin), [("Helper", "livekit", 0)]);
    assert_eq!(agents(&name), [("Helper", "livekit", 0)]);
    assert_eq!(agents(&none), []);
}

#[test]
fn configuration_names_the_agents_that_code_does_not() {
    let repo = facts(
        "//- news/crew.py
from crewai import Crew
from crewai.project import CrewBase
@CrewBase
class NewsCrew:
    agents_config = \"config/agents.yaml\"
    def crew(self):
        return Crew(agents=self.made(), tasks=[])
//- news/config/agents.yaml
reporter:
  role: Reporter
  goal: Report
editor:
  role: Editor
  goal: Edit
defaults:
  verbose: true
//- plain/crew.py
from crewai import Agent
from crewai.project import CrewBase, agent
@CrewBase
class PlainCrew:
    @agent
    def clerk(self):
        return Agent(config=self.agents_config[\"clerk\"])
//- plain/config/agents.yaml
clerk:
  role: Clerk
  goal: Serve
unused:
  role: Unused
  goal: Nothing
//- graphs/langgraph.json
{\"graphs\": {\"helper\": \"./src/graph.py:make\", \"gone\": \"./missing.py:graph\"}}
//- graphs/src/graph.py
def make():
    return build()
//- card/.well-known/agent-card.json
{\"name\": \"Translator\", \"url\": \"https://example.com\", \"skills\": []}
//- card/.well-known/other.json
{\"name\": \"Other\", \"url\": \"https://example.com\", \"skills\": []}
//- .claude/agents/reviewer.md
---
name: reviewer
description: Reviews.
---
# Reviewer
",
    );
    assert_eq!(
        agents(&repo),
        [
            ("Translator", "a2a", 0),
            ("editor", "crewai", 0),
            ("reporter", "crewai", 0),
            ("clerk", "crewai", 0),
            ("helper", "langgraph", 0)
        ]
    );
}

#[test]
fn agent_files_are_the_system_where_there_is_nothing_else() {
    let repo = facts(
        "//- .claude/agents/reviewer.md
---
name: reviewer
description: Reviews.
---
# Reviewer
//- .claude/agents/README.md
# Agents
",
    );
    assert_eq!(agents(&repo), [("reviewer", "claude-code", 0)]);
}

#[test]
fn computed_folders_are_searched_for_modules() {
    for statement in [
        "sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'engine'))",
        "sys.path.append(str(Path(__file__).resolve().parent.parent / 'engine'))",
        "sys.path.append(str(Path(__file__).parents[1] / 'engine'))",
        "ROOT = Path(__file__).parent\nsys.path.insert(0, str(ROOT / '..' / 'engine'))",
        "HERE = os.path.dirname(__file__)\nsys.path.insert(0, os.path.join(HERE, '../engine'))",
    ] {
        let repo = facts(&format!(
            "//- jobs/run.py
import os, sys
from pathlib import Path
{statement}
from models import Model
Model().ask()
//- engine/models.py
class Model:
    def ask(self): return 1
//- other/run.py
from models import Model
Model().ask()
"
        ));
        let found = |file: &str| {
            let path = repo.files().map(|(path, _)| path).find(|path| path.as_str() == file)?;
            repo.resolve_target(path, "models.Model")
        };
        assert!(found("jobs/run.py").is_some(), "{statement}");
        assert!(found("other/run.py").is_none(), "{statement}");
    }
}

#[test]
fn entering_a_named_context_is_a_call_around_what_stands_in_it() {
    let repo = facts(
        "//- app.py
from shield import Breaker
breaker = Breaker()
def run(client):
    with breaker:
        return client.get()
//- shield.py
class Breaker:
    def __enter__(self): return self
    def __exit__(self, *a): return None
",
    );
    let (path, module) = repo.production_code().next().expect("one module");
    let entered = module.calls.iter().find(|call| call.callee == "breaker.__enter__").expect("the entering");
    assert_eq!((entered.lines.start, entered.lines.end), (4, 5));
    assert!(repo.callee_of(path, entered).is_some());
}

#[test]
fn processes_and_functions_in_code_are_services() {
    let repo = facts(
        "//- web/Procfile
web: gunicorn app:app
worker: python work.py
release: python migrate.py
//- web/app.py
from flask import Flask
app = Flask(__name__)
//- iac/cdk.json
{\"app\": \"python app.py\"}
//- iac/stacks/functions.py
from aws_cdk import aws_lambda as lambda_
def make(stack):
    lambda_.Function(stack, \"Health\", handler=\"health.handler\", code=lambda_.Code.from_asset(\"../health\"))
//- health/health.py
def handler(event, context): return 1
",
    );
    let services: Vec<(&str, ServiceKind, &str)> =
        repo.population().services.iter().map(|s| (s.name.as_str(), s.kind, s.folder.as_str())).collect();
    assert_eq!(
        services,
        [
            ("Health", ServiceKind::Function, "health"),
            ("web", ServiceKind::App, "web"),
            ("worker", ServiceKind::App, "web"),
        ]
    );
}

#[test]
fn routes_of_django_stand_behind_what_includes_them() {
    let repo = facts(
        "//- site/urls.py
from django.urls import include, path
urlpatterns = [path(\"shop/\", include(\"shop.urls\"))]
//- shop/urls.py
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from shop.views import OrderViewSet, PriceViewSet, index
router = DefaultRouter()
router.register(r\"orders\", OrderViewSet)
router.register(\"prices\", PriceViewSet)
urlpatterns = [path(\"\", index), path(\"api/\", include(router.urls))]
//- shop/views.py
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.viewsets import ModelViewSet, ReadOnlyModelViewSet
class OrderViewSet(ModelViewSet):
    permission_classes = [IsAuthenticated]
class PriceViewSet(ReadOnlyModelViewSet):
    permission_classes = [AllowAny]
def index(request): return 1
",
    );
    let found = routes(&repo);
    let has = |route: &str, is_guarded: bool| found.contains(&(route.to_owned(), is_guarded));
    assert!(has("* /shop/", false), "{found:?}");
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        assert!(has(&format!("{method} /shop/api/orders/<pk>/"), true), "{method}: {found:?}");
    }
    assert!(has("POST /shop/api/orders/", true) && has("GET /shop/api/prices/", false), "{found:?}");
    assert!(!found.iter().any(|(route, _)| route.starts_with("POST /shop/api/prices")), "{found:?}");
}

#[test]
fn a_package_that_imports_its_modules_reaches_them() {
    let repo = facts(
        "//- main.py
import desk
if __name__ == \"__main__\":
    desk.run()
//- desk/__init__.py
from . import clerk
from desk import writer
from desk import VERSION
VERSION = 1
//- desk/clerk.py
//- desk/writer.py
//- desk/idle.py
",
    );
    let reached: Vec<&str> = repo.resolution().reachable.iter().map(|path| path.as_str()).collect();
    assert_eq!(reached, ["desk/__init__.py", "desk/clerk.py", "desk/writer.py", "main.py"]);
    assert_eq!(repo.resolution().unresolved, []);
}
