//! The criteria as JUnit XML, for CI systems that show test results: a suite for each category, a case for each criterion.
//!
//! A criterion that is met in part or not at all is a failure, with what is missing and where. One that the archive cannot
//! decide, or that does not apply, is skipped and says why: it is no failure, and it is never a pass. So is one whose gap
//! people have decided to live with. No times are given: an audit has none.

use crate::escape::visible;
use crate::words::{Words, words};
use beredd_model::{Audit, CheckResult, CriterionScore, Gap, Lang, Outcome};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};
use std::collections::BTreeMap;

/// Places named in a failure before the rest is counted.
const PLACES: usize = 20;
/// Letters of one text: a CI system shows a line of it, and a file from elsewhere may hold any number.
const LETTERS: usize = 4_000;

/// The criteria as JUnit XML, with texts in `lang`. The same audit gives the same bytes.
#[must_use]
pub fn junit(audit: &Audit, lang: Lang) -> String {
    let book = Book::new(audit, lang);
    let mut report = Report::new("Beredd");
    for category in &audit.categories {
        let mut suite = TestSuite::new((book.words.category)(category.id));
        let points = category.points;
        suite.add_property(Property::new("proven_permille", points.proven_permille.to_string()));
        suite.add_property(Property::new("possible_permille", points.possible_permille.to_string()));
        suite.add_property(Property::new("coverage_permille", points.coverage_permille.to_string()));
        for criterion in audit.criteria.iter().filter(|criterion| criterion.category == category.id) {
            suite.add_test_case(book.case(criterion));
        }
        report.add_test_suite(suite);
    }
    // Writing to memory does not fail, and what XML cannot hold has been taken out of every text.
    report.to_string().unwrap_or_default()
}

/// Checks and gaps by what they are looked up by, made once.
struct Book<'a> {
    words: &'static Words,
    checks: BTreeMap<&'a str, &'a CheckResult>,
    gaps: BTreeMap<&'a str, &'a Gap>,
}

impl<'a> Book<'a> {
    fn new(audit: &'a Audit, lang: Lang) -> Self {
        Self {
            words: words(lang),
            checks: audit.checks.iter().map(|check| (check.id.as_ref(), check)).collect(),
            gaps: audit.gaps.iter().map(|gap| (gap.check.as_ref(), gap)).collect(),
        }
    }

    /// The criterion as a case. Its first check is the decisive one.
    fn case(&self, criterion: &CriterionScore) -> TestCase {
        let lang = self.words.lang;
        let decisive = criterion.checks.first().and_then(|id| self.checks.get(id.as_ref()).copied());
        let claim = decisive.map_or_else(String::new, |check| format!(" {}", short(check.claim.get(lang))));
        let mut case = TestCase::new(format!("{}{claim}", criterion.id), self.status(criterion, decisive));
        case.set_classname(format!("beredd.{}", criterion.category.id()));
        let points = criterion.points.proven_permille;
        case.add_property(Property::new("proven_permille", points.to_string()));
        let rest = criterion.checks.iter().skip(1).filter_map(|id| self.checks.get(id.as_ref()).copied());
        let rest: Vec<String> = rest.map(|check| self.line(check)).collect();
        if !rest.is_empty() {
            case.set_system_out(rest.join("\n"));
        }
        case
    }

