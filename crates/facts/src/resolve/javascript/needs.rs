//! Imports of TypeScript and JavaScript: what each needs, and what is not there.

use super::super::imports::Need;
use super::super::modules::Located;
use super::super::names::Names;
use crate::fact::{Import, ImportGuard, Module};
use crate::known::javascript_packages::written_module;
use beredd_model::RepoPath;

/// Every import of a module that concerns the repository, followed.
pub(crate) fn needs_of(names: &Names<'_>, path: &RepoPath, module: &Module) -> Vec<Need> {
    if !module.is_parsed {
        return Vec::new();
    }
    let needs = module.imports.iter().filter_map(|import| {
        let (modules, missing) = follow(names, path, import)?;
        Some(Need {
            lines: import.lines,
            runs_on_load: import.within.is_none() && import.guard != ImportGuard::TypeChecking,
            is_for_types: import.guard == ImportGuard::TypeChecking,
            is_optional: import.guard == ImportGuard::Optional,
            is_conditional: false,
            modules,
            missing,
        })
    });
    needs.collect()
}

type Followed = (Vec<RepoPath>, Option<(String, bool)>);

fn follow(names: &Names<'_>, path: &RepoPath, import: &Import) -> Option<Followed> {
    match names.locate_import(path, import) {
        Located::Module { path: found, .. } => {
            let name = import.name.as_deref().filter(|name| !matches!(*name, "*" | "default"));
            let missing = name.filter(|name| !names.exports(found, name));
            let missing = missing.map(|name| (format!("{}.{name}", spelt(path, import)), true));
            Some((vec![found.clone()], missing))
        }
        Located::Missing => Some((Vec::new(), Some((spelt(path, import), false)))),
        Located::Outside | Located::Opaque | Located::Folder(_) => None,
    }
}

/// The module as a path from the repository's root where that is known, or as it is written.
fn spelt(path: &RepoPath, import: &Import) -> String {
    let written = written_module(import.level, &import.module);
    let found = (import.level > 0).then(|| path.sibling(&written)).flatten();
    found.map_or(written, |found| found.as_str().to_owned())
}
