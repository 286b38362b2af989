//! The roadmap on a calendar: one bar for each gap, in order.

use super::calendar::{Calendar, LEFT, RIGHT, WIDTH, calendar_weeks};
use super::canvas::{Align, Board, Canvas, Drawing, Type, estimated_width, fitted};
use crate::theme::{Pen, Token};
use crate::words::{Words, developer_letter, severity_mark, words};
use beredd_model::{Audit, Gap, Lang, Phase, RoadmapItem, Severity};
use std::collections::BTreeMap;

/// Heights in tenths of a pixel.
const TOP: i32 = 280;
const PHASE_HEIGHT: i32 = 330;
const ROW_HEIGHT: i32 = 290;
const BAR_HEIGHT: i32 = 200;
const FOOT: i32 = 420;

/// Draws the roadmap: a bar from start to end of each item, coloured by the gap's severity, with its mark, days and the
/// developer's letter; a thick frame on the critical path; phases headed by the score and the gate after them.
///
/// The height grows with the items; titles that would not fit end in an ellipsis.
#[must_use]
pub fn timeline(audit: &Audit, lang: Lang) -> Drawing {
    drawn(audit, &audit.roadmap.items, &Calendar::new(&audit.roadmap), lang)
}

/// Draws a part of the roadmap as [`timeline`] draws the whole: these items, on the weeks in which they lie. For roadmaps so
/// long that nobody could read them in one piece.
#[must_use]
pub fn timeline_part(audit: &Audit, items: &[RoadmapItem], lang: Lang) -> Drawing {
    drawn(audit, items, &Calendar::around(&audit.roadmap, items), lang)
}

fn drawn(audit: &Audit, items: &[RoadmapItem], calendar: &Calendar, lang: Lang) -> Drawing {
    let words = words(lang);
    let gaps: BTreeMap<&str, &Gap> = audit.gaps.iter().map(|gap| (gap.id.as_str(), gap)).collect();
    let rows = rows(audit, items);
    let bottom = rows.iter().fold(TOP, |y, row| y.saturating_add(row.height()));
    let height = u32::try_from(bottom.saturating_add(FOOT) / 10).unwrap_or(u32::MAX);
    let description = format!(
        "{} · {} · {}",
        words.count(crate::words::length(items), words.nouns.gap),
        words.count(audit.roadmap.developers, words.nouns.developer),
        words.count(calendar_weeks(&audit.roadmap), words.nouns.week),
    );
    Canvas::new(WIDTH, height).drawing(words.labels.roadmap, &description, |board| {
        calendar.draw(board, TOP, bottom, words);
        let mut y = TOP;
        for row in &rows {
            match row {
                Row::Phase(phase) => draw_phase(board, y, phase, words),
                Row::Item(item) => {
                    draw_item(board, y, item, gaps.get(item.gap.as_str()).copied(), calendar, words)
                }
            }
            y = y.saturating_add(row.height());
        }
        legend(board, bottom.saturating_add(260), words);
    })
}

/// A row of the chart.
enum Row<'a> {
    Phase(&'a Phase),
    Item(&'a RoadmapItem),
}

impl Row<'_> {
    const fn height(&self) -> i32 {
        match self {
            Self::Phase(_) => PHASE_HEIGHT,
            Self::Item(_) => ROW_HEIGHT,
        }
    }
}

/// The items in order, with a phase's heading wherever the phase changes.
fn rows<'a>(audit: &'a Audit, items: &'a [RoadmapItem]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut current = None;
    for item in items {
        if current != Some(item.phase) {
            current = Some(item.phase);
            rows.extend(audit.roadmap.phases.iter().find(|phase| phase.phase == item.phase).map(Row::Phase));
        }
        rows.push(Row::Item(item));
    }
    rows
}

fn draw_phase(board: &mut Board<'_>, top: i32, phase: &Phase, words: &Words) {
    let (from, to) = (top.saturating_add(50), top.saturating_add(PHASE_HEIGHT - 20));
    let y = from.saturating_add(to.saturating_sub(from) / 2);
    board.band((0, from), (9200, to), Token::SurfaceSunken);
    let heading = (words.say.phase)(phase.phase, phase.severity);
    board.text(&heading, (120, y), Align::Start, Type::Heading, Token::Ink);
    let gate = if phase.is_gate_open_after { words.say.gate_open } else { words.say.gate_closed };
    let after = (words.say.after_phase)(
        &words.days(phase.likely_hours),
        &words.points(phase.proven_after_permille),
        gate,
    );
    board.text(&after, (RIGHT, y), Align::End, Type::Label, Token::InkSoft);
}

