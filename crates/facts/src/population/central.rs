//! First-party services that others call models through.
//!
//! A service is a class, not an agent, with a public method that takes something and leads to a model; or such a function. An
//! interface and its implementations are one service, named by the interface. A class that leads to a model through another one
//! is a service of its own only when its name says so (`LLMGateway` in front of `OpenAIProvider`), or when it stands in for what it
//! asks: its method has the name of the one that it calls. Otherwise it is a user of one. A function that passes on what it is asked
//! belongs to the service that it asks.

use super::agent_names::{is_agent_name, is_test_double};
use super::reach::{Reach, Way, class_of, passes_on, reference};
use crate::fact::DefinitionKind;
use crate::identifier::words;
use crate::resolve::{Found, Names};
use crate::{DefinitionRef, RepoFacts};
use std::collections::{BTreeMap, BTreeSet};

/// Words for a model in names of first-party code.
pub(crate) const MODEL_WORDS: &[&str] = &[
    "ai",
    "anthropic",
    "bedrock",
    "chat model",
    "claude",
    "completion",
    "completions",
    "gateway",
    "gemini",
    "genai",
    "gpt",
    "inference",
    "language model",
    "llm",
    "llms",
    "model",
    "open ai",
    "openai",
];

/// Last words of names that hold a connection to a model.
pub(crate) const SERVICE_WORDS: &[&str] = &[
    "adapter", "api", "backend", "client", "engine", "facade", "gateway", "llm", "manager", "model",
    "provider", "proxy", "router", "service", "wrapper",
];

/// Words of names for what uses a model for a purpose of its own, whoever calls it: a tool of an agent, a step, a test of answers.
const USER_WORDS: &[&str] = &["eval", "evaluation", "evaluator", "tool", "tools", "workflow"];

/// A service with everything that belongs to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// Classes or the function, the interface included.
    pub(crate) members: BTreeSet<DefinitionRef>,
    /// Its public methods that lead to a model.
    pub(crate) methods: BTreeSet<String>,
    /// Whose models.
    pub(crate) vendors: BTreeSet<String>,
    /// Whether something outside all services refers to it.
    pub(crate) is_central: bool,
}

/// Every service, by its interface or sole class.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    groups: BTreeMap<DefinitionRef, Group>,
    of_member: BTreeMap<DefinitionRef, DefinitionRef>,
}

impl Groups {
    pub(crate) fn new(repo: &RepoFacts, reach: &Reach) -> Self {
        let names = repo.names();
        let mut found = Self::default();
        let doors: Vec<_> = reach
            .functions()
            .filter_map(|(function, way)| door(repo, &names, reach, function, way))
            .collect();
        for door in &doors {
            // Of a class with several interfaces, the first that is not the class itself names the service.
            let root =
                doors.iter().filter(|d| d.member == door.member && d.root != d.member).map(|d| &d.root);
            let root = root.min().unwrap_or(&door.root);
            let group = found.groups.entry(root.clone()).or_default();
            group.members.extend([root.clone(), door.member.clone()]);
            group.methods.insert(door.method.clone());
            group.vendors.extend(door.vendors.iter().cloned());
            found.of_member.insert(door.member.clone(), root.clone());
        }
        let roots: Vec<_> = found.groups.keys().cloned().collect();
        for root in roots {
            found.of_member.insert(root.clone(), root);
        }
        found.add_passing(repo, &names, reach);
        found.mark_central(repo, &names);
        found
    }

    /// The service that a class or function belongs to, with the key it is known by.
    pub(crate) fn of(&self, member: &DefinitionRef) -> Option<(&DefinitionRef, &Group)> {
        self.groups.get_key_value(self.of_member.get(member)?)
    }

    /// Every service.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&DefinitionRef, &Group)> {
        self.groups.iter()
    }

    /// The service that has a method of this name, central ones first.
    pub(crate) fn with_method(&self, method: &str) -> Option<(&DefinitionRef, &Group)> {
        let fits = |(_, group): &(&DefinitionRef, &Group)| group.methods.contains(method);
        self.groups.iter().filter(fits).min_by_key(|(_, group)| !group.is_central)
    }

    /// Functions in front of a service, and functions in front of those.
    fn add_passing(&mut self, repo: &RepoFacts, names: &Names<'_>, reach: &Reach) {
        let passing: BTreeSet<&DefinitionRef> = reach
            .functions()
            .filter(|(function, way)| way.steps > 0 && passes_on(names, function))
            .map(|(function, _)| function)
            .collect();
        // Each round goes one function further from the service; a round that adds none is the last.
        for _ in 0..4 {
            let next: Vec<_> = passing
                .iter()
                .filter(|function| !self.of_member.contains_key(**function))
                .filter_map(|function| Some(((*function).clone(), self.asked_by(repo, function)?)))
                .collect();
            if next.is_empty() {
                return;
            }
            for (function, root) in next {
                let name =
                    names.found(&function.path, function.id).map(|found| found.definition.name.clone());
                if let Some(group) = self.groups.get_mut(&root) {
                    group.members.insert(function.clone());
                    group.methods.extend(name);
                }
                self.of_member.insert(function, root);
            }
        }
    }

    /// The service that a function asks.
    fn asked_by(&self, repo: &RepoFacts, function: &DefinitionRef) -> Option<DefinitionRef> {
        let used = repo.resolution().uses.get(function)?;
        let roots = used
            .iter()
            .filter_map(|used| self.of_member.get(&class_of(repo, used).unwrap_or_else(|| used.clone())));
        roots.min().cloned()
    }

    /// A service is central when others than services refer to it: by a call, a name, an annotation.
    fn mark_central(&mut self, repo: &RepoFacts, names: &Names<'_>) {
        let mut central: BTreeSet<DefinitionRef> = BTreeSet::new();
        for (user, used) in &repo.resolution().uses {
            central.extend(used.iter().filter_map(|used| self.used_from_outside(repo, user, used)));
        }
        for (path, module) in repo.production_code() {
            for (definition, id) in module.definitions.iter().zip(0u32..) {
                let annotations = definition.parameters.iter().filter_map(|p| p.annotation.as_ref());
                let user = reference(path, crate::fact::DefinitionId(id));
                let used = annotations.filter_map(|annotation| names.definition(path, annotation));
                central
                    .extend(used.filter_map(|used| self.used_from_outside(repo, &user, &used.reference())));
            }
            let at_top = module.calls.iter().filter(|call| call.within.is_none());
            for used in at_top.filter_map(|call| names.callee(path, call)) {
                let used = used.reference();
                let used = class_of(repo, &used).unwrap_or(used);
                central.extend(self.of_member.get(&used).filter(|_| used.path != *path).cloned());
            }
        }
        central.retain(|root| {
            names.found(&root.path, root.id).is_none_or(|found| !is_for_itself(&found.definition.name))
        });
        for root in central {
            if let Some(group) = self.groups.get_mut(&root) {
                group.is_central = true;
            }
        }
    }

    /// The service that `used` belongs to, when `user` belongs to none. A plain function beside a service is its factory, and
    /// belongs to it.
    fn used_from_outside(
        &self,
        repo: &RepoFacts,
        user: &DefinitionRef,
        used: &DefinitionRef,
    ) -> Option<DefinitionRef> {
        let class = class_of(repo, user);
        let is_factory = class.is_none() && self.of_member.keys().any(|member| member.path == user.path);
        if is_factory || self.of_member.contains_key(&class.unwrap_or_else(|| user.clone())) {
            return None;
        }
        self.of_member.get(&class_of(repo, used).unwrap_or_else(|| used.clone())).cloned()
    }
}

