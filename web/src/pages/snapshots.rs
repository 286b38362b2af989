//! Pages drawn on the server side, held against what was agreed. `BEREDD_BLESS=1 cargo test -p beredd-web snapshots` writes
//! them anew; the difference is read like prose.

use crate::components::Ctx;
use crate::state::fixture::gap_audit;
use crate::state::{Action, Grouping, Look, Session};
use beredd_model::Lang;
use std::path::Path;
use std::rc::Rc;
use yew::ServerRenderer;
use yew::prelude::*;

/// What is drawn: a page, of a session.
#[derive(Clone, PartialEq, Properties)]
struct Shown {
    ctx: Ctx,
}

#[component]
fn Content(props: &Shown) -> Html {
    super::page(&props.ctx)
}

/// The page of a session as markup, a line for each element.
fn drawn(session: fn() -> Session) -> String {
    let shown = move || Shown {
        ctx: Ctx { session: Rc::new(session()), act: Callback::noop(), ask: Callback::noop() },
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let html = runtime.block_on(ServerRenderer::<Content>::with_props(shown).hydratable(false).render());
    html.replace("><", ">\n<") + "\n"
}

fn holds(name: &str, session: fn() -> Session) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    let is = drawn(session);
    if std::env::var_os("BEREDD_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &is).unwrap();
    }
    let agreed = std::fs::read_to_string(&file).unwrap_or_default();
    let parting = agreed.lines().zip(is.lines()).zip(1..).find(|((agreed, is), _)| agreed != is);
    assert!(agreed == is, "{name} is drawn otherwise: {parting:#?}");
}

fn after(actions: impl IntoIterator<Item = Action>) -> Session {
    actions.into_iter().fold(Session::default(), |session, action| session.after(action))
}

#[test]
fn work_under_way() {
    holds("progress.en.html", || {
        let total = crate::bridge::Reached { files: 1_200, bytes: 7_700_000 };
        let reached = crate::bridge::Reached { files: 300, bytes: 1_900_000 };
        after([
            Action::Start { name: "<b>a & b</b>.zip".to_owned(), bytes: 2_000_000 },
            Action::Listed(total),
            Action::Reached(reached),
        ])
    });
}

#[test]
fn gaps_in_groups_with_details_in_place() {
    holds("gaps.sv.html", || {
        after([
            Action::Speak(Lang::Sv),
            Action::Arrived(gap_audit()),
            Action::Go(crate::state::Route::Gaps(None)),
            Action::Look(Look::Group(Grouping::Team)),
            Action::Look(Look::Open("a".to_owned())),
        ])
    });
}

#[test]
fn an_empty_list_of_files() {
    holds("files.en.html", || after([Action::Arrived(gap_audit()), Action::Go(crate::state::Route::Files)]));
}
