//! Each HTTP route says what it does, where its callers can read it.

use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::{Definition, Node, Value};
use beredd_facts::{DefinitionRef, HttpRoute, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 2),
    role: Role::Supporting,
    claim: Text::fixed("HTTP routes describe themselves", "HTTP-vägarna beskriver sig själva"),
    gap_title: Text::fixed("HTTP routes without a description", "HTTP-vägar utan beskrivning"),
    why: Text::fixed(
        "Frameworks and gateways build the API's pages from these descriptions. Without them callers read the code or guess.",
        "Ramverk och gatewayer bygger API:ets sidor av de här beskrivningarna. Utan dem får anroparna läsa koden eller gissa.",
    ),
    fix: Text::fixed(
        "Give each handler a docstring or a `summary`, or keep an OpenAPI file with a summary for each operation.",
        "Ge varje hanterare en docstring eller en `summary`, eller håll en OpenAPI-fil med en sammanfattning för varje operation.",
    ),
    limits: Text::fixed(
        "Routes registered in ways that are not read, and descriptions kept in a gateway, are not seen.",
        "Vägar som registreras på sätt som inte läses, och beskrivningar som finns i en gateway, syns inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((250, 500, 1000), (20, 50, 100), Text::fixed("route", "väg")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- app.py
from fastapi import FastAPI

app = FastAPI()


@app.get('/offers')
def offers():
    '''Lists the offers of today.'''
    return []


@app.post('/offers', summary='Adds an offer')
def add():
    return {}
",
        ),
        Example::passes(
            "\
//- app.py
from flask import Flask

app = Flask(__name__)


@app.route('/offers/<number>')
def offer(number):
    return {}
//- openapi.yaml
openapi: 3.0.3
paths:
  /offers/{number}:
    get:
      summary: One offer
",
        ),
        Example::partial(
            "\
//- app.py
from fastapi import FastAPI

app = FastAPI()


@app.get('/offers')
def offers():
    '''Lists the offers of today.'''
    return []


@app.post('/offers') ⟵
def add():
    return {}
",
        ),
        Example::fails(
            "\
//- app.py
from fastapi import FastAPI

app = FastAPI()


@app.get('/offers') ⟵
def offers():
    # Lists the offers of today.
    return []
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- app.py
'''GET /offers lists the offers of today.'''
from fastapi import FastAPI

app = FastAPI()


@app.get('/offers') ⟵
def offers():
    '''TODO'''
    return []
//- tests/openapi.yaml
openapi: 3.0.3
paths:
  /offers:
    get:
      summary: A test
",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- README.md\n## GET /offers\nLists offers.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "docstrings of handlers",
    "summary= and description= of routes",
    "OpenAPI operations with a summary or description",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let routes = &repo.population().routes;
    if routes.is_empty() {
        let reason = Text::fixed("No HTTP route was found.", "Ingen HTTP-väg hittades.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let operations = described_operations(repo);
    let mut tally = Tally::of(SubjectKind::Route, repo, SIGNALS);
    for route in routes {
        let name = format!("{} {}", route.method, route.pattern);
        let id = format!("{name} {}:{}", route.place.path, route.place.line);
        let place = Place { end_line: route.place.line, ..route.place.clone() };
        let described = described_by(repo, route).or_else(|| operation_of(&operations, route));
        if let Some(by) = described {
            tally.holds(&id, &name, Some(by.clone()));
            let what = Text::made(format!("{name} is described"), format!("{name} är beskriven"));
            tally.supports(by, Grade::Configured, what);
        } else {
            tally.misses(&id, &name, Some(place.clone()));
            let what = Text::made(format!("{name} has no description"), format!("{name} saknar beskrivning"));
            tally.speaks_against(place, Grade::Configured, what);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!("{n} of {of} HTTP routes have a description that callers can read."),
        format!("{n} av {of} HTTP-vägar har en beskrivning som anroparna kan läsa."),
    ))
}

/// The handler's own words: its docstring, or a `summary` or `description` of its decorator.
fn described_by(repo: &RepoFacts, route: &HttpRoute) -> Option<Place> {
    let id = route.handler?;
    let handler: &Definition = repo.definition(&DefinitionRef { path: route.place.path.clone(), id })?;
    if let Some(doc) = handler.doc.filter(|doc| doc.words >= 2) {
        return Some(RepoFacts::place(&route.place.path, doc.lines));
    }
    let decorator = handler.decorators.iter().find(|decorator| {
        decorator.arguments.iter().any(|argument| {
            matches!(argument.name.as_deref(), Some("summary" | "description"))
                && matches!(&argument.value, Value::Text(text) if text.contains(' '))
        })
    })?;
    Some(RepoFacts::place(&route.place.path, decorator.lines))
}

/// Operations of OpenAPI files that have a summary or a description: their method and pattern, and their place.
fn described_operations(repo: &RepoFacts) -> BTreeMap<(String, String), Place> {
    let mut found = BTreeMap::new();
    let may_describe = |role| {
        is_effective(role)
            || role == beredd_facts::FileRole::Documentation
            || role == beredd_facts::FileRole::Generated
    };
    for (path, file) in repo.files().filter(|(_, file)| may_describe(file.role)) {
        for document in
            file.config.iter().filter(|node| node.get("openapi").is_some() || node.get("swagger").is_some())
        {
            for (pattern, operations) in document.get("paths").map(Node::members).unwrap_or_default() {
                for (method, operation) in operations.members() {
                    let texts =
                        ["summary", "description"].into_iter().filter_map(|key| operation.get(key)?.text());
                    if texts.into_iter().any(|text| text.contains(' ')) {
                        let key = (method.text.to_uppercase(), shape(&pattern.text));
                        found.insert(key, RepoFacts::place(path, Lines::at(method.line)));
                    }
                }
            }
        }
    }
    found
}

fn operation_of(operations: &BTreeMap<(String, String), Place>, route: &HttpRoute) -> Option<Place> {
    let pattern = shape(&route.pattern);
    let is_it = |(method, one): &(String, String)| {
        *one == pattern && (route.method == "*" || *method == route.method)
    };
    operations.iter().find(|(key, _)| is_it(key)).map(|(_, place)| place.clone())
}

/// A pattern with every variable part written as `{}`.
fn shape(pattern: &str) -> String {
    let parts = pattern.split('/').filter(|part| !part.is_empty());
    let parts: Vec<&str> =
        parts.map(|part| if part.starts_with(['{', '<', ':']) { "{}" } else { part }).collect();
    parts.join("/")
}
