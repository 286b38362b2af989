//! What to do: the gaps in full, the roadmap on the calendar and as a table.

use super::writer::{Cell, Head, Writer};
use super::{Gaps, gap_name, place_text, severity_class};
use crate::Theme;
use crate::charts;
use crate::words::{developer_letter, length, severity_mark, words};
use beredd_model::{Audit, Gap, Lang, Owner, Severity};
use std::collections::BTreeSet;

/// Places and names shown under a gap before the rest is counted.
const PLACES: usize = 30;
/// Next actions named for each role before the rest is counted.
const ACTIONS: usize = 5;
/// Other gaps named under a gap.
const NAMES: usize = 12;

const OWNERS: [Owner; 6] =
    [Owner::Architect, Owner::Sre, Owner::Qa, Owner::Security, Owner::Deployment, Owner::Documentation];

pub(super) fn write(page: &mut Writer, audit: &Audit, gaps: &Gaps<'_>, lang: Lang) {
    let words = words(lang);
    page.said("h2", "", words.labels.gaps);
    if audit.gaps.is_empty() {
        page.said("p", "", words.labels.none);
    }
    for severity in Severity::ALL {
        let of: Vec<&Gap> = audit.gaps.iter().filter(|gap| gap.severity == severity).collect();
        if !of.is_empty() {
            let name = (words.severity_plural)(severity);
            page.said("h3", "", &format!("{} {name} · {}", severity_mark(severity), of.len()));
        }
        for gap in of {
            page.element("details", "", |page| write_gap(page, gaps, gap, lang));
        }
    }
    if !audit.roadmap.items.is_empty() {
        roadmap(page, audit, gaps, lang);
        next_actions(page, audit, lang);
    }
}

/// The first gaps of each role, in the order of the roadmap.
fn next_actions(page: &mut Writer, audit: &Audit, lang: Lang) {
    let words = words(lang);
    page.said("h2", "", words.labels.next_actions);
    page.element("div", "columns", |page| {
        for owner in OWNERS {
            let theirs: Vec<&Gap> =
                audit.gaps.iter().filter(|gap| gap.owner == owner && gap.standing.is_work()).collect();
            if theirs.is_empty() {
                continue;
            }
            let hours = theirs.iter().fold(0_u32, |sum, gap| sum.saturating_add(gap.effort.likely_hours));
            page.element("section", "", |page| {
                let count = words.count(length(&theirs), words.nouns.gap);
                page.said("h3", "", &format!("{} · {count} · {}", (words.owner)(owner), words.days(hours)));
                page.element("ol", "", |page| {
                    for gap in theirs.iter().take(ACTIONS) {
                        let (mark, days) = (severity_mark(gap.severity), words.days(gap.effort.likely_hours));
                        page.said(
                            "li",
                            "",
                            &format!("{mark} {} ({}, {days})", gap.title.get(lang), gap.criterion),
                        );
                    }
                });
                let rest = theirs.len().saturating_sub(ACTIONS);
                if rest > 0 {
                    page.said("p", "quiet", &(words.say.more)(&rest.to_string()));
                }
            });
        }
    });
}

