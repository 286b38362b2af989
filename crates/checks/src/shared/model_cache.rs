//! Where answers of models are kept to be given again.

use super::values::last;
use beredd_facts::fact::{Call, Definition, DefinitionId, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::BTreeSet;

/// A cache of model answers.
#[derive(Clone, Debug)]
pub(crate) struct ModelCache {
    /// What it is, in words of the code.
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Whether production code reaches it.
    pub(crate) is_live: bool,
    /// The function that looks answers up and keeps them, where the repository does so itself.
    pub(crate) around: Option<DefinitionRef>,
}

/// Calls that put a cache in front of models. Source: documentation of LangChain, LiteLLM, GPTCache, 2025-11.
const SWITCHES: &[&str] = &[
    "gptcache.cache.init",
    "langchain.globals.set_llm_cache",
    "langchain_core.globals.set_llm_cache",
    "litellm.Cache",
    "litellm.caching.Cache",
    "litellm.caching.caching.Cache",
    "litellm.enable_cache",
];

/// Decorators that keep what a function gave back.
const KEEPERS: &[&str] = &[
    "aiocache.cached",
    "async_lru.alru_cache",
    "cachetools.cached",
    "cachetools.func.ttl_cache",
    "functools.cache",
    "functools.lru_cache",
];

/// Libraries that keep values under keys. Source: their public documentation, 2025-11.
const LIBRARIES: &[&str] = &[
    "@upstash/redis",
    "aiocache",
    "cache-manager",
    "cachetools",
    "coredis",
    "diskcache",
    "glide",
    "ioredis",
    "keyv",
    "lru-cache",
    "memjs",
    "node-cache",
    "pymemcache",
    "redis",
    "valkey",
];

/// Words of methods that look something up, and of those that keep it.
const LOOKUPS: &[&str] =
    &["get", "find", "lookup", "fetch", "read", "load", "search", "check", "mget", "hget"];
const STORES: &[&str] = &["set", "put", "keep", "store", "save", "write", "setex", "add", "hset", "update"];

/// Every cache of model answers in production code, reached or not.
pub(crate) fn model_caches(repo: &RepoFacts) -> Vec<ModelCache> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            let is_switch = SWITCHES.contains(&call.target.as_str()) || is_kept_by_langchain(call);
            if is_switch || asks_provider_to_cache(repo, path, call) {
                let name = if is_switch { call.target.clone() } else { "cache_control".to_owned() };
                found.push(ModelCache {
                    name,
                    place: RepoFacts::place(path, Lines::at(call.lines.start)),
                    is_live: true,
                    around: None,
                });
            }
        }
    }
    for reference in around_models(repo) {
        let Some((definition, module)) = repo.definition(&reference).zip(repo.module(&reference.path)) else {
            continue;
        };
        found.extend(kept_by_decorator(&reference, definition));
        found.extend(kept_by_hand(repo, &reference, module, definition));
    }
    for cache in &mut found {
        cache.is_live = repo.is_live(&cache.place.path);
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found.dedup_by(|a, b| a.place == b.place);
    found
}

/// `new ChatOpenAI({ cache: true })`, `ChatOpenAI(cache=InMemoryCache())`.
fn is_kept_by_langchain(call: &Call) -> bool {
    let is_model = call.target.starts_with("@langchain/") || call.target.starts_with("langchain_");
    let kept = super::values::keyword(&call.arguments, "cache");
    is_model
        && last(&call.target).starts_with("Chat")
        && kept.is_some_and(|value| !matches!(value, Value::Bool(false) | Value::Nothing))
}

/// Functions that call a model, methods of the services in front of models, and functions that call either.
fn around_models(repo: &RepoFacts) -> BTreeSet<DefinitionRef> {
    let population = repo.population();
    let sites = population
        .call_sites
        .iter()
        .filter_map(|site| Some(DefinitionRef { path: site.place.path.clone(), id: site.within? }));
    let mut found: BTreeSet<DefinitionRef> = sites.collect();
    let services = population.call_sites.iter().filter_map(|site| {
        let call = repo.module(&site.place.path)?.calls.get(usize::try_from(site.call).ok()?)?;
        repo.callee_of(&site.place.path, call)
    });
    found.extend(services);
    for service in &population.central_services {
        let Some(module) = repo.module(&service.place.path) else { continue };
        let members = module
            .definitions
            .iter()
            .zip(0u32..)
            .filter(|(member, _)| member.parent == Some(service.definition));
        found.extend(
            members.map(|(_, id)| DefinitionRef { path: service.place.path.clone(), id: DefinitionId(id) }),
        );
    }
    let callers: Vec<DefinitionRef> = repo
        .resolution()
        .uses
        .iter()
        .filter(|(_, used)| used.iter().any(|used| found.contains(used)))
        .map(|(user, _)| user.clone())
        .collect();
    found.extend(callers);
    found
}

