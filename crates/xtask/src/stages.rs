//! Everything that must hold before a change is good, in the order that fails soonest; the photographs, and the
//! benchmark.

use crate::place::Place;
use crate::tools::{BrowserTools, BuildTools};
use crate::{dist, say, tools, wasm};
use anyhow::{Context, Result};
use std::path::PathBuf;
use xshell::{Cmd, Shell, cmd};

/// Prepares what is missing and runs every test, browser included.
pub(crate) fn test(place: &Place) -> Result<()> {
    let shell = Shell::new()?;
    shell.change_dir(&place.root);
    say::stage("the whole run", || {
        let tools = say::stage("set-up for building", || tools::for_building(place))?;
        let browser = say::stage("set-up for browser tests", || tools::for_browsing(place))?;
        say::stage("format", || Ok(cmd!(shell, "cargo fmt --all --check").run()?))?;
        say::stage("crates and licences", || deny(&shell, place))?;
        say::stage("lints", || lint(&shell, place, &tools))?;
        say::stage("native tests", || Ok(cmd!(shell, "cargo test --workspace --locked").run()?))?;
        say::stage("release build of the page", || dist::build_with(place, &tools))?;
        say::stage("browser tests", || browser_tests(&shell, place, &browser))
    })
}

/// Photographs every page of the release build.
pub(crate) fn screenshots(place: &Place, archive: Option<PathBuf>) -> Result<()> {
    let shell = Shell::new()?;
    let archive = archive.map(std::path::absolute).transpose()?;
    shell.change_dir(&place.root);
    let browser = tools::for_browsing(place)?;
    dist::build(place)?;
    let folder = place.target.join("screenshots");
    let command = cmd!(
        shell,
        "cargo run --quiet --locked --package beredd-tests --features browser --bin screenshots -- {folder} {archive...}"
    );
    with_browser(command, place, &browser).run().context("the pages could not be photographed")?;
    say::line(&format!("the photographs are in {}", folder.display()));
    Ok(())
}

/// Measures the release build in a browser, beside what the archive takes only to inflate.
pub(crate) fn bench(place: &Place, archives: &[PathBuf]) -> Result<()> {
    let shell = Shell::new()?;
    let archives: Vec<PathBuf> = archives.iter().map(std::path::absolute).collect::<Result<_, _>>()?;
    shell.change_dir(&place.root);
    let browser = tools::for_browsing(place)?;
    let fflate = tools::fflate(place)?;
    dist::build(place)?;
    let command = cmd!(
        shell,
        "cargo run --quiet --locked --package beredd-tests --features browser --bin bench -- {archives...}"
    );
    with_browser(command.env("BEREDD_FFLATE", fflate), place, &browser)
        .run()
        .context("the page could not be measured")
}

/// Every crate's licence and source, and that nothing in the page or the worker can reach a network.
fn deny(shell: &Shell, place: &Place) -> Result<()> {
    let deny = tools::deny(place)?;
    let everything = [".cargo/deny.toml", "check", "licenses", "bans", "sources"];
    let page = [".cargo/deny-web.toml", "check", "bans"];
    cmd!(shell, "{deny} --workspace --locked --config {everything...}").run()?;
    cmd!(shell, "{deny} --manifest-path web/Cargo.toml --locked --config {page...}").run()?;
    Ok(())
}

/// Clippy over everything as the host compiles it, and over `web` as wasm compiles it where the compiler brings clippy;
/// elsewhere the release build is what holds the wasm side.
fn lint(shell: &Shell, place: &Place, tools: &BuildTools) -> Result<()> {
    cmd!(shell, "cargo clippy --workspace --all-targets --all-features --locked -- -D warnings").run()?;
    if tools.compiler == wasm::Compiler::Rustup {
        let target = wasm::TARGET;
        let command =
            cmd!(shell, "cargo clippy --package beredd-web --bins --locked --target {target} -- -D warnings");
        tools.compiler.equip(command, place, &[])?.run()?;
    }
    Ok(())
}

fn browser_tests(shell: &Shell, place: &Place, browser: &BrowserTools) -> Result<()> {
    // The law between the hosts compares the page with the program itself.
    cmd!(shell, "cargo build --locked --package beredd-cli").run()?;
    let program = place.target.join("debug").join("beredd");
    let command = cmd!(shell, "cargo test --locked --package beredd-tests --features browser --test browser");
    with_browser(command.env("BEREDD_CLI", program), place, browser)
        .run()
        .context("the page does not do in a browser what it should")
}

/// Tells the browser package where the page, the browser and its driver are.
fn with_browser<'a>(command: Cmd<'a>, place: &Place, browser: &BrowserTools) -> Cmd<'a> {
    command
        .env("BEREDD_DIST", place.site())
        .env("BEREDD_CHROMIUM", &browser.chromium)
        .env("BEREDD_CHROMEDRIVER", &browser.driver)
        .env("BEREDD_FIREFOX", &browser.firefox)
        .env("BEREDD_GECKODRIVER", &browser.gecko_driver)
        .env("BEREDD_AXE", &browser.axe)
}
