//! The root: the session, and everything outside it that follows from it or changes it.
//!
//! - `ears`: what the window hears: addresses, files dropped, keys;
//! - `desk`: what is asked of the world outside the session, done;
//! - `arrival`: where a reader stands after going to a page: heading, focus, place in it.

mod arrival;
mod desk;
mod ears;

use crate::components::{Ask, Ctx};
use crate::pages;
use crate::state::{Action, Route, Session, Theme};
use arrival::Trail;
use beredd_model::Lang;
use desk::Desk;
use ears::{drag_ears, hash_ear, key_ear, leave_ear};
use std::rc::Rc;
use web_sys::Window;
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
    let desk = {
        let act = act.clone();
        use_memo((), move |()| Desk::new(act))
    };
    let ask = use_callback((), move |ask: Ask, ()| desk.obey(ask));
    let trail = use_memo((), |()| Trail::new());
    {
        let (act, ask, dispatcher, trail) = (act.clone(), ask.clone(), kept.dispatcher(), trail.clone());
        use_effect_with((), move |()| {
            let drag = move |is_over| dispatcher.dispatch(Change::Drag(is_over));
            let ears =
                [hash_ear(act.clone()), drag_ears(drag, ask), key_ear(act, trail.clone()), leave_ear(trail)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>();
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
    use_effect_with((kept.session.route.clone(), kept.session.state_name()), move |(route, state)| {
        trail.arrive(route, state);
    });
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
