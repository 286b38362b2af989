//! What customers write and models answer is not copied into logs and traces.

use crate::shared::parts::last;
use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Node, Value};
use beredd_facts::identifier::words;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "Prompts and answers are kept out of logs and traces",
        "Promptar och svar hålls utanför loggar och spår",
    ),
    gap_title: Text::fixed("Prompts and answers are written to logs", "Promptar och svar skrivs till loggar"),
    why: Text::fixed(
        "Personal data that was masked for the model then lies in the clear in logs that many read and that are kept for years.",
        "Personuppgifter som maskerades för modellen ligger då i klartext i loggar som många läser och som sparas i åratal.",
    ),
    fix: Text::fixed(
        "Log lengths, counts and identities instead of texts, and leave capture of message content off, or mask it as prompts are masked.",
        "Logga längder, antal och identiteter i stället för texter, och låt insamling av meddelandens innehåll vara av, eller maskera det som promptar maskeras.",
    ),
    limits: Text::fixed(
        "Texts under other names, and what a framework logs by itself, are not seen.",
        "Texter under andra namn, och det ett ramverk loggar självt, syns inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (25, 50, 100), Text::fixed("place", "ställe")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM02")],
    examples: &[
        Example::passes(
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()
log = logging.getLogger(__name__)


def reply(prompt):
    answer = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
    log.info('asked', extra={'length': len(prompt)})
    return answer


print(len(reply('a').choices))
",
        ),
        Example::fails(
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()
log = logging.getLogger(__name__)


def reply(prompt):
    log.info(f'asking {prompt}') ⟵
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])


reply('a')
",
        ),
        Example::fails(
            "\
//- main.py
import openai

openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
//- compose.yaml
services:
  api:
    environment:
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: \"true\" ⟵
",
        ),
        Example::lookalike(
            Outcome::Pass,
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()
log = logging.getLogger(__name__)


def reply(prompt, prompt_tokens, prompt_id):
    # log.info(prompt)
    log.info('the prompt was sent: %s tokens, %s', prompt_tokens, prompt_id)
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])


reply('a', 1, 'b')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "names such as prompt, messages, completion among the arguments of a log call",
    "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT, TRACELOOP_TRACE_CONTENT, EnableSensitiveData",
];

/// Switches that copy the content of messages. Source: the documentation of OpenTelemetry's GenAI conventions and of OpenLLMetry;
/// 2025-11.
const SWITCHES: &[&str] =
    &["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "TRACELOOP_TRACE_CONTENT", "EnableSensitiveData"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.population().call_sites.is_empty() {
        return not_applicable(
            repo,
            SIGNALS,
            Text::fixed("No model is called here.", "Ingen modell anropas här."),
        );
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let places: Vec<Place> = logged(repo).into_iter().chain(captured(repo)).collect();
    let count = places.len();
    for place in places {
        let what = Text::fixed(
            "A prompt or an answer is written out here",
            "En prompt eller ett svar skrivs ut här",
        );
        tally.speaks_against(place, Grade::Used, what);
    }
    if count == 0 {
        let summary = Text::fixed(
            "No prompt or answer was found in a log call.",
            "Ingen prompt och inget svar hittades i ett loggrop.",
        );
        return tally.concluded(Outcome::Pass, summary);
    }
    tally.concluded(
        Outcome::Fail,
        Text::made(
            format!("Prompts or answers are written to logs or traces in {count} places."),
            format!("Promptar eller svar skrivs till loggar eller spår på {count} ställen."),
        ),
    )
}

fn logged(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        let calls = module.calls.iter().filter(|call| is_log(call));
        let texts = calls.filter(|call| call.arguments.iter().any(|argument| shows_content(&argument.value)));
        found.extend(texts.map(|call| RepoFacts::place(path, Lines::at(call.lines.start))));
    }
    found
}

fn is_log(call: &Call) -> bool {
    let method =
        matches!(last(&call.callee), "critical" | "debug" | "error" | "exception" | "info" | "warning");
    let receiver = call.callee.rsplit_once('.').map_or("", |(receiver, _)| last(receiver));
    let is_logger = words(receiver).iter().any(|word| matches!(word.as_str(), "log" | "logger" | "logging"));
    method && (is_logger || call.target.starts_with("logging.") || call.target.starts_with("structlog."))
}

/// Whether a value shows a text: the text itself, or within a template, a list, a map; not what a function makes of it, unless that
/// only writes it out.
fn shows_content(value: &Value) -> bool {
    match value {
        Value::Name(name) => is_content(name),
        Value::Template(parts) | Value::List(parts) | Value::Either(parts) => parts.iter().any(shows_content),
        Value::Map(members) => members.iter().any(|(_, value)| shows_content(value)),
        Value::Call { target, arguments } if matches!(target.as_str(), "json.dumps" | "repr" | "str") => {
            arguments.iter().any(|argument| shows_content(&argument.value))
        }
        _ => false,
    }
}

/// A whole name for the text itself: `prompt`, `user_prompt`, `messages`; not `prompt_tokens` or `prompt_id`.
fn is_content(name: &str) -> bool {
    if name.contains("()") {
        return false;
    }
    let parts = words(last(name));
    let (Some(end), of) = (parts.last(), parts.len()) else { return false };
    matches!(end.as_str(), "prompt" | "prompts" | "messages" | "completion") && of <= 2
}

fn captured(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        for (key, node) in file.config.iter().flat_map(Node::walk) {
            let is_on = node.scalar().is_some_and(|text| {
                matches!(text.to_lowercase().as_str(), "true" | "1" | "span_and_event" | "span_only")
            });
            if is_on && key.is_some_and(|key| SWITCHES.contains(&key.text.as_str())) {
                found.push(RepoFacts::place(path, Lines::at(node.line)));
            }
        }
    }
    found
}
