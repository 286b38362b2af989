//! Tomorrow's build installs the same libraries as today's.

use crate::shared::{Tally, effort, is_effective, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Dependency;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 1),
    role: Role::Supporting,
    claim: Text::fixed("Requirements name exact versions", "Kravfiler anger exakta versioner"),
    gap_title: Text::fixed("Libraries may change between builds", "Bibliotek kan ändras mellan byggen"),
    why: Text::fixed(
        "A build that takes whatever is newest cannot be repeated, and takes in a poisoned release the day it is published.",
        "Ett bygge som tar det som är nyast går inte att upprepa, och tar in en förgiftad utgåva samma dag som den publiceras.",
    ),
    fix: Text::fixed(
        "Write exact versions (`openai==1.58.1`), best made with hashes by `pip-compile --generate-hashes` or `uv pip compile`, or use a lock file.",
        "Ange exakta versioner (`openai==1.58.1`), helst gjorda med kontrollsummor av `pip-compile --generate-hashes` eller `uv pip compile`, eller använd en låsfil.",
    ),
    limits: Text::fixed(
        "Only requirements files of pip are judged: other manifests are locked by files that are not read.",
        "Bara pips kravfiler bedöms: andra manifest låses av filer som inte läses.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (5, 10, 20), Text::fixed("library", "bibliotek")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM03"), Standard::new("OWASP Agentic 2026", "ASI04")],
    examples: &[
        Example::passes(
            "\
//- requirements.txt
openai==1.58.1
flask==3.1.0
",
        ),
        Example::partial(
            "\
//- requirements.txt
openai==1.58.1
flask>=3.0 ⟵
",
        ),
        Example::fails(
            "\
//- requirements.txt
openai ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- requirements.txt
# openai==1.58.1
openai ⟵
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- pyproject.toml
[project]
name = \"bot\"
dependencies = [\"openai>=1.50\"]
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["name==version in requirements files"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, file) in repo.files().filter(|(_, file)| is_effective(file.role)) {
        let name = path.file_name();
        if !(name.starts_with("requirements") && path.extension() == "txt") {
            continue;
        }
        for dependency in file.dependencies.iter().filter(|dependency| !dependency.is_development) {
            let place = RepoFacts::place(path, Lines::at(dependency.line));
            let id = format!("{path}:{} {}", dependency.line, dependency.name);
            if is_pinned(dependency) {
                let what = Text::made(
                    format!("{} is pinned", dependency.name),
                    format!("{} är låst", dependency.name),
                );
                tally.supports(place.clone(), Grade::Configured, what);
                tally.holds(&id, &dependency.name, Some(place));
            } else {
                let what = Text::made(
                    format!("{} may be any version, now or later", dependency.name),
                    format!("{} kan bli vilken version som helst, nu eller senare", dependency.name),
                );
                tally.speaks_against(place.clone(), Grade::Configured, what);
                tally.misses(&id, &dependency.name, Some(place));
            }
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed("No requirements file of pip was found.", "Ingen kravfil för pip hittades.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} required libraries are pinned{}", tail("not so")),
        format!("{n} av {of} bibliotek är låsta{}", tail("inte så")),
    ))
}

/// `==` with a whole version pins, and so does a commit.
fn is_pinned(dependency: &Dependency) -> bool {
    let version = dependency.version.trim();
    (version.starts_with("==") && !version.contains('*')) || version.contains('@')
}
