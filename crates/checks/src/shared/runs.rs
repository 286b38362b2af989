//! Where agents are run whose framework calls the model for them.

use super::values::last;
use beredd_facts::fact::{Call, Value};
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
    "stream_async",
];

/// The calls in production code that run an agent which is bound to a name: `agent.invoke(…)`, `Runner.run(agent, …)`.
pub(crate) fn runs_of<'a>(repo: &'a RepoFacts, agent: &Agent) -> Vec<(&'a RepoPath, &'a Call)> {
    let Some(variable) = variable_of(repo, agent) else { return Vec::new() };
    let mut runs = Vec::new();
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            let Some((receiver, method)) = call.callee.rsplit_once('.') else { continue };
            let is_receiver = last(receiver) == variable;
            let is_given = call
                .arguments
                .iter()
                .any(|argument| matches!(&argument.value, Value::Name(name) if last(name) == variable));
            if RUNS.binary_search(&method).is_ok() && (is_receiver || is_given) {
                runs.push((path, call));
            }
        }
    }
    runs
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
    #[test]
    fn the_table_is_sorted() {
        assert!(super::RUNS.is_sorted());
    }
}
