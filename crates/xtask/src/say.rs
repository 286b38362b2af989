//! The one place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to the person who started it")]

use anyhow::Result;
use std::time::Instant;

/// A line for the person at the terminal.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// What went wrong, with every cause, on standard error.
pub(crate) fn error(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}

/// Runs one named stage and says its name before and how long it took after.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n=== {name}");
    let start = Instant::now();
    let result = work();
    let word = if result.is_ok() { "done" } else { "FAILED" };
    println!("=== {name}: {word} after {} s", start.elapsed().as_secs());
    result
}
