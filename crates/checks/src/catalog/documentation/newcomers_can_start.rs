//! A newcomer finds out from the repository how to install the system, run it, and test a change.

use crate::shared::documents::{Section, is_readme, manuals, sections};
use crate::shared::suites::runs_tests;
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::identifier::words;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "A newcomer is told how to install, run, test and contribute",
        "En nykomling får veta hur man installerar, kör, testar och bidrar",
    ),
    gap_title: Text::fixed(
        "Newcomers are not told how to begin",
        "Nykomlingar får inte veta hur de kommer igång",
    ),
    why: Text::fixed(
        "Every new colleague pays for what is not written down with days of asking, and breaks rules that nobody stated.",
        "Det som inte är nedskrivet betalar varje ny kollega med dagar av frågor, och med brott mot regler som ingen har uttalat.",
    ),
    fix: Text::fixed(
        "Let the README give the commands that install, run and test the system, and write a CONTRIBUTING.md: branches, style, \
         review, and who decides.",
        "Låt README:n ge kommandona som installerar, kör och testar systemet, och skriv en CONTRIBUTING.md: grenar, stil, \
         granskning och vem som bestämmer.",
    ),
    limits: Text::fixed(
        "Commands are recognised by the tools they begin with; whether they work is not tried.",
        "Kommandona känns igen på verktygen de börjar med. Om de fungerar provas inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((100, 250, 500), (50, 125, 250), Text::fixed("part", "del")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- README.md
# Shop
```bash
pip install -r requirements.txt
python main.py
pytest -q
```
//- CONTRIBUTING.md
# Contributing
Branch from main, and ask for a review.
",
        ),
        Example::partial("//- README.md\n# Shop\n```bash\nuv sync\nuv run shop\n```\n"),
        Example::fails("//- README.md\n# Shop\nA shop with agents.\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
# Shop
## Installation
Run pip install and pytest, then python main.py. Contributions are welcome.
//- tests/data/setup.md
```bash
pip install x
pytest
```
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "commands that install, run and test, in README, CONTRIBUTING and docs",
    "CONTRIBUTING*, or a section on contributing",
];

const INSTALLS: &[&str] = &[
    "bun install",
    "bundle install",
    "cargo build",
    "docker build",
    "docker compose build",
    "docker compose up",
    "docker-compose build",
    "docker-compose up",
    "go mod download",
    "make install",
    "make setup",
    "mvn install",
    "npm ci",
    "npm i",
    "npm install",
    "pdm install",
    "pip install",
    "pip3 install",
    "pipenv install",
    "pnpm i",
    "pnpm install",
    "poetry install",
    "python -m pip install",
    "uv pip install",
    "uv sync",
    "yarn",
];
const RUNS: &[&str] = &[
    "./",
    "bun run",
    "cargo run",
    "deno run",
    "docker compose up",
    "docker run",
    "docker-compose up",
    "flask run",
    "go run",
    "gunicorn",
    "java -jar",
    "langgraph dev",
    "make dev",
    "make run",
    "make start",
    "make up",
    "mvn spring-boot:run",
    "node ",
    "npm run dev",
    "npm run start",
    "npm start",
    "pnpm dev",
    "poetry run",
    "python ",
    "python3 ",
    "streamlit run",
    "uv run",
    "uvicorn",
    "yarn dev",
    "yarn start",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let install = command_with(repo, &|command| begins(command, INSTALLS));
    let test = command_with(repo, &runs_tests);
    let run = command_with(repo, &|command| begins(command, RUNS) && !runs_tests(command));
    let parts = [
        ("install", "how to install", "hur man installerar", install),
        ("run", "how to run", "hur man kör", run),
        ("test", "how to test", "hur man testar", test),
        ("contribute", "how to contribute", "hur man bidrar", contributing(repo)),
    ];
    let mut missing_sv = Vec::new();
    for (id, en, sv, place) in parts {
        if let Some(place) = place {
            tally.holds(id, en, Some(place.clone()));
            tally.supports(place, Grade::Configured, Text::made(format!("Says {en}"), format!("Säger {sv}")));
        } else {
            tally.misses(id, en, None);
            missing_sv.push(sv);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    let (mut en, mut sv) = (
        format!("{n} of {of} first steps are written down."),
        format!("{n} av {of} första steg är nedskrivna."),
    );
    if n < of {
        en.push_str(&format!(" Missing: {}.", tally.missing_names(4)));
        sv.push_str(&format!(" Saknas: {}.", missing_sv.join(", ")));
    }
    tally.verdict(Text::made(en, sv))
}

fn begins(command: &str, table: &[&str]) -> bool {
    crate::shared::shell::pieces(command)
        .map(without_files)
        .any(|part| table.iter().any(|start| part.starts_with(start)))
}

/// A command of compose without the files it names: `docker compose -f a.yaml up` is `docker compose up`.
fn without_files(command: &str) -> String {
    let mut words = command.split_whitespace();
    let mut kept = Vec::new();
    let is_compose = command.starts_with("docker") && command.contains("compose");
    while let Some(word) = words.next() {
        if is_compose && matches!(word, "-f" | "--file" | "-p" | "--profile" | "--env-file") {
            words.next();
        } else {
            kept.push(word);
        }
    }
    kept.join(" ")
}

/// Where a document gives such a command: the nearest to the root first.
fn command_with(repo: &RepoFacts, is_wanted: &dyn Fn(&str) -> bool) -> Option<Place> {
    let mut documents: Vec<_> = manuals(repo).filter(|(path, _)| tells_newcomers(path)).collect();
    documents.sort_by_key(|(path, _)| (path.parts().count(), !is_readme(path)));
    documents.into_iter().find_map(|(path, document)| {
        let commands = document.code_blocks.iter().flat_map(crate::shared::documents::commands_in);
        let found = commands.into_iter().find(|(_, command)| is_wanted(command))?;
        Some(RepoFacts::place(path, beredd_model::Lines::at(found.0)))
    })
}

/// READMEs, guides for contributors, and whatever lies under a folder of documents, wherever the tree stands in the archive.
fn tells_newcomers(path: &RepoPath) -> bool {
    let name = words(path.stem());
    let is_guide = |word: &String| {
        matches!(
            word.as_str(),
            "contributing"
                | "development"
                | "developing"
                | "onboarding"
                | "setup"
                | "install"
                | "installation"
                | "quickstart"
                | "hacking"
                | "start"
        )
    };
    is_readme(path) || name.iter().any(is_guide) || path.parts().any(|part| part == "docs")
}

/// A guide for contributors: a file of that name with something in it, or a section of a README.
fn contributing(repo: &RepoFacts) -> Option<Place> {
    let is_title = |title: &[String]| {
        title.iter().any(|word| {
            matches!(word.as_str(), "contributing" | "contribute" | "contributors" | "contribution" | "bidra")
        })
    };
    let has_body =
        |section: &Section<'_>| section.texts().iter().map(|(_, text)| words(text).len()).sum::<usize>() >= 5;
    let mut all = manuals(repo).flat_map(|(path, document)| sections(path, document));
    all.find(|section| {
        (is_title(&section.title()) || is_title(&words(section.path.stem()))) && has_body(section)
    })
    .map(|section| section.place())
}
