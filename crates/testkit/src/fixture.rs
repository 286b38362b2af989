//! A whole repository as one text.
//!
//! ```text
//! //- Dockerfile
//! FROM python:latest ⟵
//! //- src/main.py
//! print("hello")
//! ```
//!
//! A line that begins with [`HEADER`] starts a file; everything up to the next such line is its content, final newline and
//! all. [`MARK`] at the end of a line says "this is where the evidence stands": it is taken away from the content and its
//! place is handed back, so that a test can compare what a check found with what its author meant.

use beredd_model::{PathError, RepoPath};
use std::collections::{BTreeMap, BTreeSet};

/// What starts a file: the two slashes, a dash, one space, then the path and nothing else.
pub const HEADER: &str = "//- ";

/// The mark at the end of a line: U+27F5, a long arrow to the left, which no file format here uses.
pub const MARK: char = '⟵';

/// A repository read from a text: its files and the lines its author marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixture {
    /// Every file with its content, marks taken away.
    pub files: BTreeMap<RepoPath, String>,
    /// The marked lines, counted from 1.
    pub marks: BTreeSet<(RepoPath, u32)>,
}

/// Why a text is not a repository; lines are those of the text, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixtureError {
    /// Something other than blank lines stands before the first header.
    #[error("line {line}: text before the first '//- path' header: begin with a header")]
    NoHeader {
        /// Where.
        line: u32,
    },
    /// What follows a header's mark is not a path in a repository.
    #[error("line {line}: '{written}' is not a path in a repository: {cause}")]
    BadPath {
        /// Where.
        line: u32,
        /// What was written.
        written: String,
        /// What is wrong with it.
        cause: PathError,
    },
    /// A second file of the same name.
    #[error("line {line}: '{path}' is written twice: give each file one header")]
    Twice {
        /// Where the second one starts.
        line: u32,
        /// The file.
        path: RepoPath,
    },
    /// A mark with text after it.
    #[error("line {line}: the mark ⟵ must be the last thing on its line")]
    MarkInside {
        /// Where.
        line: u32,
    },
}

/// Reads a repository from a text.
///
/// Blank lines before the first header are skipped, so a raw string may open on a line of its own. A text without
/// headers is an empty repository. Indentation is kept: content is what is written. Blanks before a mark go with it.
///
/// # Errors
/// [`FixtureError`], which names the line.
pub fn parse(text: &str) -> Result<Fixture, FixtureError> {
    let mut fixture = Fixture::default();
    let mut open: Option<OpenFile> = None;
    for (written, line) in text.split_inclusive('\n').zip(1u32..) {
        if let Some(name) = written.strip_prefix(HEADER) {
            close(&mut fixture, open.take());
            open = Some(start(&fixture, name.trim_end(), line)?);
        } else if let Some(file) = &mut open {
            file.take(&mut fixture.marks, written, line)?;
        } else if !written.trim().is_empty() {
            return Err(FixtureError::NoHeader { line });
        }
    }
    close(&mut fixture, open);
    Ok(fixture)
}

/// The file whose lines are being read.
struct OpenFile {
    path: RepoPath,
    content: String,
    lines: u32,
}

impl OpenFile {
    fn take(
        &mut self,
        marks: &mut BTreeSet<(RepoPath, u32)>,
        written: &str,
        line: u32,
    ) -> Result<(), FixtureError> {
        self.lines = self.lines.saturating_add(1);
        let Some((before, after)) = written.split_once(MARK) else {
            self.content.push_str(written);
            return Ok(());
        };
        if !after.trim().is_empty() {
            return Err(FixtureError::MarkInside { line });
        }
        self.content.push_str(before.trim_end());
        self.content.push_str(after);
        marks.insert((self.path.clone(), self.lines));
        Ok(())
    }
}

fn start(fixture: &Fixture, written: &str, line: u32) -> Result<OpenFile, FixtureError> {
    let path = RepoPath::parse(written).map_err(|cause| FixtureError::BadPath {
        line,
        written: written.to_owned(),
        cause,
    })?;
    if fixture.files.contains_key(&path) {
        return Err(FixtureError::Twice { line, path });
    }
    Ok(OpenFile { path, content: String::new(), lines: 0 })
}

fn close(fixture: &mut Fixture, open: Option<OpenFile>) {
    if let Some(file) = open {
        fixture.files.insert(file.path, file.content);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> RepoPath {
        RepoPath::parse(name).unwrap()
    }

    #[test]
    fn files_keep_their_content_and_their_final_newline() {
        let fixture = parse("\n//- a.py\nx = 1\n\n//- src/b.py\n    y = 2").unwrap();
        assert_eq!(fixture.files[&path("a.py")], "x = 1\n\n");
        assert_eq!(fixture.files[&path("src/b.py")], "    y = 2");
        assert!(fixture.marks.is_empty());
    }

    #[test]
    fn a_header_may_start_a_file_with_nothing_in_it() {
        let fixture = parse("//- __init__.py\n//- a.py\n").unwrap();
        assert_eq!(fixture.files.values().map(String::as_str).collect::<Vec<_>>(), ["", ""]);
        assert_eq!(parse("").unwrap(), Fixture::default());
    }

    #[test]
    fn marks_are_taken_away_and_their_places_handed_back() {
        let fixture = parse("//- Dockerfile\nFROM a\nFROM b:latest ⟵\nRUN x⟵\n").unwrap();
        assert_eq!(fixture.files[&path("Dockerfile")], "FROM a\nFROM b:latest\nRUN x\n");
        assert_eq!(fixture.marks, BTreeSet::from([(path("Dockerfile"), 2), (path("Dockerfile"), 3)]));
    }

    #[test]
    fn what_is_not_a_repository_is_named_by_its_line() {
        assert_eq!(parse("\nx\n//- a"), Err(FixtureError::NoHeader { line: 2 }));
        assert_eq!(parse("//- a\n//- b\n//- ./a\n"), Err(FixtureError::Twice { line: 3, path: path("a") }));
        assert_eq!(parse("//- a\nx ⟵ y\n"), Err(FixtureError::MarkInside { line: 2 }));
        let climbs = parse("//- ../a\n").unwrap_err();
        assert_eq!(
            climbs.to_string(),
            "line 1: '../a' is not a path in a repository: the name climbs out of the archive with '..'"
        );
    }
}
