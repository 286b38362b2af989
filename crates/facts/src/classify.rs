//! What a file is, from its path and its first bytes.

use beredd_model::{RepoPath, SkipReason};
use serde::{Deserialize, Serialize};

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

/// Whether a file is worth reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadPlan {
    /// Read it.
    Read,
    /// Leave it in the archive.
    Skip(SkipReason),
}

/// Decides from the path and the declared size alone, before anything is inflated.
#[must_use]
pub fn plan_of(_path: &RepoPath, _declared_bytes: u64) -> ReadPlan {
    ReadPlan::Read
}
