//! The way through a long table: a page of rows at a time, and every page within reach.

use super::{Ctx, number};
use crate::state::{Action, Window};
use yew::prelude::*;

/// Steps between the pages of a table; nothing where there is only one.
pub(crate) fn pager(ctx: &Ctx, window: Window, turn: fn(u32) -> Action) -> Html {
    if window.pages < 2 {
        return Html::default();
    }
    let (words, report) = (&ctx.words().table, ctx.words().report);
    let whole = |number: u32| report.whole(number.into());
    let rows = (words.rows)(&whole(window.first.saturating_add(1)), &whole(window.end), &whole(window.all));
    let last = window.pages.saturating_sub(1);
    let step = |name: &'static str, page: u32| {
        html! { <button type="button" class="button small" disabled={page == window.page} onclick={ctx.on(turn(page))}>{ name }</button> }
    };
    let on_page = ctx.act.reform(move |page: u32| turn(page.saturating_sub(1)));
    html! {
        <nav class="pager" aria-label={words.pages}>
            { step(words.first, 0) }
            { step(words.previous, window.page.saturating_sub(1)) }
            <span role="status">{ rows }</span>
            { step(words.next, window.page.saturating_add(1).min(last)) }
            { step(words.last, last) }
            { number(words.page, window.page.saturating_add(1), (1, window.pages), on_page) }
        </nav>
    }
}
