//! When a circuit breaker opens, operators are told and callers get another answer.

use crate::shared::agents::head_of;
use crate::shared::breakers::{Breaker, Breakers};
use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::externals::externals;
use crate::shared::openings::{answers, teller};
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 3),
    role: Role::Decisive,
    claim: Text::fixed(
        "An opening circuit breaker is logged and leads to a fallback",
        "En kretsbrytare som öppnar loggas och leder till en reservväg",
    ),
    gap_title: Text::fixed(
        "Breakers open unseen, or leave callers with an error",
        "Brytare öppnar obemärkt eller lämnar ett fel",
    ),
    why: Text::fixed(
        "A breaker that opens in silence hides an outage from those who could mend it; one whose refusal nobody handles turns \
         protection into errors.",
        "En brytare som öppnar i tysthet döljer avbrottet för dem som kan laga det, och när ingen tar hand om avslaget blir \
         skyddet i sig ett fel.",
    ),
    fix: Text::fixed(
        "Add a listener that logs each change of state as a warning and sets a metric, and catch the breaker's error where an \
         answer can be given (`except CircuitBreakerError:`).",
        "Lägg till en lyssnare som loggar varje tillståndsbyte som en varning och sätter ett mätvärde, och fånga brytarens fel \
         där ett svar kan ges (`except CircuitBreakerError:`).",
    ),
    limits: Text::fixed(
        "Which handler answers for which breaker is not followed: one that answers a breaker's error counts for all of them.",
        "Vilken felhantering som hör till vilken brytare följs inte: en som svarar på en brytares fel räknas för alla.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("breaker", "brytare")),
    after: &["resilience/guards-outside-calls-with-circuit-breakers"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
import logging

import openai
import pybreaker

log = logging.getLogger(__name__)
client = openai.OpenAI()


class Watcher(pybreaker.CircuitBreakerListener):
    def state_change(self, cb, old_state, new_state):
        log.warning('breaker %s is %s', cb.name, new_state.name)


breaker = pybreaker.CircuitBreaker(fail_max=5, listeners=[Watcher()])


def ask(text):
    try:
        return breaker.call(client.responses.create, model='gpt-4o', input=text)
    except pybreaker.CircuitBreakerError:
        return {'answer': 'see the handbook', 'degraded': True}


if __name__ == '__main__':
    ask('boat')
",
        ),
        Example::passes("\
//- src/main.ts
import OpenAI from 'openai';
import CircuitBreaker from 'opossum';
import pino from 'pino';

const log = pino();
const client = new OpenAI();
const breaker = new CircuitBreaker((text: string) => client.responses.create({ model: 'gpt-4o', input: text }));

breaker.on('open', () => log.warn({ breaker: 'openai' }, 'breaker opens'));
breaker.fallback(() => ({ answer: 'see the handbook', degraded: true }));
breaker.fire('boat');
"),
        Example::passes("\
//- go.mod
module example.com/desk

go 1.23
//- main.go
package main

import (
	\"context\"
	\"log/slog\"

	\"github.com/redis/go-redis/v9\"
	\"github.com/sony/gobreaker\"
)

var store = redis.NewClient(&redis.Options{Addr: \"cache:6379\"})
var breaker = gobreaker.NewCircuitBreaker(gobreaker.Settings{
	Name: \"cache\",
	OnStateChange: func(name string, from gobreaker.State, to gobreaker.State) {
		slog.Warn(\"breaker\", \"name\", name, \"state\", to)
	},
})

func find(key string) string {
	found, err := breaker.Execute(func() (interface{}, error) {
		return store.Get(context.Background(), key).Result()
	})
	if err != nil {
		return handbook(key)
	}
	return found.(string)
}

func handbook(key string) string {
	return \"see the handbook: \" + key
}

func main() {
	find(\"boat\")
}
"),
        Example::partial(
            "\
//- main.py
import logging

import redis

log = logging.getLogger(__name__)
store = redis.Redis()


class CircuitOpen(Exception):
    pass


class Breaker:
    def __init__(self):
        self.state = 'closed'

    def call(self, work, key):
        if self.state == 'open':
            raise CircuitOpen()
        try:
            return work(key)
        except OSError:
            self.state = 'open'
            log.warning('breaker opens')
            raise


class QuietBreaker:
    def __init__(self):
        self.state = 'closed'

    def call(self, work, key):
        if self.state == 'open':
            raise CircuitOpen()
        try:
            return work(key)
        except OSError:
            self.state = 'open'
            raise


reader = Breaker()
writer = QuietBreaker() ⟵


def find(key):
    try:
        return reader.call(store.get, key)
    except CircuitOpen:
        return 'see the handbook'


if __name__ == '__main__':
    find('boat')
    writer.call(store.delete, 'boat')
",
        ),
        Example::fails(
            "\
//- main.py
import redis
from circuitbreaker import circuit

store = redis.Redis()


@circuit(failure_threshold=5) ⟵
def find(key):
    return store.get(key)


if __name__ == '__main__':
    find('boat')
",
        ),
        Example::fails("\
//- src/main.ts
import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import Redis from 'ioredis';

const store = new Redis();
const guard = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) }); ⟵

guard.onSuccess(() => console.debug('fine'));
guard.execute(() => store.get('boat'));
"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import logging

import pybreaker
import redis

log = logging.getLogger(__name__)
store = redis.Redis()


class Watcher(pybreaker.CircuitBreakerListener):
    def state_change(self, cb, old_state, new_state):
        log.debug('state')


breaker = pybreaker.CircuitBreaker(listeners=[Watcher()]) ⟵


def find(key):
    try:
        return breaker.call(store.get, key)
    except pybreaker.CircuitBreakerError:
        log.warning('circuit breaker opened')
        raise


if __name__ == '__main__':
    find('boat')
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- src/words/__init__.py\nimport logging\n\nlog = logging.getLogger(__name__)\n\n\ndef split(text):\n    log.debug('split')\n    return text.split()\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "listeners of breakers",
    "warnings where a state becomes open",
    "metrics of the state",
    "handlers of a breaker's error",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let breakers = Breakers::new(repo);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    if breakers.made.is_empty() && repo.file_count() > 0 && !is_deployed(repo) && externals(repo).is_empty() {
        return nothing_deployed(repo, SIGNALS);
    }
    let idle = breakers.note_idle(&mut tally);
    if breakers.made.is_empty() {
        let summary = Text::made(
            format!("There is no circuit breaker whose opening could be seen.{}", idle.en),
            format!("Det finns ingen kretsbrytare vars öppnande kan märkas.{}", idle.sv),
        );
        return tally
            .concluded(if repo.file_count() == 0 { Outcome::Unknown } else { Outcome::Fail }, summary);
    }
    let answered = answers(repo, &breakers);
    if let Some(place) = &answered {
        let what = Text::fixed("the breaker's refusal is answered here", "brytarens avslag besvaras här");
        tally.supports(place.clone(), Grade::Wired, what);
    }
    for breaker in &breakers.made {
        enter(&mut tally, breaker, teller(repo, &breakers, breaker), answered.is_some());
    }
    let (n, of) = (tally.n(), tally.all());
    let summary = Text::made(
        format!(
            "{n} of {of} circuit breakers tell that they open and have their refusal answered.{}",
            idle.en
        ),
        format!("{n} av {of} kretsbrytare berättar att de öppnar och får sitt avslag besvarat.{}", idle.sv),
    );
    if n == 0 && tally.has_partial() {
        tally.concluded(Outcome::Partial, summary)
    } else {
        tally.verdict(summary)
    }
}

fn enter(tally: &mut Tally, breaker: &Breaker, told: Option<Place>, is_answered: bool) {
    let outcome = match (&told, is_answered) {
        (Some(_), true) => Outcome::Pass,
        (None, false) => Outcome::Fail,
        _ => Outcome::Partial,
    };
    let name = &breaker.name;
    if let Some(place) = told {
        let what =
            Text::made(format!("{name} tells that it opens"), format!("{name} berättar att den öppnar"));
        tally.supports(place, Grade::Wired, what);
    }
    if outcome != Outcome::Pass {
        let what = missing(name, outcome == Outcome::Fail, is_answered);
        tally.speaks_against(head_of(&breaker.place), Grade::Wired, what);
    }
    let id = format!("{}:{}", breaker.place.path, breaker.place.line);
    tally.count(&id, name, outcome, Some(head_of(&breaker.place)));
}

fn missing(name: &str, is_both: bool, is_answered: bool) -> Text {
    match (is_both, is_answered) {
        (true, _) => Text::made(
            format!("{name} opens unseen, and nobody answers its refusal"),
            format!("{name} öppnar obemärkt, och ingen svarar på avslaget"),
        ),
        (false, true) => Text::made(
            format!("{name} opens without a warning or a metric"),
            format!("{name} öppnar utan varning eller mätvärde"),
        ),
        (false, false) => Text::made(
            format!("nobody answers the refusal of {name}"),
            format!("ingen svarar på avslaget från {name}"),
        ),
    }
}
