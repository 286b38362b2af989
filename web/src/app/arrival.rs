//! Where a reader stands after going to a page, and what else is done to the document itself.
//!
//! A page that is gone to begins at its top, with the focus on its heading for those who listen. A page that is gone *back*
//! to stands where it was left. An address with a check begins at that check.

use crate::state::Route;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlDocument, HtmlElement, HtmlTextAreaElement, ScrollRestoration};

/// The way a reader has gone through the pages of the tab.
pub(super) struct Trail {
    /// How far down each address was left, in CSS pixels.
    left_at: RefCell<BTreeMap<String, f64>>,
    /// The page and the state of the last arrival.
    last: RefCell<Option<(Route, &'static str)>>,
    /// Whether the reader is on the way by a link or a key, rather than back or forward.
    goes_on: Cell<bool>,
}

impl Trail {
    /// A trail that begins here. The browser is told to leave the place on a page to it.
    pub(super) fn new() -> Self {
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            // A browser that refuses restores places by itself, a little less well.
            drop(history.set_scroll_restoration(ScrollRestoration::Manual));
        }
        Self { left_at: RefCell::default(), last: RefCell::default(), goes_on: Cell::new(false) }
    }

    /// The reader leaves for another page by a link or a key.
    pub(super) fn leave(&self) {
        let Some(window) = web_sys::window() else { return };
        let here = window.location().hash().unwrap_or_default();
        self.left_at.borrow_mut().insert(here, window.scroll_y().unwrap_or_default());
        self.goes_on.set(true);
    }

    /// The page of `route` has been drawn, in this state.
    pub(super) fn arrive(&self, route: &Route, state: &'static str) {
        let goes_on = self.goes_on.replace(false);
        let before = self.last.replace(Some((route.clone(), state)));
        let Some((window, document)) =
            web_sys::window().and_then(|window| Some((window.clone(), window.document()?)))
        else {
            return;
        };
        let Some((before, was)) = before else { return }; // the first page: the reader has not gone anywhere
        if let Route::Checks(Some(id)) = route
            && let Some(target) = document.get_element_by_id(id)
        {
            return stand_at(&document, &target);
        }
        if before.is_page_of(route) && was == state {
            return; // another choice on the same page: the reader stays where it was made
        }
        let back =
            if goes_on || was != state { None } else { self.left_at.borrow().get(&route.hash()).copied() };
        window.scroll_to_with_x_and_y(0.0, back.unwrap_or_default());
        let heading = document.query_selector("#content h1").ok().flatten();
        if let Some(heading) = heading.or_else(|| document.get_element_by_id("content")) {
            super::set(&heading, "tabindex", "-1");
            focus(&heading);
        }
    }
}

/// Brings the element of this id into view and gives it the focus.
pub(super) fn stand_at_id(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some((document, target)) =
        document.and_then(|document| Some((document.clone(), document.get_element_by_id(id)?)))
    {
        stand_at(&document, &target);
    }
}

fn stand_at(document: &Document, target: &Element) {
    open_around(document, target);
    target.scroll_into_view();
    focus(target);
}

/// Opens what is folded around an element.
fn open_around(document: &Document, target: &Element) {
    let mut next = Some(target.clone());
    while let Some(element) = next.filter(|element| Some(element) != document.document_element().as_ref()) {
        if element.tag_name().eq_ignore_ascii_case("details") {
            super::set(&element, "open", "");
        }
        next = element.parent_element();
    }
}

/// Gives an element the focus and leaves the page where it is.
pub(super) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        drop(element.focus_with_options(&options)); // an element that is gone cannot be focused, and needs not
    }
}

/// Puts words on the clipboard and says whether that was allowed.
///
/// By the document's old command: the newer interface is missing on pages served without TLS, as internal ones often are.
pub(super) fn copy(words: &str) -> bool {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return false };
    let held = document.active_element();
    let field = document.create_element("textarea").ok();
    let (Some(field), Some(body)) =
        (field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()), document.body())
    else {
        return false;
    };
    field.set_value(words);
    field.set_class_name("sr-only");
    let added = body.append_child(&field).is_ok();
    field.select();
    let copied = document.dyn_ref::<HtmlDocument>().and_then(|document| document.exec_command("copy").ok());
    field.remove();
    if let Some(held) = held {
        focus(&held);
    }
    added && copied.unwrap_or(false)
}
