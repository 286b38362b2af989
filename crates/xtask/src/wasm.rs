//! How wasm is compiled on this machine.
//!
//! rustup's own target is the ordinary way. Where rustup cannot download it, Debian's web toolchain serves: its compiler
//! (/usr/bin/rustc, a little newer than the pinned one) builds the standard library from the source that Debian ships, and
//! links with the `rust-lld` of rustup's toolchain. A standard library for the pinned compiler cannot be had that way: its
//! source is in no package.

use crate::place::Place;
use crate::{say, tools};
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use xshell::{Cmd, Shell, cmd};

/// What the page and the worker are compiled for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler that has, or can build, a standard library for wasm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Compiler {
    /// rustup's toolchain with its own target.
    Rustup,
    /// Debian's web toolchain, which builds the standard library, with a linker of rustup's.
    Debian {
        /// The `rust-lld` to link with.
        linker: PathBuf,
    },
}

impl fmt::Display for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustup => write!(f, "rustup's toolchain and its target {TARGET}"),
            Self::Debian { .. } => {
                f.write_str("Debian's web toolchain, building the standard library from source")
            }
        }
    }
}

impl Compiler {
    /// The command with everything this compiler needs, and with `folders` in front of `PATH`.
    pub(crate) fn equip<'a>(&self, command: Cmd<'a>, place: &Place, folders: &[PathBuf]) -> Result<Cmd<'a>> {
        let command = command.env("CARGO_TARGET_DIR", place.web_target());
        Ok(match self {
            Self::Rustup => command.env("PATH", tools::path_with(folders)?),
            Self::Debian { linker } => {
                let mut folders = folders.to_vec();
                folders.push(PathBuf::from("/usr/bin"));
                command
                    .env("PATH", tools::path_with(&folders)?)
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("CARGO", DEBIAN_CARGO)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    // rustup puts its own libraries in front, and Debian's compiler must not find them.
                    .env_remove("LD_LIBRARY_PATH")
                    .env_remove("RUSTUP_TOOLCHAIN")
            }
        })
    }

    /// The cargo to call for wasm.
    pub(crate) const fn cargo(&self) -> &'static str {
        match self {
            Self::Rustup => "cargo",
            Self::Debian { .. } => DEBIAN_CARGO,
        }
    }
}

/// Finds the compiler for wasm, installing the target, or failing that Debian's packages.
///
/// `BEREDD_WASM=rustup` or `BEREDD_WASM=debian` leaves no choice: for machines that have both, and to try the other way.
///
/// # Errors
/// When neither way can be had: the sentence names both.
pub(crate) fn find_or_install(shell: &Shell) -> Result<Compiler> {
    let sysroot =
        PathBuf::from(cmd!(shell, "rustc --print sysroot").quiet().read().context("rustc does not run")?);
    let has_target = sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir();
    match shell.var_os("BEREDD_WASM").unwrap_or_default().to_str() {
        Some("") | None => {}
        Some("rustup") => return if has_target { Ok(Compiler::Rustup) } else { add_target(shell) },
        Some("debian") => return debian(shell, &sysroot),
        Some(other) => bail!("BEREDD_WASM is '{other}': 'rustup' and 'debian' are the choices"),
    }
    if has_target {
        return Ok(Compiler::Rustup);
    }
    if missing_debian_packages().is_empty() {
        return debian(shell, &sysroot);
    }
    add_target(shell).or_else(|refused| {
        say::line(&format!("{refused:#}; trying Debian's web toolchain instead"));
        debian(shell, &sysroot).with_context(|| {
            format!("wasm cannot be built here: {refused:#}, and Debian's web toolchain is not to be had")
        })
    })
}

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/Cargo.toml";

fn add_target(shell: &Shell) -> Result<Compiler> {
    ensure!(tools::program_in_path("rustup").is_some(), "the target {TARGET} is missing, and so is rustup");
    say::line(&format!("adding the target {TARGET} with rustup: the page and the worker are wasm"));
    cmd!(shell, "rustup target add {TARGET}")
        .run()
        .with_context(|| format!("rustup could not add the target {TARGET}"))?;
    Ok(Compiler::Rustup)
}

fn debian(shell: &Shell, sysroot: &Path) -> Result<Compiler> {
    let missing = missing_debian_packages();
    if !missing.is_empty() {
        tools::apt_install(
            shell,
            &missing,
            "the page and the worker are wasm, and rustup could not bring its target",
        )?;
    }
    let missing = missing_debian_packages();
    ensure!(
        missing.is_empty(),
        "{} installed, but its files are not in /usr/bin and /usr/lib/rustlib",
        missing.join(" ")
    );
    Ok(Compiler::Debian { linker: linker(shell, sysroot)? })
}

fn missing_debian_packages() -> Vec<&'static str> {
    [("rustc-web", DEBIAN_RUSTC), ("cargo-web", DEBIAN_CARGO), ("rust-web-src", DEBIAN_SOURCE)]
        .into_iter()
        .filter(|(_, file)| !Path::new(file).is_file())
        .map(|(package, _)| package)
        .collect()
}

fn linker(shell: &Shell, sysroot: &Path) -> Result<PathBuf> {
    let about = cmd!(shell, "rustc --version --verbose").quiet().read()?;
    let host =
        about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not name its host")?;
    let linker = sysroot.join("lib/rustlib").join(host).join("bin").join("rust-lld");
    ensure!(linker.is_file(), "no linker for wasm: {} is not there", linker.display());
    Ok(linker)
}

/// Downloads every crate of the wasm build, the standard library's own included, so that the build itself runs offline.
pub(crate) fn fetch(shell: &Shell, place: &Place, compiler: &Compiler) -> Result<()> {
    let cargo: OsString = compiler.cargo().into();
    let command = cmd!(shell, "{cargo} fetch --locked --quiet --target {TARGET}");
    compiler.equip(command, place, &[])?.run().context(
        "the crates of the page could not be fetched: cargo needs to reach crates.io once, and Cargo.lock must be fresh",
    )
}
