//! Archives larger than memory should be, and lists longer than any repository's.

use crate::{read, skipped};
use beredd_audit::{ArchiveError, Budget, PolicyChoice, Source, SourceError, audit, survey_within};
use beredd_model::SkipReason;
use beredd_tests::hostile::rawzip::{RawEntry, archive};
use std::cell::Cell;

/// A few bytes, and zeros without end before them: an archive as long as one likes that takes no memory.
struct Sparse {
    zeros: u64,
    tail: Vec<u8>,
    fetched: Cell<u64>,
}

impl Source for Sparse {
    fn len(&self) -> u64 {
        self.zeros + u64::try_from(self.tail.len()).unwrap()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<(), SourceError> {
        self.fetched.set(self.fetched.get() + u64::try_from(buffer.len()).unwrap());
        for (at, byte) in (offset..).zip(buffer.iter_mut()) {
            let inside = at.checked_sub(self.zeros).map(|at| usize::try_from(at).unwrap());
            *byte = inside.and_then(|at| self.tail.get(at)).map_or(0, |byte| *byte);
        }
        Ok(())
    }
}

#[test]
fn an_archive_beyond_four_gigabytes_is_listed_and_read_by_range() {
    // Offsets in the list count from the archive's own beginning, and a prefix is allowed: as with a self-extractor.
    let tail = archive(b"", &[RawEntry { is_zip64: true, ..RawEntry::stored("top/a.py", b"a = 1\n") }], b"");
    let source = Sparse { zeros: 5 << 30, tail, fetched: Cell::new(0) };
    let listing = beredd_archive::list(&source, &Budget::DEFAULT).unwrap();
    let mut content = Vec::new();
    let mut reader = beredd_archive::Reader::open(&source, &listing.entries).unwrap();
    reader.read(&listing.entries[0], &mut content).unwrap();
    assert_eq!(content, b"a = 1\n");
    assert!(source.fetched.get() < 64 << 20, "{} bytes fetched", source.fetched.get());
}

#[test]
fn two_hundred_thousand_entries_are_listed_and_one_more_is_refused() {
    let empty = |at: u32| RawEntry::stored(&format!("{}/{at}.png", at % 1000), b"");
    let mut entries: Vec<RawEntry> = (0..199_999).map(empty).collect();
    entries.push(RawEntry::stored("a.py", b"a = 1\n"));
    let full = archive(b"", &entries, b"");
    let audit = audit("a.zip", &full, &PolicyChoice::Generic).unwrap();
    assert_eq!((audit.archive.entries, read(&audit)), (200_000, vec!["a.py"]));
    assert_eq!(skipped(&audit).len(), 199_999);
    entries.push(RawEntry::stored("one_more.py", b""));
    let error = survey_within("a.zip", &archive(b"", &entries, b""), &Budget::DEFAULT).unwrap_err();
    assert_eq!(error, ArchiveError::TooManyEntries { entries: 200_001, limit: 200_000 });
}

#[test]
fn limits_of_ones_own_hold_and_are_told() {
    let files = [RawEntry::stored("a.py", b"a = 1\n"), RawEntry::stored("b.py", b"b = 1234567\n")];
    let mut budget = Budget::DEFAULT;
    budget.set("file_bytes", "8").unwrap();
    let survey = survey_within("a.zip", &archive(b"", &files, b""), &budget).unwrap();
    assert_eq!(survey.archive.skipped[0].reason, SkipReason::TooLarge);
    assert_eq!(survey.archive.limits["file_bytes"], 8);
    assert!(survey.archive.problems[0].message.en.contains("8 bytes"));
}

#[test]
fn the_table_of_limits_in_the_documents_is_true() {
    let page = include_str!("../../docs/limits.md");
    for (name, value) in Budget::DEFAULT.limits() {
        assert!(page.contains(&format!("| `{name}` | {value} |")), "{name} is {value}");
    }
}
