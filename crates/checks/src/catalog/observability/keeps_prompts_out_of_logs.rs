//! What users write to models does not end up in logs.

use crate::shared::agents::head_of;
use crate::shared::externals::{Kind, externals};
use crate::shared::infrastructure::documents;
use crate::shared::logs::logs;
use crate::shared::values::{last, walk};
use crate::shared::{Tally, counted, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Value};
use beredd_facts::identifier::words;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 4),
    role: Role::Supporting,
    claim: Text::fixed("Prompts and answers stay out of logs", "Promptar och svar hålls utanför loggarna"),
    gap_title: Text::fixed("Prompts are written to logs", "Promptar skrivs till loggar"),
    why: Text::fixed(
        "Prompts carry what users wrote: names, health, secrets. Logs are read by many, kept for long and seldom erased.",
        "Promptar bär det som användarna skrev: namn, hälsa, hemligheter. Loggar läses av många, sparas länge och raderas sällan.",
    ),
    fix: Text::fixed(
        "Log a hash, the length and the tokens instead of the text, and leave content capture of tracing off \
         (`OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=false`).",
        "Logga en kontrollsumma, längden och antalet tokens i stället för texten och låt spårningens innehållsinsamling vara av \
         (`OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=false`).",
    ),
    limits: Text::fixed(
        "A text is known by the name of its variable; a prompt under another name is not seen.",
        "En text känns igen på sin variabels namn. En prompt under ett annat namn syns inte.",
    ),
    consequence: Consequence::C1,
    effort: effort((100, 250, 500), (50, 100, 250), Text::fixed("log line", "loggrad")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM02")],
    examples: &[
        Example::passes(
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()


def ask(prompt):
    logging.info('asking, %d characters', len(prompt))
    return client.responses.create(model='gpt-4o', input=prompt)


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::fails(
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()


def ask(prompt):
    logging.info(f'asking {prompt}') ⟵
    return client.responses.create(model='gpt-4o', input=prompt)


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::fails(
            "\
//- main.py
import openai

openai.OpenAI().responses.create(model='gpt-4o', input='boat')
//- compose.yaml
services:
  app:
    environment:
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true' ⟵
",
        ),
        Example::fails(
            "\
//- src/main.ts
import OpenAI from 'openai';

const client = new OpenAI();

export async function ask(prompt: string) {
  console.log(`asking ${prompt}`); ⟵
  return client.responses.create({ model: 'gpt-4o', input: prompt });
}

ask('boat');
",
        ),
        Example::lookalike(
            Outcome::Pass,
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()


def ask(prompt, prompt_version):
    # logging.info(prompt)
    logging.info('prompt %s', prompt_version)
    return client.responses.create(model='gpt-4o', input=prompt)


if __name__ == '__main__':
    ask('boat', 3)
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["prompts, messages and completions among the values of log calls", "content capture of tracing"];

/// Names of texts that go to models or come from them.
const TEXTS: &[&[&str]] = &[
    &["completion"],
    &["full", "prompt"],
    &["messages"],
    &["prompt"],
    &["prompt", "text"],
    &["system", "prompt"],
    &["user", "input"],
    &["user", "message"],
    &["user", "prompt"],
];

/// Switches that put the content of calls into traces and logs.
const SWITCHES: &[&str] = &["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "TRACELOOP_TRACE_CONTENT"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if !externals(repo).keys().any(|external| external.kind == Kind::Model) {
        let reason = Text::fixed(
            "No call of a provider's model was found in live code.",
            "Inget anrop till en leverantörs modell hittades i levande kod.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut looked_at = 0u32;
    let mut leaks = 0u32;
    for (path, module) in repo.production_code() {
        for call in module.calls.iter().filter(|call| logs(repo, path, call).is_some()) {
            looked_at = looked_at.saturating_add(1);
            if let Some(name) = leaked(call) {
                leaks = leaks.saturating_add(1);
                let what = Text::made(
                    format!("`{name}` is written to the log"),
                    format!("`{name}` skrivs till loggen"),
                );
                tally.speaks_against(head_of(&RepoFacts::place(path, call.lines)), Grade::Wired, what);
            }
        }
    }
    for (place, switch) in switched_on(repo) {
        leaks = leaks.saturating_add(1);
        let what = Text::made(
            format!("{switch} puts prompts into traces"),
            format!("{switch} lägger promptar i spårningen"),
        );
        tally.speaks_against(place, Grade::Configured, what);
    }
    if looked_at == 0 && leaks == 0 {
        let reason = Text::fixed(
            "No code that could be read writes to a log.",
            "Ingen kod som gick att läsa skriver till en logg.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let outcome = if leaks == 0 { Outcome::Pass } else { Outcome::Fail };
    tally.concluded(
        outcome,
        Text::made(
            format!(
                "{} prompts or answers out; {} looked at.",
                counted(leaks, "place writes", "places write"),
                counted(looked_at, "log call was", "log calls were")
            ),
            format!(
                "{} skriver ut prompter eller svar. {} granskades.",
                counted(leaks, "ställe", "ställen"),
                counted(looked_at, "loggrad", "loggrader")
            ),
        ),
    )
}

/// The text that a log call writes out as it is: an argument of its own, or a part of a template. The argument of another call,
/// such as a length or a hash, is no text.
fn leaked(call: &Call) -> Option<&str> {
    call.arguments.iter().flat_map(|argument| written(&argument.value)).find(|name| is_text(name))
}

fn written(value: &Value) -> Vec<&str> {
    let inside: Vec<&Value> = match value {
        Value::Name(name) => return vec![last(name)],
        Value::Template(parts) | Value::List(parts) => parts.iter().collect(),
        Value::Map(members) => members.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    inside.into_iter().flat_map(written).collect()
}

fn is_text(name: &str) -> bool {
    let found = words(name);
    TEXTS.iter().any(|wanted| found == *wanted)
}

fn switched_on(repo: &RepoFacts) -> Vec<(Place, &str)> {
    let mut found = Vec::new();
    for (path, document) in documents(repo) {
        for (key, node) in document.walk() {
            let Some(key) = key.filter(|key| SWITCHES.contains(&key.text.as_str())) else { continue };
            let is_on = node.scalar().is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1");
            if is_on {
                found.push((Place::new(path.clone(), Lines::at(key.line)), key.text.as_str()));
            }
        }
    }
    for (path, module) in repo.production_code() {
        for binding in module.bindings.iter().filter(|b| b.name.ends_with("[]") && b.name.contains("environ"))
        {
            for value in walk(&binding.value) {
                if let Value::Text(text) = value
                    && let Some(switch) = SWITCHES.iter().find(|switch| text == *switch)
                {
                    found.push((RepoFacts::place(path, binding.lines), switch));
                }
            }
        }
    }
    found
}
