//! A troubleshooting guide leads from what people see to what they should do.

use crate::shared::documents::{Section, manuals, sections};
use crate::shared::{Tally, counted, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Table;
use beredd_facts::identifier::words;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "A troubleshooting guide gives cause and action for common problems",
        "En felsökningsguide anger orsak och åtgärd för vanliga problem",
    ),
    gap_title: Text::fixed(
        "There is no usable troubleshooting guide",
        "Det finns ingen användbar felsökningsguide",
    ),
    why: Text::fixed(
        "The one on call at night has never seen the fault before. Without a guide each outage lasts as long as it takes to reach \
         whoever wrote the code.",
        "Den som har jour på natten har aldrig sett felet förut. Utan guide varar varje driftstopp så länge det tar att få tag på \
         den som skrev koden.",
    ),
    fix: Text::fixed(
        "Write docs/troubleshooting.md with a section for each known problem: the symptom as it reads in the log, its cause, and \
         the commands that solve it. Begin with a provider that is down, an expired key, an open breaker.",
        "Skriv docs/troubleshooting.md med ett avsnitt per känt problem: symptomet som det står i loggen, orsaken och kommandona \
         som löser det. Börja med en leverantör som ligger nere, en utgången nyckel och en öppen kretsbrytare.",
    ),
    limits: Text::fixed(
        "Whether the advice helps is not judged. Runbooks in other systems are not read.",
        "Om råden hjälper bedöms inte. Driftinstruktioner i andra system läses inte.",
    ),
    consequence: Consequence::C5,
    effort: once(500, 1000, 2000),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- docs/troubleshooting.md
# Troubleshooting

## Model errors
**Cause:** the provider is down. **Action:** look at the breaker.

## Every answer says degraded
Cause: no provider answered.

1. Check the network policy.

## 403 on every request
Because a client sends another tenant. Fix: drop the header.
",
        ),
        Example::passes(
            "\
//- README.md
# Butik
## Felsökning

| Symptom | Orsak | Åtgärd |
|---|---|---|
| 401 | Nyckeln har gått ut | Förnya nyckeln |
| 429 | Taket är nått | Vänta eller höj taket |
| Tomma svar | Modellen är avstängd | Starta om Ollama |
",
        ),
        Example::partial(
            "\
//- README.md
# Shop
## Troubleshooting
### The key has expired
Cause: keys live for ninety days. Solution: renew it.
### It is slow
We know.
",
        ),
        Example::fails("//- README.md\n# Shop\nA shop.\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
# Shop
## Troubleshooting ⟵
Contact us.

## Features
- Cause and effect analysis
- Action items
- Solutions for troubleshooting
//- docs/DEBUG_SUMMARY.md
# Troubleshooting
## A
Cause: a. Fix: b.
## B
Cause: a. Fix: b.
## C
Cause: a. Fix: b.
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "files and sections called troubleshooting, runbook, FAQ, common problems, felsökning",
    "entries with a cause and an action: sections, tables, list items",
];

/// How many problems a guide should lead through. The criterion asks for common problems, in the plural.
const ENOUGH: usize = 3;

const TITLES: &[&str] = &[
    "debugging",
    "faq",
    "felsökning",
    "runbook",
    "runbooks",
    "troubleshoot",
    "troubleshooting",
    "driftinstruktion",
];
const CAUSES: &[&str] = &[
    "because",
    "cause",
    "caused",
    "causes",
    "diagnosis",
    "reason",
    "beror",
    "orsak",
    "orsaker",
    "anledning",
    "eftersom",
];
const ACTIONS: &[&str] = &[
    "action",
    "actions",
    "fix",
    "fixes",
    "mitigation",
    "remedy",
    "resolution",
    "resolve",
    "solution",
    "solutions",
    "lösning",
    "lösningar",
    "åtgärd",
    "åtgärder",
    "gör",
];

/// Words of headings that frame a guide rather than name a problem.
const FRAMES: &[&str] = &[
    "about",
    "contact",
    "contents",
    "help",
    "introduction",
    "overview",
    "references",
    "support",
    "innehåll",
    "introduktion",
    "kontakt",
    "översikt",
];

