//! Definitions of the second walk: classes, functions, interfaces, what they take, and whether they do anything.

use super::literals::concise;
use super::walk::{Fate, Here, Slot, Walker};
use super::written::{Step, key_name, plain, step};
use crate::fact::{Decorator, Definition, DefinitionId, Parameter, Value};
use beredd_model::Lines;
use oxc_ast::ast::{
    self, ArrowFunctionExpression, BindingPattern, Class, ClassElement, Expression, FormalParameters,
    Function, FunctionBody, MethodDefinition, MethodDefinitionKind, PropertyDefinition, Statement,
    TSAccessibility, TSEnumDeclaration, TSInterfaceDeclaration, TSSignature, TSTypeName,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::GetSpan;
use oxc_syntax::scope::ScopeFlags;

/// What was around a definition.
pub(super) struct Outer {
    here: Here,
    class: Option<usize>,
}

impl<'a> Walker<'a, '_, '_> {
    /// Goes into the definition that begins at an offset, when one does, and fills it in.
    pub(super) fn enter(
        &mut self,
        start: u32,
        lines: Lines,
        fill: impl FnOnce(&mut Definition),
    ) -> Option<Outer> {
        let place = self.place.take();
        let id = self.binder.names.definition_at.get(&start).copied()?;
        let (class, is_class) = self.binder.names.definition(id).map(|seed| (seed.class, seed.is_class))?;
        let outer = Outer { here: self.here, class: self.binder.class };
        let first =
            place.map_or(lines, |place| Lines::new(self.lines.line(place).min(lines.start), lines.end));
        let place = place.unwrap_or(start);
        let definition = self.definition_mut(DefinitionId(id))?;
        fill(definition);
        definition.lines = first;
        let takes_something = !definition.parameters.is_empty();
        let doc = self.docs.before(place, self.source, &self.lines, takes_something);
        let doc = doc.or_else(|| self.docs.before(start, self.source, &self.lines, takes_something));
        if let Some(definition) = self.definition_mut(DefinitionId(id)) {
            definition.doc = doc;
        }
        let guard = if is_class { self.here.guard } else { None };
        self.here = Here { within: Some(DefinitionId(id)), guard };
        self.binder.class = class;
        Some(outer)
    }

    pub(super) fn leave(&mut self, outer: Option<Outer>) {
        if let Some(outer) = outer {
            self.here = outer.here;
            self.binder.class = outer.class;
        }
    }

    pub(super) fn function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        let is_known = self.binder.names.definition_at.contains_key(&it.span.start);
        if it.body.is_none() && !is_known {
            return;
        }
        self.slot = Slot::default();
        let decorators = self.decorators_of_parameters(&it.params);
        let parameters = self.parameters(&it.params);
        let is_stub = it.body.as_ref().is_none_or(|body| does_nothing(body))
            && !it.params.items.iter().any(|parameter| parameter.has_modifier());
        let outer = self.enter(it.span.start, self.lines.of_span(it.span), |definition| {
            definition.parameters = parameters;
            definition.is_async = it.r#async;
            definition.is_stub = is_stub;
            definition.decorators.extend(decorators);
        });
        self.properties_of_parameters(&it.params);
        walk::walk_function(self, it, flags);
        self.leave(outer);
    }

    pub(super) fn arrow(&mut self, it: &ArrowFunctionExpression<'a>) {
        self.slot = Slot::default();
        let parameters = self.parameters(&it.params);
        let is_stub = it.body.as_function_body().is_some_and(does_nothing);
        let outer = self.enter(it.span.start, self.lines.of_span(it.span), |definition| {
            definition.parameters = parameters;
            definition.is_async = it.r#async;
            definition.is_stub = is_stub;
        });
        self.visit_formal_parameters(&it.params);
        match concise(&it.body) {
            Some(value) => {
                if outer.is_some() {
                    self.gives_back(value, self.lines.of(value));
                }
                self.expression_in(value, Slot::of(Fate::Returned));
            }
            None => {
                if let Some(body) = it.body.as_function_body() {
                    self.visit_function_body(body);
                }
            }
        }
        self.leave(outer);
    }

    pub(super) fn class(&mut self, it: &Class<'a>) {
        let start = it.decorators.first().map_or(it.span.start, |first| first.span.start);
        self.place = Some(self.place.map_or(start, |place| place.min(start)));
        let decorators = self.decorators(&it.decorators);
        let heritage = it.heritage.as_ref().map(|heritage| self.binder.target(&heritage.expression));
        let implemented: Vec<String> =
            it.implements.iter().take(50).map(|one| self.interface_name(&one.expression)).collect();
        let is_stub = it.body.body.iter().all(is_idle_member);
        let lines = self.lines.between(start, it.span.end);
        let outer = self.enter(it.span.start, lines, |definition| {
            definition.decorators = decorators;
            definition.bases = heritage.into_iter().chain(implemented).collect();
            definition.is_stub = is_stub;
        });
        if let Some(heritage) = &it.heritage {
            self.path(&heritage.expression);
        }
        self.visit_class_body(&it.body);
        self.leave(outer);
    }

    fn interface_name(&mut self, name: &TSTypeName<'_>) -> String {
        self.binder.type_path(name)
    }

    pub(super) fn method(&mut self, it: &MethodDefinition<'a>) {
        if !self.binder.names.definition_at.contains_key(&it.value.span.start) {
            return;
        }
        let decorators = self.decorators(&it.decorators);
        if let Some(id) = self.binder.names.definition_at.get(&it.value.span.start).copied()
            && let Some(definition) = self.definition_mut(DefinitionId(id))
        {
            definition.decorators = decorators;
            definition.is_public = is_public(it);
        }
        let start = it.decorators.first().map_or(it.span.start, |first| first.span.start);
        self.place = Some(start.min(it.span.start));
        let flags = ScopeFlags::Function;
        self.function(&it.value, flags);
        self.place = None;
    }

    pub(super) fn field(&mut self, it: &PropertyDefinition<'a>) {
        let decorators = self.decorators(&it.decorators);
        let Some(name) = key_name(&it.key) else {
            it.value.iter().for_each(|value| self.visit_expression(value));
            return;
        };
        let lines = self.lines.of_span(it.span);
        let annotation = it.type_annotation.as_ref().map(|one| &one.type_annotation);
        match &it.value {
            Some(value) if self.is_definition(value) => {}
            Some(value) => {
                let value = self.value(value);
                self.bind(lines, format!("self.{name}"), value);
            }
            // What is injected into a field is an instance of its type.
            None => {
                let instance = annotation.and_then(|one| self.binder.type_name(one));
                if let Some(target) = instance.filter(|name| name.contains(['.', ':', '/'])) {
                    let value = Value::Call { target, arguments: Vec::new() };
                    self.bind(lines, format!("self.{name}"), value);
                }
            }
        }
        if let Some(value) = &it.value {
            self.place = Some(it.span.start);
            self.expression_in(value, Slot::of(Fate::Bound(format!("self.{name}").into())));
            self.place = None;
            if let Some(start) = super::literals::start_of(value)
                && let Some(id) = self.binder.names.definition_at.get(&start).copied()
                && let Some(definition) = self.definition_mut(DefinitionId(id))
            {
                definition.decorators.extend(decorators);
            }
        }
    }

    pub(super) fn interface(&mut self, it: &TSInterfaceDeclaration<'a>) {
        let bases: Vec<String> =
            it.extends.iter().take(50).map(|one| self.interface_name(&one.type_name)).collect();
        let outer = self.enter(it.span.start, self.lines.of_span(it.span), |definition| {
            definition.bases = bases;
            definition.is_stub = true;
        });
        for member in &it.body.body {
            let (span, parameters) = match member {
                TSSignature::TSMethodSignature(node) => (node.span, self.parameters(&node.params)),
                TSSignature::TSPropertySignature(node) => {
                    let annotation = node.type_annotation.as_ref().map(|one| &one.type_annotation);
                    match annotation {
                        Some(ast::TSType::TSFunctionType(function)) => {
                            (node.span, self.parameters(&function.params))
                        }
                        _ => continue,
                    }
                }
                _ => continue,
            };
            let inner = self.enter(span.start, self.lines.of_span(span), |definition| {
                definition.parameters = parameters;
                definition.is_stub = true;
            });
            self.leave(inner);
        }
        self.leave(outer);
    }

    pub(super) fn enumeration(&mut self, it: &TSEnumDeclaration<'a>) {
        let outer = self.enter(it.span.start, self.lines.of_span(it.span), |definition| {
            definition.bases = vec!["Enum".to_owned()];
        });
        for member in &it.body.members {
            if let Some(value) = &member.initializer {
                let value = self.value(value);
                let name = member.id.static_name();
                self.bind(self.lines.of_span(member.span()), format!("self.{name}"), value);
            }
        }
        self.leave(outer);
    }

    /// The parameters. Those that are taken out of an object are named as keywords are.
    fn parameters(&mut self, parameters: &FormalParameters<'_>) -> Vec<Parameter> {
        let mut found = Vec::new();
        for one in &parameters.items {
            let annotation = one.type_annotation.as_ref().map(|one| &one.type_annotation);
            let default = one.initializer.as_deref().map(|value| self.value(value));
            match &one.pattern {
                BindingPattern::ObjectPattern(node) => {
                    for property in node.properties.iter().take(50) {
                        let Some(name) = property.key.static_name() else { continue };
                        let default = match &property.value {
                            BindingPattern::AssignmentPattern(node) => Some(self.value(&node.right)),
                            _ => None,
                        };
                        found.push(Parameter { name: name.into_owned(), annotation: None, default });
                    }
                }
                pattern => {
                    let annotation = annotation.and_then(|one| self.binder.type_name(one));
                    let default = default.or_else(|| one.optional.then_some(Value::Nothing));
                    let name = super::written::written_pattern(pattern);
                    found.push(Parameter { name, annotation, default });
                }
            }
        }
        if let Some(rest) = &parameters.rest {
            let name = format!("*{}", super::written::written_pattern(&rest.rest.argument));
            found.push(Parameter { name, annotation: None, default: None });
        }
        found
    }

    /// Parameters that are attributes: `constructor(private readonly llm: Llm)`.
    fn properties_of_parameters(&mut self, parameters: &FormalParameters<'a>) {
        for one in parameters.items.iter().filter(|one| one.has_modifier()) {
            let name = super::written::written_pattern(&one.pattern);
            let annotation = one.type_annotation.as_ref().map(|one| &one.type_annotation);
            let target = annotation.and_then(|one| self.binder.type_name(one));
            let value = match target.filter(|name| name.contains(['.', ':', '/'])) {
                Some(target) => Value::Call { target, arguments: Vec::new() },
                None => Value::Name(name.clone()),
            };
            self.bind(self.lines.of_span(one.span), format!("self.{name}"), value);
        }
    }

    /// Decorators of parameters say something of the function: `@InjectModel()`, `@Body()`.
    fn decorators_of_parameters(&mut self, parameters: &FormalParameters<'a>) -> Vec<Decorator> {
        parameters.items.iter().flat_map(|one| self.decorators(&one.decorators)).collect()
    }

    fn decorators(&mut self, decorators: &[ast::Decorator<'a>]) -> Vec<Decorator> {
        let mut found = Vec::with_capacity(decorators.len());
        for decorator in decorators {
            let lines = self.lines.of_span(decorator.span);
            let (target, arguments) = match step(&decorator.expression) {
                Step::Call(callee, arguments) => {
                    self.read_arguments(arguments, &Slot::default());
                    (self.binder.target(callee), self.arguments(arguments))
                }
                _ => (self.binder.target(&decorator.expression), Vec::new()),
            };
            found.push(Decorator { lines, target, arguments });
        }
        found
    }
}

/// Whether the body of a function does nothing, or only says that it is not written yet.
fn does_nothing(body: &FunctionBody<'_>) -> bool {
    body.statements.iter().all(|statement| match statement {
        Statement::EmptyStatement(_) => true,
        Statement::ThrowStatement(node) => says_unfinished(&node.argument),
        _ => false,
    })
}

fn says_unfinished(error: &Expression<'_>) -> bool {
    let Expression::NewExpression(node) = plain(error) else { return false };
    let text = node.arguments.first().and_then(|argument| super::written::text_of(argument.as_expression()?));
    let lower = text.unwrap_or_default().to_lowercase();
    lower.contains("not implemented") || lower.contains("unimplemented") || lower.contains("abstract method")
}

/// Whether code outside of the class may call a method; a constructor is called as the class.
fn is_public(it: &MethodDefinition<'_>) -> bool {
    let is_open = !matches!(it.accessibility, Some(TSAccessibility::Private | TSAccessibility::Protected));
    is_open && it.kind != MethodDefinitionKind::Constructor && !it.key.is_private_identifier()
}

/// Whether a member of a class does nothing: an abstract method, a field that is only declared.
fn is_idle_member(member: &ClassElement<'_>) -> bool {
    match member {
        ClassElement::MethodDefinition(node) => {
            node.value.body.as_ref().is_none_or(|body| does_nothing(body))
                && !node.value.params.items.iter().any(|one| one.has_modifier())
        }
        ClassElement::PropertyDefinition(node) => node.value.is_none() && node.type_annotation.is_none(),
        _ => false,
    }
}
