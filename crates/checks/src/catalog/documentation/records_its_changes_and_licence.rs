//! What changed between versions is recorded, and the terms of use are stated.

use crate::shared::documents::manuals;
use crate::shared::{Tally, effort, is_effective};
use crate::{Check, Example};
use beredd_facts::fact::Node;
use beredd_facts::identifier::words;
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "Changes are recorded, and the terms of use stated",
        "Ändringar antecknas, och villkoren för användning anges",
    ),
    gap_title: Text::fixed("No record of changes, or no licence", "Ändringslogg eller licens saknas"),
    why: Text::fixed(
        "Callers of the service must see what a new version changes before it reaches them, and nobody may use or pass on code \
         without terms.",
        "De som anropar tjänsten behöver se vad en ny version ändrar innan den når dem, och ingen får använda eller föra vidare kod \
         utan villkor.",
    ),
    fix: Text::fixed(
        "Keep a CHANGELOG.md with a section for each version, and add a LICENSE file, or state in the manifest that the code is \
         proprietary.",
        "Håll en CHANGELOG.md med ett avsnitt per version och lägg till en LICENSE-fil, eller ange i manifestet att koden är \
         företagsintern.",
    ),
    limits: Text::fixed(
        "Release notes kept outside the repository are not seen; whether licences of dependencies fit is not judged.",
        "Versionsnyheter utanför repot syns inte. Om beroendens licenser går ihop bedöms inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((50, 100, 250), (50, 100, 250), Text::fixed("document", "dokument")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "//- CHANGELOG.md\n# Changelog\n## 1.4.0 (2025-01-10)\n- Refunds\n//- LICENSE\nMIT License\n",
        ),
        Example::passes(
            "//- docs/changes.md\n# Changes\n## [Unreleased]\n- Refunds\n//- pyproject.toml\n[project]\nname = \"a\"\nlicense = \"MIT\"\n",
        ),
        Example::partial("//- LICENSE\nMIT License\n"),
        Example::fails("//- README.md\n# Shop\nA shop.\n"),
        Example::lookalike(
            Outcome::Fail,
            "//- CHANGELOG.md\n# Changelog\nSee git.\n//- README.md\n[![License: MIT](https://img.shields.io/badge/License-MIT-yellow.svg)](https://opensource.org)\n",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "CHANGELOG, CHANGES, HISTORY, RELEASES with a section per version",
    "LICENSE, LICENCE, COPYING, license in a manifest",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let parts = [
        ("changes", "a record of changes", "ändringslogg", changes(repo)),
        ("licence", "a licence", "licens", licence(repo)),
    ];
    let mut missing_sv = Vec::new();
    for (id, en, sv, place) in parts {
        if let Some(place) = place {
            let what = Text::made(format!("{} is {en}", place.path), format!("{} är en {sv}", place.path));
            tally.holds(id, en, Some(place.clone()));
            tally.supports(place, Grade::Configured, what);
        } else {
            tally.misses(id, en, None);
            missing_sv.push(sv);
        }
    }
    let summary = if missing_sv.is_empty() {
        Text::fixed("There is a record of changes and a licence.", "Det finns en ändringslogg och en licens.")
    } else {
        Text::made(
            format!("Missing: {}.", tally.missing_names(2)),
            format!("Saknas: {}.", missing_sv.join(", ")),
        )
    };
    tally.verdict(summary)
}

/// A document of that name with a heading for a version.
fn changes(repo: &RepoFacts) -> Option<Place> {
    let is_named = |stem: &str| {
        matches!(
            stem.to_lowercase().as_str(),
            "changelog"
                | "changes"
                | "history"
                | "releases"
                | "release_notes"
                | "release-notes"
                | "news"
                | "ändringslogg"
        )
    };
    let (path, heading) =
        manuals(repo).filter(|(path, _)| is_named(path.stem())).find_map(|(path, document)| {
            let heading = document.headings.iter().find(|heading| is_version(&heading.text))?;
            Some((path, heading))
        })?;
    Some(RepoFacts::place(path, Lines::at(heading.section.start)))
}

fn is_version(heading: &str) -> bool {
    let mut parts = heading.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    parts.any(|part| part.contains('.') && part.starts_with(|c: char| c.is_ascii_digit()) || part.len() == 4)
        || words(heading).iter().any(|word| word == "unreleased")
}

/// A file of that name, or a manifest that says it.
fn licence(repo: &RepoFacts) -> Option<Place> {
    let file = repo.files().find(|(path, file)| {
        let stem = path.stem().to_lowercase();
        let is_own = matches!(file.role, FileRole::Documentation | FileRole::Production);
        is_own
            && file.lines > 0
            && ["license", "licence", "copying"].iter().any(|name| stem.starts_with(name))
    });
    if let Some((path, _)) = file {
        return Some(RepoFacts::place(path, Lines::at(1)));
    }
    let manifests = repo.files().filter(|(path, file)| {
        is_effective(file.role)
            && matches!(path.file_name(), "pyproject.toml" | "package.json" | "Cargo.toml")
    });
    manifests.into_iter().find_map(|(path, file)| {
        let root = file.config.first()?;
        let keys: [&[&str]; 4] =
            [&["project", "license"], &["license"], &["package", "license"], &["tool", "poetry", "license"]];
        let node: &Node = keys.iter().find_map(|keys| root.at(keys))?;
        Some(RepoFacts::place(path, Lines::at(node.line)))
    })
}
