//! Populations behind a step: models that functions give out, agents that others build on, applications that programs serve.

mod repository;

use repository::facts;

#[test]
fn a_model_that_a_function_gives_out_is_called_where_it_is_asked() {
    let factory = "//- core/llm.py
from langchain_openai import ChatOpenAI
def get_model(name): return ChatOpenAI(model=name)
def get_store(name): return open(name)
";
    let caller = "//- desk/offers.py
from core.llm import get_model, get_store
def offer(text):
    writer = get_model('gpt-4.1')
    return writer.invoke(text)
def keep(text):
    shelf = get_store('offers')
    return shelf.invoke(text)
";
    let repo = facts(&format!("{factory}{caller}"));
    let sites: Vec<(&str, u32)> =
        repo.population().call_sites.iter().map(|site| (site.place.path.as_str(), site.place.line)).collect();
    assert_eq!(sites, [("desk/offers.py", 4)]);
    assert_eq!(repo.population().providers, ["openai"]);
}

#[test]
fn an_agent_that_others_build_on_is_counted_where_something_makes_or_registers_it() {
    let repo = facts(
        "//- desk/agents.py
from abc import ABC
class Agent(ABC):
    registry = {}
    def __init__(self, llm): self.llm = llm
    @classmethod
    def register(cls, name, agent): cls.registry[name] = agent
class CodeAgent(Agent):
    def run(self): return self.llm.complete('write')
class ReadingAgent(CodeAgent):
    def run(self): return 2
class DraftAgent(Agent):
    def run(self): return 3
class FinalAgent(DraftAgent):
    def run(self): return 4
Agent.register('CodeAgent', CodeAgent)
def look(agent): return isinstance(agent, DraftAgent)
",
    );
    let names: Vec<&str> = repo.population().agents.iter().map(|agent| agent.id.as_str()).collect();
    assert_eq!(names, ["desk/CodeAgent", "desk/FinalAgent", "desk/ReadingAgent"]);
}

#[test]
fn an_application_that_an_images_program_serves_is_the_images() {
    let repo = facts(
        "//- docker/Dockerfile.desk
FROM python:3.12
COPY src/desk/ ./desk/
COPY src/run_desk.py .
CMD [\"python\", \"run_desk.py\"]
//- compose.yaml
services:
  desk:
    build: {context: ., dockerfile: docker/Dockerfile.desk}
//- src/run_desk.py
import uvicorn
if __name__ == '__main__':
    uvicorn.run('desk:app', port=80)
//- src/desk/__init__.py
from desk.web import app
//- src/desk/web.py
from fastapi import FastAPI
app = FastAPI()
",
    );
    let services: Vec<&str> = repo.population().services.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(services, ["desk"]);
}
