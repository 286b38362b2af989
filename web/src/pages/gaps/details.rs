//! The details of a gap, in place: what to do, why, what it costs, what comes before and after, where.

use super::decision::decision;
use crate::components::{Ctx, link, place};
use crate::state::{ById, Route};
use beredd_model::Gap;
use yew::prelude::*;

/// Affected places and names that are listed.
const LISTED_MOST: usize = 12;

/// What a row unfolds to.
pub(super) fn details(ctx: &Ctx, gaps: &ById<'_>, gap: &Gap) -> Html {
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
                { decision(ctx, gap) }
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
