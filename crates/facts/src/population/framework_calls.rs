//! Agents that are made by calling a framework: `Agent(name="triage", …)`, `create_react_agent(model, tools)`.

use super::CallVia;
use super::agents::{Candidate, name_of_file};
use super::call_sites::Models;
use super::reach::{callable, reference};
use super::values::{argument, keyword_argument};
use crate::fact::{Call, DefinitionId, Module, ResultUse, Value};
use crate::known::agent_frameworks::{
    AGENTS, AGENTS_WITH_TOOLS, AgentConstructor, COMPILED, LIVEKIT, LIVEKIT_MODELS, MAKING_METHODS,
    constructor,
};
use crate::known::token_agents;
use crate::resolve::{at, enclosing_class};
use crate::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// Names that a variable has because it must have one.
const GENERIC: &[&str] = &[
    "DELETE",
    "GET",
    "PATCH",
    "POST",
    "PUT",
    "agent",
    "agent_executor",
    "app",
    "assistant",
    "chain",
    "compiled_graph",
    "default",
    "execute",
    "executor",
    "graph",
    "handler",
    "result",
    "root_agent",
    "run",
    "workflow",
];

/// Bytes of a text that may be a name; a longer one is an instruction.
const MAX_NAME: usize = 60;

/// First words of functions that make something.
const MAKERS: &[&str] = &[
    "build_", "create_", "get_", "init_", "make_", "setup_", "build", "create", "get", "init", "make",
    "setup",
];

/// Arguments that give an agent its model.
const MODEL_ARGUMENTS: &[&str] =
    &["chat_generator", "client", "kernel", "llm", "llm_config", "model", "model_client", "service"];

/// An agent with the definition that its call stands in.
#[derive(Clone, Debug)]
pub(crate) struct AgentCall {
    pub(crate) agent: Candidate,
    pub(crate) within: Option<DefinitionId>,
}

/// Every agent that production code makes by a call.
pub(crate) fn find(repo: &RepoFacts, models: &Models) -> Vec<AgentCall> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            let row = row_of(repo, path, call);
            if let Some(row) = row.filter(|row| row.framework != LIVEKIT || has_voice_model(module)) {
                found.push(AgentCall {
                    agent: agent(repo, models, path, module, call, row),
                    within: call.within,
                });
            }
        }
    }
    found
}

fn row_of(repo: &RepoFacts, path: &RepoPath, call: &Call) -> Option<&'static AgentConstructor> {
    let ending = call.target.rsplit('.').next().unwrap_or_default();
    let tables = AGENTS.iter().chain(token_agents::AGENTS).chain(MAKING_METHODS);
    let is_known = tables.into_iter().any(|row| row.name == ending);
    if !is_known && !COMPILED.iter().any(|(_, method)| *method == ending) {
        return None;
    }
    let plain = call.target.replace("()", "");
    let compiled = COMPILED.iter().find_map(|(name, method)| {
        let made = plain.strip_suffix(method)?.strip_suffix('.')?;
        // Builders hand themselves on: `new StateGraph(…).addNode(…).compile()`.
        let end = made.find(&format!(".{name}."))?.checked_add(name.len())?.checked_add(1)?;
        made.get(..end)
    });
    let compiled = compiled.or_else(|| {
        COMPILED.iter().find_map(|(name, method)| {
            plain.strip_suffix(method)?.strip_suffix('.').filter(|rest| rest.ends_with(name))
        })
    });
    let row = match compiled {
        Some(target) => constructor(target)?,
        None if call.target != plain && made_by_client(&plain).is_some() => made_by_client(&plain)?,
        None if call.target != plain => return None,
        None => constructor(&plain).filter(|row| COMPILED.iter().all(|(name, _)| *name != row.name))?,
    };
    let needs_tools = AGENTS_WITH_TOOLS.contains(&row.name);
    if needs_tools && keyword_argument(&call.arguments, "tools").is_none() {
        return None;
    }
    repo.names().definition(path, &call.target).is_none().then_some(row)
}

