//! Scopes and resources of actix, nested routers of axum: what a route of Rust stands behind.

use super::{File, body_guard, is_chained, joined, last, methods_given};
use crate::fact::{Call, Value};
use crate::population::HttpRoute;
use crate::population::routes::guards::Guard;
use crate::population::values::positional;
use beredd_model::Place;

impl File<'_> {
    /// A method of a resource of actix: the resource has the pattern, the scope that it is a service of the prefix.
    pub(super) fn registered_at(&self, call: &Call, resource: &Call, routes: &mut Vec<HttpRoute>) {
        let Some(methods) = positional(&call.arguments).next().and_then(methods_given) else { return };
        let pattern = joined(&self.prefix(resource), &self.text(resource));
        let place = Place::new(self.path.clone(), call.lines);
        let handler = positional(&call.arguments).next().and_then(|value| self.handler(value));
        let mut guards = self.around(call);
        if let Some((_, handler)) = handler {
            guards
                .push((Place::new(self.path.clone(), handler.lines), body_guard(self.module, handler.lines)));
        }
        let first = |wanted: fn(&Guard) -> bool| {
            guards.iter().find(|(_, guard)| wanted(guard)).map(|(place, _)| place.clone())
        };
        for method in methods {
            routes.push(HttpRoute {
                method,
                pattern: pattern.clone(),
                place: place.clone(),
                handler: handler.map(|(id, _)| id),
                authenticated_by: first(|guard| guard.authenticates),
                authorised_by: first(|guard| guard.authorises),
                is_registered: true,
                death: None,
            });
        }
    }

    /// The call of a name earlier in the chain of a call.
    pub(super) fn in_chain(&self, call: &Call, name: &str) -> Option<&Call> {
        self.shared.iter().copied().find(|one| last(&one.target) == name && is_chained(one, call))
    }

    /// The scope of actix that a call is chained on, or the only one that it is handed to as a service.
    pub(super) fn scope(&self, call: &Call) -> Option<&Call> {
        self.in_chain(call, "scope").or_else(|| {
            let is_around = |one: &&Call| {
                let mut services = self.services.iter().filter(|service| is_chained(one, service));
                one.within == call.within
                    && !is_chained(one, call)
                    && services.any(|service| {
                        service.lines.holds(call.lines)
                            && positional(&service.arguments).any(|value| is_made_like(value, call))
                    })
            };
            let mut around = self.shared.iter().copied().filter(|one| last(&one.target) == "scope");
            let scope = around.find(is_around)?;
            around.all(|other| !is_around(&other)).then_some(scope)
        })
    }

    /// What the function of a call is nested behind, in its own file: `Router::new().nest("/users", users())`.
    pub(super) fn nested(&self, call: &Call) -> String {
        let Some(function) = call.within.filter(|_| call.target.starts_with("axum.")) else {
            return String::new();
        };
        let names = self.repo.names();
        let nest = self.shared.iter().filter(|one| last(&one.target) == "nest").find(|nest| {
            let Some(Value::Call { target, .. } | Value::Name(target)) = positional(&nest.arguments).nth(1)
            else {
                return false;
            };
            let found = names.definition(self.path, target.trim_end_matches("()"));
            found.is_some_and(|found| found.path == self.path && found.id == function)
        });
        nest.map(|nest| self.text(nest)).unwrap_or_default()
    }
}

/// Whether a value is what a call, or a later one in its chain, gives.
fn is_made_like(value: &Value, call: &Call) -> bool {
    match value {
        Value::Call { target, .. } => target
            .strip_prefix(call.target.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("()")),
        Value::Either(values) => values.iter().any(|value| is_made_like(value, call)),
        _ => false,
    }
}
