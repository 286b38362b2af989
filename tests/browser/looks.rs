//! Every page in every look: nothing keeps people out of it (axe), nothing runs over the edge, nothing goes wrong.

use crate::{WEAK, archive};
use anyhow::Result;
use beredd_tests::browser::{Page, ROUTES, Stage, State};

/// Criteria that are opened by their address, with all that their checks found.
const OPENED: [&str; 2] = ["checks/K1.1", "checks/K5.2"];

/// How far the page is wider than its window, and what it is that sticks out.
fn overhang(page: &Page) -> Result<String> {
    let script = "
const root = document.documentElement;
if (root.scrollWidth <= root.clientWidth) return '';
const wide = [...document.querySelectorAll('#content *')].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1
  && !e.closest('.table-frame, .chart, .excerpt, .sr-only'));
return `${root.scrollWidth} > ${root.clientWidth}: ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`;";
    Ok(page.run(script, &[])?.as_str().unwrap_or_default().to_owned())
}

/// Walks every page of what is loaded and gives all that is wrong.
fn walk(page: &Page, whose: &str) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for lang in ["sv", "en"] {
        page.look_as(1440, "light")?;
        page.click(&format!("lang-{lang}"))?;
        for scheme in ["light", "dark"] {
            for route in ROUTES.into_iter().chain(OPENED) {
                page.turn_to(route)?;
                let look = format!("{whose} {route} {lang} {scheme}");
                for width in [360, 1440] {
                    page.look_as(width, scheme)?;
                    page.settle()?;
                    let over = overhang(page)?;
                    if !over.is_empty() {
                        wrong.push(format!("{look} {width}: {over}"));
                    }
                }
                wrong.extend(page.barriers()?.into_iter().map(|barrier| format!("{look}: {barrier}")));
            }
        }
    }
    // Narrow screens lay some pages out otherwise: once more for those who look from there.
    page.look_as(390, "light")?;
    for route in ROUTES {
        page.turn_to(route)?;
        page.settle()?;
        wrong.extend(page.barriers()?.into_iter().map(|barrier| format!("{whose} {route} 390: {barrier}")));
    }
    wrong.extend(page.faults()?);
    Ok(wrong)
}

#[test]
fn nothing_keeps_people_out_of_the_sample_on_any_page_in_any_look() -> Result<()> {
    let stage = Stage::set()?;
    let page = stage.open()?;
    let at_start = page.barriers()?;
    assert!(at_start.is_empty(), "start: {at_start:#?}");
    page.take_sample()?;
    page.wait_until(State::Ready)?;
    let wrong = walk(&page, "sample")?;
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}

#[test]
fn nothing_keeps_people_out_of_a_weak_system_on_any_page_in_any_look() -> Result<()> {
    let stage = Stage::set()?;
    let page = stage.open()?;
    page.drop_file("weak_bot.zip", &archive(WEAK)?)?;
    page.wait_until(State::Ready)?;
    let wrong = walk(&page, WEAK)?;
    assert!(wrong.is_empty(), "{wrong:#?}");
    Ok(())
}
