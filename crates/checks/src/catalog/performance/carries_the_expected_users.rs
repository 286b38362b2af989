//! As many users as are expected have been served at the same time, in a test that said so.

use crate::shared::infrastructure::documents;
use crate::shared::load_plans::load_plans;
use crate::shared::results::{LoadResult, load_results};
use crate::shared::{Tally, counted, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Node, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "The expected number of users can be served at the same time",
        "Så många användare som väntas kan betjänas samtidigt",
    ),
    gap_title: Text::fixed(
        "Load with the expected users is unproven",
        "Lasten från det väntade antalet användare är inte prövad",
    ),
    why: Text::fixed(
        "Systems that were never loaded fail on the day they are launched: pools run dry, providers throttle, queues time out.",
        "System som aldrig belastats faller samma dag som de lanseras: anslutningar tar slut, leverantörer stryper och köer \
         avbryts.",
    ),
    fix: Text::fixed(
        "Write a load test with at least the expected users (`k6 run --vus 100`), run it in the pipeline before a release, and \
         keep its summary.",
        "Skriv ett lasttest med minst det väntade antalet användare (`k6 run --vus 100`), kör det i CI-flödet före varje utgåva och \
         spara sammanfattningen.",
    ),
    limits: Text::fixed(
        "The environment the load test ran in may be smaller or larger than production. Plans of JMeter and Gatling are not \
         read; their results are.",
        "Miljön där lasttestet kördes kan vara mindre eller större än produktionen. Planer för JMeter och Gatling läses inte, \
         men deras resultat läses.",
    ),
    consequence: Consequence::C3,
    effort: once(3000, 5000, 7000),
    after: &["performance/scales-by-itself"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- load/results/summary.json
{
  \"metrics\": {
    \"http_req_duration\": { \"p(95)\": 2240.7 },
    \"http_req_failed\": { \"value\": 0.0006 },
    \"vus_max\": { \"max\": 120 }
  }
}
",
        ),
        Example::passes(
            "\
//- package.json
{ \"name\": \"mill\", \"scripts\": { \"start\": \"node dist/server.js\", \"load\": \"k6 run load/orders.ts\" } }
//- load/orders.ts
import http from 'k6/http';
import { check } from 'k6';

export const options = { scenarios: { morning: { executor: 'constant-vus', vus: 120, duration: '5m' } } };

export default function () {
  const answer = http.post(`${__ENV.TARGET}/orders`, JSON.stringify({ question: 'Where is 12345?' }));
  check(answer, { answered: (it) => it.status === 200 });
}
//- .github/workflows/load.yml
on:
  schedule:
    - cron: '0 3 * * 1'
jobs:
  load:
    runs-on: ubuntu-24.04
    steps:
      - run: npm run load
",
        ),
        Example::partial(
            "\
//- load/results/summary.json
{
  \"metrics\": {
    \"http_req_duration\": { \"p(95)\": 240.7 },
    \"vus_max\": { \"max\": 20 } ⟵
  }
}
",
        ),
        Example::fails(
            "\
//- load/results/summary.json
{
  \"metrics\": {
    \"http_req_duration\": { \"p(95)\": 2240.7 },
    \"http_req_failed\": { \"value\": 0.31 },
    \"vus_max\": { \"max\": 120 } ⟵
  }
}
",
        ),
        Example::lookalike(
            Outcome::Unknown,
            "\
//- README.md
Serves 1,000 concurrent users.
//- load/test_load.py
'''Load test with 100 users.'''
USERS = 100
",
        ),
        Example::undecided(
            "\
//- locustfile.py
from locust import HttpUser, task


class Guest(HttpUser):
    @task
    def ask(self):
        self.client.post('/questions')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "results of k6, Locust, JMeter, Gatling, Artillery with users and failures",
    "load tests that a pipeline runs: --vus, --users, maxVusers",
    "limits of concurrency: --limit-concurrency, limit_concurrency",
];

/// Failed requests per thousand above which a load was not carried. An assumption: one in a hundred.
const MOST_FAILED_PERMILLE: u64 = 10;

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let wanted = u64::from(policy.thresholds.concurrent_users);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    if let Some(verdict) = measured(repo, wanted, &mut tally) {
        return finished(tally, verdict);
    }
    if let Some((limit, place)) = limit_below(repo, wanted) {
        let what = Text::made(
            format!("the server refuses more than {limit} requests at a time"),
            format!("servern avvisar fler än {limit} samtidiga anrop"),
        );
        tally.speaks_against(place, Grade::Configured, what);
        let summary = Text::made(
            format!(
                "Target {wanted} users; nothing was measured, and a limit of {limit} concurrent requests stands below it."
            ),
            format!(
                "Målet är {wanted} användare. Inget är uppmätt, och en gräns på {limit} samtidiga anrop ligger under det."
            ),
        );
        return tally.concluded(Outcome::Fail, summary);
    }
    planned(repo, wanted, tally)
}

struct Conclusion {
    outcome: Outcome,
    n: u64,
    of: u64,
    summary: Text,
}

fn finished(tally: Tally, conclusion: Conclusion) -> Verdict {
    let mut verdict = tally.concluded(conclusion.outcome, conclusion.summary);
    verdict.n = u32::try_from(conclusion.n.min(conclusion.of)).unwrap_or(u32::MAX);
    verdict.of = u32::try_from(conclusion.of).unwrap_or(u32::MAX);
    verdict
}

