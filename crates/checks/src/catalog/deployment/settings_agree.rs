//! The same setting has the same value in code, in infrastructure and in the example of the environment.

use crate::shared::infrastructure::documents;
use crate::shared::values::{text, walk};
use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::{Node, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{FileRole, Language, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Settings agree wherever they are written",
        "Inställningar är lika överallt där de står",
    ),
    gap_title: Text::fixed(
        "The same setting has different values in different places",
        "Samma inställning har olika värden på olika ställen",
    ),
    why: Text::fixed(
        "Which value holds in production then depends on which file was read last: tables are sought in the wrong region, and a limit \
         is not the one that was tested.",
        "Vilket värde som gäller i produktion beror då på vilken fil som lästes sist: tabeller söks i fel region och en gräns är inte \
         den som testades.",
    ),
    fix: Text::fixed(
        "Keep each setting's default in one place (one settings class), let the rest read it from there, and set what differs between \
         environments in the infrastructure alone.",
        "Håll standardvärdet för varje inställning på ett ställe (en inställningsklass), låt resten läsa det därifrån och sätt det \
         som skiljer mellan miljöer enbart i infrastrukturen.",
    ),
    limits: Text::fixed(
        "Values that are put together while the system runs are not compared. Between code and infrastructure only regions, models, \
         tables, indexes, buckets, limits and times are: hosts and addresses are meant to differ.",
        "Värden som sätts ihop under körning jämförs inte. Mellan kod och infrastruktur jämförs bara regioner, modeller, tabeller, \
         index, hinkar, gränser och tider: värdnamn och adresser ska skilja sig åt.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("setting", "inställning")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- app.py
import os

REGION = os.getenv('AWS_REGION', 'eu-north-1')
//- .env.example
AWS_REGION=eu-north-1
//- infra/main.tf
provider \"aws\" {
  region = \"eu-north-1\"
}
",
        ),
        Example::partial(
            "\
//- app.py
import os

REGION = os.getenv('AWS_REGION', 'us-east-1') ⟵
MODEL = os.getenv('LLM_MODEL', 'gpt-4o')
//- worker.py
import os

MODEL = os.getenv('LLM_MODEL', 'gpt-4o')
//- infra/main.tf
provider \"aws\" {
  region = \"eu-north-1\" ⟵
}
",
        ),
        Example::fails(
            "\
//- app.py
import os

LIMIT = os.getenv('LLM_MAX_TOKENS', '800') ⟵
//- worker.py
import os

LIMIT = int(os.environ.get('LLM_MAX_TOKENS', 1000)) ⟵
//- compose.yaml
services:
  app:
    build: .
    environment:
      LLM_MAX_TOKENS: 800
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- app.py
import os

# AWS_REGION is us-east-1
HOST = os.getenv('REDIS_HOST', 'localhost')
PROMPT = 'AWS_REGION=us-west-2'
//- compose.yaml
services:
  app:
    build: .
    environment:
      REDIS_HOST: redis
//- tests/conftest.py
import os

REGION = os.getenv('AWS_REGION', 'us-east-1')
//- .env.example
OPENAI_MODEL=your-model-here
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "defaults of os.getenv and os.environ.get in code",
    ".env.example, environment of compose and Kubernetes, ENV of Dockerfiles",
    "region of Terraform's provider and of clients in code",
];

/// Words of settings that no environment should change by accident.
const SHARED: &[&str] = &[
    "bucket",
    "currency",
    "dimension",
    "dimensions",
    "index",
    "language",
    "limit",
    "locale",
    "max",
    "min",
    "model",
    "namespace",
    "region",
    "retries",
    "table",
    "temperature",
    "threshold",
    "timeout",
    "tokens",
    "topic",
    "ttl",
    "version",
];

