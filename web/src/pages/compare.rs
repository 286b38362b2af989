//! The comparison: this audit beside another of the same system, what was won and lost, and which gaps came and went.

use super::chosen;
use crate::components::{
    Ask, Ctx, Icon, Rows, chart, empty, icon, link, meter, row_index, section_head, severity_tag,
};
use crate::state::{Action, ComparedList, Loaded, Look, Route, Work};
use beredd_model::{Audit, Change, Comparison, Gap};
use beredd_report::charts::radar;
use std::rc::Rc;
use yew::prelude::*;

/// About how tall a row of the gap list is.
const ROW_PIXELS: u32 = 56;

/// What the page is given.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The session and whom to tell.
    pub(super) ctx: Ctx,
    /// The audit on the page.
    pub(super) loaded: Rc<Loaded>,
}

/// The comparison page. The comparison is made once for two audits, however often the page is drawn.
#[component]
pub(super) fn Page(props: &Props) -> Html {
    let (ctx, session) = (&props.ctx, &props.ctx.session);
    let pair = session.other.loaded().map(|other| {
        let (this, other) = (props.loaded.clone(), other.clone());
        if session.is_other_newer { (this, other) } else { (other, this) }
    });
    let compared = use_memo(pair.clone(), |pair| {
        pair.as_ref().map(|(old, new)| beredd_plan::compare(&old.audit, &new.audit))
    });
    let words = &ctx.words().compare;
    let body = match (pair, compared.as_ref()) {
        (Some((old, new)), Some(compared)) => result(ctx, &old, &new, compared),
        _ => way_in(ctx),
    };
    html! {
        <div class="sections" data-testid="compare">
            <section>
                <h1 class="page-title">{ (ctx.words().page)(&Route::Compare) }</h1>
                <p class="lead">{ words.lead }</p>
            </section>
            { body }
        </div>
    }
}

/// Where the other audit is handed in, and how far it has come.
fn way_in(ctx: &Ctx) -> Html {
    let (words, drop) = (&ctx.words().compare, &ctx.words().drop);
    match &ctx.session.other {
        Work::Working(progress) => html! {
            <section class="progress-page" aria-labelledby="working">
                <h2 id="working">{ (drop.working_on)(&progress.name) }</h2>
                { meter(super::progress::permille(progress), (ctx.words().stage)(progress.stage)) }
                <p class="sr-only" role="status">{ (ctx.words().stage)(progress.stage) }</p>
                <button type="button" class="button" onclick={ctx.asks(Ask::CancelOther)}>{ drop.cancel }</button>
            </section>
        },
        other => html! {
            <>
                if let Work::Failed(why) = other {
                    <div class="error" role="alert" data-testid="compare-error"><h2>{ drop.failed }</h2><p>{ why.get(ctx.session.lang).to_owned() }</p></div>
                }
                <section class="target">
                    { icon(Icon::Drop) }
                    <p class="target-title">{ words.target }</p>
                    <p class="quiet">{ words.formats }</p>
                    <div class="target-actions">
                        <label class="button primary">
                            <input class="file-input" type="file" data-testid="compare-input" onchange={chosen(ctx.ask.reform(Ask::Compare))} />
                            { words.choose }
                        </label>
                    </div>
                </section>
            </>
        },
    }
}

fn result(ctx: &Ctx, old: &Rc<Loaded>, new: &Rc<Loaded>, compared: &Comparison) -> Html {
    let (old_audit, new_audit) = (&old.audit, &new.audit);
    html! {
        <>
            <section class="verdict" aria-label={ctx.words().report.labels.score}>
                <div>
                    { names(ctx, old_audit, new_audit) }
                    { score(ctx, new_audit, compared) }
                    { doubts(ctx, old_audit, new_audit, compared) }
                    <div class="toolbar">
                        <button type="button" class="button small" data-testid="swap" onclick={ctx.on(Action::SwapOther)}>{ ctx.words().compare.swap }</button>
                        <button type="button" class="button small" onclick={ctx.asks(Ask::CancelOther)}>{ ctx.words().compare.another }</button>
                    </div>
                </div>
                <div data-testid="compare-radar">{ chart("radar", &radar(new_audit, Some(old_audit), ctx.session.lang)) }</div>
            </section>
            { gaps(ctx, old, new, compared) }
            { changes(ctx, new_audit, compared) }
        </>
    }
}

