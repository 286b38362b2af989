//! Whether requests are traced: who makes spans, and who sends them.

use super::callers::runs;
use super::infrastructure::documents;
use super::is_effective;
use super::values::{is_in, keyword};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Value};
use beredd_model::{Lines, Place};

/// Calls that switch on tracing and its export alike. Source: the products' documentation, 2025-11.
const WHOLE: &[&str] = &[
    "@azure/monitor-opentelemetry.useAzureMonitor",
    "@traceloop/node-server-sdk.initialize",
    "@vercel/otel.registerOTel",
    "agentops.init",
    "applicationinsights.useAzureMonitor",
    "aws_xray_sdk.core.patch_all",
    "azure.monitor.opentelemetry.configure_azure_monitor",
    "dd-trace.init",
    "ddtrace.patch_all",
    "langfuse-langchain.CallbackHandler",
    "langfuse.CallbackHandler",
    "langfuse.Langfuse",
    "logfire.configure",
    "openlit.init",
    "phoenix.otel.register",
    "traceloop.sdk.Traceloop.init",
    "weave.init",
];

/// Programs that run another one under tracing.
const RUNNERS: &[&str] = &["ddtrace-run", "opentelemetry-instrument"];

/// Where a provider of spans is made.
pub(crate) fn provider(repo: &RepoFacts) -> Option<Place> {
    call_that(repo, |target, _| {
        let is_of_sdk = is_in(target, "opentelemetry.sdk")
            || target.starts_with("@opentelemetry/sdk-")
            || is_in(target, "go.opentelemetry.io/otel/sdk/trace");
        is_of_sdk && (target.ends_with("TracerProvider") || target.ends_with(".NodeSDK"))
    })
}

/// Where spans are sent to.
pub(crate) fn exporter(repo: &RepoFacts) -> Option<Place> {
    call_that(repo, |target, _| {
        let is_exporter = target.ends_with("SpanExporter")
            || target.starts_with("@opentelemetry/exporter-") && target.ends_with("TraceExporter")
            || target == "@langfuse/otel.LangfuseSpanProcessor"
            || target.starts_with("go.opentelemetry.io/otel/exporters/otlp/otlptrace")
                && target.ends_with(".New");
        is_exporter && !target.contains("Console")
    })
}

/// Where tracing and the sending of its spans are switched on alike.
pub(crate) fn whole(repo: &RepoFacts) -> Option<Place> {
    let by_call = call_that(repo, |target, arguments| {
        let rate = match target {
            "sentry_sdk.init" => keyword(arguments, "traces_sample_rate"),
            "@sentry/nextjs.init" | "@sentry/node.init" => keyword(arguments, "tracesSampleRate"),
            _ => None,
        };
        let sentry = rate.is_some_and(|rate| *rate != Value::Nothing);
        WHOLE.contains(&target) || sentry
    });
    by_call.or_else(|| runner(repo)).or_else(|| {
        // LangSmith is switched on by an environment variable.
        documents(repo).find_map(|(path, node)| {
            node.walk().find_map(|(key, node)| {
                let key = key.filter(|key| {
                    matches!(key.text.as_str(), "LANGSMITH_TRACING" | "LANGCHAIN_TRACING_V2")
                })?;
                let is_on = node.scalar().is_some_and(|value| value.eq_ignore_ascii_case("true"));
                is_on.then(|| Place::new(path.clone(), Lines::at(key.line)))
            })
        })
    })
}

fn runner(repo: &RepoFacts) -> Option<Place> {
    repo.files().filter(|(_, file)| is_effective(file.role)).find_map(|(path, file)| {
        let instructions = file.dockerfile.iter().flat_map(|dockerfile| &dockerfile.instructions);
        let runs = instructions.filter(|i| matches!(i.keyword.as_str(), "CMD" | "ENTRYPOINT"));
        let found = runs.into_iter().find(|i| RUNNERS.iter().any(|runner| i.arguments.contains(runner)))?;
        Some(RepoFacts::place(path, found.lines))
    })
}

fn call_that(repo: &RepoFacts, fits: impl Fn(&str, &[Argument]) -> bool) -> Option<Place> {
    repo.production_code().filter(|(path, _)| repo.is_live(path)).find_map(|(path, module)| {
        let call =
            module.calls.iter().find(|call| fits(&call.target, &call.arguments) && runs(repo, path, call))?;
        Some(RepoFacts::place(path, call.lines))
    })
}
