//! A guide takes a reader through running the system locally, and through running it in production.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::documents::{Section, manuals, runs_something, sections, texts, variables};
use crate::shared::named_things::{Inventory, named_in_command};
use crate::shared::shell::pieces;
use crate::shared::{Tally, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::identifier::words;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 3),
    role: Role::Decisive,
    claim: Text::fixed(
        "The deployment guide covers local development and production in the cloud",
        "Driftsättningsguiden täcker både lokal utveckling och produktion i molnet",
    ),
    gap_title: Text::fixed(
        "The deployment guide does not cover both local development and production",
        "Driftsättningsguiden täcker inte både lokal utveckling och produktion",
    ),
    why: Text::fixed(
        "Without steps that work, only those who were there can start the system, and only they can put it back after an outage.",
        "Utan steg som fungerar kan bara de som var med starta systemet, och bara de kan få upp det igen efter ett driftstopp.",
    ),
    fix: Text::fixed(
        "Write two sections: one that starts the system on a developer's machine, one that takes it to production. Each with its \
         commands, the variables and secrets it needs, and a check that it worked.",
        "Skriv två avsnitt: ett som startar systemet på en utvecklares dator och ett som tar det till produktion. Båda med sina \
         kommandon, de variabler och hemligheter som behövs och en kontroll av att det gick bra.",
    ),
    limits: Text::fixed(
        "Commands are not run; files, Python modules and npm scripts they name are looked up. Guides outside the repository are not read.",
        "Kommandona körs inte, men filer, Pythonmoduler och npm-skript de nämner slås upp. Guider utanför repot läses inte.",
    ),
    consequence: Consequence::C5,
    effort: once(500, 1000, 2000),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- docs/deployment.md
# Deployment

## Local development
Set `AWS_REGION` and start it:

```bash
docker compose up
```

## Production on AWS
Put `OPENAI_API_KEY` into the secret.

```bash
terraform apply
```
//- compose.yaml
services: {}
",
        ),
        Example::partial(
            "\
//- README.md
# Shop
## Getting started
Set `OPENAI_API_KEY`.

```bash
uvicorn app:app
```
## Production
```bash
export AWS_REGION=eu-north-1
./deploy.sh ⟵
```
//- app.py
app = 1
",
        ),
        Example::partial(
            "\
//- docs/drift.md
# Driftsättning
## Lokal utveckling
Sätt `OPENAI_API_KEY`.
```bash
docker compose up
```
//- compose.yaml
services: {}
",
        ),
        Example::partial(
            "\
//- README.md
# Shop
## Deployment on Agent Engine
Set `GOOGLE_CLOUD_PROJECT`.
```bash
python deploy.py
```
//- deploy.py
run = 1
",
        ),
        Example::fails("//- Dockerfile\nFROM python:3.12\n//- README.md\n# Shop\nA shop with agents.\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
//- docs/deployment.md
# Deployment guide
## Local development
Run it locally with Docker.
## Production
Deploy to AWS with CDK. Health checks, alarms and OPENAI_API_KEY are configured.
//- docs/DEPLOYMENT_SUMMARY.md
# Production
```bash
terraform apply -var OPENAI_API_KEY=x
```
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12
//- docs/models.md
# Models
## Running with Azure
```bash
OPENAI_API_VERSION=\"2024-05-01-preview\"
AZURE_OPENAI_API_KEY=\"[Your Key]\"
```
## Azure OpenAI
Set `AZURE_OPENAI_API_KEY`.
```bash
python -m shop
```
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "//- README.md\n# Words\nA library that splits texts.\n## Use\n`words.split(text)`\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "sections on local development and on production, with commands and variables",
    "files, modules and scripts that their commands name",
];

