//! The roadmap: the calendar, the phases with the score after each, the capacity it rests on, and the shortest way.

use crate::components::{
    Ctx, Rows, chart, choice, empty, link, number, opens_way, row_index, section_head, severity_class,
    severity_tag,
};
use crate::state::{Action, ById, Edit, Look, Part, Route, by_id, parts};
use beredd_model::{Audit, Gap, Phase, RoadmapItem};
use beredd_report::charts::{progress, timeline, timeline_part};
use beredd_report::words::developer_letter;
use yew::prelude::*;

/// About how tall a row of the schedule is.
const ROW_PIXELS: u32 = 64;

/// The roadmap page, under the ticks and the capacity in effect.
pub(super) fn page(ctx: &Ctx) -> Html {
    let Some(audit) = ctx.session.now() else { return Html::default() };
    let (words, report, lang) = (&ctx.words().work, ctx.words().report, ctx.session.lang);
    html! {
        <div class="sections" data-testid="roadmap" data-items={audit.roadmap.items.len().to_string()}>
            <section aria-labelledby="roadmap">
                <h1 class="page-title" id="roadmap">{ report.labels.roadmap }<span class="quiet">{ total(ctx, audit) }</span></h1>
                { capacity(ctx, audit) }
                if audit.roadmap.items.is_empty() {
                    { empty(words.none_open) }
                } else {
                    { calendar(ctx, audit) }
                }
            </section>
            { shortest_way(ctx, audit) }
            if !audit.roadmap.items.is_empty() {
                { phases(ctx, audit) }
                <section aria-labelledby="progress">
                    { section_head("progress", report.labels.progress, html! { words.progress_note }) }
                    <figure class="panel">{ chart("progress", &progress(audit, lang)) }</figure>
                </section>
                { schedule(ctx, audit) }
            }
        </div>
    }
}

/// The calendar: the whole roadmap, or the part of a long one that is chosen.
fn calendar(ctx: &Ctx, audit: &Audit) -> Html {
    let parts = parts(&audit.roadmap);
    let at = ctx.session.part.min(parts.len().saturating_sub(1));
    let Some(part) = parts.get(at) else { return Html::default() };
    let drawing = match parts.len() {
        1 => timeline(audit, ctx.session.lang),
        _ => timeline_part(audit, part.items, ctx.session.lang),
    };
    html! {
        <>
            if parts.len() > 1 { { steps(ctx, audit, &parts, at) } }
            <figure class="panel wide-screen">{ chart("timeline", &drawing) }</figure>
            { stack(ctx, audit, part.items) }
        </>
    }
}

/// The way through the parts of a long roadmap.
fn steps(ctx: &Ctx, audit: &Audit, parts: &[Part<'_>], at: usize) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let name = |part: &Part<'_>| {
        let item = part.items.first()?;
        let phase = audit.roadmap.phases.iter().find(|phase| phase.phase == item.phase)?;
        let last = part.first.saturating_add(part.items.len()).saturating_sub(1);
        Some(format!("{} · {}–{last}", (report.say.phase)(phase.phase, phase.severity), part.first))
    };
    let names: Vec<String> = parts.iter().map(|part| name(part).unwrap_or_default()).collect();
    let on_part = ctx.act.reform(|part: usize| Action::Look(Look::Part(part)));
    let step = |name: &'static str, part: Option<usize>| {
        let to = part.filter(|part| *part < parts.len());
        html! { <button type="button" class="button small" disabled={to.is_none()} onclick={ctx.on(Action::Look(Look::Part(to.unwrap_or(at))))}>{ name }</button> }
    };
    html! {
        <nav class="toolbar" aria-label={words.parts} data-testid="roadmap-parts">
            { step(words.previous_part, at.checked_sub(1)) }
            { choice(words.parts, &names, at, on_part) }
            { step(words.next_part, at.checked_add(1)) }
        </nav>
    }
}

fn total(ctx: &Ctx, audit: &Audit) -> String {
    let report = ctx.words().report;
    let (roadmap, total) = (&audit.roadmap, audit.roadmap.total);
    (report.say.total)(
        &report.days(total.likely_hours),
        &report.day_range(total.low_hours, total.high_hours),
        &report.count(roadmap.developers, report.nouns.developer),
        &report.percent(roadmap.focus_permille),
        &report.count(weeks(audit), report.nouns.week),
    )
}

/// Calendar weeks, begun ones counted: 40 working hours at the focus of the roadmap.
fn weeks(audit: &Audit) -> u32 {
    let hours_millis = u64::from(audit.roadmap.total.makespan_hours).saturating_mul(1_000);
    let a_week = u64::from(audit.roadmap.focus_permille).saturating_mul(40).max(1);
    u32::try_from(hours_millis.div_ceil(a_week)).unwrap_or(u32::MAX)
}

