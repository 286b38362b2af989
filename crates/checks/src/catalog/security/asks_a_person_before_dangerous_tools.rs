//! An agent proposes what cannot be undone; a person decides.

use crate::shared::values::{keyword, last, text};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Call, DefinitionKind, ResultUse, Value};
use beredd_facts::identifier::words;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "Tools that cannot be undone wait for a person",
        "Verktyg som inte går att ångra väntar på en människa",
    ),
    gap_title: Text::fixed(
        "Agents pay, send and delete on their own",
        "Agenter betalar, skickar och raderar på egen hand",
    ),
    why: Text::fixed(
        "A model that misreads a mail, or obeys one, then moves money or deletes data before anyone has seen it.",
        "En modell som missförstår ett mejl, eller lyder ett, flyttar då pengar eller raderar data innan någon har sett det.",
    ),
    fix: Text::fixed(
        "Mark such tools as needing approval: HumanInTheLoopMiddleware or interrupt in LangChain and LangGraph, needs_approval in the OpenAI Agents SDK, human_input in CrewAI, a confirmation in ADK.",
        "Märk sådana verktyg som att de behöver godkännande: HumanInTheLoopMiddleware eller interrupt i LangChain och LangGraph, needs_approval i OpenAI Agents SDK, human_input i CrewAI, en bekräftelse i ADK.",
    ),
    limits: Text::fixed(
        "Which tools are dangerous is told by the words of their names, and one approval counts for all. An approval that the tool's own service asks for is not seen.",
        "Vilka verktyg som är farliga avgörs av orden i deras namn, och ett godkännande räknas för alla. Ett godkännande som verktygets egen tjänst begär syns inte.",
    ),
    consequence: Consequence::C1,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("tool", "verktyg")),
    after: &[],
    standards: &[
        Standard::new("OWASP LLM 2025", "LLM06"),
        Standard::new("OWASP Agentic 2026", "ASI02"),
        Standard::new("OWASP Agentic 2026", "ASI09"),
        Standard::new("EU AI Act", "Art. 14"),
    ],
    examples: &[
        Example::passes(
            "\
//- main.py
from agents import Agent, Runner, function_tool


@function_tool(needs_approval=True)
def send_payment(amount: int) -> str:
    return pay(amount)


agent = Agent(name='Cashier', tools=[send_payment])
Runner.run_sync(agent, 'pay')
",
        ),
        Example::partial("\
//- src/main.ts
import { Agent, run, tool } from '@openai/agents';

const refund = tool({ name: 'refund_order', parameters: {}, needsApproval: true, execute: async () => 'paid' });
const erase = tool({ name: 'delete_order', parameters: {}, execute: async () => 'gone' }); ⟵
const desk = new Agent({ name: 'desk', tools: [refund, erase] });

run(desk, 'boat');
"),
        Example::fails(
            "\
//- main.py
from agents import Agent, Runner, function_tool


@function_tool ⟵
def delete_customer(number: str) -> str:
    return remove(number)


agent = Agent(name='Clerk', tools=[delete_customer])
Runner.run_sync(agent, 'delete')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from langchain_core.tools import tool

APPROVAL = 'needs_approval=True'


@tool ⟵
def transfer_money(amount: int) -> str:
    '''Asks a person before it transfers.'''
    # interrupt(amount)
    return pay(amount)
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
from agents import function_tool


@function_tool
def look_up_payment(number: str) -> str:
    return find(number)
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "tools named delete, transfer, pay, refund, send, execute, deploy, …",
    "needsApproval, requireApproval, humanInTheLoopMiddleware, interruptBefore",
    "needs_approval, HumanInTheLoopMiddleware, interrupt, interrupt_before, human_input, require_confirmation",
];

/// First words of names of tools that act on the world in a way that is hard to undo.
const DANGEROUS: &[&str] = &[
    "buy",
    "cancel",
    "charge",
    "delete",
    "deploy",
    "drop",
    "erase",
    "exec",
    "execute",
    "order",
    "pay",
    "publish",
    "purchase",
    "refund",
    "remove",
    "send",
    "shutdown",
    "terminate",
    "trade",
    "transfer",
    "wipe",
    "wire",
    "withdraw",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let tools = tools(repo);
    if tools.is_empty() {
        let reason = Text::fixed(
            "No tool was found whose name says that it cannot be undone.",
            "Inget verktyg hittades vars namn säger att det inte går att ångra.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let approvals = approvals(repo);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for place in &approvals {
        tally.supports(
            place.clone(),
            Grade::Wired,
            Text::fixed("A person is asked here", "En människa tillfrågas här"),
        );
    }
    for Tool { place, name, asks_itself } in tools {
        let id = format!("{}:{}", place.path, place.line);
        if asks_itself || !approvals.is_empty() {
            let what =
                Text::made(format!("{name} waits for a person"), format!("{name} väntar på en människa"));
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(&id, name, Some(place));
        } else {
            let what = Text::made(
                format!("{name} acts without asking anyone"),
                format!("{name} handlar utan att fråga någon"),
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(&id, name, Some(place));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} tools that cannot be undone wait for a person{}", tail("not so")),
        format!("{n} av {of} verktyg som inte går att ångra väntar på en människa{}", tail("inte så")),
    ))
}

/// A tool that acts in a way that is hard to undo.
struct Tool<'a> {
    place: Place,
    name: &'a str,
    /// Whether the tool itself says that a person must agree.
    asks_itself: bool,
}

/// Functions that are tools by their decorator, and tools that a call makes; dangerous by the first word of their name.
fn tools(repo: &RepoFacts) -> Vec<Tool<'_>> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for definition in module
            .definitions
            .iter()
            .filter(|one| one.kind == DefinitionKind::Function && is_dangerous(&one.name))
        {
            if let Some(decorator) = definition.decorators.iter().find(|one| is_tool(&one.target)) {
                let mut decorators = definition.decorators.iter();
                found.push(Tool {
                    place: RepoFacts::place(path, Lines::at(decorator.lines.start)),
                    name: &definition.name,
                    asks_itself: decorators.any(|one| asks_in(&one.arguments)),
                });
            }
        }
        for call in module.calls.iter().filter(|call| makes_tool(&call.target)) {
            let bound = match &call.result {
                ResultUse::Bound(name) => Some(last(name)),
                _ => None,
            };
            let written = keyword(&call.arguments, "name").or_else(|| keyword(&call.arguments, "id"));
            let first = call.arguments.first().and_then(|argument| text(&argument.value));
            let named = written.and_then(text).or(first).or(bound).filter(|name| is_dangerous(name));
            found.extend(named.map(|name| Tool {
                place: RepoFacts::place(path, Lines::at(call.lines.start)),
                name,
                asks_itself: asks_in(&call.arguments),
            }));
        }
    }
    found
}

