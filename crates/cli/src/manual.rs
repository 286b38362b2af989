//! `beredd completions` and `beredd man`: what shells and `man` want to know, from the definition of the arguments.

use crate::arguments::{Arguments, CompletionsArguments, ManArguments};
use crate::failure::Failure;
use crate::output::print;
use clap::CommandFactory;
use clap_mangen::Man;
use std::path::{Path, PathBuf};

/// A script that completes commands and options.
pub(crate) fn completions(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "beredd", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// The manual page of the program on standard output, or one page a command in a folder.
pub(crate) fn pages(arguments: &ManArguments) -> Result<(), Failure> {
    let command = Arguments::command();
    let Some(folder) = &arguments.output else {
        return print(&page(command, "beredd", Path::new("standard output"))?);
    };
    let unwritable = |error| Failure::Write { path: folder.clone(), error };
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let mut command = command;
    command.build();
    write_pages(&command, "beredd", folder)
}

fn write_pages(command: &clap::Command, name: &str, folder: &Path) -> Result<(), Failure> {
    let path = folder.join(format!("{name}.1"));
    let page = page(command.clone(), name, &path)?;
    std::fs::write(&path, page).map_err(|error| Failure::Write { path, error })?;
    let mut own = command.get_subcommands().filter(|sub| sub.get_name() != "help");
    own.try_for_each(|sub| write_pages(sub, &format!("{name}-{}", sub.get_name()), folder))
}

fn page(command: clap::Command, name: &str, path: &Path) -> Result<String, Failure> {
    let mut page = Vec::new();
    // Writing to memory does not fail; if it did, the reader is told rather than given half a page.
    let man =
        Man::new(command).title(name.to_uppercase()).source(concat!("beredd ", env!("CARGO_PKG_VERSION")));
    man.render(&mut page).map_err(|error| Failure::Write { path: PathBuf::from(path), error })?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
