//! HTTP routes of Node.js: Express, Fastify, Hono, Koa and their like, NestJS, route files of Next.js.
//!
//! A router is known by the variable it is written with, and is served when something mounts the file it stands in. What stands
//! between a path and its handler, what a router or an application uses before, and what a handler does itself guard a route.

use super::guards::Guard;
use super::middleware::{body_guard, guard_of, guard_of_value};
use crate::RepoFacts;
use crate::fact::{Argument, Call, Definition, DefinitionId, DefinitionKind, Module, Value};
use crate::identifier::has_word;
use crate::known::web_frameworks::{is_application, is_router};
use crate::population::HttpRoute;
use crate::population::values::{keyword_argument, positional, texts};
use crate::resolve::is_javascript;
use beredd_model::{Lines, Place, RepoPath};
use std::collections::BTreeMap;

/// Methods of applications and routers that register a handler, with the HTTP method; sorted.
const METHODS: &[(&str, &str)] = &[
    ("all", "*"),
    ("delete", "DELETE"),
    ("get", "GET"),
    ("head", "HEAD"),
    ("openapi", "*"),
    ("options", "OPTIONS"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
];

/// Packages whose objects routes are registered at.
const PACKAGES: &[&str] = &[
    "@hono/zod-openapi",
    "@koa/router",
    "elysia",
    "express",
    "fastify",
    "find-my-way",
    "hono",
    "itty-router",
    "koa-router",
    "polka",
    "restify",
];

/// Functions that Next.js calls in a route file.
const HANDLERS: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// Where a router or an application is mounted, with what it passes there.
struct Mount {
    prefix: String,
    guards: Vec<(Place, Guard)>,
}

/// Every route of production code.
pub(super) fn find(repo: &RepoFacts) -> Vec<HttpRoute> {
    let mounts = mounts(repo);
    let mut routes = Vec::new();
    let global = global_guards(repo);
    let next = next_guards(repo);
    for (path, module) in repo.production_code().filter(|(path, _)| is_javascript(path)) {
        for call in &module.calls {
            registered(repo, &mounts, path, module, call, &mut routes);
        }
        controllers(repo, path, module, &global, &mut routes);
        if path.stem() == "route" && path.parts().any(|part| part == "app") {
            route_file(repo, path, module, &next, &mut routes);
        }
    }
    routes
}

fn registered(
    repo: &RepoFacts,
    mounts: &BTreeMap<RepoPath, Vec<Mount>>,
    path: &RepoPath,
    module: &Module,
    call: &Call,
    routes: &mut Vec<HttpRoute>,
) {
    let Some((receiver, name)) = call.target.rsplit_once('.') else { return };
    let Some(method) = method(name) else { return };
    let variable = call.callee.split('.').next().unwrap_or_default().trim_end_matches("()");
    if !serves(receiver, variable) {
        return;
    }
    let mut values = positional(&call.arguments);
    let chained = chained_pattern(repo, path, module, call);
    let pattern = match chained {
        Some(pattern) => pattern,
        None => match values.next() {
            Some(value @ (Value::Text(_) | Value::Template(_) | Value::Name(_))) => {
                texts(&repo.names(), path, value).concat()
            }
            Some(Value::List(members)) => {
                members.first().map_or_else(String::new, |first| texts(&repo.names(), path, first).concat())
            }
            _ => return,
        },
    };
    let middleware: Vec<&Value> = values.collect();
    // `app.get("setting")` reads a setting, and `client.get("/users")` asks someone else.
    let is_handled = !middleware.is_empty() || keyword_argument(&call.arguments, "handler").is_some();
    if !is_handled || !(pattern.is_empty() || pattern.starts_with(['/', '*', ':'])) {
        return;
    }
    let handler = handler_of(module, call);
    let mut guards: Vec<(Place, Guard)> = Vec::new();
    let place = Place::new(path.clone(), call.lines);
    for value in middleware.iter().copied().chain(hooks(&call.arguments)) {
        guards.push((place.clone(), guard_of_value(repo, path, value)));
    }
    if let Some((_, handler)) = handler {
        guards.push((Place::new(path.clone(), handler.lines), body_guard(module, handler.lines)));
    }
    guards.extend(used_before(repo, path, module, variable, call.lines));
    let mounted = mounts.get(path).map(Vec::as_slice).unwrap_or_default();
    let is_root =
        is_made_here(module, variable, is_application) || !is_made_here(module, variable, is_router);
    if !is_root || mounted.len() == 1 {
        guards.extend(mounted.iter().take(1).flat_map(|mount| mount.guards.iter().cloned()));
    }
    let prefix = match mounted {
        [only] => only.prefix.as_str(),
        _ => "",
    };
    let first = |wanted: fn(&Guard) -> bool| guards.iter().find(|(_, g)| wanted(g)).map(|(p, _)| p.clone());
    routes.push(HttpRoute {
        method: method.to_owned(),
        pattern: format!("{}{pattern}", prefix.trim_end_matches('/')),
        place: place.clone(),
        handler: handler.map(|(id, _)| id),
        authenticated_by: first(|guard| guard.authenticates),
        authorised_by: first(|guard| guard.authorises),
        is_registered: is_root || !mounted.is_empty(),
        death: None,
    });
}

fn method(name: &str) -> Option<&'static str> {
    let at = METHODS.binary_search_by_key(&name, |(method, _)| *method).ok()?;
    METHODS.get(at).map(|(_, method)| *method)
}