/// Functions that make a tool. Source: OpenAI Agents SDK for TypeScript, AI SDK 5, LangChain.js 1, Mastra, MCP SDK; 2025-11.
fn makes_tool(target: &str) -> bool {
    matches!(
        target,
        "@langchain/core/tools.tool"
            | "@mastra/core/tools.createTool"
            | "@modelcontextprotocol/sdk/server/mcp.McpServer().registerTool"
            | "@modelcontextprotocol/sdk/server/mcp.McpServer().tool"
            | "@openai/agents.tool"
            | "ai.tool"
            | "langchain.tool"
    )
}

/// Whether a tool is made so that a person must agree.
fn asks_in(arguments: &[Argument]) -> bool {
    let mut given = ["needsApproval", "needs_approval", "requireApproval"]
        .into_iter()
        .filter_map(|name| keyword(arguments, name));
    given.any(is_yes)
}

fn is_dangerous(name: &str) -> bool {
    words(name).first().is_some_and(|first| DANGEROUS.binary_search(&first.as_str()).is_ok())
}

/// Decorators that make a tool: of the agent frameworks, and of MCP servers.
fn is_tool(target: &str) -> bool {
    let is_known = [
        "agents.",
        "agno.",
        "autogen",
        "crewai",
        "fastmcp",
        "langchain",
        "llama_index",
        "mcp.",
        "pydantic_ai",
        "semantic_kernel",
        "smolagents",
        "strands",
    ]
    .iter()
    .any(|package| target.starts_with(package));
    is_known && matches!(last(target), "function_tool" | "kernel_function" | "tool" | "tool_plain")
}

/// Where a person is asked, in live code.
fn approvals(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        let calls = module.calls.iter().filter(|call| asks(call));
        found.extend(calls.map(|call| RepoFacts::place(path, Lines::at(call.lines.start))));
    }
    found
}

fn asks(call: &Call) -> bool {
    let given = |name: &str| keyword(&call.arguments, name);
    let is_on = |name: &str| given(name).is_some_and(is_yes);
    let listed =
        |name: &str| given(name).is_some_and(|value| !matches!(value, Value::Nothing | Value::Bool(false)));
    // A tool that asks for itself asks for no other.
    if makes_tool(&call.target) {
        return false;
    }
    call.target.ends_with(".HumanInTheLoopMiddleware")
        || call.target.ends_with(".humanInTheLoopMiddleware")
        || matches!(call.target.as_str(), "@langchain/langgraph.interrupt" | "langgraph.types.interrupt")
        || listed("interruptBefore")
        || listed("interrupt_before")
        || listed("interrupt_on")
        || is_on("needs_approval")
        || is_on("human_input")
        || is_on("require_confirmation")
        || matches!(given("human_input_mode"), Some(Value::Text(mode)) if mode == "ALWAYS")
}

/// Anything but a plain no.
fn is_yes(value: &Value) -> bool {
    !matches!(value, Value::Nothing | Value::Bool(false))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::DANGEROUS.is_sorted());
    }
}
