//! What the page knows, and how it changes: one [`Session`], changed by [`Action`]s and by nothing else.
//!
//! Pure: no browser in here, so every change can be tested as plain Rust. Components read the session and send actions;
//! what touches the world (workers, addresses, the document) stands in `bridge` and in the app's effects.

mod action;
mod blocks;
#[cfg(test)]
pub(crate) mod fixture;
mod form;
mod parts;
mod planning;
mod profile;
mod route;
mod session;
mod view;
mod waiting;
mod work;

pub(crate) use action::Action;
pub(crate) use blocks::Blocks;
pub(crate) use form::{Form, Saving};
pub(crate) use parts::{Part, parts};
pub(crate) use planning::under;
pub(crate) use profile::{Edit, Threshold, language_codes};
pub(crate) use route::Route;
pub(crate) use session::{Session, Theme};
pub(crate) use view::{
    Column, ComparedList, FileList, FilesView, GapsView, Group, Grouping, Line, Look, Size,
};
pub(crate) use waiting::{ById, by_id, waiting_for};
pub(crate) use work::{Excerpt, ExcerptLine, Fingerprint, Loaded, Progress, Stage, Trial, Work};
