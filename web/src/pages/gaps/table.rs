//! The table of gaps: its columns, its rows, the heads of its groups.

use super::details::details;
use crate::components::{Ctx, Rows, opens_way, row_index, severity_tag};
use crate::state::{Action, ById, Column, Group, Line, Loaded, Look, Size, by_id};
use beredd_model::Gap;
use std::rc::Rc;
use yew::prelude::*;

/// About how tall a row is: two lines of text and their padding.
const ROW_PIXELS: u32 = 72;

/// Columns that cannot be left out: severity, title, and the tick.
const COLUMNS_LEAST: u32 = 3;

/// The table of the gaps at `rows`, which are places in the audit, in order.
pub(super) fn table(ctx: &Ctx, loaded: &Rc<Loaded>, rows: &[usize]) -> Html {
    let labels = &ctx.words().report.labels;
    let lines = Rc::new(ctx.session.gaps.lines(&loaded.audit, rows));
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let draw = {
        let (ctx, loaded) = (ctx.clone(), loaded.clone());
        Callback::from(move |range: (u32, u32)| block(&ctx, &loaded, &lines, range))
    };
    html! {
        <div class="table-frame" tabindex="0" role="group" aria-labelledby="gaps">
            <Rows class="gaps" caption={labels.gaps} head={heads(ctx)} columns={columns(ctx)} {count} row_pixels={ROW_PIXELS} rows={draw} />
        </div>
    }
}

/// The name of a column.
pub(super) fn column_name(ctx: &Ctx, column: Column) -> &'static str {
    let (words, labels) = (&ctx.words().work, &ctx.words().report.labels);
    match column {
        Column::Order => words.done,
        Column::Severity => labels.severity,
        Column::Title => labels.gap,
        Column::Extent => labels.extent,
        Column::Effort => labels.effort,
        Column::Requires => labels.requires,
        Column::Owner => labels.owner,
        Column::Points => labels.points,
    }
}

fn is_shown(ctx: &Ctx, column: Column) -> bool {
    !ctx.session.gaps.hidden.contains(&column)
}

fn columns(ctx: &Ctx) -> u32 {
    let chosen = Column::CHOICE.into_iter().filter(|column| is_shown(ctx, *column)).count();
    u32::try_from(chosen).unwrap_or(0).saturating_add(COLUMNS_LEAST)
}

fn heads(ctx: &Ctx) -> Html {
    let plain = |column: Column| html! { <th scope="col" class="wide">{ column_name(ctx, column) }</th> };
    html! {
        <>
            { head(ctx, Column::Severity, "") }
            { head(ctx, Column::Title, "") }
            if is_shown(ctx, Column::Extent) { { plain(Column::Extent) } }
            if is_shown(ctx, Column::Effort) { { head(ctx, Column::Effort, "num") } }
            if is_shown(ctx, Column::Requires) { { plain(Column::Requires) } }
            if is_shown(ctx, Column::Owner) { { head(ctx, Column::Owner, "wide") } }
            if is_shown(ctx, Column::Points) { { head(ctx, Column::Points, "num") } }
            <th scope="col" class="tick">{ ctx.words().work.done }</th>
        </>
    }
}

fn head(ctx: &Ctx, column: Column, class: &'static str) -> Html {
    let view = &ctx.session.gaps;
    let (sort, mark) = match (view.column == column, view.is_turned) {
        (false, _) => ("none", ""),
        (true, false) => ("ascending", "↓"),
        (true, true) => ("descending", "↑"),
    };
    html! {
        <th scope="col" {class} aria-sort={sort}>
            <button type="button" class="sort" data-testid={format!("sort-{column:?}")} onclick={ctx.on(Action::Look(Look::Sort(column)))}>{ column_name(ctx, column) }<span aria-hidden="true" class="sort-mark">{ mark }</span></button>
        </th>
    }
}

