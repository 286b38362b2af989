//! What a system depends on outside itself: models, databases, caches, search, storage, queues, secrets, other systems' HTTP.

use super::origin::origin_of;
use super::values::{argument, is_in, last, text};
use beredd_facts::fact::{Call, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::known::llm_sdks::{CHAT_MODELS, CLIENTS, MODEL_CALLS};
use beredd_facts::{CallVia, RepoFacts};
use beredd_model::{Lines, RepoPath, Text};
use std::collections::BTreeMap;

/// What an external service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A language model.
    Model,
    /// A database.
    Database,
    /// A cache or key-value store.
    Cache,
    /// A search engine or vector index.
    Search,
    /// Objects and files.
    Storage,
    /// A queue, a topic, a stream.
    Queue,
    /// A secrets manager.
    Secrets,
    /// Anything else over HTTP.
    Http,
}

impl Kind {
    /// The kind in words.
    pub(crate) const fn words(self) -> Text {
        match self {
            Self::Model => Text::fixed("model", "modell"),
            Self::Database => Text::fixed("database", "databas"),
            Self::Cache => Text::fixed("cache", "cache"),
            Self::Search => Text::fixed("search index", "sökindex"),
            Self::Storage => Text::fixed("object store", "objektlager"),
            Self::Queue => Text::fixed("queue", "kö"),
            Self::Secrets => Text::fixed("secrets manager", "hemlighetshanterare"),
            Self::Http => Text::fixed("HTTP service", "HTTP-tjänst"),
        }
    }
}

/// Client libraries by their package: what they speak to and what to call it. Source: the libraries' public documentation
/// (asyncpg 0.30, psycopg 3, SQLAlchemy 2, pymongo 4, redis-py 5, elasticsearch 8, qdrant-client 1, aio-pika 9, hvac 2; for
/// JavaScript pg 8, ioredis 5, mongodb 6, Prisma 6, AWS SDK 3; for Go pgx 5, go-redis 9 and their like), 2025-11.
const LIBRARIES: &[(&str, Kind, &str)] = &[
    ("@aws-sdk/client-dynamodb", Kind::Database, "dynamodb"),
    ("@aws-sdk/client-eventbridge", Kind::Queue, "events"),
    ("@aws-sdk/client-lambda", Kind::Http, "lambda"),
    ("@aws-sdk/client-s3", Kind::Storage, "s3"),
    ("@aws-sdk/client-secrets-manager", Kind::Secrets, "secretsmanager"),
    ("@aws-sdk/client-sns", Kind::Queue, "sns"),
    ("@aws-sdk/client-sqs", Kind::Queue, "sqs"),
    ("@aws-sdk/lib-dynamodb", Kind::Database, "dynamodb"),
    ("@azure/keyvault-secrets", Kind::Secrets, "key vault"),
    ("@azure/search-documents", Kind::Search, "azure search"),
    ("@azure/storage-blob", Kind::Storage, "azure blob"),
    ("@elastic/elasticsearch", Kind::Search, "elasticsearch"),
    ("@google-cloud/pubsub", Kind::Queue, "pub/sub"),
    ("@google-cloud/secret-manager", Kind::Secrets, "secret manager"),
    ("@google-cloud/storage", Kind::Storage, "cloud storage"),
    ("@pinecone-database/pinecone", Kind::Search, "pinecone"),
    ("@prisma/client", Kind::Database, "database"),
    ("@qdrant/js-client-rest", Kind::Search, "qdrant"),
    ("@supabase/supabase-js", Kind::Database, "supabase"),
    ("@upstash/redis", Kind::Cache, "redis"),
    ("aio_pika", Kind::Queue, "rabbitmq"),
    ("aiokafka", Kind::Queue, "kafka"),
    ("aiomysql", Kind::Database, "mysql"),
    ("aioredis", Kind::Cache, "redis"),
    ("amqplib", Kind::Queue, "rabbitmq"),
    ("asyncpg", Kind::Database, "postgres"),
    ("azure.cosmos", Kind::Database, "cosmos"),
    ("azure.keyvault.secrets", Kind::Secrets, "key vault"),
    ("azure.search.documents", Kind::Search, "azure search"),
    ("azure.servicebus", Kind::Queue, "service bus"),
    ("azure.storage.blob", Kind::Storage, "azure blob"),
    ("bullmq", Kind::Queue, "redis queue"),
    ("confluent_kafka", Kind::Queue, "kafka"),
    ("elasticsearch", Kind::Search, "elasticsearch"),
    ("github.com/jackc/pgx", Kind::Database, "postgres"),
    ("github.com/redis/go-redis", Kind::Cache, "redis"),
    ("go.mongodb.org/mongo-driver/mongo", Kind::Database, "mongodb"),
    ("google.cloud.bigquery", Kind::Database, "bigquery"),
    ("google.cloud.firestore", Kind::Database, "firestore"),
    ("google.cloud.pubsub_v1", Kind::Queue, "pub/sub"),
    ("google.cloud.secretmanager", Kind::Secrets, "secret manager"),
    ("google.cloud.storage", Kind::Storage, "cloud storage"),
    ("hvac", Kind::Secrets, "vault"),
    ("ioredis", Kind::Cache, "redis"),
    ("kafka", Kind::Queue, "kafka"),
    ("kafkajs", Kind::Queue, "kafka"),
    ("minio", Kind::Storage, "minio"),
    ("mongodb", Kind::Database, "mongodb"),
    ("mongoose", Kind::Database, "mongodb"),
    ("motor", Kind::Database, "mongodb"),
    ("mysql.connector", Kind::Database, "mysql"),
    ("mysql2", Kind::Database, "mysql"),
    ("mysql2/promise", Kind::Database, "mysql"),
    ("nats", Kind::Queue, "nats"),
    ("neo4j", Kind::Database, "neo4j"),
    ("opensearchpy", Kind::Search, "opensearch"),
    ("pg", Kind::Database, "postgres"),
    ("pika", Kind::Queue, "rabbitmq"),
    ("pinecone", Kind::Search, "pinecone"),
    ("postgres", Kind::Database, "postgres"),
    ("psycopg", Kind::Database, "postgres"),
    ("psycopg2", Kind::Database, "postgres"),
    ("pymongo", Kind::Database, "mongodb"),
    ("pymysql", Kind::Database, "mysql"),
    ("qdrant_client", Kind::Search, "qdrant"),
    ("redis", Kind::Cache, "redis"),
    ("supabase", Kind::Database, "supabase"),
    ("valkey", Kind::Cache, "valkey"),
    ("weaviate", Kind::Search, "weaviate"),
];

