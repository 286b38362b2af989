//! The proof behind the pages before: every check, what was not read, the arithmetic, where the figures come from.

use super::{Column, Page, place_code};
use crate::escape::{code, prose};
use crate::words::{length, outcome_mark};
use beredd_model::{CheckResult, Evidence, SkipReason};
use std::collections::BTreeMap;

/// Places named under a check before the rest is counted.
const EVIDENCE: usize = 20;
/// Files named in a list before the rest is counted: an archive can hold sixty thousand.
const FILES: usize = 100;

pub(super) fn write(page: &mut Page<'_>) {
    page.heading(2, page.words.labels.appendix);
    page.heading(3, page.words.labels.every_check);
    let mut checks: Vec<&CheckResult> = page.audit.checks.iter().collect();
    checks.sort_by_key(|check| (check.criterion, !check.is_decisive));
    let summary = page.words.count(length(&checks), page.words.nouns.check);
    page.folded(&summary, |page| checks.iter().for_each(|check| write_check(page, check)));
    contradictions(page);
    not_read(page);
    problems(page);
    arithmetic(page);
    provenance(page);
}

fn write_check(page: &mut Page<'_>, check: &CheckResult) {
    let (words, lang) = (page.words, page.lang);
    let labels = &words.labels;
    page.heading(4, &format!("{} {} {}", outcome_mark(check.outcome), check.criterion, code(&check.id)));
    let extent = if check.of > 0 { format!(", {}", words.n_of(check.n, check.of)) } else { String::new() };
    let grade = check.grade.map_or_else(String::new, |grade| format!(", {}", (words.grade)(grade)));
    page.paragraph(&format!(
        "{}. **{}**{extent}{grade}. {}\n",
        prose(check.claim.get(lang)),
        (words.outcome)(check.outcome),
        prose(check.summary.get(lang)),
    ));
    let mut rows: Vec<String> = check.evidence.iter().take(EVIDENCE).map(|one| evidence(page, one)).collect();
    let rest = check.evidence.len().saturating_sub(EVIDENCE);
    if rest > 0 {
        rows.push((words.say.more)(&rest.to_string()));
    }
    if !check.searched.signals.is_empty() {
        let signals: Vec<String> = check.searched.signals.iter().map(|signal| code(signal)).collect();
        rows.push((words.say.searched)(
            &words.count(check.searched.files, words.nouns.file),
            &signals.join(", "),
        ));
    }
    rows.push(format!("{}: {}", labels.limits, prose(check.limits.get(lang))));
    let standards: Vec<String> =
        check.standards.iter().map(|one| prose(&format!("{} {}", one.name, one.clause))).collect();
    if !standards.is_empty() {
        rows.push(standards.join(" · "));
    }
    page.list(rows);
}

fn evidence(page: &Page<'_>, evidence: &Evidence) -> String {
    let words = page.words;
    let side = if evidence.supports { words.labels.evidence_for } else { words.labels.evidence_against };
    let (place, grade) = (place_code(&evidence.place), (words.grade)(evidence.grade));
    format!("{side}: {place} ({grade}) {}", prose(evidence.what.get(page.lang)))
}

fn contradictions(page: &mut Page<'_>) {
    if page.audit.contradictions.is_empty() {
        return;
    }
    page.heading(3, page.words.labels.contradictions);
    let found = page.audit.contradictions.iter().take(FILES).map(|found| {
        let claim = code(&format!("{}:{}", found.claim_path, found.claim_line));
        let against = code(&format!("{}:{}", found.against_path, found.against_line));
        format!("{} ({})", (page.words.say.contradiction)(&claim, &against), code(&found.check))
    });
    let found: Vec<String> = found.collect();
    page.list(found);
    more(page, page.audit.contradictions.len());
}

