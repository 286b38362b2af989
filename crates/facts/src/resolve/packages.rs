//! Names across files in languages whose packages are said: by a clause, a namespace, `go.mod` or `Cargo.toml` and folders.
//!
//! Every definition stands under one name, its package and its own name: `example.com/shop/agents.Svea.Ask`,
//! `com.acme.support.SupportAgent`. What a target leads to is the definition of the longest name it begins with. A name that is
//! defined twice leads nowhere.

use crate::Language;
use crate::fact::{Module, Node};
use crate::files::Files;
use crate::known::go_packages::without_version;
use beredd_model::RepoPath;
use std::collections::BTreeMap;

/// Definitions by their full names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packages {
    /// File and place in its list of definitions; nothing where two have the name.
    symbols: BTreeMap<String, Option<(RepoPath, u32)>>,
    /// The package of each file.
    of_file: BTreeMap<RepoPath, String>,
}

impl Packages {
    pub(crate) fn new(files: &Files) -> Self {
        let modules = go_modules(files);
        let crates = rust_crates(files);
        let mut packages = Self::default();
        for (path, facts) in files {
            let Some(module) = &facts.module else { continue };
            if let Some(package) = package_of(&modules, &crates, path, facts.language, module) {
                packages.add(path, &package, facts.language, module);
            }
        }
        packages
    }

    fn add(&mut self, path: &RepoPath, package: &str, language: Language, module: &Module) {
        for (definition, id) in module.definitions.iter().zip(0u32..) {
            let name = full_name(package, &definition.qualified);
            let place = (path.clone(), id);
            // Parts of one class in several files, and tests beside the code, say the same name again.
            self.symbols.entry(name).and_modify(|known| *known = None).or_insert(Some(place));
        }
        if language != Language::Ruby {
            self.of_file.insert(path.clone(), package.to_owned());
        }
    }

    /// The definition that a target begins with, and the parts that hang from it: `.create().ask`.
    pub(crate) fn find<'t>(
        &self,
        path: &RepoPath,
        module: &Module,
        target: &'t str,
    ) -> Option<(&RepoPath, u32, &'t str)> {
        let own = self.of_file.get(path);
        if path.extension() == "rs" {
            return self.find_in_rust(own?, target);
        }
        let stars = module.imports.iter().filter(|import| import.name.as_deref() == Some("*"));
        let around =
            own.into_iter().flat_map(|own| ancestors(own)).chain(stars.map(|import| import.module.as_str()));
        self.longest("", target).or_else(|| {
            let is_open =
                !target.starts_with("self.") && target.starts_with(|c: char| c.is_alphabetic() || c == '_');
            let mut packages = around.take(60);
            packages.find_map(|package| self.longest(package, target)).filter(|_| is_open)
        })
    }

    /// Paths of Rust begin with `crate`, with `super`, with a module beside, or with another crate of the workspace.
    fn find_in_rust<'t>(&self, own: &str, target: &'t str) -> Option<(&RepoPath, u32, &'t str)> {
        if let Some(rest) = target.strip_prefix("crate.") {
            return self.longest(own.split('.').next().unwrap_or(own), rest);
        }
        if let Some(rest) = target.strip_prefix("super.") {
            return self.longest(own.rsplit_once('.')?.0, rest);
        }
        let is_path =
            target.starts_with(|c: char| c.is_alphabetic() || c == '_') && !target.starts_with("self.");
        is_path.then(|| self.longest(own, target).or_else(|| self.longest("", target))).flatten()
    }

    /// A definition by its name in the package of a file.
    pub(crate) fn beside(&self, path: &RepoPath, qualified: &str) -> Option<(&RepoPath, u32)> {
        let package = self.of_file.get(path)?;
        let (path, id) = self.symbols.get(&full_name(package, qualified))?.as_ref()?;
        Some((path, *id))
    }

    fn longest<'t>(&self, package: &str, target: &'t str) -> Option<(&RepoPath, u32, &'t str)> {
        let ends = target.match_indices('.').map(|(at, _)| at).chain(std::iter::once(target.len()));
        let ends: Vec<usize> = ends.take(40).collect();
        ends.into_iter().rev().find_map(|end| {
            let (head, rest) = target.split_at_checked(end)?;
            let plain = head.trim_end_matches("()");
            // Only the last part may be called: what a call gives is looked up from there.
            if plain.contains("()") {
                return None;
            }
            let (path, id) = self.symbols.get(&full_name(package, plain))?.as_ref()?;
            let called = target.get(plain.len()..end)?;
            let rest = if called.is_empty() { rest } else { target.get(plain.len()..)? };
            Some((path, *id, rest))
        })
    }
}

