//! Where agents are run whose framework calls the model for them.

use super::values::last;
use beredd_facts::fact::{Call, Value};
use beredd_facts::known::agent_frameworks::constructor;
use beredd_facts::{Agent, RepoFacts};
use beredd_model::RepoPath;

/// Methods that run an agent, in the frameworks this program knows: OpenAI Agents SDK, LangChain and LangGraph, CrewAI, Pydantic
/// AI, Google ADK, AutoGen, LlamaIndex, smolagents, Strands, Agno. Source: their public documentation, 2025-11.
const RUNS: &[&str] = &[
    "achat",
    "ainvoke",
    "arun",
    "astream",
    "chat",
    "generate",
    "invoke",
    "invoke_async",
    "kickoff",
    "kickoff_async",
    "run",
    "run_async",
    "run_stream",
    "run_streamed",
    "run_sync",
    "stream",
    "streamEvents",
    "stream_async",
];

/// The calls in production code that run an agent: `agent.invoke(…)`, `Runner.run(agent, …)`. In the agent's own file its name stands for
/// what made it; a run of one agent there counts for every agent made the same way.
pub(crate) fn runs_of<'a>(repo: &'a RepoFacts, agent: &Agent) -> Vec<(&'a RepoPath, &'a Call)> {
    let variable = variable_of(repo, agent);
    let made = made_in(repo, agent);
    let is_made = |name: &str| made.iter().any(|made| made == name);
    let mut runs = Vec::new();
    for (path, module) in repo.production_code() {
        let is_own = *path == agent.place.path;
        for call in &module.calls {
            let is_runner = call.target == "@openai/agents.run";
            let whole = is_runner.then_some(("", "run"));
            let Some((receiver, method)) = call.callee.rsplit_once('.').or(whole) else { continue };
            if RUNS.binary_search(&method).is_err() {
                continue;
            }
            let names = call.arguments.iter().filter_map(|argument| match &argument.value {
                Value::Name(name) => Some(name.as_str()),
                _ => None,
            });
            let is_named = variable.is_some_and(|variable| {
                last(receiver) == variable || names.clone().any(|name| last(name) == variable)
            });
            let is_bound = || {
                let on = call.target.rsplit_once('.').is_some_and(|(receiver, _)| is_made(receiver));
                on || names.clone().any(is_made)
            };
            if is_named || is_own && is_bound() {
                runs.push((path, call));
            }
        }
    }
    runs
}

/// What the constructors that make an agent give, as names are bound to it: `agents.Agent()`. A class around an agent makes it within.
fn made_in(repo: &RepoFacts, agent: &Agent) -> Vec<String> {
    let lines = agent.place.lines();
    let calls = repo.calls_within(&agent.place.path, lines);
    let makers = calls.filter(|call| constructor(&call.target).is_some());
    makers.map(|call| format!("{}()", call.target)).collect()
}

/// The name that the agent's constructor call is bound to.
fn variable_of<'a>(repo: &'a RepoFacts, agent: &Agent) -> Option<&'a str> {
    let module = repo.module(&agent.place.path)?;
    let binding = module.bindings.iter().find(|binding| {
        binding.lines.start <= agent.place.line
            && agent.place.line <= binding.lines.end
            && matches!(binding.value, Value::Call { .. })
    })?;
    Some(last(&binding.name))
}

#[cfg(test)]
mod tests {
    use beredd_facts::{FactShard, RepoFacts, read_file};

    #[test]
    fn the_table_is_sorted() {
        assert!(super::RUNS.is_sorted());
    }

    #[test]
    fn an_agent_that_a_constructor_binds_is_run_by_its_attribute() {
        let text = "//- desk/agent.py
from agents import Agent, Runner
class DeskAgent:
    def __init__(self):
        self.agent = Agent(name=\"Desk\")
        self.other = Thing()
    async def ask(self, text):
        await Runner.run(self.other, text)
        return await Runner.run(self.agent, text)
";
        let mut shard = FactShard::default();
        for (path, text) in &beredd_testkit::fixture::parse(text).unwrap().files {
            shard.files.insert(path.clone(), read_file(path, text.as_bytes()));
        }
        let repo = RepoFacts::new(shard);
        let agent = repo.population().agents.first().unwrap();
        let lines: Vec<u32> = super::runs_of(&repo, agent).iter().map(|(_, call)| call.lines.start).collect();
        assert_eq!(lines, [8]);
    }
}