fn not_read(page: &mut Page<'_>) {
    let (archive, words) = (&page.audit.archive, page.words);
    let labels = &words.labels;
    page.heading(3, labels.not_read);
    let whole = |number: u32| words.whole(u64::from(number));
    let read = (words.say.read)(&whole(archive.files_read), &whole(archive.entries));
    page.paragraph(&format!("{read} ({})", words.bytes(archive.bytes_read)));
    if archive.skipped.is_empty() {
        return;
    }
    let mut counts: BTreeMap<SkipReason, u32> = BTreeMap::new();
    for skip in &archive.skipped {
        let count = counts.entry(skip.reason).or_default();
        *count = count.saturating_add(1);
    }
    page.written.push('\n');
    page.list(counts.iter().map(|(reason, count)| {
        format!("{}: {}", (words.skip)(*reason), words.count(*count, words.nouns.file))
    }));
    let rows = archive.skipped.iter().take(FILES);
    let rows = rows.map(|skip| vec![code(&skip.path), (words.skip)(skip.reason).to_owned()]);
    page.folded(&words.count(length(&archive.skipped), words.nouns.file), |page| {
        page.table(&[Column::Text(labels.file), Column::Text(labels.reason)], rows);
        more(page, archive.skipped.len());
    });
}

fn problems(page: &mut Page<'_>) {
    let (problems, words) = (&page.audit.archive.problems, page.words);
    if problems.is_empty() {
        return;
    }
    let labels = &words.labels;
    page.heading(3, labels.problems);
    let rows = problems.iter().take(FILES).map(|problem| {
        let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
        let place = code(&format!("{}{line}", problem.path));
        vec![place, (words.problem)(problem.kind).to_owned(), prose(problem.message.get(page.lang))]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    page.table(&[Column::Text(labels.file), Column::Text(labels.reason), Column::Text(labels.message)], rows);
    more(page, problems.len());
}

fn more(page: &mut Page<'_>, all: usize) {
    let rest = all.saturating_sub(FILES);
    if rest > 0 {
        page.paragraph(&(page.words.say.more)(&rest.to_string()));
    }
}

fn arithmetic(page: &mut Page<'_>) {
    let (audit, words) = (page.audit, page.words);
    let labels = &words.labels;
    page.heading(3, labels.arithmetic);
    page.paragraph(words.say.how_points);
    page.paragraph(words.say.mean_of_criteria);
    page.paragraph(&words.arithmetic(audit));
    let summary = words.count(length(&audit.criteria), words.nouns.criterion);
    page.folded(&summary, criteria);
}

/// The figures of every criterion.
fn criteria(page: &mut Page<'_>) {
    let (audit, words) = (page.audit, page.words);
    let labels = &words.labels;
    let columns = [
        Column::Text(labels.criterion),
        Column::Text(labels.outcome),
        Column::Number(labels.extent),
        Column::Number(labels.proven),
        Column::Number(labels.possible),
        Column::Number(labels.coverage),
        Column::Text(labels.checks),
    ];
    let rows = audit.criteria.iter().map(|score| {
        vec![
            score.id.to_string(),
            format!("{} {}", outcome_mark(score.outcome), (words.outcome)(score.outcome)),
            if score.of > 0 { words.n_of(score.n, score.of) } else { "–".to_owned() },
            words.points(score.points.proven_permille),
            words.points(score.points.possible_permille),
            words.percent(score.points.coverage_permille),
            score.checks.iter().map(|id| code(id)).collect::<Vec<_>>().join(", "),
        ]
    });
    page.table(&columns, rows);
}

fn provenance(page: &mut Page<'_>) {
    let (audit, labels) = (page.audit, &page.words.labels);
    page.heading(3, labels.provenance);
    let profile = format!("{} ({})", code(&audit.profile.name), code(&audit.profile.source));
    page.list([
        format!("{}: {}, SHA-256 {}", labels.archive, code(&audit.archive.name), code(&audit.archive.sha256)),
        format!("{}: Beredd {}", labels.program, code(&audit.program.version)),
        format!("{}: SHA-256 {}", labels.catalogue, code(&audit.program.catalogue_sha256)),
        format!("{}: {profile}", labels.profile),
    ]);
}
