//! The checks as rules: what each asks, why, what to do, what it cannot see, and where it stands among the criteria.

use super::{bag, short};
use crate::escape::{prose, visible};
use crate::words::words;
use beredd_model::{Audit, Category, CheckResult, Consequence, Lang, Severity};
use serde_json::{Value, json};
use serde_sarif::sarif::{
    MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor,
};
use std::collections::BTreeSet;

/// Rules in one file. The catalogue has about a hundred; a file from elsewhere may claim any number.
const RULES: usize = 1_000;
/// Tags of one rule that GitHub takes in.
const TAGS: usize = 20;

/// A rule for each check of the audit, by id.
pub(super) fn rules(audit: &Audit, lang: Lang) -> Vec<ReportingDescriptor> {
    let mut seen = BTreeSet::new();
    let checks = audit.checks.iter().filter(|check| seen.insert(check.id.as_ref()));
    checks.take(RULES).map(|check| rule(audit, check, lang)).collect()
}

/// The id of a check as a rule's: what results refer to.
pub(super) fn id(check: &str) -> String {
    short(&visible(check))
}

fn rule(audit: &Audit, check: &CheckResult, lang: Lang) -> ReportingDescriptor {
    let labels = &words(lang).labels;
    let plain = |text: &str| message(&short(&visible(text)), None);
    let parts = [(labels.why, &check.why), (labels.fix, &check.fix), (labels.limits, &check.limits)];
    let help = |heading: &dyn Fn(&str) -> String, write: &dyn Fn(&str) -> String| -> String {
        let parts =
            parts.iter().map(|(label, text)| format!("{}\n\n{}", heading(label), write(text.get(lang))));
        parts.collect::<Vec<_>>().join("\n\n")
    };
    let severity = worst(audit, check);
    ReportingDescriptor::builder()
        .id(id(&check.id))
        .name(name_of(&check.id))
        .short_description(plain(check.gap_title.get(lang)))
        .full_description(plain(check.claim.get(lang)))
        .help(message(
            &help(&|label| format!("{label}:"), &visible),
            Some(help(&|label| format!("## {label}"), &prose)),
        ))
        .default_configuration(ReportingConfiguration {
            level: Some(json!(super::level(severity))),
            ..Default::default()
        })
        .properties(properties(check, severity))
        .build()
}

/// The worst severity the check has in this audit; without a gap, what its consequence would give.
fn worst(audit: &Audit, check: &CheckResult) -> Severity {
    let found = audit.gaps.iter().filter(|gap| gap.check == check.id).map(|gap| gap.severity).min();
    found.unwrap_or(match check.consequence {
        Consequence::C1 | Consequence::C2 => Severity::Critical,
        Consequence::C3 | Consequence::C4 => Severity::High,
        Consequence::C5 => Severity::Medium,
    })
}

fn properties(check: &CheckResult, severity: Severity) -> PropertyBag {
    let mut tags = vec![check.criterion.to_string(), check.criterion.category.id().to_owned()];
    let standards =
        check.standards.iter().map(|one| short(&visible(&format!("{} {}", one.name, one.clause))));
    tags.extend(standards);
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    tags.truncate(TAGS);
    let problem = match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "recommendation",
    };
    let mut bag = bag(&[("problem.severity", json!(problem)), ("is_decisive", json!(check.is_decisive))]);
    if check.criterion.category == Category::Security {
        // GitHub shows a severity of its own for what is tagged `security`, from a figure of 0 to 10 written as text.
        bag.additional_properties.insert("security-severity".to_owned(), security_severity(severity));
    }
    bag.tags = Some(tags);
    bag
}

/// The middle of GitHub's own ranges: critical above 9.0, high from 7.0, medium from 4.0, low below.
fn security_severity(severity: Severity) -> Value {
    json!(match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
    })
}

/// The claim as a name: `PinsBaseImages` of `deployment/pins-base-images`.
fn name_of(id: &str) -> String {
    let claim = id.rsplit('/').next().unwrap_or(id);
    let words = claim.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words
        .flat_map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<Vec<_>>()
        })
        .collect();
    short(if name.is_empty() { "Check" } else { &name })
}

fn message(text: &str, markdown: Option<String>) -> MultiformatMessageString {
    MultiformatMessageString { markdown, properties: None, text: text.to_owned() }
}
