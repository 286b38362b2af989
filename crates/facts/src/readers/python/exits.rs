//! How blocks end.

use super::walk::Walker;
use crate::fact::{Exit, Value};
use rustpython_ruff_python_ast::{Expr, Stmt};

impl Walker<'_> {
    /// How a block ends.
    pub(super) fn exit(&mut self, body: &[Stmt]) -> Exit {
        match body.last() {
            Some(Stmt::Raise(_)) => Exit::Raises,
            Some(Stmt::Continue(_)) => Exit::Continues,
            Some(Stmt::Break(_)) => Exit::Breaks,
            Some(Stmt::Return(node)) => {
                Exit::Returns(node.value.as_deref().map_or(Value::Nothing, |value| self.value(value)))
            }
            Some(Stmt::With(node)) => self.exit(&node.body),
            Some(Stmt::If(node)) => match node.elif_else_clauses.last() {
                Some(clause) if clause.test.is_none() => self.exit(&clause.body),
                _ => Exit::FallsThrough,
            },
            Some(Stmt::Match(node)) => match node.cases.last() {
                Some(case) if case.pattern.is_irrefutable() => self.exit(&case.body),
                _ => Exit::FallsThrough,
            },
            Some(Stmt::Try(node)) => match self.exit(&node.finalbody) {
                Exit::FallsThrough if node.orelse.is_empty() => self.exit(&node.body),
                Exit::FallsThrough => self.exit(&node.orelse),
                exit => exit,
            },
            Some(Stmt::Expr(node)) => match &*node.value {
                Expr::Call(call) if self.ends_program(&call.func) => Exit::Raises,
                _ => Exit::FallsThrough,
            },
            _ => Exit::FallsThrough,
        }
    }

    fn ends_program(&mut self, callee: &Expr) -> bool {
        let view = self.view(callee);
        matches!(
            self.binder.target(callee, view).as_str(),
            "sys.exit" | "os._exit" | "os.abort" | "exit" | "quit"
        )
    }
}
