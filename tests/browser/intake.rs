//! What can be dropped or chosen: a folder, several files at once, results and a policy beside an archive. Each gives what the
//! command line gives of the same.

use crate::same_bytes::{from_the_command_line, parting, with_arguments};
use crate::{WEAK, archive, exported};
use anyhow::Result;
use beredd_tests::browser::{Stage, State};
use beredd_tests::repository;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

const SUMMARY: &str = r#"{"metrics": {"http_req_duration": {"p(95)": 120.0}, "vus_max": {"value": 150}}}"#;
const POLICY: &str = "[thresholds]\nllm_tests = 7\n[limits]\nfile_bytes = \"2MiB\"\n";

/// A repository unpacked on this disk, with a folder of git's own in it.
fn unpacked(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("folders").join(name).join("weak_bot");
    for (path, text) in &repository::load(WEAK)?.files {
        let file = folder.join(path.as_str());
        std::fs::create_dir_all(file.parent().unwrap_or(&folder))?;
        std::fs::write(file, text)?;
    }
    std::fs::create_dir_all(folder.join(".git/objects"))?;
    std::fs::write(folder.join(".git/config"), "[core]\n")?;
    Ok(folder)
}

#[test]
fn a_dropped_folder_gives_what_the_command_line_gives_of_it() -> Result<()> {
    let folder = unpacked("dropped")?;
    let stage = Stage::set()?;
    let page = stage.open()?;
    page.drop_paths(&[&folder])?;
    page.wait_until(State::Ready)?;
    let (there, here) = (from_the_command_line(&folder)?, exported(&page)?);
    assert!(there == here, "{}", parting(&there, &here));
    // A place in a file of it can be read.
    page.turn_to("checks/K1.1")?;
    page.text("check-row")?;
    assert_eq!(page.faults()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_chosen_folder_gives_the_same() -> Result<()> {
    let folder = unpacked("chosen")?;
    let stage = Stage::set()?;
    let page = stage.open()?;
    page.choose_folder(&folder)?;
    page.wait_until(State::Ready)?;
    let (there, here) = (from_the_command_line(&folder)?, exported(&page)?);
    assert!(there == here, "{}", parting(&there, &here));
    Ok(())
}

#[test]
fn results_and_a_policy_beside_an_archive_count_as_on_the_command_line() -> Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("beside");
    std::fs::create_dir_all(&folder)?;
    let at = |name: &str| folder.join(name);
    std::fs::write(at("weak_bot.zip"), archive(WEAK)?)?;
    std::fs::write(at("k6.json"), SUMMARY)?;
    std::fs::write(at("junit.xml"), "<testsuite tests=\"1\"><testcase name=\"a\"/></testsuite>")?;
    std::fs::write(at("beredd.toml"), POLICY)?;
    let (zip, k6, junit, policy) = (at("weak_bot.zip"), at("k6.json"), at("junit.xml"), at("beredd.toml"));
    let stage = Stage::set()?;
    let page = stage.open()?;
    page.drop_paths(&[&junit, &zip, &policy, &k6])?;
    page.wait_until(State::Ready)?;
    let here = exported(&page)?;
    let arguments = [
        "--with".as_ref(),
        k6.as_os_str(),
        "--with".as_ref(),
        junit.as_os_str(),
        "--profile".as_ref(),
        policy.as_os_str(),
    ];
    let there = with_arguments(&zip, &arguments.map(|argument: &OsStr| argument))?;
    assert!(there == here, "{}", parting(&there, &here));
    let audit: serde_json::Value = serde_json::from_str(&here)?;
    assert_eq!(crate::count(&audit, "/archive/beside"), 2);
    assert_eq!(crate::at(&audit, "/profile/thresholds/llm_tests"), 7);
    assert_eq!(crate::at(&audit, "/archive/limits/file_bytes"), 2 << 20);
    Ok(())
}

#[test]
fn results_in_a_folder_beside_an_archive_lie_beside_it_and_several_folders_are_one_tree() -> Result<()> {
    let (one, other) = (unpacked("one")?, unpacked("other")?);
    let results = other.parent().unwrap_or(&other).join("measured");
    std::fs::create_dir_all(&results)?;
    std::fs::write(results.join("k6.json"), SUMMARY)?;
    let zip = other.with_file_name("weak.zip");
    std::fs::write(&zip, archive(WEAK)?)?;
    let stage = Stage::set()?;
    let page = stage.open()?;
    page.drop_paths(&[&results, &zip])?;
    page.wait_until(State::Ready)?;
    let audit: serde_json::Value = serde_json::from_str(&exported(&page)?)?;
    assert_eq!(crate::at(&audit, "/archive/beside/0/path"), "results/k6.json");
    assert_eq!(crate::at(&audit, "/archive/name"), "weak.zip");

    page.drop_paths(&[&one, &results])?;
    page.wait_until(State::Ready)?;
    let audit: serde_json::Value = serde_json::from_str(&exported(&page)?)?;
    let files = crate::at(&audit, "/files").to_string();
    assert!(files.contains("\"weak_bot/README.md\"") && files.contains("\"measured/k6.json\""), "{files}");
    Ok(())
}
