//! A bad release is taken back by a mechanism that exists, along steps that are written down.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::infrastructure::{Resource, resources};
use crate::shared::kubernetes::{objects, place_of};
use crate::shared::pipelines::{Step, steps};
use crate::shared::shell::{commands, is_command};
use crate::shared::{Tally, effort, is_effective};
use crate::{Check, Example};
use beredd_facts::fact::{Document, Heading};
use beredd_facts::identifier::has_word;
use beredd_facts::{FileFacts, FileRole, Language, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "A release can be rolled back by a mechanism and written steps",
        "En utgåva kan återställas med en mekanism och nedskrivna steg",
    ),
    gap_title: Text::fixed(
        "There is no way back from a bad release",
        "Det finns ingen väg tillbaka från en dålig utgåva",
    ),
    why: Text::fixed(
        "Every minute between a bad release and the return to the last good one is an outage, and nobody invents a safe way back \
         under pressure.",
        "Varje minut mellan en dålig utgåva och återgången till den senaste fungerande är ett avbrott, och ingen hittar på en säker \
         väg tillbaka under press.",
    ),
    fix: Text::fixed(
        "Let the pipeline undo a rollout that does not become healthy (`kubectl rollout undo`, `helm upgrade --atomic`, CodeDeploy \
         auto rollback, an ECS deployment circuit breaker with rollback), and write the manual steps in docs/rollback.md.",
        "Låt pipelinen backa en utrullning som inte blir frisk (`kubectl rollout undo`, `helm upgrade --atomic`, CodeDeploys \
         automatiska återställning, ECS deployment circuit breaker med rollback), och skriv de manuella stegen i docs/rollback.md.",
    ),
    limits: Text::fixed(
        "Whether a rollback has been drilled is not seen. What a script does inside is judged by its name and by who runs it.",
        "Om en återställning har övats syns inte. Vad ett skript gör inuti bedöms av dess namn och av vem som kör det.",
    ),
    consequence: Consequence::C2,
    effort: effort((1000, 2000, 3000), (250, 500, 1000), Text::fixed("service", "tjänst")),
    after: &[
        "deployment/builds-an-image-for-every-service",
        "deployment/declares-its-infrastructure-as-code",
    ],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- .github/workflows/deploy.yml
on: push
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - run: kubectl rollout status deployment/api || kubectl rollout undo deployment/api
//- docs/rollback.md
# Rollback

1. Run `kubectl rollout undo deployment/api`.
2. Check `/health`.
",
        ),
        Example::passes(
            "\
//- scripts/rollback_release.py
import sys

import boto3


def roll_back(service, revision):
    boto3.client('ecs').update_service(cluster='shop', service=service, taskDefinition=revision)


if __name__ == '__main__':
    roll_back(sys.argv[1], sys.argv[2])
//- docs/operations.md
# Operations

## Rollback

```bash
python scripts/rollback_release.py api api:41
curl -f https://shop.example.com/health
```
",
        ),
        Example::partial(
            "\
//- infra/main.tf
resource \"aws_ecs_service\" \"api\" {
  name = \"api\"
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}
",
        ),
        Example::fails(
            "\
//- main.py
import flask

app = flask.Flask(__name__)


def save(session):
    try:
        session.commit()
    except ValueError:
        session.rollback()
//- README.md
# Bot

## Rollback ⟵

Supported.
",
        ),
        Example::lookalike(
            Outcome::Partial,
            "\
//- deploy/rollback.sh
#!/bin/sh
# Takes the release before this one back.
# kubectl rollout undo deployment/api
//- docs/rollback.md
# Rollback

1. Run `./deploy/rollback.sh`.
2. Look at `/health`.
",
        ),
        Example::lookalike(
            Outcome::Partial,
            "\
//- scripts/rollback_demo.py
import sys

print(sys.argv)
//- docs/rollback.md
# Rollback

1. Run `./restore.sh` on the old machine.
2. Look at `/health`.
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- .github/workflows/deploy.yml
on: push
jobs:
  deploy:
    steps:
      # kubectl rollout undo deployment/api
      - run: echo \"if it fails run kubectl rollout undo\"
      - run: cdk deploy --rollback
//- CHANGELOG.md
# Changelog

- Rollback of the colour change
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "kubectl rollout undo, helm rollback, helm upgrade --atomic, argocd app rollback in a pipeline",
    "auto_rollback_configuration, deployment circuit breakers with rollback, Argo Rollouts, Flagger, DeploymentPreference",
    "scripts named rollback and who runs them",
    "a section on rollback with steps",
];

