//! The colours of drawings and exported files, by name: the tokens of the page's style sheet.
//!
//! plotters writes literal colours. Drawings are therefore made in *sentinel* colours, `#TTPPBE` with the token's number
//! and the pen's, and [`dress`] puts the theme's values in their place, in one pass over the finished string. It is the
//! only place that edits what plotters wrote.

/// Which values the colours get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// `var(--token)`: the page's style sheet decides, so one drawing serves light, dark and print.
    Page,
    /// Plain values for paper and light screens.
    Light,
    /// Plain values for dark screens.
    Dark,
}

/// A colour by its name in the page's style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the token of the same name")]
pub enum Token {
    Surface,
    SurfaceRaised,
    SurfaceSunken,
    Line,
    LineStrong,
    Ink,
    InkSoft,
    InkFaint,
    Accent,
    AccentSoft,
    AccentInk,
    Critical,
    CriticalSoft,
    High,
    HighSoft,
    Medium,
    MediumSoft,
    Low,
    LowSoft,
    Pass,
    PassSoft,
    Partial,
    PartialSoft,
    Fail,
    FailSoft,
    Unknown,
    UnknownSoft,
}

/// What a stroke or a shape looks like beyond its colour and width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pen {
    Plain,
    Dashed,
    Dotted,
    Rounded,
    RoundedThick,
}

/// Token, name, value on light, value on dark.
const TOKENS: [(Token, &str, &str, &str); 27] = [
    (Token::Surface, "surface", "#f7f6f2", "#14181a"),
    (Token::SurfaceRaised, "surface-raised", "#ffffff", "#1c2225"),
    (Token::SurfaceSunken, "surface-sunken", "#eeece5", "#0f1214"),
    (Token::Line, "line", "#d9d5ca", "#313a3f"),
    (Token::LineStrong, "line-strong", "#b9b3a4", "#4a565d"),
    (Token::Ink, "ink", "#1d2327", "#e9ebe8"),
    (Token::InkSoft, "ink-soft", "#4c555b", "#b6bfc3"),
    (Token::InkFaint, "ink-faint", "#6b7379", "#8f9a9f"),
    (Token::Accent, "accent", "#0b5c6b", "#6cc3d1"),
    (Token::AccentSoft, "accent-soft", "#d7e8ea", "#173a41"),
    (Token::AccentInk, "accent-ink", "#ffffff", "#0b1c20"),
    (Token::Critical, "critical", "#9d1b2e", "#ff8f9b"),
    (Token::CriticalSoft, "critical-soft", "#f7dfe0", "#3d1a20"),
    (Token::High, "high", "#a4480b", "#f3a76a"),
    (Token::HighSoft, "high-soft", "#f8e6d6", "#3a2616"),
    (Token::Medium, "medium", "#7a5d00", "#e0c45a"),
    (Token::MediumSoft, "medium-soft", "#f4ecc9", "#332c11"),
    (Token::Low, "low", "#40606e", "#9cc0cf"),
    (Token::LowSoft, "low-soft", "#e0eaee", "#1d2d34"),
    (Token::Pass, "pass", "#1f6b3b", "#7fcf99"),
    (Token::PassSoft, "pass-soft", "#dcefe0", "#16301f"),
    (Token::Partial, "partial", "#7a5d00", "#e0c45a"),
    (Token::PartialSoft, "partial-soft", "#f4ecc9", "#332c11"),
    (Token::Fail, "fail", "#9d1b2e", "#ff8f9b"),
    (Token::FailSoft, "fail-soft", "#f7dfe0", "#3d1a20"),
    (Token::Unknown, "unknown", "#5a5470", "#bdb4dc"),
    (Token::UnknownSoft, "unknown-soft", "#e8e5f0", "#2a2638"),
];

/// The pens and the attributes they add; lengths in tenths of a pixel, as the canvas counts.
const PENS: [(Pen, &str); 5] = [
    (Pen::Plain, ""),
    (Pen::Dashed, " stroke-dasharray=\"50 40\""),
    (Pen::Dotted, " stroke-dasharray=\"20 40\""),
    (Pen::Rounded, " rx=\"40\" stroke-width=\"10\""),
    (Pen::RoundedThick, " rx=\"40\" stroke-width=\"25\""),
];

/// Marks a colour as a sentinel: the last of its three bytes.
const SENTINEL: u8 = 0xbe;

/// The faces of exported files; on the page the style sheet's face is inherited.
const FACES: &str =
    "Inter, 'Segoe UI', system-ui, -apple-system, 'Helvetica Neue', 'Liberation Sans', sans-serif";

impl Theme {
    /// The value of a token: `var(--accent)` on the page, `#0b5c6b` in a light file.
    #[must_use]
    pub fn value(self, token: Token) -> String {
        let found = TOKENS.iter().find(|(named, ..)| *named == token);
        found.map_or_else(String::new, |(_, name, light, dark)| match self {
            Self::Page => format!("var(--{name})"),
            Self::Light => (*light).to_owned(),
            Self::Dark => (*dark).to_owned(),
        })
    }
}

/// Every token as a custom property: light as the rule, dark where the reader's system asks for it on a screen.
pub(crate) fn style_sheet() -> String {
    let properties =
        |value: fn(&(Token, &str, &str, &str)) -> String| TOKENS.iter().map(value).collect::<String>();
    let light = properties(|(_, name, light, _)| format!("--{name}:{light};"));
    let dark = properties(|(_, name, _, dark)| format!("--{name}:{dark};"));
    format!(
        ":root{{color-scheme:light;{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}\n"
    )
}

