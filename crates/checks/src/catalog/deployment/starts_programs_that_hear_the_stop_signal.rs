//! A container that is told to stop finishes what it is doing.

use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Instruction;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "Images start their program so that it gets the signal to stop",
        "Avbilder startar sitt program så att det får signalen att stanna",
    ),
    gap_title: Text::fixed(
        "Containers are killed in the middle of their work",
        "Containrar dödas mitt i arbetet",
    ),
    why: Text::fixed(
        "A program behind a shell never gets SIGTERM: every release and every scaling down cuts off answers that are being written.",
        "Ett program bakom ett skal får aldrig SIGTERM: varje utgåva och varje nedskalning avbryter svar som håller på att skrivas.",
    ),
    fix: Text::fixed(
        "Write CMD and ENTRYPOINT as lists (`CMD [\"python\", \"main.py\"]`), or begin the command with `exec`.",
        "Skriv CMD och ENTRYPOINT som listor (`CMD [\"python\", \"main.py\"]`), eller börja kommandot med `exec`.",
    ),
    limits: Text::fixed(
        "What the program does with the signal, and what a start script does, are not seen.",
        "Vad programmet gör med signalen, och vad ett startskript gör, syns inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((50, 100, 250), (25, 50, 100), Text::fixed("image", "avbild")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- Dockerfile
FROM python:3.12-slim
CMD [\"python\", \"main.py\"]
",
        ),
        Example::partial(
            "\
//- api/Dockerfile
FROM python:3.12-slim
CMD exec python main.py
//- worker/Dockerfile
FROM python:3.12-slim
CMD python worker.py ⟵
",
        ),
        Example::fails(
            "\
//- Dockerfile
FROM python:3.12-slim
ENTRYPOINT python main.py ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- Dockerfile
FROM python:3.12-slim
# CMD [\"python\", \"main.py\"]
LABEL start=\"exec python main.py\"
CMD python main.py --list \"[1]\" ⟵
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["CMD and ENTRYPOINT as lists", "exec"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Image, repo, SIGNALS);
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let Some(recipe) = &file.dockerfile else { continue };
        let last = recipe.stages.len().saturating_sub(1);
        let own = || {
            recipe
                .instructions
                .iter()
                .filter(|one| usize::try_from(one.stage).is_ok_and(|stage| stage == last))
        };
        let entry = own()
            .rfind(|one| one.keyword == "ENTRYPOINT")
            .or_else(|| own().rfind(|one| one.keyword == "CMD"));
        let Some(entry) = entry else { continue };
        let (name, place) = (path.as_str(), RepoFacts::place(path, entry.lines));
        if hears(entry) {
            let what = Text::fixed("The program itself is started", "Programmet självt startas");
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(name, name, Some(place));
        } else {
            let what = Text::fixed(
                "A shell is started, and it does not hand the signal on",
                "Ett skal startas, och det lämnar inte signalen vidare",
            );
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(name, name, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No Dockerfile says what an image starts.",
            "Ingen Dockerfile säger vad en avbild startar.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} images start a program that hears the signal to stop."),
        format!("{n} av {of} avbilder startar ett program som hör signalen att stanna."),
    ))
}

/// A list is started as it is, unless it is a shell with a command; a text goes to a shell, which `exec` replaces.
fn hears(entry: &Instruction) -> bool {
    let text = entry.arguments.trim();
    if !text.starts_with('[') {
        return text.starts_with("exec ");
    }
    let is_shell =
        text.contains("\"-c\"") && ["sh", "bash"].iter().any(|shell| text.contains(&format!("{shell}\"")));
    !is_shell || text.contains("exec ")
}
