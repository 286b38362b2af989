//! Headings with a word beside them, and what stands where there is nothing.

use yew::prelude::*;

/// A section's heading, and quiet words beside it.
pub(crate) fn section_head(id: &'static str, title: &str, beside: Html) -> Html {
    html! {
        <div class="section-head">
            <h2 {id}>{ title.to_owned() }</h2>
            <div class="quiet">{ beside }</div>
        </div>
    }
}

/// What stands where there is nothing.
pub(crate) fn empty(text: &str) -> Html {
    html! { <p class="empty">{ text.to_owned() }</p> }
}