    fn status(&self, criterion: &CriterionScore, decisive: Option<&CheckResult>) -> TestCaseStatus {
        let lang = self.words.lang;
        let summary = decisive.map_or_else(String::new, |check| short(check.summary.get(lang)));
        let gap = decisive.and_then(|check| self.gaps.get(check.id.as_ref()));
        let outcome = (self.words.outcome)(criterion.outcome);
        match criterion.outcome {
            Outcome::Pass => TestCaseStatus::success(),
            Outcome::Unknown | Outcome::NotApplicable => skipped(&format!("{outcome}: {summary}")),
            Outcome::Partial | Outcome::Fail => match gap.filter(|gap| !gap.standing.is_work()) {
                Some(gap) => {
                    let decided = (self.words.standing)(gap.standing).unwrap_or_default();
                    skipped(&format!("{decided}: {summary}"))
                }
                None => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    let kind = if criterion.outcome == Outcome::Partial { "partial" } else { "fail" };
                    status.set_type(kind).set_message(format!("{outcome}: {summary}"));
                    status.set_description(decisive.map_or_else(String::new, |check| self.detail(check)));
                    status
                }
            },
        }
    }

    /// What is missing, where, and what to do.
    fn detail(&self, check: &CheckResult) -> String {
        let (words, lang) = (self.words, self.words.lang);
        let labels = &words.labels;
        let mut lines = vec![short(check.summary.get(lang))];
        if let Some(gap) = self.gaps.get(check.id.as_ref()) {
            let severity = (words.severity)(gap.severity);
            lines.push(format!("{}: {severity}", labels.severity));
            lines.push(format!("{}: {}", labels.fix, short(gap.recommendation.get(lang))));
            for place in gap.sites.iter().take(PLACES) {
                lines.push(format!("{}:{}", short(place.path.as_str()), place.line));
            }
            let rest = gap.sites.len().saturating_sub(PLACES);
            if rest > 0 {
                lines.push((words.say.more)(&rest.to_string()));
            }
        }
        lines.push(format!("beredd explain {}", short(&check.id)));
        lines.join("\n")
    }

    fn line(&self, check: &CheckResult) -> String {
        let lang = self.words.lang;
        let (outcome, claim) = ((self.words.outcome)(check.outcome), short(check.claim.get(lang)));
        format!("{outcome}: {claim}. {}", short(check.summary.get(lang)))
    }
}

fn skipped(message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(message);
    status
}

fn short(text: &str) -> String {
    visible(text).chars().take(LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;
    use beredd_model::{Standing, Text};

    #[test]
    fn every_criterion_is_a_case_with_its_outcome() {
        let audit = sample();
        for lang in Lang::ALL {
            let document = junit(&audit, lang);
            let xml = roxmltree::Document::parse(&document).unwrap();
            let cases: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("testcase")).collect();
            assert_eq!(cases.len(), audit.criteria.len());
            for (case, criterion) in cases.iter().zip(&audit.criteria) {
                assert!(case.attribute("name").unwrap().starts_with(&criterion.id.to_string()));
                let children = |name| case.children().filter(|node| node.has_tag_name(name)).count();
                let expected = match criterion.outcome {
                    Outcome::Pass => (0, 0),
                    Outcome::Partial | Outcome::Fail => (1, 0),
                    Outcome::Unknown | Outcome::NotApplicable => (0, 1),
                };
                assert_eq!((children("failure"), children("skipped")), expected, "{}", criterion.id);
            }
            let root = xml.root_element();
            assert_eq!((root.attribute("tests"), root.attribute("failures")), (Some("6"), Some("4")));
        }
    }

    #[test]
    fn a_gap_that_people_live_with_is_skipped_and_says_so() {
        let mut audit = sample();
        audit.gaps[0].standing = Standing::Accepted;
        let document = junit(&audit, Lang::Sv);
        let accepted = (words(Lang::Sv).standing)(Standing::Accepted).unwrap();
        assert!(document.contains(&format!("<skipped message=\"{accepted}: ")), "{document}");
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut audit = sample();
        let hostile = "\"]]><script>&\u{0}\u{1b}[31m\u{202e}\u{fffe}<failure/>";
        for check in &mut audit.checks {
            check.claim = Text::same(hostile);
            check.summary = Text::same(&hostile.repeat(2_000));
        }
        let document = junit(&audit, Lang::En);
        let xml = roxmltree::Document::parse(&document).unwrap();
        assert!(!xml.descendants().any(|node| node.has_tag_name("script")));
        assert_eq!(xml.descendants().filter(|node| node.has_tag_name("failure")).count(), 4);
        assert!(document.chars().all(|c| c == '\n' || !c.is_control()) && document.len() < 200_000);
    }
}
