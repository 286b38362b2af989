//! Where things are: the repository, the build output, the tools.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The folders a chore works in.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Build output of the native toolchain: `CARGO_TARGET_DIR`, or `target`.
    pub(crate) target: PathBuf,
    /// Installed tools, one folder each with its version in the name.
    pub(crate) tools: PathBuf,
}

impl Place {
    /// The folders of this process: the repository is the one xtask was built in.
    pub(crate) fn here() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("xtask was not built from crates/xtask: run it through `cargo xtask`")?
            .to_owned();
        let target = match folder_variable("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir().context("the current folder is gone")?.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target, tools: tools_folder()? })
    }

    /// Everything that is released.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The release of the page as a folder for a static host.
    pub(crate) fn site(&self) -> PathBuf {
        self.dist().join("site")
    }

    /// The release of the page as one file that opens from a disk.
    pub(crate) fn one_file(&self) -> PathBuf {
        self.dist().join("beredd.html")
    }

    /// Build output for wasm. Apart from the native one: the two may come from different compilers, and each would throw
    /// the other's work away.
    pub(crate) fn web_target(&self) -> PathBuf {
        self.target.join("web")
    }
}

fn tools_folder() -> Result<PathBuf> {
    if let Some(folder) = folder_variable("BEREDD_TOOLS") {
        return Ok(env::current_dir().context("the current folder is gone")?.join(folder));
    }
    let cache = folder_variable("XDG_CACHE_HOME")
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .context("there is no home folder to keep tools in: set BEREDD_TOOLS to a folder for them")?;
    Ok(cache.join("beredd"))
}

fn folder_variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