/// The sentinel colour of a token drawn with a pen.
pub(crate) fn sentinel(token: Token, pen: Pen) -> (u8, u8, u8) {
    let token = TOKENS.iter().position(|(named, ..)| *named == token);
    let pen = PENS.iter().position(|(named, _)| *named == pen);
    let number = |place: Option<usize>| place.and_then(|place| u8::try_from(place).ok()).unwrap_or(0);
    (number(token), number(pen), SENTINEL)
}

/// Takes what plotters drew and gives the finished document: scalable, named, coloured by the theme.
///
/// A quotation mark inside a text is written `&quot;`, so an attribute can be recognised by its quotation marks.
pub(crate) fn dress(drawn: &str, size: (u32, u32), title: &str, description: &str, theme: Theme) -> String {
    let (_, shapes) = drawn.split_once(">\n").unwrap_or(("", drawn));
    let shapes = shapes.trim_end().trim_end_matches("</svg>");
    let face = if theme == Theme::Page { String::new() } else { format!(" font-family=\"{FACES}\"") };
    // A file may be shown on any ground: it brings its own. On the page the ground is the page's.
    let ground = match theme {
        Theme::Page => String::new(),
        Theme::Light | Theme::Dark => {
            format!("<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n", theme.value(Token::SurfaceRaised))
        }
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\"{face}>\n<title>{}</title>\n\
         <desc>{}</desc>\n{ground}<g transform=\"scale(.1)\">\n",
        size.0,
        size.1,
        crate::escape::xml(title),
        crate::escape::xml(description),
    );
    let shapes = shapes
        .replace(" opacity=\"1\"", "")
        .replace(" font-family=\"sans-serif\"", "")
        .replace(" font-weight=\"bold\"", " font-weight=\"650\"")
        .replace(" dy=\"0.5ex\"", " dy=\".35em\"")
        .replace(" \"/>", "\"/>");
    let mut pieces = shapes.split("=\"#");
    svg.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        svg.push_str(&coloured(piece, theme));
    }
    svg.push_str("</g>\n</svg>\n");
    whole_font_sizes(&svg)
}

/// `piece` is what follows `="#`: six digits, a quotation mark and the rest up to the next colour.
fn coloured(piece: &str, theme: Theme) -> String {
    let found = piece.split_once('"').and_then(|(digits, rest)| {
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, token, pen, mark] = number.to_be_bytes();
        let (token, ..) = TOKENS.get(usize::from(token)).filter(|_| mark == SENTINEL)?;
        let (_, ornament) = PENS.get(usize::from(pen))?;
        Some(format!("=\"{}\"{ornament}{rest}", theme.value(*token)))
    });
    found.unwrap_or_else(|| format!("=\"#{piece}"))
}

/// plotters divides a font's size by 1.24 and writes all digits; tenths of a pixel are fine enough.
fn whole_font_sizes(svg: &str) -> String {
    let mut pieces = svg.split("font-size=\"");
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (size, rest) = piece.split_once('"').unwrap_or((piece, ""));
        let whole = size.split_once('.').map_or(size, |(whole, _)| whole);
        written.push_str("font-size=\"");
        written.push_str(whole);
        written.push('"');
        written.push_str(rest);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentinel_becomes_the_theme_and_other_colours_stay() {
        let (r, g, b) = sentinel(Token::Pass, Pen::Dotted);
        let drawn =
            format!("<svg>\n<line stroke=\"#{r:02X}{g:02X}{b:02X}\"/><rect fill=\"#ABCDEF\"/></svg>\n");
        let page = dress(&drawn, (1, 1), "t", "d", Theme::Page);
        assert!(
            page.contains("stroke=\"var(--pass)\" stroke-dasharray=\"20 40\"/><rect fill=\"#ABCDEF\"/>"),
            "{page}"
        );
        assert!(dress(&drawn, (1, 1), "t", "d", Theme::Light).contains("stroke=\"#1f6b3b\""));
        assert!(dress(&drawn, (1, 1), "t", "d", Theme::Dark).contains("stroke=\"#7fcf99\""));
    }

    #[test]
    fn a_drawing_scales_has_a_name_and_reaches_out_to_nothing() {
        for theme in [Theme::Page, Theme::Light, Theme::Dark] {
            let svg = dress("<svg>\n</svg>\n", (30, 20), "a < b", "c & d", theme);
            let document = roxmltree::Document::parse(&svg).unwrap();
            let root = document.root_element();
            assert_eq!((root.attribute("viewBox"), root.attribute("role")), (Some("0 0 30 20"), Some("img")));
            assert_eq!((root.attribute("width"), root.attribute("height")), (None, None));
            let named = |name: &str| {
                root.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text())
            };
            assert_eq!((named("title"), named("desc")), (Some("a < b"), Some("c & d")));
            assert!(!svg.contains("href") && !svg.contains("url("));
            assert_eq!(svg.contains("width=\"100%\""), theme != Theme::Page);
        }
    }

    #[test]
    fn every_token_has_its_own_number() {
        for (number, (token, ..)) in TOKENS.iter().enumerate() {
            assert_eq!(usize::from(sentinel(*token, Pen::Plain).0), number);
        }
    }
}
