//! The rules that hold the tree in shape, as data and as a test: module docs, file sizes, who may import whom, and the names
//! that may stand at the top.

use crate::place::Place;
use crate::say;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// Lines a source file may have. The wish is 400: beyond that it wants to be a folder.
const MOST_LINES: usize = 500;

/// What may stand at the top of the repository, beside what git ignores.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "Trunk.toml",
    "clippy.toml",
    "crates",
    "deny.toml",
    "docs",
    "fuzz",
    "index.html",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "tests",
    "web",
];

/// Who may import whom, as ARCHITECTURE.md draws it: a room, and the rooms its product code may name. `model` is everyone's.
const IMPORTS: &[(&str, &[&str])] = &[
    ("beredd-model", &[]),
    ("beredd-archive", &["beredd-model"]),
    ("beredd-facts", &["beredd-model"]),
    ("beredd-checks", &["beredd-model", "beredd-facts"]),
    ("beredd-plan", &["beredd-model"]),
    ("beredd-report", &["beredd-model"]),
    ("beredd-audit", &["beredd-model", "beredd-archive", "beredd-facts", "beredd-checks", "beredd-plan"]),
    ("beredd-cli", &["beredd-model", "beredd-archive", "beredd-audit", "beredd-report"]),
    ("beredd-web", &["beredd-model", "beredd-plan", "beredd-report", "beredd-archive", "beredd-audit"]),
    ("beredd-testkit", &["beredd-model"]),
    ("xtask", &["beredd-model", "beredd-testkit"]),
];

/// Rooms for development, which tests of every room may use and no product code.
const DEVELOPMENT: &[&str] = &["beredd-testkit", "xtask", "beredd-tests"];

/// The package that may import everything, since nothing imports it.
const TESTS: &str = "beredd-tests";

/// What the page must not name, or the parsers would end up in its wasm.
const WORKER_ONLY: &[&str] = &["beredd_archive", "beredd_audit", "beredd_checks", "beredd_facts"];

/// The files of `web/src` that are the worker.
const WORKER_FILES: &[&str] = &["web/src/bin/worker.rs", "web/src/bridge/worker.rs", "web/src/bridge/worker"];

/// Says every fault and fails when there is one: the chore `tidy`.
pub(crate) fn report(place: &Place) -> Result<()> {
    let faults = faults(place)?;
    for fault in &faults {
        say::line(fault);
    }
    ensure!(faults.is_empty(), "the tree is untidy in {} places", faults.len());
    say::line("the tree is tidy");
    Ok(())
}

/// Everything that is out of shape, one sentence each.
fn faults(place: &Place) -> Result<Vec<String>> {
    let mut faults = top_level(place)?;
    for file in sources(place)? {
        let text = std::fs::read_to_string(place.root.join(&file))
            .with_context(|| format!("{file} cannot be read"))?;
        faults.extend(source_faults(&file, &text));
    }
    faults.extend(import_faults(&metadata(place)?)?);
    Ok(faults)
}

fn top_level(place: &Place) -> Result<Vec<String>> {
    let names = tracked(place, &[])?;
    let top: BTreeSet<&str> = names.iter().filter_map(|name| name.split('/').next()).collect();
    Ok(top
        .into_iter()
        .filter(|name| !TOP.contains(name))
        .map(|name| format!("{name}: no such thing belongs at the top of the repository"))
        .collect())
}

fn sources(place: &Place) -> Result<Vec<String>> {
    tracked(place, &["*.rs"])
}

/// The files git knows or would add, and that are there.
fn tracked(place: &Place, patterns: &[&str]) -> Result<Vec<String>> {
    let shell = Shell::new()?;
    shell.change_dir(&place.root);
    let listing =
        cmd!(shell, "git ls-files --cached --others --exclude-standard -- {patterns...}").quiet().read();
    let listing = listing.context("git cannot list the files: tidiness is a question about a checkout")?;
    Ok(listing.lines().filter(|name| place.root.join(name).is_file()).map(str::to_owned).collect())
}

