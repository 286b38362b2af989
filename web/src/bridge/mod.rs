//! Between the page and its workers: the only place that posts messages.
//!
//! - `protocol`: what may be said;
//! - `program`: the worker's script and wasm, fetched once as the page loads and kept in memory, so that a worker started
//!   later needs no network;
//! - `pool`: the page's side: one judge, several extractors, cancel, and what to do when one dies;
//! - `station`: a worker of the pool;
//! - `shift`: the pool's bookkeeping, pure;
//! - `dropped`: what was dropped at once, sorted; `folder`: folders, walked;
//! - `saved`: audits and samples that come as files rather than from a worker;
//! - `trial`: the self-test of the page's seal;
//! - `worker`: the worker's side, the only module that may import the engine.

mod dropped;
mod excerpt;
mod folder;
mod pool;
mod program;
mod protocol;
mod saved;
mod shift;
mod station;
mod trial;
pub(crate) mod worker;

pub(crate) use dropped::{Dropped, HandedIn, Main};
pub(crate) use folder::Folder;
pub(crate) use pool::Pool;
pub(crate) use saved::{is_saved_audit, open, policy_of, sample, save};
pub(crate) use shift::Reached;
pub(crate) use trial::{TRIED_ADDRESS, try_to_send};
