//! The radar: eight categories, what is proven and what is possible.

use super::canvas::{Align, Board, Canvas, Drawing, Point, Type, estimated_width};
use crate::theme::{Pen, Token};
use crate::words::{Words, words};
use beredd_model::{Audit, Category, CategoryScore, Lang};

const WIDTH: u32 = 560;
const HEIGHT: u32 = 446;
const CENTRE: Point = (2800, 2080);
const RADIUS: i64 = 1540;

/// The directions of the eight axes, clockwise from the top, in ten-thousandths: sine and cosine would differ by host.
const AXES: [(i64, i64); 8] = [
    (0, -10_000),
    (7_071, -7_071),
    (10_000, 0),
    (7_071, 7_071),
    (0, 10_000),
    (-7_071, 7_071),
    (-10_000, 0),
    (-7_071, -7_071),
];

/// The middle of a ring's first edge, in ten-thousandths of its radius: where the ring's number stands.
const RING_NUMBER: (i64, i64) = (3_536, -8_536);

/// Draws the radar: rings at 20 to 100 points, the limit of ready (dotted), possible (dashed), proven (filled), and, when
/// given, the outline of an earlier audit (dotted, grey). Every axis carries its category's name and proven points.
#[must_use]
pub fn radar(audit: &Audit, earlier: Option<&Audit>, lang: Lang) -> Drawing {
    let words = words(lang);
    let title = format!("{}: {}", words.labels.score, words.labels.categories.to_lowercase());
    Canvas::new(WIDTH, HEIGHT).drawing(&title, &description(audit, words), |board| {
        rings(board, audit.profile.ready_above_permille);
        if let Some(earlier) = earlier {
            board.outline(
                &outline(earlier, |score| score.points.proven_permille),
                Token::InkFaint,
                Pen::Dotted,
                20,
            );
        }
        board.outline(
            &outline(audit, |score| score.points.possible_permille),
            Token::Accent,
            Pen::Dashed,
            15,
        );
        let proven = outline(audit, |score| score.points.proven_permille);
        board.area(&proven, Token::Accent);
        board.outline(&proven, Token::Accent, Pen::Plain, 20);
        for point in &proven {
            board.dot(*point, 36, Token::Accent);
        }
        axis_labels(board, audit, words);
        legend(board, audit, earlier.is_some(), words);
    })
}

fn description(audit: &Audit, words: &Words) -> String {
    let rows = Category::ALL.into_iter().filter_map(|category| {
        let points = score_of(audit, category)?.points;
        let (proven, possible) =
            (words.points(points.proven_permille), words.points(points.possible_permille));
        let labels = &words.labels;
        let (is_proven, is_possible) = (labels.proven.to_lowercase(), labels.possible.to_lowercase());
        Some(format!("{}: {is_proven} {proven}, {is_possible} {possible}", (words.category)(category)))
    });
    rows.collect::<Vec<_>>().join("; ")
}

fn rings(board: &mut Board<'_>, ready_permille: u32) {
    for permille in [200, 400, 600, 800, 1000] {
        let ink = if permille == 1000 { Token::LineStrong } else { Token::Line };
        if permille != ready_permille {
            board.outline(&ring(permille), ink, Pen::Plain, 10);
        }
    }
    for axis in AXES {
        board.line(CENTRE, towards(axis, 1000), Token::Line, Pen::Plain, 10);
    }
    board.outline(&ring(ready_permille), Token::Pass, Pen::Dotted, 15);
    for permille in [200_u32, 400, 600, 800, 1000] {
        let ink = if permille == ready_permille { Token::Pass } else { Token::InkFaint };
        board.text(
            &(permille / 10).to_string(),
            towards(RING_NUMBER, permille),
            Align::Middle,
            Type::Small,
            ink,
        );
    }
}

fn axis_labels(board: &mut Board<'_>, audit: &Audit, words: &Words) {
    for (category, axis) in Category::ALL.into_iter().zip(AXES) {
        let align = match axis.0 {
            0 => Align::Middle,
            1.. => Align::Start,
            _ => Align::End,
        };
        let (x, y) = towards(axis, 1105);
        // Two lines: above the top axis, below the bottom one, around the level of the others.
        let first = match axis.1 {
            -10_000 => y.saturating_sub(190),
            10_000 => y.saturating_add(70),
            _ => y.saturating_sub(80),
        };
        board.text((words.category)(category), (x, first), align, Type::Label, Token::InkSoft);
        let value = score_of(audit, category)
            .map_or_else(|| "–".to_owned(), |score| words.points(score.points.proven_permille));
        board.text(&value, (x, first.saturating_add(165)), align, Type::Value, Token::Ink);
    }
}

