//! The session: its parts, and the reducer.

use super::planning::under;
use super::{
    Action, ComparedList, Edit, Excerpt, FilesView, Fingerprint, GapsView, Loaded, Progress, Route, Stage,
    Trial, Work,
};
use beredd_model::{Audit, GapId, Lang, Place, Policy, Program, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Everything the page knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Session {
    /// The language.
    pub(crate) lang: Lang,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// Which page.
    pub(crate) route: Route,
    /// Whether the list of shortcuts is open.
    pub(crate) shows_keys: bool,
    /// What was put on the clipboard last.
    pub(crate) copied: Option<String>,
    /// Which program the worker is; nothing until it has said so.
    pub(crate) program: Option<Program>,
    /// The programs that were loaded; none until a worker has reckoned their checksums.
    pub(crate) fingerprints: Rc<Vec<Fingerprint>>,
    /// Why the file that was asked for last could not be written.
    pub(crate) not_saved: Option<Text>,
    /// The self-test, once the reader has asked for it.
    pub(crate) trial: Option<Trial>,
    /// What is being done.
    pub(crate) work: Work,
    /// What is being done about the other audit of a comparison.
    pub(crate) other: Work,
    /// Whether the other audit is the newer one.
    pub(crate) is_other_newer: bool,
    /// Gaps ticked as done.
    pub(crate) done: BTreeSet<GapId>,
    /// The profile, where the reader has edited it.
    pub(crate) profile: Option<Rc<Policy>>,
    /// Verdicts under an edited profile, where the checks had to run again for them.
    pub(crate) judged: Option<Rc<Loaded>>,
    /// Whether the checks are running again.
    pub(crate) is_judging: bool,
    /// The audit under the edited profile; nothing while it is as it was.
    pub(crate) edited: Option<Rc<Loaded>>,
    /// The figures if the ticked gaps were done; nothing while none is ticked.
    pub(crate) what_if: Option<Rc<Audit>>,
    /// How the gaps are looked at.
    pub(crate) gaps: GapsView,
    /// Which part of a long roadmap is drawn, counted from 0.
    pub(crate) part: usize,
    /// Which gaps of the comparison are listed.
    pub(crate) compared: ComparedList,
    /// How the files are looked at.
    pub(crate) files: FilesView,
    /// Lines of files: nothing while they are on their way.
    pub(crate) excerpts: BTreeMap<Place, Option<Result<Rc<Excerpt>, Text>>>,
}

impl Session {
    /// The session after `action`.
    pub(crate) fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Speak(lang) => next.lang = lang,
            Action::Dress(theme) => next.theme = theme,
            Action::Go(route) => next.go(route),
            Action::ShowKeys => next.shows_keys = true,
            Action::HideKeys => next.shows_keys = false,
            Action::Copied(words) => next.copied = Some(words),
            Action::Fingerprinted(programs) => next.fingerprints = Rc::new(programs),
            Action::Saving => next.not_saved = None,
            Action::NotSaved(why) => next.not_saved = Some(why),
            Action::Introduced(program) => next.program = Some(program),
            Action::Tried(trial) => next.trial = Some(trial),
            Action::Tick(gap) => {
                toggle(&mut next.done, gap);
                next.tick();
            }
            Action::Untick => {
                next.done.clear();
                next.tick();
            }
            Action::Look(look) => next.look(look),
            Action::AskedFor(place) => drop(next.excerpts.insert(place, None)),
            Action::PutAway(place) => drop(next.excerpts.remove(&place)),
            Action::Excerpt(place, lines) => {
                if let Some(wanted) = next.excerpts.get_mut(&place) {
                    *wanted = Some(lines);
                }
            }
            Action::Edit(edit) => next.edit(&edit),
            Action::AsAudited => next.restore(),
            Action::Judged(loaded) => next.judged(loaded),
            Action::Other(action) => next.work_on_other(*action),
            Action::SwapOther => next.is_other_newer = !next.is_other_newer,
            work => next.work_on(work),
        }
        next
    }

    /// The audit on the page, under the profile in effect.
    pub(crate) fn loaded(&self) -> Option<&Rc<Loaded>> {
        self.edited.as_ref().or_else(|| self.work.loaded())
    }

    /// The word for what the page is doing, as the document's root carries it.
    pub(crate) const fn state_name(&self) -> &'static str {
        match self.work {
            Work::Empty => "empty",
            Work::Working(_) => "working",
            Work::Ready(_) => "ready",
            Work::Failed(_) => "error",
        }
    }

    /// The audit with the ticked gaps done: its gaps are those that are still open. It holds no lists of files.
    pub(crate) fn now(&self) -> Option<&Audit> {
        self.what_if.as_deref().or_else(|| self.loaded().map(|loaded| &loaded.audit))
    }

    /// The profile in effect, while there is an audit.
    pub(crate) fn policy(&self) -> Option<&Policy> {
        self.profile.as_deref().or_else(|| Some(&self.work.loaded()?.audit.profile))
    }

    /// Goes to a page. The address of the gaps says which severity they show, so that both always agree.
    pub(super) fn go(&mut self, route: Route) {
        if let Route::Gaps(severity) = route {
            self.gaps.severity = severity;
        }
        self.route = route;
    }

    fn work_on(&mut self, action: Action) {
        match (action, &mut self.work) {
            (Action::Start { name, bytes }, work) => {
                // The first archive after a reload leads back to the page whose address is there.
                let is_first = matches!(work, Work::Empty);
                let progress = Progress { name, archive_bytes: bytes, ..Progress::default() };
                self.forget(Work::Working(progress));
                if !is_first {
                    self.route = Route::Drop;
                }
            }
            (Action::Arrived(loaded), _) => {
                self.forget(Work::Ready(loaded));
                if self.route == Route::Drop {
                    self.route = Route::Overview;
                }
            }
            (Action::Failed(why), _) => {
                self.forget(Work::Failed(why));
                self.route = Route::Drop;
            }
            (Action::Cleared, _) => {
                self.forget(Work::Empty);
                self.route = Route::Drop;
            }
            (action, Work::Working(progress)) => go_on(progress, action),
            _ => {} // a worker's late word about work that was put aside
        }
    }

    fn work_on_other(&mut self, action: Action) {
        match (action, &mut self.other) {
            (Action::Start { name, bytes }, other) => {
                let progress = Progress { name, archive_bytes: bytes, ..Progress::default() };
                *other = Work::Working(progress);
            }
            (Action::Arrived(loaded), other) => *other = Work::Ready(loaded),
            (Action::Failed(why), other) => *other = Work::Failed(why),
            (Action::Cleared, other) => *other = Work::Empty,
            (action, Work::Working(progress)) => go_on(progress, action),
            _ => {}
        }
    }

    /// Begins anew with `work`: what belonged to the audit before goes with it; what is the reader's or the program's stays.
    /// The other audit of a comparison stays too: a later one may be compared with it.
    fn forget(&mut self, work: Work) {
        let before = std::mem::take(self);
        let gaps = GapsView {
            severity: if let Route::Gaps(severity) = before.route { severity } else { None },
            ..GapsView::default()
        };
        *self = Self {
            lang: before.lang,
            theme: before.theme,
            route: before.route,
            program: before.program,
            fingerprints: before.fingerprints,
            trial: before.trial,
            other: before.other,
            is_other_newer: before.is_other_newer,
            gaps,
            work,
            ..Self::default()
        };
    }

    fn edit(&mut self, edit: &Edit) {
        let Some(policy) = self.policy() else { return };
        let policy = edit.applied(policy);
        self.is_judging |= edit.changes_verdicts() && self.loaded().is_some_and(|loaded| loaded.has_archive);
        self.profile = Some(Rc::new(policy));
        self.assess();
    }

    /// The profile as it was audited, and with it the verdicts.
    fn restore(&mut self) {
        (self.profile, self.judged, self.edited, self.is_judging) = (None, None, None, false);
        self.tick();
    }

    /// The checks have run again, for the last question that was asked. In auditor mode the profile is for the worker to say:
    /// it alone knows which it is without the repository's own file.
    fn judged(&mut self, loaded: Rc<Loaded>) {
        let Some(asked) = self.profile.as_deref() else { return };
        if asked.is_auditor {
            self.profile = Some(Rc::new(loaded.audit.profile.clone()));
        }
        self.is_judging = false;
        self.judged = Some(loaded);
        self.assess();
    }

    /// Brings the audit under the profile in effect.
    fn assess(&mut self) {
        self.edited = match (self.judged.as_ref().or(self.work.loaded()), &self.profile) {
            (Some(base), Some(policy)) => Some(Rc::new(base.edited(policy))),
            _ => None,
        };
        self.tick();
    }

    /// Brings the figures under the ticks in effect.
    fn tick(&mut self) {
        self.what_if = self.loaded().filter(|_| !self.done.is_empty()).map(|loaded| {
            let audit = &loaded.audit;
            Rc::new(under(loaded.figures.clone(), &audit.profile, &audit.checks, &self.done))
        });
    }
}

fn go_on(progress: &mut Progress, action: Action) {
    match action {
        Action::Listed(total) => (progress.total, progress.stage) = (total, Stage::Reading),
        Action::Reached(reached) => progress.reached = reached,
        Action::Judging => progress.stage = Stage::Judging,
        _ => {}
    }
}

pub(super) fn toggle<T: Ord>(set: &mut BTreeSet<T>, member: T) {
    if !set.remove(&member) {
        set.insert(member);
    }
}

#[cfg(test)]
mod tests;
