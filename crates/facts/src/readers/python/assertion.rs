//! What an `assert` statement asks.

use super::written::written;
use crate::fact::{Assertion, DefinitionId};
use crate::readers::parts::cut;
use beredd_model::Lines;
use rustpython_ruff_python_ast::{CmpOp, Expr, ExprCompare};

/// Names and texts kept of one assertion.
const MAX_PARTS: usize = 50;

/// Reads the test of an assertion.
pub(super) fn read(test: &Expr, lines: Lines, within: Option<DefinitionId>) -> Assertion {
    let (mut names, mut texts) = (Vec::new(), Vec::new());
    let mut open = vec![test];
    while let Some(expression) = open.pop() {
        if names.len().max(texts.len()) >= MAX_PARTS {
            break;
        }
        match expression {
            Expr::StringLiteral(node) => texts.push(cut(node.value.to_str())),
            Expr::Name(_) => names.push(written(expression)),
            Expr::Attribute(node) => {
                names.push(written(expression));
                if !node.value.is_name_expr() {
                    open.push(&node.value);
                }
            }
            _ => push_parts(expression, &mut open),
        }
    }
    Assertion { lines, within, names, texts, is_presence_only: is_presence_only(test) }
}

/// Puts the parts of an expression on the stack, the first one on top.
fn push_parts<'e>(expression: &'e Expr, open: &mut Vec<&'e Expr>) {
    match expression {
        Expr::Subscript(node) => open.extend([&*node.slice, &*node.value]),
        Expr::Call(node) => {
            open.extend(node.arguments.keywords.iter().rev().map(|keyword| &keyword.value));
            open.extend(node.arguments.args.iter().rev());
            open.push(&node.func);
        }
        Expr::BoolOp(node) => open.extend(node.values.iter().rev()),
        Expr::UnaryOp(node) => open.push(&node.operand),
        Expr::Compare(node) => {
            open.extend(node.comparators.iter().rev());
            open.push(&node.left);
        }
        Expr::BinOp(node) => open.extend([&*node.right, &*node.left]),
        Expr::Await(node) => open.push(&node.value),
        Expr::Named(node) => open.push(&node.value),
        Expr::Tuple(node) => open.extend(node.elts.iter().rev()),
        Expr::List(node) => open.extend(node.elts.iter().rev()),
        Expr::Set(node) => open.extend(node.elts.iter().rev()),
        Expr::Dict(node) => {
            for item in node.items.iter().rev() {
                open.push(&item.value);
                open.extend(item.key.as_ref());
            }
        }
        Expr::Generator(node) => {
            open.extend(node.generators.iter().map(|generator| &generator.iter));
            open.push(&node.elt);
        }
        _ => {}
    }
}

/// Whether a test only asks that something is there, whatever it says.
fn is_presence_only(test: &Expr) -> bool {
    match test {
        Expr::Name(_) | Expr::Attribute(_) | Expr::BooleanLiteral(_) => true,
        Expr::Call(node) => node.func.as_name_expr().is_some_and(|name| {
            matches!(name.id.as_str(), "isinstance" | "hasattr" | "callable" | "len" | "bool")
        }),
        Expr::BoolOp(node) => node.values.iter().all(is_presence_only),
        Expr::Compare(node) => is_about_nothing(node),
        _ => false,
    }
}

/// `x is not None`, `x != ""`, `len(x) > 0`, `len(x) >= 1`.
fn is_about_nothing(node: &ExprCompare) -> bool {
    let ([operator], [other]) = (&*node.ops, &*node.comparators) else { return false };
    let is_length = matches!(&*node.left, Expr::Call(call) if call.func.as_name_expr().is_some_and(|name| name.id == "len"));
    match operator {
        CmpOp::IsNot | CmpOp::NotEq => match other {
            Expr::NoneLiteral(_) => true,
            Expr::StringLiteral(text) => text.value.is_empty(),
            _ => false,
        },
        CmpOp::Gt | CmpOp::GtE => is_length && other.is_number_literal_expr(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use beredd_model::RepoPath;

    fn assertion(source: &str) -> crate::fact::Assertion {
        let (module, problems) = read(&RepoPath::parse("test_a.py").unwrap(), source);
        assert!(problems.is_empty());
        module.assertions.into_iter().next().unwrap()
    }

    #[test]
    fn names_and_texts_are_kept_wherever_they_stand() {
        let found = assertion("assert answer['text'] == {'svar': 'på bryggan'} and word in reply.text\n");
        assert_eq!(found.names, ["answer", "word", "reply.text"]);
        assert_eq!(found.texts, ["text", "svar", "på bryggan"]);
    }

    #[test]
    fn presence_is_told_from_content() {
        for source in [
            "assert x",
            "assert x is not None",
            "assert isinstance(x, dict)",
            "assert len(x) > 0",
            "assert x and y",
        ] {
            assert!(assertion(source).is_presence_only, "{source}");
        }
        for source in
            ["assert not x", "assert x == 1", "assert x['degraded']", "assert x is None", "assert x is True"]
        {
            assert!(!assertion(source).is_presence_only, "{source}");
        }
    }
}
