//! Category by category: strengths, gaps, recommendations, and the checks with their evidence.

use super::{Column, Page};
use crate::escape::prose;
use crate::words::{outcome_mark, severity_mark};
use beredd_model::{CategoryScore, CheckResult, Gap, Outcome};

pub(super) fn write(page: &mut Page<'_>) {
    page.heading(2, page.words.labels.findings);
    for score in &page.audit.categories {
        category(page, score);
    }
}

fn category(page: &mut Page<'_>, score: &CategoryScore) {
    let (audit, words, lang) = (page.audit, page.words, page.lang);
    let labels = &words.labels;
    let points = words.points(score.points.proven_permille);
    page.heading(3, &format!("{} · {points}", (words.category)(score.id)));
    let checks: Vec<&CheckResult> =
        audit.checks.iter().filter(|check| check.criterion.category == score.id).collect();
    let gaps: Vec<&Gap> = audit.gaps.iter().filter(|gap| gap.category == score.id).collect();

    page.label(labels.strengths);
    page.list(checks.iter().filter(|check| check.outcome == Outcome::Pass).map(|check| {
        format!("{}: {} ({})", prose(check.claim.get(lang)), prose(check.summary.get(lang)), check.criterion)
    }));
    page.label(labels.gaps);
    page.list(gaps.iter().map(|gap| gap_line(page, gap)).collect::<Vec<_>>());
    if !gaps.is_empty() {
        page.label(labels.recommendations);
        page.list(
            gaps.iter().map(|gap| format!("{}: {}", gap.criterion, prose(gap.recommendation.get(lang)))),
        );
    }
    if checks.is_empty() {
        return;
    }
    page.label(labels.checks);
    let columns = [
        Column::Text(labels.criterion),
        Column::Text(labels.check),
        Column::Text(labels.outcome),
        Column::Number(labels.extent),
        Column::Text(labels.proof),
        Column::Text(labels.evidence),
    ];
    let rows: Vec<Vec<String>> = checks.iter().map(|check| check_row(page, check)).collect();
    page.table(&columns, rows);
}

/// A gap in one line: severity, title, extent, impact.
fn gap_line(page: &Page<'_>, gap: &Gap) -> String {
    let words = page.words;
    let verify = if gap.is_to_verify { format!(", {}", words.labels.to_verify) } else { String::new() };
    let extent = words.affected(gap).map_or_else(String::new, |extent| format!(", {extent}"));
    format!(
        "{} **{}{verify}:** {} ({}{extent}). {}",
        severity_mark(gap.severity),
        (words.severity)(gap.severity),
        prose(gap.title.get(page.lang)),
        gap.criterion,
        prose(gap.impact.get(page.lang)),
    )
}

fn check_row(page: &Page<'_>, check: &CheckResult) -> Vec<String> {
    let words = page.words;
    let supporting =
        if check.is_decisive { String::new() } else { format!(" ({})", words.labels.supporting) };
    vec![
        format!("{}{supporting}", check.criterion),
        prose(check.claim.get(page.lang)),
        format!("{} {}", outcome_mark(check.outcome), (words.outcome)(check.outcome)),
        if check.of > 0 { words.n_of(check.n, check.of) } else { "–".to_owned() },
        check.grade.map_or("–", words.grade).to_owned(),
        page.evidence_places(&check.evidence),
    ]
}