/// Commands that bring back an earlier release: program and words.
const COMMANDS: &[(&str, &[&str])] = &[
    ("argocd", &["app", "rollback"]),
    ("az", &["webapp", "deployment", "slot", "swap"]),
    ("eb", &["abort"]),
    ("gcloud", &["run", "services", "update-traffic"]),
    ("helm", &["rollback"]),
    ("heroku", &["rollback"]),
    ("kubectl", &["argo", "rollouts", "undo"]),
    ("kubectl", &["rollout", "undo"]),
    ("vercel", &["rollback"]),
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let has_mechanism =
        note_pipelines(repo, &mut tally) | note_resources(repo, &mut tally) | note_objects(repo, &mut tally);
    let steps = note_documents(repo, &mut tally);
    let has_steps = steps.is_some();
    let has_script = note_scripts(repo, &steps.unwrap_or_default(), &mut tally);
    let has_mechanism = has_mechanism || has_script;
    if !has_mechanism && !has_steps && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let outcome = |found: bool| if found { Outcome::Pass } else { Outcome::Fail };
    tally.count("mechanism", "a mechanism", outcome(has_mechanism), None);
    tally.count("steps", "written steps", outcome(has_steps), None);
    tally.verdict(match (has_mechanism, has_steps) {
        (true, true) => Text::fixed(
            "A mechanism takes a release back, and the steps are written down.",
            "En mekanism tar tillbaka en utgåva, och stegen är nedskrivna.",
        ),
        (true, false) => Text::fixed(
            "A mechanism takes a release back, but no document gives the steps.",
            "En mekanism tar tillbaka en utgåva, men inget dokument beskriver stegen.",
        ),
        (false, true) => Text::fixed(
            "The steps are written down, but no pipeline, script or resource carries out a rollback.",
            "Stegen är nedskrivna, men ingen pipeline, inget skript och ingen resurs genomför en återställning.",
        ),
        (false, false) => Text::fixed(
            "Neither a mechanism nor steps for rolling back a release were found.",
            "Varken en mekanism eller steg för att återställa en utgåva hittades.",
        ),
    })
}

fn note_pipelines(repo: &RepoFacts, tally: &mut Tally) -> bool {
    let mut is_found = false;
    for step in steps(repo) {
        let Some(command) = rollback_of(repo, &step) else { continue };
        is_found = true;
        let what = Text::made(format!("The pipeline runs `{command}`"), format!("Pipelinen kör `{command}`"));
        tally.supports(step.place(), Grade::Configured, what);
    }
    is_found
}

/// The command of a step that brings an earlier release back.
fn rollback_of(repo: &RepoFacts, step: &Step<'_>) -> Option<String> {
    step.commands()
        .into_iter()
        .find(|words| is_rollback(words) || runs_script(repo, words))
        .map(|words| words.join(" "))
}

fn is_rollback(words: &[&str]) -> bool {
    let is_known = COMMANDS.iter().any(|(program, arguments)| is_command(words, program, arguments));
    let is_atomic = is_command(words, "helm", &["upgrade"])
        && words.iter().any(|word| matches!(*word, "--atomic" | "--rollback-on-failure"));
    is_known || is_atomic
}

/// Whether a command starts a script of this repository that is named after rolling back.
fn runs_script(repo: &RepoFacts, words: &[&str]) -> bool {
    words.iter().take(2).any(|word| {
        let name = word.trim_start_matches("./");
        has_word(name, &["rollback", "roll back"])
            && RepoPath::parse(name).is_ok_and(|path| repo.file(&path).is_some_and(does_something))
    })
}

fn note_resources(repo: &RepoFacts, tally: &mut Tally) -> bool {
    let mut is_found = false;
    for resource in resources(repo) {
        if rolls_back(&resource) {
            is_found = true;
            let (kind, name) = (resource.kind, &resource.name);
            let what = Text::made(
                format!("{kind} {name} rolls back a deployment that fails"),
                format!("{kind} {name} backar en driftsättning som misslyckas"),
            );
            tally.supports(resource.head(), Grade::Configured, what);
        }
    }
    is_found
}

fn rolls_back(resource: &Resource<'_>) -> bool {
    const SWITCHES: &[&[&str]] = &[
        &["auto_rollback_configuration", "enabled"],
        &["deployment_circuit_breaker", "rollback"],
        &["deployment_configuration", "deployment_circuit_breaker", "rollback"],
    ];
    let is_on = |names: &&[&str]| resource.property(names).is_some_and(|property| property.is_true());
    SWITCHES.iter().any(is_on)
        || resource.property(&["deployment_preference"]).is_some()
        || (resource.kind.starts_with("aws_cdk.") && resource.property(&["circuit_breaker"]).is_some())
        || (resource.kind.starts_with("aws_cdk.") && resource.property(&["auto_rollback"]).is_some())
}

