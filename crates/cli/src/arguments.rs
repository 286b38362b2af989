//! What can be asked for. The comments below are the help texts: they promise what works and nothing else.

mod choices;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

pub(crate) use choices::{FailOn, Format, Language, Limit, Profile, Side};

/// Is this agent system ready for production?
///
/// Beredd reads the repository of a multi-agent LLM system and says whether it is ready for production: a score for each of
/// eight categories, every verdict with the lines that prove it, every gap with its severity, its fix and its effort, and the
/// order in which to close them. It reads code, configuration, infrastructure and test results, and believes what is wired in
/// rather than what a document claims. It asks the network for nothing.
#[derive(Debug, Parser)]
#[command(
    name = "beredd",
    version,
    max_term_width = 100,
    after_help = "Run 'beredd help COMMAND' for all there is to say of a command.",
    after_long_help = AFTER
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// The language of reports and messages; JSON holds both, always
    #[arg(long, value_enum, value_name = "LANG", global = true, default_value_t = Language::En)]
    pub(crate) lang: Language,
}

/// What every command has in common.
const AFTER: &str = "Exit codes:
  0  done, and every gate that was asked for passed
  1  a gate that was asked for failed; the reports are written all the same
  2  bad input or usage
  3  internal error: please report it

Environment:
  NO_COLOR        set to anything: no colours
  CLICOLOR_FORCE  set to anything but 0: colours even where output is no terminal

Examples:
  beredd audit .
  beredd audit repository.zip --format html --output report.html
  git archive HEAD | beredd audit - --name system --fail-on critical
  beredd compare old.json new.json";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Audit a repository: an archive, a folder, or standard input
    ///
    /// Without --output, one report goes to standard output and nothing else does; messages and progress go to standard error.
    /// The same bytes under the same policy give the same report on every machine, whatever the number of threads.
    #[command(after_long_help = AFTER_AUDIT)]
    Audit(AuditArguments),
    /// Show an audit that was saved as JSON, in any form
    Show(ShowArguments),
    /// Say what changed between two audits
    ///
    /// Each of the two is an audit that was saved as JSON, or an archive or a folder that is audited first. What the program
    /// itself has changed (other checks, another policy) is told apart from what the repository has.
    Compare(CompareArguments),
    /// Explain one check: why it matters, what to do, what it cannot see, with examples
    Explain(ExplainArguments),
    /// List every check by criterion
    Checks,
    /// Write or check a policy file (beredd.toml)
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// Print a script that completes commands and options in a shell
    ///
    /// For bash: 'beredd completions bash > ~/.local/share/bash-completion/completions/beredd'. For zsh, write it as '_beredd'
    /// into a folder of $fpath; for fish, as '~/.config/fish/completions/beredd.fish'.
    Completions(CompletionsArguments),
    /// Print the manual page of the program, or write one page a command
    Man(ManArguments),
}

/// Gates and policy of an audit.
const AFTER_AUDIT: &str = "Gates:
  --fail-under looks at the proven score: what cannot be decided from the
  archive earns nothing. --fail-on looks at the gaps that nobody has accepted
  or attested, and at the gate itself: an audit that could decide too little
  is never a pass.

Policy:
  'auto' takes the repository's own beredd.toml, or the policy of a system
  that is recognised by its teams, or the generic one. Accepted risks end on a
  day: give it with --today, as a date or as 'now'. Without it no clock is
  read, and the last days are shown and not judged.

Exit codes:
  0 done, 1 a gate that was asked for failed, 2 bad input or usage, 3 internal

Examples:
  beredd audit .
  beredd audit . --format json,html,sarif --output reports/
  beredd audit repository.tar.gz --fail-under 80 --fail-on critical
  beredd audit repository.zip --with junit.xml --with coverage.xml --auditor";

