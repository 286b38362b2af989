//! One tenant's data is kept from another's wherever it passes, not only at the door.

use crate::shared::tenants::{Layer, layers};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 2),
    role: Role::Decisive,
    claim: Text::fixed("Tenants are kept apart at every layer", "Kunder hålls isär i varje lager"),
    gap_title: Text::fixed(
        "Tenants are not kept apart at every layer",
        "Kunder hålls inte isär i varje lager",
    ),
    why: Text::fixed(
        "A tenant that is checked at the door only is one forgotten filter, one shared cache key or one shared memory away from \
         reading another's data in an answer.",
        "En kund som bara kontrolleras i dörren är ett glömt filter, en delad cachenyckel eller ett delat minne från att läsa en annan \
         kunds data i ett svar.",
    ),
    fix: Text::fixed(
        "Take the tenant from the verified token, bind it to the request in a middleware that refuses a mismatch, let the database \
         enforce it (row-level security), put it in keys of caches and namespaces of vectors, hand it to the model service and its \
         memory, and log it.",
        "Ta kunden från den verifierade token, bind den till anropet i ett mellanlager som avvisar en felaktig, låt databasen upprätthålla \
         den (radnivåsäkerhet), lägg den i cachenycklar och vektorers namnrymder, ge den till modelltjänsten och dess minne och logga den.",
    ),
    limits: Text::fixed(
        "Whether every single query is filtered is not proven; that each layer tells tenants apart somewhere in live code is. A system \
         for one customer only needs none of this, which the code does not tell.",
        "Att varje enskild fråga filtreras är inte bevisat, däremot att varje lager skiljer på kunder någonstans i levande kod. Ett system \
         för en enda kund behöver inget av detta, men det berättar inte koden.",
    ),
    consequence: Consequence::C1,
    effort: effort((1000, 2000, 4000), (1000, 2000, 3000), Text::fixed("layer", "lager")),
    after: &["security/authenticates-and-authorises-every-route"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM08"), Standard::new("OWASP Agentic 2026", "ASI03")],
    examples: &[
        Example::passes(
            "\
//- main.py
import asyncpg
import jwt
import logging
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPBearer
from starlette.middleware.base import BaseHTTPMiddleware

bearer = HTTPBearer()
log = logging.getLogger(__name__)


class Caller:
    def __init__(self, tenant_id):
        self.tenant_id = tenant_id


def caller(credentials=Depends(bearer)):
    try:
        claims = jwt.decode(credentials.credentials, KEY, algorithms=['RS256'])
    except jwt.PyJWTError as error:
        raise HTTPException(status_code=401) from error
    return Caller(claims['tenant_id'])


class TenantMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tenant_id = caller(request.state.credentials).tenant_id
        return await call_next(request)


app = FastAPI()
app.add_middleware(TenantMiddleware)


@app.post('/questions')
async def ask(text: str, who: Caller = Depends(caller)):
    connection = await asyncpg.connect('db')
    await connection.execute(\"SELECT set_config('app.tenant', $1, true)\", who.tenant_id)
    log.info('asked', extra={'tenant_id': who.tenant_id})
    return text


if __name__ == '__main__':
    uvicorn.run(app)
//- schema.sql
CREATE TABLE questions (id bigint, tenant_id text);
ALTER TABLE questions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON questions USING (tenant_id = current_setting('app.tenant'));
",
        ),
        Example::partial(
            "\
//- main.py
import uvicorn
from fastapi import FastAPI
from sqlalchemy.orm import Session

app = FastAPI()


@app.get('/questions')
def questions(tenant_id: str, session: Session):
    return session.query(Question).filter_by(tenant_id=tenant_id).all()


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


@app.get('/questions')
def questions(tenant_id: str):
    return []


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

app = FastAPI()


class TenantMiddleware:
    '''Isolates tenants; never added to the application.'''

    def dispatch(self, request):
        request.state.tenant_id = request.headers['x-tenant-id']


@app.get('/questions')
def questions():
    # WHERE tenant_id = :tenant
    return []


if __name__ == '__main__':
    uvicorn.run(app)
//- schema.sql
-- ALTER TABLE questions ENABLE ROW LEVEL SECURITY;
CREATE TABLE questions (id bigint, tenant_id text);
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "the tenant as a property of the verified caller",
    "middleware that is added and sets the tenant",
    "ENABLE ROW LEVEL SECURITY and CREATE POLICY, set_config, filters by tenant, dynamodb:LeadingKeys",
    "keys and namespaces of Redis, Pinecone, Qdrant, Weaviate with the tenant",
    "the tenant among the arguments of the model service",
    "the tenant in logs, labels and attributes",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let layers: Vec<Layer> = layers(repo).into_iter().filter(|layer| layer.is_present).collect();
    if layers.is_empty() {
        let reason = Text::fixed(
            "No route, store or model call was found, so there is no layer to judge.",
            "Ingen rutt, inget lager och inget modellanrop hittades, så det finns inget att bedöma.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let (mut missing_en, mut missing_sv) = (Vec::new(), Vec::new());
    for layer in &layers {
        let (en, sv) = layer.name;
        for place in layer.proof.iter().take(5) {
            let what = Text::made(format!("Tenants are told apart: {en}"), format!("Kunder skiljs åt: {sv}"));
            tally.supports(place.clone(), Grade::Wired, what);
        }
        if let Some(first) = layer.proof.first() {
            tally.holds(layer.id, en, Some(first.clone()));
        } else {
            tally.misses(layer.id, en, None);
            missing_en.push(en);
            missing_sv.push(sv);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    let tail = |word: &str, names: &[&str]| {
        if names.is_empty() { ".".to_owned() } else { format!("; {word}: {}.", names.join(", ")) }
    };
    tally.verdict(Text::made(
        format!("Tenants are told apart in {n} of {of} layers{}", tail("not in", &missing_en)),
        format!("Kunder skiljs åt i {n} av {of} lager{}", tail("inte i", &missing_sv)),
    ))
}
