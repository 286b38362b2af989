//! A shift: the parts of one archive shared out over the extractors. Pure bookkeeping, so that it can be tested without a
//! browser: who holds what, how far it has come, and what to do when a worker dies over its part.
//!
//! A part that kills its worker is halved and both halves are tried again, until the file that does it stands alone: that is
//! the culprit, which is left out and named. Halving rather than file by file, because each part opens the archive anew: of a
//! thousand files the culprit is found in ten steps.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// How much has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reached {
    /// Files.
    pub(crate) files: u32,
    /// Their bytes, inflated, as the archive declares them.
    pub(crate) bytes: u64,
}

impl Reached {
    /// Both together.
    pub(crate) fn plus(self, more: Self) -> Self {
        Self { files: self.files.saturating_add(more.files), bytes: self.bytes.saturating_add(more.bytes) }
    }
}

/// Some files of the archive: `P` is the list of them in whatever form the workers take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part<P> {
    /// The list.
    pub(crate) entries: P,
    /// How much it holds.
    pub(crate) holds: Reached,
}

/// What became of the part of a worker that died.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lost<P> {
    /// It held none.
    Nothing,
    /// It is tried again, in this many pieces.
    Retried(usize),
    /// It was a single file: this one.
    Culprit(P),
}

/// The work on one archive.
#[derive(Debug)]
pub(crate) struct Shift<P> {
    queue: VecDeque<Part<P>>,
    held: BTreeMap<u32, Part<P>>,
    underway: BTreeMap<u32, Reached>,
    done: Reached,
}

impl<P> Shift<P> {
    /// A shift over `parts`, none taken yet.
    pub(crate) fn new(parts: Vec<Part<P>>) -> Self {
        Self {
            queue: parts.into(),
            held: BTreeMap::new(),
            underway: BTreeMap::new(),
            done: Reached::default(),
        }
    }

    /// Hands the next part to `worker`; nothing when it has one already or none is left.
    pub(crate) fn take(&mut self, worker: u32) -> Option<&Part<P>> {
        if self.held.contains_key(&worker) {
            return None;
        }
        let part = self.queue.pop_front()?;
        Some(self.held.entry(worker).or_insert(part))
    }

    /// Notes how far `worker` has come in its part.
    pub(crate) fn reach(&mut self, worker: u32, reached: Reached) {
        if self.held.contains_key(&worker) {
            self.underway.insert(worker, reached);
        }
    }

    /// Notes that `worker` is done with its part.
    pub(crate) fn finish(&mut self, worker: u32) {
        self.underway.remove(&worker);
        if let Some(part) = self.held.remove(&worker) {
            self.done = self.done.plus(part.holds);
        }
    }

    /// Takes back the part of a `worker` that died; `halve` cuts a list in two.
    pub(crate) fn lose(&mut self, worker: u32, halve: impl FnOnce(&P) -> Vec<Part<P>>) -> Lost<P> {
        self.underway.remove(&worker);
        let Some(part) = self.held.remove(&worker) else { return Lost::Nothing };
        if part.holds.files <= 1 {
            self.done = self.done.plus(part.holds);
            return Lost::Culprit(part.entries);
        }
        let pieces = halve(&part.entries);
        let count = pieces.len();
        self.queue.extend(pieces);
        Lost::Retried(count)
    }

    /// Whether every part is done.
    pub(crate) fn is_over(&self) -> bool {
        self.queue.is_empty() && self.held.is_empty()
    }

    /// How far all have come together.
    pub(crate) fn reached(&self) -> Reached {
        self.underway.values().fold(self.done, |sum, reached| sum.plus(*reached))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(files: &[&'static str]) -> Part<Vec<&'static str>> {
        let holds = Reached { files: u32::try_from(files.len()).unwrap(), bytes: 10 };
        Part { entries: files.to_vec(), holds }
    }

    fn halves(entries: &Vec<&'static str>) -> Vec<Part<Vec<&'static str>>> {
        entries.chunks(entries.len().div_ceil(2)).map(part).collect()
    }

    #[test]
    fn parts_go_round_until_all_are_done() {
        let mut shift = Shift::new(vec![part(&["a", "b"]), part(&["c"])]);
        assert_eq!(shift.take(1).unwrap().entries, ["a", "b"]);
        assert!(shift.take(1).is_none(), "one part at a time");
        shift.reach(1, Reached { files: 1, bytes: 4 });
        assert_eq!(shift.take(2).unwrap().entries, ["c"]);
        assert_eq!(shift.reached(), Reached { files: 1, bytes: 4 });
        shift.finish(2);
        shift.finish(1);
        assert!(shift.is_over());
        assert_eq!(shift.reached(), Reached { files: 3, bytes: 20 });
    }

    #[test]
    fn a_file_that_kills_is_found_and_the_rest_is_read() {
        let mut shift = Shift::new(vec![part(&["good", "bad", "fine", "well"])]);
        let (mut read, mut culprits) = (Vec::new(), Vec::new());
        for worker in 0..10 {
            let Some(held) = shift.take(worker) else { break };
            if held.entries.contains(&"bad") {
                if let Lost::Culprit(file) = shift.lose(worker, halves) {
                    culprits.extend(file);
                }
            } else {
                read.extend(held.entries.clone());
                shift.finish(worker);
            }
        }
        assert!(shift.is_over());
        read.sort_unstable();
        assert_eq!((read, culprits), (vec!["fine", "good", "well"], vec!["bad"]));
        assert_eq!(shift.reached().files, 4);
    }

    #[test]
    fn an_idle_worker_that_dies_costs_nothing() {
        let mut shift = Shift::new(vec![part(&["a"])]);
        assert_eq!(shift.lose(7, halves), Lost::Nothing);
        assert!(!shift.is_over());
    }
}
