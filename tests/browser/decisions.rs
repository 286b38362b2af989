//! What a reader changes: the profile, a risk accepted, a comparison; and what can be saved of it.

use crate::{WEAK, archive, audited, exported};
use anyhow::Result;
use beredd_tests::browser::Stage;
use serde_json::{Value, json};

/// Types into the field that a named element is or holds, as one who leaves it then.
fn set(page: &beredd_tests::browser::Page, name: &str, value: &str) -> Result<()> {
    let script = "
const [name, value] = arguments;
const found = document.querySelector(`[data-testid=\"${name}\"]`);
const field = found.matches('input, textarea') ? found : found.querySelector('input');
field.value = value;
field.dispatchEvent(new Event('change', { bubbles: true }));";
    page.run(script, &[json!(name), json!(value)])?;
    page.settle()
}

#[test]
fn an_edited_profile_moves_the_score_at_once_and_can_be_saved_and_taken_back() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, WEAK)?;
    let before = exported(&page)?;
    page.turn_to("profile")?;
    let score = page.data("profile-score", "permille")?;
    for category in
        ["llm", "resilience", "testing", "observability", "security", "documentation", "performance"]
    {
        set(&page, &format!("weight-{category}"), "0")?;
    }
    assert_ne!(page.data("profile-score", "permille")?, score);
    let file = page.download("save-profile")?;
    assert!(file.contains("deployment"), "{file}");
    let after: Value = serde_json::from_str(&exported(&page)?)?;
    assert_eq!(after["profile"]["weights_permille"]["llm"], 0);
    page.turn_to("profile")?;
    page.click("as-audited")?;
    assert!(exported(&page)? == before, "what was taken back left something behind");
    Ok(())
}

#[test]
fn a_figure_that_criteria_compare_with_is_judged_again_without_reading_again() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, WEAK)?;
    let before: Value = serde_json::from_str(&exported(&page)?)?;
    page.turn_to("profile")?;
    set(&page, "threshold-LlmTests", "0")?;
    let script = "
const [done] = arguments;
const look = () => document.querySelector('[data-testid=judging]') || (watch.disconnect(), done(true));
const watch = new MutationObserver(look);
watch.observe(document.body, { subtree: true, childList: true });
look();";
    page.run_async(script, &[])?;
    let after: Value = serde_json::from_str(&exported(&page)?)?;
    assert_eq!(after["profile"]["thresholds"]["llm_tests"], 0);
    assert_eq!(after["archive"], before["archive"]);
    assert_ne!(after["checks"], before["checks"], "no verdict follows the threshold");
    Ok(())
}

#[test]
fn an_accepted_risk_stays_in_sight_and_is_saved_with_the_profile() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, WEAK)?;
    page.turn_to("gaps")?;
    page.click("gap-title")?;
    page.click("accept")?;
    set(&page, "accept-reason", "Only inside the house.")?;
    set(&page, "accept-owner", "Ada")?;
    set(&page, "accept-expires", "2030-01-31")?;
    page.click("accept-submit")?;
    page.turn_to("profile")?;
    let row = page.text("accepted-row")?;
    assert!(row.contains("Only inside the house.") && row.contains("2030-01-31"), "{row}");
    let file = page.download("save-profile")?;
    assert!(file.contains("Only inside the house.") && file.contains("2030-01-31"), "{file}");
    Ok(())
}

#[test]
fn two_audits_are_compared_and_the_archive_of_the_first_stays_at_hand() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, WEAK)?;
    page.turn_to("compare")?;
    page.text("compare")?;
    page.drop_file("harbor.zip", &archive("harbor_strong")?)?;
    page.text("compare-score")?;
    assert_eq!(page.count("compare-radar", "svg")?, 1);
    let new = page.data("compared-New", "count")?;
    let fixed = page.data("compared-Fixed", "count")?;
    assert_ne!((new.as_str(), fixed.as_str()), ("0", "0"));
    page.click("swap")?;
    page.settle()?;
    assert_eq!((page.data("compared-New", "count")?, page.data("compared-Fixed", "count")?), (fixed, new));
    let barriers = page.barriers()?;
    assert!(barriers.is_empty(), "{barriers:#?}");
    let audit: Value = serde_json::from_str(&exported(&page)?)?;
    assert_eq!(audit["archive"]["name"], "weak_bot.zip");
    Ok(())
}

#[test]
fn an_address_that_survives_a_reload_is_returned_to() -> Result<()> {
    let stage = Stage::set()?;
    let page = audited(&stage, WEAK)?;
    page.turn_to("gaps/critical")?;
    page.text("gap-row")?;
    page.reload()?;
    page.text("return-to")?;
    page.drop_file("weak_bot.zip", &archive(WEAK)?)?;
    page.text("gap-row")?;
    assert_eq!(page.run("return location.hash", &[])?, "#/gaps/critical");
    Ok(())
}
