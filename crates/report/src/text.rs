//! The audit on a terminal: the answer, the categories, the gaps that matter, what to do next. No colour, no cursor moves.

use crate::escape::visible;
use crate::words::{Words, developer_letter, length, severity_mark, words};
use beredd_model::{Audit, CategoryScore, Gap, Lang, Severity};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Gaps shown of each severity before the rest is counted.
const GAPS: usize = 12;
/// Next steps shown.
const STEPS: usize = 6;
/// The narrowest terminal a report is laid out for, in columns.
const NARROWEST: u16 = 40;
/// The columns of the table of categories that a narrow terminal goes without, in this order: weight, coverage, possible
/// and gaps.
const LEAST_FIRST: [usize; 4] = [1, 4, 3, 5];

/// The report for a terminal of `width` columns; a narrower one than 40 is treated as 40.
#[must_use]
pub fn text(audit: &Audit, lang: Lang, width: u16) -> String {
    let mut screen = Screen::new(lang, width);
    screen.answer(audit);
    screen.categories(audit);
    for (severity, heading) in [
        (Severity::Critical, screen.words.labels.critical_gaps),
        (Severity::High, screen.words.labels.high_gaps),
    ] {
        screen.gaps(audit, severity, heading);
    }
    screen.next_steps(audit);
    screen.finish()
}

/// Lines for a terminal, none of them wider than it.
pub(crate) struct Screen {
    words: &'static Words,
    lang: Lang,
    width: u16,
    written: String,
}

