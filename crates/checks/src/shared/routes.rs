//! Routes that must know their caller.

use beredd_facts::{HttpRoute, RepoFacts};

/// Paths that are open in any system: health, metrics, documentation, sign-in. Compared by whole parts of the path, lower case.
const OPEN: &[&str] = &[
    ".well-known",
    "callback",
    "docs",
    "favicon.ico",
    "health",
    "healthcheck",
    "healthz",
    "live",
    "liveness",
    "livez",
    "login",
    "logout",
    "metrics",
    "oauth",
    "oauth2",
    "openapi.json",
    "ping",
    "ready",
    "readiness",
    "readyz",
    "redoc",
    "register",
    "robots.txt",
    "signin",
    "signup",
    "static",
    "status",
    "token",
    "version",
    "webhook",
    "webhooks",
];

/// Registered routes, without those that are open in any system.
pub(crate) fn guarded_routes(repo: &RepoFacts) -> Vec<&HttpRoute> {
    let is_open = |route: &HttpRoute| {
        let parts = || route.pattern.trim_matches('/').split('/');
        parts().any(|part| OPEN.contains(&part.to_lowercase().as_str()))
            || (matches!(route.method.as_str(), "GET" | "HEAD" | "OPTIONS")
                && route.pattern.trim_matches('/').is_empty())
    };
    // A framework registers routes in its own code; without an application there is nobody who could call them.
    let serves = !repo.population().services.is_empty();
    let routes = repo.population().routes.iter().filter(|route| serves && route.is_registered);
    routes.filter(|route| !route.pattern.is_empty() && !is_open(route)).collect()
}

/// `POST /questions`.
pub(crate) fn name_of(route: &HttpRoute) -> String {
    format!("{} {}", route.method, route.pattern)
}
