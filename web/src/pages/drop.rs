//! The start: one sentence, one target, the sample, and what is kept private. Errors stand here too, above the way on.

use super::chosen;
use crate::bridge::TRIED_ADDRESS;
use crate::components::{Ask, Ctx, Icon, icon};
use crate::state::{Route, Trial};
use beredd_model::Text;
use yew::prelude::*;

/// The drop page; with a reason when the last archive gave no audit.
pub(super) fn page(ctx: &Ctx, failed: Option<&Text>) -> Html {
    let (words, route) = (&ctx.words().drop, &ctx.session.route);
    html! {
        <div class="drop-page">
            <section class="hero">
                <h1>{ words.question }</h1>
                <p class="lead">{ words.lead }</p>
                if *route != Route::Drop && failed.is_none() && ctx.session.loaded().is_none() {
                    <p class="note" role="status" data-testid="return-to">{ (words.return_to)((ctx.words().page)(route)) }</p>
                }
                if let Some(why) = failed {
                    <div class="error" role="alert" data-testid="error">
                        <h2>{ words.failed }</h2>
                        <p>{ why.get(ctx.session.lang).to_owned() }</p>
                        <p>{ words.way_on }</p>
                    </div>
                }
            </section>
            { target(ctx) }
            { promises(ctx) }
            { trust(ctx) }
        </div>
    }
}

fn target(ctx: &Ctx) -> Html {
    let words = &ctx.words().drop;
    html! {
        <section class="target" data-testid="drop">
            { icon(Icon::Drop) }
            <p class="target-title">{ words.target }</p>
            <p class="quiet">{ words.formats }</p>
            <div class="target-actions">
                <label class="button primary">
                    <input class="file-input" type="file" multiple=true data-testid="file-input"
                        onchange={chosen(ctx.ask.reform(Ask::Audit))} />
                    { words.choose }
                </label>
                <button type="button" class="button" data-testid="sample-button" onclick={ctx.asks(Ask::Sample)}>{ words.sample }</button>
            </div>
            <p class="quiet">{ words.sample_hint }</p>
            if let Some(loaded) = ctx.session.loaded() {
                <p><a href={Route::Overview.hash()}>{ (words.back_to)(&loaded.audit.archive.name) }</a></p>
            }
        </section>
    }
}

fn promises(ctx: &Ctx) -> Html {
    html! {
        <section class="promises">
            { for ctx.words().drop.promises.iter().map(|(title, text)| html! {
                <div><h2>{ *title }</h2><p>{ *text }</p></div>
            }) }
        </section>
    }
}

fn trust(ctx: &Ctx) -> Html {
    let words = &ctx.words().drop;
    html! {
        <section class="trust-panel" aria-labelledby="trust">
            <h2 id="trust">{ icon(Icon::Lock) }{ words.trust_title }</h2>
            <ul>{ for words.trust.iter().map(|line| html! { <li>{ *line }</li> }) }</ul>
            if let Some(policy) = connect_policy() {
                <p class="quiet">{ words.policy }<code>{ policy }</code></p>
            }
            { self_test(ctx) }
            { program(ctx) }
        </section>
    }
}

/// The page's word put to the test by its reader: a request to elsewhere, and what came of it. Never made unasked.
fn self_test(ctx: &Ctx) -> Html {
    let words = &ctx.words().trial;
    let (class, said) = match &ctx.session.trial {
        None => ("trial", html! { <p class="quiet">{ words.offer }</p> }),
        Some(Trial::UnderWay) => ("trial", html! { <p>{ words.under_way }</p> }),
        Some(Trial::Refused(rule)) => {
            ("trial sealed", html! { <p>{ icon(Icon::Done) }<span>{ (words.refused)(rule) }</span></p> })
        }
        Some(Trial::Failed) => ("trial doubtful", html! { <p>{ words.failed }</p> }),
        Some(Trial::Answered) => ("trial broken", html! { <p>{ words.answered }</p> }),
    };
    html! {
        <div {class} data-testid="trial">
            <div>
                <h3>{ words.title }</h3>
                <p class="quiet">{ words.tries }<code>{ TRIED_ADDRESS }</code></p>
                <div role="status">{ said }</div>
            </div>
            <button type="button" class="button" data-testid="trial-button" onclick={ctx.asks(Ask::Try)}>{ words.button }</button>
        </div>
    }
}

/// Which program this is, as every audit of it will say.
fn program(ctx: &Ctx) -> Html {
    let labels = &ctx.words().report.labels;
    let Some(program) = &ctx.session.program else { return Html::default() };
    html! {
        <dl class="program" data-testid="program">
            <div><dt>{ labels.program }</dt><dd><code>{ program.version.clone() }</code></dd></div>
            <div><dt>{ labels.catalogue }{ " (SHA-256)" }</dt><dd><code>{ program.catalogue_sha256.clone() }</code></dd></div>
        </dl>
    }
}

/// What the page's own policy says of requests, as it stands in the document.
fn connect_policy() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let meta = document.query_selector("meta[http-equiv='Content-Security-Policy']").ok()??;
    let policy = meta.get_attribute("content")?;
    policy.split(';').map(str::trim).find(|rule| rule.starts_with("connect-src")).map(str::to_owned)
}
