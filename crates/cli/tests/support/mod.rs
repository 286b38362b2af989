//! What the tests of the command line share: the program as it is started, and files that are gone afterwards.

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A repository of three files.
pub(crate) const REPO: &str = "//- README.md\n# System\n//- src/app.py\nimport os\n\nprint(os.name)\n//- Dockerfile\nFROM python:3.12\n";

/// Runs the program with these arguments.
pub(crate) fn beredd(arguments: &[&str]) -> Assert {
    Command::new(env!("CARGO_BIN_EXE_beredd")).args(arguments).assert()
}

/// What it wrote to standard output.
pub(crate) fn stdout(assert: &Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stdout).into_owned()
}

/// What it wrote to standard error.
pub(crate) fn stderr(assert: &Assert) -> String {
    String::from_utf8_lossy(&assert.get_output().stderr).into_owned()
}

/// A file in a folder that is gone when the test is done.
pub(crate) fn write(folder: &TempDir, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let path = folder.path().join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(&path, bytes)?;
    Ok(path)
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}
