//! The worker's program, kept in memory.
//!
//! Fetched once, while the page itself loads: `worker.js` (wasm-bindgen's glue for `no-modules`, which defines
//! `wasm_bindgen`) and `worker_bg.wasm` beside the page. From then on a worker is a blob and a compiled module; nothing is
//! asked of the network again.

use js_sys::{Array, ArrayBuffer, JsString, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Response, Url, Worker};

const SCRIPT: &str = "worker.js";
const WASM: &str = "worker_bg.wasm";
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
    /// Fetches and compiles.
    ///
    /// # Errors
    /// When a file is missing beside the page, or the browser does not run wasm.
    pub(super) async fn load() -> Result<Self, JsValue> {
        let (script, wasm) = (text(SCRIPT), bytes(WASM));
        let script = script.await?;
        let wasm: JsValue = wasm.await?.into();
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

async fn response(name: &str) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or_else(|| JsValue::from_str("no window"))?;
    let response: Response = JsFuture::from(window.fetch_with_str(name)).await?.dyn_into()?;
    if response.ok() { Ok(response) } else { Err(JsValue::from_str(name)) }
}

async fn text(name: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(response(name).await?.text()?).await
}

async fn bytes(name: &str) -> Result<ArrayBuffer, JsValue> {
    JsFuture::from(response(name).await?.array_buffer()?).await?.dyn_into()
}
