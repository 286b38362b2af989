//! A rule that scales on the share of a processor or of memory works only where the container says how much it asks for.

use crate::shared::infrastructure::{Resource, resources};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "Scaling rules can measure what they scale on",
        "Skalningsregler kan mäta det de skalar på",
    ),
    gap_title: Text::fixed(
        "Scaling rules without anything to measure",
        "Skalningsregler utan något att mäta",
    ),
    why: Text::fixed(
        "Kubernetes reckons utilisation as a share of what the container requests. Without a request the rule shows `<unknown>` \
         and never scales, whatever its bounds.",
        "Kubernetes räknar utnyttjandet som en andel av det containern begär. Utan en begäran visar regeln `<unknown>` och \
         skalar aldrig, oavsett gränser.",
    ),
    fix: Text::fixed(
        "Give every container of the workload `resources.requests` for what the rule measures (cpu, memory).",
        "Ge varje container i lasten `resources.requests` för det som regeln mäter (cpu, memory).",
    ),
    limits: Text::fixed(
        "A LimitRange of the namespace can add requests; it is credited only where it lies in the archive.",
        "En LimitRange i namnrymden kan lägga till värden och räknas bara där den finns i arkivet.",
    ),
    consequence: Consequence::C3,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("workload", "last")),
    after: &["performance/scales-by-itself"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- deploy/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api
          resources:
            requests: { cpu: 250m }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec:
  scaleTargetRef: { kind: Deployment, name: api }
  minReplicas: 1
  maxReplicas: 4
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } }
",
        ),
        Example::fails(
            "\
//- deploy/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api ⟵
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec:
  scaleTargetRef: { kind: Deployment, name: api }
  minReplicas: 1
  maxReplicas: 4
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } }
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- deploy/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - name: api ⟵
          # resources: { requests: { cpu: 250m } }
          resources:
            requests: { memory: 1Gi }
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec:
  scaleTargetRef: { kind: Deployment, name: api }
  maxReplicas: 4
  targetCPUUtilizationPercentage: 60
",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- README.md\nkind: HorizontalPodAutoscaler\n"),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["HorizontalPodAutoscaler with averageUtilization", "resources.requests of containers", "LimitRange"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let all = resources(repo);
    let has_defaults = all.iter().any(|one| {
        one.kind == "LimitRange"
            && one.node().walk().any(|(key, _)| key.is_some_and(|key| key.text == "defaultRequest"))
    });
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for scaler in all.iter().filter(|one| one.kind == "HorizontalPodAutoscaler") {
        let target = scaler.node().at(&["spec", "scaleTargetRef", "name"]).and_then(Node::text);
        let workload = all
            .iter()
            .find(|one| matches!(one.kind, "Deployment" | "StatefulSet") && Some(one.name) == target);
        let (Some(workload), measured) = (workload, measured_by(scaler)) else { continue };
        if measured.is_empty() {
            continue;
        }
        let missing = containers_of(workload).into_iter().find(|container| {
            !has_defaults
                && !measured.iter().all(|measure| {
                    container.at(&["resources", "requests", measure]).is_some()
                        || container.at(&["resources", "limits", measure]).is_some()
                })
        });
        let id = format!("{}:{}", workload.path, workload.lines.start);
        if let Some(container) = missing {
            let name = container.get("name").and_then(Node::text).unwrap_or("?");
            let what = Text::made(
                format!("{name} requests no {}, which the rule scales on", measured.join(", ")),
                format!("{name} begär ingen {}, som regeln skalar på", measured.join(", ")),
            );
            let place = Place::new(workload.path.clone(), Lines::at(container.line));
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, workload.name, Some(place));
        } else {
            let what = Text::made(
                format!("{} requests {}", workload.name, measured.join(", ")),
                format!("{} begär {}", workload.name, measured.join(", ")),
            );
            tally.supports(workload.head(), Grade::Configured, what);
            tally.holds(&id, workload.name, Some(workload.head()));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No rule here scales on a share of what a container requests.",
            "Ingen regel här skalar på en andel av det en container begär.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} scaled workloads request what their rule measures."),
        format!("{n} av {of} skalade laster begär det som deras regel mäter."),
    ))
}

/// What a rule measures as a share: `cpu`, `memory`.
fn measured_by<'a>(scaler: &Resource<'a>) -> Vec<&'a str> {
    let metrics = scaler.node().at(&["spec", "metrics"]).map_or(&[][..], Node::items);
    let shares = metrics.iter().filter_map(|metric| {
        let resource = metric.get("resource")?;
        resource
            .at(&["target", "averageUtilization"])
            .or_else(|| resource.get("targetAverageUtilization"))?;
        resource.get("name").and_then(Node::text)
    });
    let first_version = scaler.node().at(&["spec", "targetCPUUtilizationPercentage"]).map(|_| "cpu");
    shares.chain(first_version).collect()
}

fn containers_of<'a>(workload: &Resource<'a>) -> Vec<&'a Node> {
    let containers = workload.node().at(&["spec", "template", "spec", "containers"]);
    containers.map_or(&[][..], Node::items).iter().collect()
}
