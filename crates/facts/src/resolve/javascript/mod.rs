//! Where modules of TypeScript and JavaScript live: specifiers to files.
//!
//! A relative specifier is looked for with the extensions and `index` files that bundlers and compilers try. Any other is one of
//! the paths of the nearest `tsconfig.json`, a package of the workspace, a module of the runtime, or a package from outside. An
//! alias that no configuration explains (`@/lib/llm`) is looked for below the sources of its project, and counts as outside where it
//! is not found: then the explanation is missing, not the module.

mod entries;
mod names;
mod needs;
mod projects;

pub(crate) use entries::{find as find_entries, started_by};
pub(crate) use needs::needs_of;

use super::modules::{Located, ancestors, join};
use crate::Language;
use crate::files::Files;
use crate::known::javascript_packages::{BUILT_IN, CODE_EXTENSIONS, package_of, without_code_extension};
use beredd_model::RepoPath;
use projects::Projects;
use std::collections::BTreeSet;

/// Extensions that are tried behind a specifier, in the order that compilers try them.
const TRIED: &[&str] =
    &["ts", "tsx", "d.ts", "mts", "cts", "js", "jsx", "mjs", "cjs", "json", "vue", "svelte", "astro"];

/// Parts of paths that only exist after a build or a code generator has run.
const MADE: &[&str] = &[
    "$types",
    "+types",
    ".generated",
    ".next",
    ".nuxt",
    ".output",
    ".prisma",
    ".source",
    ".svelte-kit",
    ".velite",
    "__generated__",
    "_generated",
    "build",
    "dist",
    "gen",
    "generated",
    "out",
    "paraglide",
    "routeTree.gen",
];

/// Every module of a repository that can be imported, and what explains specifiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct JavaScriptIndex {
    /// Files of code that were read.
    modules: BTreeSet<RepoPath>,
    /// Other files that can be imported, those of code that were not read among them.
    others: BTreeSet<String>,
    pub(crate) projects: Projects,
}

/// Whether a file is read as TypeScript or JavaScript.
pub(crate) fn is_javascript(path: &RepoPath) -> bool {
    CODE_EXTENSIONS.contains(&path.extension())
}

/// Whether a file's language is TypeScript or JavaScript.
pub(crate) const fn is_javascript_language(language: Language) -> bool {
    matches!(language, Language::TypeScript | Language::JavaScript)
}

impl JavaScriptIndex {
    pub(crate) fn new(files: &Files) -> Self {
        let mut index = Self { projects: Projects::new(files), ..Self::default() };
        for (path, facts) in files {
            if facts.module.is_some() && is_javascript_language(facts.language) {
                index.modules.insert(path.clone());
            } else if is_javascript(path) || matches!(path.extension(), "json" | "vue" | "svelte" | "astro") {
                index.others.insert(path.as_str().to_owned());
            }
        }
        index
    }