/// Services of AWS that a running system asks, by the name that `boto3.client(…)` takes. Those that manage the account
/// (CloudFormation, IAM, CloudWatch) are no part of answering a request.
const AWS: &[(&str, Kind)] = &[
    ("cognito-idp", Kind::Http),
    ("comprehend", Kind::Http),
    ("dynamodb", Kind::Database),
    ("events", Kind::Queue),
    ("kinesis", Kind::Queue),
    ("lambda", Kind::Http),
    ("opensearch", Kind::Search),
    ("polly", Kind::Http),
    ("rds-data", Kind::Database),
    ("s3", Kind::Storage),
    ("secretsmanager", Kind::Secrets),
    ("ses", Kind::Http),
    ("sesv2", Kind::Http),
    ("sns", Kind::Queue),
    ("sqs", Kind::Queue),
    ("ssm", Kind::Secrets),
    ("stepfunctions", Kind::Http),
    ("textract", Kind::Http),
    ("transcribe", Kind::Http),
    ("translate", Kind::Http),
];

/// Libraries for plain HTTP, and the methods that send.
const HTTP: &[&str] = &["aiohttp", "httpx", "requests", "urllib.request", "urllib3"];
/// Functions of JavaScript and Go that send a request themselves; the packages among them have methods as well.
const SENDERS: &[&str] = &[
    "axios",
    "fetch",
    "got",
    "ky",
    "net/http.Get",
    "net/http.Post",
    "node-fetch",
    "undici.fetch",
    "undici.request",
];
/// Beginnings of variables that builders of web pages put into what browsers run.
const IN_BROWSERS: &[&str] = &["EXPO_PUBLIC_", "NEXT_PUBLIC_", "REACT_APP_", "VITE_"];
const HTTP_METHODS: &[&str] = &["delete", "get", "patch", "post", "put", "request", "send", "urlopen"];

/// Parts of client libraries that send nothing: errors, types, settings.
const SILENT: &[&str] = &[
    "$connect",
    "$disconnect",
    "aclose",
    "close",
    "decode",
    "disconnect",
    "duplicate",
    "encode",
    "errors",
    "exceptions",
    "from_url",
    "items",
    "json",
    "keys",
    "lower",
    "on",
    "once",
    "quit",
    "split",
    "strip",
    "types",
    "upper",
    "values",
];

