//! When a circuit breaker opens: who is told, and who answers instead of the service that it refuses.

use super::agents::head_of;
use super::breakers::{Breaker, Breakers, is_open};
use super::callers::methods_of;
use super::failure::{Conduct, on_failure};
use super::logs::{Loudness, logs};
use super::metrics::updates;
use super::origin::origin_of_call;
use super::values::{is_in, keyword, last, parts_of, text};
use beredd_facts::fact::{Argument, Call, Exit, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::BTreeSet;

/// Where a breaker's change of state is logged as a warning or measured.
pub(crate) fn teller(repo: &RepoFacts, breakers: &Breakers<'_>, breaker: &Breaker) -> Option<Place> {
    let mut candidates: BTreeSet<DefinitionRef> = BTreeSet::new();
    if let Some(class) = &breaker.class {
        candidates.extend(openers(repo, class));
    }
    for value in breaker.arguments.iter().flat_map(|argument| parts_of(&argument.value)) {
        if let Value::Call { target: name, .. } | Value::Name(name) = value {
            candidates.extend(listener(repo, breaker, name));
        }
    }
    if candidates.is_empty() && breaker.class.is_none() {
        candidates.extend(added_listeners(repo));
    }
    let mut reached = candidates.iter().flat_map(|function| breakers.callers().down(function, 1));
    reached.find_map(|function| tells(repo, &function)).or_else(|| listens(repo, breaker))
}

/// Methods that take what is done when the state changes: opossum's `on('open', …)`, cockatiel's `onBreak(…)`. Source: opossum 8,
/// cockatiel 3, 2025-11.
const EVENTS: &[&str] = &["on", "onBreak", "onStateChange", "once"];

/// Where what is handed to such a method of this breaker logs or measures.
fn listens(repo: &RepoFacts, breaker: &Breaker) -> Option<Place> {
    let (path, module) = (&breaker.place.path, repo.module(&breaker.place.path)?);
    // gobreaker is told in its settings.
    let is_told = |argument: &Argument| matches!(&argument.value, Value::Call { arguments, .. } if keyword(arguments, "OnStateChange").is_some());
    if breaker.arguments.iter().any(is_told) {
        return tells_within(repo, path, breaker.place.lines());
    }
    let made = module.bindings.iter().find(|binding| binding.lines.holds(breaker.place.lines()))?;
    let is_told = |call: &&Call| {
        let of_it = call.callee.rsplit_once('.').is_some_and(|(receiver, _)| receiver == made.name);
        let event = call.arguments.first().and_then(|argument| text(&argument.value));
        of_it
            && EVENTS.contains(&last(&call.callee))
            && event.is_none_or(|event| matches!(event, "halfOpen" | "open"))
    };
    module.calls.iter().filter(is_told).find_map(|call| {
        let named = call.arguments.iter().filter_map(|argument| match &argument.value {
            Value::Name(name) => repo.resolve_target(path, name),
            _ => None,
        });
        tells_within(repo, path, call.lines)
            .or_else(|| named.into_iter().find_map(|function| tells(repo, &function)))
    })
}

/// The methods of a class of the repository in which the state becomes open.
fn openers(repo: &RepoFacts, class: &DefinitionRef) -> Vec<DefinitionRef> {
    let Some(module) = repo.module(&class.path) else { return Vec::new() };
    let methods = methods_of(repo, class).into_iter();
    methods
        .filter(|(_, method)| {
            module.bindings.iter().any(|b| method.lines.holds(b.lines) && is_open(&b.value))
                || has_word(&method.name, &["transition", "open", "trip"])
        })
        .map(|(method, _)| method)
        .collect()
}

/// What a listener does when the state changes: a method `state_change` of its class, or a function itself.
fn listener(repo: &RepoFacts, breaker: &Breaker, name: &str) -> Vec<DefinitionRef> {
    let Some(found) = repo.resolve_target(&breaker.place.path, name) else { return Vec::new() };
    let methods = methods_of(repo, &found);
    if methods.is_empty() {
        return vec![found];
    }
    methods
        .into_iter()
        .filter(|(_, method)| method.name == "state_change")
        .map(|(method, _)| method)
        .collect()
}

/// Listeners that are added afterwards: `breaker.add_listener(Watcher())`.
fn added_listeners(repo: &RepoFacts) -> Vec<DefinitionRef> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        let adds =
            module.calls.iter().filter(|call| matches!(last(&call.callee), "add_listener" | "add_listeners"));
        for value in adds.flat_map(|call| &call.arguments).flat_map(|argument| parts_of(&argument.value)) {
            if let Value::Call { target: name, .. } | Value::Name(name) = value
                && let Some(listener) = repo.resolve_target(path, name)
            {
                let methods = methods_of(repo, &listener);
                found
                    .extend(methods.iter().filter(|(_, m)| m.name == "state_change").map(|(m, _)| m.clone()));
                found.extend(methods.is_empty().then_some(listener));
            }
        }
    }
    found
}

fn tells(repo: &RepoFacts, function: &DefinitionRef) -> Option<Place> {
    tells_within(repo, &function.path, repo.definition(function)?.lines)
}

fn tells_within(repo: &RepoFacts, path: &RepoPath, lines: Lines) -> Option<Place> {
    let mut calls = repo.calls_within(path, lines);
    let logged = calls.find(|call| logs(repo, path, call) == Some(Loudness::Warning));
    let measured = || {
        let mut updates = updates(repo).into_iter();
        updates.find(|update| update.path == path && lines.holds(update.call.lines)).map(|update| update.call)
    };
    logged.or_else(measured).map(|call| RepoFacts::place(path, call.lines))
}

/// Where the error of a breaker that refuses is caught, and not just thrown on; or where a call through a breaker has another answer.
pub(crate) fn answers(repo: &RepoFacts, breakers: &Breakers<'_>) -> Option<Place> {
    let caught = repo.production_code().filter(|(path, _)| repo.is_live(path)).find_map(|(path, module)| {
        module.tries.iter().flat_map(|attempt| &attempt.catches).find_map(|catch| {
            let names_it = catch.exceptions.iter().any(|name| {
                has_word(
                    last(name),
                    &["circuit breaker", "circuit open", "breaker open", "breaker", "opened state"],
                )
            });
            let is_answer = names_it && !catch.is_empty && catch.exit != Exit::Raises;
            is_answer.then(|| head_of(&RepoFacts::place(path, catch.lines)))
        })
    });
    // resilience4j and MicroProfile name the method that answers beside the breaker.
    let named = breakers.made.iter().find(|breaker| keyword(&breaker.arguments, "fallbackMethod").is_some());
    caught.or_else(|| named.map(|breaker| head_of(&breaker.place))).or_else(|| {
        repo.production_code().filter(|(path, _)| repo.is_live(path)).find_map(|(path, module)| {
            module.calls.iter().find_map(|call| answer_around(repo, breakers, path, call))
        })
    })
}

/// opossum's `breaker.fallback(…)`, and what a handler of everything answers for a call through a breaker.
fn answer_around(repo: &RepoFacts, breakers: &Breakers<'_>, path: &RepoPath, call: &Call) -> Option<Place> {
    if is_in(&origin_of_call(repo, path, call), "opossum.CircuitBreaker().fallback") {
        return Some(head_of(&RepoFacts::place(path, call.lines)));
    }
    call.guarded_by.filter(|_| breakers.is_breaking(path, call))?;
    match on_failure(repo, path, call) {
        Conduct::Answers(place) => Some(head_of(&place)),
        _ => None,
    }
}
