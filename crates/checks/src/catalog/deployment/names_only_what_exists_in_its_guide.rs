//! Every file that the deployment guide tells to use is there.

use crate::shared::documents::is_commands;
use crate::shared::guides::guides;
use crate::shared::shell::commands;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::RepoPath;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 3),
    role: Role::Supporting,
    claim: Text::fixed(
        "Files that the deployment guide's commands name exist",
        "Filerna som driftsättningsguidens kommandon nämner finns",
    ),
    gap_title: Text::fixed(
        "The deployment guide names files that are not there",
        "Driftsättningsguiden nämner filer som inte finns",
    ),
    why: Text::fixed(
        "A guide whose second command fails is abandoned, and what is done instead is written nowhere.",
        "En guide vars andra kommando misslyckas överges, och det som görs i stället står ingenstans.",
    ),
    fix: Text::fixed(
        "Correct or remove the commands that name missing files, and run the guide once from a fresh clone.",
        "Rätta eller ta bort de kommandon som nämner filer som saknas, och kör guiden en gång från en ny klon.",
    ),
    limits: Text::fixed(
        "Only files with an extension that commands name in blocks of code are looked up, anywhere in the repository. Whether the commands work is not tried.",
        "Bara filer med filändelse som kommandon nämner i kodblock slås upp, var som helst i repot. Om kommandona fungerar prövas inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((100, 250, 500), (25, 50, 100), Text::fixed("file", "fil")),
    after: &["deployment/has-a-deployment-guide"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- docs/deployment.md
# Deployment

```bash
docker compose -f compose.yaml up --build
curl https://api.example/health.json
```
//- compose.yaml
services: {}
",
        ),
        Example::partial(
            "\
//- docs/deployment.md
# Deployment

```bash ⟵
docker compose -f compose.yaml up --build
./scripts/deploy.sh
```
//- compose.yaml
services: {}
",
        ),
        Example::fails(
            "\
//- docs/deployment.md
# Deployment

```bash ⟵
kubectl apply -f k8s/api.yaml
```
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- docs/design.md
# Why we chose Kubernetes

```bash
kubectl apply -f k8s/api.yaml
```
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["files named by commands in guides for deployment"];

/// Ends of names of files that people write by hand and keep in a repository.
const EXTENSIONS: &[&str] = &[
    "cfg", "conf", "ini", "json", "js", "py", "sh", "sql", "tf", "tfvars", "toml", "ts", "txt", "yaml", "yml",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for guide in guides(repo) {
        let path = &guide.place.path;
        let blocks = guide
            .document
            .code_blocks
            .iter()
            .filter(|block| guide.lines.holds(block.lines) && is_commands(block));
        for block in blocks {
            let place = RepoFacts::place(path, Lines::at(block.lines.start));
            for name in commands(&block.text).into_iter().flat_map(|words| named_files(&words)) {
                let id = format!("{path}:{} {name}", place.line);
                if is_there(repo, &name) {
                    let what = Text::made(format!("{name} exists"), format!("{name} finns"));
                    tally.supports(place.clone(), Grade::Configured, what);
                    tally.holds(&id, &name, Some(place.clone()));
                } else {
                    let what = Text::made(
                        format!("{name} is named here and is not in the repository"),
                        format!("{name} nämns här men finns inte i repot"),
                    );
                    tally.speaks_against(place.clone(), Grade::Mentioned, what);
                    tally.misses(&id, &name, Some(place.clone()));
                }
            }
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No deployment guide names a file in a command.",
            "Ingen driftsättningsguide nämner en fil i ett kommando.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} files that the guide's commands name exist{}", tail("missing")),
        format!("{n} av {of} filer som guidens kommandon nämner finns{}", tail("saknas")),
    ))
}

/// Files that a command reads: literal names with a known end. Addresses, variables, patterns, files outside the repository, and
/// what a command writes (behind `>`, `-o`, `cp`, `mv`, `touch`) are left out.
fn named_files(words: &[&str]) -> Vec<String> {
    let program = words.first().copied().unwrap_or_default();
    if matches!(
        program,
        "cat"
            | "cp"
            | "curl"
            | "echo"
            | "git"
            | "ls"
            | "mkdir"
            | "mv"
            | "nano"
            | "rm"
            | "touch"
            | "vi"
            | "vim"
            | "wget"
    ) {
        return Vec::new();
    }
    let pairs = std::iter::once("").chain(words.iter().copied()).zip(words.iter().copied());
    pairs
        .filter(|(before, _)| {
            !matches!(*before, ">" | ">>" | "-o" | "--output" | "--out" | "-out" | "--output-file" | "tee")
        })
        .filter_map(|(_, word)| {
            let word = word.rsplit('=').next().unwrap_or(word).trim_matches(['"', '\'', ',', '`']);
            let name = word.strip_prefix("./").unwrap_or(word);
            let is_literal = name
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/'))
                && !name.starts_with(['/', '-', '.'])
                && !name.contains("..");
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
            let is_known = EXTENSIONS.contains(&extension);
            (is_literal && is_known && RepoPath::parse(name).is_ok()).then(|| name.to_owned())
        })
        .collect()
}

/// Commands may have changed folder before, so a file of that name anywhere will do.
fn is_there(repo: &RepoFacts, name: &str) -> bool {
    let end = format!("/{name}");
    repo.files().any(|(path, _)| path.as_str() == name || path.as_str().ends_with(&end))
}
