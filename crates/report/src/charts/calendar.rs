//! The horizontal axis that timeline and progress share: working hours laid out, calendar weeks marked.
//!
//! The roadmap counts working hours of a developer. A calendar week has 40 hours, of which a developer gives the focus
//! share: at 700 per mille, 28. So week `k` begins at hour `40 · focus · (k − 1)`.

use super::canvas::{Align, Board, Type, estimated_width};
use crate::theme::{Pen, Token};
use crate::words::Words;
use beredd_model::{Roadmap, RoadmapItem};

/// Width of both charts in pixels.
pub(super) const WIDTH: u32 = 920;
/// Where hour 0 stands, in tenths of a pixel.
pub(super) const LEFT: i32 = 3300;
/// Where the last hour stands.
pub(super) const RIGHT: i32 = 9000;
/// Hours of a calendar week before focus.
const WEEK_HOURS: u64 = 40;
/// Room between the names of two weeks.
const BETWEEN_NAMES: i32 = 160;
/// How many weeks may lie between two lines: one, two, a month, a quarter, a half, a year, and years from there on.
const STEPS: [u64; 6] = [1, 2, 4, 13, 26, 52];

/// Calendar weeks from the start until the last developer is done, a started week counted whole.
#[must_use]
pub fn calendar_weeks(roadmap: &Roadmap) -> u32 {
    Calendar::new(roadmap).weeks()
}

/// Hours to the right, weeks marked.
pub(super) struct Calendar {
    from_hour: u32,
    span_hours: u32,
    focus_permille: u64,
}

impl Calendar {
    /// The calendar of a roadmap; a focus of 0 or above 1000 is read as the nearest that makes sense.
    pub(super) fn new(roadmap: &Roadmap) -> Self {
        let last = roadmap.items.iter().map(|item| item.end_hour).max().unwrap_or(0);
        Self {
            from_hour: 0,
            span_hours: last.max(roadmap.total.makespan_hours).max(1),
            focus_permille: u64::from(roadmap.focus_permille.clamp(1, 1000)),
        }
    }

    /// The part of a roadmap's calendar in which these items lie, from the beginning of a week.
    pub(super) fn around(roadmap: &Roadmap, items: &[RoadmapItem]) -> Self {
        let whole = Self::new(roadmap);
        let first = items.iter().map(|item| item.start_hour).min().unwrap_or(0);
        let last = items.iter().map(|item| item.end_hour).max().unwrap_or(first);
        let week = WEEK_HOURS * whole.focus_permille;
        let from = (u64::from(first) * 1000 / week * week).div_ceil(1000);
        let from_hour = u32::try_from(from).unwrap_or(first).min(first);
        Self { from_hour, span_hours: last.saturating_sub(from_hour).max(1), ..whole }
    }

    /// Calendar weeks until everything is done, a started week counted whole.
    pub(super) fn weeks(&self) -> u32 {
        let weeks = (u64::from(self.span_hours) * 1000).div_ceil(WEEK_HOURS * self.focus_permille);
        u32::try_from(weeks).unwrap_or(u32::MAX)
    }

    /// Where an hour stands, in tenths of a pixel; at the edge where it lies outside.
    pub(super) fn x(&self, hour: u32) -> i32 {
        self.x_of_thousandths(u64::from(hour.saturating_sub(self.from_hour)) * 1000)
    }

    /// Draws the lines of the weeks from `top` to `bottom`, their names above.
    pub(super) fn draw(&self, board: &mut Board<'_>, top: i32, bottom: i32, words: &Words) {
        let week = WEEK_HOURS * self.focus_permille;
        let (from, span) = (u64::from(self.from_hour) * 1000, u64::from(self.span_hours) * 1000);
        let first = from.div_ceil(week);
        let last = from.saturating_add(span) / week;
        let step = self.step(last, words);
        let lines =
            (first..=last).filter(|week| week % step == 0).chain((first % step != 0).then_some(first));
        for line in lines {
            let x = self.x_of_thousandths((line * week).saturating_sub(from));
            board.line((x, top), (x, bottom), Token::Line, Pen::Plain, 10);
            let near_the_first = first % step != 0 && line != first && line - first < step;
            if let Some(name) = name(line, words).filter(|_| !near_the_first) {
                board.text(&name, (x, top.saturating_sub(100)), Align::Middle, Type::Label, Token::InkSoft);
            }
        }
    }

    /// Weeks from one line to the next, so that the widest of their names has room.
    fn step(&self, last: u64, words: &Words) -> u64 {
        let name = name(last.max(1), words).unwrap_or_default();
        let room =
            u64::from(estimated_width(&name, Type::Label).saturating_add(BETWEEN_NAMES).unsigned_abs());
        let lines = (u64::from(RIGHT.abs_diff(LEFT)) / room.max(1)).max(1);
        let weeks = (u64::from(self.span_hours) * 1000).div_ceil(WEEK_HOURS * self.focus_permille);
        let needed = weeks.div_ceil(lines).max(1);
        STEPS.into_iter().find(|step| *step >= needed).unwrap_or_else(|| needed.div_ceil(52) * 52)
    }

    fn x_of_thousandths(&self, thousandths: u64) -> i32 {
        let width = u64::from(RIGHT.abs_diff(LEFT));
        let span = u64::from(self.span_hours) * 1000;
        let along = thousandths.min(span) * width / span;
        LEFT.saturating_add(i32::try_from(along).unwrap_or(0))
    }
}

/// What a line between weeks is called: by the week that begins there.
fn name(line: u64, words: &Words) -> Option<String> {
    match u32::try_from(line.saturating_add(1)) {
        Ok(1) => Some(words.labels.start.to_owned()),
        Ok(number) => Some((words.say.week)(number)),
        Err(_) => None,
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

    #[test]
    fn names_of_weeks_never_touch() {
        use crate::words::words;
        let mut roadmap = sample().roadmap;
        for hours in [1_u32, 88, 400, 504, 1_000, 5_000, 60_000, u32::MAX] {
            roadmap.total.makespan_hours = hours;
            let calendar = Calendar::new(&roadmap);
            for lang in beredd_model::Lang::ALL {
                let step = calendar.step(u64::from(calendar.weeks()), words(lang));
                let weeks = u64::from(calendar.weeks());
                let between = u64::from(RIGHT.abs_diff(LEFT)) * step / weeks.max(1);
                let widest = name(weeks, words(lang)).map_or(0, |name| estimated_width(&name, Type::Label));
                assert!(
                    weeks < step || between > u64::from(widest.unsigned_abs()),
                    "{hours}: {between} for {widest}"
                );
            }
        }
    }

    #[test]
    fn a_part_lies_between_the_edges_from_the_beginning_of_a_week() {
        let mut roadmap = sample().roadmap;
        roadmap.items.retain(|item| item.start_hour >= 30);
        let part = Calendar::around(&roadmap, &roadmap.items);
        assert_eq!(part.from_hour, 28); // the second week, at 28 hours a week
        assert!(roadmap.items.iter().all(|item| part.x(item.start_hour) < part.x(item.end_hour)));
        assert_eq!(part.x(part.from_hour + part.span_hours), RIGHT);
        assert_eq!(part.x(0), LEFT);
    }
}
