//! HTTP routes of Java, Kotlin, C# and Rust that stand on their handler: Spring, JAX-RS, ASP.NET controllers, actix and Rocket.
//!
//! An interface that another service is called through carries the same annotations and serves nothing: a class is asked for what
//! makes it serve.

use super::guards::Guard;
use super::middleware::body_guard;
use super::served::joined;
use crate::RepoFacts;
use crate::fact::{Decorator, Definition, DefinitionId, DefinitionKind, Module, Value};
use crate::population::HttpRoute;
use crate::population::values::{keyword_argument, positional, texts};
use beredd_model::{Place, RepoPath};

/// Annotations that name a method themselves; sorted.
const METHODS: &[(&str, &str)] = &[
    ("DELETE", "DELETE"),
    ("DeleteMapping", "DELETE"),
    ("GET", "GET"),
    ("GetMapping", "GET"),
    ("HEAD", "HEAD"),
    ("HttpDelete", "DELETE"),
    ("HttpGet", "GET"),
    ("HttpPatch", "PATCH"),
    ("HttpPost", "POST"),
    ("HttpPut", "PUT"),
    ("OPTIONS", "OPTIONS"),
    ("PATCH", "PATCH"),
    ("POST", "POST"),
    ("PUT", "PUT"),
    ("PatchMapping", "PATCH"),
    ("PostMapping", "POST"),
    ("PutMapping", "PUT"),
];

/// Routes that stand on definitions of a file.
pub(super) fn find(repo: &RepoFacts, path: &RepoPath, module: &Module, routes: &mut Vec<HttpRoute>) {
    for (definition, id) in module.definitions.iter().zip(0u32..) {
        if definition.kind != DefinitionKind::Function || definition.decorators.is_empty() {
            continue;
        }
        let class = definition.parent.and_then(|parent| module.definitions.get(crate::resolve::at(parent.0)));
        for (method, pattern, decorator) in written(repo, path, definition, class) {
            let guards = guards(path, module, definition, class);
            let first = |wanted: fn(&Guard) -> bool| {
                guards.iter().find(|(_, guard)| wanted(guard)).map(|(place, _)| place.clone())
            };
            routes.push(HttpRoute {
                method,
                pattern,
                place: Place::new(path.clone(), decorator.lines),
                handler: Some(DefinitionId(id)),
                authenticated_by: first(|guard| guard.authenticates),
                authorised_by: first(|guard| guard.authorises),
                is_registered: true,
                death: None,
            });
        }
    }
}

/// The method, the pattern and the annotation of each route of a definition.
fn written<'d>(
    repo: &RepoFacts,
    path: &RepoPath,
    definition: &'d Definition,
    class: Option<&Definition>,
) -> Vec<(String, String, &'d Decorator)> {
    let mut found = Vec::new();
    for decorator in &definition.decorators {
        let name = last(&decorator.target);
        // `#[get("/ask")]` of Rust.
        let is_rust = ["actix_web.", "rocket."].iter().any(|package| decorator.target.starts_with(package));
        if let Some(method) = crate::known::web_frameworks::route_method(name).filter(|_| is_rust) {
            found.push((method.to_owned(), pattern(repo, path, decorator), decorator));
            continue;
        }
        let Some(class) = class.filter(|class| serves(class)) else { continue };
        let methods = match METHODS
            .binary_search_by_key(&name, |(name, _)| *name)
            .ok()
            .and_then(|at| METHODS.get(at))
        {
            Some((_, method)) => vec![(*method).to_owned()],
            None if name == "RequestMapping" => requested(decorator),
            None => continue,
        };
        let on_class = class.decorators.iter().filter(|one| holds_path(one));
        let prefix = on_class.map(|one| pattern(repo, path, one)).next().unwrap_or_default();
        // JAX-RS and ASP.NET may write the path beside the method.
        let beside = definition.decorators.iter().find(|one| matches!(last(&one.target), "Path" | "Route"));
        let own = match pattern(repo, path, decorator) {
            own if own.is_empty() => beside.map_or(own, |one| pattern(repo, path, one)),
            own => own,
        };
        let called = class.name.strip_suffix("Controller").unwrap_or(&class.name);
        let whole =
            joined(&prefix, &own).replace("[controller]", called).replace("[action]", &definition.name);
        let whole = format!("/{}", whole.trim_start_matches('/'));
        found.extend(methods.into_iter().map(|method| (method, whole.clone(), decorator)));
    }
    found
}

