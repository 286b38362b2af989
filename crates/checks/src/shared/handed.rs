//! Functions that are handed to a circuit breaker of a library, the calls that run them through it, and what it does instead.
//!
//! `breaker.call(ask, question)` (pybreaker) and `policy.execute(() => this.ask(question))` (cockatiel) name what they run where they
//! run it; `new CircuitBreaker(ask)` (opossum) is told once, runs it at `fire(…)`, and what it was told by `fallback(…)` when that fails.

use super::breaker_libraries::{lets_call_through, wraps_what_it_is_given};
use super::origin::{origin_of_call, variable_of};
use super::values::{is_in, last, parts_of};
use beredd_facts::fact::{Argument, Binding, Call, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a fallback of a breaker is, by its full name. Source: opossum 8, 2025-11.
const FALLBACK: &str = "opossum.CircuitBreaker().fallback";

/// Calls through breakers of production code, and what they run.
#[derive(Default)]
pub(crate) struct Handed {
    by_call: BTreeMap<(RepoPath, u32), BTreeSet<DefinitionRef>>,
    /// The calls that run a function.
    running: BTreeMap<DefinitionRef, Vec<(RepoPath, u32)>>,
    /// Where a function is wrapped in a breaker: calls in these lines hand it over and do not run it.
    wrappings: BTreeSet<(RepoPath, Lines)>,
    /// Functions, what runs instead when they fail, and where that is said.
    pub(crate) instead: Vec<Instead>,
}

/// What a breaker does when what it runs fails.
pub(crate) struct Instead {
    /// What it runs.
    pub(crate) first: BTreeSet<DefinitionRef>,
    /// What it runs then.
    pub(crate) second: BTreeSet<DefinitionRef>,
    /// Where that is said.
    pub(crate) place: Place,
}

/// Finds them once.
pub(crate) fn handed(repo: &RepoFacts) -> Arc<Handed> {
    repo.derived(find)
}

impl Handed {
    /// The functions that a call, by its index in its file, runs through a breaker.
    pub(crate) fn run_by(&self, path: &RepoPath, index: u32) -> impl Iterator<Item = &DefinitionRef> {
        self.by_call.get(&(path.clone(), index)).into_iter().flatten()
    }

    /// The calls that run a function through a breaker.
    pub(crate) fn calls_running<'a>(
        &self,
        repo: &'a RepoFacts,
        function: &DefinitionRef,
    ) -> Vec<(&'a RepoPath, &'a Call)> {
        let places = self.running.get(function).into_iter().flatten();
        places
            .filter_map(|(path, index)| {
                let (path, module) = repo.kept_module(path)?;
                Some((path, module.calls.get(usize::try_from(*index).ok()?)?))
            })
            .collect()
    }

    /// Whether a call stands where a function is handed over and not run.
    pub(crate) fn is_wrapping(&self, path: &RepoPath, call: &Call) -> bool {
        self.wrappings.iter().any(|(file, lines)| file == path && lines.holds(call.lines))
    }

    /// Where something that does something is said to run when a function fails. A double for tests stands in for nothing.
    pub(crate) fn fallback_of(&self, repo: &RepoFacts, function: &DefinitionRef) -> Option<&Place> {
        let acts = |one: &Instead| {
            one.second
                .iter()
                .filter_map(|second| repo.definition(second))
                .any(|second| !second.is_stub && !is_double(&second.name))
        };
        self.instead.iter().find(|one| one.first.contains(function) && acts(one)).map(|one| &one.place)
    }
}

/// Whether a name is that of a stand-in with made-up answers: `_mock_bank_operation`.
pub(crate) fn is_double(name: &str) -> bool {
    has_word(name, &["dummy", "fake", "mock", "stub"])
}

fn find(repo: &RepoFacts) -> Handed {
    let mut handed = Handed::default();
    for (path, module) in repo.production_code() {
        for (call, index) in module.calls.iter().zip(0u32..) {
            let origin = origin_of_call(repo, path, call);
            if wraps_what_it_is_given(&origin) {
                handed.wrappings.insert((path.clone(), call.lines));
            } else if origin == FALLBACK {
                let place = RepoFacts::place(path, Lines::at(call.lines.start));
                let (first, second) =
                    (wrapped(repo, path, call), given(repo, path, module, call.lines, &call.arguments));
                handed.instead.push(Instead { first, second, place });
            } else if lets_call_through(&origin) {
                let mut runs = given(repo, path, module, call.lines, &call.arguments);
                runs.extend(wrapped(repo, path, call));
                for function in &runs {
                    handed.running.entry(function.clone()).or_default().push((path.clone(), index));
                }
                handed.by_call.insert((path.clone(), index), runs);
            }
        }
    }
    handed
}

/// The functions that the breaker of a call was made around: `this.guarded.fire(…)` after `guarded = new CircuitBreaker(ask)`.
fn wrapped(repo: &RepoFacts, path: &RepoPath, call: &Call) -> BTreeSet<DefinitionRef> {
    let Some((receiver, _)) = call.callee.rsplit_once('.') else { return BTreeSet::new() };
    let variable = variable_of(repo, path, &call.target);
    let (file, name) = variable.map_or((path.clone(), receiver), |(file, name, _)| (file, name));
    let Some(module) = repo.module(&file) else { return BTreeSet::new() };
    let made = |binding: &&Binding| binding.name == name || binding.name == receiver;
    let mut found = BTreeSet::new();
    for binding in module.bindings.iter().filter(made) {
        if let Value::Call { target, arguments } = &binding.value
            && is_in(target, "opossum.CircuitBreaker")
        {
            found.extend(given(repo, &file, module, binding.lines, arguments));
        }
    }
    found
}

/// Functions of the repository among arguments, bound to their object (`this.ask.bind(this)`) or not, and those that a function
/// written there calls.
fn given(
    repo: &RepoFacts,
    path: &RepoPath,
    module: &Module,
    lines: Lines,
    arguments: &[Argument],
) -> BTreeSet<DefinitionRef> {
    let values = arguments.iter().flat_map(|argument| parts_of(&argument.value));
    let names = values.filter_map(|value| match value {
        Value::Name(name) => Some(name.as_str()),
        Value::Call { target, .. } => target.strip_suffix(".bind"),
        _ => None,
    });
    let within = module.calls.iter().find(|call| lines.holds(call.lines));
    let named = names.filter_map(|name| {
        let around = within?;
        let call = Call { target: name.to_owned(), callee: name.to_owned(), ..around.clone() };
        repo.callee_of(path, &call)
    });
    let is_inner = |call: &&Call| lines.holds(call.lines) && !last(&call.callee).is_empty();
    let inner = module.calls.iter().filter(is_inner).filter_map(|call| repo.callee_of(path, call));
    named.chain(inner).filter(|function| function.path != *path || !holds(module, function, lines)).collect()
}

/// Whether a definition stands around these lines: the one that hands over is not handed.
fn holds(module: &Module, function: &DefinitionRef, lines: Lines) -> bool {
    let index = usize::try_from(function.id.0).ok();
    let definition = index.and_then(|index| module.definitions.get(index));
    definition.is_some_and(|definition| definition.lines.holds(lines))
}
