//! The root: the session, and everything outside it that follows from it or changes it.

use crate::bridge::{Pool, is_saved_audit, open, sample};
use crate::components::{Ask, Ctx};
use crate::pages;
use crate::state::{Action, Route, Session, Theme};
use beredd_model::Lang;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, DragEvent, Event, EventTarget, File, Window};
use yew::prelude::*;

/// A session that yew keeps.
#[derive(Default, PartialEq)]
struct Kept {
    session: Rc<Session>,
    is_dragged_over: bool,
}

enum Change {
    Act(Box<Action>),
    Drag(bool),
}

impl Reducible for Kept {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let session = self.session.clone();
        Rc::new(match change {
            Change::Act(action) => {
                Self { session: Rc::new(session.after(*action)), is_dragged_over: self.is_dragged_over }
            }
            Change::Drag(is_dragged_over) => Self { session, is_dragged_over },
        })
    }
}

/// The whole page.
#[component]
pub(crate) fn App() -> Html {
    let kept = use_reducer_eq(|| Kept { session: Rc::new(first_session()), is_dragged_over: false });
    let act = {
        let dispatcher = kept.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(Change::Act(Box::new(action))))
    };
    let pool = {
        let act = act.clone();
        use_memo((), move |()| Pool::new(act))
    };
    let ask = {
        let act = act.clone();
        use_callback((), move |ask: Ask, ()| obey(&pool, &act, ask))
    };
    {
        let (act, ask, dispatcher) = (act.clone(), ask.clone(), kept.dispatcher());
        use_effect_with((), move |()| {
            let drag = move |is_over| dispatcher.dispatch(Change::Drag(is_over));
            let ears = [hash_ear(act), drag_ears(drag, ask)].into_iter().flatten().collect::<Vec<_>>();
            move || drop(ears)
        });
    }
    {
        let session = kept.session.clone();
        let key = (
            session.lang,
            session.theme,
            session.route.clone(),
            session.state_name(),
            session.loaded().cloned(),
        );
        use_effect_with(key, move |_| dress_document(&session));
    }
    use_effect_with((kept.session.route.clone(), kept.session.state_name()), |(route, _)| arrive(route));
    let ctx = Ctx { session: kept.session.clone(), act, ask };
    pages::frame(&ctx, kept.is_dragged_over)
}

/// English or Swedish by the browser's languages; the page by the address.
fn first_session() -> Session {
    let Some(window) = web_sys::window() else { return Session::default() };
    let language = window.navigator().language().unwrap_or_default();
    let lang = if language.to_lowercase().starts_with("sv") { Lang::Sv } else { Lang::En };
    Session { lang, route: route_of(&window), ..Session::default() }
}

fn route_of(window: &Window) -> Route {
    Route::parse(&window.location().hash().unwrap_or_default())
}

fn obey(pool: &Pool, act: &Callback<Action>, ask: Ask) {
    match ask {
        Ask::Audit(file) if is_saved_audit(&file) => {
            let act = act.clone();
            wasm_bindgen_futures::spawn_local(async move { act.emit(open(file).await) });
        }
        Ask::Audit(file) => pool.audit(file),
        Ask::Sample => {
            if let Some(file) = sample() {
                pool.audit(file);
            }
        }
        Ask::Cancel => {
            pool.cancel();
            act.emit(Action::Cleared);
        }
        Ask::Read(place) => {
            act.emit(Action::AskedFor(place.clone()));
            pool.read(place);
        }
        Ask::Print => {
            if let Some(window) = web_sys::window() {
                // A browser that refuses to print says so itself.
                drop(window.print());
            }
        }
    }
}

/// The document follows the session: address, title, language, theme, and the word for its state.
fn dress_document(session: &Session) {
    let Some(window) = web_sys::window() else { return };
    if route_of(&window) != session.route {
        drop(window.location().set_hash(&session.route.hash()));
    }
    let Some(document) = window.document() else { return };
    document.set_title(&pages::title(session));
    let Some(root) = document.document_element() else { return };
    set(&root, "lang", session.lang.code());
    set(&root, "data-state", session.state_name());
    match session.theme {
        Theme::System => drop(root.remove_attribute("data-theme")),
        Theme::Light => set(&root, "data-theme", "light"),
        Theme::Dark => set(&root, "data-theme", "dark"),
    }
}

fn set(element: &web_sys::Element, name: &str, value: &str) {
    // Only a name that is none can be refused, and these are fixed.
    drop(element.set_attribute(name, value));
}

/// A page begins at its top, and at its heading for those who listen; an address with a check begins there.
fn arrive(route: &Route) {
    let Some((window, document)) =
        web_sys::window().and_then(|window| Some((window.clone(), window.document()?)))
    else {
        return;
    };
    if let Route::Checks(Some(id)) = route
        && let Some(target) = document.get_element_by_id(id)
    {
        open_around(&document, &target);
        target.scroll_into_view();
        focus(&target);
        return;
    }
    window.scroll_to_with_x_and_y(0.0, 0.0);
    if let Some(main) = document.get_element_by_id("content") {
        focus(&main);
    }
}

/// Opens what is folded around an element.
fn open_around(document: &Document, target: &web_sys::Element) {
    let mut next = Some(target.clone());
    while let Some(element) = next.filter(|element| Some(element) != document.document_element().as_ref()) {
        if element.tag_name().eq_ignore_ascii_case("details") {
            set(&element, "open", "");
        }
        next = element.parent_element();
    }
}

fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        drop(element.focus_with_options(&options)); // an element that is gone cannot be focused, and needs not
    }
}

/// A listener that ends when it is dropped.
struct Ear {
    target: EventTarget,
    event: &'static str,
    hears: Closure<dyn FnMut(Event)>,
}

impl Ear {
    fn new(target: &EventTarget, event: &'static str, hears: impl FnMut(Event) + 'static) -> Option<Self> {
        let hears = Closure::<dyn FnMut(Event)>::new(hears);
        let added: Result<(), JsValue> =
            target.add_event_listener_with_callback(event, hears.as_ref().unchecked_ref());
        added.ok().map(|()| Self { target: target.clone(), event, hears })
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let gone =
            self.target.remove_event_listener_with_callback(self.event, self.hears.as_ref().unchecked_ref());
        drop(gone);
    }
}

fn hash_ear(act: Callback<Action>) -> Vec<Ear> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let at = window.clone();
    Ear::new(&window, "hashchange", move |_| act.emit(Action::Go(route_of(&at)))).into_iter().collect()
}

/// The whole page is the target: what is dropped anywhere is handed in.
fn drag_ears(drag: impl Fn(bool) + Clone + 'static, ask: Callback<Ask>) -> Vec<Ear> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let (over, out) = (drag.clone(), drag.clone());
    let on_over = move |event: Event| {
        event.prevent_default();
        over(true);
    };
    let on_out = move |event: Event| {
        // Leaving for another element of the page is not leaving.
        if event.dyn_ref::<DragEvent>().is_some_and(|event| event.related_target().is_none()) {
            out(false);
        }
    };
    let on_drop = move |event: Event| {
        event.prevent_default();
        drag(false);
        if let Some(file) = event.dyn_ref::<DragEvent>().and_then(dropped) {
            ask.emit(Ask::Audit(file));
        }
    };
    [
        Ear::new(&window, "dragover", on_over),
        Ear::new(&window, "dragleave", on_out),
        Ear::new(&window, "drop", on_drop),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn dropped(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.item(0)
}
