//! Health routes of applications, and the states that they can give back.

use super::callers::Callers;
use super::origin::reference;
use super::values::{parts_of, text};
use beredd_facts::fact::{Call, DefinitionId, DefinitionKind, Module, Value};
use beredd_facts::known::web_frameworks::is_application;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// Last parts of the paths of health routes.
const HEALTH_PATHS: &[&str] =
    &["health", "health-check", "health_check", "healthcheck", "healthz", "ready", "readyz", "status"];

/// Words of each state, in the order healthy, degraded, unhealthy.
const STATES: [&[&str]; 3] = [
    &["healthy", "ok", "up", "pass", "serving"],
    &["degraded", "warn", "warning", "partial", "impaired"],
    &["unhealthy", "down", "fail", "critical", "not_serving", "unavailable"],
];

/// How many calls deep a health route is followed.
const HOPS: u32 = 4;

/// Applications that production code makes, those that cannot load as well: a service that does not start reports nothing.
pub(crate) fn applications(repo: &RepoFacts) -> Vec<(&RepoPath, &Call)> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        let makes = module
            .calls
            .iter()
            .find(|call| is_application(&call.target) && !call.target.starts_with("celery"));
        found.extend(makes.map(|call| (path, call)));
    }
    found
}

/// Handlers of health routes in the file of an application or in files that it imports, at most two steps away.
pub(crate) fn health_routes(repo: &RepoFacts, application: &RepoPath) -> Vec<DefinitionRef> {
    let imports = &repo.resolution().imports;
    let mut files = BTreeSet::from([application]);
    for _ in 0..2 {
        let next: Vec<&RepoPath> = files.iter().filter_map(|file| imports.get(*file)).flatten().collect();
        files.extend(next);
    }
    files
        .into_iter()
        .filter_map(|file| Some((file, repo.module(file)?)))
        .flat_map(|(file, module)| {
            let mut found = routes_in(file, module);
            found.extend(
                routes_by_call(repo, file).filter(|route| !found.contains(route)).collect::<Vec<_>>(),
            );
            found
        })
        .collect()
}

fn routes_in(path: &RepoPath, module: &Module) -> Vec<DefinitionRef> {
    let numbered = module.definitions.iter().zip(0u32..);
    numbered
        .filter(|(definition, _)| {
            definition.decorators.iter().any(|decorator| {
                let first = decorator.arguments.first().and_then(|argument| text(&argument.value));
                first.is_some_and(|pattern| pattern.starts_with('/') && is_health(pattern))
            })
        })
        .map(|(_, id)| reference(path, DefinitionId(id)))
        .collect()
}

/// Health routes of a file whose handler is handed to a call: `app.get('/health', handler)`.
fn routes_by_call<'a>(repo: &'a RepoFacts, path: &'a RepoPath) -> impl Iterator<Item = DefinitionRef> + 'a {
    let own = repo.population().routes.iter().filter(move |route| route.place.path == *path);
    own.filter(|route| is_health(&route.pattern))
        .filter_map(move |route| Some(reference(path, route.handler?)))
}

fn is_health(pattern: &str) -> bool {
    let last = pattern.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    HEALTH_PATHS.contains(&last)
}

/// How many of the three states a route can give back, and whether something decides between them.
pub(crate) fn states_of(repo: &RepoFacts, callers: &Callers<'_>, route: &DefinitionRef) -> (usize, bool) {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut is_decided = false;
    for found in callers.down(route, HOPS) {
        let (Some(module), Some(definition)) = (repo.module(&found.path), repo.definition(&found)) else {
            continue;
        };
        // An enumeration lists states; what is reported is what somebody names.
        if definition.kind == DefinitionKind::Class {
            continue;
        }
        let lines = definition.lines;
        let bound = module.bindings.iter().filter(|b| lines.holds(b.lines)).map(|b| &b.value);
        let returned = definition.returns.iter().map(|returned| &returned.value);
        let given =
            module.calls.iter().filter(|c| lines.holds(c.lines)).flat_map(|c| &c.arguments).map(|a| &a.value);
        for value in bound.chain(returned).chain(given).flat_map(parts_of) {
            match value {
                Value::Text(text) => words.extend([text.to_lowercase()]),
                Value::Either(_) => is_decided = true,
                _ => {}
            }
        }
        let named = module.references.iter().filter(|r| lines.start <= r.line && r.line <= lines.end);
        words.extend(named.filter_map(|reference| member_text(repo, &found.path, &reference.target)));
        is_decided |= module.branches.iter().any(|branch| lines.holds(branch.lines));
        is_decided |= module.tries.iter().any(|attempt| lines.holds(attempt.body));
    }
    let states = STATES.iter().filter(|state| state.iter().any(|word| words.contains(*word))).count();
    (states, is_decided)
}

/// The text of a member of an enumeration: `Status.DEGRADED` is `degraded`.
fn member_text(repo: &RepoFacts, path: &RepoPath, target: &str) -> Option<String> {
    let (class, member) = target.rsplit_once('.')?;
    let class = repo.resolve_target(path, class)?;
    let bindings = &repo.module(&class.path)?.bindings;
    let binding =
        bindings.iter().find(|binding| binding.within == Some(class.id) && binding.name == member)?;
    text(&binding.value).map(str::to_lowercase)
}
