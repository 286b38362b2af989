//! What an expression means: names replaced by what they stand for.
//!
//! Evaluation is on demand and remembered per [`Entry`](super::names::Entry). It is bounded in depth, so that a text made to be
//! hard costs time in proportion to its length and no more.

use super::names::{ArmId, ClassId, DefinitionNode, EntryId, Names, Reach, ScopeId, ScopeKind, Source};
use super::written::written;
use rustpython_ruff_python_ast::{BoolOp, Expr, ExprCall};
use rustpython_ruff_text_size::Ranged;
use std::rc::Rc;

/// Steps of meaning that one question may take down.
const MAX_DEPTH: u32 = 64;
/// A bound name longer than this, in bytes, says nothing.
const MAX_NAME: usize = 400;
/// Ways a name got its meaning that are weighed against each other.
const MAX_WAYS: usize = 32;

/// From where an expression is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) scope: ScopeId,
    pub(super) offset: u32,
    pub(super) arm: ArmId,
    /// Whether variables of comprehensions and lambdas around the place are seen.
    pub(super) sees_inner: bool,
}

#[derive(Clone)]
enum Memo {
    Open,
    Busy,
    Done(Option<Rc<str>>),
}

/// Answers what expressions mean.
pub(super) struct Binder<'a> {
    pub(super) names: Names<'a>,
    memo: Vec<Memo>,
    /// Variables of the comprehensions and lambdas around the current place, innermost last.
    pub(super) inner: Vec<(&'a str, Option<Rc<str>>)>,
    depth: u32,
}

impl<'a> Binder<'a> {
    pub(super) fn new(names: Names<'a>) -> Self {
        let memo = vec![Memo::Open; names.entries.len()];
        Self { names, memo, inner: Vec::new(), depth: 0 }
    }

    /// The bound name of an expression, or as written.
    pub(super) fn target(&mut self, expression: &Expr, view: View) -> String {
        self.meaning(expression, view).map_or_else(|| written(expression), |name| name.to_string())
    }

