//! The answer as a badge: a small SVG for a README or a wiki, with nothing in it that comes from the archive.

use crate::words::words;
use beredd_model::{Audit, Band, Lang};

/// Pixels of one letter of the face and size below, on the wide side; `textLength` then fits the text to its box whatever
/// face the reader has.
const LETTER: usize = 7;
/// Pixels on either side of a text.
const MARGIN: usize = 8;

/// Score and gate as an SVG badge. It says in words what its colour says.
#[must_use]
pub fn badge(audit: &Audit, lang: Lang) -> String {
    let words = words(lang);
    let points = words.points(audit.score.points.proven_permille);
    let gate = if audit.gate.is_open { words.say.gate_open } else { words.say.gate_closed };
    let (name, answer) = ("beredd", format!("{points} · {gate}"));
    let colour = match (audit.gate.is_open, audit.score.band) {
        (false, _) => "#9d1b2e",
        (true, Band::Ready) => "#23633f",
        (true, Band::Nearly) => "#7a5d00",
        (true, Band::Significant) => "#a4480b",
    };
    let (left, right) = (width(name), width(&answer));
    let whole = left + right;
    let text = |at: usize, text: &str| {
        format!(
            "<text x=\"{}\" y=\"14\" textLength=\"{}\">{text}</text>",
            at + MARGIN,
            width(text).saturating_sub(2 * MARGIN)
        )
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" aria-label=\"{name}: {answer}\">\
         <title>{name}: {answer}</title>\
         <clipPath id=\"round\"><rect width=\"{whole}\" height=\"20\" rx=\"3\"/></clipPath>\
         <g clip-path=\"url(#round)\"><rect width=\"{left}\" height=\"20\" fill=\"#3b4348\"/>\
         <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{colour}\"/></g>\
         <g fill=\"#ffffff\" font-family=\"Verdana, DejaVu Sans, sans-serif\" font-size=\"11\">{}{}</g></svg>\n",
        text(0, name),
        text(left, &answer),
    )
}

fn width(text: &str) -> usize {
    text.chars().count() * LETTER + 2 * MARGIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;

    #[test]
    fn it_says_score_and_gate_in_words_and_takes_nothing_from_the_archive() {
        let mut audit = sample();
        audit.archive.name = "</svg><script>".into();
        for (lang, open, closed) in [
            (Lang::En, "57.6 · gate open", "57.6 · gate closed"),
            (Lang::Sv, "57,6 · spärren öppen", "57,6 · spärren stängd"),
        ] {
            let drawn = [false, true].map(|is_open| {
                audit.gate.is_open = is_open;
                badge(&audit, lang)
            });
            for (svg, words) in drawn.iter().zip([closed, open]) {
                let xml = roxmltree::Document::parse(svg).unwrap();
                let texts: Vec<&str> = xml
                    .descendants()
                    .filter(|node| node.has_tag_name("text"))
                    .filter_map(|node| node.text())
                    .collect();
                assert_eq!(texts, ["beredd", words]);
            }
            assert_ne!(drawn[0], drawn[1]);
        }
    }
}
