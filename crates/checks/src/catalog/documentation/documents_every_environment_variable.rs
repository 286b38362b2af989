//! Every variable of the environment that the code reads is written down for those who must set it.

use crate::shared::documents::{manuals, texts, variables};
use crate::shared::values::walk;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::{Module, Value};
use beredd_facts::{Language, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "Every environment variable that the code reads is documented",
        "Varje miljövariabel som koden läser är dokumenterad",
    ),
    gap_title: Text::fixed(
        "Environment variables that nobody is told about",
        "Miljövariabler som ingen får veta om",
    ),
    why: Text::fixed(
        "A variable that is not set takes its default or stops the system at the first call that needs it, in production at the \
         worst moment.",
        "En variabel som inte är satt får sitt standardvärde eller stoppar systemet vid första anropet som behöver den, i \
         produktion när det passar som sämst.",
    ),
    fix: Text::fixed(
        "List each variable in `.env.example` or in a table of the guide: what it is for, its default, and whether it is secret.",
        "Ta upp varje variabel i `.env.example` eller i en tabell i guiden: vad den är till för, dess standardvärde och om den är \
         hemlig.",
    ),
    limits: Text::fixed(
        "Variables whose names are put together at run time, and variables that libraries read by themselves, are not seen. \
         Only Python is read for them.",
        "Variabler vars namn sätts ihop vid körning, och variabler som bibliotek läser på egen hand, syns inte. Bara Python läses.",
    ),
    consequence: Consequence::C5,
    effort: effort((50, 100, 250), (10, 25, 50), Text::fixed("variable", "variabel")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- app.py
import os

KEY = os.environ['OPENAI_API_KEY']
REGION = os.getenv('AWS_REGION', 'eu-north-1')
//- .env.example
OPENAI_API_KEY=
//- README.md
| Variable | Default |
|---|---|
| `AWS_REGION` | eu-north-1 |
",
        ),
        Example::partial(
            "\
//- app.py
import os

KEY = os.environ['OPENAI_API_KEY']
LIMIT = os.getenv('MAX_COST_USD', '10') ⟵
//- README.md
Set `OPENAI_API_KEY`.
",
        ),
        Example::fails("//- app.py\nimport os\n\nKEY = os.environ['OPENAI_API_KEY'] ⟵\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- app.py
import os

# OPENAI_API_KEY must be set.
KEY = os.environ['OPENAI_API_KEY'] ⟵
//- README.md
Set `MY_OPENAI_API_KEY_2`.
//- tests/.env.test
OPENAI_API_KEY=x
",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- app.py\nTEXT = 'Set OPENAI_API_KEY'\n"),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["os.environ and os.getenv in code", ".env.example", "names of variables in documents"];

/// Set by operating systems and platforms themselves.
const OF_PLATFORMS: &[&str] = &[
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "CI",
    "GITHUB_ACTIONS",
    "HOME",
    "HOSTNAME",
    "K_SERVICE",
    "KUBERNETES_SERVICE_HOST",
    "LANG",
    "PATH",
    "PWD",
    "PYTEST_CURRENT_TEST",
    "PYTHONPATH",
    "SHELL",
    "TMPDIR",
    "TZ",
    "USER",
    "VIRTUAL_ENV",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let told = told(repo);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (name, place) in read(repo) {
        if let Some(where_told) = told.get(name) {
            tally.holds(name, name, Some(where_told.clone()));
            let what = Text::made(format!("{name} is written down"), format!("{name} är nedskriven"));
            tally.supports(where_told.clone(), Grade::Configured, what);
        } else {
            tally.misses(name, name, Some(place.clone()));
            let what = Text::made(
                format!("The code reads {name}, which no document and no example file names"),
                format!("Koden läser {name}, som inget dokument och ingen exempelfil nämner"),
            );
            tally.speaks_against(place, Grade::Wired, what);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No code reads a variable of the environment.",
            "Ingen kod läser någon miljövariabel.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let (mut en, mut sv) = (
        format!("{n} of {of} environment variables that the code reads are documented."),
        format!("{n} av {of} miljövariabler som koden läser är dokumenterade."),
    );
    if n < of {
        let missing = tally.missing_names(6);
        en.push_str(&format!(" Not documented: {missing}."));
        sv.push_str(&format!(" Inte dokumenterade: {missing}."));
    }
    tally.verdict(Text::made(en, sv))
}

/// Variables that production code reads, each where it is read first.
fn read(repo: &RepoFacts) -> BTreeMap<&str, Place> {
    let mut found = BTreeMap::new();
    for (path, module) in repo.production_code() {
        for (line, value) in values(module) {
            for part in walk(value) {
                if let Value::Environment { name, .. } = part
                    && !OF_PLATFORMS.contains(&name.as_str())
                {
                    found.entry(name.as_str()).or_insert_with(|| RepoFacts::place(path, Lines::at(line)));
                }
            }
        }
    }
    found
}

/// Every value that a module binds, hands over or gives back, with its line.
fn values(module: &Module) -> impl Iterator<Item = (u32, &Value)> {
    let bound = module.bindings.iter().map(|one| (one.lines.start, &one.value));
    let given =
        module.calls.iter().flat_map(|call| call.arguments.iter().map(|one| (call.lines.start, &one.value)));
    let returned = module
        .definitions
        .iter()
        .flat_map(|one| one.returns.iter().map(|back| (back.lines.start, &back.value)));
    let defaults = module.definitions.iter().flat_map(|one| {
        one.parameters.iter().filter_map(|parameter| Some((one.lines.start, parameter.default.as_ref()?)))
    });
    bound.chain(given).chain(returned).chain(defaults)
}

/// Variables that documents and example files name, each with one place.
fn told(repo: &RepoFacts) -> BTreeMap<String, Place> {
    let mut found: BTreeMap<String, Place> = BTreeMap::new();
    for (path, document) in manuals(repo) {
        for (line, text) in texts(document) {
            for name in variables(text) {
                found.entry(name.to_owned()).or_insert_with(|| RepoFacts::place(path, Lines::at(line)));
            }
        }
    }
    let examples = repo.files_in(Language::Env).filter(|(path, file)| {
        let name = path.file_name();
        file.role != beredd_facts::FileRole::Test
            && ["example", "sample", "template", "dist"].iter().any(|word| name.contains(word))
    });
    for (path, file) in examples {
        for (key, _) in file.config.iter().flat_map(beredd_facts::fact::Node::members) {
            found.entry(key.text.clone()).or_insert_with(|| RepoFacts::place(path, Lines::at(key.line)));
        }
    }
    found
}
