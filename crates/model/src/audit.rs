//! The result: `audit.json` as Rust types, keys in the order of the contract.
//!
//! Serialising an [`Audit`] with serde gives the document; the order of fields here is the order of keys there.

use crate::{
    AcceptanceRow, Arithmetic, AttestationRow, CategoryScore, CheckId, CheckResult, Criterion,
    CriterionScore, Gap, Gate, Outcome, Place, Policy, RepoPath, Roadmap, Score, ShortestWay, Text,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the document's shape.
pub const SCHEMA: &str = "beredd-audit/1";

/// Which program made the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Program {
    /// The version of Beredd.
    pub version: String,
    /// SHA-256 over the catalogue of checks, as hexadecimal digits: two audits with the same hash asked the same questions.
    pub catalogue_sha256: String,
}

/// Why a file was not read: a closed set of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Someone else's code, kept in the tree.
    Vendored,
    /// Made by a tool from other files.
    Generated,
    /// Minified code.
    Minified,
    /// Not text.
    Binary,
    /// The version-control system's or the operating system's own.
    Metadata,
    /// A lock file of a package manager, too long to say more than its manifest.
    LockFile,
    /// Over the budget for one file.
    TooLarge,
    /// Over the budget for the archive.
    OverBudget,
    /// A symbolic link: its target is not followed.
    Symlink,
    /// Encrypted.
    Encrypted,
    /// Compressed in a way this program does not read.
    UnsupportedMethod,
    /// The name is not a path inside the repository.
    UnsafeName,
    /// Another entry of the same name came later.
    Duplicate,
    /// The data is damaged.
    Damaged,
}

/// A file that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skip {
    /// Its name as the archive writes it: text, perhaps not a path.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}

/// What kind of trouble a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A file that does not follow the grammar of its language.
    SyntaxError,
    /// An import of a module that is not in the archive, though its package is.
    UnresolvedImport,
    /// A file that could not be read from the archive.
    Unreadable,
    /// A text in no encoding this program knows.
    Encoding,
    /// A limit was reached; what lies beyond it was not read.
    LimitReached,
    /// The program failed on a file; the rest was audited.
    Crashed,
    /// A line of the policy that could not be used as it stands; what counts instead is said.
    Policy,
}

/// Something that could not be read or understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The file's name as text.
    pub path: String,
    /// The line, where one can be named.
    pub line: Option<u32>,
    /// What kind.
    pub kind: ProblemKind,
    /// In words.
    pub message: Text,
}

/// The archive: what came in, what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArchiveSummary {
    /// The file's or folder's own name, without a path to it.
    pub name: String,
    /// SHA-256 of the archive's bytes, as hexadecimal digits.
    pub sha256: String,
    /// Files listed.
    pub entries: u32,
    /// Bytes of the archive.
    pub bytes: u64,
    /// Files read.
    pub files_read: u32,
    /// Bytes of the files read, inflated.
    pub bytes_read: u64,
    /// Files that were audited beside the archive; its hash knows nothing of them.
    #[serde(default)]
    pub beside: Vec<Beside>,
    /// The limits in effect, by name; bytes, files or times.
    #[serde(default)]
    pub limits: BTreeMap<String, u64>,
    /// What was not read.
    pub skipped: Vec<Skip>,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// A file that was audited beside an archive: a result that belongs to the repository and is not kept in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Beside {
    /// The path under which it was read.
    pub path: RepoPath,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, as hexadecimal digits.
    pub sha256: String,
}

/// A name with a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it is defined.
    #[serde(flatten)]
    pub place: Place,
}

/// A team of agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamRow {
    /// Its name.
    pub name: String,
    /// Ids of its agents.
    pub agents: Vec<String>,
    /// The mean of its agents' criteria.
    pub proven_permille: u32,
}

/// How one agent does in one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CriterionOutcome {
    /// Which criterion.
    pub id: Criterion,
    /// How it does.
    pub outcome: Outcome,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentRow {
    /// Unique: `team/name`, or with a path where that is not enough.
    pub id: String,
    /// Its name in the code.
    pub name: String,
    /// Its team.
    pub team: String,
    /// Where it is defined.
    #[serde(flatten)]
    pub place: Place,
    /// The agent framework, or `none`.
    pub framework: String,
    /// The criteria that are asked per agent.
    pub criteria: Vec<CriterionOutcome>,
    /// Their mean.
    #[serde(default)]
    pub proven_permille: u32,
}

