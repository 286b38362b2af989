//! A model client that waits for ever holds a user, a worker and a connection for ever.

use crate::shared::model_limits::time_limits;
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Every model client has a time limit of its own",
        "Varje modellklient har en egen tidsgräns",
    ),
    gap_title: Text::fixed("Model clients that wait for minutes", "Modellklienter som väntar i minuter"),
    why: Text::fixed(
        "The Python clients of OpenAI and Anthropic wait ten minutes and try again twice when nothing else is said. Long before \
         that every worker is waiting.",
        "Pythonklienterna från OpenAI och Anthropic väntar tio minuter och försöker igen två gånger om inget annat anges. Långt \
         innan dess väntar alla arbetare.",
    ),
    fix: Text::fixed(
        "Give each client a `timeout` of a few times the latency target at most, and few retries (`timeout=5, max_retries=1`).",
        "Ge varje klient en `timeout` på högst några gånger svarstidsmålet, och få omförsök (`timeout=5, max_retries=1`).",
    ),
    limits: Text::fixed(
        "A limit that is set around the call (`asyncio.wait_for`) or by a gateway is not credited to the client. Limits that are \
         reckoned at run time count as given.",
        "En gräns runt anropet (`asyncio.wait_for`) eller i en sluss räknas inte klienten till godo. Gränser som räknas fram vid \
         körning räknas som satta.",
    ),
    consequence: Consequence::C3,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("client", "klient")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
import openai

TIMEOUT_SECONDS = 3.0
client = openai.OpenAI(timeout=TIMEOUT_SECONDS, max_retries=1)
client.chat.completions.create(model='gpt-4o', messages=[])
",
        ),
        Example::partial(
            "\
//- main.py
import anthropic
import openai

first = openai.OpenAI(timeout=5)
second = anthropic.Anthropic() ⟵
",
        ),
        Example::fails(
            "\
//- main.py
import openai

client = openai.OpenAI(timeout=600) ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import openai
import requests

# timeout=5
requests.get('http://localhost/health', timeout=5)
client = openai.OpenAI() ⟵
",
        ),
        Example::undecided("//- main.py\nimport requests\n\nrequests.get('http://localhost', timeout=5)\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &["timeout, request_timeout and timeout_ms of model clients"];

/// A limit above this many times the latency target is none in practice. An assumption: time for a slow answer and no more.
const TARGETS: u64 = 10;

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let limits = time_limits(repo);
    if limits.is_empty() {
        let reason = Text::fixed(
            "No client of a model's vendor is made here, so its time limit cannot be read.",
            "Ingen klient för en modelleverantör skapas här, så dess tidsgräns går inte att läsa.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let most = u64::from(policy.thresholds.llm_p95_milliseconds).saturating_mul(TARGETS);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for limit in limits {
        let id = format!("{}:{}", limit.place.path, limit.place.line);
        let client = &limit.client;
        let (holds, what) = match limit.milliseconds {
            Some(given) if given <= most => (
                true,
                Text::made(
                    format!("{client} gives up after {given} ms"),
                    format!("{client} ger upp efter {given} ms"),
                ),
            ),
            Some(given) => (
                false,
                Text::made(
                    format!("{client} waits {given} ms, more than {most} ms"),
                    format!("{client} väntar {given} ms, mer än {most} ms"),
                ),
            ),
            None if limit.is_given => (
                true,
                Text::made(format!("{client} is given a time limit"), format!("{client} får en tidsgräns")),
            ),
            None => (
                false,
                Text::made(
                    format!("{client} keeps its library's own limit"),
                    format!("{client} behåller sitt biblioteks egen gräns"),
                ),
            ),
        };
        if holds {
            tally.supports(limit.place.clone(), Grade::Wired, what);
            tally.holds(&id, client, Some(limit.place));
        } else {
            tally.speaks_against(limit.place.clone(), Grade::Wired, what);
            tally.misses(&id, client, Some(limit.place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!("{n} of {of} model clients give up within {most} ms or a limit of their own."),
        format!("{n} av {of} modellklienter ger upp inom {most} ms eller en egen gräns."),
    ))
}
