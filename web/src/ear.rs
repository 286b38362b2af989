//! Ears: what is heard of the browser's events, for as long as somebody wants to hear it.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

/// A listener that ends when it is dropped.
pub(crate) struct Ear {
    target: EventTarget,
    event: &'static str,
    hears: Closure<dyn FnMut(Event)>,
}

impl Ear {
    /// Listens to the events of this name at `target`; nothing where the browser refuses.
    pub(crate) fn new(
        target: &EventTarget,
        event: &'static str,
        hears: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
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
