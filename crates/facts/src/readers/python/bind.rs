//! What an expression means: names replaced by what they stand for.
//!
//! Evaluation is on demand and remembered per [`Entry`](super::names::Entry). It is bounded in depth, so that a text made to be
//! hard costs time in proportion to its length and no more.

use super::members::MAX_BASES;
use super::names::{ArmId, EntryId, Names, Reach, ScopeId, ScopeKind, Source};
use super::written::written;
use crate::readers::parts::{is_constructor, joined, starts_upper};
use rustpython_ruff_python_ast::{BoolOp, Expr, ExprCall};
use rustpython_ruff_text_size::Ranged;
use std::rc::Rc;

/// Steps of meaning that one question may take down.
pub(super) const MAX_DEPTH: u32 = 64;
/// Ways a name got its meaning that are weighed against each other.
pub(super) const MAX_WAYS: usize = 32;

/// Functions that read a variable of the environment: the standard library's, and `python-decouple`'s.
pub(super) const ENVIRONMENT: [&str; 4] =
    ["os.getenv", "os.environ.get", "os.environ.pop", "decouple.config"];

/// From where an expression is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) scope: ScopeId,
    pub(super) offset: u32,
    pub(super) arm: ArmId,
    /// Whether variables of comprehensions and lambdas around the place are seen.
    pub(super) sees_inner: bool,
}

/// An answer that is open, being looked for, or known. One that is being looked for has no answer for whoever asks meanwhile.
#[derive(Clone)]
pub(super) enum Memo {
    Open,
    Busy,
    Done(Option<Rc<str>>),
}

/// Answers what expressions mean.
pub(super) struct Binder<'a> {
    pub(super) names: Names<'a>,
    /// What each entry means.
    memo: Vec<Memo>,
    /// What the members of each entry are.
    pub(super) element_memo: Vec<Memo>,
    /// What each definition gives back.
    pub(super) result_memo: Vec<Memo>,
    /// Variables of the comprehensions and lambdas around the current place, innermost last.
    pub(super) inner: Vec<(&'a str, Option<Rc<str>>)>,
    pub(super) depth: u32,
}

impl<'a> Binder<'a> {
    pub(super) fn new(names: Names<'a>) -> Self {
        let memo = vec![Memo::Open; names.entries.len()];
        let element_memo = memo.clone();
        let result_memo = vec![Memo::Open; names.definitions.len()];
        Self { names, memo, element_memo, result_memo, inner: Vec::new(), depth: 0 }
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
                    match self.member(class, attribute, is_instance, MAX_BASES) {
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
        let meaning = match self.only_way(name, scope) {
            Some(way) => self.entry(way),
            None => {
                let ways = self.ways(name, scope, view);
                self.first_constructor(&ways)
            }
        };
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

    /// The one way a name of a scope gets its meaning, as most do.
    fn only_way(&self, name: &str, scope: ScopeId) -> Option<EntryId> {
        match self.names.scopes.get(scope)?.table.names.get(name)?.as_slice() {
            [way] => Some(*way),
            _ => None,
        }
    }

    /// The ways a name may have got its meaning, in the order of the text: in its own scope those that reach the place, from an
    /// inner scope all of them, because a function runs later.
    pub(super) fn ways(&self, name: &str, scope: ScopeId, view: View) -> Vec<EntryId> {
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
    pub(super) fn first_constructor(&mut self, ways: &[EntryId]) -> Option<Rc<str>> {
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

    pub(super) fn entry(&mut self, id: EntryId) -> Option<Rc<str>> {
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
        // Calling what `partial` gives is calling the function it was given.
        if matches!(callee.as_str(), "functools.partial" | "functools.partialmethod") {
            return call.arguments.args.first().and_then(|function| self.meaning(function, view));
        }
        // What the environment or a built-in function gives is a plain value: the name it is kept under says more.
        let is_built_in = !callee.contains(['.', ':']) && super::builtins::is_builtin(&callee);
        if is_built_in || ENVIRONMENT.contains(&callee.as_str()) {
            return None;
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

    /// The view from an expression of the walk.
    pub(super) fn view(node: &impl Ranged, scope: ScopeId, arm: ArmId) -> View {
        View { scope, offset: node.start().into(), arm, sees_inner: true }
    }
}

/// Whether a bound name is plainly a new object of a class: `openai.OpenAI()`, `redis.Redis.from_url()`, `boto3.client()`.
pub(super) fn is_new_object(name: &str) -> bool {
    let Some(callee) = name.strip_suffix("()").filter(|callee| !callee.contains("()")) else { return false };
    callee.split(['.', ':']).any(starts_upper)
        || matches!(callee.rsplit('.').next(), Some("client" | "resource"))
}
