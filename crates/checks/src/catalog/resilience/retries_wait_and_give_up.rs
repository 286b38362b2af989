//! What is tried again waits in between, and gives up in the end.

use crate::shared::values::{is_in, keyword, last, parts_of};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 3),
    role: Role::Supporting,
    claim: Text::fixed("Retries wait and give up", "Nya försök väntar och ger upp till slut"),
    gap_title: Text::fixed("Retries hammer or never end", "Nya försök hamrar på eller tar aldrig slut"),
    why: Text::fixed(
        "A retry without a pause hits a service when it is weakest, and one without an end holds its caller for ever; with a \
         paid model each try costs.",
        "Ett nytt försök utan paus slår mot en tjänst när den är som svagast, och ett utan slut håller fast den som anropade. \
         Med en modell som kostar kostar varje försök.",
    ),
    fix: Text::fixed(
        "Say when to stop and how to wait: `@retry(stop=stop_after_attempt(3), wait=wait_exponential_jitter())` of tenacity.",
        "Säg när det är slut och hur länge det väntar: `@retry(stop=stop_after_attempt(3), wait=wait_exponential_jitter())` i \
         tenacity.",
    ),
    limits: Text::fixed(
        "Loops written by hand, and retries inside clients, are not judged.",
        "Handskrivna slingor och nya försök inuti klienter bedöms inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("retry", "omförsök")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
import backoff
from tenacity import retry, stop_after_attempt, wait_exponential


@retry(stop=stop_after_attempt(3), wait=wait_exponential())
def ask():
    ...


@backoff.on_exception(backoff.expo, OSError, max_tries=3)
def find():
    ...
",
        ),
        Example::partial(
            "\
//- main.py
from tenacity import retry, stop_after_attempt, wait_fixed


@retry(stop=stop_after_attempt(3), wait=wait_fixed(2))
def ask():
    ...


@retry(stop=stop_after_attempt(3)) ⟵
def find():
    ...
",
        ),
        Example::fails("//- main.py\nfrom tenacity import retry\n\n\n@retry ⟵\ndef ask():\n    ...\n"),
        Example::fails(
            "\
//- src/main.ts
import { handleAll, retry } from 'cockatiel';

export const policy = retry(handleAll, {}); ⟵
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
'''Retries with exponential backoff.'''
from queue import Queue

retry = Queue()
# @retry(stop=stop_after_attempt(3))
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "tenacity.retry",
    "tenacity.Retrying",
    "backoff.on_exception",
    "p-retry, async-retry, exponential-backoff, axios-retry, cockatiel",
    "cenkalti/backoff, avast/retry-go, @Retry, @Retryable",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, module) in repo.production_code() {
        let decorators = module.definitions.iter().flat_map(|definition| {
            definition
                .decorators
                .iter()
                .map(move |d| (&d.target, &d.arguments, d.lines, definition.name.as_str()))
        });
        let calls =
            module.calls.iter().map(|call| (&call.target, &call.arguments, call.lines, last(&call.callee)));
        for (target, arguments, lines, name) in decorators.chain(calls) {
            let Some((waits, stops)) = manners(target, arguments) else { continue };
            let place = crate::shared::agents::head_of(&RepoFacts::place(path, lines));
            let id = format!("{path}:{}", lines.start);
            if waits && stops {
                let what = Text::made(
                    format!("{name} waits between tries and gives up"),
                    format!("{name} väntar mellan försöken och ger upp"),
                );
                tally.supports(place.clone(), Grade::Wired, what);
                tally.holds(&id, name, Some(place));
            } else {
                let what = match (waits, stops) {
                    (true, false) => {
                        Text::made(format!("{name} never gives up"), format!("{name} ger aldrig upp"))
                    }
                    (false, true) => Text::made(
                        format!("{name} tries again at once"),
                        format!("{name} försöker igen genast"),
                    ),
                    _ => Text::made(
                        format!("{name} tries again at once, for ever"),
                        format!("{name} försöker igen genast, utan slut"),
                    ),
                };
                tally.speaks_against(place.clone(), Grade::Wired, what);
                tally.misses(&id, name, Some(place));
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason =
            Text::fixed("No retry by a library was found.", "Inget omförsök med ett bibliotek hittades.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} retries wait in between and give up in the end."),
        format!("{n} av {of} omförsök väntar emellan och ger upp till slut."),
    ))
}

/// Whether a retry waits and whether it stops; nothing when it is none. Tenacity without arguments does neither; `backoff` always
/// waits.
fn manners(target: &str, arguments: &[Argument]) -> Option<(bool, bool)> {
    let is_given = |name: &str| keyword(arguments, name).is_some_and(|value| *value != Value::Nothing);
    if is_in(target, "tenacity") && matches!(last(target), "retry" | "Retrying" | "AsyncRetrying") {
        let is_spread = arguments.iter().any(|argument| argument.name.as_deref() == Some("**"));
        let never = |name: &str, none: &str| {
            keyword(arguments, name).is_some_and(|value| {
                parts_of(value)
                    .iter()
                    .any(|v| matches!(v, Value::Name(n) | Value::Call { target: n, .. } if last(n) == none))
            })
        };
        let waits = is_given("wait") && !never("wait", "wait_none");
        let stops = is_given("stop") && !never("stop", "stop_never");
        return Some((waits || is_spread, stops || is_spread));
    }
    if let Some(manners) = of_other_languages(target, arguments) {
        return Some(manners);
    }
    let is_backoff = matches!(target, "backoff.on_exception" | "backoff.on_predicate");
    is_backoff.then(|| (true, is_given("max_tries") || is_given("max_time")))
}

/// The same for libraries of JavaScript, Go and Java. Source: p-retry 6, async-retry 1, exponential-backoff 3, axios-retry 4, cockatiel
/// 3, cenkalti/backoff 4, avast/retry-go 4, resilience4j 2, Spring Retry 2; their defaults as documented, 2025-11.
fn of_other_languages(target: &str, arguments: &[Argument]) -> Option<(bool, bool)> {
    let given = |name: &str| keyword(arguments, name).filter(|value| **value != Value::Nothing);
    let is_endless = given("forever") == Some(&Value::Bool(true))
        || matches!(given("retries"), Some(Value::Name(name)) if name == "Infinity");
    match target {
        "p-retry.pRetry" | "p-retry" | "async-retry" | "async-retry.retry" => Some((true, !is_endless)),
        "axios-retry.axiosRetry" | "axios-retry" => Some((given("retryDelay").is_some(), !is_endless)),
        "cockatiel.retry" => Some((given("backoff").is_some(), given("maxAttempts").is_some())),
        "exponential-backoff.backOff"
        | "github.com/avast/retry-go.Do"
        | "github.com/cenkalti/backoff.Retry"
        | "io.github.resilience4j.retry.annotation.Retry"
        | "org.springframework.retry.annotation.Retryable" => Some((true, true)),
        _ => None,
    }
}
