//! What changes nothing: line ends, marks of byte order, encodings, and the order of files in the archive.

use beredd_model::Audit;
use beredd_tests::mutant::{self, short};
use beredd_tests::repository;
use std::collections::BTreeMap;

type Files = Vec<(String, Vec<u8>)>;

fn files_of(name: &str) -> Files {
    let fixture = repository::load(name).unwrap();
    fixture.files.into_iter().map(|(path, text)| (path.to_string(), text.into_bytes())).collect()
}

fn outcomes(audit: &Audit) -> BTreeMap<String, String> {
    audit.checks.iter().map(|check| (check.id.to_string(), short(check))).collect()
}

/// Asserts that a repository is judged alike, check by check and line by line, when its files are written another way.
fn assert_judged_alike(what: &str, change: impl Fn(Files) -> Files) {
    for name in repository::names().unwrap() {
        let files = files_of(&name);
        let before = mutant::audit_files(&files).unwrap();
        let changed = change(files.clone());
        assert_ne!(files, changed, "{name} with {what}");
        let after = mutant::audit_files(&changed).unwrap();
        let (was, is) = (outcomes(&before), outcomes(&after));
        let moved: Vec<_> = was.iter().filter(|(check, outcome)| is[*check] != **outcome).collect();
        assert!(moved.is_empty(), "{name} with {what}: {moved:#?}");
        assert_eq!(before.archive.problems, after.archive.problems, "{name} with {what}");
        let places = |audit: &Audit| -> Vec<(String, u32)> {
            let evidence = audit.checks.iter().flat_map(|check| &check.evidence);
            evidence.map(|one| (one.place.path.to_string(), one.place.line)).collect()
        };
        assert_eq!(places(&before), places(&after), "{name} with {what}");
    }
}

fn each_text(files: Files, change: impl Fn(&str, &str) -> Vec<u8>) -> Files {
    let changed = files.into_iter().map(|(path, bytes)| {
        let bytes = change(&path, &String::from_utf8(bytes).unwrap());
        (path, bytes)
    });
    changed.collect()
}

#[test]
fn line_ends_of_windows_change_no_verdict() {
    assert_judged_alike("CRLF", |files| each_text(files, |_, text| text.replace('\n', "\r\n").into_bytes()));
}

#[test]
fn a_mark_of_byte_order_changes_no_verdict() {
    assert_judged_alike("a BOM", |files| {
        each_text(
            files,
            |_, text| if text.is_empty() { Vec::new() } else { format!("\u{feff}{text}").into_bytes() },
        )
    });
}

#[test]
fn comments_in_latin_1_change_no_verdict() {
    // A comment at the end of a file of code that has no other letter outside ASCII.
    assert_judged_alike("Latin-1", |files| {
        each_text(files, |path, text| {
            let mut bytes = text.as_bytes().to_vec();
            let has_comments =
                [".py", ".yaml", ".yml", ".toml", ".sh", ".tf"].iter().any(|end| path.ends_with(end));
            if has_comments && text.is_ascii() && text.ends_with('\n') {
                bytes.extend_from_slice(b"# S\xe5 h\xe4r g\xf6r vi\n");
            }
            bytes
        })
    });
}

#[test]
fn the_order_of_files_in_the_archive_changes_nothing() {
    for name in repository::names().unwrap() {
        let files = files_of(&name);
        let report = |files: &Files| {
            let mut audit = mutant::audit_files(files).unwrap();
            // The archives differ, and so do their hashes and sizes.
            audit.archive.sha256.clear();
            audit.archive.bytes = 0;
            beredd_report::json(&audit)
        };
        let sorted = report(&files);
        let backwards: Files = files.iter().rev().cloned().collect();
        assert_eq!(sorted, report(&backwards), "{name} backwards");
        let (even, odd): (Vec<_>, Vec<_>) = files.iter().enumerate().partition(|(index, _)| index % 2 == 0);
        let mixed: Files = odd.into_iter().chain(even).map(|(_, file)| file.clone()).collect();
        assert_eq!(sorted, report(&mixed), "{name} mixed");
    }
}
