//! Statements of the second walk.

use super::walk::{Fate, Slot, Walker};
use super::written::{plain, written_pattern, written_target};
use crate::fact::{Argument, Branch, Catch, Exit, Loop, Try, Value};
use beredd_model::Lines;
use oxc_ast::ast::{
    BinaryOperator, BindingPattern, Expression, ExpressionStatement, ForStatement, ForStatementInit,
    ForStatementLeft, IfStatement, LogicalOperator, Statement, SwitchStatement, TryStatement,
    VariableDeclarator,
};
use oxc_ast_visit::Visit;
use oxc_span::GetSpan;
use std::rc::Rc;

/// How far an `if` after `else` is followed before it is read as any other statement.
const MAX_ELSES: usize = 300;

impl<'a> Walker<'a, '_, '_> {
    pub(super) fn expression_statement(&mut self, it: &ExpressionStatement<'a>) {
        match plain(&it.expression) {
            // A string on its own is a directive or nothing.
            Expression::StringLiteral(_) => {}
            // `enabled && start()` is a decision.
            Expression::LogicalExpression(node) if node.operator == LogicalOperator::And => {
                let lines = self.lines.of_span(it.span);
                let body = self.lines.of(&node.right);
                self.decision(&node.left, lines, body, Exit::FallsThrough, None);
                self.visit_expression(&node.left);
                self.expression_in(&node.right, Slot::of(Fate::Discarded));
            }
            _ => self.expression_in(&it.expression, Slot::of(Fate::Discarded)),
        }
    }

    pub(super) fn declarator(&mut self, it: &VariableDeclarator<'a>) {
        let lines = self.lines.of_span(it.span);
        let name = written_pattern(&it.id);
        let Some(init) = &it.init else {
            // A name that others may ask for: `export let server: Server`, `declare const VERSION: string`.
            if self.here.within.is_none() {
                self.bind(lines, name, Value::Other);
            }
            return;
        };
        match &it.id {
            BindingPattern::BindingIdentifier(_) => {
                let value = self.value(init);
                // What is a definition is no binding.
                if !self.is_definition(init) {
                    self.bind(lines, name.clone(), value);
                }
            }
            pattern => self.taken_apart(pattern, init, lines),
        }
        self.expression_in(init, Slot::of(Fate::Bound(Rc::from(name.as_str()))));
        if !matches!(it.id, BindingPattern::BindingIdentifier(_)) {
            self.visit_binding_pattern(&it.id);
        }
    }

    /// Whether an expression is a definition of its own: a function, a class, an object of functions.
    pub(super) fn is_definition(&self, init: &Expression<'_>) -> bool {
        let start = super::literals::start_of(init)
            .or_else(|| super::literals::object_of(init).map(|object| object.span.start));
        start.is_some_and(|start| self.binder.names.definition_at.contains_key(&start))
    }

    /// `const { a, b: c } = value`: a binding for each name.
    fn taken_apart(&mut self, pattern: &BindingPattern<'a>, init: &Expression<'a>, lines: Lines) {
        let BindingPattern::ObjectPattern(node) = pattern else {
            for name in pattern.get_binding_identifiers().iter().take(100) {
                self.bind(lines, name.name.as_str().to_owned(), Value::Other);
            }
            return;
        };
        let is_environment = super::written::written(init) == "process.env";
        let base = self.binder.target(init);
        for property in node.properties.iter().take(100) {
            let Some(key) = property.key.static_name() else { continue };
            let default = match &property.value {
                BindingPattern::AssignmentPattern(node) => Some(self.value(&node.right)),
                _ => None,
            };
            let value = match is_environment {
                true => Value::Environment { name: key.to_string(), default: default.map(Box::new) },
                false => Value::Name(format!("{base}.{key}")),
            };
            let names = property.value.get_binding_identifiers();
            match names.as_slice() {
                [only] => self.bind(lines, only.name.as_str().to_owned(), value),
                several => several
                    .iter()
                    .for_each(|name| self.bind(lines, name.name.as_str().to_owned(), Value::Other)),
            }
        }
    }

    /// Notes a decision.
    pub(super) fn decision(
        &mut self,
        test: &Expression<'_>,
        lines: Lines,
        body: Lines,
        exit: Exit,
        otherwise: Option<(Lines, Exit)>,
    ) {
        let condition = super::condition::read(test);
        self.module.branches.push(Branch {
            lines,
            body,
            within: self.here.within,
            names: condition.names,
            texts: condition.texts,
            is_negated: condition.is_negated,
            exit,
            otherwise,
        });
    }

    /// `else if` is an `if` in the other side of the one before it; the last side tells how the chain ends.
    pub(super) fn branch(&mut self, it: &IfStatement<'a>) {
        let mut chain = vec![it];
        let mut other = it.alternate.as_ref();
        while let Some(Statement::IfStatement(next)) = other {
            if chain.len() >= MAX_ELSES {
                break;
            }
            chain.push(next);
            other = next.alternate.as_ref();
        }
        let last_exit = other.map_or(Exit::FallsThrough, |last| self.exit_of(last));
        for (index, one) in chain.iter().enumerate() {
            let next = one.alternate.as_ref().map(|next| (self.lines.of(next), last_exit.clone()));
            let exit = self.exit_of(&one.consequent);
            let body = self.block_lines(&one.consequent);
            self.decision(&one.test, self.lines.of_span(one.span), body, exit, next);
            self.visit_expression(&one.test);
            self.visit_statement(&one.consequent);
            if index.saturating_add(1) == chain.len()
                && let Some(last) = other
            {
                self.visit_statement(last);
            }
        }
    }

