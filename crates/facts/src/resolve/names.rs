//! What a bound name means: the definition behind `::Breaker().call` or `backend.core.interfaces.LLMService().generate`.

use super::javascript::is_javascript;
use super::modules::{Located, ModuleIndex, join, top};
use super::packages::Packages;
use super::scope::{Scope, at, enclosing_class};
use crate::DefinitionRef;
use crate::derived::{Derived, Place};
use crate::fact::{Call, Definition, DefinitionId, DefinitionKind, Import, Module, Value};
use crate::files::{Files, Table};
use beredd_model::RepoPath;
use std::cell::Cell;

/// How deep a look-up may go through imports, bindings, bases and factories. Real chains are short; cycles end here.
const MAX_DEPTH: u8 = 24;

/// How many steps a look-up may take in all, so that code made to branch at every step costs no more than any other.
const MAX_STEPS: u16 = 500;

/// What is left of a look-up's depth and steps.
#[derive(Clone, Copy)]
pub(crate) struct Fuel<'f> {
    depth: u8,
    steps: &'f Cell<u16>,
}

impl Fuel<'_> {
    pub(super) fn step(self) -> Option<Self> {
        self.steps.set(self.steps.get().checked_sub(1)?);
        Some(Self { depth: self.depth.checked_sub(1)?, ..self })
    }
}

pub(super) fn with_fuel<T>(query: impl FnOnce(Fuel<'_>) -> T) -> T {
    query(Fuel { depth: MAX_DEPTH, steps: &Cell::new(MAX_STEPS) })
}

/// Everything a look-up reads.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) files: &'a Files,
    pub(crate) index: &'a ModuleIndex,
    pub(crate) packages: &'a Packages,
    pub(crate) scopes: &'a Table<RepoPath, Scope>,
    pub(crate) derived: &'a Derived,
}

/// A definition with its surroundings at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'a> {
    pub(crate) path: &'a RepoPath,
    pub(crate) module: &'a Module,
    pub(crate) id: DefinitionId,
    pub(crate) definition: &'a Definition,
}

