//! What reaches production was tested and deployed by a pipeline, not from someone's computer.

use crate::shared::deployed::{deploys, is_deployed, nothing_deployed};
use crate::shared::kubernetes::{objects, place_of};
use crate::shared::pipelines::{Step, steps};
use crate::shared::suites::runs_tests;
use crate::shared::{Tally, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 2),
    role: Role::Supporting,
    claim: Text::fixed("A pipeline tests and deploys", "En pipeline testar och driftsätter"),
    gap_title: Text::fixed("Releases are made by hand", "Utgåvor görs för hand"),
    why: Text::fixed(
        "A release from someone's computer holds what happened to be there, skips the tests when it is urgent, and leaves no record.",
        "En utgåva från någons dator innehåller det som råkade finnas där, hoppar över testerna när det är bråttom och lämnar inga spår.",
    ),
    fix: Text::fixed(
        "Let the pipeline run the tests on every change, build the image, and deploy what passed: `helm upgrade`, `kubectl apply`, `cdk deploy`, `terraform apply`, or a GitOps controller that watches the repository.",
        "Låt pipelinen köra testerna vid varje ändring, bygga avbilden och driftsätta det som gick igenom: `helm upgrade`, `kubectl apply`, `cdk deploy`, `terraform apply`, eller en GitOps-kontrollant som bevakar repot.",
    ),
    limits: Text::fixed(
        "Pipelines that are set up outside the repository are not seen, nor what a script does that the pipeline starts, beyond its name.",
        "Pipelines som ställs in utanför repot syns inte, och inte vad ett skript gör som pipelinen startar, utöver dess namn.",
    ),
    consequence: Consequence::C4,
    effort: once(3000, 4000, 6000),
    after: &["testing/covers-the-llm-integration-with-tests"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    steps:
      - run: pytest
  deploy:
    steps:
      - run: |
          docker build -t api .
          kubectl set image deployment/api api=api:1.2.0
",
        ),
        Example::partial(
            "\
//- .gitlab-ci.yml
test:
  script:
    - pip install .
    - uv run --locked --group dev tox run
",
        ),
        Example::fails(
            "\
//- main.py
import flask

app = flask.Flask(__name__)
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- .github/workflows/greet.yml
# pytest && kubectl apply -f k8s
on: issues
jobs:
  greet:
    steps:
      - run: echo \"pytest and kubectl apply\"
//- main.py
import flask

app = flask.Flask(__name__)
//- README.md
CI/CD deploys to production.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "GitHub Actions, GitLab CI, Azure Pipelines, CircleCI, Bitbucket, CodeBuild, Cloud Build",
    "pytest, npm test, go test, mvn, dotnet test in a step",
    "kubectl, helm, terraform apply, cdk deploy, sam deploy, gcloud run deploy, az in a step",
    "Argo CD and Flux",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let steps = steps(repo);
    if steps.is_empty() && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let test = steps.iter().find(|step| tests(step));
    let deploy = steps.iter().find(|step| deploys(step)).map(Step::place).or_else(|| gitops(repo));
    if let Some(step) = test {
        tally.supports(
            step.place(),
            Grade::Configured,
            Text::fixed("The pipeline runs tests", "Pipelinen kör tester"),
        );
    }
    if let Some(place) = &deploy {
        tally.supports(
            place.clone(),
            Grade::Configured,
            Text::fixed("The pipeline deploys", "Pipelinen driftsätter"),
        );
    }
    let outcome = |found: bool| if found { Outcome::Pass } else { Outcome::Fail };
    tally.count("tests", "tests", outcome(test.is_some()), None);
    tally.count("deployment", "deployment", outcome(deploy.is_some()), None);
    tally.verdict(match (test.is_some(), deploy.is_some()) {
        (true, true) => Text::fixed("A pipeline tests and deploys.", "En pipeline testar och driftsätter."),
        (true, false) => Text::fixed(
            "A pipeline tests, but nothing in it deploys.",
            "En pipeline testar, men inget i den driftsätter.",
        ),
        (false, true) => Text::fixed(
            "A pipeline deploys, but it runs no tests.",
            "En pipeline driftsätter, men den kör inga tester.",
        ),
        (false, false) => {
            Text::fixed("No pipeline tests or deploys.", "Ingen pipeline testar eller driftsätter.")
        }
    })
}

fn tests(step: &Step<'_>) -> bool {
    step.commands().iter().any(|words| runs_tests(&words.join(" ")))
}

/// Controllers that bring what stands in the repository to a cluster.
fn gitops(repo: &RepoFacts) -> Option<beredd_model::Place> {
    objects(repo).find_map(|(path, kind, object)| {
        let version = object.get("apiVersion").and_then(beredd_facts::fact::Node::text).unwrap_or_default();
        let is_argo = matches!(kind, "Application" | "ApplicationSet") && version.starts_with("argoproj.io/");
        let is_flux =
            matches!(kind, "HelmRelease" | "Kustomization") && version.contains("toolkit.fluxcd.io/");
        (is_argo || is_flux).then(|| place_of(path, object))
    })
}
