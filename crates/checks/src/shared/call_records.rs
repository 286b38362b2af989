//! What is written down about each model call, around the place where it is made.

use super::callers::Callers;
use super::externals::{Kind, Use, externals};
use super::logs::{Loudness, fields, logs};
use super::origin::reference;
use super::values::{is_in, last, parts_of, text};
use beredd_facts::fact::{Call, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Place, RepoPath};
use std::collections::BTreeSet;

/// How many callers up the record of a call may be written.
const HOPS: u32 = 2;

/// A model call and the names of what is written down about it.
pub(crate) struct CallRecord<'a> {
    /// Whose model.
    pub(crate) vendor: String,
    /// The call.
    pub(crate) call: Use<'a>,
    /// Names in the fullest record.
    pub(crate) names: BTreeSet<String>,
    /// Where that record is written.
    pub(crate) written: Option<Place>,
}

impl CallRecord<'_> {
    /// Whether the record has a name with one of these words.
    pub(crate) fn says(&self, words: &[&str]) -> bool {
        self.names.iter().any(|name| has_word(name, words))
    }
}

/// Every call of a provider's model, with the fullest record that its function or one of its callers writes. `wanted` says which
/// words make a record full.
pub(crate) fn call_records<'a>(repo: &'a RepoFacts, wanted: &[&[&str]]) -> Vec<CallRecord<'a>> {
    let callers = Callers::new(repo);
    let bound = bound_to_context(repo);
    let mut found = Vec::new();
    for (external, uses) in externals(repo).into_iter().filter(|(external, _)| external.kind == Kind::Model) {
        for call in uses {
            let functions = match call.call.within {
                Some(id) => callers.up(&reference(call.path, id), HOPS),
                None => Vec::new(),
            };
            let mut best =
                CallRecord { vendor: external.name.clone(), call, names: BTreeSet::new(), written: None };
            for function in functions {
                let (mut names, written) = names_in(repo, &callers, &function);
                if written.is_some() {
                    names.extend(bound.iter().cloned());
                }
                let count = |names: &BTreeSet<String>| {
                    wanted.iter().filter(|words| names.iter().any(|name| has_word(name, words))).count()
                };
                if written.is_some() && (best.written.is_none() || count(&names) > count(&best.names)) {
                    (best.names, best.written) = (names, written);
                }
            }
            found.push(best);
        }
    }
    found.sort_by(|a, b| (a.call.path, a.call.lines()).cmp(&(b.call.path, b.call.lines())));
    found
}

/// The names that a function writes down, itself or through a function of its own that is made for it.
fn names_in(
    repo: &RepoFacts,
    callers: &Callers<'_>,
    function: &DefinitionRef,
) -> (BTreeSet<String>, Option<Place>) {
    let mut names = BTreeSet::new();
    let mut written = None;
    let is_recorder = |found: &DefinitionRef| {
        repo.definition(found).is_some_and(|d| {
            has_word(
                &d.name,
                &["log", "record", "track", "usage", "cost", "audit", "trace", "observe", "emit"],
            )
        })
    };
    let own = callers.down(function, 1).into_iter().filter(|found| found == function || is_recorder(found));
    for found in own {
        let Some(definition) = repo.definition(&found) else { continue };
        for decorator in &definition.decorators {
            if is_in(&decorator.target, "langfuse") || is_in(&decorator.target, "langsmith") {
                names.extend(["cost", "latency", "tokens"].map(str::to_owned));
                written.get_or_insert(RepoFacts::place(&found.path, decorator.lines));
            }
        }
        for call in repo.calls_within(&found.path, definition.lines) {
            let said = record(repo, &found.path, call);
            if !said.is_empty() {
                names.extend(said);
                written.get_or_insert(RepoFacts::place(&found.path, call.lines));
            }
        }
    }
    (names, written)
}

/// The names in a log record or on a span.
fn record(repo: &RepoFacts, path: &RepoPath, call: &Call) -> Vec<String> {
    let method = last(&call.callee);
    if is_observed(call) {
        return ["latency", "model", "tokens"].map(str::to_owned).to_vec();
    }
    if matches!(
        method,
        "setAttribute"
            | "setAttributes"
            | "set_attribute"
            | "set_attributes"
            | "update_current_trace"
            | "update_current_generation"
    ) {
        let first = call.arguments.first().and_then(|argument| text(&argument.value)).map(str::to_owned);
        return fields(&call.arguments).into_iter().chain(first).collect();
    }
    if logs(repo, path, call).is_none_or(|loudness| loudness < Loudness::Info) {
        return Vec::new();
    }
    let mut names = fields(&call.arguments);
    for value in
        call.arguments.iter().filter(|a| a.name.is_none()).flat_map(|argument| parts_of(&argument.value))
    {
        if let Value::Name(name) = value {
            names.push(last(name).to_owned());
        }
    }
    names
}

/// A call of Vercel's AI SDK whose span is on: it bears model, tokens and time.
fn is_observed(call: &Call) -> bool {
    let told = super::values::keyword(&call.arguments, "experimental_telemetry");
    is_in(&call.target, "ai")
        && told.is_some_and(|value| {
            matches!(value, Value::Map(members) if members.iter().any(|(key, value)| {
                text(key) == Some("isEnabled") && *value == Value::Bool(true)
            }))
        })
}

/// Names that production code binds to the context of every record: `bind_contextvars(tenant_id=…)`.
pub(crate) fn bound_to_context(repo: &RepoFacts) -> BTreeSet<String> {
    let live = repo.production_code().filter(|(path, _)| repo.is_live(path));
    live.flat_map(|(_, module)| &module.calls)
        .filter(|call| {
            matches!(last(&call.callee), "bind_contextvars" | "bound_contextvars" | "contextualize")
        })
        .flat_map(|call| call.arguments.iter().filter_map(|argument| argument.name.clone()))
        .collect()
}
