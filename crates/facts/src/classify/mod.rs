//! What a file is: whether it is worth reading, what it is for, and what it is written in.
//!
//! Three questions, asked of the path and, where that is cheap, of the first lines. Folder names count whole and only where
//! their meaning is strong: a tree moved below `build/`, `env/`, `dist/` or `test-x/` is classified as it was before.

mod language;
mod plan;
mod role;

use beredd_model::SkipReason;
use serde::{Deserialize, Serialize};

pub(crate) use language::language_of;
pub use plan::plan_of;
pub(crate) use role::{count_examples_as_the_system, role_of};

/// What a file is for. Only production code and effective configuration prove what the running system does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FileRole {
    /// Code and configuration that runs or deploys the system.
    Production,
    /// Tests and what only they use.
    Test,
    /// Examples, samples, demonstrations.
    Example,
    /// Documents.
    Documentation,
    /// Made by a tool.
    Generated,
    /// Someone else's.
    Vendored,
    /// Scripts for developers: builds, migrations of code, linters.
    Tooling,
    /// Plans, specifications, reports and summaries about the system, and programs that audit it.
    AuditMaterial,
}

impl FileRole {
    /// The word used in `audit.json`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
            Self::Example => "example",
            Self::Documentation => "documentation",
            Self::Generated => "generated",
            Self::Vendored => "vendored",
            Self::Tooling => "tooling",
            Self::AuditMaterial => "audit_material",
        }
    }
}

/// The language or format a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the languages")]
pub enum Language {
    Python,
    Notebook,
    TypeScript,
    JavaScript,
    Go,
    Java,
    Kotlin,
    CSharp,
    Rust,
    Ruby,
    Php,
    Shell,
    Dockerfile,
    Yaml,
    Json,
    Toml,
    Ini,
    Env,
    Properties,
    Terraform,
    Markdown,
    RestructuredText,
    Sql,
    Xml,
    Html,
    Css,
    Makefile,
    Text,
}

impl Language {
    /// Whether it is a programming language: text in it is quoted, and a bare word is a name.
    #[must_use]
    pub(crate) const fn is_code(self) -> bool {
        matches!(
            self,
            Self::Python
                | Self::TypeScript
                | Self::JavaScript
                | Self::Go
                | Self::Java
                | Self::Kotlin
                | Self::CSharp
                | Self::Rust
                | Self::Ruby
                | Self::Php
                | Self::Sql
        )
    }

    /// Whether its code is read by its tokens, and its names are found by packages.
    #[must_use]
    pub(crate) const fn is_read_by_tokens(self) -> bool {
        matches!(
            self,
            Self::Go | Self::Java | Self::Kotlin | Self::CSharp | Self::Rust | Self::Ruby | Self::Php
        )
    }

    /// Whether it is prose.
    #[must_use]
    pub(crate) const fn is_prose(self) -> bool {
        matches!(self, Self::Markdown | Self::RestructuredText | Self::Text)
    }
}

/// Whether a file is worth reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadPlan {
    /// Read it.
    Read,
    /// Leave it in the archive.
    Skip(SkipReason),
}