/// A method of a framework's client that makes an agent: `OpenAIChatClient().create_agent(name="writer")`.
fn made_by_client(plain: &str) -> Option<&'static AgentConstructor> {
    let (receiver, last) = plain.rsplit_once('.')?;
    let is_of = |package: &str| receiver.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'));
    MAKING_METHODS.iter().find(|row| row.name == last && is_of(row.package))
}

fn agent(
    repo: &RepoFacts,
    models: &Models,
    path: &RepoPath,
    module: &Module,
    call: &Call,
    row: &'static AgentConstructor,
) -> Candidate {
    let variable = match &call.result {
        ResultUse::Bound(name) => Some(name.as_str()),
        _ => None,
    };
    let mut call_sites =
        variable.map_or_else(Vec::new, |name| sites_of_variable(repo, models, path, name, &call.target));
    if AGENTS_WITH_TOOLS.contains(&row.name) {
        // The call that makes it is the call that runs it.
        call_sites = indices(models, |site| site.place.path == *path && site.place.lines() == call.lines);
    }
    if row.name == "StateGraph" {
        call_sites.extend(sites_of_nodes(repo, models, path, module));
    }
    let crew = crew_of(module, call);
    call_sites.extend(crew.iter().flat_map(|class| sites_of_crew(models, class)));
    call_sites.sort_unstable();
    call_sites.dedup();
    let has_model = MODEL_ARGUMENTS.iter().any(|name| keyword_argument(&call.arguments, name).is_some());
    Candidate {
        name: name_of(path, module, call, variable.filter(|_| !AGENTS_WITH_TOOLS.contains(&row.name))),
        path: path.clone(),
        lines: call.lines,
        framework: row.framework,
        definition: None,
        holds_model: has_model || row.name != "StateGraph" || !call_sites.is_empty(),
        call_sites,
        team: crew,
    }
}

/// What an agent is called: by its `name`, its role, its variable, the function that makes it, its file.
fn name_of(path: &RepoPath, module: &Module, call: &Call, variable: Option<&str>) -> String {
    let text = |value: Option<&Value>| match value {
        Some(Value::Text(text)) if !text.trim().is_empty() && text.len() <= MAX_NAME => {
            Some(text.trim().to_owned())
        }
        _ => None,
    };
    let first = keyword_argument(&call.arguments, "agent_name").or(argument(&call.arguments, "name", 0));
    // Pydantic AI's first argument is a model, not a name: a name has neither colon nor slash.
    let first = text(first).filter(|name| {
        keyword_argument(&call.arguments, "name").is_some() || !name.contains([':', '/', '{'])
    });
    let own =
        variable.map(|name| name.rsplit('.').next().unwrap_or(name)).filter(|name| !GENERIC.contains(name));
    let maker = call
        .within
        .and_then(|id| module.definitions.get(at(id.0)))
        .map(|definition| {
            MAKERS.iter().find_map(|m| definition.name.strip_prefix(m)).unwrap_or(&definition.name)
        })
        .filter(|name| !GENERIC.contains(name) && !name.starts_with("__") && *name != "main")
        .filter(|name| !name.is_empty() && !name.contains([' ', '/']));
    first
        .or_else(|| super::token_agents::given_name(module, call))
        .or_else(|| text(keyword_argument(&call.arguments, "role")))
        .or_else(|| own.or(maker).map(str::to_owned))
        .unwrap_or_else(|| name_of_file(path))
}

/// The crew class that an agent is made in.
fn crew_of(module: &Module, call: &Call) -> Option<String> {
    let class = module.definitions.get(at(enclosing_class(module, call.within)?.0))?;
    let is_crew = class.decorators.iter().any(|decorator| decorator.target.ends_with(".CrewBase"));
    is_crew.then(|| class.name.clone())
}