/// Methods of SQLAlchemy's connections and sessions that speak to the database; most of the library builds statements.
const SQLALCHEMY: &[&str] = &["commit", "execute", "flush", "get", "refresh", "scalar", "scalars"];

/// A place where an external service is used: a call, or a function of its client that is handed to something that calls it.
#[derive(Clone, Debug)]
pub(crate) struct Use<'a> {
    /// The file.
    pub(crate) path: &'a RepoPath,
    /// The call: the service's own, or the one that is handed its function.
    pub(crate) call: &'a Call,
    /// Whether `call` is handed the service's function and makes the call itself.
    pub(crate) is_handed_over: bool,
}

impl Use<'_> {
    /// The lines of the call.
    pub(crate) const fn lines(&self) -> Lines {
        self.call.lines
    }
}

/// An external service and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct External {
    /// What it is for.
    pub(crate) kind: Kind,
    /// Its name: a vendor, a technology, a host.
    pub(crate) name: String,
}

/// A use as it is kept: the file, the index of the call in it, and whether it is handed over.
type KeptUse = (RepoPath, u32, bool);

/// The external services that live production code uses, with the places.
pub(crate) fn externals(repo: &RepoFacts) -> BTreeMap<External, Vec<Use<'_>>> {
    let at = |(path, index, is_handed_over): &KeptUse| {
        let path = repo.kept_path(path)?;
        let call = repo.module(path)?.calls.get(usize::try_from(*index).ok()?)?;
        Some(Use { path, call, is_handed_over: *is_handed_over })
    };
    let kept = repo.derived(find);
    kept.iter().map(|(external, uses)| (external.clone(), uses.iter().filter_map(at).collect())).collect()
}

fn find(repo: &RepoFacts) -> BTreeMap<External, Vec<KeptUse>> {
    let mut found: BTreeMap<External, Vec<KeptUse>> = BTreeMap::new();
    let vendors: BTreeMap<(&RepoPath, u32), &str> = repo
        .population()
        .call_sites
        .iter()
        .filter_map(|site| match &site.via {
            CallVia::Provider { provider, .. } => Some(((&site.place.path, site.call), provider.as_str())),
            CallVia::FirstParty { .. } => None,
        })
        .collect();
    let served = repo.production_code().filter(|(path, _)| repo.is_live(path));
    for (path, module) in served.filter(|(path, module)| !sets_up(path, module)) {
        for (call, index) in module.calls.iter().zip(0u32..) {
            let known = vendors.get(&(path, index)).map(|vendor| model(vendor));
            let target = origin_of(repo, path, &call.target);
            let direct = external_of(path, module, &call.callee, &target, &call.arguments);
            let handed = || {
                call.arguments.iter().find_map(|argument| handed_over(repo, path, module, &argument.value))
            };
            let is_handed_over = direct.is_none() && handed().is_some();
            if let Some(external) = known.or(direct).or_else(handed) {
                found.entry(external).or_default().push((path.clone(), index, is_handed_over));
            }
        }
    }
    found
}

/// A program that brings the system to where it runs, or fills its stores, answers no request.
fn sets_up(path: &RepoPath, module: &Module) -> bool {
    const WORDS: &[&str] =
        &["bootstrap", "deploy", "migrate", "provision", "rollback", "seed", "setup", "teardown"];
    module.is_runnable && has_word(path.stem(), WORDS)
}

fn model(vendor: &str) -> External {
    External { kind: Kind::Model, name: vendor.to_owned() }
}

/// A function of a client that is given to something else to call: `breaker.call(self.client.chat, …)`.
fn handed_over(repo: &RepoFacts, path: &RepoPath, module: &Module, value: &Value) -> Option<External> {
    let Value::Name(name) = value else { return None };
    let target = origin_of(repo, path, name);
    let is_function = target.contains("().")
        || HTTP.iter().chain(LIBRARIES.iter().map(|(p, _, _)| p)).any(|p| is_in(&target, p));
    if !is_function || target.ends_with("()") || last(&target).starts_with(char::is_uppercase) {
        return None;
    }
    vendor_of(&target).map(model).or_else(|| external_of(path, module, name, &target, &[]))
}

