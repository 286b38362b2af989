//! A worker of the pool, and what listens to it.

use wasm_bindgen::prelude::Closure;
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// A worker and the ears that listen to it.
pub(super) struct Station {
    /// Its number.
    pub(super) number: u32,
    /// The worker itself.
    pub(super) worker: Worker,
    /// Whether it has said that it listens.
    pub(super) is_ready: bool,
    /// What listens to it.
    pub(super) ears: Ears,
}

/// What hears a worker's words, and its death.
pub(super) type Ears = (Closure<dyn FnMut(MessageEvent)>, Closure<dyn FnMut(ErrorEvent)>);

impl Station {
    /// Ends the worker. Its ears are dropped a moment later: one of them may be what is running now.
    pub(super) fn close(self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        let ears = self.ears;
        wasm_bindgen_futures::spawn_local(async move { drop(ears) });
    }
}
