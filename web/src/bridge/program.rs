//! The programs: the worker's, kept in memory, and what is to be told of both.
//!
//! Handed over once by the script that starts the page: the page's wasm; the worker's script, which is wasm-bindgen's glue for
//! `no-modules` and defines `wasm_bindgen`; and the worker's wasm. Where they come from is that script's to know: files beside
//! the page, or the one file that holds everything. From then on a worker is a blob and a compiled module; nothing is asked of
//! the network again.

use js_sys::{Array, ArrayBuffer, Function, JsString, Promise, Reflect, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Url, Worker};

/// The global function by which the starting script hands the programs over: a promise of their names, and of their bytes in
/// the same order.
const PROGRAMS: &str = "bereddPrograms";
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
    /// Takes over the programs and compiles the worker's. Beside it, what was loaded: the name and the bytes of each, for its
    /// checksum.
    ///
    /// # Errors
    /// When a part is missing or altered, or the browser does not run wasm.
    pub(super) async fn load() -> Result<(Self, Vec<(String, ArrayBuffer)>), JsValue> {
        let hand_over: Function = Reflect::get(&js_sys::global(), &JsString::from(PROGRAMS))?.dyn_into()?;
        let programs: Promise = hand_over.call0(&JsValue::UNDEFINED)?.dyn_into()?;
        let programs: Array = JsFuture::from(programs).await?.dyn_into()?;
        let (names, bytes): (Array, Array) = (programs.get(0).dyn_into()?, programs.get(1).dyn_into()?);
        let (script, wasm) = (bytes.get(1), bytes.get(2));
        let module = JsFuture::from(WebAssembly::compile(&wasm)).await?;
        let parts = Array::of2(&script, &JsString::from(START));
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let blob = Blob::new_with_buffer_source_sequence_and_options(&parts, &kind)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let loaded = names.iter().zip(bytes.iter());
        let loaded = loaded.filter_map(|(name, bytes)| Some((name.as_string()?, bytes.dyn_into().ok()?)));
        Ok((Self { address, module }, loaded.collect()))
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
