//! What documents say of the system: sentences that can be held against the code.
//!
//! Guides and reports alike: a report of what was done is where most of such sentences stand. Plans and requirements say what
//! ought to be, and are no claims.

use beredd_facts::fact::Document;
use beredd_facts::identifier::words;
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};

/// A sentence, a list item, a heading or a cell.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// Where.
    pub(crate) place: Place,
    /// As written, cut at 200 characters.
    pub(crate) text: String,
    /// Its words, in lower case.
    pub(crate) words: Vec<String>,
}

/// Words that say what ought to be, may be, or was not.
const NOT_YET: &[&str] = &[
    "bör", "could", "ensure", "goal", "if", "kan", "may", "might", "must", "mål", "måste", "need", "needs",
    "never", "next", "no", "not", "om", "plan", "planned", "shall", "should", "ska", "target", "todo",
    "want", "when", "will", "would",
];

/// Every claim for which `is_wanted` holds, in order.
pub(crate) fn claims(repo: &RepoFacts, is_wanted: &dyn Fn(&[String]) -> bool) -> Vec<Claim> {
    let stated = repo.derived(stated);
    let mut found: Vec<Claim> = stated.iter().filter(|claim| is_wanted(&claim.words)).cloned().collect();
    found.dedup_by(|a, b| a.place == b.place);
    found
}

/// Everything that documents state as a fact, in order.
fn stated(repo: &RepoFacts) -> Vec<Claim> {
    let mut found: Vec<Claim> = Vec::new();
    for (path, file) in repo.files().filter(|(path, file)| may_claim(path, file.role)) {
        let Some(document) = &file.document else { continue };
        for (line, text) in said(document) {
            let words = words(text);
            let is_open = words.iter().any(|word| NOT_YET.binary_search(&word.as_str()).is_ok());
            if !is_open && !is_legend(text) {
                let place = RepoFacts::place(path, Lines::at(line));
                found.push(Claim { place, text: text.trim().chars().take(200).collect(), words });
            }
        }
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found
}

/// A row of a key to figures, which says what a score would mean: `80-100: ready`, `Score > 80: ready`.
fn is_legend(text: &str) -> bool {
    let text =
        text.trim_start_matches(|letter: char| !letter.is_ascii_digit() && letter != '>' && letter != '≥');
    let behind = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_range = behind.len() < text.len()
        && behind.trim_start().strip_prefix(['-', '–']).is_some_and(|rest| {
            let rest = rest.trim_start();
            let end = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
            end.len() < rest.len() && end.trim_start().starts_with([':', '%', '='])
        });
    let is_bound = text.strip_prefix(['>', '≥']).is_some_and(|rest| {
        let rest = rest.trim_start_matches(['=', ' ']);
        let end = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        end.len() < rest.len() && end.trim_start().starts_with([':', '%', ')', '='])
    });
    is_range || is_bound
}

/// Guides and reports; not the plans that assistants keep in hidden folders.
fn may_claim(path: &RepoPath, role: FileRole) -> bool {
    matches!(role, FileRole::Documentation | FileRole::AuditMaterial)
        && !path.parts().any(|part| part.starts_with('.'))
}

fn said(document: &Document) -> Vec<(u32, &str)> {
    let mut found: Vec<(u32, &str)> = Vec::new();
    for paragraph in &document.paragraphs {
        found.extend(paragraph.text.split(". ").map(|sentence| (paragraph.lines.start, sentence)));
    }
    found.extend(document.headings.iter().map(|heading| (heading.section.start, heading.text.as_str())));
    found.extend(document.list_items.iter().map(|item| (item.line, item.text.as_str())));
    for table in &document.tables {
        found.extend(table.rows.iter().flatten().map(|cell| (table.lines.start, cell.as_str())));
    }
    found
}

/// Whether a word is followed, within `reach` words, by one of others.
pub(crate) fn is_followed(words: &[String], first: &[&str], reach: usize, second: &[&str]) -> bool {
    words
        .iter()
        .zip(1usize..)
        .filter(|(word, _)| first.contains(&word.as_str()))
        .any(|(_, behind)| words.iter().skip(behind).take(reach).any(|word| second.contains(&word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_found_within_reach() {
        let said = words("All of the agents use one LLM service");
        assert!(
            is_followed(&said, &["all"], 3, &["agents"]) && !is_followed(&said, &["all"], 2, &["agents"])
        );
        assert!(NOT_YET.is_sorted());
    }

    #[test]
    fn a_key_to_figures_claims_nothing() {
        for legend in
            ["80-100: Production ready", "90–100 % ready", "Score > 80: production-ready", "Ready (>80)"]
        {
            assert!(is_legend(legend), "{legend}");
        }
        for claim in
            ["Score: 82.01/100, production ready", "Production ready since 2024-05-01", "3 agents, all ready"]
        {
            assert!(!is_legend(claim), "{claim}");
        }
    }
}
