//! Nobody can call as often as they like.

use crate::shared::infrastructure::resources;
use crate::shared::kubernetes::{objects, place_of};
use crate::shared::routes::guarded_routes;
use crate::shared::values::{is_in, last, parts_of};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Module, Node, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, Standard,
    SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 5),
    role: Role::Supporting,
    claim: Text::fixed("Requests are limited in rate", "Antalet anrop per tid är begränsat"),
    gap_title: Text::fixed(
        "Anyone may call as often as they like",
        "Vem som helst får anropa hur ofta som helst",
    ),
    why: Text::fixed(
        "A loop in one client, or one attacker, uses up the budget for models and the service of everyone else.",
        "En slinga i en klient, eller en angripare, tömmer budgeten för modeller och tjänsten för alla andra.",
    ),
    fix: Text::fixed(
        "Limit by tenant and user in the application (slowapi, fastapi-limiter, Flask-Limiter) or in front of it (a usage plan of API Gateway, a rate-based rule of WAF, `limit-rps` of the ingress).",
        "Begränsa per kund och användare i applikationen (slowapi, fastapi-limiter, Flask-Limiter) eller framför den (en användningsplan i API Gateway, en frekvensregel i WAF, `limit-rps` i ingressen).",
    ),
    limits: Text::fixed(
        "Limits set up outside the repository are not seen. One limit anywhere counts; which routes it covers is not followed.",
        "Gränser som ställs in utanför repot syns inte. En gräns någonstans räknas; vilka rutter den täcker följs inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((1000, 2000, 3000), (50, 100, 200), Text::fixed("route", "rutt")),
    after: &["security/authenticates-and-authorises-every-route"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
from fastapi import FastAPI, Request
from slowapi import Limiter
from slowapi.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)
app = FastAPI()
app.state.limiter = limiter


@app.post('/questions')
@limiter.limit('10/minute')
def ask(request: Request):
    return {}
",
        ),
        Example::passes(
            "\
//- src/main.ts
import express from 'express';
import { rateLimit } from 'express-rate-limit';

const app = express();
const limiter = rateLimit({ windowMs: 60_000, limit: 20 });

app.use(limiter);
app.post('/questions', (request, response) => {
  response.json({});
});
app.listen(3000);
",
        ),
        Example::fails(
            "\
//- main.py
from fastapi import FastAPI

app = FastAPI()


@app.post('/questions') ⟵
def ask():
    return {}
",
        ),
        Example::fails(
            "\
//- src/main.ts
import express from 'express';
import { rateLimit } from 'express-rate-limit';

const app = express();
const limiter = rateLimit({ windowMs: 60_000, limit: 20 });

app.post('/questions', (request, response) => { ⟵
  response.json({});
});
app.listen(3000);
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- requirements.txt
slowapi==0.1.9
//- main.py
from fastapi import FastAPI
from slowapi import Limiter

app = FastAPI()
RATE_LIMIT = '10/minute'


class RateLimiter:
    pass


@app.post('/questions') ⟵
def ask():
    return {}
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
Requests are rate limited.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "slowapi, fastapi_limiter, flask_limiter, django_ratelimit, limits: a decorator, a dependency or a middleware",
    "express-rate-limit, @fastify/rate-limit, @nestjs/throttler, rate-limiter-flexible, @upstash/ratelimit, x/time/rate, bucket4j",
    "own middleware that answers 429",
    "usage plans and throttling of API Gateway, rate-based rules of WAF",
    "limit-rps of an ingress, rate limits of Istio, Envoy and Kong",
];

/// Packages that limit rates. Source: their public documentation; 2025-11.
const LIBRARIES: &[&str] = &[
    "@fastify/rate-limit",
    "@nestjs/throttler",
    "django_ratelimit",
    "express-rate-limit",
    "express-slow-down",
    "fastapi_limiter",
    "flask_limiter",
    "github.com/didip/tollbooth",
    "github.com/ulule/limiter",
    "hono-rate-limiter",
    "io.github.resilience4j.ratelimiter",
    "koa-ratelimit",
    "pyrate_limiter",
    "quart_rate_limiter",
    "ratelimit",
    "slowapi",
];

const RESOURCES: &[&str] = &[
    "AWS::ApiGateway::UsagePlan",
    "AWS::WAFv2::WebACL",
    "aws_api_gateway_method_settings",
    "aws_api_gateway_usage_plan",
    "aws_wafv2_web_acl",
    "aws_wafv2.CfnWebACL",
    "aws_apigateway.UsagePlan",
    "google_compute_security_policy",
];

