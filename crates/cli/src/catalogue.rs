//! `beredd checks` and `beredd explain`: the catalogue in words.

use crate::arguments::{ChecksArguments, ExplainArguments};
use crate::failure::Failure;
use crate::output::print;
use beredd_audit::{CatalogueEntry, ExampleKind, catalog};
use beredd_model::{Lang, Text};
use std::fmt::Write;

/// Every check: criterion, name, claim.
pub(crate) fn list(arguments: &ChecksArguments) -> Result<(), Failure> {
    let lang = Lang::from(arguments.lang);
    let mut entries: Vec<&CatalogueEntry> = catalog().iter().collect();
    entries.sort_by_key(|entry| (entry.check.criterion, entry.check.role, entry.id));
    let width = entries.iter().map(|entry| entry.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for entry in entries {
        // Writing to a String cannot fail, here and below.
        let _ =
            writeln!(out, "{}  {:width$}  {}", entry.check.criterion, entry.id, entry.check.claim.get(lang));
    }
    print(&out)
}

/// One check, with its examples.
pub(crate) fn explain(arguments: &ExplainArguments) -> Result<(), Failure> {
    let lang = Lang::from(arguments.lang);
    let entry = find(&arguments.check).ok_or_else(|| Failure::NoSuchCheck(arguments.check.clone()))?;
    let check = entry.check;
    let mut out = String::new();
    let _ = writeln!(out, "{}  ({})\n{}", entry.id, check.criterion, check.claim.get(lang));
    for (heading, text) in [
        (Text::fixed("Why it matters", "Varför det spelar roll"), &check.why),
        (Text::fixed("What to do", "Vad du kan göra"), &check.fix),
        (Text::fixed("What it cannot see", "Vad den inte kan se"), &check.limits),
    ] {
        let _ = writeln!(out, "\n{}\n  {}", heading.get(lang), text.get(lang));
    }
    for (heading, names) in [
        (Text::fixed("After", "Efter"), check.after.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()),
        (
            Text::fixed("Standards", "Standarder"),
            check.standards.iter().map(|standard| format!("{} {}", standard.name, standard.clause)).collect(),
        ),
    ] {
        if !names.is_empty() {
            let _ = writeln!(out, "\n{}\n  {}", heading.get(lang), names.join("\n  "));
        }
    }
    for example in check.examples {
        let _ = writeln!(out, "\n{}", kind(example.kind).get(lang));
        for line in example.repo.trim().lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    print(&out)
}

/// The check of that name, or the only one whose last part it is.
fn find(name: &str) -> Option<&'static CatalogueEntry> {
    let short = |entry: &&CatalogueEntry| entry.id.rsplit('/').next() == Some(name);
    catalog().iter().find(|entry| entry.id == name).or_else(|| {
        let mut candidates = catalog().iter().filter(short);
        candidates.next().filter(|_| candidates.next().is_none())
    })
}

const fn kind(kind: ExampleKind) -> Text {
    match kind {
        ExampleKind::Passes => Text::fixed("Passes", "Godkänt"),
        ExampleKind::Partial => Text::fixed("Passes in part", "Delvis godkänt"),
        ExampleKind::Fails => Text::fixed(
            "Fails (the lines it points at end with ⟵)",
            "Underkänt (raderna den pekar på slutar med ⟵)",
        ),
        ExampleKind::Lookalike => Text::fixed("Looks alike and is not", "Ser likadant ut men är det inte"),
        ExampleKind::Undecided => Text::fixed("Cannot be decided", "Går inte att avgöra"),
    }
}
