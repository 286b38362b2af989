//! Category by category: strengths, gaps, recommendations, and the checks with their evidence.

use super::{Column, Page};
use crate::escape::prose;
use crate::words::{outcome_mark, severity_mark};
use beredd_model::{CategoryScore, CheckResult, Gap, Outcome, Severity};

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
    let mut checks: Vec<&CheckResult> =
        audit.checks.iter().filter(|check| check.criterion.category == score.id).collect();
    checks.sort_by_key(|check| (check.criterion, !check.is_decisive));
    let mut gaps: Vec<&Gap> = audit.gaps.iter().filter(|gap| gap.category == score.id).collect();
    gaps.sort_by_key(|gap| (gap.severity, gap.criterion));

    page.label(labels.strengths);
    page.list(checks.iter().filter(|check| check.outcome == Outcome::Pass).map(|check| {
        let claim = prose(check.claim.get(lang));
        format!(
            "{} **{claim}** ({}). {}",
            outcome_mark(check.outcome),
            check.criterion,
            prose(check.summary.get(lang))
        )
    }));
    page.label(labels.gaps_and_recommendations);
    page.list(gaps.iter().map(|gap| gap_item(page, gap)).collect::<Vec<_>>());
    if checks.is_empty() {
        return;
    }
    let summary = format!("{} ({})", labels.checks_and_evidence, checks.len());
    page.folded(&summary, |page| {
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
    });
}

/// A gap: severity, title, extent, effort, impact, and what to do. A critical one has a section of its own further down.
fn gap_item(page: &Page<'_>, gap: &Gap) -> String {
    let words = page.words;
    let mut facts = vec![gap.criterion.to_string()];
    facts.extend(gap.is_to_verify.then(|| words.labels.to_verify.to_owned()));
    facts.extend((words.standing)(gap.standing).map(str::to_lowercase));
    facts.extend(words.affected(gap));
    facts.push(words.days(gap.effort.likely_hours));
    let head = format!(
        "{} **{}: {}** ({})",
        severity_mark(gap.severity),
        (words.severity)(gap.severity),
        prose(gap.title.get(page.lang)),
        facts.join(" · "),
    );
    if gap.severity == Severity::Critical {
        return format!("{head}. {}", words.say.see_critical);
    }
    let (impact, fix) = (prose(gap.impact.get(page.lang)), prose(gap.recommendation.get(page.lang)));
    format!("{head}. {impact}\n  - **{}:** {fix}", words.labels.recommendation)
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
