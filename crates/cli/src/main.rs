//! `beredd`, the command line: audits an archive or a folder and writes the report that was asked for.
//!
//! A host and nothing more: it opens files, starts threads, reads arguments and sets the exit code. What an audit is, the
//! rooms behind `beredd_audit` know. Standard output carries the report and nothing else; messages and progress go to
//! standard error, through [`say`].
//!
//! Exit codes: 0 done · 1 a gate that was asked for failed · 2 bad input or usage · 3 internal.

mod arguments;
mod catalogue;
mod failure;
mod output;
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
    let result = match &arguments.command {
        Command::Audit(audit) => run::audit(audit),
        Command::Show(show) => run::show(show),
        Command::Checks(checks) => catalogue::list(checks),
        Command::Explain(explain) => catalogue::explain(explain),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::line(&format!("beredd: {}", failure.text().get(arguments.lang())));
            ExitCode::from(failure.code())
        }
    }
}
