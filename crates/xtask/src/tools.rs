//! Outside tools: which ones, why, and how each is installed when it is missing.
//!
//! Installed tools live in a folder with their version in its name, so a new pin never meets an old program, and a tool that
//! is there is never touched again. System packages come from Debian's apt, where there is one; elsewhere the missing thing
//! is named. What the building of a page needs and what only tests need are asked for separately.

use crate::place::Place;
use crate::{say, versions, wasm};
use anyhow::{Context, Result, bail, ensure};
use std::env;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// What building the page needs.
#[derive(Clone, Debug)]
pub(crate) struct BuildTools {
    /// How wasm is compiled on this machine.
    pub(crate) compiler: wasm::Compiler,
    /// Trunk itself.
    pub(crate) trunk: PathBuf,
    /// The folders that hold the tools, to be put in front of `PATH`.
    pub(crate) folders: Vec<PathBuf>,
}

/// What browser tests need.
#[derive(Clone, Debug)]
pub(crate) struct BrowserTools {
    /// The browser.
    pub(crate) chromium: PathBuf,
    /// The program that drives it over WebDriver.
    pub(crate) driver: PathBuf,
    /// The second browser.
    pub(crate) firefox: PathBuf,
    /// The program that drives that one.
    pub(crate) gecko_driver: PathBuf,
    /// The script that looks for what keeps people out of a page.
    pub(crate) axe: PathBuf,
}

/// Installs everything that is missing: the chore `setup`.
pub(crate) fn everything(place: &Place) -> Result<()> {
    let build = for_building(place)?;
    let browser = for_browsing(place)?;
    deny(place)?;
    say::line(&format!("wasm is built with {}", build.compiler));
    for folder in &build.folders {
        say::line(&format!("tools in {}", folder.display()));
    }
    say::line(&format!("browser tests use {} and {}", browser.chromium.display(), browser.driver.display()));
    Ok(())
}

/// Installs what building the page needs and is missing.
pub(crate) fn for_building(place: &Place) -> Result<BuildTools> {
    let shell = Shell::new()?;
    shell.change_dir(&place.root);
    let compiler = wasm::find_or_install(&shell)?;
    let bindgen = cargo_tool(place, &shell, &WASM_BINDGEN)?;
    let trunk = cargo_tool(place, &shell, &TRUNK)?;
    let wasm_opt = binaryen(place, &shell)?;
    let folders =
        [&trunk, &bindgen, &wasm_opt].iter().filter_map(|tool| Some(tool.parent()?.to_owned())).collect();
    Ok(BuildTools { compiler, trunk, folders })
}

/// Installs the browser and its driver when they are missing.
pub(crate) fn for_browsing(place: &Place) -> Result<BrowserTools> {
    let shell = Shell::new()?;
    let chromium =
        system_program(&shell, &["chromium", "chromium-browser", "google-chrome"], "chromium", BROWSER_WHY)?;
    let driver =
        system_program(&shell, &["chromedriver"], "chromium-driver", "it drives the browser in tests")?;
    let firefox = system_program(
        &shell,
        &["firefox-esr", "firefox"],
        "firefox-esr",
        "the tests open the page in it too",
    )?;
    let gecko_driver = cargo_tool(place, &shell, &GECKODRIVER)?;
    let axe = npm_file(
        place,
        &shell,
        "axe-core",
        versions::AXE,
        &["axe-core", "axe.min.js"],
        "it looks for what keeps people out of a page",
    )?;
    Ok(BrowserTools { chromium, driver, firefox, gecko_driver, axe })
}

/// Installs `fflate` when it is missing, and gives its script.
pub(crate) fn fflate(place: &Place) -> Result<PathBuf> {
    let why = "the benchmark holds the page against its inflating";
    npm_file(place, &Shell::new()?, "fflate", versions::FFLATE, &["fflate", "umd", "index.js"], why)
}

/// Installs `cargo deny` when it is missing.
pub(crate) fn deny(place: &Place) -> Result<PathBuf> {
    cargo_tool(place, &Shell::new()?, &DENY)
}

/// Installs Debian packages, as root or through sudo.
///
/// # Errors
/// When there is no apt, no right to use it, or it fails: the sentence names the packages.
pub(crate) fn apt_install(shell: &Shell, packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    ensure!(
        program_in_path("apt-get").is_some(),
        "{names} missing ({why}), and this machine has no apt-get: install it by hand and try again"
    );
    say::line(&format!("installing {names} from Debian: {why}"));
    // As root there is nothing to ask; otherwise sudo, which must not stop to ask for a password.
    let is_root = cmd!(shell, "id -u").quiet().read()? == "0";
    let (program, quietly): (&str, &[&str]) = if is_root { ("env", &[]) } else { ("sudo", &["-n"]) };
    let install =
        ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends"];
    let run = cmd!(shell, "{program} {quietly...} apt-get update -qq")
        .run()
        .and_then(|()| cmd!(shell, "{program} {quietly...} {install...} {packages...}").run());
    run.with_context(|| {
        format!("{names} could not be installed with apt-get ({why}): run as root, or install by hand")
    })
}

