//! What the code in a team's documents calls: its agents, their routes, or a model as its agents do.

use super::agents::sites_of;
use super::documents::{commands_in, first_line};
use super::named_things::{Inventory, named_in_python};
use beredd_facts::fact::{CodeBlock, Definition, Document};
use beredd_facts::identifier::words;
use beredd_facts::{Agent, HttpRoute, RepoFacts, Team};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::BTreeSet;

/// What a team's document shows.
pub(crate) enum Shown {
    /// An example that calls the agent of this name.
    Example(Place, String),
    /// An example that names what is not there.
    Stale(Place, String),
    /// An example in which an agent asks a model through a method of this name, which no agent of the team calls.
    Foreign(Place, String),
    /// Nothing.
    Nothing(Place),
}

/// The agents of a team.
pub(crate) fn agents_of<'a>(repo: &'a RepoFacts, team: &'a Team) -> impl Iterator<Item = &'a Agent> {
    let agents = &repo.population().agents;
    team.agents.iter().filter_map(|index| agents.get(usize::try_from(*index).ok()?))
}

/// What the documents of a team are read with.
pub(crate) struct Known<'a> {
    /// The repository.
    pub(crate) repo: &'a RepoFacts,
    /// What it holds, by name.
    pub(crate) inventory: &'a Inventory<'a>,
    /// The team.
    pub(crate) team: &'a Team,
}

impl Known<'_> {
    /// What a document shows of the team.
    pub(crate) fn look_at(&self, path: &RepoPath, document: &Document) -> Shown {
        let (mut stale, mut foreign) = (None, None);
        for block in &document.code_blocks {
            let missing = named_in_python(block)
                .into_iter()
                .find(|(_, named)| self.inventory.has(named) == Some(false));
            if let Some((line, named)) = missing {
                stale = stale.or(Some((line, named.written())));
            } else if let Some((line, called)) = self.called_in(block) {
                return Shown::Example(RepoFacts::place(path, Lines::at(line)), called);
            } else {
                foreign = foreign.or_else(|| self.excerpt_in(block, &methods_of_services(self.repo)));
            }
        }
        let place = |line: u32| RepoFacts::place(path, Lines::at(line));
        match (stale, foreign) {
            (_, Some((line, called))) => Shown::Foreign(place(line), called),
            (Some((line, missing)), None) => Shown::Stale(place(line), missing),
            (None, None) => Shown::Nothing(place(1)),
        }
    }

    /// The line in a block that calls an agent of the team, and what it calls.
    fn called_in(&self, block: &CodeBlock) -> Option<(u32, String)> {
        let asked =
            commands_in(block).into_iter().find_map(|(line, command)| Some((line, self.route_in(&command)?)));
        if asked.is_some() || !is_program(block) {
            return asked;
        }
        let agents: BTreeSet<Vec<String>> =
            agents_of(self.repo, self.team).map(|agent| words(&agent.name)).collect();
        let called = block.text.lines().zip(first_line(block)..).find_map(|(line, number)| {
            let code = line.split("# ").next().unwrap_or(line);
            if code.trim_start().starts_with(['#', '\'', '"']) {
                return None;
            }
            let (called, _) = code.match_indices('(').find_map(|(at, _)| {
                let before = code.get(..at)?;
                let name = before
                    .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.')
                    .next()?;
                let is_agent = name.split('.').any(|part| agents.contains(&words(part)));
                is_agent.then_some((name.to_owned(), at))
            })?;
            Some((number, called))
        });
        called.or_else(|| self.excerpt_in(block, &self.asked()))
    }

    /// The names of what the team's agents call to ask a model.
    fn asked(&self) -> BTreeSet<&str> {
        agents_of(self.repo, self.team)
            .flat_map(|agent| sites_of(self.repo, agent))
            .filter_map(|site| {
                self.repo.module(&site.place.path)?.calls.get(usize::try_from(site.call).ok()?)
            })
            .filter_map(|call| call.callee.rsplit('.').next())
            .collect()
    }

    /// The line in a block that calls one of these, when the block shows code of an agent: a class or a method that it really has.
    fn excerpt_in(&self, block: &CodeBlock, asked: &BTreeSet<&str>) -> Option<(u32, String)> {
        let shows_agent = block.text.lines().filter_map(defined_in).any(|name| {
            agents_of(self.repo, self.team).any(|agent| {
                let lines = Lines::new(agent.place.line, agent.place.end_line);
                let module = self.repo.module(&agent.place.path);
                let is_method =
                    |one: &Definition| one.name == name && one.parent.is_some() && lines.holds(one.lines);
                agent.name == name || module.is_some_and(|module| module.definitions.iter().any(is_method))
            })
        });
        let mut lines =
            block.text.lines().zip(first_line(block)..).filter(|_| shows_agent && is_program(block));
        lines.find_map(|(line, number)| {
            let (before, _) = line.split_once('(')?;
            let name = before.rsplit('.').next().filter(|_| before.contains('.'))?;
            asked.contains(name).then(|| (number, name.to_owned()))
        })
    }

    /// The route of the team that a command asks.
    fn route_in(&self, command: &str) -> Option<String> {
        let program = command.split_whitespace().next()?;
        if !matches!(program, "curl" | "http" | "httpie" | "xh" | "wget") {
            return None;
        }
        let address = command
            .split_whitespace()
            .map(|word| word.trim_matches(['"', '\'']))
            .find(|word| word.contains('/') && word.contains(':'))?;
        let behind = address.split_once("://").map_or(address, |(_, rest)| rest);
        let path = behind.find('/').and_then(|at| behind.get(at..))?.split(['?', '#']).next()?;
        let route = self
            .repo
            .population()
            .routes
            .iter()
            .find(|route| is_route(route, path) && self.is_of_team(route))?;
        Some(format!("{} {}", route.method, route.pattern))
    }

    /// Whether a route's file stands in the team's folder, or imports a file that does.
    fn is_of_team(&self, route: &HttpRoute) -> bool {
        let folder = &self.team.folder;
        let imports = self.repo.resolution().imports.get(&route.place.path);
        route.place.path.is_in(folder)
            || imports.is_some_and(|imports| imports.iter().any(|path| path.is_in(folder)))
    }
}

/// Names of the methods that models are called through.
fn methods_of_services(repo: &RepoFacts) -> BTreeSet<&str> {
    let methods = repo.population().central_services.iter().flat_map(|service| {
        let definitions = repo.module(&service.place.path).into_iter().flat_map(|module| &module.definitions);
        let methods = definitions.filter(|one| one.parent == Some(service.definition) && one.is_public);
        methods.map(|one| one.name.as_str())
    });
    methods.collect()
}

/// The class or function whose definition a line begins.
fn defined_in(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = ["class ", "async def ", "def "].into_iter().find_map(|start| line.strip_prefix(start))?;
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
}

/// Whether a block holds code rather than data, pictures or output.
fn is_program(block: &CodeBlock) -> bool {
    matches!(
        block.language.as_str(),
        "py" | "python"
            | "python3"
            | "ts"
            | "typescript"
            | "js"
            | "javascript"
            | "tsx"
            | "go"
            | "java"
            | "kotlin"
            | "csharp"
            | "cs"
            | "rust"
    )
}

/// Whether a path of an address is one of a route: parts in braces stand for anything.
fn is_route(route: &HttpRoute, path: &str) -> bool {
    let parts =
        |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (pattern, asked) = (parts(&route.pattern), parts(path));
    route.is_registered
        && !asked.is_empty()
        && pattern.len() == asked.len()
        && pattern.iter().zip(&asked).all(|(one, other)| one == other || one.starts_with(['{', '<', ':']))
}
