//! Huge: an archive of sixty thousand files, and an audit with eight hundred gaps. Every page draws what is near the screen
//! and says how much there is.
#![expect(clippy::indexing_slicing, reason = "a key that an audit lacks is a failed test")]

use crate::{WEAK, exported};
use anyhow::{Context, Result};
use beredd_testkit::{fixture, zip_of};
use beredd_tests::browser::{Page, ROUTES, Stage, State};
use beredd_tests::repository;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const FILES: u32 = 60_000;
const GAPS: usize = 800;

fn folder() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("huge");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The weak repository among sixty thousand small modules.
fn archive_of_many() -> Result<Vec<u8>> {
    let mut many = repository::load(WEAK)?;
    let mut text = String::new();
    for number in 0..FILES {
        writeln!(text, "//- services/part_{:03}/module_{number:05}.py\nVALUE = {number}", number % 200)?;
    }
    many.files.extend(fixture::parse(&text)?.files);
    Ok(zip_of(&many, None)?)
}

/// The audit with its gaps, and the checks they come from, as often as it takes to have eight hundred.
fn with_many_gaps(json: &str) -> Result<String> {
    let mut audit: Value = serde_json::from_str(json)?;
    for list in ["gaps", "checks"] {
        let found = audit.get(list).and_then(Value::as_array).context("no such list")?.clone();
        let mut all = found.clone();
        for round in 1.. {
            if all.len() >= GAPS || found.is_empty() {
                break;
            }
            for item in &found {
                let mut item = item.clone();
                for key in ["id", "check", "fingerprint"] {
                    if let Some(Value::String(name)) = item.get_mut(key) {
                        write!(name, "-{round}")?;
                    }
                }
                all.push(item);
            }
        }
        all.truncate(if list == "gaps" { GAPS } else { all.len() });
        audit[list] = Value::Array(all);
    }
    let gaps = audit["gaps"].as_array().context("no gaps")?.clone();
    let items = audit.pointer_mut("/roadmap/items").and_then(Value::as_array_mut).context("no roadmap")?;
    let first = items.first().context("an empty roadmap")?.clone();
    *items = (0_u64..)
        .zip(&gaps)
        .map(|(place, gap)| {
            let mut item = first.clone();
            item["gap"] = gap["id"].clone();
            item["phase"] = json!(1 + place * 4 / 800);
            item["start_hour"] = json!(place * 8);
            item["end_hour"] = json!(place * 8 + 8);
            item
        })
        .collect();
    Ok(audit.to_string())
}

/// How long the page needs to do something and draw it, in milliseconds, and its longest task meanwhile.
fn timed(page: &Page, what: &str) -> Result<Value> {
    let script = format!(
        "const [done] = arguments; const start = performance.now();
        {what}
        requestAnimationFrame(() => setTimeout(() => done(Math.round(performance.now() - start))));"
    );
    page.run_async(&script, &[])
}

#[test]
fn sixty_thousand_files_and_eight_hundred_gaps_are_shown_in_parts_that_are_counted() -> Result<()> {
    let (stage, folder) = (Stage::set()?, folder()?);
    let file = folder.join("many.zip");
    std::fs::write(&file, archive_of_many()?)?;
    let page = stage.open()?;
    page.choose_file(&file)?;
    page.wait_until(State::Ready)?;

    page.turn_to("files")?;
    page.text("file-row")?;
    let counted = "return Number(document.querySelector('.files').getAttribute('aria-rowcount'))";
    assert!(page.run(counted, &[])?.as_u64().is_some_and(|rows| rows > u64::from(FILES)));
    assert!(page.texts("file-row")?.len() < 400);
    page.run("scrollTo(0, document.documentElement.scrollHeight)", &[])?;
    page.settle()?;
    page.settle()?;
    let last = "return [...document.querySelectorAll('[data-testid=file-row]')].at(-1).getAttribute('aria-rowindex')";
    let all = page.run(counted, &[])?;
    assert_eq!(page.run(last, &[])?.as_str().map(str::to_owned), Some(all.to_string()));

    let audit = folder.join("many-audit.json");
    std::fs::write(&audit, with_many_gaps(&exported(&page)?)?)?;
    let page = stage.open()?;
    page.choose_file(&audit)?;
    page.text("overview")?;
    for route in ROUTES {
        page.turn_to(route)?;
        page.settle()?;
        let drawn = page.run("return document.querySelectorAll('#content tr').length", &[])?;
        assert!(drawn.as_u64().is_some_and(|rows| rows < 500), "{route} draws {drawn} rows");
    }
    let barriers = ["gaps", "files", "roadmap"].map(|route| {
        page.turn_to(route)?;
        page.settle()?;
        page.barriers()
    });
    for barriers in barriers {
        assert_eq!(barriers?, Vec::<String>::new());
    }
    measure(&page, &folder)?;
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}

/// What it costs to sort, filter, tick and group; written down and never judged here, since machines differ.
fn measure(page: &Page, folder: &Path) -> Result<()> {
    page.turn_to("gaps")?;
    page.text("gap-row")?;
    let search = "
const field = document.querySelector('input[type=search]');
field.value = 'K1'; field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    let measured = json!({
        "sort_milliseconds": timed(page, "document.querySelector('[data-testid=sort-Effort]').click();")?,
        "tick_milliseconds": timed(page, "document.querySelector('.tick input').click();")?,
        "tick_again_milliseconds": timed(page, "document.querySelectorAll('.tick input')[3].click();")?,
        "filter_milliseconds": timed(page, search)?,
    });
    std::fs::write(folder.join("measured.json"), measured.to_string())?;
    Ok(())
}
