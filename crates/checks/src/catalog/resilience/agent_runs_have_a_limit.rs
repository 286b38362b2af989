//! An agent that goes round in circles is stopped by a number somebody has chosen.

use crate::shared::agents::{head_of, is_run_by_framework};
use crate::shared::runs::runs_of;
use crate::shared::values::last;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::{Argument, Call, Module, Value};
use beredd_facts::known::agent_frameworks::constructor;
use beredd_facts::{Agent, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 5),
    role: Role::Supporting,
    claim: Text::fixed("Every agent run has a limit", "Varje agentkörning har en gräns"),
    gap_title: Text::fixed(
        "Agents may run without an end that anybody chose",
        "Agenter kan köra utan en gräns som någon har valt",
    ),
    why: Text::fixed(
        "An agent that calls tools in a loop spends money and blocks others until its framework's default stops it, and some \
         have none.",
        "En agent som anropar verktyg i en slinga kostar pengar och blockerar andra tills ramverkets standardgräns stoppar den, \
         och en del ramverk har ingen.",
    ),
    fix: Text::fixed(
        "Set the framework's limit: `max_turns` (OpenAI Agents SDK), `recursion_limit` (LangGraph), `max_iter` (CrewAI), \
         `usage_limits` (Pydantic AI), `max_iterations`, `max_steps`.",
        "Sätt ramverkets gräns: `max_turns` (OpenAI Agents SDK), `recursion_limit` (LangGraph), `max_iter` (CrewAI), \
         `usage_limits` (Pydantic AI), `max_iterations`, `max_steps`.",
    ),
    limits: Text::fixed(
        "Only agents that a framework runs are judged; loops written by hand are not, nor limits set by a platform.",
        "Bara agenter som ett ramverk kör bedöms, inte handskrivna slingor och inte gränser som en plattform sätter.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (50, 100, 250), Text::fixed("agent", "agent")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10"), Standard::new("OWASP Agentic 2026", "ASI08")],
    examples: &[
        Example::passes(
            "\
//- main.py
from agents import Agent, Runner

offers = Agent(name='offers', instructions='Write offers.')


async def main():
    await Runner.run(offers, 'boat', max_turns=5)
",
        ),
        Example::passes(
            "\
//- src/main.ts
import { Agent, run } from '@openai/agents';

const offers = new Agent({ name: 'offers' });

run(offers, 'boat', { maxTurns: 5 });
",
        ),
        Example::fails(
            "\
//- main.py
from agents import Agent, Runner

offers = Agent(name='offers', instructions='Write offers.') ⟵


async def main():
    await Runner.run(offers, 'boat')
",
        ),
        Example::fails(
            "\
//- src/main.ts
import { Agent, run } from '@openai/agents';

const offers = new Agent({ name: 'offers', instructions: 'Stop after maxTurns turns.' }); ⟵

run(offers, 'boat');
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''max_turns=5'''
from agents import Agent, Runner

offers = Agent(name='offers', instructions='Stop after max_turns turns.') ⟵
max_turns = 5


async def main():
    await Runner.run(offers, 'boat')  # max_turns=5
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- README.md\nAgents stop after max_iterations steps.\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "max_turns",
    "recursion_limit",
    "max_iter",
    "max_iterations",
    "max_steps",
    "usage_limits",
    "max_execution_time",
    "maxTurns, maxSteps, stopWhen, recursionLimit, maxIterations",
];

/// Names of limits on one run, in the frameworks this program knows. Source: their public documentation, 2025-11.
const LIMITS: &[&str] = &[
    "maxIterations",
    "maxRounds",
    "maxSteps",
    "maxTurns",
    "max_consecutive_auto_reply",
    "max_execution_time",
    "max_iter",
    "max_iterations",
    "max_llm_calls",
    "max_round",
    "max_steps",
    "max_turns",
    "recursionLimit",
    "recursion_limit",
    "runLimit",
    "run_limit",
    "stopWhen",
    "termination_condition",
    "thread_limit",
    "tool_call_limit",
    "usage_limits",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for agent in repo.population().agents.iter().filter(|agent| is_run_by_framework(agent)) {
        let place = head_of(&agent.place);
        if let Some(at) = limit_of(repo, agent) {
            let what =
                Text::made(format!("a limit for {}", agent.name), format!("en gräns för {}", agent.name));
            tally.supports(at, Grade::Wired, what);
            tally.holds(&agent.id, &agent.name, Some(place));
        } else {
            let what = Text::made(
                format!("no limit is given for runs of {}", agent.name),
                format!("ingen gräns anges för körningar av {}", agent.name),
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(&agent.id, &agent.name, Some(place));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed("No agent is run by a framework.", "Ingen agent körs av ett ramverk.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} agents that a framework runs have a limit.{}", tail("Not")),
        format!("{n} av {of} agenter som ett ramverk kör har en gräns.{}", tail("Inte")),
    ))
}

/// Where a limit is given: where the agent is made, or where it is run.
fn limit_of(repo: &RepoFacts, agent: &Agent) -> Option<Place> {
    let module = repo.module(&agent.place.path)?;
    if let Some(lines) = limit_at(module, agent.place.lines()) {
        return Some(Place::new(agent.place.path.clone(), lines));
    }
    let at = |call: &Call| head_of(&RepoFacts::place(&agent.place.path, call.lines));
    runs_of(repo, agent)
        .into_iter()
        .find(|(_, call)| limits(&call.arguments))
        .map(|(path, call)| head_of(&RepoFacts::place(path, call.lines)))
        .or_else(|| all_limited(module).map(at))
}

/// The first of the file's runs that are handed an agent, when all of them have a limit. Which agent each is handed does not show
/// where its name is bound to a constructor.
fn all_limited(module: &Module) -> Option<&Call> {
    let is_agent = |value: &Value| matches!(value, Value::Name(name) if constructor(name.trim_end_matches("()")).is_some());
    let mut runs = module.calls.iter().filter(|call| {
        last(&call.callee).starts_with("run")
            && call.arguments.iter().any(|argument| is_agent(&argument.value))
    });
    let first = runs.next()?;
    (limits(&first.arguments) && runs.all(|run| limits(&run.arguments))).then_some(first)
}

fn limit_at(module: &Module, around: Lines) -> Option<Lines> {
    let overlaps = |lines: Lines| lines.start <= around.end && around.start <= lines.end;
    module
        .calls
        .iter()
        .find(|call| overlaps(call.lines) && limits(&call.arguments))
        .map(|call| Lines::at(call.lines.start))
}

/// Whether arguments give a limit, as a keyword or as a key of their settings.
fn limits(arguments: &[Argument]) -> bool {
    arguments.iter().any(|argument| {
        let by_name = argument.name.as_deref().is_some_and(|name| LIMITS.binary_search(&name).is_ok());
        by_name && argument.value != Value::Nothing
            || crate::shared::logs::keys(&argument.value)
                .iter()
                .any(|key| LIMITS.binary_search(&key.as_str()).is_ok())
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::LIMITS.is_sorted());
    }
}