/// Whose model a client's function asks.
fn vendor_of(target: &str) -> Option<&'static str> {
    MODEL_CALLS
        .iter()
        .find(|row| {
            let method = target.strip_suffix(row.method).is_some_and(|rest| rest.ends_with('.'));
            method
                && is_in(target, row.package)
                && (row.through.is_empty() || target.split(['.', '(']).any(|p| p == row.through))
        })
        .map(|row| row.vendor)
}

fn external_of(
    path: &RepoPath,
    module: &Module,
    callee: &str,
    target: &str,
    arguments: &[beredd_facts::fact::Argument],
) -> Option<External> {
    let method = last(target);
    if method.starts_with(char::is_uppercase)
        || target.split('.').any(|part| SILENT.contains(&part.trim_end_matches("()")))
    {
        return None;
    }
    if is_in(target, "boto3") || is_in(target, "aioboto3") {
        return aws(module, callee, target);
    }
    if CLIENTS.iter().chain(CHAT_MODELS).any(|row| is_in(target, row.package)) {
        return None;
    }
    if is_in(target, "sqlalchemy") && target.contains("()") && SQLALCHEMY.contains(&method) {
        return Some(External { kind: Kind::Database, name: "database".to_owned() });
    }
    if let Some((_, kind, name)) = LIBRARIES.iter().find(|(package, _, _)| is_in(target, package)) {
        return Some(External { kind: *kind, name: (*name).to_owned() });
    }
    if is_sender(target) {
        // Pages ask the server they came from: only an address outside the system makes a service.
        let name = host_of(arguments).or_else(|| set_host(arguments))?;
        return Some(External { kind: Kind::Http, name });
    }
    sends_http(target).then(|| External {
        kind: Kind::Http,
        name: host_of(arguments).unwrap_or_else(|| format!("HTTP from {}", path.file_name())),
    })
}

/// Whether a call sends a request: `requests.get`, `httpx.AsyncClient().post`. What is done with an answer sends nothing.
fn sends_http(target: &str) -> bool {
    let Some((receiver, method)) = target.rsplit_once('.') else { return false };
    let is_client = HTTP.contains(&receiver)
        || receiver.ends_with("()")
            && receiver.matches("()").count() == 1
            && last(receiver).starts_with(char::is_uppercase);
    is_client && HTTP_METHODS.contains(&method) && HTTP.iter().any(|package| is_in(target, package))
}

/// `fetch(…)`, `axios.post(…)`, `axios.create().get(…)`.
fn is_sender(target: &str) -> bool {
    let methods = |package: &str| {
        is_in(target, package) && target.contains('.') && HTTP_METHODS.contains(&last(target))
    };
    SENDERS.contains(&target) || ["axios", "got", "ky"].iter().any(|package| methods(package))
}

/// The variable that an address begins with, when it is one of a server.
fn set_host(arguments: &[beredd_facts::fact::Argument]) -> Option<String> {
    let first = match &arguments.first()?.value {
        Value::Template(parts) => parts.first()?,
        value => value,
    };
    let Value::Environment { name, .. } = first else { return None };
    (!IN_BROWSERS.iter().any(|start| name.starts_with(start))).then(|| name.clone())
}

/// The service that the client of a call was made for. A client of a model is the population's business.
fn aws(module: &Module, callee: &str, target: &str) -> Option<External> {
    let (_, rest) = target.split_once("().")?;
    if rest.is_empty() {
        return None;
    }
    let receiver = callee.rsplit_once('.')?.0;
    let service = module.bindings.iter().filter(|binding| binding.name == receiver).find_map(|binding| {
        let Value::Call { target, arguments } = &binding.value else { return None };
        let makes = matches!(last(target), "client" | "resource");
        makes.then(|| argument(arguments, "service_name", 0).and_then(text)).flatten()
    })?;
    let (_, kind) = AWS.iter().find(|(name, _)| *name == service)?;
    Some(External { kind: *kind, name: service.to_owned() })
}

/// The host of an address that is written out in full or as the start of a template.
fn host_of(arguments: &[beredd_facts::fact::Argument]) -> Option<String> {
    let address = arguments.iter().find_map(|argument| match &argument.value {
        Value::Text(text) => Some(text.as_str()),
        Value::Template(parts) => parts.first().and_then(text),
        _ => None,
    })?;
    let host = address.split_once("://")?.1.split(['/', ':', '?']).next()?;
    (!host.is_empty()).then(|| host.to_owned())
}
