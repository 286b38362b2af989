//! Hostile input: what reads it, what it grows from, and archives made to break their reader.
//!
//! [`TARGETS`] are the product's ways in. The programs of `fuzz/` run them under libFuzzer, and `tests/archives` runs them on a
//! stable compiler with [`mutants`] of the seeds, a bounded number of times. A target does nothing but survive: what comes
//! out right is for the tests of each room.

mod mutation;
pub mod rawzip;
mod seeds;

pub use mutation::mutants;

use beredd_archive::{Budget, Reader, list};
use beredd_audit::{PolicyChoice, audit, decode, open};
use beredd_model::RepoPath;
use beredd_testkit::{fixture, zip_of};

/// One way into the product.
pub struct Target {
    /// Its name, which is that of the fuzzing program too.
    pub name: &'static str,
    /// Takes any bytes.
    run: fn(&[u8]),
    /// Honest input, to begin from.
    seeds: fn() -> Vec<Vec<u8>>,
}

impl Target {
    /// Runs it once.
    pub fn run(&self, bytes: &[u8]) {
        (self.run)(bytes);
    }

    /// Honest input that leads deep into it.
    #[must_use]
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        (self.seeds)()
    }
}

/// Every target, by name.
pub const TARGETS: &[Target] = &[
    Target { name: "archive", run: archive, seeds: seeds::archives },
    Target { name: "csv", run: |bytes| read("load.csv", bytes), seeds: || seeds::files(&["csv"]) },
    Target {
        name: "dockerfile",
        run: |bytes| read("Dockerfile", bytes),
        seeds: || seeds::files(&["Dockerfile"]),
    },
    Target {
        name: "env",
        run: |bytes| read(".env", bytes),
        seeds: || seeds::files(&["env", "example", "ini"]),
    },
    Target { name: "json", run: |bytes| read("a.json", bytes), seeds: || seeds::files(&["json"]) },
    Target { name: "manifest", run: manifest, seeds: || seeds::files(&["txt", "toml", "json", "mod"]) },
    Target { name: "markdown", run: |bytes| read("README.md", bytes), seeds: || seeds::files(&["md"]) },
    Target { name: "notebook", run: |bytes| read("a.ipynb", bytes), seeds: seeds::notebooks },
    Target { name: "policy", run: policy, seeds: seeds::policies },
    Target { name: "python", run: |bytes| read("a.py", bytes), seeds: || seeds::files(&["py"]) },
    Target { name: "repository", run: repository, seeds: seeds::repositories },
    Target {
        name: "restructured",
        run: |bytes| read("a.rst", bytes),
        seeds: || seeds::files(&["md", "rst"]),
    },
    Target { name: "saved_audit", run: saved_audit, seeds: seeds::audits },
    Target { name: "shard", run: |bytes| drop(decode(bytes)), seeds: seeds::shards },
    Target { name: "sql", run: |bytes| read("a.sql", bytes), seeds: || seeds::files(&["sql"]) },
    Target { name: "terraform", run: |bytes| read("a.tf", bytes), seeds: || seeds::files(&["tf"]) },
    Target {
        name: "tokens",
        run: tokens,
        seeds: || seeds::files(&["go", "java", "cs", "rs", "sh", "rb", "php", "kt"]),
    },
    Target { name: "toml", run: |bytes| read("a.toml", bytes), seeds: || seeds::files(&["toml"]) },
    Target { name: "typescript", run: typescript, seeds: || seeds::files(&["ts", "tsx", "js"]) },
    Target { name: "xml", run: |bytes| read("junit.xml", bytes), seeds: || seeds::files(&["xml"]) },
    Target { name: "yaml", run: |bytes| read("a.yaml", bytes), seeds: || seeds::files(&["yaml", "yml"]) },
];

/// Runs the target of this name once; a name that is none does nothing.
pub fn run(name: &str, bytes: &[u8]) {
    if let Some(target) = TARGETS.iter().find(|target| target.name == name) {
        target.run(bytes);
    }
}

/// Limits that keep one run short; what lies beyond them is for the tests.
const SHORT: Budget = Budget { total_bytes: 16 << 20, stream_bytes: 16 << 20, ..Budget::DEFAULT };

/// A ZIP, a tar or a tar.gz, by its first bytes: listed, and every file read.
fn archive(bytes: &[u8]) {
    let Ok(source) = open(bytes, &SHORT) else { return };
    let Ok(listing) = list(&source, &SHORT) else { return };
    let (mut entries, _) = SHORT.admit(listing.entries);
    entries.sort_by_key(|entry| (entry.offset, entry.index));
    let Ok(mut reader) = Reader::open(&source, &entries) else { return };
    let mut content = Vec::new();
    for entry in &entries {
        if reader.read(entry, &mut content).is_err() {
            continue;
        }
        assert_eq!(Ok(entry.declared_bytes), u64::try_from(content.len()), "no file is longer than it says");
    }
}

/// One file, by its name.
fn read(name: &str, bytes: &[u8]) {
    if let Ok(path) = RepoPath::parse(name) {
        drop(beredd_facts::read_file(&path, bytes));
    }
}

fn manifest(bytes: &[u8]) {
    for name in ["requirements.txt", "pyproject.toml", "package.json", "go.mod", "pom.xml", "Cargo.toml"] {
        read(name, bytes);
    }
}

fn typescript(bytes: &[u8]) {
    for name in ["a.ts", "a.tsx", "a.js"] {
        read(name, bytes);
    }
}

fn tokens(bytes: &[u8]) {
    for name in ["a.go", "a.java", "a.kt", "a.cs", "a.rs", "a.rb", "a.php", "a.sh"] {
        read(name, bytes);
    }
}

/// A policy file.
fn policy(bytes: &[u8]) {
    drop(beredd_plan::policy::read(&String::from_utf8_lossy(bytes), "fuzz"));
}

fn saved_audit(bytes: &[u8]) {
    if let Ok(audit) = beredd_report::parse_json(&String::from_utf8_lossy(bytes)) {
        drop(beredd_report::json(&audit));
    }
}

/// A repository written as one text, audited as a whole: the checks meet facts that nobody thought of.
fn repository(bytes: &[u8]) {
    let Ok(files) = fixture::parse(&String::from_utf8_lossy(bytes)) else { return };
    let Ok(archive) = zip_of(&files, None) else { return };
    if let Ok(audit) = audit("fuzz.zip", &archive, &PolicyChoice::Generic) {
        drop(beredd_report::json(&audit));
    }
}
