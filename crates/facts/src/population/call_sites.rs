//! Where production code calls a model: through a provider's library, or through a service of its own.

use super::central::Groups;
use super::provider_calls::Providers;
use super::reach::{Reach, callable, class_of, reference};
use super::{CallSite, CallVia, CentralService};
use crate::fact::{Call, DefinitionId, Module, ResultUse, Value};
use crate::identifier::has_word;
use crate::resolve::Found;
use crate::{DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a receiver that is a model service though nothing says what it is.
const RECEIVER_WORDS: &[&str] =
    &["completion", "completions", "gateway", "language model", "llm", "llms", "model"];

/// Calls of models and the services in between.
#[derive(Debug, Default)]
pub(crate) struct Models {
    pub(crate) call_sites: Vec<CallSite>,
    pub(crate) central_services: Vec<CentralService>,
    pub(crate) providers: Vec<String>,
    pub(crate) groups: Groups,
}

impl Models {
    pub(crate) fn new(repo: &RepoFacts) -> Self {
        let mut sites = provider_sites(repo);
        let givers = givers(repo);
        let mut direct = direct(repo, &sites);
        for (giver, vendor) in &givers {
            direct.entry(giver.clone()).or_default().insert((*vendor).to_owned());
        }
        let reach = Reach::new(repo, direct, givers.into_keys().collect());
        let groups = Groups::new(repo, &reach);
        let (central_services, indices) = central_services(repo, &groups);
        sites.extend(first_party_sites(repo, &reach, &groups, &indices, &sites));
        sites.sort_by(|a, b| (&a.place, a.call).cmp(&(&b.place, b.call)));
        let providers: BTreeSet<String> = sites
            .iter()
            .filter_map(|site| match &site.via {
                CallVia::Provider { provider, .. } => Some(provider.clone()),
                CallVia::FirstParty { .. } => None,
            })
            .collect();
        Self { call_sites: sites, central_services, providers: providers.into_iter().collect(), groups }
    }
}

fn provider_sites(repo: &RepoFacts) -> Vec<CallSite> {
    let providers = Providers::new(repo.names());
    let mut sites = Vec::new();
    for (path, module) in repo.production_code() {
        for (call, index) in module.calls.iter().zip(0u32..) {
            let found = providers.vendor(path, module, call).map(|vendor| (vendor, call.target.clone()));
            if let Some((vendor, target)) = found.or_else(|| handed_on(&providers, path, module, call)) {
                let via = CallVia::Provider { provider: vendor.to_owned(), target };
                sites.push(site(path, call, index, via));
            }
        }
    }
    sites
}

/// A model call that is handed to another function instead of being made: `breaker.call(client.chat.completions.create, …)`.
fn handed_on(
    providers: &Providers<'_>,
    path: &RepoPath,
    module: &Module,
    call: &Call,
) -> Option<(&'static str, String)> {
    // What `partial` gives under a name is called by that name.
    let is_kept = call.target.starts_with("functools.partial") && matches!(call.result, ResultUse::Bound(_));
    call.arguments.iter().filter(|_| !is_kept).find_map(|argument| match &argument.value {
        Value::Name(target) if providers.may_end(target) => {
            providers.vendor(path, module, &asked(target, call.lines)).map(|vendor| (vendor, target.clone()))
        }
        _ => None,
    })
}

/// Properties that give out a provider's function for others to call: `return self._completion`, where that is `litellm.completion`.
fn givers(repo: &RepoFacts) -> BTreeMap<DefinitionRef, &'static str> {
    let providers = Providers::new(repo.names());
    let mut found = BTreeMap::new();
    for (path, module) in repo.production_code() {
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            let is_property = definition
                .decorators
                .iter()
                .any(|d| matches!(d.target.as_str(), "property" | "functools.cached_property"));
            let given =
                definition.returns.iter().filter(|_| is_property).find_map(|returned| {
                    match &returned.value {
                        Value::Name(target) if providers.may_end(target) => {
                            providers.vendor(path, module, &asked(target, returned.lines))
                        }
                        _ => None,
                    }
                });
            if let Some(vendor) = given {
                found.insert(reference(path, DefinitionId(id)), vendor);
            }
        }
    }
    found
}

/// A call of a name, for asking whose it would be.
fn asked(target: &str, lines: Lines) -> Call {
    Call {
        lines,
        callee: target.to_owned(),
        target: target.to_owned(),
        arguments: Vec::new(),
        within: None,
        guarded_by: None,
        is_awaited: false,
        result: ResultUse::Used,
    }
}

/// The functions that hold provider calls, with their vendors.
fn direct(repo: &RepoFacts, sites: &[CallSite]) -> BTreeMap<DefinitionRef, BTreeSet<String>> {
    let mut direct: BTreeMap<DefinitionRef, BTreeSet<String>> = BTreeMap::new();
    for site in sites {
        let function = repo.module(&site.place.path).and_then(|module| callable(module, site.within));
        if let (Some(id), CallVia::Provider { provider, .. }) = (function, &site.via) {
            direct.entry(reference(&site.place.path, id)).or_default().insert(provider.clone());
        }
    }
    direct
}

