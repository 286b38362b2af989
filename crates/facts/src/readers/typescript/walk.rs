//! The second walk: everything a file says, in the order of the text. This says which part of the walk each node belongs to:
//! statements are read in [`super::statements`], expressions in [`super::expressions`], calls in [`super::calls`], definitions in
//! [`super::definitions`], what is exported in [`super::exports`].

use super::bind::Binder;
use super::doc::Docs;
use super::lines::LineIndex;
use super::value::Valuer;
use crate::fact::{
    Argument, Binding, Definition, DefinitionId, DefinitionKind, Import, Module, Reference, Return, Value,
};
use beredd_model::Lines;
use oxc_ast::ast;
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::scope::ScopeFlags;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where the walk is.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) within: Option<DefinitionId>,
    pub(super) guard: Option<u32>,
}

/// What becomes of an expression.
#[derive(Clone, Default)]
pub(super) enum Fate {
    Discarded,
    Bound(Rc<str>),
    Returned,
    #[default]
    Used,
}

/// The place an expression stands in.
#[derive(Clone, Default)]
pub(super) struct Slot {
    pub(super) fate: Fate,
    pub(super) is_awaited: bool,
    /// The name or argument it is bound to.
    pub(super) name: Option<Rc<str>>,
}

impl Slot {
    pub(super) fn of(fate: Fate) -> Self {
        let name = if let Fate::Bound(name) = &fate { Some(name.clone()) } else { None };
        Self { fate, is_awaited: false, name }
    }

    /// A part of the expression in this slot.
    pub(super) fn part(&self) -> Self {
        Self { fate: Fate::Used, is_awaited: false, name: self.name.clone() }
    }

    pub(super) fn named(&self, name: &str) -> Self {
        Self { name: Some(Rc::from(name)), ..self.clone() }
    }
}

/// The walk over a file.
pub(super) struct Walker<'a, 's, 't> {
    pub(super) source: &'t str,
    pub(super) lines: LineIndex,
    pub(super) docs: Docs,
    pub(super) binder: Binder<'a, 's>,
    pub(super) module: Module,
    pub(super) here: Here,
    /// The place of the next expression.
    pub(super) slot: Slot,
    /// Where the statement or member begins that the next definition stands in: its documentation is before it.
    pub(super) place: Option<u32>,
    references: BTreeMap<(Option<DefinitionId>, String), u32>,
}

impl<'a, 's, 't> Walker<'a, 's, 't> {
    pub(super) fn new(
        source: &'t str,
        lines: LineIndex,
        binder: Binder<'a, 's>,
        program: &ast::Program<'a>,
    ) -> Self {
        let mut module = Module::default();
        for seed in &binder.names.imports {
            module.imports.push(Import {
                lines: lines.of_span(seed.span),
                module: seed.module.clone(),
                level: seed.level,
                name: seed.name.clone(),
                bound_as: seed.bound_as.clone(),
                within: seed.within.map(DefinitionId),
                guard: seed.guard,
            });
        }
        module.definitions = binder.names.definitions.iter().map(blank).collect();
        module.is_runnable = program.hashbang.is_some();
        let here = Here { within: None, guard: None };
        let docs = Docs::new(program);
        let (slot, references) = (Slot::default(), BTreeMap::new());
        Self { source, lines, docs, binder, module, here, slot, place: None, references }
    }

    /// Hands everything over.
    pub(super) fn finish(mut self) -> Module {
        // An inner definition comes after its outer one.
        for index in (0..self.module.definitions.len()).rev() {
            let Some(inner) = self.module.definitions.get(index) else { continue };
            let (parent, assertions) = (inner.parent, inner.assertions);
            if let Some(outer) = parent.and_then(|id| self.definition_mut(id)) {
                outer.assertions = outer.assertions.saturating_add(assertions);
            }
        }
        let references = self.references.into_iter();
        self.module.references =
            references.map(|((within, target), line)| Reference { target, within, line }).collect();
        self.module.references.sort_by_key(|reference| reference.line);
        self.module
    }

