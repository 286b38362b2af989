//! What a condition asks.

use super::written::{Step, plain, step, text_of, written};
use crate::readers::parts::cut;
use oxc_ast::ast::{BinaryExpression, BinaryOperator, Expression, LogicalOperator, UnaryOperator};

/// Names and texts kept of one condition.
const MAX_PARTS: usize = 50;

/// What a condition reads, compares with, and whether it holds for what is missing.
#[derive(Default)]
pub(super) struct Condition {
    pub(super) names: Vec<String>,
    pub(super) texts: Vec<String>,
    pub(super) is_negated: bool,
}

/// Reads a condition.
pub(super) fn read(test: &Expression<'_>) -> Condition {
    let mut condition = Condition { is_negated: is_negated(test), ..Condition::default() };
    let mut open = vec![test];
    while let Some(expression) = open.pop() {
        if condition.names.len() >= MAX_PARTS || condition.texts.len() >= MAX_PARTS {
            break;
        }
        condition.take(expression, &mut open);
    }
    condition
}

impl Condition {
    /// Takes what an expression says by itself; its parts go on the stack, the first one on top.
    fn take<'e, 'a>(&mut self, expression: &'e Expression<'a>, open: &mut Vec<&'e Expression<'a>>) {
        match plain(expression) {
            Expression::LogicalExpression(node) => open.extend([&node.right, &node.left]),
            Expression::UnaryExpression(node) => open.push(&node.argument),
            Expression::BinaryExpression(node) => {
                open.extend([&node.right, &node.left]);
                let texts = [&node.left, &node.right].into_iter().filter_map(text_of);
                self.texts.extend(texts.map(cut));
            }
            Expression::AwaitExpression(node) => open.push(&node.argument),
            Expression::ConditionalExpression(node) => {
                open.extend([&node.alternate, &node.consequent, &node.test]);
            }
            Expression::ArrayExpression(node) => {
                let texts = node.elements.iter().filter_map(|element| element.as_expression());
                self.texts.extend(texts.filter_map(text_of).take(MAX_PARTS).map(cut));
            }
            other => self.add_path(other, open),
        }
    }

    fn add_path<'e, 'a>(&mut self, path: &'e Expression<'a>, open: &mut Vec<&'e Expression<'a>>) {
        match step(path) {
            Step::Name("undefined") | Step::Other | Step::Super => {}
            Step::Name(_) | Step::This | Step::Part(..) => self.add_name(written(path)),
            Step::Key(object, _) => {
                self.add_name(written(path));
                open.push(object);
            }
            Step::Call(callee, arguments) => {
                open.extend(arguments.iter().rev().filter_map(|argument| argument.as_expression()));
                let texts = arguments.iter().filter_map(|argument| text_of(argument.as_expression()?));
                self.texts.extend(texts.map(cut));
                open.push(callee);
                // `["a", "b"].includes(x)` compares with what is in the list.
                if let Step::Part(object, _) = step(callee)
                    && matches!(plain(object), Expression::ArrayExpression(_))
                {
                    open.push(object);
                }
            }
            Step::New(callee) => open.push(callee),
        }
    }

    fn add_name(&mut self, name: String) {
        let is_name = name.starts_with(|letter: char| letter.is_alphabetic() || matches!(letter, '_' | '$'));
        if is_name && !self.names.contains(&name) {
            self.names.push(name);
        }
    }
}

/// Whether a condition holds when what it asks for is missing or false.
fn is_negated(test: &Expression<'_>) -> bool {
    match plain(test) {
        Expression::UnaryExpression(node) => {
            node.operator == UnaryOperator::LogicalNot && !is_negated(&node.argument)
        }
        Expression::BinaryExpression(node) => is_comparison_with_nothing(node),
        Expression::LogicalExpression(node) if node.operator != LogicalOperator::Coalesce => {
            is_negated(&node.left) && is_negated(&node.right)
        }
        _ => false,
    }
}

fn is_comparison_with_nothing(node: &BinaryExpression<'_>) -> bool {
    let equals_nothing = match plain(&node.right) {
        Expression::NullLiteral(_) => true,
        Expression::Identifier(name) => name.name == "undefined",
        Expression::BooleanLiteral(literal) => !literal.value,
        Expression::StringLiteral(literal) => matches!(literal.value.as_str(), "" | "undefined"),
        Expression::NumericLiteral(literal) => literal.raw.as_ref().is_some_and(|raw| raw.as_str() == "0"),
        _ => false,
    };
    let is_true = matches!(plain(&node.right), Expression::BooleanLiteral(literal) if literal.value);
    match node.operator {
        BinaryOperator::Equality | BinaryOperator::StrictEquality => equals_nothing,
        BinaryOperator::Inequality | BinaryOperator::StrictInequality => is_true,
        _ => false,
    }
}
