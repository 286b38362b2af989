//! HTTP routes of Laravel: `Route::get('/orders', …)`, in groups with a prefix and middleware.
//!
//! Source: Laravel's documentation on routing, middleware and authorisation, version 12; November 2026.

use super::guards::Guard;
use super::served::joined;
use crate::RepoFacts;
use crate::fact::{Call, Module, Value};
use crate::population::HttpRoute;
use crate::population::values::{positional, texts};
use beredd_model::{Place, RepoPath};

/// What routes are registered at.
const FACADE: &str = "Illuminate.Support.Facades.Route.";

/// Most registrations of a file: they are compared with each other.
const MAX_CALLS: usize = 1_000;

/// Methods that register a route, with what it answers; `resource` answers several at once.
const METHODS: &[(&str, &[&str])] = &[
    ("any", &["*"]),
    ("apiResource", &["GET", "POST", "PUT", "DELETE"]),
    ("delete", &["DELETE"]),
    ("get", &["GET"]),
    ("options", &["OPTIONS"]),
    ("patch", &["PATCH"]),
    ("post", &["POST"]),
    ("put", &["PUT"]),
    ("resource", &["GET", "POST", "PUT", "DELETE"]),
];

/// Routes of a file of PHP.
pub(super) fn find(repo: &RepoFacts, path: &RepoPath, module: &Module, routes: &mut Vec<HttpRoute>) {
    let calls: Vec<&Call> =
        module.calls.iter().filter(|call| call.target.starts_with(FACADE)).take(MAX_CALLS).collect();
    for call in &calls {
        let Some((_, verbs)) = METHODS.iter().find(|(name, _)| *name == last(&call.target)) else { continue };
        let Some(value @ (Value::Text(_) | Value::Template(_))) = positional(&call.arguments).next() else {
            continue;
        };
        let written = texts(&repo.names(), path, value).concat();
        let around: Vec<&Call> = calls
            .iter()
            .copied()
            .filter(|one| {
                last(&one.target) == "group" && one.lines != call.lines && one.lines.holds(call.lines)
            })
            .collect();
        // What stands in the chain of the route, and in the chains of the groups around it, outermost first.
        let chains: Vec<&Call> =
            around.iter().copied().chain([*call]).flat_map(|of| chain(&calls, of)).collect();
        // Routes of `routes/api.php` stand behind `/api` unless a provider says otherwise.
        let own = if path.as_str().ends_with("routes/api.php") { "/api" } else { "" };
        let prefix =
            chains.iter().filter(|one| last(&one.target) == "prefix").fold(own.to_owned(), |all, one| {
                let text =
                    positional(&one.arguments).next().map(|value| texts(&repo.names(), path, value).concat());
                joined(&all, &slashed(&text.unwrap_or_default()))
            });
        let guards: Vec<(Place, Guard)> = chains
            .iter()
            .filter(|one| matches!(last(&one.target), "can" | "middleware"))
            .map(|one| (Place::new(path.clone(), one.lines), guard(one)))
            .collect();
        let first = |wanted: fn(&Guard) -> bool| {
            guards.iter().find(|(_, guard)| wanted(guard)).map(|(place, _)| place.clone())
        };
        for verb in *verbs {
            routes.push(HttpRoute {
                method: (*verb).to_owned(),
                pattern: joined(&prefix, &slashed(&written)),
                place: Place::new(path.clone(), call.lines),
                handler: None,
                authenticated_by: first(|guard| guard.authenticates),
                authorised_by: first(|guard| guard.authorises),
                is_registered: true,
                death: None,
            });
        }
    }
}

/// The calls of the chain that a call is part of, itself left out.
fn chain<'c>(calls: &[&'c Call], of: &Call) -> Vec<&'c Call> {
    let is_before =
        |one: &Call| of.callee.strip_prefix(one.callee.as_str()).is_some_and(|rest| rest.starts_with("()"));
    let is_behind =
        |one: &Call| one.callee.strip_prefix(of.callee.as_str()).is_some_and(|rest| rest.starts_with("()"));
    let same =
        calls.iter().copied().filter(|one| one.lines.start == of.lines.start && one.within == of.within);
    same.filter(|one| is_before(one) || is_behind(one)).collect()
}

/// `auth`, `auth:sanctum` and their like ask who the caller is; `can:…`, `role:…` what they may do, which is to know them.
fn guard(call: &Call) -> Guard {
    let names = positional(&call.arguments).flat_map(|value| match value {
        Value::List(members) => members.iter().collect::<Vec<_>>(),
        value => vec![value],
    });
    let is_can = last(&call.target) == "can";
    let mut found = Guard { authenticates: is_can, authorises: is_can };
    for name in names {
        let Value::Text(name) = name else { continue };
        let base = name.split([':', '.']).next().unwrap_or_default();
        let may =
            matches!(base, "can" | "permission" | "role" | "role_or_permission" | "ability" | "abilities");
        found.authorises |= may;
        found.authenticates |= may || matches!(base, "auth" | "jwt" | "client");
    }
    found
}

fn slashed(text: &str) -> String {
    if text.starts_with('/') { text.to_owned() } else { format!("/{text}") }
}

fn last(target: &str) -> &str {
    target.rsplit('.').next().unwrap_or(target)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::METHODS.is_sorted_by_key(|(name, _)| *name));
    }
}
