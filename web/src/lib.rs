//! The browser host: the page that shows an audit, and the workers that make it.
//!
//! Two programs from one package. The page (yew, on the main thread) hands archives in, shows audits and answers what-if
//! questions; it knows the nouns, the arithmetic of plans and the reports. The worker knows the engine. They speak through
//! [`bridge`], the only place that posts messages.
//!
//! - `app`: the root: session, address, document, drop target;
//! - `pages`: one module a page; `components`: what pages are made of, functions of what they are given;
//! - `ear`: listening to the browser's events;
//! - `state`: the session and everything that can happen to it, pure;
//! - `syntax`: colours for lines of code;
//! - `words`: what the pages say, in both languages.
//!
//! **Invariants.** No request after the page has loaded. Names and contents of an archive are text nodes, never markup. No
//! inline style, so that the strictest policy for styles holds. State only in `state`; colours and sizes only in
//! `styles/tokens.css`.

mod app;
mod bridge;
mod components;
mod ear;
mod pages;
mod state;
mod syntax;
mod words;

/// An audit makes and drops millions of small texts, over which the standard library's allocator for wasm takes its time (by talc's own
/// benchmarks; ours are in `docs/performance.md`).
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Shows the page. Called once, by the page's program.
pub fn page() {
    console_error_panic_hook::set_once();
    yew::Renderer::<app::App>::new().render();
}

/// Listens for the page's orders. Called once, by the worker's program.
pub fn worker() {
    console_error_panic_hook::set_once();
    bridge::worker::listen();
}
