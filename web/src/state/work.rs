//! What is on the page: work under way, an audit, lines of its files, the self-test.

use super::planning::under;
use crate::bridge::Reached;
use beredd_model::{Audit, Policy, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
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
    /// The bytes of `audit.json`, exactly as the judge wrote them or as they were opened.
    pub(crate) json: Rc<Vec<u8>>,
    /// Whether the reader has changed the profile since: the bytes are then those of the audit before.
    pub(crate) is_edited: bool,
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
        Self { audit, figures, json: Rc::new(json), is_edited: false, has_archive }
    }

    /// This audit under a profile of the reader's.
    pub(crate) fn edited(&self, policy: &Policy) -> Self {
        let audit = under(self.audit.clone(), policy, &self.audit.checks, &BTreeSet::new());
        let Self { audit, figures, has_archive, .. } = Self::new(audit, Vec::new(), self.has_archive);
        Self { audit, figures, json: self.json.clone(), is_edited: true, has_archive }
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

/// A program that runs here, as it was loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    /// The name of its file.
    pub(crate) name: String,
    /// SHA-256 of its bytes, as hexadecimal digits.
    pub(crate) sha256: String,
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
