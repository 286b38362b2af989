//! What lists, dictionaries and other containers hold.

use super::bind::{Binder, MAX_DEPTH, MAX_WAYS, Memo, View};
use super::names::{EntryId, Source};
use rustpython_ruff_python_ast::Expr;
use std::rc::Rc;

impl Binder<'_> {
    /// What the members of a list, dictionary or other container are.
    pub(super) fn element(&mut self, container: &Expr, view: View) -> Option<Rc<str>> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let element = self.element_within(container, view);
        self.depth -= 1;
        element
    }

    fn element_within(&mut self, container: &Expr, view: View) -> Option<Rc<str>> {
        let first_of = |binder: &mut Self, members: &mut dyn Iterator<Item = &Expr>| {
            members.take(MAX_WAYS).find_map(|member| binder.meaning(member, view))
        };
        match container {
            Expr::List(node) => first_of(self, &mut node.elts.iter()),
            Expr::Tuple(node) => first_of(self, &mut node.elts.iter()),
            Expr::Set(node) => first_of(self, &mut node.elts.iter()),
            Expr::Dict(node) => first_of(self, &mut node.items.iter().map(|item| &item.value)),
            Expr::ListComp(node) => self.meaning(&node.elt, view),
            Expr::SetComp(node) => self.meaning(&node.elt, view),
            Expr::Generator(node) => self.meaning(&node.elt, view),
            Expr::DictComp(node) => self.meaning(&node.value, view),
            Expr::Name(node) => {
                let name = node.id.as_str();
                let scope = self.home(name, view)?;
                let ways = self.ways(name, scope, view);
                let items = self.names.scopes.get(scope).and_then(|scope| scope.table.items.get(name));
                let items: Vec<EntryId> = items.into_iter().flatten().take(MAX_WAYS).copied().collect();
                self.element_of_ways(&ways, &items)
            }
            Expr::Attribute(node) => {
                let base = self.meaning(&node.value, view)?;
                let (class, _) = self.class_of(&base)?;
                let ways = self.member_ways(class, node.attr.as_str());
                let items = self.names.classes.get(class)?.attributes.items.get(node.attr.as_str());
                let items: Vec<EntryId> = items.into_iter().flatten().take(MAX_WAYS).copied().collect();
                self.element_of_ways(&ways, &items)
            }
            Expr::Call(node) => match &*node.func {
                Expr::Attribute(attribute) if attribute.attr.as_str() == "values" => {
                    self.element(&attribute.value, view)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn element_of_ways(&mut self, ways: &[EntryId], items: &[EntryId]) -> Option<Rc<str>> {
        let from_value = ways.iter().find_map(|way| self.element_of_way(*way));
        from_value.or_else(|| items.iter().find_map(|item| self.entry(*item)))
    }

    fn element_of_way(&mut self, way: EntryId) -> Option<Rc<str>> {
        match self.element_memo.get_mut(way)? {
            Memo::Done(element) => return element.clone(),
            Memo::Busy => return None,
            open => *open = Memo::Busy,
        }
        let entry = self.names.entries.get(way)?.clone();
        let view = View { scope: entry.scope, offset: entry.offset, arm: entry.arm, sees_inner: false };
        let element = match entry.source {
            Source::Value(value) => self.element(value, view),
            Source::Annotated(annotation, value) => annotation
                .and_then(|annotation| self.element_instance(annotation, view))
                .or_else(|| value.and_then(|value| self.element(value, view))),
            _ => None,
        };
        if let Some(memo) = self.element_memo.get_mut(way) {
            *memo = Memo::Done(element.clone());
        }
        element
    }
}
