//! What explains specifiers: manifests of packages, workspaces, and the compiler's configuration.

use super::super::modules::{ancestors, join};
use crate::fact::{Ecosystem, Node};
use crate::files::Files;
use beredd_model::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

/// How often one configuration may extend another.
const MAX_EXTENDS: u32 = 8;

/// Conditions of `exports`, in the order they are asked.
const CONDITIONS: &[&str] =
    &["source", "development", "types", "import", "module", "default", "node", "browser", "require"];

/// A package of the repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Package {
    /// `main`, `module`, `types` and the like.
    mains: Vec<String>,
    /// Ways into the package by their name: `.`, `./client`.
    exports: Vec<(String, String)>,
}

/// What a `tsconfig.json` says of specifiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CompilerOptions {
    /// The folder that specifiers are looked for in.
    pub(crate) base_url: Option<String>,
    /// Patterns with what they stand for, folders included.
    paths: Vec<(String, Vec<String>)>,
}

impl CompilerOptions {
    /// What a specifier may stand for by the patterns.
    pub(crate) fn candidates(&self, module: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (pattern, targets) in &self.paths {
            let part = match pattern.split_once('*') {
                None => (pattern == module).then_some(""),
                Some(("", "")) => None,
                Some((before, behind)) => {
                    module.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind))
                }
            };
            if let Some(part) = part {
                found.extend(targets.iter().map(|target| target.replacen('*', part, 1)));
            }
        }
        found
    }
}

/// Every package and every configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Projects {
    /// By folder.
    packages: BTreeMap<String, Package>,
    /// By name, the folder.
    by_name: BTreeMap<String, String>,
    /// By folder.
    options: BTreeMap<String, CompilerOptions>,
    /// Packages that some manifest asks for.
    declared: BTreeSet<String>,
}

impl Projects {
    pub(crate) fn new(files: &Files) -> Self {
        let mut projects = Self::default();
        for (path, facts) in files {
            let Some(document) = facts.config.first() else { continue };
            match path.file_name() {
                "package.json" => projects.add_package(path, document),
                "deno.json" | "deno.jsonc" => {
                    projects.packages.entry(path.folder().to_owned()).or_default();
                }
                "tsconfig.json" | "jsconfig.json" | "tsconfig.base.json" => {
                    let options = options_of(files, path, document, MAX_EXTENDS);
                    let folder = path.folder().to_owned();
                    // What stands beside the base is what the tools read.
                    if path.stem() != "tsconfig.base" || !projects.options.contains_key(&folder) {
                        projects.options.insert(folder, options);
                    }
                }
                _ => {}
            }
            let asked = facts.dependencies.iter().filter(|one| one.ecosystem == Ecosystem::Npm);
            projects.declared.extend(asked.map(|one| one.name.clone()));
        }
        projects
    }

    /// Whether a manifest asks for a package.
    pub(crate) fn is_declared(&self, package: &str) -> bool {
        self.declared.contains(package) && !self.by_name.contains_key(package)
    }

    /// Whether a folder is a project of its own.
    pub(crate) fn is_project(&self, folder: &str) -> bool {
        self.packages.contains_key(folder) || self.options.contains_key(folder)
    }

    /// The folder of a package of the repository.
    pub(crate) fn folder_of(&self, package: &str) -> Option<&str> {
        self.by_name.get(package).map(String::as_str)
    }

