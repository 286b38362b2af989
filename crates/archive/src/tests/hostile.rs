//! Archives that are broken, or made to break their reader.

use super::{contents, last_record, paths, reasons, replace, stored, zip_of, zip_with};
use crate::{ArchiveError, Budget, LooksLike, ReadCause, Reader, list};
use beredd_model::{Lang, SkipReason};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;

fn refused(archive: &[u8]) -> ArchiveError {
    let error = list(&archive, &Budget::DEFAULT).unwrap_err();
    for lang in Lang::ALL {
        let sentence = error.text();
        assert!(sentence.get(lang).ends_with('.') && sentence.get(lang).len() > 30, "{sentence:?}");
    }
    error
}

#[test]
fn a_file_that_is_no_archive_is_called_what_it_is() {
    let error = refused(b"Dear diary, this is not a zip.");
    assert_eq!(error, ArchiveError::NotAnArchive { looks: LooksLike::PlainText });
    assert_eq!(
        error.text().en,
        "This is a text file, which cannot be audited. Use a ZIP archive or a tar.gz of the repository, or its folder."
    );
    assert_eq!(refused(b"%PDF-1.4"), ArchiveError::NotAnArchive { looks: LooksLike::Pdf });
    assert_eq!(refused(b""), ArchiveError::NotAnArchive { looks: LooksLike::NoBytes });
}

#[test]
fn an_archive_without_files_is_empty() {
    assert_eq!(refused(&zip_of(&[])), ArchiveError::Empty);
    assert_eq!(refused(&zip_of(&[("folder/", "")])), ArchiveError::Empty);
}

#[test]
fn an_archive_cut_anywhere_is_refused_and_never_panics() {
    let whole = zip_of(&[("repo/a.py", "import os\n"), ("repo/b.py", "x = 1\n")]);
    let directory = last_record(&whole);
    assert_eq!(refused(&whole[..directory]), ArchiveError::Truncated);
    for end in 4..whole.len() {
        assert!(
            matches!(refused(&whole[..end]), ArchiveError::Truncated | ArchiveError::Damaged),
            "cut at {end}"
        );
    }
}

#[test]
fn any_single_damaged_byte_is_survived() {
    let whole = zip_of(&[("repo/a.py", "import os\n"), ("repo/b.py", "x = 1\n")]);
    for at in 0..whole.len() {
        for value in [0, 0xff, whole[at] ^ 1] {
            let mut damaged = whole.clone();
            damaged[at] = value;
            if let Ok(listing) = list(&damaged, &Budget::DEFAULT)
                && let Ok(mut reader) = Reader::open(&damaged, &listing.entries)
            {
                for entry in &listing.entries {
                    let _ = reader.read(entry, &mut Vec::new());
                }
            }
        }
    }
}