/// Whether routes can be registered at a receiver: it is an object of a web framework, or nothing is known of it but its name.
fn serves(receiver: &str, variable: &str) -> bool {
    let package = receiver.split(['(', '.']).next().unwrap_or_default();
    if PACKAGES.binary_search(&package).is_ok() {
        return receiver.contains("()");
    }
    let is_open = receiver.split(['.', '(']).next() == Some(variable);
    is_open && has_word(variable, &["app", "router", "fastify", "server"]) && !receiver.contains('/')
}

/// The path of `router.route("/x").get(…)`.
fn chained_pattern(repo: &RepoFacts, path: &RepoPath, module: &Module, call: &Call) -> Option<String> {
    if !call.target.contains(".route().") {
        return None;
    }
    let route = module
        .calls
        .iter()
        .find(|other| other.target.ends_with(".route") && call.lines.holds(other.lines))?;
    Some(texts(&repo.names(), path, positional(&route.arguments).next()?).concat())
}

/// The handler that is written in the call: the last function in its lines that the call itself holds.
fn handler_of<'m>(module: &'m Module, call: &Call) -> Option<(DefinitionId, &'m Definition)> {
    let inner = module.definitions.iter().zip(0u32..).filter(|(definition, _)| {
        definition.kind == DefinitionKind::Function
            && call.lines.holds(definition.lines)
            && definition.parent == call.within
    });
    inner.last().map(|(definition, id)| (DefinitionId(id), definition))
}

/// Hooks among a route's options: `{ preHandler: [authenticate] }`.
fn hooks(arguments: &[Argument]) -> Vec<&Value> {
    const HOOKS: &[&str] = &["beforeHandle", "middleware", "onRequest", "preHandler", "preValidation"];
    let named = HOOKS.iter().filter_map(|name| keyword_argument(arguments, name));
    named
        .flat_map(|value| match value {
            Value::List(members) => members.iter().collect(),
            value => vec![value],
        })
        .collect()
}

