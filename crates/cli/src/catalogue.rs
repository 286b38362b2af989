//! `beredd checks` and `beredd explain`: the catalogue in words.

use crate::arguments::ExplainArguments;
use crate::failure::Failure;
use crate::output::{Target, coloured, print, width};
use beredd_audit::{CatalogueEntry, ExampleKind, catalog};
use beredd_model::{Lang, Role, Text};
use std::fmt::Write;

/// Every check: its criterion, its name, whether it decides, and its claim on the lines below, within the terminal.
pub(crate) fn list(lang: Lang) -> Result<(), Failure> {
    let mut entries: Vec<&CatalogueEntry> = catalog().iter().collect();
    entries.sort_by_key(|entry| (entry.check.criterion, entry.check.role, entry.id));
    let columns = width(&Target::Stdout);
    let mut out = String::new();
    for entry in entries {
        let role = match entry.check.role {
            Role::Decisive => Text::fixed("decides", "avgör"),
            Role::Supporting => Text::fixed("supports", "stöder"),
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "{}  {}  ({})", entry.check.criterion, entry.id, role.get(lang));
        paragraph(&mut out, "      ", entry.check.claim.get(lang), columns);
    }
    print(&coloured(&out))
}

/// One check, with its examples.
pub(crate) fn explain(arguments: &ExplainArguments, lang: Lang) -> Result<(), Failure> {
    let entry = find(&arguments.check).ok_or_else(|| Failure::NoSuchCheck(arguments.check.clone()))?;
    let (check, columns) = (entry.check, width(&Target::Stdout));
    let mut out = String::new();
    let _ = writeln!(out, "{}  ({})", entry.id, check.criterion);
    paragraph(&mut out, "", check.claim.get(lang), columns);
    for (heading, text) in [
        (Text::fixed("Why it matters", "Varför det spelar roll"), &check.why),
        (Text::fixed("What to do", "Vad du kan göra"), &check.fix),
        (Text::fixed("What it cannot see", "Vad den inte kan se"), &check.limits),
    ] {
        let _ = writeln!(out, "\n{}", heading.get(lang));
        paragraph(&mut out, "  ", text.get(lang), columns);
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

/// A text within so many columns, every line behind the indent. Examples are code and are never broken.
fn paragraph(out: &mut String, indent: &str, text: &str, columns: u16) {
    let room = usize::from(columns).saturating_sub(indent.len());
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty()
            && line.chars().count().saturating_add(1).saturating_add(word.chars().count()) > room
        {
            let _ = writeln!(out, "{indent}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(out, "{indent}{line}");
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
