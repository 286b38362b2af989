//! `beredd`, the command line: audits an archive or a folder and writes the report that was asked for.
//!
//! A host and nothing more: it opens files, starts threads, reads arguments and sets the exit code. What an audit is, the
//! rooms behind `beredd_audit` know. Standard output carries the report and nothing else; messages and progress go to
//! standard error, through [`say`].
//!
//! Exit codes: 0 done · 1 a gate that was asked for failed · 2 bad input or usage · 3 internal.

mod arguments;
mod catalogue;
mod comparison;
mod failure;
mod gates;
mod manual;
mod output;
mod profile;
mod run;
mod say;
mod source;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        say::line(&format!("beredd: internal error, please report it: {panic}"));
        std::process::exit(3);
    }));
    let arguments = Arguments::parse();
    let lang = arguments.lang.into();
    let result = match &arguments.command {
        Command::Audit(audit) => run::audit(audit, lang),
        Command::Show(show) => run::show(show, lang),
        Command::Compare(compare) => comparison::compare(compare, lang),
        Command::Checks => catalogue::list(lang),
        Command::Explain(explain) => catalogue::explain(explain, lang),
        Command::Profile(profile) => profile::run(profile, lang),
        Command::Completions(completions) => manual::completions(completions),
        Command::Man(man) => manual::pages(man),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::line(&format!("beredd: {}", failure.text().get(lang)));
            ExitCode::from(failure.code())
        }
    }
}
