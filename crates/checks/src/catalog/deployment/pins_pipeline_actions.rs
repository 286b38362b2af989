//! The pipeline runs the code of others only in versions that cannot change.

use crate::shared::pipelines::{Action, steps};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 2),
    role: Role::Supporting,
    claim: Text::fixed("Actions of others are pinned to a commit", "Andras actions är låsta till en commit"),
    gap_title: Text::fixed(
        "The pipeline runs actions that may change",
        "Pipelinen kör actions som kan ändras",
    ),
    why: Text::fixed(
        "A tag can be moved; whoever takes over an action's repository then runs code with your deployment keys.",
        "En tagg kan flyttas; den som tar över en actions repo kör då kod med era driftsättningsnycklar.",
    ),
    fix: Text::fixed(
        "Write the full commit behind the name, with the version as a comment (`uses: owner/action@<40 digits> # v4.1.0`), and let a bot raise it.",
        "Skriv hela commiten efter namnet, med versionen som kommentar (`uses: owner/action@<40 tecken> # v4.1.0`), och låt en robot höja den.",
    ),
    limits: Text::fixed(
        "Only GitHub Actions are judged, and GitHub's own (actions/…, github/…) are left out.",
        "Bara GitHub Actions bedöms, och GitHubs egna (actions/…, github/…) räknas inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (10, 25, 50), Text::fixed("action", "action")),
    after: &["deployment/deploys-from-a-pipeline"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM03"), Standard::new("OWASP Agentic 2026", "ASI04")],
    examples: &[
        Example::passes(
            "\
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    steps:
      - uses: actions/checkout@v4
      - uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567 # v6
",
        ),
        Example::partial(
            "\
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    steps:
      - uses: docker/login-action@v3 ⟵
      - uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567
",
        ),
        Example::fails(
            "\
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    steps:
      - uses: docker/login-action@main ⟵
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- .github/workflows/ci.yml
on: push
jobs:
  test:
    steps:
      # uses: docker/login-action@main
      - uses: ./.github/actions/setup
      - run: echo uses docker/login-action@main
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &["uses: owner/action@ref"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for step in steps(repo) {
        let Action::Uses(name) = step.action else { continue };
        let Some((action, reference)) = name.split_once('@') else { continue };
        let is_own =
            action.starts_with("actions/") || action.starts_with("github/") || action.starts_with('.');
        if is_own || action.starts_with("docker:") || !action.contains('/') {
            continue;
        }
        let place = step.place();
        let id = format!("{}:{} {action}", place.path, place.line);
        if reference.len() == 40 && reference.chars().all(|letter| letter.is_ascii_hexdigit()) {
            tally.supports(
                place.clone(),
                Grade::Configured,
                Text::made(format!("{action} is pinned"), format!("{action} är låst")),
            );
            tally.holds(&id, action, Some(place));
        } else {
            let what = Text::made(
                format!("{action} is whatever {reference} is that day"),
                format!("{action} är vad {reference} är den dagen"),
            );
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, action, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason =
            Text::fixed("No pipeline uses an action of others.", "Ingen pipeline använder andras actions.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} uses of others' actions are pinned to a commit."),
        format!("{n} av {of} användningar av andras actions är låsta till en commit."),
    ))
}
