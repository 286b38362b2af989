//! The start: one sentence, one target, the sample, and what is kept private. Errors stand here too, above the way on.

use super::chosen;
use crate::components::{Ask, Ctx, Icon, icon};
use crate::state::Route;
use beredd_model::Text;
use yew::prelude::*;

/// The drop page; with a reason when the last archive gave no audit.
pub(super) fn page(ctx: &Ctx, failed: Option<&Text>) -> Html {
    let words = &ctx.words().drop;
    html! {
        <div class="drop-page">
            <section class="hero">
                <h1>{ words.question }</h1>
                <p class="lead">{ words.lead }</p>
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
                    <input class="file-input" type="file" accept=".zip,.json,application/zip,application/json" data-testid="file-input"
                        onchange={chosen(&ctx.ask)} />
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
        </section>
    }
}

/// What the page's own policy says of requests, as it stands in the document.
fn connect_policy() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let meta = document.query_selector("meta[http-equiv='Content-Security-Policy']").ok()??;
    let policy = meta.get_attribute("content")?;
    policy.split(';').map(str::trim).find(|rule| rule.starts_with("connect-src")).map(str::to_owned)
}
