//! Archives as honest tools make them.

use super::{contents, paths, reasons, replace, stored, zip_of, zip_with};
use crate::{Budget, Folder, PlainFile, Source, SourceError, list};
use beredd_model::SkipReason;
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

#[test]
fn files_are_listed_by_path_below_the_one_top_folder_and_read_back() {
    let archive = zip_of(&[("repo-main/src/b.py", "b = 1\n"), ("repo-main/README.md", "# Hej\n")]);
    let listing = list(&archive, &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["README.md", "src/b.py"]);
    assert_eq!((listing.files, listing.skipped.len(), listing.problems.len()), (2, 0, 0));
    let read = contents(&archive);
    assert_eq!(read[0], ("README.md".into(), Ok("# Hej\n".into())));
    assert_eq!(read[1], ("src/b.py".into(), Ok("b = 1\n".into())));
}

#[test]
fn stored_zip64_and_streamed_entries_are_read() {
    assert_eq!(contents(&zip_with(stored(), &[("a", "1")]))[0].1, Ok("1".into()));
    let large = SimpleFileOptions::default().large_file(true);
    assert_eq!(contents(&zip_with(large, &[("a", "2")]))[0].1, Ok("2".into()));
    let mut streamed = ZipWriter::new_stream(Vec::new());
    streamed.start_file("a", SimpleFileOptions::default()).unwrap();
    streamed.write_all(b"3").unwrap();
    assert_eq!(contents(&streamed.finish().unwrap().into_inner())[0].1, Ok("3".into()));
}

#[test]
fn two_folders_or_a_file_at_the_top_take_nothing_away() {
    let listing = list(&zip_of(&[("a/x", ""), ("b/x", "")]), &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a/x", "b/x"]);
    let listing = list(&zip_of(&[("a/x", ""), ("a.md", "")]), &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a.md", "a/x"]);
}

#[test]
fn what_macos_adds_does_not_hide_the_top_folder() {
    let archive = zip_of(&[("repo/a.py", ""), ("__MACOSX/repo/._a.py", "")]);
    assert_eq!(paths(&list(&archive, &Budget::DEFAULT).unwrap().entries), ["__MACOSX/repo/._a.py", "a.py"]);
}

#[test]
fn names_from_windows_and_from_dos_are_read() {
    let archive = zip_of(&[("src\\agent.py", ""), ("x.md", "")]);
    assert_eq!(paths(&list(&archive, &Budget::DEFAULT).unwrap().entries), ["src/agent.py", "x.md"]);
    // 0x86 is å in code page 437.
    let mut dos = zip_of(&[("l_s.md", "")]);
    replace(&mut dos, b"l_s.md", b"l\x86s.md");
    assert_eq!(paths(&list(&dos, &Budget::DEFAULT).unwrap().entries), ["l\u{e5}s.md"]);
}

#[test]
fn folders_are_not_files_and_links_are_skipped() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_directory("repo", SimpleFileOptions::default()).unwrap();
    writer.start_file("repo/a.py", SimpleFileOptions::default()).unwrap();
    writer.add_symlink("repo/link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let listing = list(&writer.finish().unwrap().into_inner(), &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&listing.entries), ["a.py"]);
    assert_eq!(reasons(&listing.skipped), [("link", SkipReason::Symlink)]);
    assert_eq!(listing.files, 2);
}

#[test]
fn a_folder_lists_and_reads_as_its_archive_does() {
    let files = [("src/a.py", "a = 1\n"), ("README.md", "# Hej\n"), ("empty", "")];
    let list_of = |name: &str, bytes: usize| PlainFile {
        name: name.into(),
        bytes: u64::try_from(bytes).unwrap(),
        is_symlink: false,
    };
    let mut plain: Vec<_> = files.iter().map(|(name, text)| list_of(name, text.len())).collect();
    plain.push(PlainFile { name: "link".into(), bytes: 0, is_symlink: true });
    let folder = Folder::new(plain, |file, offset, buffer| {
        let (_, text) =
            files.iter().find(|(name, _)| *name == file.name).ok_or(SourceError::Host("gone".into()))?;
        text.as_bytes().read_at(offset, buffer)
    });
    let of_folder = list(&folder, &Budget::DEFAULT).unwrap();
    let of_zip = list(&zip_of(&files), &Budget::DEFAULT).unwrap();
    assert_eq!(paths(&of_folder.entries), paths(&of_zip.entries));
    assert_eq!(reasons(&of_folder.skipped), [("link", SkipReason::Symlink)]);
    let mut reader = crate::Reader::open(&folder, &of_folder.entries).unwrap();
    let mut content = Vec::new();
    for entry in &of_folder.entries {
        reader.read(entry, &mut content).unwrap();
        let (_, text) = files.iter().find(|(name, _)| *name == entry.path.as_str()).unwrap();
        assert_eq!(content, text.as_bytes());
    }
}
