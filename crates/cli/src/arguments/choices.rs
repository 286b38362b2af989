//! The values that options take, and what they are called inside.

use clap::ValueEnum;
use std::path::PathBuf;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Format {
    /// Everything, for programs: audit.json
    Json,
    /// The whole report, for people: audit.md
    Markdown,
    /// The whole report as one page that loads nothing: audit.html
    Html,
    /// A summary for a terminal: audit.txt
    Text,
    /// The gaps, for spreadsheets: gaps.csv
    Csv,
    /// The checks, for spreadsheets: checks.csv
    ChecksCsv,
    /// The gaps, for code scanning and editors: audit.sarif
    Sarif,
    /// The criteria as test cases, for CI systems: junit.xml
    Junit,
    /// The AI parts as a bill of materials (CycloneDX 1.6): ai-bom.json
    Cyclonedx,
    /// Score and gate as a picture for a README: badge.svg
    Badge,
}

/// The form of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// For a terminal
    Text,
    /// For a merge request
    Markdown,
    /// For programs
    Json,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    Auto,
    Generic,
    Happyos,
    File(PathBuf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Blocks the gate
    Critical,
    /// Before or right after launch
    High,
    /// Planned work
    Medium,
    /// Any gap at all
    Low,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// Svenska
    Sv,
}

/// A limit and its value, as they were written; the audit knows which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl FromStr for Profile {
    type Err = std::convert::Infallible;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        Ok(match written {
            "auto" => Self::Auto,
            "generic" => Self::Generic,
            "happyos" => Self::Happyos,
            file => Self::File(PathBuf::from(file)),
        })
    }
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let (name, value) = written.split_once('=').ok_or("a limit is written NAME=VALUE")?;
        let mut budget = beredd_audit::Budget::DEFAULT;
        budget.set(name, value).map_err(|error| error.to_string())?;
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

impl From<Language> for beredd_model::Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Sv => Self::Sv,
        }
    }
}

impl From<FailOn> for beredd_model::Severity {
    fn from(worst: FailOn) -> Self {
        match worst {
            FailOn::Critical => Self::Critical,
            FailOn::High => Self::High,
            FailOn::Medium => Self::Medium,
            FailOn::Low => Self::Low,
        }
    }
}
