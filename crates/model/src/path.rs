//! Paths inside a repository: text with a shape, never a place on a disk.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// A path relative to the repository's root, parts joined by `/`.
///
/// It has at least one part; no part is empty, `.` or `..`; there is no drive, no leading slash and no NUL. It is a name
/// to show and to compare, and nothing in the product opens it. Copies share their text: one path stands in thousands of places.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct RepoPath(Arc<str>);

/// Why a name from an archive is not a path in a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing was left after `.` and slashes were taken away.
    #[error("the name is empty")]
    Empty,
    /// A leading slash or a drive letter.
    #[error("the name is absolute")]
    Absolute,
    /// A part is `..`.
    #[error("the name climbs out of the archive with '..'")]
    Climbs,
    /// A NUL byte.
    #[error("the name contains a NUL byte")]
    Nul,
}

impl RepoPath {
    /// Reads a name as archives write it: backslashes become slashes, empty and `.` parts are dropped.
    ///
    /// # Errors
    /// [`PathError`] when the name is empty, absolute, climbs with `..` or holds a NUL.
    pub fn parse(raw: &str) -> Result<Self, PathError> {
        if raw.contains('\0') {
            return Err(PathError::Nul);
        }
        let name = raw.replace('\\', "/");
        let mut letters = name.chars();
        let has_drive =
            letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next() == Some(':');
        if name.starts_with('/') || has_drive {
            return Err(PathError::Absolute);
        }
        let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        if parts.contains(&"..") {
            return Err(PathError::Climbs);
        }
        if parts.is_empty() { Err(PathError::Empty) } else { Ok(Self(parts.join("/").into())) }
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last part without its extension: `agent` of `src/agent.py`; `.env` of `.env`.
    #[must_use]
    pub fn stem(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => self.file_name(),
        }
    }

    /// What follows the last dot of the file name, or nothing: `py` of `src/agent.py`; nothing of `.env` or `Makefile`.
    #[must_use]
    pub fn extension(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// The folder as text; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The parts, from the root.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// Whether the path lies in `folder` (any depth); everything lies in the empty folder.
    #[must_use]
    pub fn is_in(&self, folder: &str) -> bool {
        folder.is_empty() || self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The path `relative` names when it is written in this file: `./a`, `../b/c`. Nothing when it climbs out.
    #[must_use]
    pub fn sibling(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Self::parse(&parts.join("/")).ok()
    }
}

/// As texts are ordered; copies of one path are seen to be equal without being read.
impl Ord for RepoPath {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for RepoPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for RepoPath {
    type Error = PathError;
    fn try_from(raw: String) -> Result<Self, PathError> {
        Self::parse(&raw)
    }
}

impl From<RepoPath> for String {
    fn from(path: RepoPath) -> Self {
        path.0.to_string()
    }
}

/// Lines of a file, counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lines {
    /// The first line.
    pub start: u32,
    /// The last line; never before `start`.
    pub end: u32,
}

impl Lines {
    /// From `start` to `end`; an end before the start is the start.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// A single line.
    #[must_use]
    pub const fn at(line: u32) -> Self {
        Self { start: line, end: line }
    }

    /// Whether `other` lies within these lines.
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Lines of one file, in the flat form that `audit.json` uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The file.
    pub path: RepoPath,
    /// The first line, counted from 1.
    pub line: u32,
    /// The last line, included.
    pub end_line: u32,
}

impl Place {
    /// These lines of that file.
    #[must_use]
    pub const fn new(path: RepoPath, lines: Lines) -> Self {
        Self { path, line: lines.start, end_line: lines.end }
    }

    /// The lines alone.
    #[must_use]
    pub const fn lines(&self) -> Lines {
        Lines::new(self.line, self.end_line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_archives_write_them() {
        assert_eq!(RepoPath::parse(r".\src\\agent.py").map(String::from), Ok("src/agent.py".into()));
        assert_eq!(RepoPath::parse("a/../../etc/passwd"), Err(PathError::Climbs));
        assert_eq!(RepoPath::parse("/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(RepoPath::parse("C:\\x"), Err(PathError::Absolute));
        assert_eq!(RepoPath::parse("./"), Err(PathError::Empty));
        assert_eq!(RepoPath::parse("a\0b"), Err(PathError::Nul));
    }

    #[test]
    fn a_path_knows_its_parts() {
        let path = RepoPath::parse("team/agents/svea.agent.py").unwrap();
        assert_eq!((path.file_name(), path.stem(), path.extension()), ("svea.agent.py", "svea.agent", "py"));
        assert_eq!(RepoPath::parse(".env").unwrap().extension(), "");
        assert!(path.is_in("team/agents") && path.is_in("") && !path.is_in("team/agent"));
        assert_eq!(path.sibling("../x/y.md").map(String::from), Some("team/x/y.md".into()));
        assert_eq!(path.sibling("../../../x"), None);
    }
}
