//! What the reader asks of the world outside the session, done.

use super::arrival;
use crate::bridge::{Pool, is_saved_audit, open, sample, try_to_send};
use crate::components::Ask;
use crate::state::{Action, Trial};
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
            Ask::Audit(file) if is_saved_audit(&file) => open_to(self.act.clone(), file),
            Ask::Audit(file) => self.pool.audit(file),
            Ask::Compare(file) if is_saved_audit(&file) => open_to(self.act.reform(other), file),
            Ask::Compare(file) => self.compare(file),
            Ask::Sample => sample().into_iter().for_each(|file| self.pool.audit(file)),
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
            Ask::Print => {
                if let Some(window) = web_sys::window() {
                    // A browser that refuses to print says so itself.
                    drop(window.print());
                }
            }
        }
    }

    /// Audits the other archive of a comparison with workers of its own: those of the page keep the archive that is shown.
    fn compare(&self, file: File) {
        close(&self.other);
        let (act, slot) = (self.act.clone(), self.other.clone());
        let pool = self.pool.beside(Callback::from(move |action: Action| {
            let is_over = matches!(action, Action::Arrived(_) | Action::Failed(_));
            act.emit(other(action));
            if is_over {
                close(&slot);
            }
        }));
        *self.other.borrow_mut() = Some(pool.clone());
        pool.audit(file);
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
