//! Standard error: the one place that messages and progress go through, so that standard output stays pure.

use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicU32, Ordering};

/// How many files are done, shown on one line that is written over, where standard error is a terminal.
pub(crate) struct Progress {
    files: u32,
    done: AtomicU32,
    is_shown: bool,
}

/// Writes a line. That standard error is closed is no reason to stop.
pub(crate) fn line(message: &str) {
    let _ = writeln!(stderr().lock(), "{message}");
}

impl Progress {
    /// Nothing of `files` done yet.
    pub(crate) fn new(files: u32) -> Self {
        Self { files, done: AtomicU32::new(0), is_shown: stderr().is_terminal() }
    }

    /// One file more; called from any thread.
    pub(crate) fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        if self.is_shown && (done.is_multiple_of(50) || done == self.files) {
            let _ = write!(stderr().lock(), "\r{done}/{}", self.files);
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(&self) {
        if self.is_shown {
            let _ = write!(stderr().lock(), "\r\u{1b}[K");
        }
    }
}
