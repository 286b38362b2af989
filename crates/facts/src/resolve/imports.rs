//! Imports of Python: what each needs, and what is not there.

use super::modules::Located;
use super::names::Names;
use crate::fact::{Import, ImportGuard, Module};
use beredd_model::{Lines, RepoPath};

/// One import, followed.
#[derive(Clone, Debug)]
pub(crate) struct Need {
    /// Where it is written.
    pub(crate) lines: Lines,
    /// Whether it runs when the module loads.
    pub(crate) runs_on_load: bool,
    /// Whether only type checkers see it.
    pub(crate) is_for_types: bool,
    /// Whether it is written inside a `try` whose handler catches the import error.
    pub(crate) is_optional: bool,
    /// Whether it stands under a condition, so that it may never run.
    pub(crate) is_conditional: bool,
    /// Modules that run because of it, packages included.
    pub(crate) modules: Vec<RepoPath>,
    /// The dotted name that is not there, and whether its module is.
    pub(crate) missing: Option<(String, bool)>,
}

/// Every import of a module, followed. What does not concern the repository is left out.
///
/// A handler often imports the same module by another path: after `from .memory import Memory` failed, `from memory import Memory`.
/// When the first leads nowhere, the second, which alone might be a dependency, does not either.
pub(crate) fn needs_of(names: &Names<'_>, path: &RepoPath, module: &Module) -> Vec<Need> {
    if !module.is_parsed {
        return Vec::new();
    }
    let mut needs: Vec<Need> = module
        .imports
        .iter()
        .map(|import| {
            let (modules, missing) = follow(names, path, import);
            Need {
                lines: import.lines,
                runs_on_load: import.within.is_none() && import.guard != ImportGuard::TypeChecking,
                is_for_types: import.guard == ImportGuard::TypeChecking,
                is_optional: import.guard == ImportGuard::Optional,
                is_conditional: is_conditional(module, import),
                modules,
                missing,
            }
        })
        .collect();
    let missing_again: Vec<(usize, String)> = module
        .imports
        .iter()
        .enumerate()
        .filter(|(index, _)| needs.get(*index).is_some_and(|n| n.missing.is_none() && n.modules.is_empty()))
        .filter(|(_, import)| import.level == 0 && names.locate_import(path, import) == Located::Outside)
        .filter(|(_, import)| is_missing_twin(module, &needs, import))
        .map(|(index, import)| (index, import.module.clone()))
        .collect();
    for (index, missing) in missing_again {
        if let Some(need) = needs.get_mut(index) {
            need.missing = Some((missing, false));
        }
    }
    needs.retain(|need| need.missing.is_some() || !need.modules.is_empty());
    needs
}

/// Whether an import in a handler names, by its last parts, a module that the protected import did not find.
fn is_missing_twin(module: &Module, needs: &[Need], import: &Import) -> bool {
    let around = module.tries.iter().filter(|t| t.catches.iter().any(|c| c.lines.holds(import.lines)));
    around.into_iter().any(|fence| {
        needs.iter().filter(|need| fence.body.holds(need.lines)).any(|need| match &need.missing {
            Some((missing, false)) => {
                missing.strip_suffix(import.module.as_str()).is_some_and(|rest| rest.ends_with('.'))
            }
            _ => false,
        })
    })
}

/// The `__init__` modules that run before a module of a package is loaded.
pub(crate) fn own_packages(names: &Names<'_>, path: &RepoPath) -> Vec<RepoPath> {
    let inits = names.index.packages_of(path.folder(), "").into_iter();
    inits.filter(|init| *init != path).cloned().collect()
}

fn follow(names: &Names<'_>, path: &RepoPath, import: &Import) -> (Vec<RepoPath>, Option<(String, bool)>) {
    let missing_module = || match is_made_at_build(import) {
        true => (Vec::new(), None),
        false => (Vec::new(), Some((written_out(path, import, None), false))),
    };
    let name = import.name.as_deref().filter(|name| *name != "*");
    let comes_from_outside = import.level == 0
        && (names.index.comes_from_outside(path, &import.module)
            || names.index.is_own_folder(path, &import.module));
    match names.locate_import(path, import) {
        Located::Outside | Located::Opaque => (Vec::new(), None),
        Located::Missing if comes_from_outside => (Vec::new(), None),
        Located::Missing => missing_module(),
        Located::Folder(folder) => match name {
            None => (Vec::new(), None),
            Some(name) => match names.index.at(&super::modules::join(&folder, name), "") {
                Some(Located::Module { path: found, .. }) => (vec![found.clone()], None),
                Some(_) => (Vec::new(), None),
                None if comes_from_outside => (Vec::new(), None),
                None => (Vec::new(), Some((written_out(path, import, Some(name)), false))),
            },
        },
        Located::Module { path: found, base } => {
            let mut modules = vec![found.clone()];
            modules.extend(names.index.packages_of(found.folder(), &base).into_iter().cloned());
            // A package that imports from itself has the name by that very import: what it means is the module of that name.
            let is_itself = found == path;
            let Some(name) = name.filter(|name| is_itself || !names.has_name(found, name)) else {
                return (unique(modules), None);
            };
            let inner = (found.stem() == "__init__")
                .then(|| names.index.at(&super::modules::join(found.folder(), name), ""))
                .flatten();
            match inner {
                Some(Located::Module { path: inner, .. }) => {
                    modules.push(inner.clone());
                    (unique(modules), None)
                }
                Some(_) => (unique(modules), None),
                None if is_itself || names.index.brings_part(path, import, name) => (unique(modules), None),
                None if comes_from_outside => (Vec::new(), None),
                None => (unique(modules), Some((written_out(path, import, Some(name)), true))),
            }
        }
    }
}

fn unique(mut modules: Vec<RepoPath>) -> Vec<RepoPath> {
    modules.sort();
    modules.dedup();
    modules
}

/// Modules that a build writes are not in a repository, and nobody misses them: protocol buffers, version stamps.
fn is_made_at_build(import: &Import) -> bool {
    let last = import.module.rsplit('.').next().unwrap_or_default();
    last.ends_with("_pb2") || last.ends_with("_pb2_grpc") || matches!(last, "_version" | "__version__")
}

/// The dotted name from the repository's root.
fn written_out(path: &RepoPath, import: &Import, name: Option<&str>) -> String {
    let mut parts: Vec<&str> = Vec::new();
    if import.level > 0 {
        let folder: Vec<&str> = path.folder().split('/').filter(|part| !part.is_empty()).collect();
        let up = usize::try_from(import.level.saturating_sub(1)).unwrap_or(usize::MAX);
        parts.extend(folder.iter().take(folder.len().saturating_sub(up)));
    }
    parts.extend(import.module.split('.').filter(|part| !part.is_empty()));
    parts.extend(name);
    parts.join(".")
}

/// Whether an import at the top stands in a branch: `if __name__ == "__main__"`, `if settings.use_x`. Whether that branch runs
/// cannot be told, so the import can kill nothing.
fn is_conditional(module: &Module, import: &Import) -> bool {
    import.within.is_none()
        && module.branches.iter().any(|branch| {
            let in_else = branch.otherwise.as_ref().is_some_and(|(lines, _)| lines.holds(import.lines));
            branch.within.is_none()
                && (branch.body.holds(import.lines) || in_else)
                && !branch.names.iter().any(|name| name.ends_with("TYPE_CHECKING"))
        })
}