fn source_faults(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("//! ") {
        faults.push(format!("{file}: open it with `//! ` and what lives here"));
    }
    let lines = text.lines().count();
    if lines > MOST_LINES {
        faults.push(format!("{file}: {lines} lines, {MOST_LINES} at most: make it a folder"));
    }
    if is_page(file) {
        let named = WORKER_ONLY.iter().filter(|room| text.contains(*room));
        faults
            .extend(named.map(|room| format!("{file}: page code must not name {room}, only the worker may")));
    }
    faults
}

fn is_page(file: &str) -> bool {
    let is_worker = |worker: &&str| Path::new(file).starts_with(worker);
    file.starts_with("web/src/") && !WORKER_FILES.iter().any(is_worker)
}

fn metadata(place: &Place) -> Result<serde_json::Value> {
    let shell = Shell::new()?;
    let manifest: PathBuf = place.root.join("Cargo.toml");
    let text =
        cmd!(shell, "cargo metadata --no-deps --offline --format-version 1 --manifest-path {manifest}");
    let text = text.quiet().ignore_stderr().read().context("cargo cannot describe the workspace")?;
    serde_json::from_str(&text).context("cargo's description of the workspace is not JSON")
}

fn import_faults(metadata: &serde_json::Value) -> Result<Vec<String>> {
    let packages =
        metadata.get("packages").and_then(|list| list.as_array()).context("cargo lists no packages")?;
    let mut faults = Vec::new();
    for package in packages {
        let name = text_of(package, "name");
        if name == TESTS {
            continue;
        }
        let Some((_, allowed)) = IMPORTS.iter().find(|(room, _)| *room == name) else {
            faults.push(format!(
                "{name}: a new room: say in ARCHITECTURE.md and in tidy.rs what it may import"
            ));
            continue;
        };
        for dependency in package.get("dependencies").and_then(|list| list.as_array()).into_iter().flatten() {
            let import = text_of(dependency, "name");
            let is_room = import == TESTS || IMPORTS.iter().any(|(room, _)| *room == import);
            let is_for_tests = text_of(dependency, "kind") == "dev";
            let is_allowed = allowed.contains(&import) || (is_for_tests && may_test_with(name, import));
            if is_room && !is_allowed {
                faults.push(format!("{name}: must not import {import}"));
            }
        }
    }
    Ok(faults)
}

/// Tests of a room may use the test kit; those of `checks` also `plan`, to prove that every check can move a score.
fn may_test_with(room: &str, import: &str) -> bool {
    (DEVELOPMENT.contains(&import) && import != TESTS) || (room == "beredd-checks" && import == "beredd-plan")
}

fn text_of<'a>(value: &'a serde_json::Value, key: &str) -> &'a str {
    value.get(key).and_then(|text| text.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let faults = faults(&Place::here().unwrap()).unwrap();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn untidy_sources_are_named() {
        assert_eq!(source_faults("crates/x/src/lib.rs", "//! Fine.\n"), Vec::<String>::new());
        assert_eq!(source_faults("a.rs", "fn main() {}\n").len(), 1);
        assert_eq!(source_faults("a.rs", &format!("//! Long.\n{}", "\n".repeat(500))).len(), 1);
    }

    #[test]
    fn only_the_worker_may_name_the_audit() {
        let text = "//! Fine.\nuse beredd_audit::survey;\n";
        assert_eq!(source_faults("web/src/pages/drop.rs", text).len(), 1);
        assert_eq!(source_faults("web/src/bridge/worker.rs", text).len(), 0);
        assert_eq!(source_faults("web/src/bridge/worker/judge.rs", text).len(), 0);
        assert_eq!(source_faults("crates/cli/src/main.rs", text).len(), 0);
    }

    #[test]
    fn a_forbidden_import_is_named() {
        let package = |name: &str, import: &str, kind: &str| serde_json::json!({ "packages": [{ "name": name, "dependencies": [{ "name": import, "kind": kind }] }] });
        let faults = |name, import, kind| import_faults(&package(name, import, kind)).unwrap();
        assert_eq!(
            faults("beredd-plan", "beredd-checks", ""),
            ["beredd-plan: must not import beredd-checks"]
        );
        assert_eq!(faults("beredd-plan", "beredd-testkit", "").len(), 1);
        assert!(faults("beredd-plan", "beredd-testkit", "dev").is_empty());
        assert!(faults("beredd-audit", "beredd-checks", "").is_empty());
        assert_eq!(faults("beredd-new", "serde", "").len(), 1);
    }
}
