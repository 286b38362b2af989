//! A new release meets a part of the traffic before it meets all of it.

use crate::shared::infrastructure::{Resource, resources};
use crate::shared::kubernetes::{objects, place_of};
use crate::shared::{Tally, not_applicable, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "New releases meet a part of the traffic first",
        "Nya utgåvor möter en del av trafiken först",
    ),
    gap_title: Text::fixed("A release meets all traffic at once", "En utgåva möter all trafik på en gång"),
    why: Text::fixed(
        "A fault that only shows with real questions then reaches every customer within minutes; with models that is the usual kind of fault.",
        "Ett fel som bara visar sig med riktiga frågor når då alla kunder inom några minuter; med modeller är det den vanliga sortens fel.",
    ),
    fix: Text::fixed(
        "Use a canary or blue-green rollout with an analysis that stops it: Argo Rollouts, Flagger, CodeDeploy with a canary configuration, DeploymentPreference in SAM, traffic splits in Cloud Run.",
        "Rulla ut med canary eller blue-green och en analys som stoppar: Argo Rollouts, Flagger, CodeDeploy med en canarykonfiguration, DeploymentPreference i SAM, delad trafik i Cloud Run.",
    ),
    limits: Text::fixed(
        "Rollouts that a platform steers outside the repository are not seen. Replacing copies one by one is told apart from meeting a part of the traffic first.",
        "Utrullningar som en plattform styr utanför repot syns inte. Att byta kopior en i taget är inte detsamma som att möta en del av trafiken först.",
    ),
    consequence: Consequence::C4,
    effort: once(1000, 2000, 4000),
    after: &["deployment/can-roll-back", "deployment/deploys-from-a-pipeline"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- k8s/api.yaml
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: api }
spec:
  strategy:
    canary:
      steps:
        - setWeight: 10
",
        ),
        Example::partial(
            "\
//- k8s/api.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: api
          readinessProbe:
            httpGet: { path: /ready, port: 8080 }
",
        ),
        Example::fails(
            "\
//- k8s/api.yaml
apiVersion: apps/v1 ⟵
kind: Deployment
metadata: { name: api }
spec:
  strategy: { type: Recreate }
  template:
    spec:
      containers:
        - name: api
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- k8s/api.yaml
# kind: Rollout
apiVersion: apps/v1 ⟵
kind: Deployment
metadata:
  name: api
  labels: { strategy: canary }
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: api
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
We deploy blue-green.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "canary and blueGreen of Argo Rollouts, Canary of Flagger",
    "CodeDeploy configurations, DeploymentPreference of SAM, CDK deployment configurations",
    "weights of VirtualService and HTTPRoute",
    "Deployments with several replicas and a readiness probe",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let declared = resources(repo);
    let gradual: Vec<Place> = declared
        .iter()
        .filter(|one| is_gradual(one))
        .map(Resource::head)
        .chain(
            objects(repo)
                .filter(|(_, kind, object)| splits(kind, object))
                .map(|(path, _, object)| place_of(path, object)),
        )
        .collect();
    for place in &gradual {
        let what = Text::fixed("A part of the traffic goes first", "En del av trafiken går först");
        tally.supports(place.clone(), Grade::Configured, what);
    }
    if !gradual.is_empty() {
        let summary = Text::fixed(
            "New releases meet a part of the traffic first.",
            "Nya utgåvor möter en del av trafiken först.",
        );
        return tally.concluded(Outcome::Pass, summary);
    }
    let deployments: Vec<_> = objects(repo).filter(|(_, kind, _)| *kind == "Deployment").collect();
    let runs_code = declared.iter().find(|one| one.is_any(RUNNERS)).map(Resource::head);
    if deployments.is_empty() && runs_code.is_none() {
        let reason = Text::fixed(
            "Nothing here says how releases reach production.",
            "Inget här säger hur utgåvor når produktion.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    for (path, _, object) in &deployments {
        let name = object.at(&["metadata", "name"]).and_then(Node::text).unwrap_or("Deployment");
        let place = place_of(path, object);
        tally.misses(&format!("{name}/traffic"), name, Some(place.clone()));
        if replaces_stepwise(object) {
            tally.holds(&format!("{name}/copies"), name, Some(place.clone()));
            let what = Text::made(
                format!("{name} replaces its copies one by one"),
                format!("{name} byter sina kopior en i taget"),
            );
            tally.supports(place, Grade::Configured, what);
        } else {
            tally.misses(&format!("{name}/copies"), name, Some(place.clone()));
            let what = Text::made(format!("{name} is replaced at once"), format!("{name} byts på en gång"));
            tally.speaks_against(place, Grade::Configured, what);
        }
    }
    if let Some(place) = runs_code.filter(|_| deployments.is_empty()) {
        tally.misses("traffic", "traffic", Some(place.clone()));
        tally.speaks_against(
            place,
            Grade::Configured,
            Text::fixed("It is replaced at once", "Den byts på en gång"),
        );
    }
    tally.verdict(Text::fixed(
        "No release meets a part of the traffic first.",
        "Ingen utgåva möter en del av trafiken först.",
    ))
}

/// Resources that run code of the system.
const RUNNERS: &[&str] = &[
    "AWS::ECS::Service",
    "AWS::Lambda::Function",
    "AWS::Serverless::Function",
    "aws_ecs.FargateService",
    "aws_ecs_service",
    "aws_lambda.Function",
    "aws_lambda_function",
    "google_cloud_run_v2_service",
];

fn is_gradual(resource: &Resource<'_>) -> bool {
    let has = |name: &str| resource.property(&[name]).is_some();
    let is_named = |name: &str, words: &[&str]| {
        resource
            .property(&[name])
            .and_then(|property| property.text)
            .is_some_and(|text| words.iter().any(|word| text.contains(word)))
    };
    has("deployment_preference")
        || is_named("deployment_config_name", &["Canary", "Linear"])
        || has("blue_green_deployment_config")
        || resource.is_any(&["aws_codedeploy.LambdaDeploymentGroup", "aws_codedeploy.EcsDeploymentGroup"])
        || resource.property(&["routing_config", "additional_version_weights"]).is_some()
}

fn splits(kind: &str, object: &Node) -> bool {
    match kind {
        "Rollout" => {
            ["canary", "blueGreen"].iter().any(|way| object.at(&["spec", "strategy", way]).is_some())
        }
        "Canary" => object.at(&["spec", "analysis"]).is_some(),
        "HTTPRoute" | "VirtualService" => {
            let weights = object
                .walk()
                .filter(|(key, node)| key.is_some_and(|key| key.text == "weight") && node.scalar().is_some());
            weights.count() >= 2
        }
        _ => false,
    }
}

/// Several copies with a readiness probe, replaced by the default strategy or a rolling one.
fn replaces_stepwise(object: &Node) -> bool {
    let is_rolling = object
        .at(&["spec", "strategy", "type"])
        .and_then(Node::text)
        .is_none_or(|kind| kind == "RollingUpdate");
    let copies =
        object.at(&["spec", "replicas"]).and_then(Node::scalar).and_then(|number| number.parse::<u32>().ok());
    let is_asked = object.walk().any(|(key, _)| key.is_some_and(|key| key.text == "readinessProbe"));
    is_rolling && is_asked && copies.is_some_and(|copies| copies > 1)
}
