//! The program as its users start it: exit codes, sentences, and a standard output that holds the report alone.

mod support;

use beredd_testkit::{fixture, zip_of};
use std::fs;
use std::path::Path;
use support::{REPO, beredd, stderr, stdout, text, write};
use tempfile::TempDir;

/// Exit code 2, nothing on standard output, and the whole of standard error in one language.
fn refused(path: &Path, lang: &str) -> String {
    let run = beredd(&["audit", text(path), "--lang", lang]).code(2).stdout("");
    stderr(&run).replace(text(path), "PATH")
}

#[test]
fn an_archive_gives_its_report_on_standard_output_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let zip = zip_of(&fixture::parse(REPO).unwrap(), Some("repo-main")).unwrap();
    let path = write(&folder, "repo.zip", &zip).unwrap();
    let run = beredd(&["audit", text(&path), "--format", "json"]).success().stderr("");
    let json = stdout(&run);
    let audit = beredd_report::parse_json(&json).unwrap();
    assert_eq!(
        (audit.archive.name.as_str(), audit.archive.entries, audit.archive.files_read),
        ("repo.zip", 3, 3)
    );
    assert!(!json.contains(text(folder.path())), "a path of this machine is in the report");

    for jobs in ["1", "3"] {
        let again =
            beredd(&["audit", text(&path), "--format", "json", "--jobs", jobs, "--lang", "sv"]).success();
        assert_eq!(stdout(&again), json);
    }
    let saved = write(&folder, "audit.json", json.as_bytes()).unwrap();
    let shown = beredd(&["show", text(&saved), "--format", "markdown"]).success();
    let direct = beredd(&["audit", text(&path), "--format", "markdown"]).success();
    assert_eq!(stdout(&shown), stdout(&direct));
}

#[test]
fn a_folder_gives_the_audit_of_its_archive() {
    let folder = TempDir::new().unwrap();
    let repo = fixture::parse(REPO).unwrap();
    let zip = write(&folder, "repo.zip", &zip_of(&repo, Some("repo-main")).unwrap()).unwrap();
    for (path, content) in &repo.files {
        write(&folder, &format!("repo/{path}"), content.as_bytes()).unwrap();
    }
    write(&folder, "repo/.git/config", b"[core]").unwrap();
    let audit_of = |path: &Path| {
        let run = beredd(&["audit", text(path), "--format", "json"]).success();
        beredd_report::parse_json(&stdout(&run)).unwrap()
    };
    let mut of_folder = audit_of(&folder.path().join("repo"));
    let of_zip = audit_of(&zip);
    assert_eq!(of_folder.archive.name, "repo");
    assert_ne!(of_folder.archive.sha256, of_zip.archive.sha256);
    // A folder has no bytes of its own to hash or to count, and another name; all else is the same, byte for byte.
    of_folder.archive.name.clone_from(&of_zip.archive.name);
    of_folder.archive.sha256.clone_from(&of_zip.archive.sha256);
    of_folder.archive.bytes = of_zip.archive.bytes;
    assert_eq!(beredd_report::json(&of_folder), beredd_report::json(&of_zip));
}

#[test]
fn bad_input_gets_a_sentence_and_exit_code_two() {
    let folder = TempDir::new().unwrap();
    let zip = zip_of(&fixture::parse(REPO).unwrap(), None).unwrap();
    let diary = write(&folder, "x.zip", b"Dear diary").unwrap();
    assert_eq!(
        refused(&diary, "en"),
        "beredd: PATH: This is a text file, which cannot be audited. Use a ZIP archive or a tar.gz of the repository, or its folder.\n"
    );
    assert!(refused(&diary, "sv").contains("Det här är en textfil"));
    let empty = write(&folder, "empty.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0").unwrap();
    assert!(refused(&empty, "en").contains("There are no files in it"));
    let cut = write(&folder, "cut.zip", zip.get(..zip.len() / 2).unwrap()).unwrap();
    assert!(refused(&cut, "en").contains("is cut off"));
    let mut locked = zip;
    for (signature, flags) in [(b"PK\x01\x02", 8), (b"PK\x03\x04", 6)] {
        let places: Vec<usize> =
            (0..locked.len() - 4).filter(|at| locked[*at..].starts_with(signature)).collect();
        places.iter().for_each(|at| locked[at + flags] |= 1);
    }
    let locked = write(&folder, "locked.zip", &locked).unwrap();
    assert!(refused(&locked, "en").contains("Every file in it (3) is encrypted."));
    assert!(refused(&folder.path().join("nowhere.zip"), "en").contains("there is no such file or folder"));
    let nothing = TempDir::new().unwrap();
    assert!(refused(nothing.path(), "en").contains("There are no files in it"));
}

#[test]
fn gates_that_fail_give_exit_code_one_after_the_report() {
    let folder = TempDir::new().unwrap();
    let zip = zip_of(&fixture::parse(REPO).unwrap(), None).unwrap();
    let path = write(&folder, "repo.zip", &zip).unwrap();
    let run = beredd(&["audit", text(&path), "--format", "csv", "--fail-under", "99"]).code(1);
    assert!(!stdout(&run).is_empty());
    assert!(stderr(&run).contains("below the 99 that was asked for"));
    beredd(&["audit", text(&path), "--fail-under", "0"]).success();
    // Whether for its gaps or because nothing could be decided: a repository of three files is not clean.
    let run = beredd(&["audit", text(&path), "--fail-on", "low"]).code(1);
    assert!(!stdout(&run).is_empty() && stderr(&run).lines().count() == 1);
}

#[test]
fn several_forms_go_to_a_folder() {
    let folder = TempDir::new().unwrap();
    let zip = zip_of(&fixture::parse(REPO).unwrap(), None).unwrap();
    let path = write(&folder, "repo.zip", &zip).unwrap();
    let forms = [
        "--format", "json", "--format", "markdown", "--format", "html", "--format", "text", "--format", "csv",
    ];
    let run = beredd(&[["audit", text(&path)].as_slice(), &forms].concat()).code(2).stdout("");
    assert!(stderr(&run).contains("--output DIR"));
    let out = folder.path().join("out");
    beredd(&[["audit", text(&path), "--output", text(&out)].as_slice(), &forms].concat())
        .success()
        .stdout("")
        .stderr("");
    for name in ["audit.json", "audit.md", "audit.html", "audit.txt", "gaps.csv"] {
        assert!(!fs::read(out.join(name)).unwrap().is_empty(), "{name}");
    }
    let file = folder.path().join("one.json");
    beredd(&["audit", text(&path), "--format", "json", "--output", text(&file)]).success().stdout("");
    assert_eq!(fs::read(&file).unwrap(), fs::read(out.join("audit.json")).unwrap());
}

#[test]
fn the_catalogue_can_be_listed_and_each_check_explained() {
    let listed = stdout(&beredd(&["checks", "--lang", "sv"]).success());
    let ids: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with('K'))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert!(ids.len() > 40 && listed.lines().all(|line| line.chars().count() <= 80));
    for id in ids.iter().step_by(9) {
        let explained = stdout(&beredd(&["explain", id, "--lang", "sv"]).success().stderr(""));
        assert!(explained.starts_with(id) && explained.contains("Vad du kan göra"), "{id}");
    }
    let run = beredd(&["explain", "pins-base-image"]).code(2).stdout("");
    assert!(stderr(&run).contains("Did you mean 'deployment/pins-base-images'?"));
    let run = beredd(&["explain", "zzz", "--lang", "sv"]).code(2).stdout("");
    assert!(stderr(&run).contains("'zzz'") && !stderr(&run).contains("Menade"));
}
