//! The nouns of an audit: what every other room speaks in.
//!
//! Data that crosses rooms lives here, and nothing that decides anything: types have constructors, an order and a
//! serial form. An [`Audit`] is self-contained: it carries the texts of the checks it ran in both languages, so a page or
//! a report needs this crate and no check.
//!
//! **Invariants.** No clock, no float, no `usize` in a stored type (wasm is 32-bit, hosts must agree byte for byte), and
//! ordered maps only.

mod amount;
mod arithmetic;
mod audit;
mod card;
mod comparison;
mod date;
mod decision;
mod entry;
mod gap;
mod grade;
mod path;
mod policy;
mod roadmap;
mod score;
mod text;
mod verdict;

pub use amount::amount_of;
pub use arithmetic::{Arithmetic, Figures, Mean, Step, Term};
pub use audit::{
    AgentRow, ArchiveSummary, Audit, Beside, Contradiction, CriterionOutcome, FileRow, LlmInventory, LlmSite,
    Named, Problem, ProblemKind, Program, RouteRow, SCHEMA, SecretRow, ServiceRow, Skip, SkipReason, TeamRow,
    TestCounts,
};
pub use card::{
    Category, CheckCard, CheckId, Consequence, Criterion, EffortModel, Estimate, Owner, Role, Standard,
};
pub use comparison::{Change, Comparison, GapChange};
pub use date::{Date, DateError};
pub use decision::{
    AcceptanceRow, AcceptanceState, AcceptedRisk, Attestation, AttestationRow, AttestationState, Attested,
    Standing,
};
pub use entry::Entry;
pub use gap::{Effort, Gap, GapId, Severity};
pub use grade::Grade;
pub use path::{Lines, PathError, Place, RepoPath};
pub use policy::{Capacity, EffortOverride, Level, Policy, Precedence, TeamDeclaration, Thresholds};
pub use roadmap::{Days, Phase, Roadmap, RoadmapItem, RoadmapTotal, ShortestWay};
pub use score::{Band, CategoryScore, CriterionScore, Gate, Points, Score};
pub use text::{Lang, Text};
pub use verdict::{CheckResult, Evidence, Outcome, Searched, Subject, SubjectKind, Verdict};
