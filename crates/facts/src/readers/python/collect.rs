//! The first walk: which names a file has. Statements only, and no expression but those that bind names.

use super::names::{
    Arm, ArmId, Class, ClassId, DefinitionNode, DefinitionSeed, Entry, EntryId, Names, Scope, ScopeId,
    ScopeKind, Source, Table,
};
use crate::fact::ImportGuard;
use rustpython_ruff_python_ast::{ExceptHandler, Stmt, StmtClassDef, StmtFunctionDef, StmtIf, StmtTry};
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
pub(super) fn collect<'a>(body: &'a [Stmt], source: &str) -> Names<'a> {
    let has_walrus = source.contains(":=");
    let mut collector = Collector { names: Names::default(), failure_flags: Vec::new(), has_walrus };
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
    /// Whether `:=` stands anywhere in the text: most files are spared the look into every expression.
    pub(super) has_walrus: bool,
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
        let decorated = |name: &str| {
            node.decorator_list.iter().any(|decorator| super::targets::is_named(&decorator.expression, name))
        };
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
        let id = self.define(node.name.as_str(), DefinitionNode::Class, inner, node.range.start().into(), at);
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

    pub(super) fn entry(&mut self, source: Source<'a>, offset: u32, at: At) -> EntryId {
        self.names.entries.push(Entry { offset, arm: at.arm, scope: at.scope, source });
        self.names.entries.len() - 1
    }
}
