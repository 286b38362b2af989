//! Which imports resolve, what is dead on arrival, and what production code reaches.
//!
//! Python, TypeScript and JavaScript are resolved in full; see [`modules`] and [`javascript`] for where names are looked up. Code in
//! other languages is not resolved yet: it counts as reached, and never as dead, so that nothing is said of it that was not looked
//! up.

mod dead;
mod entries;
mod imports;
mod javascript;
mod modules;
mod names;
mod packages;
mod scope;
mod search_path;
mod uses;
mod variables;

pub(crate) use entries::{commands_of, started_by, text_of};
pub(crate) use javascript::{is_javascript, is_javascript_language, started_by as started_by_node};
pub(crate) use names::{Found, Names};
pub(crate) use scope::{at, enclosing_class};
pub(crate) use uses::classes;

use crate::derived::Derived;
use crate::files::{Files, Table};
use crate::{DefinitionRef, FileRole, Language, RepoFacts};
use beredd_model::{Lines, Place, ProblemKind, RepoPath};
use dead::{Death, Living};
use modules::ModuleIndex;
use scope::Scope;
use std::collections::{BTreeMap, BTreeSet};

/// A first-party import that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unresolved {
    /// Where it is imported.
    pub place: Place,
    /// The module or name that is not there, dotted.
    pub missing: String,
    /// Whether the module exists and only the name in it does not.
    pub is_name: bool,
    /// Whether the importer survives it (the import is fenced in).
    pub is_tolerated: bool,
}

/// The reference graph of a repository's code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// First-party imports that lead nowhere, by place.
    pub unresolved: Vec<Unresolved>,
    /// Modules that cannot load: a syntax error or an unresolved required import of their own, or of a module they require.
    /// The value says which problem it is, in words of the code.
    pub dead: BTreeMap<RepoPath, Place>,
    /// Which files each module imports.
    pub imports: BTreeMap<RepoPath, BTreeSet<RepoPath>>,
    /// Modules that something starts: programs, applications, handlers, images, scripts.
    pub entry_points: BTreeSet<RepoPath>,
    /// Modules reached from entry points.
    pub reachable: BTreeSet<RepoPath>,
    /// First-party definitions that each definition calls or refers to, in production code.
    pub uses: BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>,
    /// The direct subclasses of each class, in production code.
    pub subclasses: BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>,
    /// Classes that have every method of a protocol without inheriting from it, in production code.
    pub alike: BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>,
    index: ModuleIndex,
    packages: packages::Packages,
    scopes: Table<RepoPath, Scope>,
}

impl Resolution {
    /// What a look-up of names reads.
    pub(crate) const fn names<'a>(&'a self, files: &'a Files, derived: &'a Derived) -> Names<'a> {
        Names { files, index: &self.index, packages: &self.packages, scopes: &self.scopes, derived }
    }
}

pub(crate) fn resolve(repo: &RepoFacts) -> Resolution {
    let files = repo.file_table();
    let mut resolution = Resolution {
        index: ModuleIndex::new(files),
        packages: packages::Packages::new(files),
        scopes: names_known(files).map(|(path, module)| (path.clone(), scope_of(path, module))).collect(),
        ..Resolution::default()
    };
    let names = resolution.names(files, repo.kept());
    let mut entry_points = entries::find(&names);
    entry_points.extend(javascript::find_entries(&names));
    let living: BTreeMap<RepoPath, Living<'_>> = resolved(files)
        .map(|(path, module)| (path.clone(), look_at(&names, path, module, entry_points.contains(path))))
        .collect();
    let deaths = dead::find(&living);
    let unresolved = unresolved(&living, &deaths);
    let imports = import_graph(&names, &living);
    let reachable = reach(files, &entry_points, &imports);
    let (uses, subclasses, alike) = (uses::uses(&names), uses::subclasses(&names), uses::alike(&names));
    resolution.unresolved = unresolved;
    resolution.dead = deaths.into_iter().map(|(path, death)| (path, death.cause)).collect();
    resolution.imports = imports;
    resolution.entry_points = entry_points;
    resolution.reachable = reachable;
    resolution.uses = uses;
    resolution.subclasses = subclasses;
    resolution.alike = alike;
    resolution
}

