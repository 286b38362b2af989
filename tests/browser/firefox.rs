//! The page in Firefox: an archive dropped, the overview, the same audit.

use crate::{WEAK, archive, audited, exported};
use anyhow::Result;
use beredd_tests::browser::{Browser, Stage, State};

#[test]
fn firefox_makes_the_same_audit_of_what_is_dropped() -> Result<()> {
    let here = exported(&audited(&Stage::set()?, WEAK)?)?;
    let stage = Stage::set_in(Browser::Firefox)?;
    let page = stage.open()?;
    page.drop_file("weak_bot.zip", &archive(WEAK)?)?;
    page.wait_until(State::Ready)?;
    assert!(!page.text("overview")?.is_empty());
    assert_eq!(page.count("radar", "svg")?, 1);
    let there = exported(&page)?;
    assert!(there == here, "the browsers came to different audits");
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}
