//! The guide keeps its promises: its links lead somewhere, its configuration can be parsed, its policies are read without a word
//! of complaint, and both languages have the same pages.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

use beredd_checks::catalog;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use saphyr_parser::Event as Yaml;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

/// Every page of the guide, with its text.
fn pages() -> Vec<(PathBuf, String)> {
    let mut pages = Vec::new();
    for lang in ["en", "sv"] {
        for entry in fs::read_dir(docs().join("guide").join(lang)).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            pages.push((path, text));
        }
    }
    pages.sort();
    pages
}

/// The blocks of code in a page that say they are of this language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut is_inside = false;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(of))) if &*of == language => {
                is_inside = true;
                blocks.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => is_inside = false,
            Event::Text(text) if is_inside => blocks.last_mut().unwrap().push_str(&text),
            _ => {}
        }
    }
    blocks
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn both_languages_have_the_same_pages_and_the_same_code_in_them() {
    let of = |lang: &str| -> Vec<(PathBuf, String)> {
        pages().into_iter().filter(|(path, _)| path.parent().unwrap().ends_with(lang)).collect()
    };
    let (en, sv) = (of("en"), of("sv"));
    let names = |pages: &[(PathBuf, String)]| -> BTreeSet<String> {
        pages.iter().map(|(path, _)| name(path)).collect()
    };
    assert_eq!(names(&en), names(&sv));
    assert!(en.len() >= 8, "{}", en.len());
    for ((path, en), (_, sv)) in en.iter().zip(&sv) {
        for language in ["sh", "yaml", "toml"] {
            assert_eq!(blocks(en, language).len(), blocks(sv, language).len(), "{} {language}", name(path));
        }
        let headings = |page: &str| {
            Parser::new(page).filter(|event| matches!(event, Event::Start(Tag::Heading { .. }))).count()
        };
        assert_eq!(headings(en), headings(sv), "{}", name(path));
    }
}

#[test]
fn every_link_leads_to_a_file_that_is_there() {
    let mut seen = 0;
    let mut all = pages();
    for root in ["../README.md", "checks/README.md"] {
        let path = docs().join(root);
        all.push((path.clone(), fs::read_to_string(&path).unwrap()));
    }
    for (path, text) in all {
        for event in Parser::new(&text) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && !dest_url.starts_with("https://")
            {
                let target = path.parent().unwrap().join(dest_url.split('#').next().unwrap());
                assert!(target.exists(), "{}: {dest_url}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn the_examples_for_pipelines_are_yaml_with_an_audit_in_it() {
    let mut seen = 0;
    for (path, text) in pages() {
        for block in blocks(&text, "yaml") {
            let mut words = Vec::new();
            for event in saphyr_parser::Parser::new_from_str(&block) {
                if let (Yaml::Scalar(text, ..), _) = event.unwrap() {
                    words.push(text.into_owned());
                }
            }
            let audit = words.iter().find(|word| word.contains("beredd audit")).unwrap();
            // One command, folded into one line: a line break would cut its options off.
            assert!(
                !audit.trim().contains('\n') && audit.contains("--fail-on critical"),
                "{}: {audit}",
                path.display()
            );
            let formats = audit.split("--format ").nth(1).unwrap().split(' ').next().unwrap();
            let files =
                [("sarif", "reports/audit.sarif"), ("junit", "reports/junit.xml"), ("markdown", "audit.md")];
            for (format, file) in files {
                if words.iter().any(|word| word.contains(file)) {
                    assert!(
                        formats.split(',').any(|one| one == format),
                        "{}: {file} is never written",
                        path.display()
                    );
                }
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_examples_of_policies_are_read_as_they_stand() {
    let mut seen = 0;
    for (path, text) in pages() {
        for block in blocks(&text, "toml") {
            let reading = beredd_plan::policy::read(&block, "beredd.toml");
            assert!(reading.problems.is_empty(), "{}: {:?}", path.display(), reading.problems);
            for risk in &reading.policy.accepted {
                assert!(catalog().iter().any(|entry| entry.id == risk.check), "{}", risk.check);
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 6);
}
