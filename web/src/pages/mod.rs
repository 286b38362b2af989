//! The pages, and the frame around them.

mod agents;
mod checks;
mod compare;
mod drop;
mod export;
mod files;
mod gaps;
mod keys;
mod overview;
mod profile;
mod progress;
mod roadmap;

use crate::bridge::{Folder, HandedIn};
use crate::components::{Ctx, Icon, icon};
use crate::state::{Action, Loaded, Route, Session, Theme, Work};
use crate::words::words;
use beredd_model::Lang;
use std::rc::Rc;
use yew::prelude::*;

/// The product's name, the same in every language.
const NAME: &str = "Beredd";

/// The document's title: the page, the archive, the product.
pub(crate) fn title(session: &Session) -> String {
    let words = words(session.lang);
    match (&session.work, &session.route) {
        (Work::Working(progress), _) => format!("{} – {NAME}", (words.drop.working_on)(&progress.name)),
        (Work::Failed(_), _) => format!("{} – {NAME}", words.drop.failed),
        (Work::Empty, _) | (Work::Ready(_), Route::Drop) => format!("{NAME} – {}", words.drop.question),
        (Work::Ready(loaded), route) => {
            format!("{} · {} – {NAME}", (words.page)(route), loaded.audit.archive.name)
        }
    }
}

/// A page in its frame. While something is dragged over it, the whole page says that it may be dropped.
pub(crate) fn frame(ctx: &Ctx, is_dragged_over: bool) -> Html {
    let words = ctx.words();
    let compares = ctx.session.route == Route::Compare && ctx.session.loaded().is_some();
    html! {
        <>
            <a class="skip" href="#content" onclick={|event: MouseEvent| skip(&event)}>{ words.frame.to_content }</a>
            <header class="top">
                <a class="brand" href={Route::Drop.hash()}>{ NAME }</a>
                if ctx.session.loaded().is_some() {
                    { menu(ctx) }
                }
                { settings(ctx) }
            </header>
            <main id="content" tabindex="-1">{ page(ctx) }</main>
            { footer(ctx) }
            <p class="sr-only" role="status">if let Some(copied) = &ctx.session.copied { { (words.proof.copied)(copied) } }</p>
            if ctx.session.shows_keys {
                <keys::Keys ctx={ctx.clone()} />
            }
            if is_dragged_over {
                <div class="veil" aria-hidden="true"><p>{ icon(Icon::Drop) }{ if compares { words.compare.release } else { words.drop.release } }</p></div>
            }
        </>
    }
}

fn page(ctx: &Ctx) -> Html {
    match (&ctx.session.work, &ctx.session.route) {
        (Work::Working(progress), _) => progress::page(ctx, progress),
        (Work::Failed(why), _) => drop::page(ctx, Some(why)),
        (Work::Empty, _) => drop::page(ctx, None),
        (Work::Ready(loaded), route) => page_of(ctx, ctx.session.loaded().unwrap_or(loaded), route),
    }
}

/// A page of an audit.
fn page_of(ctx: &Ctx, loaded: &Rc<Loaded>, route: &Route) -> Html {
    let (ctx_too, loaded_too) = (ctx.clone(), loaded.clone());
    match route {
        Route::Drop => drop::page(ctx, None),
        Route::Overview => overview::page(ctx, loaded),
        Route::Gaps(_) => gaps::page(ctx, loaded),
        Route::Roadmap => roadmap::page(ctx),
        Route::Checks(at) => checks::page(ctx, loaded, at.as_deref()),
        Route::Agents => agents::page(ctx, loaded),
        Route::Files => files::page(ctx, loaded),
        Route::Compare => html! { <compare::Page ctx={ctx_too} loaded={loaded_too} /> },
        Route::Profile => profile::page(ctx, loaded),
        Route::Export => html! { <export::Page ctx={ctx_too} loaded={loaded_too} /> },
    }
}

fn menu(ctx: &Ctx) -> Html {
    let words = ctx.words();
    html! {
        <nav class="menu" aria-label={words.frame.menu}>
            { for Route::MENU.iter().map(|route| {
                let current = ctx.session.route.is_page_of(route).then_some("page");
                html! { <a href={route.hash()} aria-current={current}>{ (words.page)(route) }</a> }
            }) }
        </nav>
    }
}

