//! Promises that are caught: `ask().catch(…)` is a `try` around `ask()`.

use super::exits::is_rejection;
use super::literals::concise;
use super::walk::{Slot, Walker};
use super::written::plain;
use crate::fact::{Catch, Exit, Try};
use oxc_ast::ast::{Argument, Expression, FunctionBody};
use oxc_ast_visit::Visit;

impl<'a> Walker<'a, '_, '_> {
    /// Reads what is awaited, what becomes of its answer, and what becomes of its failure.
    pub(super) fn rejection(
        &mut self,
        object: &Expression<'a>,
        answered: Option<&Argument<'a>>,
        failed: Option<&Argument<'a>>,
        slot: Slot,
    ) {
        let handler = failed.and_then(Argument::as_expression);
        let outer = self.here.guard;
        if let Some(handler) = handler {
            let index = self.module.tries.len();
            let catch = self.catch(handler);
            let body = self.lines.of(object);
            self.module.tries.push(Try { body, within: self.here.within, catches: vec![catch] });
            self.here.guard = u32::try_from(index).ok();
        }
        let inner = if answered.is_some() { slot.part() } else { slot.clone() };
        self.expression_in(object, Slot { is_awaited: slot.is_awaited, ..inner });
        self.here.guard = outer;
        for expression in [answered, failed].into_iter().flatten().filter_map(Argument::as_expression) {
            self.visit_expression(expression);
        }
    }

    fn catch(&mut self, handler: &Expression<'a>) -> Catch {
        let lines = self.lines.of(handler);
        let (exit, is_empty) = match plain(handler) {
            Expression::ArrowFunctionExpression(node) => {
                match (concise(&node.body), node.body.as_function_body()) {
                    (Some(value), _) if is_rejection(value) => (Exit::Raises, false),
                    (Some(value), _) => (Exit::Returns(self.value(value)), false),
                    (None, Some(body)) => self.body_exit(body),
                    (None, None) => (Exit::FallsThrough, true),
                }
            }
            Expression::FunctionExpression(node) => match &node.body {
                Some(body) => self.body_exit(body),
                None => (Exit::FallsThrough, true),
            },
            // `.catch(next)` hands the error on.
            Expression::Identifier(node) if matches!(node.name.as_str(), "next" | "reject") => {
                (Exit::Raises, false)
            }
            other => (Exit::Returns(self.value(other)), false),
        };
        Catch { lines, exceptions: Vec::new(), exit, is_empty }
    }

    fn body_exit(&mut self, body: &FunctionBody<'a>) -> (Exit, bool) {
        (self.exit(&body.statements), body.statements.is_empty())
    }
}