/// Some rows of the table. What a gap waits for is looked up by name, in one list for all of them.
fn block(ctx: &Ctx, loaded: &Loaded, lines: &[Line], (first, end): (u32, u32)) -> Html {
    let gaps = by_id(&loaded.audit.gaps);
    let place = |row: u32| usize::try_from(row).unwrap_or(usize::MAX);
    let drawn = (first..end).filter_map(|row| Some((row, lines.get(place(row))?)));
    drawn
        .map(|(row, line)| match line {
            Line::Head(group, count, hours) => group_head(ctx, row, group, *count, *hours),
            Line::Gap(at) => {
                loaded.audit.gaps.get(*at).map_or_else(Html::default, |gap| gap_row(ctx, &gaps, row, gap))
            }
        })
        .collect()
}

fn group_head(ctx: &Ctx, row: u32, group: &Group, count: u32, hours: u32) -> Html {
    let report = ctx.words().report;
    html! {
        <tr key={format!("{group:?}")} class="group" aria-rowindex={row_index(row)} data-testid="group-row">
            <th colspan={columns(ctx).to_string()} scope="rowgroup">{ group_name(ctx, group) }<span class="quiet">{ report.count(count, report.nouns.gap) }{ " · " }{ report.days(hours) }</span></th>
        </tr>
    }
}

fn group_name(ctx: &Ctx, group: &Group) -> String {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    match group {
        Group::Severity(severity) => (report.severity_plural)(*severity).to_owned(),
        Group::Category(category) => (report.category)(*category).to_owned(),
        Group::Criterion(criterion) => {
            format!("{criterion} · {}", (report.category)(criterion.category))
        }
        Group::Team(team) => team.clone(),
        Group::Teams => words.several_teams.to_owned(),
        Group::System => words.whole_system.to_owned(),
        Group::Owner(owner) => (report.owner)(*owner).to_owned(),
        Group::Size(Size::Day) => words.a_day.to_owned(),
        Group::Size(Size::Week) => words.a_week.to_owned(),
        Group::Size(Size::More) => words.more_than_a_week.to_owned(),
    }
}

fn gap_row(ctx: &Ctx, gaps: &ById<'_>, row: u32, gap: &Gap) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let is_open = ctx.session.gaps.opened.contains(&gap.id);
    let is_done = ctx.session.done.contains(&gap.id);
    let title = gap.title.get(ctx.session.lang);
    let details_id = format!("details-{}", gap.id);
    html! {
        <>
            <tr key={gap.id.clone()} class={classes!("gap-row", is_done.then_some("done"), is_open.then_some("opened"))} aria-rowindex={row_index(row)} data-testid="gap-row" data-gap={gap.id.clone()}>
                <td>{ severity_tag(ctx, gap.severity) }</td>
                <td class="gap-title">
                    <button type="button" class="title" data-testid="gap-title" aria-expanded={is_open.to_string()} aria-controls={is_open.then(|| details_id.clone())} onclick={ctx.on(Action::Look(Look::Open(gap.id.clone())))}>{ title.to_owned() }</button>
                    { opens_way(ctx, gap, gaps) }
                    <small>{ (report.category)(gap.category) }{ " · " }{ gap.criterion.to_string() }if gap.is_to_verify { { " · " }{ report.labels.to_verify } }
                        if let Some(standing) = (report.standing)(gap.standing) { { " · " }{ standing } }</small>
                </td>
                if is_shown(ctx, Column::Extent) { <td class="wide">{ extent(ctx, gap) }</td> }
                if is_shown(ctx, Column::Effort) { <td class="num">{ report.days(gap.effort.likely_hours) }<small>{ report.day_range(gap.effort.low_hours, gap.effort.high_hours) }</small></td> }
                if is_shown(ctx, Column::Requires) { <td class="wide">{ requires(gaps, gap) }</td> }
                if is_shown(ctx, Column::Owner) { <td class="wide">{ (report.owner)(gap.owner) }</td> }
                if is_shown(ctx, Column::Points) { <td class="num">{ report.points_gained(gap.points_regained_permille) }</td> }
                <td class="tick"><input type="checkbox" checked={is_done} aria-label={(words.count_as_done)(title)} onchange={ctx.on(Action::Tick(gap.id.clone()))} /></td>
            </tr>
            if is_open {
                <tr key={details_id.clone()} id={details_id} class="details"><td colspan={columns(ctx).to_string()}>{ details(ctx, gaps, gap) }</td></tr>
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
