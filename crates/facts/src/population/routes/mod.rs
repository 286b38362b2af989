//! HTTP routes, with who guards them and whether they are served: here those of Python; Node.js, and the languages that are read by
//! their tokens, have rooms of their own.
//!
//! FastAPI, Starlette, Flask, Quart, Django and aiohttp. A file with several routers leaves open which of them a decorator
//! belongs to, since a decorator's name is bound to what made the router: then only what holds for all of them is said.

mod annotated;
mod django;
mod guards;
mod laravel;
mod middleware;
mod node;
mod objects;
mod served;

use super::HttpRoute;
use super::values::{argument, keyword_argument, positional, texts};
use crate::fact::{Argument, Definition, DefinitionId, DefinitionKind, Module, Value};
use crate::identifier::has_word;
use crate::known::web_frameworks::route_method;
use crate::{FileRole, Language, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use guards::Guard;
use objects::{Object, Objects, Way};

/// Every route of production code, by place.
pub(crate) fn find(repo: &RepoFacts) -> Vec<HttpRoute> {
    let objects = Objects::new(repo, |object| object_guards(repo, object));
    let prefixes = django::Prefixes::new(repo);
    let mut routes = Vec::new();
    let by_tokens =
        |path: &RepoPath| repo.file_table().get(path).is_some_and(|file| file.language.is_read_by_tokens());
    let others = |path: &RepoPath| !crate::resolve::is_javascript(path) && !by_tokens(path);
    for (path, module) in repo.production_code().filter(|(path, _)| others(path)) {
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            decorated(repo, &objects, path, definition, DefinitionId(id), &mut routes);
        }
        for call in &module.calls {
            added(repo, &objects, &prefixes, (path, module), call, &mut routes);
            let guard_of = |path: &RepoPath, class: &Definition| handler_guard(repo, path, class);
            routes.extend(django::registered(repo, &prefixes, path, call, guard_of));
        }
    }
    routes.extend(node::find(repo));
    for (path, module) in repo.production_code().filter(|(path, _)| by_tokens(path)) {
        served::find(repo, path, module, &mut routes);
        annotated::find(repo, path, module, &mut routes);
    }
    for (path, facts) in repo.files_in(Language::Php).filter(|(_, facts)| facts.role == FileRole::Production)
    {
        if let Some(module) = facts.module.as_ref().filter(|module| module.is_parsed) {
            laravel::find(repo, path, module, &mut routes);
        }
    }
    for route in &mut routes {
        route.death = route.death.take().or_else(|| repo.resolution().dead.get(&route.place.path).cloned());
    }
    routes.sort_by(|a, b| (&a.place, &a.method, &a.pattern).cmp(&(&b.place, &b.method, &b.pattern)));
    routes.dedup();
    routes
}

/// What is known of a route where it is written.
struct Written<'r> {
    path: &'r RepoPath,
    lines: Lines,
    /// What it is registered at: `fastapi.APIRouter()`.
    receiver: &'r str,
    method: &'r str,
    pattern: String,
    arguments: &'r [Argument],
    handler: Option<(DefinitionId, &'r Definition)>,
}

fn decorated(
    repo: &RepoFacts,
    objects: &Objects<'_>,
    path: &RepoPath,
    definition: &Definition,
    id: DefinitionId,
    routes: &mut Vec<HttpRoute>,
) {
    for decorator in &definition.decorators {
        let Some((receiver, name)) = decorator.target.rsplit_once('.') else { continue };
        let Some(method) = route_method(name) else { continue };
        let Some(pattern) = argument(&decorator.arguments, "path", 0)
            .or_else(|| keyword_argument(&decorator.arguments, "rule"))
        else {
            continue;
        };
        if !may_be_server(repo, objects, path, receiver) {
            continue;
        }
        let written = Written {
            path,
            lines: decorator.lines,
            receiver,
            method,
            pattern: texts(&repo.names(), path, pattern).concat(),
            arguments: &decorator.arguments,
            handler: Some((id, definition)),
        };
        push(repo, objects, &written, routes);
    }
}

