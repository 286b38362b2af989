//! How far down a tenant is told from another: one question for each layer that data passes.

use super::is_effective;
use super::tenant_words::{TENANT_WORDS, hands_tenant};
use super::values::{last, names_in, texts_in};
use beredd_facts::fact::{Call, DefinitionId, DefinitionKind, Module, SchemaChangeKind, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{CallVia, DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};

/// A layer and what was found in it.
pub(crate) struct Layer {
    /// Its identity.
    pub(crate) id: &'static str,
    /// Its name, English and Swedish.
    pub(crate) name: (&'static str, &'static str),
    /// Places that tell tenants apart there.
    pub(crate) proof: Vec<Place>,
    /// Whether the system has the layer at all.
    pub(crate) is_present: bool,
}

/// Every layer, in the order a request passes them.
pub(crate) fn layers(repo: &RepoFacts) -> Vec<Layer> {
    let layer = |id, name, proof: Vec<Place>, is_present: bool| Layer {
        id,
        name,
        is_present: is_present || !proof.is_empty(),
        proof,
    };
    let serves = !repo.population().routes.is_empty() && !repo.population().services.is_empty();
    vec![
        layer("edge", ("the edge", "ytterkanten"), edge(repo), serves),
        layer("context", ("the request's context", "anropets sammanhang"), context(repo), serves),
        layer(
            "data",
            ("stored data", "lagrade data"),
            data(repo),
            has_store(repo, DATABASES) || has_schema(repo),
        ),
        layer("cache", ("caches and vectors", "cache och vektorer"), keyed(repo), has_store(repo, CACHES)),
        layer(
            "models",
            ("models and memory", "modeller och minne"),
            models(repo),
            !repo.population().call_sites.is_empty(),
        ),
        layer("traces", ("logs, metrics and limits", "loggar, mätvärden och gränser"), traces(repo), serves),
    ]
}

/// Packages of databases. Source: their public documentation; 2025-11.
const DATABASES: &[&str] = &[
    "aiomysql",
    "aiosqlite",
    "asyncpg",
    "django.db",
    "motor",
    "psycopg",
    "psycopg2",
    "pymongo",
    "pymysql",
    "sqlalchemy",
    "sqlmodel",
    "supabase",
    "tortoise",
];

/// Packages of caches and stores of vectors. Source: as above.
const CACHES: &[&str] = &[
    "chromadb",
    "elasticsearch",
    "opensearchpy",
    "pgvector",
    "pinecone",
    "pymemcache",
    "pymilvus",
    "qdrant_client",
    "redis",
    "valkey",
    "weaviate",
];

fn has_store(repo: &RepoFacts, packages: &[&str]) -> bool {
    repo.production_code().any(|(_, module)| {
        module.imports.iter().any(|import| import.level == 0 && is_of(&import.module, packages))
    })
}

fn has_schema(repo: &RepoFacts) -> bool {
    repo.files().any(|(_, file)| is_effective(file.role) && !file.schema.is_empty())
}

fn is_of(target: &str, packages: &[&str]) -> bool {
    packages.iter().any(|package| {
        target.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

fn is_tenant(name: &str) -> bool {
    has_word(last(name), TENANT_WORDS)
}

fn live_code(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &Module)> {
    repo.production_code().filter(|(path, _)| repo.is_live(path))
}

/// The tenant is a property of the verified caller: read from what a dependency or a verifying function gives, or from the
/// signed-in user.
fn edge(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for route in repo.population().routes.iter().filter(|route| route.authenticated_by.is_some()) {
        let Some(module) = repo.module(&route.place.path) else { continue };
        let reads = reads(module, route.handler).filter(|(_, name)| is_callers(name));
        found.extend(reads.map(|(lines, _)| place(&route.place.path, lines)).next());
    }
    for (path, module) in live_code(repo) {
        for definition in verifying(module) {
            let reads = reads(module, Some(definition)).filter(|(_, name)| is_callers(name));
            found.extend(reads.map(|(lines, _)| place(path, lines)).next());
        }
    }
    found
}

/// A tenant that belongs to someone: `principal.tenant_id`, not a bare `tenant_id` that anyone may have sent.
fn is_callers(name: &str) -> bool {
    let Some((owner, member)) = name.rsplit_once('.') else { return false };
    let is_sent = has_word(owner, &["body", "headers", "json", "params", "payload", "query", "self"]);
    has_word(member, TENANT_WORDS) && !is_sent
}

/// Functions that verify a token, or that call one which does and answer 401 or 403.
fn verifying(module: &Module) -> Vec<DefinitionId> {
    const VERIFIERS: &[&str] = &[
        "decode",
        "decode_token",
        "verify_id_token",
        "verify_oauth2_token",
        "verify_token",
        "current_principal",
        "current_user",
        "get_current_user",
    ];
    let is_verifier = |call: &&Call| {
        VERIFIERS.contains(&last(&call.callee)) || has_word(last(&call.callee), &["principal", "claims"])
    };
    module.calls.iter().filter(is_verifier).filter_map(|call| call.within).collect()
}

/// Names that a definition reads: on their own, in arguments of calls and in bindings.
fn reads(module: &Module, within: Option<DefinitionId>) -> impl Iterator<Item = (Lines, &str)> {
    let references = module.references.iter().filter(move |one| one.within == within);
    let calls = module.calls.iter().filter(move |call| call.within == within);
    let arguments = calls.flat_map(|call| {
        call.arguments.iter().flat_map(|argument| names_in(&argument.value)).map(|name| (call.lines, name))
    });
    let bindings = module.bindings.iter().filter(move |binding| binding.within == within);
    let bound =
        bindings.flat_map(|binding| names_in(&binding.value).into_iter().map(|name| (binding.lines, name)));
    references.map(|one| (Lines::at(one.line), one.target.as_str())).chain(arguments).chain(bound)
}

/// Middleware that is added, or a function that runs before requests, sets the tenant where everything further in can read it.
fn context(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, module) in live_code(repo) {
        for call in module.calls.iter().filter(|call| last(&call.callee) == "add_middleware") {
            let Some(Value::Name(name)) = call.arguments.first().map(|argument| &argument.value) else {
                continue;
            };
            let Some(class) = repo.resolve_target(path, name) else { continue };
            found.extend(sets_tenant(repo, &class));
        }
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            let runs_before = definition
                .decorators
                .iter()
                .any(|one| matches!(last(&one.target), "middleware" | "before_request"));
            if runs_before {
                found.extend(sets_tenant(repo, &DefinitionRef { path: path.clone(), id: DefinitionId(id) }));
            }
        }
        let is_context = |call: &&Call| {
            last(&call.callee) == "set"
                && call.callee.rsplit_once('.').is_some_and(|(receiver, _)| is_tenant(receiver))
        };
        let variables =
            module.calls.iter().filter(is_context).filter(|call| call.target.contains("ContextVar"));
        found.extend(variables.map(|call| place(path, call.lines)));
    }
    found
}

fn sets_tenant(repo: &RepoFacts, definition: &DefinitionRef) -> Option<Place> {
    let lines = repo.definition(definition)?.lines;
    let module = repo.module(&definition.path)?;
    let binding = module
        .bindings
        .iter()
        .find(|binding| lines.holds(binding.lines) && is_tenant(&binding.name) && binding.name.contains('.'));
    let call = || {
        module.calls.iter().find(|call| {
            lines.holds(call.lines)
                && matches!(last(&call.callee), "bind_contextvars" | "set")
                && hands_tenant(call)
        })
    };
    let lines = binding.map(|binding| binding.lines).or_else(|| call().map(|call| call.lines))?;
    Some(place(&definition.path, lines))
}

/// Whether an argument of a call names one of these still when the repository's own functions have made something of it: a
/// key that is built from a tenant and does not name it keeps nobody apart.
pub(crate) fn brings(repo: &RepoFacts, path: &RepoPath, call: &Call, words: &[&str]) -> bool {
    call.arguments.iter().any(|argument| {
        argument.name.as_deref().is_some_and(|name| has_word(name, words))
            || names(repo, path, &argument.value, words)
    })
}

fn names(repo: &RepoFacts, path: &RepoPath, value: &Value, words: &[&str]) -> bool {
    match value {
        Value::Name(name) => has_word(last(name), words),
        Value::List(items) | Value::Template(items) | Value::Either(items) => {
            items.iter().any(|item| names(repo, path, item, words))
        }
        Value::Map(members) => members.iter().any(|(key, value)| {
            matches!(key, Value::Text(key) if has_word(key, words)) || names(repo, path, value, words)
        }),
        Value::Call { target, arguments } => {
            arguments.iter().any(|argument| names(repo, path, &argument.value, words))
                && repo.resolve_target(path, target).is_none_or(|function| makes_use(repo, &function, words))
        }
        _ => false,
    }
}

/// Whether a function of the repository puts something of these names into what it makes, or is a class that holds it.
fn makes_use(repo: &RepoFacts, function: &DefinitionRef, words: &[&str]) -> bool {
    let Some((definition, module)) = repo.definition(function).zip(repo.module(&function.path)) else {
        return true;
    };
    if definition.kind == DefinitionKind::Class {
        return true;
    }
    let says = |value: &Value| names_in(value).iter().any(|name| has_word(last(name), words));
    let bound = module.bindings.iter().filter(|binding| definition.lines.holds(binding.lines));
    let calls = module.calls.iter().filter(|call| definition.lines.holds(call.lines));
    definition.returns.iter().any(|returned| says(&returned.value))
        || bound.into_iter().any(|binding| says(&binding.value))
        || calls.flat_map(|call| &call.arguments).any(|argument| says(&argument.value))
}

/// Rows are told apart by the database or by every query: row-level security, a setting for it, filters, leading keys, a schema
/// for each tenant.
fn data(repo: &RepoFacts) -> Vec<Place> {
    let mut found = policies(repo);
    // A setting that no policy reads tells no rows apart. Where no schema is kept here, the policy may stand elsewhere.
    let is_set_for_policy = !found.is_empty() || !has_schema(repo);
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let nodes = file.config.iter().flat_map(|document| document.walk());
        let keys = nodes.filter(|(key, _)| key.is_some_and(|key| key.text == "dynamodb:LeadingKeys"));
        found.extend(keys.map(|(_, node)| place(path, Lines::at(node.line))));
    }
    for (path, module) in live_code(repo) {
        let calls = module.calls.iter().filter(|call| filters(call, is_set_for_policy));
        found.extend(calls.map(|call| place(path, call.lines)));
        let django = module.imports.iter().filter(|import| import.module.starts_with("django_tenants"));
        found.extend(django.map(|import| place(path, import.lines)));
    }
    found
}

/// Policies on tables that have row-level security, which name the tenant.
fn policies(repo: &RepoFacts) -> Vec<Place> {
    let changes = || {
        let files = repo.files().filter(|(_, file)| is_effective(file.role));
        files.flat_map(|(path, file)| file.schema.iter().map(move |change| (path, change)))
    };
    let is_enabled = |table: &str| {
        changes()
            .any(|(_, change)| change.kind == SchemaChangeKind::RowSecurityEnabled && change.table == table)
    };
    changes()
        .filter(|(_, change)| match &change.kind {
            SchemaChangeKind::PolicyCreated { words } => {
                words.iter().any(|word| has_word(word, TENANT_WORDS))
                    && (is_enabled(&change.table) || words.iter().any(|word| word == "security"))
            }
            _ => false,
        })
        .map(|(path, change)| place(path, change.lines))
        .collect()
}

/// A query that is bound to a tenant: a filter by its column, its setting in the session, or SQL with it in the condition.
fn filters(call: &Call, is_set_for_policy: bool) -> bool {
    let name = last(&call.callee);
    let mut texts =
        call.arguments.iter().flat_map(|argument| texts_in(&argument.value)).map(str::to_lowercase);
    match name {
        "filter" | "filter_by" | "find" | "find_one" | "get" | "where" | "query" | "select" | "eq" => {
            let is_store = is_of(&call.target, DATABASES)
                || call.callee.contains("objects.")
                || call.callee.contains("query")
                || call.callee.contains("session");
            is_store && hands_tenant(call)
        }
        "execute" | "executemany" | "fetch" | "fetchrow" | "fetchval" | "fetch_all" | "fetch_one"
        | "scalars" => texts.any(|sql| {
            let condition = sql.split_once("where").map_or("", |(_, condition)| condition);
            has_word(condition, TENANT_WORDS)
                || is_set_for_policy
                    && (sql.contains("set_config(") || sql.starts_with("set "))
                    && has_word(&sql, TENANT_WORDS)
        }),
        _ => false,
    }
}

/// Keys and namespaces of caches and vectors name the tenant.
fn keyed(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, module) in live_code(repo) {
        let calls = module
            .calls
            .iter()
            .filter(|call| is_of(&call.target, CACHES) && call.target.contains("()"))
            .filter(|call| hands_tenant(call) && brings(repo, path, call, TENANT_WORDS));
        found.extend(calls.map(|call| place(path, call.lines)));
    }
    found
}

