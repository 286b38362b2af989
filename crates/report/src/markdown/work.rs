//! What to do: critical gaps in full, the roadmap by phase, the next actions of each role.

use super::{Column, Page};
use crate::charts::calendar_weeks;
use crate::escape::prose;
use crate::words::{developer_letter, length, severity_mark};
use beredd_model::{Gap, GapId, Owner, Phase, RoadmapItem, Severity};
use std::collections::BTreeMap;

/// Places named under a critical gap before the rest is counted.
const PLACES: usize = 10;
/// Next actions named for each role before the rest is counted.
const ACTIONS: usize = 5;
/// Gaps to verify that the product owner is told of.
const TO_VERIFY: usize = 8;

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
        let title = prose(gap.title.get(page.lang));
        page.heading(3, &format!("{} {} {title}", severity_mark(gap.severity), gap.criterion));
        let rows = gap_rows(page, gap);
        page.list(rows.into_iter().map(|(label, text)| format!("**{label}:** {text}")));
    }
}

/// Everything about a gap, as labels and Markdown: first what a reader decides by, last the reckoning.
fn gap_rows(page: &Page<'_>, gap: &Gap) -> Vec<(&'static str, String)> {
    let (words, lang) = (page.words, page.lang);
    let labels = &words.labels;
    let mut rows =
        vec![(labels.why, prose(gap.impact.get(lang))), (labels.fix, prose(gap.recommendation.get(lang)))];
    if gap.is_to_verify {
        rows.push((labels.outcome, labels.to_verify.to_owned()));
    }
    rows.extend((words.standing)(gap.standing).map(|standing| (labels.state, standing.to_owned())));
    let places = if gap.sites.is_empty() { None } else { Some(page.places(gap.sites.iter(), PLACES)) };
    let extent: Vec<String> = words.affected(gap).into_iter().chain(places).collect();
    if !extent.is_empty() {
        rows.push((labels.places, extent.join(": ")));
    }
    for (label, others) in [(labels.requires, &gap.after), (labels.unlocks, &gap.unlocks)] {
        if !others.is_empty() {
            rows.push((label, page.gap_names(others)));
        }
    }
    let basis = prose(gap.effort.basis.get(lang));
    let points = words.points_gained(gap.points_regained_permille);
    rows.push((labels.effort, format!("{}, {basis}", words.effort(&gap.effort))));
    rows.push((labels.points, format!("{points} · {}", (words.owner)(gap.owner))));
    rows.push((labels.severity, prose(gap.severity_reason.get(lang))));
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
    page.paragraph(&format!(
        "{} {calendar} {} {}",
        words.say.effort_is_assumed, words.say.bold_is_critical, words.say.phase_of_the_worst
    ));
    // Each phase is written once, with what is its own, however often a file from elsewhere names it.
    let mut items: BTreeMap<u8, Vec<&RoadmapItem>> = BTreeMap::new();
    for item in &roadmap.items {
        items.entry(item.phase).or_default().push(item);
    }
    for phase in roadmap.phases.iter().filter(|phase| !phase.gaps.is_empty()) {
        if let Some(items) = items.remove(&phase.phase) {
            write_phase(page, phase, &items);
        }
    }
}

fn write_phase(page: &mut Page<'_>, phase: &Phase, items: &[&RoadmapItem]) {
    let (words, labels) = (page.words, &page.words.labels);
    page.heading(3, &(words.say.phase)(phase.phase, phase.severity));
    let columns = [
        Column::Text(labels.gap),
        Column::Text(labels.criterion),
        Column::Number(labels.effort),
        Column::Text(labels.requires),
        Column::Text(labels.developer),
        if has_days(page) { Column::Text(labels.days) } else { Column::Number(labels.hours) },
        Column::Text(labels.owner),
        Column::Number(labels.points),
    ];
    let rows: Vec<Vec<String>> = items.iter().map(|item| item_row(page, item)).collect();
    page.table(&columns, rows);
    let gate = if phase.is_gate_open_after { words.say.gate_open } else { words.say.gate_closed };
    let (days, points) = (words.days(phase.likely_hours), words.points(phase.proven_after_permille));
    page.paragraph(&format!("**{}:** {}", labels.total, (words.say.after_phase)(&days, &points, gate)));
}

