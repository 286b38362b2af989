//! The gaps: a table to sort, filter, search and group, details in place, and what it gives to close some.

mod decision;
mod details;
mod table;

use crate::components::{Ctx, choice, empty, search};
use crate::state::{Action, Column, Grouping, Loaded, Look};
use beredd_model::{Category, Owner, Severity};
use std::rc::Rc;
use yew::prelude::*;

/// The gap page.
pub(super) fn page(ctx: &Ctx, loaded: &Rc<Loaded>) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let gaps = &loaded.audit.gaps;
    let rows = ctx.session.gaps.rows(gaps, ctx.session.lang);
    let total = loaded.audit.roadmap.total;
    let beside =
        (words.open_gaps)(&count(ctx, gaps.len()), &report.day_range(total.low_hours, total.high_hours));
    html! {
        <div class="sections">
            <section aria-labelledby="gaps">
                <h1 class="page-title" id="gaps">{ report.labels.gaps }<span class="quiet">{ beside }</span></h1>
                { what_if(ctx, loaded) }
                { toolbar(ctx, rows.len(), gaps.len()) }
                if gaps.is_empty() {
                    { empty(words.none_open) }
                } else if rows.is_empty() {
                    { empty(words.none_match) }
                } else {
                    { table::table(ctx, loaded, &rows) }
                }
                <p class="quiet note-below">{ report.say.effort_is_assumed }</p>
            </section>
        </div>
    }
}

fn count(ctx: &Ctx, number: usize) -> String {
    let report = ctx.words().report;
    report.count(u32::try_from(number).unwrap_or(u32::MAX), report.nouns.gap)
}

/// The running score: what the ticked gaps would give.
fn what_if(ctx: &Ctx, loaded: &Loaded) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let now = ctx.session.now().unwrap_or(&loaded.audit);
    let (before, after) = (loaded.audit.score.points.proven_permille, now.score.points.proven_permille);
    let has_ticks = !ctx.session.done.is_empty();
    html! {
        <div class={classes!("what-if", has_ticks.then_some("active"))} role="status" data-testid="what-if">
            if has_ticks {
                <p class="what-if-score">
                    <span class="quiet">{ report.points(before) }</span><span aria-hidden="true">{ "→" }</span>
                    <strong data-testid="what-if-score" data-permille={after.to_string()}>{ report.points(after) }</strong>
                    <span>{ (report.band)(now.score.band) }</span>
                </p>
                <p>{ words.what_if }{ ": " }{ report.labels.gate.to_lowercase() }{ " " }{ (report.say.gate)(&now.gate).to_lowercase() }{ " · " }{ (words.left)(&report.days(now.roadmap.total.likely_hours)) }</p>
                <button type="button" class="link" onclick={ctx.on(Action::Untick)}>{ words.untick }</button>
            } else {
                <p class="quiet">{ words.tick_to_see }</p>
            }
        </div>
    }
}

fn toolbar(ctx: &Ctx, shown: usize, all: usize) -> Html {
    let (words, report, view) = (&ctx.words().work, ctx.words().report, &ctx.session.gaps);
    let names = |any: &str, rest: &[&str]| -> Vec<String> {
        std::iter::once(any).chain(rest.iter().copied()).map(str::to_owned).collect()
    };
    let severities = names(words.any_severity, &Severity::ALL.map(report.severity));
    let categories = names(words.any_category, &Category::ALL.map(report.category));
    let owners = names(words.any_owner, &OWNERS.map(report.owner));
    let groups = Grouping::ALL.map(words.grouping).map(str::to_owned);
    let grouped = Grouping::ALL.iter().position(|group| *group == view.grouping).unwrap_or(0);
    let on_severity = look(ctx, |place| Look::OnlySeverity(value_at(&Severity::ALL, place)));
    let on_category = look(ctx, |place| Look::OnlyCategory(value_at(&Category::ALL, place)));
    let on_owner = look(ctx, |place| Look::OnlyOwner(value_at(&OWNERS, place)));
    let on_group =
        look(ctx, |place| Look::Group(Grouping::ALL.get(place).copied().unwrap_or(Grouping::None)));
    let whole = |number: usize| report.whole(u64::try_from(number).unwrap_or(u64::MAX));
    html! {
        <div class="toolbar" role="search">
            { search(words.search, &view.words, &ctx.act, |words| Action::Look(Look::SearchGaps(words))) }
            { choice(report.labels.severity, &severities, place_in(&Severity::ALL, view.severity), on_severity) }
            { choice(report.labels.category, &categories, place_in(&Category::ALL, view.category), on_category) }
            { choice(report.labels.owner, &owners, place_in(&OWNERS, view.owner), on_owner) }
            { choice(words.group_by, &groups, grouped, on_group) }
            { columns(ctx) }
            if view.is_filtered() {
                <span class="quiet" role="status">{ (words.shown)(&whole(shown), &whole(all)) }</span>
                <button type="button" class="link" onclick={ctx.on(Action::Look(Look::ClearFilter))}>{ words.clear_filter }</button>
            }
        </div>
    }
}

/// Everybody who may own a gap, in the order of the audit.
const OWNERS: [Owner; 6] =
    [Owner::Architect, Owner::Sre, Owner::Qa, Owner::Security, Owner::Deployment, Owner::Documentation];

fn look(ctx: &Ctx, look: fn(usize) -> Look) -> Callback<usize> {
    ctx.act.reform(move |place: usize| Action::Look(look(place)))
}

/// Which columns are shown.
fn columns(ctx: &Ctx) -> Html {
    let words = &ctx.words().work;
    html! {
        <details class="menu-button wide-screen">
            <summary class="field">{ words.columns }</summary>
            <div class="menu-list" role="group" aria-label={words.columns}>
                { for Column::CHOICE.into_iter().map(|column| html! {
                    <label>
                        <input type="checkbox" checked={!ctx.session.gaps.hidden.contains(&column)} onchange={ctx.on(Action::Look(Look::ToggleColumn(column)))} />
                        { table::column_name(ctx, column) }
                    </label>
                }) }
            </div>
        </details>
    }
}

/// The place of a chosen value in a list whose first place means any.
fn place_in<T: PartialEq>(all: &[T], chosen: Option<T>) -> usize {
    all.iter().position(|value| chosen.as_ref() == Some(value)).map_or(0, |place| place.saturating_add(1))
}

fn value_at<T: Copy>(all: &[T], place: usize) -> Option<T> {
    all.get(place.checked_sub(1)?).copied()
}
