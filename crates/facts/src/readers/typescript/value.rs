//! Values, as far as the text fixes them.

use super::bind::Binder;
use super::written::{Step, plain, step, text_of, written};
use crate::fact::{Argument, Value};
use crate::readers::parts::{MAX_MEMBERS, as_template, cut, push_text};
use oxc_ast::ast::{
    self, BinaryExpression, BinaryOperator, Expression, LogicalOperator, ObjectExpression,
    ObjectPropertyKind, TemplateLiteral, UnaryOperator,
};
use oxc_span::GetSpan;

/// How deep a value is kept; what lies deeper is [`Value::Other`], and calls in it are still calls of the module.
const MAX_DEPTH: u32 = 8;

/// The objects that hold the environment.
const ENVIRONMENTS: &[&str] = &[
    "Bun.env",
    "Deno.env",
    "globalThis.process.env",
    "import.meta.env",
    "process.env",
    "process.process.env",
];

/// Turns expressions into values.
pub(super) struct Valuer<'v, 'a, 's> {
    pub(super) binder: &'v mut Binder<'a, 's>,
    pub(super) source: &'v str,
    pub(super) depth: u32,
}

impl Valuer<'_, '_, '_> {
    pub(super) fn value(&mut self, expression: &Expression<'_>) -> Value {
        if self.depth >= MAX_DEPTH {
            return Value::Other;
        }
        self.depth += 1;
        let value = self.value_within(expression);
        self.depth -= 1;
        value
    }

    /// The arguments of a call. An object stands for keyword arguments.
    pub(super) fn arguments(&mut self, arguments: &[ast::Argument<'_>]) -> Vec<Argument> {
        let mut found = Vec::with_capacity(arguments.len().min(MAX_MEMBERS));
        for argument in arguments.iter().take(MAX_MEMBERS) {
            if let ast::Argument::SpreadElement(node) = argument {
                found.push(Argument { name: Some("*".to_owned()), value: self.value(&node.argument) });
            } else if let Some(expression) = argument.as_expression() {
                match plain(expression) {
                    Expression::ObjectExpression(node) => self.keywords(node, &mut found),
                    _ => found.push(Argument { name: None, value: self.value(expression) }),
                }
            }
        }
        found
    }

    fn keywords(&mut self, object: &ObjectExpression<'_>, found: &mut Vec<Argument>) {
        for property in object.properties.iter().take(MAX_MEMBERS) {
            let (name, value) = match property {
                ObjectPropertyKind::SpreadProperty(node) => ("**".to_owned(), self.value(&node.argument)),
                ObjectPropertyKind::ObjectProperty(node) => {
                    let name = node.key.static_name().map_or_else(|| "[]".to_owned(), |key| cut(&key));
                    (name, self.value(&node.value))
                }
            };
            found.push(Argument { name: Some(name), value });
        }
    }

    fn value_within(&mut self, expression: &Expression<'_>) -> Value {
        match plain(expression) {
            Expression::StringLiteral(node) => Value::Text(cut(node.value.as_str())),
            Expression::NumericLiteral(node) => self.as_written(node.span),
            Expression::BigIntLiteral(node) => self.as_written(node.span),
            Expression::BooleanLiteral(node) => Value::Bool(node.value),
            Expression::NullLiteral(_) => Value::Nothing,
            Expression::Identifier(node) if node.name == "undefined" => Value::Nothing,
            Expression::UnaryExpression(node) => match (node.operator, plain(&node.argument)) {
                (UnaryOperator::UnaryNegation, Expression::NumericLiteral(_)) => self.as_written(node.span),
                (UnaryOperator::Void, _) => Value::Nothing,
                // `!!process.env.X` and `+process.env.X` read what they are about.
                (UnaryOperator::UnaryPlus, inner) => self.value(inner),
                (UnaryOperator::LogicalNot, Expression::UnaryExpression(inner))
                    if inner.operator == UnaryOperator::LogicalNot =>
                {
                    self.value(&inner.argument)
                }
                _ => Value::Other,
            },
            Expression::TemplateLiteral(node) => self.template(node),
            Expression::TaggedTemplateExpression(node) => self.template(&node.quasi),
            Expression::ArrayExpression(node) => {
                let members = node.elements.iter().take(MAX_MEMBERS);
                Value::List(members.map(|member| self.member(member)).collect())
            }
            Expression::ObjectExpression(node) => self.map(node),
            Expression::BinaryExpression(node) => self.operation(node, plain(expression)),
            Expression::LogicalExpression(node) if node.operator != LogicalOperator::And => {
                self.either(&node.left, &node.right)
            }
            Expression::LogicalExpression(node) => self.value(&node.right),
            Expression::ConditionalExpression(node) => {
                Value::Either(vec![self.value(&node.consequent), self.value(&node.alternate)])
            }
            Expression::AwaitExpression(node) => self.value(&node.argument),
            Expression::AssignmentExpression(node) => self.value(&node.right),
            Expression::SequenceExpression(node) => {
                node.expressions.last().map_or(Value::Other, |last| self.value(last))
            }
            other => self.path(other),
        }
    }

    fn path(&mut self, expression: &Expression<'_>) -> Value {
        match step(expression) {
            Step::Part(object, name) | Step::Key(object, Some(name)) => match environment(object) {
                true => Value::Environment { name: cut(name), default: None },
                false => Value::Name(self.binder.target(expression)),
            },
            Step::Name(_) | Step::This | Step::Key(..) => Value::Name(self.binder.target(expression)),
            Step::Call(callee, arguments) => self.call(callee, arguments),
            Step::New(callee) => {
                let target = self.binder.made(callee);
                let arguments = match expression {
                    Expression::NewExpression(node) => self.arguments(&node.arguments),
                    _ => Vec::new(),
                };
                Value::Call { target, arguments }
            }
            Step::Super | Step::Other => Value::Other,
        }
    }

    fn call(&mut self, callee: &Expression<'_>, arguments: &[ast::Argument<'_>]) -> Value {
        if let Step::Part(object, name) = step(callee) {
            let first = arguments.first().and_then(ast::Argument::as_expression);
            match name {
                // `Deno.env.get("X")`
                "get" if written(object) == "Deno.env" => {
                    if let Some(text) = first.and_then(text_of) {
                        return Value::Environment { name: cut(text), default: None };
                    }
                }
                "trim" | "trimEnd" | "trimStart" | "toString" | "concat" if arguments.is_empty() => {
                    let inner = self.value(object);
                    if matches!(inner, Value::Text(_) | Value::Template(_) | Value::Environment { .. }) {
                        return inner;
                    }
                }
                // `Object.freeze({…})` is what it is given.
                "freeze" | "seal" if written(object) == "Object" => {
                    if let Some(first) = first {
                        return self.value(first);
                    }
                }
                "join" => {
                    if let Expression::ArrayExpression(node) = plain(object) {
                        let members = node.elements.iter().take(MAX_MEMBERS);
                        return as_template(members.map(|member| self.member(member)).collect());
                    }
                }
                _ => {}
            }
        }
        let target = self.binder.target(callee);
        if matches!(
            target.as_str(),
            "dedent" | "String" | "outdent" | "Boolean" | "Number" | "parseInt" | "parseFloat"
        ) && let Some(first) = arguments.first().and_then(ast::Argument::as_expression)
        {
            let inner = self.value(first);
            if !matches!(inner, Value::Other | Value::Name(_)) {
                return inner;
            }
        }
        let arguments = self.arguments(arguments);
        Value::Call { target, arguments }
    }

    fn member(&mut self, element: &ast::ArrayExpressionElement<'_>) -> Value {
        match element {
            ast::ArrayExpressionElement::SpreadElement(node) => self.value(&node.argument),
            ast::ArrayExpressionElement::Elision(_) => Value::Nothing,
            other => other.as_expression().map_or(Value::Other, |expression| self.value(expression)),
        }
    }

    fn map(&mut self, node: &ObjectExpression<'_>) -> Value {
        let mut found = Vec::with_capacity(node.properties.len().min(MAX_MEMBERS));
        for property in node.properties.iter().take(MAX_MEMBERS) {
            found.push(match property {
                ObjectPropertyKind::SpreadProperty(node) => {
                    (Value::Text("**".to_owned()), self.value(&node.argument))
                }
                ObjectPropertyKind::ObjectProperty(node) => {
                    let key = match node.key.static_name() {
                        Some(key) => Value::Text(cut(&key)),
                        None => node.key.as_expression().map_or(Value::Other, |key| self.value(key)),
                    };
                    (key, self.value(&node.value))
                }
            });
        }
        Value::Map(found)
    }

    /// `a || b` and `a ?? b`; of the environment the second is what is used when it is not set.
    fn either(&mut self, left: &Expression<'_>, right: &Expression<'_>) -> Value {
        let (left, right) = (self.value(left), self.value(right));
        match left {
            Value::Environment { name, default: None } if right != Value::Other => {
                Value::Environment { name, default: Some(Box::new(right)) }
            }
            Value::Either(mut values) => {
                values.push(right);
                Value::Either(values)
            }
            left => Value::Either(vec![left, right]),
        }
    }

    fn as_written(&self, span: oxc_span::Span) -> Value {
        let text = self.source.get(index(span.start)..index(span.end));
        // `30_000` is thirty thousand in every language that has the sign.
        text.map_or(Value::Other, |text| Value::Number(cut(&text.replace('_', ""))))
    }

    fn template(&mut self, node: &TemplateLiteral<'_>) -> Value {
        let mut parts = Vec::new();
        for (at, quasi) in node.quasis.iter().enumerate() {
            push_text(&mut parts, quasi.value.cooked.as_ref().map_or("", |text| text.as_str()));
            if let Some(hole) = node.expressions.get(at)
                && parts.len() < MAX_MEMBERS
            {
                parts.push(self.value(hole));
            }
        }
        as_template(parts)
    }

    /// Text put together with `+`; whole numbers that the text fixes.
    fn operation(&mut self, node: &BinaryExpression<'_>, whole: &Expression<'_>) -> Value {
        if node.operator == BinaryOperator::Addition {
            let terms = terms(node);
            if terms.iter().any(|term| is_text(term)) {
                let mut parts: Vec<Value> = Vec::new();
                for term in terms.into_iter().take(MAX_MEMBERS) {
                    match self.value(term) {
                        Value::Text(text) => push_text(&mut parts, &text),
                        Value::Template(inner) => parts.extend(inner),
                        other => parts.push(other),
                    }
                }
                return as_template(parts);
            }
        }
        integer(whole, 8).map_or(Value::Other, |number| Value::Number(number.to_string()))
    }
}

