//! Evidence: the place, the grade, what stands there, and the lines themselves on demand, one after the other.

use super::{Ask, Ctx, grade_tag, place};
use crate::state::{Action, Excerpt};
use crate::syntax::{Kind, Painter};
use beredd_model::{Evidence, Place, Text};
use std::rc::Rc;
use yew::prelude::*;

/// More evidence than this is folded away.
const SHOWN_MOST: usize = 20;

/// The evidence of a check; what speaks for it first. `owner` is the check's id: it names the rows.
pub(crate) fn evidence_list(ctx: &Ctx, owner: &str, evidence: &[Evidence]) -> Html {
    let words = ctx.words();
    let more = u32::try_from(evidence.len().saturating_sub(SHOWN_MOST)).unwrap_or(u32::MAX);
    html! {
        <ul class="evidence" aria-label={words.report.labels.evidence}>
            { for (0..evidence.len().min(SHOWN_MOST)).map(|at| row(ctx, owner, evidence, at)) }
            if more > 0 {
                <li>
                    <details>
                        <summary>{ (words.report.say.more)(&words.report.whole(more.into())) }</summary>
                        <ul class="evidence">{ for (SHOWN_MOST..evidence.len()).map(|at| row(ctx, owner, evidence, at)) }</ul>
                    </details>
                </li>
            }
        </ul>
    }
}

fn row(ctx: &Ctx, owner: &str, all: &[Evidence], at: usize) -> Html {
    let Some(item) = all.get(at) else { return Html::default() };
    let labels = &ctx.words().report.labels;
    let (class, side) =
        if item.supports { ("for", labels.evidence_for) } else { ("against", labels.evidence_against) };
    html! {
        <li class={classes!("evidence-item", class)} id={row_id(owner, at)} tabindex="-1">
            <span class="evidence-side">{ side }</span>
            <div class="evidence-body">
                <p>{ place(ctx, &item.place) }{ grade_tag(ctx, item.grade) }</p>
                <p>{ item.what.get(ctx.session.lang).to_owned() }</p>
                { lines(ctx, &item.place, neighbours(ctx, owner, all, at)) }
            </div>
        </li>
    }
}

fn row_id(owner: &str, at: usize) -> String {
    format!("{owner}/evidence-{at}")
}

/// The way to the evidence before and after.
fn neighbours(ctx: &Ctx, owner: &str, all: &[Evidence], at: usize) -> Html {
    let words = &ctx.words().proof;
    html! {
        <>
            { neighbour(ctx, owner, all, at.checked_sub(1), words.previous_evidence) }
            { neighbour(ctx, owner, all, at.checked_add(1), words.next_evidence) }
        </>
    }
}

fn neighbour(ctx: &Ctx, owner: &str, all: &[Evidence], at: Option<usize>, name: &'static str) -> Html {
    let Some((at, item)) = at.and_then(|at| Some((at, all.get(at)?))) else { return Html::default() };
    let is_read = ctx.session.excerpts.contains_key(&item.place);
    let (ask, there, id) = (ctx.ask.clone(), item.place.clone(), row_id(owner, at));
    let onclick = Callback::from(move |_: MouseEvent| {
        if !is_read {
            ask.emit(Ask::Read(there.clone()));
        }
        ask.emit(Ask::Stand(id.clone()));
    });
    html! { <button type="button" class="link" {onclick}>{ name }</button> }
}

fn lines(ctx: &Ctx, place: &Place, neighbours: Html) -> Html {
    if !ctx.session.loaded().is_some_and(|loaded| loaded.has_archive) {
        return Html::default();
    }
    let words = &ctx.words().proof;
    match ctx.session.excerpts.get(place) {
        None => html! {
            <button type="button" class="link" data-testid="show-lines" onclick={ctx.asks(Ask::Read(place.clone()))}>{ words.show_lines }</button>
        },
        Some(None) => html! { <p class="quiet" aria-live="polite">{ words.reading }</p> },
        Some(Some(answer)) => html! {
            <>
                <p class="evidence-steps">
                    <button type="button" class="link" onclick={ctx.on(Action::PutAway(place.clone()))}>{ words.hide_lines }</button>
                    { neighbours }
                </p>
                { answered(ctx, place, answer) }
            </>
        },
    }
}

fn answered(ctx: &Ctx, place: &Place, answer: &Result<Rc<Excerpt>, Text>) -> Html {
    let mut painter = Painter::of(place.path.as_str());
    match answer {
        Err(why) => html! { <p class="quiet">{ why.get(ctx.session.lang).to_owned() }</p> },
        Ok(excerpt) => html! {
            <pre class="excerpt" data-testid="excerpt" tabindex="0" role="group" aria-label={ctx.words().proof.excerpt}>
                { for excerpt.lines.iter().map(|line| html! {
                    <span class={classes!("code-line", line.is_marked.then_some("marked"))}>
                        <span class="code-number">{ line.number }</span>
                        if let Some(text) = &line.text {
                            <span class="code-text">{ for painter.line(text).into_iter().map(|(kind, piece)| painted(kind, piece)) }</span>
                        } else {
                            <em class="code-secret">{ ctx.words().proof.secret_line }</em>
                        }
                    </span>
                }) }
            </pre>
        },
    }
}

/// A piece of a line in the colour of its kind.
fn painted(kind: Kind, piece: &str) -> Html {
    let class = match kind {
        Kind::Plain => return html! { piece.to_owned() },
        Kind::Comment => "code-comment",
        Kind::Text => "code-string",
        Kind::Number => "code-value",
        Kind::Word => "code-word",
        Kind::Key => "code-key",
    };
    html! { <span {class}>{ piece.to_owned() }</span> }
}