/// Routes that are added by a call: `add_api_route`, `add_url_rule`, `path(…)`, `Route(…)`, `router.add_get(…)`.
fn added(
    repo: &RepoFacts,
    objects: &Objects<'_>,
    prefixes: &django::Prefixes,
    (path, module): (&RepoPath, &Module),
    call: &crate::fact::Call,
    routes: &mut Vec<HttpRoute>,
) {
    let (receiver, name) = call.target.rsplit_once('.').unwrap_or(("", &call.target));
    let (method, handler) = match name {
        "add_api_route" | "add_route" => ("*", argument(&call.arguments, "endpoint", 1)),
        "add_url_rule" => ("*", argument(&call.arguments, "view_func", 2)),
        "Route" if receiver == "starlette.routing" => ("*", argument(&call.arguments, "endpoint", 1)),
        "path" | "re_path" if receiver == "django.urls" => ("*", argument(&call.arguments, "view", 1)),
        _ => match name.strip_prefix("add_").and_then(route_method) {
            Some(method) if receiver.ends_with("router") => (method, argument(&call.arguments, "handler", 1)),
            _ => return,
        },
    };
    let first = argument(&call.arguments, "path", 0).or_else(|| keyword_argument(&call.arguments, "rule"));
    let Some(pattern) = first else { return };
    // `include(…)` holds further patterns, which are found where they are written, behind its prefix.
    if matches!(handler, Some(Value::Call { target, .. }) if target.ends_with("include")) {
        return;
    }
    let target = match handler {
        Some(Value::Name(target) | Value::Call { target, .. }) => target.trim_end_matches(".as_view"),
        _ => "",
    };
    let found = repo.names().definition_within(path, target, call.within);
    let own = found
        .filter(|found| found.path == path)
        .and_then(|found| Some((found.id, module.definitions.get(crate::resolve::at(found.id.0))?)));
    let pattern = texts(&repo.names(), path, pattern).concat();
    // What is handed on from a parameter is added by the one who hands it over.
    let is_handed_on = found.is_none() && pattern.is_empty();
    let is_other = name.starts_with("add_") && !may_take_routes(repo, objects, path, receiver);
    if is_handed_on || is_other || is_framework_itself(module, call, receiver) {
        return;
    }
    let pattern = match receiver {
        "django.urls" => format!("/{}{}", prefixes.of(path), pattern.trim_start_matches('/')),
        _ => pattern,
    };
    let written = Written {
        path,
        lines: call.lines,
        receiver,
        method,
        pattern,
        arguments: &call.arguments,
        handler: own,
    };
    push(repo, objects, &written, routes);
    // A view of another file is guarded where it is defined.
    if let Some(found) = found.filter(|found| found.path != path)
        && let Some(route) = routes.last_mut()
    {
        let guard = handler_guard(repo, found.path, found.definition);
        let place = || Some(Place::new(found.path.clone(), found.definition.lines));
        route.authenticated_by =
            route.authenticated_by.take().or_else(|| guard.authenticates.then(place).flatten());
        route.authorised_by = route.authorised_by.take().or_else(|| guard.authorises.then(place).flatten());
    }
}

/// Whether a receiver may be what routes are added to: itself, an application or a router, or something named as one.
fn may_take_routes(repo: &RepoFacts, objects: &Objects<'_>, path: &RepoPath, receiver: &str) -> bool {
    const NAMES: &[&str] = &[
        "api",
        "app",
        "application",
        "blueprint",
        "bp",
        "mcp",
        "router",
        "routes",
        "server",
        "service",
        "web",
    ];
    let last = receiver.rsplit(['.', ':']).next().unwrap_or_default();
    receiver == "self" || has_word(last, NAMES) || may_be_server(repo, objects, path, receiver)
}

/// Whether the object that a route is added to is the method's own, and no application of a known framework: the code of a
/// framework, which serves nothing by itself.
fn is_framework_itself(module: &Module, call: &crate::fact::Call, receiver: &str) -> bool {
    let class = crate::resolve::enclosing_class(module, call.within)
        .and_then(|id| module.definitions.get(crate::resolve::at(id.0)));
    receiver == "self"
        && class.is_some_and(|class| {
            !class.bases.iter().any(|base| {
                let base = base.trim_end_matches("()");
                crate::known::web_frameworks::is_application(base)
                    || crate::known::web_frameworks::is_router(base)
            })
        })
}

