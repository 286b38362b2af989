//! Helpers that three checks or more share.

mod effort;
mod roles;
mod tally;

pub(crate) use effort::{effort, once};
pub(crate) use roles::is_effective;
pub(crate) use tally::{Tally, not_applicable, unknown};
