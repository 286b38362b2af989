//! Metrics of the running system: where they are updated, and whether anything can read them.

use super::callers::runs;
use super::origin::{origin_of, origin_of_call, variable_of};
use super::values::{argument, is_in, keyword, last, text};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Call, Node, Value};
use beredd_model::{Lines, Place, RepoPath};

/// Classes and functions that make a metric. Source: prometheus_client 0.21, prom-client 15, client_golang 1.20, 2025-11.
const MAKERS: &[&str] = &[
    "github.com/prometheus/client_golang/prometheus.NewCounter",
    "github.com/prometheus/client_golang/prometheus.NewCounterVec",
    "github.com/prometheus/client_golang/prometheus.NewGauge",
    "github.com/prometheus/client_golang/prometheus.NewGaugeVec",
    "github.com/prometheus/client_golang/prometheus.NewHistogram",
    "github.com/prometheus/client_golang/prometheus.NewHistogramVec",
    "github.com/prometheus/client_golang/prometheus.NewSummary",
    "github.com/prometheus/client_golang/prometheus.NewSummaryVec",
    "github.com/prometheus/client_golang/prometheus/promauto.NewCounter",
    "github.com/prometheus/client_golang/prometheus/promauto.NewCounterVec",
    "github.com/prometheus/client_golang/prometheus/promauto.NewGauge",
    "github.com/prometheus/client_golang/prometheus/promauto.NewGaugeVec",
    "github.com/prometheus/client_golang/prometheus/promauto.NewHistogram",
    "github.com/prometheus/client_golang/prometheus/promauto.NewHistogramVec",
    "github.com/prometheus/client_golang/prometheus/promauto.NewSummary",
    "github.com/prometheus/client_golang/prometheus/promauto.NewSummaryVec",
    "prom-client.Counter",
    "prom-client.Gauge",
    "prom-client.Histogram",
    "prom-client.Summary",
    "prometheus_client.Counter",
    "prometheus_client.Enum",
    "prometheus_client.Gauge",
    "prometheus_client.Histogram",
    "prometheus_client.Summary",
    "prometheus_client.metrics.Counter",
    "prometheus_client.metrics.Gauge",
    "prometheus_client.metrics.Histogram",
];

/// Methods of a meter of OpenTelemetry that make a metric.
const METER_METHODS: &[&str] = &[
    "createCounter",
    "createGauge",
    "createHistogram",
    "createObservableGauge",
    "createUpDownCounter",
    "create_counter",
    "create_gauge",
    "create_histogram",
    "create_observable_gauge",
    "create_up_down_counter",
];

/// Methods that update a metric.
const UPDATES: &[&str] = &[
    "Add",
    "Dec",
    "Inc",
    "Observe",
    "Set",
    "add",
    "count_exceptions",
    "dec",
    "inc",
    "increment",
    "observe",
    "record",
    "set",
    "startTimer",
    "state",
    "time",
    "track_inprogress",
    "zero",
];

/// Calls that send a measurement by themselves, and what holds its name. Source: boto3 `cloudwatch`, Powertools for AWS Lambda 3,
/// datadog 0.50, statsd 4.
const SENDERS: &[(&str, &str)] = &[
    ("@aws-lambda-powertools/metrics", "addMetric"),
    ("@aws-sdk/client-cloudwatch", "PutMetricDataCommand"),
    ("aws_lambda_powertools", "add_metric"),
    ("boto3", "put_metric_data"),
    ("datadog", "gauge"),
    ("datadog", "histogram"),
    ("datadog", "increment"),
    ("hot-shots", "gauge"),
    ("hot-shots", "histogram"),
    ("hot-shots", "increment"),
    ("hot-shots", "timing"),
    ("statsd", "gauge"),
    ("statsd", "incr"),
    ("statsd", "timing"),
];

/// Calls that let a scraper or a collector read the metrics of `prometheus_client` and OpenTelemetry.
const EXPOSURES: &[&str] = &[
    "@opentelemetry/exporter-prometheus.PrometheusExporter",
    "@opentelemetry/sdk-metrics.PeriodicExportingMetricReader",
    "express-prom-bundle",
    "fastify-metrics",
    "github.com/prometheus/client_golang/prometheus/promhttp.Handler",
    "github.com/prometheus/client_golang/prometheus/promhttp.HandlerFor",
    "prom-client.Pushgateway().push",
    "prom-client.Pushgateway().pushAdd",
    "prom-client.Registry().metrics",
    "prom-client.register.metrics",
    "opentelemetry.exporter.prometheus.PrometheusMetricReader",
    "opentelemetry.sdk.metrics.export.PeriodicExportingMetricReader",
    "prometheus_client.generate_latest",
    "prometheus_client.make_asgi_app",
    "prometheus_client.make_wsgi_app",
    "prometheus_client.push_to_gateway",
    "prometheus_client.start_http_server",
    "prometheus_client.exposition.generate_latest",
    "prometheus_fastapi_instrumentator.Instrumentator().expose",
    "prometheus_fastapi_instrumentator.Instrumentator().instrument().expose",
    "prometheus_flask_exporter.PrometheusMetrics",
    "starlette_exporter.handle_metrics",
];

/// A metric and where it is defined.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    /// Its name for whoever reads it: `llm_calls_total`.
    pub(crate) name: String,
    /// The variable that holds it.
    pub(crate) variable: String,
    /// Where.
    pub(crate) place: Place,
}

/// A place where a metric gets a value.
pub(crate) struct Update<'a> {
    /// The file.
    pub(crate) path: &'a RepoPath,
    /// The call.
    pub(crate) call: &'a Call,
    /// The name of the metric, and the variable it is held by.
    pub(crate) name: String,
    /// Whether the call sends the value itself, so that nothing has to expose it.
    pub(crate) is_sent: bool,
}

