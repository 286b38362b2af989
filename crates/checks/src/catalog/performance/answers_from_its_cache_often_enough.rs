//! A cache in front of the models answers a fair share of the questions, by measurement.

use crate::shared::mail_agent::mail_agent;
use crate::shared::model_cache::model_caches;
use crate::shared::results::millionths;
use crate::shared::{Tally, once, unknown};
use crate::{Check, Example};
use beredd_facts::fact::{Key, Node};
use beredd_facts::identifier::{has_word, words};
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, Standard,
    SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 2),
    role: Role::Decisive,
    claim: Text::fixed(
        "The cache in front of the models answers often enough",
        "Cachen framför modellerna svarar tillräckligt ofta",
    ),
    gap_title: Text::fixed(
        "No cache of model answers, or one of unproven use",
        "Ingen cache för modellsvar, eller en vars nytta inte är visad",
    ),
    why: Text::fixed(
        "A question that was answered a minute ago costs full price and full time again.",
        "En fråga som besvarades för en minut sedan kostar fullt pris och full väntan igen.",
    ),
    fix: Text::fixed(
        "Keep answers under a hash of tenant, model and prompt for a limited time, count hits and misses, and keep a measured \
         ratio with the load test's results.",
        "Spara svar under en kontrollsumma av kund, modell och prompt under begränsad tid, räkna träffar och missar, och spara en \
         uppmätt andel bland lasttestets resultat.",
    ),
    limits: Text::fixed(
        "A ratio that only a dashboard shows is not in the archive. Caches of gateways outside the repository are not seen.",
        "En andel som bara visas i en instrumentpanel finns inte i arkivet. Cachar i slussar utanför repot syns inte.",
    ),
    consequence: Consequence::C4,
    effort: once(500, 1000, 2000),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
from llm import complete

complete('boat')
//- llm.py
import hashlib

import openai
import redis

client = openai.OpenAI()
cache = redis.Redis()


def complete(prompt):
    key = hashlib.sha256(prompt.encode()).hexdigest()
    earlier = cache.get(key)
    if earlier:
        return earlier
    answer = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
    cache.set(key, answer.choices[0].message.content, ex=3600)
    return answer
//- load/results/summary.json
{ \"metrics\": { \"cache_hit_ratio\": { \"value\": 0.31 } } }
",
        ),
        Example::fails(mail_agent!("//- requirements.txt\nopenai\nredis\n")),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                "\
//- settings.py
from functools import lru_cache


@lru_cache
def settings():
    return {'cache_hit_ratio': 0.9}
//- load/results/plan.json
{ \"cache_hit_ratio_target\": 0.9 }
"
            ),
        ),
        Example::undecided(
            "\
//- main.py
import openai
from langchain_core.caches import InMemoryCache
from langchain_core.globals import set_llm_cache

set_llm_cache(InMemoryCache())
openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "set_llm_cache, litellm cache, GPTCache, cache_control, cachePoint",
    "a look-up and a keep around a model call",
    "measured hit ratios in result files",
];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.call_sites.is_empty() && population.agents.is_empty() {
        let reason = Text::fixed(
            "No model call was found, so there is nothing to keep in a cache.",
            "Inget modellanrop hittades, så det finns inget att spara i en cache.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let target = u64::from(policy.thresholds.cache_hit_permille);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let caches = model_caches(repo);
    for cache in &caches {
        if cache.is_live {
            let what = Text::made(
                format!("answers are kept: {}", cache.name),
                format!("svar sparas: {}", cache.name),
            );
            tally.supports(cache.place.clone(), Grade::Wired, what);
        } else {
            let what = Text::made(
                format!("a cache, {}, in code that nothing starts or that cannot load", cache.name),
                format!("en cache, {}, i kod som inget startar eller som inte går att ladda", cache.name),
            );
            tally.speaks_against(cache.place.clone(), Grade::Used, what);
        }
    }
    if !caches.iter().any(|cache| cache.is_live) {
        return tally.concluded(
            Outcome::Fail,
            Text::fixed(
                "Model calls go out every time: no cache of their answers is in use.",
                "Modellen anropas varje gång: ingen cache för svaren används.",
            ),
        );
    }
    let percent = |permille: u64| format!("{},{}", permille / 10, permille % 10);
    let measured = ratios(repo).into_iter().max_by_key(|(permille, _)| *permille);
    let Some((permille, place)) = measured else {
        return tally.concluded(
            Outcome::Unknown,
            Text::made(
                format!("There is a cache; target {} % hits, and no measured ratio in the archive. A result file with the ratio would decide.", target / 10),
                format!("Det finns en cache. Målet är {} % träffar, och ingen uppmätt andel finns i arkivet. En resultatfil med andelen skulle avgöra.", target / 10),
            ),
        );
    };
    let what = Text::made(
        format!("measured: {} % of the answers came from the cache", percent(permille).replace(',', ".")),
        format!("uppmätt: {} % av svaren kom ur cachen", percent(permille)),
    );
    let is_reached = permille > target;
    if is_reached {
        tally.supports(place, Grade::Measured, what);
    } else {
        tally.speaks_against(place, Grade::Measured, what);
    }
    tally.concluded(
        if is_reached { Outcome::Pass } else { Outcome::Fail },
        Text::made(
            format!(
                "Measured {} % hits; the target is above {} %.",
                percent(permille).replace(',', "."),
                target / 10
            ),
            format!("Uppmätt: {} % träffar. Målet är över {} %.", percent(permille), target / 10),
        ),
    )
}

/// Hit ratios per mille in files that hold results: by their folder, or beside the metrics of a load test.
fn ratios(repo: &RepoFacts) -> Vec<(u64, Place)> {
    let files = repo.files().filter(|(path, file)| {
        let is_data = matches!(path.extension(), "json" | "csv");
        is_data && !matches!(file.role, FileRole::Example | FileRole::Vendored) && is_result(path)
    });
    let mut found = Vec::new();
    for (path, file) in files {
        for (key, node) in file.config.iter().flat_map(Node::walk) {
            let Some(key) = key.filter(|key| is_ratio(key)) else { continue };
            let value = node
                .at(&["values", "rate"])
                .or_else(|| node.get("value"))
                .or_else(|| node.get("rate"))
                .unwrap_or(node);
            let is_percent = has_word(&key.text, &["percent", "pct"]);
            let Some(value) = value.scalar().and_then(millionths) else { continue };
            let permille = if is_percent || value > 1_000_000 { value / 100_000 } else { value / 1000 };
            found.push((permille, RepoFacts::place(path, Lines::at(key.line))));
        }
    }
    found
}

fn is_result(path: &RepoPath) -> bool {
    const WORDS: &[&str] =
        &["result", "results", "report", "reports", "benchmark", "benchmarks", "summary", "measurements"];
    path.parts().any(|part| has_word(part, WORDS))
}

/// `llm_cache_hit_ratio`, `cacheHitRate`; not its target.
fn is_ratio(key: &Key) -> bool {
    let words = words(&key.text);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    has(&["cache"])
        && has(&["hit", "hits"])
        && has(&["ratio", "rate", "percent", "pct", "permille"])
        && !has(&["target", "goal", "min", "threshold", "expected", "required"])
}
