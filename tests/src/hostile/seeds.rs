//! Honest input to grow hostile input from: the test repositories and the examples of the checks, file by file and whole.

use crate::repository;
use beredd_audit::{FactShard, PolicyChoice, audit, encode, extract, survey};
use beredd_testkit::fixture::{self, Fixture};
use beredd_testkit::zip_of;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Seeds of one kind; more would cost more than they lead to.
const MOST: usize = 40;

/// Files whose extension or whole name is one of these, the shortest first.
pub(super) fn files(kinds: &[&str]) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = fixtures()
        .iter()
        .flat_map(|fixture| &fixture.files)
        .filter(|(path, _)| {
            kinds.contains(&path.extension())
                || kinds.contains(&path.file_name())
                || kinds.contains(&path.file_name().trim_start_matches('.'))
        })
        .map(|(_, text)| text.as_bytes().to_vec())
        .collect();
    found.sort_by_key(|text| (text.len(), text.clone()));
    found.dedup();
    // Evenly over all lengths.
    let step = found.len().div_ceil(MOST).max(1);
    let mut seeds: Vec<Vec<u8>> = found.into_iter().step_by(step).collect();
    seeds.push(b"a\n".to_vec());
    seeds
}

/// The same small repository in every form of archive.
pub(super) fn archives() -> Vec<Vec<u8>> {
    let files = fixture::parse("//- src/a.py\nimport os\n//- README.md\n# Hej\n").unwrap_or_default();
    let mut tar = tar::Builder::new(Vec::new());
    for (path, text) in &files.files {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(text.len()).unwrap_or(0));
        // Writing to a vector cannot fail.
        drop(tar.append_data(&mut header, format!("{}/{path}", "long".repeat(30)), text.as_bytes()));
    }
    let tar = tar.into_inner().unwrap_or_default();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    drop(packed.write_all(&tar));
    let zip = zip_of(&files, Some("top")).unwrap_or_default();
    vec![zip, packed.finish().unwrap_or_default(), tar, super::rawzip::sample()]
}

pub(super) fn notebooks() -> Vec<Vec<u8>> {
    let cell = |code: &str| format!("{{\"cell_type\": \"code\", \"source\": [{code:?}], \"outputs\": []}}");
    let cells = [cell("import os\n%pip install a\n!ls\nx = 1"), cell("def f():\n    return 1")].join(", ");
    vec![format!("{{\"cells\": [{cells}], \"nbformat\": 4}}").into_bytes()]
}

pub(super) fn policies() -> Vec<Vec<u8>> {
    use beredd_plan::policy::{generic, happyos, write};
    [generic(), happyos()].iter().map(|policy| write(policy, beredd_model::Lang::En).into_bytes()).collect()
}

pub(super) fn repositories() -> Vec<Vec<u8>> {
    let examples = examples().map(|text| text.as_bytes().to_vec());
    examples.step_by(12).collect()
}

pub(super) fn audits() -> Vec<Vec<u8>> {
    let audits = small_archives().into_iter();
    audits
        .filter_map(|zip| {
            Some(beredd_report::json(&audit("a.zip", &zip, &PolicyChoice::Generic).ok()?).into_bytes())
        })
        .collect()
}

pub(super) fn shards() -> Vec<Vec<u8>> {
    let shard = |zip: Vec<u8>| -> Option<FactShard> {
        let survey = survey("a.zip", &zip).ok()?;
        Some(extract(&zip, &survey.to_read, &mut |_| {}))
    };
    small_archives().into_iter().filter_map(shard).map(|shard| encode(&shard)).collect()
}

fn small_archives() -> Vec<Vec<u8>> {
    examples().step_by(60).filter_map(|text| zip_of(&fixture::parse(text).ok()?, None).ok()).collect()
}

fn examples() -> impl Iterator<Item = &'static str> {
    beredd_checks::catalog().iter().flat_map(|entry| entry.check.examples).map(|example| example.repo)
}

fn fixtures() -> Vec<Fixture> {
    let whole =
        repository::names().unwrap_or_default().into_iter().filter_map(|name| repository::load(&name).ok());
    whole.chain(examples().filter_map(|text| fixture::parse(text).ok())).collect()
}