fn capacity(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let audited = ctx.session.work.loaded().map(|loaded| loaded.audit.profile.capacity);
    let changed = audited.filter(|audited| *audited != audit.profile.capacity);
    let on_developers = ctx.act.reform(|count: u32| Action::Edit(Edit::Developers(count)));
    let on_focus = ctx.act.reform(|percent: u32| Action::Edit(Edit::Focus(percent.saturating_mul(10))));
    html! {
        <div class="toolbar" role="group" aria-label={words.capacity}>
            { number(report.labels.developers, audit.roadmap.developers, (1, 99), Some(on_developers)) }
            { number(words.focus, audit.roadmap.focus_permille / 10, (5, 100), Some(on_focus)) }
            if let Some(audited) = changed {
                <button type="button" class="link" onclick={ctx.on(Action::Edit(Edit::Capacity(audited)))}>{ words.reset }</button>
            }
            <span class="quiet">{ (report.say.calendar)(&report.week_hours(audit.roadmap.focus_permille)) }</span>
        </div>
    }
}

fn shortest_way(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let by_id = by_id(&audit.gaps);
    let body = match &audit.shortest_way {
        Some(way) => {
            let gaps: Vec<&Gap> = audit.gaps.iter().filter(|gap| way.gaps.contains(&gap.id)).collect();
            let count = report.count(u32::try_from(way.gaps.len()).unwrap_or(u32::MAX), report.nouns.gap);
            html! {
                <>
                    <p>{ (report.say.shortest_way)(&count, &report.days(way.likely_hours), &report.points(way.proven_after_permille)) }{ " " }
                        <span class="quiet">{ if way.is_exact { words.exact } else { words.not_exact } }</span></p>
                    <ol class="way">{ for gaps.into_iter().map(|gap| html! {
                        <li>{ severity_tag(ctx, gap.severity) }{ link(&Route::Checks(Some(gap.check.to_string())), gap.title.get(ctx.session.lang).to_owned()) }{ opens_way(ctx, gap, &by_id) }<span class="quiet num">{ report.days(gap.effort.likely_hours) }</span></li>
                    }) }</ol>
                </>
            }
        }
        None if audit.gate.is_open && audit.score.band == beredd_model::Band::Ready => {
            html! { <p>{ words.is_ready }</p> }
        }
        None => html! { <p>{ words.no_way }</p> },
    };
    html! {
        <section aria-labelledby="way">
            { section_head("way", report.labels.shortest_way, Html::default()) }
            <div class="panel">{ body }</div>
        </section>
    }
}

fn phases(ctx: &Ctx, audit: &Audit) -> Html {
    let words = &ctx.words().work;
    html! {
        <section aria-labelledby="phases">
            { section_head("phases", words.phases, Html::default()) }
            <ol class="phases">{ for audit.roadmap.phases.iter().map(|phase| phase_card(ctx, phase)) }</ol>
        </section>
    }
}

fn phase_card(ctx: &Ctx, phase: &Phase) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let count = report.count(u32::try_from(phase.gaps.len()).unwrap_or(u32::MAX), report.nouns.gap);
    let gate = if phase.is_gate_open_after { report.say.gate_open } else { report.say.gate_closed };
    html! {
        <li class={classes!("phase", phase.gaps.is_empty().then_some("none"))}>
            <h3>{ (report.say.phase)(phase.phase, phase.severity) }</h3>
            <p>{ count }{ " · " }{ report.days(phase.likely_hours) }</p>
            <p class="phase-score"><strong>{ report.points(phase.proven_after_permille) }</strong><span class="quiet">{ words.after.to_lowercase() }</span></p>
            <p class="quiet">{ gate }</p>
        </li>
    }
}

/// The timeline for narrow screens: a row for each piece of work, its words above its bar.
fn stack(ctx: &Ctx, audit: &Audit, items: &[RoadmapItem]) -> Html {
    let report = ctx.words().report;
    let gaps = by_id(&audit.gaps);
    let from = items.iter().map(|item| item.start_hour).min().unwrap_or(0);
    let to = items.iter().map(|item| item.end_hour).max().unwrap_or(from);
    let row = |item: &RoadmapItem| {
        let gap = gaps.get(item.gap.as_str())?;
        Some(stacked(ctx, item, &gaps, gap, (from, to)))
    };
    html! {
        <div class="narrow-screen timeline-stack">
            { for audit.roadmap.phases.iter().filter(|phase| items.iter().any(|item| item.phase == phase.phase)).map(|phase| html! {
                <>
                    <h2>{ (report.say.phase)(phase.phase, phase.severity) }<span class="quiet">{ report.days(phase.likely_hours) }</span></h2>
                    <ol>{ for items.iter().filter(|item| item.phase == phase.phase).filter_map(row) }</ol>
                </>
            }) }
        </div>
    }
}