/// Argo Rollouts and Flagger take traffic back when a release does badly.
fn note_objects(repo: &RepoFacts, tally: &mut Tally) -> bool {
    let mut is_found = false;
    for (path, kind, object) in objects(repo) {
        let strategy = object.at(&["spec", "strategy"]);
        let is_rollout = kind == "Rollout"
            && strategy.is_some_and(|s| s.get("canary").is_some() || s.get("blueGreen").is_some());
        let is_canary = kind == "Canary" && object.at(&["spec", "analysis"]).is_some();
        if is_rollout || is_canary {
            is_found = true;
            let what = Text::made(
                format!("{kind} moves traffic step by step and back"),
                format!("{kind} flyttar trafiken stegvis och tillbaka"),
            );
            tally.supports(place_of(path, object), Grade::Configured, what);
        }
    }
    is_found
}

/// The steps that documents give, as they are written; nothing where none gives any.
fn note_documents(repo: &RepoFacts, tally: &mut Tally) -> Option<Vec<String>> {
    const TITLES: &[&str] =
        &["rollback", "roll back", "rolling back", "återställning", "återställ", "återställa", "backa"];
    let (mut has_steps, mut written) = (false, Vec::new());
    for (path, file) in repo.files_as(FileRole::Documentation) {
        let Some(document) = &file.document else { continue };
        for heading in document.headings.iter().filter(|heading| has_word(&heading.text, TITLES)) {
            let place = RepoFacts::place(path, Lines::at(heading.section.start));
            if step_count(document, heading) >= 2 {
                has_steps = true;
                let what = Text::fixed(
                    "The steps of a rollback are written here",
                    "Här står stegen för en återställning",
                );
                tally.supports(place, Grade::Configured, what);
            } else {
                let what = Text::fixed(
                    "A rollback is mentioned, but not how it is done",
                    "En återställning nämns, men inte hur den går till",
                );
                tally.speaks_against(place, Grade::Mentioned, what);
            }
            let items = document.list_items.iter().filter(|item| heading.section.holds(Lines::at(item.line)));
            let blocks = document.code_blocks.iter().filter(|block| heading.section.holds(block.lines));
            written.extend(items.map(|item| item.text.clone()).chain(blocks.map(|block| block.text.clone())));
        }
    }
    has_steps.then_some(written)
}

/// Items of lists and blocks of commands in a section, and sentences that give a command of their own.
fn step_count(document: &Document, heading: &Heading) -> usize {
    let items = document.list_items.iter().filter(|item| heading.section.holds(Lines::at(item.line))).count();
    let blocks = document.code_blocks.iter().filter(|block| heading.section.holds(block.lines));
    let commands = blocks.map(|block| commands(&block.text).len()).sum::<usize>();
    items.saturating_add(commands)
}

/// Whether a script holds more than comments.
fn does_something(file: &FileFacts) -> bool {
    match (file.language, &file.module) {
        (Language::Shell, _) => file.command_lines > 0,
        (_, Some(module)) => !module.calls.is_empty(),
        (_, None) => true,
    }
}

/// A script that is named after rolling back counts when it loads and a document with steps tells to run it.
fn note_scripts(repo: &RepoFacts, steps: &[String], tally: &mut Tally) -> bool {
    let mut counts = false;
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let is_script =
            matches!(path.extension(), "sh" | "ps1" | "py" | "ts" | "js") || path.extension().is_empty();
        let is_migration = path.parts().any(|part| has_word(part, &["migrations", "versions", "alembic"]));
        if !is_script
            || is_migration
            || !has_word(path.stem(), &["rollback", "roll back"])
            || file.lines < 3
            || !does_something(file)
            || repo.resolution().dead.contains_key(path)
        {
            continue;
        }
        let is_named = steps.iter().any(|step| runs(step, path));
        counts |= is_named;
        let what = if is_named {
            Text::fixed(
                "A script that rolls back, named in the steps",
                "Ett skript som backar, namngivet i stegen",
            )
        } else {
            Text::fixed(
                "A script named after rolling back",
                "Ett skript som är uppkallat efter återställning",
            )
        };
        tally.supports(RepoFacts::place(path, Lines::at(1)), Grade::Used, what);
    }
    counts
}

/// Whether a step names a file, by its path or by its last part, or the target of make that stands for it.
fn runs(step: &str, script: &RepoPath) -> bool {
    let mut words =
        step.split(|letter: char| letter.is_whitespace() || matches!(letter, '`' | '"' | '\'' | '(' | ')'));
    let is_it = |word: &str| {
        word.trim_end_matches([';', ',', ':', '.']).rsplit('/').next() == Some(script.file_name())
    };
    words.any(is_it) || step.contains("make rollback")
}
