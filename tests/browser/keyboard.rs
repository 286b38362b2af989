//! By keyboard alone: from the start to a file saved.

use crate::audited;
use anyhow::Result;
use beredd_tests::browser::{Key, Stage, State};
use serde_json::Value;

fn key(key: Key) -> String {
    char::from(key).to_string()
}

#[test]
fn everything_can_be_done_by_keyboard_alone() -> Result<()> {
    let stage = Stage::set()?;
    let page = stage.open()?;
    page.tab_to("file-input")?; // Space opens the browser's own dialog, which no test can see
    page.tab_to("sample-button")?;
    page.run("window.__mark = __states.length", &[])?;
    page.press(&key(Key::Enter))?;
    page.wait_until(State::Ready)?;

    page.press("gg")?;
    page.text("gap-row")?;
    page.tab_to("sort-Effort")?;
    page.press(&key(Key::Enter))?;
    let sorted = page.run("return document.querySelector('th[aria-sort=ascending]').innerText", &[])?;
    assert!(sorted.as_str().is_some_and(|head| !head.is_empty()), "{sorted}");

    let all = page.texts("gap-row")?.len();
    page.press("/")?;
    page.press("K1.")?;
    let some = page.texts("gap-row")?.len();
    assert!(0 < some && some < all, "the search shows {some} of {all}");
    assert!(page.texts("gap-row")?.iter().all(|row| row.contains("K1.")));

    let title = "return document.activeElement.closest('tr')?.dataset.gap ?? ''";
    page.tab_to("gap-title")?;
    let first = page.run(title, &[])?;
    page.press(&key(Key::Enter))?;
    assert_eq!(page.count("gap-row", "~ .details")?, 1);
    page.press(&key(Key::Down))?;
    assert_ne!(page.run(title, &[])?, first, "the arrow key stays in its row");
    page.press(&key(Key::Tab))?;
    page.press(" ")?;
    page.text("what-if-score")?;

    page.press("gc")?;
    page.tab_to("criterion")?;
    page.press(&key(Key::Enter))?;
    page.tab_to("show-lines")?;
    page.press(&key(Key::Enter))?;
    page.text("excerpt")?;

    page.press("ge")?;
    page.tab_to("export-json")?;
    page.press(&key(Key::Enter))?;
    let saved = page.run("return __saved.map(([name]) => name)", &[])?;
    assert_eq!(saved, serde_json::json!(["sample-audit.json"]));
    Ok(())
}

#[test]
fn the_arrow_keys_reach_every_row_of_a_long_table_and_the_list_of_keys_opens_and_closes() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, crate::WEAK)?;
    page.press("gg")?;
    page.tab_to("gap-title")?;
    let at = "return Number(document.activeElement.closest('tr')?.getAttribute('aria-rowindex') ?? 0)";
    page.press(&key(Key::End))?;
    let rows =
        page.run("return Number(document.querySelector('.gaps').getAttribute('aria-rowcount'))", &[])?;
    assert_eq!(page.run(at, &[])?, rows);
    page.press(&key(Key::Home))?;
    assert_eq!(page.run(at, &[])?, 2);
    page.press("?")?;
    page.text("keys")?;
    page.press(&key(Key::Escape))?;
    assert_eq!(page.run("return document.querySelector('dialog')", &[])?, Value::Null);
    Ok(())
}