fn item_row(page: &Page<'_>, item: &RoadmapItem) -> Vec<String> {
    let words = page.words;
    let hours = match item.days {
        Some(days) if has_days(page) => format!("{} – {}", days.first, days.last),
        _ => format!("{}–{}", item.start_hour, item.end_hour),
    };
    let hours = if item.is_critical { format!("**{hours}**") } else { hours };
    let developer = developer_letter(item.developer);
    let gap = page.gaps.get(item.gap.as_str());
    vec![
        gap.map_or_else(
            || page.gap_name(&item.gap),
            |gap| format!("{} {}", severity_mark(gap.severity), prose(gap.title.get(page.lang))),
        ),
        gap.map_or_else(String::new, |gap| gap.criterion.to_string()),
        gap.map_or_else(String::new, |gap| words.effort(&gap.effort)),
        gap.map_or_else(String::new, |gap| page.gap_criteria(&gap.after)),
        developer,
        hours,
        gap.map_or_else(String::new, |gap| (words.owner)(gap.owner).to_owned()),
        gap.map_or_else(String::new, |gap| words.points_gained(gap.points_regained_permille)),
    ]
}

/// Whether the calendar names days: only with a first day of the work.
fn has_days(page: &Page<'_>) -> bool {
    page.audit.roadmap.items.iter().all(|item| item.days.is_some())
}

/// What each role does next, in the order of the roadmap. What to do stands where the gap does; here it is only named.
fn next_actions(page: &mut Page<'_>) {
    let words = page.words;
    page.heading(2, words.labels.next_actions);
    if page.audit.gaps.is_empty() {
        page.paragraph(words.labels.none);
        return;
    }
    page.paragraph(words.say.next_actions);
    let phases: BTreeMap<&str, u8> =
        page.audit.roadmap.items.iter().map(|item| (item.gap.as_str(), item.phase)).collect();
    for owner in OWNERS {
        let theirs: Vec<&Gap> =
            page.audit.gaps.iter().filter(|gap| gap.owner == owner && gap.standing.is_work()).collect();
        if theirs.is_empty() {
            continue;
        }
        let hours = theirs.iter().fold(0_u32, |sum, gap| sum.saturating_add(gap.effort.likely_hours));
        let count = words.count(length(&theirs), words.nouns.gap);
        page.heading(3, &format!("{} · {count} · {}", (words.owner)(owner), words.days(hours)));
        let rest = theirs.len().saturating_sub(ACTIONS);
        for (number, gap) in (1_u32..).zip(theirs.into_iter().take(ACTIONS)) {
            let line = action(page, gap, phases.get(gap.id.as_str()).copied());
            page.written.push_str(&format!("{number}. {line}\n"));
        }
        if rest > 0 {
            page.paragraph(&(words.say.more)(&rest.to_string()));
        }
    }
    product(page);
}

fn action(page: &Page<'_>, gap: &Gap, phase: Option<u8>) -> String {
    let words = page.words;
    let (mark, days) = (severity_mark(gap.severity), words.days(gap.effort.likely_hours));
    let mut facts = vec![gap.criterion.to_string(), days];
    facts.extend(phase.map(|phase| format!("{} {phase}", words.labels.phase.to_lowercase())));
    format!("{mark} **{}** ({})", prose(gap.title.get(page.lang)), facts.join(" · "))
}

/// What is for the product owner to decide: the launch, the people, what nobody knows yet, what documents promise.
fn product(page: &mut Page<'_>) {
    let (audit, words) = (page.audit, page.words);
    let labels = &words.labels;
    page.heading(3, labels.product);
    let mut lines = vec![format!("**{}:** {}", labels.gate, (words.say.gate)(&audit.gate))];
    let mut written = std::collections::BTreeSet::new();
    for phase in audit.roadmap.phases.iter().filter(|phase| !phase.gaps.is_empty()) {
        if written.insert(phase.phase) {
            let gate = if phase.is_gate_open_after { words.say.gate_open } else { words.say.gate_closed };
            let (days, points) = (words.days(phase.likely_hours), words.points(phase.proven_after_permille));
            let name = (words.say.phase)(phase.phase, phase.severity);
            lines.push(format!("**{name}:** {}", (words.say.after_phase)(&days, &points, gate)));
        }
    }
    let unknown: Vec<GapId> =
        audit.gaps.iter().filter(|gap| gap.is_to_verify).take(TO_VERIFY).map(|gap| gap.id.clone()).collect();
    if !unknown.is_empty() {
        lines.push(format!("**{}:** {}", labels.find_out, page.gap_names(&unknown)));
    }
    if !audit.contradictions.is_empty() {
        let count = words.count(length(&audit.contradictions), words.nouns.place);
        lines.push((words.say.documents_contradicted)(&count));
    }
    page.list(lines);
}
