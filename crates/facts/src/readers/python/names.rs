//! What the names of a file stand for: scopes, and where each name in them comes from.
//!
//! [`super::collect`] fills this, [`super::bind`] reads it. Nothing is evaluated here: an [`Entry`] points into the tree.

use crate::fact::ImportGuard;
use rustpython_ruff_python_ast::{Expr, StmtClassDef, StmtFunctionDef};
use std::collections::{BTreeMap, BTreeSet};

/// Index into [`Names::scopes`].
pub(super) type ScopeId = usize;
/// Index into [`Names::entries`].
pub(super) type EntryId = usize;
/// Index into [`Names::classes`].
pub(super) type ClassId = usize;
/// Index into [`Names::arms`].
pub(super) type ArmId = usize;

/// Where a name gets its meaning.
#[derive(Clone, Debug)]
pub(super) enum Source<'a> {
    /// An import; the bound name.
    Import(String),
    /// A class or function of this file; an index into [`Names::definitions`].
    Definition(u32),
    /// An assignment.
    Value(&'a Expr),
    /// An annotated name, with its value where it has one: also a parameter.
    Annotated(Option<&'a Expr>, Option<&'a Expr>),
    /// The first parameter of a method: an instance of the class, or the class itself.
    Receiver { class: ClassId, is_class: bool },
    /// The variable of a loop over something.
    Element(&'a Expr),
    /// `except Error as e`: an instance of what is caught.
    Caught(&'a Expr),
    /// Something that says nothing.
    Opaque,
}

/// One way a name gets its meaning.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// Where it takes effect.
    pub(super) offset: u32,
    /// The block it stands in.
    pub(super) arm: ArmId,
    /// The scope its expression is read in.
    pub(super) scope: ScopeId,
    /// What it is.
    pub(super) source: Source<'a>,
}

/// A block of a statement that may or may not run. The root arm is its own parent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Arm {
    pub(super) parent: ArmId,
    pub(super) depth: u32,
    /// The statement it belongs to, by offset.
    statement: u32,
    /// Whether at most one arm of the statement runs: `if` and `match`, not `try`.
    is_exclusive: bool,
}

/// Names and what is put into them with `name[key] = …`, each in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Table<'a> {
    pub(super) names: BTreeMap<&'a str, Vec<EntryId>>,
    pub(super) items: BTreeMap<&'a str, Vec<EntryId>>,
}

/// What kind of thing opens a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class(ClassId),
    Function,
}

/// A module, class or function as a place where names live.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) kind: ScopeKind,
    pub(super) parent: Option<ScopeId>,
    pub(super) qualified: String,
    pub(super) table: Table<'a>,
    /// Names declared `global` (or `nonlocal`, which is read the same way: from outside).
    pub(super) outer_names: BTreeSet<&'a str>,
}

/// A class: its own names are those of its scope; these are the ones its methods give their receiver.
#[derive(Debug)]
pub(super) struct Class<'a> {
    pub(super) scope: ScopeId,
    pub(super) node: &'a StmtClassDef,
    pub(super) attributes: Table<'a>,
}

/// What a definition is.
#[derive(Clone, Copy, Debug)]
pub(super) enum DefinitionNode<'a> {
    Class,
    Function(&'a StmtFunctionDef),
}

/// A class or function, numbered as in the finished module.
#[derive(Debug)]
pub(super) struct DefinitionSeed<'a> {
    pub(super) node: DefinitionNode<'a>,
    /// The scope its body opens.
    pub(super) scope: ScopeId,
    /// Whether it stands where only type checkers or failed imports lead.
    pub(super) is_fallback: bool,
    /// What it returns, with the arm of each `return`.
    pub(super) returns: Vec<(&'a Expr, u32, ArmId)>,
}

/// An imported name before its lines are counted.
#[derive(Debug)]
pub(super) struct ImportSeed {
    pub(super) range: rustpython_ruff_text_size::TextRange,
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
    pub(super) scopes: Vec<Scope<'a>>,
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) classes: Vec<Class<'a>>,
    pub(super) definitions: Vec<DefinitionSeed<'a>>,
    pub(super) imports: Vec<ImportSeed>,
    /// The name each import gives, for telling what shadows it.
    pub(super) imported: BTreeSet<String>,
    pub(super) arms: Vec<Arm>,
    /// Blocks by the offset of their first statement.
    pub(super) arm_at: BTreeMap<u32, ArmId>,
    /// Definitions by the offset of their statement.
    pub(super) definition_at: BTreeMap<u32, u32>,
    /// Functions by qualified name; of two with one name, the first.
    pub(super) function_named: BTreeMap<String, u32>,
    /// Classes by qualified name; of two with one name, the first.
    pub(super) class_named: BTreeMap<String, ClassId>,
}

/// Whether what happens in one block is seen in another, later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It has happened.
    Always,
    /// It may have happened.
    Sometimes,
    /// Only one of the two blocks runs.
    Never,
}

impl<'a> Names<'a> {
    /// A new block of `statement` inside `parent`.
    pub(super) fn add_arm(&mut self, parent: ArmId, statement: u32, is_exclusive: bool) -> ArmId {
        let depth = self.arms.get(parent).map_or(0, |arm| arm.depth + 1);
        self.arms.push(Arm { parent, depth, statement, is_exclusive });
        self.arms.len() - 1
    }

    /// Whether something in the block `from` is seen in the block `to`.
    pub(super) fn reach(&self, from: ArmId, to: ArmId) -> Reach {
        let arm = |id: ArmId| self.arms.get(id).copied().unwrap_or_default();
        let (mut a, mut b) = (from, to);
        let (mut below_a, mut below_b) = (None, None);
        while a != b {
            let (arm_a, arm_b) = (arm(a), arm(b));
            if arm_a.depth == 0 && arm_b.depth == 0 {
                break;
            }
            if arm_a.depth >= arm_b.depth {
                below_a = Some(arm_a);
                a = arm_a.parent;
            }
            if arm_b.depth >= arm_a.depth {
                below_b = Some(arm_b);
                b = arm_b.parent;
            }
        }
        match (below_a, below_b) {
            (None, _) => Reach::Always,
            (Some(a), Some(b)) if a.is_exclusive && a.statement == b.statement => Reach::Never,
            _ => Reach::Sometimes,
        }
    }

    /// The class whose scope this is, or that the function of this scope is a method of.
    pub(super) fn class_around(&self, scope: ScopeId) -> Option<ClassId> {
        let mut next = Some(scope);
        while let Some(scope) = next.and_then(|id| self.scopes.get(id)) {
            if let ScopeKind::Class(class) = scope.kind {
                return Some(class);
            }
            next = scope.parent;
        }
        None
    }
}
