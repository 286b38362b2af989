//! The report against its golden text, and against archives that try to write it themselves.

use super::*;
use crate::sample::sample;
use beredd_model::Text;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Markup, mentions, tables, entities, HTML, links of every kind, and characters that reorder text.
const HOSTILE: [&str; 18] = [
    "<script>alert(1)</script>",
    "<script x",
    "<!-- comment",
    "<b",
    "x` <b>a</b> ![i](j) `y",
    "![x](http://evil.example/a.png)",
    "[click](javascript:alert(1)) [a]: http://evil.example",
    "https://evil.example www.evil.example a@evil.example <http://evil.example>",
    "a | b \\| c || d",
    "`code` ``` ~~~ ``",
    "# heading",
    "- [ ] item",
    "1. item",
    "> quote\n\n## heading\n\n| a |\n|---|\n",
    "*a* **b** _c_ __d__ ~~e~~ $x$ &lt;b&gt; &#60;",
    "\\",
    "--- === ***",
    "\u{202e}\u{0}\u{1b}[31m",
];

fn audit_saying(words: &str) -> Audit {
    let mut audit = sample();
    words.clone_into(&mut audit.archive.name);
    audit.archive.skipped[0].path = words.to_owned();
    audit.archive.problems[0].path = words.to_owned();
    audit.archive.problems[0].message = Text::same(words);
    audit.profile.name = words.to_owned();
    audit.profile.source = words.to_owned();
    audit.llm.providers = vec![words.to_owned()];
    audit.contradictions[0].claim_path = words.to_owned();
    for gap in &mut audit.gaps {
        for text in [&mut gap.title, &mut gap.impact, &mut gap.recommendation, &mut gap.severity_reason] {
            *text = Text::same(words);
        }
        gap.effort.basis = Text::same(words);
    }
    for check in &mut audit.checks {
        check.id = words.to_owned().into();
        for text in [&mut check.claim, &mut check.summary, &mut check.limits] {
            *text = Text::same(words);
        }
        check.searched.signals = vec![words.to_owned()];
        check.evidence[0].what = Text::same(words);
    }
    audit
}

/// The structure of a document: which elements follow each other, without their text. Where text may become code or
/// several runs, runs are one.
fn structure(document: &str) -> Vec<String> {
    let mut shape: Vec<String> = Vec::new();
    for event in Parser::new_ext(document, Options::all()) {
        let name = match event {
            Event::Text(_) | Event::Code(_) => "text".to_owned(),
            other => format!("{other:?}"),
        };
        if shape.last() != Some(&name) || name != "text" {
            shape.push(name);
        }
    }
    shape
}

#[test]
fn the_report_reads_as_agreed() {
    crate::sample::agreed("report.en.md", &markdown(&sample(), Lang::En));
    crate::sample::agreed("report.sv.md", &markdown(&sample(), Lang::Sv));
}

#[test]
fn nothing_from_the_archive_becomes_markup() {
    let expected = structure(&markdown(&audit_saying("plain"), Lang::En));
    for hostile in HOSTILE {
        let document = markdown(&audit_saying(hostile), Lang::En);
        for event in Parser::new_ext(&document, Options::all()) {
            let is_own = match &event {
                Event::Html(html) => {
                    let line = html.trim();
                    let summary =
                        line.strip_prefix("<summary>").and_then(|rest| rest.strip_suffix("</summary>"));
                    matches!(line, "<details>" | "</details>")
                        || summary.is_some_and(|own| !own.contains(['<', '&']))
                }
                _ => false,
            };
            let is_foreign = !is_own
                && matches!(
                    event,
                    Event::Html(_)
                        | Event::InlineHtml(_)
                        | Event::InlineMath(_)
                        | Event::FootnoteReference(_)
                )
                || matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)));
            assert!(!is_foreign, "{hostile:?} became {event:?}");
        }
        let shape = structure(&document);
        let differs = shape.iter().zip(&expected).find(|(found, wanted)| found != wanted);
        assert!(differs.is_none() && shape.len() == expected.len(), "{hostile:?}: {differs:?}");
    }
}

#[test]
fn escaped_text_reads_as_it_was_written() {
    for hostile in HOSTILE {
        let document = prose(hostile);
        let read: String = Parser::new_ext(&document, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
            .filter_map(|event| match event {
                Event::Text(text) => Some(text.replace('\u{2060}', "")),
                // Backticks that paired up made code of what they held, and are gone.
                Event::Code(code) => Some(format!("`{code}`")),
                _ => None,
            })
            .collect();
        // Spaces at the ends of code are the renderer's to drop.
        assert_eq!(read.replace(' ', ""), crate::escape::visible(hostile).replace(' ', ""));
    }
}

#[test]
fn no_bare_address_is_left_for_a_forge_to_link() {
    let document =
        markdown(&audit_saying("https://evil.example www.evil.example @anna a@evil.example #12"), Lang::Sv);
    // Code is never linked: what matters is what stands outside it.
    let outside: String = document.split('`').step_by(2).collect();
    for bare in ["https://", "www.", "@anna", "a@evil", "#12"] {
        assert!(!outside.contains(bare), "{bare}");
    }
}

#[test]
fn long_lists_are_counted_not_written() {
    let mut audit = sample();
    let skip = audit.archive.skipped[0].clone();
    audit.archive.skipped = vec![skip; 60_000];
    let document = markdown(&audit, Lang::En);
    assert!(document.len() < 40_000 && document.contains("and 59900 more") && document.contains("60,000"));
}

#[test]
fn an_audit_of_nothing_is_still_a_report() {
    let mut audit = sample();
    audit.gaps.clear();
    audit.checks.clear();
    audit.categories.clear();
    audit.criteria.clear();
    audit.roadmap.items.clear();
    audit.roadmap.phases.clear();
    audit.gate.blockers.clear();
    for lang in Lang::ALL {
        let document = markdown(&audit, lang);
        assert!(document.contains((words(lang).say.gate)(&audit.gate).as_str()));
    }
}
