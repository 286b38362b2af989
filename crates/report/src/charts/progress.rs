//! The projected proven score along the roadmap: a step up at the end of each phase.

use super::calendar::{Calendar, LEFT, RIGHT, WIDTH};
use super::canvas::{Align, Board, Canvas, Drawing, Point, Type};
use crate::theme::{Pen, Token};
use crate::words::{Words, words};
use beredd_model::{Audit, Lang};

const HEIGHT: u32 = 196;
/// Where 100 and 0 points stand, in tenths of a pixel.
const TOP: i32 = 360;
const BOTTOM: i32 = 1860;
/// The width of a digit of a figure, in tenths of a pixel: 0.6 of its size in the fonts of the pages, rounded up.
const CHARACTER: i32 = 85;

/// Draws the proven score from today over each phase to the end, with the limit of ready. The time axis is the
/// timeline's, so that the two can stand under each other.
#[must_use]
pub fn progress(audit: &Audit, lang: Lang) -> Drawing {
    let words = words(lang);
    let calendar = Calendar::new(&audit.roadmap);
    let steps = steps(audit);
    let figures: Vec<String> = steps.iter().map(|(_, permille)| words.points(*permille)).collect();
    let ready = audit.profile.ready_above_permille.min(1000);
    Canvas::new(WIDTH, HEIGHT).drawing(words.labels.progress, &figures.join(" → "), |board| {
        scale(board, ready, words);
        calendar.draw(board, TOP - 60, BOTTOM, words);
        let corners = corners(&steps, &calendar);
        let (first, last) =
            (corners.first().map_or(LEFT, |(x, _)| *x), corners.last().map_or(LEFT, |(x, _)| *x));
        let floor = [(last, BOTTOM), (first, BOTTOM)];
        board.area(&corners.iter().chain(&floor).copied().collect::<Vec<_>>(), Token::Accent);
        board.path(&corners, Token::Accent, Pen::Plain, 20);
        let points: Vec<Point> =
            steps.iter().map(|(hour, permille)| (calendar.x(*hour), y(*permille))).collect();
        for ((point, figure), label) in points.iter().zip(&figures).zip(labels(&points, &figures, y(ready))) {
            board.dot(*point, 36, Token::Accent);
            let (at, align) = (label.at, if label.is_left { Align::End } else { Align::Start });
            board.text(figure, at, align, Type::Value, Token::Ink);
        }
    })
}

/// Where a figure stands.
#[derive(Clone, Copy)]
struct Label {
    /// Its near end, and the middle of its height.
    at: Point,
    /// Whether it stands to the left of its point.
    is_left: bool,
    /// Its left and its right end.
    span: (i32, i32),
}

/// A place for every figure: beside its point, on the side and at the height where it meets no other, neither the limit of
/// ready nor the rise to the next point runs through it, and it does not leave the chart. The last is placed first: at the
/// edge there is the least choice.
fn labels(points: &[Point], figures: &[String], ready: i32) -> Vec<Label> {
    let mut placed: Vec<Label> = Vec::new();
    let nexts = points.iter().skip(1).map(|(x, _)| *x).chain([RIGHT]);
    let all: Vec<_> = points.iter().zip(figures).zip(nexts).collect();
    for ((point, figure), next) in all.into_iter().rev() {
        let width = i32::try_from(figure.chars().count()).unwrap_or(i32::MAX).saturating_mul(CHARACTER);
        let places = [(false, -110), (true, -110), (true, 110), (false, 110), (true, -250), (true, 250)];
        let label = |(is_left, down): (bool, i32)| {
            let near = if is_left { point.0.saturating_sub(60) } else { point.0.saturating_add(60) };
            let far = if is_left { near.saturating_sub(width) } else { near.saturating_add(width) };
            Label { at: (near, point.1.saturating_add(down)), is_left, span: (near.min(far), near.max(far)) }
        };
        // What stands in the way of a place, counted: the least is taken, and of equals the first.
        let faults = |label: &Label| {
            let is_on = |other: &&Label| {
                label.at.1.abs_diff(other.at.1) < 150
                    && label.span.0 < other.span.1.saturating_add(40)
                    && other.span.0 < label.span.1.saturating_add(40)
            };
            let beyond = !label.is_left && label.span.1.saturating_add(40) > next;
            let crossed = label.at.1.abs_diff(ready) < 100;
            let outside = label.at.1 < TOP.saturating_sub(30) || label.at.1 > BOTTOM.saturating_sub(60);
            placed.iter().filter(is_on).count().saturating_mul(4)
                + usize::from(outside) * 4
                + usize::from(beyond) * 2
                + usize::from(crossed)
        };
        if let Some(best) = places.map(label).into_iter().min_by_key(faults) {
            placed.push(best);
        }
    }
    placed.reverse();
    placed
}