/// A public way into a service.
struct Door {
    root: DefinitionRef,
    member: DefinitionRef,
    method: String,
    vendors: BTreeSet<String>,
}

fn door(
    repo: &RepoFacts,
    names: &Names<'_>,
    reach: &Reach,
    function: &DefinitionRef,
    way: &Way,
) -> Option<Door> {
    let found = names.found(&function.path, function.id)?;
    let name = &found.definition.name;
    let takes_nothing = found.definition.parameters.is_empty() && !reach.gives(function);
    if takes_nothing || (name.starts_with('_') && name != "__call__") {
        return None;
    }
    let make = |root: DefinitionRef, member: DefinitionRef| Door {
        root,
        member,
        method: name.clone(),
        vendors: way.vendors.clone(),
    };
    let Some(member) = class_of(repo, function) else {
        let is_service = way.steps == 0 && found.definition.parent.is_none() && is_model_function(&found);
        return is_service.then(|| make(function.clone(), function.clone()));
    };
    let class = names.found(&member.path, member.id)?;
    if is_agent(names, class) || is_test_double(&class.definition.name) {
        return None;
    }
    let root = interface(names, class, name);
    let says_so = says_model_service(&class.definition.name) || says_model_service(&root.definition.name);
    (way.steps == 0 || says_so || stands_in(repo, names, reach, function, name))
        .then(|| make(root.reference(), member))
}

/// Whether a method calls one of the same name that leads to a model by itself: a class in front of others that are like it.
fn stands_in(
    repo: &RepoFacts,
    names: &Names<'_>,
    reach: &Reach,
    function: &DefinitionRef,
    name: &str,
) -> bool {
    let asked = repo.resolution().uses.get(function).into_iter().flatten();
    asked.filter(|used| reach.way(used).is_some_and(|way| way.steps == 0)).any(|used| {
        let is_like = names.found(&used.path, used.id).is_some_and(|found| found.definition.name == name);
        is_like && class_of(repo, used).is_some_and(|class| Some(class) != class_of(repo, function))
    })
}

/// Whether a class is an agent, or inherits from one of a framework.
fn is_agent(names: &Names<'_>, class: Found<'_>) -> bool {
    is_agent_name(&class.definition.name) || super::agents::framework_of(names, class).is_some()
}

/// The base class that first declares a method.
fn interface<'a>(names: &Names<'a>, class: Found<'a>, method: &str) -> Found<'a> {
    let mut current = class;
    // A chain of bases longer than this is none that people write.
    for _ in 0..16 {
        let declares = |base: &Found<'a>| names.method(*base, method).is_some();
        match names.bases(current).into_iter().find(declares) {
            Some(base) => current = base,
            None => break,
        }
    }
    current
}

/// A function that is a service by itself: its own name, or its file's, speaks of models.
pub(crate) fn is_model_function(found: &Found<'_>) -> bool {
    let speaks = |name: &str| crate::identifier::has_word(name, MODEL_WORDS);
    found.definition.kind == DefinitionKind::Function
        && !is_agent_name(&found.definition.name)
        && !words(found.path.stem()).iter().any(|word| word == "agent")
        && (speaks(&found.definition.name) || speaks(found.path.stem()))
}

/// Whether a name says that its bearer asks models for a purpose of its own.
fn is_for_itself(name: &str) -> bool {
    crate::identifier::has_word(name, USER_WORDS) && !says_model_service(name)
}

/// Whether a name says: I am what models are called through.
pub(crate) fn says_model_service(name: &str) -> bool {
    let last = words(name).pop();
    crate::identifier::has_word(name, MODEL_WORDS)
        && last.is_some_and(|last| SERVICE_WORDS.contains(&last.as_str()))
}
