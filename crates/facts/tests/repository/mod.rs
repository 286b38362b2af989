//! Facts of a repository that is written as one text.

use beredd_facts::{FactShard, RepoFacts, read_file};
use beredd_model::RepoPath;

/// Reads, resolves and discovers.
pub fn facts(text: &str) -> RepoFacts {
    let fixture = beredd_testkit::fixture::parse(text).unwrap();
    let mut shard = FactShard::default();
    for (path, content) in fixture.files {
        let facts = read_file(&path, content.as_bytes());
        shard.files.insert(path, facts);
    }
    RepoFacts::new(shard)
}

/// A path that is known to be one.
pub fn path(name: &str) -> RepoPath {
    RepoPath::parse(name).unwrap()
}
