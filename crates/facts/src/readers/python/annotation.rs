//! Types as annotations write them.

use super::bind::{Binder, View};
use rustpython_ruff_python_ast::{Expr, ExprSubscript, Operator};
use rustpython_ruff_python_parser::parse_expression;
use std::rc::Rc;

/// Quoted annotations longer than this are not read.
const MAX_QUOTED: usize = 200;

impl Binder<'_> {
    /// The bound name of a type, with `Optional`, `Annotated`, `| None` and quotes taken off; of a union, its first member.
    pub(super) fn annotation(&mut self, annotation: &Expr, view: View) -> Option<String> {
        match annotation {
            Expr::NoneLiteral(_) => None,
            Expr::BinOp(node) if node.op == Operator::BitOr => {
                self.annotation(&node.left, view).or_else(|| self.annotation(&node.right, view))
            }
            Expr::StringLiteral(node) => {
                quoted(node.value.to_str()).and_then(|inner| self.annotation(&inner, view))
            }
            Expr::Subscript(node) => match wrapper(node) {
                Wrapper::First => first(&node.slice).and_then(|inner| self.annotation(inner, view)),
                Wrapper::Union => match &*node.slice {
                    Expr::Tuple(tuple) => tuple.elts.iter().find_map(|inner| self.annotation(inner, view)),
                    inner => self.annotation(inner, view),
                },
                Wrapper::Other => Some(self.target(&node.value, view)),
            },
            Expr::Name(_) | Expr::Attribute(_) => Some(self.target(annotation, view)),
            _ => None,
        }
    }

    /// An instance of the annotated type, unless the type says nothing: `Any`, or a built-in one, where the name says more.
    pub(super) fn instance(&mut self, annotation: &Expr, view: View) -> Option<Rc<str>> {
        let name = self.annotation(annotation, view)?;
        let says_nothing = matches!(
            name.as_str(),
            "typing.Any"
                | "Any"
                | "typing.Type"
                | "typing.Callable"
                | "collections.abc.Callable"
                | "typing.Self"
        );
        (!says_nothing && !super::builtins::is_builtin(&name) && name.len() < MAX_QUOTED)
            .then(|| Rc::from(format!("{name}()")))
    }

    /// An instance of what a container of the annotated type holds: the values of a mapping, the members of anything else.
    pub(super) fn element_instance(&mut self, annotation: &Expr, view: View) -> Option<Rc<str>> {
        match annotation {
            Expr::BinOp(node) if node.op == Operator::BitOr => {
                self.element_instance(&node.left, view).or_else(|| self.element_instance(&node.right, view))
            }
            Expr::StringLiteral(node) => {
                quoted(node.value.to_str()).and_then(|inner| self.element_instance(&inner, view))
            }
            Expr::Subscript(node) => match (wrapper(node), &*node.slice) {
                (Wrapper::First, slice) => first(slice).and_then(|inner| self.element_instance(inner, view)),
                (Wrapper::Union, Expr::Tuple(tuple)) => {
                    tuple.elts.iter().find_map(|inner| self.element_instance(inner, view))
                }
                (Wrapper::Union, _) => None,
                (Wrapper::Other, Expr::Tuple(tuple)) if is_mapping(&node.value) => {
                    tuple.elts.get(1).and_then(|inner| self.instance(inner, view))
                }
                (Wrapper::Other, slice) if is_collection(&node.value) => {
                    first(slice).and_then(|inner| self.instance(inner, view))
                }
                (Wrapper::Other, _) => None,
            },
            _ => None,
        }
    }
}

/// The arguments of `Annotated[type, …]` behind the type: frameworks read dependencies there.
pub(super) fn metadata(annotation: &Expr) -> &[Expr] {
    match annotation {
        Expr::Subscript(node) if last_part(&node.value) == "Annotated" => match &*node.slice {
            Expr::Tuple(tuple) => tuple.elts.get(1..).unwrap_or(&[]),
            _ => &[],
        },
        _ => &[],
    }
}

enum Wrapper {
    /// The first argument is the type.
    First,
    /// The arguments are alternatives.
    Union,
    /// A type with parameters of its own.
    Other,
}

fn wrapper(node: &ExprSubscript) -> Wrapper {
    match last_part(&node.value) {
        "Optional" | "Annotated" | "Final" | "ClassVar" | "Required" | "NotRequired" | "ReadOnly"
        | "InitVar" | "Mapped" => Wrapper::First,
        "Union" => Wrapper::Union,
        _ => Wrapper::Other,
    }
}

fn is_mapping(class: &Expr) -> bool {
    matches!(
        last_part(class),
        "dict" | "Dict" | "Mapping" | "MutableMapping" | "defaultdict" | "DefaultDict" | "OrderedDict"
    )
}

fn is_collection(class: &Expr) -> bool {
    matches!(
        last_part(class),
        "list"
            | "List"
            | "Sequence"
            | "MutableSequence"
            | "Iterable"
            | "Iterator"
            | "Collection"
            | "set"
            | "Set"
            | "frozenset"
            | "FrozenSet"
            | "tuple"
            | "Tuple"
            | "deque"
            | "Deque"
            | "AsyncIterator"
            | "AsyncIterable"
    )
}

fn last_part(class: &Expr) -> &str {
    match class {
        Expr::Name(node) => node.id.as_str(),
        Expr::Attribute(node) => node.attr.as_str(),
        _ => "",
    }
}

fn first(slice: &Expr) -> Option<&Expr> {
    match slice {
        Expr::Tuple(tuple) => tuple.elts.first(),
        other => Some(other),
    }
}

/// A quoted type, parsed. What is long or deep is not a type.
fn quoted(text: &str) -> Option<Expr> {
    let is_plain = text.len() <= MAX_QUOTED && text.bytes().filter(|byte| *byte == b'[').count() <= 10;
    let only_names = text.chars().all(|letter| letter.is_alphanumeric() || "_.[], |\"'".contains(letter));
    (is_plain && only_names).then(|| parse_expression(text).ok())?.map(|parsed| *parsed.into_syntax().body)
}
