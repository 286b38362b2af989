//! Classes of the file: what their attributes are, and what its functions give back.

use super::bind::{Binder, MAX_WAYS, Memo, View, is_new_object};
use super::names::{ClassId, DefinitionNode, EntryId, Source};
use crate::readers::parts::joined;
use rustpython_ruff_python_ast::Expr;
use std::rc::Rc;

/// Base classes looked through for one attribute: so many of a class, half as many of each of those, and so on.
pub(super) const MAX_BASES: usize = 8;

impl Binder<'_> {
    pub(super) fn class_name(&self, class: ClassId) -> &str {
        let scope = self.names.classes.get(class).and_then(|class| self.names.scopes.get(class.scope));
        scope.map_or("", |scope| scope.qualified.as_str())
    }

    /// The class of this file that a bound name is, or is an instance of.
    pub(super) fn class_of(&self, meaning: &str) -> Option<(ClassId, bool)> {
        let name = meaning.strip_prefix("::")?;
        let (name, is_instance) = name.strip_suffix("()").map_or((name, false), |name| (name, true));
        self.names.class_named.get(name).map(|class| (*class, is_instance))
    }

    /// Whether the class of a receiver, or a base class of it in this file, has an attribute of this name.
    pub(super) fn receiver_sets(&self, receiver: &Expr, attribute: &str, view: View) -> bool {
        let Expr::Name(name) = receiver else { return false };
        let Some(scope) = self.home(name.id.as_str(), view).and_then(|id| self.names.scopes.get(id)) else {
            return false;
        };
        let first =
            scope.table.names.get(name.id.as_str()).and_then(|ways| self.names.entries.get(*ways.first()?));
        match first.map(|entry| &entry.source) {
            Some(Source::Receiver { class, .. }) => !self.member_ways(*class, attribute).is_empty(),
            _ => false,
        }
    }

    pub(super) fn is_receiver(&self, expression: &Expr, view: View) -> bool {
        let Expr::Name(name) = expression else { return false };
        let name = name.id.as_str();
        let Some(scope) = self.home(name, view).and_then(|id| self.names.scopes.get(id)) else {
            return false;
        };
        let first = scope.table.names.get(name).and_then(|ways| self.names.entries.get(*ways.first()?));
        first.is_some_and(|entry| matches!(entry.source, Source::Receiver { .. }))
    }

    /// What a class, or a base class of it in this file, says of an attribute: nothing if it has none of that name, `Some(None)`
    /// if it has one whose meaning is open.
    pub(super) fn member(
        &mut self,
        class: ClassId,
        name: &str,
        is_instance: bool,
        budget: usize,
    ) -> Option<Option<Rc<str>>> {
        let (node, scope) = self.names.classes.get(class).map(|class| (class.node, class.scope))?;
        let ways = self.member_ways(class, name);
        if !ways.is_empty() {
            let method = ways.iter().find_map(|way| match self.names.entries.get(*way)?.source {
                Source::Definition(id) => Some(id),
                _ => None,
            });
            return Some(match method {
                Some(id) => self.method(class, id, name, is_instance),
                None => self.first_constructor(&ways),
            });
        }
        let view = self.names.scopes.get(scope).and_then(|scope| scope.parent).map(|scope| View {
            scope,
            offset: node.range.start().into(),
            arm: 0,
            sees_inner: false,
        })?;
        let budget = budget.checked_sub(1)?;
        for base in node.bases().iter().take(budget) {
            let Some(base) = self.meaning(base, view) else { continue };
            if let Some((base, _)) = self.class_of(&base).filter(|(base, _)| *base != class)
                && let Some(found) = self.member(base, name, is_instance, budget / 2)
            {
                return Some(found);
            }
        }
        None
    }

    pub(super) fn member_ways(&self, class: ClassId, name: &str) -> Vec<EntryId> {
        let Some(class) = self.names.classes.get(class) else { return Vec::new() };
        let own = self.names.scopes.get(class.scope).and_then(|scope| scope.table.names.get(name));
        let given = class.attributes.names.get(name);
        own.into_iter().chain(given).flatten().take(MAX_WAYS).copied().collect()
    }

    /// A method as an attribute: itself, or what it gives if it is a property.
    fn method(&mut self, class: ClassId, id: u32, name: &str, is_instance: bool) -> Option<Rc<str>> {
        let definition = self.names.definitions.get(usize::try_from(id).ok()?)?;
        let is_property = match definition.node {
            DefinitionNode::Function(node) => node.decorator_list.iter().any(|decorator| {
                let is = |name| super::targets::is_named(&decorator.expression, name);
                is("property") || is("cached_property")
            }),
            DefinitionNode::Class => false,
        };
        if is_property && let Some(result) = self.result(id) {
            return Some(result);
        }
        let class = self.class_name(class).to_owned();
        joined(&["::", &class, if is_instance { "()." } else { "." }, name])
    }

    pub(super) fn first_base(&mut self, view: View) -> Option<Rc<str>> {
        let class = self.names.class_around(view.scope)?;
        let (node, scope) = self.names.classes.get(class).map(|class| (class.node, class.scope))?;
        let scope = self.names.scopes.get(scope)?.parent?;
        let base = node.bases().first()?;
        let outside = View { scope, offset: node.range.start().into(), arm: 0, sees_inner: false };
        joined(&[&self.target(base, outside), "()"])
    }

    /// What a function of this file gives back, if that is plainly a new object of some class.
    pub(super) fn result(&mut self, id: u32) -> Option<Rc<str>> {
        let index = usize::try_from(id).ok()?;
        match self.result_memo.get_mut(index)? {
            Memo::Done(result) => return result.clone(),
            Memo::Busy => return None,
            open => *open = Memo::Busy,
        }
        let result = self.fresh_result(index);
        if let Some(memo) = self.result_memo.get_mut(index) {
            *memo = Memo::Done(result.clone());
        }
        result
    }

    fn fresh_result(&mut self, index: usize) -> Option<Rc<str>> {
        let definition = self.names.definitions.get(index)?;
        let DefinitionNode::Function(node) = definition.node else { return None };
        let scope = definition.scope;
        let returns: Vec<_> = definition.returns.iter().take(MAX_WAYS).copied().collect();
        for (value, offset, arm) in returns {
            let view = View { scope, offset, arm, sees_inner: false };
            if let Some(meaning) = self.meaning(value, view).filter(|meaning| is_new_object(meaning)) {
                return Some(meaning);
            }
        }
        let view = View {
            scope: self.names.scopes.get(scope)?.parent?,
            offset: node.range.start().into(),
            arm: 0,
            sees_inner: false,
        };
        let annotated = self.instance(node.returns.as_deref()?, view)?;
        Some(annotated).filter(|meaning| is_new_object(meaning) && !meaning.starts_with("typing."))
    }
}
