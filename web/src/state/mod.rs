//! What the page knows, and how it changes: one [`Session`], changed by [`Action`]s and by nothing else.
//!
//! Pure: no browser in here, so every change can be tested as plain Rust. Components read the session and send actions;
//! what touches the world (workers, addresses, the document) stands in `bridge` and in the app's effects.

mod action;
#[cfg(test)]
pub(crate) mod fixture;
mod route;
mod session;
mod view;
mod waiting;

pub(crate) use action::Action;
pub(crate) use route::Route;
pub(crate) use session::{Excerpt, ExcerptLine, Loaded, Progress, Session, Stage, Theme, Trial, Work};
pub(crate) use view::{Column, FileList, FilesView, GapsView, Window};
pub(crate) use waiting::{ById, by_id, waiting_for};