/// Whether an object is the environment: `process.env`.
fn environment(object: &Expression<'_>) -> bool {
    if let Step::Part(inner, "env") = step(object)
        && matches!(plain(inner), Expression::ImportMeta(_))
    {
        return true;
    }
    matches!(step(object), Step::Part(..)) && ENVIRONMENTS.binary_search(&written(object).as_str()).is_ok()
}

/// Whether an expression is a string or a template.
pub(super) fn is_text(expression: &Expression<'_>) -> bool {
    matches!(plain(expression), Expression::StringLiteral(_) | Expression::TemplateLiteral(_))
}

/// The terms of a sum, from left to right.
pub(super) fn terms<'e, 'a>(sum: &'e BinaryExpression<'a>) -> Vec<&'e Expression<'a>> {
    let mut terms = vec![&sum.right];
    let mut left = &sum.left;
    while let Expression::BinaryExpression(inner) = plain(left) {
        if inner.operator != BinaryOperator::Addition {
            break;
        }
        terms.push(&inner.right);
        left = &inner.left;
    }
    terms.push(left);
    terms.reverse();
    terms
}

/// A whole number that the text fixes: `60 * 1000`.
fn integer(expression: &Expression<'_>, left: u32) -> Option<i64> {
    let left = left.checked_sub(1)?;
    match plain(expression) {
        Expression::NumericLiteral(node) => node.raw.as_ref()?.as_str().replace('_', "").parse().ok(),
        Expression::UnaryExpression(node) if node.operator == UnaryOperator::UnaryNegation => {
            integer(&node.argument, left)?.checked_neg()
        }
        Expression::BinaryExpression(node) => {
            let right = integer(&node.right, left)?;
            let other = integer(&node.left, left)?;
            match node.operator {
                BinaryOperator::Addition => other.checked_add(right),
                BinaryOperator::Subtraction => other.checked_sub(right),
                BinaryOperator::Multiplication => other.checked_mul(right),
                BinaryOperator::Exponential => other.checked_pow(u32::try_from(right).ok()?),
                _ => None,
            }
        }
        _ => None,
    }
}

