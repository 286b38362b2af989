//! Nothing leaves the page: after it has loaded, its server hears nothing more and the browser fetches nothing.

use crate::{WEAK, archive, exported};
use anyhow::Result;
use beredd_tests::browser::{Stage, State};

#[test]
fn nothing_is_requested_after_the_page_has_loaded() -> Result<()> {
    let stage = Stage::set()?;
    let page = stage.open()?;
    let (heard, fetched) = (stage.requests(), page.fetched()?);
    assert!(heard.iter().all(|request| request.status == 200), "{heard:?}");
    assert!(heard.iter().any(|request| is_worker(&request.url)), "{heard:?}");

    page.drop_file("weak_bot.zip", &archive(WEAK)?)?;
    page.wait_until(State::Ready)?;
    for route in ["overview", "gaps", "checks", "roadmap", "agents", "files"] {
        page.turn_to(route)?;
        page.settle()?;
    }
    exported(&page)?;

    assert_eq!(stage.requests(), heard);
    assert_eq!(page.fetched()?, fetched);
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}

/// Whether this is the worker's wasm, under whatever checksum.
fn is_worker(url: &str) -> bool {
    url.starts_with("/worker-") && url.ends_with("_bg.wasm")
}

#[test]
fn the_policy_refuses_what_would_leave_the_machine() -> Result<()> {
    let stage = Stage::set()?;
    let page = stage.open()?;
    let refused = page.run_async(
        "const [done] = arguments; fetch('https://example.org/').then(() => done('sent'), () => done('refused'))",
        &[],
    )?;
    assert_eq!(refused, "refused");
    let faults = page.faults()?;
    assert!(
        faults.iter().any(|fault| fault.starts_with("policy: connect-src https://example.org")),
        "{faults:?}"
    );
    Ok(())
}
