//! A chart: an SVG string from the reports, in the page's own colours.

use beredd_report::Theme;
use beredd_report::charts::Drawing;
use yew::prelude::*;

/// Places a drawing. Its string comes from our own drawing code, which escapes every name in it; nothing else on the pages
/// becomes markup.
pub(crate) fn chart(class: &'static str, drawing: &Drawing) -> Html {
    html! { <div class={classes!("chart", class)} tabindex="0" role="group">{ Html::from_html_unchecked(drawing.svg(Theme::Page).into()) }</div> }
}
