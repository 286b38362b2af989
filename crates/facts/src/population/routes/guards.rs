//! What turns a caller away: dependencies, decorators, middleware.
//!
//! A guard of the repository counts by what it does (it answers 401 or 403, or depends on one that does) or, when it loads, by
//! what its name says. One of another file that is missing or dead guards nothing.

use crate::RepoFacts;
use crate::fact::{Call, Value};
use crate::identifier::has_word;
use crate::known::web_frameworks::LOGIN_DECORATORS;
use crate::population::values::{keyword_argument, positional};
use crate::resolve::Found;
use beredd_model::RepoPath;

/// Words of names that ask who the caller is.
const WHO: &[&str] = &[
    "api key",
    "apikey",
    "auth",
    "authenticate",
    "authenticated",
    "authentication",
    "authorization",
    "bearer",
    "claims",
    "current user",
    "jwt",
    "principal",
    "token",
    "verify user",
];

/// Words of names that ask what the caller may do.
const MAY: &[&str] = &[
    "admin",
    "authorize",
    "authorized",
    "permission",
    "permissions",
    "policy",
    "rbac",
    "role",
    "roles",
    "scope",
    "scopes",
    "superuser",
];

/// How often a guard may lead to another.
const MAX_GUARDS: u8 = 4;

/// What a guard checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Guard {
    /// Who the caller is.
    pub(super) authenticates: bool,
    /// What the caller may do.
    pub(super) authorises: bool,
}

impl Guard {
    pub(super) const fn or(self, other: Self) -> Self {
        Self {
            authenticates: self.authenticates || other.authenticates,
            authorises: self.authorises || other.authorises,
        }
    }

    const fn guards(self) -> bool {
        self.authenticates || self.authorises
    }
}

/// What a dependency checks: `Depends(get_user)`, `Security(get_user, scopes=["admin"])`.
pub(super) fn of_dependency(repo: &RepoFacts, path: &RepoPath, value: &Value) -> Guard {
    dependency(repo, path, value, MAX_GUARDS)
}

/// What the members of a `dependencies=[…]` argument check.
pub(super) fn of_dependencies(
    repo: &RepoFacts,
    path: &RepoPath,
    arguments: &[crate::fact::Argument],
) -> Guard {
    let Some(Value::List(members)) = keyword_argument(arguments, "dependencies") else {
        return Guard::default();
    };
    members.iter().map(|value| of_dependency(repo, path, value)).fold(Guard::default(), Guard::or)
}

/// What a decorator, a middleware or a function that runs before requests checks.
pub(super) fn of_target(repo: &RepoFacts, path: &RepoPath, target: &str) -> Guard {
    let name = last(target);
    if LOGIN_DECORATORS.binary_search(&name).is_ok() && repo.names().comes_from_outside(path, target) {
        return Guard { authenticates: true, authorises: name == "permission_required" };
    }
    target_guard(repo, path, target, MAX_GUARDS)
}

fn dependency(repo: &RepoFacts, path: &RepoPath, value: &Value, left: u8) -> Guard {
    let Value::Call { target, arguments } = value else { return Guard::default() };
    let is_security = last(target) == "Security";
    if !matches!(last(target), "Depends" | "Security") {
        return Guard::default();
    }
    let scopes = is_security && keyword_argument(arguments, "scopes").is_some();
    let inner = match positional(arguments).next().or_else(|| keyword_argument(arguments, "dependency")) {
        Some(Value::Name(target) | Value::Call { target, .. }) => target_guard(repo, path, target, left),
        _ => Guard::default(),
    };
    inner.or(Guard { authenticates: scopes && inner.guards(), authorises: scopes && inner.guards() })
}

fn target_guard(repo: &RepoFacts, path: &RepoPath, target: &str, left: u8) -> Guard {
    let Some(left) = left.checked_sub(1) else { return Guard::default() };
    let names = repo.names();
    match names.definition(path, target.trim_end_matches("()")) {
        Some(found) if found.path == path || !repo.resolution().dead.contains_key(found.path) => {
            definition_guard(repo, found, left)
        }
        Some(_) => Guard::default(),
        // A library's guard is taken at its word; a name that leads nowhere says nothing.
        None if names.comes_from_outside(path, target) => of_name(last(target)).unless_carrier(target),
        None => Guard::default(),
    }
}

impl Guard {
    /// FastAPI's security schemes carry a credential to the function that is to check it; none of them checks.
    fn unless_carrier(self, target: &str) -> Self {
        if target.starts_with("fastapi.security") { Self::default() } else { self }
    }
}

