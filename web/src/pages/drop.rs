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
                <label class="button">
                    <input class="file-input" type="file" webkitdirectory=true data-testid="folder-input"
                        onchange={chosen(ctx.ask.reform(Ask::Audit))} />
                    { words.choose_folder }
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
            { rules(ctx) }
            { self_test(ctx) }
            { programs(ctx) }
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

/// The page's policy in whole, as it stands in the document: each rule, and what it means.
fn rules(ctx: &Ctx) -> Html {
    let words = &ctx.words().trust;
    let policy = policy();
    let rules =
        policy.iter().flat_map(|policy| policy.split(';')).map(str::trim).filter(|rule| !rule.is_empty());
    html! {
        <section aria-labelledby="rules">
            <h3 id="rules">{ words.policy }</h3>
            if policy.is_some() {
                <dl class="rules" data-testid="policy">
                    { for rules.map(|rule| {
                        let (name, allowed) = rule.split_once(' ').unwrap_or((rule, ""));
                        html! { <div><dt><code>{ rule.to_owned() }</code></dt><dd>{ (words.rule)(name, allowed) }</dd></div> }
                    }) }
                </dl>
            } else {
                <p class="error">{ words.no_policy }</p>
            }
        </section>
    }
}

/// Which programs run here, by what was loaded; the archive that is at hand, likewise.
fn programs(ctx: &Ctx) -> Html {
    let (words, labels) = (&ctx.words().trust, &ctx.words().report.labels);
    let session = &ctx.session;
    let row = |name: String, sha256: &str| html! { <div><dt>{ name }</dt><dd><code>{ sha256.to_owned() }</code></dd></div> };
    html! {
        <section aria-labelledby="programs">
            <h3 id="programs">{ words.programs }</h3>
            <p class="quiet">{ words.compare }</p>
            <dl class="program" data-testid="program">
                if let Some(program) = &session.program {
                    { row(labels.program.to_owned(), &program.version) }
                    { row(format!("{} (SHA-256)", labels.catalogue), &program.catalogue_sha256) }
                }
                { for session.fingerprints.iter().map(|one| html! {
                    <div data-testid="fingerprint" data-name={one.name.clone()} data-sha256={one.sha256.clone()}>
                        <dt>{ one.name.clone() }</dt><dd><code>{ one.sha256.clone() }</code></dd>
                    </div>
                }) }
                if let Some(loaded) = session.loaded() {
                    { row(format!("{} {}", labels.archive, loaded.audit.archive.name), &loaded.audit.archive.sha256) }
                    { for loaded.audit.archive.beside.iter().map(|file| row(file.path.to_string(), &file.sha256)) }
                }
            </dl>
        </section>
    }
}

/// The page's own policy, as it stands in the document.
fn policy() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let meta = document.query_selector("meta[http-equiv='Content-Security-Policy']").ok()??;
    meta.get_attribute("content")
}
