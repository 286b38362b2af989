//! How blocks end.

use super::walk::Walker;
use super::written::{Step, plain, step};
use crate::fact::Exit;
use oxc_ast::ast::{Expression, Statement};

impl<'a> Walker<'a, '_, '_> {
    /// How a run of statements ends.
    pub(super) fn exit(&mut self, body: &[Statement<'a>]) -> Exit {
        body.last().map_or(Exit::FallsThrough, |last| self.exit_of(last))
    }

    /// How a statement ends; where branches differ, the last one's way.
    pub(super) fn exit_of(&mut self, last: &Statement<'a>) -> Exit {
        match last {
            Statement::ReturnStatement(node) => match &node.argument {
                // `return Promise.reject(error)` and `return next(error)` hand the error on.
                Some(value) if is_rejection(value) => Exit::Raises,
                Some(value) => Exit::Returns(self.value(value)),
                None => Exit::Returns(crate::fact::Value::Nothing),
            },
            Statement::ThrowStatement(_) => Exit::Raises,
            Statement::ContinueStatement(_) => Exit::Continues,
            Statement::BreakStatement(_) => Exit::Breaks,
            Statement::BlockStatement(node) => self.exit(&node.body),
            Statement::IfStatement(node) => match &node.alternate {
                Some(other) => self.exit_of(other),
                None => Exit::FallsThrough,
            },
            Statement::TryStatement(node) => match &node.handler {
                Some(handler) => self.exit(&handler.body.body),
                None => self.exit(&node.block.body),
            },
            _ => Exit::FallsThrough,
        }
    }
}

/// Whether a value is a promise that fails.
pub(super) fn is_rejection(value: &Expression<'_>) -> bool {
    let Step::Call(callee, _) = step(plain(value)) else { return false };
    matches!(super::written::written(callee).as_str(), "Promise.reject" | "reject")
}
