//! Everything that can happen to a session.

use super::{Edit, Excerpt, Fingerprint, Loaded, Look, Route, Theme, Trial};
use crate::bridge::Reached;
use beredd_model::{GapId, Lang, Place, Program, Text};
use std::rc::Rc;

/// Something that happened: the reader did it, or a worker said it.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The reader chose a language.
    Speak(Lang),
    /// The reader chose light, dark, or what the system says.
    Dress(Theme),
    /// The address changed.
    Go(Route),
    /// The list of shortcuts is wanted.
    ShowKeys,
    /// The list of shortcuts was closed.
    HideKeys,
    /// These words were put on the clipboard.
    Copied(String),
    /// A file is being written.
    Saving,
    /// A file could not be written, and why.
    NotSaved(Text),
    /// The worker has said which program it is.
    Introduced(Program),
    /// A worker has said which programs were loaded.
    Fingerprinted(Vec<Fingerprint>),
    /// How far the self-test of the page's seal has come.
    Tried(Trial),
    /// An archive of this name and size was handed in.
    Start {
        /// The file's name.
        name: String,
        /// Its bytes.
        bytes: u64,
    },
    /// The archive's list was read: this is what is to be read of it.
    Listed(Reached),
    /// So much of it was read.
    Reached(Reached),
    /// All was read; the checks run.
    Judging,
    /// An audit is there.
    Arrived(Rc<Loaded>),
    /// No audit came of it, and why.
    Failed(Text),
    /// The reader stopped it, or put the result aside.
    Cleared,
    /// A gap was ticked as done, or no longer.
    Tick(GapId),
    /// All ticks were taken away.
    Untick,
    /// A table is looked at in another way.
    Look(Look),
    /// The profile was edited.
    Edit(Edit),
    /// The profile of the audit again, and its verdicts.
    AsAudited,
    /// The checks have run again, under an edited profile.
    Judged(Rc<Loaded>),
    /// Something about the other audit of a comparison.
    Other(Box<Action>),
    /// The other audit of a comparison is the newer one, or no longer.
    SwapOther,
    /// The lines at a place are wanted.
    AskedFor(Place),
    /// The lines at a place, or why they cannot be had.
    Excerpt(Place, Result<Rc<Excerpt>, Text>),
    /// The lines at a place are put away.
    PutAway(Place),
}
