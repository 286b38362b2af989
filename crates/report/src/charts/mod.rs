//! Charts as SVG: drawn through plotters' SVG backend, with integers, without measuring a text.
//!
//! plotters measures text through the browser's window, which a worker does not have, and differently on every host.
//! Where a text must fit, its width is estimated from a table of letters instead; the same bytes come out everywhere.

mod calendar;
mod canvas;
mod progress;
mod radar;
mod timeline;

pub use calendar::calendar_weeks;
pub use canvas::Drawing;
pub use progress::progress;
pub use radar::radar;
pub use timeline::{timeline, timeline_part};
