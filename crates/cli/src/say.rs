//! Standard error: the one place that messages and progress go through, so that standard output stays pure.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{Write, stderr};

/// How many files are done, on one line that is written over, where standard error is a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
}

/// Writes a line. That standard error is closed is no reason to stop.
pub(crate) fn line(message: &str) {
    let _ = writeln!(stderr().lock(), "{message}");
}

impl Progress {
    /// Shown on a terminal; elsewhere nothing is drawn.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        // A template that cannot be read leaves the plain bar: no reason to stop either.
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style.progress_chars("━╸─"));
        }
        Self { bar }
    }

    /// Never shown.
    pub(crate) fn hidden() -> Self {
        Self { bar: ProgressBar::hidden() }
    }

    /// How many files there are.
    pub(crate) fn begin(&self, files: u64) {
        self.bar.set_length(files);
    }

    /// One file more is begun; called from any thread. Its name comes from an archive and must not steer the terminal.
    pub(crate) fn advance(&self, path: &str) {
        self.bar.inc(1);
        if !self.bar.is_hidden() {
            self.bar.set_message(beredd_report::one_line(path));
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
