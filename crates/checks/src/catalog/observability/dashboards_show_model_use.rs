//! A dashboard shows how the models are used.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::alerts::{MODEL_METRICS, boards};
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 1),
    role: Role::Decisive,
    claim: Text::fixed("A dashboard shows how models are used", "En instrumentpanel visar hur modellerna används"),
    gap_title: Text::fixed("No dashboard shows the use of models", "Ingen instrumentpanel visar modellernas användning"),
    why: Text::fixed(
        "Calls, tokens, cost and latency of models move with every prompt and every provider; without a picture nobody sees \
         it before the bill or the complaints.",
        "Anrop, tokens, kostnad och svarstid ändras med varje prompt och leverantör. Utan en bild märks det först på fakturan \
         eller i klagomålen.",
    ),
    fix: Text::fixed(
        "Keep a dashboard as code (a Grafana JSON file, `aws_cloudwatch_dashboard`) whose panels query calls, tokens, cost, \
         latency and errors of model calls.",
        "Ha en instrumentpanel som kod (en JSON-fil för Grafana, `aws_cloudwatch_dashboard`) vars paneler frågar efter anrop, \
         tokens, kostnad, svarstid och fel för modellanrop.",
    ),
    limits: Text::fixed(
        "Dashboards made by hand in a tool's own page leave no trace in the repository.",
        "Paneler som någon har gjort för hand i ett verktyg lämnar inga spår i repot.",
    ),
    consequence: Consequence::C4,
    effort: effort((1000, 2000, 3000), (250, 500, 1000), Text::fixed("dashboard", "panel")),
    after: &["deployment/declares-its-infrastructure-as-code", "observability/measures-critical-operations"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- deploy/grafana/llm.json
{
  \"title\": \"Models\",
  \"panels\": [{ \"title\": \"Tokens\", \"targets\": [{ \"expr\": \"sum(rate(llm_tokens_total[5m]))\" }] }]
}
",
        ),
        Example::passes(
            "\
//- deploy/main.tf
resource \"aws_cloudwatch_dashboard\" \"models\" {
  dashboard_name = \"models\"
  dashboard_body = jsonencode({ widgets = [{ properties = { metrics = [[\"AWS/Bedrock\", \"InputTokenCount\"]] } }] })
}
",
        ),
        Example::fails(
            "\
//- deploy/grafana/api.json
{ ⟵
  \"title\": \"LLM platform\",
  \"panels\": [{ \"title\": \"LLM tokens\", \"targets\": [{ \"expr\": \"sum(rate(http_requests_total[5m]))\" }] }]
}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- agent.py
import openai


class MailAgent:
    def run(self, text):
        return openai.OpenAI().responses.create(model='gpt-4.1', input=text)
//- README.md
The Grafana dashboard shows tokens, cost and latency of every LLM call.
//- settings.yaml
grafana_url: https://grafana.example/d/llm-tokens
",
        ),
        Example::undecided("//- README.md\n# Words\n\nSplits texts.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "Grafana panels",
    "aws_cloudwatch_dashboard",
    "AWS::CloudWatch::Dashboard",
    "aws_cdk.aws_cloudwatch.Dashboard",
    "datadog_dashboard",
    "google_monitoring_dashboard",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let boards = boards(repo);
    let population = repo.population();
    if boards.is_empty() && population.agents.is_empty() && population.call_sites.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut shown = 0u32;
    for board in &boards {
        let about = board.queries.iter().find(|(_, query)| has_word(query, MODEL_METRICS));
        if let Some((line, _)) = about {
            shown = shown.saturating_add(1);
            let what = Text::made(
                format!("the dashboard {} queries the use of models", board.name),
                format!("panelen {} frågar efter modellernas användning", board.name),
            );
            tally.supports(Place::new(board.place.path.clone(), Lines::at(*line)), Grade::Configured, what);
        }
    }
    if shown == 0 {
        for board in &boards {
            let what = Text::made(
                format!("the dashboard {} queries nothing about models", board.name),
                format!("panelen {} frågar inte efter något om modeller", board.name),
            );
            tally.speaks_against(head_of(&board.place), Grade::Configured, what);
        }
    }
    if boards.is_empty() && repo.file_count() > 0 {
        let summary = Text::fixed(
            "No dashboard was found in the repository.",
            "Ingen instrumentpanel hittades i repot.",
        );
        return tally.concluded(Outcome::Fail, summary);
    }
    let all = boards.len();
    let outcome = match (shown, repo.file_count()) {
        (_, 0) => Outcome::Unknown,
        (0, _) => Outcome::Fail,
        _ => Outcome::Pass,
    };
    tally.concluded(
        outcome,
        Text::made(
            format!("{shown} of {all} dashboards in the repository show how models are used."),
            format!("{shown} av {all} instrumentpaneler i repot visar hur modellerna används."),
        ),
    )
}
