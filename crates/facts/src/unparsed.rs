//! What files of production code hold that do not parse: nothing that proves anything, and yet something that may be missed.

use crate::{FactShard, FileRole, RepoFacts};
use beredd_model::{Lines, Place, ProblemKind, RepoPath};
use std::collections::BTreeSet;

/// Most files that are looked at beside those that do not parse: what they import is read for the meaning of their names alone.
const MAX_IMPORTED: usize = 300;

impl RepoFacts {
    /// Files of production code that could not be read to their end, by path, each at the line where the reader gave up.
    #[must_use]
    pub fn unparsed_production(&self) -> Vec<Place> {
        let unparsed = self
            .files_as(FileRole::Production)
            .filter(|(_, file)| file.module.as_ref().is_some_and(|module| !module.is_parsed));
        unparsed
            .map(|(path, file)| {
                let mut problems = file.problems.iter().filter(|problem| {
                    matches!(problem.kind, ProblemKind::SyntaxError | ProblemKind::LimitReached)
                });
                Place::new(path.clone(), Lines::at(problems.find_map(|problem| problem.line).unwrap_or(1)))
            })
            .collect()
    }

    /// These files as far as they could be read, taken as if they parsed and were started, beside what they import: what they would
    /// add to the repository. The rest of it is left out.
    #[must_use]
    pub fn unparsed_alone(&self) -> Self {
        let unparsed: BTreeSet<RepoPath> =
            self.unparsed_production().into_iter().map(|place| place.path).collect();
        let most = unparsed.len().saturating_add(MAX_IMPORTED);
        let mut chosen = unparsed.clone();
        let mut waiting: Vec<RepoPath> = unparsed.iter().flat_map(|path| self.imported_by(path)).collect();
        while let Some(path) = waiting.pop().filter(|_| chosen.len() < most) {
            if chosen.insert(path.clone()) {
                waiting.extend(self.resolution().imports.get(&path).into_iter().flatten().cloned());
            }
        }
        let mut shard = FactShard::default();
        for path in chosen {
            let Some(mut file) = self.file(&path).cloned() else { continue };
            if unparsed.contains(&path) {
                file.problems.clear();
                if let Some(module) = &mut file.module {
                    (module.is_parsed, module.is_runnable) = (true, true);
                }
            }
            shard.files.insert(path, file);
        }
        Self::new(shard)
    }

    /// The modules that a file names in its imports, whether it loads or not.
    fn imported_by(&self, path: &RepoPath) -> Vec<RepoPath> {
        let imports = self.module(path).map_or(&[][..], |module| &module.imports);
        imports.iter().filter_map(|import| self.names().file_of_import(path, import)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_file;

    fn facts(files: &[(&str, &str)]) -> RepoFacts {
        let mut shard = FactShard::default();
        for (path, text) in files {
            let path = RepoPath::parse(path).unwrap();
            let facts = read_file(&path, text.as_bytes());
            shard.files.insert(path, facts);
        }
        RepoFacts::new(shard)
    }

    #[test]
    fn what_does_not_parse_is_named_and_read_as_far_as_it_goes() {
        let repo = facts(&[
            (
                "store.py",
                "from keys import KEY\nimport redis\n\nclass Store\n    pass\n\nredis.Redis().set(KEY, 'x')\n",
            ),
            ("keys.py", "KEY = 'a'\n"),
            ("other.py", "print('b')\n"),
            ("test_store.py", "def ("),
        ]);
        let named: Vec<String> =
            repo.unparsed_production().iter().map(|place| format!("{}:{}", place.path, place.line)).collect();
        assert_eq!(named, ["store.py:4"]);
        let alone = repo.unparsed_alone();
        assert_eq!(alone.files().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["keys.py", "store.py"]);
        let calls = alone.production_code().flat_map(|(_, module)| &module.calls);
        assert!(calls.into_iter().any(|call| call.target == "redis.Redis().set"));
        assert!(alone.files().all(|(path, _)| alone.is_live(path)));
    }
}
