//! The answer: score, gate, radar, categories.

use super::writer::{Cell, Head, Writer};
use super::{Gaps, gap_name};
use crate::Theme;
use crate::charts;
use crate::words::{length, severity_mark, words};
use beredd_model::{Attested, Audit, Gap, Lang, Severity};

pub(super) fn write(page: &mut Writer, audit: &Audit, gaps: &Gaps<'_>, lang: Lang) {
    page.element("section", "verdict", |page| {
        page.element("div", "", |page| answer(page, audit, gaps, lang));
        page.own(&charts::radar(audit, None, lang).svg(Theme::Page));
    });
    categories(page, audit, lang);
    decisions(page, audit, lang);
}

fn answer(page: &mut Writer, audit: &Audit, gaps: &Gaps<'_>, lang: Lang) {
    let words = words(lang);
    let (labels, points, nouns) = (&words.labels, audit.score.points, &words.nouns);
    page.said("h1", "", &format!("{}: {}", labels.report, audit.archive.name));
    let whole = |number: u32| words.whole(u64::from(number));
    let facts = [
        (words.say.read)(&whole(audit.archive.files_read), &whole(audit.archive.entries)),
        words.count(length(&audit.agents), nouns.agent),
        words.count(length(&audit.teams), nouns.team),
        words.count(length(&audit.llm.call_sites), nouns.call_site),
        words.count(length(&audit.services), nouns.service),
        words.count(audit.tests.countable, nouns.test),
    ];
    page.said("p", "quiet", &facts.join(" · "));
    page.element("p", "score", |page| {
        page.said("strong", "", &words.points(points.proven_permille));
        page.said("span", "", (words.band)(audit.score.band));
    });
    let figures = (words.say.figures)(
        &words.points(points.proven_permille),
        &words.points(points.possible_permille),
        &words.percent(points.coverage_permille),
    );
    page.said("p", "", &figures);
    if audit.profile.is_auditor {
        page.said("p", "", &format!("{}: {}", labels.auditor_mode, words.say.auditor_mode));
    }
    page.element("section", if audit.gate.is_open { "gate open" } else { "gate closed" }, |page| {
        page.said("h2", "", &format!("{}: {}", labels.gate, (words.say.gate)(&audit.gate)));
        page.said("p", "", (words.say.advice)(audit.score.band, &audit.gate));
        if !audit.gate.blockers.is_empty() {
            page.element("ul", "", |page| {
                for id in &audit.gate.blockers {
                    page.said("li", "", &gap_name(gaps, id, lang));
                }
            });
        }
    });
    if let Some(way) = &audit.shortest_way {
        let count = words.count(length(&way.gaps), nouns.gap);
        let (days, after) = (words.days(way.likely_hours), words.points(way.proven_after_permille));
        let way = (words.say.shortest_way)(&count, &days, &after);
        page.said("p", "", &format!("{}: {way}", labels.shortest_way));
    }
}

/// What people decided about single gaps, whether it counts or not.
fn decisions(page: &mut Writer, audit: &Audit, lang: Lang) {
    let words = words(lang);
    let labels = &words.labels;
    if audit.accepted.is_empty() && audit.attested.is_empty() {
        return;
    }
    page.said("h2", "", labels.decisions);
    page.said("p", "", words.say.decisions);
    let heads = [labels.check, labels.reason, labels.owner, labels.until, labels.state].map(Head::Text);
    let accepted = audit.accepted.iter().map(|row| {
        let risk = &row.risk;
        let parts = [Some(risk.check.to_string()), risk.place.clone(), risk.subject.clone()];
        let what = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        [
            what,
            risk.reason.clone(),
            risk.owner.clone(),
            risk.expires.to_string(),
            row.note.get(lang).to_owned(),
        ]
    });
    let attested = audit.attested.iter().map(|row| {
        let one = &row.attestation;
        let what = match &one.of {
            Attested::Criterion(criterion) => criterion.to_string(),
            Attested::Check(check) => check.to_string(),
        };
        [what, one.evidence.clone(), one.who.clone(), one.date.to_string(), row.note.get(lang).to_owned()]
    });
    let rows = accepted.chain(attested).map(|row| {
        let [what, reason, owner, until, state] = row;
        vec![Cell::Code(what), Cell::Text(reason), Cell::Text(owner), Cell::Text(until), Cell::Text(state)]
    });
    page.table(&heads, rows);
}

fn categories(page: &mut Writer, audit: &Audit, lang: Lang) {
    let words = words(lang);
    let labels = &words.labels;
    page.said("h2", "", labels.categories);
    let heads = [
        Head::Text(labels.category),
        Head::Number(labels.weight),
        Head::Number(labels.proven),
        Head::Number(labels.possible),
        Head::Number(labels.coverage),
        Head::Marks(labels.gaps),
    ];
    let rows = audit.categories.iter().map(|score| {
        vec![
            Cell::Text((words.category)(score.id).to_owned()),
            Cell::Text(words.percent(score.weight_permille)),
            Cell::Strong(words.points(score.points.proven_permille)),
            Cell::Text(words.points(score.points.possible_permille)),
            Cell::Text(words.percent(score.points.coverage_permille)),
            Cell::Text(gap_counts(audit.gaps.iter().filter(|gap| gap.category == score.id))),
        ]
    });
    let total = audit.score.points;
    let total = vec![
        Cell::Strong(labels.overall.to_owned()),
        Cell::Text(String::new()),
        Cell::Strong(words.points(total.proven_permille)),
        Cell::Strong(words.points(total.possible_permille)),
        Cell::Strong(words.percent(total.coverage_permille)),
        Cell::Strong(gap_counts(audit.gaps.iter())),
    ];
    page.table(&heads, rows.chain([total]));
    let legend = Severity::ALL.map(|severity| {
        format!("{} {}", severity_mark(severity), (words.severity_plural)(severity).to_lowercase())
    });
    page.said("p", "quiet", &legend.join(" · "));
}

/// How many gaps of each severity, by mark.
fn gap_counts<'a>(gaps: impl Iterator<Item = &'a Gap> + Clone) -> String {
    let shown = Severity::ALL.into_iter().filter_map(|severity| {
        let count = gaps.clone().filter(|gap| gap.severity == severity).count();
        (count > 0).then(|| format!("{} {count}", severity_mark(severity)))
    });
    shown.collect::<Vec<_>>().join(" · ")
}
