//! What an expression means: names replaced by what they stand for.
//!
//! Evaluation is on demand and remembered per [`Entry`]. It is bounded in depth, so that a text made to be hard costs time in
//! proportion to its length and no more.

use super::names::{ClassId, Entry, EntryId, Names};
use super::written::{Step, plain, step, written};
use crate::readers::parts::{is_constructor, joined, starts_upper};
use oxc_ast::ast::{Expression, IdentifierReference, LogicalOperator};
use oxc_semantic::Scoping;
use std::rc::Rc;

/// Steps of meaning that one question may take down.
const MAX_DEPTH: u32 = 100;
/// Ways a name got its meaning that are weighed against each other.
const MAX_WAYS: usize = 32;

/// Functions of the language whose results are plain values.
const BUILT_IN: &[&str] = &[
    "Array",
    "BigInt",
    "Boolean",
    "Number",
    "Object",
    "String",
    "Symbol",
    "decodeURIComponent",
    "encodeURIComponent",
    "isNaN",
    "parseFloat",
    "parseInt",
    "structuredClone",
];

/// An answer that is open, being looked for, or known.
#[derive(Clone)]
enum Memo {
    Open,
    Busy,
    Done(Option<Rc<str>>),
}

/// Answers what expressions mean.
pub(super) struct Binder<'a, 's> {
    pub(super) names: Names<'a>,
    scoping: &'s Scoping,
    memo: Vec<Memo>,
    result_memo: Vec<Memo>,
    depth: u32,
    /// The class around the current place.
    pub(super) class: Option<ClassId>,
}

impl<'a, 's> Binder<'a, 's> {
    pub(super) fn new(names: Names<'a>, scoping: &'s Scoping) -> Self {
        let memo = vec![Memo::Open; names.entries.len()];
        let result_memo = vec![Memo::Open; names.definitions.len()];
        Self { names, scoping, memo, result_memo, depth: 0, class: None }
    }

    /// The bound name of an expression, or as written.
    pub(super) fn target(&mut self, expression: &Expression<'_>) -> String {
        self.meaning(expression).map_or_else(|| written(expression), |name| name.to_string())
    }

    /// The bound name of what an expression begins with and the rest as written, where it is bound to something.
    pub(super) fn meaning(&mut self, expression: &Expression<'_>) -> Option<Rc<str>> {
        self.guarded(|binder| binder.meaning_within(expression)).flatten()
    }

    /// Asks a question one step further down; nothing where that is too deep.
    pub(super) fn guarded<T>(&mut self, ask: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let answer = ask(self);
        self.depth -= 1;
        Some(answer)
    }

    fn meaning_within(&mut self, expression: &Expression<'_>) -> Option<Rc<str>> {
        match plain(expression) {
            Expression::Identifier(node) => self.identifier(node),
            Expression::ThisExpression(_) => self.own_class().and_then(|class| joined(&["::", &class, "()"])),
            Expression::AwaitExpression(node) => self.meaning(&node.argument),
            Expression::AssignmentExpression(node) => self.meaning(&node.right),
            Expression::SequenceExpression(node) => self.meaning(node.expressions.last()?),
            Expression::ImportExpression(_) => self.loaded(expression),
            Expression::LogicalExpression(node) if node.operator == LogicalOperator::And => {
                self.meaning(&node.right)
            }
            Expression::LogicalExpression(node) => {
                self.meaning(&node.left).or_else(|| self.meaning(&node.right))
            }
            Expression::ConditionalExpression(node) => {
                let then = self.meaning(&node.consequent);
                if then.as_deref().is_some_and(is_constructor) {
                    return then;
                }
                let otherwise = self.meaning(&node.alternate);
                otherwise.clone().filter(|name| is_constructor(name)).or(then).or(otherwise)
            }
            plain => match step(plain) {
                Step::Part(object, name) | Step::Key(object, Some(name)) => self.part(object, name),
                Step::Key(object, None) => {
                    self.element(object).or_else(|| joined(&[&*self.meaning(object)?, "[]"]))
                }
                Step::Call(callee, _) => self.call(expression, callee),
                Step::New(callee) => joined(&[&self.made(callee), "()"]),
                _ => None,
            },
        }
    }

    fn own_class(&self) -> Option<String> {
        self.names.classes.get(self.class?).map(|class| class.qualified.clone())
    }

    fn loaded(&self, expression: &Expression<'_>) -> Option<Rc<str>> {
        let text = super::collect::loaded_module(expression)?;
        Some(Rc::from(super::imports::specifier(text).written()))
    }

    /// A member of something: of a class of this file what the class says, of anything else by its name.
    fn part(&mut self, object: &Expression<'_>, name: &str) -> Option<Rc<str>> {
        let is_receiver = matches!(plain(object), Expression::ThisExpression(_));
        let base = self.meaning(object)?;
        if let Some((class, is_instance)) = self.class_of(&base) {
            match self.member(class, name, is_instance, 8) {
                Some(Some(meaning)) => return Some(meaning),
                _ if is_receiver => return None,
                _ => {}
            }
        }
        joined(&[&base, ".", name])
    }