/// Model calls that run the agent of a variable: as their receiver, or as an argument, in its file or where it is imported. In
/// its own file a variable may be bound to what made it; a run of one agent there then counts for every agent made the same way.
pub(crate) fn sites_of_variable(
    repo: &RepoFacts,
    models: &Models,
    path: &RepoPath,
    variable: &str,
    constructor: &str,
) -> Vec<u32> {
    let made = format!("{constructor}()");
    let own = variable.rsplit('.').next().unwrap_or(variable);
    let runs = |call: &Call, site: &RepoPath| {
        let is_receiver =
            site == path && call.callee.strip_prefix(variable).is_some_and(|rest| rest.starts_with('.'));
        is_receiver
            || call.arguments.iter().any(|argument| {
                let is_made = matches!(&argument.value, Value::Name(name) if *name == made);
                (is_made && site == path) || names_variable(repo, site, path, &argument.value, own)
            })
    };
    let call_of = |site: &super::CallSite| {
        repo.module(&site.place.path).and_then(|module| module.calls.get(at(site.call)))
    };
    indices(models, |site| call_of(site).is_some_and(|call| runs(call, &site.place.path)))
}

/// Model calls in the functions that are nodes of a file's graph.
fn sites_of_nodes(repo: &RepoFacts, models: &Models, path: &RepoPath, module: &Module) -> Vec<u32> {
    let names = repo.names();
    let added = module.calls.iter().filter(|call| {
        let is_node = matches!(call.target.rsplit('.').next(), Some("add_node" | "addNode"));
        is_node && call.target.contains("StateGraph()")
    });
    let nodes: BTreeSet<DefinitionRef> = added
        .flat_map(|call| call.arguments.iter().map(move |argument| (call.within, &argument.value)))
        .filter_map(|(within, value)| match value {
            Value::Name(target) => {
                names.definition_within(path, target, within).map(|found| found.reference())
            }
            _ => None,
        })
        .collect();
    let holds = |site: &super::CallSite| {
        let function = repo.module(&site.place.path).and_then(|module| callable(module, site.within));
        function.is_some_and(|id| nodes.contains(&reference(&site.place.path, id)))
    };
    indices(models, holds)
}

/// Whether a file gives LiveKit's agents or their session a model: one of a plugin, or one by its name.
pub(crate) fn has_voice_model(module: &Module) -> bool {
    let is_named = |call: &Call| {
        let last = call.target.rsplit('.').next().unwrap_or_default();
        matches!(last, "Agent" | "AgentSession" | "__init__")
            && matches!(keyword_argument(&call.arguments, "llm"), Some(Value::Text(_)))
    };
    module.calls.iter().any(|call| {
        let is_plugin = call.target.starts_with("livekit.plugins.");
        is_plugin && call.target.split('.').any(|part| LIVEKIT_MODELS.contains(&part)) || is_named(call)
    })
}

/// Model calls that start a crew, by the class that puts it together.
pub(crate) fn sites_of_crew(models: &Models, class: &str) -> Vec<u32> {
    let made = format!("{class}()");
    indices(models, |site| match &site.via {
        CallVia::Provider { target, .. } => target.split(['.', ':']).any(|part| part == made),
        CallVia::FirstParty { .. } => false,
    })
}

fn indices(models: &Models, wanted: impl Fn(&super::CallSite) -> bool) -> Vec<u32> {
    models.call_sites.iter().zip(0u32..).filter(|(site, _)| wanted(site)).map(|(_, index)| index).collect()
}

fn names_variable(repo: &RepoFacts, site: &RepoPath, path: &RepoPath, value: &Value, variable: &str) -> bool {
    let target = match value {
        Value::Name(target) | Value::Call { target, .. } => target.trim_end_matches("()"),
        _ => return false,
    };
    let (module, last) = target.rsplit_once(['.', ':']).unwrap_or(("", target));
    last == variable && (site == path || repo.names().leads_to(site, module, path))
}