fn kept_by_decorator(reference: &DefinitionRef, definition: &Definition) -> Option<ModelCache> {
    let decorator =
        definition.decorators.iter().find(|decorator| KEEPERS.contains(&decorator.target.as_str()))?;
    // A factory that is kept keeps a client, not answers.
    let is_question = definition.parameters.iter().any(|parameter| {
        has_word(&parameter.name, &["prompt", "messages", "message", "question", "text", "query", "input"])
    });
    is_question.then(|| ModelCache {
        name: decorator.target.clone(),
        place: RepoFacts::place(&reference.path, Lines::at(decorator.lines.start)),
        is_live: true,
        around: None,
    })
}

/// A look-up and a keep of something that is called a cache, in one function around a model call.
fn kept_by_hand(
    repo: &RepoFacts,
    reference: &DefinitionRef,
    module: &Module,
    definition: &Definition,
) -> Option<ModelCache> {
    let mine = || {
        module
            .calls
            .iter()
            .filter(|call| call.within == Some(reference.id) && definition.lines.holds(call.lines))
    };
    let is_cache = |call: &&Call| {
        has_word(&call.callee, &["cache", "cached", "redis", "memo"])
            || has_word(&call.target, &["redis", "cache"])
            || repo.callee_of(&reference.path, call).is_some_and(|callee| asks_store(repo, &callee))
    };
    let lookup = mine()
        .filter(is_cache)
        .find(|call| does(repo, reference, call, LOOKUPS) && works(repo, &reference.path, call))?;
    let store = mine()
        // A probe that writes and reads again keeps no answers: one call is not both.
        .filter(|call| is_cache(call) && call.lines != lookup.lines)
        .find(|call| does(repo, reference, call, STORES) && works(repo, &reference.path, call));
    store?;
    Some(ModelCache {
        name: lookup.callee.clone(),
        place: RepoFacts::place(&reference.path, Lines::at(lookup.lines.start)),
        is_live: true,
        around: Some(reference.clone()),
    })
}

/// Whether a call says by its name that it looks up or keeps, or leads to a function that does so with a library.
fn does(repo: &RepoFacts, within: &DefinitionRef, call: &Call, verbs: &[&str]) -> bool {
    has_word(last(&call.callee), verbs)
        || repo.callee_of(&within.path, call).is_some_and(|function| {
            store_calls(repo, &function).any(|call| has_word(last(&call.callee), verbs))
        })
}

/// Whether a call goes to a library that keeps things.
fn is_store(call: &Call) -> bool {
    let package = call.target.split('.').next().unwrap_or_default();
    LIBRARIES.binary_search(&package).is_ok()
}

/// Whether a function itself asks a library that keeps things, whatever it is called.
pub(crate) fn asks_store(repo: &RepoFacts, function: &DefinitionRef) -> bool {
    store_calls(repo, function).next().is_some()
}

fn store_calls<'a>(repo: &'a RepoFacts, function: &DefinitionRef) -> impl Iterator<Item = &'a Call> {
    let calls = repo.module(&function.path).into_iter().flat_map(|module| &module.calls);
    let id = function.id;
    calls.filter(move |call| call.within == Some(id) && is_store(call))
}

/// Whether a call leads to something: to a library, or to a definition that does more than stand there.
fn works(repo: &RepoFacts, path: &RepoPath, call: &Call) -> bool {
    repo.callee_of(path, call)
        .is_none_or(|found| repo.definition(&found).is_some_and(|definition| !definition.is_stub))
}

/// A call of a provider whose messages mark what to keep: Anthropic's `cache_control`, Bedrock's `cachePoint`, Gemini's
/// `cached_content`.
fn asks_provider_to_cache(repo: &RepoFacts, path: &RepoPath, call: &Call) -> bool {
    let is_model_call = || {
        repo.population().call_sites.iter().any(|site| {
            site.place.path == *path
                && site.place.line <= call.lines.start
                && call.lines.end <= site.place.end_line
        })
    };
    call.arguments.iter().any(|argument| {
        argument.name.as_deref().is_some_and(|name| {
            matches!(name, "cacheControl" | "cache_control" | "cached_content" | "cachedContent")
        }) || marks(&argument.value)
    }) && is_model_call()
}

fn marks(value: &Value) -> bool {
    match value {
        Value::Map(members) => members.iter().any(|(key, value)| {
            matches!(key, Value::Text(key) if matches!(key.as_str(), "cacheControl" | "cache_control" | "cachePoint" | "cachedContent" | "cached_content")) || marks(value)
        }),
        Value::List(items) => items.iter().any(marks),
        _ => false,
    }
}
