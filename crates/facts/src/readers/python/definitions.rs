//! Definitions of the second walk: classes and functions, what they take, and whether they do anything.

use super::annotation::metadata;
use super::bind::View;
use super::value::Valuer;
use super::walk::{Here, USED, Walker};
use crate::fact::{Argument, Decorator, Definition, DefinitionId, DefinitionKind, Parameter};
use rustpython_ruff_python_ast::{Arguments, Expr, Stmt, StmtClassDef, StmtFunctionDef};
use rustpython_ruff_text_size::Ranged;

impl<'a> Walker<'a> {
    pub(super) fn function(&mut self, node: &'a StmtFunctionDef) {
        let offset = u32::from(node.range.start());
        let decorators = self.decorators(&node.decorator_list);
        let parameters = self.parameters(node);
        for parameter in &*node.parameters {
            for value in
                parameter.default().into_iter().chain(parameter.annotation().map_or(&[][..], metadata))
            {
                self.expression(value, USED.named(parameter.name().as_str()));
            }
        }
        let doc = super::doc::doc(&node.body, &self.lines, !parameters.is_empty());
        let is_stub = node.body.iter().all(does_nothing);
        let definition = Definition {
            kind: DefinitionKind::Function,
            name: node.name.as_str().to_owned(),
            qualified: String::new(),
            lines: self.lines.of(node),
            parent: self.here.within,
            bases: Vec::new(),
            decorators,
            parameters,
            is_public: !node.name.as_str().starts_with('_'),
            is_async: node.is_async,
            is_stub,
            is_fallback_definition: false,
            doc,
            assertions: 0,
            returns: Vec::new(),
        };
        let arm = node.body.first().and_then(|first| self.arm_at(first));
        self.definition(definition, offset, arm, true, &node.body);
    }

    pub(super) fn class(&mut self, node: &'a StmtClassDef) {
        let decorators = self.decorators(&node.decorator_list);
        let view = self.view(node);
        let bases = node.bases().iter().take(50).map(|base| self.base(base, view)).collect();
        for argument in node.arguments.iter().flat_map(|arguments| arguments.args.iter()) {
            self.path(argument);
        }
        for keyword in node.keywords() {
            self.expression(&keyword.value, USED);
        }
        let takes_something = node.body.iter().any(|statement| match statement {
            Stmt::FunctionDef(method) => method.name.as_str() == "__init__" && method.parameters.len() > 1,
            _ => false,
        });
        let definition = Definition {
            kind: DefinitionKind::Class,
            name: node.name.as_str().to_owned(),
            qualified: String::new(),
            lines: self.lines.of(node),
            parent: self.here.within,
            bases,
            decorators,
            parameters: Vec::new(),
            is_public: !node.name.as_str().starts_with('_'),
            is_async: false,
            is_stub: node.body.iter().all(|member| is_idle_member(member, node)),
            is_fallback_definition: false,
            doc: super::doc::doc(&node.body, &self.lines, takes_something),
            assertions: 0,
            returns: Vec::new(),
        };
        self.definition(definition, node.range.start().into(), None, false, &node.body);
    }

    /// Adds a definition, walks its body, and adds what the body asserts to the definition around it.
    fn definition(
        &mut self,
        mut definition: Definition,
        offset: u32,
        arm: Option<usize>,
        runs_later: bool,
        body: &'a [Stmt],
    ) {
        let outer = self.here;
        let number = self.binder.names.definition_at.get(&offset).copied();
        let seed = number.and_then(|id| self.binder.names.definitions.get(usize::try_from(id).ok()?));
        let scope = seed.map_or(outer.scope, |seed| seed.scope);
        definition.is_fallback_definition = seed.is_some_and(|seed| seed.is_fallback);
        definition.qualified =
            self.binder.names.scopes.get(scope).map(|scope| scope.qualified.clone()).unwrap_or_default();
        let index = self.module.definitions.len();
        let within = u32::try_from(index).ok().map(DefinitionId);
        self.module.definitions.push(definition);
        let guard = if runs_later { None } else { outer.guard };
        self.here = Here { scope, arm: arm.unwrap_or(outer.arm), within, guard };
        self.statements(body);
        self.here = outer;
        let inner = self.module.definitions.get(index).map_or(0, |definition| definition.assertions);
        self.count_assertions(inner);
    }

    pub(super) fn arm_at(&self, first: &Stmt) -> Option<usize> {
        self.binder.names.arm_at.get(&u32::from(first.start())).copied()
    }

    pub(super) fn is_in_class(&self) -> bool {
        let scope = self.binder.names.scopes.get(self.here.scope);
        scope.is_some_and(|scope| matches!(scope.kind, super::names::ScopeKind::Class(_)))
    }

