//! Guides for deployment, found in documents and measured by what they hold.

use super::documents::is_commands;
use beredd_facts::fact::{CodeBlock, Document, Heading};
use beredd_facts::identifier::has_word;
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{Lines, Place};

/// A document or a section that tells how to deploy.
pub(crate) struct Guide<'a> {
    /// Its heading.
    pub(crate) place: Place,
    /// Its lines.
    pub(crate) lines: Lines,
    /// The document.
    pub(crate) document: &'a Document,
    /// Ordered items, or numbered headings where there are more of those.
    pub(crate) steps: u32,
    /// Blocks of commands.
    pub(crate) commands: u32,
    /// Whether it says what is needed before.
    pub(crate) has_prerequisites: bool,
    /// Whether it says how to see that it worked.
    pub(crate) has_verification: bool,
}

impl Guide<'_> {
    /// How many of the four parts it has.
    pub(crate) fn parts_found(&self) -> u32 {
        [self.steps >= 3, self.commands >= 2, self.has_prerequisites, self.has_verification]
            .into_iter()
            .map(u32::from)
            .sum()
    }
}

/// Words of headings and file names that announce a deployment guide, in English and Swedish.
const TITLES: &[&str] = &[
    "deploy",
    "deploying",
    "deployment",
    "install",
    "installation",
    "installing",
    "driftsätt",
    "driftsätta",
    "driftsättning",
    "driftsattning",
    "installera",
    "produktionssättning",
];

const PREREQUISITES: &[&str] = &[
    "prerequisite",
    "prerequisites",
    "requirements",
    "before you",
    "you need",
    "förutsättningar",
    "förkrav",
    "du behöver",
];

const VERIFICATION: &[&str] = &[
    "verify",
    "verifies",
    "verification",
    "smoke",
    "health",
    "healthz",
    "check",
    "confirm",
    "kontrollera",
    "verifiera",
    "hälsa",
];

/// Guides that are looked at in one document: each reads the document once, and no manual that people write holds more.
const GUIDES_A_DOCUMENT: usize = 20;

/// Every guide in documents that are meant for readers; plans, reports and summaries are none.
pub(crate) fn guides(repo: &RepoFacts) -> Vec<Guide<'_>> {
    let mut found = Vec::new();
    for (path, file) in repo.files_as(FileRole::Documentation) {
        let Some(document) = &file.document else { continue };
        let whole =
            document.headings.iter().find(|heading| heading.level == 1).or_else(|| document.headings.first());
        let is_named = has_word(path.stem(), TITLES) || whole.is_some_and(is_title);
        if let Some(heading) = whole.filter(|_| is_named) {
            let lines = Lines::new(heading.section.start, file.lines.max(heading.section.end));
            found.push(measured(RepoFacts::place(path, Lines::at(lines.start)), lines, document));
            continue;
        }
        let titles = document.headings.iter().filter(|heading| heading.level <= 3 && is_title(heading));
        for heading in titles.take(GUIDES_A_DOCUMENT) {
            found.push(measured(
                RepoFacts::place(path, Lines::at(heading.section.start)),
                heading.section,
                document,
            ));
        }
    }
    found
}

/// A heading announces a guide when it is about deploying and not a sentence that happens to name it.
fn is_title(heading: &Heading) -> bool {
    has_word(&heading.text, TITLES) && heading.text.split_whitespace().count() <= 4
}

fn measured(place: Place, lines: Lines, document: &Document) -> Guide<'_> {
    let items = document.list_items.iter().filter(|item| lines.holds(Lines::at(item.line)));
    let ordered = items.clone().filter(|item| item.is_ordered).count();
    let headings: Vec<&Heading> =
        document.headings.iter().filter(|heading| lines.holds(Lines::at(heading.section.start))).collect();
    let numbered = headings.iter().filter(|heading| is_numbered(&heading.text)).count();
    let blocks: Vec<&CodeBlock> =
        document.code_blocks.iter().filter(|block| lines.holds(block.lines)).collect();
    let is_command = |block: &&&CodeBlock| is_commands(block);
    let paragraphs = document.paragraphs.iter().filter(|paragraph| lines.holds(paragraph.lines));
    let texts: Vec<&str> = headings
        .iter()
        .map(|heading| heading.text.as_str())
        .chain(items.map(|item| item.text.as_str()))
        .chain(paragraphs.map(|paragraph| paragraph.text.as_str()))
        .collect();
    let says = |words: &[&str]| texts.iter().any(|text| has_word(text, words));
    let asks_health = blocks
        .iter()
        .filter(is_command)
        .any(|block| has_word(&block.text, &["health", "healthz", "rollout status"]));
    let steps = ordered.max(numbered);
    let command_count = blocks.iter().filter(is_command).count();
    // A sentence about health checks tells no one how to deploy: the rest counts beside steps or commands only.
    let guides = steps > 0 || command_count > 0;
    Guide {
        place,
        lines,
        document,
        steps: u32::try_from(steps).unwrap_or(u32::MAX),
        commands: u32::try_from(command_count).unwrap_or(u32::MAX),
        has_prerequisites: guides && says(PREREQUISITES),
        has_verification: guides && (says(VERIFICATION) || asks_health),
    }
}

/// `1. Build`, `Step 2: push`, `Steg 3`.
fn is_numbered(heading: &str) -> bool {
    let mut words = heading.split_whitespace();
    let first = words.next().unwrap_or_default();
    let number = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    number(first) || (has_word(first, &["step", "steg"]) && words.next().is_some_and(number))
}
