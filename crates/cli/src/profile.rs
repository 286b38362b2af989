//! `beredd profile`: a policy file written, checked and described.

use crate::arguments::{CheckArguments, InitArguments, ProfileCommand};
use crate::failure::Failure;
use crate::output::print;
use crate::source::read_text;
use beredd_model::Lang;
use beredd_plan::policy;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

pub(crate) fn run(command: &ProfileCommand, lang: Lang) -> Result<(), Failure> {
    match command {
        ProfileCommand::Init(arguments) => init(arguments, lang),
        ProfileCommand::Check(arguments) => check(arguments, lang),
        ProfileCommand::Schema => print(&policy::schema()),
    }
}

fn init(arguments: &InitArguments, lang: Lang) -> Result<(), Failure> {
    let from =
        policy::named(&arguments.from).ok_or_else(|| Failure::NoSuchProfile(arguments.from.clone()))?;
    let text = policy::write(&from, lang);
    let path = &arguments.path;
    if path == Path::new("-") {
        return print(&text);
    }
    // Whether the file is there is asked by the one call that creates it: nothing can come between.
    let mut options = OpenOptions::new();
    let options = options.write(true).truncate(true);
    let options = if arguments.force { options.create(true) } else { options.create_new(true) };
    options.open(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        match error.kind() {
            ErrorKind::AlreadyExists => Failure::IsThere(path.clone()),
            _ => Failure::Write { path: path.clone(), error },
        }
    })
}

/// Every problem on a line of its own, in the form that editors and CI systems know: `file:line: what`.
fn check(arguments: &CheckArguments, lang: Lang) -> Result<(), Failure> {
    let path = &arguments.path;
    let text = read_text(path, policy::MOST_BYTES.saturating_add(1))?;
    let problems = policy::read(&text, &path.to_string_lossy()).problems;
    let mut lines = String::new();
    for problem in &problems {
        let line = problem.line.map_or_else(String::new, |line| format!("{line}: "));
        let message = problem.message.get(lang).replace(char::is_control, " ");
        lines.push_str(&format!("{}:{line}{message}\n", path.display()));
    }
    print(&lines)?;
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::BadProfile { path: path.clone(), problems: problems.len() })
    }
}
