//! Where Python modules live: dotted names to files.
//!
//! Python looks names up along a path that the archive does not state, so several roots are tried: the repository's root,
//! folders that hold a project file, folders called `src`, folders that a program puts on its search path, and then every folder on the way from the importer up (what a script
//! started in its own folder sees). A name that is known to come from elsewhere, the standard library or a declared dependency,
//! is only taken for first-party when a proper root holds it: `services/platform/` does not shadow `import platform`.

use crate::fact::{Ecosystem, Import};
use crate::files::{Files, Table};
use crate::known::{agent_frameworks, llm_sdks, python_distributions, python_stdlib};
use crate::{FileFacts, Language};
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// Every Python module and package of a repository, by where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ModuleIndex {
    /// `backend/core/llm` → `backend/core/llm.py`, or its `__init__.py` when it is a package.
    files: Table<String, RepoPath>,
    /// Modules without readable source: stubs, compiled extensions, Cython.
    opaque: Table<String, ()>,
    /// Folders that hold Python at any depth.
    folders: Table<String, ()>,
    /// The last part of a module's or folder's path → the folders it stands in.
    bases: Table<String, Vec<String>>,
    /// Proper roots, the repository's own first.
    roots: Vec<String>,
    /// Folders that a program puts on its search path, with the folder that the program stands in.
    given: Vec<(String, String)>,
    /// Top-level names that dependencies and well-known libraries bring.
    outside: BTreeSet<String>,
    /// Top-level packages that other distributions add to: they extend their own path.
    shared: BTreeSet<String>,
    /// Names of the distributions that manifests declare.
    distributions: BTreeSet<String>,
    /// Modules of TypeScript and JavaScript.
    pub(crate) javascript: super::javascript::JavaScriptIndex,
}

/// What a dotted name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Located<'a> {
    /// A module; `base` is the folder that its dotted name starts in.
    Module { path: &'a RepoPath, base: String },
    /// A folder of modules without an `__init__`.
    Folder(String),
    /// A module of the repository whose source cannot be read.
    Opaque,
    /// Not of this repository.
    Outside,
    /// Its package is of this repository, and it is not there.
    Missing,
}

impl ModuleIndex {
    pub(crate) fn new(files: &Files) -> Self {
        let mut index = Self { roots: vec![String::new()], ..Self::default() };
        for (path, facts) in files {
            index.add_root(path);
            if facts.language == Language::Python && path.extension() == "py" {
                index.add_module(path);
                if is_shared(path, facts) {
                    index.shared.insert(path.folder().to_owned());
                }
            } else if matches!(path.extension(), "pyi" | "pyx" | "so" | "pyd") {
                index.opaque.insert(without_extension(path), ());
            }
            for dependency in facts.dependencies.iter().filter(|d| d.ecosystem == Ecosystem::Python) {
                index.outside.insert(python_distributions::import_name(&dependency.name));
                index.distributions.insert(dependency.name.clone());
            }
        }
        for (path, facts) in files.iter().filter(|(_, facts)| facts.language == Language::Python) {
            let added = super::search_path::added(path, facts);
            let known =
                added.into_iter().filter(|folder| folder.is_empty() || index.folders.contains_key(folder));
            let given: Vec<_> = known.map(|folder| (path.folder().to_owned(), folder)).collect();
            index.given.extend(given);
        }
        index.javascript = super::javascript::JavaScriptIndex::new(files);
        index.given.sort();
        index.given.dedup();
        index.outside.extend(llm_sdks::packages().map(top).map(str::to_owned));
        index.outside.extend(agent_frameworks::packages().map(top).map(str::to_owned));
        index
    }

