//! Logs can be read by machines, and each record says which request it belongs to.

use crate::shared::call_records::bound_to_context;
use crate::shared::callers::runs;
use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::logs;
use crate::shared::tracing::{provider, whole};
use crate::shared::values::{is_in, keyword, last, parts_of};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Module, Value};
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, RepoPath, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 5),
    role: Role::Decisive,
    claim: Text::fixed(
        "Logs are structured and carry trace ids",
        "Loggar är strukturerade och bär spårnings-id",
    ),
    gap_title: Text::fixed("Logs cannot be searched or followed", "Loggar går inte att söka i eller följa"),
    why: Text::fixed(
        "A request passes several agents and models. Without fields and a common id its records cannot be found among the \
         others, and an incident is reconstructed by guessing.",
        "En förfrågan passerar flera agenter och modeller. Utan fält och ett gemensamt id går dess loggposter inte att hitta \
         bland de andra, och en incident får gissas ihop.",
    ),
    fix: Text::fixed(
        "Configure one JSON formatter at start (Python: `structlog.configure` with `JSONRenderer`) and add the trace id of the \
         current span or request to every record.",
        "Ställ in en JSON-formaterare vid start (Python: `structlog.configure` med `JSONRenderer`) och lägg till den aktuella \
         spårningens id i varje loggpost.",
    ),
    limits: Text::fixed(
        "Formatters that the platform adds around the process are not seen.",
        "Formaterare som plattformen lägger till runt processen syns inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("service", "tjänst")),
    after: &[],
    standards: &[Standard::new("EU AI Act", "Art. 12")],
    examples: &[
        Example::passes(
            "\
//- main.py
import structlog
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

trace.set_tracer_provider(TracerProvider())


def add_trace(_logger, _name, event):
    event['trace_id'] = trace.get_current_span().get_span_context().trace_id
    return event


structlog.configure(processors=[add_trace, structlog.processors.JSONRenderer()])

if __name__ == '__main__':
    structlog.get_logger().info('up')
",
        ),
        Example::passes(
            "\
//- main.py
from aws_lambda_powertools import Logger

logger = Logger(service='offers')


@logger.inject_lambda_context
def handler(event, context):
    logger.info('up')


if __name__ == '__main__':
    handler({}, None)
",
        ),
        Example::passes(
            "\
//- src/main.ts
import express from 'express';
import pinoHttp from 'pino-http';

const app = express();
app.use(pinoHttp());
app.get('/boats', (request, response) => {
  request.log.info('asked');
  response.json([]);
});
app.listen(3000);
",
        ),
        Example::partial(
            "\
//- main.py
import logging

from pythonjsonlogger.json import JsonFormatter

handler = logging.StreamHandler()
handler.setFormatter(JsonFormatter())

if __name__ == '__main__':
    logging.info('up')
",
        ),
        Example::partial(
            "\
//- main.py
import structlog
from opentelemetry import trace


def add_trace(_logger, _name, event):
    event['trace_id'] = trace.get_current_span().get_span_context().trace_id
    return event


structlog.configure(processors=[add_trace, structlog.processors.JSONRenderer()]) ⟵

if __name__ == '__main__':
    structlog.get_logger().info('up')
",
        ),
        Example::partial(
            "\
//- src/main.ts
import express from 'express';
import winston from 'winston';

const log = winston.createLogger({ format: winston.format.json() });
const app = express();
app.get('/boats', (request, response) => {
  log.info('asked');
  response.json([]);
});
app.listen(3000);
",
        ),
        Example::fails(
            "\
//- main.py
import logging

logging.basicConfig(level=logging.INFO) ⟵

if __name__ == '__main__':
    logging.info('up')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
//- requirements.txt
structlog
python-json-logger
//- main.py
'''Structured JSON logs with trace_id.'''
import uuid

import structlog

log = structlog.get_logger()


def configure_logging():
    structlog.configure(processors=[structlog.processors.JSONRenderer()])


def handle():
    return {'trace_id': str(uuid.uuid4())}


if __name__ == '__main__':
    handle()
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- src/words/__init__.py\nimport logging\n\nlog = logging.getLogger(__name__)\n\n\ndef split(text):\n    log.debug('split')\n    return text.split()\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "structlog.configure with JSONRenderer",
    "python-json-logger",
    "loguru serialize=True",
    "formatters of the repository's own",
    "OpenTelemetry log correlation",
    "correlation ids bound to the log's context",
];

/// Formatters that write JSON. Source: the libraries' documentation, 2025-11.
const JSON: &[&str] = &[
    "ecs_logging.StdlibFormatter",
    "ecs_logging.StructlogFormatter",
    "json_log_formatter.JSONFormatter",
    "pythonjsonlogger.json.JsonFormatter",
    "pythonjsonlogger.jsonlogger.JsonFormatter",
    "structlog.processors.JSONRenderer",
];

/// What writes JSON and the trace alike.
const BOTH: &[&str] = &[
    "aws_lambda_powertools.Logger",
    "aws_lambda_powertools.logging.Logger",
    "azure.monitor.opentelemetry.configure_azure_monitor",
    "google.cloud.logging.Client().setup_logging",
    "logfire.configure",
];

/// What adds the trace to every record.
const TRACE: &[&str] = &[
    "opentelemetry.instrumentation.logging.LoggingInstrumentor().instrument",
    "opentelemetry.sdk._logs.LoggingHandler",
];

/// Words of an id that joins records.
const IDS: &[&str] = &["trace id", "traceid", "traceparent", "span id", "correlation id", "request id"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.production_code().next().is_none() {
        let reason = Text::fixed(
            "No code that could be read writes logs.",
            "Ingen kod som gick att läsa skriver loggar.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let json = structured(repo);
    // Without a provider the current span of OpenTelemetry is none, and its id is nothing but noughts.
    let is_empty =
        |place: &Place| reads_current_span(repo, place) && whole(repo).or_else(|| provider(repo)).is_none();
    let (empty, trace) = match traced(repo) {
        Some(place) if is_empty(&place) => (Some(place), None),
        place => (None, place),
    };
    if json.is_none() && trace.is_none() && plain(repo).is_none() && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let parts = [
        ("structured logs", &json, Text::fixed("logs are written as JSON", "loggar skrivs som JSON")),
        (
            "trace ids",
            &trace,
            Text::fixed("records get the id of their request", "loggposter får sin förfrågans id"),
        ),
    ];
    for (name, place, what) in parts {
        if let Some(place) = place {
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(name, name, Some(place.clone()));
        } else {
            tally.misses(name, name, None);
        }
    }
    if let Some(place) = empty {
        let what = Text::fixed(
            "the id is that of OpenTelemetry's current span, but nothing makes spans: it is always nought",
            "id:t är det hos OpenTelemetrys aktuella spann, men inget skapar spann: det är alltid noll",
        );
        tally.speaks_against(place, Grade::Wired, what);
    }
    if json.is_none()
        && let Some(place) = plain(repo)
    {
        let what = Text::fixed("logs are plain text here", "här skrivs loggar som vanlig text");
        tally.speaks_against(place, Grade::Wired, what);
    }
    let summary = match (json.is_some(), trace.is_some()) {
        (true, true) => Text::fixed(
            "Logs are JSON and carry the id of their request.",
            "Loggarna är JSON och bär sin förfrågans id.",
        ),
        (true, false) => Text::fixed(
            "Logs are JSON, but no id joins the records of a request.",
            "Loggarna är JSON, men inget id binder ihop en förfrågans poster.",
        ),
        (false, true) => Text::fixed(
            "Records carry an id, but no JSON formatter is active.",
            "Loggposter bär ett id, men ingen JSON-formaterare är aktiv.",
        ),
        (false, false) => Text::fixed(
            "No JSON formatter is active and no id joins records.",
            "Ingen JSON-formaterare är aktiv och inget id binder ihop poster.",
        ),
    };
    tally.verdict(summary)
}

fn live(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &Module)> {
    repo.production_code().filter(|(path, _)| repo.is_live(path))
}

/// Where a formatter that writes JSON becomes active.
fn structured(repo: &RepoFacts) -> Option<Place> {
    live(repo).find_map(|(path, module)| {
        let call = module
            .calls
            .iter()
            .find(|call| writes_json(repo, path, module, call) && runs(repo, path, call))?;
        Some(RepoFacts::place(path, call.lines))
    })
}

fn writes_json(repo: &RepoFacts, path: &RepoPath, module: &Module, call: &Call) -> bool {
    let target = call.target.as_str();
    let is_serialized = is_in(target, "loguru")
        && last(target) == "add"
        && keyword(&call.arguments, "serialize") == Some(&Value::Bool(true));
    let by_name = last(target) == "dictConfig"
        && call.arguments.iter().flat_map(|a| values_of(module, &a.value)).any(|value| {
            matches!(value, Value::Text(text) if text.contains("jsonlogger") || has_word(text, &["json formatter"]))
        });
    JSON.contains(&target)
        || BOTH.contains(&target)
        || is_serialized
        || by_name
        || is_own_formatter(repo, path, target)
        || logs::writes_json(call)
}

/// The parts of a value; of a name, those of what it is bound to in the same file.
fn values_of<'a>(module: &'a Module, value: &'a Value) -> Vec<&'a Value> {
    let Value::Name(name) = value else { return parts_of(value) };
    let binding = module.bindings.iter().find(|binding| binding.name == last(name));
    binding.map_or_else(Vec::new, |binding| parts_of(&binding.value))
}

/// A formatter of the repository's own that writes JSON.
fn is_own_formatter(repo: &RepoFacts, path: &RepoPath, target: &str) -> bool {
    let Some(found) = repo.resolve_target(path, target) else { return false };
    let Some(class) = repo.definition(&found) else { return false };
    let is_formatter = class.bases.iter().any(|base| base == "logging.Formatter");
    is_formatter
        && repo
            .calls_within(&found.path, class.lines)
            .any(|call| matches!(call.target.as_str(), "json.dumps" | "orjson.dumps"))
}

/// Where records get the id of their request.
fn traced(repo: &RepoFacts) -> Option<Place> {
    let is_bound = bound_to_context(repo).iter().any(|name| has_word(name, IDS));
    live(repo).find_map(|(path, module)| {
        let call = module
            .calls
            .iter()
            .find(|call| adds_trace(repo, path, call, is_bound) && runs(repo, path, call))?;
        Some(RepoFacts::place(path, call.lines))
    })
}

fn adds_trace(repo: &RepoFacts, path: &RepoPath, call: &Call, is_bound: bool) -> bool {
    let target = call.target.as_str();
    if BOTH.contains(&target) || TRACE.contains(&target) || logs::joins_records(repo, path, call, IDS) {
        return true;
    }
    let names = || {
        call.arguments.iter().flat_map(|a| parts_of(&a.value)).filter_map(|value| match value {
            Value::Name(name) | Value::Call { target: name, .. } => Some(name.as_str()),
            _ => None,
        })
    };
    match last(target) {
        "configure" if is_in(target, "structlog") => {
            is_bound && names().any(|name| name.ends_with("merge_contextvars"))
                || names().any(|name| speaks_of_ids(repo, path, name))
        }
        "add_middleware" => names().any(|name| is_in(name, "asgi_correlation_id")),
        "addFilter" | "setFormatter" => names().any(|name| speaks_of_ids(repo, path, name)),
        "add" | "contextualize" if is_in(target, "loguru") => is_bound,
        _ => false,
    }
}

/// Whether the id comes from the current span of OpenTelemetry: read in the file that adds it to records.
fn reads_current_span(repo: &RepoFacts, place: &Place) -> bool {
    let Some(module) = repo.module(&place.path) else { return false };
    let mut calls = module.calls.iter();
    let is_bound = bound_to_context(repo).iter().any(|name| has_word(name, IDS));
    !is_bound && calls.any(|call| call.target == "opentelemetry.trace.get_current_span")
}

/// Whether a function or class of the repository reads or writes an id that joins records.
fn speaks_of_ids(repo: &RepoFacts, path: &RepoPath, name: &str) -> bool {
    let Some(found) = repo.resolve_target(path, name) else { return false };
    let (Some(module), Some(definition)) = (repo.module(&found.path), repo.definition(&found)) else {
        return false;
    };
    let lines = definition.lines;
    let bound = module.bindings.iter().filter(|b| lines.holds(b.lines));
    let mut values = bound.flat_map(|b| {
        std::iter::once(b.name.as_str()).chain(parts_of(&b.value).into_iter().filter_map(named_value))
    });
    let mut references = module.references.iter().filter(|r| lines.start <= r.line && r.line <= lines.end);
    let mut given = repo
        .calls_within(&found.path, lines)
        .flat_map(|call| &call.arguments)
        .flat_map(|a| parts_of(&a.value))
        .filter_map(named_value);
    values.any(|name| has_word(name, IDS))
        || references.any(|r| has_word(last(&r.target), IDS))
        || given.any(|name| has_word(name, IDS))
}

fn named_value(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) | Value::Name(text) => Some(text.rsplit('.').next().unwrap_or(text)),
        _ => None,
    }
}

/// Where logs are set up as plain text.
fn plain(repo: &RepoFacts) -> Option<Place> {
    live(repo).find_map(|(path, module)| {
        let call = module.calls.iter().find(|call| call.target == "logging.basicConfig")?;
        Some(RepoFacts::place(path, call.lines))
    })
}