    /// The lines inside a block, or of a statement without one.
    pub(super) fn block_lines(&self, body: &Statement<'_>) -> Lines {
        let whole = self.lines.of(body);
        match body {
            Statement::BlockStatement(node) => self.lines_of(&node.body, whole),
            _ => whole,
        }
    }

    /// Each case is a decision of its own; the other side is `default`.
    pub(super) fn choice(&mut self, it: &SwitchStatement<'a>) {
        let default = it.cases.iter().find(|case| case.test.is_none());
        let otherwise = default.map(|case| (self.lines.of_span(case.span), self.case_exit(&case.consequent)));
        let subject = super::condition::read(&it.discriminant);
        self.visit_expression(&it.discriminant);
        // Cases that fall through to one another are one decision.
        let mut texts: Vec<String> = Vec::new();
        for case in &it.cases {
            if let Some(test) = &case.test {
                texts.extend(super::written::text_of(test).map(crate::readers::parts::cut));
                self.visit_expression(test);
            }
            if case.test.is_some() && !case.consequent.is_empty() {
                let lines = self.lines.of_span(case.span);
                let exit = self.case_exit(&case.consequent);
                self.module.branches.push(Branch {
                    lines,
                    body: self.lines_of(&case.consequent, lines),
                    within: self.here.within,
                    names: subject.names.clone(),
                    texts: std::mem::take(&mut texts),
                    is_negated: false,
                    exit,
                    otherwise: otherwise.clone(),
                });
            }
            case.consequent.iter().for_each(|statement| self.visit_statement(statement));
        }
    }

    /// How a case ends: `break` leaves the choice, not a loop.
    fn case_exit(&mut self, body: &[Statement<'a>]) -> Exit {
        match self.exit(body) {
            Exit::Breaks => match body.split_last() {
                Some((Statement::BreakStatement(_), before)) => self.exit(before),
                _ => Exit::FallsThrough,
            },
            exit => exit,
        }
    }

    pub(super) fn attempt(&mut self, it: &TryStatement<'a>) {
        let index = self.module.tries.len();
        let body = self.lines_of(&it.block.body, self.lines.of_span(it.block.span));
        self.module.tries.push(Try { body, within: self.here.within, catches: Vec::new() });
        let outer = self.here.guard;
        // A `try` that only has a `finally` guards nothing.
        if it.handler.is_some() {
            self.here.guard = u32::try_from(index).ok();
        }
        self.visit_block_statement(&it.block);
        self.here.guard = outer;
        if let Some(handler) = &it.handler {
            let exit = self.exit(&handler.body.body);
            let is_empty = handler.body.body.is_empty();
            let lines = self.lines.of_span(handler.span);
            let catch = Catch { lines, exceptions: Vec::new(), exit, is_empty };
            if let Some(entry) = self.module.tries.get_mut(index) {
                entry.catches.push(catch);
            }
            self.visit_block_statement(&handler.body);
        }
        it.finalizer.iter().for_each(|block| self.visit_block_statement(block));
    }

    pub(super) fn loop_over(&mut self, lines: Lines, left: &ForStatementLeft<'a>, over: &Expression<'a>) {
        let variable = match left {
            ForStatementLeft::VariableDeclaration(node) => {
                node.declarations.first().map_or_else(String::new, |one| written_pattern(&one.id))
            }
            other => other.as_assignment_target().map_or_else(String::new, written_target),
        };
        let over = self.value(over);
        self.module.loops.push(Loop { lines, within: self.here.within, variable, over });
    }

    /// `for (let i = 0; i < n; i++)` runs over `range(n)`.
    pub(super) fn counting_loop(&mut self, it: &ForStatement<'a>) {
        let Some(ForStatementInit::VariableDeclaration(node)) = &it.init else { return };
        let Some(first) = node.declarations.first() else { return };
        let limit = match it.test.as_ref().map(plain) {
            Some(Expression::BinaryExpression(test)) => match test.operator {
                BinaryOperator::LessThan
                | BinaryOperator::LessEqualThan
                | BinaryOperator::GreaterThan
                | BinaryOperator::GreaterEqualThan
                | BinaryOperator::StrictInequality => self.value(&test.right),
                _ => Value::Other,
            },
            _ => Value::Other,
        };
        let start = first.init.as_ref().map_or(Value::Other, |init| self.value(init));
        let mut arguments = vec![Argument { name: None, value: limit }];
        if !matches!(&start, Value::Number(text) if text == "0") {
            arguments.insert(0, Argument { name: None, value: start });
        }
        self.module.loops.push(Loop {
            lines: self.lines.of_span(it.span()),
            within: self.here.within,
            variable: written_pattern(&first.id),
            over: Value::Call { target: "range".to_owned(), arguments },
        });
    }
}
