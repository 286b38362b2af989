//! Which tenant a request is for is what the token says, not what the request says.

use crate::shared::routes::{guarded_routes, name_of};
use crate::shared::tenant_words::TENANT_WORDS;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::{Definition, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{HttpRoute, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Routes take the tenant from the verified caller",
        "Rutter tar kunden från den verifierade anroparen",
    ),
    gap_title: Text::fixed(
        "The caller chooses which tenant it is",
        "Den som anropar väljer själv vilken kund den är",
    ),
    why: Text::fixed(
        "Changing one number in an address or a header then shows another customer's data.",
        "Att ändra ett nummer i en adress eller ett huvud visar då en annan kunds data.",
    ),
    fix: Text::fixed(
        "Read the tenant from the verified token in a dependency, drop the parameter, or compare the two and answer 403 when they differ.",
        "Läs kunden ur den verifierade token i ett beroende, ta bort parametern, eller jämför de två och svara 403 när de skiljer sig åt.",
    ),
    limits: Text::fixed(
        "Tenants inside bodies that a model class describes are not seen. A check that rights are compared inside the handler is taken at its answer, 403.",
        "Kunder inuti kroppar som en modellklass beskriver syns inte. En kontroll inuti hanteraren känns igen på sitt svar, 403.",
    ),
    consequence: Consequence::C1,
    effort: effort((500, 1000, 2000), (100, 250, 500), Text::fixed("route", "rutt")),
    after: &["security/authenticates-and-authorises-every-route"],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI03")],
    examples: &[
        Example::passes(
            "\
//- main.py
from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()


def current_caller():
    raise HTTPException(status_code=401)


def tenant_of(caller=Depends(current_caller)):
    return caller.tenant_id


@app.get('/questions')
def questions(tenant_id: str = Depends(tenant_of)):
    return []
",
        ),
        Example::partial(
            "\
//- main.py
from fastapi import Depends, FastAPI, HTTPException

app = FastAPI()


def tenant_of():
    raise HTTPException(status_code=401)


@app.get('/questions')
def questions(tenant_id: str = Depends(tenant_of)):
    return []


@app.get('/answers') ⟵
def answers(tenant_id: str):
    return []
",
        ),
        Example::fails(
            "\
//- main.py
from fastapi import FastAPI, Header

app = FastAPI()


@app.get('/questions') ⟵
def questions(x_tenant_id: str = Header()):
    return []
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
from fastapi import FastAPI

app = FastAPI()


@app.get('/questions')
def questions(tentative_id: str):
    # tenant_id comes from the body
    return []
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["parameters of handlers that name a tenant", "Depends and Security", "answers of 403"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Route, repo, SIGNALS);
    for route in guarded_routes(repo) {
        let Some(handler) = handler_of(repo, route) else { continue };
        let Some(is_given) = tenant_is_given(handler) else { continue };
        let (name, place) = (name_of(route), Place { end_line: route.place.line, ..route.place.clone() });
        let id = format!("{}:{} {name}", route.place.path, route.place.line);
        if is_given || route.authorised_by.is_some() {
            let what = Text::made(
                format!("{name} knows its tenant by the caller"),
                format!("{name} vet sin kund genom anroparen"),
            );
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(&id, &name, Some(place));
        } else {
            let what = Text::made(
                format!("{name} believes the tenant that the request names"),
                format!("{name} tror på den kund som anropet anger"),
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(&id, &name, Some(place));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed("No route takes a tenant.", "Ingen rutt tar emot en kund.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} routes that take a tenant know it by the caller{}", tail("not so")),
        format!("{n} av {of} rutter som tar emot en kund vet den genom anroparen{}", tail("inte så")),
    ))
}

fn handler_of<'a>(repo: &'a RepoFacts, route: &HttpRoute) -> Option<&'a Definition> {
    let module = repo.module(&route.place.path)?;
    module.definitions.get(usize::try_from(route.handler?.0).ok()?)
}

/// Whether every parameter that names a tenant comes from a dependency; nothing when there is none.
fn tenant_is_given(handler: &Definition) -> Option<bool> {
    let mut named =
        handler.parameters.iter().filter(|parameter| has_word(&parameter.name, TENANT_WORDS)).peekable();
    named.peek()?;
    Some(named.all(|parameter| {
        matches!(&parameter.default, Some(Value::Call { target, .. }) if target.ends_with(".Depends") || target.ends_with(".Security"))
    }))
}
