//! Agents: what a framework makes one, and what is one by its name and by the model it has.
//!
//! A class that only says agent is none: it must call a model, directly or through a first-party service, or be given one. A base
//! class whose subclasses are agents is not counted beside them, unless something makes or registers it by itself. Agent files of
//! coding assistants (`.claude/agents/*.md`) mostly work on the repository, not in the system it describes: they count where a repository
//! has no other agents, for then they are the system.

use super::agent_names::{is_agent_function, is_agent_name, is_other_name, is_test_double};
use super::call_sites::Models;
use super::framework_calls;
use super::holding;
use super::reach::{callable, reference};
use super::teams::team_of;
use super::{Agent, Team};
use crate::fact::{DefinitionId, DefinitionKind, Value};
use crate::identifier::words;
use crate::known::agent_frameworks::{
    AgentConstructor, CLOUDFLARE, LIVEKIT, constructor, constructor_of_npm,
};
use crate::resolve::{Found, Names, classes, enclosing_class};
use crate::{DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of an agent before it has an id.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) name: String,
    pub(crate) path: RepoPath,
    pub(crate) lines: Lines,
    pub(crate) framework: &'static str,
    pub(crate) definition: Option<DefinitionId>,
    pub(crate) call_sites: Vec<u32>,
    pub(crate) holds_model: bool,
    /// The crew or team object it belongs to.
    pub(crate) team: Option<String>,
}

/// Every agent, by id, and the teams they form, by name.
pub(crate) fn find(repo: &RepoFacts, models: &Models) -> (Vec<Agent>, Vec<Team>) {
    let names = repo.names();
    let mut calls = framework_calls::find(repo, models);
    calls.extend(super::token_agents::find(repo, models));
    calls.extend(super::flow_agents::of_genkit(repo, models));
    let mut found = class_agents(repo, &names, models, &calls);
    let taken: BTreeSet<(RepoPath, Option<DefinitionId>)> =
        found.iter().map(|agent| (agent.path.clone(), agent.definition)).collect();
    let free = |call: &&framework_calls::AgentCall| {
        let class = repo.module(&call.agent.path).and_then(|module| enclosing_class(module, call.within));
        class.is_none() || !taken.contains(&(call.agent.path.clone(), class))
    };
    found.extend(calls.iter().filter(free).map(|call| call.agent.clone()));
    found.extend(super::flow_agents::find(repo, models));
    found.extend(function_agents(repo, &names, models, &found));
    found.extend(super::token_agents::annotated(repo));
    found.extend(super::declared_agents::find(repo));
    super::listed_agents::add(repo, models, &mut found);
    number(found)
}

/// The framework of a class that inherits from an agent of one, over any number of first-party bases.
pub(crate) fn framework_of(names: &Names<'_>, class: Found<'_>) -> Option<&'static AgentConstructor> {
    let mut waiting = vec![class];
    // Cycles of inheritance do not run, but they can be written.
    for _ in 0..32 {
        let class = waiting.pop()?;
        let own = class.definition.bases.iter().find_map(|base| {
            let is_npm = matches!(class.path.extension(), "js" | "jsx" | "mjs" | "mts" | "ts" | "tsx");
            let row = if is_npm { constructor_of_npm(base) } else { constructor(base) };
            row.filter(|_| names.definition(class.path, base).is_none())
        });
        if own.is_some() {
            return own;
        }
        waiting.extend(names.bases(class));
    }
    None
}

fn class_agents(
    repo: &RepoFacts,
    names: &Names<'_>,
    models: &Models,
    calls: &[framework_calls::AgentCall],
) -> Vec<Candidate> {
    let mut found: BTreeMap<DefinitionRef, Candidate> = BTreeMap::new();
    for class in classes(names) {
        let is_real = !class.definition.is_fallback_definition && !is_test_double(&class.definition.name);
        if is_real && let Some(agent) = class_agent(repo, names, models, calls, class) {
            found.insert(class.reference(), agent);
        }
    }
    let stands_alone = used_by_themselves(repo, names);
    let is_base = |class: &DefinitionRef| {
        !stands_alone.contains(class)
            && repo.implementations_of(class).iter().any(|subclass| found.contains_key(subclass))
    };
    found.iter().filter(|(class, _)| !is_base(class)).map(|(_, agent)| agent.clone()).collect()
}

/// Classes that live code makes or hands on by name, outside of classes that inherit from them: an agent others build on is
/// an agent of its own where something registers it or makes one.
fn used_by_themselves(repo: &RepoFacts, names: &Names<'_>) -> BTreeSet<DefinitionRef> {
    const ASK: &[&str] = &["TypeVar", "cast", "isinstance", "issubclass", "super", "type"];
    let last =
        |name: &str| name.trim_end_matches("()").rsplit(['.', ':']).next().unwrap_or_default().to_owned();
    let is_abstract = |found: &Found<'_>| found.definition.bases.iter().any(|base| last(base) == "ABC");
    let mut found = BTreeSet::new();
    for (path, module) in repo.production_code() {
        for call in module.calls.iter().filter(|call| !ASK.contains(&last(&call.target).as_str())) {
            let handed = call.arguments.iter().filter_map(|argument| match &argument.value {
                Value::Name(name) => Some(name.as_str()),
                _ => None,
            });
            let named = std::iter::once(call.target.as_str()).chain(handed);
            let classes = named
                .filter(|name| is_agent_name(&last(name)))
                .filter_map(|name| names.definition(path, name));
            found.extend(
                classes
                    .filter(|found| found.definition.kind == DefinitionKind::Class && !is_abstract(found))
                    .map(|found| found.reference()),
            );
        }
    }
    found
}

