//! Something fetches the metrics that the system offers.

use crate::shared::infrastructure::{documents, resources};
use crate::shared::metrics::exposures;
use crate::shared::{Tally, not_applicable, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 2),
    role: Role::Supporting,
    claim: Text::fixed("Offered metrics are collected", "Mätvärden som erbjuds samlas in"),
    gap_title: Text::fixed("Nothing collects the metrics", "Inget samlar in mätvärdena"),
    why: Text::fixed(
        "Metrics that nobody fetches are gone at the next restart, and no dashboard and no alarm can use them.",
        "Mätvärden som ingen hämtar är borta vid nästa omstart, och ingen panel och inget larm kan använda dem.",
    ),
    fix: Text::fixed(
        "Declare a `ServiceMonitor`, a `scrape_configs` entry, or the annotation `prometheus.io/scrape: \"true\"` on the pods.",
        "Deklarera en `ServiceMonitor`, en post i `scrape_configs` eller annoteringen `prometheus.io/scrape: \"true\"` på poddarna.",
    ),
    limits: Text::fixed(
        "A collector that is configured in another repository is not seen.",
        "En insamlare som är inställd i ett annat repo syns inte.",
    ),
    consequence: Consequence::C3,
    effort: once(250, 500, 1000),
    after: &["observability/measures-critical-operations"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from prometheus_client import start_http_server

start_http_server(9000)
//- prometheus.yml
scrape_configs:
  - job_name: app
    static_configs:
      - targets: ['app:9000']
",
        ),
        Example::fails(
            "//- main.py\nfrom prometheus_client import start_http_server\n\nstart_http_server(9000) ⟵\n",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from prometheus_client import start_http_server

start_http_server(9000) ⟵
//- deploy.yaml
apiVersion: v1
kind: Pod
metadata:
  name: app
  annotations:
    prometheus.io/scrape: 'false'
",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- README.md\nPrometheus scrapes /metrics.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "scrape_configs",
    "prometheus.io/scrape",
    "ServiceMonitor",
    "PodMonitor",
    "receivers of an OpenTelemetry collector",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let offered = exposures(repo);
    if offered.is_empty() {
        let reason = Text::fixed(
            "The system offers no metrics to collect.",
            "Systemet erbjuder inga mätvärden att samla in.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    if let Some(place) = collector(repo) {
        let what = Text::fixed("metrics are collected here", "här samlas mätvärden in");
        tally.supports(place, Grade::Configured, what);
        let summary = Text::fixed("Something collects the metrics.", "Mätvärdena samlas in.");
        return tally.concluded(Outcome::Pass, summary);
    }
    for place in offered {
        let what = Text::fixed(
            "metrics are offered here, and nothing collects them",
            "här erbjuds mätvärden, och inget samlar in dem",
        );
        tally.speaks_against(place, Grade::Wired, what);
    }
    let summary = Text::fixed(
        "The system offers metrics, but nothing in the repository collects them.",
        "Systemet erbjuder mätvärden, men inget i repot samlar in dem.",
    );
    tally.concluded(Outcome::Fail, summary)
}

/// Where something is told to fetch metrics.
fn collector(repo: &RepoFacts) -> Option<Place> {
    let monitors = resources(repo)
        .into_iter()
        .find(|r| matches!(r.kind, "PodMonitor" | "ServiceMonitor" | "PodMonitoring"));
    if let Some(monitor) = monitors {
        return Some(monitor.head());
    }
    documents(repo).find_map(|(path, document)| {
        let line = document.walk().find_map(|(key, node)| {
            let key = key?;
            let scrapes = key.text == "scrape_configs" && !node.items().is_empty();
            let annotated = key.text == "prometheus.io/scrape" && node.scalar() == Some("true");
            let sends = key.text == "exporters"
                && document
                    .at(&["service", "pipelines", "metrics"])
                    .is_some_and(|p: &Node| p.get("exporters").is_some());
            (scrapes || annotated || sends).then_some(key.line)
        })?;
        Some(Place::new(path.clone(), Lines::at(line)))
    })
}