/// The measurement with the most users, if there is one.
fn measured(repo: &RepoFacts, wanted: u64, tally: &mut Tally) -> Option<Conclusion> {
    let results: Vec<LoadResult> = load_results(repo);
    let best = results
        .iter()
        .filter_map(|result| result.users.as_ref().map(|(users, place)| (*users, place, result)));
    let (users, place, result) = best.max_by_key(|(users, _, _)| *users)?;
    let failed = result.failed_permille.unwrap_or(0);
    let what = Text::made(
        format!(
            "{} measured {users} users at the same time, {failed} requests in a thousand failed",
            result.tool
        ),
        format!("{} uppmätte {users} samtidiga användare, {failed} anrop av tusen misslyckades", result.tool),
    );
    let (outcome, grade) = match (users >= wanted, failed <= MOST_FAILED_PERMILLE) {
        (true, true) => (Outcome::Pass, true),
        (_, false) => (Outcome::Fail, false),
        (false, true) if users > 0 => (Outcome::Partial, false),
        (false, true) => (Outcome::Fail, false),
    };
    if grade {
        tally.supports(place.clone(), Grade::Measured, what);
    } else {
        tally.speaks_against(place.clone(), Grade::Measured, what);
    }
    let n = if outcome == Outcome::Fail { 0 } else { users };
    let summary = Text::made(
        format!(
            "Target {wanted} users at the same time; measured {users}, with {failed} failures in a thousand."
        ),
        format!(
            "Målet är {wanted} samtidiga användare. Uppmätt: {users}, med {failed} misslyckade av tusen."
        ),
    );
    Some(Conclusion { outcome, n, of: wanted, summary })
}

/// No result: a load test with enough users that a pipeline runs is proof enough, one that nobody runs is not.
fn planned(repo: &RepoFacts, wanted: u64, mut tally: Tally) -> Verdict {
    let plans = load_plans(repo);
    let enough = |users: Option<u64>| users.is_some_and(|users| users >= wanted);
    for plan in &plans {
        let users = plan.users.map_or_else(|| "?".to_owned(), |users| users.to_string());
        let (en, sv) =
            if plan.run_by.is_some() { (", run by a pipeline", ", körs i ett CI-flöde") } else { ("", "") };
        let what = Text::made(
            format!("a load test of {} with {users} users{en}", plan.tool),
            format!("ett lasttest i {} med {users} användare{sv}", plan.tool),
        );
        let grade = if plan.run_by.is_some() { Grade::Configured } else { Grade::Declared };
        tally.supports(plan.place.clone(), grade, what);
    }
    let proof =
        plans.iter().find(|plan| enough(plan.users) && plan.run_by.is_some() && !plan.is_of_health_only);
    if proof.is_some() {
        let summary = Text::made(
            format!(
                "A pipeline runs a load test with at least {wanted} users; no result of it is in the archive."
            ),
            format!(
                "Ett CI-flöde kör ett lasttest med minst {wanted} användare. Inget resultat av det finns i arkivet."
            ),
        );
        return finished(tally, Conclusion { outcome: Outcome::Pass, n: wanted, of: wanted, summary });
    }
    tally.concluded(
        Outcome::Unknown,
        Text::made(
            format!("Target {wanted} users at the same time; nothing measured, and of {} none is run with that many in a pipeline. The summary of a load test would decide.", counted(plans.len(), "load test", "load tests")),
            format!("Målet är {wanted} samtidiga användare. Inget är uppmätt, och av {} körs inget med så många i ett CI-flöde. Sammanfattningen av ett lasttest skulle avgöra.", plans.len()),
        ),
    )
}

/// A limit of the server below the target: beyond it, requests are refused.
fn limit_below(repo: &RepoFacts, wanted: u64) -> Option<(u64, Place)> {
    let in_code = repo.production_code().flat_map(|(path, module)| {
        let runs = module
            .calls
            .iter()
            .filter(|call| matches!(call.target.as_str(), "uvicorn.run" | "uvicorn.Config"));
        runs.filter_map(move |call| {
            let limit = call
                .arguments
                .iter()
                .find(|argument| argument.name.as_deref() == Some("limit_concurrency"))?;
            let Value::Number(text) = &limit.value else { return None };
            Some((text.parse().ok()?, RepoFacts::place(path, Lines::at(call.lines.start))))
        })
    });
    let in_recipes = repo
        .files()
        .filter_map(|(path, file)| Some((path, file.dockerfile.as_ref()?)))
        .flat_map(|(path, recipe)| {
            let starts =
                recipe.instructions.iter().filter(|one| matches!(one.keyword.as_str(), "CMD" | "ENTRYPOINT"));
            starts.filter_map(move |one| {
                Some((limit_in(&one.arguments)?, RepoFacts::place(path, Lines::at(one.lines.start))))
            })
        });
    let in_configuration = documents(repo).flat_map(|(path, document)| {
        let commands = document
            .walk()
            .filter(|(key, _)| key.is_some_and(|key| matches!(key.text.as_str(), "command" | "args")));
        commands.filter_map(move |(_, node)| {
            let words: Vec<&str> =
                std::iter::once(node).chain(node.items()).filter_map(Node::scalar).collect();
            Some((limit_in(&words.join(" "))?, RepoFacts::place(path, Lines::at(node.line))))
        })
    });
    in_code
        .chain(in_recipes)
        .chain(in_configuration)
        .filter(|(limit, _)| *limit < wanted)
        .min_by_key(|(limit, _)| *limit)
}

fn limit_in(command: &str) -> Option<u64> {
    let (_, rest) = command.split_once("--limit-concurrency")?;
    let digits = rest.trim_start_matches(['=', ' ', '"', ',', '\'']);
    digits.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}
