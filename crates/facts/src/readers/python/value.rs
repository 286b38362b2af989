//! Values, as far as the text fixes them.

use super::bind::{Binder, ENVIRONMENT, View};
use super::written::{integer, written};
use crate::fact::{Argument, Value};
use crate::readers::parts::{MAX_MEMBERS, as_template, cut, push_text};
use rustpython_ruff_python_ast::{
    Arguments, BoolOp, Expr, ExprBinOp, ExprCall, ExprFString, FStringPart, InterpolatedStringElement,
    Operator,
};
use rustpython_ruff_text_size::Ranged;
use std::borrow::Cow;

/// How many folders a path climbs at most.
const MAX_DEPTH_OF_FOLDERS: usize = 32;
/// How deep a value is kept; what lies deeper is [`Value::Other`], and calls in it are still calls of the module.
const MAX_DEPTH: u32 = 8;

/// Turns expressions into values, from one place of the text.
pub(super) struct Valuer<'v, 'a> {
    pub(super) binder: &'v mut Binder<'a>,
    pub(super) source: &'a str,
    pub(super) view: View,
    pub(super) depth: u32,
}

impl Valuer<'_, '_> {
    pub(super) fn value(&mut self, expression: &Expr) -> Value {
        if self.depth >= MAX_DEPTH {
            return Value::Other;
        }
        self.depth += 1;
        let value = self.value_within(expression);
        self.depth -= 1;
        value
    }

    pub(super) fn arguments(&mut self, arguments: &Arguments) -> Vec<Argument> {
        let mut found: Vec<Argument> = Vec::with_capacity(arguments.args.len().min(MAX_MEMBERS));
        for argument in arguments.args.iter().take(MAX_MEMBERS) {
            found.push(match argument {
                Expr::Starred(starred) => {
                    Argument { name: Some("*".to_owned()), value: self.value(&starred.value) }
                }
                _ => Argument { name: None, value: self.value(argument) },
            });
        }
        for keyword in arguments.keywords.iter().take(MAX_MEMBERS) {
            let name = keyword.arg.as_ref().map_or("**", |name| name.as_str()).to_owned();
            found.push(Argument { name: Some(name), value: self.value(&keyword.value) });
        }
        found
    }

    fn value_within(&mut self, expression: &Expr) -> Value {
        match expression {
            Expr::StringLiteral(node) => Value::Text(cut(node.value.to_str())),
            Expr::NumberLiteral(_) | Expr::UnaryOp(_) => self.number(expression),
            Expr::BooleanLiteral(node) => Value::Bool(node.value),
            Expr::NoneLiteral(_) => Value::Nothing,
            Expr::Name(_) | Expr::Attribute(_) => Value::Name(self.binder.target(expression, self.view)),
            Expr::Subscript(node) => {
                let container = self.binder.target(&node.value, self.view);
                match &*node.slice {
                    Expr::StringLiteral(key) if container == "os.environ" => {
                        Value::Environment { name: cut(key.value.to_str()), default: None }
                    }
                    Expr::NumberLiteral(number) if container.ends_with(".parents") => {
                        let folder = container.strip_suffix(".parents").unwrap_or(&container);
                        let up = number
                            .value
                            .as_int()
                            .and_then(|int| int.as_usize())
                            .unwrap_or(MAX_DEPTH_OF_FOLDERS);
                        Value::Name(format!(
                            "{folder}{}",
                            ".parent".repeat(up.saturating_add(1).min(MAX_DEPTH_OF_FOLDERS))
                        ))
                    }
                    _ => Value::Name(self.binder.target(expression, self.view)),
                }
            }
            Expr::List(node) => self.list(&node.elts),
            Expr::Tuple(node) => self.list(&node.elts),
            Expr::Set(node) => self.list(&node.elts),
            Expr::Dict(node) => Value::Map(
                node.items
                    .iter()
                    .take(MAX_MEMBERS)
                    .map(|item| {
                        let spread = || Value::Text("**".to_owned());
                        (
                            item.key.as_ref().map_or_else(spread, |key| self.value(key)),
                            self.value(&item.value),
                        )
                    })
                    .collect(),
            ),
            Expr::Call(node) => self.call(node),
            Expr::FString(node) => self.template(node),
            Expr::BinOp(node) => self.operation(node, expression),
            Expr::BoolOp(node) if node.op == BoolOp::Or => {
                Value::Either(node.values.iter().take(MAX_MEMBERS).map(|value| self.value(value)).collect())
            }
            Expr::If(node) => Value::Either(vec![self.value(&node.body), self.value(&node.orelse)]),
            Expr::Await(node) => self.value(&node.value),
            Expr::Named(node) => self.value(&node.value),
            Expr::Starred(node) => self.value(&node.value),
            _ => Value::Other,
        }
    }

    fn list(&mut self, members: &[Expr]) -> Value {
        Value::List(members.iter().take(MAX_MEMBERS).map(|member| self.value(member)).collect())
    }

    fn number(&self, expression: &Expr) -> Value {
        let is_number = match expression {
            Expr::NumberLiteral(_) => true,
            Expr::UnaryOp(node) => node.operand.is_number_literal_expr() && !node.op.is_not(),
            _ => false,
        };
        let text = self.source.get(expression.range().to_std_range()).filter(|_| is_number);
        text.map_or(Value::Other, |text| Value::Number(cut(text)))
    }

