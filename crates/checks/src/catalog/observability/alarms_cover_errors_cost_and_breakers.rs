//! Somebody is woken by errors, by cost, and by open circuit breakers.

use crate::shared::agents::head_of;
use crate::shared::alerts::{Alarm, Watches, alarms};
use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 3),
    role: Role::Decisive,
    claim: Text::fixed(
        "Alarms cover errors, cost and open circuit breakers",
        "Larm täcker fel, kostnader och öppna kretsbrytare",
    ),
    gap_title: Text::fixed(
        "Errors, cost or open breakers raise no alarm",
        "Fel, kostnader eller öppna brytare larmar inte",
    ),
    why: Text::fixed(
        "Without an alarm somebody must happen to look: errors last for hours, and a loop of agents can spend a month's \
         budget in a night.",
        "Utan larm måste någon råka titta: fel pågår i timmar, och en slinga av agenter kan göra slut på en månadsbudget på en \
         natt.",
    ),
    fix: Text::fixed(
        "Declare one alarm for each: error rate, cost (a budget or a cost metric) and breaker state, each with somebody who is \
         told (`alarm_actions`, a receiver of Alertmanager, subscribers of a budget).",
        "Deklarera ett larm för vart och ett: felfrekvens, kostnad (en budget eller ett kostnadsmått) och brytarnas tillstånd, \
         med någon som får veta (`alarm_actions`, en mottagare i Alertmanager, prenumeranter på en budget).",
    ),
    limits: Text::fixed(
        "Alarms made by hand in a tool's own page are not seen, nor whether the person who is told is awake.",
        "Larm som någon har gjort för hand i ett verktyg syns inte, och inte heller om den som får larmet är vaken.",
    ),
    consequence: Consequence::C3,
    effort: effort((500, 1000, 1500), (250, 500, 750), Text::fixed("kind of alarm", "larmtyp")),
    after: &[
        "deployment/declares-its-infrastructure-as-code",
        "observability/logs-tenant-agent-cost-and-latency-of-model-calls",
        "observability/measures-critical-operations",
        "resilience/guards-outside-calls-with-circuit-breakers",
    ],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- deploy/rules.yaml
groups:
  - name: boats
    rules:
      - alert: Errors
        expr: rate(llm_errors_total[5m]) > 0.1
      - alert: Breaker
        expr: max(circuit_breaker_state) == 2
//- deploy/alertmanager.yaml
receivers:
  - name: oncall
    webhook_configs:
      - url: http://pager/hook
//- deploy/budget.tf
resource \"aws_budgets_budget\" \"models\" {
  limit_amount = \"900\"
  notification {
    threshold                  = 80
    subscriber_email_addresses = [\"oncall@example.org\"]
  }
}
",
        ),
        Example::partial(
            "\
//- deploy/alarms.tf
resource \"aws_cloudwatch_metric_alarm\" \"errors\" {
  metric_name   = \"InvocationServerErrors\"
  namespace     = \"AWS/Bedrock\"
  alarm_actions = [aws_sns_topic.oncall.arn]
}

resource \"aws_cloudwatch_metric_alarm\" \"breaker\" { ⟵
  metric_name = \"CircuitBreakerState\"
}
",
        ),
        Example::fails(
            "\
//- deploy/alarms.tf
resource \"aws_cloudwatch_metric_alarm\" \"cpu\" {
  metric_name   = \"CPUUtilization\"
  alarm_actions = [aws_sns_topic.oncall.arn]
}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
CMD [\"python\", \"plan.py\"]
//- plan.py
'''Alarms: error rate, cost, open circuit breakers.'''
import logging

ALARMS = ['error rate', 'cost', 'circuit breaker open']
TEMPLATE = 'resource aws_cloudwatch_metric_alarm errors alarm_actions'


def alert(cost):
    logging.critical('cost is high: %s', cost)


alert(1)
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
    "Prometheus alerting rules",
    "aws_cloudwatch_metric_alarm",
    "AWS::CloudWatch::Alarm",
    "budgets",
    "datadog_monitor",
    "azurerm_monitor_*_alert",
    "google_monitoring_alert_policy",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.file_count() == 0 {
        let reason = Text::fixed("No file could be read.", "Ingen fil gick att läsa.");
        return unknown(repo, SIGNALS, reason);
    }
    let alarms = alarms(repo);
    if alarms.is_empty() && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let kinds = [
        (Watches::Errors, Text::fixed("errors", "fel")),
        (Watches::Cost, Text::fixed("cost", "kostnad")),
        (Watches::Breakers, Text::fixed("circuit breakers", "kretsbrytare")),
    ];
    let mut missing: (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (kind, name) in &kinds {
        let of_kind: Vec<&Alarm> = alarms.iter().filter(|alarm| alarm.watches == *kind).collect();
        let loud = of_kind.iter().find(|alarm| alarm.has_action);
        for alarm in of_kind.iter().filter(|alarm| loud.is_none() || alarm.has_action) {
            note(alarm, name, &mut tally);
        }
        let outcome = if loud.is_some() { Outcome::Pass } else { Outcome::Fail };
        if loud.is_none() {
            missing.0.push(&name.en);
            missing.1.push(&name.sv);
        }
        let place = loud.or(of_kind.first()).map(|alarm| head_of(&alarm.place));
        tally.count(&name.en, &name.en, outcome, place);
    }
    let n = tally.n();
    let tail = |word: &str, names: &[&str]| {
        if names.is_empty() { String::new() } else { format!(" {word}: {}.", names.join(", ")) }
    };
    tally.verdict(Text::made(
        format!("{n} of 3 kinds of alarm tell somebody.{}", tail("Missing", &missing.0)),
        format!("{n} av 3 sorters larm når någon.{}", tail("Saknas", &missing.1)),
    ))
}

fn note(alarm: &Alarm, kind: &Text, tally: &mut Tally) {
    let name = &alarm.name;
    let place = head_of(&alarm.place);
    if alarm.has_action {
        let what = Text::made(
            format!("{name} watches {} and tells somebody", kind.en),
            format!("{name} bevakar {} och meddelar någon", kind.sv),
        );
        tally.supports(place, Grade::Configured, what);
    } else {
        let what = Text::made(
            format!("{name} watches {} but tells nobody", kind.en),
            format!("{name} bevakar {} men meddelar ingen", kind.sv),
        );
        tally.speaks_against(place, Grade::Configured, what);
    }
}
