//! Calls of the second walk.

use super::walk::{Fate, Slot, Walker};
use super::written::{Step, last_name, plain, step, written, written_pattern};
use crate::fact::{Call, Loop, ResultUse};
use beredd_model::Lines;
use oxc_ast::ast::{Argument, Expression, FormalParameters, ObjectPropertyKind};
use oxc_ast_visit::Visit;
use oxc_span::GetSpan;

/// Methods of lists that run a function for each member.
const EACH: &[&str] =
    &["every", "filter", "find", "findIndex", "flatMap", "forEach", "map", "reduce", "some"];

/// Calls that start a program when a file makes them while it loads, by their last name.
const STARTERS: &[&str] =
    &["bootstrap", "cli", "listen", "main", "parse", "parseAsync", "run", "serve", "start"];

impl<'a> Walker<'a, '_, '_> {
    pub(super) fn call_expression(&mut self, whole: &Expression<'a>, callee: &Expression<'a>, slot: Slot) {
        let arguments = call_arguments(whole);
        // `require("x")` is an import.
        if callee.is_specific_id("require") {
            return;
        }
        let name = last_name(callee);
        let lines = self.lines.of(whole);
        self.asserts(callee, arguments, lines);
        if EACH.binary_search(&name).is_ok() {
            self.loop_of_call(callee, arguments, lines);
        }
        let target = self.binder.target(callee);
        self.starts_program(&target, callee);
        self.note(lines, written(callee), target, arguments, &slot);
        match step(callee) {
            Step::Part(object, "catch") => return self.rejection(object, None, arguments.first(), slot),
            Step::Part(object, "then") if arguments.len() > 1 => {
                return self.rejection(object, arguments.first(), arguments.get(1), slot);
            }
            Step::Part(object, "then" | "finally") => {
                self.expression_in(object, Slot { is_awaited: slot.is_awaited, ..slot.part() });
            }
            Step::Part(..) | Step::Key(..) => self.path(callee),
            Step::Name(_) | Step::This | Step::Super => {}
            _ => self.visit_expression(callee),
        }
        self.read_arguments(arguments, &slot);
    }

    pub(super) fn new_expression(&mut self, whole: &Expression<'a>, callee: &Expression<'a>, slot: &Slot) {
        let Expression::NewExpression(node) = whole else { return };
        let target = self.binder.made(callee);
        self.note(self.lines.of_span(node.span), written(callee), target, &node.arguments, slot);
        match step(callee) {
            Step::Name(_) | Step::This | Step::Super => {}
            Step::Part(..) | Step::Key(..) => self.path(callee),
            _ => self.visit_expression(callee),
        }
        self.read_arguments(&node.arguments, slot);
    }

    fn note(
        &mut self,
        lines: Lines,
        callee: String,
        target: String,
        arguments: &[Argument<'a>],
        slot: &Slot,
    ) {
        let arguments = self.arguments(arguments);
        self.module.calls.push(Call {
            lines,
            callee,
            target,
            arguments,
            within: self.here.within,
            guarded_by: self.here.guard,
            is_awaited: slot.is_awaited,
            result: match &slot.fate {
                Fate::Discarded => ResultUse::Discarded,
                Fate::Bound(name) => ResultUse::Bound(crate::readers::parts::cut(name)),
                Fate::Returned => ResultUse::Returned,
                Fate::Used => ResultUse::Used,
            },
        });
    }

    /// Reads what a call is given; the members of an object are arguments of their own.
    pub(super) fn read_arguments(&mut self, arguments: &[Argument<'a>], slot: &Slot) {
        for argument in arguments {
            match argument {
                Argument::SpreadElement(node) => self.expression_in(&node.argument, slot.part()),
                other => {
                    if let Some(expression) = other.as_expression() {
                        self.expression_in(expression, slot.part());
                    }
                }
            }
        }
    }

    /// `items.map((item) => …)` is a loop over the items.
    fn loop_of_call(&mut self, callee: &Expression<'a>, arguments: &[Argument<'a>], lines: Lines) {
        let Step::Part(object, _) = step(callee) else { return };
        let Some(parameters) = arguments.first().and_then(Argument::as_expression).and_then(parameters_of)
        else {
            return;
        };
        let Some(first) = parameters.items.first() else { return };
        let variable = written_pattern(&first.pattern);
        let over = self.value(object);
        self.module.loops.push(Loop { lines, within: self.here.within, variable, over });
    }

    /// Looks at a call that the file makes while it loads: `app.listen(3000)`, `main()`.
    fn starts_program(&mut self, target: &str, callee: &Expression<'_>) {
        if self.here.within.is_some() {
            return;
        }
        let last = last_name(callee);
        let is_own = target.starts_with("::") && !target.contains('.');
        let is_starter = STARTERS.binary_search(&last).is_ok();
        // `app.run()` of an imported object starts it; `z.string().parse(x)` starts nothing.
        let is_method = matches!(step(callee), Step::Part(..));
        self.module.is_runnable |=
            is_starter && (is_own || (is_method && !matches!(last, "main" | "parse" | "bootstrap" | "cli")));
        // A function that is called where it is written.
        let is_immediate = matches!(
            plain(callee),
            Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_)
        );
        self.module.is_runnable |= is_immediate;
    }
}

/// The arguments of a call, `?.` or not.
pub(super) fn call_arguments<'e, 'a>(whole: &'e Expression<'a>) -> &'e [Argument<'a>] {
    match step(whole) {
        Step::Call(_, arguments) => arguments,
        _ => &[],
    }
}

/// The parameters of a function that is written out.
pub(super) fn parameters_of<'e, 'a>(expression: &'e Expression<'a>) -> Option<&'e FormalParameters<'a>> {
    match plain(expression) {
        Expression::ArrowFunctionExpression(node) => Some(&node.params),
        Expression::FunctionExpression(node) => Some(&node.params),
        _ => None,
    }
}

impl<'a> Walker<'a, '_, '_> {
    /// An object: its members, each under its name. One that stands for a class is a definition.
    pub(super) fn object(&mut self, it: &oxc_ast::ast::ObjectExpression<'a>) {
        let slot = std::mem::take(&mut self.slot);
        let outer = self.enter(it.span.start, self.lines.of_span(it.span), |_| {});
        for property in &it.properties {
            match property {
                ObjectPropertyKind::SpreadProperty(node) => self.expression_in(&node.argument, slot.part()),
                ObjectPropertyKind::ObjectProperty(node) => {
                    if node.computed
                        && let Some(key) = node.key.as_expression()
                    {
                        self.visit_expression(key);
                    }
                    let name = node.key.static_name();
                    let slot = name.as_deref().map_or_else(|| slot.part(), |name| slot.part().named(name));
                    if outer.is_some() && !self.is_definition(&node.value) {
                        let value = self.value(&node.value);
                        let bound = format!("self.{}", name.as_deref().unwrap_or("[]"));
                        self.bind(self.lines.of_span(node.span()), bound, value);
                    }
                    self.place = Some(node.span.start);
                    self.expression_in(&node.value, slot);
                    self.place = None;
                }
            }
        }
        self.leave(outer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(EACH.is_sorted() && STARTERS.is_sorted());
    }
}
