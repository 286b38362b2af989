//! Evidence: the place, the grade, what stands there, and the lines themselves on demand.

use super::{Ask, Ctx, grade_tag};
use crate::state::{Action, Excerpt};
use beredd_model::{Evidence, Place, Text};
use std::rc::Rc;
use yew::prelude::*;

/// More evidence than this is counted, not shown.
const SHOWN_MOST: usize = 60;

/// A place as people write it: `path:line`, or `path:first–last`.
pub(crate) fn place_name(place: &Place) -> String {
    if place.line == place.end_line {
        format!("{}:{}", place.path, place.line)
    } else {
        format!("{}:{}–{}", place.path, place.line, place.end_line)
    }
}

/// The evidence of a check; what speaks for it first.
pub(crate) fn evidence_list(ctx: &Ctx, evidence: &[Evidence]) -> Html {
    let words = ctx.words();
    let more = u32::try_from(evidence.len().saturating_sub(SHOWN_MOST)).unwrap_or(u32::MAX);
    html! {
        <ul class="evidence">
            { for evidence.iter().take(SHOWN_MOST).map(|item| row(ctx, item)) }
            if more > 0 {
                <li class="quiet">{ (words.report.say.more)(&words.report.whole(more.into())) }</li>
            }
        </ul>
    }
}

fn row(ctx: &Ctx, item: &Evidence) -> Html {
    let labels = &ctx.words().report.labels;
    let (class, side) =
        if item.supports { ("for", labels.evidence_for) } else { ("against", labels.evidence_against) };
    html! {
        <li class={classes!("evidence-item", class)}>
            <span class="evidence-side">{ side }</span>
            <div class="evidence-body">
                <p><code class="place">{ place_name(&item.place) }</code>{ grade_tag(ctx, item.grade) }</p>
                <p>{ item.what.get(ctx.session.lang).to_owned() }</p>
                { lines(ctx, &item.place) }
            </div>
        </li>
    }
}

fn lines(ctx: &Ctx, place: &Place) -> Html {
    if !ctx.session.loaded().is_some_and(|loaded| loaded.has_archive) {
        return Html::default();
    }
    let words = &ctx.words().proof;
    match ctx.session.excerpts.get(place) {
        None => html! {
            <button type="button" class="link" onclick={ctx.asks(Ask::Read(place.clone()))}>{ words.show_lines }</button>
        },
        Some(None) => html! { <p class="quiet" aria-live="polite">{ words.reading }</p> },
        Some(Some(answer)) => html! {
            <>
                <button type="button" class="link" onclick={ctx.on(Action::PutAway(place.clone()))}>{ words.hide_lines }</button>
                { answered(ctx, answer) }
            </>
        },
    }
}

fn answered(ctx: &Ctx, answer: &Result<Rc<Excerpt>, Text>) -> Html {
    match answer {
        Err(why) => html! { <p class="quiet">{ why.get(ctx.session.lang).to_owned() }</p> },
        Ok(excerpt) => html! {
            <pre class="excerpt" tabindex="0">
                { for excerpt.lines.iter().map(|line| html! {
                    <span class={classes!("code-line", line.is_marked.then_some("marked"))}>
                        <span class="code-number">{ line.number }</span>
                        if let Some(text) = &line.text {
                            <span class="code-text">{ text.clone() }</span>
                        } else {
                            <em class="code-secret">{ ctx.words().proof.secret_line }</em>
                        }
                    </span>
                }) }
            </pre>
        },
    }
}