/// A problem with what is said of it.
struct Entry {
    place: Place,
    name: String,
    has_cause: bool,
}

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut entries: BTreeMap<Place, Entry> = BTreeMap::new();
    let mut empty = Vec::new();
    for (path, document) in manuals(repo) {
        for section in sections(path, document).filter(is_guide) {
            let found = entries_of(&section);
            if found.is_empty() {
                empty.push(section);
            }
            entries.extend(found.into_iter().map(|entry| (entry.place.clone(), entry)));
        }
    }
    let whole = entries.values().filter(|entry| entry.has_cause).count();
    for entry in entries.values() {
        let grade = if entry.has_cause { Grade::Configured } else { Grade::Declared };
        let (en, sv) = if entry.has_cause {
            ("cause and action", "orsak och åtgärd")
        } else {
            ("action only", "bara åtgärd")
        };
        let what = Text::made(format!("\"{}\": {en}", entry.name), format!("”{}”: {sv}", entry.name));
        tally.supports(entry.place.clone(), grade, what);
    }
    if entries.is_empty() {
        for section in empty {
            let what = Text::made(
                format!("\"{}\" names no problem with an action", section.heading.text),
                format!("”{}” tar inte upp något problem med en åtgärd", section.heading.text),
            );
            tally.speaks_against(section.place(), Grade::Configured, what);
        }
    }
    let all = entries.len();
    let outcome = match (whole, all) {
        (whole, _) if whole >= ENOUGH => Outcome::Pass,
        (_, 0) => Outcome::Fail,
        _ => Outcome::Partial,
    };
    let mut verdict = tally.concluded(
        outcome,
        Text::made(
            format!(
                "{} described with an action, {whole} with the cause too; {ENOUGH} are asked for.",
                counted(all, "problem is", "problems are")
            ),
            format!("{all} problem beskrivs med åtgärd, {whole} även med orsak. Minst {ENOUGH} krävs."),
        ),
    );
    let count = u32::try_from(whole.min(ENOUGH)).unwrap_or(0);
    (verdict.n, verdict.of) = (count, u32::try_from(ENOUGH).unwrap_or(3));
    verdict
}

/// A section that is a guide itself; not one inside another guide.
fn is_guide(section: &Section<'_>) -> bool {
    let is_title = |title: &[String]| {
        title.iter().any(|word| TITLES.contains(&word.as_str()))
            || title.windows(2).any(|pair| {
                matches!(pair.first().map(String::as_str), Some("common" | "known" | "vanliga" | "kända"))
                    && matches!(
                        pair.last().map(String::as_str),
                        Some("issues" | "problems" | "errors" | "questions" | "problem" | "fel" | "frågor")
                    )
            })
    };
    let is_first = section.document.headings.first().is_some_and(|first| first == section.heading);
    is_title(&section.title()) || (is_first && is_title(&words(section.path.stem())))
}

/// Problems in a guide: its innermost sections, rows of its tables, and items that say both if and what then.
fn entries_of(section: &Section<'_>) -> Vec<Entry> {
    let mut found = Vec::new();
    let children = section.children();
    for child in &children {
        let inner = entries_of(child);
        if inner.is_empty() {
            found.extend(entry_of(child));
        } else {
            found.extend(inner);
        }
    }
    let is_own = |lines: Lines| {
        section.heading.section.holds(lines)
            && !children.iter().any(|child| child.heading.section.holds(lines))
    };
    for table in section.document.tables.iter().filter(|table| is_own(table.lines)) {
        found.extend(rows_of(section, table));
    }
    for item in section.document.list_items.iter().filter(|item| is_own(Lines::at(item.line))) {
        let said = words(&item.text);
        let has = |table: &[&str]| said.iter().any(|word| table.contains(&word.as_str()));
        if has(CAUSES) && has(ACTIONS) {
            found.push(Entry {
                place: RepoFacts::place(section.path, Lines::at(item.line)),
                name: item.text.chars().take(60).collect(),
                has_cause: true,
            });
        }
    }
    found
}

/// A section without sections of its own, when it says what to do. Its heading is the symptom.
fn entry_of(section: &Section<'_>) -> Option<Entry> {
    let is_frame = section.title().iter().any(|word| FRAMES.contains(&word.as_str()));
    if is_frame {
        return None;
    }
    let texts = section.texts();
    let has = |table: &[&str]| {
        texts.iter().any(|(_, text)| words(text).iter().any(|word| table.contains(&word.as_str())))
    };
    let in_heading =
        |child: &Section<'_>, table: &[&str]| child.title().iter().any(|word| table.contains(&word.as_str()));
    let children = section.children();
    let acts = has(ACTIONS) || children.iter().any(|child| in_heading(child, ACTIONS));
    let steps = section
        .document
        .list_items
        .iter()
        .any(|item| item.is_ordered && section.heading.section.holds(Lines::at(item.line)));
    let is_entry = acts || steps || !section.commands().is_empty();
    is_entry.then(|| Entry {
        place: section.place(),
        name: section.heading.text.clone(),
        has_cause: has(CAUSES) || children.iter().any(|child| in_heading(child, CAUSES)),
    })
}

/// Rows of a table whose head has a column for what to do.
fn rows_of(section: &Section<'_>, table: &Table) -> Vec<Entry> {
    let column = |wanted: &[&str]| {
        table.head.iter().position(|cell| words(cell).iter().any(|word| wanted.contains(&word.as_str())))
    };
    let Some(action) = column(ACTIONS) else { return Vec::new() };
    let cause = column(CAUSES);
    let is_filled = |row: &[String], at: usize| row.get(at).is_some_and(|cell| !cell.trim().is_empty());
    let rows = table.rows.iter().zip(table.lines.start.saturating_add(2)..);
    rows.filter(|(row, _)| is_filled(row, action))
        .map(|(row, line)| Entry {
            place: RepoFacts::place(section.path, Lines::at(line)),
            name: row.first().cloned().unwrap_or_default(),
            has_cause: cause.is_some_and(|at| is_filled(row, at)),
        })
        .collect()
}