    fn call(&mut self, call: &ExprCall) -> Value {
        if let Expr::Attribute(attribute) = &*call.func {
            let is_text = matches!(&*attribute.value, Expr::StringLiteral(_) | Expr::FString(_));
            match attribute.attr.as_str() {
                "format" if is_text => {
                    let mut parts = vec![self.value(&attribute.value)];
                    parts.extend(self.arguments(&call.arguments).into_iter().map(|argument| argument.value));
                    return Value::Template(parts);
                }
                "strip" | "lstrip" | "rstrip"
                    if call.arguments.is_empty() && (is_text || attribute.value.is_call_expr()) =>
                {
                    let inner = self.value(&attribute.value);
                    if matches!(inner, Value::Text(_) | Value::Template(_)) {
                        return inner;
                    }
                }
                _ => {}
            }
        }
        let target = self.binder.target(&call.func, self.view);
        if target == "textwrap.dedent"
            && let [text] = &*call.arguments.args
        {
            return self.value(text);
        }
        if let Some(environment) = self.environment(&target, call) {
            return environment;
        }
        let arguments = self.arguments(&call.arguments);
        Value::Call { target, arguments }
    }

    /// A read of the environment.
    fn environment(&mut self, target: &str, call: &ExprCall) -> Option<Value> {
        if !ENVIRONMENT.contains(&target) {
            return None;
        }
        let name = call.arguments.find_argument_value("key", 0)?.as_string_literal_expr()?;
        let default = call.arguments.find_argument_value("default", 1);
        let default = default.map(|default| Box::new(self.value(default)));
        Some(Value::Environment { name: cut(name.value.to_str()), default })
    }

    fn template(&mut self, node: &ExprFString) -> Value {
        let mut parts: Vec<Value> = Vec::new();
        for part in &node.value {
            match part {
                FStringPart::Literal(literal) => push_text(&mut parts, &literal.value),
                FStringPart::FString(inner) => {
                    for element in &inner.elements {
                        match element {
                            InterpolatedStringElement::Literal(literal) => {
                                push_text(&mut parts, &literal.value)
                            }
                            InterpolatedStringElement::Interpolation(hole) => {
                                parts.push(self.value(&hole.expression))
                            }
                        }
                    }
                }
            }
        }
        as_template(parts)
    }

    /// Text put together with `+` or `%`; whole numbers that the text fixes.
    fn operation(&mut self, node: &ExprBinOp, whole: &Expr) -> Value {
        if node.op == Operator::Mod && matches!(&*node.left, Expr::StringLiteral(_) | Expr::FString(_)) {
            return Value::Template(vec![self.value(&node.left), self.value(&node.right)]);
        }
        // Only paths are divided by text.
        if node.op == Operator::Div && matches!(&*node.right, Expr::StringLiteral(_) | Expr::FString(_)) {
            let parts =
                [&node.left, &node.right].map(|part| Argument { name: None, value: self.value(part) });
            return Value::Call { target: "pathlib.Path".to_owned(), arguments: parts.to_vec() };
        }
        if node.op == Operator::Add {
            let terms = terms(node);
            if terms.iter().any(|term| matches!(term, Expr::StringLiteral(_) | Expr::FString(_))) {
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
        integer(whole).map_or(Value::Other, |number| Value::Number(number.to_string()))
    }
}

/// The terms of a sum, from left to right.
pub(super) fn terms(sum: &ExprBinOp) -> Vec<&Expr> {
    let mut terms = vec![&*sum.right];
    let mut left = &*sum.left;
    while let Expr::BinOp(inner) = left {
        if inner.op != Operator::Add {
            break;
        }
        terms.push(&inner.right);
        left = &inner.left;
    }
    terms.push(left);
    terms.reverse();
    terms
}

/// The words of a string that is written out, with `{name}` for what is filled in.
pub(super) fn prose(expression: &Expr) -> Cow<'_, str> {
    if let Expr::StringLiteral(node) = expression {
        return Cow::Borrowed(node.value.to_str());
    }
    let mut text = String::new();
    add_prose(expression, &mut text);
    Cow::Owned(text)
}

fn add_prose(expression: &Expr, text: &mut String) {
    match expression {
        Expr::StringLiteral(node) => text.push_str(node.value.to_str()),
        Expr::FString(node) => {
            for part in &node.value {
                match part {
                    FStringPart::Literal(literal) => text.push_str(&literal.value),
                    FStringPart::FString(inner) => {
                        inner.elements.iter().for_each(|element| add_element(element, text))
                    }
                }
            }
        }
        Expr::BinOp(node) if node.op == Operator::Add => {
            for term in terms(node) {
                match term {
                    Expr::StringLiteral(_) | Expr::FString(_) => add_prose(term, text),
                    other => add_hole(other, text),
                }
            }
        }
        other => add_hole(other, text),
    }
}

fn add_element(element: &InterpolatedStringElement, text: &mut String) {
    match element {
        InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
        InterpolatedStringElement::Interpolation(hole) => add_hole(&hole.expression, text),
    }
}

fn add_hole(expression: &Expr, text: &mut String) {
    text.push('{');
    if matches!(expression, Expr::Name(_) | Expr::Attribute(_)) {
        text.push_str(&written(expression));
    }
    text.push('}');
}