/// Whether a receiver is an application or a router: made here, imported, annotated, or named as one.
fn may_be_server(repo: &RepoFacts, objects: &Objects<'_>, path: &RepoPath, receiver: &str) -> bool {
    let made = receiver.trim_end_matches("()");
    crate::known::web_frameworks::is_application(made)
        || crate::known::web_frameworks::is_router(made)
        || !objects.of_receiver(repo, path, receiver).is_empty()
        || (!receiver.contains('.')
            && has_word(receiver, &["api", "app", "blueprint", "bp", "router", "routes"]))
}

fn push(repo: &RepoFacts, objects: &Objects<'_>, written: &Written<'_>, routes: &mut Vec<HttpRoute>) {
    let at = objects.of_receiver(repo, written.path, written.receiver);
    let ways: Vec<Vec<Way<'_, '_>>> = at.iter().map(|object| objects.ways(*object)).collect();
    let prefixes: Vec<String> = at
        .iter()
        .zip(&ways)
        .map(|(object, ways)| match ways.first() {
            Some(way) => way.prefix(repo),
            None => Way { objects: vec![*object], inclusions: Vec::new() }.prefix(repo),
        })
        .collect();
    let prefix = prefixes.first().filter(|first| prefixes.iter().all(|prefix| prefix == *first));
    let own = own_guards(repo, written);
    let shared = shared_guards(repo, objects, &ways);
    let first = |wanted: fn(&Guard) -> bool| {
        own.iter().chain(&shared).find(|(_, guard)| wanted(guard)).map(|(place, _)| place.clone())
    };
    let mut deaths = ways.iter().flatten().map(|way| way.death(repo));
    let death = deaths.next().flatten().filter(|_| deaths.all(|death| death.is_some())).cloned();
    for method in methods(written) {
        routes.push(HttpRoute {
            method,
            pattern: format!("{}{}", prefix.map_or("", String::as_str), written.pattern),
            place: Place::new(written.path.clone(), written.lines),
            handler: written.handler.map(|(id, _)| id),
            authenticated_by: first(|guard| guard.authenticates),
            authorised_by: first(|guard| guard.authorises),
            is_registered: at.is_empty() || ways.iter().any(|ways| !ways.is_empty()),
            death: death.clone(),
        });
    }
}

