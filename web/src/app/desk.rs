//! What the reader asks of the world outside the session, done.

use super::arrival;
use crate::bridge::{Dropped, HandedIn, Main, Pool, is_saved_audit, open, policy_of, sample, try_to_send};
use crate::components::Ask;
use crate::state::{Action, Edit, Trial};
use beredd_plan::policy::FILE_NAME;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::File;
use yew::Callback;

/// The workers and whom to tell. A handle: clones are the same desk.
#[derive(Clone)]
pub(super) struct Desk {
    act: Callback<Action>,
    pool: Pool,
    /// The workers that audit the other archive of a comparison, for as long as they do.
    other: Rc<RefCell<Option<Pool>>>,
}

impl Desk {
    /// A desk whose workers start at once.
    pub(super) fn new(act: Callback<Action>) -> Self {
        let pool = Pool::new(act.clone());
        Self { act, pool, other: Rc::default() }
    }

    /// Does what is asked.
    pub(super) fn obey(&self, ask: Ask) {
        match ask {
            Ask::Audit(handed_in) => self.take(Dropped::of(handed_in)),
            Ask::Compare(handed_in) => self.compare(Dropped::of(handed_in)),
            Ask::Sample => {
                let files = sample().into_iter().collect();
                self.pool.audit(&Dropped::of(HandedIn { files, ..HandedIn::default() }), None);
            }
            Ask::Cancel => {
                self.pool.cancel();
                self.act.emit(Action::Cleared);
            }
            Ask::CancelOther => {
                close(&self.other);
                self.act.emit(other(Action::Cleared));
            }
            Ask::Judge(policy) => self.pool.judge_by(&policy),
            Ask::Read(place) => {
                self.act.emit(Action::AskedFor(place.clone()));
                self.pool.read(place);
            }
            Ask::Stand(id) => arrival::stand_at_id(&id),
            Ask::Copy(words) => {
                if arrival::copy(&words) {
                    self.act.emit(Action::Copied(words));
                }
            }
            Ask::Try => {
                let act = self.act.clone();
                act.emit(Action::Tried(Trial::UnderWay));
                wasm_bindgen_futures::spawn_local(
                    async move { act.emit(Action::Tried(try_to_send().await)) },
                );
            }
            Ask::Save(saving) => {
                self.act.emit(Action::Saving);
                self.pool.save(&saving);
            }
            Ask::Print => {
                if let Some(window) = web_sys::window() {
                    // A browser that refuses to print says so itself.
                    drop(window.print());
                }
            }
        }
    }

    /// Opens or audits what was dropped; a policy alone is that of the audit on the page.
    fn take(&self, dropped: Dropped) {
        let desk = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let text = match &dropped.policy {
                Some(file) => policy_of(file.clone()).await,
                None => None,
            };
            match &dropped.main {
                Some(Main::File(file)) if is_saved_audit(file) && dropped.beside.is_empty() => {
                    open_to(desk.act.clone(), file.clone());
                }
                Some(_) => desk.pool.audit(&dropped, text),
                None => {
                    if let Some(text) = text {
                        let policy = beredd_plan::policy::read(&text, FILE_NAME).policy;
                        desk.pool.judge_by(&policy);
                        desk.act.emit(Action::Edit(Edit::Whole(Box::new(policy))));
                    }
                }
            }
        });
    }

    /// Opens the other audit of a comparison, or makes it with workers of its own: those of the page keep the archive that is
    /// shown.
    fn compare(&self, dropped: Dropped) {
        close(&self.other);
        if let Some(Main::File(file)) = &dropped.main
            && is_saved_audit(file)
        {
            return open_to(self.act.reform(other), file.clone());
        }
        let (act, slot) = (self.act.clone(), self.other.clone());
        let pool = self.pool.beside(Callback::from(move |action: Action| {
            let is_over = matches!(action, Action::Arrived(_) | Action::Failed(_));
            act.emit(other(action));
            if is_over {
                close(&slot);
            }
        }));
        *self.other.borrow_mut() = Some(pool.clone());
        pool.audit(&dropped, None);
    }
}

fn other(action: Action) -> Action {
    Action::Other(Box::new(action))
}

fn close(slot: &RefCell<Option<Pool>>) {
    let gone = slot.borrow_mut().take();
    if let Some(pool) = gone {
        pool.close();
    }
}

fn open_to(act: Callback<Action>, file: File) {
    wasm_bindgen_futures::spawn_local(async move { act.emit(open(file).await) });
}
