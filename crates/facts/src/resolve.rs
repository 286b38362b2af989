//! Which imports resolve, what is dead on arrival, and what production code reaches.

use crate::DefinitionRef;
use beredd_model::{Place, RepoPath};
use std::collections::{BTreeMap, BTreeSet};

/// A first-party import that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unresolved {
    /// Where it is imported.
    pub place: Place,
    /// The module or name that is not there, dotted.
    pub missing: String,
    /// Whether the module exists and only the name in it does not.
    pub is_name: bool,
    /// Whether the importer survives it (the import is fenced in).
    pub is_tolerated: bool,
}

/// The reference graph of a repository's code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// First-party imports that lead nowhere.
    pub unresolved: Vec<Unresolved>,
    /// Modules that cannot load: a syntax error or an unresolved required import of their own, or of a module they require.
    /// The value says which problem it is, in words of the code.
    pub dead: BTreeMap<RepoPath, Place>,
    /// Which files each module imports.
    pub imports: BTreeMap<RepoPath, BTreeSet<RepoPath>>,
    /// Modules that something starts: programs, applications, handlers, images, scripts.
    pub entry_points: BTreeSet<RepoPath>,
    /// Modules reached from entry points.
    pub reachable: BTreeSet<RepoPath>,
    /// First-party definitions that each definition calls or refers to, in production code.
    pub uses: BTreeMap<DefinitionRef, BTreeSet<DefinitionRef>>,
}

pub(crate) fn resolve(_repo: &crate::RepoFacts) -> Resolution {
    Resolution::default()
}
