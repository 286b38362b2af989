//! Routes of Django that stand in more than one place: `include("shop.urls")`, and view sets that are registered at a router.

use super::guards::Guard;
use crate::RepoFacts;
use crate::fact::{Call, Definition, DefinitionId, Value};
use crate::population::HttpRoute;
use crate::population::values::{argument, positional, texts};
use crate::resolve::Found;
use beredd_model::{Place, RepoPath};
use std::collections::BTreeMap;

/// How many files of routes may include one another.
const MAX_DEPTH: u8 = 6;

/// Methods of the routes of a whole collection and of one of its members, by the mixin that gives them (Django REST framework
/// 3.16, `rest_framework/routers.py` and `mixins.py`).
const ACTIONS: &[(&str, &str, bool)] = &[
    ("ListModelMixin", "GET", false),
    ("CreateModelMixin", "POST", false),
    ("RetrieveModelMixin", "GET", true),
    ("UpdateModelMixin", "PUT", true),
    ("UpdateModelMixin", "PATCH", true),
    ("DestroyModelMixin", "DELETE", true),
];

/// What stands before the routes of each file.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    /// Of a file that another includes: the other, and the prefix there.
    files: BTreeMap<RepoPath, (RepoPath, String)>,
    /// Of the routers of a file.
    routers: BTreeMap<RepoPath, String>,
}

impl Prefixes {
    pub(super) fn new(repo: &RepoFacts) -> Self {
        let mut found = Self::default();
        for (path, module) in repo.production_code() {
            for call in module.calls.iter().filter(|call| is_pattern(call)) {
                let Some((written, included)) = included(call) else { continue };
                let prefix = texts(&repo.names(), path, written).concat();
                match included {
                    Value::Text(dotted) => {
                        if let Some(file) = repo.names().module_named(path, dotted) {
                            found.files.entry(file).or_insert((path.clone(), prefix));
                        }
                    }
                    // `include(router.urls)`: the routes of a router in this file.
                    _ => {
                        found.routers.entry(path.clone()).or_insert(prefix);
                    }
                }
            }
        }
        found
    }

    /// The prefix of the routes that a file lists itself.
    pub(super) fn of(&self, path: &RepoPath) -> String {
        let mut parts = Vec::new();
        let mut path = path;
        for _ in 0..MAX_DEPTH {
            let Some((outer, prefix)) = self.files.get(path).filter(|(outer, _)| outer != path) else {
                break;
            };
            parts.push(prefix.as_str());
            path = outer;
        }
        parts.reverse();
        parts.concat()
    }

    /// The prefix of the routes of a router in a file.
    pub(super) fn of_router(&self, path: &RepoPath) -> String {
        let own = self.routers.get(path).map_or("", String::as_str);
        format!("{}{own}", self.of(path))
    }
}

fn is_pattern(call: &Call) -> bool {
    matches!(call.target.as_str(), "django.urls.path" | "django.urls.re_path" | "django.conf.urls.url")
}

/// The prefix and what is included under it.
fn included(call: &Call) -> Option<(&Value, &Value)> {
    let Value::Call { target, arguments } = argument(&call.arguments, "view", 1)? else { return None };
    let first = positional(arguments).next().filter(|_| target.ends_with("include"))?;
    // `include((patterns, "name"))` names the file in the first part.
    let first = match first {
        Value::List(parts) => parts.first()?,
        value => value,
    };
    Some((argument(&call.arguments, "route", 0)?, first))
}

/// The routes of a view set that is registered at a router: `router.register("orders", OrderViewSet)`.
pub(super) fn registered(
    repo: &RepoFacts,
    prefixes: &Prefixes,
    path: &RepoPath,
    call: &Call,
    guard_of: impl Fn(&RepoPath, &Definition) -> Guard,
) -> Vec<HttpRoute> {
    let is_router =
        call.target.starts_with("rest_framework.routers.") && call.target.ends_with("Router().register");
    let Some(Value::Text(prefix)) = argument(&call.arguments, "prefix", 0).filter(|_| is_router) else {
        return Vec::new();
    };
    let Some(Value::Name(target)) = argument(&call.arguments, "viewset", 1) else { return Vec::new() };
    let Some(class) = repo.names().definition_within(path, target, call.within) else { return Vec::new() };
    let guard = guard_of(class.path, class.definition).or(permissions(repo, class));
    let place = || Place::new(class.path.clone(), class.definition.lines);
    let mut routes: Vec<HttpRoute> = Vec::new();
    for (method, is_member) in actions(class) {
        let member = if is_member { "<pk>/" } else { "" };
        routes.push(HttpRoute {
            method: method.to_owned(),
            pattern: format!("/{}{}/{member}", prefixes.of_router(path), prefix.trim_matches('/')),
            place: Place::new(path.clone(), call.lines),
            handler: (class.path == path).then_some(class.id),
            authenticated_by: guard.authenticates.then(place),
            authorised_by: guard.authorises.then(place),
            is_registered: true,
            death: None,
        });
    }
    routes
}

fn actions(class: Found<'_>) -> Vec<(&'static str, bool)> {
    let has = |name: &str| class.definition.bases.iter().any(|base| base.rsplit('.').next() == Some(name));
    let reads = has("ReadOnlyModelViewSet");
    let gives = |mixin: &str, method: &str| has("ModelViewSet") || has(mixin) || reads && method == "GET";
    let known: Vec<_> = ACTIONS
        .iter()
        .filter(|(mixin, method, _)| gives(mixin, method))
        .map(|(_, method, is_member)| (*method, *is_member))
        .collect();
    // A view set of actions of its own answers at its prefix, however.
    if known.is_empty() { vec![("*", false)] } else { known }
}

/// `permission_classes = [IsAuthenticated]`, of the class or of the whole project.
fn permissions(repo: &RepoFacts, class: Found<'_>) -> Guard {
    let own = class.module.bindings.iter().find(|binding| {
        binding.within == Some(DefinitionId(class.id.0)) && binding.name == "permission_classes"
    });
    if let Some(binding) = own {
        return of_permissions(&binding.value);
    }
    let settings = repo.production_code().flat_map(|(_, module)| &module.bindings);
    let of_project = settings.filter(|binding| binding.name == "REST_FRAMEWORK").find_map(|binding| {
        let Value::Map(members) = &binding.value else { return None };
        let is_default = |key: &Value| matches!(key, Value::Text(key) if key == "DEFAULT_PERMISSION_CLASSES");
        members.iter().find(|(key, _)| is_default(key)).map(|(_, value)| value)
    });
    of_project.map_or(Guard::default(), of_permissions)
}

fn of_permissions(value: &Value) -> Guard {
    let Value::List(classes) = value else { return Guard::default() };
    let names = classes.iter().filter_map(|class| match class {
        Value::Name(name) | Value::Text(name) => name.rsplit(['.', ':']).next(),
        _ => None,
    });
    let mut guard = Guard::default();
    for name in names {
        let is_open =
            matches!(name, "AllowAny" | "IsAuthenticatedOrReadOnly" | "DjangoModelPermissionsOrAnonReadOnly");
        guard.authenticates |= !is_open;
        guard.authorises |= !is_open && name != "IsAuthenticated";
    }
    guard
}
