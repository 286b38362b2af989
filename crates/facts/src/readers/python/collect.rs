//! The first walk: which names a file has. Statements only, and no expression but those that bind names.

use super::names::{
    Arm, ArmId, Class, ClassId, DefinitionNode, DefinitionSeed, Entry, EntryId, Names, Scope, ScopeId,
    ScopeKind, Source, Table,
};
use crate::fact::ImportGuard;
use rustpython_ruff_python_ast::visitor::{Visitor, walk_expr};
use rustpython_ruff_python_ast::{
    ExceptHandler, Expr, ExprContext, Pattern, Stmt, StmtClassDef, StmtFunctionDef, StmtIf, StmtTry,
};
use rustpython_ruff_text_size::Ranged;
use std::collections::BTreeSet;

/// How the code around a statement is fenced in.
#[derive(Clone, Copy)]
pub(super) struct Fence {
    /// What an import here is.
    pub(super) guard: ImportGuard,
    /// Whether only type checkers or a failed import lead here.
    pub(super) is_fallback: bool,
}

/// Where the walk is.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) scope: ScopeId,
    pub(super) arm: ArmId,
    pub(super) within: Option<u32>,
    pub(super) fence: Fence,
}

/// Collects the names of a module.
pub(super) fn collect(body: &[Stmt]) -> Names<'_> {
    let mut collector = Collector { names: Names::default(), failure_flags: Vec::new() };
    collector.names.arms.push(Arm::default());
    collector.names.scopes.push(scope(ScopeKind::Module, None, String::new()));
    let fence = Fence { guard: ImportGuard::Required, is_fallback: false };
    collector.statements(body, At { scope: 0, arm: 0, within: None, fence });
    collector.names
}

fn scope<'a>(kind: ScopeKind, parent: Option<ScopeId>, qualified: String) -> Scope<'a> {
    Scope { kind, parent, qualified, table: Table::default(), outer_names: BTreeSet::new() }
}

pub(super) struct Collector<'a> {
    pub(super) names: Names<'a>,
    /// Names that a handler of an import error sets to false or none: `if not HAS_REDIS` is where the import failed.
    pub(super) failure_flags: Vec<&'a str>,
}

impl<'a> Collector<'a> {
    fn statements(&mut self, body: &'a [Stmt], at: At) {
        for statement in body {
            self.statement(statement, at);
        }
    }

    /// A block that may not run.
    fn block(&mut self, body: &'a [Stmt], at: At, statement: u32, is_exclusive: bool) {
        let Some(first) = body.first() else { return };
        let arm = self.names.add_arm(at.arm, statement, is_exclusive);
        self.names.arm_at.insert(first.start().into(), arm);
        self.statements(body, At { arm, ..at });
    }

    fn statement(&mut self, statement: &'a Stmt, at: At) {
        let offset = u32::from(statement.start());
        match statement {
            Stmt::FunctionDef(node) => self.function(node, at),
            Stmt::ClassDef(node) => self.class(node, at),
            Stmt::Import(node) => self.import(node, at),
            Stmt::ImportFrom(node) => self.import_from(node, at),
            Stmt::Assign(node) => {
                self.walrus(&node.value, at);
                for target in &node.targets {
                    self.assign(target, Some(&node.value), at);
                }
            }
            Stmt::AnnAssign(node) => self.target(
                &node.target,
                Source::Annotated(Some(&node.annotation), node.value.as_deref()),
                at,
            ),
            Stmt::Return(node) => {
                if let Some(value) = node.value.as_deref() {
                    self.walrus(value, at);
                    let seed = at.within.and_then(|id| usize::try_from(id).ok());
                    if let Some(seed) = seed.and_then(|id| self.names.definitions.get_mut(id)) {
                        seed.returns.push((value, offset, at.arm));
                    }
                }
            }
            Stmt::For(node) => {
                self.loop_target(&node.target, &node.iter, at);
                self.block(&node.body, at, offset, false);
                self.block(&node.orelse, at, offset, false);
            }
            Stmt::While(node) => {
                self.walrus(&node.test, at);
                self.block(&node.body, at, offset, false);
                self.block(&node.orelse, at, offset, false);
            }
            Stmt::If(node) => self.branch(node, at),
            Stmt::With(node) => {
                for item in &node.items {
                    if let Some(target) = item.optional_vars.as_deref() {
                        self.assign(target, Some(&item.context_expr), at);
                    }
                }
                self.statements(&node.body, at);
            }
            Stmt::Match(node) => {
                for case in &node.cases {
                    self.pattern(&case.pattern, at);
                    self.block(&case.body, at, offset, true);
                }
            }
            Stmt::Try(node) => self.attempt(node, at),
            Stmt::Expr(node) => self.walrus(&node.value, at),
            Stmt::Global(node) => self.declare_outer(&node.names, at),
            Stmt::Nonlocal(node) => self.declare_outer(&node.names, at),
            _ => {}
        }
    }

