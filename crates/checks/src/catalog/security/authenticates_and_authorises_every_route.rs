//! Nobody gets an answer without saying who they are, and rights are checked.

use crate::shared::deaths::why_dead;
use crate::shared::infrastructure::resources;
use crate::shared::kubernetes::{objects, place_of};
use crate::shared::routes::{guarded_routes, name_of};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::Node;
use beredd_facts::{HttpRoute, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 5),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every route authenticates its caller, and rights are checked",
        "Varje rutt autentiserar den som anropar, och behörigheter kontrolleras",
    ),
    gap_title: Text::fixed("Routes are open to anyone", "Rutter är öppna för vem som helst"),
    why: Text::fixed(
        "An open route lets anyone read customers' data, run agents and spend money on models.",
        "En öppen rutt låter vem som helst läsa kunders data, köra agenter och göra av med pengar på modeller.",
    ),
    fix: Text::fixed(
        "Verify a token on every route, best where all of them pass (a dependency of the application or a middleware), leave open \
         only what must be, and check a role or scope where not everyone may.",
        "Verifiera en token på varje rutt, helst där alla passerar (ett beroende på applikationen eller ett mellanlager), lämna bara \
         det öppet som måste vara det och kontrollera en roll eller ett scope där inte alla får.",
    ),
    limits: Text::fixed(
        "Routes that a gateway outside the repository protects look open. Health, metrics, documentation and sign-in are left out. \
         A route in a module that cannot load is told apart: it is open to nobody, and its guard proves nothing.",
        "Rutter som en sluss utanför repot skyddar ser öppna ut. Hälsa, mätvärden, dokumentation och inloggning räknas inte. \
         En rutt i en modul som inte går att ladda hålls isär: den är öppen för ingen, och dess skydd bevisar inget.",
    ),
    consequence: Consequence::C1,
    effort: effort((500, 1000, 2000), (50, 100, 200), Text::fixed("route", "rutt")),
    after: &[],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI03")],
    examples: &[
        Example::passes(
            "\
//- main.py
import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer

bearer = HTTPBearer()
app = FastAPI()


def caller(credentials=Depends(bearer)):
    try:
        return jwt.decode(credentials.credentials, KEY, algorithms=['RS256'])
    except jwt.PyJWTError as error:
        raise HTTPException(status_code=401) from error


def require_role(role):
    def check(claims=Depends(caller)):
        if role not in claims['roles']:
            raise HTTPException(status_code=403)
        return claims

    return check


@app.get('/health')
def health():
    return {'status': 'ok'}


@app.post('/questions')
def ask(text: str, claims=Depends(caller)):
    return text


@app.delete('/questions')
def clear(claims=Depends(require_role('admin'))):
    return {}


if __name__ == '__main__':
    uvicorn.run(app)
",
        ),
        Example::partial(
            "\
//- main.py
import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer

bearer = HTTPBearer()
app = FastAPI()


def caller(credentials=Depends(bearer)):
    try:
        return jwt.decode(credentials.credentials, KEY, algorithms=['RS256'])
    except jwt.PyJWTError as error:
        raise HTTPException(status_code=401) from error


@app.post('/questions')
def ask(text: str, claims=Depends(caller)):
    return text


@app.post('/answers')
def answer(text: str):
    return text


if __name__ == '__main__':
    uvicorn.run(app)
",
        ),
        Example::fails(
            "\
//- main.py
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get('/health')
def health():
    return {'status': 'ok'}


@app.post('/questions') ⟵
def ask(text: str):
    return text


if __name__ == '__main__':
    uvicorn.run(app)
",
        ),
        Example::fails(
            "\
//- main.py
import uvicorn
from fastapi import FastAPI

import answers
from stores import QuestionStore

app = FastAPI()


@app.post('/questions') ⟵
def ask(text: str):
    return QuestionStore().keep(text)


app.include_router(answers.router)


if __name__ == '__main__':
    uvicorn.run(app)
//- answers.py
from fastapi import APIRouter

router = APIRouter()


@router.post('/answers') ⟵
def answer(text: str):
    return text
//- stores/__init__.py
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=['https://app.example'])


def get_current_user(token):
    return None


@app.post('/questions')
def ask(text: str):
    '''Requires authentication: Depends(get_current_user).'''
    return text


if __name__ == '__main__':
    uvicorn.run(app)
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer

bearer = HTTPBearer()
app = FastAPI()


def current_principal(credentials=Depends(bearer)):
    try:
        return jwt.decode(credentials.credentials, options={'verify_signature': False})
    except jwt.PyJWTError as error:
        raise HTTPException(status_code=401) from error


@app.post('/questions')
def ask(text: str, principal=Depends(current_principal)):
    return text


if __name__ == '__main__':
    uvicorn.run(app)
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- README.md\nAll endpoints require JWT.\n//- tool.py\nprint('hello')\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "routes of FastAPI, Flask, Starlette, Django",
    "Depends and Security, dependencies of routers and applications, login decorators, middleware that is added",
    "checks of roles, scopes and policies",
    "authorisers of API Gateway, AuthorizationPolicy, auth-url of an ingress",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let routes = guarded_routes(repo);
    if routes.is_empty() {
        let reason = Text::fixed(
            "No HTTP route was found that could be called from outside.",
            "Ingen HTTP-rutt hittades som går att anropa utifrån.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Route, repo, SIGNALS);
    let mut counts = Counts::default();
    for route in &routes {
        match &route.death {
            Some(cause) => enter_dead(&mut tally, &mut counts, route, &why_dead(repo, cause)),
            None => enter(&mut tally, &mut counts, route),
        }
    }
    concluded(repo, tally, &counts)
}

/// What is said of routes beside how many know their caller.
#[derive(Default)]
struct Counts {
    /// Those that check a role or a scope.
    authorised: u32,
    /// Those that answer anyone.
    open: Vec<String>,
    /// Those that nobody can call, for their module does not load; and how many of these ask for no token either.
    dead: u32,
    dead_and_open: u32,
}

fn enter(tally: &mut Tally, counts: &mut Counts, route: &HttpRoute) {
    let (name, head) = (name_of(route), head_of(&route.place));
    if let Some(place) = &route.authorised_by {
        counts.authorised = counts.authorised.saturating_add(1);
        let what =
            Text::made(format!("{name} checks rights here"), format!("{name} kontrollerar behörighet här"));
        tally.supports(head_of(place), Grade::Wired, what);
    }
    if let Some(place) = route.authenticated_by.as_ref().or(route.authorised_by.as_ref()) {
        let what = Text::made(format!("{name} is authenticated here"), format!("{name} autentiseras här"));
        tally.supports(head_of(place), Grade::Wired, what);
        tally.holds(&id_of(route), &name, Some(head));
    } else {
        let what = Text::made(format!("{name} answers anyone"), format!("{name} svarar vem som helst"));
        tally.speaks_against(head.clone(), Grade::Wired, what);
        tally.misses(&id_of(route), &name, Some(head));
        counts.open.push(name);
    }
}

/// A route that is never served is open to nobody, and its guard guards nothing: neither is proven before the module loads.
fn enter_dead(tally: &mut Tally, counts: &mut Counts, route: &HttpRoute, why: &Text) {
    let (name, head) = (name_of(route), head_of(&route.place));
    counts.dead = counts.dead.saturating_add(1);
    let is_guarded = route.authenticated_by.is_some() || route.authorised_by.is_some();
    let what = if is_guarded {
        Text::made(
            format!(
                "{name} is never served, for a module behind it cannot load: {}. It would be authenticated",
                why.en
            ),
            format!(
                "{name} nås aldrig, för en modul bakom den går inte att ladda: {}. Den skulle autentiseras",
                why.sv
            ),
        )
    } else {
        counts.dead_and_open = counts.dead_and_open.saturating_add(1);
        Text::made(
            format!(
                "{name} is never served, for a module behind it cannot load: {}. It would answer anyone",
                why.en
            ),
            format!(
                "{name} nås aldrig, för en modul bakom den går inte att ladda: {}. Den skulle svara vem som helst",
                why.sv
            ),
        )
    };
    tally.speaks_against(head.clone(), Grade::Declared, what);
    let outcome = if is_guarded { Outcome::Unknown } else { Outcome::Fail };
    tally.count(&id_of(route), &name, outcome, Some(head));
}

fn id_of(route: &HttpRoute) -> String {
    format!("{}:{} {}", route.place.path, route.place.line, name_of(route))
}

fn concluded(repo: &RepoFacts, mut tally: Tally, counts: &Counts) -> Verdict {
    let gateway = gateway(repo);
    if let Some(place) = &gateway {
        let what = Text::fixed(
            "A gateway in front authenticates callers",
            "En sluss framför autentiserar den som anropar",
        );
        tally.supports(place.clone(), Grade::Configured, what);
    }
    let (n, of) = (tally.n(), tally.all());
    let outcome = match n {
        0 => Outcome::Fail,
        n if n == of && counts.authorised > 0 => Outcome::Pass,
        _ => Outcome::Partial,
    };
    let mut verdict = tally.concluded(outcome, summary(n, of, counts));
    verdict.is_covered = gateway.is_some() && outcome != Outcome::Pass;
    verdict
}

fn summary(n: u32, of: u32, counts: &Counts) -> Text {
    let authorised = counts.authorised;
    let more = if counts.open.len() > 5 { ", …" } else { "" };
    let open = counts.open.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    let tail = |word: &str| if open.is_empty() { ".".to_owned() } else { format!("; {word}: {open}{more}.") };
    let dead = (counts.dead > 0).then(|| {
        let (dead, open) = (counts.dead, counts.dead_and_open);
        Text::made(
            format!(
                " {dead} of them can never be served, since a module cannot load; {open} of those would otherwise answer anyone."
            ),
            format!(
                " {dead} av dem går aldrig att nå, eftersom en modul inte går att ladda; {open} av dessa skulle annars svara vem som \
                 helst."
            ),
        )
    });
    let dead = dead.unwrap_or(Text::fixed("", ""));
    Text::made(
        format!(
            "{n} of {of} routes authenticate their caller, and {authorised} check a role or a scope{}{}",
            tail("open"),
            dead.en
        ),
        format!(
            "{n} av {of} rutter autentiserar den som anropar, och {authorised} kontrollerar roll eller scope{}{}",
            tail("öppna"),
            dead.sv
        ),
    )
}

/// Something in front of the routes that turns away who has no token.
fn gateway(repo: &RepoFacts) -> Option<Place> {
    const AUTHORISERS: &[&str] = &[
        "AWS::ApiGateway::Authorizer",
        "AWS::ApiGatewayV2::Authorizer",
        "aws_api_gateway_authorizer",
        "aws_apigatewayv2_authorizer",
    ];
    const ANNOTATIONS: &[&str] =
        &["nginx.ingress.kubernetes.io/auth-url", "nginx.ingress.kubernetes.io/auth-signin"];
    let resource =
        resources(repo).iter().find(|resource| resource.is_any(AUTHORISERS)).map(|resource| resource.head());
    resource.or_else(|| {
        objects(repo).find_map(|(path, kind, object)| {
            let annotations = object.at(&["metadata", "annotations"]).map_or(&[][..], Node::members);
            let is_annotated = annotations.iter().any(|(key, _)| ANNOTATIONS.contains(&key.text.as_str()));
            (is_annotated || kind == "RequestAuthentication").then(|| place_of(path, object))
        })
    })
}

fn head_of(place: &Place) -> Place {
    Place { end_line: place.line, ..place.clone() }
}
