//! Which technologies that a policy asks for are nowhere in use.
//!
//! A technology is found where a dependency, an import of production code, a base image or a setting names it. Prose does not
//! count, and finding it proves no criterion: the checks do that. What is not found is called out.

use beredd_facts::RepoFacts;
use beredd_facts::fact::NodeValue;
use std::collections::BTreeSet;

/// The places in `asked` of those that nothing in the repository names.
pub(crate) fn missing(asked: &[String], repo: &RepoFacts) -> Vec<usize> {
    let wanted: Vec<String> = asked.iter().map(|name| letters(name)).collect();
    let mut left: BTreeSet<usize> = (0..wanted.len()).collect();
    each_name(repo, |name| {
        if !left.is_empty() {
            let name = letters(name);
            left.retain(|place| {
                wanted.get(*place).is_some_and(|wanted| wanted.is_empty() || !name.contains(wanted))
            });
        }
    });
    left.into_iter().collect()
}

/// Tells of every name that stands for something in use.
fn each_name(repo: &RepoFacts, mut tell: impl FnMut(&str)) {
    for (_, module) in repo.production_code() {
        module.imports.iter().for_each(|import| tell(&import.module));
    }
    for (_, file) in repo.files() {
        file.dependencies
            .iter()
            .filter(|dependency| !dependency.is_development)
            .for_each(|found| tell(&found.name));
        file.dockerfile.iter().flat_map(|recipe| &recipe.stages).for_each(|stage| tell(&stage.image));
        for (key, node) in file.config.iter().flat_map(|document| document.walk()) {
            key.into_iter().for_each(|key| tell(&key.text));
            if let NodeValue::Text(text) = &node.value {
                tell(text);
            }
        }
    }
}

/// A name as its letters and digits alone.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
