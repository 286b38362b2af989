//! Names of models that production code writes out, where it calls one or makes a client for it.

use super::factories::client_made;
use super::origin::variable_of;
use super::values::{keyword, last, names_in, text, texts_in};
use beredd_facts::fact::{Binding, Call, DefinitionKind, Value};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};
use std::collections::BTreeSet;

/// A model that code names.
pub(crate) struct ModelName<'a> {
    /// As written.
    pub(crate) name: &'a str,
    /// The line of the call; where it reads an enumeration or a constant, the line that writes the name out.
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
            let values = KEYWORDS.iter().filter_map(|name| keyword(&call.arguments, name));
            found.extend(values.flat_map(names_in).filter_map(|name| constant(repo, path, name)));
        }
    }
    found.extend(enumerated(repo));
    found.sort_by(|a, b| a.place.cmp(&b.place).then(a.name.cmp(b.name)));
    found.dedup_by(|a, b| a.place == b.place && a.name == b.name);
    found
}

fn named_in(call: &Call) -> Vec<&str> {
    let values = KEYWORDS.iter().filter_map(|name| keyword(&call.arguments, name));
    values.flat_map(texts_in).filter(|name| !name.is_empty() && !name.contains(char::is_whitespace)).collect()
}

/// What a constant or a member of an enumeration stands for: `Model.BIG.value`, `settings.MODEL`, `MODELS.big`.
fn constant<'a>(repo: &'a RepoFacts, path: &RepoPath, name: &str) -> Option<ModelName<'a>> {
    let name = name.trim_end_matches(".value");
    let member = name.rsplit_once('.').and_then(|(class, member)| {
        let class = repo.resolve_target(path, class)?;
        members_of(repo, &class).find(|(_, binding)| last(&binding.name) == member)
    });
    if let Some((path, binding)) = member {
        return written(path, binding, text(&binding.value)?);
    }
    let (file, variable, rest) = variable_of(repo, path, name).or_else(|| {
        let (variable, rest) = name.split_once('.')?;
        Some((path.clone(), variable, rest))
    })?;
    let file = repo.kept_path(&file)?;
    let mut bindings = repo.module(file)?.bindings.iter();
    let binding = bindings.find(|binding| binding.within.is_none() && binding.name == variable)?;
    let name = match &binding.value {
        Value::Map(members) => {
            let (_, value) = members.iter().find(|(key, _)| text(key) == Some(rest))?;
            text(value)?
        }
        value => text(value).filter(|_| rest.is_empty())?,
    };
    written(file, binding, name)
}

fn written<'a>(path: &RepoPath, binding: &Binding, name: &'a str) -> Option<ModelName<'a>> {
    let is_one = !name.is_empty() && !name.contains(char::is_whitespace);
    is_one.then(|| ModelName { name, place: RepoFacts::place(path, Lines::at(binding.lines.start)) })
}

fn members_of<'a>(
    repo: &'a RepoFacts,
    class: &DefinitionRef,
) -> impl Iterator<Item = (&'a RepoPath, &'a Binding)> {
    let path = repo.kept_path(&class.path);
    let lines = repo.definition(class).filter(|one| one.kind == DefinitionKind::Class).map(|one| one.lines);
    let bindings = path.and_then(|path| Some((path, repo.module(path)?)));
    bindings.into_iter().flat_map(move |(path, module)| {
        let own = module.bindings.iter().filter(move |one| lines.is_some_and(|lines| lines.holds(one.lines)));
        own.map(move |binding| (path, binding))
    })
}

/// Members of enumerations of models that live code uses: whoever is handed one of them names a model.
fn enumerated(repo: &RepoFacts) -> Vec<ModelName<'_>> {
    let used: BTreeSet<&DefinitionRef> = repo.resolution().uses.values().flatten().collect();
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        for (class, id) in module.definitions.iter().zip(0u32..) {
            let is_listed = class.kind == DefinitionKind::Class
                && has_word(&class.name, &["model", "models"])
                && class.bases.iter().any(|base| last(base).ends_with("Enum"));
            let reference = super::origin::reference(path, beredd_facts::fact::DefinitionId(id));
            if is_listed && used.contains(&reference) {
                let members = members_of(repo, &reference);
                found.extend(members.filter_map(|(path, one)| written(path, one, text(&one.value)?)));
            }
        }
    }
    found
}
