//! What can be asked for. The comments below are the help texts: they promise what works and nothing else.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Is this agent system ready for production? Audits a repository and shows the proof for every verdict.
#[derive(Debug, Parser)]
#[command(
    name = "beredd",
    version,
    after_help = "Exit codes: 0 done, 1 a gate that was asked for failed, 2 bad input or usage, 3 internal error."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Audit a ZIP archive or a folder
    Audit(AuditArguments),
    /// Show an audit that was saved as JSON
    Show(ShowArguments),
    /// List every check
    Checks(ChecksArguments),
    /// Explain one check: why it matters, what to do, what it cannot see
    Explain(ExplainArguments),
}

#[derive(Debug, Args)]
pub(crate) struct AuditArguments {
    /// The archive or folder
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) report: ReportArguments,
    /// The policy; `auto` recognises a system by its teams and else takes the generic one
    #[arg(long, value_enum, default_value_t = Profile::Auto)]
    pub(crate) profile: Profile,
    /// Threads; as many as the machine has when not given. The result does not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=256))]
    pub(crate) jobs: Option<u32>,
    /// Exit with 1 when the proven score is below N, 0 to 100
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(crate) fail_under: Option<u32>,
    /// Exit with 1 when a gap of this severity or worse is open, or too little was read to know
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(crate) fail_on: Option<FailOn>,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The file that `beredd audit --format json` wrote
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) report: ReportArguments,
}

/// Which reports, where to and in which language.
#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// The form of the report; give it again for more forms
    #[arg(long = "format", value_enum, default_value = "text")]
    pub(crate) formats: Vec<Format>,
    /// A file for one form, or a folder for any number; standard output when not given
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) output: Option<PathBuf>,
    /// The language of reports and messages. JSON holds both, always
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
}

#[derive(Debug, Args)]
pub(crate) struct ChecksArguments {
    /// The language
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The check, as `beredd checks` names it; its last part is enough where no other check has it
    pub(crate) check: String,
    /// The language
    #[arg(long, value_enum, default_value_t = Language::En)]
    pub(crate) lang: Language,
}

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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    Auto,
    Generic,
    Happyos,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Critical,
    High,
    Medium,
    Low,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// Svenska
    Sv,
}

impl Arguments {
    /// The language that messages are wanted in.
    pub(crate) fn lang(&self) -> beredd_model::Lang {
        match &self.command {
            Command::Audit(audit) => audit.report.lang,
            Command::Show(show) => show.report.lang,
            Command::Checks(checks) => checks.lang,
            Command::Explain(explain) => explain.lang,
        }
        .into()
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

impl From<Profile> for beredd_audit::PolicyChoice {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Auto => Self::Auto,
            Profile::Generic => Self::Generic,
            Profile::Happyos => Self::Happyos,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_arguments_is_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
