//! Every command beside the plain audit: its output, its exit code, and what it says to bad input.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

mod support;

use assert_cmd::Command;
use beredd_testkit::{fixture, zip_of};
use std::fs;
use std::path::PathBuf;
use support::{REPO, beredd, stderr, stdout, text, write};
use tempfile::TempDir;

fn archive(folder: &TempDir, repo: &str) -> PathBuf {
    let zip = zip_of(&fixture::parse(repo).unwrap(), None).unwrap();
    write(folder, "repo.zip", &zip).unwrap()
}

/// The audit of a repository as a file.
fn saved(folder: &TempDir, name: &str, repo: &str) -> PathBuf {
    let path = archive(folder, repo);
    let audit = stdout(&beredd(&["audit", text(&path), "-f", "json", "--name", "system"]).success());
    write(folder, name, audit.as_bytes()).unwrap()
}

#[test]
fn an_archive_from_standard_input_is_the_archive() {
    let folder = TempDir::new().unwrap();
    let path = archive(&folder, REPO);
    let direct = stdout(&beredd(&["audit", text(&path), "-f", "json"]).success());
    let piped = Command::new(env!("CARGO_BIN_EXE_beredd"))
        .args(["audit", "-", "-f", "json", "--name", "repo.zip"])
        .write_stdin(fs::read(&path).unwrap())
        .assert()
        .success();
    assert_eq!(stdout(&piped), direct);
    let nothing =
        Command::new(env!("CARGO_BIN_EXE_beredd")).args(["audit", "-"]).write_stdin("").assert().code(2);
    assert!(stderr(&nothing).starts_with("beredd: -: "));
}

#[test]
fn every_form_can_be_asked_for_at_once_and_each_shown_again() {
    let folder = TempDir::new().unwrap();
    let path = archive(&folder, REPO);
    let out = folder.path().join("out");
    let forms = "json,markdown,html,text,csv,checks-csv,sarif,junit,cyclonedx,badge";
    beredd(&["audit", text(&path), "-f", forms, "-o", text(&out)]).success().stdout("").stderr("");
    let files = [
        "audit.json",
        "audit.md",
        "audit.html",
        "audit.txt",
        "gaps.csv",
        "checks.csv",
        "audit.sarif",
        "junit.xml",
        "ai-bom.json",
        "badge.svg",
    ];
    for (file, form) in files.iter().zip([
        "json",
        "markdown",
        "html",
        "text",
        "csv",
        "checks-csv",
        "sarif",
        "junit",
        "cyclonedx",
        "badge",
    ]) {
        let written = fs::read_to_string(out.join(file)).unwrap();
        assert!(!written.is_empty(), "{file}");
        let shown = beredd(&["show", text(&out.join("audit.json")), "-f", form]).success().stderr("");
        assert_eq!(stdout(&shown), written, "{form}");
    }
    assert_eq!(fs::read_dir(&out).unwrap().count(), files.len());
    let texts = fs::read_to_string(out.join("audit.txt")).unwrap();
    assert!(texts.lines().all(|line| line.chars().count() <= 80) && !texts.contains('\u{1b}'));
}

#[test]
fn colours_come_only_when_asked_for_and_never_into_a_file() {
    let folder = TempDir::new().unwrap();
    let path = archive(&folder, REPO);
    let run = |variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beredd"));
        let assert = command.envs(variables.iter().copied()).args(["audit", text(&path)]).assert().success();
        stdout(&assert)
    };
    assert!(!run(&[]).contains('\u{1b}'));
    assert!(run(&[("CLICOLOR_FORCE", "1")]).contains("\u{1b}["));
    assert!(!run(&[("NO_COLOR", "1"), ("CLICOLOR", "1")]).contains('\u{1b}'));
}

#[test]
fn a_saved_audit_is_read_from_standard_input_and_what_is_none_is_refused() {
    let folder = TempDir::new().unwrap();
    let audit = fs::read(saved(&folder, "a.json", REPO)).unwrap();
    let run =
        Command::new(env!("CARGO_BIN_EXE_beredd")).args(["show", "-"]).write_stdin(audit.clone()).assert();
    assert!(stdout(&run.success()).contains("system"));
    let cut = write(&folder, "cut.json", &audit[..audit.len() / 2]).unwrap();
    assert!(stderr(&beredd(&["show", text(&cut)]).code(2).stdout("")).contains("this is not JSON"));
    let other = write(&folder, "other.json", b"{\"name\": 1}").unwrap();
    assert!(stderr(&beredd(&["show", text(&other)]).code(2).stdout("")).contains("this is not an audit"));
    let sv = stderr(&beredd(&["show", text(&other), "--lang", "sv"]).code(2));
    assert!(sv.contains("det här är ingen granskning"));
    beredd(&["show", text(&folder.path().join("nowhere.json"))]).code(2).stdout("");
    beredd(&["show", text(folder.path())]).code(2).stdout("");
}

