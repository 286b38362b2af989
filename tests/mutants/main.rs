//! The auditor is audited: small edits of whole repositories, and the verdicts that must move with them, or must not.

mod edits;
mod form;
mod hollow;
mod names;
mod secrets;