fn legend(board: &mut Board<'_>, audit: &Audit, has_earlier: bool, words: &Words) {
    let labels = &words.labels;
    let limit = words.tenths_trimmed(u64::from(audit.profile.ready_above_permille));
    let mut entries = vec![
        (labels.proven.to_lowercase(), Token::Accent, Pen::Plain, 20),
        (labels.possible.to_lowercase(), Token::Accent, Pen::Dashed, 15),
        (format!("{} {limit}", labels.ready_line.to_lowercase()), Token::Pass, Pen::Dotted, 15),
    ];
    if has_earlier {
        entries.push((labels.earlier.to_lowercase(), Token::InkFaint, Pen::Dotted, 20));
    }
    let widths =
        entries.iter().map(|(text, ..)| estimated_width(text, Type::Label).saturating_add(320 + 240));
    let total = widths.clone().fold(-240, i32::saturating_add);
    let y = 4310;
    let mut x = CENTRE.0.saturating_sub(total / 2);
    for ((text, ink, pen, width), step) in entries.iter().zip(widths) {
        let end = x.saturating_add(260);
        if *pen == Pen::Plain {
            let (above, below) = (y - 50, y + 50);
            board.area(&[(x, above), (end, above), (end, below), (x, below)], *ink);
        }
        board.line((x, y), (end, y), *ink, *pen, *width);
        board.text(text, (end.saturating_add(60), y), Align::Start, Type::Label, Token::InkSoft);
        x = x.saturating_add(step);
    }
}

fn score_of(audit: &Audit, category: Category) -> Option<&CategoryScore> {
    audit.categories.iter().find(|score| score.id == category)
}

fn outline(audit: &Audit, figure: impl Fn(&CategoryScore) -> u32) -> Vec<Point> {
    let categories = Category::ALL.into_iter().zip(AXES);
    categories
        .map(|(category, axis)| towards(axis, score_of(audit, category).map_or(0, &figure).min(1000)))
        .collect()
}

fn ring(permille: u32) -> Vec<Point> {
    AXES.iter().map(|axis| towards(*axis, permille.min(1000))).collect()
}

/// The point at `permille` of the radius from the centre, rounded to a tenth of a pixel.
fn towards((x, y): (i64, i64), permille: u32) -> Point {
    let along = |direction: i64| {
        let scaled = direction * RADIUS * i64::from(permille);
        let half = if scaled < 0 { -5_000_000 } else { 5_000_000 };
        i32::try_from((scaled + half) / 10_000_000).unwrap_or(0)
    };
    (CENTRE.0.saturating_add(along(x)), CENTRE.1.saturating_add(along(y)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Theme;
    use crate::sample::sample;

    #[test]
    fn every_number_and_name_stands_on_the_radar() {
        let audit = sample();
        for lang in Lang::ALL {
            let words = words(lang);
            let svg = radar(&audit, None, lang).svg(Theme::Page);
            let document = roxmltree::Document::parse(&svg).unwrap();
            let texts: Vec<&str> = document
                .descendants()
                .filter(|node| node.has_tag_name("text"))
                .filter_map(|node| node.text().map(str::trim))
                .collect();
            for score in &audit.categories {
                assert!(texts.contains(&words.points(score.points.proven_permille).as_str()), "{texts:?}");
                assert!(texts.contains(&(words.category)(score.id)), "{texts:?}");
                assert!(svg.contains(&words.points(score.points.possible_permille)));
            }
            for ring in ["20", "40", "60", "80", "100"] {
                assert!(texts.contains(&ring));
            }
        }
    }

    #[test]
    fn the_proven_outline_is_where_the_figures_say() {
        let points = outline(&sample(), |score| score.points.proven_permille);
        assert_eq!(points[0], (2800, 2080 - 955));
        assert_eq!(points[2], (2800 + 1093, 2080));
        assert_eq!(points[6], (2800 - 1278, 2080));
    }

    #[test]
    fn an_earlier_audit_adds_one_outline_and_a_word() {
        let audit = sample();
        let (without, with) = (radar(&audit, None, Lang::En), radar(&audit, Some(&audit), Lang::En));
        let count = |drawing: &Drawing| drawing.svg(Theme::Light).matches("<polyline").count();
        assert_eq!(count(&with), count(&without) + 1);
        assert!(with.svg(Theme::Light).contains("earlier"));
    }

    #[test]
    fn a_score_beyond_the_scale_stays_on_the_chart() {
        let mut audit = sample();
        audit.categories[0].points.possible_permille = u32::MAX;
        audit.categories.truncate(1);
        audit.profile.ready_above_permille = u32::MAX;
        let svg = radar(&audit, None, Lang::Sv).svg(Theme::Dark);
        assert!(roxmltree::Document::parse(&svg).is_ok());
    }
}
