//! A page of another site cannot use the signed-in user's session.

use crate::shared::values::{keyword, last, texts_in};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "No route answers any origin with credentials",
        "Ingen rutt svarar vilket ursprung som helst med inloggningsuppgifter",
    ),
    gap_title: Text::fixed(
        "Any web page may call the API with the user's session",
        "Vilken webbsida som helst får anropa API:et med användarens session",
    ),
    why: Text::fixed(
        "When every origin is allowed together with credentials, a page that the user merely visits can read answers and act in the user's name.",
        "När alla ursprung tillåts tillsammans med inloggningsuppgifter kan en sida som användaren bara besöker läsa svar och handla i användarens namn.",
    ),
    fix: Text::fixed(
        "List the origins that need the API in `allow_origins`, or leave `allow_credentials` off.",
        "Räkna upp de ursprung som behöver API:et i `allow_origins`, eller låt `allow_credentials` vara av.",
    ),
    limits: Text::fixed(
        "Origins that come from a setting are not known. CORS that a gateway adds is not seen.",
        "Ursprung som kommer från en inställning är inte kända. CORS som en sluss lägger till syns inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("application", "applikation")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=['https://app.example'], allow_credentials=True)
",
        ),
        Example::passes(
            "\
//- src/main.ts
import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors({ origin: ['https://app.example.org'], credentials: true }));
app.listen(3000);
",
        ),
        Example::fails(
            "\
//- main.py
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=['*'], allow_credentials=True) ⟵
",
        ),
        Example::fails(
            "\
//- src/main.ts
import cors from 'cors';
import express from 'express';

const app = express();
app.use(cors({ origin: true, credentials: true })); ⟵
app.listen(3000);
",
        ),
        Example::lookalike(
            Outcome::Pass,
            "\
//- main.py
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
# allow_origins=['*'], allow_credentials=True
app.add_middleware(CORSMiddleware, allow_origins=['*'], allow_methods=['GET'])
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
CORS allows '*' with credentials.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "CORSMiddleware with allow_origins and allow_credentials",
    "flask_cors.CORS with origins and supports_credentials",
    "cors, @fastify/cors, hono/cors, enableCors with origin and credentials",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, module) in repo.production_code() {
        for call in module.calls.iter().filter(|call| is_cors(call)) {
            let place = RepoFacts::place(path, call.lines);
            let id = format!("{path}:{}", place.line);
            if is_open(call) {
                let what = Text::fixed(
                    "Every origin is allowed, together with credentials",
                    "Alla ursprung tillåts, tillsammans med inloggningsuppgifter",
                );
                tally.speaks_against(place.clone(), Grade::Wired, what);
                tally.misses(&id, &id, Some(place));
            } else {
                let what = Text::fixed(
                    "Origins or credentials are limited",
                    "Ursprung eller inloggningsuppgifter är begränsade",
                );
                tally.supports(place.clone(), Grade::Wired, what);
                tally.holds(&id, &id, Some(place));
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No application lets other origins in.",
            "Ingen applikation släpper in andra ursprung.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} settings for other origins are limited."),
        format!("{n} av {of} inställningar för andra ursprung är begränsade."),
    ))
}

/// `app.add_middleware(CORSMiddleware, …)` and `CORS(app, …)`.
fn is_cors(call: &Call) -> bool {
    let names_it = |value: &Value| matches!(value, Value::Name(name) if name.ends_with(".CORSMiddleware"));
    let is_added = last(&call.callee) == "add_middleware"
        && call.arguments.iter().any(|argument| names_it(&argument.value));
    is_added
        || is_of_node(call)
        || call.target == "flask_cors.CORS"
        || call.target.ends_with("cors.CORSMiddleware")
}

/// `cors({ origin, credentials })` of Express, the same of Hono, `app.register(cors, { … })` of Fastify, `app.enableCors({ … })` of
/// Nest. Source: cors 2, @fastify/cors 10, hono 4, NestJS 11; 2025-11.
fn is_of_node(call: &Call) -> bool {
    let is_plugin = |value: &Value| matches!(value, Value::Name(name) if name.starts_with("@fastify/cors"));
    matches!(call.target.as_str(), "cors" | "cors.cors" | "hono/cors.cors")
        || last(&call.callee) == "register"
            && call.arguments.iter().any(|argument| is_plugin(&argument.value))
        || call.target.ends_with("NestFactory.create().enableCors")
}

/// All origins together with credentials. Flask's default is all origins.
fn is_open(call: &Call) -> bool {
    let is_on = |name: &str| keyword(&call.arguments, name) == Some(&Value::Bool(true));
    let has = |name: &str, wanted: &[&str]| {
        keyword(&call.arguments, name)
            .is_some_and(|value| texts_in(value).iter().any(|text| wanted.contains(text)))
    };
    let is_flask = call.target == "flask_cors.CORS";
    let has_origins =
        keyword(&call.arguments, "origins").is_some() || keyword(&call.arguments, "resources").is_some();
    let all = has("allow_origins", &["*"])
        || has("allow_origin_regex", &[".*", "^.*$"])
        || has("origins", &["*"])
        || (is_flask && !has_origins);
    // `origin: true` gives every origin back to itself.
    let is_echoed = is_of_node(call) && (is_on("origin") || has("origin", &["*"]));
    if is_echoed && is_on("credentials") {
        return true;
    }
    all && (is_on("allow_credentials") || is_on("supports_credentials"))
}