fn settings(ctx: &Ctx) -> Html {
    let words = ctx.words();
    let next = match ctx.session.theme {
        Theme::System => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::System,
    };
    html! {
        <div class="settings">
            if ctx.session.loaded().is_some() {
                <a class="other" href={Route::Drop.hash()}>{ words.frame.other_archive }</a>
            }
            <div class="languages" role="group" aria-label={words.frame.language}>
                { language(ctx, Lang::Sv, "lang-sv", "Svenska") }
                { language(ctx, Lang::En, "lang-en", "English") }
            </div>
            <button type="button" class="quiet-button" data-testid="keys-button" onclick={ctx.on(Action::ShowKeys)}
                title={words.keys.title} aria-label={words.keys.title}><span aria-hidden="true">{ "?" }</span></button>
            <button type="button" class="quiet-button" data-testid="theme-toggle" onclick={ctx.on(Action::Dress(next))}
                title={(words.theme)(ctx.session.theme)} aria-label={(words.theme)(ctx.session.theme)}>{ icon(Icon::Theme) }</button>
        </div>
    }
}

/// A language names itself; what is read aloud begins with what is seen.
fn language(ctx: &Ctx, lang: Lang, id: &'static str, name: &'static str) -> Html {
    let is_chosen = ctx.session.lang == lang;
    html! {
        <button type="button" class="quiet-button" data-testid={id} lang={lang.code()} aria-pressed={is_chosen.to_string()}
            aria-label={format!("{}, {name}", lang.code())} title={name} onclick={ctx.on(Action::Speak(lang))}>{ lang.code() }</button>
    }
}

fn footer(ctx: &Ctx) -> Html {
    let words = ctx.words();
    let labels = &words.report.labels;
    html! {
        <footer class="trust">
            <span>{ icon(Icon::Lock) }{ words.frame.nothing_leaves }</span>
            if let Some(loaded) = ctx.session.loaded() {
                <span>{ labels.archive }<code class="hash">{ loaded.audit.archive.sha256.clone() }</code></span>
                <span>{ labels.program }<code>{ loaded.audit.program.version.clone() }</code></span>
                <span>{ labels.catalogue }<code class="hash">{ loaded.audit.program.catalogue_sha256.clone() }</code></span>
            }
        </footer>
    }
}

/// The skip link moves the focus; the address, which says which page this is, stays.
fn skip(event: &MouseEvent) {
    event.prevent_default();
    let main = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|doc| doc.get_element_by_id("content"));
    if let Some(main) =
        main.and_then(|main| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(main).ok())
    {
        drop(main.focus());
    }
}

/// Hands in what was chosen in a file dialog: files, or a folder.
fn chosen(hand_in: Callback<HandedIn>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
        let list = input.as_ref().and_then(|input| input.files());
        let files: Vec<web_sys::File> =
            list.map(|list| (0..list.length()).filter_map(|at| list.item(at)).collect()).unwrap_or_default();
        if let Some(input) = input {
            input.set_value(""); // so that choosing the same file again is heard
        }
        match Folder::chosen(&files) {
            Some(folder) => hand_in.emit(HandedIn { files: Vec::new(), folders: vec![folder] }),
            None if files.is_empty() => {}
            None => hand_in.emit(HandedIn { files, folders: Vec::new() }),
        }
    })
}

#[cfg(test)]
mod drawn;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixture::loaded;

    #[test]
    fn the_title_says_where_one_is() {
        let empty = Session::default();
        assert_eq!(title(&empty), "Beredd – Is the agent system ready for production?");
        let ready = empty.after(Action::Arrived(loaded("a.zip"))).after(Action::Speak(Lang::Sv));
        assert_eq!(title(&ready), "Översikt · a.zip – Beredd");
        let working = ready.after(Action::Start { name: "b.zip".to_owned(), bytes: 1 });
        assert_eq!(title(&working), "Granskar b.zip – Beredd");
    }
}
