//! Alarms and dashboards as configuration and infrastructure code declare them.

use super::infrastructure::{Resource, documents, is_on, resources, texts};
use super::values::{last, parts_of, text};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Node, NodeValue, Value};
use beredd_facts::identifier::has_word;
use beredd_model::{Lines, Place, RepoPath};

/// What an alarm watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Watches {
    /// Errors and failures.
    Errors,
    /// Money.
    Cost,
    /// Circuit breakers.
    Breakers,
    /// Anything else.
    Other,
}

/// An alarm.
#[derive(Clone, Debug)]
pub(crate) struct Alarm {
    /// Its name.
    pub(crate) name: String,
    /// Where.
    pub(crate) place: Place,
    /// What it watches.
    pub(crate) watches: Watches,
    /// Whether somebody is told.
    pub(crate) has_action: bool,
    /// Whether it says what to do: a link to a runbook.
    pub(crate) has_runbook: bool,
    /// Whether it is a budget, which warns of money and of nothing that must be mended at night.
    pub(crate) is_budget: bool,
}

/// A dashboard.
#[derive(Clone, Debug)]
pub(crate) struct Board {
    /// Its name.
    pub(crate) name: String,
    /// Where.
    pub(crate) place: Place,
    /// Its queries and metric names.
    pub(crate) queries: Vec<(u32, String)>,
}

/// Every alarm that takes effect.
pub(crate) fn alarms(repo: &RepoFacts) -> Vec<Alarm> {
    let is_routed = documents(repo).any(|(_, node)| has_receiver(node));
    let mut found = Vec::new();
    for (path, document) in documents(repo) {
        for groups in [document.get("groups"), document.at(&["spec", "groups"])].into_iter().flatten() {
            found.extend(rules(path, groups, is_routed));
        }
        found.extend(proxy_budget(path, document));
    }
    found.extend(resources(repo).iter().filter_map(alarm_of));
    found.extend(in_code(repo));
    found
}

/// A receiver of Alertmanager, or a contact point of Grafana, that reaches somebody.
fn has_receiver(node: &Node) -> bool {
    let receivers =
        node.get("receivers").or_else(|| node.get("contactPoints")).map(Node::items).unwrap_or_default();
    receivers.iter().any(|receiver| {
        receiver.members().iter().any(|(key, value)| {
            (key.text.ends_with("_configs") || key.text == "receivers") && !value.items().is_empty()
        })
    })
}

fn rules(path: &RepoPath, groups: &Node, is_routed: bool) -> Vec<Alarm> {
    let rules = groups.items().iter().filter_map(|group| group.get("rules")).flat_map(Node::items);
    let alarm = |rule: &Node| {
        let name = rule.get("alert").or_else(|| rule.get("title")).and_then(Node::text)?;
        let query = match rule.get("expr") {
            Some(query) => query.scalar().unwrap_or_default().to_owned(),
            None => texts(rule.get("data")?).map(|(_, text)| text).collect::<Vec<_>>().join(" "),
        };
        let runbook =
            rule.at(&["annotations", "runbook_url"]).or_else(|| rule.at(&["annotations", "runbook"]));
        Some(Alarm {
            name: name.to_owned(),
            place: Place::new(path.clone(), Lines::new(rule.line, rule.end_line)),
            watches: watched(&format!("{name} {query}")),
            has_action: is_routed,
            has_runbook: runbook.and_then(Node::text).is_some_and(|link| !link.is_empty()),
            is_budget: false,
        })
    };
    rules.filter_map(alarm).collect()
}

/// What a name and a query are about.
pub(crate) fn watched(words: &str) -> Watches {
    // What callers do wrong is no fault of the system.
    let is_theirs = has_word(words, &["4xx"]) || words.to_lowercase().contains("4xx");
    if has_word(words, &["circuit", "breaker"]) {
        Watches::Breakers
    } else if has_word(words, &["cost", "costs", "usd", "spend", "spending", "budget", "charges", "billing"])
    {
        Watches::Cost
    } else if is_theirs && !words.to_lowercase().contains("5xx") {
        Watches::Other
    } else if has_word(
        words,
        &["error", "errors", "failed", "failure", "failures", "exceptions", "faults", "5xx", "5"],
    ) || words.contains("5..")
        || words.contains("5XX")
    {
        Watches::Errors
    } else {
        Watches::Other
    }
}

