//! When a circuit breaker opens, operators are told and callers get another answer.

use crate::shared::agents::head_of;
use crate::shared::breakers::{Breaker, Breakers, is_open};
use crate::shared::callers::methods_of;
use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::externals::externals;
use crate::shared::failure::{Conduct, on_failure};
use crate::shared::logs::{Loudness, logs};
use crate::shared::metrics::updates;
use crate::shared::origin::origin_of_call;
use crate::shared::values::{is_in, keyword, last, parts_of, text};
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::fact::{Argument, Call, Exit, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::BTreeSet;

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
        let told = teller(repo, &breakers, breaker);
        let outcome = match (&told, &answered) {
            (Some(_), Some(_)) => Outcome::Pass,
            (None, None) => Outcome::Fail,
            _ => Outcome::Partial,
        };
        let name = &breaker.name;
        if let Some(place) = told {
            let what =
                Text::made(format!("{name} tells that it opens"), format!("{name} berättar att den öppnar"));
            tally.supports(place, Grade::Wired, what);
        }
        if outcome != Outcome::Pass {
            let what = missing(name, outcome == Outcome::Fail, answered.is_some());
            tally.speaks_against(head_of(&breaker.place), Grade::Wired, what);
        }
        let id = format!("{}:{}", breaker.place.path, breaker.place.line);
        tally.count(&id, name, outcome, Some(head_of(&breaker.place)));
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

/// Where a breaker's change of state is logged as a warning or measured.
fn teller(repo: &RepoFacts, breakers: &Breakers<'_>, breaker: &Breaker) -> Option<Place> {
    let mut candidates: BTreeSet<DefinitionRef> = BTreeSet::new();
    if let Some(class) = &breaker.class {
        candidates.extend(openers(repo, class));
    }
    for value in breaker.arguments.iter().flat_map(|argument| parts_of(&argument.value)) {
        if let Value::Call { target: name, .. } | Value::Name(name) = value {
            candidates.extend(listener(repo, breaker, name));
        }
    }
    if candidates.is_empty() && breaker.class.is_none() {
        candidates.extend(added_listeners(repo));
    }
    let mut reached = candidates.iter().flat_map(|function| breakers.callers().down(function, 1));
    reached.find_map(|function| tells(repo, &function)).or_else(|| listens(repo, breaker))
}

/// Methods that take what is done when the state changes: opossum's `on('open', …)`, cockatiel's `onBreak(…)`. Source: opossum 8,
/// cockatiel 3, 2025-11.
const EVENTS: &[&str] = &["on", "onBreak", "onStateChange", "once"];

/// Where what is handed to such a method of this breaker logs or measures.
fn listens(repo: &RepoFacts, breaker: &Breaker) -> Option<Place> {
    let (path, module) = (&breaker.place.path, repo.module(&breaker.place.path)?);
    // gobreaker is told in its settings.
    let is_told = |argument: &Argument| matches!(&argument.value, Value::Call { arguments, .. } if keyword(arguments, "OnStateChange").is_some());
    if breaker.arguments.iter().any(is_told) {
        return tells_within(repo, path, breaker.place.lines());
    }
    let made = module.bindings.iter().find(|binding| binding.lines.holds(breaker.place.lines()))?;
    let is_told = |call: &&Call| {
        let of_it = call.callee.rsplit_once('.').is_some_and(|(receiver, _)| receiver == made.name);
        let event = call.arguments.first().and_then(|argument| text(&argument.value));
        of_it
            && EVENTS.contains(&last(&call.callee))
            && event.is_none_or(|event| matches!(event, "halfOpen" | "open"))
    };
    module.calls.iter().filter(is_told).find_map(|call| {
        let named = call.arguments.iter().filter_map(|argument| match &argument.value {
            Value::Name(name) => repo.resolve_target(path, name),
            _ => None,
        });
        tells_within(repo, path, call.lines)
            .or_else(|| named.into_iter().find_map(|function| tells(repo, &function)))
    })
}

/// The methods of a class of the repository in which the state becomes open.
fn openers(repo: &RepoFacts, class: &DefinitionRef) -> Vec<DefinitionRef> {
    let Some(module) = repo.module(&class.path) else { return Vec::new() };
    let methods = methods_of(repo, class).into_iter();
    methods
        .filter(|(_, method)| {
            module.bindings.iter().any(|b| method.lines.holds(b.lines) && is_open(&b.value))
                || has_word(&method.name, &["transition", "open", "trip"])
        })
        .map(|(method, _)| method)
        .collect()
}

/// What a listener does when the state changes: a method `state_change` of its class, or a function itself.
fn listener(repo: &RepoFacts, breaker: &Breaker, name: &str) -> Vec<DefinitionRef> {
    let Some(found) = repo.resolve_target(&breaker.place.path, name) else { return Vec::new() };
    let methods = methods_of(repo, &found);
    if methods.is_empty() {
        return vec![found];
    }
    methods
        .into_iter()
        .filter(|(_, method)| method.name == "state_change")
        .map(|(method, _)| method)
        .collect()
}

/// Listeners that are added afterwards: `breaker.add_listener(Watcher())`.
fn added_listeners(repo: &RepoFacts) -> Vec<DefinitionRef> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        let adds =
            module.calls.iter().filter(|call| matches!(last(&call.callee), "add_listener" | "add_listeners"));
        for value in adds.flat_map(|call| &call.arguments).flat_map(|argument| parts_of(&argument.value)) {
            if let Value::Call { target: name, .. } | Value::Name(name) = value
                && let Some(listener) = repo.resolve_target(path, name)
            {
                let methods = methods_of(repo, &listener);
                found
                    .extend(methods.iter().filter(|(_, m)| m.name == "state_change").map(|(m, _)| m.clone()));
                found.extend(methods.is_empty().then_some(listener));
            }
        }
    }
    found
}