    /// The package that a file belongs to.
    pub(crate) fn package_around<'p>(&self, path: &'p RepoPath) -> Option<&'p str> {
        ancestors(path.folder()).find(|folder| self.packages.contains_key(*folder))
    }

    /// Files that a folder's manifest names as its main one.
    pub(crate) fn main_of(&self, folder: &str) -> Option<String> {
        self.packages.get(folder)?.mains.first().cloned()
    }

    /// Files that lead into a package by a name: `.` or `./client`.
    pub(crate) fn entries_of(&self, folder: &str, name: &str) -> Vec<String> {
        let Some(package) = self.packages.get(folder) else { return Vec::new() };
        let mut found: Vec<String> = Vec::new();
        for (way, target) in &package.exports {
            match way.split_once('*') {
                None if way == name => found.push(target.clone()),
                None => {}
                Some((before, behind)) => {
                    let part = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
                    found.extend(part.map(|part| target.replacen('*', part, 1)));
                }
            }
        }
        if name == "." {
            found.extend(package.mains.iter().cloned());
        }
        found
    }

    /// Every file that leads into a package, whatever its name.
    pub(crate) fn all_entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.packages.iter().flat_map(|(folder, package)| {
            let exported = package.exports.iter().map(|(_, target)| target.as_str());
            let named = package.mains.iter().map(String::as_str).chain(exported);
            named.filter(|name| !name.contains('*')).map(move |name| (folder.as_str(), name))
        })
    }

    /// What the compiler is told about specifiers of a file: by the nearest configuration that says anything.
    pub(crate) fn compiler_options(&self, importer: &RepoPath) -> Option<&CompilerOptions> {
        let around = ancestors(importer.folder()).filter_map(|folder| self.options.get(folder));
        around.into_iter().find(|options| options.base_url.is_some() || !options.paths.is_empty())
    }

    fn add_package(&mut self, path: &RepoPath, document: &Node) {
        let folder = path.folder().to_owned();
        let mut package = Package::default();
        for key in ["source", "module", "main", "types", "typings", "browser"] {
            package.mains.extend(document.get(key).and_then(Node::text).map(str::to_owned));
        }
        if let Some(exports) = document.get("exports") {
            add_exports(exports, &mut package.exports);
        }
        match document.get("bin") {
            Some(bin) if bin.text().is_some() => package.mains.extend(bin.text().map(str::to_owned)),
            Some(bin) => {
                let named = bin.members().iter().filter_map(|(_, node)| node.text());
                package.exports.extend(named.map(|file| ("bin".to_owned(), file.to_owned())));
            }
            None => {}
        }
        if let Some(name) = document.get("name").and_then(Node::text) {
            self.by_name.entry(name.to_owned()).or_insert_with(|| folder.clone());
        }
        self.packages.insert(folder, package);
    }
}

fn add_exports(node: &Node, found: &mut Vec<(String, String)>) {
    let is_ways = node.members().iter().any(|(key, _)| key.text.starts_with('.'));
    if !is_ways {
        found.extend(target_of(node, 4).map(|target| (".".to_owned(), target)));
        return;
    }
    for (key, node) in node.members() {
        found.extend(target_of(node, 4).map(|target| (key.text.clone(), target)));
    }
}

fn target_of(node: &Node, left: u32) -> Option<String> {
    let left = left.checked_sub(1)?;
    if let Some(text) = node.text() {
        return Some(text.to_owned());
    }
    CONDITIONS.iter().find_map(|condition| target_of(node.get(condition)?, left))
}

fn options_of(files: &Files, path: &RepoPath, document: &Node, left: u32) -> CompilerOptions {
    let mut options = CompilerOptions::default();
    let named: Vec<&str> = match document.get("extends") {
        Some(node) => node.text().into_iter().chain(node.items().iter().filter_map(Node::text)).collect(),
        None => Vec::new(),
    };
    if let Some(left) = left.checked_sub(1) {
        for name in named.into_iter().filter(|name| name.starts_with('.')) {
            let ends = [name.to_owned(), format!("{name}.json"), format!("{name}/tsconfig.json")];
            let base =
                ends.iter().filter_map(|name| path.sibling(name)).find(|base| files.contains_key(base));
            let Some(base) = base.filter(|base| base != path) else { continue };
            let Some(document) = files.get(&base).and_then(|facts| facts.config.first()) else { continue };
            options = options_of(files, &base, document, left);
        }
    }
    // What a solution refers to holds the paths of its parts.
    let own = document.get("compilerOptions");
    let in_folder = |relative: &str| folder_at(path, relative);
    if let Some(base) = own.and_then(|own| own.get("baseUrl")).and_then(Node::text) {
        options.base_url = in_folder(base);
    }
    if let Some(paths) = own.and_then(|own| own.get("paths")) {
        let base = options.base_url.clone().unwrap_or_else(|| path.folder().to_owned());
        options.paths.clear();
        for (pattern, targets) in paths.members() {
            let targets = targets.items().iter().filter_map(Node::text);
            let targets = targets.filter_map(|target| below(&base, target)).collect();
            options.paths.push((pattern.text.clone(), targets));
        }
    }
    options
}

/// The folder that a relative name means in a file.
fn folder_at(path: &RepoPath, relative: &str) -> Option<String> {
    let marker = path.sibling(&format!("{relative}/x"))?;
    Some(marker.folder().to_owned())
}

/// A relative name below a folder, `..` followed.
fn below(folder: &str, relative: &str) -> Option<String> {
    let marker = RepoPath::parse(&join(folder, "x")).ok()?;
    marker.sibling(relative).map(|path| path.as_str().to_owned())
}
