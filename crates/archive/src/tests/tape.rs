//! Tar and compressed tar: the same list and the same contents as the zip of the same files, and every way to break one.

use super::{contents, paths, reasons, zip_of};
use crate::{ArchiveError, Budget, Joined, Reader, Source, Unpacked, list, unpack};
use beredd_model::{Entry, RepoPath, SkipReason};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use tar::{Builder, EntryType, Header};

const FILES: [(&str, &str); 4] = [
    ("top/src/a.py", "a = 1\n"),
    ("top/README.md", "# Hej\n"),
    ("top/empty", ""),
    ("top/node_modules/x.js", "x"),
];

fn tar_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    for (name, text) in files {
        // `append_data` writes a GNU long name where one is needed.
        tar.append_data(&mut header(EntryType::Regular, text.len()), name, text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

fn header(kind: EntryType, bytes: usize) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(u64::try_from(bytes).unwrap());
    header.set_mode(0o644);
    header.set_cksum();
    header
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn opened(bytes: &[u8]) -> Unpacked {
    unpack(&bytes, &Budget::DEFAULT, &|path| !path.as_str().contains("node_modules")).unwrap()
}

/// A source of one type among others.
fn sized(source: &dyn Source) -> &dyn Source {
    source
}

/// Every file that is listed and was kept, with its text.
fn read(source: &dyn Source) -> Vec<(String, String)> {
    let entries: Vec<Entry> = list(source, &Budget::DEFAULT)
        .unwrap()
        .entries
        .into_iter()
        .filter(|entry| !entry.path.is_in("node_modules"))
        .collect();
    let mut reader = Reader::open(source, &entries).unwrap();
    let mut content = Vec::new();
    let one = |entry: &Entry| {
        reader.read(entry, &mut content).unwrap();
        (entry.path.to_string(), String::from_utf8_lossy(&content).into_owned())
    };
    entries.iter().map(one).collect()
}

#[test]
fn a_tar_in_the_clear_or_compressed_lists_and_reads_as_the_zip_of_the_same_files() {
    let zip = zip_of(&FILES);
    let of_zip = list(&zip, &Budget::DEFAULT).unwrap();
    let tar = tar_of(&FILES);
    let unpacked = opened(&gz(&tar));
    for source in [sized(&tar), &unpacked] {
        let listing = list(source, &Budget::DEFAULT).unwrap();
        assert_eq!(paths(&listing.entries), paths(&of_zip.entries));
        assert_eq!((listing.files, listing.skipped, listing.problems), (4, Vec::new(), Vec::new()));
        assert_eq!(read(source), read(&zip));
    }
    assert_eq!(unpacked.content().len(), 12, "what is not wanted takes no memory");
}

#[test]
fn a_compressed_tar_keeps_the_hash_and_length_of_the_archive() {
    let bytes = gz(&tar_of(&FILES));
    let unpacked = opened(&bytes);
    assert_eq!(crate::sha256(&unpacked), crate::sha256(&bytes));
    assert_eq!(crate::archive_bytes(&unpacked), u64::try_from(bytes.len()).unwrap());
}

#[test]
fn long_names_of_gnu_and_pax_are_whole() {
    let long = format!("top/{}/agent.py", "folder/".repeat(60).trim_end_matches('/'));
    let mut pax = Builder::new(Vec::new());
    pax.append_pax_extensions([("path", long.as_bytes()), ("mtime", b"1.5")]).unwrap();
    pax.append_data(&mut header(EntryType::Regular, 2), "cut", b"x\n".as_slice()).unwrap();
    for tar in [tar_of(&[(&long, "x\n")]), pax.into_inner().unwrap()] {
        let listing = list(&tar, &Budget::DEFAULT).unwrap();
        assert_eq!(listing.entries[0].path.as_str(), long.strip_prefix("top/").unwrap());
        assert_eq!(read(&opened(&gz(&tar))), read(&tar));
    }
}

#[test]
fn sparse_files_devices_and_links_are_named_and_not_read() {
    let mut tar = Builder::new(Vec::new());
    tar.append_data(&mut header(EntryType::Regular, 1), "a", b"1".as_slice()).unwrap();
    tar.append_pax_extensions([("GNU.sparse.major", b"1".as_slice()), ("GNU.sparse.minor", b"0")]).unwrap();
    tar.append_data(&mut header(EntryType::Regular, 4), "sparse", b"1\n0\n".as_slice()).unwrap();
    tar.append_data(&mut header(EntryType::Char, 0), "tty", b"".as_slice()).unwrap();
    tar.append_data(&mut header(EntryType::Directory, 0), "folder", b"".as_slice()).unwrap();
    tar.append_link(&mut header(EntryType::Symlink, 0), "soft", "/etc/passwd").unwrap();
    tar.append_link(&mut header(EntryType::Link, 0), "hard", "a").unwrap();
    tar.append_link(&mut header(EntryType::Link, 0), "stray", "nothing").unwrap();
    let tar = tar.into_inner().unwrap();
    for source in [sized(&tar), &opened(&gz(&tar))] {
        let listing = list(source, &Budget::DEFAULT).unwrap();
        assert_eq!(read(source), [("a".into(), "1".into()), ("hard".into(), "1".into())]);
        use SkipReason::{Damaged, Symlink, UnsupportedMethod};
        let expected = [
            ("soft", Symlink),
            ("sparse", UnsupportedMethod),
            ("stray", Damaged),
            ("tty", UnsupportedMethod),
        ];
        assert_eq!(reasons(&listing.skipped), expected);
        assert!(listing.problems[0].path == "sparse" && listing.problems[0].message.en.contains("2 in all"));
    }
}

#[test]
fn names_that_leave_the_tar_are_skipped_and_the_last_of_a_name_is_read() {
    let mut tar = tar_of(&[("a", "first"), ("xx/yy", "1"), ("a", "last")]);
    let name = tar.windows(5).position(|at| at == b"xx/yy").unwrap();
    tar[name..name + 5].copy_from_slice(b"../yy");
    let block = Header::from_byte_slice(&tar[name..name + 512]).clone();
    let mut block = block;
    block.set_cksum();
    tar[name..name + 512].copy_from_slice(block.as_bytes());
    for source in [sized(&tar), &opened(&gz(&tar))] {
        let listing = list(source, &Budget::DEFAULT).unwrap();
        assert_eq!(read(source), [("a".into(), "last".into())]);
        use SkipReason::{Duplicate, UnsafeName};
        assert_eq!(reasons(&listing.skipped), [("../yy", UnsafeName), ("a", Duplicate)]);
    }
}

#[test]
fn a_tar_cut_anywhere_keeps_what_stands_before_and_says_so() {
    let tar = tar_of(&[("a", "first"), ("b", &"second".repeat(200))]);
    for end in (0..tar.len()).step_by(97) {
        let cut = tar[..end].to_vec();
        if let Ok(listing) = list(&cut, &Budget::DEFAULT) {
            assert!(listing.entries.len() <= 2);
            assert!(
                end < 512 || paths(&listing.entries).first() == Some(&"a") || !listing.skipped.is_empty()
            );
        }
    }
    let packed = gz(&tar);
    let mut told = 0;
    for end in 0..packed.len() {
        if let Ok(unpacked) = unpack(&packed[..end].to_vec(), &Budget::DEFAULT, &|_| true) {
            let listing = list(&unpacked, &Budget::DEFAULT).unwrap();
            assert!(!listing.problems.is_empty(), "cut at {end} and silent");
            told += 1;
        }
    }
    assert!(told > 0);
}

#[test]
fn a_tar_cut_between_two_members_is_no_whole_one() {
    let tar = tar_of(&[("a", "first"), ("b", "second")]);
    let cut = tar[..2048].to_vec();
    for (source, is_cut) in [
        (sized(&tar), false),
        (&cut, true),
        (&tar[..2560].to_vec(), false), // a lone block of zeros closes it well enough
        (&opened(&gz(&tar)), false),
        (&opened(&gz(&cut)), true),
    ] {
        let listing = list(source, &Budget::DEFAULT).unwrap();
        assert_eq!(paths(&listing.entries), ["a", "b"]);
        let said = listing.problems.first().map_or("", |problem| &problem.message.en);
        assert_eq!(said.contains("after the file b"), is_cut, "{said}");
    }
}

#[test]
fn any_damaged_byte_of_a_tar_is_survived() {
    let tar = tar_of(&[("a", "first"), ("long".repeat(40).as_str(), "second")]);
    let packed = gz(&tar);
    for (whole, is_packed) in [(&tar, false), (&packed, true)] {
        for at in 0..whole.len() {
            for value in [0, 0xff, whole[at] ^ 1] {
                let mut damaged = whole.clone();
                damaged[at] = value;
                if is_packed {
                    if let Ok(unpacked) = unpack(&damaged, &Budget::DEFAULT, &|_| true) {
                        read(&unpacked);
                    }
                } else if let Ok(listing) = list(&damaged, &Budget::DEFAULT)
                    && let Ok(mut reader) = Reader::open(&damaged, &listing.entries)
                {
                    for entry in &listing.entries {
                        let _ = reader.read(entry, &mut Vec::new());
                    }
                }
            }
        }
    }
}

#[test]
fn a_name_of_gigabytes_is_never_held() {
    let mut name = header(EntryType::GNULongName, 0);
    name.set_size(8 << 30);
    name.set_cksum();
    let mut tar = tar_of(&[("a", "1")]);
    tar.truncate(1024);
    tar.extend_from_slice(name.as_bytes());
    tar.resize(tar.len() + (64 << 20), b'n');
    let unpacked = opened(&gz(&tar));
    let listing = list(&unpacked, &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a"]);
    assert!(listing.problems[0].message.en.contains("file 2"), "{:?}", listing.problems);
}

#[test]
fn a_stream_that_inflates_without_end_is_left_where_the_limit_is() {
    let zeros = "0".repeat(3 << 20);
    let packed = gz(&tar_of(&[("a", "1"), ("bomb", &zeros), ("z", "2")]));
    let budget = Budget { stream_bytes: 1 << 20, file_bytes: 4 << 20, ..Budget::DEFAULT };
    let unpacked = unpack(&packed, &budget, &|_| true).unwrap();
    let listing = list(&unpacked, &budget).unwrap();
    assert_eq!(paths(&listing.entries), ["a"]);
    assert_eq!(reasons(&listing.skipped), [("bomb", SkipReason::Damaged)]);
    let said = &listing.problems[0].message;
    assert!(
        said.en.contains("1\u{a0}MiB") && said.en.contains("bomb") && said.sv.contains("bomb"),
        "{said:?}"
    );
}

#[test]
fn what_is_gzip_and_no_tar_is_refused() {
    for inside in [b"just a text, compressed".as_slice(), b"", &[0; 1024]] {
        let error = unpack(&gz(inside), &Budget::DEFAULT, &|_| true).unwrap_err();
        assert!(matches!(error, ArchiveError::Damaged | ArchiveError::Empty), "{error:?}");
    }
}

#[test]
fn files_beside_an_archive_are_mounted_and_win_over_its_own() {
    let zip = zip_of(&[("top/results/k6.json", "old"), ("top/a.py", "a")]);
    let unpacked = opened(&gz(&tar_of(&[("top/results/k6.json", "old"), ("top/a.py", "a")])));
    for main in [sized(&zip), &unpacked] {
        let beside =
            vec![("/tmp/x/k6.json".to_owned(), b"new".as_slice()), ("..".to_owned(), b"?".as_slice())];
        let joined = Joined::new(main, beside);
        assert_eq!(read(&joined), [("a.py".into(), "a".into()), ("results/k6.json".into(), "new".into())]);
        let listing = list(&joined, &Budget::DEFAULT).unwrap();
        use SkipReason::{Duplicate, UnsafeName};
        let expected = [("results/..", UnsafeName), ("results/k6.json", Duplicate)];
        assert_eq!(reasons(&listing.skipped), expected);
        assert_eq!(crate::sha256(&joined), crate::sha256(main));
        assert_eq!(crate::archive_bytes(&joined), crate::archive_bytes(main));
        let rows = crate::beside(&joined).unwrap();
        assert_eq!((rows.len(), rows[0].bytes), (1, 3));
        assert_eq!(rows[0].path, RepoPath::parse("results/k6.json").unwrap());
        assert_eq!(rows[0].sha256, crate::sha256(&b"new".to_vec()).unwrap());
    }
    assert_eq!(contents(&zip).len(), 2);
}
