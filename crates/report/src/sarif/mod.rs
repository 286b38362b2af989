//! The open gaps as SARIF 2.1.0, for code scanning and editors: a rule for each check, a result for each affected place.
//!
//! What GitHub takes in is heeded, since a file over its limits is refused whole (documentation of code scanning, 2025:
//! 25,000 results a run of which 5,000 are kept, 20 tags a rule, 10 MB packed): a file holds at most [`RESULTS`] results, the
//! worst first, and every gap has at least one as long as there is room. What was left out is said in a notification.
//!
//! A result without a place would be refused too. A gap that is an absence is therefore shown at the repository's README,
//! or at its first file, and its message says that nothing was found.

mod rules;

use crate::escape::visible;
use crate::words::{Words, words};
use beredd_model::{Audit, Gap, Lang, Place, Problem, Severity, Standing};
use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, Message, Notification, PhysicalLocation, PropertyBag, Region,
    Result as Finding, ResultLevel, Run, RunAutomationDetails, Sarif, Suppression, Tool, ToolComponent,
};
use std::collections::BTreeMap;

/// Results in one file: what GitHub keeps of them.
const RESULTS: usize = 5_000;
/// Problems of reading that are told of.
const NOTIFICATIONS: usize = 100;
/// Letters in a message or a description; GitHub cuts descriptions at 1024.
const LETTERS: usize = 1_000;
/// Where the published schema of the format lies; a name, never fetched.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The gaps as a SARIF log, its messages in `lang`. The same audit gives the same bytes.
#[must_use]
pub fn sarif(audit: &Audit, lang: Lang) -> String {
    let words = words(lang);
    let (results, left_out) = results(audit, words);
    let driver = ToolComponent::builder()
        .name("Beredd")
        .version(visible(&audit.program.version))
        .language(lang.code())
        .rules(rules::rules(audit, lang))
        .properties(bag(&[("catalogue_sha256", json!(visible(&audit.program.catalogue_sha256)))]))
        .build();
    let invocation = Invocation::builder()
        .execution_successful(true)
        .tool_execution_notifications(notifications(audit, words, left_out))
        .build();
    let points = audit.score.points;
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .automation_details(RunAutomationDetails { id: Some("beredd/".to_owned()), ..Default::default() })
        .language(lang.code())
        .invocations(vec![invocation])
        .results(results)
        .properties(bag(&[
            ("archive_sha256", json!(visible(&audit.archive.sha256))),
            ("proven_permille", json!(points.proven_permille)),
            ("possible_permille", json!(points.possible_permille)),
            ("coverage_permille", json!(points.coverage_permille)),
            ("is_gate_open", json!(audit.gate.is_open)),
        ]))
        .build();
    let log = Sarif::builder().schema(SCHEMA).version("2.1.0").runs(vec![run]).build();
    // Serialising fails only for keys that are not text, and there are none.
    let mut document = serde_json::to_string_pretty(&log).unwrap_or_default();
    document.push('\n');
    document
}

/// The results, the worst gaps first, and how many places found no room.
fn results(audit: &Audit, words: &Words) -> (Vec<Finding>, usize) {
    let mut gaps: Vec<&Gap> = audit.gaps.iter().collect();
    gaps.sort_by_key(|gap| (gap.severity, !gap.standing.is_work()));
    let places = |gap: &Gap| gap.sites.len().max(1);
    let all = gaps.iter().fold(0_usize, |sum, gap| sum.saturating_add(places(gap)));
    let anchor = anchor(audit);
    let mut room = RESULTS;
    let mut results = Vec::new();
    for (number, gap) in gaps.iter().enumerate() {
        // One is kept back for each gap that follows.
        let follow = gaps.len().saturating_sub(number).saturating_sub(1);
        let share = places(gap).min(room.saturating_sub(follow)).max(usize::from(room > 0));
        room = room.saturating_sub(share);
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for site in 0..share {
            let place = gap.sites.get(site);
            let count = seen.entry(place.map_or("", |place| place.path.as_str())).or_default();
            results.push(result(gap, place, *count, anchor.as_ref(), words));
            *count = count.saturating_add(1);
        }
    }
    let left_out = all.saturating_sub(results.len());
    (results, left_out)
}

