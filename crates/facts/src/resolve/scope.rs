//! The names of one module, sorted for look-up.
//!
//! Only indices are kept; the names themselves stay in the facts.

use crate::fact::{Binding, Definition, DefinitionId, DefinitionKind, Import, ImportGuard, Module};
use crate::known::javascript_packages::written_module;

/// Indices into a module's tables, each sorted by the name it is looked up by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Definitions that stand in no other.
    top: Vec<u32>,
    /// Definitions that stand in another, by outer definition and name.
    inner: Vec<u32>,
    /// Imports other than `*`, by the name they bind.
    imports: Vec<u32>,
    /// `from … import *`.
    stars: Vec<u32>,
    /// Bindings, by name.
    bindings: Vec<u32>,
    /// Variables of loops at the top.
    loops: Vec<u32>,
    /// Specifiers as bound names begin with them, with their import, sorted; of TypeScript and JavaScript alone.
    specifiers: Vec<(Box<str>, u32)>,
}

impl Scope {
    pub(crate) fn new(module: &Module) -> Self {
        let of = |reference: u32| module.definitions.get(at(reference));
        let mut scope = Self {
            top: indices(&module.definitions, |d| d.parent.is_none()),
            inner: indices(&module.definitions, |d| d.parent.is_some()),
            imports: indices(&module.imports, |i| i.name.as_deref() != Some("*")),
            stars: indices(&module.imports, |i| i.name.as_deref() == Some("*")),
            bindings: indices(&module.bindings, |_| true),
            loops: indices(&module.loops, |l| l.within.is_none()),
            specifiers: Vec::new(),
        };
        scope.top.sort_by_key(|id| of(*id).map(|d| &d.name));
        scope.inner.sort_by_key(|id| of(*id).map(|d| (d.parent, &d.name)));
        scope.imports.sort_by_key(|id| module.imports.get(at(*id)).map(|i| &i.bound_as));
        scope.bindings.sort_by_key(|id| module.bindings.get(at(*id)).map(|b| &b.name));
        scope
    }

    /// The same, for a module whose bound names begin with specifiers.
    pub(crate) fn with_specifiers(mut self, module: &Module) -> Self {
        let written = module.imports.iter().zip(0u32..);
        self.specifiers =
            written.map(|(import, id)| (written_module(import.level, &import.module).into(), id)).collect();
        self.specifiers.sort();
        self
    }

    /// Imports by a specifier, as bound names spell it, in order.
    pub(crate) fn imports_of<'a>(
        &self,
        module: &'a Module,
        specifier: &str,
    ) -> impl Iterator<Item = &'a Import> {
        let start = self.specifiers.partition_point(|(written, _)| **written < *specifier);
        let same = self.specifiers.get(start..).unwrap_or_default().iter();
        same.take_while(move |(written, _)| **written == *specifier)
            .filter_map(|(_, id)| module.imports.get(at(*id)))
    }

    /// The definition of a name at the top: of several, one that is not a stand-in for a failed import.
    pub(crate) fn definition<'a>(
        &self,
        module: &'a Module,
        name: &str,
    ) -> Option<(DefinitionId, &'a Definition)> {
        let all = || {
            equal(&self.top, |id| module.definitions.get(at(id)).map(|d| d.name.as_str()), name)
                .filter_map(|id| module.definitions.get(at(id)).map(|d| (DefinitionId(id), d)))
        };
        all().find(|(_, d)| !d.is_fallback_definition).or_else(|| all().next())
    }

    /// A definition that stands directly in another.
    pub(crate) fn member<'a>(
        &self,
        module: &'a Module,
        outer: DefinitionId,
        name: &str,
    ) -> Option<(DefinitionId, &'a Definition)> {
        let key = |id: u32| module.definitions.get(at(id)).map(|d| (d.parent, d.name.as_str()));
        equal(&self.inner, key, (Some(outer), name))
            .filter_map(|id| module.definitions.get(at(id)).map(|d| (DefinitionId(id), d)))
            .next()
    }

    /// Methods and classes that stand directly in a definition.
    pub(crate) fn members<'a>(
        &self,
        module: &'a Module,
        outer: DefinitionId,
    ) -> impl Iterator<Item = (DefinitionId, &'a Definition)> {
        let key = move |id: u32| module.definitions.get(at(id)).map(|d| d.parent);
        equal(&self.inner, key, Some(outer))
            .filter_map(move |id| module.definitions.get(at(id)).map(|d| (DefinitionId(id), d)))
    }

    /// Imports at the top that bind a name; those that run stand before those for type checkers.
    pub(crate) fn imports<'a>(&self, module: &'a Module, name: &str) -> Vec<&'a Import> {
        let mut found: Vec<&Import> =
            equal(&self.imports, |id| module.imports.get(at(id)).map(|i| i.bound_as.as_str()), name)
                .filter_map(|id| module.imports.get(at(id)))
                .collect();
        found.sort_by_key(|i| (i.within.is_some(), i.guard == ImportGuard::TypeChecking));
        found
    }

    /// `from … import *` at the top.
    pub(crate) fn stars<'a>(&self, module: &'a Module) -> impl Iterator<Item = &'a Import> {
        self.stars.iter().filter_map(|id| module.imports.get(at(*id)))
    }

    /// Bindings of a name as written, in order.
    pub(crate) fn bindings<'a>(&self, module: &'a Module, name: &str) -> Vec<&'a Binding> {
        equal(&self.bindings, |id| module.bindings.get(at(id)).map(|b| b.name.as_str()), name)
            .filter_map(|id| module.bindings.get(at(id)))
            .collect()
    }

    /// Whether the module gives itself a name, by whatever statement. Bindings inside functions count, since `global` lets
    /// them reach the module: a name said to be missing must be missing.
    pub(crate) fn binds(&self, module: &Module, name: &str) -> bool {
        self.definition(module, name).is_some()
            || !self.imports(module, name).is_empty()
            || !self.bindings(module, name).is_empty()
            || self.loops.iter().any(|id| {
                module.loops.get(at(*id)).is_some_and(|l| l.variable.split([',', ' ']).any(|v| v == name))
            })
    }
}

/// The class that a definition is, or stands in.
pub(crate) fn enclosing_class(module: &Module, within: Option<DefinitionId>) -> Option<DefinitionId> {
    let mut current = within;
    while let Some(id) = current {
        let definition = module.definitions.get(at(id.0))?;
        if definition.kind == DefinitionKind::Class {
            return Some(id);
        }
        // An inner definition comes after its outer one, so parents only ever get smaller and the walk ends.
        current = definition.parent.filter(|parent| parent.0 < id.0);
    }
    None
}

/// A stored index as one of this machine.
pub(crate) fn at(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

fn indices<T>(items: &[T], keep: impl Fn(&T) -> bool) -> Vec<u32> {
    items.iter().zip(0u32..).filter(|(item, _)| keep(item)).map(|(_, id)| id).collect()
}

/// The run of sorted indices whose key equals `wanted`.
fn equal<K: Ord>(sorted: &[u32], key: impl Fn(u32) -> Option<K>, wanted: K) -> impl Iterator<Item = u32> {
    let wanted = Some(wanted);
    let start = sorted.partition_point(|id| key(*id) < wanted);
    sorted.get(start..).unwrap_or_default().iter().copied().take_while(move |id| key(*id) == wanted)
}
