//! Imports, and how they are fenced in: type checking, and `try` around what may not be there.

use super::collect::{At, Collector, Fence};
use super::names::{ImportSeed, Source};
use super::targets::is_named;
use crate::fact::ImportGuard;
use rustpython_ruff_python_ast::{CmpOp, ExceptHandler, Expr, Stmt, StmtImport, StmtImportFrom, UnaryOp};
use rustpython_ruff_text_size::Ranged;

impl<'a> Collector<'a> {
    pub(super) fn import(&mut self, node: &'a StmtImport, at: At) {
        for alias in &node.names {
            let module = alias.name.as_str();
            let root = module.split('.').next().unwrap_or(module);
            // `import a.b` binds `a`; `import a.b as c` binds `a.b`.
            let (bound_as, bound) =
                alias.asname.as_ref().map_or((root, root), |name| (name.as_str(), module));
            self.add_import(ImportSeed {
                range: node.range,
                module: module.to_owned(),
                level: 0,
                name: None,
                bound_as: bound_as.to_owned(),
                within: at.within,
                guard: at.fence.guard,
            });
            self.name(bound_as, Source::Import(bound.to_owned()), alias.start().into(), at);
        }
    }

    pub(super) fn import_from(&mut self, node: &'a StmtImportFrom, at: At) {
        let module = node.module.as_ref().map_or("", |module| module.as_str());
        let dots = ".".repeat(usize::try_from(node.level).unwrap_or(0).min(50));
        for alias in &node.names {
            let name = alias.name.as_str();
            let bound_as = alias.asname.as_ref().map_or(name, |name| name.as_str());
            self.add_import(ImportSeed {
                range: node.range,
                module: module.to_owned(),
                level: node.level,
                name: Some(name.to_owned()),
                bound_as: bound_as.to_owned(),
                within: at.within,
                guard: at.fence.guard,
            });
            if name != "*" {
                let separator = if module.is_empty() { "" } else { "." };
                let bound = format!("{dots}{module}{separator}{name}");
                self.name(bound_as, Source::Import(bound), alias.start().into(), at);
            }
        }
    }

    fn add_import(&mut self, seed: ImportSeed) {
        self.names.imported.insert(seed.bound_as.clone());
        self.names.imports.push(seed);
    }

    /// The fences of the two sides of a condition.
    pub(super) fn fences(&self, test: &Expr, around: Fence) -> (Fence, Fence) {
        let (test, is_negated) = match test {
            Expr::UnaryOp(node) if node.op == UnaryOp::Not => (&*node.operand, true),
            Expr::Compare(node) if is_comparison_with_none(node) => (&*node.left, true),
            _ => (test, false),
        };
        if is_named(test, "TYPE_CHECKING") {
            let inside = Fence { guard: ImportGuard::TypeChecking, is_fallback: true };
            return if is_negated { (around, inside) } else { (inside, around) };
        }
        let is_flag = matches!(test, Expr::Name(name) if self.failure_flags.contains(&name.id.as_str()));
        if is_flag {
            let failed = Fence { is_fallback: true, ..around };
            return if is_negated { (failed, around) } else { (around, failed) };
        }
        (around, around)
    }
}

/// Whether a handler keeps the module alive when an import fails: it catches the error and does not raise again.
pub(super) fn tolerates_import_error(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    let leaves = handler.body.last().is_some_and(|last| match last {
        Stmt::Raise(_) => true,
        Stmt::Expr(statement) => {
            matches!(&*statement.value, Expr::Call(call) if is_named(&call.func, "exit") || is_named(&call.func, "_exit"))
        }
        _ => false,
    });
    catches_import_error(handler.type_.as_deref()) && !leaves
}

/// Whether these exceptions take an import error in.
pub(super) fn catches_import_error(exceptions: Option<&Expr>) -> bool {
    match exceptions {
        None => true,
        Some(Expr::Tuple(tuple)) => tuple.elts.iter().any(catches_one),
        Some(exception) => catches_one(exception),
    }
}

/// The name that a statement of such a handler sets to false or none.
pub(super) fn failure_flag(statement: &Stmt) -> Option<&str> {
    let Stmt::Assign(assign) = statement else { return None };
    let is_off = match &*assign.value {
        Expr::NoneLiteral(_) => true,
        Expr::BooleanLiteral(literal) => !literal.value,
        _ => false,
    };
    match assign.targets.first() {
        Some(Expr::Name(name)) if is_off => Some(name.id.as_str()),
        _ => None,
    }
}

fn catches_one(exception: &Expr) -> bool {
    ["ImportError", "ModuleNotFoundError", "Exception", "BaseException"]
        .iter()
        .any(|name| is_named(exception, name))
}

fn is_comparison_with_none(node: &rustpython_ruff_python_ast::ExprCompare) -> bool {
    matches!((&*node.ops, &*node.comparators), ([CmpOp::Is | CmpOp::Eq], [Expr::NoneLiteral(_)]))
}
