//! Modules that cannot load, and why.
//!
//! A module dies of its own syntax error, of a required import that leads nowhere, or of a module it requires and that is dead;
//! its package's `__init__` is always required. A handler for the import error saves it, but not from a syntax error further
//! down, which is no import error, and not when the handler's own import fails as well.

use super::imports::Need;
use crate::fact::{Catch, Module, Try};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::{BTreeMap, BTreeSet};

/// Why a module does not load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Death {
    /// Where the trouble is written.
    pub(crate) cause: Place,
    /// Whether a handler for import errors would not catch it.
    pub(crate) is_syntax: bool,
}

/// What is known of each module before anything is found dead.
pub(crate) struct Living<'a> {
    pub(crate) module: &'a Module,
    pub(crate) needs: Vec<Need>,
    /// Its packages' `__init__` modules, unless it is started by its path.
    pub(crate) packages: Vec<RepoPath>,
    /// The first syntax error.
    pub(crate) syntax_error: Option<Lines>,
}

/// Every dead module with its cause.
pub(crate) fn find(modules: &BTreeMap<RepoPath, Living<'_>>) -> BTreeMap<RepoPath, Death> {
    let mut dead: BTreeMap<RepoPath, Death> = BTreeMap::new();
    let mut users: BTreeMap<&RepoPath, BTreeSet<&RepoPath>> = BTreeMap::new();
    for (path, living) in modules {
        if let Some(lines) = living.syntax_error {
            let cause = Place::new(path.clone(), lines);
            dead.insert(path.clone(), Death { cause, is_syntax: true });
        }
        let on_load = living.needs.iter().filter(|need| need.runs_on_load);
        for needed in on_load.flat_map(|need| &need.modules).chain(&living.packages) {
            users.entry(needed).or_default().insert(path);
        }
    }
    let mut waiting: BTreeSet<&RepoPath> = modules.keys().filter(|path| !dead.contains_key(*path)).collect();
    while let Some(path) = waiting.pop_first() {
        let Some(living) = modules.get(path) else { continue };
        if dead.contains_key(path) {
            continue;
        }
        if let Some(death) = death_of(path, living, &dead) {
            dead.insert(path.clone(), death);
            waiting.extend(users.get(path).into_iter().flatten());
        }
    }
    dead
}

/// Whether the importer goes on when this import of its leads nowhere.
pub(crate) fn survives(living: &Living<'_>, need: &Need, dead: &BTreeMap<RepoPath, Death>) -> bool {
    if need.is_for_types || need.is_conditional {
        return true;
    }
    match fence_of(living.module, need) {
        Fence::None => false,
        Fence::Body(fence) => !handler_fails(living, fence, dead),
        Fence::Handler(fence) => !body_fails(living, fence, dead),
    }
}

/// The `try` around an import that has something to do with its failing.
enum Fence<'a> {
    None,
    Body(&'a Try),
    Handler(&'a Try),
}

fn fence_of<'a>(module: &'a Module, need: &Need) -> Fence<'a> {
    let around = module.tries.iter().filter(|t| catches_import_error(t)).filter_map(|t| {
        let in_body = t.body.holds(need.lines);
        let in_handler = t.catches.iter().any(|catch| catch.lines.holds(need.lines));
        (in_body || in_handler).then_some((in_body, t))
    });
    // The innermost starts last.
    match around.max_by_key(|(_, t)| t.body.start) {
        Some((true, fence)) => Fence::Body(fence),
        Some((false, fence)) => Fence::Handler(fence),
        None => Fence::None,
    }
}

fn death_of(path: &RepoPath, living: &Living<'_>, dead: &BTreeMap<RepoPath, Death>) -> Option<Death> {
    if let Some(death) = living.packages.iter().find_map(|package| dead.get(package)) {
        return Some(death.clone());
    }
    living
        .needs
        .iter()
        .filter(|need| need.runs_on_load && !need.is_conditional)
        .find_map(|need| fatal(path, living, need, dead))
}

fn fatal(
    path: &RepoPath,
    living: &Living<'_>,
    need: &Need,
    dead: &BTreeMap<RepoPath, Death>,
) -> Option<Death> {
    let death = failure(path, need, dead)?;
    let is_fatal = match fence_of(living.module, need) {
        Fence::None => !need.is_optional,
        Fence::Body(fence) => {
            (death.is_syntax && !fence.catches.iter().any(catches_everything))
                || fence.catches.iter().any(|catch| gives_up(living.module, catch))
        }
        Fence::Handler(fence) => body_fails(living, fence, dead),
    };
    is_fatal.then_some(death)
}

fn failure(path: &RepoPath, need: &Need, dead: &BTreeMap<RepoPath, Death>) -> Option<Death> {
    if let Some(death) = need.modules.iter().find_map(|module| dead.get(module)) {
        return Some(death.clone());
    }
    let cause = || Place::new(path.clone(), need.lines);
    need.missing.is_some().then(|| Death { cause: cause(), is_syntax: false })
}

fn fails(need: &Need, dead: &BTreeMap<RepoPath, Death>) -> bool {
    need.missing.is_some() || need.modules.iter().any(|module| dead.contains_key(module))
}

fn body_fails(living: &Living<'_>, fence: &Try, dead: &BTreeMap<RepoPath, Death>) -> bool {
    living.needs.iter().any(|need| fence.body.holds(need.lines) && fails(need, dead))
}

fn handler_fails(living: &Living<'_>, fence: &Try, dead: &BTreeMap<RepoPath, Death>) -> bool {
    fence.catches.iter().any(|catch| {
        gives_up(living.module, catch)
            || living.needs.iter().any(|need| {
                let is_fenced_again = matches!(fence_of(living.module, need), Fence::Body(_));
                catch.lines.holds(need.lines) && !is_fenced_again && fails(need, dead)
            })
    })
}

/// Whether a handler ends the program: it raises, or leaves it.
fn gives_up(module: &Module, catch: &Catch) -> bool {
    let leaves = |target: &str| {
        matches!(target, "sys.exit" | "exit" | "quit" | "os._exit" | "builtins.exit" | "process.exit")
    };
    matches!(catch.exit, crate::fact::Exit::Raises)
        || module.calls.iter().any(|call| catch.lines.holds(call.lines) && leaves(&call.target))
}

fn catches_import_error(fence: &Try) -> bool {
    fence.catches.iter().any(|catch| {
        catches_everything(catch)
            || catch.exceptions.iter().any(|name| matches!(last(name), "ImportError" | "ModuleNotFoundError"))
    })
}

fn catches_everything(catch: &Catch) -> bool {
    catch.exceptions.is_empty()
        || catch.exceptions.iter().any(|name| matches!(last(name), "Exception" | "BaseException"))
}

fn last(name: &str) -> &str {
    name.rsplit(['.', ':']).next().unwrap_or(name)
}
