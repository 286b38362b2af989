//! All facts of a repository, indexed: what checks read.

use crate::derived::Derived;
use crate::fact::{Call, Definition, DefinitionId, Module};
use crate::files::Files;
use crate::resolve::Names;
use crate::{FactShard, FileFacts, FileRole, Language, Population, Resolution};
use beredd_model::{Lines, Place, Problem, RepoPath, TeamDeclaration};
use std::collections::BTreeSet;

/// A definition in some file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DefinitionRef {
    /// The file.
    pub path: RepoPath,
    /// The definition in it.
    pub id: DefinitionId,
}

/// Everything that is known of a repository.
#[derive(Clone, Debug, Default)]
pub struct RepoFacts {
    files: Files,
    problems: Vec<Problem>,
    resolution: Resolution,
    population: Population,
    /// The teams by which the population was grouped, where folders alone did not tell.
    teams: Vec<TeamDeclaration>,
    derived: Derived,
}

impl RepoFacts {
    /// Indexes, resolves and discovers. Costs are linear in the facts, but for name look-ups.
    #[must_use]
    pub fn new(shard: FactShard) -> Self {
        let mut files = shard.files;
        crate::classify::count_examples_as_the_system(&mut files);
        let mut repo = Self { files: files.into(), problems: shard.problems, ..Self::default() };
        for module in repo.files.values_mut().filter_map(|file| file.module.as_mut()) {
            module.put_in_order();
        }
        repo.resolution = crate::resolve::resolve(&repo);
        repo.population = crate::population::discover(&repo);
        repo
    }

    /// Puts agents into the teams that somebody declares, where folders alone do not tell. Costs nothing where they are declared
    /// already; otherwise what was derived is forgotten.
    pub fn regroup(&mut self, declared: &[TeamDeclaration]) {
        if self.teams == declared {
            return;
        }
        if !self.teams.is_empty() {
            self.population = crate::population::discover(self);
        }
        self.derived = Derived::default();
        if !declared.is_empty() {
            crate::population::regroup(&mut self.population, declared);
        }
        self.teams = declared.to_vec();
    }

    /// Every file that was read, by path.
    pub fn files(&self) -> impl Iterator<Item = (&RepoPath, &FileFacts)> {
        self.files.iter()
    }

    /// One file.
    #[must_use]
    pub fn file(&self, path: &RepoPath) -> Option<&FileFacts> {
        self.files.get(path)
    }

    /// A path as the facts keep it.
    #[must_use]
    pub fn kept_path(&self, path: &RepoPath) -> Option<&RepoPath> {
        self.files.get_key_value(path).map(|(path, _)| path)
    }

    /// The module of a file, with the path as the facts keep it.
    #[must_use]
    pub fn kept_module(&self, path: &RepoPath) -> Option<(&RepoPath, &Module)> {
        let (path, file) = self.files.get_key_value(path)?;
        file.module.as_ref().map(|module| (path, module))
    }

    /// Files of a role.
    pub fn files_as(&self, role: FileRole) -> impl Iterator<Item = (&RepoPath, &FileFacts)> {
        self.files.iter().filter(move |(_, file)| file.role == role)
    }

    /// Parsed code of production files: what may prove something about the running system. Files that do not parse are left
    /// out.
    pub fn production_code(&self) -> impl Iterator<Item = (&RepoPath, &Module)> {
        self.code_as(FileRole::Production)
    }

    /// Parsed code of test files.
    pub fn test_code(&self) -> impl Iterator<Item = (&RepoPath, &Module)> {
        self.code_as(FileRole::Test)
    }

    /// Files written in a language.
    pub fn files_in(&self, language: Language) -> impl Iterator<Item = (&RepoPath, &FileFacts)> {
        self.files.iter().filter(move |(_, file)| file.language == language)
    }

    /// How many files were read.
    #[must_use]
    pub fn file_count(&self) -> u32 {
        u32::try_from(self.files.len()).unwrap_or(u32::MAX)
    }

