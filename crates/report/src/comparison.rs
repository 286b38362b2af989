//! What changed between two audits: for a terminal, for a merge request, for programs.
//!
//! Gaps that came or went because the checks did are told apart from those that the repository opened or closed.

use crate::escape::{prose, visible};
use crate::text::Screen;
use crate::words::{Words, length, severity_mark, words};
use beredd_model::{Audit, Change, CheckId, Comparison, Gap, GapChange, GapId, Lang};
use std::collections::BTreeMap;

/// Gaps shown of each kind before the rest is counted.
const GAPS: usize = 50;

/// The comparison as JSON, its keys in the order of the type. The same bytes on every host.
#[must_use]
pub fn comparison_json(comparison: &Comparison) -> String {
    // Serialising fails only for keys that are not text, and a comparison has none.
    let mut document = serde_json::to_string_pretty(comparison).unwrap_or_default();
    document.push('\n');
    document
}

/// The comparison as Markdown of the GitHub flavour: to paste into a merge request.
#[must_use]
pub fn comparison_markdown(comparison: &Comparison, old: &Audit, new: &Audit, lang: Lang) -> String {
    let tale = Tale::new(comparison, old, new, lang);
    let mut page = format!("# {}\n", tale.words.labels.comparison);
    for line in tale.answer() {
        page.push_str(&format!("\n- {}", prose(&line)));
    }
    page.push('\n');
    if !comparison.categories.is_empty() {
        let labels = &tale.words.labels;
        page.push_str(&format!(
            "\n| {} | {} | {} | |\n| --- | ---: | ---: | ---: |\n",
            labels.category, labels.earlier, labels.now
        ));
        for [name, before, now, gain] in tale.categories() {
            page.push_str(&format!("| {name} | {before} | {now} | {gain} |\n"));
        }
    }
    for (heading, gaps) in tale.lists() {
        page.push_str(&format!("\n## {heading}\n\n"));
        for line in gaps {
            page.push_str(&format!("- {}\n", prose(&line)));
        }
    }
    page
}

/// The comparison for a terminal of `width` columns; a narrower one than 40 is treated as 40.
#[must_use]
pub fn comparison_text(comparison: &Comparison, old: &Audit, new: &Audit, lang: Lang, width: u16) -> String {
    let tale = Tale::new(comparison, old, new, lang);
    let mut screen = Screen::new(lang, width);
    screen.wrapped("", tale.words.labels.comparison);
    screen.gap_line();
    for line in tale.answer() {
        screen.wrapped("", &visible(&line));
    }
    if !comparison.categories.is_empty() {
        screen.gap_line();
        for [name, before, now, gain] in tale.categories() {
            screen.wrapped_after("  ", "    ", &format!("{name}: {before} → {now} ({gain})"));
        }
    }
    for (heading, gaps) in tale.lists() {
        screen.gap_line();
        screen.wrapped("", &heading);
        for line in gaps {
            screen.wrapped_after("  ", "    ", &visible(&line));
        }
    }
    screen.finish()
}

/// A comparison and what is needed to tell it.
struct Tale<'a> {
    comparison: &'a Comparison,
    words: &'static Words,
    archives: [&'a str; 2],
    old: BTreeMap<&'a str, &'a Gap>,
    new: BTreeMap<&'a str, &'a Gap>,
}

impl<'a> Tale<'a> {
    fn new(comparison: &'a Comparison, old: &'a Audit, new: &'a Audit, lang: Lang) -> Self {
        let gaps = |audit: &'a Audit| audit.gaps.iter().map(|gap| (gap.id.as_str(), gap)).collect();
        Self {
            comparison,
            words: words(lang),
            archives: [&old.archive.name, &new.archive.name],
            old: gaps(old),
            new: gaps(new),
        }
    }

    /// Which two, the score, the gate, how many gaps of each kind, and what else differs.
    fn answer(&self) -> Vec<String> {
        let (words, one) = (self.words, self.comparison);
        let labels = &words.labels;
        let gate = |is_open: bool| if is_open { words.say.gate_open } else { words.say.gate_closed };
        let [before, now] = one.is_gate_open;
        let count = |gaps: &[GapId]| words.whole(u64::from(length(gaps)));
        let mut lines = vec![
            format!("{} → {}", self.archives[0], self.archives[1]),
            format!("{}: {}", labels.score, self.change(one.score)),
        ];
        if one.score_on_common != one.score {
            lines.push(format!("{}: {}", labels.on_common_checks, self.change(one.score_on_common)));
        }
        lines.push(format!("{}: {} → {}", labels.gate, gate(before), gate(now)));
        lines.push(format!(
            "{}: {} · {}: {} · {}: {} · {}: {}",
            labels.new_gaps,
            count(&one.new),
            labels.closed_gaps,
            count(&one.fixed),
            labels.changed_gaps,
            count(&one.changed),
            labels.unchanged_gaps,
            count(&one.unchanged),
        ));
        lines.extend(one.caveats.iter().map(|caveat| caveat.get(words.lang).to_owned()));
        lines
    }

    fn categories(&self) -> Vec<[String; 4]> {
        let row = |(category, change): &(beredd_model::Category, Change)| {
            let words = self.words;
            let (before, now) = (words.points(change.old_permille), words.points(change.new_permille));
            [(words.category)(*category).to_owned(), before, now, self.gain(*change)]
        };
        self.comparison.categories.iter().map(row).collect()
    }

