//! Targets of assignments, loops and patterns: the names they bind.

use super::collect::{At, Collector};
use super::names::{ClassId, ScopeId, Source};
use rustpython_ruff_python_ast::visitor::{Visitor, walk_expr};
use rustpython_ruff_python_ast::{Expr, ExprContext, Pattern};
use rustpython_ruff_text_size::Ranged;

impl<'a> Collector<'a> {
    /// A target and the value it takes; tuples are taken apart where both sides are written out.
    pub(super) fn assign(&mut self, target: &'a Expr, value: Option<&'a Expr>, at: At) {
        match (target, value) {
            (Expr::Tuple(_) | Expr::List(_), Some(value)) => {
                let (targets, values) = (members(target), members(value));
                let pairs =
                    targets.len() == values.len() && !targets.iter().any(|target| target.is_starred_expr());
                for (index, target) in targets.iter().enumerate() {
                    self.assign(target, values.get(index).filter(|_| pairs), at);
                }
            }
            (Expr::Starred(starred), _) => self.assign(&starred.value, None, at),
            _ => self.target(target, value.map_or(Source::Opaque, Source::Value), at),
        }
    }

    pub(super) fn loop_target(&mut self, target: &'a Expr, over: &'a Expr, at: At) {
        let Expr::Tuple(tuple) = target else {
            return self.assign_source(target, Source::Element(over), at);
        };
        let paired = paired_iterable(over);
        for (index, target) in tuple.elts.iter().enumerate() {
            let source = paired
                .filter(|_| index == 1 && tuple.elts.len() == 2)
                .map_or(Source::Opaque, Source::Element);
            self.assign_source(target, source, at);
        }
    }

    fn assign_source(&mut self, target: &'a Expr, source: Source<'a>, at: At) {
        match target {
            Expr::Tuple(_) | Expr::List(_) | Expr::Starred(_) => self.assign(target, None, at),
            _ => self.target(target, source, at),
        }
    }

    /// A name, an attribute of the receiver, or an item of either.
    pub(super) fn target(&mut self, target: &'a Expr, source: Source<'a>, at: At) {
        let offset = u32::from(target.end()).max(takes_effect(&source));
        match target {
            Expr::Name(name) => self.name(name.id.as_str(), source, offset, at),
            Expr::Attribute(attribute) => {
                if let Some(class) = self.receiver(&attribute.value, at.scope) {
                    let entry = self.entry(source, offset, at);
                    if let Some(class) = self.names.classes.get_mut(class) {
                        class.attributes.names.entry(attribute.attr.as_str()).or_default().push(entry);
                    }
                }
            }
            Expr::Subscript(subscript) => self.item(&subscript.value, source, offset, at),
            _ => {}
        }
    }

    fn item(&mut self, container: &'a Expr, source: Source<'a>, offset: u32, at: At) {
        let entry = self.entry(source, offset, at);
        match container {
            Expr::Name(name) => {
                if let Some(scope) = self.names.scopes.get_mut(at.scope) {
                    scope.table.items.entry(name.id.as_str()).or_default().push(entry);
                }
            }
            Expr::Attribute(attribute) => {
                let class = self.receiver(&attribute.value, at.scope);
                if let Some(class) = class.and_then(|class| self.names.classes.get_mut(class)) {
                    class.attributes.items.entry(attribute.attr.as_str()).or_default().push(entry);
                }
            }
            _ => {}
        }
    }

    /// The class an expression is the receiver of, seen from a scope.
    fn receiver(&self, value: &Expr, scope: ScopeId) -> Option<ClassId> {
        let Expr::Name(name) = value else { return None };
        let mut next = Some(scope);
        while let Some(scope) = next.and_then(|id| self.names.scopes.get(id)) {
            if let Some(first) = scope.table.names.get(name.id.as_str()).and_then(|entries| entries.first()) {
                return match self.names.entries.get(*first).map(|entry| &entry.source) {
                    Some(Source::Receiver { class, .. }) => Some(*class),
                    _ => None,
                };
            }
            next = scope.parent;
        }
        None
    }

    pub(super) fn pattern(&mut self, pattern: &'a Pattern, at: At) {
        let mut open = vec![pattern];
        while let Some(pattern) = open.pop() {
            let name = match pattern {
                Pattern::MatchAs(node) => {
                    open.extend(node.pattern.as_deref());
                    node.name.as_ref()
                }
                Pattern::MatchStar(node) => node.name.as_ref(),
                Pattern::MatchMapping(node) => {
                    open.extend(&node.patterns);
                    node.rest.as_ref()
                }
                Pattern::MatchSequence(node) => {
                    open.extend(&node.patterns);
                    None
                }
                Pattern::MatchOr(node) => {
                    open.extend(&node.patterns);
                    None
                }
                Pattern::MatchClass(node) => {
                    open.extend(&node.arguments.patterns);
                    open.extend(node.arguments.keywords.iter().map(|keyword| &keyword.pattern));
                    None
                }
                Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => None,
            };
            if let Some(name) = name {
                self.name(name.as_str(), Source::Opaque, pattern.start().into(), at);
            }
        }
    }

    /// Names bound inside an expression with `:=`.
    pub(super) fn walrus(&mut self, expression: &'a Expr, at: At) {
        if !self.has_walrus {
            return;
        }
        let mut search = WalrusSearch { found: Vec::new() };
        search.visit_expr(expression);
        for (target, value) in search.found {
            self.target(target, Source::Value(value), at);
        }
    }
}

struct WalrusSearch<'a> {
    found: Vec<(&'a Expr, &'a Expr)>,
}

impl<'a> Visitor<'a> for WalrusSearch<'a> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Named(named) = expression {
            self.found.push((&named.target, &named.value));
        }
        walk_expr(self, expression);
    }
}

/// Where an assignment has been carried out: behind its value, which is read with the names as they were before.
fn takes_effect(source: &Source<'_>) -> u32 {
    match source {
        Source::Value(value) | Source::Element(value) | Source::Annotated(_, Some(value)) => {
            value.end().into()
        }
        _ => 0,
    }
}

/// Whether an expression is this name or ends with it: `staticmethod`, `abc.abstractmethod`.
pub(super) fn is_named(expression: &Expr, name: &str) -> bool {
    match expression {
        Expr::Name(node) => node.id.as_str() == name,
        Expr::Attribute(node) => node.attr.as_str() == name,
        _ => false,
    }
}

/// The members of a tuple or list that is written out.
pub(super) fn members(expression: &Expr) -> &[Expr] {
    match expression {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) if list.ctx != ExprContext::Invalid => &list.elts,
        _ => &[],
    }
}

/// What the second name of `for a, b in …` runs over: the values of `x.items()`, the members of `enumerate(x)`.
pub(super) fn paired_iterable(over: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = over else { return None };
    match &*call.func {
        Expr::Attribute(attribute) if attribute.attr.as_str() == "items" => Some(&attribute.value),
        Expr::Name(name) if name.id.as_str() == "enumerate" => call.arguments.args.first(),
        _ => None,
    }
}