#[derive(Debug, Args)]
pub(crate) struct AuditArguments {
    /// The repository: a ZIP archive, a tar, a tar.gz, a folder, or '-' for an archive on standard input
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) report: ReportArguments,
    #[command(flatten)]
    pub(crate) terms: TermsArguments,
    /// A file beside the archive that is audited with it, as results/<its name>: a test report, a coverage report, the summary
    /// of a load test; give it again for more files
    #[arg(long = "with", value_name = "FILE")]
    pub(crate) beside: Vec<PathBuf>,
    /// What the archive is called in the report, where its own name says too little or there is none
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Another limit for what is read: entries, file_bytes, total_bytes, ratio, ratio_from_bytes or stream_bytes, as a number that
    /// may end in KiB, MiB or GiB
    #[arg(long = "limit", value_name = "NAME=VALUE")]
    pub(crate) limits: Vec<Limit>,
    /// Threads; as many as the machine has when not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=256))]
    pub(crate) jobs: Option<u32>,
    /// Exit with 1 when the proven score is below N, 0 to 100
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(crate) fail_under: Option<u32>,
    /// Exit with 1 when a gap of this severity or worse is open, or too little was read to know
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    /// Show no progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// All that is neither in the repository nor in the program.
#[derive(Debug, Args)]
pub(crate) struct TermsArguments {
    /// The policy: auto, generic, happyos, or a policy file
    #[arg(long, value_name = "auto|generic|happyos|FILE", default_value = "auto")]
    pub(crate) profile: Profile,
    /// Auditor mode: nothing that the repository decides about itself counts, neither its policy nor its accepted risks
    #[arg(long)]
    pub(crate) auditor: bool,
    /// The day of the audit (2026-12-31, or now): accepted risks that ended before it cover nothing
    #[arg(long, value_name = "DATE|now", value_parser = crate::run::day)]
    pub(crate) today: Option<beredd_model::Date>,
    /// The first day of the work (2027-01-11): the roadmap then names days
    #[arg(long, value_name = "DATE", value_parser = beredd_model::Date::parse)]
    pub(crate) start: Option<beredd_model::Date>,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// The file that 'beredd audit --format json' wrote, or '-' for standard input
    pub(crate) path: PathBuf,
    #[command(flatten)]
    pub(crate) report: ReportArguments,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The older one: an audit saved as JSON, an archive, or a folder
    pub(crate) old: PathBuf,
    /// The newer one, likewise
    pub(crate) new: PathBuf,
    /// The form of the comparison
    #[arg(long, value_enum, default_value_t = Side::Text)]
    pub(crate) format: Side,
    /// A file to write to; standard output when not given
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) terms: TermsArguments,
    /// Exit with 1 when a gap of this severity or worse is new
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(crate) fail_on_new: Option<FailOn>,
    /// Exit with 1 when the proven score fell, over the checks that both audits made
    #[arg(long)]
    pub(crate) fail_on_loss: bool,
}

/// Which reports, and where to.
#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// The form of the report; several with commas between, or give it again
    #[arg(long = "format", short, value_enum, value_delimiter = ',', default_value = "text")]
    pub(crate) formats: Vec<Format>,
    /// A file for one form, or a folder for any number; standard output when not given
    #[arg(long, short, value_name = "FILE|DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// The check, as 'beredd checks' names it; its last part is enough where no other check has it
    pub(crate) check: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProfileCommand {
    /// Write a policy file with every key, its value and what it means
    Init(InitArguments),
    /// Say what in a policy file cannot be used, line by line; exit with 2 when something cannot
    Check(CheckArguments),
    /// Print the JSON Schema of policy files, for editors
    Schema,
}

#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// Where to write it; '-' for standard output
    #[arg(default_value = "beredd.toml")]
    pub(crate) path: PathBuf,
    /// The policy to begin from
    #[arg(long, value_name = "generic|happyos", default_value = "generic")]
    pub(crate) from: String,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// The policy file; '-' for standard input
    #[arg(default_value = "beredd.toml")]
    pub(crate) path: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArguments {
    /// A folder: one page a command is written there
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_of_the_arguments_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_is_explained() {
        fn look(command: &clap::Command, faults: &mut Vec<String>) {
            for argument in command.get_arguments() {
                if argument.get_help().is_none_or(|help| help.to_string().is_empty()) {
                    faults.push(format!("{} {}", command.get_name(), argument.get_id()));
                }
            }
            for sub in command.get_subcommands() {
                if sub.get_about().is_none() {
                    faults.push(sub.get_name().to_owned());
                }
                look(sub, faults);
            }
        }
        let mut faults = Vec::new();
        look(&Arguments::command(), &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
    }
}
