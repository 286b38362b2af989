//! The drawing board: shapes by token and pen, in tenths of a pixel.

use crate::theme::{self, Pen, Theme, Token};
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBAColor, RGBColor, ShapeStyle, TextStyle};

/// A point in tenths of a pixel, from the upper left.
pub(super) type Point = (i32, i32);

/// A finished drawing, not yet coloured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    drawn: String,
    size: (u32, u32),
    title: String,
    description: String,
}

impl Drawing {
    /// The SVG document in the colours of a theme: scalable (a view box, no fixed size), with a role, a title and a
    /// description, and without any outside reference.
    #[must_use]
    pub fn svg(&self, theme: Theme) -> String {
        theme::dress(&self.drawn, self.size, &self.title, &self.description, theme)
    }

    /// Width and height of the view box, in pixels: the drawing's natural proportions.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        self.size
    }
}

/// How a text stands at its point; vertically it is always centred.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Start,
    Middle,
    End,
}

/// The sizes and weights of the charts' texts.
#[derive(Clone, Copy)]
pub(super) enum Type {
    Label,
    Value,
    Small,
    Heading,
}

impl Type {
    /// What plotters divides by 1.24, a little over the size wanted: decimals are cut when the drawing is dressed.
    const fn size_for_plotters(self) -> f64 {
        match self {
            Self::Label => 155.1,
            Self::Value | Self::Heading => 161.3,
            Self::Small => 136.5,
        }
    }

    /// The size in tenths of a pixel.
    const fn size(self) -> i32 {
        match self {
            Self::Label => 125,
            Self::Value | Self::Heading => 130,
            Self::Small => 110,
        }
    }

    const fn weight(self) -> FontStyle {
        match self {
            Self::Label | Self::Small => FontStyle::Normal,
            Self::Value | Self::Heading => FontStyle::Bold,
        }
    }
}

/// Draws. The backend writes into memory and cannot fail there, so results are not passed on.
pub(super) struct Canvas {
    drawn: String,
    size: (u32, u32),
}

impl Canvas {
    /// A canvas of this many whole pixels.
    pub(super) const fn new(width: u32, height: u32) -> Self {
        Self { drawn: String::new(), size: (width, height) }
    }

    /// Runs `draw` on a board and gives the drawing.
    pub(super) fn drawing(
        mut self,
        title: &str,
        description: &str,
        draw: impl FnOnce(&mut Board<'_>),
    ) -> Drawing {
        let mut board = Board { backend: SVGBackend::with_string(&mut self.drawn, self.size) };
        draw(&mut board);
        let _ = board.backend.present();
        drop(board);
        Drawing {
            drawn: self.drawn,
            size: self.size,
            title: title.to_owned(),
            description: description.to_owned(),
        }
    }
}

/// Where shapes are drawn.
pub(super) struct Board<'a> {
    backend: SVGBackend<'a>,
}

impl Board<'_> {
    pub(super) fn line(&mut self, from: Point, to: Point, ink: Token, pen: Pen, width: u32) {
        let _ = self.backend.draw_line(from, to, &style(ink, pen, width));
    }

    /// An open line through the points.
    pub(super) fn path(&mut self, points: &[Point], ink: Token, pen: Pen, width: u32) {
        let _ = self.backend.draw_path(points.iter().copied(), &style(ink, pen, width));
    }

    /// A closed line through the points.
    pub(super) fn outline(&mut self, points: &[Point], ink: Token, pen: Pen, width: u32) {
        let closed: Vec<Point> = points.iter().chain(points.first()).copied().collect();
        self.path(&closed, ink, pen, width);
    }

    /// A filled area, so thin that what lies under it shows.
    pub(super) fn area(&mut self, points: &[Point], ink: Token) {
        let style = ShapeStyle { color: colour(ink, Pen::Plain).mix(0.18), filled: true, stroke_width: 0 };
        let _ = self.backend.fill_polygon(points.iter().copied(), &style);
    }

    /// A rectangle with rounded corners, filled and framed.
    pub(super) fn bar(&mut self, from: Point, to: Point, fill: Token, frame: Token, pen: Pen) {
        let _ = self.backend.draw_rect(from, to, &style(fill, Pen::Rounded, 0), true);
        let _ = self.backend.draw_rect(from, to, &style(frame, pen, 10), false);
    }

    /// A plain band, to stand behind a heading.
    pub(super) fn band(&mut self, from: Point, to: Point, fill: Token) {
        let _ = self.backend.draw_rect(from, to, &style(fill, Pen::Plain, 0), true);
    }

    pub(super) fn dot(&mut self, at: Point, radius: u32, ink: Token) {
        let _ = self.backend.draw_circle(at, radius, &style(ink, Pen::Plain, 0), true);
    }

    pub(super) fn text(&mut self, text: &str, at: Point, align: Align, kind: Type, ink: Token) {
        let across = match align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let font = ("sans-serif", kind.size_for_plotters(), kind.weight()).into_font();
        let ink = colour(ink, Pen::Plain);
        let style = TextStyle::from(font).color(&ink).pos(Pos::new(across, VPos::Center));
        let _ = self.backend.draw_text(&crate::escape::visible(text), &style, at);
    }
}

/// About how wide a text is, in tenths of a pixel: an estimate by kind of letter, a little generous.
pub(super) fn estimated_width(text: &str, kind: Type) -> i32 {
    let hundredths: i32 = text.chars().map(hundredths_of_size).fold(0, i32::saturating_add);
    hundredths.saturating_mul(kind.size()) / 100
}

/// The text, cut with an ellipsis where it would be wider than `width` tenths of a pixel.
pub(super) fn fitted(text: &str, width: i32, kind: Type) -> String {
    let text = crate::escape::visible(text);
    if estimated_width(&text, kind) <= width {
        return text;
    }
    let mut kept = String::new();
    let mut used = estimated_width("…", kind);
    for letter in text.chars() {
        used = used.saturating_add(hundredths_of_size(letter).saturating_mul(kind.size()) / 100);
        if used > width {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// Hundredths of the font's size that a letter takes in a wide sans-serif face (DejaVu Sans, rounded): what fits in it
/// fits in the narrower ones too.
const fn hundredths_of_size(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 30,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | '!' | 'I' | 'f' | 't' | '/' | '\\' | '·' => 38,
        'r' | '(' | ')' | '-' | '[' | ']' => 43,
        'm' | 'M' | 'W' | '%' | '@' | '…' | '◆' | '▲' | '■' => 99,
        'w' | 'A'..='Z' | 'Å' | 'Ä' | 'Ö' | '+' | '=' | '<' | '>' => 80,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{ffdc}' | '\u{1f000}'.. => 105,
        _ => 63,
    }
}

fn style(ink: Token, pen: Pen, width: u32) -> ShapeStyle {
    ShapeStyle { color: colour(ink, pen), filled: false, stroke_width: width }
}

fn colour(ink: Token, pen: Pen) -> RGBAColor {
    let (r, g, b) = theme::sentinel(ink, pen);
    RGBColor(r, g, b).to_rgba()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_a_short_one_is_not() {
        assert_eq!(fitted("Larm", 2000, Type::Label), "Larm");
        let cut = fitted(&"mycket lång rubrik ".repeat(20), 2000, Type::Label);
        assert!(cut.ends_with('…') && estimated_width(&cut, Type::Label) <= 2000, "{cut}");
        assert!(fitted(&"漢".repeat(100), 2000, Type::Label).chars().count() < 16);
        assert_eq!(fitted("abc", 0, Type::Label), "…");
    }
}
