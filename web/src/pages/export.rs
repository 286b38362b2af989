//! Export: files made here, saved by the reader. Each is a blob of the page; nothing is sent anywhere.

use crate::bridge::{download_of, forget_download};
use crate::components::{Ask, Ctx};
use crate::state::{Loaded, Route};
use beredd_model::{Audit, Lang};
use beredd_report::charts::{progress, radar, timeline};
use beredd_report::{Theme, checks_csv, gaps_csv, html as html_file, markdown};
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
#[derive(Clone, PartialEq)]
struct Saved {
    id: &'static str,
    name: String,
    words: (&'static str, &'static str),
    address: Option<String>,
}

/// The export page. The files are made when it opens, and again when their language changes: that of the page, until the
/// reader chooses another for them.
#[component]
pub(super) fn Page(props: &Props) -> Html {
    let ctx = &props.ctx;
    let (words, lang) = (&ctx.words().export, ctx.session.lang);
    let chosen = use_state(|| None::<Lang>);
    let files_lang = chosen.unwrap_or(lang);
    let files = use_memo((props.loaded.clone(), files_lang, lang), |(loaded, files_lang, lang)| {
        saved(loaded, *files_lang, *lang)
    });
    {
        let files = files.clone();
        use_effect_with(files, |files| {
            let files = files.clone();
            move || files.iter().filter_map(|file| file.address.as_deref()).for_each(forget_download)
        });
    }
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
                    { for files.iter().map(|file| html! {
                        <li class="card">
                            <h2>{ file.words.0 }</h2>
                            <p>{ file.words.1 }</p>
                            <code class="place">{ file.name.clone() }</code>
                            <a class="button" download={file.name.clone()} href={file.address.clone()} data-testid={file.id} aria-label={(words.save_as)(&file.name)}>{ words.save }</a>
                        </li>
                    }) }
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

/// The files in `lang`, described in `page_lang`. All but the audit itself carry their language in their name.
fn saved(loaded: &Loaded, lang: Lang, page_lang: Lang) -> Vec<Saved> {
    let (audit, words) = (&loaded.audit, &crate::words::words(page_lang).export);
    let (name, code) = (stem(audit), lang.code());
    let file = |id, suffix: &str, words, bytes: &[u8], media_type| Saved {
        id,
        name: match suffix.rsplit_once('.') {
            Some((part, kind)) if kind != "json" => format!("{name}-{part}.{code}.{kind}"),
            _ => format!("{name}-{suffix}"),
        },
        words,
        address: download_of(bytes, media_type),
    };
    let svg = "image/svg+xml";
    let (radar, timeline) =
        (radar(audit, None, lang).svg(Theme::Light), timeline(audit, lang).svg(Theme::Light));
    let progress = progress(audit, lang).svg(Theme::Light);
    vec![
        file("export-json", "audit.json", words.json, &loaded.json, "application/json"),
        file("export-html", "audit.html", words.html, html_file(audit, lang).as_bytes(), "text/html"),
        file(
            "export-markdown",
            "audit.md",
            words.markdown,
            markdown(audit, lang).as_bytes(),
            "text/markdown",
        ),
        file("export-gaps-csv", "gaps.csv", words.gaps_csv, gaps_csv(audit, lang).as_bytes(), "text/csv"),
        file(
            "export-checks-csv",
            "checks.csv",
            words.checks_csv,
            checks_csv(audit, lang).as_bytes(),
            "text/csv",
        ),
        file("export-radar", "radar.svg", words.radar, radar.as_bytes(), svg),
        file("export-timeline", "timeline.svg", words.timeline, timeline.as_bytes(), svg),
        file("export-progress", "progress.svg", words.progress, progress.as_bytes(), svg),
    ]
}

/// The archive's name without its kind, in letters that every file system takes.
fn stem(audit: &Audit) -> String {
    let name = audit.archive.name.rsplit_once('.').map_or(audit.archive.name.as_str(), |(stem, _)| stem);
    let tame = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    name.chars().map(tame).take(80).collect()
}