#[test]
fn a_wholly_encrypted_archive_is_refused_and_a_partly_encrypted_one_is_read() {
    let secret = SimpleFileOptions::default().with_deprecated_encryption(b"hemligt").unwrap();
    assert_eq!(refused(&zip_with(secret, &[("a", "1"), ("b", "2")])), ArchiveError::Encrypted { files: 2 });
    let mut mixed = zip_of(&[("a", "1"), ("b", "2")]);
    let flags = last_record(&mixed) + 8;
    mixed[flags] |= 1;
    let listing = list(&mixed, &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a"]);
    assert_eq!(reasons(&listing.skipped), [("b", SkipReason::Encrypted)]);
}

#[test]
fn more_entries_than_the_budget_are_refused_before_they_are_read() {
    let budget = Budget { entries: 2, ..Budget::DEFAULT };
    let error = list(&zip_of(&[("a", ""), ("b", ""), ("c", "")]), &budget).unwrap_err();
    assert_eq!(error, ArchiveError::TooManyEntries { entries: 3, limit: 2 });
    assert!(list(&zip_of(&[("a", ""), ("b", "")]), &budget).is_ok());
}

#[test]
fn names_that_leave_the_archive_are_skipped_by_name() {
    let mut archive =
        zip_of(&[("xx/xx/etc/passwd", ""), ("_absolute", ""), ("a.py", ""), ("C_/windows", "")]);
    replace(&mut archive, b"xx/xx/etc", b"../../etc");
    replace(&mut archive, b"_absolute", b"/absolute");
    replace(&mut archive, b"C_/windows", b"C:/windows");
    let listing = list(&archive, &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a.py"]);
    use SkipReason::UnsafeName;
    let expected = [("../../etc/passwd", UnsafeName), ("/absolute", UnsafeName), ("C:/windows", UnsafeName)];
    assert_eq!(reasons(&listing.skipped), expected);
}

#[test]
fn of_two_entries_of_one_name_the_last_is_read() {
    let mut archive = zip_of(&[("a.py", "first"), ("b.py", "second")]);
    replace(&mut archive, b"b.py", b"a.py");
    let listing = list(&archive, &Budget::DEFAULT).unwrap();
    assert_eq!(reasons(&listing.skipped), [("a.py", SkipReason::Duplicate)]);
    assert_eq!(contents(&archive), [("a.py".into(), Ok("second".into()))]);
}

#[test]
fn a_method_other_than_deflate_is_skipped() {
    let mut archive = zip_of(&[("a", "1"), ("b", "2")]);
    let method = last_record(&archive) + 10;
    archive[method] = 93;
    let listing = list(&archive, &Budget::DEFAULT).unwrap();
    assert_eq!(reasons(&listing.skipped), [("b", SkipReason::UnsupportedMethod)]);
    let problem = &listing.problems[0];
    assert_eq!(problem.path, "b");
    assert!(
        problem.message.en.contains("Zstd") || problem.message.en.contains("93"),
        "{}",
        problem.message.en
    );
}

#[test]
fn a_wrong_checksum_and_a_false_length_are_told_apart() {
    let mut archive = zip_with(stored(), &[("a", "content"), ("b", "data")]);
    replace(&mut archive, b"content", b"CONTENT");
    let read = contents(&archive);
    assert_eq!(
        read[0].1,
        Err("Its content does not match its checksum in the archive, and was not used.".into())
    );
    assert_eq!(read[1].1, Ok("data".into()));

    let mut archive = zip_of(&[("a", &"x".repeat(500))]);
    let declared = last_record(&archive) + 24;
    archive[declared..declared + 2].copy_from_slice(&100_u16.to_le_bytes());
    assert_eq!(
        contents(&archive)[0].1,
        Err("Its data in the archive is damaged and could not be inflated.".into())
    );
}

#[test]
fn a_file_that_is_shorter_than_it_declares_is_not_used() {
    let mut archive = zip_of(&[("a", "short")]);
    let declared = last_record(&archive) + 24;
    archive[declared..declared + 2].copy_from_slice(&100_u16.to_le_bytes());
    assert_eq!(
        contents(&archive)[0].1,
        Err("Its data in the archive is damaged and could not be inflated.".into())
    );
}

#[test]
fn inflating_stops_where_the_archive_said_it_would() {
    let archive = zip_of(&[("bomb", &"0".repeat(100_000))]);
    let mut entries = list(&archive, &Budget::DEFAULT).unwrap().entries;
    entries[0].declared_bytes = 1000;
    let mut content = Vec::new();
    let error = Reader::open(&archive, &entries).unwrap().read(&entries[0], &mut content).unwrap_err();
    assert_eq!(error.cause, ReadCause::Data);
    assert!(content.len() <= 1001);
}

#[test]
fn overlapping_entries_are_read_once() {
    let mut archive = zip_of(&[("a", "first"), ("b", "second")]);
    let offset = last_record(&archive) + 42;
    archive[offset..offset + 4].copy_from_slice(&0_u32.to_le_bytes());
    let listing = list(&archive, &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a"]);
    assert_eq!(reasons(&listing.skipped), [("b", SkipReason::Damaged)]);
}

#[test]
fn data_that_would_run_past_the_end_is_not_read() {
    let mut archive = zip_of(&[("a", "first"), ("b", "second")]);
    let stored = last_record(&archive) + 20;
    archive[stored..stored + 4].copy_from_slice(&10_000_u32.to_le_bytes());
    assert_eq!(reasons(&list(&archive, &Budget::DEFAULT).unwrap().skipped), [("b", SkipReason::Damaged)]);
}

#[test]
fn a_directory_damaged_half_way_keeps_what_stands_before() {
    let mut archive = zip_of(&[("a", "1"), ("b", "2")]);
    let record = last_record(&archive);
    archive[record] = b'X';
    let listing = list(&archive, &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a"]);
    assert!(listing.problems[0].message.en.contains("at entry 2"));
}