fn draw_item(
    board: &mut Board<'_>,
    top: i32,
    item: &RoadmapItem,
    gap: Option<&Gap>,
    calendar: &Calendar,
    words: &Words,
) {
    let severity = gap.map_or(Severity::Low, |gap| gap.severity);
    let title = gap.map_or(item.gap.as_str(), |gap| gap.title.get(words.lang));
    let middle = top.saturating_add(ROW_HEIGHT / 2);
    let title = fitted(title, LEFT.saturating_sub(240), Type::Label);
    board.text(&title, (LEFT.saturating_sub(120), middle), Align::End, Type::Label, Token::InkSoft);

    let (from, to) = (calendar.x(item.start_hour), calendar.x(item.end_hour));
    let to = to.max(from.saturating_add(40));
    let (above, below) = (middle.saturating_sub(BAR_HEIGHT / 2), middle.saturating_add(BAR_HEIGHT / 2));
    let (fill, frame) = tokens(severity);
    let pen = if item.is_critical { Pen::RoundedThick } else { Pen::Rounded };
    board.bar((from, above), (to, below), fill, frame, pen);

    let days = words.days(item.end_hour.saturating_sub(item.start_hour));
    let note = format!("{} {days} · {}", severity_mark(severity), developer_letter(item.developer));
    let width = estimated_width(&note, Type::Small).saturating_add(160);
    let (at, align) = if to.saturating_sub(from) >= width {
        (from.saturating_add(80), Align::Start)
    } else if to.saturating_add(width) <= RIGHT {
        (to.saturating_add(60), Align::Start)
    } else {
        (from.saturating_sub(60), Align::End)
    };
    board.text(&note, (at, middle), align, Type::Small, Token::Ink);
}

fn legend(board: &mut Board<'_>, y: i32, words: &Words) {
    let mut x = LEFT;
    for severity in Severity::ALL {
        let name =
            format!("{} {}", severity_mark(severity), (words.severity_plural)(severity).to_lowercase());
        board.text(&name, (x, y), Align::Start, Type::Small, tokens(severity).1);
        x = x.saturating_add(estimated_width(&name, Type::Small)).saturating_add(220);
    }
    board.text(words.labels.critical_path, (RIGHT, y), Align::End, Type::Small, Token::InkSoft);
}

/// The fill and the frame of a severity.
const fn tokens(severity: Severity) -> (Token, Token) {
    match severity {
        Severity::Critical => (Token::CriticalSoft, Token::Critical),
        Severity::High => (Token::HighSoft, Token::High),
        Severity::Medium => (Token::MediumSoft, Token::Medium),
        Severity::Low => (Token::LowSoft, Token::Low),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Theme;
    use crate::sample::sample;
    use beredd_model::Text;

    fn bars(svg: &str) -> usize {
        let document = roxmltree::Document::parse(svg).unwrap();
        let frames = |node: &roxmltree::Node<'_, '_>| {
            node.has_tag_name("rect") && node.attribute("fill") == Some("none")
        };
        document.descendants().filter(frames).count()
    }

    #[test]
    fn one_bar_for_each_item_at_any_number() {
        let audit = sample();
        for count in [0_u32, 1, 5, 200] {
            let mut audit = audit.clone();
            let items = audit.roadmap.items.clone();
            audit.roadmap.items =
                (0..count).map(|n| items[usize::try_from(n).unwrap() % 5].clone()).collect();
            audit.roadmap.items.sort_by_key(|item| item.phase);
            let drawing = timeline(&audit, Lang::Sv);
            assert_eq!(bars(&drawing.svg(Theme::Page)), usize::try_from(count).unwrap());
            assert!(drawing.size().1 >= count * 29);
        }
    }

    #[test]
    fn a_part_shows_its_items_and_no_others() {
        let audit = sample();
        let part = &audit.roadmap.items[1..3];
        let svg = timeline_part(&audit, part, Lang::En).svg(Theme::Page);
        assert_eq!(bars(&svg), 2);
        assert!(svg.len() < timeline(&audit, Lang::En).svg(Theme::Page).len());
        assert_eq!(bars(&timeline_part(&audit, &[], Lang::En).svg(Theme::Page)), 0);
    }

    #[test]
    fn the_critical_path_has_a_thick_frame() {
        let audit = sample();
        let svg = timeline(&audit, Lang::En).svg(Theme::Light);
        let critical = audit.roadmap.items.iter().filter(|item| item.is_critical).count();
        assert_eq!(svg.matches("stroke-width=\"25\"").count(), critical);
        assert!(svg.contains("◆ 8\u{a0}d · B") && svg.contains("Phase 2 · High"), "{svg}");
    }

    #[test]
    fn a_hostile_title_is_text() {
        let mut audit = sample();
        audit.gaps[0].title = Text::same("</text><script>alert(1)</script>\u{0}\u{1b}&\" fill=\"#0000BE\" ");
        audit.roadmap.items[1].gap = "no such gap \u{ffff}".into();
        audit.roadmap.items[2].end_hour = u32::MAX;
        audit.roadmap.items[2].developer = u32::MAX;
        let svg = timeline(&audit, Lang::En).svg(Theme::Page);
        let document = roxmltree::Document::parse(&svg).unwrap();
        assert!(document.descendants().all(|node| !node.has_tag_name("script")));
        assert!(svg.contains("&lt;/text&gt;&lt;script&gt;"));
    }
}
