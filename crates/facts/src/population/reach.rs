//! Which functions lead to a model.
//!
//! A function that holds a provider's call leads there in no step. So does one that calls it within the same class or file, and
//! the method of a base class that it overrides: calling the interface is calling the implementation. One step further is a
//! function of another class or file that calls one of these. A function that speaks of models and passes on what it is asked
//! (`call_model` over `create_chat_completion` over a provider's class) is no step of its own: whoever calls it calls the model.

use crate::fact::{DefinitionId, DefinitionKind, Module};
use crate::resolve::{Found, Names, classes, enclosing_class};
use crate::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// How many functions that pass on what they are asked may stand in front of each other.
const PASSING_ON: u8 = 3;

/// How a function leads to models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Way {
    /// 0 itself or its class, 1 through another one.
    pub(crate) steps: u8,
    /// Whose models.
    pub(crate) vendors: BTreeSet<String>,
}

/// Functions and methods that lead to a model in at most one step.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    ways: BTreeMap<DefinitionRef, Way>,
    /// Properties that give out a provider's function: reading one and calling what comes is calling a model.
    givers: BTreeSet<DefinitionRef>,
}

impl Reach {
    /// Follows the uses backwards from the functions that hold provider calls.
    pub(crate) fn new(
        repo: &RepoFacts,
        direct: BTreeMap<DefinitionRef, BTreeSet<String>>,
        givers: BTreeSet<DefinitionRef>,
    ) -> Self {
        let names = repo.names();
        let graph = Users::new(repo, &names);
        let mut reach = Self { givers, ..Self::default() };
        for (function, vendors) in direct {
            reach.ways.insert(function, Way { steps: 0, vendors });
        }
        reach.close(&graph);
        let first: Vec<_> = reach.ways.iter().map(|(f, way)| (f.clone(), way.vendors.clone())).collect();
        for (function, vendors) in first {
            for user in graph.far.get(&function).into_iter().flatten() {
                reach.add(user, 1, &vendors);
            }
        }
        reach.close(&graph);
        reach.follow_passing(&names, &graph);
        reach
    }

    fn follow_passing(&mut self, names: &Names<'_>, graph: &Users) {
        let mut done: BTreeSet<DefinitionRef> = BTreeSet::new();
        for _ in 0..PASSING_ON {
            let passes = |function: &DefinitionRef, way: &Way| {
                way.steps > 0 && !done.contains(function) && passes_on(names, function)
            };
            let passing: Vec<_> = self
                .ways
                .iter()
                .filter(|(function, way)| passes(function, way))
                .map(|(function, way)| (function.clone(), way.vendors.clone()))
                .collect();
            if passing.is_empty() {
                return;
            }
            for (function, vendors) in passing {
                for user in graph.far.get(&function).into_iter().flatten() {
                    self.add(user, 1, &vendors);
                }
                done.insert(function);
            }
            self.close(graph);
        }
    }

    /// How a function leads to a model, when it does.
    pub(crate) fn way(&self, function: &DefinitionRef) -> Option<&Way> {
        self.ways.get(function)
    }

    /// Whether a property gives out a provider's function.
    pub(crate) fn gives(&self, function: &DefinitionRef) -> bool {
        self.givers.contains(function)
    }

    /// Every function that leads to a model.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&DefinitionRef, &Way)> {
        self.ways.iter()
    }

    fn close(&mut self, graph: &Users) {
        let mut waiting: BTreeSet<DefinitionRef> = self.ways.keys().cloned().collect();
        while let Some(function) = waiting.pop_first() {
            let Some(way) = self.ways.get(&function).cloned() else { continue };
            for user in graph.near.get(&function).into_iter().flatten() {
                if self.add(user, way.steps, &way.vendors) {
                    waiting.insert(user.clone());
                }
            }
        }
    }

    fn add(&mut self, function: &DefinitionRef, steps: u8, vendors: &BTreeSet<String>) -> bool {
        let is_new = !self.ways.contains_key(function);
        let way = self.ways.entry(function.clone()).or_insert_with(|| Way { steps, ..Way::default() });
        let before = way.vendors.len();
        way.vendors.extend(vendors.iter().cloned());
        is_new || way.vendors.len() > before
    }
}

/// The method or function of a file that a definition stands in: what others can call.
pub(crate) fn callable(module: &Module, within: Option<DefinitionId>) -> Option<DefinitionId> {
    let mut current = within?;
    let mut found = None;
    loop {
        let definition = module.definitions.get(crate::resolve::at(current.0))?;
        if definition.kind == DefinitionKind::Class {
            return found;
        }
        found = Some(current);
        match definition.parent.filter(|parent| parent.0 < current.0) {
            Some(parent) => current = parent,
            None => return found,
        }
    }
}

/// Whether a function is a way to the model that others call: public, on its own, given something, and it speaks of models.
pub(crate) fn passes_on(names: &Names<'_>, function: &DefinitionRef) -> bool {
    names.found(&function.path, function.id).is_some_and(|found| {
        let definition = found.definition;
        definition.parent.is_none()
            && !definition.parameters.is_empty()
            && !definition.name.starts_with('_')
            && super::central::is_model_function(&found)
    })
}

/// The class of a definition, as a reference.
pub(crate) fn class_of(repo: &RepoFacts, of: &DefinitionRef) -> Option<DefinitionRef> {
    let id = enclosing_class(repo.module(&of.path)?, Some(of.id))?;
    Some(DefinitionRef { path: of.path.clone(), id })
}

/// Who uses each function: within its class or file, and from elsewhere.
struct Users {
    near: BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>,
    far: BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>,
}

impl Users {
    fn new(repo: &RepoFacts, names: &Names<'_>) -> Self {
        let mut users = Self { near: BTreeMap::new(), far: BTreeMap::new() };
        for (user, used) in &repo.resolution().uses {
            let Some(module) = repo.module(&user.path) else { continue };
            let Some(id) = callable(module, Some(user.id)) else { continue };
            let user = DefinitionRef { path: user.path.clone(), id };
            for used in used.iter().filter(|used| **used != user) {
                let table = if is_near(repo, &user, used) { &mut users.near } else { &mut users.far };
                table.entry(used.clone()).or_default().insert(user.clone());
            }
        }
        for class in classes(names) {
            users.add_overridden(names, class, &names.bases(class));
        }
        for (protocol, implementations) in &repo.resolution().alike {
            let Some(protocol) = names.found(&protocol.path, protocol.id) else { continue };
            for class in implementations.iter().filter_map(|class| names.found(&class.path, class.id)) {
                users.add_overridden(names, class, &[protocol]);
            }
        }
        users
    }

    /// Calling a method of a base, or of a protocol, is calling the methods that stand in for it.
    fn add_overridden(&mut self, names: &Names<'_>, class: Found<'_>, bases: &[Found<'_>]) {
        let methods = names.members(class);
        for base in bases {
            for method in &methods {
                if let Some(overridden) = names.method(*base, &method.definition.name) {
                    self.near.entry(method.reference()).or_default().insert(overridden.reference());
                }
            }
        }
    }
}

fn is_near(repo: &RepoFacts, user: &DefinitionRef, used: &DefinitionRef) -> bool {
    match (class_of(repo, user), class_of(repo, used)) {
        (Some(user), Some(used)) => {
            user == used || repo.resolution().subclasses.get(&used).is_some_and(|subs| subs.contains(&user))
        }
        _ => user.path == used.path,
    }
}

/// The path of a reference and its id, for tables that are keyed by file.
pub(crate) fn reference(path: &RepoPath, id: DefinitionId) -> DefinitionRef {
    DefinitionRef { path: path.clone(), id }
}