#[test]
fn an_audit_made_to_be_endless_is_refused_at_once() {
    let folder = TempDir::new().unwrap();
    let audit = fs::read_to_string(saved(&folder, "a.json", REPO)).unwrap();
    let mut audit: serde_json::Value = serde_json::from_str(&audit).unwrap();
    let phase = audit["roadmap"]["phases"][0].clone();
    audit["roadmap"]["phases"] = vec![phase; 50_000].into();
    let path = write(&folder, "endless.json", audit.to_string().as_bytes()).unwrap();
    let run = beredd(&["show", text(&path), "-f", "markdown"]).code(2).stdout("");
    assert!(stderr(&run).contains("'roadmap.phases' has 50000 entries"));
}

#[test]
fn a_comparison_says_what_changed_and_its_gates_hold() {
    let folder = TempDir::new().unwrap();
    let old = saved(&folder, "old.json", REPO);
    let better = format!(
        "{REPO}//- LICENSE\nMIT License\n\nPermission is hereby granted\n//- CHANGELOG.md\n# Changes\n\n## 1.1.0\n\n- More\n\n## 1.0.0\n\n- First\n"
    );
    let new = saved(&folder, "new.json", &better);
    let same = beredd(&["compare", text(&old), text(&old), "--fail-on-new", "low", "--fail-on-loss"])
        .success()
        .stderr("");
    assert!(stdout(&same).contains("New gaps: 0"));
    let run = beredd(&["compare", text(&old), text(&new), "--format", "json"]).success();
    let found: serde_json::Value = serde_json::from_str(&stdout(&run)).unwrap();
    assert_eq!(found["is_same_catalogue"], true);
    assert!(!found["fixed"].as_array().unwrap().is_empty(), "{found}");
    let back = beredd(&["compare", text(&new), text(&old), "--fail-on-new", "low"]).code(1);
    assert!(!stdout(&back).is_empty() && stderr(&back).contains("New gaps"));
    let back = beredd(&["compare", text(&new), text(&old), "--fail-on-loss", "--lang", "sv"]).code(1);
    assert!(stderr(&back).contains("sjönk"));
    let page = folder.path().join("changes.md");
    beredd(&["compare", text(&old), text(&new), "--format", "markdown", "-o", text(&page)])
        .success()
        .stdout("");
    assert!(fs::read_to_string(&page).unwrap().starts_with("# What changed"));
    // A repository stands for its audit.
    let path = archive(&folder, &better);
    beredd(&["compare", text(&old), text(&path), "--fail-on-loss"]).success();
    beredd(&["compare", text(&old), text(&folder.path().join("nowhere"))]).code(2).stdout("");
    let other = write(&folder, "other.json", b"{}").unwrap();
    beredd(&["compare", text(&old), text(&other)]).code(2).stdout("");
}

#[test]
fn a_policy_file_is_written_checked_and_followed() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("beredd.toml");
    beredd(&["profile", "init", text(&file)]).success().stdout("").stderr("");
    beredd(&["profile", "check", text(&file)]).success().stdout("").stderr("");
    let again = beredd(&["profile", "init", text(&file)]).code(2);
    assert!(stderr(&again).contains("--force"));
    beredd(&["profile", "init", text(&file), "--from", "happyos", "--force"]).success();
    assert!(fs::read_to_string(&file).unwrap().contains("MeetMind"));
    let run = beredd(&["profile", "init", "-", "--from", "nobody"]).code(2).stdout("");
    assert!(stderr(&run).contains("'nobody'"));

    let wrong =
        write(&folder, "wrong.toml", b"name = \"x\"\nlevl = \"A\"\n[score]\nready_above_percent = 300\n")
            .unwrap();
    let run = beredd(&["profile", "check", text(&wrong)]).code(2);
    let told = stdout(&run);
    assert!(told.contains("wrong.toml:2: ") && told.contains("wrong.toml:4: "), "{told}");
    beredd(&["profile", "check", text(&folder.path().join("nowhere.toml"))]).code(2).stdout("");
    let schema: serde_json::Value =
        serde_json::from_str(&stdout(&beredd(&["profile", "schema"]).success())).unwrap();
    assert!(schema.get("properties").is_some());

    let path = archive(&folder, REPO);
    let policy =
        write(&folder, "strict.toml", b"name = \"strict\"\n[score]\nready_above_percent = 95\n").unwrap();
    let run =
        beredd(&["audit", text(&path), "-f", "json", "--profile", text(&policy), "--today", "2026-01-05"])
            .success();
    let audit = beredd_report::parse_json(&stdout(&run)).unwrap();
    assert_eq!((audit.profile.name.as_str(), audit.profile.ready_above_permille), ("strict", 950));
    assert_eq!(audit.profile.today.map(|day| day.to_string()).as_deref(), Some("2026-01-05"));
    assert!(!stdout(&run).contains(text(folder.path())), "a path of this machine is in the report");
    beredd(&["audit", text(&path), "--profile", "nowhere.toml"]).code(2).stdout("");
    beredd(&["audit", text(&path), "--today", "tomorrow"]).code(2).stdout("");
}

