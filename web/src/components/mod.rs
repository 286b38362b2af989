//! What pages are made of: functions of what they are given, without a state of their own.

mod bar;
mod chart;
mod evidence;
mod field;
mod heading;
mod icon;
mod place;
mod rows;
mod tag;

pub(crate) use bar::{bar, interval, meter};
pub(crate) use chart::chart;
pub(crate) use evidence::evidence_list;
pub(crate) use field::{choice, day, number, search, text};
pub(crate) use heading::{empty, section_head};
pub(crate) use icon::{Icon, icon};
pub(crate) use place::{place, place_name, shortened};
pub(crate) use rows::{Rows, row_index};
pub(crate) use tag::{grade_tag, opens_way, outcome_class, outcome_tag, severity_class, severity_tag};

use crate::bridge::HandedIn;
use crate::state::{Action, Route, Saving, Session};
use crate::words::{Words, words};
use beredd_model::{Place, Policy};
use std::rc::Rc;
use yew::prelude::*;

/// What the reader asks of the world outside the session.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    /// Audit this archive with what was dropped beside it, open this saved audit, or measure by this policy.
    Audit(HandedIn),
    /// Audit the bundled sample.
    Sample,
    /// Audit this archive, or open this saved audit, to compare with.
    Compare(HandedIn),
    /// Stop.
    Cancel,
    /// Stop the work on the audit to compare with.
    CancelOther,
    /// Run the checks again, under this policy.
    Judge(Box<Policy>),
    /// Read the lines at a place.
    Read(Place),
    /// Bring the element of this id into view, and the focus to it.
    Stand(String),
    /// Put these words on the clipboard.
    Copy(String),
    /// Try to send something from the page, which must be refused.
    Try,
    /// Write an audit in one of its forms and save it.
    Save(Box<Saving>),
    /// Print.
    Print,
}

/// What every page is given: the session, and whom to tell.
#[derive(Clone, PartialEq)]
pub(crate) struct Ctx {
    /// The session to show.
    pub(crate) session: Rc<Session>,
    /// Takes what changes it.
    pub(crate) act: Callback<Action>,
    /// Takes what concerns the world outside it.
    pub(crate) ask: Callback<Ask>,
}

impl Ctx {
    /// The words in the reader's language.
    pub(crate) fn words(&self) -> &'static Words {
        words(self.session.lang)
    }

    /// A listener that sends one action.
    pub(crate) fn on<E>(&self, action: Action) -> Callback<E> {
        self.act.reform(move |_| action.clone())
    }

    /// A listener that asks for one thing.
    pub(crate) fn asks<E>(&self, ask: Ask) -> Callback<E> {
        self.ask.reform(move |_| ask.clone())
    }
}

/// A link to another page.
pub(crate) fn link(to: &Route, text: impl Into<AttrValue>) -> Html {
    html! { <a href={to.hash()}>{ text.into() }</a> }
}
