//! What tests are made of: a whole repository written as one text, the archive of it, and a server that remembers.
//!
//! Kept small on purpose, since every room's tests link it: two dependencies beside the nouns, and the server only behind
//! the feature `server`. Knows nothing of facts, checks or scores.

pub mod fixture;
#[cfg(feature = "server")]
mod server;
mod zipped;

#[cfg(feature = "server")]
pub use server::{Request, Server, ServerError};
pub use zipped::zip_of;
