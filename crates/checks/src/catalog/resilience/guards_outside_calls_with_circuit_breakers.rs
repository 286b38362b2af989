//! Calls that leave the system go through circuit breakers, so that what is down is not asked again and again.

use crate::shared::agents::head_of;
use crate::shared::breakers::Breakers;
use crate::shared::externals::{Use, externals};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 1),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every outside service is called through a circuit breaker",
        "Varje yttre tjänst anropas genom en kretsbrytare",
    ),
    gap_title: Text::fixed(
        "Outside services are called without a circuit breaker",
        "Yttre tjänster anropas utan kretsbrytare",
    ),
    why: Text::fixed(
        "Without a breaker every request waits for the service that is down, threads and connections run out, and one outage \
         becomes the outage of everything.",
        "Utan brytare väntar varje anrop på tjänsten som ligger nere, trådar och anslutningar tar slut och ett avbrott blir \
         allas avbrott.",
    ),
    fix: Text::fixed(
        "Give each outside service a breaker of its own (Python: `pybreaker.CircuitBreaker(fail_max=5, reset_timeout=30)`) and \
         make every call through it, best in one facade.",
        "Ge varje yttre tjänst en egen brytare (Python: `pybreaker.CircuitBreaker(fail_max=5, reset_timeout=30)`) och gör \
         alla anrop genom den, helst i en gemensam fasad.",
    ),
    limits: Text::fixed(
        "Breakers that a service mesh or a gateway adds outside the code are not counted, and a library that speaks to a \
         service without a client of its own is not seen.",
        "Brytare som ett tjänstenät eller en sluss lägger till utanför koden räknas inte, och bibliotek som når en tjänst \
         utan egen klient syns inte.",
    ),
    consequence: Consequence::C2,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("service", "tjänst")),
    after: &[],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI08")],
    examples: &[
        Example::passes(
            "\
//- main.py
import openai
import pybreaker

client = openai.OpenAI()
breaker = pybreaker.CircuitBreaker(fail_max=5, reset_timeout=30)


def ask(text):
    return breaker.call(client.chat.completions.create, model='gpt-4o', messages=[{'role': 'user', 'content': text}])


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::passes(
            "\
//- breaker.py
import time


class CircuitBreaker:
    def __init__(self):
        self.state = 'closed'
        self.failures = 0

    def call(self, work, *arguments):
        if self.state == 'open':
            raise RuntimeError('open')
        try:
            return work(*arguments)
        except OSError:
            self.failures += 1
            self.state = 'open'
            raise
//- main.py
import redis

from breaker import CircuitBreaker

store = redis.Redis()
breaker = CircuitBreaker()


def find(key):
    return store.get(key)


if __name__ == '__main__':
    breaker.call(find, 'boat')
",
        ),
        Example::passes(
            "\
//- main.py
import openai


class CircuitBreaker:
    def __init__(self):
        self.state = 'closed'

    def can_execute(self):
        return self.state != 'open'

    def record_failure(self):
        self.state = 'open'


class Service:
    def __init__(self):
        self.client = openai.OpenAI()
        self.breaker = CircuitBreaker()

    def guarded(self, work, text):
        if not self.breaker.can_execute():
            raise RuntimeError('open')
        try:
            return work(text)
        except openai.APIError:
            self.breaker.record_failure()
            raise

    def complete(self, text):
        return self.guarded(self.ask, text)

    def ask(self, text):
        return self.client.responses.create(model='gpt-4o', input=text)


if __name__ == '__main__':
    Service().complete('boat')
",
        ),
        Example::passes("\
//- package.json
{\"name\": \"desk\", \"scripts\": {\"start\": \"node src/main.ts\"}}
//- src/main.ts
import OpenAI from 'openai';
import Redis from 'ioredis';
import CircuitBreaker from 'opossum';
import { circuitBreaker, ConsecutiveBreaker, handleAll, retry, wrap } from 'cockatiel';

const client = new OpenAI();
const store = new Redis();

async function complete(text: string) {
  return client.responses.create({ model: 'gpt-4o', input: text });
}

const breaker = new CircuitBreaker(complete, { timeout: 3000, resetTimeout: 30000 });
const guard = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) });
const policy = wrap(retry(handleAll, { maxAttempts: 2 }), guard);

export async function ask(text: string) {
  const known = await policy.execute(() => store.get(text));
  return known ?? breaker.fire(text);
}

ask('boat');
"),
        Example::passes("\
//- go.mod
module example.com/desk

go 1.23
//- main.go
package main

import (
	\"context\"

	\"github.com/openai/openai-go\"
	\"github.com/sony/gobreaker\"
)

var client = openai.NewClient()
var breaker = gobreaker.NewCircuitBreaker(gobreaker.Settings{Name: \"openai\"})

func main() {
	breaker.Execute(func() (interface{}, error) {
		return client.Chat.Completions.New(context.Background(), openai.ChatCompletionNewParams{Model: \"gpt-4o\"})
	})
}
"),
        Example::passes("\
//- src/main/java/com/acme/Desk.java
package com.acme;

import dev.langchain4j.model.chat.ChatModel;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;

@Service
public class Desk {
  private final ChatModel model;

  public Desk(ChatModel model) {
    this.model = model;
  }

  @CircuitBreaker(name = \"models\", fallbackMethod = \"rule\")
  public String ask(String text) {
    return model.chat(text);
  }

  public String rule(String text, Throwable error) {
    return \"see the handbook\";
  }
}
"),
        Example::partial(
            "\
//- main.py
import openai
import redis
from circuitbreaker import circuit

client = openai.OpenAI()
store = redis.Redis()


@circuit(failure_threshold=5)
def ask(text):
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}])


if __name__ == '__main__':
    ask(store.get('question')) ⟵
",
        ),
        Example::fails(
            "\
//- main.py
import openai
from tenacity import retry

client = openai.OpenAI()


@retry
def ask(text):
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}]) ⟵


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''Every call goes through a circuit breaker: CLOSED, OPEN, HALF_OPEN.'''
import openai
import pybreaker


class CircuitBreaker:
    '''States CLOSED, OPEN, HALF_OPEN.'''


client = openai.OpenAI()
breaker = pybreaker.CircuitBreaker()


def ask(text):
    # breaker.call(client.chat.completions.create)
    return client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}]) ⟵


if __name__ == '__main__':
    ask('boat')
",
        ),
    Example::lookalike(Outcome::Fail, "\
//- package.json
{\"name\": \"desk\", \"scripts\": {\"start\": \"node src/main.ts\"}, \"dependencies\": {\"opossum\": \"8.1.4\"}}
//- src/main.ts
import OpenAI from 'openai';
import CircuitBreaker from 'opossum';

// Every call goes through new CircuitBreaker(ask).
const client = new OpenAI();

export async function ask(text: string) {
  return client.responses.create({ model: 'gpt-4o', input: text }); ⟵
}

ask('boat');
"),
        ],
    judge,
};

const SIGNALS: &[&str] = &[
    "pybreaker",
    "aiobreaker",
    "circuitbreaker",
    "purgatory",
    "classes with an open state that calls go through",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let externals = externals(repo);
    if externals.is_empty() {
        let reason = Text::fixed(
            "No call to a model, a database or another outside service was found, so there is nothing to guard.",
            "Inget anrop till en modell, databas eller annan yttre tjänst hittades, så det finns inget att skydda.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let breakers = Breakers::new(repo);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (external, uses) in &externals {
        let (behind, open): (Vec<&Use<'_>>, Vec<&Use<'_>>) = uses.iter().partition(|one| breakers.wraps(one));
        for one in behind.iter().take(3) {
            let what = Text::made(
                format!("{} is called through a breaker", external.name),
                format!("{} anropas genom en brytare", external.name),
            );
            tally.supports(RepoFacts::place(one.path, one.lines()), Grade::Wired, what);
        }
        for one in &open {
            let what = Text::made(
                format!("{} is called without a breaker", external.name),
                format!("{} anropas utan brytare", external.name),
            );
            tally.speaks_against(head_of(&RepoFacts::place(one.path, one.lines())), Grade::Wired, what);
        }
        let outcome = match (behind.is_empty(), open.is_empty()) {
            (_, true) => Outcome::Pass,
            (true, false) => Outcome::Fail,
            (false, false) => Outcome::Partial,
        };
        let place =
            open.first().or(behind.first()).map(|one| head_of(&RepoFacts::place(one.path, one.lines())));
        tally.count(&external.name, &external.name, outcome, place);
    }
    let idle = breakers.note_idle(&mut tally);
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(6));
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!(
            "{n} of {of} outside services are called through a circuit breaker.{}{}",
            tail("Without one"),
            idle.en
        ),
        format!("{n} av {of} yttre tjänster anropas genom en kretsbrytare.{}{}", tail("Utan"), idle.sv),
    ))
}
