//! Archives that are odd, broken or made to break their reader, all made by code; and every way in, under mutants of honest
//! input, a bounded number of times.
//!
//! `BEREDD_MUTANTS=5000 cargo test --release -p beredd-tests --test archives mutants` runs longer.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

mod forms;
mod mutants;
mod scale;
mod zips;

use beredd_audit::{Joined, PolicyChoice, Source, audit};
use beredd_model::{Audit, SkipReason};

/// The audit of an archive in memory.
fn audited(bytes: &[u8]) -> Audit {
    audit("a.zip", &bytes, &PolicyChoice::Generic).unwrap()
}

/// The audit of an archive with one file beside it.
fn audited_beside(main: &dyn Source, name: &str, beside: &[u8]) -> Audit {
    let joined = Joined::new(main, vec![(name.to_owned(), beside)]);
    audit("a.zip", &joined, &PolicyChoice::Generic).unwrap()
}

/// The paths that were read, in order.
fn read(audit: &Audit) -> Vec<&str> {
    audit.files.iter().map(|file| file.path.as_str()).collect()
}

/// What was left out, and why.
fn skipped(audit: &Audit) -> Vec<(&str, SkipReason)> {
    audit.archive.skipped.iter().map(|skip| (skip.path.as_str(), skip.reason)).collect()
}

/// The paths with a problem.
fn problems(audit: &Audit) -> Vec<&str> {
    audit.archive.problems.iter().map(|problem| problem.path.as_str()).collect()
}
