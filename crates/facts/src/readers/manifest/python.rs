//! Manifests of Python projects.

use super::{dependency, is_development};
use crate::fact::{Dependency, Ecosystem, Node};

/// `requirements.txt` and its like: one requirement a line, options and includes passed over, continued lines joined.
pub(super) fn requirements(text: &str, is_development: bool) -> Vec<Dependency> {
    let mut is_continuation = false;
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        let was_continuation = std::mem::replace(&mut is_continuation, line.trim_end().ends_with('\\'));
        if !was_continuation {
            found.extend(requirement(line.trim_end().trim_end_matches('\\'), is_development, number));
        }
    }
    found
}

/// One requirement as PEP 508 writes it, or a link with `#egg=`.
fn requirement(written: &str, is_development: bool, line: u32) -> Option<Dependency> {
    let written = written.trim();
    if let Some((_, egg)) = written.split_once("#egg=") {
        let name = egg.split(['&', '[', ' ']).next().unwrap_or_default();
        return dependency(Ecosystem::Python, name, "", is_development, line);
    }
    let written = written.split(" #").next().unwrap_or_default().split(';').next().unwrap_or_default();
    if written.starts_with(['-', '#', '.', '/']) || written.contains("://") && !written.contains('@') {
        return None;
    }
    let written = written.split(" --").next().unwrap_or_default();
    let end = written
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(written.len());
    let (name, rest) = written.split_at_checked(end)?;
    let rest = match rest.trim_start().strip_prefix('[') {
        Some(extras) => extras.split_once(']').map_or("", |(_, rest)| rest),
        None => rest,
    };
    let version = if rest.trim_start().starts_with('@') { "" } else { rest.trim().trim_matches(['(', ')']) };
    dependency(Ecosystem::Python, name, version, is_development, line)
}

fn requirement_nodes(list: Option<&Node>, is_development: bool) -> Vec<Dependency> {
    let items = list.map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| requirement(item.text()?, is_development, item.line)).collect()
}

/// PEP 621, PEP 735 groups, Poetry, uv and build requirements left out.
pub(super) fn pyproject(root: &Node) -> Vec<Dependency> {
    let mut found = requirement_nodes(root.at(&["project", "dependencies"]), false);
    for keys in [&["project", "optional-dependencies"][..], &["dependency-groups"][..]] {
        for (group, list) in root.at(keys).map(Node::members).unwrap_or_default() {
            found.extend(requirement_nodes(Some(list), is_development(&group.text)));
        }
    }
    found.extend(requirement_nodes(root.at(&["tool", "uv", "dev-dependencies"]), true));
    if let Some(poetry) = root.at(&["tool", "poetry"]) {
        found.extend(table(poetry.get("dependencies"), false));
        found.extend(table(poetry.get("dev-dependencies"), true));
        for (group, inside) in poetry.get("group").map(Node::members).unwrap_or_default() {
            found.extend(table(inside.get("dependencies"), is_development(&group.text)));
        }
    }
    found
}

/// Poetry's and Pipenv's tables: a name, and a version or a table with one.
fn table(members: Option<&Node>, is_development: bool) -> Vec<Dependency> {
    let members = members.map(Node::members).unwrap_or_default();
    members
        .iter()
        .filter(|(name, _)| name.text != "python")
        .filter_map(|(name, value)| {
            let version =
                value.text().or_else(|| value.get("version").and_then(Node::text)).unwrap_or_default();
            dependency(Ecosystem::Python, &name.text, version, is_development, name.line)
        })
        .collect()
}

/// `Pipfile`.
pub(super) fn pipfile(root: &Node) -> Vec<Dependency> {
    let mut found = table(root.get("packages"), false);
    found.extend(table(root.get("dev-packages"), true));
    found
}

/// `setup.cfg`: `install_requires` and the extras.
pub(super) fn setup_cfg(root: &Node) -> Vec<Dependency> {
    let mut found = lines_of(root.at(&["options", "install_requires"]), false);
    for (group, list) in root.get("options.extras_require").map(Node::members).unwrap_or_default() {
        found.extend(lines_of(Some(list), is_development(&group.text)));
    }
    found
}

/// A value over several lines; its last line is known, so the others are counted back from it.
fn lines_of(value: Option<&Node>, is_development: bool) -> Vec<Dependency> {
    let Some((node, text)) = value.and_then(|node| Some((node, node.text()?))) else { return Vec::new() };
    let written: Vec<&str> = text.lines().collect();
    let count = u32::try_from(written.len()).unwrap_or(u32::MAX);
    let first = node.end_line.saturating_add(1).saturating_sub(count);
    written
        .iter()
        .zip(first..)
        .filter_map(|(line, number)| requirement(line, is_development, number))
        .collect()
}

/// Conda's `environment.yml`: `name=version`, and a list for pip.
pub(super) fn conda(root: &Node) -> Vec<Dependency> {
    let mut found = Vec::new();
    for item in root.get("dependencies").map(Node::items).unwrap_or_default() {
        if let Some(text) = item.text() {
            let package = text.rsplit("::").next().unwrap_or(text);
            let (name, version) = package.split_once(['=', '<', '>']).unwrap_or((package, ""));
            if !matches!(name, "python" | "pip") {
                let version = version.trim_start_matches('=');
                found.extend(dependency(Ecosystem::Python, name, version, false, item.line));
            }
        } else {
            found.extend(requirement_nodes(item.get("pip"), false));
        }
    }
    found
}
