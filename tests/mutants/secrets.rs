//! Keys in every place where keys are left behind, and stand-ins in the same places.

use beredd_model::{Audit, Lang, Outcome, RepoPath, Severity};
use beredd_testkit::fixture::Fixture;
use beredd_tests::mutant::{self, verdicts};
use beredd_tests::repository;

/// Where keys are left: a name for the place, the file, and the text around the key, which stands for `KEY`.
const PLACES: &[(&str, &str, &str)] = &[
    ("source", "src/harbor/extra.py", "client = Client(api_key=\"KEY\")\n"),
    ("comment", "src/harbor/noted.py", "# KEY until the new account is there\nVALUE = 1\n"),
    ("URL", "src/harbor/address.py", "ADDRESS = \"https://api.example.org/v1?key=KEY&page=2\"\n"),
    (".env", ".env", "DEBUG=1\nMODEL_KEY=KEY\n"),
    ("shell", "deploy/start.sh", "#!/bin/sh\nexport MODEL_KEY='KEY'\n./run\n"),
    ("document", "docs/setup.md", "# Set-up\n\n```bash\nexport MODEL_KEY=KEY\n```\n"),
    ("image", "deploy/Dockerfile", "FROM scratch\nENV MODEL_KEY=KEY\n"),
    ("YAML", "deploy/values.yaml", "model:\n  key: KEY\n"),
    (
        "notebook",
        "notes/try.ipynb",
        r#"{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": ["key = \"KEY\"\n"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}"#,
    ),
    ("root", "settings.json", "{\n  \"model_key\": \"KEY\"\n}\n"),
    ("deep folder", "a/b/c/d/e/f/g/h/i/notes.txt", "the key is KEY\n"),
    (
        "beside the word test",
        "src/harbor/testing_notes.py",
        "test_key = \"KEY\"  # just a test, example, dummy\n",
    ),
    ("test", "tests/test_keys.py", "KEY = \"KEY\"\n\n\ndef test_key():\n    assert KEY\n"),
];

/// A kind as `audit.json` names it, what its keys begin with, and how long the rest is.
const KINDS: &[(&str, &str, usize)] =
    &[("openai_api_key", "sk-proj-", 48), ("github_token", "ghp_", 36), ("aws_access_key_id", "AKIA", 16)];

/// A key that nobody has, as mixed as a real one; every seed gives another.
fn key(prefix: &str, length: usize, seed: u32) -> String {
    let letters: &[u8] = if prefix == "AKIA" {
        b"Q7ZLXR4TBNWSYD2GHJ6KCAVU5EOIFMP3"
    } else {
        b"q7Zp2LkX9vR4tB8nWsYdGhJ6kC1aV5eU0iOqMzFf3"
    };
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let body = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(letters[usize::try_from(state >> 16).unwrap() % letters.len()])
    });
    body.take(length).fold(prefix.to_owned(), |mut key, letter| {
        key.push(letter);
        key
    })
}

/// The text of a place with a value where the key stands. In the test the name on the left stays a name.
fn text_with(around: &str, value: &str) -> String {
    match around.rsplit_once("\"KEY\"") {
        Some((before, after)) => format!("{before}\"{value}\"{after}"),
        None => {
            around.replace("MODEL_KEY", "MODEL_NAME").replace("KEY", value).replace("MODEL_NAME", "MODEL_KEY")
        }
    }
}

/// The strong system with values in every place, as many as there are for it, each in a text of its own.
fn planted(values_of: impl Fn(u32) -> Vec<String>) -> Fixture {
    let mut fixture = repository::load("harbor_strong").unwrap();
    for ((_, path, around), seed) in PLACES.iter().zip(1u32..) {
        let text: String = values_of(seed).iter().map(|value| text_with(around, value)).collect();
        fixture.files.insert(RepoPath::parse(path).unwrap(), text);
    }
    fixture
}

fn every_report(audit: &Audit) -> Vec<(&'static str, String)> {
    let mut reports = vec![("JSON", beredd_report::json(audit))];
    for lang in [Lang::En, Lang::Sv] {
        reports.extend([
            ("Markdown", beredd_report::markdown(audit, lang)),
            ("HTML", beredd_report::html(audit, lang)),
            ("CSV of gaps", beredd_report::gaps_csv(audit, lang)),
            ("CSV of checks", beredd_report::checks_csv(audit, lang)),
            ("text", beredd_report::text(audit, lang, 100)),
        ]);
    }
    reports
}

fn keys_of(seed: u32) -> Vec<String> {
    KINDS.iter().map(|(_, prefix, length)| key(prefix, *length, seed)).collect()
}

#[test]
fn a_key_is_found_wherever_it_stands_and_never_said_in_clear() {
    let audit = mutant::audit(&planted(keys_of)).unwrap();
    for (place, path, _) in PLACES {
        let found: Vec<_> = audit.secrets.iter().filter(|row| row.place.path.as_str() == *path).collect();
        let mut kinds: Vec<&str> = found.iter().map(|row| row.kind.as_str()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["aws_access_key_id", "github_token", "openai_api_key"], "{place}: {found:?}");
        assert!(found.iter().all(|row| row.severity == Severity::Critical), "{place}: {found:?}");
    }
    assert_eq!(audit.secrets.len(), PLACES.len() * KINDS.len());
    let check = verdicts(&audit)["security/keeps-secrets-in-a-secrets-manager"];
    assert_eq!(check.outcome, Outcome::Fail);
    assert!(!audit.gate.is_open);

    for (form, report) in every_report(&audit) {
        for key in PLACES.iter().zip(1u32..).flat_map(|(_, seed)| keys_of(seed)) {
            // Half a key is already too much.
            let (first, second) = key.split_at(key.len() / 2);
            assert!(!report.contains(first) && !report.contains(second), "{form} says {key}");
        }
    }
}

#[test]
fn what_stands_in_for_a_key_is_no_finding() {
    let stand_ins = [
        "YOUR_API_KEY",
        "sk-proj-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-your-key-here",
        "${MODEL_SECRET}",
        "AKIAIOSFODNN7EXAMPLE",
        "sk-...",
        "changeme-before-use",
        "<your-token>",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "replace-me",
    ];
    let audit = mutant::audit(&planted(|_| stand_ins.map(str::to_owned).to_vec())).unwrap();
    assert!(audit.secrets.is_empty(), "{:#?}", audit.secrets);
    let check = verdicts(&audit)["security/keeps-secrets-in-a-secrets-manager"];
    assert_eq!(check.outcome, Outcome::Pass, "{:?}", check.summary);
}
