//! Whoever deploys the system can read which settings it needs.

use crate::shared::deployed::{is_deployed, nothing_deployed};
use crate::shared::values::walk;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::{Document, Node, Value};
use beredd_facts::{FileRole, Language, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "Environment variables that the code needs are listed",
        "Miljövariabler som koden behöver finns uppräknade",
    ),
    gap_title: Text::fixed(
        "Needed environment variables are written nowhere",
        "Nödvändiga miljövariabler står ingenstans",
    ),
    why: Text::fixed(
        "A variable that nobody knew of is found when production has started without it.",
        "En variabel som ingen kände till upptäcks när produktionen har startat utan den.",
    ),
    fix: Text::fixed(
        "List every variable in .env.example with a word on each, or in a table of the deployment guide, and set them in compose and Kubernetes files.",
        "Räkna upp varje variabel i .env.example med ett ord om var och en, eller i en tabell i driftsättningsguiden, och sätt dem i compose- och Kubernetesfiler.",
    ),
    limits: Text::fixed(
        "Variables that libraries read by themselves, and names that are put together at run time, are not seen.",
        "Variabler som bibliotek läser själva, och namn som sätts ihop vid körning, syns inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((100, 250, 500), (10, 25, 50), Text::fixed("variable", "variabel")),
    after: &["deployment/has-a-deployment-guide"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
import os

import flask

app = flask.Flask(__name__)
url = os.environ['DATABASE_URL']
home = os.environ['HOME']
//- .env.example
DATABASE_URL=
",
        ),
        Example::partial(
            "\
//- main.py
import os

import flask

app = flask.Flask(__name__)
url = os.environ['DATABASE_URL']
queue = os.getenv('QUEUE_URL') ⟵
//- README.md
# Settings

| Variable | Meaning |
|---|---|
| `DATABASE_URL` | where rows are kept |
",
        ),
        Example::fails(
            "\
//- main.py
import os

import flask

app = flask.Flask(__name__)
url = os.environ['DATABASE_URL'] ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import os

import flask

app = flask.Flask(__name__)
# DATABASE_URL is needed
NOTE = 'Set DATABASE_URL before you start.'
url = os.environ['DATABASE_URL'] ⟵
//- README.md
All variables are documented.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "os.environ and os.getenv in production code",
    ".env.example, compose, Kubernetes, Terraform, pipelines",
    "documents",
];

/// Variables that the system a program runs on sets, and that nobody lists.
const GIVEN: &[&str] = &[
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "CI",
    "DEBUG",
    "HOME",
    "HOSTNAME",
    "LANG",
    "PATH",
    "PORT",
    "PWD",
    "PYTHONPATH",
    "SHELL",
    "TEMP",
    "TERM",
    "TMP",
    "TMPDIR",
    "TZ",
    "USER",
    "VIRTUAL_ENV",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if !is_deployed(repo) {
        return nothing_deployed(repo, SIGNALS);
    }
    let needed = needed(repo);
    if needed.is_empty() {
        let reason =
            Text::fixed("The code reads no environment variable.", "Koden läser ingen miljövariabel.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let known = known(repo, &needed);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (name, place) in &needed {
        if known.contains(name.as_str()) {
            tally.holds(name, name, Some(place.clone()));
        } else {
            let what = Text::made(
                format!("{name} is read here and listed nowhere"),
                format!("{name} läses här men finns inte uppräknad någonstans"),
            );
            tally.speaks_against(place.clone(), Grade::Used, what);
            tally.misses(name, name, Some(place.clone()));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} environment variables are listed{}", tail("not so")),
        format!("{n} av {of} miljövariabler finns uppräknade{}", tail("inte så")),
    ))
}

/// The variables that production code reads, with the first place of each.
fn needed(repo: &RepoFacts) -> BTreeMap<String, Place> {
    let mut found = BTreeMap::new();
    for (path, module) in repo.production_code() {
        let bound = module.bindings.iter().map(|binding| (binding.lines, &binding.value));
        let given = module
            .calls
            .iter()
            .flat_map(|call| call.arguments.iter().map(|argument| (call.lines, &argument.value)));
        for (lines, value) in bound.chain(given) {
            for part in walk(value) {
                if let Value::Environment { name, .. } = part
                    && GIVEN.binary_search(&name.as_str()).is_err()
                {
                    found.entry(name.clone()).or_insert_with(|| RepoFacts::place(path, lines));
                }
            }
        }
    }
    found
}

/// Those of the needed variables that configuration sets or documents mention.
fn known<'a>(repo: &'a RepoFacts, needed: &BTreeMap<String, Place>) -> BTreeSet<&'a str> {
    // Every word of every document is asked for: most are told apart by their first letter.
    let firsts: BTreeSet<u8> = needed.keys().filter_map(|name| name.bytes().next()).collect();
    let is_needed = |name: &&str| {
        name.bytes().next().is_some_and(|first| firsts.contains(&first)) && needed.contains_key(*name)
    };
    let mut names = BTreeSet::new();
    for (_, file) in repo.files().filter(|(_, file)| {
        !matches!(file.role, FileRole::Test | FileRole::AuditMaterial | FileRole::Vendored)
    }) {
        for (key, node) in file.config.iter().flat_map(Node::walk) {
            names.extend(key.map(|key| key.text.as_str()).filter(is_needed));
            let is_entry = matches!(file.language, Language::Yaml | Language::Json);
            let text = node.text().filter(|_| is_entry).map(|text| text.split('=').next().unwrap_or(text));
            names.extend(text.filter(is_needed));
        }
        names.extend(file.document.iter().flat_map(words).filter(is_needed));
        let settings = file.dockerfile.iter().flat_map(|recipe| &recipe.instructions);
        for one in settings.filter(|one| matches!(one.keyword.as_str(), "ENV" | "ARG")) {
            names.extend(split(&one.arguments).filter(is_needed));
        }
    }
    names
}

fn words(document: &Document) -> impl Iterator<Item = &str> {
    let cells = document.tables.iter().flat_map(|table| table.rows.iter().flatten());
    let items = document.list_items.iter().map(|item| &item.text);
    let paragraphs = document.paragraphs.iter().map(|paragraph| &paragraph.text);
    let blocks = document.code_blocks.iter().map(|block| &block.text);
    cells.chain(items).chain(paragraphs).chain(blocks).flat_map(|text| split(text))
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').filter(|word| word.len() > 1)
}