fn class_agent(
    repo: &RepoFacts,
    names: &Names<'_>,
    models: &Models,
    calls: &[framework_calls::AgentCall],
    class: Found<'_>,
) -> Option<Candidate> {
    let name = &class.definition.name;
    let inherited = framework_of(names, class).map(|row| row.framework);
    // A voice is an agent through the model that it is given.
    let inherited =
        inherited.filter(|framework| *framework != LIVEKIT || framework_calls::has_voice_model(class.module));
    let is_named = is_agent_name(name);
    let may_be = inherited.is_some() || is_named || stands_among_agents(class.path) && !is_other_name(name);
    if !may_be || is_record(class) {
        return None;
    }
    let own = calls.iter().filter(|call| {
        call.agent.path == *class.path && enclosing_class(class.module, call.within) == Some(class.id)
    });
    let made: Vec<_> = own.collect();
    if made.len() > 1 && inherited.is_none() {
        return None;
    }
    let mut call_sites = sites_of_class(repo, names, models, class);
    call_sites.extend(made.iter().flat_map(|call| &call.agent.call_sites));
    call_sites.sort_unstable();
    call_sites.dedup();
    let is_made = made.first().map(|call| call.agent.framework);
    if inherited == Some(CLOUDFLARE) && call_sites.is_empty() && is_made.is_none() {
        return None;
    }
    let holds_model = !call_sites.is_empty()
        || inherited.is_some()
        || is_made.is_some()
        || holding::class_holds_model(names, models, class);
    let proves = if is_named || inherited.is_some() { holds_model } else { !call_sites.is_empty() };
    let belongs = super::central::says_model_service(name) || models.groups.of(&class.reference()).is_some();
    (proves && (is_named || inherited.is_some() || !belongs)).then(|| Candidate {
        name: name.clone(),
        path: class.path.clone(),
        lines: class.definition.lines,
        framework: inherited.or(is_made).unwrap_or("none"),
        definition: Some(class.id),
        call_sites,
        holds_model,
        team: None,
    })
}

/// Whether a file is named as an agent's, or stands directly in a folder of agents.
fn stands_among_agents(path: &RepoPath) -> bool {
    let folder = path.folder().rsplit('/').next().unwrap_or_default();
    folder == "agents" || words(path.stem()).last().is_some_and(|word| word == "agent")
}

/// Data about something: a table, a schema, an enumeration. It acts on nothing.
fn is_record(class: Found<'_>) -> bool {
    const RECORDS: &[&str] = &[
        "BaseModel",
        "DeclarativeBase",
        "Enum",
        "IntEnum",
        "NamedTuple",
        "Protocol",
        "SQLModel",
        "StrEnum",
        "TypedDict",
    ];
    let is_record = |base: &String| {
        let last = base.trim_end_matches("()").rsplit(['.', ':']).next().unwrap_or_default();
        RECORDS.contains(&last) || base == "django.db.models.Model"
    };
    class.definition.bases.iter().any(is_record)
}

/// The model calls in a class, in the first-party classes it inherits from, and in functions of its file that it uses.
fn sites_of_class(repo: &RepoFacts, names: &Names<'_>, models: &Models, class: Found<'_>) -> Vec<u32> {
    let mut owners = vec![class.reference()];
    let mut waiting = vec![class];
    for _ in 0..32 {
        let Some(class) = waiting.pop() else { break };
        let bases = names.bases(class);
        owners.extend(bases.iter().map(Found::reference));
        waiting.extend(bases);
    }
    let mut helpers = BTreeSet::new();
    for method in names.members(class) {
        let used = repo.resolution().uses.get(&method.reference()).into_iter().flatten();
        helpers.extend(used.filter(|used| used.path == *class.path).cloned());
    }
    let holds = |path: &RepoPath, within: Option<DefinitionId>| {
        let Some(module) = repo.module(path) else { return false };
        match enclosing_class(module, within) {
            Some(id) => owners.contains(&reference(path, id)),
            None => callable(module, within).is_some_and(|id| helpers.contains(&reference(path, id))),
        }
    };
    let paths: BTreeSet<&RepoPath> = owners.iter().map(|owner| &owner.path).collect();
    models
        .call_sites
        .iter()
        .zip(0u32..)
        .filter(|(site, _)| paths.contains(&site.place.path) && holds(&site.place.path, site.within))
        .map(|(_, index)| index)
        .collect()
}

