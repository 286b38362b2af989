//! Manifests of the other ecosystems. XML and Gradle are read by their elements and calls alone: enough to know what is declared,
//! not enough to resolve properties or parents.

use super::{dependency, is_development};
use crate::fact::{Dependency, Ecosystem, Node};
use crate::readers::text::LineIndex;

/// `package.json`.
pub(super) fn package_json(root: &Node) -> Vec<Dependency> {
    [
        ("dependencies", false),
        ("devDependencies", true),
        ("peerDependencies", false),
        ("optionalDependencies", false),
    ]
    .iter()
    .flat_map(|(key, is_development)| members(root.get(key), Ecosystem::Npm, *is_development))
    .collect()
}

/// `composer.json`; the platform (`php`, `ext-…`) is no package.
pub(super) fn composer(root: &Node) -> Vec<Dependency> {
    let mut found = members(root.get("require"), Ecosystem::Composer, false);
    found.extend(members(root.get("require-dev"), Ecosystem::Composer, true));
    found.retain(|dependency| dependency.name.contains('/'));
    found
}

/// `Cargo.toml`, the workspace's and the targets' tables included.
pub(super) fn cargo(root: &Node) -> Vec<Dependency> {
    let mut found = cargo_tables(root);
    found.extend(members(root.at(&["workspace", "dependencies"]), Ecosystem::Cargo, false));
    for (_, target) in root.get("target").map(Node::members).unwrap_or_default() {
        found.extend(cargo_tables(target));
    }
    found
}

fn cargo_tables(root: &Node) -> Vec<Dependency> {
    let mut found = members(root.get("dependencies"), Ecosystem::Cargo, false);
    found.extend(members(root.get("build-dependencies"), Ecosystem::Cargo, true));
    found.extend(members(root.get("dev-dependencies"), Ecosystem::Cargo, true));
    found
}

fn members(table: Option<&Node>, ecosystem: Ecosystem, is_development: bool) -> Vec<Dependency> {
    let members = table.map(Node::members).unwrap_or_default();
    members
        .iter()
        .filter_map(|(name, value)| {
            let version =
                value.text().or_else(|| value.get("version").and_then(Node::text)).unwrap_or_default();
            dependency(ecosystem, &name.text, version, is_development, name.line)
        })
        .collect()
}

/// `go.mod`: `require` lines and blocks.
pub(super) fn go_mod(text: &str) -> Vec<Dependency> {
    let mut in_block = false;
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        let line = line.split("//").next().unwrap_or_default().trim();
        let requirement = match line.strip_prefix("require") {
            Some(rest) if rest.trim() == "(" => {
                in_block = true;
                continue;
            }
            Some(rest) => rest,
            None if line == ")" => {
                in_block = false;
                continue;
            }
            None if in_block => line,
            None => continue,
        };
        let mut words = requirement.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            found.extend(dependency(Ecosystem::Go, name, version, false, number));
        }
    }
    found
}

/// `pom.xml`: every `<dependency>` outside comments.
pub(super) fn pom(text: &str) -> Vec<Dependency> {
    let text = without_comments(text);
    let index = LineIndex::new(&text);
    let mut found = Vec::new();
    for (at, _) in text.match_indices("<dependency>") {
        let inside = window(&text, at).split("</dependency>").next().unwrap_or_default();
        let value = |name: &str| element(inside, name).unwrap_or_default();
        let name = format!("{}:{}", value("groupId"), value("artifactId"));
        found.extend(dependency(
            Ecosystem::Maven,
            &name,
            value("version"),
            value("scope") == "test",
            index.line(at),
        ));
    }
    found
}

/// The next 4,000 bytes: longer than any element looked for, so that a file of nothing but openings is read in linear time.
fn window(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = (0..4).find_map(|back| rest.get(..4_000_usize.saturating_sub(back)));
    end.unwrap_or(rest)
}

fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = text.split_once(&format!("<{name}>"))?;
    behind.split_once('<').map(|(value, _)| value.trim())
}

/// The text with XML comments blanked, lines kept.
fn without_comments(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("<!--") {
        result.push_str(before);
        let (comment, after) = behind.split_once("-->").unwrap_or((behind, ""));
        comment.matches('\n').for_each(|line| result.push_str(line));
        rest = after;
    }
    result.push_str(rest);
    result
}

/// `build.gradle` and `build.gradle.kts`: calls of a configuration with coordinates in quotes.
pub(super) fn gradle(text: &str) -> Vec<Dependency> {
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        let line = line.trim();
        let Some(quote) = line.find(['"', '\'']).filter(|_| !line.starts_with("//")) else { continue };
        let configuration = line.get(..quote).unwrap_or_default().trim_end_matches(['(', ' ']);
        let known = [
            "implementation",
            "api",
            "compileOnly",
            "runtimeOnly",
            "annotationProcessor",
            "compile",
            "kapt",
            "ksp",
        ];
        let is_test = configuration.starts_with("test") || configuration.starts_with("androidTest");
        if !is_test && !known.contains(&configuration) {
            continue;
        }
        let coordinates = line
            .get(quote.saturating_add(1)..)
            .unwrap_or_default()
            .split(['"', '\''])
            .next()
            .unwrap_or_default();
        let mut parts = coordinates.split(':');
        if let (Some(group), Some(artifact)) = (parts.next(), parts.next()) {
            let name = format!("{group}:{artifact}");
            found.extend(dependency(
                Ecosystem::Maven,
                &name,
                parts.next().unwrap_or_default(),
                is_test,
                number,
            ));
        }
    }
    found
}

/// `*.csproj` and `Directory.Packages.props`: package references outside comments.
pub(super) fn nuget(text: &str) -> Vec<Dependency> {
    let text = without_comments(text);
    let index = LineIndex::new(&text);
    let mut found = Vec::new();
    for mark in ["<PackageReference", "<PackageVersion"] {
        for (at, _) in text.match_indices(mark) {
            let tag = window(&text, at).split('>').next().unwrap_or_default();
            let name = attribute(tag, "Include").or_else(|| attribute(tag, "Update")).unwrap_or_default();
            let version = attribute(tag, "Version").unwrap_or_default();
            found.extend(dependency(Ecosystem::NuGet, name, version, false, index.line(at)));
        }
    }
    found
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = tag.split_once(&format!("{name}=\""))?;
    behind.split_once('"').map(|(value, _)| value)
}

/// `Gemfile`: `gem` lines; what stands in a group for tests or development is for development.
pub(super) fn gemfile(text: &str) -> Vec<Dependency> {
    let mut group_is_development = false;
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1u32..) {
        let line = line.trim();
        if let Some(group) = line.strip_prefix("group ") {
            group_is_development = is_development(group);
        } else if line == "end" {
            group_is_development = false;
        } else if let Some(rest) = line.strip_prefix("gem ") {
            let mut quoted = rest.split(['"', '\'']).skip(1).step_by(2);
            let name = quoted.next().unwrap_or_default();
            let version = quoted.next().unwrap_or_default();
            found.extend(dependency(Ecosystem::Gem, name, version, group_is_development, number));
        }
    }
    found
}
