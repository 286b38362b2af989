//! Agents that infrastructure code declares: CloudFormation and Terraform resources.

use super::agents::Candidate;
use crate::fact::Node;
use crate::known::agent_frameworks::RESOURCES;
use crate::{FileRole, Language, RepoFacts};
use beredd_model::{Lines, RepoPath};

/// Every agent that is a resource.
pub(crate) fn find(repo: &RepoFacts) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (path, facts) in repo.files_as(FileRole::Production) {
        for document in &facts.config {
            match facts.language {
                Language::Yaml | Language::Json => templates(path, document, &mut found),
                Language::Terraform => terraform(path, document, &mut found),
                _ => {}
            }
        }
    }
    found
}

fn templates(path: &RepoPath, document: &Node, found: &mut Vec<Candidate>) {
    for (key, resource) in document.get("Resources").map_or(&[][..], Node::members) {
        let Some(framework) = resource.get("Type").and_then(Node::text).and_then(framework) else { continue };
        let named = resource.get("Properties").and_then(|properties| properties.get("AgentName"));
        let name = named.and_then(Node::text).unwrap_or(&key.text);
        found.push(agent(path, name, Lines::new(key.line, resource.end_line), framework));
    }
}

/// A Terraform resource is a block under its type and its name.
fn terraform(path: &RepoPath, document: &Node, found: &mut Vec<Candidate>) {
    let resources = document.members().iter().filter(|(key, _)| key.text == "resource");
    for (kind, blocks) in resources.flat_map(|(_, block)| block.members()) {
        let Some(framework) = framework(&kind.text) else { continue };
        for (name, block) in blocks.members() {
            found.push(agent(path, &name.text, Lines::new(name.line, block.end_line), framework));
        }
    }
}

fn framework(kind: &str) -> Option<&'static str> {
    RESOURCES.iter().find(|(resource, _)| *resource == kind).map(|(_, framework)| *framework)
}

fn agent(path: &RepoPath, name: &str, lines: Lines, framework: &'static str) -> Candidate {
    Candidate {
        name: name.to_owned(),
        path: path.clone(),
        lines,
        framework,
        definition: None,
        call_sites: Vec::new(),
        holds_model: true,
        team: None,
    }
}