/// A deployable service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceRow {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    #[serde(flatten)]
    pub place: Place,
    /// What declares it: `dockerfile`, `compose`, `kubernetes`, `app`, …
    pub kind: String,
}

/// An HTTP route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RouteRow {
    /// `GET`, `POST`, …, or `*`.
    pub method: String,
    /// As written at the route, with its prefixes where they are constant.
    pub path_pattern: String,
    /// Where it is registered.
    #[serde(flatten)]
    pub place: Place,
    /// Whether authentication was seen on it.
    pub is_authenticated: bool,
}

/// A place that calls a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LlmSite {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The provider's name, or `first-party` for a call of a service in the tree.
    pub provider: String,
    /// The library or service it goes through.
    pub via: String,
    /// The model it names in so many words; nothing where the name is worked out when it runs.
    #[serde(default)]
    pub model: Option<String>,
}

/// Everything about models.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LlmInventory {
    /// Where models are called.
    pub call_sites: Vec<LlmSite>,
    /// Vendors, sorted.
    pub providers: Vec<String>,
    /// Definitions in the tree that others call models through.
    pub central_services: Vec<Named>,
}

/// How many tests there are, by how much they count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestCounts {
    /// Test functions that are declared.
    pub declared: u32,
    /// Those that are collected, not skipped by default, and assert something.
    pub countable: u32,
    /// Those of them whose imports resolve.
    pub importable: u32,
    /// Those of them that concern the LLM integration.
    pub llm_related: u32,
}

/// A secret that was found: never its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecretRow {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The kind: `openai_api_key`, …
    pub kind: String,
    /// How bad.
    pub severity: crate::Severity,
    /// A redacted stub: enough to recognise, not to use.
    pub stub: String,
}

/// A claim in a document that the code contradicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contradiction {
    /// Where it is claimed.
    pub claim_path: String,
    /// On which line.
    pub claim_line: u32,
    /// Where the opposite is proven.
    pub against_path: String,
    /// On which line.
    pub against_line: u32,
    /// The check that noticed.
    pub check: CheckId,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileRow {
    /// Which.
    pub path: crate::RepoPath,
    /// Production, test, documentation, …
    pub role: String,
    /// The language or format it was read as.
    pub language: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its lines.
    pub lines: u32,
}

/// The audit of one repository under one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Audit {
    /// [`SCHEMA`].
    pub schema: String,
    /// Who made it.
    pub program: Program,
    /// What came in.
    pub archive: ArchiveSummary,
    /// The policy in effect.
    pub profile: Policy,
    /// The overall score.
    pub score: Score,
    /// Go or no go.
    pub gate: Gate,
    /// The eight categories.
    pub categories: Vec<CategoryScore>,
    /// The forty criteria.
    pub criteria: Vec<CriterionScore>,
    /// Every check, by id.
    pub checks: Vec<CheckResult>,
    /// The teams, by name.
    pub teams: Vec<TeamRow>,
    /// The agents, by id.
    pub agents: Vec<AgentRow>,
    /// The services.
    pub services: Vec<ServiceRow>,
    /// The routes.
    pub routes: Vec<RouteRow>,
    /// The models.
    pub llm: LlmInventory,
    /// The tests.
    pub tests: TestCounts,
    /// The secrets found.
    pub secrets: Vec<SecretRow>,
    /// Claims that the code contradicts.
    pub contradictions: Vec<Contradiction>,
    /// The gaps, in roadmap order.
    pub gaps: Vec<Gap>,
    /// The order of work.
    pub roadmap: Roadmap,
    /// The shortest way to ready, where there is one.
    pub shortest_way: Option<ShortestWay>,
    /// Every file that was read.
    pub files: Vec<FileRow>,
    /// The sums behind the score.
    #[serde(default)]
    pub arithmetic: Arithmetic,
    /// Every accepted risk and what became of it, as written.
    #[serde(default)]
    pub accepted: Vec<AcceptanceRow>,
    /// Every attestation and what became of it, as written.
    #[serde(default)]
    pub attested: Vec<AttestationRow>,
}
