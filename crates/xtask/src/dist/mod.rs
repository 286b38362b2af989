//! The release of the page, in two forms from one build: `dist/site`, a folder for any static host, and `dist/beredd.html`,
//! one file that opens from a disk. Beside them the checksums of every file and the list of what they are built from.

mod bill;
mod html;
mod one_file;
mod site;
mod sums;

use crate::place::Place;
use crate::tools::{self, BuildTools};
use crate::{say, wasm};
use anyhow::{Context, Result, ensure};
use beredd_testkit::Server;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// Prepares what is missing, builds `dist` and says what each file weighs. Gives back the folder of the site.
pub(crate) fn build(place: &Place) -> Result<PathBuf> {
    let tools = tools::for_building(place)?;
    build_with(place, &tools)
}

/// Builds `dist` with tools that are there.
pub(crate) fn build_with(place: &Place, tools: &BuildTools) -> Result<PathBuf> {
    let shell = Shell::new()?;
    shell.change_dir(&place.root);
    say::line(&format!("building the page with {}", tools.compiler));
    wasm::fetch(&shell, place, &tools.compiler)?;
    let (trunk, site) = (&tools.trunk, place.site());
    // Trunk leaves files of an earlier build that was broken off; what is deployed holds this build and nothing else.
    shell.remove_path(place.dist())?;
    let command = cmd!(shell, "{trunk} build --release --offline --locked --dist {site}");
    // Where Trunk itself stood when a build failed helps nobody; NO_COLOR it reads as a boolean, and refuses the usual `1`.
    let command = tools
        .compiler
        .equip(command, place, &tools.folders)?
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE");
    command.run().context("the page could not be built; what Trunk says stands above")?;
    let files = site::seal(&site)?;
    let one_file = place.one_file();
    write(&one_file, one_file::compose(place, &site, &files)?.as_bytes())?;
    write(&place.dist().join("beredd.cdx.json"), bill::of_materials(&shell)?.as_bytes())?;
    let sums = sums::of(&place.dist())?;
    write(&place.dist().join("SHA256SUMS"), sums.as_bytes())?;
    for file in [&files.page_wasm, &files.worker_wasm].map(|name| site.join(name)).iter().chain([&one_file]) {
        weigh(file)?;
    }
    Ok(site)
}

/// Builds the release and serves it until it is interrupted.
pub(crate) fn serve(place: &Place, port: u16) -> Result<()> {
    let site = build(place)?;
    let server = Server::start(&site, port)?;
    say::line(&format!("\nBeredd is served at {}  (Ctrl-C ends it)", server.address()));
    server.wait();
    Ok(())
}

/// Says what a visitor downloads, in kB of 1000 bytes: as it lies there, and as a host that compresses sends it.
fn weigh(file: &Path) -> Result<()> {
    let bytes = read(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (size, packed) = (kilobytes(bytes.len()), kilobytes(gzip(&bytes)?.len()));
    say::line(&format!("{name}: {size} kB, {packed} kB gzip"));
    Ok(())
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

const fn kilobytes(bytes: usize) -> usize {
    bytes.div_ceil(1000)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read as text", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

/// The names of a folder's files, in order.
fn names_in(folder: &Path) -> Result<Vec<String>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let name = entry.file_name().into_string().ok().context("a file's name is not text")?;
            names.push(name);
        }
    }
    names.sort();
    ensure!(!names.is_empty(), "{} is empty", folder.display());
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_rounded_up_to_whole_kilobytes() {
        assert_eq!([0, 1, 1000, 1001].map(kilobytes), [0, 1, 1, 2]);
        assert!(gzip(&[7; 10_000]).unwrap().len() < 200);
    }
}
