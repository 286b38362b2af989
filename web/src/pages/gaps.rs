//! The gaps: a table to sort, filter and search, details in place, and what it gives to close some.

use crate::components::{Ctx, choice, empty, link, opens_way, pager, place, search, severity_tag};
use crate::state::{Action, ById, Column, Loaded, Route, Window, by_id};
use beredd_model::{Category, Gap, Severity};
use yew::prelude::*;

/// Affected places and names that are listed in the details.
const LISTED_MOST: usize = 12;

/// The gap page.
pub(super) fn page(ctx: &Ctx, loaded: &Loaded) -> Html {
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
                    { table(ctx, loaded, &rows) }
                }
                <p class="quiet">{ report.say.effort_is_assumed }</p>
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
                    <strong data-permille={after.to_string()}>{ report.points(after) }</strong>
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
    let severities =
        std::iter::once(words.any_severity).chain(Severity::ALL.map(report.severity)).map(str::to_owned);
    let categories =
        std::iter::once(words.any_category).chain(Category::ALL.map(report.category)).map(str::to_owned);
    let chosen_severity = place_in(&Severity::ALL, view.severity);
    let chosen_category = place_in(&Category::ALL, view.category);
    let on_severity = ctx.act.reform(|place: usize| Action::OnlySeverity(value_at(&Severity::ALL, place)));
    let on_category = ctx.act.reform(|place: usize| Action::OnlyCategory(value_at(&Category::ALL, place)));
    let whole = |number: usize| report.whole(u64::try_from(number).unwrap_or(u64::MAX));
    html! {
        <div class="toolbar" role="search">
            { search(words.search, &view.words, &ctx.act, Action::SearchGaps) }
            { choice(report.labels.severity, &severities.collect::<Vec<_>>(), chosen_severity, on_severity) }
            { choice(report.labels.category, &categories.collect::<Vec<_>>(), chosen_category, on_category) }
            if view.is_filtered() {
                <span class="quiet" role="status">{ (words.shown)(&whole(shown), &whole(all)) }</span>
                <button type="button" class="link" onclick={clear(ctx)}>{ words.clear_filter }</button>
            }
        </div>
    }
}

fn clear<E>(ctx: &Ctx) -> Callback<E> {
    let act = ctx.act.clone();
    Callback::from(move |_| {
        for action in
            [Action::OnlySeverity(None), Action::OnlyCategory(None), Action::SearchGaps(String::new())]
        {
            act.emit(action);
        }
    })
}

/// The place of a chosen value in a list whose first place means any.
fn place_in<T: PartialEq>(all: &[T], chosen: Option<T>) -> usize {
    all.iter().position(|value| chosen.as_ref() == Some(value)).map_or(0, |place| place.saturating_add(1))
}

fn value_at<T: Copy>(all: &[T], place: usize) -> Option<T> {
    all.get(place.checked_sub(1)?).copied()
}

fn table(ctx: &Ctx, loaded: &Loaded, rows: &[&Gap]) -> Html {
    let (words, labels) = (&ctx.words().work, &ctx.words().report.labels);
    let gaps = by_id(&loaded.audit.gaps);
    let window = Window::of(rows.len(), ctx.session.gaps.page);
    html! {
        <>
        <div class="table-frame" tabindex="0" role="group" aria-labelledby="gaps">
            <table class="gaps">
                <caption class="sr-only">{ labels.gaps }</caption>
                <thead><tr>
                    { head(ctx, Column::Severity, labels.severity, "") }
                    { head(ctx, Column::Title, labels.gap, "") }
                    <th scope="col" class="wide">{ labels.extent }</th>
                    { head(ctx, Column::Effort, labels.effort, "num") }
                    <th scope="col" class="wide">{ labels.requires }</th>
                    { head(ctx, Column::Owner, labels.owner, "wide") }
                    { head(ctx, Column::Points, labels.points, "num") }
                    <th scope="col" class="tick">{ words.done }</th>
                </tr></thead>
                <tbody>{ for window.cut(rows.iter()).map(|gap| row(ctx, &gaps, gap)) }</tbody>
            </table>
        </div>
        { pager(ctx, window, Action::TurnGaps) }
        </>
    }
}

fn head(ctx: &Ctx, column: Column, name: &'static str, class: &'static str) -> Html {
    let view = &ctx.session.gaps;
    let is_sorted = view.column == column;
    let sort = match (is_sorted, view.is_turned) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    let mark = match (is_sorted, view.is_turned) {
        (false, _) => "",
        (true, false) => "↓",
        (true, true) => "↑",
    };
    html! {
        <th scope="col" {class} aria-sort={sort}>
            <button type="button" class="sort" onclick={ctx.on(Action::Sort(column))}>{ name }<span aria-hidden="true" class="sort-mark">{ mark }</span></button>
        </th>
    }
}