/// Middleware that a router or an application uses before a line, for every path.
fn used_before(
    repo: &RepoFacts,
    path: &RepoPath,
    module: &Module,
    variable: &str,
    lines: Lines,
) -> Vec<(Place, Guard)> {
    let used = module.calls.iter().filter(|call| {
        let is_use = matches!(
            call.callee.strip_prefix(variable),
            Some(".use" | ".addHook" | ".register" | ".onBeforeHandle" | ".derive")
        );
        is_use && call.lines.start < lines.start
    });
    used.flat_map(|call| {
        let place = Place::new(path.clone(), call.lines);
        let is_for_all = match positional(&call.arguments).next() {
            Some(Value::Text(text)) => matches!(text.as_str(), "/" | "*" | "/*" | "onRequest" | "preHandler"),
            _ => true,
        };
        let inner = module.definitions.iter().filter(|one| call.lines.holds(one.lines));
        let done = inner.map(|one| body_guard(module, one.lines)).fold(Guard::default(), Guard::or);
        let mut found: Vec<(Place, Guard)> = positional(&call.arguments)
            .filter(|_| is_for_all)
            .map(|value| (place.clone(), guard_of_value(repo, path, value)))
            .collect();
        if is_for_all {
            found.push((place, done));
        }
        found
    })
    .collect()
}

fn is_made_here(module: &Module, variable: &str, wanted: fn(&str) -> bool) -> bool {
    module.bindings.iter().any(|binding| {
        binding.name == variable && matches!(&binding.value, Value::Call { target, .. } if wanted(target))
    })
}

/// Which files are mounted where: `app.use("/api", requireAuth, usersRouter)`, `app.route("/v1", api)`, `app.register(routes, { prefix })`.
fn mounts(repo: &RepoFacts) -> BTreeMap<RepoPath, Vec<Mount>> {
    let mut found: BTreeMap<RepoPath, Vec<Mount>> = BTreeMap::new();
    for (path, module) in repo.production_code().filter(|(path, _)| is_javascript(path)) {
        for call in &module.calls {
            let Some((receiver, name)) = call.callee.rsplit_once('.') else { continue };
            if !matches!(name, "use" | "route" | "register" | "mount" | "group") {
                continue;
            }
            let values: Vec<&Value> = positional(&call.arguments).collect();
            let named = values.iter().filter_map(|value| match value {
                Value::Name(target) | Value::Call { target, .. } => Some(target.as_str()),
                _ => None,
            });
            let files: Vec<RepoPath> = named
                .filter_map(|target| {
                    let plain = target.strip_suffix(".routes").unwrap_or(target);
                    repo.names().variable(path, plain.trim_end_matches("()")).map(|(file, _)| file)
                })
                .filter(|file| file != path && registers(repo, file))
                .collect();
            let prefix = keyword_argument(&call.arguments, "prefix").or_else(|| values.first().copied());
            let prefix = match prefix {
                Some(value @ (Value::Text(_) | Value::Template(_))) => {
                    texts(&repo.names(), path, value).concat()
                }
                _ => String::new(),
            };
            let place = Place::new(path.clone(), call.lines);
            for file in files {
                let own = values.iter().map(|value| (place.clone(), guard_of_value(repo, path, value)));
                let before = used_before(repo, path, module, receiver, call.lines);
                let guards = own.chain(before).collect();
                found.entry(file).or_default().push(Mount { prefix: prefix.clone(), guards });
            }
        }
    }
    found
}

/// Whether a file registers routes.
fn registers(repo: &RepoFacts, file: &RepoPath) -> bool {
    repo.module(file).is_some_and(|module| {
        module.calls.iter().any(|call| {
            let Some((receiver, name)) = call.target.rsplit_once('.') else { return false };
            let variable = call.callee.split('.').next().unwrap_or_default();
            (method(name).is_some() || matches!(name, "route" | "use")) && serves(receiver, variable)
        })
    })
}

