//! Calls that write to a log.

use super::origin::origin_of_call;
use super::values::{last, parts_of};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Call, Value};
use beredd_facts::identifier::has_word;
use beredd_model::RepoPath;

/// How loud a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loudness {
    /// For whoever debugs.
    Debug,
    /// The ordinary course of things.
    Info,
    /// Something that operators should see.
    Warning,
}

/// Methods of loggers: the standard library's, structlog's, loguru's and those made after them.
const METHODS: &[(&str, Loudness)] = &[
    ("critical", Loudness::Warning),
    ("debug", Loudness::Debug),
    ("error", Loudness::Warning),
    ("exception", Loudness::Warning),
    ("fatal", Loudness::Warning),
    ("info", Loudness::Info),
    ("log", Loudness::Info),
    ("msg", Loudness::Info),
    ("success", Loudness::Info),
    ("trace", Loudness::Debug),
    ("warn", Loudness::Warning),
    ("warning", Loudness::Warning),
];

/// Packages whose loggers are known.
const PACKAGES: &[&str] = &["aws_lambda_powertools", "logfire", "logging", "loguru", "structlog"];

/// How loudly a call logs, when it does. A receiver of unknown origin counts when it is called a log or a logger.
pub(crate) fn logs(repo: &RepoFacts, path: &RepoPath, call: &Call) -> Option<Loudness> {
    let (receiver, method) = call.callee.rsplit_once('.')?;
    let (_, loudness) = METHODS.iter().find(|(name, _)| *name == method)?;
    let is_called_log = || has_word(last(receiver.trim_end_matches("()")), &["log", "logger", "logging"]);
    let is_known = || {
        let target = origin_of_call(repo, path, call);
        PACKAGES.iter().any(|package| super::values::is_in(&target, package))
    };
    (is_called_log() || is_known()).then_some(*loudness)
}

/// The names of the fields of a record: keywords of a structured logger, keys of `extra`, keys of a mapping that is logged.
pub(crate) fn fields(arguments: &[Argument]) -> Vec<String> {
    let mut names = Vec::new();
    for argument in arguments {
        match argument.name.as_deref() {
            Some("exc_info" | "stack_info" | "stacklevel" | "extra") | None => {
                names.extend(keys(&argument.value))
            }
            Some("*" | "**") => names.extend(keys(&argument.value)),
            Some(name) => names.push(name.to_owned()),
        }
    }
    names
}

/// The keys of every mapping in a value.
pub(crate) fn keys(value: &Value) -> Vec<String> {
    let mappings = parts_of(value).into_iter().filter_map(|part| match part {
        Value::Map(members) => Some(members),
        _ => None,
    });
    mappings
        .flatten()
        .filter_map(|(key, _)| match key {
            Value::Text(key) => Some(key.clone()),
            _ => None,
        })
        .collect()
}