const ANNOTATIONS: &[&str] = &[
    "nginx.ingress.kubernetes.io/limit-connections",
    "nginx.ingress.kubernetes.io/limit-rpm",
    "nginx.ingress.kubernetes.io/limit-rps",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let routes = guarded_routes(repo);
    if routes.is_empty() {
        let reason = Text::fixed("No HTTP route was found.", "Ingen HTTP-rutt hittades.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Route, repo, SIGNALS);
    let places: Vec<(Place, Grade)> = in_code(repo).into_iter().chain(in_front(repo)).collect();
    for (place, grade) in &places {
        let what = Text::fixed("Requests are limited here", "Antalet anrop begränsas här");
        tally.supports(place.clone(), *grade, what);
    }
    if places.is_empty() {
        let unloadable = repo.production_code().find_map(|(path, module)| {
            let mut found = uses(path, module).chain(own_middleware(repo, path, module));
            found.next()
        });
        if let Some(place) = unloadable {
            let what = Text::fixed(
                "A limit stands here, in code that nothing loads",
                "Här står en gräns, i kod som inget laddar",
            );
            tally.speaks_against(place, Grade::Declared, what);
            let summary = Text::fixed(
                "A limit is written, but in code that cannot load or that nothing reaches.",
                "En gräns är skriven, men i kod som inte går att ladda eller som inget når.",
            );
            return tally.concluded(Outcome::Fail, summary);
        }
        for route in routes {
            let what = Text::made(
                format!("{} has no limit", route.pattern),
                format!("{} har ingen gräns", route.pattern),
            );
            let head = Place { end_line: route.place.line, ..route.place.clone() };
            tally.speaks_against(head, Grade::Wired, what);
        }
        let summary = Text::fixed(
            "No limit on the rate of requests was found.",
            "Ingen gräns för antalet anrop hittades.",
        );
        return tally.concluded(Outcome::Fail, summary);
    }
    let summary = Text::fixed("Requests are limited in rate.", "Antalet anrop per tid är begränsat.");
    tally.concluded(Outcome::Pass, summary)
}

/// A limiter counts where it is put to use: as a decorator, a dependency, or a middleware that is added.
fn in_code(repo: &RepoFacts) -> Vec<(Place, Grade)> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        found.extend(uses(path, module).map(|place| (place, Grade::Wired)));
        found.extend(own_middleware(repo, path, module).map(|place| (place, Grade::Wired)));
    }
    found
}

fn is_library(target: &str) -> bool {
    LIBRARIES.iter().any(|package| is_in(target, package))
}

fn uses<'a>(path: &'a RepoPath, module: &'a Module) -> impl Iterator<Item = Place> + 'a {
    let decorators = module.definitions.iter().flat_map(|definition| &definition.decorators);
    let decorated = decorators.filter(|one| is_library(&one.target)).map(|one| one.lines);
    let defaults = module.definitions.iter().filter(|definition| {
        let values = definition.parameters.iter().filter_map(|parameter| parameter.default.as_ref());
        values.into_iter().any(|value| {
            let parts = parts_of(value);
            parts.iter().any(|part| matches!(part, Value::Call { target, .. } if is_library(target)))
        })
    });
    let added = module.calls.iter().filter(|call| {
        let parts = call.arguments.iter().flat_map(|argument| parts_of(&argument.value));
        let mut names = parts.filter_map(|part| match part {
            Value::Name(name) | Value::Call { target: name, .. } => Some(name.as_str()),
            _ => None,
        });
        ADDERS.contains(&last(&call.callee)) && names.any(is_library) || asks_limiter(call)
    });
    decorated
        .chain(defaults.map(|definition| definition.lines))
        .chain(added.map(|call| call.lines))
        .map(|lines| RepoFacts::place(path, Lines::at(lines.start)))
}

/// Methods that put a limiter before routes.
const ADDERS: &[&str] = &[
    "HandleFunc",
    "Use",
    "add_middleware",
    "all",
    "delete",
    "get",
    "patch",
    "post",
    "put",
    "register",
    "route",
    "use",
];

/// Limiters that are asked for each request. Source: rate-limiter-flexible 5, @upstash/ratelimit 2, golang.org/x/time, bucket4j 8.
const ASKED: &[(&str, &str)] = &[
    ("@upstash/ratelimit", "limit"),
    ("golang.org/x/time/rate", "Allow"),
    ("io.github.bucket4j", "tryConsume"),
    ("io.github.bucket4j", "tryConsumeAndReturnRemaining"),
    ("rate-limiter-flexible", "consume"),
];

fn asks_limiter(call: &Call) -> bool {
    let is_asked =
        |(package, method): &(&str, &str)| is_in(&call.target, package) && last(&call.target) == *method;
    call.target.contains("()") && ASKED.iter().any(is_asked)
}

/// A middleware of the repository that is added and answers 429.
fn own_middleware(repo: &RepoFacts, path: &RepoPath, module: &Module) -> Option<Place> {
    let added = module.calls.iter().filter(|call| last(&call.callee) == "add_middleware");
    added.filter_map(|call| call.arguments.first()).find_map(|argument| {
        let Value::Name(name) = &argument.value else { return None };
        let class = repo.resolve_target(path, name)?;
        let lines = repo.definition(&class)?.lines;
        let is_429 = |value: &Value| {
            matches!(value, Value::Number(number) if number == "429")
                || matches!(value, Value::Name(name) if last(name).contains("429"))
        };
        let answer = repo
            .calls_within(&class.path, lines)
            .find(|call| call.arguments.iter().any(|argument| is_429(&argument.value)))?;
        Some(RepoFacts::place(&class.path, Lines::at(answer.lines.start)))
    })
}

fn in_front(repo: &RepoFacts) -> Vec<(Place, Grade)> {
    let declared = resources(repo);
    let mut found: Vec<(Place, Grade)> = declared
        .iter()
        .filter(|one| one.is_any(RESOURCES))
        .map(|one| (one.head(), Grade::Configured))
        .collect();
    for (path, kind, object) in objects(repo) {
        let annotations = object.at(&["metadata", "annotations"]).map_or(&[][..], Node::members);
        let is_limited = annotations.iter().any(|(key, _)| ANNOTATIONS.contains(&key.text.as_str()));
        let is_plugin = kind == "KongPlugin"
            && object
                .get("plugin")
                .and_then(Node::text)
                .is_some_and(|name| name.starts_with("rate-limiting"));
        if is_limited || is_plugin || kind == "RateLimitPolicy" {
            found.push((place_of(path, object), Grade::Configured));
        }
    }
    found
}
