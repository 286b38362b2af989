//! The horizontal axis that timeline and progress share: working hours laid out, calendar weeks marked.
//!
//! The roadmap counts working hours of a developer. A calendar week has 40 hours, of which a developer gives the focus
//! share: at 700 per mille, 28. So week `k` begins at hour `40 · focus · (k − 1)`.

use super::canvas::{Align, Board, Type};
use crate::theme::{Pen, Token};
use crate::words::Words;
use beredd_model::Roadmap;

/// Width of both charts in pixels.
pub(super) const WIDTH: u32 = 920;
/// Where hour 0 stands, in tenths of a pixel.
pub(super) const LEFT: i32 = 3300;
/// Where the last hour stands.
pub(super) const RIGHT: i32 = 9000;
/// Hours of a calendar week before focus.
const WEEK_HOURS: u64 = 40;
/// The most week lines that can be labelled without touching.
const MOST_LINES: u64 = 10;

/// Calendar weeks from the start until the last developer is done, a started week counted whole.
#[must_use]
pub fn calendar_weeks(roadmap: &Roadmap) -> u32 {
    Calendar::new(roadmap).weeks()
}

/// Hours to the right, weeks marked.
pub(super) struct Calendar {
    span_hours: u32,
    focus_permille: u64,
}

impl Calendar {
    /// The calendar of a roadmap; a focus of 0 or above 1000 is read as the nearest that makes sense.
    pub(super) fn new(roadmap: &Roadmap) -> Self {
        let last = roadmap.items.iter().map(|item| item.end_hour).max().unwrap_or(0);
        Self {
            span_hours: last.max(roadmap.total.makespan_hours).max(1),
            focus_permille: u64::from(roadmap.focus_permille.clamp(1, 1000)),
        }
    }

    /// Calendar weeks until everything is done, a started week counted whole.
    pub(super) fn weeks(&self) -> u32 {
        let weeks = (u64::from(self.span_hours) * 1000).div_ceil(WEEK_HOURS * self.focus_permille);
        u32::try_from(weeks).unwrap_or(u32::MAX)
    }

    /// Where an hour stands, in tenths of a pixel.
    pub(super) fn x(&self, hour: u32) -> i32 {
        self.x_of_thousandths(u64::from(hour) * 1000)
    }

    /// Draws the lines of the weeks from `top` to `bottom`, their names above.
    pub(super) fn draw(&self, board: &mut Board<'_>, top: i32, bottom: i32, words: &Words) {
        let weeks = u64::from(self.weeks());
        let mut step = 1;
        while weeks / step > MOST_LINES {
            step *= 2;
        }
        for line in 0..=weeks / step {
            let week = line * step;
            let thousandths = week * WEEK_HOURS * self.focus_permille;
            if thousandths > u64::from(self.span_hours) * 1000 {
                break;
            }
            let x = self.x_of_thousandths(thousandths);
            board.line((x, top), (x, bottom), Token::Line, Pen::Plain, 10);
            let name = match u32::try_from(week + 1) {
                Ok(1) => words.labels.start.to_owned(),
                Ok(number) => (words.say.week)(number),
                Err(_) => continue,
            };
            board.text(&name, (x, top.saturating_sub(100)), Align::Middle, Type::Label, Token::InkSoft);
        }
    }

    fn x_of_thousandths(&self, thousandths: u64) -> i32 {
        let width = u64::from(RIGHT.abs_diff(LEFT));
        let span = u64::from(self.span_hours) * 1000;
        let along = thousandths.min(span) * width / span;
        LEFT.saturating_add(i32::try_from(along).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;

    #[test]
    fn weeks_follow_the_focus() {
        let mut roadmap = sample().roadmap;
        assert_eq!(Calendar::new(&roadmap).weeks(), 4); // 88 hours at 28 a week
        roadmap.focus_permille = 1000;
        assert_eq!(Calendar::new(&roadmap).weeks(), 3);
        roadmap.focus_permille = 0;
        assert_eq!(Calendar::new(&roadmap).weeks(), 2200);
    }

    #[test]
    fn hours_stand_between_the_edges() {
        let calendar = Calendar::new(&sample().roadmap);
        assert_eq!(
            [0, 44, 88, u32::MAX].map(|hour| calendar.x(hour)),
            [LEFT, (LEFT + RIGHT) / 2, RIGHT, RIGHT]
        );
    }
}