    /// What `new` makes: a package that a file calls by a class's name is that class.
    pub(super) fn made(&mut self, callee: &Expression<'_>) -> String {
        self.target(callee)
    }

    fn call(&mut self, expression: &Expression<'_>, callee: &Expression<'_>) -> Option<Rc<str>> {
        if let Some(module) = self.loaded(expression) {
            return Some(module);
        }
        if matches!(plain(callee), Expression::Super(_)) {
            return None;
        }
        let target = self.target(callee);
        if BUILT_IN.binary_search(&target.as_str()).is_ok() || target.starts_with("JSON.") {
            return None;
        }
        // `client.withOptions(…)`, `promise.then(…)` and the like hand on what they are called on.
        if let Some(object) = target.strip_suffix(".catch").or_else(|| target.strip_suffix(".finally")) {
            return Some(Rc::from(object));
        }
        if let Some(name) = target.strip_prefix("::")
            && let Some(id) = self.names.function_named.get(&name.replace("()", "")).copied()
            && let Some(result) = self.result(id)
        {
            return Some(result);
        }
        // A builder that is asked for the same again hands itself on: `graph.addNode(…).addNode(…)`.
        if let Some((before, last)) = target.rsplit_once("().")
            && (before.ends_with(&format!(").{last}")) || before.contains(&format!(").{last}().")))
        {
            return joined(&[before, "()"]);
        }
        joined(&[&target, "()"])
    }

    /// What a name stands for.
    pub(super) fn identifier(&mut self, node: &IdentifierReference<'_>) -> Option<Rc<str>> {
        let ways = self.ways_of(node);
        let meaning = self.first_constructor(&ways);
        let name = node.name.as_str();
        if meaning.is_none() && !ways.is_empty() && self.names.packages.contains(name) {
            // Something else of a package's name: as written it would read as the package.
            return joined(&["::", name]);
        }
        meaning
    }

    /// The ways a name may have got its meaning.
    pub(super) fn ways_of(&self, node: &IdentifierReference<'_>) -> Vec<EntryId> {
        let symbol = node.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
        let ways = symbol.and_then(|symbol| self.names.of_symbol.get(symbol.index()));
        ways.map_or_else(Vec::new, |ways| ways.iter().take(MAX_WAYS).copied().collect())
    }

    /// Whether a name is one of the file's own: declared, a parameter, imported.
    pub(super) fn is_bound(&self, node: &IdentifierReference<'_>) -> bool {
        node.reference_id.get().is_some_and(|id| self.scoping.get_reference(id).symbol_id().is_some())
    }

    fn first_constructor(&mut self, ways: &[EntryId]) -> Option<Rc<str>> {
        let mut first = None;
        for way in ways {
            let Some(meaning) = self.entry(*way) else { continue };
            if is_constructor(&meaning) {
                return Some(meaning);
            }
            first.get_or_insert(meaning);
        }
        first
    }

    fn entry(&mut self, id: EntryId) -> Option<Rc<str>> {
        match self.memo.get(id)? {
            Memo::Done(meaning) => return meaning.clone(),
            Memo::Busy => return None,
            Memo::Open => {}
        }
        remember(&mut self.memo, id, Memo::Busy);
        let entry = self.names.entries.get(id)?.clone();
        let meaning = match entry {
            Entry::Import(name) => Some(Rc::from(name)),
            Entry::Definition(id) => {
                let seed = self.names.definition(id);
                seed.and_then(|seed| joined(&["::", &seed.qualified]))
            }
            Entry::Value(value) => self.meaning(value),
            Entry::Annotated(annotation, value) => {
                let of_value = value.and_then(|value| self.meaning(value));
                match of_value {
                    Some(made) if is_constructor(&made) => Some(made),
                    other => annotation.and_then(|one| self.instance(one)).or(other),
                }
            }
            Entry::Part(value, way) => {
                let base = self.meaning(value);
                base.and_then(|base| joined(&[&base, ".", &way.join(".")]))
            }
            Entry::Element(over) => self.element(over),
            Entry::Alias(_) | Entry::Opaque => None,
        };
        remember(&mut self.memo, id, Memo::Done(meaning.clone()));
        meaning
    }

    /// An instance of a type; nothing of a plain one.
    fn instance(&mut self, annotation: &oxc_ast::ast::TSType<'_>) -> Option<Rc<str>> {
        let name = self.type_name(annotation)?;
        let is_known = name.contains(['.', ':', '/']);
        is_known.then(|| joined(&[&name, "()"])).flatten()
    }

