//! Why the program ends with something other than 0: a sentence and an exit code.

use beredd_audit::ArchiveError;
use beredd_model::Text;
use beredd_report::ReportError;
use std::io;
use std::path::{Path, PathBuf};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text().en)]
pub(crate) enum Failure {
    /// A gate that was asked for failed. The text says which.
    Gate(Text),
    /// The archive cannot be audited.
    Archive { path: PathBuf, error: ArchiveError },
    /// A path cannot be read.
    Read { path: PathBuf, error: io::Error },
    /// A report cannot be written.
    Write { path: PathBuf, error: io::Error },
    /// A file is not an audit.
    NotAnAudit { path: PathBuf, error: ReportError },
    /// Several reports and nowhere to put them.
    NeedsFolder,
    /// No check has that name.
    NoSuchCheck(String),
    /// No built-in policy has that name.
    NoSuchProfile(String),
    /// A file that is not to be written over.
    IsThere(PathBuf),
    /// A policy file with so many problems, which have been printed.
    BadProfile { path: PathBuf, problems: usize },
    /// More bytes than are read.
    TooLarge { path: PathBuf, most: usize },
}

impl Failure {
    /// The exit code.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::Gate(_) => 1,
            Self::Archive { .. }
            | Self::Read { .. }
            | Self::Write { .. }
            | Self::NotAnAudit { .. }
            | Self::NeedsFolder
            | Self::NoSuchCheck(_)
            | Self::NoSuchProfile(_)
            | Self::IsThere(_)
            | Self::BadProfile { .. }
            | Self::TooLarge { .. } => 2,
        }
    }

    /// The sentence, with the thing it is about first.
    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Gate(text) => text.clone(),
            Self::Archive { path, error } => {
                let text = error.text();
                about(path, &text.en, &text.sv)
            }
            Self::Read { path, error } => {
                let (en, sv) = reason(error);
                about(path, &format!("cannot be read: {en}."), &format!("går inte att läsa: {sv}."))
            }
            Self::Write { path, error } => {
                let (en, sv) = reason(error);
                about(path, &format!("cannot be written: {en}."), &format!("går inte att skriva: {sv}."))
            }
            // The parser's words are English; the Swedish sentence says what was expected and quotes them.
            Self::NotAnAudit { path, error } => about(
                path,
                &format!("{error}."),
                &format!(
                    "det här är ingen granskning som 'beredd audit --format json' har skrivit ({error})."
                ),
            ),
            Self::NeedsFolder => Text::fixed(
                "Several formats need a folder to be written to: give --output DIR.",
                "Flera format behöver en mapp att skrivas till: ange --output MAPP.",
            ),
            Self::NoSuchCheck(name) => no_such_check(name),
            Self::NoSuchProfile(name) => Text::made(
                format!("No built-in policy is called '{name}': there are generic and happyos."),
                format!("Ingen inbyggd profil heter '{name}': det finns generic och happyos."),
            ),
            Self::IsThere(path) => about(
                path,
                "there is a file of that name already. Write over it with --force, or choose another name.",
                "det finns redan en fil med det namnet. Skriv över den med --force eller välj ett annat namn.",
            ),
            Self::BadProfile { path, problems } => about(
                path,
                &format!("problems: {problems}. What cannot be used does not count."),
                &format!("antal fel: {problems}. Det som inte går att använda räknas inte."),
            ),
            Self::TooLarge { path, most } => about(
                path,
                &format!("has more than the {most} bytes that are read."),
                &format!("har fler än de {most} byte som läses."),
            ),
        }
    }
}

/// Says which check may be meant.
fn no_such_check(name: &str) -> Text {
    let known: Vec<&str> = beredd_audit::catalog().iter().map(|entry| entry.id).collect();
    let last = |id: &'static str| id.rsplit('/').next().unwrap_or(id);
    let claims: Vec<&str> = beredd_audit::catalog().iter().map(|entry| last(entry.id)).collect();
    let meant =
        beredd_plan::policy::nearest(name, &known).or_else(|| beredd_plan::policy::nearest(name, &claims));
    let (mut en, mut sv) = (
        format!("No check, or more than one, is called '{name}'."),
        format!("Ingen kontroll, eller fler än en, heter '{name}'."),
    );
    if let Some(meant) = meant {
        en.push_str(&format!(" Did you mean '{meant}'?"));
        sv.push_str(&format!(" Menade du '{meant}'?"));
    }
    en.push_str(" 'beredd checks' lists them all.");
    sv.push_str(" 'beredd checks' räknar upp alla.");
    Text::made(en, sv)
}

fn about(path: &Path, en: &str, sv: &str) -> Text {
    let path = path.display();
    Text::made(format!("{path}: {en}"), format!("{path}: {sv}"))
}

/// The commonest reasons in both languages; others in the operating system's words.
fn reason(error: &io::Error) -> (String, String) {
    let (en, sv) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("there is no such file or folder", "det finns ingen sådan fil eller mapp")
        }
        io::ErrorKind::PermissionDenied => ("permission is denied", "behörighet saknas"),
        io::ErrorKind::IsADirectory => ("it is a folder", "det är en mapp"),
        _ => return (error.to_string(), error.to_string()),
    };
    (en.to_owned(), sv.to_owned())
}