/// Modules of the languages whose imports are followed.
fn resolved(files: &Files) -> impl Iterator<Item = (&RepoPath, &crate::fact::Module)> {
    files
        .iter()
        .filter(|(_, facts)| is_resolved(facts.language))
        .filter_map(|(path, facts)| facts.module.as_ref().map(|module| (path, module)))
}

/// Modules whose names are looked up: Python's, TypeScript's and JavaScript's, and those of languages that are read by their tokens.
fn names_known(files: &Files) -> impl Iterator<Item = (&RepoPath, &crate::fact::Module)> {
    files
        .iter()
        .filter(|(_, facts)| is_resolved(facts.language) || facts.language.is_read_by_tokens())
        .filter_map(|(path, facts)| facts.module.as_ref().map(|module| (path, module)))
}

fn scope_of(path: &RepoPath, module: &crate::fact::Module) -> Scope {
    let scope = Scope::new(module);
    if is_javascript(path) { scope.with_specifiers(module) } else { scope }
}

const fn is_resolved(language: Language) -> bool {
    matches!(language, Language::Python) || is_javascript_language(language)
}

fn look_at<'a>(
    names: &Names<'a>,
    path: &RepoPath,
    module: &'a crate::fact::Module,
    is_started: bool,
) -> Living<'a> {
    let problems = names.files.get(path).into_iter().flat_map(|facts| &facts.problems);
    let broken = problems.into_iter().find(|problem| problem.kind == ProblemKind::SyntaxError);
    let line = broken.and_then(|problem| problem.line);
    if is_javascript(path) {
        // What is too large to be read may still load.
        let syntax_error = broken.map(|_| Lines::at(line.unwrap_or(1)));
        let needs = javascript::needs_of(names, path, module);
        return Living { module, needs, packages: Vec::new(), syntax_error };
    }
    let packages = if is_started { Vec::new() } else { imports::own_packages(names, path) };
    let syntax_error = (!module.is_parsed).then(|| Lines::at(line.unwrap_or(1)));
    Living { module, needs: imports::needs_of(names, path, module), packages, syntax_error }
}

fn unresolved(
    living: &BTreeMap<RepoPath, Living<'_>>,
    deaths: &BTreeMap<RepoPath, Death>,
) -> Vec<Unresolved> {
    let mut found: Vec<Unresolved> = living
        .iter()
        .flat_map(|(path, living)| {
            living.needs.iter().filter_map(move |need| {
                let (missing, is_name) = need.missing.clone()?;
                let is_tolerated = dead::survives(living, need, deaths);
                Some(Unresolved {
                    place: Place::new(path.clone(), need.lines),
                    missing,
                    is_name,
                    is_tolerated,
                })
            })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn import_graph(
    names: &Names<'_>,
    living: &BTreeMap<RepoPath, Living<'_>>,
) -> BTreeMap<RepoPath, BTreeSet<RepoPath>> {
    let of = |path: &RepoPath, living: &Living<'_>| {
        let runs = living.needs.iter().filter(|need| !need.is_for_types);
        let mut imported: BTreeSet<RepoPath> = runs.flat_map(|need| need.modules.iter().cloned()).collect();
        imported.extend(living.packages.iter().cloned());
        imported.extend(entries::loaded_by_name(names, path, living.module));
        imported.remove(path);
        imported
    };
    living.iter().map(|(path, living)| (path.clone(), of(path, living))).collect()
}

fn reach(
    files: &Files,
    entry_points: &BTreeSet<RepoPath>,
    imports: &BTreeMap<RepoPath, BTreeSet<RepoPath>>,
) -> BTreeSet<RepoPath> {
    let others = files
        .iter()
        .filter(|(_, facts)| facts.role == FileRole::Production && !is_resolved(facts.language))
        .filter(|(_, facts)| facts.module.is_some());
    let mut reached: BTreeSet<RepoPath> = others.map(|(path, _)| path.clone()).collect();
    let mut waiting: Vec<&RepoPath> = entry_points.iter().collect();
    while let Some(path) = waiting.pop() {
        if reached.insert(path.clone()) {
            waiting.extend(imports.get(path).into_iter().flatten());
        }
    }
    reached
}
