//! What starts a program: modules that are run, served, or named by images, process lists and functions.

use super::modules::Located;
use super::names::Names;
use crate::fact::{DefinitionKind, Module, Node, Value};
use crate::known::web_frameworks::{SERVERS, is_application};
use crate::{FileFacts, FileRole};
use beredd_model::RepoPath;
use std::collections::BTreeSet;

/// Modules that something starts.
pub(crate) fn find(names: &Names<'_>) -> BTreeSet<RepoPath> {
    let mut entries = BTreeSet::new();
    for (path, facts) in names.files {
        if facts.role == FileRole::Production
            && facts.module.as_ref().is_some_and(|module| starts_itself(path, module))
        {
            entries.insert(path.clone());
        }
        for command in commands_of(path, facts) {
            entries.extend(started_by(names, path, &command));
        }
    }
    entries
}

/// Modules that code loads by a name in a string: `importlib.import_module("a.b")`, `uvicorn.run("a.b:app")`.
pub(crate) fn loaded_by_name(names: &Names<'_>, path: &RepoPath, module: &Module) -> Vec<RepoPath> {
    let calls = module.calls.iter().filter(|call| {
        matches!(call.target.as_str(), "importlib.import_module" | "__import__")
            || SERVERS.binary_search(&call.target.as_str()).is_ok()
    });
    calls
        .filter_map(|call| match &call.arguments.first()?.value {
            Value::Text(text) => module_of(names, path, text.split(':').next().unwrap_or(text)),
            _ => None,
        })
        .collect()
}

/// Commands that a file runs: those of an image, of services and workloads, of a process list, handlers of functions.
pub(crate) fn commands_of(path: &RepoPath, facts: &FileFacts) -> Vec<String> {
    let mut commands = Vec::new();
    if let Some(dockerfile) = &facts.dockerfile {
        let runs =
            dockerfile.instructions.iter().filter(|i| matches!(i.keyword.as_str(), "CMD" | "ENTRYPOINT"));
        commands.extend(runs.map(|instruction| instruction.arguments.clone()));
    }
    for document in &facts.config {
        commands.extend(commands_in(path, document));
    }
    commands
}

/// Modules of the repository that a command starts, as seen from the file that holds the command.
pub(crate) fn started_by(names: &Names<'_>, path: &RepoPath, command: &str) -> BTreeSet<RepoPath> {
    let words: Vec<&str> = command
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '[' | ']' | ';' | '&'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = BTreeSet::new();
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index.saturating_add(1));
        match *word {
            "-m" | "-A" | "--app" => {
                found.extend(next.and_then(|name| module_of(names, path, name.split(':').next()?)));
            }
            script if script.ends_with(".py") => found.extend(script_of(names, path, script)),
            application => {
                let named = application.split_once(':').filter(|(module, object)| {
                    is_dotted(module) && object.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                });
                if let Some((module, _)) = named {
                    let file = script_of(names, path, module).filter(|_| module.ends_with(".py"));
                    found.extend(file.or_else(|| module_of(names, path, module)));
                }
            }
        }
    }
    found
}

/// Whether a module is a program of its own: it runs as a script, makes an application, or handles a function's events.
fn starts_itself(path: &RepoPath, module: &Module) -> bool {
    let makes_application = || module.calls.iter().any(|call| is_application(&call.target));
    let handles_events = || {
        module.definitions.iter().any(|definition| {
            definition.kind == DefinitionKind::Function
                && definition.parent.is_none()
                && definition.name == "lambda_handler"
                && definition.parameters.len() == 2
        })
    };
    module.is_parsed
        && (module.is_runnable
            || matches!(path.file_name(), "__main__.py" | "manage.py")
            || makes_application()
            || handles_events())
}

fn commands_in(path: &RepoPath, document: &Node) -> Vec<String> {
    let mut commands = Vec::new();
    if path.file_name() == "pyproject.toml" {
        let tables = [&["project", "scripts"][..], &["tool", "poetry", "scripts"][..]];
        for table in tables {
            let scripts = table.iter().try_fold(document, |node, key| node.get(key));
            let members = scripts.map_or(&[][..], Node::members);
            commands.extend(members.iter().filter_map(|(_, value)| value.text().map(str::to_owned)));
        }
        return commands;
    }
    if path.file_name() == "langgraph.json" {
        let graphs = document.get("graphs").map_or(&[][..], Node::members);
        commands.extend(graphs.iter().filter_map(|(_, value)| value.text().map(str::to_owned)));
    }
    if path.file_name() == "Procfile" {
        return document
            .members()
            .iter()
            .filter_map(|(_, value)| value.scalar().map(str::to_owned))
            .collect();
    }
    for (key, node) in document.walk() {
        match key.map(|key| key.text.as_str()) {
            Some("command" | "args" | "entrypoint" | "app") => commands.push(text_of(node)),
            // `app.handler` names a function in a module; the command form has a colon.
            Some("Handler" | "handler") => {
                commands.extend(
                    node.text().and_then(|text| text.rsplit_once('.')).map(|(m, f)| format!("{m}:{f}")),
                );
            }
            _ => {}
        }
    }
    commands
}

/// A command as one line, whether it is written as text or as a list.
pub(crate) fn text_of(node: &Node) -> String {
    match node.scalar() {
        Some(text) => text.to_owned(),
        None => node.items().iter().filter_map(Node::scalar).collect::<Vec<_>>().join(" "),
    }
}

fn module_of(names: &Names<'_>, path: &RepoPath, dotted: &str) -> Option<RepoPath> {
    if !is_dotted(dotted) {
        return None;
    }
    // `gunicorn main:app` in an image starts where the image's folder was copied to: what stands beside the file comes before what
    // is called the same elsewhere.
    let tail = dotted.replace('.', "/");
    let beside = [format!("{tail}.py"), format!("{tail}/__init__.py")];
    let beside =
        beside.iter().filter_map(|name| path.sibling(name)).find(|file| names.files.contains_key(file));
    let found = beside.or_else(|| match names.index.locate(path, &dotted.replace('/', ".")) {
        Located::Module { path: found, .. } => Some(found.clone()),
        _ => None,
    })?;
    if found.stem() != "__init__" {
        return Some(found);
    }
    let main = RepoPath::parse(&format!("{}/__main__.py", found.folder())).ok();
    Some(main.filter(|main| names.files.contains_key(main)).unwrap_or(found))
}

/// The script of a command: below the file's own folder, or below the root; `/app/` and the like are where images copy to.
fn script_of(names: &Names<'_>, path: &RepoPath, script: &str) -> Option<RepoPath> {
    let relative = script.trim_start_matches('/');
    let below = relative.split_once('/').map(|(_, rest)| rest).filter(|_| script.starts_with('/'));
    let named = [Some(relative), below].into_iter().flatten().find_map(|name| {
        [path.sibling(name), RepoPath::parse(name).ok()]
            .into_iter()
            .flatten()
            .find(|candidate| names.files.contains_key(candidate))
    });
    named.or_else(|| copied_script(names, path, relative))
}

/// An image starts a script where it was copied to (`COPY src/run.py .`): the one file of that name in the repository.
fn copied_script(names: &Names<'_>, path: &RepoPath, name: &str) -> Option<RepoPath> {
    let is_image = names.files.get(path).is_some_and(|facts| facts.dockerfile.is_some());
    let mut same = names.files.keys().filter(|file| is_image && file.file_name() == name);
    let only = same.next()?;
    same.next().is_none().then(|| only.clone())
}

fn is_dotted(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/'))
}