/// Whether a class is one whose methods a framework serves.
fn serves(class: &Definition) -> bool {
    let is_client =
        |one: &Decorator| matches!(last(&one.target), "FeignClient" | "RegisterRestClient" | "HttpExchange");
    let is_controller = |one: &Decorator| {
        matches!(last(&one.target), "RestController" | "Controller" | "ApiController" | "Path")
    };
    !class.decorators.iter().any(is_client)
        && (class.decorators.iter().any(is_controller)
            || class.bases.iter().any(|base| matches!(last(base), "Controller" | "ControllerBase")))
}

fn holds_path(decorator: &Decorator) -> bool {
    matches!(last(&decorator.target), "RequestMapping" | "Path" | "Route")
}

fn pattern(repo: &RepoFacts, path: &RepoPath, decorator: &Decorator) -> String {
    let named =
        ["value", "path", "Template"].iter().find_map(|name| keyword_argument(&decorator.arguments, name));
    let value = match named.or_else(|| positional(&decorator.arguments).next()) {
        Some(Value::List(members)) => members.first(),
        value => value,
    };
    value.map(|value| texts(&repo.names(), path, value).concat()).unwrap_or_default()
}

/// The methods of `@RequestMapping(method = RequestMethod.POST)`.
fn requested(decorator: &Decorator) -> Vec<String> {
    let value = keyword_argument(&decorator.arguments, "method");
    let listed: Vec<&Value> = match value {
        Some(Value::List(members)) => members.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let named: Vec<String> = listed
        .into_iter()
        .filter_map(|value| match value {
            Value::Name(target) => Some(last(target).to_owned()),
            _ => None,
        })
        .collect();
    if named.is_empty() { vec!["*".to_owned()] } else { named }
}

/// What guards a method: its own annotations, or those of its class where it does not let everyone in, and what it does itself.
fn guards(
    path: &RepoPath,
    module: &Module,
    definition: &Definition,
    class: Option<&Definition>,
) -> Vec<(Place, Guard)> {
    let at = |one: &Decorator| (Place::new(path.clone(), one.lines), guard_of(one));
    let lets_in = |one: &Decorator| matches!(last(&one.target), "AllowAnonymous" | "PermitAll");
    if definition.decorators.iter().any(lets_in) {
        return Vec::new();
    }
    let mut found: Vec<(Place, Guard)> = definition.decorators.iter().map(at).collect();
    found.extend(class.into_iter().flat_map(|class| &class.decorators).map(at));
    found.push((Place::new(path.clone(), definition.lines), body_guard(module, definition.lines)));
    found
}

/// What an annotation checks.
fn guard_of(decorator: &Decorator) -> Guard {
    let both = Guard { authenticates: true, authorises: true };
    let who = Guard { authenticates: true, authorises: false };
    let expression = match positional(&decorator.arguments).next() {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    match last(&decorator.target) {
        "PreAuthorize" if expression.contains("permitAll") || expression.contains("isAnonymous") => {
            Guard::default()
        }
        "PreAuthorize" if expression.contains("has") || expression.contains('@') => both,
        "RolesAllowed" | "Secured" | "RequireRole" | "RequiresRoles" | "RequiresPermissions" => both,
        "Authorize" if !decorator.arguments.is_empty() => both,
        "Authorize" | "Authenticated" | "PreAuthorize" | "RequiresAuthentication" => who,
        _ => Guard::default(),
    }
}

fn last(target: &str) -> &str {
    target.rsplit(['.', ':']).next().unwrap_or(target)
}

#[cfg(test)]
mod tests {
    #[test]
    fn methods_are_in_order() {
        assert!(super::METHODS.is_sorted());
    }
}
