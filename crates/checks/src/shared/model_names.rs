//! Names of models that production code writes out, where it calls one or makes a client for it.

use super::factories::client_made;
use super::values::{keyword, texts_in};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Call;
use beredd_model::{Lines, Place};

/// A model that code names.
pub(crate) struct ModelName<'a> {
    /// As written.
    pub(crate) name: &'a str,
    /// The line of the call.
    pub(crate) place: Place,
}

/// Keywords that name a model, in the libraries of the providers and the frameworks.
const KEYWORDS: &[&str] = &["model", "modelId", "model_id", "model_name"];

/// Every name of a model that is written out, or the default of a setting, in calls of models and of their clients; by place.
pub(crate) fn model_names(repo: &RepoFacts) -> Vec<ModelName<'_>> {
    let mut found = Vec::new();
    let sites = &repo.population().call_sites;
    for (path, module) in repo.production_code() {
        let asked = sites.iter().filter(|site| site.place.path == *path);
        let asked = asked.filter_map(|site| module.calls.get(usize::try_from(site.call).ok()?));
        let made = module.calls.iter().filter(|call| client_made(call).is_some());
        for call in asked.chain(made) {
            let place = RepoFacts::place(path, Lines::at(call.lines.start));
            found.extend(named_in(call).into_iter().map(|name| ModelName { name, place: place.clone() }));
        }
    }
    found.sort_by(|a, b| a.place.cmp(&b.place).then(a.name.cmp(b.name)));
    found.dedup_by(|a, b| a.place == b.place && a.name == b.name);
    found
}

fn named_in(call: &Call) -> Vec<&str> {
    let values = KEYWORDS.iter().filter_map(|name| keyword(&call.arguments, name));
    values.flat_map(texts_in).filter(|name| !name.is_empty() && !name.contains(char::is_whitespace)).collect()
}