/// Kinds of resources that are alarms, with the properties that tell somebody. Source: the providers' documentation, 2025-11.
const ALARMS: &[(&str, &[&str])] = &[
    ("AWS::CloudWatch::Alarm", &["AlarmActions"]),
    ("aws_cloudwatch_metric_alarm", &["alarm_actions"]),
    ("azurerm_monitor_metric_alert", &["action"]),
    ("azurerm_monitor_scheduled_query_rules_alert", &["action"]),
    ("azurerm_monitor_scheduled_query_rules_alert_v2", &["action"]),
    ("google_monitoring_alert_policy", &["notification_channels"]),
];

/// Kinds of resources that watch money, with the properties that tell somebody.
const BUDGETS: &[(&str, &[&str])] = &[
    ("AWS::Budgets::Budget", &["NotificationsWithSubscribers"]),
    ("aws_budgets_budget", &["notification"]),
    ("aws_ce_anomaly_subscription", &["subscriber"]),
    ("azurerm_consumption_budget_resource_group", &["notification"]),
    ("azurerm_consumption_budget_subscription", &["notification"]),
    ("google_billing_budget", &["all_updates_rule"]),
];

fn alarm_of(resource: &Resource<'_>) -> Option<Alarm> {
    let row = |table: &'static [(&str, &[&str])]| table.iter().find(|(kind, _)| *kind == resource.kind);
    let budget = row(BUDGETS);
    let is_datadog = resource.kind == "datadog_monitor";
    let actions = match budget.or_else(|| row(ALARMS)) {
        Some((_, actions)) => *actions,
        None if is_datadog => &[][..],
        None => return None,
    };
    let words: Vec<&str> = texts(resource.node()).map(|(_, text)| text).collect();
    let all = format!("{} {}", resource.name, words.join(" "));
    let is_told = resource
        .node()
        .members()
        .iter()
        .any(|(key, value)| actions.contains(&key.text.as_str()) && is_on(value));
    let message = resource.node().get("message").and_then(Node::text).unwrap_or_default();
    Some(Alarm {
        name: resource.name.to_owned(),
        place: resource.head(),
        watches: if budget.is_some() { Watches::Cost } else { watched(&all) },
        has_action: is_told || is_datadog && message.contains('@'),
        has_runbook: has_word(&all, &["runbook"]),
        is_budget: budget.is_some(),
    })
}

/// The budget of a LiteLLM proxy, which stops calls, and tells somebody where `alerting` is set.
fn proxy_budget(path: &RepoPath, document: &Node) -> Option<Alarm> {
    document.get("model_list")?;
    let budget = document
        .at(&["litellm_settings", "max_budget"])
        .or_else(|| document.at(&["general_settings", "max_budget"]))?;
    Some(Alarm {
        name: "max_budget".to_owned(),
        place: Place::new(path.clone(), Lines::at(budget.line)),
        watches: Watches::Cost,
        has_action: document.at(&["general_settings", "alerting"]).is_some_and(is_on),
        has_runbook: false,
        is_budget: true,
    })
}