    /// Whether a module or folder of this name stands anywhere in the repository.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.bases.contains_key(name)
    }

    /// Whether the name is known to come from outside the repository.
    pub(crate) fn is_outside(&self, name: &str) -> bool {
        python_stdlib::is_stdlib(name) || self.outside.contains(name)
    }

    /// The module or folder that a path without extension names.
    pub(crate) fn at<'a>(&'a self, key: &str, base: &str) -> Option<Located<'a>> {
        if let Some(path) = self.files.get(key) {
            return Some(Located::Module { path, base: base.to_owned() });
        }
        if self.opaque.contains_key(key) {
            return Some(Located::Opaque);
        }
        self.folders.contains_key(key).then(|| Located::Folder(key.to_owned()))
    }

    /// What an absolute dotted name means in the file `importer`.
    pub(crate) fn locate(&self, importer: &RepoPath, dotted: &str) -> Located<'_> {
        let first = top(dotted);
        if !self.knows(first) {
            return Located::Outside;
        }
        let tail = dotted.replace('.', "/");
        let proper = self.proper_roots(importer);
        if let Some(found) = self.first_of(proper.iter().copied(), &tail) {
            return found;
        }
        let at_proper_root = proper.iter().any(|root| self.at(&join(root, first), root).is_some());
        if self.comes_from_outside(importer, dotted) && !at_proper_root {
            return Located::Outside;
        }
        let on_the_way = || ancestors(importer.folder());
        if let Some(found) = self.first_of(on_the_way(), &tail).filter(|found| !is_file(found, importer)) {
            return found;
        }
        // A file inside `tests/packaging/` that imports `packaging.version` means the library, not the folder it stands in.
        let holds_importer = |key: &str| importer.is_in(key);
        let on_way = on_the_way().any(|base| {
            let key = join(base, first);
            self.at(&key, base).is_some_and(|found| !is_file(&found, importer)) && !holds_importer(&key)
        });
        if at_proper_root && self.is_added_by_another(&proper, dotted) {
            return Located::Outside;
        }
        if at_proper_root || on_way {
            return Located::Missing;
        }
        self.elsewhere(dotted, &tail)
    }

    /// Whether a name belongs outside although a folder here is called as its first part is. Two parts must stand in the
    /// repository for the name to be its own: a folder `agents` proves nothing about an installed package of that name,
    /// `agents/sales` does.
    pub(crate) fn comes_from_outside(&self, importer: &RepoPath, dotted: &str) -> bool {
        let mut parts = dotted.splitn(3, '.');
        let first = parts.next().unwrap_or_default();
        if !self.is_outside(first) {
            return false;
        }
        let Some(second) = parts.next() else { return true };
        let mut bases = ancestors(importer.folder()).chain(self.proper_roots(importer));
        !bases.any(|base| self.at(&join(&join(base, first), second), base).is_some())
    }

    /// Whether a declared distribution is named as the module, and the package that both are of lets others add to it: `acme-sdk`
    /// brings `acme.sdk`.
    fn is_added_by_another(&self, roots: &[&str], dotted: &str) -> bool {
        let is_shared = roots.iter().any(|root| self.shared.contains(&join(root, top(dotted))));
        let ends = dotted.match_indices('.').skip(1).map(|(at, _)| at).chain([dotted.len()]);
        let mut names = ends.filter_map(|end| dotted.get(..end)).map(|name| name.replace(['.', '_'], "-"));
        is_shared && names.any(|name| self.distributions.contains(&name))
    }

    /// Whether a name that a package lacks is a part of it that another distribution brings: `from acme import sdk`.
    pub(crate) fn brings_part(&self, importer: &RepoPath, import: &Import, name: &str) -> bool {
        let dotted = format!("{}.{name}", import.module);
        import.level == 0 && self.is_added_by_another(&self.proper_roots(importer), &dotted)
    }

    /// Whether a lone name leads into the very folder that asks, which is on no search path: `from github import Github` in
    /// `integrations/github/` means the library unless the folder has that name.
    pub(crate) fn is_own_folder(&self, importer: &RepoPath, dotted: &str) -> bool {
        let is_root = |base: &str| self.proper_roots(importer).contains(&base);
        !dotted.contains('.')
            && ancestors(importer.folder()).any(|folder| {
                let base = folder.rsplit_once('/').map_or("", |(base, _)| base);
                last(folder) == dotted && !is_root(base)
            })
    }

    /// What a relative import means: `level` 1 is the importer's own package.
    pub(crate) fn locate_relative(&self, importer: &RepoPath, level: u32, dotted: &str) -> Located<'_> {
        let Some(folder) = climb(importer.folder(), level.saturating_sub(1)) else {
            return Located::Missing;
        };
        let key = join(folder, &dotted.replace('.', "/"));
        self.at(&key, package_base(self, folder)).unwrap_or(Located::Missing)
    }

    /// The `__init__` modules that run before a module standing in `folder`, up to `base`, innermost first.
    pub(crate) fn packages_of<'a>(&'a self, folder: &str, base: &str) -> Vec<&'a RepoPath> {
        let mut inits = Vec::new();
        for folder in ancestors(folder) {
            if folder == base || !is_below(folder, base) {
                break;
            }
            let Some(path) = self.files.get(folder).filter(|path| path.stem() == "__init__") else { break };
            inits.push(path);
        }
        inits
    }

    fn add_root(&mut self, path: &RepoPath) {
        let folder = path.folder().to_owned();
        let is_project = matches!(path.file_name(), "pyproject.toml" | "setup.py" | "setup.cfg");
        if is_project && !self.roots.contains(&folder) {
            self.roots.push(folder);
        }
    }

    fn add_module(&mut self, path: &RepoPath) {
        let is_package = path.stem() == "__init__";
        let key = if is_package { path.folder().to_owned() } else { without_extension(path) };
        if is_package || !self.files.contains_key(&key) {
            self.files.insert(key.clone(), path.clone());
        }
        if !is_package {
            self.add_base(&key);
        }
        for folder in ancestors(path.folder()) {
            if folder.is_empty() || self.folders.insert(folder.to_owned(), ()).is_some() {
                break;
            }
            self.add_base(folder);
            if last(folder) == "src" && !self.roots.iter().any(|root| root == folder) {
                self.roots.push(folder.to_owned());
            }
        }
    }

    fn add_base(&mut self, key: &str) {
        let base = key.rsplit_once('/').map_or("", |(base, _)| base).to_owned();
        self.bases.entry(last(key).to_owned()).or_default().push(base);
    }

    /// Proper roots as seen from a file: those it stands in first, the deepest before the others.
    fn proper_roots(&self, importer: &RepoPath) -> Vec<&str> {
        let (mut around, others): (Vec<_>, Vec<_>) =
            self.roots.iter().map(String::as_str).partition(|root| importer.is_in(root));
        around.sort_by_key(|root| std::cmp::Reverse(root.len()));
        let is_given = |scope: &str, root: &str| importer.is_in(scope) || importer.is_in(root);
        let given = self.given.iter().filter(|(scope, root)| is_given(scope, root));
        around.extend(given.map(|(_, root)| root.as_str()));
        around.extend(others);
        around
    }

    fn first_of<'n>(&self, bases: impl Iterator<Item = &'n str>, tail: &str) -> Option<Located<'_>> {
        let mut folder = None;
        for base in bases {
            match self.at(&join(base, tail), base) {
                Some(Located::Folder(found)) => folder = folder.or(Some(Located::Folder(found))),
                Some(found) => return Some(found),
                None => {}
            }
        }
        folder
    }

    /// A name that stands in some other folder: someone puts that folder on the path. Two parts must agree before a module
    /// that is not there counts as missing, for a lone folder called `redis` proves nothing about `import redis`.
    fn elsewhere(&self, dotted: &str, tail: &str) -> Located<'_> {
        let bases = || self.bases.get(top(dotted)).into_iter().flatten().map(String::as_str);
        if let Some(found) = self.first_of(bases(), tail) {
            return if dotted.contains('.') { found } else { Located::Outside };
        }
        let two =
            dotted.match_indices('.').nth(1).map_or(dotted, |(at, _)| dotted.get(..at).unwrap_or(dotted));
        let is_known = two.contains('.') && self.first_of(bases(), &two.replace('.', "/")).is_some();
        if is_known { Located::Missing } else { Located::Outside }
    }
}

