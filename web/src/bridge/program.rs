//! The worker's program, kept in memory.
//!
//! Handed over once by the script that starts the page: wasm-bindgen's glue for `no-modules`, which defines `wasm_bindgen`,
//! and the wasm itself. Where they come from is that script's to know: files beside the page, or the one file that holds
//! everything. From then on a worker is a blob and a compiled module; nothing is asked of the network again.

use js_sys::{Array, Function, JsString, Promise, Reflect, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Url, Worker};

/// The global function by which the starting script hands over what a worker is made of: a promise of the text of its script
/// and of its wasm as an `ArrayBuffer`.
const PARTS: &str = "bereddWorker";
/// The worker's first message is its compiled module; what comes before Rust listens waits in the list and is handed on.
/// A failure in a promise is thrown again outside it, so that the page hears of it as it hears of every death.
const START: &str = r"
;(() => {
  const early = [];
  self.onmessage = (first) => {
    self.onmessage = (event) => early.push(event);
    wasm_bindgen({ module_or_path: first.data }).then(() => {
      for (const event of early) self.onmessage(event);
    }).catch((error) => setTimeout(() => { throw error; }));
  };
})();
";

/// What a worker is started from.
#[derive(Clone, Debug)]
pub(super) struct Program {
    address: String,
    module: JsValue,
}

impl Program {
    /// Takes over the worker's parts and compiles them.
    ///
    /// # Errors
    /// When a part is missing or altered, or the browser does not run wasm.
    pub(super) async fn load() -> Result<Self, JsValue> {
        let hand_over: Function = Reflect::get(&js_sys::global(), &JsString::from(PARTS))?.dyn_into()?;
        let parts: Promise = hand_over.call0(&JsValue::UNDEFINED)?.dyn_into()?;
        let parts: Array = JsFuture::from(parts).await?.dyn_into()?;
        let (script, wasm) = (parts.get(0).unchecked_into::<JsString>(), parts.get(1));
        let module = JsFuture::from(WebAssembly::compile(&wasm)).await?;
        let parts = Array::of2(&script, &JsString::from(START));
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
        Ok(Self { address: Url::create_object_url_with_blob(&blob)?, module })
    }

    /// Starts a worker. It says `Ready` when it listens; messages sent before that wait.
    ///
    /// # Errors
    /// When the browser refuses to start one.
    pub(super) fn start(&self) -> Result<Worker, JsValue> {
        let worker = Worker::new(&self.address)?;
        worker.post_message(&self.module)?;
        Ok(worker)
    }
}
