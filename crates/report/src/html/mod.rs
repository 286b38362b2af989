//! The audit as one HTML file: everything inside, nothing outside. No script, no font, no request.
//!
//! Its own content policy forbids every request and every script, so even a mistake here could not reach out. Charts are
//! inlined in the page's tokens: light and dark follow the reader's system, and paper is light.

mod overview;
mod proof;
mod work;
mod writer;

use crate::escape::xml;
use crate::theme;
use crate::words::words;
use beredd_model::{Audit, Gap, GapId, Lang, Outcome, Place, Severity};
use std::collections::BTreeMap;
use writer::Writer;

/// Letters of a title where another gap refers to it.
const LETTERS: usize = 200;

const STYLE: &str = include_str!("report.css");

/// The whole report as a file that can be mailed, opened from a disk and printed.
#[must_use]
pub fn html(audit: &Audit, lang: Lang) -> String {
    let title = format!("{}: {}", words(lang).labels.report, audit.archive.name);
    let gaps: Gaps<'_> = audit.gaps.iter().map(|gap| (gap.id.as_str(), gap)).collect();
    let mut page = Writer::default();
    page.own(&format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n<style>\n{}{STYLE}</style>\n\
         </head>\n<body>\n",
        lang.code(),
        xml(&title),
        theme::style_sheet(),
    ));
    page.element("main", "", |page| {
        overview::write(page, audit, &gaps, lang);
        work::write(page, audit, &gaps, lang);
        proof::write(page, audit, lang);
    });
    page.own("\n</body>\n</html>\n");
    page.finish()
}

const fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "tag critical",
        Severity::High => "tag high",
        Severity::Medium => "tag medium",
        Severity::Low => "tag low",
    }
}

const fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "tag pass",
        Outcome::Partial => "tag partial",
        Outcome::Fail => "tag fail",
        Outcome::Unknown => "tag unknown",
        Outcome::NotApplicable => "tag none",
    }
}

/// The gaps by their ids, made once: an audit can hold many, and every one may name others.
type Gaps<'a> = BTreeMap<&'a str, &'a Gap>;

/// A gap by its criterion and title; an id that leads nowhere is shown as it stands.
fn gap_name(gaps: &Gaps<'_>, id: &GapId, lang: Lang) -> String {
    // A title is cut where others refer to it, so that a file from elsewhere cannot multiply a long one.
    let named = |gap: &&Gap| {
        format!("{} {}", gap.criterion, gap.title.get(lang).chars().take(LETTERS).collect::<String>())
    };
    gaps.get(id.as_str()).map_or_else(|| id.clone(), named)
}

/// `path:line` or `path:line-end`.
fn place_text(place: &Place) -> String {
    if place.end_line > place.line {
        format!("{}:{}-{}", place.path, place.line, place.end_line)
    } else {
        format!("{}:{}", place.path, place.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;
    use beredd_model::Text;

    #[test]
    fn the_file_reaches_out_to_nothing() {
        for lang in Lang::ALL {
            let document = html(&sample(), lang);
            for reference in ["<script", "<img", "<link", "<a ", "href", "src=", "url(", "@import", "on="] {
                assert!(!document.contains(reference), "{reference}");
            }
            let addresses = document.matches("http").count();
            assert_eq!(
                addresses,
                document.matches("http://www.w3.org/2000/svg").count() + 1,
                "one is http-equiv"
            );
        }
    }

    #[test]
    fn it_is_well_formed_and_says_everything() {
        let audit = sample();
        for lang in Lang::ALL {
            let document = html(&audit, lang);
            let body = document.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0;
            let parsed = roxmltree::Document::parse(body.trim()).unwrap();
            let said: String =
                parsed.descendants().filter_map(|node| node.text()).collect::<Vec<_>>().join(" ");
            for gap in &audit.gaps {
                assert!(said.contains(gap.title.get(lang)) && said.contains(gap.effort.basis.get(lang)));
            }
            for check in &audit.checks {
                assert!(said.contains(check.claim.get(lang)) && said.contains(check.limits.get(lang)));
            }
            for score in &audit.categories {
                assert!(said.contains(&words(lang).points(score.points.possible_permille)));
            }
            assert!(said.contains(&audit.archive.sha256) && said.contains("../../etc/passwd"));
            assert_eq!(parsed.descendants().filter(|node| node.has_tag_name("svg")).count(), 3);
        }
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut audit = sample();
        let hostile = "\"><script>alert(1)</script><img src=x onerror=1>\u{0}\u{1b}&amp;]]>--></style>";
        audit.archive.name = hostile.to_owned();
        audit.archive.skipped[0].path = hostile.to_owned();
        audit.archive.problems[0].message = Text::same(hostile);
        audit.profile.name = hostile.to_owned();
        audit.gaps[0].title = Text::same(hostile);
        audit.gaps[0].names = vec![hostile.to_owned()];
        audit.gate.blockers.push(hostile.to_owned());
        audit.checks[0].summary = Text::same(hostile);
        audit.checks[0].searched.signals = vec![hostile.to_owned()];
        let document = html(&audit, Lang::Sv);
        assert!(!document.contains("<script") && !document.contains("<img"));
        let body = document.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0;
        assert!(roxmltree::Document::parse(body.trim()).is_ok());
    }
}