/// What a name can stand for.
#[derive(Clone, Debug)]
pub(crate) enum Entity<'a> {
    /// A module of the repository.
    Module(&'a RepoPath),
    /// A folder of modules.
    Folder(String),
    /// A class or a function.
    Definition(Found<'a>),
    /// An instance of a class.
    Instance(Found<'a>),
}

impl Found<'_> {
    pub(crate) fn reference(&self) -> DefinitionRef {
        DefinitionRef { path: self.path.clone(), id: self.id }
    }

    fn is_class(&self) -> bool {
        self.definition.kind == DefinitionKind::Class
    }
}

impl<'a> Names<'a> {
    /// The definition that a bound name in a file stands for; of an instance, its class.
    pub(crate) fn definition(&self, path: &RepoPath, target: &str) -> Option<Found<'a>> {
        // Those need not be kept.
        if self.leads_outside(path, target) {
            return None;
        }
        let look_up = || match with_fuel(|fuel| self.entity(path, target, fuel))? {
            Entity::Definition(found) | Entity::Instance(found) => Some((found.path.clone(), found.id)),
            Entity::Module(_) | Entity::Folder(_) => None,
        };
        let meaning = self.derived.meaning(path, target, look_up)?;
        self.found(&meaning.path, meaning.id)
    }

    /// Whether a bound name leads out of the repository, as most names of Python do and their first part tells. What a specifier
    /// of JavaScript leads to (`@/models`, a package of the workspace) its project says, so that no first part is enough.
    pub(crate) fn leads_outside(&self, path: &RepoPath, target: &str) -> bool {
        !target.starts_with([':', '.'])
            && !self.index.knows(top(target).trim_end_matches("()"))
            && !self.is_read_by_tokens(path)
            && !super::javascript::is_javascript(path)
    }

    /// The definition that a call runs, `self` and `super()` included.
    pub(crate) fn callee(&self, path: &RepoPath, call: &Call) -> Option<Found<'a>> {
        self.definition_within(path, &call.target, call.within)
    }

    /// As [`Self::definition`], with `self`, `cls` and `super()` read as the class around `within`.
    pub(crate) fn definition_within(
        &self,
        path: &RepoPath,
        target: &str,
        within: Option<DefinitionId>,
    ) -> Option<Found<'a>> {
        if !Self::depends_on_class(target) {
            return self.definition(path, target);
        }
        let class = self.found(path, enclosing_class(self.module(path)?, within)?)?;
        // No name of Python's begins with a number: it cannot be taken for one of the file.
        let within_class = format!("{}{target}", class.id.0);
        let meaning = self.derived.meaning(path, &within_class, || {
            let found = self.definition_of_receiver(class, target)?;
            Some((found.path.clone(), found.id))
        })?;
        self.found(&meaning.path, meaning.id)
    }

    /// What `self.name`, `cls.name` or `super().name` stands for in a class.
    fn definition_of_receiver(&self, class: Found<'a>, target: &str) -> Option<Found<'a>> {
        let (receiver, rest) = target.split_once('.').unwrap_or((target, ""));
        let path = class.path;
        let start = if receiver == "super()" {
            let (member, _) = called(rest.split('.').next()?);
            let base = class.definition.bases.iter().find_map(|base| {
                let base = self.definition(path, base)?;
                self.method(base, member).map(|_| base)
            })?;
            Entity::Instance(base)
        } else {
            Entity::Instance(class)
        };
        let parts = rest.split('.').filter(|part| !part.is_empty());
        match with_fuel(|fuel| self.descend(start, parts, fuel))? {
            Entity::Definition(found) | Entity::Instance(found) => Some(found),
            Entity::Module(_) | Entity::Folder(_) => None,
        }
    }

    /// Whether what a name stands for depends on the class around it.
    pub(crate) fn depends_on_class(target: &str) -> bool {
        matches!(target.split('.').next(), Some("self" | "cls" | "super()" | "cls()"))
    }

    /// The definition of an id in a file.
    pub(crate) fn found(&self, path: &RepoPath, id: DefinitionId) -> Option<Found<'a>> {
        let (path, facts) = self.files.get_key_value(path)?;
        let module = facts.module.as_ref()?;
        Some(Found { path, module, id, definition: module.definitions.get(at(id.0))? })
    }

    /// Methods and inner classes of a class, without those of its bases.
    pub(crate) fn members(&self, class: Found<'a>) -> Vec<Found<'a>> {
        let Some(scope) = self.scopes.get(class.path) else { return Vec::new() };
        scope
            .members(class.module, class.id)
            .map(|(id, definition)| Found { id, definition, ..class })
            .collect()
    }

    /// A method or inner class of a class or of its bases.
    pub(crate) fn method(&self, class: Found<'a>, name: &str) -> Option<Found<'a>> {
        match with_fuel(|fuel| self.member_of_class(class, name, fuel))? {
            Entity::Definition(found) => Some(found),
            _ => None,
        }
    }

    /// The first-party bases of a class.
    pub(crate) fn bases(&self, class: Found<'a>) -> Vec<Found<'a>> {
        with_fuel(|fuel| self.bases_of(class, fuel))
    }

    /// Whether a name can be imported from a module.
    pub(crate) fn has_name(&self, path: &RepoPath, name: &str) -> bool {
        with_fuel(|fuel| self.gives_name(path, name, fuel))
    }

    fn gives_name(&self, path: &RepoPath, name: &str, fuel: Fuel<'_>) -> bool {
        let (Some(module), Some(scope)) = (self.module(path), self.scopes.get(path)) else { return true };
        let Some(fuel) = fuel.step() else { return true };
        let is_dunder = name.starts_with("__") && name.ends_with("__");
        if !module.is_parsed || is_dunder || scope.binds(module, name) {
            return true;
        }
        scope.binds(module, "__getattr__")
            || scope.stars(module).any(|star| match self.locate_import(path, star) {
                Located::Module { path, .. } => self.gives_name(path, name, fuel),
                Located::Outside | Located::Opaque => true,
                Located::Folder(_) | Located::Missing => false,
            })
    }

    /// Where the module of an import is.
    pub(crate) fn locate_import(&self, path: &RepoPath, import: &Import) -> Located<'a> {
        if is_javascript(path) {
            self.index.javascript.locate(path, import.level, &import.module)
        } else if import.level == 0 {
            self.index.locate(path, &import.module)
        } else {
            self.index.locate_relative(path, import.level, &import.module)
        }
    }

    /// The file of the module of an import, when it is in the repository.
    pub(crate) fn file_of_import(&self, path: &RepoPath, import: &Import) -> Option<&'a RepoPath> {
        match self.locate_import(path, import) {
            Located::Module { path, .. } => Some(path),
            _ => None,
        }
    }

    pub(crate) fn module(&self, path: &RepoPath) -> Option<&'a Module> {
        self.files.get(path)?.module.as_ref()
    }

    pub(super) fn entity(&self, path: &RepoPath, target: &str, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        let fuel = fuel.step()?;
        if let Some(own) = target.strip_prefix("::") {
            let (path, _) = self.files.get_key_value(path)?;
            return self.descend(Entity::Module(path), own.split('.'), fuel);
        }
        if is_javascript(path) {
            return self.entity_of_import(path, target, fuel);
        }
        let dotless = target.trim_start_matches('.');
        if dotless.len() < target.len() {
            let level = u32::try_from(target.len().saturating_sub(dotless.len())).ok()?;
            return self.entity_relative(path, level, dotless, fuel);
        }
        if self.is_read_by_tokens(path) {
            return self.entity_of_package(path, target, fuel);
        }
        if !self.index.knows(top(target).trim_end_matches("()")) {
            return None;
        }
        // Modules are not called: a call ends what may be the name of one.
        let plain = target.find("()").map_or(target, |at| target.get(..at).unwrap_or(target));
        let heads = std::iter::successors(Some(plain), |head| head.rsplit_once('.').map(|(outer, _)| outer));
        let mut heads = heads.skip(usize::from(plain.len() < target.len()));
        heads.find_map(|head| {
            // Most last parts are classes and functions: asking whether any module is called so saves the search for one.
            head.rsplit('.').next().filter(|last| self.index.knows(last))?;
            let start = self.start(path, head)?;
            let tail = target.get(head.len()..)?.split('.').skip(1);
            self.descend(start, tail, fuel)
        })
    }

    /// The module or folder that an absolute dotted name means in a file.
    fn start(&self, path: &RepoPath, dotted: &str) -> Option<Entity<'a>> {
        let place = self.derived.place(path, dotted, || match self.index.locate(path, dotted) {
            Located::Module { path, .. } => Some(Place::Module(path.clone())),
            Located::Folder(folder) => Some(Place::Folder(folder)),
            Located::Opaque | Located::Outside | Located::Missing => None,
        })?;
        match place {
            Place::Module(path) => self.files.get_key_value(&path).map(|(path, _)| Entity::Module(path)),
            Place::Folder(folder) => Some(Entity::Folder(folder)),
        }
    }

    /// Whether a file is in a language whose names are found by packages.
    fn is_read_by_tokens(&self, path: &RepoPath) -> bool {
        self.files.get(path).is_some_and(|facts| facts.language.is_read_by_tokens())
    }

    fn entity_of_package(&self, path: &RepoPath, target: &str, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        let (file, id, rest) = self.packages.find(path, self.module(path)?, target)?;
        let found = self.found(file, DefinitionId(id))?;
        let (own, tail) = rest.split_once('.').unwrap_or((rest, ""));
        let (_, calls) = called(own);
        let start =
            (0..calls).try_fold(Entity::Definition(found), |entity, _| self.result_of(entity, fuel))?;
        self.descend(start, tail.split('.').filter(|part| !part.is_empty()), fuel)
    }

    /// A method of a class that stands in another file of its package.
    fn member_beside(&self, class: Found<'a>, name: &str) -> Option<Entity<'a>> {
        let (path, id) =
            self.packages.beside(class.path, &format!("{}.{name}", class.definition.qualified))?;
        self.found(path, DefinitionId(id)).map(Entity::Definition)
    }

    fn entity_relative(&self, path: &RepoPath, level: u32, rest: &str, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        let start = match self.index.locate_relative(path, level, "") {
            Located::Module { path, .. } => Entity::Module(path),
            Located::Folder(folder) => Entity::Folder(folder),
            _ => return None,
        };
        self.descend(start, rest.split('.').filter(|part| !part.is_empty()), fuel)
    }

    pub(super) fn descend<'n>(
        &self,
        start: Entity<'a>,
        parts: impl Iterator<Item = &'n str>,
        fuel: Fuel<'_>,
    ) -> Option<Entity<'a>> {
        parts.into_iter().try_fold(start, |entity, part| {
            let (name, calls) = called(part);
            let member = self.member(&entity, name, fuel)?;
            (0..calls).try_fold(member, |entity, _| self.result_of(entity, fuel))
        })
    }

    pub(super) fn member(&self, entity: &Entity<'a>, name: &str, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        match entity {
            Entity::Module(path) => self.member_of_module(path, name, fuel),
            Entity::Folder(folder) => self.submodule(folder, name),
            Entity::Definition(found) | Entity::Instance(found) if found.is_class() => {
                self.member_of_class(*found, name, fuel)
            }
            // A property is read without being called: go on with what it gives back.
            Entity::Definition(function) => {
                let fuel = fuel.step()?;
                let result = self.result_of(Entity::Definition(*function), fuel)?;
                self.member(&result, name, fuel)
            }
            Entity::Instance(_) => None,
        }
    }

    pub(super) fn member_of_module(
        &self,
        path: &'a RepoPath,
        name: &str,
        fuel: Fuel<'_>,
    ) -> Option<Entity<'a>> {
        let fuel = fuel.step()?;
        let (module, scope) = (self.module(path)?, self.scopes.get(path)?);
        let own =
            scope.definition(module, name).map(|(id, definition)| Found { path, module, id, definition });
        if let Some(found) = own.filter(|found| !found.definition.is_fallback_definition) {
            return Some(Entity::Definition(found));
        }
        scope
            .imports(module, name)
            .into_iter()
            .find_map(|import| self.imported(path, import, fuel))
            .or(own.map(Entity::Definition))
            .or_else(|| {
                scope
                    .bindings(module, name)
                    .into_iter()
                    .filter(|binding| binding.within.is_none())
                    .find_map(|binding| self.value(path, &binding.value, fuel))
            })
            .or_else(|| (path.stem() == "__init__").then(|| self.submodule(path.folder(), name)).flatten())
            .or_else(|| {
                scope.stars(module).find_map(|star| match self.locate_import(path, star) {
                    Located::Module { path, .. } => self.member_of_module(path, name, fuel),
                    _ => None,
                })
            })
            .or_else(|| self.member_of_default(path, name, fuel))
    }

    fn imported(&self, path: &RepoPath, import: &Import, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        match &import.name {
            None if import.level == 0 && import.bound_as == top(&import.module) => {
                located(self.index.locate(path, top(&import.module)))
            }
            None => located(self.locate_import(path, import)),
            Some(name) => match self.locate_import(path, import) {
                Located::Module { path, .. } => self.member_of_module(path, name, fuel),
                Located::Folder(folder) => self.submodule(&folder, name),
                _ => None,
            },
        }
    }

    fn submodule(&self, folder: &str, name: &str) -> Option<Entity<'a>> {
        located(self.index.at(&join(folder, name), "")?)
    }

    fn member_of_class(&self, class: Found<'a>, name: &str, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        let fuel = fuel.step()?;
        let scope = self.scopes.get(class.path)?;
        if let Some((id, definition)) = scope.member(class.module, class.id, name) {
            return Some(Entity::Definition(Found { id, definition, ..class }));
        }
        if let Some(beside) = self.member_beside(class, name) {
            return Some(beside);
        }
        self.attribute(class, name, fuel).or_else(|| {
            let bases = self.bases_of(class, fuel);
            bases.into_iter().find_map(|base| self.member_of_class(base, name, fuel))
        })
    }

    fn bases_of(&self, class: Found<'a>, fuel: Fuel<'_>) -> Vec<Found<'a>> {
        let named = class.definition.bases.iter().filter_map(|base| self.entity(class.path, base, fuel));
        named
            .filter_map(|entity| match entity {
                Entity::Definition(found) if found.is_class() => Some(found),
                _ => None,
            })
            .collect()
    }

    /// What `self.name` is, from the assignments in a class.
    fn attribute(&self, class: Found<'a>, name: &str, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        let scope = self.scopes.get(class.path)?;
        let written = [format!("self.{name}"), name.to_owned()];
        written.iter().find_map(|written| {
            scope
                .bindings(class.module, written)
                .into_iter()
                .filter(|binding| {
                    let own = written.starts_with("self.") || binding.within == Some(class.id);
                    own && enclosing_class(class.module, binding.within) == Some(class.id)
                })
                .find_map(|binding| self.value(class.path, &binding.value, fuel))
        })
    }

    /// What a value is, where it is an instance or a name of the repository.
    pub(super) fn value(&self, path: &RepoPath, value: &Value, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        let fuel = fuel.step()?;
        match value {
            Value::Name(target) if !target.starts_with("self.") => self.entity(path, target, fuel),
            Value::Call { target, .. } if !target.starts_with("self.") => {
                let callee = self.entity(path, target, fuel)?;
                self.result_of(callee, fuel)
            }
            Value::Either(values) => values.iter().find_map(|value| self.value(path, value, fuel)),
            _ => None,
        }
    }

    pub(super) fn result_of(&self, entity: Entity<'a>, fuel: Fuel<'_>) -> Option<Entity<'a>> {
        let fuel = fuel.step()?;
        match entity {
            Entity::Definition(found) if found.is_class() => Some(Entity::Instance(found)),
            Entity::Definition(function) => {
                function.definition.returns.iter().find_map(|r| self.value(function.path, &r.value, fuel))
            }
            Entity::Instance(_) | Entity::Module(_) | Entity::Folder(_) => None,
        }
    }
}

fn located(found: Located<'_>) -> Option<Entity<'_>> {
    match found {
        Located::Module { path, .. } => Some(Entity::Module(path)),
        Located::Folder(folder) => Some(Entity::Folder(folder)),
        Located::Opaque | Located::Outside | Located::Missing => None,
    }
}

/// A part of a target without its parentheses, and how often it is called.
fn called(part: &str) -> (&str, usize) {
    let name = part.trim_end_matches("()");
    (name, part.len().saturating_sub(name.len()) / 2)
}