/// The first part of a dotted name.
pub(crate) fn top(dotted: &str) -> &str {
    dotted.split('.').next().unwrap_or(dotted)
}

/// A path under a folder; the empty folder is the root.
pub(crate) fn join(folder: &str, tail: &str) -> String {
    match (folder, tail) {
        ("", tail) => tail.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, tail) => format!("{folder}/{tail}"),
    }
}

/// A folder and every folder around it, the root last.
pub(crate) fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |inner| {
        (!inner.is_empty()).then(|| inner.rsplit_once('/').map_or("", |(outer, _)| outer))
    })
}

pub(crate) fn climb(folder: &str, steps: u32) -> Option<&str> {
    let mut folder = folder;
    for _ in 0..steps {
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
    }
    Some(folder)
}

/// The folder that the outermost package around `folder` stands in.
fn package_base<'a>(index: &ModuleIndex, folder: &'a str) -> &'a str {
    let mut base = folder;
    while index.files.get(base).is_some_and(|path| path.stem() == "__init__") && !base.is_empty() {
        base = base.rsplit_once('/').map_or("", |(outer, _)| outer);
    }
    base
}

/// Whether the file makes its package one that several distributions share (pkgutil-style, pkg_resources-style).
fn is_shared(path: &RepoPath, facts: &FileFacts) -> bool {
    let calls = facts.module.iter().flat_map(|module| &module.calls);
    path.stem() == "__init__"
        && calls
            .map(|call| call.callee.rsplit('.').next().unwrap_or_default())
            .any(|name| matches!(name, "extend_path" | "declare_namespace"))
}

fn is_below(folder: &str, base: &str) -> bool {
    base.is_empty() || folder.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'))
}

fn is_file(found: &Located<'_>, importer: &RepoPath) -> bool {
    matches!(found, Located::Module { path, .. } if *path == importer)
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn without_extension(path: &RepoPath) -> String {
    join(path.folder(), path.stem())
}
