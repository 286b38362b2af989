//! What to do: critical gaps in full, the roadmap by phase, the next actions of each role.

use super::{Column, Page};
use crate::charts::calendar_weeks;
use crate::escape::prose;
use crate::words::{developer_letter, length, severity_mark};
use beredd_model::{Gap, Owner, Phase, RoadmapItem, Severity};

/// Places named under a critical gap before the rest is counted.
const PLACES: usize = 10;
/// Next actions named for each role before the rest is counted.
const ACTIONS: usize = 5;

const OWNERS: [Owner; 6] =
    [Owner::Architect, Owner::Sre, Owner::Qa, Owner::Security, Owner::Deployment, Owner::Documentation];

pub(super) fn write(page: &mut Page<'_>) {
    critical_gaps(page);
    roadmap(page);
    next_actions(page);
}

fn critical_gaps(page: &mut Page<'_>) {
    page.heading(2, page.words.labels.critical_gaps);
    let critical: Vec<&Gap> =
        page.audit.gaps.iter().filter(|gap| gap.severity == Severity::Critical).collect();
    if critical.is_empty() {
        page.paragraph(page.words.labels.none);
    }
    for gap in critical {
        page.heading(3, &format!("{} {}", severity_mark(gap.severity), prose(gap.title.get(page.lang))));
        let rows = gap_rows(page, gap);
        page.list(rows.into_iter().map(|(label, text)| format!("**{label}:** {text}")));
    }
}

/// Everything about a gap, as labels and Markdown.
fn gap_rows(page: &Page<'_>, gap: &Gap) -> Vec<(&'static str, String)> {
    let (words, lang) = (page.words, page.lang);
    let labels = &words.labels;
    let severity = format!("{} ({})", (words.severity)(gap.severity), prose(gap.severity_reason.get(lang)));
    let effort = format!("{}, {}", words.effort(&gap.effort), prose(gap.effort.basis.get(lang)));
    let mut rows = vec![(labels.criterion, gap.criterion.to_string()), (labels.severity, severity)];
    if gap.is_to_verify {
        rows.push((labels.outcome, labels.to_verify.to_owned()));
    }
    rows.extend(words.affected(gap).map(|extent| (labels.extent, extent)));
    if !gap.sites.is_empty() {
        rows.push((labels.places, page.places(gap.sites.iter(), PLACES)));
    }
    rows.push((labels.why, prose(gap.impact.get(lang))));
    rows.push((labels.fix, prose(gap.recommendation.get(lang))));
    rows.push((labels.effort, effort));
    for (label, others) in [(labels.requires, &gap.after), (labels.unlocks, &gap.unlocks)] {
        if !others.is_empty() {
            let names: Vec<String> = others.iter().map(|id| page.gap_name(id)).collect();
            rows.push((label, names.join("; ")));
        }
    }
    rows.push((labels.points, words.points_gained(gap.points_regained_permille)));
    rows.push((labels.owner, (words.owner)(gap.owner).to_owned()));
    rows
}

fn roadmap(page: &mut Page<'_>) {
    let (roadmap, words) = (&page.audit.roadmap, page.words);
    page.heading(2, words.labels.roadmap);
    if roadmap.items.is_empty() {
        page.paragraph(words.labels.none);
        return;
    }
    let total = (words.say.total)(
        &words.days(roadmap.total.likely_hours),
        &words.day_range(roadmap.total.low_hours, roadmap.total.high_hours),
        &words.count(roadmap.developers, words.nouns.developer),
        &words.percent(roadmap.focus_permille),
        &words.count(calendar_weeks(roadmap), words.nouns.week),
    );
    page.paragraph(&format!("**{}:** {total}", words.labels.total));
    let calendar = (words.say.calendar)(&words.week_hours(roadmap.focus_permille));
    page.paragraph(&format!("{} {calendar} {}", words.say.effort_is_assumed, words.say.bold_is_critical));
    for phase in roadmap.phases.iter().filter(|phase| !phase.gaps.is_empty()) {
        write_phase(page, phase);
    }
}

fn write_phase(page: &mut Page<'_>, phase: &Phase) {
    let (words, labels) = (page.words, &page.words.labels);
    page.heading(3, &(words.say.phase)(phase.phase, phase.severity));
    let columns = [
        Column::Text(labels.gap),
        Column::Text(labels.criterion),
        Column::Number(labels.effort),
        Column::Text(labels.requires),
        Column::Text(labels.developer),
        Column::Number(labels.hours),
        Column::Text(labels.owner),
        Column::Number(labels.points),
    ];
    let items = page.audit.roadmap.items.iter().filter(|item| item.phase == phase.phase);
    let rows: Vec<Vec<String>> = items.map(|item| item_row(page, item)).collect();
    page.table(&columns, rows);
    let gate = if phase.is_gate_open_after { words.say.gate_open } else { words.say.gate_closed };
    let (days, points) = (words.days(phase.likely_hours), words.points(phase.proven_after_permille));
    page.paragraph(&format!("**{}:** {}", labels.total, (words.say.after_phase)(&days, &points, gate)));
}

fn item_row(page: &Page<'_>, item: &RoadmapItem) -> Vec<String> {
    let words = page.words;
    let hours = format!("{}–{}", item.start_hour, item.end_hour);
    let hours = if item.is_critical { format!("**{hours}**") } else { hours };
    let developer = developer_letter(item.developer);
    let gap = page.gaps.get(item.gap.as_str());
    vec![
        gap.map_or_else(|| page.gap_name(&item.gap), |gap| prose(gap.title.get(page.lang))),
        gap.map_or_else(String::new, |gap| gap.criterion.to_string()),
        gap.map_or_else(String::new, |gap| words.effort(&gap.effort)),
        gap.map_or_else(String::new, |gap| page.gap_criteria(&gap.after)),
        developer,
        hours,
        gap.map_or_else(String::new, |gap| (words.owner)(gap.owner).to_owned()),
        gap.map_or_else(String::new, |gap| words.points_gained(gap.points_regained_permille)),
    ]
}

fn next_actions(page: &mut Page<'_>) {
    let words = page.words;
    page.heading(2, words.labels.next_actions);
    if page.audit.gaps.is_empty() {
        page.paragraph(words.labels.none);
    }
    for owner in OWNERS {
        let theirs: Vec<&Gap> = page.audit.gaps.iter().filter(|gap| gap.owner == owner).collect();
        if theirs.is_empty() {
            continue;
        }
        let hours = theirs.iter().fold(0_u32, |sum, gap| sum.saturating_add(gap.effort.likely_hours));
        let count = words.count(length(&theirs), words.nouns.gap);
        page.heading(3, &format!("{} · {count} · {}", (words.owner)(owner), words.days(hours)));
        let rest = theirs.len().saturating_sub(ACTIONS);
        let shown = theirs.into_iter().take(ACTIONS).map(|gap| action(page, gap));
        let mut actions: Vec<String> = shown.collect();
        if rest > 0 {
            actions.push((words.say.more)(&rest.to_string()));
        }
        page.list(actions);
    }
}

fn action(page: &Page<'_>, gap: &Gap) -> String {
    let mark = severity_mark(gap.severity);
    let days = page.words.days(gap.effort.likely_hours);
    let fix = prose(gap.recommendation.get(page.lang));
    format!("{mark} **{}** ({}, {days}): {fix}", prose(gap.title.get(page.lang)), gap.criterion)
}