/// Functions that are agents: named as one, or the way into a file that is and that has no other agent.
fn function_agents(
    repo: &RepoFacts,
    names: &Names<'_>,
    models: &Models,
    others: &[Candidate],
) -> Vec<Candidate> {
    let taken: BTreeSet<&RepoPath> = others.iter().map(|agent| &agent.path).collect();
    let mut by_function: BTreeMap<DefinitionRef, Vec<u32>> = BTreeMap::new();
    for (site, index) in models.call_sites.iter().zip(0u32..) {
        let path = &site.place.path;
        let Some(module) = repo.module(path).filter(|_| !taken.contains(path)) else { continue };
        if let Some(id) = callable(module, site.within) {
            by_function.entry(reference(path, id)).or_default().push(index);
        }
    }
    let mut found: Vec<Candidate> = Vec::new();
    let mut by_file: BTreeMap<RepoPath, Vec<(DefinitionRef, Vec<u32>)>> = BTreeMap::new();
    for (function, sites) in by_function {
        let Some(of) = names.found(&function.path, function.id) else { continue };
        if of.definition.parent.is_some() || models.groups.of(&function).is_some() {
            continue;
        }
        if is_agent_function(&of.definition.name) {
            found.push(function_agent(&of, of.definition.name.clone(), sites));
        } else if words(function.path.stem()).last().is_some_and(|word| word == "agent") {
            by_file.entry(function.path.clone()).or_default().push((function, sites));
        }
    }
    for (path, functions) in by_file {
        if found.iter().any(|agent| agent.path == path) {
            continue;
        }
        let sites: Vec<u32> = functions.iter().flat_map(|(_, sites)| sites.iter().copied()).collect();
        let first = functions.first().and_then(|(function, _)| names.found(&path, function.id));
        found.extend(first.map(|first| function_agent(&first, name_of_file(&path), sites)));
    }
    found
}

fn function_agent(function: &Found<'_>, name: String, call_sites: Vec<u32>) -> Candidate {
    Candidate {
        name,
        path: function.path.clone(),
        lines: function.definition.lines,
        framework: "none",
        definition: Some(function.id),
        call_sites,
        holds_model: true,
        team: None,
    }
}

/// The name of a file as an agent's; of `agent.py` its folder's.
pub(crate) fn name_of_file(path: &RepoPath) -> String {
    const GENERIC: &[&str] = &[
        "__init__", "agent", "agents", "app", "crew", "graph", "index", "main", "page", "route", "workflow",
    ];
    let folder = path.folder().rsplit('/').next().unwrap_or_default();
    let name = if GENERIC.contains(&path.stem()) && !folder.is_empty() { folder } else { path.stem() };
    name.to_owned()
}

/// Gives ids and puts agents and teams in order.
fn number(found: Vec<Candidate>) -> (Vec<Agent>, Vec<Team>) {
    let mut placed: Vec<_> = found
        .into_iter()
        .map(|agent| {
            let (folder_name, folder) = team_of(&agent.path);
            (agent.team.clone().unwrap_or(folder_name), folder, agent)
        })
        .collect();
    // Two teams of one name in different folders are two teams.
    let mut folders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (team, folder, _) in &placed {
        folders.entry(team.clone()).or_default().insert(folder.clone());
    }
    for (team, folder, _) in &mut placed {
        if folders.get(team).is_some_and(|folders| folders.len() > 1) && !folder.is_empty() {
            *team = format!("{team}@{folder}");
        }
    }
    let mut uses: BTreeMap<String, u32> = BTreeMap::new();
    for (team, _, agent) in &placed {
        let count = uses.entry(format!("{team}/{}", agent.name)).or_default();
        *count = count.saturating_add(1);
    }
    let mut agents: Vec<(String, Agent)> = placed
        .into_iter()
        .map(|(team, folder, found)| {
            let short = format!("{team}/{}", found.name);
            let is_unique = uses.get(&short).is_none_or(|count| *count == 1);
            let id = if is_unique { short } else { format!("{short}@{}:{}", found.path, found.lines.start) };
            let place = Place::new(found.path, found.lines);
            let agent = Agent {
                id,
                name: found.name,
                team,
                place,
                framework: found.framework.to_owned(),
                definition: found.definition,
                call_sites: found.call_sites,
                holds_model: found.holds_model,
            };
            (folder, agent)
        })
        .collect();
    agents.sort_by(|(_, a), (_, b)| (&a.id, &a.place).cmp(&(&b.id, &b.place)));
    agents.dedup_by(|(_, a), (_, b)| a.id == b.id && a.place == b.place);
    let mut teams: BTreeMap<String, Team> = BTreeMap::new();
    for ((folder, agent), index) in agents.iter().zip(0u32..) {
        let team = teams.entry(agent.team.clone()).or_insert_with(|| Team {
            name: agent.team.clone(),
            folder: folder.clone(),
            agents: Vec::new(),
        });
        team.agents.push(index);
    }
    (agents.into_iter().map(|(_, agent)| agent).collect(), teams.into_values().collect())
}
