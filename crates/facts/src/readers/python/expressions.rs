//! Expressions of the second walk: calls, references, long strings, comprehensions, conditional expressions.

use super::value::{prose, terms};
use super::walk::{Fate, Slot, USED, Walker};
use super::written::{written, written_target};
use crate::fact::{Branch, Call, Exit, Loop, Passage, ResultUse};
use crate::known::languages::language_of;
use crate::readers::parts::cut;
use rustpython_ruff_python_ast::{
    Comprehension, Expr, ExprCall, ExprFString, ExprIf, ExprLambda, FStringPart, InterpolatedStringElement,
    Operator,
};
use rustpython_ruff_text_size::Ranged;
use std::rc::Rc;

/// Characters from which a string is a passage.
const MIN_PASSAGE: usize = 40;

impl<'a> Walker<'a> {
    /// Reads an expression that stands in a slot.
    pub(super) fn expression(&mut self, expression: &'a Expr, slot: Slot<'_>) {
        match expression {
            Expr::Call(node) => self.call(node, slot),
            Expr::Name(_) | Expr::Attribute(_) => {
                self.reference(expression);
                self.path(expression);
            }
            Expr::Subscript(node) => {
                self.reference(expression);
                self.path(&node.value);
                self.expression(&node.slice, slot.part());
            }
            Expr::StringLiteral(_) => self.passage(expression, slot),
            Expr::FString(node) => {
                self.passage(expression, slot);
                self.holes(node);
            }
            Expr::Await(node) => self.expression(&node.value, Slot { is_awaited: true, ..slot }),
            Expr::Lambda(node) => self.lambda(node),
            Expr::If(node) => self.conditional(node, slot),
            Expr::BoolOp(node) => {
                // What is given on is one of the parts.
                node.values
                    .iter()
                    .for_each(|value| self.expression(value, Slot { is_awaited: false, ..slot }));
            }
            Expr::Named(node) => {
                let name = written_target(&node.target);
                self.binding(&node.target, Some(&node.value), self.lines.of(node));
                self.expression(&node.value, Slot::of(Fate::Bound(&name)));
            }
            Expr::ListComp(node) => self.comprehension(&node.generators, &[&node.elt], slot),
            Expr::SetComp(node) => self.comprehension(&node.generators, &[&node.elt], slot),
            Expr::Generator(node) => self.comprehension(&node.generators, &[&node.elt], slot),
            Expr::DictComp(node) => self.comprehension(&node.generators, &[&node.key, &node.value], slot),
            Expr::Dict(node) => {
                for item in &node.items {
                    item.key.iter().for_each(|key| self.expression(key, USED));
                    match item.key.as_ref() {
                        Some(Expr::StringLiteral(key)) => {
                            self.expression(&item.value, slot.part().named(key.value.to_str()));
                        }
                        _ => self.expression(&item.value, slot.part()),
                    }
                }
            }
            Expr::Yield(node) => {
                if let Some(value) = node.value.as_deref() {
                    self.gives_back(value, self.lines.of(node));
                    self.expression(value, Slot::of(Fate::Returned));
                }
            }
            Expr::YieldFrom(node) => self.expression(&node.value, Slot::of(Fate::Returned)),
            other => self.parts(other, slot),
        }
    }

