//! Photographs of every page: light and dark, wide and narrow, Swedish and English.
//!
//! `cargo xtask screenshots [archive]` calls it with the folder for the pictures and perhaps an archive.

use anyhow::{Context, Result};
use beredd_tests::browser::{Page, ROUTES, Stage, State};
use std::env;
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().context("say where the pictures go: run `cargo xtask screenshots`")?;
    let archive = arguments.next();
    std::fs::create_dir_all(&folder)?;
    let stage = Stage::set()?;
    let page = stage.open()?;
    everywhere(&page, &folder, &["start"])?;
    match &archive {
        Some(file) => page.choose_file(file)?,
        None => page.take_sample()?,
    }
    page.wait_until(State::Ready)?;
    everywhere(&page, &folder, &ROUTES)
}

/// Every look of these pages, one picture each: `<page>-<language>-<scheme>-<width>.png`.
fn everywhere(page: &Page, folder: &Path, routes: &[&str]) -> Result<()> {
    for lang in ["sv", "en"] {
        page.look_as(1440, "light")?;
        page.click(&format!("lang-{lang}"))?;
        for scheme in ["light", "dark"] {
            for width in [1440, 390] {
                page.look_as(width, scheme)?;
                for route in routes {
                    if *route != "start" {
                        page.turn_to(route)?;
                    }
                    page.settle()?;
                    let file = folder.join(format!("{route}-{lang}-{scheme}-{width}.png"));
                    std::fs::write(file, page.photograph()?)?;
                }
            }
        }
    }
    Ok(())
}
