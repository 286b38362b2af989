//! When load grows, more copies start without anyone being woken.

use crate::shared::scaling::{Scaling, programs};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::{RepoFacts, ServiceKind};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 3),
    role: Role::Decisive,
    claim: Text::fixed("Every service scales with its load", "Varje tjänst skalar med belastningen"),
    gap_title: Text::fixed("Services with a fixed number of copies", "Tjänster med ett fast antal kopior"),
    why: Text::fixed(
        "Model calls hold a request for seconds, so load builds up fast. A fixed number of copies is either idle money or a \
         queue that ends in timeouts.",
        "Modellanrop håller kvar en begäran i sekunder, så lasten växer fort. Ett fast antal kopior är antingen bortkastade \
         pengar eller en kö som slutar i avbrutna anrop.",
    ),
    fix: Text::fixed(
        "Give each service a rule with a lower and a higher bound (HorizontalPodAutoscaler, KEDA, Application Auto Scaling), on \
         a measure that follows load.",
        "Ge varje tjänst en regel med en undre och en övre gräns (HorizontalPodAutoscaler, KEDA, Application Auto Scaling), på \
         ett mått som följer belastningen.",
    ),
    limits: Text::fixed(
        "What was set up by hand in a console is not in the archive. Templates of Helm are read through their values only.",
        "Det som ställts in för hand i en konsol finns inte i arkivet. Helm-mallar läses bara genom sina värden.",
    ),
    consequence: Consequence::C3,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("service", "tjänst")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- deploy/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: 2
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: api }
  minReplicas: 2
  maxReplicas: 8
",
        ),
        Example::partial(
            "\
//- deploy/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: api
spec:
  scaleTargetRef:
    name: api
  maxReplicaCount: 8
//- deploy/worker.yaml
apiVersion: apps/v1 ⟵
kind: Deployment
metadata:
  name: worker
spec:
  replicas: 3
",
        ),
        Example::partial(
            "\
//- infra/functions.py
from aws_cdk import aws_lambda


def make(stack):
    aws_lambda.Function(stack, 'Health', handler='health.handler')
//- deploy/Dockerfile
FROM python:3.12 ⟵
COPY . .
CMD [\"python\", \"-m\", \"api\"]
",
        ),
        Example::fails(
            "\
//- deploy/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: api
spec:
  scaleTargetRef:
    name: api
  minReplicas: 3
  maxReplicas: 3 ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
Autoscaling is configured: HorizontalPodAutoscaler with maxReplicas 12.
//- deploy/api.yaml
# kind: HorizontalPodAutoscaler
apiVersion: apps/v1 ⟵
kind: Deployment
metadata:
  name: api
spec:
  replicas: 3
",
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "HorizontalPodAutoscaler, ScaledObject, autoscaling.enabled of Helm",
    "aws_appautoscaling_target and _policy, AWS::ApplicationAutoScaling, auto_scale_task_count",
    "Lambda, Cloud Run, Container Apps, App Runner, Knative",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let programs = programs(repo);
    if programs.is_empty() {
        return without_orchestrator(repo);
    }
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for program in &programs {
        let name = &program.name;
        let id = format!("{}:{}", program.place.path, program.place.line);
        let (holds, place, what) = match &program.scaling {
            Scaling::Follows(place) => (
                true,
                place,
                Text::made(
                    format!("{name} follows its load within bounds"),
                    format!("{name} följer lasten inom gränser"),
                ),
            ),
            Scaling::Inherent => (
                true,
                &program.place,
                Text::made(
                    format!("{name}: the platform starts copies by itself ({})", program.kind),
                    format!("{name}: plattformen startar kopior själv ({})", program.kind),
                ),
            ),
            Scaling::Idle(place) => (
                false,
                place,
                Text::made(
                    format!("{name}: scaling is switched off, has no rule, or its bounds leave no room"),
                    format!("{name}: skalningen är avstängd, saknar regel eller har gränser utan utrymme"),
                ),
            ),
            Scaling::Fixed => (
                false,
                &program.place,
                Text::made(
                    format!("{name}: the number of copies is fixed"),
                    format!("{name}: antalet kopior är fast"),
                ),
            ),
        };
        if holds {
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&id, name, Some(program.place.clone()));
        } else {
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, name, Some(program.place.clone()));
        }
    }
    summed_up(tally)
}

/// Services are built here, but nothing says that an orchestrator runs them: none of them scales.
fn without_orchestrator(repo: &RepoFacts) -> Verdict {
    let services = &repo.population().services;
    let has_apps = services.iter().any(|service| service.kind == ServiceKind::App);
    let own: Vec<_> = services
        .iter()
        .filter(|service| match service.kind {
            ServiceKind::Dockerfile | ServiceKind::Function => true,
            ServiceKind::Compose => !services.iter().any(|other| other.kind == ServiceKind::Dockerfile),
            ServiceKind::App => {
                has_apps && !services.iter().any(|other| other.kind == ServiceKind::Dockerfile)
            }
            ServiceKind::Kubernetes => false,
        })
        .collect();
    if own.is_empty() {
        let reason = Text::fixed(
            "No service that could be deployed was found, so there is nothing to scale.",
            "Ingen tjänst som kan driftsättas hittades, så det finns inget att skala.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for service in own {
        let place = Place::new(service.place.path.clone(), Lines::at(service.place.line));
        // Templates of functions are programs of an orchestrator; these are made in code.
        if service.kind == ServiceKind::Function {
            let what = Text::made(
                format!("{}: the platform starts copies of a function by itself", service.name),
                format!("{}: plattformen startar själv kopior av en funktion", service.name),
            );
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&format!("{}:{}", place.path, place.line), &service.name, Some(place));
            continue;
        }
        let what = Text::made(
            format!("{} is built, and nothing says how many copies run", service.name),
            format!("{} byggs, men inget säger hur många kopior som körs", service.name),
        );
        tally.speaks_against(place.clone(), Grade::Declared, what);
        tally.misses(&format!("{}:{}", place.path, place.line), &service.name, Some(place));
    }
    summed_up(tally)
}

fn summed_up(tally: Tally) -> Verdict {
    let (n, of) = (tally.n(), tally.all());
    let missing = tally.missing_names(5);
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} services scale with their load.{}", tail("Not so")),
        format!("{n} av {of} tjänster skalar med belastningen.{}", tail("Inte så")),
    ))
}
