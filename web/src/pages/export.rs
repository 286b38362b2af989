//! Export: files made in this browser, by a worker, and saved by the reader. Each is a blob of the page; nothing is sent
//! anywhere.

use crate::components::{Ask, Ctx};
use crate::state::{Form, Loaded, Route, Saving};
use crate::words::Export;
use beredd_model::{Audit, Lang};
use std::rc::Rc;
use yew::prelude::*;

/// What the page is given.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The session and whom to tell.
    pub(super) ctx: Ctx,
    /// The audit to save.
    pub(super) loaded: Rc<Loaded>,
}

/// A file that can be saved.
#[derive(Clone, Copy)]
struct Kind {
    /// The name for tests.
    id: &'static str,
    form: Form,
    /// The end of the file's name.
    suffix: &'static str,
    /// What it is and what it is for.
    words: fn(&Export) -> (&'static str, &'static str),
    media_type: &'static str,
}

const SVG: &str = "image/svg+xml";

/// All of them, the whole audit first.
const KINDS: [Kind; 12] = [
    Kind {
        id: "export-json",
        form: Form::Json,
        suffix: "audit.json",
        words: |words| words.json,
        media_type: "application/json",
    },
    Kind {
        id: "export-html",
        form: Form::Html,
        suffix: "audit.html",
        words: |words| words.html,
        media_type: "text/html",
    },
    Kind {
        id: "export-markdown",
        form: Form::Markdown,
        suffix: "audit.md",
        words: |words| words.markdown,
        media_type: "text/markdown",
    },
    Kind {
        id: "export-gaps-csv",
        form: Form::GapsCsv,
        suffix: "gaps.csv",
        words: |words| words.gaps_csv,
        media_type: "text/csv",
    },
    Kind {
        id: "export-checks-csv",
        form: Form::ChecksCsv,
        suffix: "checks.csv",
        words: |words| words.checks_csv,
        media_type: "text/csv",
    },
    Kind {
        id: "export-sarif",
        form: Form::Sarif,
        suffix: "audit.sarif",
        words: |words| words.sarif,
        media_type: "application/sarif+json",
    },
    Kind {
        id: "export-junit",
        form: Form::Junit,
        suffix: "junit.xml",
        words: |words| words.junit,
        media_type: "application/xml",
    },
    Kind {
        id: "export-bom",
        form: Form::AiBom,
        suffix: "ai-bom.json",
        words: |words| words.bom,
        media_type: "application/json",
    },
    Kind {
        id: "export-badge",
        form: Form::Badge,
        suffix: "badge.svg",
        words: |words| words.badge,
        media_type: SVG,
    },
    Kind {
        id: "export-radar",
        form: Form::Radar,
        suffix: "radar.svg",
        words: |words| words.radar,
        media_type: SVG,
    },
    Kind {
        id: "export-timeline",
        form: Form::Timeline,
        suffix: "timeline.svg",
        words: |words| words.timeline,
        media_type: SVG,
    },
    Kind {
        id: "export-progress",
        form: Form::Progress,
        suffix: "progress.svg",
        words: |words| words.progress,
        media_type: SVG,
    },
];

/// The export page. A file is made when it is asked for; its language is that of the page, until the reader chooses another.
#[component]
pub(super) fn Page(props: &Props) -> Html {
    let ctx = &props.ctx;
    let (words, lang) = (&ctx.words().export, ctx.session.lang);
    let chosen = use_state(|| None::<Lang>);
    let files_lang = chosen.unwrap_or(lang);
    html! {
        <div class="sections">
            <section>
                <h1 class="page-title">{ (ctx.words().page)(&Route::Export) }</h1>
                <p class="lead">{ words.lead }</p>
                <div class="toolbar">
                    <span id="files-lang">{ words.language }</span>
                    <div class="segments" role="group" aria-labelledby="files-lang">
                        { for [Lang::Sv, Lang::En].into_iter().map(|one| {
                            let chosen = chosen.clone();
                            let onclick = Callback::from(move |_: MouseEvent| chosen.set(Some(one)));
                            html! { <button type="button" aria-pressed={(files_lang == one).to_string()} {onclick}>{ (words.language_name)(one) }</button> }
                        }) }
                    </div>
                </div>
                if let Some(why) = &ctx.session.not_saved {
                    <p class="error" role="alert" data-testid="not-saved">{ why.get(lang).to_owned() }</p>
                }
                <ul class="exports">
                    { for KINDS.iter().map(|kind| card(ctx, &props.loaded, kind, files_lang)) }
                    <li class="card">
                        <h2>{ words.print.0 }</h2>
                        <p>{ words.print.1 }</p>
                        <button type="button" class="button" onclick={ctx.asks(Ask::Print)}>{ words.print_button }</button>
                    </li>
                </ul>
            </section>
        </div>
    }
}

fn card(ctx: &Ctx, loaded: &Rc<Loaded>, kind: &'static Kind, lang: Lang) -> Html {
    let words = &ctx.words().export;
    let (title, about) = (kind.words)(words);
    let name = file_name(&loaded.audit, kind.suffix, lang);
    let saving = Saving {
        loaded: loaded.clone(),
        form: kind.form,
        lang,
        name: name.clone(),
        media_type: kind.media_type,
    };
    let onclick = ctx.asks(Ask::Save(Box::new(saving)));
    html! {
        <li class="card">
            <h2>{ title }</h2>
            <p>{ about }</p>
            <code class="place">{ name.clone() }</code>
            <button type="button" class="button" data-testid={kind.id} aria-label={(words.save_as)(&name)} {onclick}>{ words.save }</button>
        </li>
    }
}

/// All but the audit itself carry their language in their name.
fn file_name(audit: &Audit, suffix: &str, lang: Lang) -> String {
    match suffix.rsplit_once('.') {
        Some((part, kind)) if kind != "json" => format!("{}-{part}.{}.{kind}", stem(audit), lang.code()),
        _ => format!("{}-{suffix}", stem(audit)),
    }
}

/// The archive's name without its kind, in letters that every file system takes.
fn stem(audit: &Audit) -> String {
    let name = audit.archive.name.rsplit_once('.').map_or(audit.archive.name.as_str(), |(stem, _)| stem);
    let tame = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    name.chars().map(tame).take(80).collect()
}