fn names(ctx: &Ctx, old: &Audit, new: &Audit) -> Html {
    let words = &ctx.words().compare;
    let one = |name: &'static str, audit: &Audit| {
        html! { <div><dt>{ name }</dt><dd>{ audit.archive.name.clone() }{ " " }<code class="hash quiet" title={audit.archive.sha256.clone()}>{ audit.archive.sha256.clone() }</code></dd></div> }
    };
    html! { <dl class="pair">{ one(words.earlier, old) }{ one(words.later, new) }</dl> }
}

fn score(ctx: &Ctx, new: &Audit, compared: &Comparison) -> Html {
    let (words, report) = (&ctx.words().compare, ctx.words().report);
    let gate = |is_open: bool| if is_open { report.say.gate_open } else { report.say.gate_closed };
    let [before, after] = compared.is_gate_open;
    html! {
        <>
            <p class="score compare-score" data-testid="compare-score" data-permille={compared.score.new_permille.to_string()}>
                <span class="quiet">{ report.points(compared.score.old_permille) }</span><span aria-hidden="true">{ "→" }</span>
                <strong>{ report.points(compared.score.new_permille) }</strong>
                { gain(ctx, compared.score) }
                <span class="band">{ (report.band)(new.score.band) }</span>
            </p>
            <p>{ if before == after { gate(after).to_owned() } else { (words.gate_moved)(gate(before), gate(after)) } }</p>
        </>
    }
}

/// A gain with its sign, and a mark beside the colour.
fn gain(ctx: &Ctx, change: Change) -> Html {
    let gained = change.gain_permille();
    let (class, mark, sign) = match gained {
        0 => ("same", "=", ""),
        1.. => ("won", "▲", "+"),
        _ => ("lost", "▼", "−"),
    };
    let points = ctx.words().report.points(u32::try_from(gained.unsigned_abs()).unwrap_or(u32::MAX));
    html! { <span class={classes!("gain", class)}><span aria-hidden="true">{ mark }</span>{ sign }{ points }</span> }
}

/// What makes two audits less comparable than they look.
fn doubts(ctx: &Ctx, old: &Audit, new: &Audit, compared: &Comparison) -> Html {
    let (words, report) = (&ctx.words().compare, ctx.words().report);
    let is_same_archive = old.archive.sha256 == new.archive.sha256;
    if compared.caveats.is_empty() && !is_same_archive {
        return Html::default();
    }
    let common = compared.score_on_common;
    html! {
        <ul class="note caveats" data-testid="caveats">
            if is_same_archive { <li>{ words.same_archive }</li> }
            { for compared.caveats.iter().map(|caveat| html! { <li>{ caveat.get(ctx.session.lang).to_owned() }</li> }) }
            if common != compared.score {
                <li>{ (words.on_common)(&report.points(common.old_permille), &report.points(common.new_permille)) }</li>
            }
        </ul>
    }
}

fn count(ctx: &Ctx, number: usize) -> String {
    ctx.words().report.whole(u64::try_from(number).unwrap_or(u64::MAX))
}

/// The lists of gaps, one at a time.
fn gaps(ctx: &Ctx, old: &Rc<Loaded>, new: &Rc<Loaded>, compared: &Comparison) -> Html {
    let words = &ctx.words().compare;
    let ids = |list: ComparedList| match list {
        ComparedList::New => &compared.new,
        ComparedList::Fixed => &compared.fixed,
        ComparedList::Changed => &compared.changed,
        ComparedList::Unchanged => &compared.unchanged,
    };
    let chosen = ctx.session.compared;
    html! {
        <section aria-labelledby="compared-gaps">
            { section_head("compared-gaps", ctx.words().report.labels.gaps, Html::default()) }
            <div class="toolbar"><div class="segments" role="group" aria-labelledby="compared-gaps">
                { for ComparedList::ALL.into_iter().map(|list| html! {
                    <button type="button" aria-pressed={(list == chosen).to_string()} data-testid={format!("compared-{list:?}")} data-count={ids(list).len().to_string()} onclick={ctx.on(Action::Look(Look::Compared(list)))}>{ (words.list)(list) }<span class="quiet">{ count(ctx, ids(list).len()) }</span></button>
                }) }
            </div></div>
            { listed(ctx, if chosen == ComparedList::Fixed { old } else { new }, ids(chosen)) }
        </section>
    }
}