    /// Expressions that only hold others.
    fn parts(&mut self, expression: &'a Expr, slot: Slot<'_>) {
        let slot = slot.part();
        match expression {
            Expr::BinOp(node) if node.op == Operator::Add => {
                let terms = terms(node);
                let is_text =
                    terms.iter().any(|term| matches!(term, Expr::StringLiteral(_) | Expr::FString(_)));
                if is_text {
                    self.passage(expression, slot);
                }
                for term in terms {
                    match term {
                        Expr::StringLiteral(_) => {}
                        Expr::FString(node) => self.holes(node),
                        other => self.expression(other, slot),
                    }
                }
            }
            Expr::BinOp(node) => {
                self.expression(&node.left, slot);
                self.expression(&node.right, slot);
            }
            Expr::UnaryOp(node) => self.expression(&node.operand, slot),
            Expr::Compare(node) => {
                self.expression(&node.left, slot);
                node.comparators.iter().for_each(|side| self.expression(side, slot));
            }
            Expr::List(node) => node.elts.iter().for_each(|member| self.expression(member, slot)),
            Expr::Tuple(node) => node.elts.iter().for_each(|member| self.expression(member, slot)),
            Expr::Set(node) => node.elts.iter().for_each(|member| self.expression(member, slot)),
            Expr::Starred(node) => self.expression(&node.value, slot),
            Expr::Slice(node) => {
                let bounds = node.lower.iter().chain(&node.upper).chain(&node.step);
                bounds.for_each(|bound| self.expression(bound, slot));
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &'a ExprCall, slot: Slot<'_>) {
        let view = self.view(call);
        let callee = written(&call.func);
        let target = self.binder.target(&call.func, view);
        let last = callee.rsplit('.').next().unwrap_or(&callee);
        if last.starts_with("assert") || last == "raises" {
            self.count_assertion();
        }
        self.starts_program(&target);
        let arguments = self.arguments(&call.arguments, view);
        self.module.calls.push(Call {
            lines: self.lines.of(call),
            callee,
            target,
            arguments,
            within: self.here.within,
            guarded_by: self.here.guard,
            is_awaited: slot.is_awaited,
            result: match slot.fate {
                Fate::Discarded => ResultUse::Discarded,
                Fate::Bound(name) => ResultUse::Bound(cut(name)),
                Fate::Returned => ResultUse::Returned,
                Fate::Used => ResultUse::Used,
            },
        });
        self.path(&call.func);
        for argument in &call.arguments.args {
            self.expression(argument, slot.part());
        }
        for keyword in &call.arguments.keywords {
            let slot = slot.part();
            let slot = keyword.arg.as_ref().map_or(slot, |name| slot.named(name.as_str()));
            self.expression(&keyword.value, slot);
        }
    }

    /// What stands inside a path: calls in a chain, keys, and whatever the path begins with.
    pub(super) fn path(&mut self, path: &'a Expr) {
        let mut next = path;
        loop {
            match next {
                Expr::Name(_) => return,
                Expr::Attribute(node) => next = &node.value,
                Expr::Subscript(node) => {
                    self.expression(&node.slice, USED);
                    next = &node.value;
                }
                other => return self.expression(other, USED),
            }
        }
    }

    /// What a target of an assignment reads: keys, and the objects it reaches into.
    pub(super) fn target(&mut self, target: &'a Expr) {
        match target {
            Expr::Tuple(node) => node.elts.iter().for_each(|member| self.target(member)),
            Expr::List(node) => node.elts.iter().for_each(|member| self.target(member)),
            Expr::Starred(node) => self.target(&node.value),
            other => self.path(other),
        }
    }

    /// Notes a bound name that is read, or one that nothing in the file defines.
    pub(super) fn reference(&mut self, path: &'a Expr) {
        let view = self.view(path);
        let target = match self.binder.meaning(path, view) {
            Some(meaning) => meaning.to_string(),
            None if self.is_open(path) => written(path),
            None => return,
        };
        let line = self.lines.line(path.start());
        self.references.entry((self.here.within, target)).or_insert(line);
    }

    /// Whether a path begins with a name that comes from nowhere, or with an attribute of the receiver that the class does not
    /// set: another file may.
    fn is_open(&self, path: &Expr) -> bool {
        let mut next = path;
        let mut attribute = None;
        loop {
            match next {
                Expr::Attribute(node) => {
                    attribute = Some(node.attr.as_str());
                    next = &node.value;
                }
                Expr::Subscript(node) => next = &node.value,
                Expr::Name(node) => {
                    let view = self.view(node);
                    let name = node.id.as_str();
                    if self.binder.is_receiver(next, view) {
                        return attribute
                            .is_some_and(|attribute| !self.binder.receiver_sets(next, attribute, view));
                    }
                    let is_inner = self.binder.inner.iter().any(|(inner, _)| *inner == name);
                    return !is_inner
                        && self.binder.home(name, view).is_none()
                        && !super::builtins::is_builtin(name);
                }
                _ => return false,
            }
        }
    }

    fn passage(&mut self, expression: &'a Expr, slot: Slot<'_>) {
        let range = expression.range();
        if usize::from(range.len()) < MIN_PASSAGE {
            return;
        }
        let text = prose(expression);
        if text.chars().nth(MIN_PASSAGE - 1).is_none() {
            return;
        }
        self.module.passages.push(Passage {
            lines: self.lines.of(expression),
            within: self.here.within,
            bound_as: slot.name.map(cut),
            language: language_of(&text).map(str::to_owned),
            text: cut(&text),
        });
    }

    /// What is filled into a template string.
    fn holes(&mut self, node: &'a ExprFString) {
        for part in &node.value {
            let FStringPart::FString(part) = part else { continue };
            for element in &part.elements {
                if let InterpolatedStringElement::Interpolation(hole) = element {
                    self.expression(&hole.expression, USED);
                }
            }
        }
    }

    fn lambda(&mut self, node: &'a ExprLambda) {
        let depth = self.binder.inner.len();
        for parameter in node.parameters.iter().flat_map(|parameters| parameters.iter()) {
            if let Some(default) = parameter.default() {
                self.expression(default, USED);
            }
        }
        for parameter in node.parameters.iter().flat_map(|parameters| parameters.iter()) {
            self.binder.inner.push((parameter.name().as_str(), None));
        }
        self.lambdas += 1;
        self.expression(&node.body, Slot::of(Fate::Returned));
        self.lambdas -= 1;
        self.binder.inner.truncate(depth);
    }

    fn comprehension(&mut self, generators: &'a [Comprehension], results: &[&'a Expr], slot: Slot<'_>) {
        let depth = self.binder.inner.len();
        for generator in generators {
            let over = self.value(&generator.iter);
            self.module.loops.push(Loop {
                lines: self.lines.of(generator),
                within: self.here.within,
                variable: written_target(&generator.target),
                over,
            });
            self.expression(&generator.iter, Slot { is_awaited: generator.is_async, ..USED });
            let view = self.view(generator);
            let member = self.binder.element(&generator.iter, view);
            self.inner_names(&generator.target, member, &generator.iter);
            generator.ifs.iter().for_each(|test| self.expression(test, USED));
        }
        results.iter().for_each(|result| self.expression(result, slot.part()));
        self.binder.inner.truncate(depth);
    }

    fn inner_names(&mut self, target: &'a Expr, meaning: Option<Rc<str>>, over: &'a Expr) {
        match target {
            Expr::Name(name) => self.binder.inner.push((name.id.as_str(), meaning)),
            _ => {
                let members = super::targets::members(target);
                let paired = super::targets::paired_iterable(over).filter(|_| members.len() == 2);
                for (index, member) in members.iter().enumerate() {
                    let view = self.view(over);
                    let meaning =
                        paired.filter(|_| index == 1).and_then(|over| self.binder.element(over, view));
                    self.inner_names(member, meaning, over);
                }
            }
        }
    }

    fn conditional(&mut self, node: &'a ExprIf, slot: Slot<'_>) {
        let condition = super::condition::read(&node.test);
        let exit = self.exit_of_value(&node.body, slot);
        let otherwise = (self.lines.of(&*node.orelse), self.exit_of_value(&node.orelse, slot));
        self.module.branches.push(Branch {
            lines: self.lines.of(node),
            body: self.lines.of(&*node.body),
            within: self.here.within,
            names: condition.names,
            texts: condition.texts,
            is_negated: condition.is_negated,
            exit,
            otherwise: Some(otherwise),
        });
        let side = Slot { is_awaited: false, ..slot };
        self.expression(&node.body, side);
        self.expression(&node.test, USED);
        self.expression(&node.orelse, side);
    }

    fn exit_of_value(&mut self, value: &'a Expr, slot: Slot<'_>) -> Exit {
        match slot.fate {
            Fate::Returned => Exit::Returns(self.value(value)),
            _ => Exit::FallsThrough,
        }
    }
}
