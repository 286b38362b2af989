//! Helpers that three checks or more share.

pub(crate) mod agents;
mod effort;
pub(crate) mod failure;
pub(crate) mod fallback;
mod roles;
pub(crate) mod runs;
mod tally;
pub(crate) mod vendors;
pub(crate) mod wiring;

pub(crate) use effort::{effort, once};
pub(crate) use roles::is_effective;
pub(crate) use tally::{Tally, not_applicable, unknown};
