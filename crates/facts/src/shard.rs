//! Facts of single files, and how they come together.

use crate::fact::{
    Dependency, Dockerfile, Document, Module, Node, Recipe, SchemaChange, Secret, ShellCommand,
};
use crate::{FileRole, Language};
use beredd_model::{Problem, RepoPath};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything one file says. Which tables are filled depends on the language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// What the file is for.
    pub role: FileRole,
    /// What it is written in.
    pub language: Language,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its lines.
    pub lines: u32,
    /// Lines of a shell script that are neither blank nor a comment; 0 for anything else.
    pub command_lines: u32,
    /// The commands of a shell script.
    pub commands: Vec<ShellCommand>,
    /// The targets of a Makefile or a justfile.
    pub recipes: Vec<Recipe>,
    /// Source code.
    pub module: Option<Module>,
    /// Documents of a configuration file; a YAML file may hold several.
    pub config: Vec<Node>,
    /// An image recipe.
    pub dockerfile: Option<Dockerfile>,
    /// Prose.
    pub document: Option<Document>,
    /// What a manifest declares.
    pub dependencies: Vec<Dependency>,
    /// What an SQL file changes in a database.
    pub schema: Vec<SchemaChange>,
    /// Secrets in it.
    pub secrets: Vec<Secret>,
    /// What could not be understood.
    pub problems: Vec<Problem>,
    /// The text of the policy file, for the room that reads policies; nothing for any other file.
    pub policy: Option<String>,
}

impl FileFacts {
    /// A file of which nothing is known yet but its size.
    #[must_use]
    pub const fn new(role: FileRole, language: Language, bytes: u64, lines: u32) -> Self {
        Self {
            role,
            language,
            bytes,
            lines,
            command_lines: 0,
            commands: Vec::new(),
            recipes: Vec::new(),
            module: None,
            config: Vec::new(),
            dockerfile: None,
            document: None,
            dependencies: Vec::new(),
            schema: Vec::new(),
            secrets: Vec::new(),
            problems: Vec::new(),
            policy: None,
        }
    }
}

/// Facts of some of a repository's files. Merging is disjoint union: associative, commutative, empty is its identity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactShard {
    /// By path.
    pub files: BTreeMap<RepoPath, FileFacts>,
    /// Files that could not be read at all.
    pub problems: Vec<Problem>,
}

impl FactShard {
    /// Adds the files of `other`. Of a path in both, the facts already here stay.
    pub fn merge(&mut self, other: Self) {
        for (path, facts) in other.files {
            self.files.entry(path).or_insert(facts);
        }
        self.problems.extend(other.problems);
        self.problems.sort();
        self.problems.dedup();
    }
}
