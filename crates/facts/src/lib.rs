//! What a repository contains: observations with places, never judgements.
//!
//! Three steps, and the worker boundary runs between the first two:
//!
//! 1. [`plan_of`] says from a path alone whether a file is worth inflating; [`read_file`] classifies and parses one file into
//!    [`FileFacts`]. A reader never fails: what it cannot understand becomes a problem beside the facts it could give.
//! 2. [`FactShard`]s merge by disjoint union, so any split of the files over workers gives the same facts.
//! 3. [`RepoFacts::new`] computes, once, what needs two files: which imports resolve, what production code reaches, and the
//!    populations (agents, teams, call sites, services, routes, tests).
//!
//! **Invariants.** No fact is named after a check, and nothing here judges. Source is parsed, not searched: a name in a comment, a
//! docstring or a string is text and nothing else. Names are bound to their imports. Secrets are redacted before they become
//! facts.

mod calls;
mod classify;
mod commands;
mod derived;
pub mod fact;
mod files;
pub mod identifier;
pub mod known;
mod population;
mod readers;
mod repo;
mod resolve;
mod shard;
mod unparsed;

pub use classify::{FileRole, Language, ReadPlan, plan_of};
pub use commands::shell_commands;
pub use population::{
    Agent, CallSite, CallVia, CentralService, HttpRoute, Population, Service, ServiceKind, Team, TestCase,
};
pub use readers::read_file;
pub use repo::{DefinitionRef, RepoFacts};
pub use resolve::{Resolution, Unresolved};
pub use shard::{FactShard, FileFacts};
