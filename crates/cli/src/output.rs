//! Where reports go: standard output, a file, or a folder with one file a form.

use crate::arguments::{Format, ReportArguments};
use crate::failure::Failure;
use anstyle::{AnsiColor, Style};
use beredd_model::{Audit, Lang};
use std::io::{ErrorKind, IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};

/// Columns where there is no terminal to ask: what everything is readable at.
const COLUMNS: u16 = 80;
/// Columns beyond which lines are hard to read, however wide the terminal is.
const WIDEST: u16 = 120;

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
    pub(crate) fn write(
        &self,
        audit: &Audit,
        arguments: &ReportArguments,
        lang: Lang,
    ) -> Result<(), Failure> {
        for format in forms(arguments) {
            let report = render(audit, format, lang, width(self));
            match self {
                Self::Stdout if format == Format::Text => print(&coloured(&report))?,
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

/// Columns of a text: those of the terminal it goes to, or 80.
pub(crate) fn width(target: &Target) -> u16 {
    match target {
        Target::Stdout if stdout().is_terminal() => {
            terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| width.0.min(WIDEST))
        }
        _ => COLUMNS,
    }
}

/// The text with its marks in colour, where standard output is a terminal and nobody asked for none (`NO_COLOR`). Status is
/// never colour alone: the marks differ in shape, and words stand beside them.
pub(crate) fn coloured(text: &str) -> String {
    if anstream::AutoStream::choice(&stdout()) == anstream::ColorChoice::Never {
        return text.to_owned();
    }
    let marks = [
        ("◆", AnsiColor::Red),
        ("▲", AnsiColor::Yellow),
        ("■", AnsiColor::Cyan),
        ("●", AnsiColor::Blue),
        ("✓", AnsiColor::Green),
        ("✗", AnsiColor::Red),
        ("◐", AnsiColor::Yellow),
    ];
    marks.iter().fold(text.to_owned(), |text, (mark, colour)| {
        let style = Style::new().fg_color(Some((*colour).into()));
        text.replace(mark, &format!("{style}{mark}{style:#}"))
    })
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

fn render(audit: &Audit, format: Format, lang: Lang, width: u16) -> String {
    match format {
        Format::Json => beredd_report::json(audit),
        Format::Markdown => beredd_report::markdown(audit, lang),
        Format::Html => beredd_report::html(audit, lang),
        Format::Text => beredd_report::text(audit, lang, width),
        Format::Csv => beredd_report::gaps_csv(audit, lang),
        Format::ChecksCsv => beredd_report::checks_csv(audit, lang),
        Format::Sarif => beredd_report::sarif(audit, lang),
        Format::Junit => beredd_report::junit(audit, lang),
        Format::Cyclonedx => beredd_report::ai_bom(audit),
        Format::Badge => beredd_report::badge(audit, lang),
    }
}

const fn file_name(format: Format) -> &'static str {
    match format {
        Format::Json => "audit.json",
        Format::Markdown => "audit.md",
        Format::Html => "audit.html",
        Format::Text => "audit.txt",
        Format::Csv => "gaps.csv",
        Format::ChecksCsv => "checks.csv",
        Format::Sarif => "audit.sarif",
        Format::Junit => "junit.xml",
        Format::Cyclonedx => "ai-bom.json",
        Format::Badge => "badge.svg",
    }
}

fn ends_as_folder(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// Writes a file whole.
pub(crate) fn save(path: &Path, report: &str) -> Result<(), Failure> {
    std::fs::write(path, report).map_err(|error| Failure::Write { path: path.to_owned(), error })
}
