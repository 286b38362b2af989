//! No password is one that everybody knows.

use crate::shared::values::parts_of;
use crate::shared::{Tally, counted, effort, is_effective, not_applicable, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{SecretContext, Value};
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, RepoPath, Role, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "No password has a default that everybody knows",
        "Inget lösenord har ett standardvärde som alla kan",
    ),
    gap_title: Text::fixed("Passwords have well-known defaults", "Lösenord har välkända standardvärden"),
    why: Text::fixed(
        "A default password that works is one that somebody forgets to change; it is the first that is tried.",
        "Ett standardlösenord som fungerar är ett som någon glömmer att byta; det är det första som provas.",
    ),
    fix: Text::fixed(
        "Leave the value out and let the program stop when it is missing: `${POSTGRES_PASSWORD:?}` in compose, no default in code.",
        "Utelämna värdet och låt programmet stanna när det saknas: `${POSTGRES_PASSWORD:?}` i compose, inget standardvärde i koden.",
    ),
    limits: Text::fixed(
        "Files that are only used on a developer's machine look the same as those that deploy.",
        "Filer som bara används på en utvecklares dator ser likadana ut som de som driftsätter.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("password", "lösenord")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- compose.yaml
services:
  db:
    image: postgres:17.2
    environment:
      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}
//- tests/compose.yaml
services:
  db:
    image: postgres:17.2
    environment:
      POSTGRES_PASSWORD: postgres
",
        ),
        Example::fails(
            "\
//- compose.yaml
services:
  db:
    image: postgres:17.2
    environment:
      POSTGRES_PASSWORD: postgres ⟵
",
        ),
        Example::lookalike(
            Outcome::Pass,
            "\
//- README.md
Never set POSTGRES_PASSWORD to postgres.
//- main.py
import os

PASSWORD_FIELD = 'password'
password = os.environ['POSTGRES_PASSWORD']
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["passwords with values such as postgres, admin, changeme", "URLs with such a password"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.file_count() == 0 {
        return unknown(repo, SIGNALS, Text::fixed("No file was read.", "Ingen fil lästes."));
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut count = 0u32;
    for (path, file) in repo.files().filter(|(path, file)| is_effective(file.role) && !is_example(path)) {
        for secret in file.secrets.iter().filter(|secret| secret.context == SecretContext::WeakDefault) {
            count = count.saturating_add(1);
            let what =
                Text::fixed("A password with a well-known value", "Ett lösenord med ett välkänt värde");
            tally.speaks_against(RepoFacts::place(path, Lines::at(secret.line)), Grade::Configured, what);
        }
    }
    if count > 0 {
        let summary = Text::made(
            format!("{} a value that everybody knows.", counted(count, "password has", "passwords have")),
            format!("{count} lösenord har ett värde som alla kan."),
        );
        return tally.concluded(Outcome::Fail, summary);
    }
    if !has_passwords(repo) {
        let reason = Text::fixed("No password is set or read here.", "Inget lösenord sätts eller läses här.");
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.concluded(
        Outcome::Pass,
        Text::made(
            format!("No well-known password was found in {} files.", repo.file_count()),
            format!("Inget välkänt lösenord hittades i {} filer.", repo.file_count()),
        ),
    )
}

/// Whether configuration has a key for a password, or code reads one from the environment.
fn has_passwords(repo: &RepoFacts) -> bool {
    const WORDS: &[&str] = &["password", "passwd", "pwd"];
    let is_key = |key: Option<&beredd_facts::fact::Key>| key.is_some_and(|key| has_word(&key.text, WORDS));
    repo.files().filter(|(_, file)| is_effective(file.role)).any(|(_, file)| {
        let configured = file.config.iter().flat_map(|document| document.walk()).any(|(key, _)| is_key(key));
        let bindings = file.module.iter().flat_map(|module| &module.bindings);
        let read = |value: &Value| {
            parts_of(value)
                .iter()
                .any(|part| matches!(part, Value::Environment { name, .. } if has_word(name, WORDS)))
        };
        configured || bindings.into_iter().any(|binding| read(&binding.value))
    })
}

/// A file that shows by example what could stand there sets nothing.
fn is_example(path: &RepoPath) -> bool {
    has_word(path.file_name(), &["example", "examples", "sample", "samples"])
}
