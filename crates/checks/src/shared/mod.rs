//! Helpers that three checks or more share.

pub(crate) mod agents;
pub(crate) mod workloads;
pub(crate) mod test_reach;
pub(crate) mod results;
pub(crate) mod model_limits;
pub(crate) mod model_cache;
pub(crate) mod mail_agent;
pub(crate) mod load_plans;
pub(crate) mod languages;
pub(crate) mod forced_failure;
pub(crate) mod ci;
pub(crate) mod breakers;
pub(crate) mod callers;
pub(crate) mod externals;
pub(crate) mod infrastructure;
pub(crate) mod logs;
pub(crate) mod metrics;
pub(crate) mod origin;
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