/// Words of headings about the developer's own machine.
const LOCAL: &[&str] = &[
    "local",
    "locally",
    "localhost",
    "development",
    "dev",
    "minikube",
    "lokal",
    "lokala",
    "lokalt",
    "utveckling",
    "utvecklingsmiljö",
];
/// Words of headings about where customers are.
const CLOUD: &[&str] = &[
    "agentcore",
    "aws",
    "azure",
    "cloud",
    "cloudflare",
    "digitalocean",
    "ecs",
    "eks",
    "gcp",
    "gke",
    "k8s",
    "kubernetes",
    "production",
    "prod",
    "heroku",
    "fargate",
    "lambda",
    "netlify",
    "railway",
    "vercel",
    "vertex",
    "moln",
    "molnet",
    "produktion",
];
/// Words that, behind a cloud's name, make it that of a vendor of models: "Azure OpenAI", "AWS Bedrock".
const MODELS: &[&str] = &["ai", "bedrock", "foundry", "open", "openai"];
/// Words of headings about starting something, wherever it is.
const STARTING: &[&str] = &[
    "start",
    "started",
    "quickstart",
    "install",
    "installation",
    "setup",
    "running",
    "run",
    "deploy",
    "deployment",
    "driftsättning",
    "komma",
    "installera",
    "starta",
];
/// Programs that reach a cloud or a cluster.
const CLOUD_PROGRAMS: &[&str] = &[
    "aws",
    "az",
    "cdk",
    "ecs-cli",
    "eksctl",
    "flyctl",
    "gcloud",
    "helm",
    "kubectl",
    "pulumi",
    "sam",
    "serverless",
    "terraform",
    "tofu",
];
/// Beginnings of commands that start something on this machine.
const LOCAL_COMMANDS: &[&str] = &[
    "docker compose up",
    "docker-compose up",
    "flask run",
    "make dev",
    "make run",
    "make up",
    "npm run dev",
    "npm start",
    "python ",
    "uv run",
    "uvicorn ",
];

/// One of the two halves of a guide.
struct Half {
    id: &'static str,
    en: &'static str,
    sv: &'static str,
    is_local: bool,
}

const HALVES: [Half; 2] = [
    Half { id: "local", en: "local development", sv: "lokal utveckling", is_local: true },
    Half { id: "cloud", en: "production", sv: "produktion", is_local: false },
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let inventory = Inventory::new(repo);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut found = [false; 2];
    for (half, is_found) in HALVES.iter().zip(&mut found) {
        *is_found = enter(&mut tally, repo, &inventory, half);
    }
    if found == [false, false] && repo.file_count() > 0 && !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let (n, of) = (tally.n(), tally.all());
    let summary = match found {
        [true, true] if n == of => Text::fixed(
            "Local development and production each have a section with commands and settings, and what the commands name is there.",
            "Lokal utveckling och produktion har var sitt avsnitt med kommandon och inställningar, och det kommandona nämner finns.",
        ),
        [true, true] => Text::fixed(
            "Local development and production each have a section, but some commands name what is not in the repository.",
            "Lokal utveckling och produktion har var sitt avsnitt, men vissa kommandon nämner sådant som inte finns i repot.",
        ),
        [true, false] => Text::fixed(
            "Only local development has a section with commands and settings; production has none.",
            "Bara lokal utveckling har ett avsnitt med kommandon och inställningar. För produktion saknas det.",
        ),
        [false, true] => Text::fixed(
            "Only production has a section with commands and settings; local development has none.",
            "Bara produktion har ett avsnitt med kommandon och inställningar. För lokal utveckling saknas det.",
        ),
        [false, false] => Text::fixed(
            "No document has a section with commands and settings, for local development or for production.",
            "Inget dokument har något avsnitt med kommandon och inställningar, varken för lokal utveckling eller för produktion.",
        ),
    };
    tally.verdict(summary)
}

