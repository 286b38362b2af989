//! Where reports go: standard output, a file, or a folder with one file a form.

use crate::arguments::{Format, ReportArguments};
use crate::failure::Failure;
use beredd_model::{Audit, Lang};
use std::io::{ErrorKind, Write, stdout};
use std::path::{Path, PathBuf};

/// Columns of the text report: fixed, so that the same audit gives the same text on a terminal and in a file.
const TEXT_COLUMNS: u16 = 100;

/// Where the reports are to be written.
pub(crate) enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

impl Target {
    /// Decides before any work is done, so that a mistake costs no waiting.
    ///
    /// # Errors
    /// [`Failure::NeedsFolder`] for several forms without a folder.
    pub(crate) fn of(arguments: &ReportArguments) -> Result<Self, Failure> {
        let is_single = forms(arguments).len() == 1;
        match &arguments.output {
            None if is_single => Ok(Self::Stdout),
            None => Err(Failure::NeedsFolder),
            Some(path) if !is_single || path.is_dir() || ends_as_folder(path) => {
                Ok(Self::Folder(path.clone()))
            }
            Some(path) => Ok(Self::File(path.clone())),
        }
    }

    /// Writes the forms that were asked for.
    pub(crate) fn write(&self, audit: &Audit, arguments: &ReportArguments) -> Result<(), Failure> {
        let lang = arguments.lang.into();
        for format in forms(arguments) {
            let report = render(audit, format, lang);
            match self {
                Self::Stdout => print(&report)?,
                Self::File(path) => save(path, &report)?,
                Self::Folder(folder) => {
                    std::fs::create_dir_all(folder)
                        .map_err(|error| Failure::Write { path: folder.clone(), error })?;
                    save(&folder.join(file_name(format)), &report)?;
                }
            }
        }
        Ok(())
    }
}

/// Writes to standard output. A reader that has seen enough (`| head`) is no failure.
pub(crate) fn print(report: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match out.write_all(report.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Write { path: PathBuf::from("standard output"), error })
        }
        _ => Ok(()),
    }
}

fn forms(arguments: &ReportArguments) -> Vec<Format> {
    let mut forms = arguments.formats.clone();
    forms.sort();
    forms.dedup();
    forms
}

fn render(audit: &Audit, format: Format, lang: Lang) -> String {
    match format {
        Format::Json => beredd_report::json(audit),
        Format::Markdown => beredd_report::markdown(audit, lang),
        Format::Html => beredd_report::html(audit, lang),
        Format::Text => beredd_report::text(audit, lang, TEXT_COLUMNS),
        Format::Csv => beredd_report::gaps_csv(audit, lang),
    }
}

const fn file_name(format: Format) -> &'static str {
    match format {
        Format::Json => "audit.json",
        Format::Markdown => "audit.md",
        Format::Html => "audit.html",
        Format::Text => "audit.txt",
        Format::Csv => "gaps.csv",
    }
}

fn ends_as_folder(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

fn save(path: &Path, report: &str) -> Result<(), Failure> {
    std::fs::write(path, report).map_err(|error| Failure::Write { path: path.to_owned(), error })
}
