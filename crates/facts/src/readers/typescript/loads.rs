//! Import and export statements of the first walk.

use super::collect::Collector;
use super::imports::specifier;
use super::names::Entry;
use crate::fact::ImportGuard;
use oxc_ast::ast::{
    BindingIdentifier, ExportAllDeclaration, ExportFromDeclaration, ImportDeclaration,
    ImportDeclarationSpecifier, ModuleExportName, TSImportEqualsDeclaration, TSModuleReference,
};
use oxc_span::Span;

const fn guard_of(is_type: bool) -> ImportGuard {
    if is_type { ImportGuard::TypeChecking } else { ImportGuard::Required }
}

impl<'a> Collector<'a, '_> {
    pub(super) fn import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        let from = specifier(it.source.value.as_str());
        let is_type = it.import_kind.is_type();
        let Some(specifiers) = &it.specifiers else {
            self.import(it.span, &from, None, "", ImportGuard::Required);
            return;
        };
        for one in specifiers {
            let (local, name, is_type) = match one {
                ImportDeclarationSpecifier::ImportSpecifier(node) => {
                    let name = exported(&node.imported);
                    (&node.local, Some(name), is_type || node.import_kind.is_type())
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(node) => {
                    (&node.local, Some("default"), is_type)
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(node) => (&node.local, None, is_type),
            };
            let bound = match name {
                None => from.written(),
                Some("default") => from.default_name(local.name.as_str()),
                Some(name) => format!("{}.{name}", from.written()),
            };
            let is_type = is_type || self.is_only_a_type(local);
            self.name(local.symbol_id.get(), Entry::Import(bound));
            self.import(it.span, &from, name, local.name.as_str(), guard_of(is_type));
        }
    }

    /// A compiler of TypeScript leaves out what only types name.
    fn is_only_a_type(&self, local: &BindingIdentifier<'_>) -> bool {
        let Some(symbol) = local.symbol_id.get().filter(|_| self.is_typescript) else { return false };
        let mut uses = self.scoping.get_resolved_references(symbol).peekable();
        uses.peek().is_some() && uses.all(|reference| reference.is_type())
    }

    /// What is handed on is imported under the name it is handed on by.
    pub(super) fn export_from(&mut self, it: &ExportFromDeclaration<'a>) {
        let from = specifier(it.source.value.as_str());
        for one in &it.specifiers {
            let is_type = it.export_kind.is_type() || one.export_kind.is_type();
            let name = exported(&one.local);
            self.import(it.span, &from, Some(name), exported(&one.exported), guard_of(is_type));
        }
    }

    pub(super) fn export_all(&mut self, it: &ExportAllDeclaration<'a>) {
        let from = specifier(it.source.value.as_str());
        let guard = guard_of(it.export_kind.is_type());
        match &it.exported {
            Some(name) => self.import(it.span, &from, None, exported(name), guard),
            None => self.import(it.span, &from, Some("*"), "*", guard),
        }
    }

    pub(super) fn import_equals(&mut self, it: &TSImportEqualsDeclaration<'a>) {
        if let TSModuleReference::ExternalModuleReference(node) = &it.module_reference {
            self.load(it.span, node.expression.value.as_str(), &it.id, it.import_kind.is_type());
        }
    }

    fn load(&mut self, span: Span, text: &str, local: &BindingIdentifier<'a>, is_type: bool) {
        let from = specifier(text);
        let name = local.name.as_str();
        let bound =
            if name.starts_with(char::is_uppercase) { from.default_name(name) } else { from.written() };
        self.name(local.symbol_id.get(), Entry::Import(bound));
        self.import(span, &from, None, name, guard_of(is_type));
    }
}

/// The name of something that is exported or imported.
pub(super) fn exported<'e>(name: &'e ModuleExportName<'_>) -> &'e str {
    match name {
        ModuleExportName::IdentifierName(node) => node.name.as_str(),
        ModuleExportName::IdentifierReference(node) => node.name.as_str(),
        ModuleExportName::StringLiteral(node) => node.value.as_str(),
    }
}
