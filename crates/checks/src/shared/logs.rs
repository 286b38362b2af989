//! Calls that write to a log.

use super::origin::origin_of_call;
use super::values::{last, parts_of};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Call, Value};
use beredd_facts::identifier::has_word;
use beredd_model::RepoPath;

/// How loud a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loudness {
    /// For whoever debugs.
    Debug,
    /// The ordinary course of things.
    Info,
    /// Something that operators should see.
    Warning,
}

/// Methods of loggers: the standard library's, structlog's, loguru's and those made after them.
const METHODS: &[(&str, Loudness)] = &[
    ("Debug", Loudness::Debug),
    ("Error", Loudness::Warning),
    ("Fatal", Loudness::Warning),
    ("Info", Loudness::Info),
    ("Warn", Loudness::Warning),
    ("critical", Loudness::Warning),
    ("debug", Loudness::Debug),
    ("error", Loudness::Warning),
    ("exception", Loudness::Warning),
    ("fatal", Loudness::Warning),
    ("info", Loudness::Info),
    ("log", Loudness::Info),
    ("msg", Loudness::Info),
    ("success", Loudness::Info),
    ("trace", Loudness::Debug),
    ("warn", Loudness::Warning),
    ("warning", Loudness::Warning),
];

/// Packages whose loggers are known.
const PACKAGES: &[&str] = &[
    "@aws-lambda-powertools/logger",
    "aws_lambda_powertools",
    "bunyan",
    "github.com/rs/zerolog",
    "github.com/sirupsen/logrus",
    "go.uber.org/zap",
    "log/slog",
    "logfire",
    "logging",
    "loguru",
    "org.slf4j",
    "pino",
    "structlog",
    "tslog",
    "winston",
];

/// How loudly a call logs, when it does. A receiver of unknown origin counts when it is called a log or a logger.
pub(crate) fn logs(repo: &RepoFacts, path: &RepoPath, call: &Call) -> Option<Loudness> {
    let (receiver, method) = call.callee.rsplit_once('.')?;
    let (_, loudness) = METHODS.iter().find(|(name, _)| *name == method)?;
    let is_called_log = || has_word(last(receiver.trim_end_matches("()")), &["log", "logger", "logging"]);
    let is_console = receiver == "console";
    let is_known = || {
        let target = origin_of_call(repo, path, call);
        PACKAGES.iter().any(|package| super::values::is_in(&target, package))
    };
    (is_console || is_called_log() || is_known()).then_some(*loudness)
}

/// Calls after which records are JSON in JavaScript and Go. Source: pino 9, winston 3, bunyan 1, Powertools for AWS Lambda 2, Go's
/// log/slog, zap 1, zerolog 1; 2025-11.
const JSON_WRITERS: &[&str] = &[
    "@aws-lambda-powertools/logger.Logger",
    "bunyan.createLogger",
    "github.com/rs/zerolog.New",
    "go.uber.org/zap.NewProduction",
    "log/slog.NewJSONHandler",
    "pino",
    "pino-http",
    "pino-http.pinoHttp",
    "pino.pino",
    "winston.format.json",
];

/// Calls that put the id of a request or of a trace on records by themselves. Source: pino-http 10, OpenTelemetry for JavaScript 2.
const JOINERS: &[&str] = &[
    "@opentelemetry/auto-instrumentations-node.getNodeAutoInstrumentations",
    "@opentelemetry/instrumentation-bunyan.BunyanInstrumentation",
    "@opentelemetry/instrumentation-pino.PinoInstrumentation",
    "@opentelemetry/instrumentation-winston.WinstonInstrumentation",
    "pino-http",
    "pino-http.pinoHttp",
];

/// Whether a call makes a logger that writes JSON. A printer for people that stands there without a condition writes none.
pub(crate) fn writes_json(call: &Call) -> bool {
    let transport = super::values::keyword(&call.arguments, "transport");
    let is_pretty = transport.is_some_and(|value| {
        matches!(value, Value::Map(_)) && super::values::texts_in(value).contains(&"pino-pretty")
    });
    JSON_WRITERS.contains(&call.target.as_str()) && !is_pretty || is_logging_server(call)
}

/// Fastify with its logger on: JSON by pino, with the id of the request.
fn is_logging_server(call: &Call) -> bool {
    matches!(call.target.as_str(), "fastify" | "fastify.fastify" | "fastify.Fastify")
        && super::values::keyword(&call.arguments, "logger").is_some_and(|value| *value != Value::Bool(false))
}

/// Whether a call puts an id that joins records on them: an instrumentation, or a child logger with such a field.
pub(crate) fn joins_records(repo: &RepoFacts, path: &RepoPath, call: &Call, ids: &[&str]) -> bool {
    let is_logger = || {
        let target = origin_of_call(repo, path, call);
        PACKAGES.iter().any(|package| super::values::is_in(&target, package))
    };
    let is_child = || {
        last(&call.callee) == "child"
            && fields(&call.arguments).iter().any(|field| has_word(field, ids))
            && is_logger()
    };
    JOINERS.contains(&call.target.as_str()) || is_logging_server(call) || is_child()
}

/// The names of the fields of a record: keywords of a structured logger, keys of `extra`, keys of a mapping that is logged.
pub(crate) fn fields(arguments: &[Argument]) -> Vec<String> {
    let mut names = Vec::new();
    for argument in arguments {
        match argument.name.as_deref() {
            Some("exc_info" | "stack_info" | "stacklevel" | "extra") | None => {
                names.extend(keys(&argument.value))
            }
            Some("*" | "**") => names.extend(keys(&argument.value)),
            Some(name) => names.push(name.to_owned()),
        }
    }
    names
}

/// The keys of every mapping in a value.
pub(crate) fn keys(value: &Value) -> Vec<String> {
    let mappings = parts_of(value).into_iter().filter_map(|part| match part {
        Value::Map(members) => Some(members),
        _ => None,
    });
    mappings
        .flatten()
        .filter_map(|(key, _)| match key {
            Value::Text(key) => Some(key.clone()),
            _ => None,
        })
        .collect()
}
