//! Functions, classes and objects that are written where a value is expected, and what each of them is called.

use super::written::{first_name, last_name, plain, text_of};
use oxc_ast::ast::{
    Argument, ArrowFunctionBody, CallExpression, Expression, ObjectExpression, ObjectPropertyKind,
};

/// Functions whose callbacks are tests, by the name that a call of theirs begins with.
pub(super) const TEST_STARTS: &[&str] =
    &["Deno", "bench", "context", "describe", "it", "specify", "suite", "t", "test"];

/// Functions that give back the function they are handed, by their last name: what they make is called as the function is.
const WRAPPERS: &[&str] = &[
    "asyncHandler",
    "cache",
    "cached",
    "catchAsync",
    "debounce",
    "expressAsyncHandler",
    "forwardRef",
    "handler",
    "memo",
    "memoize",
    "middy",
    "observe",
    "observer",
    "throttle",
    "traceable",
    "useCallback",
    "wrap",
];

/// Names that a framework calls by.
const SERVED: &[&str] =
    &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "action", "handler", "loader"];

/// Where a function or class begins that an expression is.
pub(super) fn start_of(expression: &Expression<'_>) -> Option<u32> {
    match plain(expression) {
        Expression::ArrowFunctionExpression(node) => Some(node.span.start),
        Expression::FunctionExpression(node) => Some(node.span.start),
        Expression::ClassExpression(node) => Some(node.span.start),
        _ => None,
    }
}

/// The object that an expression is.
pub(super) fn object_of<'e, 'a>(expression: &'e Expression<'a>) -> Option<&'e ObjectExpression<'a>> {
    match plain(expression) {
        Expression::ObjectExpression(node) => Some(node),
        _ => None,
    }
}

/// Whether an object has functions for members, so that it stands for a class with one instance.
pub(super) fn has_methods(object: &ObjectExpression<'_>) -> bool {
    object.properties.iter().any(|property| match property {
        ObjectPropertyKind::ObjectProperty(property) => start_of(&property.value).is_some(),
        ObjectPropertyKind::SpreadProperty(_) => false,
    })
}

/// What the functions among a call's arguments are called, when the first argument is a text that tells: the text of a test,
/// the method and path of a route.
pub(super) fn callback_name(callee: &Expression<'_>, arguments: &[Argument<'_>]) -> Option<String> {
    let first = arguments.first()?.as_expression()?;
    let text = match plain(first) {
        Expression::StringLiteral(_) | Expression::TemplateLiteral(_) => {
            text_of(first).map_or_else(|| super::value::prose(first), str::to_owned)
        }
        _ => return None,
    };
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    let start = first_name(callee);
    match TEST_STARTS.binary_search(&start).is_ok() || text.is_empty() {
        true => Some(text).filter(|text| !text.is_empty()),
        false => Some(format!("{} {text}", last_name(callee)).trim().to_owned()),
    }
}

/// The function that a name stands for although a call makes it: `const POST = withAuth(async (request) => { … })`.
pub(super) fn wrapped(name: &str, call: &CallExpression<'_>) -> Option<u32> {
    let last = last_name(&call.callee);
    let is_wrapper = WRAPPERS.binary_search(&last).is_ok()
        || SERVED.binary_search(&name).is_ok()
        || (last.starts_with("with") && last.chars().nth(4).is_some_and(char::is_uppercase));
    let function = || {
        let mut functions = call.arguments.iter().filter_map(Argument::as_expression);
        functions.find_map(|argument| match plain(argument) {
            Expression::ArrowFunctionExpression(node) => Some(node.span.start),
            Expression::FunctionExpression(node) => Some(node.span.start),
            _ => None,
        })
    };
    is_wrapper.then(function).flatten()
}

/// What a function gives back by being an expression: `(x) => x.answer`.
pub(super) fn concise<'e, 'a>(body: &'e ArrowFunctionBody<'a>) -> Option<&'e Expression<'a>> {
    body.as_expression()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(TEST_STARTS.is_sorted() && WRAPPERS.is_sorted() && SERVED.is_sorted());
    }
}