fn central_services(
    repo: &RepoFacts,
    groups: &Groups,
) -> (Vec<CentralService>, BTreeMap<DefinitionRef, u32>) {
    let dead = &repo.resolution().dead;
    let mut found: Vec<(CentralService, &DefinitionRef)> = groups
        .iter()
        .filter(|(_, group)| group.is_central)
        .filter_map(|(root, group)| {
            let definition = repo.definition(root)?;
            // An interface loads for nothing when no implementation does.
            let mut others = group.members.iter().filter(|member| *member != root).peekable();
            let is_backed = others.peek().is_none() || others.any(|member| !dead.contains_key(&member.path));
            let service = CentralService {
                name: definition.name.clone(),
                place: Place::new(root.path.clone(), definition.lines),
                definition: root.id,
                providers: group.vendors.iter().cloned().collect(),
                is_loadable: !dead.contains_key(&root.path) && is_backed,
            };
            Some((service, root))
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.place.cmp(&b.place));
    let indices = found.iter().zip(0u32..).map(|((_, root), index)| ((*root).clone(), index)).collect();
    (found.into_iter().map(|(service, _)| service).collect(), indices)
}

fn first_party_sites(
    repo: &RepoFacts,
    reach: &Reach,
    groups: &Groups,
    indices: &BTreeMap<DefinitionRef, u32>,
    known: &[CallSite],
) -> Vec<CallSite> {
    let known: BTreeSet<(&RepoPath, u32)> = known.iter().map(|s| (&s.place.path, s.call)).collect();
    let methods: BTreeSet<&str> =
        groups.iter().flat_map(|(_, group)| &group.methods).map(String::as_str).collect();
    let mut sites = Vec::new();
    if methods.is_empty() {
        return sites;
    }
    for (path, module) in repo.production_code() {
        for (call, index) in module.calls.iter().zip(0u32..) {
            let method = call.callee.rsplit(['.', ':']).next().unwrap_or_default();
            if known.contains(&(path, index)) {
                continue;
            }
            // An alias may call a method by another name, but what it is bound to ends in the method's own.
            let may_be = methods.contains(method)
                || methods.contains(last(&call.target))
                || call.target.ends_with("()");
            let direct = may_be.then(|| service_of(repo, reach, groups, path, call, method)).flatten();
            let direct = direct.map(|root| (root, &call.target));
            let found = direct.or_else(|| {
                call.arguments.iter().find_map(|argument| match &argument.value {
                    Value::Name(name) if methods.contains(name.rsplit(['.', ':']).next()?) => {
                        let found = repo.names().definition_within(path, name, call.within)?;
                        Some((service_behind(repo, reach, groups, path, call, &found)?, name))
                    }
                    _ => None,
                })
            });
            if let Some((root, target)) = found {
                let service = indices.get(&root).copied();
                let via = CallVia::FirstParty { service, target: target.clone() };
                sites.push(site(path, call, index, via));
            }
        }
    }
    sites
}

/// The service that a call goes through, when it goes through one and does not come from within it.
fn service_of(
    repo: &RepoFacts,
    reach: &Reach,
    groups: &Groups,
    path: &RepoPath,
    call: &Call,
    method: &str,
) -> Option<DefinitionRef> {
    match repo.names().callee(path, call) {
        Some(found) => service_behind(repo, reach, groups, path, call, &found),
        None => by_name(repo, groups, path, call, method)
            .filter(|root| !is_from_within(repo, groups, path, call.within, root)),
    }
}

/// The service that a function is a way into.
fn service_behind(
    repo: &RepoFacts,
    reach: &Reach,
    groups: &Groups,
    path: &RepoPath,
    call: &Call,
    found: &Found<'_>,
) -> Option<DefinitionRef> {
    let function = found.reference();
    reach.way(&function)?;
    let member = class_of(repo, &function).unwrap_or(function);
    let (root, group) = groups.of(&member)?;
    let is_way_in = group.methods.contains(&found.definition.name);
    (is_way_in && !is_from_within(repo, groups, path, call.within, root)).then(|| root.clone())
}

/// A receiver of unknown class that is named as a model service, and a method that one of the repository's services has: what
/// dependency injection leaves of a type.
fn by_name(
    repo: &RepoFacts,
    groups: &Groups,
    path: &RepoPath,
    call: &Call,
    method: &str,
) -> Option<DefinitionRef> {
    let (receiver, _) = call.callee.rsplit_once('.')?;
    let receiver = receiver.rsplit('.').next()?;
    let speaks = has_word(receiver, RECEIVER_WORDS) && receiver != "self";
    if !speaks || repo.names().comes_from_outside(path, &call.target) {
        return None;
    }
    groups.with_method(method).map(|(root, _)| root.clone())
}

fn is_from_within(
    repo: &RepoFacts,
    groups: &Groups,
    path: &RepoPath,
    within: Option<DefinitionId>,
    root: &DefinitionRef,
) -> bool {
    let Some(module) = repo.module(path) else { return false };
    let Some(function) = callable(module, within).map(|id| reference(path, id)) else { return false };
    let caller = class_of(repo, &function).unwrap_or(function);
    groups.of(&caller).is_some_and(|(own, _)| own == root)
}

fn last(target: &str) -> &str {
    target.rsplit(['.', ':']).next().unwrap_or(target)
}

fn site(path: &RepoPath, call: &Call, index: u32, via: CallVia) -> CallSite {
    CallSite { place: Place::new(path.clone(), call.lines), call: index, within: call.within, via }
}