    /// The bound name of an expression, where its first part is bound to something.
    pub(super) fn meaning(&mut self, expression: &Expr, view: View) -> Option<Rc<str>> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let meaning = self.meaning_within(expression, view);
        self.depth -= 1;
        meaning
    }

    fn meaning_within(&mut self, expression: &Expr, view: View) -> Option<Rc<str>> {
        match expression {
            Expr::Name(node) => self.name(node.id.as_str(), view),
            Expr::Attribute(node) => {
                let base = self.meaning(&node.value, view)?;
                let attribute = node.attr.as_str();
                if let Some((class, is_instance)) = self.class_of(&base) {
                    let is_receiver = self.is_receiver(&node.value, view);
                    match self.member(class, attribute, is_instance, MAX_WAYS) {
                        Some(Some(meaning)) => return Some(meaning),
                        _ if is_receiver => return None,
                        _ => {}
                    }
                }
                joined(&[&base, ".", attribute])
            }
            Expr::Call(node) => self.call(node, view),
            Expr::Subscript(node) => match self.element(&node.value, view) {
                Some(element) => Some(element),
                None => joined(&[&*self.meaning(&node.value, view)?, "[]"]),
            },
            Expr::Await(node) => self.meaning(&node.value, view),
            Expr::Named(node) => self.meaning(&node.value, view),
            Expr::BoolOp(node) if node.op == BoolOp::Or => {
                node.values.iter().take(MAX_WAYS).find_map(|value| self.meaning(value, view))
            }
            Expr::If(node) => {
                let then = self.meaning(&node.body, view);
                if then.as_deref().is_some_and(is_constructor) {
                    return then;
                }
                let otherwise = self.meaning(&node.orelse, view);
                otherwise.clone().filter(|name| is_constructor(name)).or(then).or(otherwise)
            }
            _ => None,
        }
    }

    fn name(&mut self, name: &str, view: View) -> Option<Rc<str>> {
        if view.sees_inner
            && let Some((_, meaning)) = self.inner.iter().rev().find(|(inner, _)| *inner == name)
        {
            let shadow = || self.names.imported.contains(name).then(|| Rc::from(format!("::{name}")));
            return meaning.clone().or_else(shadow);
        }
        let scope = self.home(name, view)?;
        let ways = self.ways(name, scope, view);
        let meaning = self.first_constructor(&ways);
        if meaning.is_none() && self.names.imported.contains(name) {
            // Something else of an import's name: as written it would read as the import.
            let qualified = self.names.scopes.get(scope).map_or("", |scope| scope.qualified.as_str());
            let dot = if qualified.is_empty() { "" } else { "." };
            return joined(&["::", qualified, dot, name]);
        }
        meaning
    }

    /// The scope a name is read from. Names of a class are seen in its body, not in its methods.
    pub(super) fn home(&self, name: &str, view: View) -> Option<ScopeId> {
        let mut next = Some(view.scope);
        while let Some((id, scope)) = next.and_then(|id| Some((id, self.names.scopes.get(id)?))) {
            let is_seen = id == view.scope || !matches!(scope.kind, ScopeKind::Class(_));
            if is_seen && !scope.outer_names.contains(name) && scope.table.names.contains_key(name) {
                return Some(id);
            }
            next = scope.parent;
        }
        None
    }

    /// The ways a name may have got its meaning, in the order of the text: in its own scope those that reach the place, from an
    /// inner scope all of them, because a function runs later.
    fn ways(&self, name: &str, scope: ScopeId, view: View) -> Vec<EntryId> {
        let Some(all) = self.names.scopes.get(scope).and_then(|scope| scope.table.names.get(name)) else {
            return Vec::new();
        };
        let mut found: Vec<EntryId> = Vec::new();
        if scope == view.scope {
            let before = all.partition_point(|id| {
                self.names.entries.get(*id).is_some_and(|entry| entry.offset < view.offset)
            });
            for id in all.iter().take(before).rev().take(MAX_WAYS) {
                let Some(entry) = self.names.entries.get(*id) else { continue };
                match self.names.reach(entry.arm, view.arm) {
                    Reach::Never => {}
                    Reach::Sometimes => found.push(*id),
                    Reach::Always => {
                        found.push(*id);
                        break;
                    }
                }
            }
            found.reverse();
        }
        if found.is_empty() { all.iter().take(MAX_WAYS).copied().collect() } else { found }
    }

    /// The first way that constructs something, or else the first that means anything.
    fn first_constructor(&mut self, ways: &[EntryId]) -> Option<Rc<str>> {
        let mut first = None;
        for way in ways {
            let Some(meaning) = self.entry(*way) else { continue };
            if is_constructor(&meaning) {
                return Some(meaning);
            }
            first.get_or_insert(meaning);
        }
        first
    }

    fn entry(&mut self, id: EntryId) -> Option<Rc<str>> {
        match self.memo.get(id)? {
            Memo::Done(meaning) => return meaning.clone(),
            Memo::Busy => return None,
            Memo::Open => {}
        }
        self.remember(id, Memo::Busy);
        let entry = self.names.entries.get(id)?.clone();
        let view = View { scope: entry.scope, offset: entry.offset, arm: entry.arm, sees_inner: false };
        let meaning = match entry.source {
            Source::Import(name) => Some(Rc::from(name)),
            Source::Definition(id) => self.definition_name(id),
            Source::Value(value) => self.meaning(value, view),
            Source::Annotated(annotation, value) => annotation
                .and_then(|annotation| self.instance(annotation, view))
                .or_else(|| value.and_then(|value| self.meaning(value, view))),
            Source::Receiver { class, is_class } => {
                let name = self.class_name(class).to_owned();
                joined(&["::", &name, if is_class { "" } else { "()" }])
            }
            Source::Element(over) => self.element(over, view),
            Source::Caught(Expr::Tuple(_)) | Source::Opaque => None,
            Source::Caught(exception) => joined(&[&self.target(exception, view), "()"]),
        };
        self.remember(id, Memo::Done(meaning.clone()));
        meaning
    }

    fn remember(&mut self, id: EntryId, memo: Memo) {
        if let Some(slot) = self.memo.get_mut(id) {
            *slot = memo;
        }
    }

    fn definition_name(&self, id: u32) -> Option<Rc<str>> {
        let seed = self.names.definitions.get(usize::try_from(id).ok()?)?;
        joined(&["::", &self.names.scopes.get(seed.scope)?.qualified])
    }

    fn class_name(&self, class: ClassId) -> &str {
        let scope = self.names.classes.get(class).and_then(|class| self.names.scopes.get(class.scope));
        scope.map_or("", |scope| scope.qualified.as_str())
    }

    /// The class of this file that a bound name is, or is an instance of.
    fn class_of(&self, meaning: &str) -> Option<(ClassId, bool)> {
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
    fn member(
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

    fn member_ways(&self, class: ClassId, name: &str) -> Vec<EntryId> {
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
                let is = |name| super::collect::is_named(&decorator.expression, name);
                is("property") || is("cached_property")
            }),
            DefinitionNode::Class(_) => false,
        };
        if is_property && let Some(result) = self.result(id) {
            return Some(result);
        }
        let class = self.class_name(class).to_owned();
        joined(&["::", &class, if is_instance { "()." } else { "." }, name])
    }

    fn call(&mut self, call: &ExprCall, view: View) -> Option<Rc<str>> {
        match &*call.func {
            Expr::Name(name) if name.id.as_str() == "super" && self.home("super", view).is_none() => {
                return self.first_base(view);
            }
            Expr::Attribute(attribute) if attribute.attr.as_str() == "get" => {
                if let Some(element) = self.element(&attribute.value, view) {
                    return Some(element);
                }
            }
            _ => {}
        }
        let callee = self.target(&call.func, view);
        if callee == "typing.cast" {
            return call.arguments.args.first().and_then(|class| self.instance(class, view));
        }
        if let Some(name) = callee.strip_prefix("::") {
            let qualified = name.replace("()", "");
            if let Some(id) = self.names.function_named.get(&qualified).copied()
                && let Some(result) = self.result(id)
            {
                return Some(result);
            }
        }
        joined(&[&callee, "()"])
    }

    fn first_base(&mut self, view: View) -> Option<Rc<str>> {
        let class = self.names.class_around(view.scope)?;
        let (node, scope) = self.names.classes.get(class).map(|class| (class.node, class.scope))?;
        let scope = self.names.scopes.get(scope)?.parent?;
        let base = node.bases().first()?;
        let outside = View { scope, offset: node.range.start().into(), arm: 0, sees_inner: false };
        joined(&[&self.target(base, outside), "()"])
    }

    /// What a function of this file gives back, if that is plainly a new object of some class.
    fn result(&mut self, id: u32) -> Option<Rc<str>> {
        let definition = self.names.definitions.get(usize::try_from(id).ok()?)?;
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
                let mut ways = self.ways(name, scope, view);
                let items = self.names.scopes.get(scope).and_then(|scope| scope.table.items.get(name));
                let items: Vec<EntryId> = items.into_iter().flatten().take(MAX_WAYS).copied().collect();
                self.element_of_ways(&mut ways, &items)
            }
            Expr::Attribute(node) => {
                let base = self.meaning(&node.value, view)?;
                let (class, _) = self.class_of(&base)?;
                let mut ways = self.member_ways(class, node.attr.as_str());
                let items = self.names.classes.get(class)?.attributes.items.get(node.attr.as_str());
                let items: Vec<EntryId> = items.into_iter().flatten().take(MAX_WAYS).copied().collect();
                self.element_of_ways(&mut ways, &items)
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

    fn element_of_ways(&mut self, ways: &mut Vec<EntryId>, items: &[EntryId]) -> Option<Rc<str>> {
        for way in ways.drain(..) {
            let entry = self.names.entries.get(way)?.clone();
            let view = View { scope: entry.scope, offset: entry.offset, arm: entry.arm, sees_inner: false };
            let element = match entry.source {
                Source::Value(value) => self.element(value, view),
                Source::Annotated(annotation, value) => annotation
                    .and_then(|annotation| self.element_instance(annotation, view))
                    .or_else(|| value.and_then(|value| self.element(value, view))),
                _ => None,
            };
            if element.is_some() {
                return element;
            }
        }
        items.iter().find_map(|item| self.entry(*item))
    }

    /// The view from an expression of the walk.
    pub(super) fn view(node: &impl Ranged, scope: ScopeId, arm: ArmId) -> View {
        View { scope, offset: node.start().into(), arm, sees_inner: true }
    }
}

/// Puts a name together, unless it grows beyond what anyone reads.
fn joined(parts: &[&str]) -> Option<Rc<str>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    (length <= MAX_NAME).then(|| Rc::from(parts.concat()))
}

/// Whether a bound name is the result of one call that looks like a constructor or a factory of a module.
fn is_constructor(name: &str) -> bool {
    let Some(callee) = name.strip_suffix("()").filter(|callee| !callee.contains("()")) else { return false };
    let (module, last) =
        callee.rsplit_once(['.', ':']).map_or((None, callee), |(module, last)| (Some(module), last));
    starts_upper(last) || module.is_some_and(|module| !module.starts_with("self."))
}

/// Whether a bound name is plainly a new object of a class: `openai.OpenAI()`, `redis.Redis.from_url()`, `boto3.client()`.
fn is_new_object(name: &str) -> bool {
    let Some(callee) = name.strip_suffix("()").filter(|callee| !callee.contains("()")) else { return false };
    callee.split(['.', ':']).any(starts_upper)
        || matches!(callee.rsplit('.').next(), Some("client" | "resource"))
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
