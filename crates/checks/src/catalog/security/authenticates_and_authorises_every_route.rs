//! Nobody gets an answer without saying who they are, and rights are checked.

use crate::shared::deaths::death_of_file;
use crate::shared::infrastructure::resources;
use crate::shared::kubernetes::{objects, place_of};
use crate::shared::routes::{guarded_routes, name_of};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
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
        "Routes that a gateway outside the repository protects look open. Health, metrics, documentation and sign-in are left out.",
        "Rutter som en sluss utanför repot skyddar ser öppna ut. Hälsa, mätvärden, dokumentation och inloggning räknas inte.",
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
    let mut authorised = 0u32;
    for route in &routes {
        let (name, head) = (name_of(route), head_of(&route.place));
        let id = format!("{}:{} {name}", route.place.path, route.place.line);
        if let Some(place) = &route.authorised_by {
            authorised = authorised.saturating_add(1);
            let what = Text::made(
                format!("{name} checks rights here"),
                format!("{name} kontrollerar behörighet här"),
            );
            tally.supports(head_of(place), Grade::Wired, what);
        }
        let guard = route.authenticated_by.as_ref().or(route.authorised_by.as_ref());
        if let Some(why) = death_of_file(repo, &route.place.path) {
            let what = Text::made(
                format!(
                    "{name} stands in a module that cannot load, so nothing proves that it is guarded: {}",
                    why.en
                ),
                format!(
                    "{name} står i en modul som inte går att ladda, så inget bevisar att den skyddas: {}",
                    why.sv
                ),
            );
            tally.speaks_against(head.clone(), Grade::Declared, what);
            tally.misses(&id, &name, Some(head));
            continue;
        }
        match guard {
            Some(place) => {
                let what =
                    Text::made(format!("{name} is authenticated here"), format!("{name} autentiseras här"));
                tally.supports(head_of(place), Grade::Wired, what);
                tally.holds(&id, &name, Some(head));
            }
            None => {
                let what =
                    Text::made(format!("{name} answers anyone"), format!("{name} svarar vem som helst"));
                tally.speaks_against(head.clone(), Grade::Wired, what);
                tally.misses(&id, &name, Some(head));
            }
        }
    }
    concluded(repo, tally, authorised)
}

fn concluded(repo: &RepoFacts, mut tally: Tally, authorised: u32) -> Verdict {
    let gateway = gateway(repo);
    if let Some(place) = &gateway {
        let what = Text::fixed(
            "A gateway in front authenticates callers",
            "En sluss framför autentiserar den som anropar",
        );
        tally.supports(place.clone(), Grade::Configured, what);
    }
    let (n, of) = (tally.n(), tally.all());
    let open = tally.missing_names(5);
    let tail = |word: &str| if open.is_empty() { ".".to_owned() } else { format!("; {word}: {open}.") };
    let outcome = match n {
        0 => Outcome::Fail,
        n if n == of && authorised > 0 => Outcome::Pass,
        _ => Outcome::Partial,
    };
    let summary = Text::made(
        format!(
            "{n} of {of} routes authenticate their caller, and {authorised} check a role or a scope{}",
            tail("open")
        ),
        format!(
            "{n} av {of} rutter autentiserar den som anropar, och {authorised} kontrollerar roll eller scope{}",
            tail("öppna")
        ),
    );
    let mut verdict = tally.concluded(outcome, summary);
    verdict.is_covered = gateway.is_some() && outcome != Outcome::Pass;
    verdict
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
