//! The commands that the guide and the README show are commands of this program, with options that it has.

use assert_cmd::Command;
use std::fs;
use std::path::PathBuf;

/// The commands of the program in a page, as words; what stands in quotes is one word.
fn commands(page: &str) -> Vec<Vec<String>> {
    // A command in YAML may go on over lines.
    let page = page.replace("\n          --", " --").replace("\n      --", " --");
    let lines = page.lines().filter_map(|line| line.split_once("beredd "));
    let is_shown = |before: &str| {
        let before = before.trim();
        before.is_empty() || before.ends_with('|') || before.ends_with('`')
    };
    lines
        .filter(|(before, _)| is_shown(before))
        .map(|(_, rest)| {
            let rest = rest.split(['`', '#', '>']).next().unwrap_or_default();
            rest.split_whitespace().map(str::to_owned).collect()
        })
        .filter(|words: &Vec<String>| !words.is_empty())
        .collect()
}

#[test]
fn every_command_in_the_guide_has_the_options_it_is_shown_with() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![root.join("README.md")];
    for lang in ["en", "sv"] {
        let folder = fs::read_dir(root.join("docs/guide").join(lang)).unwrap();
        files.extend(folder.map(|entry| entry.unwrap().path()));
    }
    let mut seen = 0;
    for file in files {
        for words in commands(&fs::read_to_string(&file).unwrap()) {
            let names: Vec<&str> = words
                .iter()
                .map(String::as_str)
                .take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()))
                .collect();
            let names = if names.first() == Some(&"profile") {
                names.get(..2).unwrap()
            } else {
                names.get(..1).unwrap_or_default()
            };
            let run = Command::new(env!("CARGO_BIN_EXE_beredd")).args(names).arg("--help").assert().success();
            let help = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap();
                assert!(help.contains(option), "{}: {names:?} has no {option}", file.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}
