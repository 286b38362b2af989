//! What the window hears: addresses, files that are dropped, links that are followed, keys.

use super::arrival::{Trail, focus};
use super::route_of;
use crate::bridge::{Folder, HandedIn};
use crate::components::Ask;
use crate::ear::Ear;
use crate::state::{Action, Route};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, Event, File, FileSystemDirectoryEntry, HtmlInputElement, KeyboardEvent};
use yew::Callback;

/// Hears that the address has changed.
pub(super) fn hash_ear(act: Callback<Action>) -> Vec<Ear> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let at = window.clone();
    Ear::new(&window, "hashchange", move |_| act.emit(Action::Go(route_of(&at)))).into_iter().collect()
}

/// The whole page is the target: what is dropped anywhere is handed in.
pub(super) fn drag_ears(drag: impl Fn(bool) + Clone + 'static, ask: Callback<Ask>) -> Vec<Ear> {
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
        let (files, folders) = event.dyn_ref::<DragEvent>().map(dropped).unwrap_or_default();
        let ask = ask.clone();
        let hand_in = move |handed_in: HandedIn| {
            if handed_in != HandedIn::default() {
                ask.emit(if is_comparing() { Ask::Compare(handed_in) } else { Ask::Audit(handed_in) });
            }
        };
        if folders.is_empty() {
            return hand_in(HandedIn { files, folders: Vec::new() });
        }
        wasm_bindgen_futures::spawn_local(async move {
            let mut walked = Vec::new();
            for folder in folders {
                walked.push(Folder::walked(folder).await);
            }
            hand_in(HandedIn { files, folders: walked });
        });
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

/// On the comparison's page a dropped file is the other audit.
fn is_comparing() -> bool {
    shows_an_audit() && web_sys::window().is_some_and(|window| route_of(&window) == Route::Compare)
}

/// The files and folders that were dropped. The browser tells them apart only while the event lasts.
fn dropped(event: &DragEvent) -> (Vec<File>, Vec<FileSystemDirectoryEntry>) {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let Some(items) = event.data_transfer().map(|data| data.items()) else { return (files, folders) };
    for item in (0..items.length()).filter_map(|place| items.get(place)) {
        match item.webkit_get_as_entry() {
            Ok(Some(entry)) if entry.is_directory() => folders.push(entry.unchecked_into()),
            // What is no file, such as a text dragged out of another page, gives none.
            _ => files.extend(item.get_as_file().ok().flatten()),
        }
    }
    (files, folders)
}

/// Hears that a link to another page is followed, before it is.
pub(super) fn leave_ear(trail: Rc<Trail>) -> Vec<Ear> {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return Vec::new() };
    let leaves = move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href^='#/']").ok().flatten());
        let here = web_sys::window().and_then(|window| window.location().hash().ok());
        if link.is_some_and(|link| link.get_attribute("href") != here) {
            trail.leave();
        }
    };
    Ear::new(&document, "click", leaves).into_iter().collect()
}

/// Hears keys: `?` for the list of them, `/` for the search, `g` and a letter for a page.
pub(super) fn key_ear(act: Callback<Action>, trail: Rc<Trail>) -> Vec<Ear> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let is_going = Cell::new(false);
    let hears = move |event: Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let went = is_going.replace(false);
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
            return;
        }
        let key = event.key();
        if is_typing(event) {
            if key == "Escape" {
                leave_field(event);
            }
            return;
        }
        match key.as_str() {
            letter if went => {
                if let Some(route) = Route::of_key(letter).filter(|_| shows_an_audit()) {
                    trail.leave();
                    act.emit(Action::Go(route));
                }
            }
            "?" => act.emit(Action::ShowKeys),
            // Without this, the mark itself would be typed.
            "/" if focus_search() => event.prevent_default(),
            "g" => is_going.set(true),
            _ => {}
        }
    };
    Ear::new(&window, "keydown", hears).into_iter().collect()
}

/// Whether the key belongs to a field, or to an open dialog.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        let field = "input:not([type=checkbox]), select, textarea, dialog";
        target.closest(field).ok().flatten().is_some()
    })
}

/// Leaves a field that words are typed in; one with nothing in it has no other use for the key.
fn leave_field(event: &KeyboardEvent) {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field.filter(|field| field.value().is_empty()) {
        drop(field.blur());
    }
}

fn focus_search() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let field =
        document.and_then(|document| document.query_selector("#content input[type=search]").ok().flatten());
    if let Some(field) = &field {
        field.scroll_into_view();
        focus(field);
    }
    field.is_some()
}

/// The pages of an audit can be gone to while there is one; the document's root says so.
fn shows_an_audit() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let root = document.and_then(|document| document.document_element());
    root.and_then(|root| root.get_attribute("data-state")).as_deref() == Some("ready")
}
