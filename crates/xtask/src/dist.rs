//! The release of the page: built by Trunk, weighed, served.

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

/// Prepares what is missing, builds `dist/site` and says what each wasm weighs. Gives back the folder.
pub(crate) fn build(place: &Place) -> Result<PathBuf> {
    let tools = tools::for_building(place)?;
    build_with(place, &tools)
}

/// Builds `dist/site` with tools that are there.
pub(crate) fn build_with(place: &Place, tools: &BuildTools) -> Result<PathBuf> {
    let shell = Shell::new()?;
    shell.change_dir(&place.root);
    say::line(&format!("building the page with {}", tools.compiler));
    wasm::fetch(&shell, place, &tools.compiler)?;
    let (trunk, site) = (&tools.trunk, place.site());
    // Trunk leaves files of an earlier build that was broken off; what is deployed holds this build and nothing else.
    shell.remove_path(&site)?;
    let command = cmd!(shell, "{trunk} build --release --offline --locked --dist {site}");
    // Where Trunk itself stood when a build failed helps nobody; NO_COLOR it reads as a boolean, and refuses the usual `1`.
    let command = tools
        .compiler
        .equip(command, place, &tools.folders)?
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE");
    command.run().context("the page could not be built; what Trunk says stands above")?;
    weigh(&site)?;
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
fn weigh(site: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(site)
        .with_context(|| format!("{} cannot be listed", site.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .collect();
    files.sort();
    ensure!(files.len() == 2, "{} should hold two wasm, the page's and the worker's", site.display());
    for file in files {
        let bytes = std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        say::line(&format!(
            "{name}: {} kB, {} kB gzip",
            kilobytes(bytes.len()),
            kilobytes(gzip_size(&bytes)?)
        ));
    }
    Ok(())
}

fn gzip_size(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

const fn kilobytes(bytes: usize) -> usize {
    bytes.div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_rounded_up_to_whole_kilobytes() {
        assert_eq!([0, 1, 1000, 1001].map(kilobytes), [0, 1, 1, 2]);
        assert!(gzip_size(&[7; 10_000]).unwrap() < 200);
    }
}
