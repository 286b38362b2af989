//! What a session does with what happens to it.

use super::*;
use crate::bridge::Reached;
use crate::state::fixture::{gap_audit, loaded};
use crate::state::{Column, Look};
use beredd_model::{Category, Severity};

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
fn an_address_that_survived_a_reload_is_returned_to_once() {
    let critical = Route::Gaps(Some(Severity::Critical));
    let reloaded = session([Action::Go(critical.clone()), start("a.zip"), Action::Arrived(loaded("a.zip"))]);
    assert_eq!((&reloaded.route, reloaded.gaps.severity), (&critical, Some(Severity::Critical)));
    let next = reloaded.after(start("b.zip")).after(Action::Arrived(loaded("b.zip")));
    assert_eq!((&next.route, next.gaps.severity), (&Route::Overview, None));
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
        Action::Edit(Edit::Developers(3)),
        Action::Look(Look::SearchGaps("x".to_owned())),
    ]);
    let after = before.after(start("b.zip"));
    assert_eq!((after.lang, after.theme), (Lang::Sv, Theme::Dark));
    assert!(after.done.is_empty() && after.gaps.words.is_empty() && after.what_if.is_none());
    assert!(after.profile.is_none() && after.edited.is_none());
}

#[test]
fn a_what_if_lasts_as_long_as_something_is_ticked() {
    let ticked = session([Action::Arrived(gap_audit()), Action::Tick("a".to_owned())]);
    assert!(ticked.what_if.is_some());
    let unticked = ticked.after(Action::Tick("a".to_owned()));
    assert!(unticked.what_if.is_none());
    assert_eq!(unticked.now(), Some(&unticked.loaded().unwrap().audit));
}

#[test]
fn an_edited_profile_moves_the_figures_and_is_taken_back() {
    let before = session([Action::Arrived(gap_audit())]);
    let edited = before.after(Action::Edit(Edit::Developers(3)));
    let now = &edited.loaded().unwrap().audit;
    assert_eq!((now.roadmap.developers, now.profile.capacity.developers), (3, 3));
    let (was, is) = (before.loaded().unwrap(), edited.loaded().unwrap());
    assert!(!was.is_edited && is.is_edited, "what is saved must be written under the edited profile");
    assert_eq!(is.json, was.json);
    assert_eq!(edited.after(Action::AsAudited), before);
}

#[test]
fn an_answer_of_the_checks_brings_its_verdicts_and_keeps_the_edits() {
    use super::super::Threshold;
    let asked = session([
        Action::Arrived(gap_audit()),
        Action::Edit(Edit::Threshold(Threshold::LlmTests, 7)),
        Action::Edit(Edit::ReadyAbove(90)),
    ]);
    assert!(asked.is_judging);
    let mut answer = (*gap_audit()).clone();
    answer.audit.archive.name = "judged.zip".to_owned();
    let after = asked.after(Action::Judged(Rc::new(answer.clone())));
    let now = &after.loaded().unwrap().audit;
    assert_eq!((now.archive.name.as_str(), now.profile.ready_above_permille), ("judged.zip", 900));
    assert!(!after.is_judging);
    // Taken back meanwhile: nobody asks any more.
    let back = asked.after(Action::AsAudited).after(Action::Judged(Rc::new(answer)));
    assert!(back.judged.is_none() && back.edited.is_none());
}

#[test]
fn the_other_audit_of_a_comparison_goes_its_own_way() {
    let other = |action: Action| Action::Other(Box::new(action));
    let both = session([
        Action::Arrived(loaded("new.zip")),
        Action::Go(Route::Compare),
        other(start("old.zip")),
        other(Action::Listed(Reached { files: 3, bytes: 30 })),
        other(Action::Arrived(loaded("old.zip"))),
    ]);
    assert_eq!(both.loaded().unwrap().audit.archive.name, "new.zip");
    assert_eq!(both.other.loaded().unwrap().audit.archive.name, "old.zip");
    assert_eq!((&both.route, both.is_other_newer), (&Route::Compare, false));
    assert!(both.after(Action::SwapOther).is_other_newer);
    assert_eq!(both.after(other(Action::Cleared)).other, Work::Empty);
}

#[test]
fn the_address_of_the_gaps_and_their_filter_agree() {
    let critical = Some(Severity::Critical);
    let there = session([Action::Arrived(loaded("a.zip")), Action::Go(Route::Gaps(critical))]);
    assert_eq!(there.gaps.severity, critical);
    let all = there.after(Action::Look(Look::OnlySeverity(None)));
    assert_eq!((&all.route, all.gaps.severity), (&Route::Gaps(None), None));
}

#[test]
fn looking_changes_the_view_and_nothing_else() {
    let before = session([Action::Arrived(gap_audit())]);
    let after = before
        .after(Action::Look(Look::Sort(Column::Effort)))
        .after(Action::Look(Look::OnlyCategory(Some(Category::Llm))))
        .after(Action::Look(Look::ToggleColumn(Column::Owner)))
        .after(Action::Look(Look::ClearFilter));
    assert_eq!(after.gaps.column, Column::Effort);
    assert!(!after.gaps.is_filtered() && after.gaps.hidden.contains(&Column::Owner));
    assert_eq!((after.loaded(), after.now()), (before.loaded(), before.now()));
}
