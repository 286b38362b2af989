//! One machine may fail without the service failing.

use crate::shared::infrastructure::{Resource, resources};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Every service that an orchestrator runs has at least two copies",
        "Varje tjänst som en orkestrerare kör har minst två kopior",
    ),
    gap_title: Text::fixed("One copy is all there is", "Det finns bara en kopia"),
    why: Text::fixed(
        "With one copy every restart, every release and every broken machine is an outage, and no failover has anything to go to.",
        "Med en kopia blir varje omstart, varje release och varje trasig maskin ett avbrott, och ingen reservväg har något att ta till.",
    ),
    fix: Text::fixed(
        "Set `replicas: 2` or `minReplicas: 2` (`desired_count = 2` for ECS), spread them with `topologySpreadConstraints`, and add a PodDisruptionBudget.",
        "Sätt `replicas: 2` eller `minReplicas: 2` (`desired_count = 2` för ECS), sprid kopiorna med `topologySpreadConstraints` och lägg till en PodDisruptionBudget.",
    ),
    limits: Text::fixed(
        "Stores that replicate by themselves, charts whose templates are not rendered, and platforms that start copies by themselves are left out.",
        "Lager som replikerar själva, diagram vars mallar inte är renderade och plattformar som startar kopior själva räknas inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("service", "tjänst")),
    after: &["deployment/declares-its-infrastructure-as-code"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  replicas: 2
",
        ),
        Example::partial(
            "\
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec: { template: { spec: {} } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: api }
spec:
  scaleTargetRef: { kind: Deployment, name: api }
  minReplicas: 2
  maxReplicas: 5
---
apiVersion: apps/v1 ⟵
kind: Deployment
metadata: { name: worker }
spec:
  replicas: 1
",
        ),
        Example::fails(
            "\
//- infra/main.tf
resource \"aws_ecs_service\" \"api\" { ⟵
  name          = \"api\"
  desired_count = 1
}
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
  annotations: { note: \"replicas: 3\" }
spec:
  # replicas: 3
  revisionHistoryLimit: 3
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
Runs with replicas: 3.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["replicas of Deployments", "minReplicas of their scalers", "desired_count of ECS services"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let all = resources(repo);
    let mut tally = Tally::of(SubjectKind::Service, repo, SIGNALS);
    for resource in &all {
        let Some(copies) = copies_of(resource, &all) else { continue };
        let (id, name) = (format!("{} {}", resource.kind, resource.name), resource.name);
        if copies >= 2 {
            let what = Text::made(
                format!("{name} runs in {copies} copies"),
                format!("{name} körs i {copies} kopior"),
            );
            tally.supports(resource.head(), Grade::Configured, what);
            tally.holds(&id, name, Some(resource.head()));
        } else {
            let what = Text::made(format!("{name} runs in one copy"), format!("{name} körs i en kopia"));
            tally.speaks_against(resource.head(), Grade::Configured, what);
            tally.misses(&id, name, Some(resource.head()));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No service whose number of copies is declared here was found.",
            "Ingen tjänst vars antal kopior anges här hittades.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} services run in at least two copies.{}", tail("In one")),
        format!("{n} av {of} tjänster körs i minst två kopior.{}", tail("I en")),
    ))
}

/// The least number of copies; nothing where it is not for this file to say: another kind, or a number that is computed.
fn copies_of(resource: &Resource<'_>, all: &[Resource<'_>]) -> Option<u64> {
    let number = |node: Option<&Node>| match node {
        Some(node) => node.scalar().and_then(|text| text.parse::<u64>().ok()),
        None => Some(1),
    };
    if resource.kind == "Deployment" {
        let is_target = |other: &&Resource<'_>| {
            matches!(other.kind, "HorizontalPodAutoscaler" | "ScaledObject")
                && other.node().at(&["spec", "scaleTargetRef", "name"]).and_then(Node::text)
                    == Some(resource.name)
        };
        return match all.iter().find(is_target) {
            Some(scaler) => {
                let least = ["minReplicas", "minReplicaCount"]
                    .iter()
                    .find_map(|key| scaler.node().at(&["spec", key]));
                number(least)
            }
            None => number(resource.node().at(&["spec", "replicas"])),
        };
    }
    let is_ecs = resource.is_any(&[
        "aws_ecs_service",
        "AWS::ECS::Service",
        "aws_ecs.FargateService",
        "aws_ecs.Ec2Service",
    ]);
    if !is_ecs {
        return None;
    }
    match resource.property(&["desired_count"]) {
        Some(count) => count.text.and_then(|text| text.parse::<u64>().ok()),
        None => Some(1),
    }
}