/// Alarms of the AWS CDK for Python: `cloudwatch.Alarm(…)`, `metric.create_alarm(…)`, `budgets.CfnBudget(…)`.
fn in_code(repo: &RepoFacts) -> Vec<Alarm> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        let adds_action = |name: &str| {
            module
                .calls
                .iter()
                .any(|call| call.callee.strip_suffix(".add_alarm_action").is_some_and(|r| r == name))
        };
        for call in module.calls.iter().filter(|call| call.target.starts_with("aws_cdk.")) {
            let is_alarm =
                call.target.ends_with("aws_cloudwatch.Alarm") || last(&call.target) == "create_alarm";
            let is_budget = call.target.ends_with("aws_budgets.CfnBudget");
            if !is_alarm && !is_budget {
                continue;
            }
            let values: Vec<&Value> =
                call.arguments.iter().flat_map(|argument| parts_of(&argument.value)).collect();
            let words: Vec<&str> = values.iter().filter_map(|value| text(value)).collect();
            let metric = call.callee.rsplit_once('.').map_or("", |(receiver, _)| receiver);
            let all = format!("{metric} {} {}", call.target, words.join(" "));
            let bound = match &call.result {
                beredd_facts::fact::ResultUse::Bound(name) => name.as_str(),
                _ => "",
            };
            found.push(Alarm {
                name: words.first().map_or_else(|| last(&call.target).to_owned(), |word| (*word).to_owned()),
                place: RepoFacts::place(path, call.lines),
                watches: if is_budget { Watches::Cost } else { watched(&all) },
                has_action: is_budget && all.contains('@') || !bound.is_empty() && adds_action(bound),
                has_runbook: has_word(&all, &["runbook"]),
                is_budget,
            });
        }
    }
    found
}

/// Kinds of resources that are dashboards. Source: the providers' documentation, 2025-11.
const BOARDS: &[&str] = &[
    "AWS::CloudWatch::Dashboard",
    "GrafanaDashboard",
    "aws_cloudwatch_dashboard",
    "azurerm_application_insights_workbook",
    "azurerm_portal_dashboard",
    "datadog_dashboard",
    "datadog_dashboard_json",
    "google_monitoring_dashboard",
    "grafana_dashboard",
];

/// Every dashboard that takes effect.
pub(crate) fn boards(repo: &RepoFacts) -> Vec<Board> {
    let mut found: Vec<Board> = documents(repo).filter_map(|(path, node)| grafana(path, node)).collect();
    for resource in resources(repo).iter().filter(|resource| BOARDS.contains(&resource.kind)) {
        let queries = texts(resource.node()).map(|(line, text)| (line, text.to_owned())).collect();
        found.push(Board { name: resource.name.to_owned(), place: resource.head(), queries });
    }
    found.extend(boards_in_code(repo));
    found
}

/// A dashboard of Grafana: panels with targets.
fn grafana(path: &RepoPath, document: &Node) -> Option<Board> {
    let board = document.get("dashboard").unwrap_or(document);
    let panels = board.get("panels").filter(|panels| !panels.items().is_empty())?;
    let queries = panels.walk().filter_map(|(key, node)| {
        let key = key?;
        let is_query = matches!(
            key.text.as_str(),
            "expr" | "query" | "metricName" | "namespace" | "rawSql" | "expression"
        );
        let NodeValue::Text(text) = &node.value else { return None };
        is_query.then(|| (node.line, text.clone()))
    });
    Some(Board {
        name: board.get("title").and_then(Node::text).unwrap_or(path.file_name()).to_owned(),
        place: Place::new(path.clone(), Lines::at(board.line)),
        queries: queries.collect(),
    })
}

/// A dashboard of the AWS CDK for Python: its metrics are those of its file.
fn boards_in_code(repo: &RepoFacts) -> Vec<Board> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        for call in module.calls.iter().filter(|call| call.target.ends_with("aws_cloudwatch.Dashboard")) {
            let metrics = module
                .calls
                .iter()
                .filter(|call| last(&call.target) == "Metric" && call.target.starts_with("aws_cdk."));
            let queries = metrics.flat_map(|metric| {
                let values = metric.arguments.iter().flat_map(|argument| parts_of(&argument.value));
                values.filter_map(text).map(|text| (metric.lines.start, text.to_owned())).collect::<Vec<_>>()
            });
            let name = super::values::keyword(&call.arguments, "dashboard_name").and_then(text);
            found.push(Board {
                name: name.unwrap_or("Dashboard").to_owned(),
                place: RepoFacts::place(path, call.lines),
                queries: queries.collect(),
            });
        }
    }
    found
}

/// Words that say that a metric is about models.
pub(crate) const MODEL_METRICS: &[&str] = &[
    "anthropic",
    "bedrock",
    "completion",
    "completions",
    "gen ai",
    "genai",
    "gpt",
    "input token count",
    "litellm",
    "llm",
    "openai",
    "output token count",
    "prompt",
    "prompts",
    "token",
    "tokens",
];
