//! One place that makes the models: a function of the repository that gives a provider's model to whoever asks for one.

use beredd_facts::fact::{Call, DefinitionKind};
use beredd_facts::known::llm_sdks::{CHAT_MODELS, CLIENTS};
use beredd_facts::{Agent, CallSite, CallVia, DefinitionRef, RepoFacts};
use beredd_model::Place;

/// A function that makes the models an agent uses.
pub(crate) struct Factory {
    /// Its name.
    pub(crate) name: String,
    /// Where the agent's module asks it for a model.
    pub(crate) asked: Place,
}

/// The vendor of the client or model object that a call makes, when it makes one.
pub(crate) fn client_made(call: &Call) -> Option<&'static str> {
    let row = CLIENTS.iter().chain(CHAT_MODELS).find(|row| {
        // Asked of every call: the first letter tells most apart.
        call.target.as_bytes().first() == row.package.as_bytes().first()
            && call
                .target
                .strip_prefix(row.package)
                .is_some_and(|rest| rest.rsplit('.').next() == Some(row.name))
    })?;
    Some(row.vendor)
}

/// The factory in another file that an agent's module gets its models from. A module that also makes a client of its own, or
/// calls a provider's module by its name, gets its models from itself.
pub(crate) fn factory_of(repo: &RepoFacts, agent: &Agent) -> Option<Factory> {
    let path = &agent.place.path;
    let module = repo.module(path)?;
    if module.calls.iter().any(|call| client_made(call).is_some()) {
        return None;
    }
    module.calls.iter().find_map(|call| {
        let made_by = repo.callee_of(path, call).filter(|callee| callee.path != *path)?;
        let name = is_factory(repo, &made_by)?;
        Some(Factory { name, asked: RepoFacts::place(path, call.lines) })
    })
}

/// The factory in another file that gave the very model that a call is made on: `getModel(config).invoke(…)`.
pub(crate) fn factory_of_site(repo: &RepoFacts, site: &CallSite) -> Option<Factory> {
    let CallVia::Provider { target, .. } = &site.via else { return None };
    let (function, _) = target.split_once("()")?;
    let path = &site.place.path;
    let made_by = repo.resolve_target(path, function).filter(|found| found.path != *path)?;
    let name = is_factory(repo, &made_by)?;
    Some(Factory { name, asked: Place { end_line: site.place.line, ..site.place.clone() } })
}

/// Whether a call of a provider's library is made on an object rather than on the library's module.
pub(crate) fn is_on_object(site: &CallSite) -> bool {
    match &site.via {
        CallVia::FirstParty { .. } => true,
        CallVia::Provider { target, .. } => !CLIENTS
            .iter()
            .any(|row| target.strip_prefix(row.package).is_some_and(|rest| rest.starts_with('.'))),
    }
}

/// The name of a function that loads and makes clients or models of a provider.
fn is_factory(repo: &RepoFacts, function: &DefinitionRef) -> Option<String> {
    let definition = repo.definition(function)?;
    let module = repo.module(&function.path)?;
    // A function that asks the model itself gives answers out, not models.
    let asks = repo
        .population()
        .call_sites
        .iter()
        .any(|site| site.place.path == function.path && definition.lines.holds(site.place.lines()));
    let is_made = definition.kind == DefinitionKind::Function
        && !asks
        && !repo.resolution().dead.contains_key(&function.path)
        && module.calls.iter().any(|call| definition.lines.holds(call.lines) && client_made(call).is_some());
    is_made.then(|| definition.name.clone())
}
