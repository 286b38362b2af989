//! The zip archive of a fixture, as a code host would make it.

use crate::fixture::Fixture;
use std::io::{Cursor, Write};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

/// The files as a deflated zip, in path order, below `top_folder` when one is given (code hosts add `name-branch/`).
///
/// The same fixture gives the same bytes: every entry carries the format's earliest date.
///
/// # Errors
/// When the zip writer refuses a name or a size; never for fixtures of ordinary size.
pub fn zip_of(fixture: &Fixture, top_folder: Option<&str>) -> Result<Vec<u8>, ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    if let Some(folder) = top_folder {
        writer.add_directory(folder, options)?;
    }
    for (path, content) in &fixture.files {
        let name = top_folder.map_or_else(|| path.to_string(), |folder| format!("{folder}/{path}"));
        writer.start_file(name, options)?;
        writer.write_all(content.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_archive_holds_the_files_and_nothing_of_the_day() {
        let fixture = crate::fixture::parse("//- b.txt\nb\n//- a/c.txt\nc ⟵\n").unwrap();
        let bytes = zip_of(&fixture, Some("repo-main")).unwrap();
        assert_eq!(bytes, zip_of(&fixture, Some("repo-main")).unwrap());

        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["repo-main/", "repo-main/a/c.txt", "repo-main/b.txt"]);
        let mut content = String::new();
        archive.by_name("repo-main/a/c.txt").unwrap().read_to_string(&mut content).unwrap();
        assert_eq!(content, "c\n");
    }
}
