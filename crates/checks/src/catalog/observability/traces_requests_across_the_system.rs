//! A request can be followed from its route through agents and tools to the model and back.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::tracing::{exporter, provider, whole};
use crate::shared::{Tally, once, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 5),
    role: Role::Supporting,
    claim: Text::fixed("Requests are traced across the system", "Förfrågningar spåras genom systemet"),
    gap_title: Text::fixed("Requests cannot be traced", "Förfrågningar går inte att spåra"),
    why: Text::fixed(
        "An answer is the work of several agents, tools and models. A trace shows which of them was slow or wrong; a log alone \
         does not.",
        "Ett svar är flera agenters, verktygs och modellers verk. En spårning visar vilken av dem som var långsam eller fel, det \
         gör inte en logg.",
    ),
    fix: Text::fixed(
        "Set a tracer provider with an exporter at start, and instrument the web framework, the HTTP client and the model \
         client (`FastAPIInstrumentor`, `HTTPXClientInstrumentor`, `OpenAIInstrumentor`).",
        "Sätt en spårningsleverantör med exportör vid start och instrumentera webbramverket, HTTP-klienten och modellklienten \
         (`FastAPIInstrumentor`, `HTTPXClientInstrumentor`, `OpenAIInstrumentor`).",
    ),
    limits: Text::fixed(
        "Instrumentation that an operator injects into the pod is not seen.",
        "Instrumentering som en operator för in i podden syns inte.",
    ),
    consequence: Consequence::C3,
    effort: once(1000, 2000, 3000),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
FastAPIInstrumentor().instrument()
",
        ),
        Example::passes(
            "\
//- src/main.ts
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';

const sdk = new NodeSDK({ serviceName: 'desk', traceExporter: new OTLPTraceExporter() });
sdk.start();
",
        ),
        Example::partial(
            "\
//- main.py
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

trace.set_tracer_provider(TracerProvider())
",
        ),
        Example::passes(
            "//- Dockerfile\nFROM python:3.12\nCMD [\"opentelemetry-instrument\", \"python\", \"main.py\"]\n//- main.py\nprint('up')\n",
        ),
        Example::fails(
            "//- Dockerfile\nFROM python:3.12\n//- main.py\nimport logging\n\nlogging.info('up')\n",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
//- requirements.txt
opentelemetry-api
opentelemetry-sdk
//- main.py
'''Distributed tracing with OpenTelemetry.'''
from opentelemetry import trace

print(trace.get_current_span())
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
    "tracer providers",
    "exporters of spans",
    "instrumentors",
    "ddtrace",
    "X-Ray",
    "Sentry tracing",
    "LLM tracing products",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.production_code().next().is_none() {
        let reason = Text::fixed(
            "No code that could be read runs requests.",
            "Ingen kod som gick att läsa hanterar förfrågningar.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let whole = whole(repo);
    let (made, sent) = (provider(repo), exporter(repo));
    if whole.is_none() && made.is_none() && sent.is_none() && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let steps = [
        ("spans are made", whole.clone().or(made), Text::fixed("spans are made", "spår skapas")),
        (
            "spans are sent",
            whole.or(sent),
            Text::fixed("spans are sent to where they can be read", "spår skickas dit de kan läsas"),
        ),
    ];
    for (name, place, what) in steps {
        if let Some(place) = place {
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(name, name, Some(place));
        } else {
            tally.misses(name, name, None);
        }
    }
    let summary = match tally.n() {
        2 => Text::fixed(
            "Requests are traced, and the traces are sent out.",
            "Förfrågningar spåras, och spåren skickas ut.",
        ),
        1 => Text::fixed(
            "Tracing is set up in part: spans are made or sent, not both.",
            "Spårningen är inställd till hälften: spår skapas eller skickas, inte både och.",
        ),
        _ => Text::fixed("Nothing sets up tracing.", "Inget ställer in spårning."),
    };
    tally.verdict(summary)
}
