//! A request can be followed from its route through agents and tools to the model and back.

use crate::shared::origin::{is_in, named};
use crate::shared::{Tally, once, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Value;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
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
        Example::partial(
            "\
//- main.py
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

trace.set_tracer_provider(TracerProvider())
",
        ),
        Example::passes("//- Dockerfile\nFROM python:3.12\nCMD [\"opentelemetry-instrument\", \"python\", \"main.py\"]\n//- main.py\nprint('up')\n"),
        Example::fails("//- main.py\nimport logging\n\nlogging.info('up')\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- requirements.txt
opentelemetry-api
opentelemetry-sdk
//- main.py
'''Distributed tracing with OpenTelemetry.'''
from opentelemetry import trace

print(trace.get_current_span())
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["tracer providers", "exporters of spans", "instrumentors", "ddtrace", "X-Ray", "Sentry tracing", "LLM tracing products"];

/// Calls that switch on tracing and its export alike. Source: the products' documentation, 2025-11.
const WHOLE: &[&str] = &[
    "agentops.init",
    "azure.monitor.opentelemetry.configure_azure_monitor",
    "aws_xray_sdk.core.patch_all",
    "ddtrace.patch_all",
    "langfuse.Langfuse",
    "logfire.configure",
    "openlit.init",
    "phoenix.otel.register",
    "traceloop.sdk.Traceloop.init",
    "weave.init",
];

/// Programs that run another one under tracing.
const RUNNERS: &[&str] = &["ddtrace-run", "opentelemetry-instrument"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.production_code().next().is_none() {
        let reason = Text::fixed("No code that could be read runs requests.", "Ingen kod som gick att läsa hanterar förfrågningar.");
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let whole = whole(repo);
    let made = call_that(repo, |target, _| target.ends_with("TracerProvider") && is_in(target, "opentelemetry.sdk"));
    let sent = call_that(repo, |target, _| target.ends_with("SpanExporter") && !target.contains("Console"));
    let steps = [
        ("spans are made", whole.clone().or(made), Text::fixed("spans are made", "spår skapas")),
        ("spans are sent", whole.or(sent), Text::fixed("spans are sent to where they can be read", "spår skickas dit de kan läsas")),
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
        2 => Text::fixed("Requests are traced, and the traces are sent out.", "Förfrågningar spåras, och spåren skickas ut."),
        1 => Text::fixed("Tracing is set up in part: spans are made or sent, not both.", "Spårningen är inställd till hälften: spår skapas eller skickas, inte både och."),
        _ => Text::fixed("Nothing sets up tracing.", "Inget ställer in spårning."),
    };
    tally.verdict(summary)
}

fn whole(repo: &RepoFacts) -> Option<Place> {
    let by_call = call_that(repo, |target, arguments| {
        let sentry = target == "sentry_sdk.init" && named(arguments, "traces_sample_rate").is_some_and(|rate| *rate != Value::Nothing);
        WHOLE.contains(&target) || sentry
    });
    by_call.or_else(|| runner(repo)).or_else(|| {
        // LangSmith is switched on by an environment variable.
        crate::shared::infrastructure::documents(repo).find_map(|(path, node)| {
            node.walk().find_map(|(key, node)| {
                let key = key.filter(|key| matches!(key.text.as_str(), "LANGSMITH_TRACING" | "LANGCHAIN_TRACING_V2"))?;
                let is_on = node.scalar().is_some_and(|value| value.eq_ignore_ascii_case("true"));
                is_on.then(|| Place::new(path.clone(), beredd_model::Lines::at(key.line)))
            })
        })
    })
}

fn runner(repo: &RepoFacts) -> Option<Place> {
    repo.files().filter(|(_, file)| crate::shared::is_effective(file.role)).find_map(|(path, file)| {
        let instructions = file.dockerfile.iter().flat_map(|dockerfile| &dockerfile.instructions);
        let runs = instructions.filter(|i| matches!(i.keyword.as_str(), "CMD" | "ENTRYPOINT"));
        let found = runs.into_iter().find(|i| RUNNERS.iter().any(|runner| i.arguments.contains(runner)))?;
        Some(RepoFacts::place(path, found.lines))
    })
}

fn call_that(repo: &RepoFacts, fits: impl Fn(&str, &[beredd_facts::fact::Argument]) -> bool) -> Option<Place> {
    repo.production_code().filter(|(path, _)| repo.is_live(path)).find_map(|(path, module)| {
        let call = module.calls.iter().find(|call| fits(&call.target, &call.arguments))?;
        Some(RepoFacts::place(path, call.lines))
    })
}
