//! What the names of a file stand for: where each gets its meaning.
//!
//! Which name is which is the parser's own scope analysis; [`super::collect`] adds where each symbol comes from, and
//! [`super::bind`] reads it. Nothing is evaluated here: an [`Entry`] points into the tree.

use crate::fact::ImportGuard;
use oxc_ast::ast::{Expression, TSType};
use oxc_span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Index into [`Names::entries`].
pub(super) type EntryId = usize;
/// Index into [`Names::classes`].
pub(super) type ClassId = usize;

/// Where a name gets its meaning.
#[derive(Clone, Debug)]
pub(super) enum Entry<'a> {
    /// An import; the bound name.
    Import(String),
    /// A class or function of this file; an index into [`Names::definitions`].
    Definition(u32),
    /// A value.
    Value(&'a Expression<'a>),
    /// A name with a type, and with a value where it has one: also a parameter.
    Annotated(Option<&'a TSType<'a>>, Option<&'a Expression<'a>>),
    /// A part of a value, by the names on the way: `const { chat } = client`.
    Part(&'a Expression<'a>, Vec<String>),
    /// A member of something that is run through.
    Element(&'a Expression<'a>),
    /// Another name for a type.
    Alias(&'a TSType<'a>),
    /// Something that says nothing.
    Opaque,
}

/// A class, or an object of functions: what its members are.
#[derive(Debug, Default)]
pub(super) struct Class<'a> {
    pub(super) qualified: String,
    pub(super) base: Option<&'a Expression<'a>>,
    pub(super) members: BTreeMap<String, Vec<EntryId>>,
}

/// A class or function, numbered as in the finished module.
#[derive(Debug)]
pub(super) struct DefinitionSeed<'a> {
    pub(super) name: String,
    pub(super) qualified: String,
    pub(super) within: Option<u32>,
    /// The class it is, or is a member of.
    pub(super) class: Option<ClassId>,
    pub(super) is_class: bool,
    /// Whether it is read like a field: a `get` accessor.
    pub(super) is_property: bool,
    /// What a function gives back.
    pub(super) returns: Vec<&'a Expression<'a>>,
}

/// An imported name before its lines are counted.
#[derive(Debug)]
pub(super) struct ImportSeed {
    pub(super) span: Span,
    pub(super) module: String,
    pub(super) level: u32,
    pub(super) name: Option<String>,
    pub(super) bound_as: String,
    pub(super) within: Option<u32>,
    pub(super) guard: ImportGuard,
}

/// Everything that is known of a file's names.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// By the index of a symbol: the ways it gets its meaning, in the order of the text.
    pub(super) of_symbol: Vec<Vec<EntryId>>,
    pub(super) classes: Vec<Class<'a>>,
    pub(super) definitions: Vec<DefinitionSeed<'a>>,
    pub(super) imports: Vec<ImportSeed>,
    /// The packages that are imported, for telling what only shares a name with one.
    pub(super) packages: BTreeSet<String>,
    /// Definitions by the offset of what they are: a function, a class, an object.
    pub(super) definition_at: BTreeMap<u32, u32>,
    /// Functions by qualified name; of two with one name, the first.
    pub(super) function_named: BTreeMap<String, u32>,
    /// Classes by qualified name; of two with one name, the first.
    pub(super) class_named: BTreeMap<String, ClassId>,
}

impl Names<'_> {
    pub(super) fn definition(&self, id: u32) -> Option<&DefinitionSeed<'_>> {
        self.definitions.get(usize::try_from(id).ok()?)
    }
}