    /// What the members of a list or an object are: the first that constructs something.
    fn element(&mut self, over: &Expression<'_>) -> Option<Rc<str>> {
        let over = self.guarded(|binder| binder.container(over)).flatten()?;
        let mut members: Vec<&Expression<'_>> = Vec::new();
        match plain(over) {
            Expression::ArrayExpression(node) => {
                members.extend(node.elements.iter().filter_map(|element| element.as_expression()));
            }
            Expression::ObjectExpression(node) => {
                members.extend(node.properties.iter().filter_map(|property| match property {
                    oxc_ast::ast::ObjectPropertyKind::ObjectProperty(property) => Some(&property.value),
                    oxc_ast::ast::ObjectPropertyKind::SpreadProperty(_) => None,
                }));
            }
            _ => return None,
        }
        let mut found = members.into_iter().take(MAX_WAYS).filter_map(|member| self.meaning(member));
        found.find(|meaning| is_constructor(meaning))
    }

    /// The list or object that an expression is or names.
    fn container(&mut self, over: &Expression<'_>) -> Option<&'a Expression<'a>> {
        let ways = match plain(over) {
            Expression::Identifier(node) => self.ways_of(node),
            other => match (step(other), self.class) {
                (Step::Part(object, name), Some(class))
                    if matches!(plain(object), Expression::ThisExpression(_)) =>
                {
                    let class = self.names.classes.get(class)?;
                    class.members.get(name).cloned().unwrap_or_default()
                }
                _ => return None,
            },
        };
        ways.into_iter().find_map(|way| match self.names.entries.get(way)? {
            Entry::Value(value) | Entry::Annotated(_, Some(value)) => {
                let is_written_out =
                    matches!(plain(value), Expression::ArrayExpression(_) | Expression::ObjectExpression(_));
                is_written_out.then_some(*value)
            }
            _ => None,
        })
    }

    /// The class of this file that a bound name is, or is an instance of.
    fn class_of(&self, meaning: &str) -> Option<(ClassId, bool)> {
        let name = meaning.strip_prefix("::")?;
        let (name, is_instance) = name.strip_suffix("()").map_or((name, false), |name| (name, true));
        self.names.class_named.get(name).map(|class| (*class, is_instance))
    }

    /// What a class, or a base class of it in this file, says of a member: nothing if it has none of that name, `Some(None)` if
    /// it has one whose meaning is open.
    fn member(
        &mut self,
        class: ClassId,
        name: &str,
        is_instance: bool,
        left: u32,
    ) -> Option<Option<Rc<str>>> {
        let left = left.checked_sub(1)?;
        let ways = self.names.classes.get(class)?.members.get(name).cloned();
        if let Some(ways) = ways {
            let method = ways.iter().find_map(|way| match self.names.entries.get(*way)? {
                Entry::Definition(id) => Some(*id),
                _ => None,
            });
            let Some(id) = method else {
                let outer = self.class.replace(class);
                let meaning = self.first_constructor(&ways);
                self.class = outer;
                return Some(meaning);
            };
            let is_property = self.names.definition(id).is_some_and(|seed| seed.is_property);
            if is_property && let Some(result) = self.result(id) {
                return Some(Some(result));
            }
            let qualified = self.names.classes.get(class)?.qualified.clone();
            return Some(joined(&["::", &qualified, if is_instance { "()." } else { "." }, name]));
        }
        let base = self.names.classes.get(class)?.base?;
        let base = self.meaning(base)?;
        let (base, _) = self.class_of(&base).filter(|(base, _)| *base != class)?;
        self.member(base, name, is_instance, left)
    }

    /// What a function of this file gives back, where that is plainly a new object.
    fn result(&mut self, id: u32) -> Option<Rc<str>> {
        let at = usize::try_from(id).ok()?;
        match self.result_memo.get(at)? {
            Memo::Done(result) => return result.clone(),
            Memo::Busy => return None,
            Memo::Open => {}
        }
        remember(&mut self.result_memo, at, Memo::Busy);
        let seed = self.names.definitions.get(at)?;
        let (returns, class): (Vec<_>, _) =
            (seed.returns.iter().take(MAX_WAYS).copied().collect(), seed.class);
        let outer = std::mem::replace(&mut self.class, class);
        let mut found = None;
        for value in returns {
            found = self.meaning(value).filter(|name| is_new_object(name));
            if found.is_some() {
                break;
            }
        }
        self.class = outer;
        remember(&mut self.result_memo, at, Memo::Done(found.clone()));
        found
    }
}

fn remember(memo: &mut [Memo], id: usize, answer: Memo) {
    if let Some(slot) = memo.get_mut(id) {
        *slot = answer;
    }
}

/// Whether a bound name is plainly a new object: `openai.OpenAI()`, `@ai-sdk/openai.createOpenAI()`.
fn is_new_object(name: &str) -> bool {
    let Some(callee) = name.strip_suffix("()").filter(|callee| !callee.contains("()")) else { return false };
    let last = callee.rsplit(['.', ':']).next().unwrap_or(callee);
    starts_upper(last) || last.strip_prefix("create").is_some_and(starts_upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(BUILT_IN.is_sorted());
    }
}