fn write_gap(page: &mut Writer, gaps: &Gaps<'_>, gap: &Gap, lang: Lang) {
    let words = words(lang);
    let labels = &words.labels;
    page.element("summary", "", |page| {
        let tag = format!("{} {}", severity_mark(gap.severity), (words.severity)(gap.severity));
        page.said("span", severity_class(gap.severity), &tag);
        let verify = if gap.is_to_verify { format!(" ({})", labels.to_verify) } else { String::new() };
        page.text(&format!(
            "{} {}{verify} · {}",
            gap.criterion,
            gap.title.get(lang),
            words.days(gap.effort.likely_hours)
        ));
    });
    page.element("dl", "", |page| {
        if let Some(standing) = (words.standing)(gap.standing) {
            page.definition(labels.state, standing);
        }
        page.definition(labels.why, gap.impact.get(lang));
        page.definition(labels.fix, gap.recommendation.get(lang));
        let names: BTreeSet<&String> = gap.names.iter().take(PLACES).collect();
        let extent = words.affected(gap).into_iter().chain(names.into_iter().cloned());
        let extent = extent.collect::<Vec<_>>().join(", ");
        if !extent.is_empty() {
            page.definition(labels.extent, &extent);
        }
        if !gap.sites.is_empty() {
            page.said("dt", "", labels.places);
            page.element("dd", "", |page| places(page, gap, lang));
        }
        page.definition(labels.severity, gap.severity_reason.get(lang));
        page.definition(
            labels.effort,
            &format!("{}, {}", words.effort(&gap.effort), gap.effort.basis.get(lang)),
        );
        for (label, others) in [(labels.requires, &gap.after), (labels.unlocks, &gap.unlocks)] {
            if !others.is_empty() {
                let names: Vec<String> =
                    others.iter().take(NAMES).map(|id| gap_name(gaps, id, lang)).collect();
                page.definition(label, &names.join("; "));
            }
        }
        page.definition(labels.points, &words.points_gained(gap.points_regained_permille));
        page.definition(labels.owner, (words.owner)(gap.owner));
    });
}

fn places(page: &mut Writer, gap: &Gap, lang: Lang) {
    for (number, place) in gap.sites.iter().take(PLACES).enumerate() {
        if number > 0 {
            page.own(", ");
        }
        page.said("code", "", &place_text(place));
    }
    let rest = gap.sites.len().saturating_sub(PLACES);
    if rest > 0 {
        page.own(", ");
        page.text(&(words(lang).say.more)(&rest.to_string()));
    }
}

fn roadmap(page: &mut Writer, audit: &Audit, gaps: &Gaps<'_>, lang: Lang) {
    let (words, plan) = (words(lang), &audit.roadmap);
    let labels = &words.labels;
    page.said("h2", "", labels.roadmap);
    let total = (words.say.total)(
        &words.days(plan.total.likely_hours),
        &words.day_range(plan.total.low_hours, plan.total.high_hours),
        &words.count(plan.developers, words.nouns.developer),
        &words.percent(plan.focus_permille),
        &words.count(charts::calendar_weeks(plan), words.nouns.week),
    );
    page.said("p", "", &total);
    page.element("div", "panel", |page| page.own(&charts::timeline(audit, lang).svg(Theme::Page)));
    page.said("h3", "", labels.progress);
    page.element("div", "panel", |page| page.own(&charts::progress(audit, lang).svg(Theme::Page)));
    let heads = [
        Head::Text(labels.phase),
        Head::Text(labels.gap),
        Head::Number(labels.effort),
        Head::Text(labels.developer),
        Head::Number(labels.hours),
        Head::Text(labels.owner),
        Head::Number(labels.points),
    ];
    let rows = plan.items.iter().map(|item| {
        let gap = gaps.get(item.gap.as_str());
        let of_gap = |say: &dyn Fn(&Gap) -> String| Cell::Text(gap.map_or_else(String::new, |gap| say(gap)));
        let hours = format!("{}–{}", item.start_hour, item.end_hour);
        vec![
            Cell::Text(item.phase.to_string()),
            Cell::Text(gap_name(gaps, &item.gap, lang)),
            of_gap(&|gap| words.effort(&gap.effort)),
            Cell::Text(developer_letter(item.developer)),
            if item.is_critical { Cell::Strong(hours) } else { Cell::Text(hours) },
            of_gap(&|gap| (words.owner)(gap.owner).to_owned()),
            of_gap(&|gap| words.points_gained(gap.points_regained_permille)),
        ]
    });
    page.table(&heads, rows);
    let calendar = (words.say.calendar)(&words.week_hours(plan.focus_permille));
    page.said(
        "p",
        "quiet",
        &format!("{} {calendar} {}", words.say.effort_is_assumed, words.say.bold_is_critical),
    );
}