    fn declare_outer(&mut self, names: &'a [rustpython_ruff_python_ast::Identifier], at: At) {
        if let Some(scope) = self.names.scopes.get_mut(at.scope) {
            scope.outer_names.extend(names.iter().map(|name| name.id.as_str()));
        }
    }

    fn branch(&mut self, node: &'a StmtIf, at: At) {
        let offset = u32::from(node.range.start());
        let (then, otherwise) = self.fences(&node.test, at.fence);
        self.walrus(&node.test, at);
        self.block(&node.body, At { fence: then, ..at }, offset, true);
        for clause in &node.elif_else_clauses {
            let mut fence = otherwise;
            if let Some(test) = &clause.test {
                self.walrus(test, at);
                fence = self.fences(test, otherwise).0;
            }
            self.block(&clause.body, At { fence, ..at }, offset, true);
        }
    }

    fn attempt(&mut self, node: &'a StmtTry, at: At) {
        let offset = u32::from(node.range.start());
        let tolerates = node.handlers.iter().any(super::fences::tolerates_import_error);
        let imports =
            node.body.iter().any(|statement| matches!(statement, Stmt::Import(_) | Stmt::ImportFrom(_)));
        let mut fence = at.fence;
        if tolerates && fence.guard == ImportGuard::Required {
            fence.guard = ImportGuard::Optional;
        }
        self.block(&node.body, At { fence, ..at }, offset, false);
        for handler in &node.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let is_failure = imports && super::fences::catches_import_error(handler.type_.as_deref());
            let fence = if is_failure { Fence { is_fallback: true, ..fence } } else { at.fence };
            if let Some(name) = &handler.name {
                let source = handler.type_.as_deref().map_or(Source::Opaque, Source::Caught);
                self.name(name.id.as_str(), source, handler.range.start().into(), at);
            }
            if is_failure {
                self.failure_flags.extend(handler.body.iter().filter_map(super::fences::failure_flag));
            }
            self.block(&handler.body, At { fence, ..at }, offset, false);
        }
        self.block(&node.orelse, at, offset, false);
        self.statements(&node.finalbody, at);
    }

    fn function(&mut self, node: &'a StmtFunctionDef, at: At) {
        let qualified = self.qualified(node.name.as_str(), at.scope);
        let class = match self.names.scopes.get(at.scope).map(|scope| scope.kind) {
            Some(ScopeKind::Class(class)) => Some(class),
            _ => None,
        };
        let inner = self.names.scopes.len();
        self.names.scopes.push(scope(ScopeKind::Function, Some(at.scope), qualified));
        let id = self.define(
            node.name.as_str(),
            DefinitionNode::Function(node),
            inner,
            node.range.start().into(),
            at,
        );
        let fence = Fence { guard: ImportGuard::Required, ..at.fence };
        let arm = self.names.add_arm(at.arm, node.range.start().into(), false);
        if let Some(first) = node.body.first() {
            self.names.arm_at.insert(first.start().into(), arm);
        }
        let inside = At { scope: inner, arm, within: Some(id), fence };
        self.parameters(node, class, inside);
        self.statements(&node.body, inside);
    }

    fn parameters(&mut self, node: &'a StmtFunctionDef, class: Option<ClassId>, at: At) {
        let decorated =
            |name: &str| node.decorator_list.iter().any(|decorator| is_named(&decorator.expression, name));
        let mut receiver = class.filter(|_| !decorated("staticmethod"));
        let is_class = decorated("classmethod") || node.name.as_str() == "__new__";
        for parameter in &*node.parameters {
            let annotation = parameter.annotation();
            let source = match receiver.take() {
                Some(class) if annotation.is_none() && !parameter.is_variadic() => {
                    Source::Receiver { class, is_class }
                }
                _ if parameter.is_variadic() => Source::Opaque,
                _ => Source::Annotated(annotation, parameter.default()),
            };
            self.name(parameter.name().as_str(), source, node.range.start().into(), at);
        }
    }

    fn class(&mut self, node: &'a StmtClassDef, at: At) {
        let qualified = self.qualified(node.name.as_str(), at.scope);
        let (inner, class) = (self.names.scopes.len(), self.names.classes.len());
        self.names.class_named.entry(qualified.clone()).or_insert(class);
        self.names.scopes.push(scope(ScopeKind::Class(class), Some(at.scope), qualified));
        self.names.classes.push(Class { scope: inner, node, attributes: Table::default() });
        let id = self.define(
            node.name.as_str(),
            DefinitionNode::Class(class),
            inner,
            node.range.start().into(),
            at,
        );
        self.statements(&node.body, At { scope: inner, within: Some(id), ..at });
    }

    fn define(
        &mut self,
        name: &'a str,
        node: DefinitionNode<'a>,
        scope: ScopeId,
        offset: u32,
        at: At,
    ) -> u32 {
        let id = u32::try_from(self.names.definitions.len()).unwrap_or(u32::MAX);
        let is_fallback = at.fence.is_fallback;
        self.names.definitions.push(DefinitionSeed { node, scope, is_fallback, returns: Vec::new() });
        self.names.definition_at.insert(offset, id);
        if let (DefinitionNode::Function(_), Some(scope)) = (node, self.names.scopes.get(scope)) {
            self.names.function_named.entry(scope.qualified.clone()).or_insert(id);
        }
        self.name(name, Source::Definition(id), offset, at);
        id
    }

    fn qualified(&self, name: &str, scope: ScopeId) -> String {
        match self.names.scopes.get(scope).map(|scope| scope.qualified.as_str()) {
            Some("") | None => name.to_owned(),
            Some(outer) => format!("{outer}.{name}"),
        }
    }

    /// A target and the value it takes; tuples are taken apart where both sides are written out.
    fn assign(&mut self, target: &'a Expr, value: Option<&'a Expr>, at: At) {
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

    fn loop_target(&mut self, target: &'a Expr, over: &'a Expr, at: At) {
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
    fn target(&mut self, target: &'a Expr, source: Source<'a>, at: At) {
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

    pub(super) fn name(&mut self, name: &'a str, source: Source<'a>, offset: u32, at: At) {
        if name.is_empty() {
            return;
        }
        let mut home = at.scope;
        while let Some(scope) = self.names.scopes.get(home) {
            match scope.parent {
                Some(parent) if scope.outer_names.contains(name) => home = parent,
                _ => break,
            }
        }
        let is_outer = home != at.scope;
        if is_outer {
            home = self.home_of_outer(name, home);
        }
        let entry = self.entry(source, offset, at);
        if let Some(scope) = self.names.scopes.get_mut(home) {
            scope.table.names.entry(name).or_default().push(entry);
        }
    }

    /// The scope that a `global` or `nonlocal` name lives in: the nearest function that has it, or else the module.
    fn home_of_outer(&self, name: &str, from: ScopeId) -> ScopeId {
        let mut home = from;
        while let Some(scope) = self.names.scopes.get(home) {
            let is_here = scope.kind == ScopeKind::Function && scope.table.names.contains_key(name);
            match scope.parent {
                Some(parent) if !is_here => home = parent,
                _ => break,
            }
        }
        home
    }

    fn entry(&mut self, source: Source<'a>, offset: u32, at: At) -> EntryId {
        self.names.entries.push(Entry { offset, arm: at.arm, scope: at.scope, source });
        self.names.entries.len() - 1
    }

    fn pattern(&mut self, pattern: &'a Pattern, at: At) {
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
    fn walrus(&mut self, expression: &'a Expr, at: At) {
        if matches!(
            expression,
            Expr::Name(_) | Expr::Attribute(_) | Expr::StringLiteral(_) | Expr::NumberLiteral(_)
        ) {
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