fn tells(repo: &RepoFacts, function: &DefinitionRef) -> Option<Place> {
    tells_within(repo, &function.path, repo.definition(function)?.lines)
}

fn tells_within(repo: &RepoFacts, path: &RepoPath, lines: Lines) -> Option<Place> {
    let mut calls = repo.calls_within(path, lines);
    let logged = calls.find(|call| logs(repo, path, call) == Some(Loudness::Warning));
    let measured = || {
        let mut updates = updates(repo).into_iter();
        updates.find(|update| update.path == path && lines.holds(update.call.lines)).map(|update| update.call)
    };
    logged.or_else(measured).map(|call| RepoFacts::place(path, call.lines))
}

/// Where the error of a breaker that refuses is caught, and not just thrown on; or where a call through a breaker has another answer.
fn answers(repo: &RepoFacts, breakers: &Breakers<'_>) -> Option<Place> {
    let caught = repo.production_code().filter(|(path, _)| repo.is_live(path)).find_map(|(path, module)| {
        module.tries.iter().flat_map(|attempt| &attempt.catches).find_map(|catch| {
            let names_it = catch.exceptions.iter().any(|name| {
                has_word(
                    last(name),
                    &["circuit breaker", "circuit open", "breaker open", "breaker", "opened state"],
                )
            });
            let is_answer = names_it && !catch.is_empty && catch.exit != Exit::Raises;
            is_answer.then(|| head_of(&RepoFacts::place(path, catch.lines)))
        })
    });
    // resilience4j and MicroProfile name the method that answers beside the breaker.
    let named = breakers.made.iter().find(|breaker| keyword(&breaker.arguments, "fallbackMethod").is_some());
    caught.or_else(|| named.map(|breaker| head_of(&breaker.place))).or_else(|| {
        repo.production_code().filter(|(path, _)| repo.is_live(path)).find_map(|(path, module)| {
            module.calls.iter().find_map(|call| answer_around(repo, breakers, path, call))
        })
    })
}

/// opossum's `breaker.fallback(…)`, and what a handler of everything answers for a call through a breaker.
fn answer_around(repo: &RepoFacts, breakers: &Breakers<'_>, path: &RepoPath, call: &Call) -> Option<Place> {
    if is_in(&origin_of_call(repo, path, call), "opossum.CircuitBreaker().fallback") {
        return Some(head_of(&RepoFacts::place(path, call.lines)));
    }
    call.guarded_by.filter(|_| breakers.is_breaking(path, call))?;
    match on_failure(repo, path, call) {
        Conduct::Answers(place) => Some(head_of(&place)),
        _ => None,
    }
}
