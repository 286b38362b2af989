//! Pages drawn on the server side, without a browser: what a reader finds on them, and that names from an archive are text.

use crate::components::Ctx;
use crate::state::fixture::gap_audit;
use crate::state::{Action, Grouping, Look, Route, Session};
use beredd_model::Lang;
use std::rc::Rc;
use yew::ServerRenderer;
use yew::prelude::*;

/// What is drawn: the page of a session.
#[derive(Clone, PartialEq, Properties)]
struct Shown {
    ctx: Ctx,
}

#[component]
fn Content(props: &Shown) -> Html {
    super::page(&props.ctx)
}

/// The page of a session as markup.
fn drawn(session: fn() -> Session) -> String {
    let shown = move || Shown {
        ctx: Ctx { session: Rc::new(session()), act: Callback::noop(), ask: Callback::noop() },
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(ServerRenderer::<Content>::with_props(shown).hydratable(false).render())
}

fn after(actions: impl IntoIterator<Item = Action>) -> Session {
    actions.into_iter().fold(Session::default(), |session, action| session.after(action))
}

/// How often something stands on a page.
fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

#[test]
fn work_under_way_says_how_far_it_has_come_and_whose_name_is_text() {
    let html = drawn(|| {
        let total = crate::bridge::Reached { files: 1_200, bytes: 7_700_000 };
        let reached = crate::bridge::Reached { files: 300, bytes: 1_900_000 };
        after([
            Action::Start { name: "<b>bold</b>.zip".to_owned(), bytes: 2_000_000 },
            Action::Listed(total),
            Action::Reached(reached),
        ])
    });
    assert!(html.contains("&lt;b&gt;bold") && !html.contains("<b>"), "{html}");
    assert!(html.contains("1,200") && html.contains("7.7"), "{html}");
    assert_eq!(count(&html, "aria-current=\"step\""), 1, "{html}");
    assert_eq!(count(&html, "data-testid=\"cancel\""), 1, "{html}");
}

#[test]
fn gaps_stand_in_groups_with_details_in_place_and_every_row_is_counted() {
    let html = drawn(|| {
        after([
            Action::Speak(Lang::Sv),
            Action::Arrived(gap_audit()),
            Action::Go(Route::Gaps(None)),
            Action::Look(Look::Group(Grouping::Team)),
            Action::Look(Look::Open("a".to_owned())),
        ])
    });
    assert!(html.contains("aria-rowcount=\"5\""), "{html}"); // two groups, two gaps, and the head
    assert_eq!(count(&html, "data-testid=\"group-row\""), 2, "{html}");
    assert_eq!(count(&html, "data-testid=\"gap-row\""), 2, "{html}");
    assert_eq!(count(&html, "id=\"details-a\""), 1, "{html}");
    assert!(
        html.contains("Namnet på b") && html.contains("Blue") && html.contains("Hela systemet"),
        "{html}"
    );
}

#[test]
fn an_empty_list_says_so() {
    let html = drawn(|| after([Action::Arrived(gap_audit()), Action::Go(Route::Files)]));
    assert!(html.contains("Nothing here.") && !html.contains("<table"), "{html}");
}
