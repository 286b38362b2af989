//! The page as one file that opens from a disk: styles and scripts inline, the programs packed into it, and a policy that knows
//! each inline part by its hash and lets nothing be fetched, from anywhere.

use super::site::Files;
use super::{gzip, html, read, read_text, sums};
use crate::place::Place;
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::path::Path;

/// How wasm-bindgen ends the page's glue: it hands out its start, which here is called in the same script.
const GLUE_END: &str = "export { initSync, __wbg_init as default };";
const GLUE_END_INLINE: &str = "const init = __wbg_init;";

/// The whole file, from the sealed site.
pub(super) fn compose(place: &Place, site: &Path, files: &Files) -> Result<String> {
    let page = read_text(&site.join("index.html"))?;
    let style = styles(site, &page)?;
    let script = script(place, site, files)?;
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data: blob:; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'",
        sums::policy_hash(&script),
        sums::policy_hash(&style),
    );
    let packed =
        [("page-wasm", &files.page_wasm), ("worker", &files.worker), ("worker-wasm", &files.worker_wasm)];
    let mut programs = String::new();
    for (id, name) in packed {
        let bytes = gzip(&read(&site.join(name))?)?;
        programs += &format!(
            "<script id=\"{id}\" type=\"application/gzip\" data-name=\"{name}\">{}</script>\n",
            STANDARD.encode(bytes)
        );
    }
    let head = head(&page, &policy)?;
    let (_, body) = page.split_once("<body").context("index.html has no <body>")?;
    let (body, _) = body.split_once("</body>").context("index.html's <body> does not end")?;
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n{head}\n<style>{style}</style>\n</head>\n<body{body}{programs}<script type=\"module\">{script}</script>\n</body>\n</html>\n"
    ))
}

/// The tags of the head that say something about the page, under the policy of the one file.
fn head(page: &str, policy: &str) -> Result<String> {
    let mut kept = Vec::new();
    for tag in html::tags(page, "meta") {
        kept.push(match html::attribute(tag, "http-equiv") {
            Ok(_) => tag.replacen(html::attribute(tag, "content")?, policy, 1),
            Err(_) => tag.to_owned(),
        });
    }
    kept.push("<title>Beredd</title>".to_owned());
    kept.push(html::tag(page, "link", &["rel=\"icon\""])?.to_owned());
    Ok(kept.join("\n"))
}

/// Every stylesheet in the order of the page.
fn styles(site: &Path, page: &str) -> Result<String> {
    let mut all = String::new();
    for tag in html::tags(page, "link").filter(|tag| tag.contains("rel=\"stylesheet\"")) {
        all += &read_text(&site.join(html::attribute(tag, "href")?))?;
    }
    ensure!(!all.is_empty(), "index.html names no stylesheet");
    ensure!(!all.contains("</style"), "a stylesheet would end its own element");
    Ok(all)
}

/// The page's glue and the start that belongs to one file, as one script.
fn script(place: &Place, site: &Path, files: &Files) -> Result<String> {
    let glue = read_text(&site.join(&files.page))?;
    ensure!(glue.contains(GLUE_END), "{} does not end as wasm-bindgen's glue did: {GLUE_END}", files.page);
    ensure!(!glue.contains("\nimport "), "{} imports another file, which one file cannot", files.page);
    let start = read_text(&place.root.join("web").join("start-one-file.js"))?;
    let script = glue.replace(GLUE_END, GLUE_END_INLINE) + &start;
    ensure!(!script.contains("</script") && !script.contains("<!--"), "a script would end its own element");
    Ok(script)
}
