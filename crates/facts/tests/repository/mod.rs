//! Facts of a repository that is written as one text.

#![expect(unreachable_pub, reason = "each test program uses what it needs of this")]
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

use beredd_facts::{FactShard, RepoFacts, read_file};

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
