//! Every page shows what the audit says: the figures on the screen are those of the exported `audit.json`.

use crate::{WEAK, archive, at, audited, count, exported};
use anyhow::{Context, Result};
use beredd_tests::browser::{Stage, State};
use serde_json::Value;

#[test]
fn a_dropped_archive_becomes_an_audit_on_every_page() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, WEAK)?;
    let audit: Value = serde_json::from_str(&exported(&page)?)?;
    assert_eq!(at(&audit, "/archive/name"), "weak_bot.zip");

    page.turn_to("overview")?;
    page.text("overview")?;
    assert_eq!(page.data("score-proven", "permille")?, at(&audit, "/score/proven_permille").to_string());
    assert_eq!(page.data("gate", "open")?, at(&audit, "/gate/is_open").to_string());
    assert!(page.count("radar", "svg")? == 1, "the radar is not drawn");
    let categories = at(&audit, "/categories").as_array().context("no categories")?;
    assert_eq!(categories.len(), 8);
    for category in categories {
        let name = format!("category-{}", at(category, "/id").as_str().unwrap_or_default());
        assert_eq!(page.data(&name, "permille")?, at(category, "/proven_permille").to_string(), "{name}");
    }

    page.turn_to("gaps")?;
    page.text("gap-row")?;
    assert_eq!(page.texts("gap-row")?.len(), count(&audit, "/gaps"));

    page.turn_to("checks")?;
    page.text("check-row")?;
    assert_eq!(page.texts("check-row")?.len(), count(&audit, "/checks"));

    page.turn_to("roadmap")?;
    assert!(!page.text("roadmap")?.trim().is_empty());
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn choosing_a_file_does_what_dropping_it_does() -> Result<()> {
    let stage = Stage::set()?;
    let dropped = exported(&audited(&stage, WEAK)?)?;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("chosen");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("weak_bot.zip");
    std::fs::write(&file, archive(WEAK)?)?;
    let page = stage.open()?;
    page.choose_file(&file)?;
    page.wait_until(State::Ready)?;
    assert!(exported(&page)? == dropped, "the same archive gave another audit");
    Ok(())
}

#[test]
fn the_language_changes_at_once_and_the_audit_does_not() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, WEAK)?;
    let audit = exported(&page)?;
    let mut seen = Vec::new();
    for (button, code) in [("lang-sv", "sv"), ("lang-en", "en")] {
        page.click(button)?;
        page.turn_to("overview")?;
        let text = page.text("overview")?;
        assert_eq!(page.run("return document.documentElement.lang", &[])?, code);
        seen.push((text, exported(&page)?));
    }
    assert!(seen[0].0 != seen[1].0, "Swedish and English show the same words");
    assert!(seen.iter().all(|(_, json)| *json == audit), "the language changed the audit");
    Ok(())
}

#[test]
fn names_in_an_archive_are_text_and_never_markup() -> Result<()> {
    let stage = Stage::set()?;
    let hostile = "<img src=x onerror=\"document.title='taken'\">";
    let repository = format!(
        "//- Dockerfile\nFROM {hostile}\n//- {0}.py\nprint(1)\n//- README.md\n# {0}\n//- agents/{0}/Dockerfile\nFROM python\n",
        hostile.replace('/', "")
    );
    let fixture = beredd_testkit::fixture::parse(&repository)?;
    let page = stage.open()?;
    page.drop_file(&format!("{hostile}.zip"), &beredd_testkit::zip_of(&fixture, None)?)?;
    page.wait_until(State::Ready)?;
    for route in ["overview", "gaps", "checks", "roadmap", "agents", "files", "export"] {
        page.turn_to(route)?;
        page.settle()?;
        let images = page.run("return document.querySelectorAll('img').length", &[])?;
        assert_eq!(images, 0, "markup from the archive stands on the page {route}");
    }
    assert_eq!(page.run("return document.title === 'taken'", &[])?, false);
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}
