//! What reaches production was tested and deployed by a pipeline, not from someone's computer.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::kubernetes::{objects, place_of};
use crate::shared::pipelines::{Action, Step, is_command, steps};
use crate::shared::{Tally, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::identifier::has_word;
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
    - pytest
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

/// Commands that run tests.
const TESTS: &[(&str, &[&str])] = &[
    ("cargo", &["test"]),
    ("dotnet", &["test"]),
    ("go", &["test"]),
    ("gradle", &["test"]),
    ("gradlew", &["check"]),
    ("gradlew", &["test"]),
    ("make", &["check"]),
    ("make", &["test"]),
    ("mvn", &["test"]),
    ("mvn", &["verify"]),
    ("npm", &["run", "test"]),
    ("npm", &["test"]),
    ("nox", &[]),
    ("pnpm", &["test"]),
    ("poetry", &["run", "pytest"]),
    ("pytest", &[]),
    ("python", &["-m", "pytest"]),
    ("python", &["-m", "unittest"]),
    ("tox", &[]),
    ("uv", &["run", "pytest"]),
    ("vitest", &[]),
    ("yarn", &["test"]),
];

/// Commands that bring something to where it runs.
const DEPLOYS: &[(&str, &[&str])] = &[
    ("amplify", &["publish"]),
    ("ansible-playbook", &[]),
    ("argocd", &["app", "sync"]),
    ("aws", &["cloudformation", "deploy"]),
    ("aws", &["deploy", "create-deployment"]),
    ("aws", &["ecs", "update-service"]),
    ("aws", &["lambda", "update-function-code"]),
    ("az", &["containerapp", "update"]),
    ("az", &["webapp", "deploy"]),
    ("cdk", &["deploy"]),
    ("docker", &["stack", "deploy"]),
    ("eb", &["deploy"]),
    ("fly", &["deploy"]),
    ("flyctl", &["deploy"]),
    ("gcloud", &["app", "deploy"]),
    ("gcloud", &["functions", "deploy"]),
    ("gcloud", &["run", "deploy"]),
    ("helm", &["install"]),
    ("helm", &["upgrade"]),
    ("helmfile", &["apply"]),
    ("helmfile", &["sync"]),
    ("kubectl", &["apply"]),
    ("kubectl", &["set", "image"]),
    ("npx", &["cdk", "deploy"]),
    ("pulumi", &["up"]),
    ("railway", &["up"]),
    ("sam", &["deploy"]),
    ("serverless", &["deploy"]),
    ("sls", &["deploy"]),
    ("terraform", &["apply"]),
    ("tofu", &["apply"]),
    ("vercel", &["deploy"]),
];

/// Packaged steps that deploy, by how they begin.
const ACTIONS: &[&str] = &[
    "aws-actions/amazon-ecs-deploy-task-definition",
    "aws-actions/aws-cloudformation-github-deploy",
    "azure/container-apps-deploy-action",
    "azure/functions-action",
    "azure/k8s-deploy",
    "azure/webapps-deploy",
    "google-github-actions/deploy-cloud-functions",
    "google-github-actions/deploy-cloudrun",
    "pulumi/actions",
    "superfly/flyctl-actions",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let steps = steps(repo);
    if steps.is_empty() && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let test = steps.iter().find(|step| runs_any(step, TESTS));
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

fn runs_any(step: &Step<'_>, commands: &[(&str, &[&str])]) -> bool {
    commands.iter().any(|(program, arguments)| step.runs(program, arguments))
}

fn deploys(step: &Step<'_>) -> bool {
    let by_action = matches!(step.action, Action::Uses(name) if ACTIONS.iter().any(|known| name.to_lowercase().starts_with(known)));
    // `make deploy`, `./scripts/deploy.sh`, `npm run deploy`, `python infra/deploy.py`.
    let by_script = step.commands().iter().any(|words| {
        let is_starter =
            ["bash", "just", "make", "node", "npm", "pnpm", "python", "python3", "sh", "task", "yarn"]
                .iter()
                .any(|program| is_command(words, program, &[]));
        let first = words.first().copied().unwrap_or_default();
        let named = |word: &str| has_word(word, &["deploy", "release"]);
        (is_starter && words.iter().skip(1).take(2).any(|word| named(word)))
            || (first.contains('/') && named(first))
    });
    by_action || by_script || runs_any(step, DEPLOYS)
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
