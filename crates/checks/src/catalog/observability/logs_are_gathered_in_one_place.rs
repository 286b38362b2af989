//! Logs leave the machine that wrote them and come together where they can be searched.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::infrastructure::{documents, resources};
use crate::shared::{Tally, once, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 5),
    role: Role::Supporting,
    claim: Text::fixed("Logs are gathered in one place", "Loggar samlas på ett ställe"),
    gap_title: Text::fixed("Logs stay where they were written", "Loggar blir kvar där de skrevs"),
    why: Text::fixed(
        "The log of a container dies with it. During an incident the records that explain it are then the first to be gone.",
        "En containers logg dör med den. Vid en incident är det då just de poster som förklarar den som försvinner först.",
    ),
    fix: Text::fixed(
        "Declare where logs go and for how long they are kept: a CloudWatch log group with retention, a log driver, Fluent Bit, \
         Vector or Promtail, a logs pipeline of an OpenTelemetry collector.",
        "Deklarera vart loggarna går och hur länge de sparas: en loggrupp i CloudWatch med bevarandetid, en loggdrivrutin, \
         Fluent Bit, Vector eller Promtail, eller ett loggflöde i en OpenTelemetry-insamlare.",
    ),
    limits: Text::fixed(
        "A platform that gathers every container's output without being asked leaves no trace here.",
        "En plattform som samlar in varje containers utdata utan att någon ber om det lämnar inga spår här.",
    ),
    consequence: Consequence::C4,
    effort: once(500, 1000, 2000),
    after: &["observability/logs-are-structured-with-trace-ids"],
    standards: &[],
    examples: &[
        Example::passes(
            "//- logs.tf\nresource \"aws_cloudwatch_log_group\" \"app\" {\n  retention_in_days = 30\n}\n",
        ),
        Example::passes(
            "//- compose.yaml\nservices:\n  app:\n    build: .\n    logging:\n      driver: awslogs\n",
        ),
        Example::fails(
            "//- compose.yaml\nservices:\n  app:\n    build: .\n    logging:\n      driver: json-file\n",
        ),
        Example::lookalike(
            Outcome::Fail,
            "//- Dockerfile\nFROM python:3.12\n//- app.py\n'''Logs go to Loki and CloudWatch.'''\nLOKI_URL = 'http://loki:3100'\n",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- src/words/__init__.py\nimport logging\n\nlog = logging.getLogger(__name__)\n\n\ndef split(text):\n    log.debug('split')\n    return text.split()\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["log groups", "log drivers", "Fluent Bit", "Vector", "Promtail", "logs pipelines of OpenTelemetry"];

/// Kinds of resources that keep logs. Source: the providers' documentation, 2025-11.
const STORES: &[&str] = &[
    "AWS::Logs::LogGroup",
    "ClusterLogForwarder",
    "FluentBit",
    "aws_cloudwatch_log_group",
    "azurerm_log_analytics_workspace",
    "azurerm_monitor_diagnostic_setting",
    "google_logging_project_sink",
];

/// Log drivers of containers that send logs away.
const DRIVERS: &[&str] =
    &["awsfirelens", "awslogs", "fluentd", "gcplogs", "gelf", "loki", "splunk", "syslog"];

/// Programs that gather logs, as images of services and workloads.
const GATHERERS: &[&str] =
    &["fluent-bit", "fluentd", "promtail", "alloy", "vector", "filebeat", "datadog/agent"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.file_count() == 0 {
        let reason = Text::fixed("No file could be read.", "Ingen fil gick att läsa.");
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    if let Some(place) = gathered(repo) {
        let what = Text::fixed("logs are gathered here", "här samlas loggar in");
        tally.supports(place, Grade::Configured, what);
        let summary = Text::fixed("Logs are gathered in one place.", "Loggarna samlas på ett ställe.");
        return tally.concluded(Outcome::Pass, summary);
    }
    if !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let summary = Text::fixed(
        "Nothing in the repository says where logs are gathered.",
        "Inget i repot säger var loggarna samlas.",
    );
    tally.concluded(Outcome::Fail, summary)
}

fn gathered(repo: &RepoFacts) -> Option<Place> {
    if let Some(store) = resources(repo).into_iter().find(|resource| STORES.contains(&resource.kind)) {
        return Some(store.head());
    }
    let in_code = repo.production_code().filter(|(path, _)| repo.is_live(path)).find_map(|(path, module)| {
        let makes = |target: &str| target.starts_with("aws_cdk.") && target.ends_with("aws_logs.LogGroup");
        let call = module.calls.iter().find(|call| makes(&call.target))?;
        Some(RepoFacts::place(path, call.lines))
    });
    in_code.or_else(|| {
        documents(repo).find_map(|(path, document)| {
            let line = document
                .walk()
                .find_map(|(key, node)| gathers(key?.text.as_str(), node).then_some(node.line))?;
            Some(Place::new(path.clone(), Lines::at(line)))
        })
    })
}

fn gathers(key: &str, node: &Node) -> bool {
    let text = node.text().unwrap_or_default();
    match key {
        "driver" | "logDriver" => DRIVERS.contains(&text),
        "image" => {
            let name = text.split([':', '@']).next().unwrap_or(text);
            GATHERERS.iter().any(|gatherer| name == *gatherer || name.ends_with(&format!("/{gatherer}")))
        }
        "pipelines" => node.at(&["logs", "exporters"]).is_some_and(|exporters| !exporters.items().is_empty()),
        _ => false,
    }
}