fn index(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// The words of a string that is written out, with `{name}` for what is filled in.
pub(super) fn prose(expression: &Expression<'_>) -> String {
    let mut text = String::new();
    match plain(expression) {
        Expression::StringLiteral(node) => text.push_str(node.value.as_str()),
        Expression::TemplateLiteral(node) => {
            for (at, quasi) in node.quasis.iter().enumerate() {
                text.push_str(quasi.value.cooked.as_ref().map_or("", |cooked| cooked.as_str()));
                if let Some(hole) = node.expressions.get(at) {
                    add_hole(hole, &mut text);
                }
            }
        }
        Expression::BinaryExpression(node) if node.operator == BinaryOperator::Addition => {
            for term in terms(node) {
                match is_text(term) {
                    true => text.push_str(&prose(term)),
                    false => add_hole(term, &mut text),
                }
            }
        }
        other => add_hole(other, &mut text),
    }
    text
}

fn add_hole(expression: &Expression<'_>, text: &mut String) {
    text.push('{');
    if matches!(step(expression), Step::Name(_) | Step::Part(..)) {
        text.push_str(&written(expression));
    }
    text.push('}');
}

/// How many bytes an expression takes in the text.
pub(super) fn length(expression: &Expression<'_>) -> usize {
    index(expression.span().size())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(ENVIRONMENTS.is_sorted());
    }
}
