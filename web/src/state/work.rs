//! What is on the page: work under way, an audit, lines of its files, the self-test.

use crate::bridge::Reached;
use beredd_model::{Audit, Text};
use std::borrow::Cow;
use std::mem::take;
use std::rc::Rc;

/// What is being done to an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// Its list is read.
    #[default]
    Listing,
    /// Its files are read.
    Reading,
    /// The checks run.
    Judging,
}

impl Stage {
    /// All three, in order.
    pub(crate) const ALL: [Self; 3] = [Self::Listing, Self::Reading, Self::Judging];
}

/// How far the work has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The archive's name.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) archive_bytes: u64,
    /// What is being done.
    pub(crate) stage: Stage,
    /// What is to be read; known from the second stage on.
    pub(crate) total: Reached,
    /// What has been read.
    pub(crate) reached: Reached,
}

/// An audit on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// The audit.
    pub(crate) audit: Audit,
    /// The audit without its lists of files and checks: what figures under ticks are reckoned from.
    pub(crate) figures: Audit,
    /// The bytes of `audit.json`, exactly as the judge wrote them or as they were opened; nothing where the reader has changed
    /// the profile since.
    pub(crate) json: Vec<u8>,
    /// Whether its archive is at hand, so that files can be read from it.
    pub(crate) has_archive: bool,
}

impl Loaded {
    /// An audit on the page. What figures do not need is left out of the copy that they are reckoned from: a tick must not
    /// cost a copy of sixty thousand names.
    pub(crate) fn new(mut audit: Audit, json: Vec<u8>, has_archive: bool) -> Self {
        let lists = (take(&mut audit.files), take(&mut audit.checks));
        let left_out = (take(&mut audit.archive.skipped), take(&mut audit.archive.problems));
        let figures = audit.clone();
        (audit.files, audit.checks) = lists;
        (audit.archive.skipped, audit.archive.problems) = left_out;
        Self { audit, figures, json, has_archive }
    }

    /// The bytes of `audit.json`.
    pub(crate) fn document(&self) -> Cow<'_, [u8]> {
        if self.json.is_empty() {
            Cow::Owned(beredd_report::json(&self.audit).into_bytes())
        } else {
            Cow::Borrowed(&self.json)
        }
    }
}

/// What is done about an archive: on the page, or for the comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Work {
    /// Waiting for an archive.
    #[default]
    Empty,
    /// Working on one.
    Working(Progress),
    /// Showing an audit.
    Ready(Rc<Loaded>),
    /// Saying why there is none.
    Failed(Text),
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExcerptLine {
    /// Counted from 1.
    pub(crate) number: u32,
    /// Its text; nothing where it holds a secret.
    pub(crate) text: Option<String>,
    /// Whether the evidence is here, or it is context.
    pub(crate) is_marked: bool,
}

/// Some lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The lines, in order.
    pub(crate) lines: Vec<ExcerptLine>,
}

/// How the self-test of the page's seal went: a request to elsewhere, which must be refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trial {
    /// It is under way.
    UnderWay,
    /// The browser refused it by this rule of the page's policy, and said so.
    Refused(String),
    /// It failed, but nothing shows that the policy was why.
    Failed,
    /// It was answered: the page is not sealed.
    Answered,
}

impl Work {
    /// The audit, when there is one.
    pub(crate) const fn loaded(&self) -> Option<&Rc<Loaded>> {
        match self {
            Self::Ready(loaded) => Some(loaded),
            Self::Empty | Self::Working(_) | Self::Failed(_) => None,
        }
    }
}
