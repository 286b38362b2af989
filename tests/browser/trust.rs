//! The trust panel: the policy in whole, the self-test, and checksums that are those of the release's own list.

use crate::{WEAK, archive};
use anyhow::{Context, Result};
use beredd_tests::browser::{Browser, Page, Stage, State, from_environment};
use std::collections::BTreeMap;

/// The checksums of the release, by the name of the file.
fn sums() -> Result<BTreeMap<String, String>> {
    let list = from_environment("BEREDD_DIST")?.with_file_name("SHA256SUMS");
    let text = std::fs::read_to_string(list)?;
    let line = |line: &str| {
        let (sum, path) = line.split_once("  ")?;
        Some((path.rsplit('/').next()?.to_owned(), sum.to_owned()))
    };
    Ok(text.lines().filter_map(line).collect())
}

/// The programs that the panel names, with their checksums.
fn shown(page: &Page) -> Result<BTreeMap<String, String>> {
    page.text("fingerprint")?;
    let script = "return [...document.querySelectorAll('[data-testid=fingerprint]')]
        .map((row) => [row.dataset.name, row.querySelector('code').innerText])";
    Ok(serde_json::from_value::<Vec<(String, String)>>(page.run(script, &[])?)?.into_iter().collect())
}

/// Holds the panel against the release and the document.
fn check(page: &Page) -> Result<()> {
    let (sums, shown) = (sums()?, shown(page)?);
    assert_eq!(shown.len(), 3, "page, worker and the worker's script: {shown:?}");
    for (name, sum) in &shown {
        assert_eq!(sums.get(name), Some(sum), "{name} is another in SHA256SUMS");
    }
    assert_eq!(shown.keys().filter(|name| name.ends_with(".wasm")).count(), 2);

    let script = "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
    let policy = page.run(script, &[])?;
    let policy = policy.as_str().context("no policy")?;
    let panel = page.text("policy")?;
    for lang in ["lang-en", "lang-sv"] {
        page.click(lang)?;
        for rule in policy.split(';').map(str::trim) {
            assert!(panel.contains(rule), "'{rule}' is not shown: {panel}");
        }
        let unexplained = page.run(
            "return [...document.querySelectorAll('[data-testid=policy] dd')].filter((d) => !d.innerText).length",
            &[],
        )?;
        assert_eq!(unexplained, 0, "{lang}");
    }

    page.click("trial-button")?;
    let script = "
const [done] = arguments;
const look = () => document.querySelector('.trial.sealed') && (watch.disconnect(), done(true));
const watch = new MutationObserver(look);
watch.observe(document.body, { subtree: true, childList: true, attributes: true });
look();";
    page.run_async(script, &[])?;
    assert!(page.text("trial")?.contains("connect-src"));
    Ok(())
}

#[test]
fn the_folder_shows_its_policy_in_whole_and_the_checksums_of_what_runs() -> Result<()> {
    let stage = Stage::set()?;
    let page = stage.open()?;
    check(&page)?;
    page.drop_file("weak_bot.zip", &archive(WEAK)?)?;
    page.wait_until(State::Ready)?;
    let footer = page.run("return document.querySelector('footer .hash').innerText", &[])?;
    page.turn_to("")?;
    let panel = page.text("program")?;
    assert!(footer.as_str().is_some_and(|sha256| sha256.len() == 64 && panel.contains(sha256)), "{panel}");
    assert_eq!(shown(&page)?.len(), 3, "an archive took the checksums away");
    Ok(())
}

#[test]
fn one_file_does_so_in_both_browsers() -> Result<()> {
    for browser in [Browser::Chromium, Browser::Firefox] {
        check(&Stage::set_in(browser)?.open_one_file()?)?;
    }
    Ok(())
}