    pub(super) fn definition_mut(&mut self, id: DefinitionId) -> Option<&mut Definition> {
        self.module.definitions.get_mut(usize::try_from(id.0).ok()?)
    }

    /// Reads an expression that stands in a slot.
    pub(super) fn expression_in(&mut self, expression: &ast::Expression<'a>, slot: Slot) {
        self.slot = slot;
        self.visit_expression(expression);
        self.slot = Slot::default();
    }

    pub(super) fn value(&mut self, expression: &ast::Expression<'_>) -> Value {
        Valuer { binder: &mut self.binder, source: self.source, depth: 0 }.value(expression)
    }

    pub(super) fn arguments(&mut self, arguments: &[ast::Argument<'_>]) -> Vec<Argument> {
        Valuer { binder: &mut self.binder, source: self.source, depth: 0 }.arguments(arguments)
    }

    pub(super) fn bind(&mut self, lines: Lines, name: String, value: Value) {
        if !name.is_empty() {
            self.module.bindings.push(Binding { lines, name, value, within: self.here.within });
        }
    }

    pub(super) fn gives_back(&mut self, value: &ast::Expression<'_>, lines: Lines) {
        let value = self.value(value);
        if let Some(definition) = self.here.within.and_then(|id| self.definition_mut(id)) {
            definition.returns.push(Return { lines, value });
        }
    }

    pub(super) fn refer(&mut self, target: String, offset: u32) {
        let line = self.lines.line(offset);
        self.references.entry((self.here.within, target)).or_insert(line);
    }

    pub(super) fn count_assertion(&mut self) {
        if let Some(definition) = self.here.within.and_then(|id| self.definition_mut(id)) {
            definition.assertions = definition.assertions.saturating_add(1);
        }
    }

    /// The lines of a run of statements, or `otherwise` if it is empty.
    pub(super) fn lines_of(&self, body: &[ast::Statement<'_>], otherwise: Lines) -> Lines {
        use oxc_span::GetSpan;
        match (body.first(), body.last()) {
            (Some(first), Some(last)) => self.lines.between(first.span().start, last.span().end),
            _ => otherwise,
        }
    }
}

/// A definition of which only the name is known yet.
fn blank(seed: &super::names::DefinitionSeed<'_>) -> Definition {
    Definition {
        kind: if seed.is_class { DefinitionKind::Class } else { DefinitionKind::Function },
        name: seed.name.clone(),
        qualified: seed.qualified.clone(),
        lines: Lines::at(1),
        parent: seed.within.map(DefinitionId),
        bases: Vec::new(),
        decorators: Vec::new(),
        parameters: Vec::new(),
        is_public: true,
        is_async: false,
        is_stub: false,
        is_fallback_definition: false,
        doc: None,
        assertions: 0,
        returns: Vec::new(),
    }
}

impl<'a> Visit<'a> for Walker<'a, '_, '_> {
    fn visit_expression(&mut self, it: &ast::Expression<'a>) {
        self.expression(it);
    }

    fn visit_identifier_reference(&mut self, it: &ast::IdentifierReference<'a>) {
        self.name_read(it);
    }

    fn visit_expression_statement(&mut self, it: &ast::ExpressionStatement<'a>) {
        self.expression_statement(it);
    }

    fn visit_variable_declaration(&mut self, it: &ast::VariableDeclaration<'a>) {
        self.place = self.place.or(Some(it.span.start));
        walk::walk_variable_declaration(self, it);
        self.place = None;
    }

    fn visit_variable_declarator(&mut self, it: &ast::VariableDeclarator<'a>) {
        self.declarator(it);
    }

    fn visit_return_statement(&mut self, it: &ast::ReturnStatement<'a>) {
        if let Some(value) = &it.argument {
            self.gives_back(value, self.lines.of_span(it.span));
            self.expression_in(value, Slot::of(Fate::Returned));
        }
    }

    fn visit_if_statement(&mut self, it: &ast::IfStatement<'a>) {
        self.branch(it);
    }

    fn visit_switch_statement(&mut self, it: &ast::SwitchStatement<'a>) {
        self.choice(it);
    }

    fn visit_try_statement(&mut self, it: &ast::TryStatement<'a>) {
        self.attempt(it);
    }

    fn visit_for_statement(&mut self, it: &ast::ForStatement<'a>) {
        self.counting_loop(it);
        walk::walk_for_statement(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ast::ForOfStatement<'a>) {
        self.loop_over(self.lines.of_span(it.span), &it.left, &it.right);
        let slot = Slot { is_awaited: it.r#await, ..Slot::default() };
        self.expression_in(&it.right, slot);
        self.visit_statement(&it.body);
    }

    fn visit_for_in_statement(&mut self, it: &ast::ForInStatement<'a>) {
        self.loop_over(self.lines.of_span(it.span), &it.left, &it.right);
        self.visit_expression(&it.right);
        self.visit_statement(&it.body);
    }

    fn visit_function(&mut self, it: &ast::Function<'a>, flags: ScopeFlags) {
        self.function(it, flags);
    }

    fn visit_arrow_function_expression(&mut self, it: &ast::ArrowFunctionExpression<'a>) {
        self.arrow(it);
    }

    fn visit_class(&mut self, it: &ast::Class<'a>) {
        self.class(it);
    }

    fn visit_method_definition(&mut self, it: &ast::MethodDefinition<'a>) {
        self.method(it);
    }

    fn visit_property_definition(&mut self, it: &ast::PropertyDefinition<'a>) {
        self.field(it);
    }

    fn visit_object_expression(&mut self, it: &ast::ObjectExpression<'a>) {
        self.object(it);
    }

    fn visit_ts_interface_declaration(&mut self, it: &ast::TSInterfaceDeclaration<'a>) {
        self.interface(it);
    }

    fn visit_ts_enum_declaration(&mut self, it: &ast::TSEnumDeclaration<'a>) {
        self.enumeration(it);
    }

    fn visit_ts_type_alias_declaration(&mut self, it: &ast::TSTypeAliasDeclaration<'a>) {
        let lines = self.lines.of_span(it.span);
        let name = self.binder.type_name(&it.type_annotation);
        self.bind(lines, it.id.name.as_str().to_owned(), name.map_or(Value::Other, Value::Name));
    }

    fn visit_export_declaration(&mut self, it: &ast::ExportDeclaration<'a>) {
        self.place = Some(it.span.start);
        walk::walk_export_declaration(self, it);
        self.place = None;
    }

    fn visit_export_default_declaration(&mut self, it: &ast::ExportDefaultDeclaration<'a>) {
        self.place = Some(it.span.start);
        self.export_default(it);
        self.place = None;
    }

    fn visit_export_named_declaration(&mut self, it: &ast::ExportNamedDeclaration<'a>) {
        self.export_named(it);
    }

    fn visit_ts_namespace_declaration(&mut self, it: &ast::TSNamespaceDeclaration<'a>) {
        self.bind(self.lines.of_span(it.span), it.id.name.as_str().to_owned(), Value::Other);
        walk::walk_ts_namespace_declaration(self, it);
    }

    fn visit_ts_export_assignment(&mut self, it: &ast::TSExportAssignment<'a>) {
        let value = self.value(&it.expression);
        self.bind(self.lines.of_span(it.span), "default".to_owned(), value);
        self.visit_expression(&it.expression);
    }

    // What is imported is known from the first walk; types say nothing here that runs.
    fn visit_import_declaration(&mut self, _: &ast::ImportDeclaration<'a>) {}
    fn visit_export_from_declaration(&mut self, _: &ast::ExportFromDeclaration<'a>) {}
    fn visit_export_all_declaration(&mut self, _: &ast::ExportAllDeclaration<'a>) {}
    fn visit_ts_import_equals_declaration(&mut self, _: &ast::TSImportEqualsDeclaration<'a>) {}
    fn visit_ts_type(&mut self, _: &ast::TSType<'a>) {}
    fn visit_ts_type_parameter_declaration(&mut self, _: &ast::TSTypeParameterDeclaration<'a>) {}
    fn visit_decorator(&mut self, _: &ast::Decorator<'a>) {}
}
