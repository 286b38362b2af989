//! What is good enough is written down and measured.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::infrastructure::{Resource, resources};
use crate::shared::{Tally, counted, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "Service level objectives are declared as code",
        "Servicenivåmål är beskrivna som kod",
    ),
    gap_title: Text::fixed("Nobody has decided what good enough is", "Ingen har bestämt vad som är bra nog"),
    why: Text::fixed(
        "Without an objective every alarm is a matter of taste: some wake people for nothing, and a slow decline wakes nobody. An error budget says when to stop releasing.",
        "Utan mål blir varje larm en smaksak: några väcker folk i onödan, och ett långsamt förfall väcker ingen. En felbudget säger när det är dags att sluta släppa nytt.",
    ),
    fix: Text::fixed(
        "Declare objectives for answers, failures and time to answer with Sloth, Pyrra, OpenSLO or your cloud (`aws_applicationsignals_service_level_objective`, `google_monitoring_slo`), and alert on how fast the error budget burns.",
        "Beskriv mål för svar, fel och svarstid med Sloth, Pyrra, OpenSLO eller ert moln (`aws_applicationsignals_service_level_objective`, `google_monitoring_slo`) och larma på hur snabbt felbudgeten går åt.",
    ),
    limits: Text::fixed(
        "Objectives that are set in a console are not seen, and whether they are the right ones is for people to say.",
        "Mål som sätts i en konsol syns inte, och om de är de rätta får människor avgöra.",
    ),
    consequence: Consequence::C4,
    effort: once(1000, 2000, 3000),
    after: &["observability/metrics-are-collected"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- slo/api.yaml
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: { name: answers }
spec:
  target: \"99\"
  window: 4w
",
        ),
        Example::passes(
            "\
//- slo.tf
resource \"google_monitoring_slo\" \"answers\" {
  goal = 0.99
}
",
        ),
        Example::fails(
            "\
//- Dockerfile
FROM python:3.13-slim
CMD [\"python\", \"main.py\"]
//- main.py
import openai

print(openai.OpenAI().responses.create(model='gpt-4o', input='boat'))
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- docs/slo.md
# SLO

99 % of answers within three seconds.
//- main.py
import openai

SLO = 0.99
print(openai.OpenAI().responses.create(model='gpt-4o', input='boat'))
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- words.py
def slow(text):
    return text
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "ServiceLevelObjective (Pyrra), PrometheusServiceLevel (Sloth), SLO (OpenSLO)",
    "aws_applicationsignals_service_level_objective, google_monitoring_slo, datadog_service_level_objective",
];

/// Kinds of resources that are objectives. Source: the documentation of the providers and of the tools; 2025-11.
const KINDS: &[&str] = &[
    "AWS::ApplicationSignals::ServiceLevelObjective",
    "PrometheusServiceLevel",
    "ServiceLevelObjective",
    "aws_applicationsignals_service_level_objective",
    "datadog_service_level_objective",
    "dynatrace_slo_v2",
    "google_monitoring_slo",
    "grafana_slo",
    "newrelic_service_level",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let found: Vec<Resource<'_>> = resources(repo).into_iter().filter(is_objective).collect();
    if found.is_empty() && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let count = found.len();
    for one in found {
        let what = Text::made(format!("objective {}", one.name), format!("målet {}", one.name));
        tally.supports(one.head(), Grade::Configured, what);
    }
    if count == 0 {
        return tally.concluded(
            Outcome::Fail,
            Text::fixed("No service level objective is declared.", "Inget servicenivåmål är beskrivet."),
        );
    }
    tally.concluded(
        Outcome::Pass,
        Text::made(
            format!(
                "{} declared as code.",
                counted(count, "service level objective is", "service level objectives are")
            ),
            format!("{count} servicenivåmål är beskrivna som kod."),
        ),
    )
}

fn is_objective(resource: &Resource<'_>) -> bool {
    let api = resource.node().get("apiVersion").and_then(Node::text).unwrap_or_default();
    resource.is_any(KINDS) || resource.kind == "SLO" && api.starts_with("openslo/")
}
