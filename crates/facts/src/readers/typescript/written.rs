//! Expressions as they are written, in one spelling: dots between parts, `self` for `this`, `()` for a call, `[]` for a key.

use oxc_ast::ast::{Argument, AssignmentTarget, BindingPattern, Expression, PropertyKey};
use std::borrow::Cow;

/// A written name longer than this, in bytes, is cut off at its end.
const MAX_WRITTEN: usize = 400;

/// What an expression holds when everything that only concerns types is taken off, and what `?.` guards.
pub(super) fn plain<'e, 'a>(expression: &'e Expression<'a>) -> &'e Expression<'a> {
    expression.get_inner_expression()
}

/// One step of a path: what it hangs from, and how the step is written.
pub(super) enum Step<'e, 'a> {
    /// `.name` of something.
    Part(&'e Expression<'a>, &'e str),
    /// `[…]` of something; the key where it is a text.
    Key(&'e Expression<'a>, Option<&'e str>),
    /// A call of something.
    Call(&'e Expression<'a>, &'e [Argument<'a>]),
    /// A `new` of something.
    New(&'e Expression<'a>),
    /// A name.
    Name(&'e str),
    /// `this`.
    This,
    /// `super`.
    Super,
    /// Anything else.
    Other,
}

/// The outermost step of an expression.
pub(super) fn step<'e, 'a>(expression: &'e Expression<'a>) -> Step<'e, 'a> {
    use oxc_ast::ast::ChainElement;
    match plain(expression) {
        Expression::Identifier(node) => Step::Name(node.name.as_str()),
        Expression::ThisExpression(_) => Step::This,
        Expression::Super(_) => Step::Super,
        Expression::StaticMemberExpression(node) => Step::Part(&node.object, node.property.name.as_str()),
        Expression::PrivateFieldExpression(node) => Step::Part(&node.object, node.field.name.as_str()),
        Expression::ComputedMemberExpression(node) => Step::Key(&node.object, text_of(&node.expression)),
        Expression::CallExpression(node) => Step::Call(&node.callee, &node.arguments),
        Expression::NewExpression(node) => Step::New(&node.callee),
        Expression::ChainExpression(node) => match &node.expression {
            ChainElement::CallExpression(node) => Step::Call(&node.callee, &node.arguments),
            ChainElement::StaticMemberExpression(node) => {
                Step::Part(&node.object, node.property.name.as_str())
            }
            ChainElement::PrivateFieldExpression(node) => Step::Part(&node.object, node.field.name.as_str()),
            ChainElement::ComputedMemberExpression(node) => {
                Step::Key(&node.object, text_of(&node.expression))
            }
            ChainElement::TSNonNullExpression(node) => step(&node.expression),
        },
        _ => Step::Other,
    }
}

/// An expression as written: `self.llm.create()`; what is no path is left out.
pub(super) fn written(expression: &Expression<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut length = 0;
    let mut next = expression;
    let first = loop {
        let part = match step(next) {
            Step::Part(object, name) => {
                next = object;
                format!(".{name}")
            }
            Step::Key(object, Some(key)) if is_identifier(key) => {
                next = object;
                format!(".{key}")
            }
            Step::Key(object, _) => {
                next = object;
                "[]".to_owned()
            }
            Step::Call(callee, _) | Step::New(callee) => {
                next = callee;
                "()".to_owned()
            }
            Step::Name(name) => break name,
            Step::This => break "self",
            Step::Super => break "super()",
            Step::Other => break literal(next),
        };
        length += part.len();
        if length > MAX_WRITTEN {
            break "";
        }
        parts.push(part);
    };
    let mut text = first.to_owned();
    parts.iter().rev().for_each(|part| text.push_str(part));
    text
}

/// What stands for a value that is written out where a path begins.
fn literal(expression: &Expression<'_>) -> &'static str {
    match plain(expression) {
        Expression::ArrayExpression(_) => "[]",
        Expression::ObjectExpression(_) => "{}",
        Expression::StringLiteral(_) | Expression::TemplateLiteral(_) => "''",
        Expression::RegExpLiteral(_) => "//",
        _ => "()",
    }
}

/// The name of a member, private or not, where the text fixes it.
pub(super) fn key_name<'e>(key: &'e PropertyKey<'_>) -> Option<Cow<'e, str>> {
    key.name()
}

/// The last name of a callee: `create` of `client.chat.completions.create`.
pub(super) fn last_name<'e>(callee: &'e Expression<'_>) -> &'e str {
    match step(callee) {
        Step::Part(_, name) | Step::Name(name) => name,
        Step::Key(_, Some(key)) => key,
        _ => "",
    }
}

/// The name that a path begins with: `it` of `it.each([…])`.
pub(super) fn first_name<'e>(path: &'e Expression<'_>) -> &'e str {
    let mut next = path;
    loop {
        match step(next) {
            Step::Part(object, _) | Step::Key(object, _) => next = object,
            Step::Call(callee, _) | Step::New(callee) => next = callee,
            Step::Name(name) => return name,
            Step::This => return "self",
            Step::Super | Step::Other => return "",
        }
    }
}

/// The text of a string, or of a template without anything filled in.
pub(super) fn text_of<'e>(expression: &'e Expression<'_>) -> Option<&'e str> {
    match plain(expression) {
        Expression::StringLiteral(node) => Some(node.value.as_str()),
        Expression::TemplateLiteral(node) if node.expressions.is_empty() => {
            node.quasis.first().map(|part| part.value.cooked.as_ref().map_or("", |text| text.as_str()))
        }
        _ => None,
    }
}

/// The names that a pattern binds, as one text: `a, b`.
pub(super) fn written_pattern(pattern: &BindingPattern<'_>) -> String {
    let names = pattern.get_binding_identifiers();
    names.iter().take(20).map(|name| name.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What is assigned to, as written; nothing for a pattern.
pub(super) fn written_target(target: &AssignmentTarget<'_>) -> String {
    match target {
        AssignmentTarget::AssignmentTargetIdentifier(node) => node.name.as_str().to_owned(),
        AssignmentTarget::StaticMemberExpression(node) => {
            format!("{}.{}", written(&node.object), node.property.name)
        }
        AssignmentTarget::PrivateFieldExpression(node) => {
            format!("{}.{}", written(&node.object), node.field.name)
        }
        AssignmentTarget::ComputedMemberExpression(node) => match text_of(&node.expression) {
            Some(key) if is_identifier(key) => format!("{}.{key}", written(&node.object)),
            _ => format!("{}[]", written(&node.object)),
        },
        _ => String::new(),
    }
}

/// Whether a text could be written as a name.
pub(super) fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '$'))
}
