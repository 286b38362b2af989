//! What is copied into an image leaves out history, local settings and secrets.

use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Instruction;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, RepoPath, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Images that copy a whole folder leave out what .dockerignore names",
        "Avbilder som kopierar en hel mapp utelämnar det som .dockerignore anger",
    ),
    gap_title: Text::fixed("Images copy everything in the folder", "Avbilder kopierar allt i mappen"),
    why: Text::fixed(
        "`COPY . .` without a .dockerignore takes .env files and the history of the repository into an image that many can pull.",
        "`COPY . .` utan .dockerignore tar med .env-filer och repots historik i en avbild som många kan hämta.",
    ),
    fix: Text::fixed(
        "Put a .dockerignore beside the Dockerfile or at the root of the build, with .git, .env* and tests, or copy the folders that \
         are needed by name.",
        "Lägg en .dockerignore bredvid Dockerfilen eller i byggets rot, med .git, .env* och tests, eller kopiera de mappar som behövs \
         vid namn.",
    ),
    limits: Text::fixed(
        "What the file leaves out is not read, only that it is there.",
        "Vad filen utelämnar läses inte, bara att den finns.",
    ),
    consequence: Consequence::C4,
    effort: effort((50, 100, 250), (25, 50, 100), Text::fixed("image", "avbild")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- .dockerignore
.git
.env
//- Dockerfile
FROM python:3.12-slim
COPY . .
",
        ),
        Example::passes(
            "\
//- Dockerfile
FROM python:3.12-slim
COPY src ./src
//- src/main.py
print('hello')
",
        ),
        Example::fails(
            "\
//- Dockerfile
FROM python:3.12-slim
COPY . . ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- .gitignore
.env
//- Dockerfile
FROM python:3.12-slim
# .dockerignore keeps .env out
COPY . /app ⟵
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[".dockerignore", "Dockerfile.dockerignore", "COPY . and ADD ."];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Image, repo, SIGNALS);
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let Some(recipe) = file.dockerfile.as_ref().filter(|recipe| !recipe.stages.is_empty()) else {
            continue;
        };
        let name = path.as_str();
        let ignore = ignore_file(repo, path);
        match recipe.instructions.iter().find(|one| copies_all(one)) {
            Some(copy) if ignore.is_none() => {
                let place = RepoFacts::place(path, copy.lines);
                let what = Text::fixed(
                    "The whole folder is copied, and no .dockerignore leaves anything out",
                    "Hela mappen kopieras, och ingen .dockerignore utelämnar något",
                );
                tally.speaks_against(place.clone(), Grade::Configured, what);
                tally.misses(name, name, Some(place));
            }
            Some(copy) => {
                let what = Text::fixed(
                    "The whole folder is copied, but for what .dockerignore names",
                    "Hela mappen kopieras utom det som .dockerignore anger",
                );
                tally.supports(RepoFacts::place(path, copy.lines), Grade::Configured, what);
                tally.holds(name, name, None);
            }
            None => tally.holds(name, name, None),
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed("No Dockerfile builds an image.", "Ingen Dockerfile bygger någon avbild.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} images copy no more than they should."),
        format!("{n} av {of} avbilder kopierar inte mer än de ska."),
    ))
}

fn copies_all(instruction: &Instruction) -> bool {
    let mut words = instruction.arguments.split_whitespace().filter(|word| !word.starts_with("--"));
    matches!(instruction.keyword.as_str(), "COPY" | "ADD")
        && !instruction.arguments.contains("--from=")
        && matches!(words.next(), Some("." | "./" | "[\".\","))
}

/// The file that the build of a recipe obeys: beside it under its own name, or at the root of any build that could use it.
fn ignore_file<'a>(repo: &'a RepoFacts, recipe: &RepoPath) -> Option<&'a RepoPath> {
    let own = format!("{}.dockerignore", recipe.as_str());
    repo.files().map(|(path, _)| path).find(|path| {
        path.as_str() == own || (path.file_name() == ".dockerignore" && recipe.is_in(path.folder()))
    })
}
