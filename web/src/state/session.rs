//! The session: its parts, and the reducer.

use super::{Action, FilesView, GapsView, Route};
use crate::bridge::Reached;
use beredd_model::{Audit, GapId, Lang, Place, Policy, Program, Text};
use beredd_plan::assess_with_done;
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
    /// The bytes of `audit.json`, exactly as the judge wrote them or as they were opened.
    pub(crate) json: Vec<u8>,
    /// Whether its archive is at hand, so that files can be read from it.
    pub(crate) has_archive: bool,
}

/// What the page is doing.
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
    /// The self-test, once the reader has asked for it.
    pub(crate) trial: Option<Trial>,
    /// What is being done.
    pub(crate) work: Work,
    /// Gaps ticked as done.
    pub(crate) done: BTreeSet<GapId>,
    /// How many developers, where the reader has said so.
    pub(crate) developers: Option<u32>,
    /// Their focus, where the reader has said so.
    pub(crate) focus_permille: Option<u32>,
    /// The audit's figures under the ticks and the capacity above; nothing while none is changed.
    pub(crate) what_if: Option<Rc<Audit>>,
    /// How the gaps are looked at.
    pub(crate) gaps: GapsView,
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
            Action::Introduced(program) => next.program = Some(program),
            Action::Tried(trial) => next.trial = Some(trial),
            Action::Developers(count) => next.replan(|session| session.developers = Some(count.clamp(1, 99))),
            Action::Focus(permille) => {
                next.replan(|session| session.focus_permille = Some(permille.clamp(50, 1_000)))
            }
            Action::AsAudited => {
                next.replan(|session| (session.developers, session.focus_permille) = (None, None))
            }
            Action::Tick(gap) => next.replan(|session| toggle(&mut session.done, gap)),
            Action::Untick => next.replan(|session| session.done.clear()),
            Action::Sort(column) => next.gaps.sort(column),
            Action::OnlySeverity(severity) => next.go(Route::Gaps(severity)),
            Action::OnlyCategory(category) => {
                next.gaps = GapsView { category, page: 0, ..next.gaps };
            }
            Action::SearchGaps(words) => next.gaps = GapsView { words, page: 0, ..next.gaps },
            Action::TurnGaps(page) => next.gaps.page = page,
            Action::Open(gap) => toggle(&mut next.gaps.opened, gap),
            Action::List(list) => next.files = FilesView { list, page: 0, ..next.files },
            Action::SearchFiles(words) => next.files = FilesView { words, page: 0, ..next.files },
            Action::TurnFiles(page) => next.files.page = page,
            Action::AskedFor(place) => drop(next.excerpts.insert(place, None)),
            Action::PutAway(place) => drop(next.excerpts.remove(&place)),
            Action::Excerpt(place, lines) => {
                if let Some(wanted) = next.excerpts.get_mut(&place) {
                    *wanted = Some(lines);
                }
            }
            work => next.work_on(work),
        }
        next
    }

    /// The audit on the page, when there is one.
    pub(crate) fn loaded(&self) -> Option<&Rc<Loaded>> {
        match &self.work {
            Work::Ready(loaded) => Some(loaded),
            Work::Empty | Work::Working(_) | Work::Failed(_) => None,
        }
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

    /// The audit under the ticks and the capacity in effect: its gaps are those that are still open.
    pub(crate) fn now(&self) -> Option<&Audit> {
        self.what_if.as_deref().or_else(|| self.loaded().map(|loaded| &loaded.audit))
    }

    /// Goes to a page. The address of the gaps says which severity they show, so that both always agree.
    fn go(&mut self, route: Route) {
        if let Route::Gaps(severity) = route
            && severity != self.gaps.severity
        {
            self.gaps.severity = severity;
            self.gaps.page = 0;
        }
        self.route = route;
    }

    fn work_on(&mut self, action: Action) {
        match (action, &mut self.work) {
            (Action::Start { name, bytes }, _) => {
                let progress = Progress { name, archive_bytes: bytes, ..Progress::default() };
                self.forget(Work::Working(progress));
                self.route = Route::Drop;
            }
            (Action::Listed(total), Work::Working(progress)) => {
                progress.total = total;
                progress.stage = Stage::Reading;
            }
            (Action::Reached(reached), Work::Working(progress)) => progress.reached = reached,
            (Action::Judging, Work::Working(progress)) => progress.stage = Stage::Judging,
            (Action::Arrived(loaded), _) => {
                self.forget(Work::Ready(loaded));
                self.route = Route::Overview;
            }
            (Action::Failed(why), _) => {
                self.forget(Work::Failed(why));
                self.route = Route::Drop;
            }
            (Action::Cleared, _) => {
                self.forget(Work::Empty);
                self.route = Route::Drop;
            }
            _ => {} // a worker's late word about work that was put aside
        }
    }

    /// Begins anew with `work`: what belonged to the audit before goes with it; what is the reader's or the program's stays.
    fn forget(&mut self, work: Work) {
        let before = std::mem::take(self);
        *self = Self {
            lang: before.lang,
            theme: before.theme,
            route: before.route,
            program: before.program,
            trial: before.trial,
            work,
            ..Self::default()
        };
    }

    fn replan(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        let is_changed = !self.done.is_empty() || self.developers.is_some() || self.focus_permille.is_some();
        self.what_if = match &self.work {
            Work::Ready(loaded) if is_changed => Some(Rc::new(self.assessed(&loaded.audit))),
            _ => None,
        };
    }

    fn assessed(&self, audit: &Audit) -> Audit {
        let profile = self.policy(&audit.profile);
        let now = assess_with_done(&audit.checks, audit.archive.files_read, &profile, &self.done);
        Audit {
            score: now.score,
            gate: now.gate,
            categories: now.categories,
            criteria: now.criteria,
            gaps: now.gaps,
            roadmap: now.roadmap,
            shortest_way: now.shortest_way,
            profile,
            ..audit.clone()
        }
    }

    fn policy(&self, audited: &Policy) -> Policy {
        let mut policy = audited.clone();
        policy.capacity.developers = self.developers.unwrap_or(policy.capacity.developers);
        policy.capacity.focus_permille = self.focus_permille.unwrap_or(policy.capacity.focus_permille);
        policy
    }
}

