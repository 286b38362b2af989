//! Whether a repository holds something that is brought to production at all, and what in a pipeline brings it there.

use super::not_applicable;
use super::pipelines::{Action, Step, steps};
use super::shell::is_command;
use beredd_facts::RepoFacts;
use beredd_facts::identifier::has_word;
use beredd_model::{Text, Verdict};

/// Whether there is a service, an agent, a model call or a pipeline that deploys: a library and a tool have none.
pub(crate) fn is_deployed(repo: &RepoFacts) -> bool {
    let population = repo.population();
    !population.services.is_empty()
        || !population.agents.is_empty()
        || !population.call_sites.is_empty()
        || steps(repo).iter().any(|step| brings(step, &["deploy"]))
}

/// The verdict where nothing is brought to production.
pub(crate) fn nothing_deployed(repo: &RepoFacts, signals: &[&str]) -> Verdict {
    let reason = Text::fixed(
        "Nothing here is deployed: no service, no agent and no model call was found.",
        "Inget här driftsätts: ingen tjänst, ingen agent och inget modellanrop hittades.",
    );
    not_applicable(repo, signals, reason)
}

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

/// Whether a step of a pipeline deploys, or releases.
pub(crate) fn deploys(step: &Step<'_>) -> bool {
    brings(step, &["deploy", "release"])
}

/// Whether a step brings something out, by a command for it or by a script that is called as one of these. What is only released, a
/// library or a tool for the command line, runs at those who take it.
fn brings(step: &Step<'_>, scripts: &[&str]) -> bool {
    let by_action = matches!(step.action, Action::Uses(name) if ACTIONS.iter().any(|known| name.to_lowercase().starts_with(known)));
    // `make deploy`, `./scripts/deploy.sh`, `npm run deploy`, `python infra/deploy.py`.
    let by_script = step.commands().iter().any(|words| {
        let is_starter =
            ["bash", "just", "make", "node", "npm", "pnpm", "python", "python3", "sh", "task", "yarn"]
                .iter()
                .any(|program| is_command(words, program, &[]));
        let first = words.first().copied().unwrap_or_default();
        let named = |word: &str| has_word(word, scripts);
        (is_starter && words.iter().skip(1).take(2).any(|word| named(word)))
            || (first.contains('/') && named(first))
    });
    by_action || by_script || runs_any(step, DEPLOYS)
}

fn runs_any(step: &Step<'_>, commands: &[(&str, &[&str])]) -> bool {
    commands.iter().any(|(program, arguments)| step.runs(program, arguments))
}