/// Every model call of an agent hands over the tenant. Where no agent was told apart, every call of a service of the system counts.
fn models(repo: &RepoFacts) -> Vec<Place> {
    let population = repo.population();
    let agents: Vec<u32> = population.agents.iter().flat_map(|agent| &agent.call_sites).copied().collect();
    let is_asked = |index: u32| agents.is_empty() || agents.contains(&index);
    let sites =
        population.call_sites.iter().zip(0u32..).filter(|(_, index)| is_asked(*index)).map(|(site, _)| site);
    let mut found = Vec::new();
    let concerns = |via: &CallVia| !agents.is_empty() || matches!(via, CallVia::FirstParty { .. });
    for site in sites.filter(|site| concerns(&site.via)) {
        let at = usize::try_from(site.call).ok();
        let call = repo.module(&site.place.path).zip(at).and_then(|(module, at)| module.calls.get(at));
        match call {
            Some(call) if hands_tenant(call) => found.push(site.place.clone()),
            _ => return Vec::new(),
        }
    }
    found
}

/// Records, metrics, spans and limits carry the tenant.
fn traces(repo: &RepoFacts) -> Vec<Place> {
    const RECORDERS: &[&str] = &[
        "add",
        "bind",
        "bind_contextvars",
        "debug",
        "error",
        "exception",
        "info",
        "labels",
        "observe",
        "record",
        "set_attribute",
        "set_attributes",
        "set_baggage",
        "warning",
    ];
    let mut found = Vec::new();
    for (path, module) in live_code(repo) {
        let names_it = |call: &&Call| {
            hands_tenant(call) || call.arguments.first().is_some_and(|first| matches!(&first.value, Value::Text(key) if has_word(key, &["tenant"]) && key.len() < 40 && !key.contains(' ')))
        };
        let calls = module
            .calls
            .iter()
            .filter(|call| RECORDERS.binary_search(&last(&call.callee)).is_ok() && names_it(call));
        found.extend(calls.map(|call| place(path, call.lines)));
    }
    found
}

fn place(path: &RepoPath, lines: Lines) -> Place {
    RepoFacts::place(path, Lines::at(lines.start))
}
