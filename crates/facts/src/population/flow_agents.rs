//! Agents that are functions by a framework's decorator, `@entrypoint` of LangGraph's functional interface, or by being handed to it:
//! flows and prompts with tools of Genkit.

use super::agents::{Candidate, name_of_file};
use super::call_sites::Models;
use super::framework_calls::AgentCall;
use super::reach::{callable, reference};
use super::values::{keyword_argument, positional};
use crate::fact::{DefinitionId, DefinitionKind, Value};
use crate::known::agent_frameworks::DECORATORS;
use crate::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// What is made by `genkit({ plugins })`.
const GENKIT: &str = "genkit.genkit().";

/// How many functions of its own a flow is followed through: its tasks, and what those call.
const HOPS: u8 = 2;

/// Every flow that comes to a model.
pub(crate) fn find(repo: &RepoFacts, models: &Models) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            let framework = definition.decorators.iter().find_map(|decorator| {
                DECORATORS.iter().find(|(name, _)| *name == decorator.target).map(|(_, framework)| *framework)
            });
            let Some(framework) = framework.filter(|_| definition.kind == DefinitionKind::Function) else {
                continue;
            };
            let id = DefinitionId(id);
            let call_sites = sites_behind(repo, models, reference(path, id));
            if call_sites.is_empty() {
                continue;
            }
            found.push(Candidate {
                name: name_of(path, &definition.name),
                path: path.clone(),
                lines: definition.lines,
                framework,
                definition: Some(id),
                call_sites,
                holds_model: true,
                team: None,
            });
        }
    }
    found
}

/// Genkit: a flow that comes to a model, and a prompt that is given tools.
pub(crate) fn of_genkit(repo: &RepoFacts, models: &Models) -> Vec<AgentCall> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for call in module.calls.iter().filter(|call| call.target.starts_with(GENKIT)) {
            let Some(kind) = call.target.strip_prefix(GENKIT).filter(|kind| is_defining(kind)) else {
                continue;
            };
            let sites = models.call_sites.iter().zip(0u32..);
            let call_sites: Vec<u32> = sites
                .filter(|(site, _)| site.place.path == *path && call.lines.holds(site.place.lines()))
                .map(|(_, index)| index)
                .collect();
            let is_agent = if kind == "definePrompt" {
                keyword_argument(&call.arguments, "tools").is_some()
            } else {
                !call_sites.is_empty()
            };
            if !is_agent {
                continue;
            }
            let named =
                keyword_argument(&call.arguments, "name").or_else(|| positional(&call.arguments).next());
            let name = match named {
                Some(Value::Text(name)) if !name.is_empty() => name.clone(),
                _ => name_of_file(path),
            };
            let agent = Candidate {
                name,
                path: path.clone(),
                lines: call.lines,
                framework: "genkit",
                definition: None,
                call_sites,
                holds_model: true,
                team: None,
            };
            found.push(AgentCall { agent, within: call.within });
        }
    }
    found
}

fn is_defining(kind: &str) -> bool {
    matches!(kind, "defineAgent" | "defineFlow" | "definePrompt")
}

/// The function's own name, or its file's where that says nothing.
fn name_of(path: &RepoPath, name: &str) -> String {
    match name {
        "agent" | "app" | "entrypoint" | "flow" | "graph" | "main" | "run" | "workflow" => name_of_file(path),
        name => name.to_owned(),
    }
}

/// Model calls in a function and in those that it uses.
fn sites_behind(repo: &RepoFacts, models: &Models, function: DefinitionRef) -> Vec<u32> {
    let mut reached = BTreeSet::from([function]);
    for _ in 0..HOPS {
        let uses = reached.iter().filter_map(|function| repo.resolution().uses.get(function)).flatten();
        let next: Vec<DefinitionRef> = uses.cloned().collect();
        reached.extend(next);
    }
    let sites = models.call_sites.iter().zip(0u32..);
    sites
        .filter(|(site, _)| {
            let path = &site.place.path;
            let function = repo.module(path).and_then(|module| callable(module, site.within));
            function.is_some_and(|id| reached.contains(&reference(path, id)))
        })
        .map(|(_, index)| index)
        .collect()
}
