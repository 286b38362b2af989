//! Every critical operation has a metric that something can read.

use crate::shared::agents::head_of;
use crate::shared::breakers::Breakers;
use crate::shared::externals::{External, Kind, Use, externals};
use crate::shared::metrics::{Update, exposures, updates};
use crate::shared::origin::reference;
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 2),
    role: Role::Decisive,
    claim: Text::fixed("Every critical operation is measured", "Varje kritisk operation mäts"),
    gap_title: Text::fixed(
        "Critical operations leave no metric",
        "Kritiska operationer lämnar inga mätvärden",
    ),
    why: Text::fixed(
        "What is not measured cannot raise an alarm: a slow model, an empty cache or an open breaker is then found by users.",
        "Det som inte mäts kan inte larma: en långsam modell, en tom cache eller en öppen brytare hittas då av användarna.",
    ),
    fix: Text::fixed(
        "Count and time model calls, breakers, caches, databases and queues where they are called (`Counter`, `Histogram` of \
         `prometheus_client`), and expose them (`make_asgi_app()` under `/metrics`).",
        "Räkna och tidmät modellanrop, brytare, cachar, databaser och köer där de anropas (`Counter`, `Histogram` i \
         `prometheus_client`) och gör dem läsbara (`make_asgi_app()` under `/metrics`).",
    ),
    limits: Text::fixed(
        "An operation counts as measured when a metric is updated around its call or named after it. Metrics that a managed \
         service keeps of itself are not counted.",
        "En operation räknas som mätt när ett mätvärde uppdateras vid anropet eller är uppkallat efter den. Mätvärden som en \
         hanterad tjänst för själv räknas inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((500, 1000, 2000), (100, 250, 500), Text::fixed("operation", "operation")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
import openai
from prometheus_client import Histogram, start_http_server

client = openai.OpenAI()
SECONDS = Histogram('llm_seconds', 'Seconds a model call took')


def ask(text):
    with SECONDS.time():
        return client.responses.create(model='gpt-4o', input=text)


if __name__ == '__main__':
    start_http_server(9000)
    ask('boat')
",
        ),
        Example::passes(
            "\
//- src/main.ts
import express from 'express';
import OpenAI from 'openai';
import { Counter, register } from 'prom-client';

const client = new OpenAI();
const calls = new Counter({ name: 'llm_calls_total', help: 'Model calls', labelNames: ['model'] });
const app = express();

async function ask(text: string) {
  calls.labels('gpt-4o').inc();
  return client.responses.create({ model: 'gpt-4o', input: text });
}

app.get('/metrics', async (_request, response) => {
  response.send(await register.metrics());
});
app.post('/questions', async (request, response) => {
  response.json(await ask(request.body.text));
});
app.listen(3000);
",
        ),
        Example::passes(
            "\
//- src/main.ts
import { metrics } from '@opentelemetry/api';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import OpenAI from 'openai';

const client = new OpenAI();
const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
const meter = metrics.getMeter('desk');
const latency = meter.createHistogram('llm.latency');

export async function ask(text: string) {
  const started = Date.now();
  const answer = await client.responses.create({ model: 'gpt-4o', input: text });
  latency.record(Date.now() - started);
  return answer;
}

ask('boat');
",
        ),
        Example::passes(
            "\
//- go.mod
module example.com/desk

go 1.23
//- main.go
package main

import (
	\"context\"
	\"net/http\"

	\"github.com/openai/openai-go\"
	\"github.com/prometheus/client_golang/prometheus\"
	\"github.com/prometheus/client_golang/prometheus/promauto\"
	\"github.com/prometheus/client_golang/prometheus/promhttp\"
)

var client = openai.NewClient()
var calls = promauto.NewCounterVec(prometheus.CounterOpts{Name: \"llm_calls_total\"}, []string{\"model\"})

func ask() {
	calls.WithLabelValues(\"gpt-4o\").Inc()
	client.Chat.Completions.New(context.Background(), openai.ChatCompletionNewParams{Model: \"gpt-4o\"})
}

func main() {
	http.Handle(\"/metrics\", promhttp.Handler())
	ask()
	http.ListenAndServe(\":8080\", nil)
}
",
        ),
        Example::partial(
            "\
//- main.py
import openai
import redis
from prometheus_client import Counter, start_http_server

client = openai.OpenAI()
store = redis.Redis()
CALLS = Counter('llm_calls_total', 'Model calls')


def ask(text):
    CALLS.inc()
    return client.responses.create(model='gpt-4o', input=text)


def find(key):
    return store.get(key) ⟵


if __name__ == '__main__':
    start_http_server(9000)
    ask(find('boat'))
",
        ),
        Example::fails(
            "\
//- main.py
import openai

client = openai.OpenAI()


def ask(text):
    return client.responses.create(model='gpt-4o', input=text) ⟵


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::fails(
            "\
//- src/main.ts
import OpenAI from 'openai';

const client = new OpenAI();
const counter = new Map<string, number>();

export async function ask(text: string) {
  counter.set('llm calls', 1);
  return client.responses.create({ model: 'gpt-4o', input: text }); ⟵
}

ask('boat');
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- requirements.txt
prometheus-client==0.21.1
//- main.py
from collections import Counter

import openai
import prometheus_client

client = openai.OpenAI()
LLM_CALLS = Counter()
UNUSED = prometheus_client.Counter('llm_calls_total', 'Model calls')


def ask(text):
    LLM_CALLS.update(['ask'])
    return client.responses.create(model='gpt-4o', input=text) ⟵


if __name__ == '__main__':
    ask('boat')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "prometheus_client",
    "OpenTelemetry meters",
    "put_metric_data",
    "Powertools metrics",
    "statsd",
    "exposed metrics",
];

/// How many callers up a metric of a call may be updated.
const HOPS: u32 = 2;

/// An operation: its name in both languages, the words that name its metrics, and where it happens.
struct Operation<'a> {
    name: Text,
    words: &'static [&'static str],
    /// Words that say that a metric is another operation's: a cache of model answers is no model.
    not_words: &'static [&'static str],
    uses: Vec<&'a Use<'a>>,
}

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let externals = externals(repo);
    if externals.is_empty() {
        let reason = Text::fixed(
            "No model call and no other critical operation was found, so nothing can be said about what measures them.",
            "Inget modellanrop och ingen annan kritisk operation hittades, så inget kan sägas om hur de mäts.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let breakers = Breakers::new(repo);
    let (updates, exposed) = (updates(repo), exposures(repo));
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let is_readable = |update: &Update<'_>| update.is_sent || !exposed.is_empty();
    let watches_breakers = updates.iter().any(|update| is_readable(update) && is_about_breakers(update));
    for operation in operations(&externals) {
        let around: Vec<DefinitionRef> = operation
            .uses
            .iter()
            .filter_map(|one| Some(reference(one.path, one.call.within?)))
            .flat_map(|function| breakers.callers().up(&function, HOPS))
            .collect();
        let mut readable: Vec<&Update<'_>> = updates.iter().filter(|update| is_readable(update)).collect();
        let stands_around = |update: &Update<'_>| {
            update.call.within.is_some_and(|id| around.contains(&reference(update.path, id)))
        };
        readable.sort_by_key(|update| !stands_around(update));
        let found = readable.into_iter().find(|update| {
            has_word(&update.name, operation.words) && !has_word(&update.name, operation.not_words)
                || stands_around(update)
        });
        let (en, sv) = (&operation.name.en, &operation.name.sv);
        // A breaker that is measured shows the failures of what it wraps.
        let by_breaker = watches_breakers && operation.uses.iter().all(|one| breakers.wraps(one));
        if let Some(update) = found {
            let what = Text::made(
                format!("a metric of {en}: {}", update.name),
                format!("ett mätvärde för {sv}: {}", update.name),
            );
            tally.supports(RepoFacts::place(update.path, update.call.lines), Grade::Wired, what);
        } else if !by_breaker {
            for one in operation.uses.iter().take(5) {
                let what = Text::made(
                    format!("{en}: nothing measures this call"),
                    format!("{sv}: inget mäter det här anropet"),
                );
                tally.speaks_against(head_of(&RepoFacts::place(one.path, one.lines())), Grade::Wired, what);
            }
        }
        let outcome = if found.is_some() || by_breaker { Outcome::Pass } else { Outcome::Fail };
        tally.count(
            en,
            en,
            outcome,
            operation.uses.first().map(|one| head_of(&RepoFacts::place(one.path, one.lines()))),
        );
    }
    if !breakers.made.is_empty() {
        let place = breakers.made.first().map(|breaker| head_of(&breaker.place));
        if let (false, Some(place)) = (watches_breakers, &place) {
            let what = Text::fixed(
                "no metric shows the state of this breaker",
                "inget mätvärde visar den här brytarens tillstånd",
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
        }
        let outcome = if watches_breakers { Outcome::Pass } else { Outcome::Fail };
        tally.count("circuit breakers", "circuit breakers", outcome, place);
    }
    for place in exposed.iter().take(2) {
        tally.supports(
            place.clone(),
            Grade::Wired,
            Text::fixed("metrics can be read here", "mätvärdena kan läsas här"),
        );
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(6));
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    let hidden = exposed.is_empty() && updates.iter().any(|update| !update.is_sent);
    let (unread_en, unread_sv) = if hidden {
        (
            " Metrics are updated, but nothing exposes them.",
            " Mätvärden uppdateras, men inget gör dem läsbara.",
        )
    } else {
        ("", "")
    };
    tally.verdict(Text::made(
        format!("{n} of {of} critical operations are measured.{}{unread_en}", tail("Not")),
        format!("{n} av {of} kritiska operationer mäts.{}{unread_sv}", tail("Inte")),
    ))
}

fn is_about_breakers(update: &Update<'_>) -> bool {
    has_word(&update.name, &["breaker", "circuit"])
}

/// The operations that the system carries out, by what they use. Reading secrets at the start is not one of them.
fn operations<'a>(externals: &'a BTreeMap<External, Vec<Use<'a>>>) -> Vec<Operation<'a>> {
    let words: [(Kind, &'static [&'static str]); 7] = [
        (Kind::Model, &["llm", "model", "completion", "gen ai", "token", "tokens"]),
        (Kind::Database, &["db", "database", "sql", "query", "queries"]),
        (Kind::Cache, &["cache", "redis"]),
        (Kind::Search, &["search", "vector", "retrieval"]),
        (Kind::Storage, &["storage", "s3", "blob", "upload", "uploads"]),
        (Kind::Queue, &["queue", "messages", "kafka", "sqs"]),
        (Kind::Http, &["http client", "upstream", "outbound"]),
    ];
    words
        .into_iter()
        .map(|(kind, words)| {
            let uses = externals
                .iter()
                .filter(|(external, _)| external.kind == kind)
                .flat_map(|(_, uses)| uses)
                .collect();
            let not_words: &[&str] = if kind == Kind::Cache { &[] } else { &["cache"] };
            Operation { name: kind.words(), words, not_words, uses }
        })
        .filter(|operation| !operation.uses.is_empty())
        .collect()
}