fn result(
    gap: &Gap,
    place: Option<&Place>,
    number: u32,
    anchor: Option<&Location>,
    words: &Words,
) -> Finding {
    let lang = words.lang;
    let verify = if gap.is_to_verify { format!(" ({})", words.labels.to_verify) } else { String::new() };
    let extent = words.affected(gap).map_or_else(String::new, |extent| format!(" {extent}."));
    let absent = if place.is_none() { format!(" {}", words.say.nothing_found) } else { String::new() };
    let impact = gap.impact.get(lang);
    let message = format!("{}{verify}.{extent}{absent} {impact}", gap.title.get(lang).trim_end_matches('.'));
    let path = place.map_or("", |place| place.path.as_str());
    Finding::builder()
        .rule_id(rules::id(&gap.check))
        .level(level(gap.severity))
        .message(message_of(&message))
        .locations(place.map(location).or_else(|| anchor.cloned()).into_iter().collect::<Vec<_>>())
        .partial_fingerprints(BTreeMap::from([(
            "bereddGapSite/v1".to_owned(),
            format!("{}:{}:{number}", visible(&gap.fingerprint), short(&visible(path))),
        )]))
        .suppressions(suppressions(gap))
        .properties(bag(&[
            ("criterion", json!(gap.criterion.to_string())),
            ("severity", json!(gap.severity)),
            ("is_to_verify", json!(gap.is_to_verify)),
            ("likely_hours", json!(gap.effort.likely_hours)),
            ("owner", json!(gap.owner)),
        ]))
        .build()
}

/// What people decided about the gap. Every result says it, since a log where only some do is read as undecided.
fn suppressions(gap: &Gap) -> Vec<Suppression> {
    let suppression = |reason: String| {
        Suppression::builder()
            .kind("external")
            .status("accepted")
            .justification(short(&visible(&reason)))
            .build()
    };
    match gap.standing {
        Standing::Accepted => gap
            .accepted
            .iter()
            .map(|risk| suppression(format!("{} ({}, {})", risk.reason, risk.owner, risk.expires)))
            .collect(),
        Standing::Attested => gap
            .attested
            .iter()
            .map(|one| suppression(format!("{} ({}, {})", one.evidence, one.who, one.date)))
            .collect(),
        Standing::Open | Standing::PartlyAccepted | Standing::Overruled => Vec::new(),
    }
}

/// What could not be read, and what found no room.
fn notifications(audit: &Audit, words: &Words, left_out: usize) -> Vec<Notification> {
    let problems = &audit.archive.problems;
    let mut told: Vec<Notification> =
        problems.iter().take(NOTIFICATIONS).map(|problem| notification(problem, words)).collect();
    for more in [problems.len().saturating_sub(NOTIFICATIONS), left_out] {
        if more > 0 {
            let message = message_of(&(words.say.more)(&more.to_string()));
            told.push(Notification::builder().level("note").message(message).build());
        }
    }
    told
}

fn notification(problem: &Problem, words: &Words) -> Notification {
    let place = Location {
        physical_location: Some(physical(&problem.path, problem.line.map(|line| (line, line)))),
        ..Default::default()
    };
    Notification::builder()
        .level("warning")
        .message(message_of(problem.message.get(words.lang)))
        .locations(vec![place])
        .build()
}

/// The place that stands for the whole: the README at the top, or else the first file.
fn anchor(audit: &Audit) -> Option<Location> {
    let is_readme = |path: &str| !path.contains('/') && path.to_ascii_lowercase().starts_with("readme");
    let paths = || audit.files.iter().map(|file| file.path.as_str());
    let path = paths().find(|path| is_readme(path)).or_else(|| paths().next())?;
    Some(Location { physical_location: Some(physical(path, Some((1, 1)))), ..Default::default() })
}

fn location(place: &Place) -> Location {
    let lines = Some((place.line, place.end_line.max(place.line)));
    Location { physical_location: Some(physical(place.path.as_str(), lines)), ..Default::default() }
}

fn physical(path: &str, lines: Option<(u32, u32)>) -> PhysicalLocation {
    let region = lines.map(|(first, last)| Region {
        start_line: Some(i64::from(first.max(1))),
        end_line: Some(i64::from(last.max(1))),
        ..Default::default()
    });
    let uri = Some(relative_uri(path));
    let artifact = ArtifactLocation { uri, ..Default::default() };
    PhysicalLocation { artifact_location: Some(artifact), region, ..Default::default() }
}

/// A path as a relative URI: everything but letters, digits, `-._~` and `/` is written in per cent, so that no name can pass
/// for a scheme, a query or another host. A leading slash of a name that is no path goes the same way.
fn relative_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        let is_plain =
            byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || (byte == b'/' && !uri.is_empty());
        if is_plain {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

const fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Critical | Severity::High => ResultLevel::Error,
        Severity::Medium => ResultLevel::Warning,
        Severity::Low => ResultLevel::Note,
    }
}

/// A message in plain text. `[text](address)` is a link there as well (SARIF 2.1.0, 3.11.6), so brackets are escaped.
fn message_of(text: &str) -> Message {
    let text = short(&visible(text)).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    Message { text: Some(text), ..Default::default() }
}

/// The text, cut where a reader would cut it off anyway.
fn short(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    text.chars().take(LETTERS - 1).chain(['…']).collect()
}

fn bag(properties: &[(&str, Value)]) -> PropertyBag {
    let properties = properties.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    PropertyBag { additional_properties: properties.collect(), ..Default::default() }
}

#[cfg(test)]
mod tests;
