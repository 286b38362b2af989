//! What tests assert: `expect(answer.text).toContain("på svenska")`, `assert.equal(a, b)`.

use super::walk::Walker;
use super::written::{Step, first_name, last_name, plain, step, text_of, written};
use crate::fact::Assertion;
use crate::readers::parts::cut;
use beredd_model::Lines;
use oxc_ast::ast::{Argument, Expression, ObjectPropertyKind};

/// Names and texts kept of one assertion.
const MAX_PARTS: usize = 50;

/// Matchers that only ask that something is there.
const PRESENCE: &[&str] =
    &["defined", "exist", "ok", "toBeDefined", "toBeInstanceOf", "toBeTruthy", "toBeTypeOf"];

/// Matchers that ask for presence when they are turned round: `not.toBeNull`.
const ABSENCE: &[&str] = &["toBeFalsy", "toBeNull", "toBeUndefined"];

impl Walker<'_, '_, '_> {
    /// Notes an assertion, when a call is one.
    pub(super) fn asserts(&mut self, callee: &Expression<'_>, arguments: &[Argument<'_>], lines: Lines) {
        let text = written(callee);
        let is_expect = text.starts_with("expect().") || text.starts_with("expectTypeOf().");
        let first = first_name(callee);
        let is_assert = first == "assert" || last_name(callee).starts_with("assert");
        // supertest: `request(app).get("/").expect(200)`
        let is_chained = text.ends_with(".expect") && text.contains("()");
        let is_should = text.contains(".should.") || text.ends_with(".should");
        if !(is_expect || is_assert || is_chained || is_should) {
            return;
        }
        self.count_assertion();
        let mut assertion = Assertion {
            lines,
            within: self.here.within,
            names: Vec::new(),
            texts: Vec::new(),
            is_presence_only: is_presence_only(&text, callee, arguments),
        };
        if let Some(subject) = subject(callee) {
            read(subject, &mut assertion);
        }
        arguments
            .iter()
            .filter_map(Argument::as_expression)
            .for_each(|argument| read(argument, &mut assertion));
        self.module.assertions.push(assertion);
    }
}

/// What `expect(…)` at the beginning of a chain is given.
fn subject<'e, 'a>(callee: &'e Expression<'a>) -> Option<&'e Expression<'a>> {
    let mut next = callee;
    loop {
        match step(next) {
            Step::Part(object, _) | Step::Key(object, _) => next = object,
            Step::Call(inner, arguments) if matches!(step(inner), Step::Name("expect" | "expectTypeOf")) => {
                return arguments.first().and_then(Argument::as_expression);
            }
            Step::Call(inner, _) => next = inner,
            _ => return None,
        }
    }
}

fn is_presence_only(text: &str, callee: &Expression<'_>, arguments: &[Argument<'_>]) -> bool {
    let matcher = last_name(callee);
    let is_turned = text.contains(".not.");
    let is_assert = matches!(text, "assert" | "assert.ok");
    if is_assert {
        let first = arguments.first().and_then(Argument::as_expression);
        return first.is_some_and(|first| matches!(step(first), Step::Name(_) | Step::Part(..)));
    }
    (PRESENCE.binary_search(&matcher).is_ok() && !is_turned)
        || (ABSENCE.binary_search(&matcher).is_ok() && is_turned)
}

fn read(expression: &Expression<'_>, assertion: &mut Assertion) {
    let mut open = vec![expression];
    while let Some(next) = open.pop() {
        if assertion.names.len().max(assertion.texts.len()) >= MAX_PARTS {
            return;
        }
        match plain(next) {
            Expression::StringLiteral(_) | Expression::TemplateLiteral(_) => {
                assertion.texts.extend(text_of(next).map(cut));
            }
            Expression::BinaryExpression(node) => open.extend([&node.right, &node.left]),
            Expression::LogicalExpression(node) => open.extend([&node.right, &node.left]),
            Expression::UnaryExpression(node) => open.push(&node.argument),
            Expression::AwaitExpression(node) => open.push(&node.argument),
            Expression::ArrayExpression(node) => {
                open.extend(node.elements.iter().rev().filter_map(|element| element.as_expression()));
            }
            Expression::ObjectExpression(node) => {
                for property in node.properties.iter().rev() {
                    if let ObjectPropertyKind::ObjectProperty(property) = property {
                        assertion.texts.extend(property.key.static_name().map(|key| cut(&key)));
                        open.push(&property.value);
                    }
                }
            }
            other => match step(other) {
                Step::Name(_) | Step::This => assertion.names.push(written(other)),
                Step::Part(object, _) => {
                    assertion.names.push(written(other));
                    if !matches!(step(object), Step::Name(_) | Step::This | Step::Part(..)) {
                        open.push(object);
                    }
                }
                Step::Key(object, key) => {
                    assertion.texts.extend(key.map(cut));
                    open.push(object);
                }
                Step::Call(callee, arguments) => {
                    open.extend(arguments.iter().rev().filter_map(Argument::as_expression));
                    open.push(callee);
                }
                Step::New(callee) => open.push(callee),
                Step::Super | Step::Other => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(PRESENCE.is_sorted() && ABSENCE.is_sorted());
    }
}