/// Metrics that production code defines, by place.
pub(crate) fn defined(repo: &RepoFacts) -> Vec<Metric> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for binding in &module.bindings {
            let Value::Call { target, arguments } = &binding.value else { continue };
            if !is_maker(&origin_of(repo, path, target)) {
                continue;
            }
            let name = argument(arguments, "name", 0).and_then(text).unwrap_or_default();
            found.push(Metric {
                name: name.to_owned(),
                variable: last(&binding.name).to_owned(),
                place: RepoFacts::place(path, binding.lines),
            });
        }
    }
    found
}

fn is_maker(target: &str) -> bool {
    MAKERS.contains(&target) || is_of_meters(target) && METER_METHODS.contains(&last(target))
}

/// Methods of Micrometer's registry that make a metric. Source: Micrometer 1.14, 2025-11.
const REGISTRY_METHODS: &[&str] = &["counter", "gauge", "summary", "timer"];

/// A metric of Micrometer: `registry.counter("llm.calls").increment()`.
fn is_of_registry(target: &str) -> bool {
    is_in(target, "io.micrometer.core.instrument.MeterRegistry()")
        && REGISTRY_METHODS.iter().any(|method| target.contains(&format!(".{method}()")))
}

/// Whether a name comes from the meters of OpenTelemetry.
fn is_of_meters(target: &str) -> bool {
    is_in(target, "opentelemetry.metrics") || is_in(target, "@opentelemetry/api.metrics")
}

/// Updates of metrics in live production code.
pub(crate) fn updates(repo: &RepoFacts) -> Vec<Update<'_>> {
    let kept = repo.derived(find_updates);
    let at = |(path, index, name, is_sent): &KeptUpdate| {
        let path = repo.kept_path(path)?;
        let call = repo.module(path)?.calls.get(usize::try_from(*index).ok()?)?;
        Some(Update { path, call, name: name.clone(), is_sent: *is_sent })
    };
    kept.iter().filter_map(at).collect()
}

/// An update as it is kept: the file, the index of the call in it, and what [`Update`] says of it.
type KeptUpdate = (RepoPath, u32, String, bool);

fn find_updates(repo: &RepoFacts) -> Vec<KeptUpdate> {
    let metrics = defined(repo);
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        for (call, index) in module.calls.iter().zip(0u32..) {
            if let Some(update) = update(repo, path, call, &metrics) {
                found.push((path.clone(), index, update.name, update.is_sent));
            }
        }
    }
    found
}

fn update<'a>(
    repo: &RepoFacts,
    path: &'a RepoPath,
    call: &'a Call,
    metrics: &[Metric],
) -> Option<Update<'a>> {
    let method = last(&call.callee);
    let target = origin_of_call(repo, path, call);
    if SENDERS.iter().any(|(package, sends)| is_in(&target, package) && *sends == method) {
        return Some(Update { path, call, name: sent_names(&call.arguments), is_sent: true });
    }
    let is_metric = UPDATES.contains(&method) && target.rsplit_once("().").is_some_and(|_| made_in(&target));
    is_metric.then(|| Update { path, call, name: name_of(repo, path, call, metrics), is_sent: false })
}

fn made_in(target: &str) -> bool {
    let head = target.split_once("()").map_or(target, |(head, _)| head);
    let is_meter = is_of_meters(target) && METER_METHODS.iter().any(|m| target.contains(&format!(".{m}()")));
    MAKERS.contains(&head) || is_meter || is_of_registry(target)
}

/// The metric's own name and that of its variable: either may say what is measured.
fn name_of(repo: &RepoFacts, path: &RepoPath, call: &Call, metrics: &[Metric]) -> String {
    let from_import =
        variable_of(repo, path, &call.target).map(|(file, variable, _)| (file, variable.to_owned()));
    let written = || {
        let plain = call.callee.split("()").next().unwrap_or(&call.callee).trim_end_matches(".labels");
        let receiver = plain
            .rsplit_once('.')
            .map_or(plain, |(head, tail)| if UPDATES.contains(&tail) { head } else { plain });
        (path.clone(), last(receiver.trim_end_matches(".labels")).to_owned())
    };
    let (file, variable) = from_import.unwrap_or_else(written);
    let metric = metrics.iter().find(|metric| metric.place.path == file && metric.variable == variable);
    metric.map_or_else(|| variable.clone(), |metric| format!("{} {variable}", metric.name))
}

fn sent_names(arguments: &[Argument]) -> String {
    let values = arguments.iter().flat_map(|argument| super::values::parts_of(&argument.value));
    let texts: Vec<&str> = values.filter_map(text).collect();
    let name = keyword(arguments, "name").and_then(text);
    name.map_or_else(|| texts.join(" "), str::to_owned)
}

/// Where the metrics of the system can be read.
pub(crate) fn exposures(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        let calls = module
            .calls
            .iter()
            .filter(|call| EXPOSURES.contains(&call.target.as_str()) && runs(repo, path, call));
        found.extend(calls.map(|call| RepoFacts::place(path, call.lines)));
    }
    // Spring Boot offers what Micrometer measures where its settings say so.
    for (path, document) in super::infrastructure::documents(repo) {
        let shown = document.at(&["management", "endpoints", "web", "exposure", "include"]);
        let is_offered = |node: &&Node| {
            let texts = node.text().into_iter().chain(node.items().iter().filter_map(Node::text));
            texts.flat_map(|text| text.split(',')).any(|name| matches!(name.trim(), "*" | "prometheus"))
        };
        found.extend(
            shown.filter(is_offered).map(|node| RepoFacts::place(path, Lines::new(node.line, node.end_line))),
        );
    }
    found
}
