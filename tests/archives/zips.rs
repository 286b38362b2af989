//! ZIP archives: what honest tools write, and what liars do. The rest of the archive is audited in every case.

use crate::{audited, problems, read, skipped};
use beredd_model::SkipReason;
use beredd_tests::hostile::rawzip::{RawEntry, archive, sample};

/// What makes an honest entry a liar.
type Lie = fn(&mut RawEntry);

fn file(name: &str) -> RawEntry {
    RawEntry::stored(name, b"a = 1\n")
}

#[test]
fn prefix_zip64_descriptors_old_names_and_comments_are_read() {
    let audit = audited(&sample());
    assert_eq!(read(&audit), ["a.py", "b.py", "l\u{e5}s.md"]);
    assert_eq!((skipped(&audit).len(), problems(&audit).len()), (0, 0));
}

#[test]
fn a_comment_that_holds_another_archive_does_not_replace_the_first() {
    let inner = archive(b"", &[file("inner.py")], b"");
    let audit = audited(&archive(b"", &[file("outer.py")], &inner));
    assert_eq!(audit.files.len(), 1, "one of the two, and never a mixture");
}

#[test]
fn of_many_entries_of_one_name_the_last_is_read_and_all_are_named() {
    let entries: Vec<RawEntry> = (0..5)
        .map(|at| RawEntry::stored("a.md", format!("{}\n", "x".repeat(at + 1)).as_bytes()))
        .chain([file("b.py")])
        .collect();
    let audit = audited(&archive(b"", &entries, b""));
    assert_eq!(read(&audit), ["a.md", "b.py"]);
    assert_eq!(audit.files[0].bytes, 6);
    assert_eq!(skipped(&audit), vec![("a.md", SkipReason::Duplicate); 4]);
    assert_eq!(problems(&audit), ["a.md"]);
}

#[test]
fn names_that_are_no_paths_are_named_and_not_read() {
    let names = ["/etc/passwd", "../up.py", "a/../../up.py", "C:\\boot.ini", "nul\0.py", "..\\..\\x.py"];
    let entries: Vec<RawEntry> = names.iter().map(|name| file(name)).chain([file("good.py")]).collect();
    let audit = audited(&archive(b"", &entries, b""));
    assert_eq!(read(&audit), ["good.py"]);
    let unsafe_names = skipped(&audit).into_iter().filter(|(_, reason)| *reason == SkipReason::UnsafeName);
    assert_eq!(unsafe_names.count(), names.len());
}

#[test]
fn names_that_are_strange_are_text_and_nothing_else() {
    let long = format!("{}.py", "n".repeat(10_000));
    let names = [
        "<script>alert(1)</script>.py",
        "javascript:alert(1).py",
        "con.py",
        "aux",
        "\u{202e}yp.txt",
        "a\nb.py",
        "\x1b[31mred.py",
        &long,
        "%2e%2e%2fup.py",
        "a b\t.py",
    ];
    let entries: Vec<RawEntry> = names.iter().map(|name| file(name)).collect();
    let audit = audited(&archive(b"", &entries, b""));
    // A name with `</` has a folder in it, which is still only text.
    assert_eq!(read(&audit).len(), names.len());
    let html = beredd_report::html(&audit, beredd_model::Lang::En);
    assert!(!html.contains("<script>alert(1)"));
}

#[test]
fn links_folders_and_devices_are_no_files() {
    let link = RawEntry { mode: 0o120_777, ..RawEntry::stored("link.py", b"/etc/passwd") };
    let folder = RawEntry::stored("folder/", b"");
    let audit = audited(&archive(b"", &[link, folder, file("a.py")], b""));
    assert_eq!(read(&audit), ["a.py"]);
    assert_eq!(skipped(&audit), [("link.py", SkipReason::Symlink)]);
    assert_eq!(audit.archive.entries, 2);
}

#[test]
fn other_methods_are_refused_by_their_name() {
    let methods =
        [(93, "Zstd"), (14, "Lzma"), (12, "Bzip2"), (9, "Deflate64"), (99, "AES"), (4711, "method 4711")];
    for (method, name) in methods {
        let other = RawEntry { method, ..file("other.py") };
        let audit = audited(&archive(b"", &[other, file("a.py")], b""));
        assert_eq!(read(&audit), ["a.py"], "{method}");
        assert_eq!(skipped(&audit).len(), 1);
        let said = audit.archive.problems.iter().find(|problem| problem.path == "other.py").unwrap();
        assert!(
            said.message.en.to_lowercase().contains(&name.to_lowercase()),
            "{method}: {}",
            said.message.en
        );
    }
}

#[test]
fn lies_about_sizes_and_checksums_cost_the_liar_alone() {
    let lies: [(&str, Lie); 6] = [
        ("a checksum", |entry| entry.crc ^= 1),
        ("a size too small", |entry| entry.size = 3),
        ("a size too large", |entry| entry.size = 1 << 20),
        ("a size beyond all", |entry| (entry.size, entry.is_zip64) = (u64::MAX, true)),
        ("stored bytes beyond the end", |entry| (entry.stored, entry.is_zip64) = (1 << 40, true)),
        ("a place beyond the end", |entry| entry.offset = Some(u32::MAX - 1)),
    ];
    for (what, lie) in lies {
        let mut liar = file("liar.py");
        lie(&mut liar);
        let audit = audited(&archive(b"", &[file("a.py"), liar, file("z.py")], b""));
        assert_eq!(read(&audit), ["a.py", "z.py"], "{what}");
        assert_eq!(problems(&audit), ["liar.py"], "{what}");
    }
}

#[test]
fn entries_that_share_their_data_are_read_once() {
    let mut entries = vec![file("a.py")];
    entries.extend((0..1000).map(|at| RawEntry { offset: Some(0), ..file(&format!("copy{at}.py")) }));
    let audit = audited(&archive(b"", &entries, b""));
    assert_eq!(read(&audit), ["a.py"]);
    assert_eq!(skipped(&audit).len(), 1000);
    assert!(skipped(&audit).iter().all(|(_, reason)| *reason == SkipReason::Damaged));
}

#[test]
fn what_a_limit_leaves_out_is_named_and_the_rest_is_read() {
    let large = RawEntry::stored("large.json", &b"[1]\n".repeat(2 << 20));
    let audit = audited(&archive(b"", &[large, file("a.py")], b""));
    assert_eq!(read(&audit), ["a.py"]);
    assert_eq!(skipped(&audit), [("large.json", SkipReason::TooLarge)]);
    assert_eq!(problems(&audit), ["large.json"]);
    assert_eq!(audit.archive.limits["file_bytes"], 4 << 20);
}