/// Enters whether a half is described and whether what it names exists; says whether it is described.
fn enter(tally: &mut Tally, repo: &RepoFacts, inventory: &Inventory<'_>, half: &Half) -> bool {
    let mut complete: Vec<Section<'_>> = manuals(repo)
        .flat_map(|(path, document)| sections(path, document))
        .filter(|section| is_about(section, half.is_local) && is_complete(section))
        .collect();
    // A document with both halves is the guide; then, the fewer commands lead nowhere the better, and the longer section.
    complete.sort_by_cached_key(|section| {
        let mut others = sections(section.path, section.document);
        let is_guide = others.any(|other| is_about(&other, !half.is_local) && is_complete(&other));
        let missing = missing_in(section, inventory).len();
        (!is_guide, missing, std::cmp::Reverse(section.commands().len()))
    });
    let (described, working) = (format!("{}: described", half.en), format!("{}: commands", half.en));
    let Some(section) = complete.first() else {
        tally.misses(half.id, &described, None);
        tally.misses(&format!("{}-exists", half.id), &working, None);
        return false;
    };
    tally.holds(half.id, &described, Some(section.place()));
    let what = Text::made(
        format!("\"{}\" has commands and settings for {}", section.heading.text, half.en),
        format!("”{}” har kommandon och inställningar för {}", section.heading.text, half.sv),
    );
    tally.supports(section.place(), Grade::Configured, what);
    let missing = missing_in(section, inventory);
    if missing.is_empty() {
        tally.holds(&format!("{}-exists", half.id), &working, Some(section.place()));
    } else {
        tally.misses(&format!("{}-exists", half.id), &working, Some(section.place()));
    }
    for (line, name) in missing {
        let what = Text::made(
            format!("The command names {name}, which is not in the repository"),
            format!("Kommandot nämner {name}, som inte finns i repot"),
        );
        tally.speaks_against(RepoFacts::place(section.path, Lines::at(line)), Grade::Configured, what);
    }
    true
}

fn is_about(section: &Section<'_>, is_local: bool) -> bool {
    let title = section.title();
    let has = |table: &[&str]| title.iter().any(|word| table.contains(&word.as_str()));
    let is_model = title
        .iter()
        .zip(title.iter().skip(1))
        .any(|(first, second)| CLOUD.contains(&first.as_str()) && MODELS.contains(&second.as_str()));
    // Agent Engine, App Engine, Kubernetes Engine
    let is_engine = title.iter().zip(title.iter().skip(1)).any(|(first, second)| {
        matches!(first.as_str(), "agent" | "app" | "compute" | "container" | "kubernetes")
            && second == "engine"
    });
    let (local, cloud) = (has(LOCAL), has(CLOUD) && !is_model || is_engine);
    if local != cloud {
        return local == is_local && !(section.heading.level == 1 && holds_both(section));
    }
    if !local && has(STARTING) && !holds_both(section) {
        let commands = section.commands();
        let reaches_cloud = commands.iter().any(|(_, command)| {
            command.split_whitespace().next().is_some_and(|program| CLOUD_PROGRAMS.contains(&program))
        });
        let starts_here = commands.iter().any(|(_, command)| {
            pieces(command).any(|part| LOCAL_COMMANDS.iter().any(|one| part.starts_with(one)))
        });
        return if is_local { starts_here && !reaches_cloud } else { reaches_cloud };
    }
    false
}

/// Whether sections below are about one half: then they are the guide, not the whole around them.
fn holds_both(section: &Section<'_>) -> bool {
    let below = sections(section.path, section.document)
        .filter(|one| one.heading != section.heading && section.heading.section.holds(one.heading.section));
    below.into_iter().any(|one| {
        one.title().iter().any(|word| LOCAL.contains(&word.as_str()) || CLOUD.contains(&word.as_str()))
    })
}

/// Commands to run, and what must be set before they are.
fn is_complete(section: &Section<'_>) -> bool {
    let in_section = section.texts();
    let names_settings = |text: &str| {
        variables(text).next().is_some()
            || text.contains(".env")
            || words(text)
                .iter()
                .any(|word| matches!(word.as_str(), "secret" | "secrets" | "hemlighet" | "hemligheter"))
    };
    let has_settings = in_section.iter().any(|(_, text)| names_settings(text))
        // Settings may stand in a section of their own, as long as it is the same guide.
        || section.document.headings.iter().any(|heading| {
            let title = words(&heading.text);
            let is_about_settings = title.iter().any(|word| matches!(word.as_str(), "environment" | "configuration" | "variables" | "konfiguration" | "miljövariabler"));
            is_about_settings && texts(section.document).iter().any(|(line, text)| heading.section.holds(Lines::at(*line)) && names_settings(text))
        });
    section.commands().iter().any(|(_, command)| runs_something(command)) && has_settings
}

/// What the section's commands name and the repository lacks.
fn missing_in(section: &Section<'_>, inventory: &Inventory<'_>) -> Vec<(u32, String)> {
    let mut missing = Vec::new();
    for (line, command) in section.commands() {
        let named = named_in_command(&command).into_iter();
        missing
            .extend(named.filter(|one| inventory.has(one) == Some(false)).map(|one| (line, one.written())));
    }
    missing
}