/// Where a program stands on `PATH`.
pub(crate) fn program_in_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// A tool that `cargo install` builds.
struct CargoTool {
    package: &'static str,
    program: &'static str,
    folder: &'static str,
    version: &'static str,
    features: &'static [&'static str],
    why: &'static str,
}

const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    folder: "wasm-bindgen",
    version: versions::WASM_BINDGEN,
    features: &[],
    why: "it writes the JavaScript that loads the page's wasm",
};

const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    program: "trunk",
    folder: "trunk",
    version: versions::TRUNK,
    // Without its default features it needs no OpenSSL on the machine.
    features: &["--no-default-features", "--features", "rustls"],
    why: "it puts the page together from wasm, styles and index.html",
};

const DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    program: "cargo-deny",
    folder: "cargo-deny",
    version: versions::DENY,
    // Its default features are for an index over HTTP, which nothing here asks.
    features: &["--no-default-features"],
    why: "it holds the crates against the rules for licences, sources and networks",
};

const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    program: "geckodriver",
    folder: "geckodriver",
    version: versions::GECKODRIVER,
    features: &[],
    why: "it drives Firefox in tests",
};

const BROWSER_WHY: &str = "the tests open the page in a real browser";

fn cargo_tool(place: &Place, shell: &Shell, tool: &CargoTool) -> Result<PathBuf> {
    let CargoTool { package, program, folder, version, features, why } = *tool;
    let folder = place.tools.join(format!("{folder}-{version}"));
    let path = folder.join("bin").join(program);
    if path.is_file() {
        return Ok(path);
    }
    say::line(&format!("installing {package} {version} into {}: {why}", folder.display()));
    // The dev profile: built once and run a few times, an optimised tool never earns back its own compilation. The
    // target folder is cargo's own temporary one, so nothing of the tools stays in the project's.
    cmd!(shell, "cargo install {package} --version {version} --locked --debug {features...} --root {folder}")
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
        .run()
        .with_context(|| {
            format!("{package} {version} could not be installed ({why}): cargo needs to reach crates.io, and a C compiler")
        })?;
    ensure!(path.is_file(), "{package} was installed, but {} is not there", path.display());
    Ok(path)
}

fn binaryen(place: &Place, shell: &Shell) -> Result<PathBuf> {
    let why = "its wasm-opt makes the page smaller and faster";
    npm_file(place, shell, "binaryen", versions::BINARYEN, &[".bin", "wasm-opt"], why)
}

/// A file of an npm package, by its way from `node_modules`, installed when it is missing.
fn npm_file(
    place: &Place,
    shell: &Shell,
    package: &str,
    version: &str,
    way: &[&str],
    why: &str,
) -> Result<PathBuf> {
    let folder = place.tools.join(format!("{package}-{version}"));
    let path = way.iter().fold(folder.join("node_modules"), |path, part| path.join(part));
    if path.is_file() && program_in_path("node").is_some() {
        return Ok(path);
    }
    if program_in_path("npm").is_none() || program_in_path("node").is_none() {
        apt_install(shell, &["nodejs", "npm"], &format!("npm brings {package}, and node runs wasm-opt"))?;
    }
    if !path.is_file() {
        let pinned = format!("{package}@{version}");
        say::line(&format!("installing {pinned} from npm into {}: {why}", folder.display()));
        // Into a folder beside the real one first: a download that breaks off must not look like an installed tool.
        let unfinished = place.tools.join(format!("{package}-{version}.unfinished"));
        shell.remove_path(&unfinished)?;
        shell.create_dir(&unfinished)?;
        cmd!(
            shell,
            "npm install --silent --no-fund --no-audit --ignore-scripts --prefix {unfinished} {pinned}"
        )
        .run()
        .with_context(|| {
            format!("{pinned} could not be installed ({why}): npm needs to reach its registry")
        })?;
        shell.remove_path(&folder)?;
        std::fs::rename(&unfinished, &folder)
            .with_context(|| format!("{} could not be put in place", folder.display()))?;
    }
    ensure!(path.is_file(), "{package} was installed, but {} is not there", path.display());
    Ok(path)
}

fn system_program(shell: &Shell, names: &[&str], package: &str, why: &str) -> Result<PathBuf> {
    let find = || names.iter().find_map(|name| program_in_path(name));
    if let Some(path) = find() {
        return Ok(path);
    }
    apt_install(shell, &[package], why)?;
    match find() {
        Some(path) => Ok(path),
        None => bail!("{package} was installed, but none of {} is on PATH", names.join(", ")),
    }
}

/// `PATH` with these folders in front.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    let rest: Vec<PathBuf> = env::split_paths(&old).collect();
    let all = folders.iter().chain(&rest).map(PathBuf::as_path).collect::<Vec<&Path>>();
    env::join_paths(all).context("PATH holds a folder whose name contains a colon")
}
