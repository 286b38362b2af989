//! The first walk: what a file defines, and where each of its names comes from.

use super::imports::{Specifier, specifier};
use super::literals::{callback_name, start_of};
use super::names::{Class, ClassId, DefinitionSeed, Entry, EntryId, ImportSeed, Names};
use super::written::{is_identifier, plain, text_of};
use crate::fact::ImportGuard;
use oxc_ast::ast::{BindingPattern, Expression, FormalParameter, Program};
use oxc_ast_visit::Visit;
use oxc_semantic::Scoping;
use oxc_span::Span;
use oxc_syntax::symbol::SymbolId;
use std::collections::BTreeMap;

/// Members of one pattern that are looked at.
const MAX_PATTERN: usize = 100;

/// Collects the names of a file.
pub(super) fn collect<'a>(
    program: &'a Program<'a>,
    scoping: &Scoping,
    source: &str,
    is_typescript: bool,
) -> Names<'a> {
    let mut collector = Collector {
        names: Names { of_symbol: vec![Vec::new(); scoping.symbols_len()], ..Names::default() },
        scoping,
        is_typescript,
        has_require: source.contains("require"),
        within: None,
        class: None,
        called: BTreeMap::new(),
        fenced: 0,
    };
    collector.visit_program(program);
    collector.names
}

pub(super) struct Collector<'a, 's> {
    pub(super) names: Names<'a>,
    pub(super) scoping: &'s Scoping,
    pub(super) is_typescript: bool,
    pub(super) has_require: bool,
    pub(super) within: Option<u32>,
    pub(super) class: Option<ClassId>,
    /// What the functions, classes and objects are called that are yet to come, by where they begin.
    pub(super) called: BTreeMap<u32, String>,
    /// How many `try` statements with a handler are around the place.
    pub(super) fenced: u32,
}