/// Where a value of a setting stands, and what kind of place that is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Setting {
    place: Place,
    value: String,
    is_code: bool,
}

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut settings: BTreeMap<String, BTreeSet<Setting>> = BTreeMap::new();
    from_code(repo, &mut settings);
    from_files(repo, &mut settings);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (name, places) in &settings {
        let compared: Vec<&Setting> =
            places.iter().filter(|one| one.is_code || has_word(name, SHARED)).collect();
        if compared.len() < 2 {
            continue;
        }
        let values: BTreeSet<&str> = compared.iter().map(|one| one.value.as_str()).collect();
        let agrees = values.len() == 1;
        let first = compared.first().map(|one| one.place.clone());
        if agrees {
            tally.holds(name, name, first);
        } else {
            tally.misses(name, name, first);
        }
        // One place per value is enough to show what differs.
        for value in values {
            let Some(setting) = compared.iter().find(|one| one.value == value) else { continue };
            let what = Text::made(format!("{name} is {value} here"), format!("{name} är {value} här"));
            if agrees {
                tally.supports(setting.place.clone(), Grade::Configured, what);
            } else {
                tally.speaks_against(setting.place.clone(), Grade::Configured, what);
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No setting has a value in two places.",
            "Ingen inställning har ett värde på två ställen.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let (mut en, mut sv) = (
        format!("{n} of {of} settings that stand in more than one place agree."),
        format!("{n} av {of} inställningar som står på mer än ett ställe är lika."),
    );
    if n < of {
        let missing = tally.missing_names(6);
        en.push_str(&format!(" Different: {missing}."));
        sv.push_str(&format!(" Olika: {missing}."));
    }
    tally.verdict(Text::made(en, sv))
}

type Settings = BTreeMap<String, BTreeSet<Setting>>;

fn add(settings: &mut Settings, name: &str, value: &str, place: Place, is_code: bool) {
    let value = value.trim().trim_matches(['"', '\'']);
    let lower = value.to_lowercase();
    let is_open = value.is_empty()
        || value.contains(['$', '{', '<', '*', ' '])
        || value.contains("...")
        || ["your", "example", "changeme", "xxx", "none", "replace", "todo"]
            .iter()
            .any(|word| lower.split(['-', '_', '.', '/']).any(|part| part == *word));
    // What is told apart by each service on its own, and what is secret, is not one setting.
    let is_own = matches!(name, "PORT" | "HOST" | "NAME" | "DEBUG" | "LOG_LEVEL")
        || has_word(name, &["key", "secret", "token", "password"]);
    if !is_open && !is_own {
        let value = match lower.as_str() {
            "true" | "false" => lower.clone(),
            // 30 and 30.0 are the same number.
            _ => value
                .strip_suffix(".0")
                .filter(|whole| whole.parse::<u64>().is_ok())
                .unwrap_or(value)
                .to_owned(),
        };
        settings.entry(one_name(name).to_owned()).or_default().insert(Setting { place, value, is_code });
    }
}

/// Two variables of the AWS libraries mean the same region.
fn one_name(name: &str) -> &str {
    if name == "AWS_DEFAULT_REGION" { "AWS_REGION" } else { name }
}

/// Defaults in code, and regions that clients are given.
fn from_code(repo: &RepoFacts, settings: &mut Settings) {
    for (path, module) in repo.production_code() {
        let bound = module.bindings.iter().map(|one| (one.lines, &one.value));
        let given =
            module.calls.iter().flat_map(|call| call.arguments.iter().map(|one| (call.lines, &one.value)));
        let returned = module
            .definitions
            .iter()
            .flat_map(|one| one.returns.iter().map(|back| (back.lines, &back.value)));
        for (lines, value) in bound.chain(given).chain(returned) {
            for part in walk(value) {
                let Value::Environment { name, default: Some(default) } = part else { continue };
                if let Some(value) = scalar(default) {
                    add(settings, name, &value, at(path, lines.start), true);
                }
            }
        }
        for call in module.calls.iter().filter(|call| call.target.starts_with("boto3.")) {
            let region = call
                .arguments
                .iter()
                .find(|one| one.name.as_deref() == Some("region_name"))
                .and_then(|one| text(&one.value));
            if let Some(region) = region {
                add(settings, "AWS_REGION", region, at(path, call.lines.start), true);
            }
        }
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.clone()),
        Value::Bool(is_true) => Some(is_true.to_string()),
        _ => None,
    }
}

/// Values in configuration: example files, compose, Kubernetes, Dockerfiles, Terraform.
fn from_files(repo: &RepoFacts, settings: &mut Settings) {
    let examples = repo.files_in(Language::Env).filter(|(_, file)| {
        matches!(file.role, FileRole::Production | FileRole::Documentation | FileRole::Tooling)
    });
    for (path, file) in examples {
        for (key, value) in file.config.iter().flat_map(Node::members) {
            add(settings, &key.text, value.scalar().unwrap_or_default(), at(path, key.line), false);
        }
    }
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        for instruction in
            file.dockerfile.iter().flat_map(|recipe| &recipe.instructions).filter(|one| one.keyword == "ENV")
        {
            for (name, value) in
                instruction.arguments.split_whitespace().filter_map(|word| word.split_once('='))
            {
                add(settings, name, value, at(path, instruction.lines.start), false);
            }
        }
    }
    for (path, document) in documents(repo) {
        for (key, node) in document.walk().filter_map(|(key, node)| Some((key?, node))) {
            if matches!(key.text.as_str(), "environment" | "env")
                && !crate::shared::pipelines::is_pipeline(path)
            {
                environment(settings, path, node);
            }
        }
    }
    providers(repo, settings);
}

/// A map of variables, a list of `NAME=value`, or a list of names and values.
fn environment(settings: &mut Settings, path: &RepoPath, node: &Node) {
    for (key, value) in node.members() {
        add(settings, &key.text, value.scalar().unwrap_or_default(), at(path, key.line), false);
    }
    for item in node.items() {
        if let Some((name, value)) = item.text().and_then(|text| text.split_once('=')) {
            add(settings, name, value, at(path, item.line), false);
        }
        if let (Some(name), Some(value)) =
            (item.get("name").and_then(Node::text), item.get("value").and_then(Node::scalar))
        {
            add(settings, name, value, at(path, item.line), false);
        }
    }
}

/// The region of Terraform's provider, where there is only one: with more, the system is in several on purpose.
fn providers(repo: &RepoFacts, settings: &mut Settings) {
    let mut regions = Vec::new();
    for (path, document) in documents(repo).filter(|(path, _)| path.extension() == "tf") {
        for (_, provider) in document.members().iter().filter(|(key, _)| key.text == "provider") {
            let region = provider
                .get("aws")
                .and_then(|aws| aws.get("region"))
                .or_else(|| provider.items().iter().find_map(|item| item.get("aws")?.get("region")));
            regions.extend(region.and_then(|node| Some((at(path, node.line), node.text()?))));
        }
    }
    let distinct: BTreeSet<&str> = regions.iter().map(|(_, region)| *region).collect();
    if distinct.len() == 1 {
        for (place, region) in regions {
            add(settings, "AWS_REGION", region, place, false);
        }
    }
}

fn at(path: &RepoPath, line: u32) -> Place {
    RepoFacts::place(path, Lines::at(line))
}