    /// What an import means: `level` 0 is no relative one, 1 the importer's own folder.
    pub(crate) fn locate(&self, importer: &RepoPath, level: u32, module: &str) -> Located<'_> {
        if level > 0 {
            let Some(folder) = super::modules::climb(importer.folder(), level.saturating_sub(1)) else {
                return Located::Outside;
            };
            let key = join(folder, module.trim_end_matches('/'));
            let missing = if is_made(module) { Located::Opaque } else { Located::Missing };
            return self.probe(&key).unwrap_or(missing);
        }
        if BUILT_IN.binary_search(&module).is_ok() || module.contains(':') {
            return Located::Outside;
        }
        self.by_paths(importer, module)
            .or_else(|| self.by_workspace(module))
            .or_else(|| self.by_alias(importer, module))
            .unwrap_or(Located::Outside)
    }

    /// A file that a path without folder names names, with or without its extension.
    pub(crate) fn probe(&self, key: &str) -> Option<Located<'_>> {
        self.file(key)
            .or_else(|| {
                // `./client.js` names `client.ts` before it is compiled.
                let stem = without_code_extension(key);
                let compiled = key.strip_prefix(stem).filter(|end| !end.is_empty())?;
                let sources: &[&str] = match compiled {
                    ".mjs" => &["mts", "ts"],
                    ".cjs" => &["cts", "ts"],
                    _ => &["ts", "tsx", "d.ts", "jsx"],
                };
                sources.iter().find_map(|end| self.file(&format!("{stem}.{end}")))
            })
            .or_else(|| TRIED.iter().find_map(|end| self.file(&format!("{key}.{end}"))))
            .or_else(|| {
                let index = join(key, "index");
                TRIED.iter().find_map(|end| self.file(&format!("{index}.{end}")))
            })
            .or_else(|| {
                let main = self.projects.main_of(key)?;
                self.entry_file(key, &main)
            })
    }

    /// What a manifest names as an entry: itself, or the source that it is compiled from.
    pub(crate) fn entry_file(&self, folder: &str, named: &str) -> Option<Located<'_>> {
        let named = named.trim_start_matches("./");
        if let Some(found) = self.probe_file(&join(folder, named)) {
            return Some(found);
        }
        let stem = without_code_extension(named.trim_end_matches(".d.ts"));
        let inner = ["dist/", "build/", "lib/", "out/", "esm/", "cjs/"]
            .iter()
            .find_map(|made| stem.strip_prefix(made))
            .unwrap_or(stem);
        let inner = inner.strip_prefix("src/").unwrap_or(inner);
        let inner = ["cjs/", "esm/"].iter().find_map(|kind| inner.strip_prefix(kind)).unwrap_or(inner);
        [format!("src/{inner}"), inner.to_owned(), format!("lib/{inner}"), format!("source/{inner}")]
            .iter()
            .find_map(|candidate| self.probe_file(&join(folder, candidate)))
    }

    fn probe_file(&self, key: &str) -> Option<Located<'_>> {
        let tried = || TRIED.iter().find_map(|end| self.file(&format!("{key}.{end}")));
        let index = || TRIED.iter().find_map(|end| self.file(&format!("{}.{end}", join(key, "index"))));
        self.file(key).or_else(tried).or_else(index)
    }

    fn file(&self, name: &str) -> Option<Located<'_>> {
        if let Ok(path) = RepoPath::parse(name)
            && let Some(path) = self.modules.get(&path)
        {
            return Some(Located::Module { path, base: String::new() });
        }
        self.others.contains(name).then_some(Located::Opaque)
    }

    /// By `paths` and `baseUrl` of the nearest configuration of the compiler.
    fn by_paths(&self, importer: &RepoPath, module: &str) -> Option<Located<'_>> {
        let config = self.projects.compiler_options(importer)?;
        let candidates = config.candidates(module);
        let found = candidates.iter().find_map(|key| self.probe(key));
        if found.is_some() {
            return found;
        }
        if let Some(base) = &config.base_url
            && let Some(found) = self.probe(&join(base, module))
        {
            return Some(found);
        }
        // A pattern that is the module's own (`@/…`) and leads nowhere: it is not there.
        let is_own = !candidates.is_empty() && !self.projects.is_declared(package_of(module));
        is_own.then_some(if is_made(module) { Located::Opaque } else { Located::Missing })
    }

    fn by_workspace(&self, module: &str) -> Option<Located<'_>> {
        let package = package_of(module);
        let folder = self.projects.folder_of(package)?;
        let rest = module.strip_prefix(package).unwrap_or_default().trim_start_matches('/');
        if rest.is_empty() {
            let named = self.projects.entries_of(folder, ".");
            let found = named.iter().find_map(|name| self.entry_file(folder, name));
            let usual = || {
                ["src/index", "index", "lib/index", "src/main"]
                    .iter()
                    .find_map(|name| self.probe_file(&join(folder, name)))
            };
            return Some(found.or_else(usual).unwrap_or(Located::Opaque));
        }
        let named = self.projects.entries_of(folder, &format!("./{rest}"));
        let found = named.iter().find_map(|name| self.entry_file(folder, name));
        let direct = || self.entry_file(folder, rest);
        Some(found.or_else(direct).unwrap_or(Located::Opaque))
    }

    /// `@/…`, `~/…` and `src/…` below the sources of the project around the importer.
    fn by_alias(&self, importer: &RepoPath, module: &str) -> Option<Located<'_>> {
        let rest = ["@/", "~/", "@@/", "~~/", "#/"].iter().find_map(|alias| module.strip_prefix(alias));
        let rest = rest.or_else(|| module.starts_with("src/").then_some(module))?;
        let roots = ancestors(importer.folder());
        let projects = roots.filter(|folder| self.projects.is_project(folder));
        projects
            .flat_map(|root| ["src", "", "app"].map(|inner| join(root, inner)))
            .find_map(|base| self.probe(&join(&base, rest)))
    }
}

/// Whether a specifier leads into what a build or a generator makes.
fn is_made(module: &str) -> bool {
    module.split('/').any(|part| {
        MADE.contains(&part)
            || part.contains(".gen")
            || part.contains("generated")
            || part.contains(".min")
            || part.ends_with("_pb")
            || part.ends_with(".d")
    }) || module.contains("node_modules")
}
