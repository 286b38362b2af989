//! A service says of itself whether it is healthy, degraded or unhealthy, and means it.

use crate::shared::agents::head_of;
use crate::shared::callers::Callers;
use crate::shared::deaths::why_dead;
use crate::shared::health::{applications, health_routes, states_of};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every service reports healthy, degraded or unhealthy",
        "Varje tjänst rapporterar frisk, försämrad eller sjuk",
    ),
    gap_title: Text::fixed("Services cannot say how they are", "Tjänster kan inte säga hur de mår"),
    why: Text::fixed(
        "A constant \"ok\" keeps traffic flowing to a service whose dependencies are down, and nobody sees that it runs on its \
         fallback.",
        "Ett fast \"ok\" låter trafiken rinna till en tjänst vars beroenden ligger nere, och ingen ser att den går på reserv.",
    ),
    fix: Text::fixed(
        "Let a health route ask each dependency (its breaker, a ping) and give back one of three states, with the parts beside \
         the whole; answer 503 when unhealthy.",
        "Låt en hälsoväg fråga varje beroende (dess brytare, ett ping) och ge tillbaka ett av tre tillstånd, med delarna bredvid \
         helheten. Svara 503 när tjänsten är sjuk.",
    ),
    limits: Text::fixed(
        "States are recognised by their words in English and by being decided; whether the decision is right is for a test.",
        "Tillstånd känns igen på sina engelska ord och på att de avgörs i koden. Om beslutet är rätt får ett test visa.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("service", "tjänst")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from enum import StrEnum

from fastapi import FastAPI

app = FastAPI()


class Status(StrEnum):
    HEALTHY = 'healthy'
    DEGRADED = 'degraded'
    UNHEALTHY = 'unhealthy'


def status_of(parts):
    if not any(parts):
        return Status.UNHEALTHY
    return Status.HEALTHY if all(parts) else Status.DEGRADED


@app.get('/health')
def health():
    return {'status': status_of([True])}
",
        ),
        Example::passes(
            "\
//- src/main.ts
import express from 'express';
import Redis from 'ioredis';

const app = express();
const store = new Redis();

app.get('/health', async (_request, response) => {
  try {
    const isQuick = (await store.ping()) === 'PONG';
    response.json({ status: isQuick ? 'healthy' : 'degraded' });
  } catch {
    response.status(503).json({ status: 'unhealthy' });
  }
});
app.listen(3000);
",
        ),
        Example::partial(
            "\
//- main.py
from flask import Flask

app = Flask(__name__)


@app.route('/health')
def health(): ⟵
    if not database_answers():
        return {'status': 'unhealthy'}, 503
    return {'status': 'healthy'}


def database_answers():
    return app.config['db'].ping()
",
        ),
        Example::partial(
            "\
//- main.py
from enum import StrEnum

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Status(StrEnum):
    HEALTHY = 'healthy'
    DEGRADED = 'degraded'
    UNHEALTHY = 'unhealthy'


class Report(BaseModel):
    status: Status


def report(parts):
    return Report(status=Status.HEALTHY) if all(parts) else Report(status=Status.UNHEALTHY)


@app.get('/health')
def health(): ⟵
    return report([True])
",
        ),
        Example::fails(
            "\
//- main.py
from flask import Flask

app = Flask(__name__)


@app.route('/health')
def health(): ⟵
    return {'status': 'ok'}
",
        ),
        Example::fails(
            "\
//- main.py
from fastapi import FastAPI

app = FastAPI() ⟵


@app.get('/boats')
def boats():
    return []
",
        ),
        Example::fails(
            "\
//- main.py
from flask import Flask

from settings import NOWHERE ⟵

app = Flask(__name__)


@app.route('/health')
def health():
    return {'status': 'ok'}
//- settings.py
PORT = 80
",
        ),
        Example::fails(
            "\
//- src/main.ts
import express from 'express';

const app = express();

app.get('/health', (_request, response) => { ⟵
  response.json({ status: 'ok' });
});
app.listen(3000);
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''Reports healthy, degraded or unhealthy on /health.'''
from fastapi import FastAPI

app = FastAPI() ⟵
OPEN_PATHS = ('/health',)


def health():
    return 'healthy degraded unhealthy'
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["routes named health, healthz, ready, live, status", "states healthy, degraded, unhealthy"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let applications = applications(repo);
    if applications.is_empty() {
        let reason = Text::fixed(
            "No application that serves requests was found in the code that could be read.",
            "Ingen applikation som tar emot anrop hittades i den kod som gick att läsa.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let callers = Callers::new(repo);
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    let mut others = Others::default();
    for (path, call) in applications {
        let routes = health_routes(repo, path);
        let best = routes.into_iter().map(|route| (states_of(repo, &callers, &route), route)).max();
        let outcome = outcome_of(repo, path, best.as_ref().map(|(states, _)| *states));
        others.add(repo, path, best.is_some(), outcome);
        let place = match &best {
            Some(((states, _), route)) => {
                let Some(definition) = repo.definition(route) else { continue };
                let line = definition
                    .decorators
                    .last()
                    .map_or(definition.lines.start, |d| d.lines.end.saturating_add(1));
                let place = RepoFacts::place(&route.path, beredd_model::Lines::at(line));
                note(repo, &mut tally, path, place.clone(), (&definition.name, outcome, *states));
                place
            }
            None => {
                let place = head_of(&RepoFacts::place(path, call.lines));
                let what = Text::fixed(
                    "this application has no health route",
                    "den här applikationen har ingen hälsoväg",
                );
                tally.speaks_against(place.clone(), Grade::Wired, what);
                place
            }
        };
        tally.count(path.as_str(), path.as_str(), outcome, Some(place));
    }
    let (n, of) = (tally.n(), tally.all());
    let is_partial = n == 0 && tally.has_partial();
    let rest = others.said();
    let summary = Text::made(
        format!("{n} of {of} applications tell healthy, degraded and unhealthy apart.{}", rest.en),
        format!("{n} av {of} applikationer skiljer på frisk, försämrad och sjuk.{}", rest.sv),
    );
    if is_partial { tally.concluded(Outcome::Partial, summary) } else { tally.verdict(summary) }
}

/// What an application is worth by how many states its best route tells apart, and whether something decides between them.
fn outcome_of(repo: &RepoFacts, application: &RepoPath, best: Option<(usize, bool)>) -> Outcome {
    match best {
        Some((3, true)) if repo.is_live(application) => Outcome::Pass,
        Some((2.., true)) if !repo.resolution().dead.contains_key(application) => Outcome::Partial,
        _ => Outcome::Fail,
    }
}

/// Why applications fall short, counted.
#[derive(Default)]
struct Others {
    dead: u32,
    silent: u32,
    constant: u32,
    fewer: u32,
}

impl Others {
    fn add(&mut self, repo: &RepoFacts, application: &RepoPath, has_route: bool, outcome: Outcome) {
        let reason = if outcome == Outcome::Pass {
            return;
        } else if repo.resolution().dead.contains_key(application) {
            &mut self.dead
        } else if !has_route {
            &mut self.silent
        } else if outcome == Outcome::Partial {
            &mut self.fewer
        } else {
            &mut self.constant
        };
        *reason = reason.saturating_add(1);
    }

    fn said(&self) -> Text {
        let rows = [
            (self.fewer, "with fewer states", "med färre tillstånd"),
            (self.constant, "with one answer whatever happens", "med samma svar vad som än händer"),
            (self.silent, "without a health route", "utan hälsoväg"),
            (self.dead, "in modules that cannot load", "i moduler som inte går att ladda"),
        ];
        let rows: Vec<_> = rows.into_iter().filter(|(count, ..)| *count > 0).collect();
        if rows.is_empty() {
            return Text::fixed("", "");
        }
        let join = |words: Vec<String>| words.join(", ");
        Text::made(
            format!(
                " The others: {}.",
                join(rows.iter().map(|(count, en, _)| format!("{count} {en}")).collect())
            ),
            format!(
                " De andra: {}.",
                join(rows.iter().map(|(count, _, sv)| format!("{count} {sv}")).collect())
            ),
        )
    }
}

fn note(
    repo: &RepoFacts,
    tally: &mut Tally,
    application: &RepoPath,
    place: Place,
    (name, outcome, states): (&str, Outcome, usize),
) {
    if let Some(cause) = repo.resolution().dead.get(application) {
        let why = why_dead(repo, cause);
        let what = Text::made(
            format!("{application} cannot load, so {name} never answers: {}", why.en),
            format!("{application} går inte att ladda, så {name} svarar aldrig: {}", why.sv),
        );
        tally.speaks_against(cause.clone(), Grade::Wired, what);
    } else if outcome == Outcome::Pass {
        let what = Text::made(
            format!("{name} gives back one of three states"),
            format!("{name} ger tillbaka ett av tre tillstånd"),
        );
        tally.supports(place, Grade::Wired, what);
    } else if outcome == Outcome::Partial {
        let what = Text::made(
            format!("{name} decides between {states} states, not three"),
            format!("{name} avgör mellan {states} tillstånd, inte tre"),
        );
        tally.speaks_against(place, Grade::Wired, what);
    } else {
        let what = Text::made(
            format!("{name} says the same whatever happens"),
            format!("{name} säger samma sak vad som än händer"),
        );
        tally.speaks_against(place, Grade::Wired, what);
    }
}
