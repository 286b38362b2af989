//! The list of shortcuts, in a dialog of the browser's own: it keeps the focus, closes on Esc and gives the focus back.

use crate::components::Ctx;
use crate::state::{Action, Route};
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// What the dialog is given.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The session and whom to tell.
    pub(super) ctx: Ctx,
}

/// The dialog. It opens as soon as it is there.
#[component]
pub(super) fn Keys(props: &Props) -> Html {
    let ctx = &props.ctx;
    let words = &ctx.words().keys;
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // Only a dialog that is open already, or gone, refuses; either way there is nothing to do.
                drop(dialog.show_modal());
            }
        });
    }
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let rows = Route::MENU.iter().filter_map(|route| Some((["g", route.key()?], (ctx.words().page)(route))));
    html! {
        <dialog ref={dialog} class="keys" aria-labelledby="keys" onclose={ctx.on(Action::HideKeys)} data-testid="keys">
            <h2 id="keys">{ words.title }</h2>
            <dl>
                { for rows.map(|(keys, page)| row(&keys, page)) }
                { row(&["/"], words.search) }
                { row(&["↑", "↓"], words.rows) }
                { row(&["Home", "End"], words.ends) }
                { row(&["Esc"], words.close) }
                { row(&["?"], words.list) }
            </dl>
            <p class="quiet">{ words.note }</p>
            <button type="button" class="button" onclick={close}>{ words.close_list }</button>
        </dialog>
    }
}

fn row(keys: &[&'static str], what: &'static str) -> Html {
    html! { <div><dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt><dd>{ what }</dd></div> }
}
