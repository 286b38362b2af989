//! What bound names of TypeScript and JavaScript stand for.
//!
//! Such a name begins with the specifier of an import of its file, spelt as the reader spells it.

use super::super::modules::Located;
use super::super::names::{Entity, Fuel, Names, with_fuel};
use crate::fact::{Import, Value};
use beredd_model::RepoPath;

/// Most places of a bound name at which a specifier may end that are tried, against names that are nothing else.
const MAX_ENDS: usize = 64;

/// Most imports of one specifier that are told apart by the names they bind.
const MAX_SAME: usize = 500;

impl<'a> Names<'a> {
    /// The import that a bound name of a file begins with, and what follows the specifier.
    pub(crate) fn import_behind<'n>(
        &self,
        path: &RepoPath,
        target: &'n str,
    ) -> Option<(&'a Import, &'n str)> {
        let (module, scope) = (self.module(path)?, self.scopes.get(path)?);
        // A specifier ends where the name does, at a point or at a call: the longest that is imported is meant.
        let ends = target.char_indices().filter(|(_, letter)| matches!(letter, '.' | '(')).map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([target.len()]).take(MAX_ENDS).collect();
        ends.into_iter().rev().find_map(|end| {
            let (written, rest) = target.split_at_checked(end)?;
            let name = rest.trim_start_matches('.').split(['.', '(']).next().unwrap_or_default();
            let is_named = |import: &&Import| import.bound_as == name || import.name.as_deref() == Some(name);
            let mut same = scope.imports_of(module, written).take(MAX_SAME);
            let first = same.next()?;
            Some((same.filter(is_named).last().unwrap_or(first), rest))
        })
    }

    pub(crate) fn entity_of_import(
        &self,
        path: &RepoPath,
        target: &str,
        fuel: Fuel<'_>,
    ) -> Option<Entity<'a>> {
        let (import, rest) = self.import_behind(path, target)?;
        let Located::Module { path: found, .. } = self.locate_import(path, import) else { return None };
        let mut parts = rest.trim_start_matches('.').split('.').filter(|part| !part.is_empty());
        if rest.starts_with("()") {
            // The module itself is called: its default export is.
            let calls = parts.next().map_or(0, |first| first.len() / 2);
            let default = self.member_of_module(found, "default", fuel)?;
            let start = (0..calls).try_fold(default, |entity, _| self.result_of(entity, fuel))?;
            return self.descend(start, parts, fuel);
        }
        let first = rest.trim_start_matches('.').split('.').next().unwrap_or_default();
        let plain = first.trim_end_matches("()");
        let imports = self.module(path).map_or(&[][..], |module| &module.imports);
        let is_default = imports.iter().any(|one| {
            one.bound_as == plain
                && one.module == import.module
                && one.level == import.level
                && one.name.as_deref() == Some("default")
        });
        if is_default {
            let default = format!("default{}", first.get(plain.len()..).unwrap_or_default());
            parts.next();
            return self.descend(Entity::Module(found), std::iter::once(default.as_str()).chain(parts), fuel);
        }
        self.descend(Entity::Module(found), parts, fuel)
    }

    /// A member of what a module exports as a whole: `module.exports = { ask }`, `export default { ask }`.
    pub(crate) fn member_of_default(
        &self,
        path: &'a RepoPath,
        name: &str,
        fuel: Fuel<'_>,
    ) -> Option<Entity<'a>> {
        if name == "default" || !super::is_javascript(path) {
            return None;
        }
        let fuel = fuel.step()?;
        let (module, scope) = (self.module(path)?, self.scopes.get(path)?);
        let listed = scope.bindings(module, "default").into_iter().find_map(|binding| match &binding.value {
            Value::Map(members) => members
                .iter()
                .find_map(|(key, value)| matches!(key, Value::Text(text) if text == name).then_some(value)),
            _ => None,
        });
        if let Some(value) = listed {
            return self.value(path, value, fuel);
        }
        let default = self.member_of_module(path, "default", fuel)?;
        self.member(&default, name, fuel)
    }

    /// Whether a module exports a name. Where that is open (it hands on what it does not list, or exports one whole), it does.
    pub(crate) fn exports(&self, path: &RepoPath, name: &str) -> bool {
        with_fuel(|fuel| self.may_export(path, name, fuel))
    }

    fn may_export(&self, path: &RepoPath, name: &str, fuel: Fuel<'_>) -> bool {
        let (Some(module), Some(scope)) = (self.module(path), self.scopes.get(path)) else { return true };
        let Some(fuel) = fuel.step() else { return true };
        let is_whole = || module.bindings.iter().any(|one| one.name == "default" && one.within.is_none());
        let is_declaration = path.stem().ends_with(".d");
        !module.is_parsed
            || is_declaration
            || scope.binds(module, name)
            || is_whole()
            || scope.stars(module).any(|star| match self.locate_import(path, star) {
                Located::Module { path, .. } => self.may_export(path, name, fuel),
                _ => true,
            })
    }
}