    /// What could not be read or understood: of the archive, of single files, and imports that lead nowhere.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(self.files.values().flat_map(|file| &file.problems))
    }

    /// Imports and reachability.
    #[must_use]
    pub const fn resolution(&self) -> &Resolution {
        &self.resolution
    }

    /// Agents, teams, call sites, services, routes, tests.
    #[must_use]
    pub const fn population(&self) -> &Population {
        &self.population
    }

    /// A definition by its reference.
    #[must_use]
    pub fn definition(&self, reference: &DefinitionRef) -> Option<&Definition> {
        let index = usize::try_from(reference.id.0).ok()?;
        self.module(&reference.path)?.definitions.get(index)
    }

    /// The module of a file of code, parsed or not.
    #[must_use]
    pub fn module(&self, path: &RepoPath) -> Option<&Module> {
        self.files.get(path)?.module.as_ref()
    }

    /// Calls of a module that stand within these lines.
    pub fn calls_within<'a>(&'a self, path: &RepoPath, lines: Lines) -> impl Iterator<Item = &'a Call> {
        self.module(path).into_iter().flat_map(move |module| module.calls_within(lines))
    }

    /// Whether a module loads and something in production reaches it.
    #[must_use]
    pub fn is_live(&self, path: &RepoPath) -> bool {
        !self.resolution.dead.contains_key(path)
            && (self.resolution.entry_points.is_empty() || self.resolution.reachable.contains(path))
    }

    /// The definition that a bound name in a file stands for: `::Breaker().call` is a method of a class of that file,
    /// `backend.core.interfaces.LLMService().generate` one of another, found in its bases when the class itself lacks it.
    /// An instance stands for its class. Nothing when the name leads out of the repository or nowhere.
    #[must_use]
    pub fn resolve_target(&self, path: &RepoPath, target: &str) -> Option<DefinitionRef> {
        self.names().definition(path, target).map(|found| found.reference())
    }

    /// Whether a bound name surely leads out of the repository, by its first part alone: cheaper than to look for what it means.
    #[must_use]
    pub fn leads_outside(&self, path: &RepoPath, target: &str) -> bool {
        self.names().leads_outside(path, target)
    }

    /// The definition that a call runs; as [`Self::resolve_target`], with `self` and `super()` read as the class around the
    /// call.
    #[must_use]
    pub fn callee_of(&self, path: &RepoPath, call: &Call) -> Option<DefinitionRef> {
        self.names().callee(path, call).map(|found| found.reference())
    }

    /// Classes of production code that inherit from a class, over any number of steps, in order. A class that inherits from
    /// `typing.Protocol` is also implemented by every class that has all of its methods.
    #[must_use]
    pub fn implementations_of(&self, class: &DefinitionRef) -> Vec<DefinitionRef> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![class.clone()];
        while let Some(base) = waiting.pop() {
            for subclass in self.resolution.subclasses.get(&base).into_iter().flatten() {
                if found.insert(subclass.clone()) {
                    waiting.push(subclass.clone());
                }
            }
        }
        found.extend(self.resolution.alike.get(class).into_iter().flatten().cloned());
        found.remove(class);
        found.into_iter().collect()
    }

    /// The place of some lines of a file.
    #[must_use]
    pub fn place(path: &RepoPath, lines: Lines) -> Place {
        Place::new(path.clone(), lines)
    }

    pub(crate) const fn file_table(&self) -> &Files {
        &self.files
    }

    pub(crate) const fn kept(&self) -> &Derived {
        &self.derived
    }

    pub(crate) const fn names(&self) -> Names<'_> {
        self.resolution.names(&self.files, &self.derived)
    }

    fn code_as(&self, role: FileRole) -> impl Iterator<Item = (&RepoPath, &Module)> {
        self.files_as(role).filter_map(|(path, file)| {
            file.module.as_ref().filter(|module| module.is_parsed).map(|module| (path, module))
        })
    }
}
