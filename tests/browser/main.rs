//! The page in a real browser: the whole way from a dropped archive to an audit, what it must never do, and what it says
//! when it is handed something else.
//!
//! Run by `cargo xtask test`, which builds the page and says where the browser is.

mod bad_inputs;
mod decisions;
mod firefox;
mod hostile;
mod huge;
mod intake;
mod keyboard;
mod looks;
mod one_file;
mod pages;
mod same_bytes;
mod silence;
mod trust;

use anyhow::Result;
use beredd_testkit::zip_of;
use beredd_tests::browser::{Page, Stage, State};
use beredd_tests::repository;
use serde_json::Value;

/// The repository most tests drop: it has gaps of every kind.
const WEAK: &str = "weak_bot";

/// The archive of a repository kept under `tests/repos`, as a code host packs it.
fn archive(name: &str) -> Result<Vec<u8>> {
    Ok(zip_of(&repository::load(name)?, Some(name))?)
}

/// Opens the page and drops a repository on it.
fn audited(stage: &Stage, name: &str) -> Result<Page> {
    let page = stage.open()?;
    page.drop_file(&format!("{name}.zip"), &archive(name)?)?;
    page.wait_until(State::Ready)?;
    Ok(page)
}

/// The `audit.json` that the page exports.
fn exported(page: &Page) -> Result<String> {
    page.turn_to("export")?;
    page.download("export-json")
}

/// The value at a pointer such as `/score/proven_permille`.
fn at<'a>(audit: &'a Value, pointer: &str) -> &'a Value {
    audit.pointer(pointer).unwrap_or(&Value::Null)
}

/// How many members the list at a pointer has.
fn count(audit: &Value, pointer: &str) -> usize {
    at(audit, pointer).as_array().map_or(0, Vec::len)
}
