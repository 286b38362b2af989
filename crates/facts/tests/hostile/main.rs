//! Sources made to break their reader: none may panic, hang or grow past what its own length allows.
//!
//! Every input goes through every reader, under every name, since an archive says what a file is called. What bounds the work
//! is named in `docs/limits.md`; here it is shown that something does.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

mod inputs;

use beredd_facts::{FactShard, read_file};
use beredd_model::RepoPath;
use inputs::{Input, encodings, long_lines, nested, repeated};

/// Facts may outgrow a file: paths, lines and kinds are spelled out. This many times, and this many bytes besides.
const GROWTH: usize = 40;
const BESIDES: usize = 1 << 20;

/// Reads an input under every name and holds what comes out to its bound.
fn survives(inputs: &[Input]) {
    for name in inputs::NAMES {
        let path = RepoPath::parse(name).unwrap();
        for input in inputs {
            let facts = read_file(&path, &input.bytes);
            let mut shard = FactShard::default();
            shard.files.insert(path.clone(), facts);
            let bytes = postcard::to_stdvec(&shard).unwrap().len();
            let most = input.bytes.len() * GROWTH + BESIDES;
            assert!(bytes <= most, "{name}: {}: {bytes} bytes of facts", input.what);
        }
    }
}

#[test]
fn nesting_without_end_is_survived() {
    survives(&nested(100_000));
}

#[test]
fn repetition_without_end_is_survived() {
    survives(&repeated(1 << 15));
}

/// Each stage of an image was once compared with every one before it.
#[test]
fn a_recipe_of_very_many_stages_is_read_in_one_pass() {
    let bytes = b"FROM a AS b\n".repeat(90_000);
    let facts = read_file(&RepoPath::parse("Dockerfile").unwrap(), &bytes);
    assert_eq!(facts.dockerfile.unwrap().stages.len(), 90_000);
}

/// A value that stands in for itself many times made an image name of a hundred megabytes.
#[test]
fn a_default_that_is_filled_in_again_and_again_stays_short() {
    let text = format!("ARG A={}\nFROM {}\n", "x".repeat(200), "$A".repeat(500_000));
    let facts = read_file(&RepoPath::parse("Dockerfile").unwrap(), text.as_bytes());
    let image = &facts.dockerfile.unwrap().stages[0].image;
    assert!(image.len() < text.len() + 4_000, "{} bytes", image.len());
}

/// Each hash of a file of Rust was once counted from every one before it.
#[test]
fn hashes_without_end_are_read_in_one_pass() {
    let bytes = b"#".repeat(1 << 20);
    assert!(read_file(&RepoPath::parse("a.rs").unwrap(), &bytes).module.is_some());
}

#[test]
fn gigantic_lines_are_survived() {
    survives(&long_lines(1 << 20));
}

#[test]
fn any_encoding_and_none_is_survived() {
    survives(&encodings());
}
