//! Ninety-five answers in a hundred come within the time that was promised, by measurement.

use crate::shared::load_plans::load_plans;
use crate::shared::mail_agent::mail_agent;
use crate::shared::model_limits::time_limits;
use crate::shared::results::{LoadResult, load_results};
use crate::shared::{Tally, counted, once, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 1),
    role: Role::Decisive,
    claim: Text::fixed(
        "Ninety-five model answers in a hundred come within the target",
        "Nittiofem av hundra modellsvar kommer inom målet",
    ),
    gap_title: Text::fixed(
        "Latency of model calls unproven or over the target",
        "Svarstiden för modellanrop är inte visad eller över målet",
    ),
    why: Text::fixed(
        "Users leave when an answer takes too long, and slow calls pile up until the whole service stands still.",
        "Användare ger upp när svaret dröjer, och långsamma anrop staplas tills hela tjänsten står stilla.",
    ),
    fix: Text::fixed(
        "Run a load test against routes that call the model (`k6 run --summary-export`), with a threshold on `p(95)`, and keep \
         its summary with the release.",
        "Kör ett lasttest mot adresser som anropar modellen (`k6 run --summary-export`), med en gräns för `p(95)`, och spara \
         sammanfattningen med utgåvan.",
    ),
    limits: Text::fixed(
        "A measurement of whole requests bounds the model call in them from above. When it was made, and against which models, \
         the file may not say. Binary and text-only results are not read.",
        "En mätning av hela anrop är en övre gräns för modellanropet i dem. När den gjordes, och mot vilka modeller, framgår \
         inte alltid. Binära resultat och resultat i ren text läses inte.",
    ),
    consequence: Consequence::C4,
    effort: once(500, 1000, 2000),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- load/results/summary.json
{
  \"metrics\": {
    \"http_req_duration\": { \"med\": 840.2, \"p(95)\": 2240.7 }
  }
}
"
        )),
        Example::fails(mail_agent!(
            "\
//- load/results/summary.json
{
  \"metrics\": {
    \"http_req_duration\": {
      \"med\": 840.2,
      \"p(95)\": 5240.7 ⟵
    }
  }
}
"
        )),
        Example::lookalike(
            Outcome::Unknown,
            mail_agent!(
                "\
//- README.md
95 % of all answers come within 3 seconds: p(95) 2240 ms.
//- docs/results.json
{ \"goal\": { \"p95\": 2240 } }
"
            ),
        ),
        Example::lookalike(
            Outcome::Unknown,
            "//- load/results/summary.json\n{ \"metrics\": { \"http_req_duration\": { \"p(95)\": 2.7 } } }\n",
        ),
        Example::undecided(mail_agent!("//- notes.txt\np95 2.1 s\n")),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "summaries of k6, Locust, JMeter, Gatling, Artillery, vegeta, pytest-benchmark",
    "thresholds on p(95) in load tests",
    "time limits of model clients",
];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.agents.is_empty() && population.call_sites.is_empty() {
        let reason = Text::fixed(
            "No agent and no model call was found, so there is no model latency to judge.",
            "Ingen agent och inget modellanrop hittades, så det finns ingen svarstid för modeller att bedöma.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let target = u64::from(policy.thresholds.llm_p95_milliseconds);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let plans = load_plans(repo);
    let measures_health = !plans.is_empty() && plans.iter().all(|plan| plan.is_of_health_only);
    for result in load_results(repo) {
        note(&result, target, measures_health, &mut tally);
    }
    let (n, of) = (tally.n(), tally.all());
    if of > 0 {
        return tally.verdict(Text::made(
            format!("Target {target} ms for the 95th percentile: {n} of {of} measurements are within it."),
            format!("Målet är {target} ms för 95:e percentilen: {n} av {of} mätningar ligger inom det."),
        ));
    }
    undecided(repo, target, &plans, tally)
}

fn note(result: &LoadResult, target: u64, measures_health: bool, tally: &mut Tally) {
    let Some((microseconds, place)) = &result.p95 else { return };
    let milliseconds = microseconds.div_ceil(1000);
    let what = Text::made(
        format!("{} measured a 95th percentile of {milliseconds} ms", result.tool),
        format!("{} uppmätte en 95:e percentil på {milliseconds} ms", result.tool),
    );
    if measures_health {
        let what = Text::made(
            format!("{milliseconds} ms, but the load test only asks for health"),
            format!("{milliseconds} ms, men lasttestet frågar bara efter hälsa"),
        );
        tally.supports(place.clone(), Grade::Mentioned, what);
        return;
    }
    let id = format!("{}:{}", place.path, place.line);
    if milliseconds <= target {
        tally.supports(place.clone(), Grade::Measured, what);
        tally.holds(&id, result.tool, Some(place.clone()));
    } else {
        tally.speaks_against(place.clone(), Grade::Measured, what);
        tally.misses(&id, result.tool, Some(place.clone()));
    }
}

/// Nothing was measured: the targets and limits that exist are shown, and decide nothing.
fn undecided(
    repo: &RepoFacts,
    target: u64,
    plans: &[crate::shared::load_plans::LoadPlan],
    mut tally: Tally,
) -> Verdict {
    let mut demands = 0u32;
    for plan in plans.iter().filter(|plan| !plan.is_of_health_only) {
        if let Some(bound) = plan.p95_milliseconds.filter(|bound| *bound <= target) {
            demands = demands.saturating_add(1);
            let what = Text::made(
                format!("{} demands a 95th percentile below {bound} ms", plan.tool),
                format!("{} kräver en 95:e percentil under {bound} ms", plan.tool),
            );
            tally.supports(plan.place.clone(), Grade::Configured, what);
        }
    }
    let limits = time_limits(repo);
    let within =
        limits.iter().filter(|limit| limit.milliseconds.is_some_and(|limit| limit <= target)).count();
    tally.concluded(
        Outcome::Unknown,
        Text::made(
            format!(
                "Target {target} ms for the 95th percentile, and no measurement in the archive. {} it; {within} of {} model clients give up within it. A summary of a load test would decide.",
                counted(demands, "load test demands", "load tests demand"),
                limits.len()
            ),
            format!(
                "Målet är {target} ms för 95:e percentilen, och ingen mätning finns i arkivet. {} kräver det och {within} av {} modellklienter ger upp inom det. En sammanfattning av ett lasttest skulle avgöra.",
                counted(demands, "lasttest", "lasttester"),
                limits.len()
            ),
        ),
    )
}
