//! Export: files made here, saved by the reader. Each is a blob of the page; nothing is sent anywhere.

use crate::bridge::save;
use crate::components::{Ask, Ctx};
use crate::state::{Loaded, Route};
use crate::words::Export;
use beredd_model::{Audit, Lang};
use beredd_report::charts::{progress, radar, timeline};
use beredd_report::{Theme, ai_bom, badge, checks_csv, gaps_csv, html as html_file, junit, markdown, sarif};
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
    /// The end of the file's name.
    suffix: &'static str,
    /// What it is and what it is for.
    words: fn(&Export) -> (&'static str, &'static str),
    media_type: &'static str,
    make: fn(&Loaded, Lang) -> Vec<u8>,
}

const SVG: &str = "image/svg+xml";

/// All of them, the whole audit first.
const KINDS: [Kind; 12] = [
    Kind {
        id: "export-json",
        suffix: "audit.json",
        words: |words| words.json,
        media_type: "application/json",
        make: |loaded, _| loaded.document().into_owned(),
    },
    Kind {
        id: "export-html",
        suffix: "audit.html",
        words: |words| words.html,
        media_type: "text/html",
        make: |loaded, lang| html_file(&loaded.audit, lang).into_bytes(),
    },
    Kind {
        id: "export-markdown",
        suffix: "audit.md",
        words: |words| words.markdown,
        media_type: "text/markdown",
        make: |loaded, lang| markdown(&loaded.audit, lang).into_bytes(),
    },
    Kind {
        id: "export-gaps-csv",
        suffix: "gaps.csv",
        words: |words| words.gaps_csv,
        media_type: "text/csv",
        make: |loaded, lang| gaps_csv(&loaded.audit, lang).into_bytes(),
    },
    Kind {
        id: "export-checks-csv",
        suffix: "checks.csv",
        words: |words| words.checks_csv,
        media_type: "text/csv",
        make: |loaded, lang| checks_csv(&loaded.audit, lang).into_bytes(),
    },
    Kind {
        id: "export-sarif",
        suffix: "audit.sarif",
        words: |words| words.sarif,
        media_type: "application/sarif+json",
        make: |loaded, lang| sarif(&loaded.audit, lang).into_bytes(),
    },
    Kind {
        id: "export-junit",
        suffix: "junit.xml",
        words: |words| words.junit,
        media_type: "application/xml",
        make: |loaded, lang| junit(&loaded.audit, lang).into_bytes(),
    },
    Kind {
        id: "export-bom",
        suffix: "ai-bom.json",
        words: |words| words.bom,
        media_type: "application/json",
        make: |loaded, _| ai_bom(&loaded.audit).into_bytes(),
    },
    Kind {
        id: "export-badge",
        suffix: "badge.svg",
        words: |words| words.badge,
        media_type: SVG,
        make: |loaded, lang| badge(&loaded.audit, lang).into_bytes(),
    },
    Kind {
        id: "export-radar",
        suffix: "radar.svg",
        words: |words| words.radar,
        media_type: SVG,
        make: |loaded, lang| radar(&loaded.audit, None, lang).svg(Theme::Light).into_bytes(),
    },
    Kind {
        id: "export-timeline",
        suffix: "timeline.svg",
        words: |words| words.timeline,
        media_type: SVG,
        make: |loaded, lang| timeline(&loaded.audit, lang).svg(Theme::Light).into_bytes(),
    },
    Kind {
        id: "export-progress",
        suffix: "progress.svg",
        words: |words| words.progress,
        media_type: SVG,
        make: |loaded, lang| progress(&loaded.audit, lang).svg(Theme::Light).into_bytes(),
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
    let onclick = {
        let (loaded, name) = (loaded.clone(), name.clone());
        Callback::from(move |_: MouseEvent| save(&name, kind.media_type, &(kind.make)(&loaded, lang)))
    };
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