/// Controllers of NestJS.
fn controllers(
    repo: &RepoFacts,
    path: &RepoPath,
    module: &Module,
    global: &[(Place, Guard)],
    routes: &mut Vec<HttpRoute>,
) {
    for (class, id) in module.definitions.iter().zip(0u32..) {
        let controller = class.decorators.iter().find(|one| one.target == "@nestjs/common.Controller");
        let Some(controller) = controller else { continue };
        let text = |arguments: &[Argument]| {
            let first = positional(arguments).next().or_else(|| keyword_argument(arguments, "path"));
            let text = first.map(|value| texts(&repo.names(), path, value).concat()).unwrap_or_default();
            text.trim_matches('/').to_owned()
        };
        let prefix = text(&controller.arguments);
        let of_class = decorator_guards(repo, path, class);
        for (method, inner) in module.definitions.iter().zip(0u32..) {
            if method.parent != Some(DefinitionId(id)) {
                continue;
            }
            let is_public = method.decorators.iter().any(|one| one.target.ends_with("Public"));
            let mut guards = decorator_guards(repo, path, method);
            guards.push((Place::new(path.clone(), method.lines), body_guard(module, method.lines)));
            if !is_public {
                guards.extend(of_class.iter().chain(global).cloned());
            }
            for decorator in &method.decorators {
                let Some(verb) = decorator.target.strip_prefix("@nestjs/common.") else { continue };
                let verb = match verb {
                    "Get" | "Post" | "Put" | "Delete" | "Patch" | "Head" | "Options" => verb.to_uppercase(),
                    "All" => "*".to_owned(),
                    "Sse" => "GET".to_owned(),
                    _ => continue,
                };
                let parts = [prefix.clone(), text(&decorator.arguments)];
                let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                let first = |wanted: fn(&Guard) -> bool| {
                    guards.iter().find(|(_, guard)| wanted(guard)).map(|(place, _)| place.clone())
                };
                routes.push(HttpRoute {
                    method: verb,
                    pattern: format!("/{}", parts.join("/")),
                    place: Place::new(path.clone(), decorator.lines),
                    handler: Some(DefinitionId(inner)),
                    authenticated_by: first(|guard| guard.authenticates),
                    authorised_by: first(|guard| guard.authorises),
                    is_registered: true,
                    death: None,
                });
            }
        }
    }
}

/// `@UseGuards(AuthGuard("jwt"), RolesGuard)`, `@Roles("admin")`.
fn decorator_guards(repo: &RepoFacts, path: &RepoPath, of: &Definition) -> Vec<(Place, Guard)> {
    let used = of.decorators.iter().filter(|one| one.target == "@nestjs/common.UseGuards");
    let mut found: Vec<(Place, Guard)> = used
        .flat_map(|one| positional(&one.arguments).map(move |value| (one.lines, value)))
        .map(|(lines, value)| {
            let guard = guard_of_value(repo, path, value);
            (Place::new(path.clone(), lines), Guard { authenticates: true, ..guard })
        })
        .collect();
    let is_guarded = !found.is_empty();
    let roles = of.decorators.iter().filter(|one| {
        let last = one.target.rsplit(['.', ':', '/']).next().unwrap_or_default();
        matches!(last, "Roles" | "Permissions" | "RequirePermissions" | "Scopes")
    });
    found.extend(roles.map(|one| {
        let place = Place::new(path.clone(), one.lines);
        (place, Guard { authenticates: is_guarded, authorises: true })
    }));
    found
}

/// Guards of the whole application: `app.useGlobalGuards(…)`, a provider for `APP_GUARD`.
fn global_guards(repo: &RepoFacts) -> Vec<(Place, Guard)> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| is_javascript(path)) {
        for call in module.calls.iter().filter(|call| call.callee.ends_with(".useGlobalGuards")) {
            let place = Place::new(path.clone(), call.lines);
            let guard = Guard { authenticates: true, authorises: false };
            found.push((place, guard));
        }
        let provided = module.references.iter().filter(|one| one.target == "@nestjs/core.APP_GUARD");
        for reference in provided {
            let lines = Lines::at(reference.line);
            let near = module
                .references
                .iter()
                .filter(|one| one.line >= reference.line && one.line <= reference.line + 1);
            let guard = near.map(|one| guard_of(repo, path, &one.target)).fold(Guard::default(), Guard::or);
            found.push((Place::new(path.clone(), lines), guard));
        }
    }
    found
}

