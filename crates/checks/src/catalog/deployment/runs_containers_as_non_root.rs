//! Containers run as a user who cannot do everything.

use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Dockerfile, Instruction};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Containers run as a user other than root",
        "Containrar körs som en annan användare än root",
    ),
    gap_title: Text::fixed("Containers run as root", "Containrar körs som root"),
    why: Text::fixed(
        "Code that an agent is tricked into running, as root, owns the container and is one kernel fault away from the host.",
        "Kod som en agent luras att köra som root äger containern och är ett kärnfel från värden.",
    ),
    fix: Text::fixed(
        "Add a user in the last stage and name it: `RUN useradd --uid 10001 app` and `USER app`, or start from a base image tagged \
         nonroot.",
        "Lägg till en användare i sista steget och ange den: `RUN useradd --uid 10001 app` och `USER app`, eller utgå från en \
         basavbild med taggen nonroot.",
    ),
    limits: Text::fixed(
        "A base image may set a user of its own; only names that say so (nonroot, distroless nonroot, unprivileged) are known.",
        "En basavbild kan ange en egen användare. Bara namn som säger det (nonroot, unprivileged) är kända.",
    ),
    consequence: Consequence::C3,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("image", "avbild")),
    after: &[],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI05")],
    examples: &[
        Example::passes(
            "\
//- Dockerfile
FROM python:3.12-slim
RUN useradd --uid 10001 app
USER app
CMD [\"python\", \"main.py\"]
",
        ),
        Example::partial(
            "\
//- api/Dockerfile
FROM python:3.12-slim
USER 10001
//- worker/Dockerfile
FROM python:3.12-slim ⟵
",
        ),
        Example::fails(
            "\
//- Dockerfile
FROM node:22-slim AS build
USER node
RUN npm ci

FROM node:22-slim
USER node
RUN npm prune
USER root ⟵
CMD [\"node\", \"main.js\"]
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12-slim ⟵
# USER app
ENV USER=app
RUN echo USER app
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["USER in the last stage", "base images tagged nonroot or unprivileged"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Image, repo, SIGNALS);
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let Some(recipe) = file.dockerfile.as_ref().filter(|recipe| !recipe.stages.is_empty()) else {
            continue;
        };
        let (lines, user) = user_of(recipe);
        let place = RepoFacts::place(path, lines);
        let name = path.as_str();
        if let Some(user) = user.filter(|user| !is_root(user)) {
            let what = Text::made(format!("It runs as {user}"), format!("Den körs som {user}"));
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(name, name, Some(place));
        } else {
            let what = Text::fixed("It runs as root", "Den körs som root");
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(name, name, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed("No Dockerfile builds an image.", "Ingen Dockerfile bygger någon avbild.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} images run as a user other than root."),
        format!("{n} av {of} avbilder körs som en annan användare än root."),
    ))
}

/// The user of the last stage: its last USER, or what its base image or the stage it builds on says.
fn user_of(recipe: &Dockerfile) -> (Lines, Option<String>) {
    let mut index = recipe.stages.len().saturating_sub(1);
    loop {
        let Some(stage) = recipe.stages.get(index) else { return (Lines::at(1), None) };
        let is_here = |one: &&Instruction| {
            one.keyword == "USER" && usize::try_from(one.stage).is_ok_and(|at| at == index)
        };
        if let Some(user) = recipe.instructions.iter().rfind(is_here) {
            return (user.lines, Some(user.arguments.trim().to_owned()));
        }
        let base = recipe.stages.iter().take(index).rposition(|earlier| {
            stage.is_earlier_stage
                && earlier.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(&stage.image))
        });
        if let Some(base) = base {
            index = base;
            continue;
        }
        let tag = stage.tag.as_deref().unwrap_or_default();
        let says = |word: &str| tag.contains(word) || stage.image.contains(word);
        return (stage.lines, (says("nonroot") || says("unprivileged")).then(|| "nonroot".to_owned()));
    }
}

fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or(user);
    matches!(name, "root" | "0" | "")
}
