//! What stands between a path and its handler, in languages where that is a function: middleware, filters, layers.

use super::guards::{Guard, of_name};
use crate::RepoFacts;
use crate::fact::{Module, Value};
use crate::identifier::has_word;
use beredd_model::{Lines, RepoPath};

/// What a value checks that stands between a path and its handler.
pub(super) fn guard_of_value(repo: &RepoFacts, path: &RepoPath, value: &Value) -> Guard {
    match value {
        Value::Name(target) | Value::Call { target, .. } => guard_of(repo, path, target),
        Value::List(members) => {
            members.iter().map(|member| guard_of_value(repo, path, member)).fold(Guard::default(), Guard::or)
        }
        _ => Guard::default(),
    }
}

/// What a middleware checks: one of the repository by what it does and, when it loads, by its name; one from outside by its name.
pub(super) fn guard_of(repo: &RepoFacts, path: &RepoPath, target: &str) -> Guard {
    let plain = target.trim_end_matches("()");
    let names = repo.names();
    let last = plain.rsplit(['.', ':', '/']).next().unwrap_or(plain);
    match names.definition(path, plain) {
        Some(found) if found.definition.is_stub || repo.resolution().dead.contains_key(found.path) => {
            Guard::default()
        }
        Some(found) => {
            let said = of_name(&found.definition.name);
            let done = body_guard(found.module, found.definition.lines);
            let guard = said.or(done);
            Guard { authenticates: guard.authenticates || guard.authorises, ..guard }
        }
        None if names.comes_from_outside(path, target) => {
            let whole = of_name(plain);
            // `express-jwt`, `passport.authenticate("jwt")`, `requireAuth()`
            let package = plain.split('.').next().unwrap_or_default();
            of_name(last).or(if has_word(package, &["auth", "jwt", "passport", "clerk"]) {
                whole
            } else {
                Guard::default()
            })
        }
        None => Guard::default(),
    }
}

/// What a body checks: whether it answers 401 or 403, or throws what stands for them.
pub(super) fn body_guard(module: &Module, lines: Lines) -> Guard {
    let mut found = Guard::default();
    for call in module.calls.iter().filter(|call| lines.holds(call.lines)) {
        let last = call.target.trim_end_matches("()").rsplit(['.', ':']).next().unwrap_or_default();
        let answers = matches!(
            last,
            "AbortWithStatus"
                | "AbortWithStatusJSON"
                | "Error"
                | "JSON"
                | "NewHTTPError"
                | "NoContent"
                | "Response"
                | "SendStatus"
                | "Status"
                | "String"
                | "WriteHeader"
                | "code"
                | "createError"
                | "error"
                | "fail"
                | "json"
                | "sendStatus"
                | "status"
                | "HTTPException"
                | "HttpException"
                | "NextResponse"
                | "TRPCError"
        );
        let has = |number: &str, named: &str| {
            answers
                && call.arguments.iter().any(|argument| {
                    let may =
                        argument.name.as_deref().is_none_or(|name| matches!(name, "status" | "statusCode"));
                    may && match &argument.value {
                        Value::Number(text) => text == number,
                        // `http.StatusUnauthorized`
                        Value::Name(target) => target.ends_with(named),
                        _ => false,
                    }
                })
        };
        let throws = |wanted: &[&str]| {
            (last.ends_with("Exception") || last.ends_with("Error")) && has_word(last, wanted)
        };
        found.authenticates |= has("401", ".StatusUnauthorized")
            || throws(&["unauthorized", "unauthenticated", "authentication"]);
        found.authorises |=
            has("403", ".StatusForbidden") || throws(&["forbidden", "authorization", "permission"]);
    }
    // `Err(StatusCode::UNAUTHORIZED)` of Rust is a name that is given back, and no call.
    for given in module.references.iter().filter(|one| lines.holds(Lines::at(one.line))) {
        found.authenticates |= given.target.ends_with("StatusCode.UNAUTHORIZED");
        found.authorises |= given.target.ends_with("StatusCode.FORBIDDEN");
    }
    Guard { authenticates: found.authenticates || found.authorises, ..found }
}
