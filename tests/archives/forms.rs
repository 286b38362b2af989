//! One tree in every form: zip, tar, tar.gz and folder give the same audit but for the archive itself.

use crate::{audited, audited_beside, read, skipped};
use beredd_audit::{Folder, PlainFile, PolicyChoice, Source, SourceError, audit};
use beredd_model::{Audit, SkipReason};
use beredd_testkit::fixture::Fixture;
use beredd_testkit::zip_of;
use beredd_tests::repository;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

fn tar_of(fixture: &Fixture) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, text) in &fixture.files {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(text.len()).unwrap());
        tar.append_data(&mut header, format!("top/{path}"), text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn folder_of(fixture: &Fixture) -> impl Source {
    let files = fixture.files.iter().map(|(path, text)| PlainFile {
        name: path.to_string(),
        bytes: u64::try_from(text.len()).unwrap(),
        is_symlink: false,
    });
    let texts: Vec<(String, String)> =
        fixture.files.iter().map(|(path, text)| (path.to_string(), text.clone())).collect();
    Folder::new(files.collect(), move |file, offset, buffer| {
        let (_, text) = texts
            .iter()
            .find(|(name, _)| *name == file.name)
            .ok_or_else(|| SourceError::Host("gone".into()))?;
        text.as_bytes().read_at(offset, buffer)
    })
}

/// `audit.json` without what tells one archive from another.
fn without_the_archive(mut audit: Audit) -> String {
    (audit.archive.name, audit.archive.sha256, audit.archive.bytes) = Default::default();
    beredd_report::json(&audit)
}

#[test]
fn every_form_of_a_tree_gives_the_same_audit() {
    for name in repository::names().unwrap() {
        let fixture = repository::load(&name).unwrap();
        let of = |source: &dyn Source| without_the_archive(audit("a", source, &PolicyChoice::Auto).unwrap());
        let zip = of(&zip_of(&fixture, Some("top")).unwrap());
        let tar = tar_of(&fixture);
        assert_eq!(of(&tar), zip, "{name} as a tar");
        assert_eq!(of(&gz(&tar)), zip, "{name} as a tar.gz");
        assert_eq!(of(&folder_of(&fixture)), zip, "{name} as a folder");
    }
}

#[test]
fn a_tar_that_was_cut_between_two_files_is_audited_and_the_cut_is_told() {
    let fixture = beredd_testkit::fixture::parse("//- a.py\na = 1\n//- b.py\nb = 1\n").unwrap();
    let whole = tar_of(&fixture);
    // A header and a block of data each; then the zeros that close the archive.
    let cut = whole.get(..2048).unwrap().to_vec();
    for bytes in [cut.clone(), gz(&cut)] {
        let opened = beredd_audit::open(&bytes, &beredd_audit::Budget::DEFAULT).unwrap();
        let audit = audit("a.tar", &opened, &PolicyChoice::Generic).unwrap();
        assert_eq!(read(&audit), ["a.py", "b.py"]);
        let [problem] = audit.archive.problems.as_slice() else { panic!("{:?}", audit.archive.problems) };
        assert!(problem.message.en.contains("may be cut off after the file top/b.py"), "{problem:?}");
        assert!(problem.message.sv.contains("avkapat efter filen top/b.py"), "{problem:?}");
    }
    assert_eq!(audited(&whole).archive.problems, []);
}

#[test]
fn a_result_beside_the_archive_is_read_under_its_path_and_named_with_its_hash() {
    let fixture = repository::load("weak_bot").unwrap();
    let summary = br#"{"metrics": {"http_req_duration": {"p(95)": 120.0}}}"#;
    let zip = zip_of(&fixture, Some("top")).unwrap();
    let tar = gz(&tar_of(&fixture));
    let alone = audited(&zip);
    assert!(alone.archive.beside.is_empty());
    let of_zip = audited_beside(&zip, "/home/someone/k6.json", summary);
    assert!(read(&of_zip).contains(&"results/k6.json"));
    assert_eq!(of_zip.archive.beside[0].path.as_str(), "results/k6.json");
    assert_eq!(of_zip.archive.beside[0].sha256.len(), 64);
    assert_eq!(of_zip.archive.sha256, alone.archive.sha256, "the hash is the archive's own");
    assert_eq!(of_zip.archive.bytes, alone.archive.bytes);
    let unpacked = beredd_audit::open(&tar, &beredd_audit::Budget::DEFAULT).unwrap();
    let of_tar = audited_beside(&unpacked, "k6.json", summary);
    assert_eq!(without_the_archive(of_tar), without_the_archive(of_zip));
}

#[test]
fn a_result_in_the_archive_gives_way_to_the_one_beside_it() {
    let fixture = beredd_testkit::fixture::parse("//- results/k6.json\n{}\n//- a.py\na = 1\n").unwrap();
    let audit = audited_beside(&zip_of(&fixture, None).unwrap(), "k6.json", b"{\"metrics\": {}}");
    assert_eq!(skipped(&audit), [("results/k6.json", SkipReason::Duplicate)]);
    assert_eq!(audit.files.iter().find(|file| file.path.as_str() == "results/k6.json").unwrap().bytes, 15);
}