/// A package and those around it, innermost first.
fn ancestors(package: &str) -> impl Iterator<Item = &str> {
    let is_path = package.contains('/');
    std::iter::successors(Some(package), move |inner| {
        inner.rsplit_once('.').map(|(outer, _)| outer).filter(|_| !is_path)
    })
}

fn full_name(package: &str, name: &str) -> String {
    if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") }
}

/// Folders with a `go.mod`, and the path of the module in it.
fn go_modules(files: &Files) -> BTreeMap<&str, &str> {
    let manifests = files.iter().filter(|(path, _)| path.file_name() == "go.mod");
    manifests
        .filter_map(|(path, facts)| {
            Some((path.folder(), facts.config.first()?.get("module").and_then(Node::text)?))
        })
        .collect()
}

/// Folders with a `Cargo.toml` that makes a crate, and the name that other code uses it by.
fn rust_crates(files: &Files) -> BTreeMap<&str, String> {
    let manifests = files.iter().filter(|(path, _)| path.file_name() == "Cargo.toml");
    manifests
        .filter_map(|(path, facts)| {
            let package = facts.config.first()?.get("package")?;
            Some((path.folder(), package.get("name").and_then(Node::text)?.replace('-', "_")))
        })
        .collect()
}

/// The module that a file of Rust is, below its crate: `src/llm/client.rs` is `shop.llm.client`. Programs beside the main one, tests and
/// examples are crates of their own, which nobody names.
fn rust_module(crates: &BTreeMap<&str, String>, path: &RepoPath) -> Option<String> {
    let mut folder = path.folder();
    let name = loop {
        if let Some(name) = crates.get(folder) {
            break name;
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
    };
    let inner = path.as_str().get(folder.len()..)?.trim_start_matches('/').strip_prefix("src/")?;
    let inner = inner.strip_suffix(".rs").filter(|inner| !inner.starts_with("bin/"))?;
    let parts = std::iter::once(name.as_str()).chain(inner.split('/')).filter(|part| *part != "mod");
    let is_root = matches!(inner, "lib" | "main");
    Some(if is_root { name.clone() } else { parts.collect::<Vec<_>>().join(".") })
}

fn package_of(
    modules: &BTreeMap<&str, &str>,
    crates: &BTreeMap<&str, String>,
    path: &RepoPath,
    language: Language,
    module: &Module,
) -> Option<String> {
    match language {
        Language::Go => {
            let mut folder = path.folder();
            loop {
                if let Some(base) = modules.get(folder) {
                    let inner = path.folder().get(folder.len()..)?.trim_start_matches('/');
                    let whole = if inner.is_empty() { (*base).to_owned() } else { format!("{base}/{inner}") };
                    return Some(without_version(&whole).to_owned());
                }
                if folder.is_empty() {
                    // Without a manifest the folder alone joins the files of a package.
                    return Some(format!("./{}", path.folder()));
                }
                folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
            }
        }
        Language::Java | Language::Kotlin | Language::CSharp | Language::Php => {
            Some(module.package.clone().unwrap_or_default())
        }
        Language::Ruby => Some(String::new()),
        Language::Rust => rust_module(crates, path),
        _ => None,
    }
}
