//! Resources that configuration declares: Terraform, CloudFormation, Kubernetes.

use super::is_effective;
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Node, NodeValue};
use beredd_model::{Lines, Place, RepoPath};

/// A declared resource.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resource<'a> {
    /// Its type in its own syntax: `aws_db_instance`, `AWS::RDS::DBInstance`, `Deployment`.
    pub(crate) kind: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
    /// The file.
    pub(crate) path: &'a RepoPath,
    /// The line of its name.
    pub(crate) line: u32,
    /// Its properties; of a Kubernetes object, the whole document.
    pub(crate) node: &'a Node,
}

impl Resource<'_> {
    /// Where it stands, by its first line.
    pub(crate) fn place(&self) -> Place {
        Place::new(self.path.clone(), Lines::at(self.line))
    }
}

/// Configuration that takes effect, document by document.
pub(crate) fn documents(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &Node)> {
    repo.files()
        .filter(|(_, file)| is_effective(file.role))
        .flat_map(|(path, file)| file.config.iter().map(move |node| (path, node)))
}

/// Every resource, file by file.
pub(crate) fn resources(repo: &RepoFacts) -> Vec<Resource<'_>> {
    let mut found = Vec::new();
    for (path, document) in documents(repo) {
        terraform(path, document, &mut found);
        cloudformation(path, document, &mut found);
        kubernetes(path, document, &mut found);
    }
    found
}

fn terraform<'a>(path: &'a RepoPath, document: &'a Node, found: &mut Vec<Resource<'a>>) {
    if path.extension() != "tf" {
        return;
    }
    let blocks = document.members().iter().filter(|(key, _)| key.text == "resource");
    for (kind, named) in blocks.flat_map(|(_, block)| block.members()) {
        for (name, node) in named.members() {
            found.push(Resource { kind: &kind.text, name: &name.text, path, line: name.line, node });
        }
    }
}

fn cloudformation<'a>(path: &'a RepoPath, document: &'a Node, found: &mut Vec<Resource<'a>>) {
    let Some(resources) = document.get("Resources") else { return };
    for (name, node) in resources.members() {
        let Some(kind) = node.get("Type").and_then(Node::text).filter(|kind| kind.contains("::")) else {
            continue;
        };
        let properties = node.get("Properties").unwrap_or(node);
        found.push(Resource { kind, name: &name.text, path, line: name.line, node: properties });
    }
}

fn kubernetes<'a>(path: &'a RepoPath, document: &'a Node, found: &mut Vec<Resource<'a>>) {
    let (Some(_), Some(kind)) = (document.get("apiVersion"), document.get("kind").and_then(Node::text))
    else {
        return;
    };
    let name = document.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default();
    found.push(Resource { kind, name, path, line: document.line, node: document });
}

/// Every text in a tree, with its line.
pub(crate) fn texts(node: &Node) -> impl Iterator<Item = (u32, &str)> {
    node.walk().filter_map(|(_, node)| node.text().map(|text| (node.line, text)))
}

/// Whether a value is set and not false: `true`, `"true"`, a number above nought, any other text, a block.
pub(crate) fn is_on(node: &Node) -> bool {
    match &node.value {
        NodeValue::Nothing => false,
        NodeValue::Bool(is_on) => *is_on,
        NodeValue::Number(number) => number.parse::<u64>() != Ok(0),
        NodeValue::Text(text) => {
            !matches!(text.to_ascii_lowercase().as_str(), "" | "false" | "0" | "disabled" | "off")
        }
        NodeValue::List(items) => !items.is_empty(),
        NodeValue::Map(_) => true,
    }
}
