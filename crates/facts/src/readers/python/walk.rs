//! The second walk: everything a module says, in the order of the text. Statements are here, expressions in
//! [`super::expressions`], definitions in [`super::definitions`].

use super::bind::{Binder, View};
use super::lines::LineIndex;
use super::value::Valuer;
use super::written::{written, written_target};
use crate::fact::{
    Binding, Branch, Call, Catch, DefinitionId, Exit, Import, Loop, Module, Reference, ResultUse, Return,
    Try, Value,
};
use beredd_model::Lines;
use rustpython_ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtFor, StmtIf, StmtMatch, StmtTry, StmtWith};
use rustpython_ruff_text_size::Ranged;
use std::collections::BTreeMap;

/// Where the walk is.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) scope: usize,
    pub(super) arm: usize,
    pub(super) within: Option<DefinitionId>,
    pub(super) guard: Option<u32>,
}

/// What becomes of an expression.
#[derive(Clone, Copy)]
pub(super) enum Fate<'s> {
    Discarded,
    Bound(&'s str),
    Returned,
    Used,
}

/// The place an expression stands in.
#[derive(Clone, Copy)]
pub(super) struct Slot<'s> {
    pub(super) fate: Fate<'s>,
    pub(super) is_awaited: bool,
    /// The name or argument it is bound to.
    pub(super) name: Option<&'s str>,
}

impl<'s> Slot<'s> {
    pub(super) const fn of(fate: Fate<'s>) -> Self {
        let name = if let Fate::Bound(name) = fate { Some(name) } else { None };
        Self { fate, is_awaited: false, name }
    }

    /// A part of the expression in this slot.
    pub(super) const fn part(self) -> Self {
        Self { fate: Fate::Used, is_awaited: false, name: self.name }
    }

    pub(super) const fn named(self, name: &'s str) -> Self {
        Self { name: Some(name), ..self }
    }
}

pub(super) const USED: Slot<'static> = Slot::of(Fate::Used);

/// The walk over a module.
pub(super) struct Walker<'a> {
    pub(super) source: &'a str,
    pub(super) lines: LineIndex,
    pub(super) binder: Binder<'a>,
    pub(super) module: Module,
    pub(super) here: Here,
    pub(super) references: BTreeMap<(Option<DefinitionId>, String), u32>,
    /// How many lambdas are around the place: what stands in one does not run while the module loads.
    pub(super) lambdas: u32,
}

impl<'a> Walker<'a> {
    pub(super) fn new(source: &'a str, lines: LineIndex, binder: Binder<'a>) -> Self {
        let here = Here { scope: 0, arm: 0, within: None, guard: None };
        Self {
            source,
            lines,
            binder,
            module: Module::default(),
            here,
            references: BTreeMap::new(),
            lambdas: 0,
        }
    }

    /// Walks the module and hands everything over.
    pub(super) fn walk(mut self, body: &'a [Stmt]) -> Module {
        for seed in std::mem::take(&mut self.binder.names.imports) {
            self.module.imports.push(Import {
                lines: self.lines.between(seed.range.start(), seed.range.end()),
                module: seed.module,
                level: seed.level,
                name: seed.name,
                bound_as: seed.bound_as,
                within: seed.within.map(DefinitionId),
                guard: seed.guard,
            });
        }
        self.statements(body);
        let references = self.references.into_iter();
        self.module.references =
            references.map(|((within, target), line)| Reference { target, within, line }).collect();
        self.module.references.sort_by_key(|reference| reference.line);
        self.module
    }

    pub(super) fn statements(&mut self, body: &'a [Stmt]) {
        for statement in body {
            self.statement(statement);
        }
    }

    /// A block that the first walk gave an arm of its own.
    fn block(&mut self, body: &'a [Stmt]) {
        let arm =
            body.first().and_then(|first| self.binder.names.arm_at.get(&u32::from(first.start())).copied());
        let outer = self.here;
        self.here.arm = arm.unwrap_or(outer.arm);
        self.statements(body);
        self.here = outer;
    }

