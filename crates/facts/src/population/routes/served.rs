//! HTTP routes of Go, Rust and C#, registered by calls: `net/http`, gin, chi, echo, fiber, gorilla; axum, actix; ASP.NET's `Map…`.
//!
//! What a group of routes is prefixed with is followed through the variable that holds it and through the functions it is handed to
//! where they stand in the same file. What guards a group, a chain or a router before the route guards the route.

mod scopes;

use super::guards::Guard;
use super::middleware::{body_guard, guard_of_value};
use crate::RepoFacts;
use crate::fact::{Binding, Call, Definition, DefinitionId, Module, Value};
use crate::population::HttpRoute;
use crate::population::values::{positional, texts};
use beredd_model::{Place, RepoPath};
use std::collections::BTreeSet;

/// What objects that routes are registered at begin with.
const PACKAGES: &[&str] = &[
    "actix_web.",
    "axum.",
    "github.com/gin-gonic/gin.",
    "github.com/go-chi/chi.",
    "github.com/gofiber/fiber.",
    "github.com/gorilla/mux.",
    "github.com/labstack/echo.",
    "net/http.",
];

/// Most groups that stand around one another.
const MAX_GROUPS: u8 = 8;

/// Most groups and guards of a file, and most calls that may register a route: a program has some dozens. They are compared with
/// each other.
const MAX_SHARED: usize = 200;
const MAX_ROUTES: usize = 1_000;
const MAX_SERVICES: usize = 60;

/// Registrations of a file that concern more than one route.
struct File<'m> {
    repo: &'m RepoFacts,
    path: &'m RepoPath,
    module: &'m Module,
    /// Calls that group routes, or guard all that follow.
    shared: Vec<&'m Call>,
    /// What holds them.
    held: Vec<&'m Binding>,
    /// Calls that make something a service of a scope.
    services: Vec<&'m Call>,
}

/// Routes of a file of Go, Rust or C#.
pub(super) fn find(repo: &RepoFacts, path: &RepoPath, module: &Module, routes: &mut Vec<HttpRoute>) {
    let is_shared = |call: &&Call| {
        let name = last(&call.target);
        SHARED.contains(&name) && may_serve(call)
    };
    let shared: Vec<&Call> = module.calls.iter().filter(is_shared).take(MAX_SHARED).collect();
    let lines: BTreeSet<u32> = shared.iter().map(|call| call.lines.start).collect();
    let held = module.bindings.iter().filter(|binding| lines.contains(&binding.lines.start));
    let held = held.take(MAX_SHARED).collect();
    let services = module.calls.iter().filter(|call| last(&call.target) == "service" && may_serve(call));
    let services = services.take(MAX_SERVICES).collect();
    let file = File { repo, path, module, shared, held, services };
    for call in module.calls.iter().filter(|call| may_serve(call)).take(MAX_ROUTES) {
        file.registered(call, routes);
    }
}

/// Methods that group routes or stand between callers and all of them.
const SHARED: &[&str] = &[
    "AllowAnonymous",
    "Group",
    "MapGroup",
    "PathPrefix",
    "RequireAuthorization",
    "Route",
    "Subrouter",
    "Use",
    "With",
    "layer",
    "nest",
    "resource",
    "route_layer",
    "scope",
    "wrap",
];

