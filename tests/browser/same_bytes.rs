//! The law between the hosts: the command line and the page give the same `audit.json`, byte for byte.

use crate::{archive, audited, exported};
use anyhow::{Context, Result, ensure};
use beredd_tests::browser::{Stage, State, from_environment};
use beredd_tests::repository;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `beredd audit` prints of an archive.
pub(crate) fn from_the_command_line(file: &Path) -> Result<String> {
    with_arguments(file, &[])
}

/// What `beredd audit` prints of an archive, with more arguments.
pub(crate) fn with_arguments(file: &Path, arguments: &[&OsStr]) -> Result<String> {
    let program = from_environment("BEREDD_CLI")?;
    let output = Command::new(&program)
        .args(["audit", "--format", "json"])
        .arg(file)
        .args(arguments)
        .output()
        .with_context(|| format!("{} does not start", program.display()))?;
    ensure!(output.status.success(), "the program failed: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// The archive of a repository as a file, for a program that reads files.
pub(crate) fn on_disk(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archives");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{name}.zip"));
    // Tests that want the same archive run at once: each writes the same bytes, and puts them in place whole.
    let unfinished = tempfile::NamedTempFile::new_in(&folder)?;
    std::fs::write(&unfinished, archive(name)?)?;
    unfinished.persist(&file)?;
    Ok(file)
}

/// Where two texts part, for a message.
pub(crate) fn parting(one: &str, other: &str) -> String {
    let place = one.lines().zip(other.lines()).zip(1..).find(|((a, b), _)| a != b);
    place.map_or_else(
        || format!("one is longer: {} and {} bytes", one.len(), other.len()),
        |((a, b), line)| format!("line {line}:\n  command line: {a}\n  page:         {b}"),
    )
}

#[test]
fn the_command_line_and_the_page_give_the_same_bytes() -> Result<()> {
    let stage = Stage::set()?;
    for name in repository::names()? {
        let file = on_disk(&name)?;
        let (there, here) = (from_the_command_line(&file)?, exported(&audited(&stage, &name)?)?);
        assert!(there == here, "{name}: {}", parting(&there, &here));
    }
    Ok(())
}

#[test]
fn the_sample_on_the_page_is_the_sample_in_the_repository() -> Result<()> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/sample.zip");
    let stage = Stage::set()?;
    let page = stage.open()?;
    page.take_sample()?;
    page.wait_until(State::Ready)?;
    let (there, here) = (from_the_command_line(&sample)?, exported(&page)?);
    assert!(there == here, "{}", parting(&there, &here));
    Ok(())
}
