//! How many tokens each model call took is written down.

use crate::shared::agents::head_of;
use crate::shared::call_records::call_records;
use crate::shared::callers::Callers;
use crate::shared::metrics::updates;
use crate::shared::origin::reference;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "The tokens of every model call are recorded",
        "Tokens för varje modellanrop antecknas",
    ),
    gap_title: Text::fixed("Nobody knows how many tokens are used", "Ingen vet hur många tokens som går åt"),
    why: Text::fixed(
        "Tokens are what is paid for and what limits are set on. Without them neither a cost nor a runaway agent can be \
         explained.",
        "Tokens är det som betalas och det som gränser sätts på. Utan dem går varken en kostnad eller en skenande agent att \
         förklara.",
    ),
    fix: Text::fixed(
        "Read `response.usage` after each call and put it into the call's log record or a counter.",
        "Läs `response.usage` efter varje anrop och lägg det i anropets loggpost eller i en räknare.",
    ),
    limits: Text::fixed(
        "Tokens are known by the name of the field or the metric.",
        "Tokens känns igen på fältets eller mätvärdets namn.",
    ),
    consequence: Consequence::C4,
    effort: effort((250, 500, 1000), (50, 100, 250), Text::fixed("model call", "modellanrop")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()


def ask(text):
    answer = client.responses.create(model='gpt-4o', input=text)
    logging.info('model call', extra={'tokens': answer.usage.total_tokens})
    return answer


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::passes(
            "\
//- src/main.ts
import OpenAI from 'openai';
import pino from 'pino';

const log = pino();
const client = new OpenAI();

export async function ask(text: string) {
  const answer = await client.responses.create({ model: 'gpt-4o', input: text });
  log.info({ tokens: answer.usage?.total_tokens }, 'asked');
  return answer.output_text;
}

ask('boat');
",
        ),
        Example::fails(
            "\
//- main.py
import openai

client = openai.OpenAI()


def ask(text):
    return client.responses.create(model='gpt-4o', input=text) ⟵


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''Tracks tokens.'''
import logging

import openai

client = openai.OpenAI()


def ask(text, auth_token):
    answer = client.responses.create(model='gpt-4o', input=text, max_output_tokens=500) ⟵
    logging.info('asked', extra={'auth_token': bool(auth_token)})
    return answer


if __name__ == '__main__':
    ask('boat', 't')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["tokens in log records", "tokens on spans", "counters of tokens", "tracing decorators"];

/// Words of a number of tokens; one token is a key to a door.
const WORDS: &[&str] = &["tokens", "token count", "token usage", "usage", "llm token"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let records = call_records(repo, &[WORDS]);
    if records.is_empty() {
        let reason = Text::fixed(
            "No call of a provider's model was found in live code.",
            "Inget anrop till en leverantörs modell hittades i levande kod.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let callers = Callers::new(repo);
    let updates = updates(repo);
    let mut tally = Tally::of(SubjectKind::CallSite, repo, SIGNALS);
    for record in &records {
        let place = head_of(&RepoFacts::place(record.call.path, record.call.lines()));
        let around = match record.call.call.within {
            Some(id) => callers.up(&reference(record.call.path, id), 2),
            None => Vec::new(),
        };
        let counted = updates.iter().find(|update| {
            has_word(&update.name, WORDS)
                && update.call.within.is_some_and(|id| around.contains(&reference(update.path, id)))
        });
        let written = record.written.clone().filter(|_| record.says(WORDS));
        let found =
            written.or_else(|| counted.map(|update| RepoFacts::place(update.path, update.call.lines)));
        let id = format!("{}:{}", place.path, place.line);
        let name = format!("{} ({id})", record.vendor);
        if let Some(at) = found {
            let what = Text::made(
                format!("the tokens of {} are recorded here", record.vendor),
                format!("tokens för {} antecknas här", record.vendor),
            );
            tally.supports(at, Grade::Wired, what);
            tally.holds(&id, &name, Some(place));
        } else {
            let what = Text::fixed(
                "nothing records the tokens of this call",
                "inget antecknar det här anropets tokens",
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(&id, &name, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!("{n} of {of} model calls have their tokens recorded."),
        format!("{n} av {of} modellanrop får sina tokens antecknade."),
    ))
}