/// Middleware of Next.js that asks who the caller is, by the folder it stands in.
fn next_guards(repo: &RepoFacts) -> BTreeMap<String, (Place, Guard)> {
    let mut found = BTreeMap::new();
    for (path, module) in repo.production_code() {
        if !is_javascript(path) || !matches!(path.stem(), "middleware" | "proxy") {
            continue;
        }
        let calls = module.calls.iter().map(|call| (call.lines, guard_of(repo, path, &call.target)));
        let named =
            module.references.iter().map(|one| (Lines::at(one.line), guard_of(repo, path, &one.target)));
        if let Some((lines, guard)) = calls.chain(named).find(|(_, guard)| guard.authenticates) {
            let folder = path.folder().strip_suffix("src").unwrap_or(path.folder()).trim_end_matches('/');
            found.insert(folder.to_owned(), (Place::new(path.clone(), lines), guard));
        }
    }
    found
}

/// A route file of Next.js: its exported functions are called by their names.
fn route_file(
    repo: &RepoFacts,
    path: &RepoPath,
    module: &Module,
    middleware: &BTreeMap<String, (Place, Guard)>,
    routes: &mut Vec<HttpRoute>,
) {
    let folders = path.folder().split('/').skip_while(|part| *part != "app").skip(1);
    let mut pattern = String::new();
    for part in folders {
        if !part.starts_with('(') && !part.starts_with('@') {
            pattern = format!("{pattern}/{part}");
        }
    }
    let around = middleware
        .iter()
        .filter(|(folder, _)| path.is_in(folder))
        .map(|(_, guard)| guard.clone())
        .next_back();
    let defined = module.definitions.iter().zip(0u32..).filter(|(one, _)| one.parent.is_none());
    for (definition, id) in defined.filter(|(one, _)| HANDLERS.contains(&one.name.as_str())) {
        let mut guards =
            vec![(Place::new(path.clone(), definition.lines), body_guard(module, definition.lines))];
        guards.extend(handed_to(repo, path, module, definition.lines));
        // `export const POST = withAuth(async (request) => …)`
        let wrapped = module.bindings.iter().filter(|one| one.name == definition.name).map(|one| &one.value);
        guards
            .extend(wrapped.map(|value| {
                (Place::new(path.clone(), definition.lines), guard_of_value(repo, path, value))
            }));
        guards.extend(around.iter().cloned());
        let first = |wanted: fn(&Guard) -> bool| {
            guards.iter().find(|(_, guard)| wanted(guard)).map(|(place, _)| place.clone())
        };
        routes.push(HttpRoute {
            method: definition.name.clone(),
            pattern: if pattern.is_empty() { "/".to_owned() } else { pattern.clone() },
            place: Place::new(path.clone(), definition.lines),
            handler: Some(DefinitionId(id)),
            authenticated_by: first(|guard| guard.authenticates),
            authorised_by: first(|guard| guard.authorises),
            is_registered: true,
            death: None,
        });
    }
}

/// What is checked by the functions of its own file that a handler hands its request to: `(request) => handle(request, "GET")`.
fn handed_to(repo: &RepoFacts, path: &RepoPath, module: &Module, lines: Lines) -> Vec<(Place, Guard)> {
    let inner = module.calls.iter().filter(|call| lines.holds(call.lines));
    inner
        .filter_map(|call| repo.names().callee(path, call).filter(|found| found.path == path))
        .filter(|found| {
            found.definition.kind == DefinitionKind::Function && !lines.holds(found.definition.lines)
        })
        .map(|found| {
            let lines = found.definition.lines;
            (Place::new(path.clone(), lines), body_guard(module, lines))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(METHODS.is_sorted() && PACKAGES.is_sorted() && HANDLERS.is_sorted());
    }
}
