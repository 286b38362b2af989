//! What ends an audit before it begins, and what keeps one file from being read, in both languages.

use crate::words::count;
use crate::{LooksLike, SourceError};
use beredd_model::{Problem, ProblemKind, RepoPath, Text};

/// Why nothing of an archive can be read. The host puts the archive's name before the sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// Not a format that is read.
    #[error("{}", self.text().en)]
    NotAnArchive {
        /// What it looks like instead.
        looks: LooksLike,
    },
    /// It begins as a ZIP archive, but its end, where the list of files stands, is missing.
    #[error("{}", self.text().en)]
    Truncated,
    /// The list of files is there and cannot be understood.
    #[error("{}", self.text().en)]
    Damaged,
    /// It lists no files.
    #[error("{}", self.text().en)]
    Empty,
    /// Every file is encrypted.
    #[error("{}", self.text().en)]
    Encrypted {
        /// How many.
        files: u32,
    },
    /// It lists more than the budget allows.
    #[error("{}", self.text().en)]
    TooManyEntries {
        /// How many it says it lists.
        entries: u64,
        /// The limit.
        limit: u32,
    },
    /// The host could not give its bytes.
    #[error("{}", self.text().en)]
    Source(#[from] SourceError),
}

/// Why one entry was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {}", self.text().en)]
pub struct ReadError {
    /// The file.
    pub path: RepoPath,
    /// What is wrong with it.
    pub cause: ReadCause,
}

/// What can be wrong with an entry's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadCause {
    /// It inflates, but its checksum differs.
    Checksum,
    /// It does not inflate, ends early, or is longer than it declares.
    Data,
    /// The archive no longer lists it.
    Missing,
    /// The host could not give the bytes.
    Source(SourceError),
}

impl ArchiveError {
    /// The sentence for people: what it is, what was expected, what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotAnArchive { looks } => {
                let looks = looks.text();
                Text::made(
                    format!(
                        "This is {}, which cannot be audited. Use a ZIP archive or a tar.gz of the repository, or its folder.",
                        looks.en
                    ),
                    format!(
                        "Det här är {}, som inte går att granska. Använd ett zip-arkiv eller en tar.gz av kodförrådet, eller dess mapp.",
                        looks.sv
                    ),
                )
            }
            Self::Truncated => Text::fixed(
                "This ZIP archive is cut off: the list of files at its end is missing. Fetch or pack it again.",
                "Zip-arkivet är avkapat: fillistan som ska stå sist saknas. Hämta eller packa det på nytt.",
            ),
            Self::Damaged => Text::fixed(
                "This archive is damaged: its list of files cannot be read. Fetch or pack it again.",
                "Arkivet är skadat: fillistan går inte att läsa. Hämta eller packa det på nytt.",
            ),
            Self::Empty => Text::fixed(
                "There are no files in it, so there is nothing to audit.",
                "Där finns inga filer, så det finns inget att granska.",
            ),
            Self::Encrypted { files } => {
                let files = count(u64::from(*files));
                Text::made(
                    format!(
                        "Every file in it ({}) is encrypted. Pack the repository again without a password.",
                        files.en
                    ),
                    format!(
                        "Alla filer i det ({}) är krypterade. Packa kodförrådet på nytt utan lösenord.",
                        files.sv
                    ),
                )
            }
            Self::TooManyEntries { entries, limit } => {
                let (entries, limit) = (count(*entries), count(u64::from(*limit)));
                Text::made(
                    format!(
                        "It lists {} files; the limit is {}. Pack a part of the repository.",
                        entries.en, limit.en
                    ),
                    format!(
                        "Det innehåller {} filer; gränsen är {}. Packa en del av kodförrådet.",
                        entries.sv, limit.sv
                    ),
                )
            }
            Self::Source(error) => Text::made(
                format!("It could not be read: {error}."),
                format!("Det gick inte att läsa: {error}."),
            ),
        }
    }
}

impl ReadError {
    /// The sentence for people; the path stands beside it.
    #[must_use]
    pub fn text(&self) -> Text {
        match &self.cause {
            ReadCause::Checksum => Text::fixed(
                "Its content does not match its checksum in the archive, and was not used.",
                "Innehållet stämmer inte med kontrollsumman i arkivet, och användes inte.",
            ),
            ReadCause::Data => Text::fixed(
                "Its data in the archive is damaged and could not be inflated.",
                "Filens innehåll i arkivet är skadat och gick inte att packa upp.",
            ),
            ReadCause::Missing => Text::fixed(
                "It is no longer in the archive: the file was changed while it was read.",
                "Den finns inte längre i arkivet: filen ändrades medan den lästes.",
            ),
            ReadCause::Source(error) => Text::made(
                format!("It could not be read: {error}."),
                format!("Den gick inte att läsa: {error}."),
            ),
        }
    }

    /// The same as a problem of an audit.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem {
            path: self.path.to_string(),
            line: None,
            kind: ProblemKind::Unreadable,
            message: self.text(),
        }
    }
}
