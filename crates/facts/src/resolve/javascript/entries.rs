//! What starts a program of TypeScript or JavaScript: what manifests name, what frameworks call by where it stands, and what
//! starts itself.

use super::super::modules::{Located, ancestors, join};
use super::super::names::Names;
use super::is_javascript;
use crate::fact::{DefinitionKind, Module, Node};
use crate::known::javascript_packages::{CODE_EXTENSIONS, without_code_extension};
use crate::{FileFacts, FileRole};
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// Files that frameworks call by their name in a folder that routes: Next.js, SvelteKit, Remix, React Router, SolidStart.
const ROUTED: &[&str] = &[
    "+layout",
    "+layout.server",
    "+page",
    "+page.server",
    "+server",
    "_app",
    "_document",
    "default",
    "error",
    "global-error",
    "layout",
    "loading",
    "not-found",
    "opengraph-image",
    "page",
    "robots",
    "route",
    "sitemap",
    "template",
];

/// Files that frameworks and runtimes call by their name at the root of a project or of its sources.
const CALLED: &[&str] = &[
    "app",
    "bootstrap",
    "entry-client",
    "entry-server",
    "entry.client",
    "entry.server",
    "handler",
    "index",
    "instrumentation",
    "lambda",
    "main",
    "middleware",
    "mod",
    "proxy",
    "root",
    "server",
    "start",
    "worker",
];

/// Folders whose files are each called by their path.
const SERVED_FOLDERS: &[&str] = &["api", "convex", "functions", "jobs", "pages", "routes", "trigger"];

/// Modules that something starts.
pub(crate) fn find(names: &Names<'_>) -> BTreeSet<RepoPath> {
    let index = &names.index.javascript;
    let mut entries = BTreeSet::new();
    for (folder, named) in index.projects.all_entries() {
        if let Some(Located::Module { path, .. }) = index.entry_file(folder, named) {
            entries.insert(path.clone());
        }
    }
    for (path, facts) in names.files {
        if facts.role != FileRole::Production {
            continue;
        }
        if let Some(module) = facts.module.as_ref().filter(|_| is_javascript(path)) {
            if module.is_parsed && holds_code(module) && (starts_itself(module) || is_called(names, path)) {
                entries.insert(path.clone());
            }
        } else {
            for command in commands_of(path, facts) {
                entries.extend(started_by(names, path, &command));
            }
        }
    }
    let started: BTreeSet<String> = entries.iter().filter_map(|path| package_of(names, path)).collect();
    // Of a package that nothing is known to start, nothing is known to be unused either.
    entries.extend(names.files.iter().filter_map(|(path, facts)| {
        let is_module = facts.module.as_ref().is_some_and(holds_code)
            && facts.role == FileRole::Production
            && is_javascript(path);
        let is_open = is_module && package_of(names, path).is_none_or(|package| !started.contains(&package));
        is_open.then(|| path.clone())
    }));
    entries
}

fn package_of(names: &Names<'_>, path: &RepoPath) -> Option<String> {
    names.index.javascript.projects.package_around(path).map(str::to_owned)
}

/// Whether anything is left when comments are taken away: what holds no code starts nothing.
fn holds_code(module: &Module) -> bool {
    !(module.imports.is_empty()
        && module.definitions.is_empty()
        && module.calls.is_empty()
        && module.bindings.is_empty())
}

fn starts_itself(module: &Module) -> bool {
    module.is_runnable
        || module.definitions.iter().any(|definition| {
            definition.kind == DefinitionKind::Function
                && definition.parent.is_none()
                && matches!(definition.name.as_str(), "handler" | "lambdaHandler" | "main")
        })
}

/// Whether a framework calls a file by where it stands.
fn is_called(names: &Names<'_>, path: &RepoPath) -> bool {
    let Some(project) = names.index.javascript.projects.package_around(path) else { return true };
    let inner = path.folder().strip_prefix(project).unwrap_or_default().trim_start_matches('/');
    let inner = inner.strip_prefix("src/").or_else(|| (inner == "src").then_some("")).unwrap_or(inner);
    let stem = path.stem();
    let mut folders = inner.split('/');
    let first = folders.next().unwrap_or_default();
    let is_routed = matches!(first, "app" | "routes" | "pages") && ROUTED.contains(&stem);
    let is_server =
        first == "server" && matches!(folders.next(), Some("api" | "routes" | "middleware" | "plugins"));
    let is_page = first == "app" && inner.starts_with("app/routes");
    let is_plain = inner.is_empty() && CALLED.contains(&stem);
    let is_configuration = inner.is_empty() && (stem.ends_with(".config") || stem.starts_with("playwright"));
    is_routed
        || is_server
        || is_page
        || is_plain
        || is_configuration
        || SERVED_FOLDERS.contains(&first)
        || stem.ends_with(".worker")
}

