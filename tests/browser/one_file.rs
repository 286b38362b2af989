//! The release as one file, opened from a disk, and the folder on a host's sub-path: the same audit as everywhere, and no way
//! out of the page for anything.

use crate::same_bytes::{from_the_command_line, on_disk, parting};
use crate::{WEAK, archive, exported};
use anyhow::{Context, Result};
use beredd_testkit::Server;
use beredd_tests::browser::{Browser, Page, ROUTES, Stage, State, from_environment};
use serde_json::json;
use std::collections::BTreeSet;

/// Every way by which a script can send something, one a line: what it is called, and how. `there` is the address it tries.
const WAYS: &[(&str, &str)] = &[
    ("fetch", "await fetch(there).catch(() => 0)"),
    (
        "XMLHttpRequest",
        "await new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open('POST', there); x.send('x'); })",
    ),
    ("WebSocket", "try { new WebSocket(there.replace('http', 'ws')); } catch {}"),
    ("EventSource", "try { new EventSource(there); } catch {}"),
    ("sendBeacon", "try { navigator.sendBeacon(there, 'x'); } catch {}"),
    (
        "image",
        "await new Promise((done) => { const i = new Image(); i.onload = i.onerror = done; i.src = there; })",
    ),
    (
        "script",
        "await new Promise((done) => { const s = document.createElement('script'); s.onload = s.onerror = done; s.src = there; document.head.append(s); })",
    ),
    (
        "style",
        "await new Promise((done) => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.onload = l.onerror = done; l.href = there; document.head.append(l); })",
    ),
    ("frame", "document.body.append(Object.assign(document.createElement('iframe'), { src: there }))"),
    (
        "form",
        "const f = document.createElement('form'); f.action = there; f.method = 'post'; document.body.append(f); f.submit()",
    ),
    (
        "worker",
        "await new Promise((done) => { const w = new Worker(URL.createObjectURL(new Blob(['fetch(\"' + there + '\").then(() => postMessage(1), () => postMessage(0))']))); w.onmessage = w.onerror = done; })",
    ),
];

/// Drops an archive and gives the `audit.json` that the page exports.
fn audit_on(page: &Page, name: &str) -> Result<String> {
    page.drop_file(&format!("{name}.zip"), &archive(name)?)?;
    page.wait_until(State::Ready)?;
    exported(page)
}

/// Tries every way out of the page, and waits until nothing more can come of them.
fn try_all(page: &Page, there: &str) -> Result<()> {
    for (name, script) in WAYS {
        // Some browsers throw where others tell an event; refused is refused.
        let script = format!(
            "const [there, done] = arguments; (async () => {{ {script} }})().catch(() => 0).then(() => setTimeout(done, 200))"
        );
        page.run_async(&script, &[json!(format!("{there}{name}"))])
            .with_context(|| format!("{name} neither came back nor was refused"))?;
    }
    Ok(())
}

/// The release as one file, in a browser.
fn one_file_is_silent_and_exact(browser: Browser) -> Result<()> {
    let stage = Stage::set_in(browser)?;
    let page = stage.open_one_file()?;
    let (there, here) = (from_the_command_line(&on_disk(WEAK)?)?, audit_on(&page, WEAK)?);
    assert!(there == here, "{}", parting(&there, &here));
    for route in ROUTES {
        page.turn_to(route)?;
        page.settle()?;
    }
    assert_eq!(page.fetched()?, Vec::<String>::new());
    assert_eq!(page.faults()?, Vec::<String>::new());
    assert!(stage.requests().is_empty());
    Ok(())
}

/// That nothing gets out of the release as one file, whatever a script tries.
fn one_file_is_sealed(browser: Browser) -> Result<()> {
    let elsewhere = Server::start(&from_environment("BEREDD_DIST")?, 0)?;
    let stage = Stage::set_in(browser)?;
    let page = stage.open_one_file()?;
    try_all(&page, &elsewhere.address())?;
    assert_eq!(elsewhere.requests(), [], "a request got out of the page");
    let faults = page.faults()?;
    for (name, _) in WAYS.iter().filter(|(name, _)| *name != "worker") {
        // Of a frame the browser names the rule and the host alone.
        let word = if *name == "frame" { "frame-src " } else { name };
        let is_refused = faults.iter().any(|fault| fault.starts_with("policy: ") && fault.contains(word));
        assert!(is_refused, "{name} was not refused by the policy: {faults:?}");
    }
    Ok(())
}

/// The folder on a host's sub-path, in a browser.
fn the_folder_is_sealed(browser: Browser) -> Result<()> {
    let site = from_environment("BEREDD_DIST")?;
    let host = Server::start(site.parent().unwrap_or(&site), 0)?;
    let elsewhere = Server::start(&site, 0)?;
    let stage = Stage::set_in(browser)?;
    let page = stage.open_at(&format!("{}site/", host.address()))?;
    let heard = host.requests();
    assert!(heard.iter().all(|request| request.status == 200), "{heard:?}");
    let urls: BTreeSet<&str> = heard.iter().map(|request| request.url.as_str()).collect();
    assert_eq!(urls.len(), heard.len(), "something was fetched twice: {heard:?}");
    let (there, here) = (from_the_command_line(&on_disk(WEAK)?)?, audit_on(&page, WEAK)?);
    assert!(there == here, "{}", parting(&there, &here));
    assert_eq!(host.requests(), heard, "the page asked its host for more");
    // A browser may tell of a request a while after it; each must be one that the host had heard by then.
    let fetched = page.fetched()?;
    let is_known = |address: &String| urls.iter().any(|url| address.ends_with(url));
    assert!(!fetched.is_empty() && fetched.iter().all(is_known), "{fetched:?}");
    try_all(&page, &elsewhere.address())?;
    assert_eq!(elsewhere.requests(), [], "a request got out of the page");
    Ok(())
}

#[test]
fn one_file_from_a_disk_gives_the_same_bytes_and_fetches_nothing() -> Result<()> {
    one_file_is_silent_and_exact(Browser::Chromium)
}

#[test]
fn one_file_from_a_disk_does_so_in_firefox_too() -> Result<()> {
    one_file_is_silent_and_exact(Browser::Firefox)
}

#[test]
fn one_file_lets_nothing_out() -> Result<()> {
    one_file_is_sealed(Browser::Chromium)
}

#[test]
fn one_file_lets_nothing_out_in_firefox() -> Result<()> {
    one_file_is_sealed(Browser::Firefox)
}

#[test]
fn the_folder_works_on_any_sub_path_and_lets_nothing_out() -> Result<()> {
    the_folder_is_sealed(Browser::Chromium)
}

#[test]
fn the_folder_does_so_in_firefox_too() -> Result<()> {
    the_folder_is_sealed(Browser::Firefox)
}
