//! Expressions as the text writes them, shortened to a dotted path.

use rustpython_ruff_python_ast::{Expr, Operator, UnaryOp};

/// Longer paths than this, in bytes, lose their middle: nobody reads them, and a chain of calls must not cost its square.
const MAX_PATH: usize = 400;

/// A path as written: `self.llm.create`, `clients[].get().x`. What is not a name, an attribute, a call or an access becomes a
/// sign of its kind: `""`, `[]`, `{}`, `(…)`.
pub(super) fn written(expression: &Expr) -> String {
    if let Expr::Name(name) = expression {
        return name.id.to_string();
    }
    let mut parts: Vec<&str> = Vec::with_capacity(16);
    let mut length = 0;
    let mut next = expression;
    loop {
        let (part, inner) = match next {
            Expr::Attribute(node) => {
                parts.push(node.attr.as_str());
                length += node.attr.len() + 1;
                (".", Some(&*node.value))
            }
            Expr::Call(node) => ("()", Some(&*node.func)),
            Expr::Subscript(node) => ("[]", Some(&*node.value)),
            Expr::Await(node) => ("", Some(&*node.value)),
            Expr::Starred(node) => ("", Some(&*node.value)),
            Expr::Named(node) => ("", Some(&*node.target)),
            other => (root(other), None),
        };
        parts.push(part);
        length += part.len();
        match inner {
            Some(inner) if length < MAX_PATH => next = inner,
            Some(_) => {
                parts.push("…");
                break;
            }
            None => break,
        }
    }
    parts.reverse();
    parts.concat()
}

fn root(expression: &Expr) -> &str {
    match expression {
        Expr::Name(node) => node.id.as_str(),
        Expr::StringLiteral(_) | Expr::FString(_) | Expr::TString(_) | Expr::BytesLiteral(_) => "\"\"",
        Expr::List(_) | Expr::ListComp(_) => "[]",
        Expr::Dict(_) | Expr::DictComp(_) | Expr::Set(_) | Expr::SetComp(_) => "{}",
        _ => "(…)",
    }
}

/// A target of an assignment or loop as written: a path, or paths with commas between.
pub(super) fn written_target(target: &Expr) -> String {
    let members = super::targets::members(target);
    if members.is_empty() {
        return written(target);
    }
    members.iter().take(20).map(written_target).collect::<Vec<_>>().join(", ")
}

/// A whole number that the text fixes: `60 * 60`, `-1`, `1 << 20`.
pub(super) fn integer(expression: &Expr) -> Option<i64> {
    match expression {
        Expr::NumberLiteral(node) => node.value.as_int().and_then(rustpython_ruff_python_ast::Int::as_i64),
        Expr::UnaryOp(node) if node.op == UnaryOp::USub => integer(&node.operand)?.checked_neg(),
        Expr::BinOp(node) => {
            // The right side first: it is short, and most sums are not of numbers.
            let right = integer(&node.right)?;
            let left = integer(&node.left)?;
            match node.op {
                Operator::Add => left.checked_add(right),
                Operator::Sub => left.checked_sub(right),
                Operator::Mult => left.checked_mul(right),
                Operator::Pow => left.checked_pow(u32::try_from(right).ok()?),
                Operator::LShift => {
                    left.checked_mul(1_i64.checked_shl(u32::try_from(right).ok().filter(|by| *by < 63)?)?)
                }
                _ => None,
            }
        }
        _ => None,
    }
}