    /// The gaps of each kind under their heading, and the checks that came and went; kinds without any are left out.
    fn lists(&self) -> Vec<(String, Vec<String>)> {
        let (labels, one) = (&self.words.labels, self.comparison);
        let gaps = |ids: &[GapId], book: &BTreeMap<&str, &Gap>, by_catalogue: &[GapId]| -> Vec<String> {
            let name = |id: &GapId| {
                let by_check = if by_catalogue.contains(id) { labels.by_catalogue } else { "" };
                format!("{}{by_check}", self.name(id, book))
            };
            self.some(ids, &name)
        };
        let checks = |ids: &[CheckId]| self.some(ids, &|id: &CheckId| id.to_string());
        [
            (labels.new_gaps, gaps(&one.new, &self.new, &one.new_by_catalogue)),
            (labels.closed_gaps, gaps(&one.fixed, &self.old, &one.fixed_by_catalogue)),
            (labels.changed_gaps, self.some(&one.changes, &|change: &GapChange| self.difference(change))),
            (labels.checks_added, checks(&one.checks_added)),
            (labels.checks_removed, checks(&one.checks_removed)),
        ]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(heading, lines)| (heading.to_owned(), lines))
        .collect()
    }

    /// The first of a list, each in words, and the number of the others.
    fn some<T>(&self, list: &[T], say: &dyn Fn(&T) -> String) -> Vec<String> {
        let mut lines: Vec<String> = list.iter().take(GAPS).map(say).collect();
        let rest = list.len().saturating_sub(GAPS);
        if rest > 0 {
            lines.push((self.words.say.more)(&rest.to_string()));
        }
        lines
    }

    fn name(&self, id: &GapId, book: &BTreeMap<&str, &Gap>) -> String {
        book.get(id.as_str()).map_or_else(
            || id.clone(),
            |gap| {
                let (mark, title) = (severity_mark(gap.severity), gap.title.get(self.words.lang));
                format!("{mark} {} {title}", gap.criterion)
            },
        )
    }

    /// A gap that is open still, and what is different about it.
    fn difference(&self, change: &GapChange) -> String {
        let words = self.words;
        let mut parts = Vec::new();
        let [before, now] = change.severity;
        if before != now {
            parts.push(format!("{} → {}", (words.severity)(before), (words.severity)(now)));
        }
        let extent = |at: usize| Some(words.n_of(*change.affected.get(at)?, *change.of.get(at)?));
        if let (Some(before), Some(now)) = (extent(0), extent(1))
            && before != now
        {
            parts.push(format!("{before} → {now}"));
        }
        for (sign, names) in [("+", &change.came), ("−", &change.went)] {
            parts.extend(names.iter().take(5).map(|name| format!("{sign}{name}")));
        }
        format!("{}: {}", self.name(&change.gap, &self.new), parts.join(", "))
    }

    fn change(&self, change: Change) -> String {
        let words = self.words;
        let (before, now) = (words.points(change.old_permille), words.points(change.new_permille));
        format!("{before} → {now} ({})", self.gain(change))
    }

    /// What was won or lost, with its sign: `+3.1`, `−0.4`.
    fn gain(&self, change: Change) -> String {
        let gain = change.gain_permille();
        let size = u32::try_from(gain.unsigned_abs()).unwrap_or(u32::MAX);
        let sign = if gain < 0 { "−" } else { "+" };
        format!("{sign}{}", self.words.points(size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;
    use beredd_model::{Category, Severity, Text};

    fn comparison() -> Comparison {
        Comparison {
            is_same_catalogue: false,
            is_same_policy: true,
            checks_added: vec!["llm/new".into()],
            checks_removed: Vec::new(),
            score: Change { old_permille: 576, new_permille: 572 },
            is_gate_open: [false, true],
            categories: vec![(Category::Security, Change { old_permille: 440, new_permille: 500 })],
            criteria: Vec::new(),
            teams: Vec::new(),
            new: vec!["G1".into(), "G2".into()],
            fixed: vec!["G3".into()],
            changed: vec!["G4".into()],
            unchanged: vec!["G5".into()],
            changes: vec![GapChange {
                gap: "G4".into(),
                severity: [Severity::High, Severity::Medium],
                affected: [3, 2],
                of: [3, 3],
                is_to_verify: [false, false],
                came: Vec::new(),
                went: vec!["VatAgent".into()],
            }],
            score_on_common: Change { old_permille: 576, new_permille: 600 },
            new_by_catalogue: vec!["G2".into()],
            fixed_by_catalogue: Vec::new(),
            policy_keys: Vec::new(),
            caveats: vec![Text::fixed("Other checks.", "Andra kontroller.")],
        }
    }

    #[test]
    fn it_reads_as_agreed() {
        let (old, new) = (sample(), sample());
        for lang in Lang::ALL {
            let code = lang.code();
            let text = comparison_text(&comparison(), &old, &new, lang, 80);
            crate::sample::agreed(&format!("comparison.{code}.txt"), &text);
            let page = comparison_markdown(&comparison(), &old, &new, lang);
            crate::sample::agreed(&format!("comparison.{code}.md"), &page);
        }
    }

    #[test]
    fn it_says_what_was_lost_with_its_sign_and_stays_within_the_terminal() {
        let mut new = sample();
        new.gaps[0].title = Text::same(&"| <b> \u{1b}[31m `x` ".repeat(40));
        let text = comparison_text(&comparison(), &sample(), &new, Lang::En, 80);
        assert!(text.contains("57.6 → 57.2 (−0.4)") && text.contains("57.6 → 60.0 (+2.4)"));
        assert!(text.lines().all(|line| line.chars().count() <= 80) && !text.contains('\u{1b}'));
        let page = comparison_markdown(&comparison(), &sample(), &new, Lang::En);
        assert!(!page.contains("| <b>") && !page.contains("<b>"));
    }

    #[test]
    fn the_json_reads_back() {
        let back: Comparison = serde_json::from_str(&comparison_json(&comparison())).unwrap();
        assert_eq!(back, comparison());
    }
}
