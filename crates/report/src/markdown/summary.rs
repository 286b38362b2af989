//! The first page: the answer, what stands in its way, the eight categories.

use super::{Column, Page, cut};
use crate::charts::calendar_weeks;
use crate::escape::{code, prose};
use crate::words::{length, severity_mark};
use beredd_model::{Attested, Category, CategoryScore, Severity};

/// Critical gaps named on the first page before the rest is counted.
const BLOCKERS: usize = 30;
/// Decisions shown.
const DECISIONS: usize = 200;

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
    if audit.profile.is_auditor {
        page.list([format!("**{}:** {}", labels.auditor_mode, words.say.auditor_mode)]);
    }
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
    if !audit.gaps.is_empty() {
        let total = audit.roadmap.total;
        let work = [
            words.count(length(&audit.gaps), words.nouns.gap),
            gap_counts(page, None),
            words.days(total.likely_hours),
            words.count(calendar_weeks(&audit.roadmap), words.nouns.week),
            words.count(audit.roadmap.developers, words.nouns.developer),
        ];
        page.list([format!("**{}:** {}", labels.all_work, work.join(" · "))]);
    }
    let system = system(page);
    page.list([format!("**{}:** {system}", labels.system)]);
    let mut blockers: Vec<String> =
        audit.gate.blockers.iter().take(BLOCKERS).map(|id| page.gap_name(id)).collect();
    let rest = audit.gate.blockers.len().saturating_sub(BLOCKERS);
    if rest > 0 {
        blockers.push((words.say.more)(&rest.to_string()));
    }
    if !blockers.is_empty() {
        page.label(labels.critical_gaps);
        page.list(blockers);
    }
    categories(page);
    decisions(page);
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
    let providers: Vec<String> = audit.llm.providers.iter().take(20).map(|name| prose(&cut(name))).collect();
    if !providers.is_empty() {
        counts.push(providers.join(", "));
    }
    counts.join(" · ")
}

/// What people decided about single gaps. It is shown whether it counts or not.
fn decisions(page: &mut Page<'_>) {
    let (audit, words, lang) = (page.audit, page.words, page.lang);
    let labels = &words.labels;
    if audit.accepted.is_empty() && audit.attested.is_empty() {
        return;
    }
    page.heading(2, labels.decisions);
    page.paragraph(words.say.decisions);
    let columns = [labels.check, labels.reason, labels.owner, labels.until, labels.state].map(Column::Text);
    let accepted = audit.accepted.iter().map(|row| {
        let risk = &row.risk;
        let (place, subject) = (risk.place.iter(), risk.subject.iter());
        let of: Vec<String> = place.chain(subject).map(|name| code(&cut(name))).collect();
        let what = format!("{} {}", code(&risk.check), of.join(", "));
        vec![
            what,
            prose(&risk.reason),
            prose(&risk.owner),
            risk.expires.to_string(),
            prose(row.note.get(lang)),
        ]
    });
    let attested = audit.attested.iter().map(|row| {
        let one = &row.attestation;
        let what = match &one.of {
            Attested::Criterion(criterion) => criterion.to_string(),
            Attested::Check(check) => code(check),
        };
        let (who, date) = (prose(&one.who), one.date.to_string());
        vec![what, prose(&one.evidence), who, date, prose(row.note.get(lang))]
    });
    let rows: Vec<Vec<String>> = accepted.chain(attested).take(DECISIONS).collect();
    page.table(&columns, rows);
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
