//! The few signs that are drawn rather than written. Decoration: the words beside them say the same.

use yew::prelude::*;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// An archive going in.
    Drop,
    /// Half light, half dark.
    Theme,
    /// Closed and safe.
    Lock,
    /// Two sheets, one a copy of the other.
    Copy,
    /// Done.
    Done,
}

/// Draws a sign in the colour of the text around it.
pub(crate) fn icon(icon: Icon) -> Html {
    let path = match icon {
        Icon::Drop => {
            "M12 3v11m0 0-4.5-4.5M12 14l4.5-4.5M4 16.5v2A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5v-2"
        }
        Icon::Theme => "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
        Icon::Lock => "M7 11V8a5 5 0 0 1 10 0v3M5.5 11h13v9h-13z",
        Icon::Copy => "M9 9h10v11H9zM15 9V4H5v11h4",
        Icon::Done => "M5 12.5l4.5 4.5L19 7.5",
    };
    let class = if icon == Icon::Theme { "icon icon-theme" } else { "icon" };
    html! { <svg {class} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={path} /></svg> }
}