fn toggle(set: &mut BTreeSet<GapId>, gap: GapId) {
    if !set.remove(&gap) {
        set.insert(gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixture::loaded;

    fn session(actions: impl IntoIterator<Item = Action>) -> Session {
        actions.into_iter().fold(Session::default(), |session, action| session.after(action))
    }

    fn start(name: &str) -> Action {
        Action::Start { name: name.to_owned(), bytes: 7 }
    }

    #[test]
    fn an_archive_goes_from_start_to_overview() {
        let total = Reached { files: 3, bytes: 30 };
        let working =
            session([start("a.zip"), Action::Listed(total), Action::Reached(Reached { files: 1, bytes: 9 })]);
        let Work::Working(progress) = &working.work else { panic!("{:?}", working.work) };
        assert_eq!((progress.stage, progress.total, progress.reached.files), (Stage::Reading, total, 1));
        let ready = working.after(Action::Judging).after(Action::Arrived(loaded("a.zip")));
        assert_eq!((ready.state_name(), &ready.route), ("ready", &Route::Overview));
    }

    #[test]
    fn late_words_about_cancelled_work_change_nothing() {
        let cancelled = session([start("a.zip"), Action::Cleared]);
        let late = cancelled.after(Action::Listed(Reached::default())).after(Action::Judging);
        assert_eq!(late, cancelled);
        assert_eq!(late.state_name(), "empty");
    }

    #[test]
    fn a_new_archive_forgets_the_old_one_but_not_the_reader() {
        let before = session([
            Action::Speak(Lang::Sv),
            Action::Dress(Theme::Dark),
            Action::Arrived(loaded("a.zip")),
            Action::Tick("x".to_owned()),
            Action::SearchGaps("x".to_owned()),
        ]);
        let after = before.after(start("b.zip"));
        assert_eq!((after.lang, after.theme), (Lang::Sv, Theme::Dark));
        assert!(after.done.is_empty() && after.gaps.words.is_empty() && after.what_if.is_none());
    }

    #[test]
    fn a_what_if_lasts_as_long_as_something_is_changed() {
        let ticked =
            session([Action::Arrived(loaded("a.zip")), Action::Tick("x".to_owned()), Action::Developers(3)]);
        assert_eq!(ticked.now().unwrap().roadmap.developers, 3);
        let as_audited = ticked.after(Action::Tick("x".to_owned())).after(Action::AsAudited);
        assert!(as_audited.what_if.is_none());
        assert_eq!(as_audited.now(), Some(&as_audited.loaded().unwrap().audit));
    }

    #[test]
    fn the_address_of_the_gaps_and_their_filter_agree() {
        let critical = Some(beredd_model::Severity::Critical);
        let there = session([
            Action::Arrived(loaded("a.zip")),
            Action::TurnGaps(2),
            Action::Go(Route::Gaps(critical)),
        ]);
        assert_eq!((there.gaps.severity, there.gaps.page), (critical, 0));
        let all = there.after(Action::OnlySeverity(None));
        assert_eq!((&all.route, all.gaps.severity), (&Route::Gaps(None), None));
    }

    #[test]
    fn capacity_stays_within_reason() {
        let session =
            session([Action::Arrived(loaded("a.zip")), Action::Developers(0), Action::Focus(5_000)]);
        assert_eq!((session.developers, session.focus_permille), (Some(1), Some(1_000)));
    }
}
