//! The first page: the answer, what stands in its way, the eight categories.

use super::{Column, Page};
use crate::escape::{code, prose};
use crate::words::{length, severity_mark};
use beredd_model::{Category, CategoryScore, Severity};

pub(super) fn write(page: &mut Page<'_>) {
    let (audit, words) = (page.audit, page.words);
    let (labels, points) = (&words.labels, audit.score.points);
    page.heading(1, &format!("{}: {}", labels.report, code(&audit.archive.name)));
    page.heading(2, labels.summary);
    let score = (words.say.score)(&words.points(points.proven_permille));
    page.paragraph(&format!("**{score} · {}**", (words.band)(audit.score.band)));
    page.paragraph(&(words.say.figures)(
        &words.points(points.proven_permille),
        &words.points(points.possible_permille),
        &words.percent(points.coverage_permille),
    ));
    page.written.push('\n');
    page.list([
        format!("**{}:** {}", labels.gate, (words.say.gate)(&audit.gate)),
        format!("**{}:** {}", labels.recommendation, (words.say.advice)(audit.score.band, &audit.gate)),
    ]);
    if let Some(way) = &audit.shortest_way {
        let gaps = words.count(length(&way.gaps), words.nouns.gap);
        let (days, after) = (words.days(way.likely_hours), words.points(way.proven_after_permille));
        page.list([format!(
            "**{}:** {}",
            labels.shortest_way,
            (words.say.shortest_way)(&gaps, &days, &after)
        )]);
    }
    let system = system(page);
    page.list([format!("**{}:** {system}", labels.system)]);
    let blockers: Vec<String> = audit.gate.blockers.iter().map(|id| page.gap_name(id)).collect();
    if !blockers.is_empty() {
        page.label(labels.critical_gaps);
        page.list(blockers);
    }
    categories(page);
}

/// What the audit is about, counted.
fn system(page: &Page<'_>) -> String {
    let (audit, words) = (page.audit, page.words);
    let nouns = &words.nouns;
    let mut counts = vec![
        words.count(length(&audit.agents), nouns.agent),
        words.count(length(&audit.teams), nouns.team),
        words.count(length(&audit.services), nouns.service),
        words.count(length(&audit.routes), nouns.route),
        words.count(length(&audit.llm.call_sites), nouns.call_site),
        words.count(audit.tests.countable, nouns.test),
    ];
    let providers: Vec<String> = audit.llm.providers.iter().map(|name| prose(name)).collect();
    if !providers.is_empty() {
        counts.push(providers.join(", "));
    }
    counts.join(" · ")
}

fn categories(page: &mut Page<'_>) {
    let labels = &page.words.labels;
    page.heading(2, labels.categories);
    let columns = [
        Column::Text(labels.category),
        Column::Number(labels.weight),
        Column::Number(labels.proven),
        Column::Number(labels.possible),
        Column::Number(labels.coverage),
        Column::Text(labels.gaps),
    ];
    let mut rows: Vec<Vec<String>> =
        page.audit.categories.iter().map(|score| category_row(page, score)).collect();
    let total = page.audit.score.points;
    rows.push(
        [
            labels.overall.to_owned(),
            String::new(),
            page.words.points(total.proven_permille),
            page.words.points(total.possible_permille),
            page.words.percent(total.coverage_permille),
            gap_counts(page, None),
        ]
        .map(|cell| if cell.is_empty() { cell } else { format!("**{cell}**") })
        .to_vec(),
    );
    page.table(&columns, rows);
    let legend = Severity::ALL.map(|severity| {
        format!("{} {}", severity_mark(severity), (page.words.severity_plural)(severity).to_lowercase())
    });
    page.paragraph(&legend.join(" · "));
}

fn category_row(page: &Page<'_>, score: &CategoryScore) -> Vec<String> {
    let words = page.words;
    vec![
        (words.category)(score.id).to_owned(),
        words.percent(score.weight_permille),
        words.points(score.points.proven_permille),
        words.points(score.points.possible_permille),
        words.percent(score.points.coverage_permille),
        gap_counts(page, Some(score.id)),
    ]
}

/// How many gaps of each severity, by mark.
fn gap_counts(page: &Page<'_>, category: Option<Category>) -> String {
    let counts = Severity::ALL.map(|severity| {
        let is_counted = |gap: &&beredd_model::Gap| {
            gap.severity == severity && category.is_none_or(|category| gap.category == category)
        };
        (severity, page.audit.gaps.iter().filter(is_counted).count())
    });
    let shown = counts.into_iter().filter(|(_, count)| *count > 0);
    let shown: Vec<String> =
        shown.map(|(severity, count)| format!("{} {count}", severity_mark(severity))).collect();
    if shown.is_empty() { "–".to_owned() } else { shown.join(" · ") }
}
