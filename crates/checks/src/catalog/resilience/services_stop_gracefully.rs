//! A service that is told to stop finishes what it has begun.

use crate::shared::agents::head_of;
use crate::shared::infrastructure::{is_on, resources};
use crate::shared::values::{keyword, last, text};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Module, Value};
use beredd_facts::known::web_frameworks::is_application;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 4),
    role: Role::Supporting,
    claim: Text::fixed("Services stop gracefully", "Tjänster avslutar ordnat"),
    gap_title: Text::fixed(
        "A deployment cuts off what is running",
        "En driftsättning klipper av det som pågår",
    ),
    why: Text::fixed(
        "Agents work for seconds or minutes. Without an orderly stop every deployment loses runs halfway, with tools called \
         and results not saved.",
        "Agenter arbetar i sekunder eller minuter. Utan ett ordnat slut förlorar varje driftsättning körningar på halva vägen, \
         med verktyg anropade och resultat osparade.",
    ),
    fix: Text::fixed(
        "Close clients and drain work when the server stops (FastAPI: `lifespan=`), or handle SIGTERM; give the workload time \
         (`terminationGracePeriodSeconds`, a `preStop` hook).",
        "Stäng klienter och töm pågående arbete när servern stannar (FastAPI: `lifespan=`) eller ta hand om SIGTERM, och ge \
         tid (`terminationGracePeriodSeconds`, en `preStop`-krok).",
    ),
    limits: Text::fixed(
        "That something is done at the end is seen, not that it is enough.",
        "Att något görs på slutet syns, men inte att det räcker.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("service", "tjänst")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app):
    pool = await connect()
    yield
    await pool.close()


async def connect():
    return await asyncpg.create_pool('postgres://db')


app = FastAPI(lifespan=lifespan)
",
        ),
        Example::passes(
            "\
//- main.py
from threading import Thread

from flask import Flask

app = Flask(__name__)
Thread(target=print).start()
//- deploy.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - name: app
          lifecycle:
            preStop:
              exec: { command: [sleep, '10'] }
",
        ),
        Example::partial(
            "\
//- one/main.py
import asyncio
import signal

from fastapi import FastAPI

app = FastAPI()


def stop(number, frame):
    app.state.is_stopping = True


signal.signal(signal.SIGTERM, stop)


@app.post('/runs')
async def begin():
    asyncio.create_task(work())


async def work():
    app.state.runs = 1
//- two/main.py
import asyncio

from fastapi import FastAPI

app = FastAPI() ⟵


@app.post('/runs')
async def begin():
    asyncio.create_task(work())


async def work():
    app.state.runs = 1
",
        ),
        Example::fails(
            "\
//- main.py
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

app = Flask(__name__) ⟵
pool = ThreadPoolExecutor()
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- main.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''Graceful shutdown on SIGTERM.'''
from threading import Thread

from fastapi import FastAPI

app = FastAPI() ⟵
Thread(target=print).start()
SIGNALS = ['SIGTERM']


def shutdown():
    print('shutdown')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["lifespan=", "on_event(\"shutdown\")", "on_shutdown", "signal.SIGTERM", "atexit", "preStop"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let hook = configured(repo);
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        let Some(made) = module.calls.iter().find(|call| is_application(&call.target)) else { continue };
        if !works_on(repo, path) {
            tally.count(path.as_str(), path.as_str(), Outcome::NotApplicable, None);
            continue;
        }
        let place = head_of(&RepoFacts::place(path, made.lines));
        let own = in_code(path, module).map(|place| (place, Grade::Wired));
        if let Some((at, grade)) = own.or_else(|| hook.clone().map(|place| (place, Grade::Configured))) {
            let what =
                Text::fixed("something is done when the service stops", "något görs när tjänsten stannar");
            tally.supports(at.clone(), grade, what);
            tally.holds(path.as_str(), path.as_str(), Some(at));
        } else {
            let what = Text::fixed(
                "nothing is done when this application stops",
                "inget görs när den här applikationen stannar",
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(path.as_str(), path.as_str(), Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No application was found whose work outlives its requests; servers finish those by themselves.",
            "Ingen applikation hittades vars arbete lever längre än sina anrop. Dem avslutar servern själv.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} services do something when they are told to stop."),
        format!("{n} av {of} tjänster gör något när de får besked att stanna."),
    ))
}

/// What begins work that outlives the request: tasks, threads, schedulers, pools. Servers let requests finish by themselves.
const STARTERS: &[&str] = &[
    "ThreadPoolExecutor",
    "Thread",
    "create_pool",
    "create_task",
    "ensure_future",
    "add_task",
    "AsyncIOScheduler",
    "BackgroundScheduler",
];

/// Whether an application, or a file that it imports over any number of steps, begins such work.
fn works_on(repo: &RepoFacts, application: &RepoPath) -> bool {
    let mut seen = BTreeSet::from([application]);
    let mut waiting = vec![application];
    while let Some(path) = waiting.pop() {
        let module = repo.module(path);
        if module.is_some_and(|module| module.calls.iter().any(|call| STARTERS.contains(&last(&call.target))))
        {
            return true;
        }
        let imported = repo.resolution().imports.get(path).into_iter().flatten();
        waiting.extend(imported.filter(|file| seen.insert(file)));
    }
    false
}

fn in_code(path: &RepoPath, module: &Module) -> Option<Place> {
    let is_event = |value: &Value| text(value).is_some_and(|event| event == "shutdown");
    let call = module.calls.iter().find(|call| {
        let lifespan = ["lifespan", "on_shutdown"]
            .iter()
            .any(|name| keyword(&call.arguments, name).is_some_and(|v| *v != Value::Nothing));
        let signal = matches!(last(&call.callee), "signal" | "add_signal_handler")
            && call
                .arguments
                .iter()
                .any(|a| matches!(&a.value, Value::Name(name) if last(name) == "SIGTERM"));
        let event =
            last(&call.callee) == "add_event_handler" && call.arguments.iter().any(|a| is_event(&a.value));
        is_application(&call.target) && lifespan || signal || event || call.target == "atexit.register"
    });
    let decorated = || {
        module.definitions.iter().flat_map(|definition| &definition.decorators).find(|decorator| {
            let name = last(&decorator.target);
            name == "on_event" && decorator.arguments.iter().any(|a| is_event(&a.value))
                || name == "after_serving"
        })
    };
    let lines = call.map(|call| call.lines).or_else(|| decorated().map(|decorator| decorator.lines))?;
    Some(head_of(&RepoFacts::place(path, lines)))
}

/// Where a workload has a hook that runs before it stops.
fn configured(repo: &RepoFacts) -> Option<Place> {
    let workloads = resources(repo)
        .into_iter()
        .filter(|resource| matches!(resource.kind, "Deployment" | "StatefulSet" | "Pod"));
    workloads.into_iter().find_map(|workload| {
        let (key, _) = workload.node().walk().find_map(|(key, node)| {
            let key = key.filter(|key| key.text == "preStop" && is_on(node))?;
            Some((key, node))
        })?;
        Some(Place::new(workload.path.clone(), Lines::at(key.line)))
    })
}
