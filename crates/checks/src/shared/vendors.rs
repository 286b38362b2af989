//! Whose models a piece of code reaches, through the repository's own functions and classes.

use super::handed::{Handed, handed};
use beredd_facts::fact::{Call, Definition, DefinitionId, DefinitionKind};
use beredd_facts::{CallVia, DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many calls deep models are looked for.
const DEPTH: u32 = 5;

/// Vendors whose models run on machines of one's own: the library or server, by its documentation.
pub(crate) const LOCAL: &[&str] = &["huggingface-local", "llama-cpp", "ollama", "vllm"];

/// Model calls of a repository, by the function around them.
pub(crate) struct Vendors<'a> {
    repo: &'a RepoFacts,
    by_function: BTreeMap<DefinitionRef, BTreeSet<&'a str>>,
    by_call: BTreeMap<(&'a RepoPath, u32), &'a str>,
    /// Definitions that production code calls, lists or hands over.
    spoken_of: BTreeSet<DefinitionRef>,
    /// What functions were found to reach.
    reached: RefCell<BTreeMap<DefinitionRef, BTreeSet<&'a str>>>,
    handed: Arc<Handed>,
}

impl<'a> Vendors<'a> {
    /// Indexes the model calls of production code.
    pub(crate) fn new(repo: &'a RepoFacts) -> Self {
        let mut found = Self {
            repo,
            by_function: BTreeMap::new(),
            by_call: BTreeMap::new(),
            spoken_of: spoken_of(repo),
            reached: RefCell::default(),
            handed: handed(repo),
        };
        for site in &repo.population().call_sites {
            let CallVia::Provider { provider, .. } = &site.via else { continue };
            found.by_call.insert((&site.place.path, site.call), provider);
            if let Some(id) = site.within {
                let function = DefinitionRef { path: site.place.path.clone(), id };
                found.by_function.entry(function).or_default().insert(provider);
            }
        }
        found
    }

    /// Vendors that a call may end at: its own, those of the function it runs, or of those that it runs through a breaker.
    pub(crate) fn of_call(&self, path: &'a RepoPath, index: u32, call: &Call) -> BTreeSet<&'a str> {
        if let Some(vendor) = self.by_call.get(&(path, index)) {
            return BTreeSet::from([*vendor]);
        }
        let callee = self.repo.callee_of(path, call);
        callee
            .iter()
            .chain(self.handed.run_by(path, index))
            .flat_map(|function| self.of_function(function))
            .collect()
    }

    /// Vendors that a function reaches; a method of an interface reaches what its implementations reach.
    pub(crate) fn of_function(&self, function: &DefinitionRef) -> BTreeSet<&'a str> {
        if let Some(known) = self.reached.borrow().get(function) {
            return known.clone();
        }
        let vendors = self.reached_from(function);
        self.reached.borrow_mut().insert(function.clone(), vendors.clone());
        vendors
    }

    fn reached_from(&self, function: &DefinitionRef) -> BTreeSet<&'a str> {
        let mut vendors = BTreeSet::new();
        let mut seen = BTreeSet::from([function.clone()]);
        let mut front = vec![function.clone()];
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for function in front {
                vendors.extend(self.by_function.get(&function).into_iter().flatten().copied());
                let used = self.repo.resolution().uses.get(&function).into_iter().flatten().cloned();
                let wider = used.chain(self.overrides_of(&function));
                next.extend(wider.filter(|definition| seen.insert(definition.clone())));
            }
            front = next;
        }
        vendors
    }

    /// Vendors of all first-party methods of a name: what a variable of unknown class may reach. A class that production code
    /// never speaks of outside itself, an import that nobody reads apart, is behind no variable.
    pub(crate) fn of_methods_named(&self, name: &str) -> BTreeSet<&'a str> {
        self.by_function
            .keys()
            .filter(|function| {
                self.repo.definition(function).is_some_and(|definition| {
                    let class = definition.parent.map(|id| DefinitionRef { path: function.path.clone(), id });
                    definition.name == name && class.is_none_or(|class| self.spoken_of.contains(&class))
                })
            })
            .flat_map(|function| self.of_function(function))
            .collect()
    }

    fn overrides_of(&self, function: &DefinitionRef) -> Vec<DefinitionRef> {
        let Some(definition) = self.repo.definition(function) else { return Vec::new() };
        let Some(class) = definition.parent.map(|id| DefinitionRef { path: function.path.clone(), id })
        else {
            return Vec::new();
        };
        let implementations = self.repo.implementations_of(&class).into_iter();
        implementations.filter_map(|class| method_of(self.repo, &class, &definition.name)).collect()
    }
}

/// Definitions whose names production code reads, bases of classes among them. Importing a name is not reading it.
fn spoken_of(repo: &RepoFacts) -> BTreeSet<DefinitionRef> {
    let mut found = BTreeSet::new();
    for (path, module) in repo.production_code() {
        let targets: BTreeSet<&str> = module
            .references
            .iter()
            .map(|reference| reference.target.as_str())
            .chain(module.calls.iter().map(|call| call.target.as_str()))
            .chain(module.definitions.iter().flat_map(|definition| &definition.bases).map(String::as_str))
            .collect();
        found.extend(targets.into_iter().filter_map(|target| repo.resolve_target(path, target)));
    }
    found
}

/// The method of a name in a class itself.
fn method_of(repo: &RepoFacts, class: &DefinitionRef, name: &str) -> Option<DefinitionRef> {
    let is_it = |definition: &Definition| {
        definition.parent == Some(class.id)
            && definition.kind == DefinitionKind::Function
            && definition.name == name
    };
    let definitions = &repo.module(&class.path)?.definitions;
    let (_, id) = definitions.iter().zip(0u32..).find(|(definition, _)| is_it(definition))?;
    Some(DefinitionRef { path: class.path.clone(), id: DefinitionId(id) })
}