impl File<'_> {
    fn registered(&self, call: &Call, routes: &mut Vec<HttpRoute>) {
        let mut values = positional(&call.arguments);
        // `web::resource("/users").route(web::post().to(add))` says its pattern where the resource is made.
        let resource = self.in_chain(call, "resource");
        if let (Some(Value::Call { .. }), Some(resource)) = (positional(&call.arguments).next(), resource) {
            self.registered_at(call, resource, routes);
            return;
        }
        let Some(first @ (Value::Text(_) | Value::Template(_) | Value::Name(_))) = values.next() else {
            return;
        };
        let rest: Vec<&Value> = values.collect();
        if rest.is_empty() {
            return;
        }
        let written = texts(&self.repo.names(), self.path, first).concat();
        let (methods, pattern) = match methods_of(call, &written, &rest) {
            Some(found) => found,
            None => return,
        };
        let handler = rest.iter().rev().find_map(|value| self.handler(value));
        let mut guards: Vec<(Place, Guard)> = Vec::new();
        let place = Place::new(self.path.clone(), call.lines);
        for value in &rest {
            guards.push((place.clone(), guard_of_value(self.repo, self.path, value)));
        }
        if let Some((_, handler)) = handler {
            guards
                .push((Place::new(self.path.clone(), handler.lines), body_guard(self.module, handler.lines)));
        }
        guards.extend(self.around(call));
        let is_open =
            self.shared.iter().any(|one| last(&one.target) == "AllowAnonymous" && is_chained(call, one));
        let first = |wanted: fn(&Guard) -> bool| {
            guards.iter().find(|(_, guard)| wanted(guard) && !is_open).map(|(place, _)| place.clone())
        };
        let prefix = self.prefix(call);
        for method in methods {
            routes.push(HttpRoute {
                method,
                pattern: joined(&prefix, &pattern),
                place: place.clone(),
                handler: handler.map(|(id, _)| id),
                authenticated_by: first(|guard| guard.authenticates),
                authorised_by: first(|guard| guard.authorises),
                is_registered: true,
                death: None,
            });
        }
    }

    /// The handler that a value names, where it is a definition of the same file.
    fn handler(&self, value: &Value) -> Option<(DefinitionId, &Definition)> {
        let target = match value {
            Value::Name(target) => target,
            // `get(ask)`, `web::post().to(ask)`
            Value::Call { arguments, .. } => match positional(arguments).last()? {
                Value::Name(target) => target,
                _ => return None,
            },
            _ => return None,
        };
        let found =
            self.repo.names().definition(self.path, target).filter(|found| found.path == self.path)?;
        Some((found.id, self.module.definitions.get(crate::resolve::at(found.id.0))?))
    }

    /// What guards the group a route stands in, the variable it is registered at, or the chain it is part of.
    fn around(&self, call: &Call) -> Vec<(Place, Guard)> {
        let variable = variable(call);
        // What wraps a scope wraps all that it serves.
        let scope = self.scope(call);
        let mut found = Vec::new();
        for one in &self.shared {
            let name = last(&one.target);
            let same = one.lines != call.lines && one.within == call.within;
            let counts = match name {
                "Use" => {
                    same && self.variable_leads_to(variable, self::variable(one))
                        && one.lines.start <= call.lines.start
                        && self.holders(one).all(|holder| holder.lines.holds(call.lines))
                }
                "With" => is_chained(one, call),
                // A layer covers what stands before it in its chain.
                "layer" | "route_layer" | "wrap" => {
                    is_chained(call, one) || scope.is_some_and(|scope| is_chained(scope, one))
                }
                "RequireAuthorization" => is_chained(call, one) || self.makes(one, variable),
                "Group" | "MapGroup" | "Route" => self.makes(one, variable),
                _ => false,
            };
            if !counts {
                continue;
            }
            let place = Place::new(self.path.clone(), one.lines);
            if name == "RequireAuthorization" {
                let guard = Guard { authenticates: true, authorises: !one.arguments.is_empty() };
                found.push((place, guard));
                continue;
            }
            for argument in &one.arguments {
                found.push((place.clone(), self.guard(&argument.value)));
            }
        }
        found
    }

    /// What is passed checks: itself, or the function that it makes a layer of, as `from_fn(require_user)` does.
    fn guard(&self, value: &Value) -> Guard {
        let made_of = match value {
            Value::Call { arguments, .. } => arguments.as_slice(),
            _ => &[],
        };
        let inner = made_of.iter().filter(|one| matches!(one.value, Value::Name(_)));
        inner
            .map(|one| guard_of_value(self.repo, self.path, &one.value))
            .fold(guard_of_value(self.repo, self.path, value), Guard::or)
    }

    /// Groups whose function a call stands in.
    fn holders(&self, call: &Call) -> impl Iterator<Item = &Call> {
        self.shared.iter().copied().filter(move |one| {
            matches!(last(&one.target), "Group" | "Route")
                && one.lines != call.lines
                && one.lines.holds(call.lines)
        })
    }

    /// Whether a variable is another, or a group of it.
    fn variable_leads_to(&self, variable: &str, other: &str) -> bool {
        let mut current = variable;
        for _ in 0..MAX_GROUPS {
            if current == other {
                return true;
            }
            let Some(group) = self.group(current) else { return false };
            current = self::variable(group);
        }
        false
    }

    /// Whether a call makes what a variable holds, or what that is a group of.
    fn makes(&self, one: &Call, variable: &str) -> bool {
        let mut current = variable;
        for _ in 0..MAX_GROUPS {
            let is_bound = self.held.iter().any(|binding| {
                binding.name == current
                    && binding.within == one.within
                    && one.lines.start == binding.lines.start
            });
            if is_bound {
                return true;
            }
            let Some(group) = self.group(current) else { return false };
            current = self::variable(group);
        }
        false
    }

    /// The call that made the group a variable holds.
    fn group(&self, variable: &str) -> Option<&Call> {
        let binding = self.held.iter().find(|binding| {
            binding.name == variable
                && matches!(&binding.value, Value::Call { target, .. } if is_group(target))
        })?;
        self.shared.iter().copied().find(|call| {
            call.lines.start == binding.lines.start
                && matches!(last(&call.target), "Group" | "MapGroup" | "PathPrefix" | "Route")
        })
    }

    fn prefix(&self, call: &Call) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut current = variable(call);
        for _ in 0..MAX_GROUPS {
            let Some(group) = self.group(current) else { break };
            parts.push(self.text(group));
            current = variable(group);
        }
        parts.reverse();
        let mut around: Vec<&Call> = self.holders(call).filter(|one| last(&one.target) == "Route").collect();
        around.sort_by_key(|one| one.lines.start);
        let scope = self.scope(call).map(|scope| self.text(scope)).unwrap_or_default();
        let outside = [self.nested(call), scope].into_iter().filter(|part| !part.is_empty());
        let around = outside.chain(around.into_iter().map(|one| self.text(one)));
        around.chain(parts).fold(String::new(), |before, part| joined(&before, &part))
    }

    fn text(&self, call: &Call) -> String {
        match positional(&call.arguments).next() {
            Some(value @ (Value::Text(_) | Value::Template(_))) => {
                texts(&self.repo.names(), self.path, value).concat()
            }
            _ => String::new(),
        }
    }
}