/// When the score changes, and to what: today, then the end of each phase that has items and changes it.
fn steps(audit: &Audit) -> Vec<(u32, u32)> {
    let mut steps = vec![(0, audit.score.points.proven_permille.min(1000))];
    let mut done = 0;
    for phase in &audit.roadmap.phases {
        let ends =
            audit.roadmap.items.iter().filter(|item| item.phase == phase.phase).map(|item| item.end_hour);
        let Some(end) = ends.max() else { continue };
        // A later phase can be over before an earlier one is; its points count when both are.
        done = end.max(done);
        let permille = phase.proven_after_permille.min(1000);
        match steps.last_mut() {
            Some(last) if last.0 == done => last.1 = permille,
            _ => steps.push((done, permille)),
        }
    }
    steps
}

fn corners(steps: &[(u32, u32)], calendar: &Calendar) -> Vec<Point> {
    let mut corners: Vec<Point> = Vec::new();
    for (hour, permille) in steps {
        let x = calendar.x(*hour);
        if let Some((_, before)) = corners.last().copied() {
            corners.push((x, before));
        }
        corners.push((x, y(*permille)));
    }
    corners
}

fn scale(board: &mut Board<'_>, ready_permille: u32, words: &Words) {
    for permille in [0_u32, 500, 1000] {
        let y = y(permille);
        board.line((LEFT, y), (RIGHT, y), Token::Line, Pen::Plain, 10);
        let number = (permille / 10).to_string();
        board.text(&number, (LEFT - 90, y), Align::End, Type::Small, Token::InkFaint);
    }
    let ready = y(ready_permille);
    board.line((LEFT, ready), (RIGHT, ready), Token::Pass, Pen::Dotted, 15);
    let name = format!(
        "{} {}",
        words.labels.ready_line.to_lowercase(),
        words.tenths_trimmed(u64::from(ready_permille))
    );
    board.text(&name, (LEFT - 90, ready), Align::End, Type::Label, Token::Pass);
}

fn y(permille: u32) -> i32 {
    let height = i64::from(BOTTOM - TOP);
    BOTTOM.saturating_sub(i32::try_from(height * i64::from(permille) / 1000).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Theme;
    use crate::sample::sample;

    #[test]
    fn the_score_rises_at_the_end_of_each_phase() {
        // Phases 3 and 4 are over before phase 2 is: their points count at its end.
        assert_eq!(steps(&sample()), [(0, 576), (64, 712), (88, 871)]);
    }

    #[test]
    fn the_figures_stand_on_the_chart() {
        for lang in Lang::ALL {
            let svg = progress(&sample(), lang).svg(Theme::Dark);
            let document = roxmltree::Document::parse(&svg).unwrap();
            for (_, permille) in steps(&sample()) {
                let figure = words(lang).points(permille);
                let found = document.descendants().filter(|node| node.has_tag_name("text"));
                assert!(found.filter_map(|node| node.text()).any(|text| text.trim() == figure), "{svg}");
            }
        }
    }

    #[test]
    fn figures_that_are_near_each_other_do_not_overlap() {
        let figures = ["57.6 p", "71.2 p", "74.0 p"].map(str::to_owned);
        for (gap, rise) in [(10, 0), (80, 30), (200, 60), (450, 60), (700, 10), (3000, 300)] {
            let first = RIGHT - 2 * gap - 900;
            let points = [(first, 900), (first + gap, 900 - rise), (first + 2 * gap, 900 - 2 * rise)];
            let labels = labels(&points, &figures, 420);
            assert_eq!(labels.len(), 3);
            for (place, one) in labels.iter().enumerate() {
                for other in &labels[place + 1..] {
                    let apart = one.at.1.abs_diff(other.at.1) >= 130
                        || one.span.1 <= other.span.0
                        || other.span.1 <= one.span.0;
                    assert!(apart, "{gap}: {:?} {:?} and {:?} {:?}", one.at, one.span, other.at, other.span);
                }
            }
        }
    }

    #[test]
    fn no_roadmap_is_a_level_line() {
        let mut audit = sample();
        audit.roadmap.items.clear();
        audit.roadmap.phases.clear();
        assert_eq!(steps(&audit), [(0, 576)]);
        assert!(roxmltree::Document::parse(&progress(&audit, Lang::En).svg(Theme::Page)).is_ok());
    }
}