/// The gaps of these names, which are those of `owner`.
fn listed(ctx: &Ctx, owner: &Rc<Loaded>, ids: &[String]) -> Html {
    if ids.is_empty() {
        return empty(ctx.words().compare.none);
    }
    let wanted: std::collections::BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let places: Vec<usize> = owner
        .audit
        .gaps
        .iter()
        .enumerate()
        .filter(|(_, gap)| wanted.contains(gap.id.as_str()))
        .map(|(place, _)| place)
        .collect();
    let labels = &ctx.words().report.labels;
    let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
    // Only what stands in the audit on the page can be gone to.
    let is_here = ctx.session.loaded().is_some_and(|loaded| Rc::ptr_eq(loaded, owner));
    let rows = {
        let (ctx, owner) = (ctx.clone(), owner.clone());
        Callback::from(move |(first, end): (u32, u32)| {
            let rows = (first..end).filter_map(|at| {
                let gap = owner.audit.gaps.get(*places.get(usize::try_from(at).ok()?)?)?;
                Some(gap_row(&ctx, at, gap, is_here))
            });
            rows.collect::<Html>()
        })
    };
    let head = html! {
        <><th scope="col">{ labels.severity }</th><th scope="col">{ labels.gap }</th><th scope="col" class="num">{ labels.effort }</th><th scope="col" class="num">{ labels.points }</th></>
    };
    html! {
        <div class="table-frame" tabindex="0" role="group" aria-labelledby="compared-gaps">
            <Rows class="compared" caption={(ctx.words().compare.list)(ctx.session.compared)} {head} columns={4} {count} row_pixels={ROW_PIXELS} {rows} />
        </div>
    }
}

fn gap_row(ctx: &Ctx, at: u32, gap: &Gap, is_here: bool) -> Html {
    let report = ctx.words().report;
    let title = gap.title.get(ctx.session.lang).to_owned();
    html! {
        <tr key={at} aria-rowindex={row_index(at)}>
            <td>{ severity_tag(ctx, gap.severity) }</td>
            <td class="gap-title">
                { if is_here { link(&Route::Checks(Some(gap.check.to_string())), title) } else { html! { title } } }
                <small>{ (report.category)(gap.category) }{ " · " }{ gap.criterion.to_string() }</small>
            </td>
            <td class="num">{ report.days(gap.effort.likely_hours) }</td>
            <td class="num">{ report.points_gained(gap.points_regained_permille) }</td>
        </tr>
    }
}

/// What moved: categories, teams, criteria. What stands still is not listed.
fn changes(ctx: &Ctx, new: &Audit, compared: &Comparison) -> Html {
    let (report, lang) = (ctx.words().report, ctx.session.lang);
    let categories =
        compared.categories.iter().map(|(id, change)| ((report.category)(*id).to_owned(), *change));
    let teams = compared.teams.iter().map(|(name, change)| (name.clone(), *change));
    let criteria = compared.criteria.iter().map(|(id, change)| {
        let check = new.checks.iter().find(|check| check.criterion == *id && check.is_decisive);
        let claim = check.map_or("", |check| check.claim.get(lang));
        (format!("{id} {claim}"), *change)
    });
    html! {
        <>
            <div class="two">
                { moved(ctx, "moved-categories", report.labels.categories, categories.collect()) }
                { moved(ctx, "moved-teams", ctx.words().proof.teams, teams.collect()) }
            </div>
            { moved(ctx, "moved-criteria", ctx.words().compare.criteria, criteria.collect()) }
        </>
    }
}

fn moved(ctx: &Ctx, id: &'static str, title: &'static str, rows: Vec<(String, Change)>) -> Html {
    let (words, report) = (&ctx.words().compare, ctx.words().report);
    html! {
        <section aria-labelledby={id}>
            { section_head(id, title, Html::default()) }
            if rows.is_empty() {
                { empty(words.unmoved) }
            } else {
                <div class="table-frame" tabindex="0" role="group" aria-labelledby={id}><table class="moved">
                    <caption class="sr-only">{ title }</caption>
                    <thead><tr><th scope="col">{ title }</th><th scope="col" class="num">{ words.before }</th><th scope="col" class="num">{ words.after }</th><th scope="col" class="num">{ words.change }</th></tr></thead>
                    <tbody>{ for rows.into_iter().map(|(name, change)| html! {
                        <tr><th scope="row">{ name }</th><td class="num">{ report.points(change.old_permille) }</td><td class="num">{ report.points(change.new_permille) }</td><td class="num">{ gain(ctx, change) }</td></tr>
                    }) }</tbody>
                </table></div>
            }
        </section>
    }
}
