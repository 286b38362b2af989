//! The auditor is audited: small edits of whole repositories, and the verdicts that must move with them, or must not.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed test is the place for a panic")]

mod edits;
mod form;
mod hollow;
mod names;
mod secrets;