/// Commands of manifests, images and functions.
fn commands_of(path: &RepoPath, facts: &FileFacts) -> Vec<String> {
    let mut commands = super::super::entries::commands_of(path, facts);
    for document in &facts.config {
        if path.file_name() == "package.json" {
            let scripts = document.get("scripts").map_or(&[][..], Node::members);
            let run = scripts.iter().filter(|(key, _)| is_run(&key.text));
            commands.extend(run.filter_map(|(_, node)| node.text().map(str::to_owned)));
        }
        let named = [&["main"][..], &["build", "main"][..], &["entry"][..]];
        let is_tool =
            matches!(path.stem(), "wrangler" | "mastra" | "vercel" | "fly" | "deno" | "ecosystem.config");
        if is_tool {
            commands.extend(named.iter().filter_map(|keys| document.at(keys)?.text().map(str::to_owned)));
        }
        if path.stem().starts_with("langgraph") {
            let graphs = document.get("graphs").map_or(&[][..], Node::members);
            commands.extend(graphs.iter().filter_map(|(_, node)| node.text().map(str::to_owned)));
        }
    }
    commands
}

/// Whether a script of a manifest runs the system, and does not test or build it.
fn is_run(name: &str) -> bool {
    let first = name.split([':', '-']).next().unwrap_or(name);
    matches!(
        first,
        "dev"
            | "start"
            | "serve"
            | "server"
            | "worker"
            | "run"
            | "api"
            | "web"
            | "bot"
            | "agent"
            | "cli"
            | "main"
            | "prod"
            | "production"
            | "migrate"
            | "cron"
            | "job"
            | "queue"
    )
}

/// Modules of the repository that a command starts: `node dist/main.js`, `tsx src/index.ts`, `src/handler.main`.
pub(crate) fn started_by(names: &Names<'_>, path: &RepoPath, command: &str) -> BTreeSet<RepoPath> {
    let split =
        |letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | ',' | '[' | ']' | ';' | '&');
    let index = &names.index.javascript;
    let mut found = BTreeSet::new();
    for word in command.split(split).filter(|word| !word.is_empty()) {
        // `src/handler:main` is how a handler of a function is handed on; a graph is `./src/agent.ts:graph`.
        let file = word.split(':').next().unwrap_or(word);
        let is_file = CODE_EXTENSIONS.iter().any(|end| file.ends_with(&format!(".{end}")));
        let is_handler = word.contains(':') && file.contains('/');
        let is_compiled = file.starts_with("dist/") || file.starts_with("build/");
        if !(is_file || is_handler || is_compiled) {
            continue;
        }
        let relative = file.trim_start_matches("./");
        // `/app/dist/main.js` is where an image copied it to.
        let below =
            relative.strip_prefix('/').map(|rest| rest.split_once('/').map_or(rest, |(_, rest)| rest));
        let named = below.unwrap_or(relative);
        let folders = ancestors(path.folder());
        let at = folders.into_iter().find_map(|folder| match index.entry_file(folder, named) {
            Some(Located::Module { path, .. }) => Some(path.clone()),
            _ => None,
        });
        found.extend(at.or_else(|| copied(names, path, named)));
    }
    found
}

/// An image starts a file where it was copied to: the one of that name, or the one it is compiled from.
fn copied(names: &Names<'_>, path: &RepoPath, named: &str) -> Option<RepoPath> {
    names.files.get(path)?.dockerfile.as_ref()?;
    let stem = without_code_extension(named);
    let inner = ["dist/", "build/"].iter().find_map(|made| stem.strip_prefix(made)).unwrap_or(stem);
    let ends = join("src", inner);
    let mut same = names.files.keys().filter(|file| {
        let own = without_code_extension(file.as_str());
        is_javascript(file)
            && (own.strip_suffix(ends.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/')))
    });
    let only = same.next()?;
    same.next().is_none().then(|| only.clone())
}
