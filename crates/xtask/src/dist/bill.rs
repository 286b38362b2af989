//! The bill of materials: every crate that is compiled into the page or the worker, as CycloneDX 1.6, from what cargo itself
//! resolved. Crates that only run while compiling (procedural macros) stand in it too, marked as not part of what runs.

use crate::wasm;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use xshell::{Shell, cmd};

/// The package whose programs the release is.
const ROOT: &str = "beredd-web";

/// The bill, indented, without time or serial number: the same sources give the same bytes.
pub(super) fn of_materials(shell: &Shell) -> Result<String> {
    let target = wasm::TARGET;
    let metadata = cmd!(shell, "cargo metadata --format-version 1 --locked --filter-platform {target}")
        .quiet()
        .read()?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata gave no JSON")?;
    let sums = checksums(&shell.read_file("Cargo.lock")?)?;
    let bill = bill(&metadata, &sums)?;
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

/// Crates by name and version → SHA-256 of what the registry holds.
type Checksums = BTreeMap<(String, String), String>;

fn bill(metadata: &Value, sums: &Checksums) -> Result<Value> {
    let packages: BTreeMap<&str, &Value> = list(metadata, "/packages")
        .iter()
        .filter_map(|package| Some((text(package, "id")?, package)))
        .collect();
    let nodes: BTreeMap<&str, &Value> =
        list(metadata, "/resolve/nodes").iter().filter_map(|node| Some((text(node, "id")?, node))).collect();
    let root = packages
        .iter()
        .find(|(_, package)| text(package, "name") == Some(ROOT))
        .map(|(id, _)| *id)
        .with_context(|| format!("cargo metadata does not know {ROOT}"))?;
    let reached = reached(root, &nodes, &packages);
    let mut components: Vec<Value> = reached
        .iter()
        .filter(|id| **id != root)
        .map(|id| component(packages.get(id), sums))
        .collect::<Result<_>>()?;
    components.sort_by_key(|component| component["bom-ref"].to_string());
    let mut dependencies: Vec<Value> = reached
        .iter()
        .map(|id| {
            let mut on: Vec<String> =
                normal(id, &nodes).filter_map(|id| reference(packages.get(id)?)).collect();
            on.sort();
            on.dedup();
            json!({ "ref": packages.get(id).and_then(|package| reference(package)), "dependsOn": on })
        })
        .collect();
    dependencies.sort_by_key(|dependency| dependency["ref"].to_string());
    let version = packages.get(root).and_then(|package| text(package, "version"));
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": packages.get(root).and_then(|package| reference(package)),
            "name": "beredd",
            "version": version,
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// Every package that the root is built from. What a procedural macro itself uses never leaves the compiler: it is not followed.
fn reached<'a>(
    root: &'a str,
    nodes: &BTreeMap<&'a str, &'a Value>,
    packages: &BTreeMap<&'a str, &'a Value>,
) -> BTreeSet<&'a str> {
    let (mut seen, mut next) = (BTreeSet::from([root]), vec![root]);
    while let Some(id) = next.pop() {
        if packages.get(id).is_some_and(|package| is_macro(package)) {
            continue;
        }
        next.extend(normal(id, nodes).filter(|id| seen.insert(id)));
    }
    seen
}

/// What a package uses when it runs, and not only in its build script or its tests.
fn normal<'a>(id: &str, nodes: &BTreeMap<&'a str, &'a Value>) -> impl Iterator<Item = &'a str> {
    let uses = nodes.get(id).map(|node| list(node, "/deps")).unwrap_or_default();
    uses.iter()
        .filter(|used| list(used, "/dep_kinds").iter().any(|kind| kind["kind"].is_null()))
        .filter_map(|used| text(used, "pkg"))
}

fn component(package: Option<&&Value>, sums: &Checksums) -> Result<Value> {
    let package = package.context("cargo resolved a package that it does not describe")?;
    let (name, version) =
        (text(package, "name").unwrap_or_default(), text(package, "version").unwrap_or_default());
    // Older manifests write the SPDX operator as a slash.
    let licence = text(package, "license").map(|licence| licence.replace('/', " OR "));
    let sum = sums.get(&(name.to_owned(), version.to_owned()));
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(package),
        "name": name,
        "version": version,
        "scope": if is_macro(package) { "excluded" } else { "required" },
        "purl": reference(package),
        "hashes": sum.map(|sum| json!([{ "alg": "SHA-256", "content": sum }])),
        "licenses": licence.map(|licence| json!([{ "expression": licence }])),
        "externalReferences": text(package, "repository").map(|address| json!([{ "type": "vcs", "url": address }])),
    });
    if let Some(fields) = component.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    Ok(component)
}

fn reference(package: &Value) -> Option<String> {
    Some(format!("pkg:cargo/{}@{}", text(package, "name")?, text(package, "version")?))
}

fn is_macro(package: &Value) -> bool {
    list(package, "/targets")
        .iter()
        .any(|target| list(target, "/kind").iter().any(|kind| kind == "proc-macro"))
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// The checksums that the lock file holds.
fn checksums(lock: &str) -> Result<Checksums> {
    let lock: toml_edit::DocumentMut = lock.parse().context("Cargo.lock is not TOML")?;
    let packages =
        lock.get("package").and_then(|item| item.as_array_of_tables()).context("Cargo.lock is empty")?;
    Ok(packages
        .iter()
        .filter_map(|package| {
            let word = |key: &str| Some(package.get(key)?.as_str()?.to_owned());
            Some(((word("name")?, word("version")?), word("checksum")?))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Value {
        let package = |name: &str, kind: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "targets": [{ "kind": [kind] }] });
        let uses = |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        json!({
            "packages": [
                package(ROOT, "bin"), package("parser", "lib"), package("derive", "proc-macro"),
                package("syn", "lib"), package("tester", "lib"),
            ],
            "resolve": { "nodes": [
                { "id": ROOT, "deps": [uses("parser", Value::Null), uses("tester", json!("dev"))] },
                { "id": "parser", "deps": [uses("derive", Value::Null)] },
                { "id": "derive", "deps": [uses("syn", Value::Null)] },
            ] },
        })
    }

    #[test]
    fn the_bill_holds_what_is_compiled_in_and_marks_what_only_compiles() {
        let lock = "[[package]]\nname = \"parser\"\nversion = \"1.0.0\"\nchecksum = \"abc\"\n";
        let bill = bill(&metadata(), &checksums(lock).unwrap()).unwrap();
        let seen: Vec<(&str, &str)> = list(&bill, "/components")
            .iter()
            .filter_map(|component| Some((text(component, "name")?, text(component, "scope")?)))
            .collect();
        assert_eq!(seen, [("derive", "excluded"), ("parser", "required")]);
        assert_eq!(bill.pointer("/components/1/hashes/0/content"), Some(&json!("abc")));
        assert_eq!(bill.pointer("/components/1/licenses/0/expression"), Some(&json!("MIT OR Apache-2.0")));
    }

    #[test]
    fn a_workspace_without_the_page_is_named() {
        let error = bill(&json!({}), &Checksums::new()).unwrap_err();
        assert_eq!(error.to_string(), "cargo metadata does not know beredd-web");
    }
}