/// The methods of a route: its own, or those it lists; Flask's default is GET.
fn methods(written: &Written<'_>) -> Vec<String> {
    if written.method != "*" {
        return vec![written.method.to_owned()];
    }
    let listed: Vec<String> = match keyword_argument(written.arguments, "methods") {
        Some(Value::List(values)) => values
            .iter()
            .filter_map(|value| match value {
                Value::Text(text) => Some(text.to_ascii_uppercase()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let is_flask = written.receiver.starts_with("flask") || written.receiver.starts_with("quart");
    match listed {
        listed if !listed.is_empty() => listed,
        _ if is_flask => vec!["GET".to_owned()],
        _ => vec!["*".to_owned()],
    }
}

/// What guards the route itself: its dependencies, its handler's, its handler's decorators.
fn own_guards(repo: &RepoFacts, written: &Written<'_>) -> Vec<(Place, Guard)> {
    let at = |lines: Lines| Place::new(written.path.clone(), lines);
    let mut found = vec![(at(written.lines), guards::of_dependencies(repo, written.path, written.arguments))];
    if let Some((_, handler)) = written.handler {
        found.push((at(handler.lines), handler_guard(repo, written.path, handler)));
    }
    found
}

fn handler_guard(repo: &RepoFacts, path: &RepoPath, handler: &Definition) -> Guard {
    let mut found = Guard::default();
    let mut add = |guard: Guard| {
        found.authenticates |= guard.authenticates;
        found.authorises |= guard.authorises;
    };
    for value in handler.parameters.iter().filter_map(|parameter| parameter.default.as_ref()) {
        add(guards::of_dependency(repo, path, value));
    }
    for decorator in &handler.decorators {
        let is_route = decorator.target.rsplit('.').next().is_some_and(|name| route_method(name).is_some());
        if !is_route {
            add(guards::of_target(repo, path, &decorator.target));
        }
    }
    if handler.kind == DefinitionKind::Class {
        let mixin = |base: &&String| {
            base.ends_with("LoginRequiredMixin") || base.ends_with("PermissionRequiredMixin")
        };
        let is_mixed = handler.bases.iter().find(mixin);
        add(Guard {
            authenticates: is_mixed.is_some(),
            authorises: is_mixed.is_some_and(|b| b.contains("Permission")),
        });
    }
    found
}

/// What guards every route of an application or a router on every way to it.
fn shared_guards(repo: &RepoFacts, objects: &Objects<'_>, ways: &[Vec<Way<'_, '_>>]) -> Vec<(Place, Guard)> {
    let mut all = ways
        .iter()
        .map(|ways| ways.iter().flat_map(|way| way_guards(repo, objects, way)).collect::<Vec<_>>());
    let Some(first) = all.next() else { return Vec::new() };
    let rest: Vec<Vec<(Place, Guard)>> = all.collect();
    let holds =
        |wanted: fn(&Guard) -> bool| rest.iter().all(|guards| guards.iter().any(|(_, guard)| wanted(guard)));
    let (who, may) = (holds(|guard| guard.authenticates), holds(|guard| guard.authorises));
    first
        .into_iter()
        .map(|(place, guard)| {
            let guard =
                Guard { authenticates: guard.authenticates && who, authorises: guard.authorises && may };
            (place, guard)
        })
        .collect()
}

fn way_guards(repo: &RepoFacts, objects: &Objects<'_>, way: &Way<'_, '_>) -> Vec<(Place, Guard)> {
    let mut found = Vec::new();
    for inclusion in &way.inclusions {
        let place = Place::new(inclusion.path.clone(), inclusion.call.lines);
        found.push((place, guards::of_dependencies(repo, inclusion.path, &inclusion.call.arguments)));
    }
    for object in &way.objects {
        found.extend(objects.guards(object).iter().cloned());
    }
    found
}

/// What an application or a router asks of every caller: by its dependencies, by its middleware.
fn object_guards(repo: &RepoFacts, object: &Object<'_>) -> Vec<(Place, Guard)> {
    let made = repo.module(object.path).and_then(|module| {
        module.bindings.iter().find(|binding| binding.name == object.name).map(|binding| binding.lines)
    });
    let place = Place::new(object.path.clone(), made.unwrap_or(Lines::at(1)));
    let mut found = vec![(place, guards::of_dependencies(repo, object.path, object.arguments))];
    found.extend(middleware(repo, object));
    found
}

/// Middleware of an application that turns callers away.
fn middleware(repo: &RepoFacts, object: &Object<'_>) -> Vec<(Place, Guard)> {
    let Some(module) = objects::module_of(repo, object.path).filter(|_| object.is_application()) else {
        return Vec::new();
    };
    let receiver = format!("{}()", object.constructor);
    let added = module
        .calls
        .iter()
        .filter(|call| call.target.strip_suffix(".add_middleware").is_some_and(|target| target == receiver));
    let by_call = added.filter_map(|call| match positional(&call.arguments).next() {
        Some(Value::Name(target)) => {
            let place = Place::new(object.path.clone(), call.lines);
            Some((place, guards::of_target(repo, object.path, target)))
        }
        _ => None,
    });
    let by_decorator = module.definitions.iter().filter(|definition| {
        definition.decorators.iter().any(|decorator| {
            let name = decorator.target.strip_prefix(receiver.as_str());
            matches!(name, Some(".middleware" | ".before_request"))
        })
    });
    let by_decorator = by_decorator.map(|definition| {
        let place = Place::new(object.path.clone(), definition.lines);
        (place, guards::of_target(repo, object.path, &format!("::{}", definition.qualified)))
    });
    by_call.chain(by_decorator).collect()
}
