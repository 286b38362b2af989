//! One workload cannot starve its neighbours.

use crate::shared::kubernetes::{place_of, workloads};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "Containers have a memory limit and request resources",
        "Containrar har en minnesgräns och begär resurser",
    ),
    gap_title: Text::fixed("Containers run without limits", "Containrar körs utan gränser"),
    why: Text::fixed(
        "A container that leaks memory without a limit takes the node with it, and a scheduler that knows no requests packs too much on one.",
        "En container som läcker minne utan gräns tar med sig noden, och en schemaläggare som inte känner till behoven packar för mycket på en.",
    ),
    fix: Text::fixed(
        "Set `resources.requests` for cpu and memory, and `resources.limits.memory`, from what was measured under load.",
        "Sätt `resources.requests` för cpu och minne, och `resources.limits.memory`, utifrån det som uppmätts under last.",
    ),
    limits: Text::fixed(
        "Limits that a LimitRange sets for a namespace are not seen.",
        "Gränser som en LimitRange sätter för en namnrymd syns inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("container", "container")),
    after: &[],
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
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }
",
        ),
        Example::fails(
            "\
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api ⟵
          image: api:1.2.0
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api ⟵
          resources: {}
          env:
            - name: LIMITS
              value: \"memory: 256Mi\"
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
resources: limits: memory: 256Mi
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["resources.requests", "resources.limits.memory"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for workload in &workloads(repo) {
        for container in workload.containers() {
            let name = container.get("name").and_then(Node::text).unwrap_or(workload.name);
            let id = format!("{}/{}/{name}", workload.kind, workload.name);
            let place = place_of(workload.path, container);
            let has = |keys: &[&str]| {
                container.at(keys).is_some_and(|node| node.scalar().is_some() || !node.members().is_empty())
            };
            if has(&["resources", "requests"]) && has(&["resources", "limits", "memory"]) {
                let what = Text::made(format!("{name} has limits"), format!("{name} har gränser"));
                tally.supports(place.clone(), Grade::Configured, what);
                tally.holds(&id, name, Some(place));
            } else {
                let what = Text::made(
                    format!("{name} has no memory limit, or requests nothing"),
                    format!("{name} saknar minnesgräns, eller begär inget"),
                );
                tally.speaks_against(place.clone(), Grade::Configured, what);
                tally.misses(&id, name, Some(place));
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason =
            Text::fixed("No workload of Kubernetes was found.", "Ingen arbetslast i Kubernetes hittades.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} containers request resources and have a memory limit."),
        format!("{n} av {of} containrar begär resurser och har en minnesgräns."),
    ))
}