fn definition_guard(repo: &RepoFacts, found: Found<'_>, left: u8) -> Guard {
    if found.definition.is_stub {
        return Guard::default();
    }
    let lines = found.definition.lines;
    let calls = || found.module.calls.iter().filter(|call| lines.holds(call.lines));
    if calls().any(believes_anything) && calls().filter(|call| is_decoding(call)).all(believes_anything) {
        return Guard::default();
    }
    let answers = calls().map(answer).fold(Guard::default(), Guard::or);
    // A refusal with 403 may be about the tenant, the origin or the hour: rights are checked where something says so.
    let does = Guard { authorises: answers.authorises && speaks_of_rights(found), ..answers };
    let inner = found.module.definitions.iter().filter(|definition| lines.holds(definition.lines));
    let depends = inner
        .flat_map(|definition| &definition.parameters)
        .filter_map(|parameter| parameter.default.as_ref())
        .map(|value| dependency(repo, found.path, value, left))
        .fold(Guard::default(), Guard::or);
    let done = does.or(depends);
    let said = of_name(&found.definition.name);
    if said.guards() || done.guards() || answers.guards() {
        let is_optional = has_word(&found.definition.name, &["optional", "maybe"]);
        if is_optional && !answers.guards() {
            return Guard::default();
        }
        let guard = said.or(done);
        // To know what a caller may do is to know the caller.
        return Guard { authenticates: guard.guards() || answers.guards(), ..guard };
    }
    Guard::default()
}

/// Whether what a definition decides on, calls or is given has to do with rights: `principal.role`, `has_scope(…)`.
fn speaks_of_rights(found: Found<'_>) -> bool {
    let lines = found.definition.lines;
    let names = |name: &str| name.rsplit(['.', ':']).any(says_rights);
    let branches = found.module.branches.iter().filter(|branch| lines.holds(branch.lines));
    let calls = found.module.calls.iter().filter(|call| lines.holds(call.lines));
    let inner = found.module.definitions.iter().filter(|definition| lines.holds(definition.lines));
    branches.flat_map(|branch| &branch.names).any(|name| names(name))
        || calls.into_iter().any(|call| names(&call.callee))
        || inner.flat_map(|definition| &definition.parameters).any(|parameter| names(&parameter.name))
}

fn is_decoding(call: &Call) -> bool {
    matches!(call.target.as_str(), "jwt.decode" | "jose.jwt.decode")
}

/// A token that is decoded without its signature being verified says what its sender likes.
fn believes_anything(call: &Call) -> bool {
    let is_off = |(key, value): &(Value, Value)| {
        matches!(key, Value::Text(key) if key == "verify_signature") && *value == Value::Bool(false)
    };
    let options = keyword_argument(&call.arguments, "options");
    let by_options = matches!(options, Some(Value::Map(members)) if members.iter().any(is_off));
    let by_word = keyword_argument(&call.arguments, "verify") == Some(&Value::Bool(false));
    is_decoding(call) && (by_options || by_word)
}

/// What an answer says to a caller: 401 that it is not known, 403 that it may not.
fn answer(call: &Call) -> Guard {
    let name = last(&call.target);
    let is_answer =
        matches!(name, "HTTPException" | "JSONResponse" | "Response" | "PlainTextResponse" | "abort")
            || name.ends_with("Error")
            || name.ends_with("Exception");
    if !is_answer {
        return Guard::default();
    }
    let code = |value: &Value, number: &str, words: &str| match value {
        Value::Number(text) => text == number,
        Value::Name(target) => last(target).contains(words),
        _ => false,
    };
    let values = || call.arguments.iter().map(|argument| &argument.value);
    let is_named = |wanted: &[&str]| name.ends_with("Error") && has_word(name, wanted);
    Guard {
        authenticates: values().any(|value| code(value, "401", "HTTP_401"))
            || is_named(&["authentication", "unauthorized", "unauthenticated"]),
        authorises: values().any(|value| code(value, "403", "HTTP_403"))
            || is_named(&["authorization", "forbidden", "permission"]),
    }
}

pub(super) fn of_name(name: &str) -> Guard {
    Guard { authenticates: has_word(name, WHO), authorises: says_rights(name) }
}

/// Whether a name speaks of what a caller may do. An access token says who it is.
fn says_rights(name: &str) -> bool {
    let is_access =
        has_word(name, &["access"]) && !has_word(name, &["access key", "access log", "access token"]);
    is_access || has_word(name, MAY)
}

fn last(target: &str) -> &str {
    target.trim_end_matches("()").rsplit(['.', ':']).next().unwrap_or(target)
}
