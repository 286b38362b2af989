//! A service that waits for its database is spared traffic, not killed.

use crate::shared::kubernetes::workloads;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Node, NodeValue};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "Workloads have a readiness and a liveness probe that differ",
        "Arbetslaster har en readiness- och en livenessprob som skiljer sig åt",
    ),
    gap_title: Text::fixed(
        "Readiness and liveness are not told apart",
        "Readiness och liveness skiljs inte åt",
    ),
    why: Text::fixed(
        "When liveness asks the same as readiness, an outage of a dependency restarts every copy at once and makes it worse.",
        "När liveness frågar samma sak som readiness startar ett avbrott hos ett beroende om alla kopior samtidigt och gör det värre.",
    ),
    fix: Text::fixed(
        "Let readiness ask for what the service needs, and liveness only whether the process answers, with a higher failureThreshold.",
        "Låt readiness fråga efter det tjänsten behöver, och liveness bara om processen svarar, med högre failureThreshold.",
    ),
    limits: Text::fixed(
        "What an endpoint checks inside is not followed; only that the probes are there and not the same.",
        "Vad en slutpunkt kontrollerar inuti följs inte, bara att proberna finns och inte är lika.",
    ),
    consequence: Consequence::C3,
    effort: effort((100, 250, 500), (100, 250, 500), Text::fixed("workload", "arbetslast")),
    after: &["deployment/checks-the-health-of-every-service"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api
          readinessProbe:
            httpGet: { path: /ready, port: 8080 }
          livenessProbe:
            httpGet: { path: /live, port: 8080 }
",
        ),
        Example::partial(
            "\
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api
          readinessProbe:
            httpGet: { path: /ready, port: 8080 }
          livenessProbe:
            httpGet: { path: /live, port: 8080 }
---
apiVersion: apps/v1 ⟵
kind: Deployment
metadata: { name: worker }
spec:
  template:
    spec:
      containers:
        - name: worker
          livenessProbe:
            httpGet: { path: /live, port: 8080 }
",
        ),
        Example::fails(
            "\
//- k8s/api.yaml
apiVersion: apps/v1 ⟵
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api
          readinessProbe:
            httpGet: { path: /health, port: 8080 }
          livenessProbe:
            httpGet: { path: /health, port: 8080 }
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- k8s/api.yaml
apiVersion: apps/v1 ⟵
kind: Deployment
metadata:
  name: api
  annotations: { note: \"readinessProbe and livenessProbe\" }
spec:
  template:
    spec:
      containers:
        - name: api
          # readinessProbe:
          image: api:1.2.0
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["readinessProbe", "livenessProbe"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for workload in workloads(repo).iter().filter(|workload| workload.is_lasting()) {
        let (id, place) = (format!("{}/{}", workload.kind, workload.name), workload.head());
        let is_told = workload.containers().iter().any(|container| {
            let pair = container.get("readinessProbe").zip(container.get("livenessProbe"));
            pair.is_some_and(|(readiness, liveness)| !is_same(readiness, liveness))
        });
        if is_told {
            let what = Text::made(
                format!("{id} has two probes that differ"),
                format!("{id} har två prober som skiljer sig åt"),
            );
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&id, workload.name, Some(place));
        } else {
            let what = Text::made(
                format!("{id} lacks a readiness or a liveness probe, or both ask the same"),
                format!("{id} saknar readiness- eller livenessprob, eller så frågar båda samma sak"),
            );
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.count(&id, workload.name, Outcome::Fail, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason =
            Text::fixed("No workload of Kubernetes was found.", "Ingen arbetslast i Kubernetes hittades.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} workloads tell readiness from liveness."),
        format!("{n} av {of} arbetslaster skiljer readiness från liveness."),
    ))
}

/// Whether two nodes say the same, wherever they stand.
fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (NodeValue::Map(a), NodeValue::Map(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| {
                    b.iter().any(|(other, same)| other.text == key.text && is_same(value, same))
                })
        }
        (NodeValue::List(a), NodeValue::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (a, b) => a == b,
    }
}
