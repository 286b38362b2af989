//! Load is tried again and again, not once: a pipeline runs the load tests, and they can fail.

use crate::shared::load_plans::load_plans;
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 4),
    role: Role::Supporting,
    claim: Text::fixed("A pipeline runs every load test", "Ett CI-flöde kör varje lasttest"),
    gap_title: Text::fixed("Load tests that no pipeline runs", "Lasttester som inget CI-flöde kör"),
    why: Text::fixed(
        "A load test that ran once says how the system was, not how it is. The change that halves its capacity is found by users.",
        "Ett lasttest som kördes en gång säger hur systemet var, inte hur det är. Ändringen som halverar kapaciteten upptäcks av \
         användarna.",
    ),
    fix: Text::fixed(
        "Run the load test in the pipeline before a release or every night, with thresholds that fail it, and keep its summary.",
        "Kör lasttestet i CI-flödet före varje utgåva eller varje natt, med gränser som fäller det, och spara sammanfattningen.",
    ),
    limits: Text::fixed(
        "Load tests that a service outside the repository starts are not seen.",
        "Lasttester som en tjänst utanför repot startar syns inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("load test", "lasttest")),
    after: &["performance/carries-the-expected-users"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- locustfile.py
from locust import HttpUser, task


class Guest(HttpUser):
    @task
    def ask(self):
        self.client.post('/questions')
//- .github/workflows/load.yml
on:
  schedule:
    - cron: '0 3 * * *'
jobs:
  load:
    runs-on: ubuntu-24.04
    steps:
      - run: locust --headless --users 100 --run-time 5m
",
        ),
        Example::fails(
            "\
//- main.py
import openai

openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
//- locustfile.py
from locust import HttpUser, task


class Guest(HttpUser): ⟵
    @task
    def ask(self):
        self.client.post('/questions')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import openai

openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
//- README.md
Run `locust --headless --users 100` before each release.
//- tests/test_load.py
class HttpUser:
    pass


class Guest(HttpUser):
    pass
",
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["k6, Locust and Artillery load tests", "k6 run, locust, artillery run in pipelines"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let plans = load_plans(repo);
    let population = repo.population();
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    if plans.is_empty() {
        if population.call_sites.is_empty() && population.agents.is_empty() && population.routes.is_empty() {
            let reason = Text::fixed(
                "Neither a route nor a model call was found, so there is nothing to load.",
                "Varken någon adress eller något modellanrop hittades, så det finns inget att belasta.",
            );
            return unknown(repo, SIGNALS, reason);
        }
        let summary = Text::fixed(
            "No load test was found that could be read, and no pipeline starts one.",
            "Inget läsbart lasttest hittades, och inget CI-flöde startar något.",
        );
        return tally.concluded(Outcome::Fail, summary);
    }
    for plan in plans {
        let id = format!("{}:{}", plan.place.path, plan.place.line);
        match (plan.run_by, plan.is_of_health_only) {
            (Some(place), false) => {
                let what = Text::made(
                    format!("a pipeline runs the load test of {}", plan.tool),
                    format!("ett CI-flöde kör lasttestet i {}", plan.tool),
                );
                tally.supports(place, Grade::Configured, what);
                tally.holds(&id, plan.tool, Some(plan.place));
            }
            (run_by, _) => {
                let (en, sv) = if run_by.is_some() {
                    ("only asks for health", "frågar bara efter hälsa")
                } else {
                    ("is run by no pipeline", "körs inte i något CI-flöde")
                };
                let what = Text::made(
                    format!("the load test of {} {en}", plan.tool),
                    format!("lasttestet i {} {sv}", plan.tool),
                );
                tally.speaks_against(plan.place.clone(), Grade::Declared, what);
                tally.misses(&id, plan.tool, Some(plan.place));
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!("{n} of {of} load tests are run by a pipeline."),
        format!("{n} av {of} lasttester körs i ett CI-flöde."),
    ))
}