fn row(ctx: &Ctx, gaps: &ById<'_>, gap: &Gap) -> Html {
    let report = ctx.words().report;
    let is_open = ctx.session.gaps.opened.contains(&gap.id);
    let is_done = ctx.session.done.contains(&gap.id);
    let title = gap.title.get(ctx.session.lang);
    let details_id = format!("details-{}", gap.id);
    html! {
        <>
            <tr key={gap.id.clone()} class={classes!("gap-row", is_done.then_some("done"), is_open.then_some("opened"))} data-testid="gap-row" data-gap={gap.id.clone()}>
                <td>{ severity_tag(ctx, gap.severity) }</td>
                <td class="gap-title">
                    <button type="button" class="title" aria-expanded={is_open.to_string()} aria-controls={details_id.clone()} onclick={ctx.on(Action::Open(gap.id.clone()))}>{ title.to_owned() }</button>
                    { opens_way(ctx, gap, gaps) }
                    <small>{ (report.category)(gap.category) }{ " · " }{ gap.criterion.to_string() }if gap.is_to_verify { { " · " }{ report.labels.to_verify } }</small>
                </td>
                <td class="wide">{ extent(ctx, gap) }</td>
                <td class="num">{ report.days(gap.effort.likely_hours) }<small>{ report.day_range(gap.effort.low_hours, gap.effort.high_hours) }</small></td>
                <td class="wide">{ requires(gaps, gap) }</td>
                <td class="wide">{ (report.owner)(gap.owner) }</td>
                <td class="num">{ report.points_gained(gap.points_regained_permille) }</td>
                <td class="tick"><input type="checkbox" checked={is_done} aria-label={(ctx.words().work.count_as_done)(title)} onchange={ctx.on(Action::Tick(gap.id.clone()))} /></td>
            </tr>
            if is_open {
                <tr key={details_id.clone()} id={details_id} class="details"><td colspan="8">{ details(ctx, gaps, gap) }</td></tr>
            }
        </>
    }
}

fn extent(ctx: &Ctx, gap: &Gap) -> String {
    if gap.of == 0 { "—".to_owned() } else { ctx.words().report.n_of(gap.affected, gap.of) }
}

fn requires(gaps: &ById<'_>, gap: &Gap) -> String {
    let needed = gap.after.iter().filter_map(|id| gaps.get(id.as_str()));
    let criteria: Vec<String> = needed.map(|other| other.criterion.to_string()).collect();
    if criteria.is_empty() { "—".to_owned() } else { criteria.join(", ") }
}

fn details(ctx: &Ctx, gaps: &ById<'_>, gap: &Gap) -> Html {
    let (words, labels, lang) = (&ctx.words().work, &ctx.words().report.labels, ctx.session.lang);
    html! {
        <div class="gap-details">
            <div>
                <h3>{ labels.fix }</h3><p>{ gap.recommendation.get(lang).to_owned() }</p>
                <h3>{ labels.why }</h3><p>{ gap.impact.get(lang).to_owned() }</p>
                <p>{ link(&Route::Checks(Some(gap.check.to_string())), words.the_proof) }</p>
            </div>
            <div>
                <h3>{ words.severity_why }</h3><p>{ gap.severity_reason.get(lang).to_owned() }</p>
                <h3>{ labels.effort }</h3><p>{ ctx.words().report.effort(&gap.effort) }{ ": " }{ gap.effort.basis.get(lang).to_owned() }</p>
                { others(ctx, gaps, labels.requires, &gap.after) }
                { others(ctx, gaps, labels.unlocks, &gap.unlocks) }
                { affected(ctx, gap) }
            </div>
        </div>
    }
}

fn others(ctx: &Ctx, gaps: &ById<'_>, title: &'static str, ids: &[String]) -> Html {
    if ids.is_empty() {
        return Html::default();
    }
    let gaps = ids.iter().filter_map(|id| gaps.get(id.as_str()));
    html! {
        <>
            <h3>{ title }</h3>
            <ul>{ for gaps.map(|gap| html! {
                <li><span class="criterion">{ gap.criterion.to_string() }</span>{ link(&Route::Checks(Some(gap.check.to_string())), gap.title.get(ctx.session.lang).to_owned()) }</li>
            }) }</ul>
        </>
    }
}

fn affected(ctx: &Ctx, gap: &Gap) -> Html {
    if gap.names.is_empty() && gap.sites.is_empty() {
        return Html::default();
    }
    let report = ctx.words().report;
    let listed = gap.sites.len().max(gap.names.len());
    let more = u32::try_from(listed.saturating_sub(LISTED_MOST)).unwrap_or(u32::MAX);
    html! {
        <>
            <h3>{ ctx.words().work.affected }</h3>
            if !gap.names.is_empty() {
                <p class="names">{ for gap.names.iter().take(LISTED_MOST).map(|name| html! { <span class="chip">{ name.clone() }</span> }) }</p>
            }
            <ul class="places">{ for gap.sites.iter().take(LISTED_MOST).map(|site| html! { <li>{ place(ctx, site) }</li> }) }</ul>
            if more > 0 { <p class="quiet">{ (report.say.more)(&report.whole(more.into())) }</p> }
        </>
    }
}
