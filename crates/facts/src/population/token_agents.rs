//! Agents of Go, Java, Kotlin, C#, Rust, Ruby and PHP that are made otherwise than by a constructor: by a method of a client, by
//! an annotation, by tools that a chat client is given.

use super::agents::{Candidate, name_of_file};
use super::call_sites::Models;
use super::framework_calls::{AgentCall, sites_of_variable};
use super::values::{keyword_argument, positional};
use crate::RepoFacts;
use crate::fact::{Call, DefinitionId, Module, ResultUse, Value};
use crate::known::token_agents::{ANNOTATIONS, DOTNET_OPTIONS, MAKING_METHODS, SPRING_TOOLS, constructor};
use crate::resolve::at;
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// Spring AI's client of a chat.
const SPRING_CLIENT: &str = "org.springframework.ai.chat.client.ChatClient";

/// Longest text that is a name, in bytes.
const MAX_NAME: usize = 60;

/// Agents that are made by a method.
pub(crate) fn find(repo: &RepoFacts, models: &Models) -> Vec<AgentCall> {
    let mut found = Vec::new();
    for (path, facts) in
        repo.files_as(crate::FileRole::Production).filter(|(_, facts)| facts.language.is_read_by_tokens())
    {
        let Some(module) = facts.module.as_ref().filter(|module| module.is_parsed) else { continue };
        let mut equipped: BTreeSet<Option<DefinitionId>> = BTreeSet::new();
        for call in &module.calls {
            let made = made_by_method(call).filter(|_| repo.names().callee(path, call).is_none());
            let framework = match made {
                None if gives_tools(call) && equipped.insert(call.within) => "spring-ai",
                None if is_equipped(call) && !agents_beside(module, call) && equipped.insert(call.within) => {
                    "dotnet-ai"
                }
                Some(framework) => framework,
                None => continue,
            };
            found.push(AgentCall {
                agent: candidate(repo, models, path, module, call, framework),
                within: call.within,
            });
        }
    }
    found
}

/// Classes and interfaces that an annotation makes agents.
pub(crate) fn annotated(repo: &RepoFacts) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            let row = definition.decorators.iter().find_map(|decorator| {
                ANNOTATIONS.iter().find(|(annotation, _)| *annotation == decorator.target)
            });
            if let Some((_, framework)) = row {
                found.push(Candidate {
                    name: definition.name.clone(),
                    path: path.clone(),
                    lines: definition.lines,
                    framework,
                    definition: Some(DefinitionId(id)),
                    call_sites: Vec::new(),
                    holds_model: true,
                    team: None,
                });
            }
        }
    }
    found
}

/// What an agent is called where its maker is given the name inside of something else: in a configuration that is its argument,
/// in a later step of the chain that makes it, or by the interface it stands behind.
pub(crate) fn given_name(module: &Module, call: &Call) -> Option<String> {
    let text = |value: &Value| match value {
        Value::Text(text) if !text.trim().is_empty() && text.len() <= MAX_NAME => {
            Some(text.trim().to_owned())
        }
        _ => None,
    };
    let own = keyword_argument(&call.arguments, "Name").or_else(|| keyword_argument(&call.arguments, "name"));
    let inner = call.arguments.iter().find_map(|argument| match &argument.value {
        Value::Call { arguments, .. } => {
            keyword_argument(arguments, "Name").or_else(|| keyword_argument(arguments, "name")).and_then(text)
        }
        _ => None,
    });
    let prefix = format!("{}()", call.target);
    let later = || {
        module
            .calls
            .iter()
            .filter(|step| {
                step.lines.start == call.lines.start
                    || call.lines.holds(step.lines)
                    || step.lines.holds(call.lines)
            })
            .find_map(|step| {
                let is_step = step.target.starts_with(&prefix) && step.target.ends_with(".name");
                positional(&step.arguments).next().filter(|_| is_step).and_then(text)
            })
    };
    let interface = || match positional(&call.arguments).next() {
        Some(Value::Name(name)) => {
            let class = name.strip_suffix(".class").or_else(|| name.strip_suffix(".class.java"))?;
            Some(class.rsplit(['.', ':']).next().unwrap_or(class).to_owned())
        }
        _ => None,
    };
    own.and_then(text).or(inner).or_else(later).or_else(interface)
}

fn made_by_method(call: &Call) -> Option<&'static str> {
    let plain = call.target.replace("()", "");
    let (receiver, last) = plain.rsplit_once('.')?;
    let is_of = |package: &str| {
        package.is_empty() || receiver.strip_prefix(package).is_some_and(|rest| rest.starts_with('.'))
    };
    MAKING_METHODS.iter().find(|row| row.name == last && is_of(row.package)).map(|row| row.framework)
}

fn gives_tools(call: &Call) -> bool {
    let last = call.target.rsplit('.').next().unwrap_or_default();
    call.target.starts_with(SPRING_CLIENT) && SPRING_TOOLS.binary_search(&last).is_ok()
}

/// Options of a call of a model that give it tools.
fn is_equipped(call: &Call) -> bool {
    let (package, name) = DOTNET_OPTIONS;
    let is_options = call.target.strip_prefix(package).and_then(|rest| rest.strip_prefix('.')) == Some(name);
    is_options && keyword_argument(&call.arguments, "Tools").is_some()
}

/// Whether the function around a call makes agents, which are what options there belong to.
fn agents_beside(module: &Module, call: &Call) -> bool {
    let is_agent = |other: &&Call| {
        made_by_method(other).is_some() || constructor(&other.target.replace("()", "")).is_some()
    };
    module.calls.iter().filter(|other| other.within == call.within).any(|other| is_agent(&other))
}

fn candidate(
    repo: &RepoFacts,
    models: &Models,
    path: &RepoPath,
    module: &Module,
    call: &Call,
    framework: &'static str,
) -> Candidate {
    // The chain that goes on from here ends in what is bound.
    let prefix = format!("{}()", call.target);
    let goes_on = |step: &&Call| step.within == call.within && step.target.starts_with(&prefix);
    let is_bound = |step: &&Call| matches!(step.result, ResultUse::Bound(_));
    let last = module.calls.iter().filter(goes_on).find(is_bound).unwrap_or(call);
    let variable = [&call.result, &last.result].into_iter().find_map(|result| match result {
        ResultUse::Bound(name) => Some(name.as_str()),
        _ => None,
    });
    let mut call_sites =
        variable.map_or_else(Vec::new, |name| sites_of_variable(repo, models, path, name, &call.target));
    for (site, index) in models.call_sites.iter().zip(0u32..) {
        let is_own = site.place.path == *path && site.within == call.within;
        let calls = module.calls.get(at(site.call));
        if is_own && calls.is_some_and(|site| site.target.starts_with(&prefix)) {
            call_sites.push(index);
        }
    }
    call_sites.sort_unstable();
    call_sites.dedup();
    let class =
        crate::resolve::enclosing_class(module, call.within).and_then(|id| module.definitions.get(at(id.0)));
    let own = variable.map(|name| name.rsplit('.').next().unwrap_or(name).to_owned());
    let own = own.filter(|name| {
        !matches!(
            name.as_str(),
            "agent" | "chatClient" | "chatOptions" | "client" | "options" | "response" | "answer" | "result"
        )
    });
    let name = given_name(module, call).or(own).or_else(|| class.map(|class| class.name.clone()));
    Candidate {
        name: name.unwrap_or_else(|| name_of_file(path)),
        path: path.clone(),
        lines: call.lines,
        framework,
        definition: None,
        call_sites,
        holds_model: true,
        team: None,
    }
}
