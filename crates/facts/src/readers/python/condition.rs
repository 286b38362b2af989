//! What a condition asks.

use super::written::written;
use crate::readers::parts::cut;
use rustpython_ruff_python_ast::{CmpOp, Expr, ExprCompare, Pattern, UnaryOp};

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
pub(super) fn read(test: &Expr) -> Condition {
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
    fn take<'e>(&mut self, expression: &'e Expr, open: &mut Vec<&'e Expr>) {
        match expression {
            Expr::Name(_) | Expr::Attribute(_) => self.add_path(expression, open),
            Expr::Subscript(node) => {
                open.push(&node.slice);
                open.push(&node.value);
            }
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
                std::iter::once(&*node.left).chain(&node.comparators).for_each(|side| self.add_texts(side));
            }
            Expr::BinOp(node) => open.extend([&*node.right, &*node.left]),
            Expr::Named(node) => open.extend([&*node.value, &*node.target]),
            Expr::Await(node) => open.push(&node.value),
            Expr::If(node) => open.extend([&*node.orelse, &*node.body, &*node.test]),
            Expr::Tuple(node) => open.extend(node.elts.iter().rev()),
            Expr::List(node) => open.extend(node.elts.iter().rev()),
            Expr::Set(node) => open.extend(node.elts.iter().rev()),
            _ => {}
        }
    }

    fn add_path<'e>(&mut self, path: &'e Expr, open: &mut Vec<&'e Expr>) {
        let name = written(path);
        if !self.names.contains(&name) {
            self.names.push(name);
        }
        // `open(x).name`: the arguments of a call inside the path are read as well.
        let mut inner = path;
        while let Expr::Attribute(node) = inner {
            inner = &node.value;
        }
        if let Expr::Call(call) = inner {
            open.extend(call.arguments.args.iter().rev());
        }
    }

    fn add_texts(&mut self, side: &Expr) {
        match side {
            Expr::StringLiteral(node) => self.texts.push(cut(node.value.to_str())),
            Expr::Tuple(node) => node.elts.iter().take(MAX_PARTS).for_each(|member| self.add_text(member)),
            Expr::List(node) => node.elts.iter().take(MAX_PARTS).for_each(|member| self.add_text(member)),
            Expr::Set(node) => node.elts.iter().take(MAX_PARTS).for_each(|member| self.add_text(member)),
            _ => {}
        }
    }

    fn add_text(&mut self, member: &Expr) {
        if let Expr::StringLiteral(node) = member {
            self.texts.push(cut(node.value.to_str()));
        }
    }
}

/// Whether a condition holds when what it asks for is missing or false.
fn is_negated(test: &Expr) -> bool {
    match test {
        Expr::UnaryOp(node) => node.op == UnaryOp::Not && !is_negated(&node.operand),
        Expr::Compare(node) => is_comparison_with_nothing(node),
        Expr::BoolOp(node) => node.values.iter().all(is_negated),
        _ => false,
    }
}

fn is_comparison_with_nothing(node: &ExprCompare) -> bool {
    let ([operator], [other]) = (&*node.ops, &*node.comparators) else { return false };
    let equals_nothing = match other {
        Expr::NoneLiteral(_) => true,
        Expr::BooleanLiteral(literal) => !literal.value,
        Expr::StringLiteral(literal) => literal.value.is_empty(),
        Expr::NumberLiteral(literal) => {
            literal.value.as_int().and_then(rustpython_ruff_python_ast::Int::as_i64) == Some(0)
        }
        _ => false,
    };
    let differs_from_true = matches!(other, Expr::BooleanLiteral(literal) if literal.value);
    match operator {
        CmpOp::Is | CmpOp::Eq => equals_nothing,
        CmpOp::IsNot | CmpOp::NotEq => differs_from_true,
        _ => false,
    }
}

/// The strings a `case` compares with.
pub(super) fn texts_of_pattern(pattern: &Pattern) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut open = vec![pattern];
    while let Some(pattern) = open.pop() {
        match pattern {
            Pattern::MatchValue(node) => {
                if let Expr::StringLiteral(text) = &*node.value {
                    texts.push(cut(text.value.to_str()));
                }
            }
            Pattern::MatchOr(node) => open.extend(node.patterns.iter().rev()),
            Pattern::MatchAs(node) => open.extend(node.pattern.as_deref()),
            Pattern::MatchSequence(node) => open.extend(node.patterns.iter().rev()),
            _ => {}
        }
        if texts.len() >= MAX_PARTS {
            break;
        }
    }
    texts
}