    fn statement(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(node) => self.function(node),
            Stmt::ClassDef(node) => self.class(node),
            Stmt::Return(node) => {
                if let Some(value) = node.value.as_deref() {
                    self.gives_back(value, self.lines.of(node));
                    self.expression(value, Slot::of(Fate::Returned));
                }
            }
            Stmt::Assign(node) => {
                for target in &node.targets {
                    self.binding(target, Some(&node.value), self.lines.of(node));
                }
                let name = node.targets.first().map(written_target).unwrap_or_default();
                self.expression(&node.value, Slot::of(Fate::Bound(&name)));
                node.targets.iter().for_each(|target| self.target(target));
            }
            Stmt::AnnAssign(node) => {
                self.binding(&node.target, node.value.as_deref(), self.lines.of(node));
                let name = written_target(&node.target);
                if self.is_in_class() {
                    self.expression(&node.annotation, USED);
                }
                if let Some(value) = node.value.as_deref() {
                    self.expression(value, Slot::of(Fate::Bound(&name)));
                }
                self.target(&node.target);
            }
            Stmt::AugAssign(node) => {
                self.binding(&node.target, None, self.lines.of(node));
                let name = written_target(&node.target);
                self.expression(&node.value, USED.named(&name));
                self.target(&node.target);
            }
            Stmt::For(node) => self.for_loop(node),
            Stmt::While(node) => {
                self.expression(&node.test, USED);
                self.block(&node.body);
                self.block(&node.orelse);
            }
            Stmt::If(node) => self.branch(node),
            Stmt::Match(node) => self.choice(node),
            Stmt::Try(node) => self.attempt(node),
            Stmt::With(node) => {
                for item in &node.items {
                    let name = item.optional_vars.as_deref().map(written_target);
                    if let Some(target) = item.optional_vars.as_deref() {
                        self.binding(target, Some(&item.context_expr), self.lines.of(&item.range));
                        self.target(target);
                    }
                    let fate = name.as_deref().map_or(Fate::Used, Fate::Bound);
                    let slot = Slot { is_awaited: node.is_async, ..Slot::of(fate) };
                    self.expression(&item.context_expr, slot);
                    self.entering(&item.context_expr, node);
                }
                self.statements(&node.body);
            }
            // A string on its own is documentation or code put aside.
            Stmt::Expr(node) if !matches!(&*node.value, Expr::StringLiteral(_) | Expr::FString(_)) => {
                self.expression(&node.value, Slot::of(Fate::Discarded));
            }
            Stmt::Assert(node) => {
                self.count_assertion();
                let lines = self.lines.of(node);
                self.module.assertions.push(super::assertion::read(&node.test, lines, self.here.within));
                self.expression(&node.test, USED);
                node.msg.iter().for_each(|message| self.expression(message, USED));
            }
            Stmt::Raise(node) => {
                node.exc.iter().chain(&node.cause).for_each(|value| self.expression(value, USED));
            }
            Stmt::Delete(node) => node.targets.iter().for_each(|target| self.target(target)),
            Stmt::TypeAlias(node) => {
                self.binding(&node.name, Some(&node.value), self.lines.of(node));
                self.expression(&node.value, USED);
            }
            _ => {}
        }
    }

    fn for_loop(&mut self, node: &'a StmtFor) {
        let over = self.value(&node.iter);
        self.module.loops.push(Loop {
            lines: self.lines.of(node),
            within: self.here.within,
            variable: written_target(&node.target),
            over,
        });
        self.expression(&node.iter, Slot { is_awaited: node.is_async, ..USED });
        self.target(&node.target);
        self.block(&node.body);
        self.block(&node.orelse);
    }

    /// `elif` is an `if` in the other side of the one before it.
    fn branch(&mut self, node: &'a StmtIf) {
        let end = node.range.end();
        let clauses = &node.elif_else_clauses;
        let last = clauses.last().filter(|clause| clause.test.is_none());
        let last_exit = last.map_or(Exit::FallsThrough, |clause| self.exit(&clause.body));
        let otherwise = |walker: &Self, next: usize| {
            let clause = clauses.get(next)?;
            Some((walker.lines.between(clause.range.start(), end), last_exit.clone()))
        };
        self.is_main_guard(&node.test);
        let lines = self.lines.of(node);
        let first = otherwise(self, 0);
        self.decision(&node.test, lines, &node.body, first);
        self.expression(&node.test, USED);
        self.block(&node.body);
        for (clause, next) in clauses.iter().zip(1..) {
            if let Some(test) = &clause.test {
                let lines = self.lines.between(clause.range.start(), end);
                let rest = otherwise(self, next);
                self.decision(test, lines, &clause.body, rest);
                self.expression(test, USED);
            }
            self.block(&clause.body);
        }
    }

    fn decision(&mut self, test: &Expr, lines: Lines, body: &'a [Stmt], otherwise: Option<(Lines, Exit)>) {
        let condition = super::condition::read(test);
        let exit = self.exit(body);
        self.module.branches.push(Branch {
            lines,
            body: self.lines_of(body, lines),
            within: self.here.within,
            names: condition.names,
            texts: condition.texts,
            is_negated: condition.is_negated,
            exit,
            otherwise,
        });
    }

    /// Each case is a decision of its own; the other side is a last case that takes everything.
    fn choice(&mut self, node: &'a StmtMatch) {
        let last = node.cases.last().filter(|case| case.pattern.is_irrefutable() && case.guard.is_none());
        let otherwise = last.map(|case| (self.lines.of(case), self.exit(&case.body)));
        let subject = super::condition::read(&node.subject);
        self.expression(&node.subject, USED);
        for case in &node.cases {
            let is_last = last.is_some_and(|last| last.range == case.range);
            if !is_last {
                let lines = self.lines.of(case);
                let exit = self.exit(&case.body);
                let guard = case.guard.as_deref().map(super::condition::read).unwrap_or_default();
                self.module.branches.push(Branch {
                    lines,
                    body: self.lines_of(&case.body, lines),
                    within: self.here.within,
                    names: subject.names.iter().cloned().chain(guard.names).collect(),
                    texts: super::condition::texts_of_pattern(&case.pattern),
                    is_negated: false,
                    exit,
                    otherwise: otherwise.clone(),
                });
            }
            case.guard.iter().for_each(|guard| self.expression(guard, USED));
            self.block(&case.body);
        }
    }

    fn attempt(&mut self, node: &'a StmtTry) {
        let index = self.module.tries.len();
        let body = self.lines_of(&node.body, self.lines.of(node));
        self.module.tries.push(Try { body, within: self.here.within, catches: Vec::new() });
        let outer = self.here.guard;
        // A `try` that only has a `finally` guards nothing.
        if !node.handlers.is_empty() {
            self.here.guard = u32::try_from(index).ok();
        }
        self.block(&node.body);
        self.here.guard = outer;
        for handler in &node.handlers {
            let ExceptHandler::ExceptHandler(handler) = handler;
            let exceptions = self.exceptions(handler.type_.as_deref());
            let exit = self.exit(&handler.body);
            let is_empty = handler.body.iter().all(super::definitions::does_nothing);
            let catch = Catch { lines: self.lines.of(handler), exceptions, exit, is_empty };
            if let Some(entry) = self.module.tries.get_mut(index) {
                entry.catches.push(catch);
            }
            self.block(&handler.body);
        }
        self.block(&node.orelse);
        self.statements(&node.finalbody);
    }

    /// `with breaker:` calls the `__enter__` of what is named, around all that stands in the statement. What is made in the statement itself
    /// is a call already.
    fn entering(&mut self, manager: &'a Expr, statement: &'a StmtWith) {
        if !matches!(manager, Expr::Name(_) | Expr::Attribute(_)) {
            return;
        }
        let method = if statement.is_async { "__aenter__" } else { "__enter__" };
        let view = self.view(manager);
        self.module.calls.push(Call {
            lines: self.lines.of(statement),
            callee: format!("{}.{method}", written(manager)),
            target: format!("{}.{method}", self.binder.target(manager, view)),
            arguments: Vec::new(),
            within: self.here.within,
            guarded_by: self.here.guard,
            is_awaited: statement.is_async,
            result: ResultUse::Used,
        });
    }

    fn exceptions(&mut self, caught: Option<&'a Expr>) -> Vec<String> {
        let view = caught.map(|caught| self.view(caught));
        match (caught, view) {
            (Some(Expr::Tuple(tuple)), Some(view)) => {
                tuple.elts.iter().take(50).map(|exception| self.binder.target(exception, view)).collect()
            }
            (Some(exception), Some(view)) => vec![self.binder.target(exception, view)],
            _ => Vec::new(),
        }
    }

    /// Notes an assignment; tuples are taken apart where both sides are written out.
    pub(super) fn binding(&mut self, target: &Expr, value: Option<&Expr>, lines: Lines) {
        let targets = super::targets::members(target);
        if targets.is_empty() {
            let value = value.map_or(Value::Other, |value| self.value(value));
            let name = written_target(target);
            self.module.bindings.push(Binding { lines, name, value, within: self.here.within });
            return;
        }
        let values = value.map_or(&[][..], super::targets::members);
        for (index, target) in targets.iter().enumerate() {
            let value = values.get(index).filter(|_| values.len() == targets.len());
            self.binding(target, value, lines);
        }
    }

    pub(super) fn gives_back(&mut self, value: &Expr, lines: Lines) {
        let value = self.value(value);
        let id = self.here.within.and_then(|id| usize::try_from(id.0).ok());
        if let Some(definition) = id.and_then(|id| self.module.definitions.get_mut(id)) {
            definition.returns.push(Return { lines, value });
        }
    }

    pub(super) fn value(&mut self, expression: &Expr) -> Value {
        let view = self.view(expression);
        Valuer { binder: &mut self.binder, source: self.source, view, depth: 0 }.value(expression)
    }

    pub(super) fn view(&self, node: &impl Ranged) -> View {
        Binder::view(node, self.here.scope, self.here.arm)
    }

    /// The lines of a block, or `otherwise` if it is empty.
    fn lines_of(&self, body: &[Stmt], otherwise: Lines) -> Lines {
        match (body.first(), body.last()) {
            (Some(first), Some(last)) => self.lines.between(first.start(), last.end()),
            _ => otherwise,
        }
    }
}
