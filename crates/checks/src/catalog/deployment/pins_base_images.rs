//! Base images are named so that tomorrow's build starts from the same bytes as today's.

use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Stage;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 1),
    role: Role::Supporting,
    claim: Text::fixed("Base images are pinned", "Basavbilder är låsta till en version"),
    gap_title: Text::fixed(
        "Base images may change under you",
        "Basavbilder kan bytas ut utan att någon märker det",
    ),
    why: Text::fixed(
        "A floating tag lets a rebuild pull an image that nobody has tested; a rollback can then not be rebuilt either.",
        "Med en flytande tagg kan nästa bygge hämta en avbild som ingen har testat, och en återställning går inte att bygga om.",
    ),
    fix: Text::fixed(
        "Name a version tag in every FROM, better a digest (`python:3.12-slim@sha256:…`), and let a bot raise it.",
        "Ange en versionstagg i varje FROM, helst en kontrollsumma (`python:3.12-slim@sha256:…`), och låt en robot höja den.",
    ),
    limits: Text::fixed(
        "Images that a build argument without a default names, and images outside Dockerfiles, are not judged.",
        "Avbilder som anges av ett byggargument utan standardvärde, och avbilder utanför Dockerfiler, bedöms inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("image", "avbild")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM03")],
    examples: &[
        Example::passes(
            "\
//- Dockerfile
FROM python:3.12-slim AS build
FROM build AS test
FROM gcr.io/distroless/python3@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
",
        ),
        Example::partial(
            "\
//- api/Dockerfile
FROM python:3.12-slim
//- worker/Dockerfile
FROM python:latest ⟵
",
        ),
        Example::fails(
            "\
//- Dockerfile
FROM python ⟵
RUN echo python:3.12-slim
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
# FROM python:3.12-slim
FROM node:lts ⟵
",
        ),
        Example::lookalike(Outcome::NotApplicable, "//- README.md\nBuild with `FROM python:3.12`.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &["FROM image:tag", "FROM image@sha256:…"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Image, repo, SIGNALS);
    for (path, file) in repo.files() {
        let Some(dockerfile) = file.dockerfile.as_ref().filter(|_| crate::shared::is_effective(file.role))
        else {
            continue;
        };
        for stage in dockerfile.stages.iter().filter(|stage| is_judged(stage)) {
            let place = RepoFacts::place(path, stage.lines);
            let id = format!("{path}:{}", stage.lines.start);
            if is_pinned(stage) {
                tally.holds(&id, &written(stage), Some(place.clone()));
                let what = Text::made(
                    format!("{} is pinned", written(stage)),
                    format!("{} är låst", written(stage)),
                );
                tally.supports(place, Grade::Configured, what);
            } else {
                tally.misses(&id, &written(stage), Some(place.clone()));
                let what = Text::made(
                    format!("{} floats: it names no version", written(stage)),
                    format!("{} flyter: ingen version anges", written(stage)),
                );
                tally.speaks_against(place, Grade::Configured, what);
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason =
            Text::fixed("No Dockerfile names a base image.", "Ingen Dockerfile anger någon basavbild.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} base images are pinned."),
        format!("{n} av {of} basavbilder är låsta."),
    ))
}

/// An earlier stage, the empty image and an image named by an unset argument have no version to pin.
fn is_judged(stage: &Stage) -> bool {
    !stage.is_earlier_stage && stage.image != "scratch" && !stage.image.contains('$')
}

/// A digest pins; so does a tag with a digit in it. `latest`, `lts`, `stable`, `alpine` move.
fn is_pinned(stage: &Stage) -> bool {
    stage.digest.is_some() || stage.tag.as_ref().is_some_and(|tag| tag.chars().any(|c| c.is_ascii_digit()))
}

fn written(stage: &Stage) -> String {
    match (&stage.digest, &stage.tag) {
        (Some(_), _) => format!("{}@…", stage.image),
        (None, Some(tag)) => format!("{}:{tag}", stage.image),
        (None, None) => stage.image.clone(),
    }
}