impl Screen {
    pub(crate) fn new(lang: Lang, width: u16) -> Self {
        Self { words: words(lang), lang, width: width.max(NARROWEST), written: String::new() }
    }

    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.written
    }

    /// An empty line.
    pub(crate) fn gap_line(&mut self) {
        self.written.push('\n');
    }

    fn answer(&mut self, audit: &Audit) {
        let (words, points) = (self.words, audit.score.points);
        let labels = &words.labels;
        self.wrapped("", &format!("{}: {}", labels.report, visible(&audit.archive.name)));
        let score = (words.say.score)(&words.points(points.proven_permille));
        self.written.push('\n');
        self.wrapped("", &format!("{score} · {}", (words.band)(audit.score.band)));
        self.wrapped(
            "",
            &(words.say.figures)(
                &words.points(points.proven_permille),
                &words.points(points.possible_permille),
                &words.percent(points.coverage_permille),
            ),
        );
        self.wrapped("", &format!("{}: {}", labels.gate, (words.say.gate)(&audit.gate)));
        self.wrapped("", (words.say.advice)(audit.score.band, &audit.gate));
        let whole = |number: u32| words.whole(u64::from(number));
        let read = (words.say.read)(&whole(audit.archive.files_read), &whole(audit.archive.entries));
        let problems = length(&audit.archive.problems);
        let problems = if problems == 0 {
            String::new()
        } else {
            format!(" · {}: {}", labels.problems.to_lowercase(), whole(problems))
        };
        let nouns = &words.nouns;
        let agents = words.count(length(&audit.agents), nouns.agent);
        let calls = words.count(length(&audit.llm.call_sites), nouns.call_site);
        self.wrapped("", &format!("{agents} · {calls}"));
        self.wrapped("", &format!("{read}{problems}"));
    }

    fn categories(&mut self, audit: &Audit) {
        let labels = &self.words.labels;
        let mut rows = vec![
            [labels.category, labels.weight, labels.proven, labels.possible, labels.coverage, labels.gaps]
                .map(str::to_owned),
        ];
        rows.extend(audit.categories.iter().map(|score| self.category(audit, score)));
        let total = audit.score.points;
        rows.push([
            labels.overall.to_owned(),
            String::new(),
            self.words.points(total.proven_permille),
            self.words.points(total.possible_permille),
            self.words.percent(total.coverage_permille),
            counts(audit.gaps.iter()),
        ]);
        self.written.push('\n');
        self.table(&rows);
    }

    fn category(&self, audit: &Audit, score: &CategoryScore) -> [String; 6] {
        let words = self.words;
        [
            (words.category)(score.id).to_owned(),
            words.percent(score.weight_permille),
            words.points(score.points.proven_permille),
            words.points(score.points.possible_permille),
            words.percent(score.points.coverage_permille),
            counts(audit.gaps.iter().filter(|gap| gap.category == score.id)),
        ]
    }

    /// Names to the left, numbers to the right, the gaps last. A narrow terminal goes without the columns of least weight.
    fn table(&mut self, rows: &[[String; 6]]) {
        let mut widths = [0_usize; 6];
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = columns(cell).max(*width);
            }
        }
        let mut hidden = LEAST_FIRST.iter();
        let mut shown: Vec<usize> = (0..6).collect();
        let total = |shown: &[usize]| -> usize {
            shown.iter().filter_map(|at| widths.get(*at)).map(|width| width + 2).sum()
        };
        while total(&shown) > usize::from(self.width) + 2 {
            let Some(least) = hidden.next() else { break };
            shown.retain(|column| column != least);
        }
        for row in rows {
            let mut line = String::new();
            for (number, (cell, width)) in
                row.iter().zip(widths).enumerate().filter(|(at, _)| shown.contains(at))
            {
                let padding = " ".repeat(width.saturating_sub(columns(cell)));
                match number {
                    0 => line.push_str(&format!("{cell}{padding}")),
                    5 => line.push_str(&format!("  {cell}")),
                    _ => line.push_str(&format!("  {padding}{cell}")),
                }
            }
            self.end(&line);
        }
    }

    fn gaps(&mut self, audit: &Audit, severity: Severity, heading: &str) {
        let gaps: Vec<&Gap> = audit.gaps.iter().filter(|gap| gap.severity == severity).collect();
        if gaps.is_empty() {
            return;
        }
        self.written.push('\n');
        self.wrapped("", &format!("{heading} ({})", gaps.len()));
        for gap in gaps.iter().take(GAPS) {
            self.gap(gap);
        }
        self.more(gaps.len().saturating_sub(GAPS));
    }

    fn gap(&mut self, gap: &Gap) {
        let (words, lang) = (self.words, self.lang);
        let verify = if gap.is_to_verify { format!(" ({})", words.labels.to_verify) } else { String::new() };
        let first = format!("  {} {}  ", severity_mark(gap.severity), gap.criterion);
        let indent = " ".repeat(columns(&first));
        self.wrapped_after(&first, &indent, &format!("{}{verify}", visible(gap.title.get(lang))));
        let mut facts: Vec<String> = words.affected(gap).into_iter().collect();
        facts.push(words.effort(&gap.effort));
        facts.push((words.owner)(gap.owner).to_owned());
        facts.extend(gap.sites.first().map(|place| visible(&format!("{}:{}", place.path, place.line))));
        self.wrapped(&indent, &facts.join(" · "));
    }

    fn next_steps(&mut self, audit: &Audit) {
        if audit.roadmap.items.is_empty() {
            return;
        }
        let (words, lang) = (self.words, self.lang);
        let gaps: BTreeMap<&str, &Gap> = audit.gaps.iter().map(|gap| (gap.id.as_str(), gap)).collect();
        self.written.push('\n');
        self.wrapped("", words.labels.next_steps);
        for (number, item) in (1_u32..).zip(audit.roadmap.items.iter().take(STEPS)) {
            let Some(gap) = gaps.get(item.gap.as_str()) else { continue };
            let first = format!("  {number}. ");
            let (days, developer) = (words.days(gap.effort.likely_hours), developer_letter(item.developer));
            let step =
                format!("{} ({}, {days}, {developer})", visible(gap.recommendation.get(lang)), gap.criterion);
            self.wrapped_after(&first, "     ", &step);
        }
        self.more(audit.roadmap.items.len().saturating_sub(STEPS));
        self.written.push('\n');
        let total = &audit.roadmap.total;
        let sums = (words.say.total)(
            &words.days(total.likely_hours),
            &words.day_range(total.low_hours, total.high_hours),
            &words.count(audit.roadmap.developers, words.nouns.developer),
            &words.percent(audit.roadmap.focus_permille),
            &words.count(crate::charts::calendar_weeks(&audit.roadmap), words.nouns.week),
        );
        self.wrapped("", &format!("{}: {sums}", words.labels.roadmap));
        if let Some(way) = &audit.shortest_way {
            let count = words.count(length(&way.gaps), words.nouns.gap);
            let (days, after) = (words.days(way.likely_hours), words.points(way.proven_after_permille));
            let way = (words.say.shortest_way)(&count, &days, &after);
            self.wrapped("", &format!("{}: {way}", words.labels.shortest_way));
        }
    }

    fn more(&mut self, rest: usize) {
        if rest > 0 {
            self.wrapped("  ", &(self.words.say.more)(&rest.to_string()));
        }
    }

    /// A text from the line's beginning, broken between words.
    pub(crate) fn wrapped(&mut self, indent: &str, text: &str) {
        self.wrapped_after(indent, indent, text);
    }

    /// Breaks the text between words; a word longer than a line is cut, so that no line is ever too long.
    pub(crate) fn wrapped_after(&mut self, first: &str, indent: &str, text: &str) {
        let width = usize::from(self.width);
        let mut line = first.to_owned();
        let mut is_fresh = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let space = usize::from(!is_fresh);
            if !is_fresh && columns(&line).saturating_add(space).saturating_add(columns(word)) > width {
                self.end(&line);
                line = indent.to_owned();
                is_fresh = true;
            }
            if !is_fresh {
                line.push(' ');
            }
            for letter in word.chars() {
                let mut bytes = [0; 4];
                if columns(&line).saturating_add(columns(letter.encode_utf8(&mut bytes))) > width {
                    self.end(&line);
                    line = indent.to_owned();
                }
                line.push(letter);
            }
            is_fresh = false;
        }
        self.end(&line);
    }

    fn end(&mut self, line: &str) {
        self.written.push_str(line.trim_end());
        self.written.push('\n');
    }
}

