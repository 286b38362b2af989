//! The first walk, node by node: what each adds to the names of a file.

use super::collect::{Collector, loaded_module};
use super::imports::specifier;
use super::literals::{concise, has_methods, object_of, start_of, wrapped};
use super::names::Entry;
use super::written::{key_name, plain, text_of};
use oxc_ast::ast::{
    ArrowFunctionExpression, AssignmentExpression, AssignmentTarget, BindingPattern, CallExpression,
    CatchClause, Class as ClassNode, ClassElement, ExportDefaultDeclaration, ExportDefaultDeclarationKind,
    Expression, ForOfStatement, ForStatementLeft, FormalParameter, Function, MethodDefinition,
    MethodDefinitionType, NewExpression, ObjectExpression, ObjectPropertyKind, PropertyDefinition,
    ReturnStatement, TSEnumDeclaration, TSInterfaceDeclaration, TSType, TSTypeAliasDeclaration, TryStatement,
    VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::scope::ScopeFlags;

impl<'a> Visit<'a> for Collector<'a, '_> {
    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        let it = self.alloc(it);
        let annotation = it.type_annotation.as_ref().map(|one| &one.type_annotation);
        let Some(init) = it.init.as_ref() else {
            if let (BindingPattern::BindingIdentifier(name), Some(_)) = (&it.id, annotation) {
                self.name(name.symbol_id.get(), Entry::Annotated(annotation, None));
            }
            return;
        };
        if let Some(text) = loaded_module(init) {
            self.loaded(it.span, text, Some(&it.id));
            let from = specifier(text);
            if let BindingPattern::BindingIdentifier(name) = &it.id {
                let is_upper = name.name.as_str().starts_with(char::is_uppercase);
                let bound = if is_upper { from.default_name(name.name.as_str()) } else { from.written() };
                self.name(name.symbol_id.get(), Entry::Import(bound));
                return;
            }
            self.pattern(&it.id, Some(init), &[]);
            return;
        }
        let BindingPattern::BindingIdentifier(name) = &it.id else {
            self.pattern(&it.id, Some(init), &[]);
            walk::walk_variable_declarator(self, it);
            return;
        };
        let (symbol, text) = (name.symbol_id.get(), name.name.as_str());
        let object = object_of(init).filter(|object| self.within.is_none() && has_methods(object));
        let start = match plain(init) {
            Expression::CallExpression(call) if self.within.is_none() => wrapped(text, call),
            _ => start_of(init).or(object.map(|object| object.span.start)),
        };
        let before = self.names.definitions.len();
        if let Some(start) = start {
            self.called.insert(start, text.to_owned());
        }
        // The entry stands before what the walk adds, and is filled in when the definition has its number.
        let id = self.entry(Entry::Annotated(annotation, Some(init)));
        if let Some(ways) = symbol.and_then(|symbol| self.names.of_symbol.get_mut(symbol.index())) {
            ways.push(id);
        }
        walk::walk_variable_declarator(self, it);
        let defined = start.and_then(|start| self.names.definition_at.get(&start).copied());
        if let (Some(defined), Some(entry)) = (defined, self.names.entries.get_mut(id))
            && usize::try_from(defined).is_ok_and(|defined| defined >= before)
        {
            *entry = Entry::Definition(defined);
        }
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        let it = self.alloc(it);
        match &it.left {
            AssignmentTarget::AssignmentTargetIdentifier(node) => {
                let symbol = node
                    .reference_id
                    .get()
                    .and_then(|reference| self.scoping.get_reference(reference).symbol_id());
                self.name(symbol, Entry::Value(&it.right));
            }
            AssignmentTarget::StaticMemberExpression(node) => {
                let property = node.property.name.as_str();
                match plain(&node.object) {
                    Expression::ThisExpression(_) => {
                        self.member(property, Entry::Value(&it.right));
                        self.call_name(&it.right, property);
                    }
                    Expression::Identifier(name) if matches!(name.name.as_str(), "exports" | "module") => {
                        let is_all = name.name.as_str() == "module" && property == "exports";
                        let called = if is_all { "default" } else { property };
                        self.call_name(&it.right, called);
                        if let Some(object) = object_of(&it.right).filter(|object| has_methods(object)) {
                            self.called.insert(object.span.start, called.to_owned());
                        }
                    }
                    Expression::StaticMemberExpression(inner)
                        if matches!(inner.property.name.as_str(), "exports" | "prototype") =>
                    {
                        self.call_name(&it.right, property);
                    }
                    _ => {}
                }
            }
            AssignmentTarget::PrivateFieldExpression(node)
                if matches!(plain(&node.object), Expression::ThisExpression(_)) =>
            {
                self.member(node.field.name.as_str(), Entry::Value(&it.right));
            }
            _ => {}
        }
        walk::walk_assignment_expression(self, it);
    }

    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        let it = self.alloc(it);
        // An overload, and a function of a declaration file: what it does stands elsewhere.
        if it.body.is_none() && !self.called.contains_key(&it.span.start) {
            return;
        }
        let is_declaration = it.is_declaration();
        let own = it.id.as_ref().filter(|_| is_declaration).map(|id| id.name.as_str());
        let id = self.function_body(it.span.start, own, |collector| {
            walk::walk_function(collector, it, flags);
        });
        if let (Some(name), Some(id)) = (it.id.as_ref(), id) {
            self.name(name.symbol_id.get(), Entry::Definition(id));
        }
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        let it = self.alloc(it);
        let _ = self.function_body(it.span.start, None, |collector| {
            if let Some(value) = concise(&it.body) {
                collector.gives(value);
            }
            walk::walk_arrow_function_expression(collector, it);
        });
    }

    fn visit_class(&mut self, it: &ClassNode<'a>) {
        let it = self.alloc(it);
        let own = it.id.as_ref().map(|id| id.name.as_str().to_owned());
        let name = self.called.remove(&it.span.start).or(own).unwrap_or_else(|| "default".to_owned());
        let id = self.define(&name, it.span.start, true);
        if let Some(node) = &it.id {
            self.name(node.symbol_id.get(), Entry::Definition(id));
        }
        let class = self.names.definition(id).and_then(|seed| seed.class);
        if let Some(class) = class.and_then(|class| self.names.classes.get_mut(class)) {
            class.base = it.heritage.as_ref().map(|heritage| &heritage.expression);
        }
        self.inside(id, class, |collector| {
            // Fields and methods are known before any method is walked.
            for element in &it.body.body {
                if let ClassElement::PropertyDefinition(field) = element
                    && let Some(key) = key_name(&field.key)
                {
                    let annotation = field.type_annotation.as_ref().map(|one| &one.type_annotation);
                    collector.member(&key, Entry::Annotated(annotation, field.value.as_ref()));
                }
            }
            walk::walk_class(collector, it);
        });
    }

    fn visit_method_definition(&mut self, it: &MethodDefinition<'a>) {
        let it = self.alloc(it);
        let is_abstract = it.r#type == MethodDefinitionType::TSAbstractMethodDefinition;
        if it.value.body.is_none() && !is_abstract {
            return;
        }
        let name = key_name(&it.key).map_or_else(|| "[]".to_owned(), std::borrow::Cow::into_owned);
        self.called.insert(it.value.span.start, name.clone());
        walk::walk_method_definition(self, it);
        if let Some(id) = self.names.definition_at.get(&it.value.span.start).copied() {
            self.member(&name, Entry::Definition(id));
            let seed = usize::try_from(id).ok().and_then(|id| self.names.definitions.get_mut(id));
            if let Some(seed) = seed {
                seed.is_property = it.kind.is_get();
            }
        }
    }

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        if let (Some(key), Some(value)) = (key_name(&it.key), &it.value) {
            self.call_name(value, &key);
        }
        walk::walk_property_definition(self, it);
        if let (Some(key), Some(start)) = (key_name(&it.key), it.value.as_ref().and_then(start_of))
            && let Some(id) = self.names.definition_at.get(&start).copied()
        {
            self.member(&key, Entry::Definition(id));
        }
    }

    fn visit_object_expression(&mut self, it: &ObjectExpression<'a>) {
        let it = self.alloc(it);
        let name = self.called.remove(&it.span.start);
        let class = name.map(|name| self.define(&name, it.span.start, true));
        for property in &it.properties {
            if let ObjectPropertyKind::ObjectProperty(property) = property
                && let Some(key) = property.key.static_name()
            {
                self.call_name(&property.value, &key);
            }
        }
        let Some(id) = class else {
            walk::walk_object_expression(self, it);
            return;
        };
        let class = self.names.definition(id).and_then(|seed| seed.class);
        self.inside(id, class, |collector| {
            walk::walk_object_expression(collector, it);
            for property in &it.properties {
                let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
                let Some(key) = property.key.static_name() else { continue };
                let defined = start_of(&property.value);
                let defined = defined.and_then(|start| collector.names.definition_at.get(&start).copied());
                let entry = defined.map_or(Entry::Value(&property.value), Entry::Definition);
                collector.member(&key, entry);
            }
        });
    }

    fn visit_formal_parameter(&mut self, it: &FormalParameter<'a>) {
        let it = self.alloc(it);
        self.parameter(it);
        walk::walk_formal_parameter(self, it);
    }

    fn visit_return_statement(&mut self, it: &ReturnStatement<'a>) {
        let it = self.alloc(it);
        if let Some(value) = &it.argument {
            self.gives(value);
        }
        walk::walk_return_statement(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        let it = self.alloc(it);
        if let ForStatementLeft::VariableDeclaration(node) = &it.left {
            for declarator in &node.declarations {
                if let BindingPattern::BindingIdentifier(name) = &declarator.id {
                    self.name(name.symbol_id.get(), Entry::Element(&it.right));
                }
            }
        }
        walk::walk_for_of_statement(self, it);
    }

    fn visit_catch_clause(&mut self, it: &CatchClause<'a>) {
        if let Some(parameter) = &it.param {
            for name in parameter.pattern.get_binding_identifiers() {
                self.name(name.symbol_id.get(), Entry::Opaque);
            }
        }
        walk::walk_catch_clause(self, it);
    }

    fn visit_try_statement(&mut self, it: &TryStatement<'a>) {
        let is_fenced = u32::from(it.handler.is_some());
        self.fenced += is_fenced;
        self.visit_block_statement(&it.block);
        self.fenced -= is_fenced;
        it.handler.iter().for_each(|handler| self.visit_catch_clause(handler));
        it.finalizer.iter().for_each(|block| self.visit_block_statement(block));
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        self.callbacks(&it.callee, &it.arguments);
        if self.has_require && it.callee.is_specific_id("require") {
            let first = it.arguments.first().and_then(|argument| argument.as_expression());
            if let Some(text) = first.and_then(text_of) {
                self.loaded(it.span, text, None);
            }
            return;
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_import_expression(&mut self, it: &oxc_ast::ast::ImportExpression<'a>) {
        match text_of(&it.source) {
            Some(text) => self.loaded(it.span, text, None),
            None => walk::walk_import_expression(self, it),
        }
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        self.callbacks(&it.callee, &it.arguments);
        walk::walk_new_expression(self, it);
    }

    fn visit_export_default_declaration(&mut self, it: &ExportDefaultDeclaration<'a>) {
        match &it.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(node) if node.id.is_none() => {
                self.called.insert(node.span.start, "default".to_owned());
            }
            ExportDefaultDeclarationKind::FunctionDeclaration(_)
            | ExportDefaultDeclarationKind::ClassDeclaration(_)
            | ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => {}
            other => {
                if let Some(value) = other.as_expression() {
                    self.call_name(value, "default");
                    let object = object_of(value).filter(|object| has_methods(object));
                    let call = match plain(value) {
                        Expression::CallExpression(call) => wrapped("handler", call),
                        _ => None,
                    };
                    if let Some(start) = object.map(|object| object.span.start).or(call) {
                        self.called.insert(start, "default".to_owned());
                    }
                }
            }
        }
        walk::walk_export_default_declaration(self, it);
    }

    fn visit_import_declaration(&mut self, it: &oxc_ast::ast::ImportDeclaration<'a>) {
        self.import_declaration(it);
    }

    fn visit_export_from_declaration(&mut self, it: &oxc_ast::ast::ExportFromDeclaration<'a>) {
        self.export_from(it);
    }

    fn visit_export_all_declaration(&mut self, it: &oxc_ast::ast::ExportAllDeclaration<'a>) {
        self.export_all(it);
    }

    fn visit_ts_import_equals_declaration(&mut self, it: &oxc_ast::ast::TSImportEqualsDeclaration<'a>) {
        self.import_equals(it);
    }

    fn visit_ts_interface_declaration(&mut self, it: &TSInterfaceDeclaration<'a>) {
        let it = self.alloc(it);
        self.interface(it);
    }

    fn visit_ts_enum_declaration(&mut self, it: &TSEnumDeclaration<'a>) {
        let id = self.define(it.id.name.as_str(), it.span.start, true);
        self.name(it.id.symbol_id.get(), Entry::Definition(id));
    }

    fn visit_ts_type_alias_declaration(&mut self, it: &TSTypeAliasDeclaration<'a>) {
        let it = self.alloc(it);
        self.name(it.id.symbol_id.get(), Entry::Alias(&it.type_annotation));
    }

    fn visit_ts_type(&mut self, _: &TSType<'a>) {}
}

impl<'a> Collector<'a, '_> {
    fn interface(&mut self, it: &'a TSInterfaceDeclaration<'a>) {
        use oxc_ast::ast::TSSignature;
        let id = self.define(it.id.name.as_str(), it.span.start, true);
        self.name(it.id.symbol_id.get(), Entry::Definition(id));
        let class = self.names.definition(id).and_then(|seed| seed.class);
        self.inside(id, class, |collector| {
            for member in &it.body.body {
                match member {
                    TSSignature::TSMethodSignature(method) => {
                        let Some(name) = method.key.static_name() else { continue };
                        let id = collector.define(&name, method.span.start, false);
                        collector.member(&name, Entry::Definition(id));
                    }
                    TSSignature::TSPropertySignature(field) => {
                        let Some(name) = key_name(&field.key) else { continue };
                        let annotation = field.type_annotation.as_ref().map(|one| &one.type_annotation);
                        if matches!(annotation, Some(TSType::TSFunctionType(_))) {
                            let id = collector.define(&name, field.span.start, false);
                            collector.member(&name, Entry::Definition(id));
                        } else {
                            collector.member(&name, Entry::Annotated(annotation, None));
                        }
                    }
                    _ => {}
                }
            }
        });
    }
}
