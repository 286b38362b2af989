//! Variables of modules, and names that lead out of the repository.

use super::javascript::is_javascript;
use super::modules::{Located, top};
use super::names::Names;
use beredd_model::RepoPath;

impl Names<'_> {
    /// Whether a bound name begins with something that its file imports from outside the repository.
    pub(crate) fn comes_from_outside(&self, path: &RepoPath, target: &str) -> bool {
        if is_javascript(path) {
            return self
                .import_behind(path, target)
                .is_some_and(|(import, _)| matches!(self.locate_import(path, import), Located::Outside));
        }
        let first = top(target).trim_end_matches("()");
        let imports = self.module(path).map_or(&[][..], |module| &module.imports);
        imports.iter().any(|import| import.level == 0 && top(&import.module) == first)
            && self.index.locate(path, first) == Located::Outside
    }

    /// The module-level variable that a bound name stands for, followed through imports: its file and its name there.
    pub(crate) fn variable(&self, path: &RepoPath, target: &str) -> Option<(RepoPath, String)> {
        let (mut path, mut name) = match target.strip_prefix("::") {
            Some(own) => (path.clone(), own.to_owned()),
            None => self.variable_there(path, target)?,
        };
        // Re-exports hand a name on from package to package; longer chains than this are cycles.
        for _ in 0..8 {
            let (module, scope) = (self.module(&path)?, self.scopes.get(&path)?);
            if !scope.bindings(module, &name).is_empty() {
                return Some((path, name));
            }
            let import = scope.imports(module, &name).into_iter().find(|import| import.within.is_none())?;
            let Located::Module { path: next, .. } = self.locate_import(&path, import) else { return None };
            name = import.name.clone()?;
            path = next.clone();
        }
        None
    }

    fn variable_there(&self, path: &RepoPath, target: &str) -> Option<(RepoPath, String)> {
        if is_javascript(path) {
            let (import, rest) = self.import_behind(path, target)?;
            let Located::Module { path: found, .. } = self.locate_import(path, import) else { return None };
            return Some((found.clone(), rest.trim_start_matches('.').to_owned()));
        }
        let dotless = target.trim_start_matches('.');
        let (module, name) = dotless.rsplit_once('.').unwrap_or(("", dotless));
        let level = u32::try_from(target.len().saturating_sub(dotless.len())).ok()?;
        let located = match level {
            0 => self.index.locate(path, module),
            level => self.index.locate_relative(path, level, module),
        };
        match located {
            Located::Module { path, .. } => Some((path.clone(), name.to_owned())),
            _ => None,
        }
    }

    /// The file of the module that a dotted name stands for in a file.
    pub(crate) fn module_named(&self, path: &RepoPath, dotted: &str) -> Option<RepoPath> {
        match self.index.locate(path, dotted) {
            Located::Module { path, .. } => Some(path.clone()),
            _ => None,
        }
    }

    /// Whether the module that a dotted name stands for in a file is this one.
    pub(crate) fn leads_to(&self, path: &RepoPath, dotted: &str, module: &RepoPath) -> bool {
        if is_javascript(path) {
            return self.import_behind(path, dotted).is_some_and(|(import, _)| {
                matches!(self.locate_import(path, import), Located::Module { path, .. } if path == module)
            });
        }
        let located = match dotted.trim_start_matches('.') {
            absolute if absolute.len() == dotted.len() => self.index.locate(path, absolute),
            relative => {
                let level = dotted.len().saturating_sub(relative.len());
                self.index.locate_relative(path, u32::try_from(level).unwrap_or(u32::MAX), relative)
            }
        };
        matches!(located, Located::Module { path, .. } if path == module)
    }
}
