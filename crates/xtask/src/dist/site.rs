//! The folder for a static host, sealed: every file is named after what it holds, so that an old worker never meets a new page,
//! and everything the page loads carries its checksum, so that a browser refuses what a host or a proxy has altered.

use super::{html, read, read_text, sums, write};
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// What a browser offers for reaching a network. The glue of a program names what the program may call and nothing else, so
/// none of these may stand there. `fetch` does, in the page: the self-test of the trust panel calls it, to be refused.
const WAYS_OUT: &[&str] = &[
    "EventSource",
    "RTCPeerConnection",
    "WebSocket",
    "WebTransport",
    "XMLHttpRequest",
    "importScripts",
    "sendBeacon",
];

/// The names of the files that make the page run.
#[derive(Clone, Debug)]
pub(super) struct Files {
    /// The page's JavaScript: wasm-bindgen's glue.
    pub(super) page: String,
    /// The page's wasm.
    pub(super) page_wasm: String,
    /// The worker's JavaScript.
    pub(super) worker: String,
    /// The worker's wasm.
    pub(super) worker_wasm: String,
}

/// Renames what Trunk left under fixed names and writes names and checksums into `index.html`.
pub(super) fn seal(site: &Path) -> Result<Files> {
    let index = site.join("index.html");
    let page = read_text(&index)?;
    let start = html::tag(&page, "script", &["data-page"])?;
    let files = Files {
        page: beside(html::attribute(start, "data-page")?),
        page_wasm: beside(html::attribute(start, "data-wasm")?),
        worker: rename(site, "worker", ".js")?,
        worker_wasm: rename(site, "worker", "_bg.wasm")?,
    };
    for glue in [&files.page, &files.worker] {
        let text = read_text(&site.join(glue))?;
        let way_out = WAYS_OUT.iter().find(|way| text.contains(**way));
        ensure!(
            way_out.is_none(),
            "{glue} can reach a network through {}",
            way_out.copied().unwrap_or_default()
        );
    }
    let script = rename(site, "start", ".js")?;
    let of = |name: &str| Ok::<_, anyhow::Error>(sums::integrity(&read(&site.join(name))?));
    let sealed = format!(
        r#"<script type="module" src="./{script}" integrity="{}" data-page="./{}" data-wasm="./{}" data-wasm-integrity="{}" data-worker="./{}" data-worker-integrity="{}" data-worker-wasm="./{}" data-worker-wasm-integrity="{}">"#,
        of(&script)?,
        files.page,
        files.page_wasm,
        of(&files.page_wasm)?,
        files.worker,
        of(&files.worker)?,
        files.worker_wasm,
        of(&files.worker_wasm)?,
    );
    // Trunk has the wasm fetched ahead. Firefox does not take that for the fetch with a checksum and asks twice: the starting
    // script's own fetch is early enough.
    let ahead = html::tag(&page, "link", &["rel=\"preload\"", "as=\"fetch\""])?;
    write(&index, page.replacen(start, &sealed, 1).replacen(ahead, "", 1).as_bytes())?;
    Ok(files)
}

/// The name alone of an address beside the page.
fn beside(address: &str) -> String {
    address.trim_start_matches("./").to_owned()
}

/// Puts a file's checksum into its name: `worker.js` becomes `worker-<checksum>.js`.
fn rename(site: &Path, stem: &str, end: &str) -> Result<String> {
    let old = site.join(format!("{stem}{end}"));
    let name = format!("{stem}-{}{end}", sums::short(&read(&old)?));
    std::fs::rename(&old, site.join(&name))
        .with_context(|| format!("{} cannot be renamed", old.display()))?;
    Ok(name)
}
