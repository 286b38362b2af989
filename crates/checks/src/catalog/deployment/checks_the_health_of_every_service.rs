//! Whatever runs is asked whether it is well, by something that acts on the answer.

use crate::shared::kubernetes::workloads;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::Node;
use beredd_facts::{RepoFacts, Service, ServiceKind};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 5),
    role: Role::Decisive,
    claim: Text::fixed("Every service has a health check", "Varje tjänst har en hälsokontroll"),
    gap_title: Text::fixed("Services run without a health check", "Tjänster körs utan hälsokontroll"),
    why: Text::fixed(
        "Without a health check a service that hangs keeps getting traffic, and a release that never came up counts as done.",
        "Utan hälsokontroll fortsätter en tjänst som hängt sig att få trafik, och en utgåva som aldrig kom upp räknas som klar.",
    ),
    fix: Text::fixed(
        "Serve /health, and let the platform ask it: readiness and liveness probes in Kubernetes, `healthcheck` in compose, \
         HEALTHCHECK in the Dockerfile, a health check path on the target group.",
        "Svara på /health och låt plattformen fråga: readiness- och livenessprober i Kubernetes, `healthcheck` i compose, HEALTHCHECK \
         i Dockerfilen, en sökväg för hälsokontroll på målgruppen.",
    ),
    limits: Text::fixed(
        "Health checks that a platform adds by itself, and those set up outside the repository, are not seen. Serverless functions \
         and jobs are left out: they end by themselves.",
        "Hälsokontroller som plattformen lägger till själv, och sådana som ställs in utanför repot, syns inte. Serverlösa funktioner \
         och jobb räknas inte: de tar slut av sig själva.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("service", "tjänst")),
    after: &["deployment/builds-an-image-for-every-service"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- Dockerfile
FROM python:3.12-slim
COPY main.py ./
HEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/health
CMD [\"python\", \"main.py\"]
//- main.py
from fastapi import FastAPI

app = FastAPI()


@app.get('/health')
def health():
    return {'status': 'healthy'}
",
        ),
        Example::partial(
            "\
//- compose.yaml
services:
  api:
    build: ./api
    healthcheck:
      test: [\"CMD\", \"curl\", \"-f\", \"http://localhost:8080/health\"]
  worker: ⟵
    build: ./worker
//- api/Dockerfile
FROM python:3.12-slim
//- worker/Dockerfile
FROM python:3.12-slim
",
        ),
        Example::fails(
            "\
//- k8s/api.yaml
apiVersion: apps/v1 ⟵
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          image: registry.example.org/api:1.2.0
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- compose.yaml
services:
  api:
    build: ./api
    healthcheck:
      disable: true
//- api/Dockerfile
FROM python:3.12-slim
# HEALTHCHECK CMD curl -f http://localhost/health
//- api/main.py
OPEN_PATHS = ('/health', '/metrics')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "readinessProbe, livenessProbe, startupProbe",
    "healthcheck of compose, HEALTHCHECK of Dockerfiles",
    "compose services that are built here, Kubernetes workloads, images, applications",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    let brief: Vec<&RepoPath> =
        workloads(repo).iter().filter(|one| !one.is_lasting()).map(|one| one.path).collect();
    for service in &repo.population().services {
        let is_brief = service.kind == ServiceKind::Kubernetes && brief.contains(&&service.place.path);
        if !is_brief && service.kind != ServiceKind::Function {
            look_at(repo, service, &mut tally);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        return not_applicable(repo, SIGNALS, Text::fixed("No service was found.", "Ingen tjänst hittades."));
    }
    let missing = tally.missing_names(5);
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} services have a health check{}", tail("without")),
        format!("{n} av {of} tjänster har en hälsokontroll{}", tail("utan")),
    ))
}

fn look_at(repo: &RepoFacts, service: &Service, tally: &mut Tally) {
    let id = format!("{}:{}", service.place.path, service.place.line);
    let head = Place { end_line: service.place.line, ..service.place.clone() };
    answer(repo, (&id, &service.name), head, service.health_check.as_ref(), tally);
}

fn answer(repo: &RepoFacts, (id, name): (&str, &str), head: Place, check: Option<&Place>, tally: &mut Tally) {
    match check {
        Some(place) if let Some(route) = missing_route(repo, place) => {
            let what = Text::made(
                format!("{name} is asked for {route}, which no route answers"),
                format!("{name} frågas efter {route}, som ingen rutt svarar på"),
            );
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.count(id, name, Outcome::Partial, Some(place.clone()));
        }
        Some(place) => {
            let what =
                Text::made(format!("{name} has a health check"), format!("{name} har en hälsokontroll"));
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(id, name, Some(head));
        }
        None => {
            let what =
                Text::made(format!("{name} has no health check"), format!("{name} saknar hälsokontroll"));
            tally.speaks_against(head.clone(), Grade::Configured, what);
            tally.misses(id, name, Some(head));
        }
    }
}

/// The path that a probe of Kubernetes asks for, when the routes of the repository are known and none of them ends so. A mounted
/// application may answer below a prefix, so the ends are compared; `/` always counts as answered.
fn missing_route(repo: &RepoFacts, place: &Place) -> Option<String> {
    let routes = &repo.population().routes;
    let file = repo.file(&place.path)?;
    let nodes = file.config.iter().flat_map(Node::walk);
    let asked = nodes
        .filter(|(key, node)| {
            key.is_some_and(|key| key.text == "httpGet")
                && node.line >= place.line
                && node.line <= place.end_line.max(place.line.saturating_add(6))
        })
        .find_map(|(_, node)| node.get("path").and_then(Node::text))?;
    let asked = asked.trim_end_matches('/');
    let is_answered = asked.is_empty()
        || routes.is_empty()
        || routes
            .iter()
            .any(|route| asked.ends_with(route.pattern.trim_end_matches('/')) && route.pattern.len() > 1)
        || routes.iter().any(|route| route.pattern.ends_with(asked));
    (!is_answered).then(|| asked.to_owned())
}
