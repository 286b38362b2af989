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
        let nexts = steps.iter().skip(1).map(|(hour, _)| calendar.x(*hour)).chain([RIGHT]);
        for (((hour, permille), figure), next) in steps.iter().zip(&figures).zip(nexts) {
            let at = (calendar.x(*hour), y(*permille));
            board.dot(at, 36, Token::Accent);
            // To the right of its point, or to the left where the next point is too near.
            let (align, beside) =
                if next.saturating_sub(at.0) < 450 { (Align::End, -60) } else { (Align::Start, 60) };
            // Above its point, or below where the limit of ready would run through it.
            let touches = at.1.saturating_sub(110).abs_diff(y(ready)) < 100;
            let above = if touches { -110 } else { 110 };
            board.text(figure, (at.0 + beside, at.1.saturating_sub(above)), align, Type::Value, Token::Ink);
        }
    })
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
    fn no_roadmap_is_a_level_line() {
        let mut audit = sample();
        audit.roadmap.items.clear();
        audit.roadmap.phases.clear();
        assert_eq!(steps(&audit), [(0, 576)]);
        assert!(roxmltree::Document::parse(&progress(&audit, Lang::En).svg(Theme::Page)).is_ok());
    }
}