/// How many gaps of each severity, by mark.
fn counts<'a>(gaps: impl Iterator<Item = &'a Gap> + Clone) -> String {
    let shown = Severity::ALL.into_iter().filter_map(|severity| {
        let count = gaps.clone().filter(|gap| gap.severity == severity).count();
        (count > 0).then(|| format!("{} {count}", severity_mark(severity)))
    });
    shown.collect::<Vec<_>>().join("  ")
}

/// The columns a text takes on a terminal.
fn columns(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;
    use beredd_model::Text;

    #[test]
    fn the_report_reads_as_agreed() {
        crate::sample::agreed("report.en.txt", &text(&sample(), Lang::En, 80));
        crate::sample::agreed("report.sv.txt", &text(&sample(), Lang::Sv, 80));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let mut audit = sample();
        audit.gaps[0].title = Text::same(&"långtordutanmellanslag".repeat(20));
        audit.gaps[1].title = Text::same(&"漢字 ".repeat(60));
        for lang in Lang::ALL {
            for width in [0, 40, 60, 71, 72, 80, 200] {
                let report = text(&audit, lang, width);
                let widest = report.lines().map(columns).max().unwrap();
                assert!(widest <= usize::from(width.max(NARROWEST)), "{width}: {widest}\n{report}");
            }
        }
    }

    #[test]
    fn nothing_from_the_archive_steers_the_terminal() {
        let mut audit = sample();
        audit.archive.name = "\u{1b}]0;owned\u{7}.zip\r\n".into();
        audit.gaps[0].title = Text::same("\u{1b}[2J\u{9b}31m\u{202e}");
        let report = text(&audit, Lang::En, 80);
        assert!(report.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!report.contains('\u{202e}'));
    }
}
