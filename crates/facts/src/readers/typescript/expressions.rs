//! Expressions of the second walk: references, long strings, assignments, conditional expressions.

use super::value::{is_text, length, prose, terms};
use super::walk::{Fate, Slot, Walker};
use super::written::{Step, first_name, plain, step, written, written_target};
use crate::fact::{Exit, Passage, Value};
use crate::known::languages::language_of;
use crate::readers::parts::cut;
use oxc_ast::ast::{
    AssignmentExpression, AssignmentOperator, BinaryExpression, BinaryOperator, ConditionalExpression,
    Expression, IdentifierReference, LogicalExpression, LogicalOperator, YieldExpression,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::GetSpan;
use std::rc::Rc;

/// Characters from which a string is a passage.
const MIN_PASSAGE: usize = 40;

/// Objects that every program is given and that lead to no code of a repository.
const GLOBALS: &[&str] = &[
    "Array",
    "BigInt",
    "Boolean",
    "Buffer",
    "Date",
    "Error",
    "Infinity",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "Promise",
    "Proxy",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "WeakMap",
    "arguments",
    "console",
    "document",
    "exports",
    "global",
    "globalThis",
    "module",
    "undefined",
    "window",
];

impl<'a> Walker<'a, '_, '_> {
    /// Reads the expression that stands in the slot at hand.
    pub(super) fn expression(&mut self, it: &Expression<'a>) {
        let slot = std::mem::take(&mut self.slot);
        match plain(it) {
            Expression::Identifier(_) | Expression::ThisExpression(_) | Expression::Super(_) => {
                self.reference(it);
            }
            Expression::StringLiteral(_) => self.passage(it, &slot),
            Expression::TemplateLiteral(node) => {
                self.passage(it, &slot);
                node.expressions.iter().for_each(|hole| self.visit_expression(hole));
            }
            Expression::TaggedTemplateExpression(node) => {
                self.expression_in(&node.tag, slot.part());
                self.tagged(node, &slot);
            }
            Expression::AwaitExpression(node) => {
                self.expression_in(&node.argument, Slot { is_awaited: true, ..slot });
            }
            Expression::LogicalExpression(node) => self.logical(node, &slot),
            Expression::ConditionalExpression(node) => self.conditional(node, &slot),
            Expression::AssignmentExpression(node) => self.assignment(node),
            Expression::BinaryExpression(node) => self.operation(node, it, &slot),
            Expression::YieldExpression(node) => self.yielded(node),
            Expression::ObjectExpression(_) | Expression::ArrayExpression(_) => {
                self.slot = slot.part();
                walk::walk_expression(self, plain(it));
            }
            Expression::UnaryExpression(node) => {
                // `void start()` lets go of what it starts.
                self.expression_in(&node.argument, slot.part());
            }
            Expression::SequenceExpression(node) => {
                let last = node.expressions.len().saturating_sub(1);
                for (index, part) in node.expressions.iter().enumerate() {
                    let slot = if index == last { slot.clone() } else { Slot::of(Fate::Discarded) };
                    self.expression_in(part, slot);
                }
            }
            Expression::ImportExpression(node) if super::collect::loaded_module(plain(it)).is_some() => {
                let _ = node;
            }
            other => match step(other) {
                Step::Call(callee, _) => self.call_expression(it, callee, slot),
                Step::New(callee) => self.new_expression(other, callee, &slot),
                Step::Part(..) | Step::Key(..) => {
                    self.reference(it);
                    self.path(it);
                }
                _ => {
                    self.slot = slot;
                    walk::walk_expression(self, other);
                    self.slot = Slot::default();
                }
            },
        }
    }

    /// Only what is filled into a tagged template is read; its text is a passage as any.
    fn tagged(&mut self, node: &oxc_ast::ast::TaggedTemplateExpression<'a>, slot: &Slot) {
        let text: Vec<&str> = node
            .quasi
            .quasis
            .iter()
            .map(|part| part.value.cooked.as_ref().map_or("", |text| text.as_str()))
            .collect();
        self.passage_of(text.join("{}"), node.quasi.span, slot);
        node.quasi.expressions.iter().for_each(|hole| self.visit_expression(hole));
    }

    /// What stands inside a path: calls in a chain, keys, and whatever the path begins with.
    pub(super) fn path(&mut self, path: &Expression<'a>) {
        let mut next = path;
        loop {
            match step(next) {
                Step::Part(object, _) => next = object,
                Step::Key(object, key) => {
                    if key.is_none()
                        && let Some(node) = computed_key(next)
                    {
                        self.visit_expression(node);
                    }
                    next = object;
                }
                Step::Name(_) | Step::This | Step::Super => return,
                Step::Call(..) | Step::New(_) | Step::Other => return self.visit_expression(next),
            }
        }
    }

    /// Notes a bound name that is read, or one that nothing in the file defines.
    pub(super) fn reference(&mut self, path: &Expression<'a>) {
        let target = match self.binder.meaning(path) {
            Some(meaning) => meaning.to_string(),
            None if self.is_open(path) => written(path),
            None => return,
        };
        if !target.starts_with(['(', '[', '{', '\'']) {
            self.refer(target, path.span().start);
        }
    }

    pub(super) fn name_read(&mut self, it: &IdentifierReference<'a>) {
        let name = it.name.as_str();
        match self.binder.identifier(it) {
            Some(meaning) => self.refer(meaning.to_string(), it.span.start),
            None if !self.binder.is_bound(it) && GLOBALS.binary_search(&name).is_err() => {
                self.refer(name.to_owned(), it.span.start);
            }
            None => {}
        }
    }

    /// Whether a path begins with a name that comes from nowhere, or with an attribute of the receiver that the class does not
    /// set: another file may.
    fn is_open(&self, path: &Expression<'_>) -> bool {
        let first = first_name(path);
        if first == "self" {
            return !matches!(plain(path), Expression::ThisExpression(_));
        }
        let mut next = path;
        while let Step::Part(object, _) | Step::Key(object, _) = step(next) {
            next = object;
        }
        match plain(next) {
            Expression::Identifier(node) => {
                !self.binder.is_bound(node) && GLOBALS.binary_search(&node.name.as_str()).is_err()
            }
            _ => false,
        }
    }

    fn passage(&mut self, expression: &Expression<'_>, slot: &Slot) {
        if length(expression) >= MIN_PASSAGE {
            self.passage_of(prose(expression), expression.span(), slot);
        }
    }

    fn passage_of(&mut self, text: String, span: oxc_span::Span, slot: &Slot) {
        if text.chars().nth(MIN_PASSAGE - 1).is_none() {
            return;
        }
        self.module.passages.push(Passage {
            lines: self.lines.of_span(span),
            within: self.here.within,
            bound_as: slot.name.as_deref().map(cut),
            language: language_of(&text).map(str::to_owned),
            text: cut(&text),
        });
    }

    /// What is given on is one of the parts; `ready && answer()` only decides whether the second is asked for.
    fn logical(&mut self, node: &LogicalExpression<'a>, slot: &Slot) {
        let side = Slot { is_awaited: false, ..slot.clone() };
        let left = if node.operator == LogicalOperator::And { slot.part() } else { side.clone() };
        self.expression_in(&node.left, left);
        self.expression_in(&node.right, side);
    }

    fn operation(&mut self, node: &BinaryExpression<'a>, whole: &Expression<'a>, slot: &Slot) {
        let slot = slot.part();
        if node.operator != BinaryOperator::Addition {
            self.expression_in(&node.left, slot.clone());
            self.expression_in(&node.right, slot);
            return;
        }
        let terms = terms(node);
        if terms.iter().any(|term| is_text(term)) {
            self.passage(whole, &slot);
        }
        for term in terms {
            match plain(term) {
                Expression::StringLiteral(_) => {}
                Expression::TemplateLiteral(node) => {
                    node.expressions.iter().for_each(|hole| self.visit_expression(hole));
                }
                _ => self.expression_in(term, slot.clone()),
            }
        }
    }

    fn assignment(&mut self, node: &AssignmentExpression<'a>) {
        let lines = self.lines.of_span(node.span);
        let name = written_target(&node.left);
        if !name.is_empty() {
            // `module.exports` is what the file exports when it exports one thing.
            let exported = name.strip_prefix("module.exports").or_else(|| name.strip_prefix("exports"));
            let bound = match exported {
                Some("") => "default".to_owned(),
                Some(rest) if rest.starts_with('.') => rest.trim_start_matches('.').to_owned(),
                _ => name.clone(),
            };
            let value = match node.operator {
                AssignmentOperator::Assign
                | AssignmentOperator::LogicalNullish
                | AssignmentOperator::LogicalOr => self.value(&node.right),
                _ => Value::Other,
            };
            if !(exported.is_some() && self.is_definition(&node.right)) {
                self.bind(lines, bound, value);
            }
        }
        self.expression_in(&node.right, Slot::of(Fate::Bound(Rc::from(name.as_str()))));
        if let Some(object) = node.left.as_simple_assignment_target().and_then(|target| match target {
            oxc_ast::ast::SimpleAssignmentTarget::StaticMemberExpression(member) => Some(&member.object),
            oxc_ast::ast::SimpleAssignmentTarget::ComputedMemberExpression(member) => Some(&member.object),
            _ => None,
        }) {
            self.path(object);
        }
    }

    fn yielded(&mut self, node: &YieldExpression<'a>) {
        if let Some(value) = &node.argument {
            if !node.delegate {
                self.gives_back(value, self.lines.of_span(node.span));
            }
            self.expression_in(value, Slot::of(Fate::Returned));
        }
    }

    fn conditional(&mut self, node: &ConditionalExpression<'a>, slot: &Slot) {
        let exit = self.exit_of_value(&node.consequent, slot);
        let other = self.exit_of_value(&node.alternate, slot);
        let otherwise = Some((self.lines.of(&node.alternate), other));
        let (lines, body) = (self.lines.of_span(node.span), self.lines.of(&node.consequent));
        self.decision(&node.test, lines, body, exit, otherwise);
        let side = Slot { is_awaited: false, ..slot.clone() };
        self.visit_expression(&node.test);
        self.expression_in(&node.consequent, side.clone());
        self.expression_in(&node.alternate, side);
    }

    fn exit_of_value(&mut self, value: &Expression<'_>, slot: &Slot) -> Exit {
        match slot.fate {
            Fate::Returned => Exit::Returns(self.value(value)),
            _ => Exit::FallsThrough,
        }
    }
}

/// The key of `object[key]`.
fn computed_key<'e, 'a>(expression: &'e Expression<'a>) -> Option<&'e Expression<'a>> {
    use oxc_ast::ast::ChainElement;
    match plain(expression) {
        Expression::ComputedMemberExpression(node) => Some(&node.expression),
        Expression::ChainExpression(node) => match &node.expression {
            ChainElement::ComputedMemberExpression(node) => Some(&node.expression),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(GLOBALS.is_sorted());
    }
}
