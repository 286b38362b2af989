//! Agents and the services they ask, as the frameworks' documentation makes them: what is one, what only looks like one.

mod repository;

use beredd_facts::{CallVia, RepoFacts};
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

#[test]
fn functions_that_pass_on_what_they_are_asked_are_the_service_they_ask() {
    let repo = facts(
        "//- llm/provider.py
from openai import AsyncOpenAI
class ModelProvider:
    def __init__(self):
        self.client = AsyncOpenAI()
    async def answer(self, messages):
        return await self.client.chat.completions.create(model='gpt-4.1', messages=messages)
//- llm/completion.py
from llm.provider import ModelProvider
async def create_completion(messages):
    provider = ModelProvider()
    return await provider.answer(messages)
//- agents/utils/llms.py
from llm.completion import create_completion
async def call_model(prompt):
    return await create_completion([prompt])
//- agents/writer.py
from agents.utils.llms import call_model
class WriterAgent:
    async def write(self, topic):
        return await call_model(topic)
//- agents/archivist.py
from agents.utils.store import load_pages
class ArchivistAgent:
    def keep(self, topic):
        return load_pages(topic)
//- agents/utils/store.py
def load_pages(topic):
    return topic
//- main.py
from agents.writer import WriterAgent
WriterAgent()
",
    );
    assert_eq!(sites(&repo), [("agents/writer.py", 4, false), ("llm/provider.py", 6, true)]);
    assert_eq!(agents(&repo), [("WriterAgent", "none", 1)]);
    let services: Vec<&str> = repo.population().central_services.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(services, ["ModelProvider"]);
}

#[test]
fn a_repository_of_examples_is_made_of_them() {
    let shown = |extra: &str| {
        facts(&format!(
            "//- samples/one/app.py
from agents import Agent
triage = Agent(name='triage')
//- samples/two/app.py
from agents import Agent
billing = Agent(name='billing')
//- samples/three/app.py
from agents import Agent
refunds = Agent(name='refunds')
//- samples/four/app.py
from agents import Agent
clerk = Agent(name='clerk')
{extra}"
        ))
    };
    assert_eq!(agents(&shown("")).len(), 4);
    assert_eq!(agents(&shown("//- library/core.py\ndef run(): return 1\n")).len(), 0);
}

#[test]
fn a_graph_that_a_package_hands_on_is_listed_once_or_not_at_all() {
    let repo = facts(
        "//- langgraph.json
{\"graphs\": {\"agent\": \"./desk/agent.py:graph\", \"other\": \"./other.py:graph\"}}
//- desk/langgraph.json
{\"graphs\": {\"agent\": \"./agent.py:graph\"}}
//- nested/langgraph.json
{\"graphs\": {\"other\": \"../other.py:graph\"}}
//- other.py
graph = make()
//- desk/agent.py
from desk.agents import ChiefAgent
graph = ChiefAgent().make()
//- desk/agents/__init__.py
from .chief import ChiefAgent
//- desk/agents/chief.py
from langgraph.graph import StateGraph
class ChiefAgent:
    def make(self):
        workflow = StateGraph(dict)
        workflow.add_node(\"a\", print)
        return workflow.compile()
",
    );
    assert_eq!(agents(&repo), [("ChiefAgent", "langgraph", 0), ("other", "langgraph", 0)]);
}

#[test]
fn objects_of_cloudflare_are_agents_when_they_call_a_model() {
    let repo = facts(
        "//- src/server.ts
import { Agent } from \"agents\";
import { AIChatAgent } from \"agents/ai-chat-agent\";
import { streamText } from \"ai\";
import { openai } from \"@ai-sdk/openai\";
export class Chat extends AIChatAgent<Env> {
  async onChatMessage() {
    const result = streamText({ model: openai(\"gpt-4o\"), messages: this.messages });
    return result.toDataStreamResponse();
  }
}
export class Counter extends Agent<Env> {
  increment() { this.setState({ n: 1 }); }
}
",
    );
    assert_eq!(agents(&repo), [("Chat", "cloudflare-agents", 1)]);
}

#[test]
fn flows_and_prompts_with_tools_of_genkit_are_agents() {
    let repo = facts(
        "//- src/index.ts
import { genkit, z } from \"genkit\";
const ai = genkit({ plugins: [] });
export const menu = ai.defineFlow({ name: \"menuFlow\", inputSchema: z.string() }, async (theme) => {
  const { text } = await ai.generate({ prompt: theme });
  return text;
});
export const sums = ai.defineFlow({ name: \"sumFlow\" }, async (n) => n + 1);
export const triage = ai.definePrompt({ name: \"triageAgent\", tools: [menu], system: \"Help\" });
export const plain = ai.definePrompt({ name: \"greeting\", prompt: \"Hi\" });
",
    );
    assert_eq!(agents(&repo), [("menuFlow", "genkit", 1), ("triageAgent", "genkit", 0)]);
}

#[test]
fn clients_make_agents_and_teams_of_them_are_agents() {
    let repo = facts(
        "//- a/writers.py
from agent_framework import ChatAgent
from agent_framework.openai import OpenAIChatClient
writer = ChatAgent(chat_client=OpenAIChatClient(), name='writer')
editor = OpenAIChatClient().create_agent(name='editor', instructions='x')
plain = make_client().create_agent(name='plain')
//- b/newsroom.py
from agno.agent import Agent
from agno.team import Team
room = Team(name='newsroom', members=[Agent(name='reporter')])
//- c/deep.py
from deepagents import create_deep_agent
deep = create_deep_agent(tools=[], system_prompt='x')
",
    );
    let names: Vec<(&str, &str)> = agents(&repo).into_iter().map(|(name, of, _)| (name, of)).collect();
    assert_eq!(
        names,
        [
            ("editor", "agent-framework"),
            ("writer", "agent-framework"),
            ("newsroom", "agno"),
            ("reporter", "agno"),
            ("deep", "deepagents"),
        ]
    );
}

#[test]
fn a_tool_that_asks_a_model_is_no_service_of_the_system() {
    let repo = facts(
        "//- tools/image.py
from openai import OpenAI
class ImageReaderTool:
    def run(self, path):
        return OpenAI().chat.completions.create(model='gpt-4.1', messages=[path])
//- agents/clerk_agent.py
from tools.image import ImageReaderTool
class ClerkAgent:
    def __init__(self):
        self.tool = ImageReaderTool()
    def read(self, path):
        return self.tool.run(path)
",
    );
    assert!(repo.population().central_services.is_empty());
    assert_eq!(sites(&repo), [("agents/clerk_agent.py", 6, false), ("tools/image.py", 4, true)]);
    assert_eq!(agents(&repo), [("ClerkAgent", "none", 1)]);
}