#[test]
fn no_clock_is_read_unless_the_day_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let path = archive(&folder, REPO);
    let audit =
        beredd_report::parse_json(&stdout(&beredd(&["audit", text(&path), "-f", "json"]).success())).unwrap();
    assert_eq!(audit.profile.today, None);
    let with = format!("{REPO}//- beredd.toml\nname = \"own\"\n");
    let path = archive(&folder, &with);
    let audit =
        beredd_report::parse_json(&stdout(&beredd(&["audit", text(&path), "-f", "json"]).success())).unwrap();
    assert_eq!(audit.profile.name, "own");
    assert_eq!(audit.profile.today, None);
    let now = stdout(&beredd(&["audit", text(&path), "-f", "json", "--today", "now"]).success());
    assert!(beredd_report::parse_json(&now).unwrap().profile.today.is_some());
    let auditor = stdout(&beredd(&["audit", text(&path), "-f", "json", "--auditor"]).success());
    let auditor = beredd_report::parse_json(&auditor).unwrap();
    assert!(auditor.profile.is_auditor && auditor.profile.name == "generic");
}

#[test]
fn files_beside_the_archive_are_audited_with_it() {
    let folder = TempDir::new().unwrap();
    let path = archive(&folder, REPO);
    let results = write(
        &folder,
        "junit.xml",
        b"<testsuites><testsuite tests=\"1\"><testcase name=\"a\"/></testsuite></testsuites>",
    )
    .unwrap();
    let run = beredd(&["audit", text(&path), "-f", "json", "--with", text(&results)]).success();
    let audit = beredd_report::parse_json(&stdout(&run)).unwrap();
    assert!(audit.files.iter().any(|file| file.path.as_str() == "results/junit.xml"), "{:?}", audit.files);
    beredd(&["audit", text(&path), "--with", "nowhere.xml"]).code(2).stdout("");
}

#[test]
fn limits_are_set_by_name_and_a_wrong_one_is_usage() {
    let folder = TempDir::new().unwrap();
    let path = archive(&folder, REPO);
    let run = beredd(&["audit", text(&path), "-f", "json", "--limit", "file_bytes=1KiB"]).success();
    let audit = beredd_report::parse_json(&stdout(&run)).unwrap();
    assert_eq!(audit.archive.limits.get("file_bytes"), Some(&1024));
    // A profile that is given sets them too, wherever it lies; what the command line says goes first.
    let profile = folder.path().join("beredd.toml");
    fs::write(&profile, "[limits]\nfile_bytes = \"2KiB\"\nentries = 300\n").unwrap();
    for given in ["--profile", "--with"] {
        let arguments = ["audit", text(&path), "-f", "json", given, text(&profile), "--limit", "entries=400"];
        let audit = beredd_report::parse_json(&stdout(&beredd(&arguments).success())).unwrap();
        let limit = |name| audit.archive.limits.get(name).copied();
        assert_eq!((limit("file_bytes"), limit("entries")), (Some(2048), Some(400)), "{given}");
    }
    for wrong in ["file_bytes", "nothing=1", "entries=many"] {
        beredd(&["audit", text(&path), "--limit", wrong]).code(2).stdout("");
    }
}

#[test]
fn shells_and_man_get_what_they_want() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&beredd(&["completions", shell]).success().stderr(""));
        assert!(script.contains("fail-on"), "{shell}");
    }
    beredd(&["completions", "tcsh"]).code(2).stdout("");
    let page = stdout(&beredd(&["man"]).success());
    assert!(page.contains(".TH BEREDD 1") && page.contains("Exit codes"));
    let folder = TempDir::new().unwrap();
    beredd(&["man", "--output", text(folder.path())]).success().stdout("");
    for name in ["beredd.1", "beredd-audit.1", "beredd-profile-init.1", "beredd-compare.1"] {
        assert!(fs::read_to_string(folder.path().join(name)).unwrap().contains(".SH SYNOPSIS"), "{name}");
    }
}

#[test]
fn help_is_readable_at_eighty_columns_and_wrong_usage_is_exit_code_two() {
    let commands: [&[&str]; 11] = [
        &[],
        &["audit"],
        &["show"],
        &["compare"],
        &["explain"],
        &["checks"],
        &["profile"],
        &["profile", "init"],
        &["profile", "check"],
        &["completions"],
        &["man"],
    ];
    for command in commands {
        let mut program = Command::new(env!("CARGO_BIN_EXE_beredd"));
        let run = program.env("COLUMNS", "80").args(command).arg("--help").assert().success().stderr("");
        let help = stdout(&run);
        assert!(help.contains("Usage: beredd") && help.contains("--lang"), "{command:?}");
        let wide: Vec<&str> = help.lines().filter(|line| line.chars().count() > 100).collect();
        assert!(wide.is_empty(), "{command:?}: {wide:?}");
    }
    for wrong in [
        &["audit"][..],
        &["audit", "x", "--format", "pdf"],
        &["frobnicate"],
        &["audit", "x", "--jobs", "0"],
        &["audit", "x", "--fail-under", "101"],
    ] {
        beredd(wrong).code(2).stdout("");
    }
    beredd(&["--version"]).success().stderr("");
}
