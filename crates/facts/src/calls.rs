//! Calls of production code by what they call: who runs a function is asked of every call otherwise.

use crate::fact::Call;
use crate::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::collections::BTreeMap;

/// Places of calls, by the last part of the callee as written: the file, and the index in its list.
type ByName = BTreeMap<String, Vec<(RepoPath, u32)>>;

impl RepoFacts {
    /// Calls of production code whose callee, as written, ends in a name; by place.
    #[must_use]
    pub fn calls_named(&self, name: &str) -> Vec<(&RepoPath, &Call)> {
        let index = self.derived(by_name);
        let places = index.get(name).into_iter().flatten();
        places
            .filter_map(|(path, at)| {
                let (path, file) = self.file_table().get_key_value(path)?;
                let call = file.module.as_ref()?.calls.get(usize::try_from(*at).ok()?)?;
                Some((path, call))
            })
            .collect()
    }

    /// Calls of production code that run a function under its own name; by place.
    #[must_use]
    pub fn calls_of(&self, function: &DefinitionRef) -> Vec<(&RepoPath, &Call)> {
        let Some(definition) = self.definition(function) else { return Vec::new() };
        let mut calls = self.calls_named(&definition.name);
        calls.retain(|(path, call)| self.callee_of(path, call).as_ref() == Some(function));
        calls
    }
}

fn by_name(repo: &RepoFacts) -> ByName {
    let mut found = ByName::new();
    for (path, module) in repo.production_code() {
        for (call, at) in module.calls.iter().zip(0u32..) {
            let name = call.callee.rsplit(['.', ':']).next().unwrap_or(&call.callee);
            match found.get_mut(name) {
                Some(places) => places.push((path.clone(), at)),
                None => {
                    found.insert(name.to_owned(), vec![(path.clone(), at)]);
                }
            }
        }
    }
    found
}
