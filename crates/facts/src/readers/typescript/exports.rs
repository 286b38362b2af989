//! What a file exports under another name than its own, as bindings: `default` for the default export.

use super::walk::{Fate, Slot, Walker};
use crate::fact::Value;
use oxc_ast::ast::{
    ExportDefaultDeclaration, ExportDefaultDeclarationKind, ExportNamedDeclaration, ModuleExportName,
};
use oxc_ast_visit::Visit;
use oxc_syntax::scope::ScopeFlags;
use std::rc::Rc;

impl<'a> Walker<'a, '_, '_> {
    pub(super) fn export_default(&mut self, it: &ExportDefaultDeclaration<'a>) {
        let lines = self.lines.of_span(it.span);
        let named = |name: &str| Value::Name(format!("::{name}"));
        let value = match &it.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(node) => {
                self.visit_function(node, ScopeFlags::Function);
                node.id.as_ref().map(|id| named(id.name.as_str()))
            }
            ExportDefaultDeclarationKind::ClassDeclaration(node) => {
                self.visit_class(node);
                node.id.as_ref().map(|id| named(id.name.as_str()))
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(node) => {
                self.visit_ts_interface_declaration(node);
                Some(named(node.id.name.as_str()))
            }
            other => other.as_expression().and_then(|value| {
                let fact = self.value(value);
                self.expression_in(value, Slot::of(Fate::Bound(Rc::from("default"))));
                // A function or an object of functions is a definition called `default`.
                let is_defined = self.module.definitions.iter().any(|one| one.qualified == "default");
                (!is_defined).then_some(fact)
            }),
        };
        if let Some(value) = value {
            self.bind(lines, "default".to_owned(), value);
        }
    }

    pub(super) fn export_named(&mut self, it: &ExportNamedDeclaration<'a>) {
        let lines = self.lines.of_span(it.span);
        for one in &it.specifiers {
            let name = super::loads::exported(&one.exported);
            let ModuleExportName::IdentifierReference(local) = &one.local else { continue };
            self.name_read(local);
            if local.name.as_str() != name {
                let meaning = self.binder.identifier(local);
                let own = || format!("::{}", local.name);
                let value = Value::Name(meaning.map_or_else(own, |name| name.to_string()));
                self.bind(lines, name.to_owned(), value);
            }
        }
    }
}
