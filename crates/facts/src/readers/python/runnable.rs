//! Whether running the file as a program does something.

use super::walk::Walker;
use rustpython_ruff_python_ast::{CmpOp, Expr};

/// Functions that start something when a module calls them while it loads, by their last part.
const STARTERS: &[&str] = &[
    "execute_from_command_line",
    "infinity_polling",
    "launch",
    "mainloop",
    "run",
    "run_app",
    "run_forever",
    "run_polling",
    "run_server",
    "run_simple",
    "run_sync",
    "run_until_complete",
    "serve",
    "serve_forever",
    "start_polling",
];

/// The same last part, but no program is started.
const NOT_STARTERS: &[&str] = &["subprocess.run"];

impl Walker<'_> {
    /// Looks at the condition of an `if` of the module itself: `__name__ == "__main__"`.
    pub(super) fn is_main_guard(&mut self, test: &Expr) {
        if self.here.within.is_some() {
            return;
        }
        let mut open = vec![test];
        while let Some(expression) = open.pop() {
            match expression {
                Expr::BoolOp(node) => open.extend(&node.values),
                Expr::Compare(node) if *node.ops == [CmpOp::Eq] => {
                    let is_name =
                        |side: &Expr| matches!(side, Expr::Name(name) if name.id.as_str() == "__name__");
                    let is_main = |side: &Expr| matches!(side, Expr::StringLiteral(text) if text.value.to_str() == "__main__");
                    let other = node.comparators.first();
                    let plain = is_name(&node.left) && other.is_some_and(is_main);
                    self.module.is_runnable |= plain || (is_main(&node.left) && other.is_some_and(is_name));
                }
                _ => {}
            }
        }
    }

    /// Looks at a call of the module itself: `uvicorn.run`, `app.run`, `asyncio.run`, a `main` of this file.
    pub(super) fn starts_program(&mut self, target: &str) {
        if self.here.within.is_some() || self.lambdas > 0 {
            return;
        }
        let last = target.rsplit('.').next().unwrap_or(target);
        let is_starter =
            target.contains('.') && STARTERS.binary_search(&last).is_ok() && !NOT_STARTERS.contains(&target);
        let is_main = matches!(target, "::main" | "::cli" | "::app");
        self.module.is_runnable |= is_starter || is_main;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(STARTERS.is_sorted());
    }
}