/// Whether a call is one of a web framework: by what it is called on, or for ASP.NET by its own name.
fn may_serve(call: &Call) -> bool {
    let name = last(&call.target);
    let is_mapped = name.starts_with("Map") || matches!(name, "RequireAuthorization" | "AllowAnonymous");
    is_mapped || PACKAGES.iter().any(|package| call.target.starts_with(package))
}

/// The methods a call registers and the pattern it registers them at; nothing when it registers none.
fn methods_of(call: &Call, written: &str, rest: &[&Value]) -> Option<(Vec<String>, String)> {
    let name = last(&call.target);
    let is_pattern = |text: &str| text.is_empty() || text.starts_with(['/', '*', ':', '{']);
    let one = |method: &str| Some((vec![method.to_owned()], written.to_owned()));
    match name {
        "MapGet" | "MapPost" | "MapPut" | "MapDelete" | "MapPatch" => {
            one(&name.trim_start_matches("Map").to_uppercase())
        }
        "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS" if is_pattern(written) => one(name),
        // `http.Get("https://…")` asks someone else.
        "Get" | "Post" | "Put" | "Delete" | "Patch" | "Head" | "Options"
            if is_pattern(written) && call.target.contains("()") =>
        {
            one(&name.to_uppercase())
        }
        "Any" | "All" if is_pattern(written) => one("*"),
        "HandleFunc" | "Handle" => match written.split_once(' ') {
            Some((method, pattern)) => Some((vec![method.to_owned()], pattern.to_owned())),
            None if is_pattern(written) => one("*"),
            None => None,
        },
        "route" => methods_given(rest.first()?).map(|methods| (methods, written.to_owned())),
        _ => None,
    }
}

/// The methods that `get(ask).post(tell)` and `web::post().to(ask)` answer.
fn methods_given(value: &Value) -> Option<Vec<String>> {
    let Value::Call { target, .. } = value else { return None };
    let methods: Vec<String> = target
        .split('.')
        .map(|part| part.trim_end_matches("()"))
        .filter_map(crate::known::web_frameworks::route_method)
        .map(str::to_owned)
        .collect();
    (!methods.is_empty()).then_some(methods)
}

fn is_group(target: &str) -> bool {
    target.split('.').any(|part| {
        matches!(part.trim_end_matches("()"), "Group" | "MapGroup" | "PathPrefix" | "Subrouter" | "Route")
    })
}

/// Whether a call is made on what another gave: both begin where the chain does.
fn is_chained(before: &Call, behind: &Call) -> bool {
    before.lines.start == behind.lines.start
        && before.within == behind.within
        && behind.callee.strip_prefix(before.callee.as_str()).is_some_and(|rest| rest.starts_with("()"))
}

fn variable(call: &Call) -> &str {
    call.callee.split('.').next().unwrap_or_default().trim_end_matches("()")
}

fn last(target: &str) -> &str {
    target.rsplit(['.', ':']).next().unwrap_or(target)
}

/// A pattern behind a prefix, with one slash between them.
pub(super) fn joined(prefix: &str, pattern: &str) -> String {
    match (prefix.trim_end_matches('/'), pattern.trim_start_matches('/')) {
        ("", _) => pattern.to_owned(),
        (prefix, "") => prefix.to_owned(),
        (prefix, pattern) => format!("{prefix}/{pattern}"),
    }
}
