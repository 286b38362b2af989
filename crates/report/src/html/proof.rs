//! The proof: every check with its evidence, what was not read, the arithmetic, where the figures come from.

use super::writer::{Cell, Head, Writer};
use super::{outcome_class, place_text};
use crate::words::{outcome_mark, words};
use beredd_model::{Audit, CheckResult, Lang};

/// Places shown under a check before the rest is counted.
const EVIDENCE: usize = 50;
/// Files named in a list before the rest is counted.
const FILES: usize = 500;

pub(super) fn write(page: &mut Writer, audit: &Audit, lang: Lang) {
    let labels = &words(lang).labels;
    page.said("h2", "", labels.checks);
    for score in &audit.categories {
        let heading = (words(lang).category)(score.id);
        page.said("h3", "", &format!("{heading} · {}", words(lang).points(score.points.proven_permille)));
        for check in audit.checks.iter().filter(|check| check.criterion.category == score.id) {
            page.element("details", "proof", |page| write_check(page, check, lang));
        }
    }
    contradictions(page, audit, lang);
    not_read(page, audit, lang);
    arithmetic(page, audit, lang);
    provenance(page, audit, lang);
}

fn write_check(page: &mut Writer, check: &CheckResult, lang: Lang) {
    let words = words(lang);
    let labels = &words.labels;
    page.element("summary", "", |page| {
        let tag = format!("{} {}", outcome_mark(check.outcome), (words.outcome)(check.outcome));
        page.said("span", outcome_class(check.outcome), &tag);
        let extent =
            if check.of > 0 { format!(" · {}", words.n_of(check.n, check.of)) } else { String::new() };
        page.text(&format!("{} {}{extent}", check.criterion, check.claim.get(lang)));
    });
    page.said("p", "", check.summary.get(lang));
    let heads = [
        Head::Text(labels.evidence),
        Head::Text(labels.file),
        Head::Text(labels.proof),
        Head::Text(labels.what),
    ];
    if !check.evidence.is_empty() {
        let rows = check.evidence.iter().take(EVIDENCE).map(|evidence| {
            let side = if evidence.supports { labels.evidence_for } else { labels.evidence_against };
            vec![
                Cell::Tag(if evidence.supports { "tag pass" } else { "tag fail" }, side.to_owned()),
                Cell::Code(place_text(&evidence.place)),
                Cell::Text((words.grade)(evidence.grade).to_owned()),
                Cell::Text(evidence.what.get(lang).to_owned()),
            ]
        });
        page.table(&heads, rows);
        more(page, check.evidence.len(), EVIDENCE, lang);
    }
    if !check.searched.signals.is_empty() {
        let files = words.count(check.searched.files, words.nouns.file);
        page.said("p", "quiet", &(words.say.searched)(&files, &check.searched.signals.join(", ")));
    }
    page.said("p", "quiet", &format!("{}: {}", labels.limits, check.limits.get(lang)));
    page.element("p", "quiet", |page| {
        page.said("code", "", &check.id);
        for standard in &check.standards {
            page.own(" · ");
            page.text(&format!("{} {}", standard.name, standard.clause));
        }
    });
}

fn contradictions(page: &mut Writer, audit: &Audit, lang: Lang) {
    if audit.contradictions.is_empty() {
        return;
    }
    page.said("h2", "", words(lang).labels.contradictions);
    page.element("ul", "", |page| {
        for found in &audit.contradictions {
            let claim = format!("{}:{}", found.claim_path, found.claim_line);
            let against = format!("{}:{}", found.against_path, found.against_line);
            page.said("li", "", &(words(lang).say.contradiction)(&claim, &against));
        }
    });
}

fn not_read(page: &mut Writer, audit: &Audit, lang: Lang) {
    let (words, archive) = (words(lang), &audit.archive);
    let labels = &words.labels;
    page.said("h2", "", labels.not_read);
    let whole = |number: u32| words.whole(u64::from(number));
    page.said("p", "", &(words.say.read)(&whole(archive.files_read), &whole(archive.entries)));
    if !archive.skipped.is_empty() {
        let rows = archive.skipped.iter().take(FILES);
        let rows = rows.map(|skip| {
            vec![Cell::Code(skip.path.clone()), Cell::Text((words.skip)(skip.reason).to_owned())]
        });
        page.table(&[Head::Text(labels.file), Head::Text(labels.reason)], rows);
        more(page, archive.skipped.len(), FILES, lang);
    }
    if !archive.problems.is_empty() {
        page.said("h3", "", labels.problems);
        let rows = archive.problems.iter().take(FILES).map(|problem| {
            let line = problem.line.map_or_else(String::new, |line| format!(":{line}"));
            vec![
                Cell::Code(format!("{}{line}", problem.path)),
                Cell::Text((words.problem)(problem.kind).to_owned()),
                Cell::Text(problem.message.get(lang).to_owned()),
            ]
        });
        page.table(&[Head::Text(labels.file), Head::Text(labels.reason), Head::Text(labels.message)], rows);
        more(page, archive.problems.len(), FILES, lang);
    }
}

fn arithmetic(page: &mut Writer, audit: &Audit, lang: Lang) {
    let words = words(lang);
    let labels = &words.labels;
    page.said("h2", "", labels.arithmetic);
    page.said("p", "", words.say.how_points);
    page.said("p", "", words.say.mean_of_criteria);
    page.said("p", "", &words.arithmetic(audit));
    let heads = [
        Head::Text(labels.criterion),
        Head::Text(labels.outcome),
        Head::Number(labels.extent),
        Head::Number(labels.proven),
        Head::Number(labels.possible),
        Head::Number(labels.coverage),
    ];
    let rows = audit.criteria.iter().map(|score| {
        let outcome = format!("{} {}", outcome_mark(score.outcome), (words.outcome)(score.outcome));
        vec![
            Cell::Text(score.id.to_string()),
            Cell::Tag(outcome_class(score.outcome), outcome),
            Cell::Text(if score.of > 0 { words.n_of(score.n, score.of) } else { "–".to_owned() }),
            Cell::Strong(words.points(score.points.proven_permille)),
            Cell::Text(words.points(score.points.possible_permille)),
            Cell::Text(words.percent(score.points.coverage_permille)),
        ]
    });
    page.table(&heads, rows);
}

fn provenance(page: &mut Writer, audit: &Audit, lang: Lang) {
    let labels = &words(lang).labels;
    page.said("h2", "", labels.provenance);
    page.element("dl", "", |page| {
        page.definition(
            labels.archive,
            &format!("{} · SHA-256 {}", audit.archive.name, audit.archive.sha256),
        );
        page.definition(labels.program, &format!("Beredd {}", audit.program.version));
        page.definition(labels.catalogue, &format!("SHA-256 {}", audit.program.catalogue_sha256));
        page.definition(labels.profile, &format!("{} ({})", audit.profile.name, audit.profile.source));
    });
}

fn more(page: &mut Writer, all: usize, shown: usize, lang: Lang) {
    let rest = all.saturating_sub(shown);
    if rest > 0 {
        page.said("p", "quiet", &(words(lang).say.more)(&rest.to_string()));
    }
}
