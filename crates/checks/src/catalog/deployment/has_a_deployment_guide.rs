//! Someone who has never done it can bring the system to production by following a document.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::guides::{Guide, guides};
use crate::shared::{Tally, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 3),
    role: Role::Decisive,
    claim: Text::fixed(
        "A guide leads from prerequisites to a verified deployment",
        "En guide leder från förutsättningar till en kontrollerad driftsättning",
    ),
    gap_title: Text::fixed(
        "The deployment guide is missing or incomplete",
        "Driftsättningsguiden saknas eller är ofullständig",
    ),
    why: Text::fixed(
        "When the only one who knows how to deploy is away, nobody can bring out a fix or rebuild the system.",
        "När den enda som kan driftsätta är borta kan ingen få ut en rättning eller bygga upp systemet igen.",
    ),
    fix: Text::fixed(
        "Write docs/deployment.md: prerequisites, at least three numbered steps with the commands to run, and a step that verifies \
         the result, such as a call of the health endpoint.",
        "Skriv docs/deployment.md: förutsättningar, minst tre numrerade steg med kommandona som ska köras, och ett steg som \
         kontrollerar resultatet, till exempel ett anrop till hälsokontrollen.",
    ),
    limits: Text::fixed(
        "Whether following the guide works is known only to who has followed it. Guides outside the repository are not seen.",
        "Om guiden fungerar vet bara den som har följt den. Guider utanför repot syns inte.",
    ),
    consequence: Consequence::C5,
    effort: once(500, 1000, 2000),
    after: &["deployment/can-roll-back"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- docs/deployment.md
# Deployment

## Prerequisites

- Docker 27 and kubectl 1.31

## Production

1. Build the image:

   ```bash
   docker build -t api .
   ```

2. Roll out:

   ```bash
   kubectl apply -f k8s/api.yaml
   ```

3. Verify with `curl https://api.example/health`.
//- main.py
import flask

app = flask.Flask(__name__)
",
        ),
        Example::partial(
            "\
//- docs/driftsattning.md
# Driftsättning ⟵

1. Bygg avbilden.
2. Rulla ut den.
3. Kontrollera hälsan.

```bash
make build
```
",
        ),
        Example::fails(
            "\
//- README.md
# Platform

## Deployment ⟵

Run make deploy.
//- main.py
import flask

app = flask.Flask(__name__)
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
\"\"\"Deployment guide: 1. build 2. push 3. verify.\"\"\"
import flask

app = flask.Flask(__name__)
//- docs/adr.md
# Why we deploy in the EU

1. Law
2. Latency
3. Customers
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "documents and sections named deploy, deployment, install, driftsättning",
    "at least three ordered steps",
    "at least two blocks of commands",
    "prerequisites",
    "a step that verifies",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let guides = guides(repo);
    let best =
        guides.iter().max_by_key(|guide| (guide.parts_found(), std::cmp::Reverse(guide.place.clone())));
    let Some(guide) = best else {
        return without(repo);
    };
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (id, en, sv, is_found) in parts(guide) {
        tally.count(id, en, if is_found { Outcome::Pass } else { Outcome::Fail }, Some(guide.place.clone()));
        if is_found {
            let what = Text::made(format!("The guide has {en}"), format!("Guiden har {sv}"));
            tally.supports(guide.place.clone(), Grade::Configured, what);
        }
    }
    let missing: Vec<_> = parts(guide).into_iter().filter(|(_, _, _, is_found)| !is_found).collect();
    let list = |pick: fn(&(&'static str, &'static str, &'static str, bool)) -> &'static str| {
        missing.iter().map(pick).collect::<Vec<_>>().join(", ")
    };
    let (path, n) = (&guide.place.path, guide.parts_found());
    if missing.is_empty() {
        return tally.verdict(Text::made(
            format!("{path} has steps, commands, prerequisites and a verification."),
            format!("{path} har steg, kommandon, förutsättningar och en kontroll."),
        ));
    }
    let (en, sv) = (list(|part| part.1), list(|part| part.2));
    tally.speaks_against(
        guide.place.clone(),
        Grade::Mentioned,
        Text::made(format!("Missing here: {en}"), format!("Saknas här: {sv}")),
    );
    tally.verdict(Text::made(
        format!("The most complete guide, {path}, has {n} of 4 parts; missing: {en}."),
        format!("Den mest kompletta guiden, {path}, har {n} av 4 delar. Saknas: {sv}."),
    ))
}

fn parts(guide: &Guide) -> [(&'static str, &'static str, &'static str, bool); 4] {
    [
        ("steps", "three ordered steps", "tre numrerade steg", guide.steps >= 3),
        ("commands", "two blocks of commands", "två kommandoblock", guide.commands >= 2),
        ("prerequisites", "prerequisites", "förutsättningar", guide.has_prerequisites),
        ("verification", "a step that verifies", "ett steg som kontrollerar", guide.has_verification),
    ]
}

fn without(repo: &RepoFacts) -> Verdict {
    if !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    Tally::of(SubjectKind::Part, repo, SIGNALS).concluded(
        Outcome::Fail,
        Text::fixed(
            "No document or section tells how the system is deployed.",
            "Inget dokument eller avsnitt berättar hur systemet driftsätts.",
        ),
    )
}
