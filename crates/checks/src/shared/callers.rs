//! Who calls a function, through interfaces as well: calling a method of a base is calling those that override it.

use super::origin::reference;
use super::values::last;
use beredd_facts::fact::{Call, Definition, DefinitionKind};
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The uses of a repository's definitions, read backwards.
pub(crate) struct Callers<'a> {
    repo: &'a RepoFacts,
    users: Arc<Graph>,
    overridden: Arc<Overridden>,
}

type Graph = BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>;

/// For each method, the methods of bases and protocols that it implements.
struct Overridden(Graph);

impl<'a> Callers<'a> {
    /// Indexes production code.
    pub(crate) fn new(repo: &'a RepoFacts) -> Self {
        Self { repo, users: repo.derived(users), overridden: repo.derived(overridden) }
    }

    /// The definitions that call a function, or an interface's method that it implements.
    pub(crate) fn of(&self, function: &DefinitionRef) -> BTreeSet<&DefinitionRef> {
        let interfaces = self.overridden.0.get(function).into_iter().flatten();
        std::iter::once(function)
            .chain(interfaces)
            .filter_map(|method| self.users.get(method))
            .flatten()
            .collect()
    }

    /// A function and whoever leads to it in at most `hops` steps, nearest first.
    pub(crate) fn up(&self, function: &DefinitionRef, hops: u32) -> Vec<DefinitionRef> {
        let mut seen = BTreeSet::from([function.clone()]);
        let mut all = vec![function.clone()];
        let mut front = all.clone();
        for _ in 0..hops {
            let users = front.iter().flat_map(|function| self.of(function));
            let next: Vec<DefinitionRef> =
                users.filter(|user| seen.insert((*user).clone())).cloned().collect();
            all.extend(next.iter().cloned());
            front = next;
        }
        all
    }

    /// A function and what it leads to in at most `hops` steps, nearest first; methods that override included.
    pub(crate) fn down(&self, function: &DefinitionRef, hops: u32) -> Vec<DefinitionRef> {
        let mut seen = BTreeSet::from([function.clone()]);
        let mut all = vec![function.clone()];
        let mut front = all.clone();
        for _ in 0..hops {
            let uses =
                front.iter().filter_map(|function| self.repo.resolution().uses.get(function)).flatten();
            let next: Vec<DefinitionRef> =
                uses.filter(|used| seen.insert((*used).clone())).cloned().collect();
            all.extend(next.iter().cloned());
            front = next;
        }
        all
    }
}

fn users(repo: &RepoFacts) -> Graph {
    let mut users = Graph::new();
    for (user, used) in &repo.resolution().uses {
        for used in used {
            users.entry(used.clone()).or_default().insert(user.clone());
        }
    }
    users
}

fn overridden(repo: &RepoFacts) -> Overridden {
    let resolution = repo.resolution();
    let bases: BTreeSet<&DefinitionRef> =
        resolution.subclasses.keys().chain(resolution.alike.keys()).collect();
    let mut found = Graph::new();
    for base in bases {
        let methods = methods_of(repo, base);
        for class in repo.implementations_of(base) {
            for (own, definition) in methods_of(repo, &class) {
                for (method, _) in methods.iter().filter(|(_, base)| base.name == definition.name) {
                    found.entry(own.clone()).or_default().insert(method.clone());
                }
            }
        }
    }
    Overridden(found)
}

/// The methods of a class itself.
pub(crate) fn methods_of<'a>(
    repo: &'a RepoFacts,
    class: &DefinitionRef,
) -> Vec<(DefinitionRef, &'a Definition)> {
    let Some(module) = repo.module(&class.path) else { return Vec::new() };
    let numbered = module.definitions.iter().zip(0u32..);
    numbered
        .filter(|(definition, _)| {
            definition.parent == Some(class.id) && definition.kind == DefinitionKind::Function
        })
        .map(|(definition, id)| (reference(&class.path, beredd_facts::fact::DefinitionId(id)), definition))
        .collect()
}

/// Whether a call runs: at the top of a file, in a method, under a decorator, or in a function that live code calls or hands on.
pub(crate) fn runs(repo: &RepoFacts, path: &RepoPath, call: &Call) -> bool {
    let Some(id) = call.within else { return true };
    let function = reference(path, id);
    let Some(definition) = repo.definition(&function) else { return false };
    // A function that is handed to a call by a text, as routes and listeners are, has a name that no identifier can have.
    let is_handed = definition.name.contains(' ');
    let is_start = definition.name == "main" && repo.module(path).is_some_and(|module| module.is_runnable);
    is_handed
        || is_start
        || definition.parent.is_some()
        || !definition.decorators.is_empty()
        || is_called(repo, &function, definition)
}

fn is_called(repo: &RepoFacts, function: &DefinitionRef, definition: &Definition) -> bool {
    let mut calls = repo.calls_of(function).into_iter();
    calls.any(|(path, _)| repo.is_live(path)) || is_read(repo, function, &definition.name)
}

/// Whether live code reads a function's name without calling it: to hand it on.
fn is_read(repo: &RepoFacts, function: &DefinitionRef, name: &str) -> bool {
    repo.production_code().filter(|(path, _)| repo.is_live(path)).any(|(path, module)| {
        let mut references = module.references.iter().filter(|r| last(&r.target) == name);
        references.any(|r| repo.resolve_target(path, &r.target).as_ref() == Some(function))
    })
}

/// The calls in production code that may run a definition: by name, or through a protocol or base class that it implements.
pub(crate) fn calls_of<'a>(repo: &'a RepoFacts, target: &DefinitionRef) -> Vec<(&'a RepoPath, &'a Call)> {
    let Some(function) = repo.definition(target) else { return Vec::new() };
    let class = function.parent.map(|id| DefinitionRef { path: target.path.clone(), id });
    let mut found = Vec::new();
    for (path, call) in repo.calls_named(&function.name) {
        let Some(callee) = repo.callee_of(path, call) else { continue };
        let is_it = callee == *target || is_implemented_by(repo, &callee, class.as_ref());
        let is_itself = path == &target.path && call.within == Some(target.id);
        if is_it && !is_itself {
            found.push((path, call));
        }
    }
    found
}

fn is_implemented_by(repo: &RepoFacts, method: &DefinitionRef, class: Option<&DefinitionRef>) -> bool {
    let Some(owner) = repo.definition(method).and_then(|method| method.parent) else { return false };
    let owner = DefinitionRef { path: method.path.clone(), id: owner };
    class.is_some_and(|class| repo.implementations_of(&owner).contains(class))
}
