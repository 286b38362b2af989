//! Every model call leaves a record: for whom, by which agent, at what cost, how long it took.

use crate::shared::agents::head_of;
use crate::shared::call_records::{CallRecord, call_records};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Observability, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every model call is logged with tenant, agent, cost and latency",
        "Varje modellanrop loggas med kund, agent, kostnad och svarstid",
    ),
    gap_title: Text::fixed(
        "Model calls are not logged with tenant, agent, cost and latency",
        "Modellanrop loggas inte med kund, agent, kostnad och svarstid",
    ),
    why: Text::fixed(
        "When an answer is wrong or the bill is high, the record of the call is the only way to say for whom, by which agent \
         and why.",
        "När ett svar är fel eller fakturan hög är anropets loggpost enda sättet att säga för vem, av vilken agent och varför.",
    ),
    fix: Text::fixed(
        "Write one structured record where all calls pass: `log.info(\"model call\", tenant_id=…, agent_id=…, cost_usd=…, \
         latency_ms=…)`.",
        "Skriv en strukturerad loggpost där alla anrop passerar: `log.info(\"model call\", tenant_id=…, agent_id=…, cost_usd=…, \
         latency_ms=…)`.",
    ),
    limits: Text::fixed(
        "Fields are known by their names. What a tracing product adds by itself is counted only where its decorator stands in \
         the code.",
        "Fält känns igen på sina namn. Det som en spårningsprodukt själv lägger till räknas bara när dess dekorator står i koden.",
    ),
    consequence: Consequence::C3,
    effort: effort((500, 1000, 2000), (100, 250, 500), Text::fixed("model call", "modellanrop")),
    after: &["llm/agents-call-models-through-one-service", "observability/logs-are-structured-with-trace-ids"],
    standards: &[Standard::new("EU AI Act", "Art. 12")],
    examples: &[
        Example::passes(
            "\
//- main.py
import time

import openai
import structlog

log = structlog.get_logger()
client = openai.OpenAI()


def ask(text, tenant_id, agent_id):
    started = time.monotonic()
    answer = client.responses.create(model='gpt-4o', input=text)
    log.info('model call', tenant_id=tenant_id, agent_id=agent_id, cost_usd=0.01, latency_ms=time.monotonic() - started)
    return answer


if __name__ == '__main__':
    ask('boat', 't1', 'offers')
",
        ),
        Example::partial(
            "\
//- main.py
import logging

import openai

log = logging.getLogger(__name__)
client = openai.OpenAI()


def ask(text, tenant_id):
    answer = client.responses.create(model='gpt-4o', input=text) ⟵
    log.info('model call', extra={'tenant_id': tenant_id, 'latency_ms': 12})
    return answer


if __name__ == '__main__':
    ask('boat', 't1')
",
        ),
        Example::fails(
            "\
//- main.py
import logging

import openai

client = openai.OpenAI()


def ask(text):
    logging.info('calling LLM')
    return client.responses.create(model='gpt-4o', input=text) ⟵


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''Logs tenant_id, agent_id, cost and latency of every call.'''
from dataclasses import dataclass

import openai

client = openai.OpenAI()


@dataclass
class Usage:
    tenant_id: str
    agent_id: str
    cost_usd: float
    latency_ms: int


def ask(text):
    # log.info('model call', tenant_id=tenant_id, agent_id=agent_id, cost=cost, latency_ms=latency)
    print('tenant_id agent_id cost latency')
    return client.responses.create(model='gpt-4o', input=text) ⟵


if __name__ == '__main__':
    ask('boat')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "fields of log records",
    "attributes of spans",
    "names bound to the log's context",
    "tracing decorators",
];

/// The words that tell each field: tenant, agent, cost, latency.
const FIELDS: [&[&str]; 4] = [
    &["tenant", "tenantid", "customer", "organization", "org id", "team id", "workspace", "account id"],
    &["agent", "agentid"],
    &["cost", "costs", "usd", "price", "spend"],
    &["latency", "duration", "elapsed", "response time", "took", "ms"],
];

/// Their names, in the same order.
const NAMES: [(&str, &str); 4] =
    [("tenant", "kund"), ("agent", "agent"), ("cost", "kostnad"), ("latency", "svarstid")];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let records = call_records(repo, &FIELDS);
    if records.is_empty() {
        let reason = Text::fixed(
            "No call of a provider's model was found in live code, so there is nothing that should be logged.",
            "Inget anrop till en leverantörs modell hittades i levande kod, så det finns inget som borde loggas.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::CallSite, repo, SIGNALS);
    for record in &records {
        look_at(record, &mut tally);
    }
    let (n, of) = (tally.n(), tally.all());
    let summary = Text::made(
        format!("{n} of {of} model calls are logged with all of tenant, agent, cost and latency."),
        format!("{n} av {of} modellanrop loggas med både kund, agent, kostnad och svarstid."),
    );
    if n == 0 && tally.has_partial() {
        tally.concluded(Outcome::Partial, summary)
    } else {
        tally.verdict(summary)
    }
}

fn look_at(record: &CallRecord<'_>, tally: &mut Tally) {
    let missing: Vec<&(&str, &str)> =
        FIELDS.iter().zip(&NAMES).filter(|(words, _)| !record.says(words)).map(|(_, name)| name).collect();
    let place = head_of(&RepoFacts::place(record.call.path, record.call.lines()));
    let outcome = match missing.len() {
        0 => Outcome::Pass,
        4 => Outcome::Fail,
        _ => Outcome::Partial,
    };
    if let (true, Some(written)) = (outcome != Outcome::Fail, &record.written) {
        let what = Text::made(
            format!("the record of the call to {} is written here", record.vendor),
            format!("loggposten för anropet till {} skrivs här", record.vendor),
        );
        tally.supports(written.clone(), Grade::Wired, what);
    }
    if outcome != Outcome::Pass {
        let en: Vec<&str> = missing.iter().map(|(en, _)| *en).collect();
        let sv: Vec<&str> = missing.iter().map(|(_, sv)| *sv).collect();
        let what = Text::made(
            format!("no record of this call names {}", en.join(", ")),
            format!("ingen loggpost för det här anropet anger {}", sv.join(", ")),
        );
        tally.speaks_against(place.clone(), Grade::Wired, what);
    }
    let id = format!("{}:{}", place.path, place.line);
    tally.count(&id, &format!("{} ({id})", record.vendor), outcome, Some(place));
}
