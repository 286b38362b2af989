//! Bars: a proven figure inside a possible one. Drawn as SVG, since widths in a style attribute would need a laxer policy.
//! The numbers they show always stand beside them as text, so they are hidden from those who listen.

use beredd_model::Points;
use yew::prelude::*;

/// The wide bar under the score.
pub(crate) fn interval(points: Points, ready_permille: u32) -> Html {
    drawn("interval", points, ready_permille)
}

/// The narrow bar in a card or a row.
pub(crate) fn bar(points: Points, ready_permille: u32) -> Html {
    drawn("bar", points, ready_permille)
}

/// How far work has come, of 1000.
pub(crate) fn meter(permille: u32, label: &str) -> Html {
    html! { <progress class="meter" max="1000" value={permille.to_string()} aria-label={label.to_owned()} /> }
}

fn drawn(class: &'static str, points: Points, ready_permille: u32) -> Html {
    let x = ready_permille.min(1_000).to_string();
    html! {
        <svg class={class} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="bar-possible" width={points.possible_permille.to_string()} height="10" />
            <rect class="bar-proven" width={points.proven_permille.to_string()} height="10" />
            <line class="bar-ready" x1={x.clone()} x2={x} y1="0" y2="10" />
        </svg>
    }
}
