//! Agents that only a file of configuration names, where the code has none for them: crews, graphs, agent cards, agent files.

use super::agents::Candidate;
use super::call_sites::Models;
use super::framework_calls::sites_of_crew;
use crate::fact::{Definition, Key, Node};
use crate::{FileRole, RepoFacts};
use beredd_model::{Lines, RepoPath};
use std::collections::BTreeSet;

/// Adds the agents that `known` lacks.
pub(crate) fn add(repo: &RepoFacts, models: &Models, known: &mut Vec<Candidate>) {
    for find in [crews, graphs, cards, agent_files] {
        let found = find(repo, models, known);
        known.extend(found);
    }
}

/// CrewAI: `config/agents.yaml` beside a class with `@CrewBase` that makes its agents by what the file says. Where the class has a method
/// for each of its agents (`@agent`), those are the agents, and what else the file describes is used by nothing.
fn crews(repo: &RepoFacts, models: &Models, known: &[Candidate]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (path, document) in documents(repo).filter(|(path, _)| is_agents_file(path)) {
        let folder = path.folder();
        let folder = folder.strip_suffix("/config").or((folder == "config").then_some("")).unwrap_or(folder);
        let Some((module, class)) = crew_in(repo, folder) else { continue };
        let made = known.iter().filter(|agent| agent.path == *module && agent.framework == "crewai");
        let names: BTreeSet<String> = made.map(|agent| agent.name.to_lowercase()).collect();
        let described = document.members().iter().filter(|(_, agent)| is_role(agent));
        let missing = described.filter(|(key, _)| !names.contains(&key.text.to_lowercase()));
        found.extend(missing.map(|(key, agent)| Candidate {
            call_sites: sites_of_crew(models, class),
            team: Some(class.to_owned()),
            ..candidate(path, key, agent, "crewai")
        }));
    }
    found
}

/// The crew of a folder that has no methods for its agents.
fn crew_in<'a>(repo: &'a RepoFacts, folder: &str) -> Option<(&'a RepoPath, &'a str)> {
    let has = |definition: &Definition, name: &str| {
        definition.decorators.iter().any(|decorator| decorator.target.ends_with(name))
    };
    let (path, module) = repo.production_code().find(|(path, module)| {
        path.folder() == folder && module.definitions.iter().any(|definition| has(definition, ".CrewBase"))
    })?;
    let class = module.definitions.iter().find(|definition| has(definition, ".CrewBase"))?;
    let is_made_by_methods = module.definitions.iter().any(|definition| has(definition, "project.agent"));
    (!is_made_by_methods).then_some((path, class.name.as_str()))
}

fn is_agents_file(path: &RepoPath) -> bool {
    path.stem() == "agents" && matches!(path.extension(), "yaml" | "yml")
}

fn is_role(agent: &Node) -> bool {
    agent.get("role").is_some() && agent.get("goal").is_some()
}

/// LangGraph: the graphs of `langgraph.json` whose file, or one that it imports, is none of an agent.
fn graphs(repo: &RepoFacts, models: &Models, known: &[Candidate]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut taken: BTreeSet<RepoPath> = BTreeSet::new();
    for (path, document) in documents(repo).filter(|(path, _)| path.file_name() == "langgraph.json") {
        for (key, graph) in document.get("graphs").map_or(&[][..], Node::members) {
            let written = graph.text().or_else(|| graph.get("path").and_then(Node::text));
            let file = written.and_then(|text| path.sibling(text.split(':').next().unwrap_or(text)));
            let Some(file) = file.filter(|file| repo.file(file).is_some()) else { continue };
            let behind = files_behind(repo, &file);
            let is_behind = |path: &RepoPath| behind.contains(path);
            // Two lists may name one graph.
            if known.iter().any(|agent| is_behind(&agent.path)) || !taken.insert(file) {
                continue;
            }
            let sites = models.call_sites.iter().zip(0u32..);
            let call_sites: Vec<u32> =
                sites.filter(|(site, _)| is_behind(&site.place.path)).map(|(_, index)| index).collect();
            found.push(Candidate { call_sites, ..candidate(path, key, graph, "langgraph") });
        }
    }
    found
}

/// A file, what it imports, and what the packages that it imports hand on.
fn files_behind(repo: &RepoFacts, file: &RepoPath) -> BTreeSet<RepoPath> {
    let imported = |path: &RepoPath| repo.resolution().imports.get(path).into_iter().flatten().cloned();
    let own: Vec<RepoPath> = imported(file).collect();
    let handed = own.iter().filter(|path| matches!(path.stem(), "__init__" | "index")).flat_map(imported);
    handed.chain(own.iter().cloned()).chain([file.clone()]).collect()
}

/// The card by which other agents find one, where no agent stands in the folder that the card is for.
fn cards(repo: &RepoFacts, _: &Models, known: &[Candidate]) -> Vec<Candidate> {
    const NAMES: &[&str] = &["agent-card.json", "agent.json", "agent_card.json", "agentcard.json"];
    let mut found = Vec::new();
    for (path, document) in documents(repo).filter(|(path, _)| NAMES.contains(&path.file_name())) {
        let says_what = document.get("skills").is_some() || document.get("capabilities").is_some();
        let says_where = document.get("url").is_some() || document.get("protocolVersion").is_some();
        let Some(name) = document.get("name").and_then(Node::text).filter(|_| says_what && says_where) else {
            continue;
        };
        let folder = path.folder();
        let folder = folder.strip_suffix(".well-known").unwrap_or(folder).trim_end_matches('/');
        let folder = folder.strip_suffix("public").unwrap_or(folder).trim_end_matches('/');
        if !known.iter().any(|agent| agent.path.is_in(folder)) {
            found.push(whole(path, name, document, "a2a"));
        }
    }
    found
}

/// Agent files of coding assistants, where nothing else in the repository is an agent.
fn agent_files(repo: &RepoFacts, _: &Models, known: &[Candidate]) -> Vec<Candidate> {
    if !known.is_empty() {
        return Vec::new();
    }
    let files = documents(repo).filter(|(path, _)| {
        let folder = path.folder();
        path.extension() == "md" && (folder == ".claude/agents" || folder.ends_with("/.claude/agents"))
    });
    files
        .filter(|(_, matter)| matter.get("description").is_some())
        .filter_map(|(path, matter)| {
            let name = matter.get("name").and_then(Node::text)?;
            Some(whole(path, name, matter, "claude-code"))
        })
        .collect()
}

fn documents(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &Node)> {
    repo.files_as(FileRole::Production)
        .flat_map(|(path, facts)| facts.config.iter().map(move |document| (path, document)))
}

fn candidate(path: &RepoPath, key: &Key, node: &Node, framework: &'static str) -> Candidate {
    Candidate { lines: Lines::new(key.line, node.end_line), ..whole(path, &key.text, node, framework) }
}

fn whole(path: &RepoPath, name: &str, node: &Node, framework: &'static str) -> Candidate {
    Candidate {
        name: name.to_owned(),
        path: path.clone(),
        lines: Lines::new(node.line, node.end_line),
        framework,
        definition: None,
        call_sites: Vec::new(),
        holds_model: true,
        team: None,
    }
}
