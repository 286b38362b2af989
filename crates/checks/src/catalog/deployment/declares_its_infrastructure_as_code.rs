//! What the system runs on is declared in files that a tool applies, so that it can be reviewed, repeated and rebuilt.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::infrastructure::{Resource, Tool, resources};
use crate::shared::kubernetes::{compose_services, objects};
use crate::shared::{Tally, counted, effort, is_effective};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 2),
    role: Role::Decisive,
    claim: Text::fixed("The infrastructure is declared as code", "Infrastrukturen är beskriven som kod"),
    gap_title: Text::fixed("Infrastructure is not declared as code", "Infrastrukturen finns inte som kod"),
    why: Text::fixed(
        "What was clicked together in a console cannot be reviewed, repeated in a second region or rebuilt after a disaster, and \
         nobody sees when it changes.",
        "Det som klickats ihop i en konsol går inte att granska, upprepa i en annan region eller bygga upp igen efter ett haveri, \
         och ingen ser när det ändras.",
    ),
    fix: Text::fixed(
        "Declare network, compute, databases, secrets and permissions with AWS CDK, Terraform, CloudFormation, Pulumi, Bicep or a \
         Helm chart, and apply them from the pipeline.",
        "Beskriv nätverk, beräkning, databaser, hemligheter och behörigheter med AWS CDK, Terraform, CloudFormation, Pulumi, Bicep \
         eller ett Helmdiagram, och låt pipelinen tillämpa dem.",
    ),
    limits: Text::fixed(
        "Whether the code can be applied, and whether it is all that runs, is seen only where it is applied. Pulumi and Bicep are \
         recognised by their files, not read.",
        "Om koden går att tillämpa, och om den är allt som körs, syns bara där den tillämpas. Pulumi och Bicep känns igen på sina \
         filer men läses inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((2000, 4000, 8000), (250, 500, 1000), Text::fixed("resource group", "resursgrupp")),
    after: &["deployment/builds-an-image-for-every-service"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- infra/main.tf
terraform {
  backend \"s3\" {
    bucket = \"state\"
  }
}

resource \"aws_ecs_service\" \"api\" {
  name          = \"api\"
  desired_count = 2
}
",
        ),
        Example::passes(
            "\
//- app.py
import aws_cdk as cdk
from stacks.api import ApiStack

app = cdk.App()
ApiStack(app, 'api')
app.synth()
//- stacks/__init__.py
//- stacks/api.py
import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_


class ApiStack(cdk.Stack):
    def __init__(self, scope, name):
        super().__init__(scope, name)
        lambda_.Function(self, 'Handler', runtime=lambda_.Runtime.PYTHON_3_12, handler='main.run')
//- cdk.json
{\"app\": \"python app.py\"}
",
        ),
        Example::partial(
            "\
//- k8s/api.yaml
apiVersion: apps/v1
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
        Example::fails(
            "\
//- compose.yaml
services: ⟵
  api:
    build: .
//- Dockerfile
FROM python:3.12-slim
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- docs/deploy.md
Deploy to AWS with CDK and Terraform.
//- requirements.txt
aws-cdk-lib==2.170.0
//- app.py
import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs


class HelloStack(cdk.Stack):
    def __init__(self, scope, name):
        super().__init__(scope, name)


print('ready')
//- api.py
import flask

api = flask.Flask(__name__)
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "Terraform resources",
    "AWSTemplateFormatVersion, Transform, Resources of CloudFormation and SAM",
    "aws_cdk stacks and constructs, cdk.json",
    "Pulumi.yaml, *.bicep, Chart.yaml, kustomization.yaml",
    "Kubernetes objects",
];

/// Scaffolds that tools write and nobody runs.
const SCAFFOLDS: &[&str] = &["HelloCdkQueue", "HelloCdkTopic", "HelloWorldFunction"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let declared: Vec<Resource<'_>> = resources(repo)
        .into_iter()
        .filter(|one| one.tool() != Tool::Kubernetes && !SCAFFOLDS.contains(&one.name))
        .collect();
    let tools = note_resources(&declared, &mut tally).into_iter().chain(note_marked_files(repo, &mut tally));
    let tools: BTreeSet<&str> = tools.collect();
    let manifests: Vec<Place> = objects(repo).map(|(path, _, object)| place(path, object.line)).collect();
    if !tools.is_empty() {
        let names = tools.into_iter().collect::<Vec<_>>().join(", ");
        let count = declared.len();
        return tally.concluded(
            Outcome::Pass,
            Text::made(
                format!(
                    "Infrastructure is declared as code: {names} ({}).",
                    counted(count, "resource read", "resources read")
                ),
                format!(
                    "Infrastrukturen är beskriven som kod: {names} ({}).",
                    counted(count, "läst resurs", "lästa resurser")
                ),
            ),
        );
    }
    if let Some(first) = manifests.first() {
        let count = manifests.len();
        tally.holds("workloads", "workloads", Some(first.clone()));
        tally.misses("platform", "what they run on", None);
        let what = Text::made(
            format!("Kubernetes objects are declared ({count})"),
            format!("Kubernetesobjekt är beskrivna ({count})"),
        );
        tally.supports(first.clone(), Grade::Configured, what);
        return tally.verdict(Text::made(
            format!("Objects of Kubernetes are declared ({count}), but nothing declares the cluster, databases and network they need."),
            format!("Objekt för Kubernetes är beskrivna ({count}), men inget beskriver klustret, databaserna och nätverket de behöver."),
        ));
    }
    without(repo, tally)
}

fn without(repo: &RepoFacts, mut tally: Tally) -> Verdict {
    if !is_deployed(repo) && compose_services(repo).next().is_none() {
        return nothing_deployed(repo, SIGNALS);
    }
    if let Some((path, _, service)) = compose_services(repo).next() {
        let line = repo
            .file(path)
            .and_then(|file| file.config.first())
            .map_or(service.line, |document| document.line);
        let what = Text::fixed(
            "A compose file starts services on one machine; it declares no infrastructure",
            "En composefil startar tjänster på en dator; den beskriver ingen infrastruktur",
        );
        tally.speaks_against(place(path, line), Grade::Configured, what);
    }
    tally.concluded(
        Outcome::Fail,
        Text::fixed(
            "No infrastructure code was found: no Terraform, CDK, CloudFormation, Pulumi, Bicep or Helm.",
            "Ingen infrastrukturkod hittades: varken Terraform, CDK, CloudFormation, Pulumi, Bicep eller Helm.",
        ),
    )
}

/// The tools whose resources were read; one piece of evidence for each file.
fn note_resources(declared: &[Resource<'_>], tally: &mut Tally) -> BTreeSet<&'static str> {
    let mut files = BTreeSet::new();
    let mut tools = BTreeSet::new();
    for resource in declared {
        let tool = resource.tool().name();
        tools.insert(tool);
        if files.insert(resource.path) {
            let (kind, name) = (resource.kind, &resource.name);
            let what = Text::made(
                format!("{tool} declares {kind} {name}"),
                format!("{tool} beskriver {kind} {name}"),
            );
            tally.supports(resource.head(), Grade::Configured, what);
        }
    }
    tools
}

/// Tools that are recognised by the name of a file.
fn note_marked_files(repo: &RepoFacts, tally: &mut Tally) -> BTreeSet<&'static str> {
    let mut tools = BTreeSet::new();
    for (path, _) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let tool = match path.file_name() {
            "Pulumi.yaml" | "Pulumi.yml" => "Pulumi",
            "Chart.yaml" if has_templates(repo, path.folder()) => "Helm",
            "kustomization.yaml" | "kustomization.yml" => "Kustomize",
            _ if path.extension() == "bicep" => "Bicep",
            _ => continue,
        };
        if tools.insert(tool) {
            let what =
                Text::made(format!("This is a file of {tool}"), format!("Det här är en fil för {tool}"));
            tally.supports(place(path, 1), Grade::Configured, what);
        }
    }
    tools
}

fn has_templates(repo: &RepoFacts, chart: &str) -> bool {
    let folder = if chart.is_empty() { "templates".to_owned() } else { format!("{chart}/templates") };
    repo.files().any(|(path, _)| path.is_in(&folder))
}

fn place(path: &beredd_model::RepoPath, line: u32) -> Place {
    RepoFacts::place(path, Lines::at(line))
}
