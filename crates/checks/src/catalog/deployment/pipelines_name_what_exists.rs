//! What a pipeline starts is there.

use crate::shared::named_things::{Inventory, Named, named_in_command};
use crate::shared::pipelines::{command_lines, is_pipeline};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Pipelines name only files and targets that exist",
        "CI-flöden nämner bara filer och mål som finns",
    ),
    gap_title: Text::fixed("Pipelines start what is not there", "CI-flöden startar det som inte finns"),
    why: Text::fixed(
        "A step that names a missing file fails on the day it is needed, and a pipeline that always fails is one that people learn to pass by.",
        "Ett steg som nämner en fil som saknas går sönder den dag det behövs, och ett CI-flöde som alltid faller lär folk att gå förbi det.",
    ),
    fix: Text::fixed(
        "Add what the step names, correct the path, or take the step away; run the pipeline on the branch before it is merged.",
        "Lägg till det steget nämner, rätta sökvägen eller ta bort steget. Kör flödet på grenen innan den slås ihop.",
    ),
    limits: Text::fixed(
        "Steps that change folder first, names with variables in them, and what a step itself makes are passed over or may be taken for missing.",
        "Steg som först byter mapp, namn med variabler i och sådant som ett steg självt skapar hoppas över eller kan tas för saknat.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (50, 100, 250), Text::fixed("name", "namn")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    steps:
      - run: python scripts/check.py
//- scripts/check.py
print('checked')
",
        ),
        Example::partial(
            "\
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    steps:
      - run: python scripts/check.py
      - run: python scripts/deploy.py ⟵
//- scripts/check.py
print('checked')
",
        ),
        Example::fails(
            "\
//- .gitlab-ci.yml
test:
  script:
    - pip install -r requirements-dev.txt ⟵
//- main.py
print('hello')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- .github/workflows/ci.yml
# - run: python scripts/check.py
on: push
jobs:
  test:
    steps:
      - run: |
          python scripts/missing.py ⟵
//- docs/scripts.md
Run scripts/missing.py.
//- main.py
print('python scripts/missing.py')
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- Makefile
check:
	echo python scripts/check.py
//- main.py
print('hello')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["python, pytest, pip -r, bash, docker compose, kubectl -f, make, npm run in steps of pipelines"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let inventory = Inventory::new(repo);
    // What targets and scripts name is looked up from where they run, which is not always where they stand.
    let mut lines = command_lines(repo);
    lines.retain(|one| is_pipeline(&one.place.path));
    // A step that has changed folder means another file by the same path.
    let moved: BTreeSet<_> =
        lines.iter().filter(|one| one.text.starts_with("cd ")).map(|one| one.place.path.clone()).collect();
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut seen: BTreeSet<(String, Named)> = BTreeSet::new();
    for one in lines.iter().filter(|one| !moved.contains(&one.place.path)) {
        for named in named_in_command(&one.text) {
            let Some(is_there) = inventory.has(&named) else { continue };
            if !seen.insert((one.place.path.to_string(), named.clone())) {
                continue;
            }
            let (written, place) = (named.written(), one.place.clone());
            let id = format!("{}:{}:{written}", place.path, place.line);
            if is_there {
                let what = Text::made(format!("{written} is there"), format!("{written} finns"));
                tally.supports(place.clone(), Grade::Configured, what);
                tally.holds(&id, &written, Some(place));
            } else {
                let what = Text::made(format!("{written} is not there"), format!("{written} finns inte"));
                tally.speaks_against(place.clone(), Grade::Configured, what);
                tally.misses(&id, &written, Some(place));
            }
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No pipeline names a file or target that can be looked up.",
            "Inget CI-flöde nämner en fil eller ett mål som går att slå upp.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} things that pipelines name are there.{}", tail("Not there")),
        format!("{n} av {of} saker som CI-flöden nämner finns.{}", tail("Finns inte")),
    ))
}
