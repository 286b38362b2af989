//! The dashboard of models answers four questions: how much, at what price, how fast, how often in vain.

use crate::shared::alerts::{MODEL_METRICS, boards};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Dashboards of models show tokens, cost, latency and errors",
        "Modellernas paneler visar tokens, kostnad, svarstid och fel",
    ),
    gap_title: Text::fixed(
        "The dashboard of models leaves questions open",
        "Modellernas panel lämnar frågor obesvarade",
    ),
    why: Text::fixed(
        "Each of the four explains the others: cost rises with tokens, latency with retries, retries with errors.",
        "Var och en av de fyra förklarar de andra: kostnaden stiger med tokens, svarstiden med omförsök och omförsöken med fel.",
    ),
    fix: Text::fixed(
        "Add a panel for each that is missing, on the same page.",
        "Lägg till en panel för var och en som saknas, på samma sida.",
    ),
    limits: Text::fixed(
        "What a panel shows is known by the words of the metrics it queries.",
        "Vad en panel visar känns igen på orden i de mätvärden den frågar efter.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (100, 250, 500), Text::fixed("panel", "panel")),
    after: &["observability/dashboards-show-model-use"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- grafana.json
{ \"panels\": [{ \"targets\": [
  { \"expr\": \"rate(llm_tokens_total[5m])\" },
  { \"expr\": \"increase(llm_cost_usd_total[1d])\" },
  { \"expr\": \"histogram_quantile(0.95, rate(llm_latency_seconds_bucket[5m]))\" },
  { \"expr\": \"rate(llm_errors_total[5m])\" }
] }] }
",
        ),
        Example::partial(
            "//- grafana.json\n{ \"panels\": [{ \"targets\": [{ \"expr\": \"rate(llm_tokens_total[5m])\" }] }] }\n",
        ),
        Example::fails(
            "//- grafana.json\n{ \"panels\": [{ \"targets\": [{ \"expr\": \"rate(llm_calls_total[5m])\" }] }] }\n",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- docs/boards.md\nThe dashboard shows tokens, cost, latency and errors of the LLM.\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["queries of tokens", "queries of cost", "queries of latency", "queries of errors"];

/// What is asked, the words of the metrics that answer, and its name in Swedish.
const QUESTIONS: [(&str, &[&str], &str); 4] = [
    ("tokens", &["token", "tokens", "token count"], "tokens"),
    ("cost", &["cost", "costs", "usd", "spend", "price"], "kostnad"),
    ("latency", &["latency", "duration", "seconds", "milliseconds", "ms", "histogram quantile"], "svarstid"),
    (
        "errors",
        &["error", "errors", "failed", "failures", "outcome", "status", "throttles", "exceptions"],
        "fel",
    ),
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let boards = boards(repo);
    let of_models: Vec<_> = boards
        .iter()
        .filter(|board| board.queries.iter().any(|(_, query)| has_word(query, MODEL_METRICS)))
        .collect();
    if of_models.is_empty() {
        let reason = Text::fixed(
            "There is no dashboard of models to look at.",
            "Det finns ingen panel över modeller att titta på.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut missing: (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (name, words, swedish) in QUESTIONS {
        let shown = of_models.iter().find_map(|board| {
            let (line, _) = board.queries.iter().find(|(_, query)| has_word(query, words))?;
            Some(Place::new(board.place.path.clone(), Lines::at(*line)))
        });
        if let Some(place) = shown {
            let what = Text::made(format!("shows {name}"), format!("visar {swedish}"));
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(name, name, Some(place));
        } else {
            missing.0.push(name);
            missing.1.push(swedish);
            tally.misses(name, name, None);
        }
    }
    let n = tally.n();
    let tail = |word: &str, names: &[&str]| {
        if names.is_empty() { String::new() } else { format!(" {word}: {}.", names.join(", ")) }
    };
    tally.verdict(Text::made(
        format!("The dashboards of models answer {n} of 4 questions.{}", tail("Missing", &missing.0)),
        format!("Modellernas paneler besvarar {n} av 4 frågor.{}", tail("Saknas", &missing.1)),
    ))
}