/// A piece of work on the hours of `(from, to)`.
fn stacked(ctx: &Ctx, item: &RoadmapItem, gaps: &ById<'_>, gap: &Gap, (start, end): (u32, u32)) -> Html {
    let words = &ctx.words().work;
    let all_hours = u64::from(end.saturating_sub(start).max(1));
    let share = |hour: u32| u64::from(hour.saturating_sub(start)).saturating_mul(1_000) / all_hours;
    let (from, to) = (share(item.start_hour), share(item.end_hour));
    let width = to.saturating_sub(from).max(8).to_string();
    let days = (words.days_from_to)(&day(ctx, item.start_hour), &day(ctx, last_hour(item)));
    html! {
        <li>
            { link(&Route::Checks(Some(gap.check.to_string())), gap.title.get(ctx.session.lang).to_owned()) }
            { opens_way(ctx, gap, gaps) }
            <svg class={classes!("span", severity_class(gap.severity))} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect x={from.to_string()} width={width} height="10" />
            </svg>
            <p class="quiet">{ severity_tag(ctx, gap.severity) }{ " " }{ days }{ " · " }{ developer_letter(item.developer) }if item.is_critical { { " · " }{ words.critical.to_lowercase() } }</p>
        </li>
    }
}

/// Working days of eight hours, counted from 1; the day in which the hour falls.
fn day(ctx: &Ctx, hour: u32) -> String {
    ctx.words().report.whole(u64::from(hour / 8).saturating_add(1))
}

/// The last hour of a piece of work; its end is the hour after.
fn last_hour(item: &RoadmapItem) -> u32 {
    item.end_hour.saturating_sub(1).max(item.start_hour)
}

fn schedule(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, labels) = (&ctx.words().work, &ctx.words().report.labels);
    let (roadmap, gaps) = (audit.roadmap.items.clone(), audit.gaps.clone());
    let count = u32::try_from(roadmap.len()).unwrap_or(u32::MAX);
    let rows = {
        let ctx = ctx.clone();
        Callback::from(move |(first, end): (u32, u32)| {
            let gaps = by_id(&gaps);
            let rows = (first..end).filter_map(|at| {
                let item = roadmap.get(usize::try_from(at).ok()?)?;
                Some(item_row(&ctx, at, item, &gaps, gaps.get(item.gap.as_str())?))
            });
            rows.collect::<Html>()
        })
    };
    let head = html! {
        <>
            <th scope="col">{ labels.phase }</th><th scope="col">{ labels.severity }</th><th scope="col">{ labels.gap }</th>
            <th scope="col">{ labels.developer }</th><th scope="col" class="num">{ words.start }</th><th scope="col" class="num">{ words.end }</th>
            <th scope="col">{ words.critical }</th>
        </>
    };
    html! {
        <section class="wide-screen" aria-labelledby="schedule">
            { section_head("schedule", words.schedule, html! { ctx.words().report.say.effort_is_assumed }) }
            <div class="table-frame" tabindex="0" role="group" aria-labelledby="schedule">
                <Rows class="schedule" caption={words.schedule} {head} columns={7} {count} row_pixels={ROW_PIXELS} {rows} />
            </div>
        </section>
    }
}

fn item_row(ctx: &Ctx, row: u32, item: &RoadmapItem, gaps: &ById<'_>, gap: &Gap) -> Html {
    let words = &ctx.words().work;
    let on_day = |hour: u32| (words.day)(&day(ctx, hour));
    html! {
        <tr key={row} aria-rowindex={row_index(row)}>
            <td>{ item.phase }</td>
            <td>{ severity_tag(ctx, gap.severity) }</td>
            <td class="gap-title">{ link(&Route::Checks(Some(gap.check.to_string())), gap.title.get(ctx.session.lang).to_owned()) }{ opens_way(ctx, gap, gaps) }<small>{ gap.criterion.to_string() }</small></td>
            <td>{ developer_letter(item.developer) }</td>
            <td class="num">{ on_day(item.start_hour) }</td>
            <td class="num">{ on_day(last_hour(item)) }</td>
            <td>{ if item.is_critical { "●" } else { "" } }<span class="sr-only">{ if item.is_critical { words.critical } else { "" } }</span></td>
        </tr>
    }
}