    pub(super) fn count_assertion(&mut self) {
        self.count_assertions(1);
    }

    fn count_assertions(&mut self, more: u32) {
        let index = self.here.within.and_then(|id| usize::try_from(id.0).ok());
        if let Some(definition) = index.and_then(|index| self.module.definitions.get_mut(index)) {
            definition.assertions = definition.assertions.saturating_add(more);
        }
    }

    pub(super) fn arguments(&mut self, arguments: &Arguments, view: View) -> Vec<Argument> {
        Valuer { binder: &mut self.binder, source: self.source, view, depth: 0 }.arguments(arguments)
    }

    fn base(&mut self, base: &Expr, view: View) -> String {
        match base {
            // `Generic[T]`, `Repository[User]`: the class without its parameters.
            Expr::Subscript(node) => self.binder.target(&node.value, view),
            _ => self.binder.target(base, view),
        }
    }

    fn decorators(&mut self, decorators: &'a [rustpython_ruff_python_ast::Decorator]) -> Vec<Decorator> {
        let mut found = Vec::with_capacity(decorators.len());
        for decorator in decorators {
            let view = self.view(decorator);
            let lines = self.lines.of(decorator);
            let (target, arguments) = match &decorator.expression {
                Expr::Call(call) => {
                    for argument in call.arguments.args.iter() {
                        self.expression(argument, USED);
                    }
                    for keyword in call.arguments.keywords.iter() {
                        let slot = keyword.arg.as_ref().map_or(USED, |name| USED.named(name.as_str()));
                        self.expression(&keyword.value, slot);
                    }
                    self.path(&call.func);
                    (self.binder.target(&call.func, view), self.arguments(&call.arguments, view))
                }
                other => {
                    self.path(other);
                    (self.binder.target(other, view), Vec::new())
                }
            };
            found.push(Decorator { lines, target, arguments });
        }
        found
    }

    /// The parameters without the receiver. What `Annotated` says beside the type stands for a missing default: that is how
    /// dependencies are declared there.
    fn parameters(&mut self, node: &'a StmtFunctionDef) -> Vec<Parameter> {
        let view = self.view(node);
        let is_static =
            node.decorator_list.iter().any(|one| super::targets::is_named(&one.expression, "staticmethod"));
        let skipped = usize::from(self.is_in_class() && !is_static);
        let mut found = Vec::new();
        for parameter in node.parameters.iter().skip(skipped) {
            let annotation = parameter.annotation();
            let default = parameter
                .default()
                .or_else(|| annotation.map_or(&[][..], metadata).iter().find(|one| one.is_call_expr()));
            let bound = annotation.and_then(|annotation| self.binder.annotation(annotation, view));
            let default = default.map(|default| self.value(default));
            let stars = match &parameter {
                other if !other.is_variadic() => "",
                _ if is_keyword_rest(node, parameter.name().as_str()) => "**",
                _ => "*",
            };
            found.push(Parameter {
                name: format!("{stars}{}", parameter.name()),
                annotation: bound,
                default,
            });
        }
        found
    }
}

fn is_keyword_rest(node: &StmtFunctionDef, name: &str) -> bool {
    node.parameters.kwarg.as_ref().is_some_and(|rest| rest.name.as_str() == name)
}

/// Whether a statement of a function's body does nothing: `pass`, `...`, a string, `raise NotImplementedError`.
pub(super) fn does_nothing(statement: &Stmt) -> bool {
    match statement {
        Stmt::Pass(_) => true,
        Stmt::Expr(node) => matches!(&*node.value, Expr::EllipsisLiteral(_) | Expr::StringLiteral(_)),
        Stmt::Raise(node) => match node.exc.as_deref() {
            Some(Expr::Call(call)) => super::targets::is_named(&call.func, "NotImplementedError"),
            Some(exception) => super::targets::is_named(exception, "NotImplementedError"),
            None => false,
        },
        _ => false,
    }
}

/// Whether a member of a class does nothing. Fields are something, but for a protocol, whose fields are promises.
fn is_idle_member(member: &Stmt, class: &StmtClassDef) -> bool {
    match member {
        Stmt::FunctionDef(method) => method.body.iter().all(does_nothing),
        Stmt::ClassDef(inner) => inner.body.iter().all(|member| is_idle_member(member, inner)),
        Stmt::AnnAssign(field) => {
            let is_protocol = class.bases().iter().any(|base| match base {
                Expr::Subscript(node) => super::targets::is_named(&node.value, "Protocol"),
                other => super::targets::is_named(other, "Protocol"),
            });
            is_protocol && field.value.is_none()
        }
        other => does_nothing(other),
    }
}