impl<'a> Collector<'a, '_> {
    pub(super) fn entry(&mut self, entry: Entry<'a>) -> EntryId {
        self.names.entries.push(entry);
        self.names.entries.len() - 1
    }

    pub(super) fn name(&mut self, symbol: Option<SymbolId>, entry: Entry<'a>) {
        let id = self.entry(entry);
        if let Some(ways) = symbol.and_then(|symbol| self.names.of_symbol.get_mut(symbol.index())) {
            ways.push(id);
        }
    }

    /// A definition that begins at an offset; what stands in it comes next.
    pub(super) fn define(&mut self, name: &str, start: u32, is_class: bool) -> u32 {
        let outer = self.within.and_then(|id| self.names.definition(id));
        let qualified = match outer.map(|outer| outer.qualified.as_str()) {
            None | Some("") => name.to_owned(),
            Some(outer) if is_identifier(name) && !outer.contains(' ') => format!("{outer}.{name}"),
            Some(outer) => format!("{outer} > {name}"),
        };
        let id = u32::try_from(self.names.definitions.len()).unwrap_or(u32::MAX);
        let mut class = self.class;
        if is_class {
            class = Some(self.names.classes.len());
            self.names.class_named.entry(qualified.clone()).or_insert(self.names.classes.len());
            self.names.classes.push(Class { qualified: qualified.clone(), ..Class::default() });
        } else {
            self.names.function_named.entry(qualified.clone()).or_insert(id);
        }
        self.names.definition_at.insert(start, id);
        self.names.definitions.push(DefinitionSeed {
            name: name.to_owned(),
            qualified,
            within: self.within,
            class,
            is_class,
            is_property: false,
            returns: Vec::new(),
        });
        id
    }

    pub(super) fn inside(&mut self, id: u32, class: Option<ClassId>, walk: impl FnOnce(&mut Self)) {
        let outer = (self.within, self.class);
        (self.within, self.class) = (Some(id), class);
        walk(self);
        (self.within, self.class) = outer;
    }

    pub(super) fn member(&mut self, name: &str, entry: Entry<'a>) {
        let id = self.entry(entry);
        let class = self.class.and_then(|class| self.names.classes.get_mut(class));
        if let Some(class) = class {
            class.members.entry(name.to_owned()).or_default().push(id);
        }
    }

    /// The members of a pattern, each with the way to it.
    pub(super) fn pattern(
        &mut self,
        pattern: &'a BindingPattern<'a>,
        from: Option<&'a Expression<'a>>,
        way: &[String],
    ) {
        match pattern {
            BindingPattern::BindingIdentifier(node) => {
                let entry = match from {
                    Some(from) if !way.is_empty() => Entry::Part(from, way.to_vec()),
                    Some(from) => Entry::Value(from),
                    None => Entry::Opaque,
                };
                self.name(node.symbol_id.get(), entry);
            }
            BindingPattern::AssignmentPattern(node) => {
                self.pattern(&node.left, from, way);
                if let BindingPattern::BindingIdentifier(name) = &node.left {
                    self.name(name.symbol_id.get(), Entry::Value(&node.right));
                }
            }
            BindingPattern::ObjectPattern(node) => {
                for property in node.properties.iter().take(MAX_PATTERN) {
                    let Some(key) = property.key.static_name() else {
                        self.pattern(&property.value, None, &[]);
                        continue;
                    };
                    let inner: Vec<String> = way.iter().cloned().chain([key.into_owned()]).collect();
                    self.pattern(&property.value, from, &inner);
                }
            }
            BindingPattern::ArrayPattern(node) => {
                let members = from.filter(|_| way.is_empty()).map(plain).and_then(|from| match from {
                    Expression::ArrayExpression(array) => Some(&array.elements),
                    _ => None,
                });
                for (index, element) in node.elements.iter().enumerate().take(MAX_PATTERN) {
                    let Some(element) = element else { continue };
                    let member = members.and_then(|members| members.get(index)?.as_expression());
                    self.pattern(element, member, &[]);
                }
            }
        }
    }

    pub(super) fn parameter(&mut self, node: &'a FormalParameter<'a>) {
        let annotation = node.type_annotation.as_ref().map(|one| &one.type_annotation);
        let default = node.initializer.as_deref();
        match &node.pattern {
            BindingPattern::BindingIdentifier(name) => {
                self.name(name.symbol_id.get(), Entry::Annotated(annotation, default));
                if node.has_modifier() {
                    self.member(name.name.as_str(), Entry::Annotated(annotation, default));
                }
            }
            pattern => self.pattern(pattern, None, &[]),
        }
    }

    pub(super) fn call_name(&mut self, expression: &Expression<'_>, name: &str) {
        if let Some(start) = start_of(expression) {
            self.called.entry(start).or_insert_with(|| name.to_owned());
        }
    }

    pub(super) fn callbacks(&mut self, callee: &Expression<'_>, arguments: &[oxc_ast::ast::Argument<'_>]) {
        let functions = || arguments.iter().skip(1).filter_map(|argument| argument.as_expression());
        if functions().any(|argument| start_of(argument).is_some())
            && let Some(name) = callback_name(callee, arguments)
        {
            functions().for_each(|argument| self.call_name(argument, &name));
        }
    }

    pub(super) fn function_body(
        &mut self,
        start: u32,
        own: Option<&str>,
        walk: impl FnOnce(&mut Self),
    ) -> Option<u32> {
        let name = own.map(str::to_owned).or_else(|| self.called.remove(&start));
        let Some(name) = name else {
            walk(self);
            return None;
        };
        let id = self.define(&name, start, false);
        let class = self.class;
        self.inside(id, class, walk);
        Some(id)
    }

    pub(super) fn gives(&mut self, value: &'a Expression<'a>) {
        let seed = self.within.and_then(|id| usize::try_from(id).ok());
        if let Some(seed) = seed.and_then(|id| self.names.definitions.get_mut(id)) {
            seed.returns.push(value);
        }
    }

    pub(super) fn import(
        &mut self,
        span: Span,
        from: &Specifier,
        name: Option<&str>,
        bound_as: &str,
        guard: ImportGuard,
    ) {
        if !from.is_code() {
            return;
        }
        if from.level == 0 {
            self.names.packages.insert(from.written());
        }
        self.names.imports.push(ImportSeed {
            span,
            module: from.module.clone(),
            level: from.level,
            name: name.map(str::to_owned),
            bound_as: bound_as.to_owned(),
            within: self.within,
            guard,
        });
    }

    /// How an import that runs where it stands is fenced in.
    pub(super) fn guard_here(&self) -> ImportGuard {
        if self.fenced > 0 { ImportGuard::Optional } else { ImportGuard::Required }
    }

    /// `require("x")` and `await import("x")`, with what they are bound to.
    pub(super) fn loaded(&mut self, span: Span, text: &str, pattern: Option<&'a BindingPattern<'a>>) {
        let from = specifier(text);
        let guard = self.guard_here();
        match pattern {
            Some(BindingPattern::ObjectPattern(node)) if !node.properties.is_empty() => {
                for property in node.properties.iter().take(MAX_PATTERN) {
                    let key = property.key.static_name();
                    let bound = super::written::written_pattern(&property.value);
                    self.import(span, &from, key.as_deref(), &bound, guard);
                }
            }
            Some(BindingPattern::BindingIdentifier(node)) => {
                self.import(span, &from, None, node.name.as_str(), guard);
            }
            _ => self.import(span, &from, None, "", guard),
        }
    }
}

/// The specifier that `require("x")` or `import("x")` asks for.
pub(super) fn loaded_module<'e>(expression: &'e Expression<'_>) -> Option<&'e str> {
    match plain(expression) {
        Expression::AwaitExpression(node) => loaded_module(&node.argument),
        Expression::ImportExpression(node) => text_of(&node.source),
        Expression::CallExpression(node) if node.callee.is_specific_id("require") => {
            text_of(node.arguments.first()?.as_expression()?)
        }
        _ => None,
    }
}
