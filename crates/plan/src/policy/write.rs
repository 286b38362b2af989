//! A policy as the text of a policy file: every value written out, each with what it means beside it.
//!
//! Reading the text gives the policy again. What the host adds (the day, auditor mode) is no part of a file.

use super::keys::{Form, Key, SECTIONS, Section};
use beredd_model::{Attested, Category, Estimate, Lang, Level, Policy};
use toml_writer::{ToTomlKey, ToTomlValue};

/// The widest line of a comment, in characters.
const WIDTH: usize = 100;

/// The policy file that says all that `policy` says, with comments in `lang`.
#[must_use]
pub fn write(policy: &Policy, lang: Lang) -> String {
    let mut text = String::new();
    for section in SECTIONS {
        if !text.is_empty() {
            text.push('\n');
        }
        comment(&mut text, section.about.get(lang));
        match section.form {
            Form::Top | Form::Table => table(&mut text, section, policy, lang),
            Form::List | Form::Named => entries(&mut text, section, policy, lang),
        }
    }
    text
}

fn table(text: &mut String, section: &Section, policy: &Policy, lang: Lang) {
    if section.form == Form::Table {
        text.push_str(&format!("[{}]\n", section.name));
    }
    for key in section.keys {
        comment(text, key.about.get(lang));
        match value(section.name, key.name, policy) {
            Some(value) => line(text, key.name, &value),
            None => line(text, &format!("# {}", key.name), &example(section.name, key)),
        }
    }
}

/// The entries of a list, or where there is none an example, commented out.
fn entries(text: &mut String, section: &Section, policy: &Policy, lang: Lang) {
    let written = match section.name {
        "teams" => teams(policy),
        "effort" => efforts(policy),
        "order" => orders(policy),
        "accepted" => accepted(policy),
        _ => attested(policy),
    };
    for key in section.keys {
        comment(text, &format!("{}: {}", key.name, key.about.get(lang)));
    }
    if written.is_empty() {
        let header =
            if section.form == Form::Named { "[effort.\"K1.1\"]" } else { &*format!("[[{}]]", section.name) };
        text.push_str(&format!("# {header}\n"));
        for key in section.keys.iter().filter(|key| (section.name, key.name) != ("attested", "check")) {
            line(text, &format!("# {}", key.name), &example(section.name, key));
        }
    }
    for entry in written {
        text.push_str(&format!("{}\n", entry.header));
        entry.lines.iter().for_each(|(key, value)| line(text, key, value));
    }
}

/// One entry, as it is written.
struct Entry {
    header: String,
    lines: Vec<(&'static str, String)>,
}

fn teams(policy: &Policy) -> Vec<Entry> {
    let entry = |team: &beredd_model::TeamDeclaration| Entry {
        header: "[[teams]]".to_owned(),
        lines: vec![
            ("name", string(&team.name)),
            ("folder", string(&team.folder)),
            ("agents", strings(&team.agents)),
            ("languages", strings(&team.languages)),
            ("regions", regions(team.is_eu_only)),
        ],
    };
    policy.teams.iter().map(entry).collect()
}

fn efforts(policy: &Policy) -> Vec<Entry> {
    let entry = |(name, own): (&String, &beredd_model::EffortOverride)| Entry {
        header: format!("[effort.{}]", written_key(name)),
        lines: [("base_days", own.base), ("per_site_days", own.per_site)]
            .into_iter()
            .filter_map(|(key, estimate)| Some((key, days(estimate?))))
            .collect(),
    };
    policy.effort.iter().map(entry).collect()
}

fn orders(policy: &Policy) -> Vec<Entry> {
    let entry = |order: &beredd_model::Precedence| Entry {
        header: "[[order]]".to_owned(),
        lines: vec![("first", string(&order.first)), ("then", string(&order.then))],
    };
    policy.order.iter().map(entry).collect()
}

fn accepted(policy: &Policy) -> Vec<Entry> {
    let entry = |risk: &beredd_model::AcceptedRisk| {
        let mut lines = vec![("check", string(&risk.check))];
        lines.extend(risk.place.iter().map(|place| ("place", string(place))));
        lines.extend(risk.subject.iter().map(|subject| ("subject", string(subject))));
        lines.push(("reason", string(&risk.reason)));
        lines.push(("owner", string(&risk.owner)));
        lines.push(("expires", risk.expires.to_string()));
        Entry { header: "[[accepted]]".to_owned(), lines }
    };
    policy.accepted.iter().map(entry).collect()
}

fn attested(policy: &Policy) -> Vec<Entry> {
    let entry = |attestation: &beredd_model::Attestation| Entry {
        header: "[[attested]]".to_owned(),
        lines: vec![
            match &attestation.of {
                Attested::Criterion(criterion) => ("criterion", string(&criterion.to_string())),
                Attested::Check(check) => ("check", string(check)),
            },
            (
                "value",
                match attestation.holds_permille {
                    0 => string("fail"),
                    1000 => string("pass"),
                    share => percent(share),
                },
            ),
            ("evidence", string(&attestation.evidence)),
            ("who", string(&attestation.who)),
            ("date", attestation.date.to_string()),
        ],
    };
    policy.attested.iter().map(entry).collect()
}

/// The value of a key that stands once; nothing where the policy has none.
fn value(section: &str, key: &str, policy: &Policy) -> Option<String> {
    let thresholds = &policy.thresholds;
    let value = match (section, key) {
        ("", "extends") => string("generic"),
        ("", "name") => string(&policy.name),
        ("", "level") => string(match policy.level {
            Level::A => "A",
            Level::B => "B",
            Level::C => "C",
        }),
        ("", "languages") => strings(&policy.languages),
        ("", "regions") => regions(policy.is_eu_only),
        ("", "technologies") => strings(&policy.technologies),
        ("score", "ready_above_percent") => percent(policy.ready_above_permille),
        ("score", "nearly_from_percent") => percent(policy.nearly_from_permille),
        ("weights", id) => {
            let category = Category::ALL.into_iter().find(|category| category.id() == id)?;
            percent(policy.weights_permille.get(&category).copied().unwrap_or(0))
        }
        ("thresholds", "llm_tests") => thresholds.llm_tests.to_string(),
        ("thresholds", "llm_p95_milliseconds") => thresholds.llm_p95_milliseconds.to_string(),
        ("thresholds", "cache_hit_percent") => percent(thresholds.cache_hit_permille),
        ("thresholds", "concurrent_users") => thresholds.concurrent_users.to_string(),
        ("thresholds", "functionality_percent") => percent(thresholds.functionality_permille),
        ("capacity", "developers") => policy.capacity.developers.to_string(),
        ("capacity", "focus_percent") => percent(policy.capacity.focus_permille),
        ("capacity", "start") => policy.capacity.start?.to_string(),
        ("limits", name) => policy.limits.get(name)?.to_string(),
        _ => return None,
    };
    Some(value)
}

/// What a key might say, for a file that does not say it.
fn example(section: &str, key: &Key) -> String {
    match (section, key.name) {
        ("capacity", _) => "2026-01-05".to_owned(),
        ("limits", "entries") => "400000".to_owned(),
        ("limits", "ratio") => "400".to_owned(),
        ("limits", _) => string("64MiB"),
        ("teams", "name") => string("Support"),
        ("teams", "folder") => string("support"),
        ("teams", "agents") => strings(&["TriageAgent".to_owned()]),
        ("teams", "languages") => strings(&["sv".to_owned()]),
        ("teams", "regions") => regions(true),
        ("effort", "base_days") => "[0.5, 1, 2]".to_owned(),
        ("effort", _) => "[0.5, 1, 1.5]".to_owned(),
        ("order", "first") => string("testing/measures-its-coverage"),
        ("order", _) => string("deployment/rolls-out-gradually"),
        ("accepted", "check") => string("documentation/links-in-documents-lead-somewhere"),
        ("accepted", "place") => string("docs/archive/**"),
        ("accepted", "subject") => string("docs/archive/2019.md"),
        ("accepted", "reason") => string("…"),
        ("attested", "criterion") => string("K8.1"),
        ("attested", "value") => string("pass"),
        ("attested", "evidence") => string("…"),
        (_, "expires" | "date") => "2026-12-31".to_owned(),
        _ => string("…"),
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    text.push_str(&format!("{key} = {value}\n"));
}

/// A comment, broken into lines between words.
fn comment(text: &mut String, words: &str) {
    let mut width = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count().saturating_add(1);
        if width == 0 || width + length > WIDTH {
            if width > 0 {
                text.push('\n');
            }
            text.push('#');
            width = 1;
        }
        text.push(' ');
        text.push_str(word);
        width += length;
    }
    text.push('\n');
}

fn string(text: &str) -> String {
    text.to_toml_value()
}

fn strings(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", texts.join(", "))
}

fn regions(is_eu_only: bool) -> String {
    if is_eu_only { "[\"eu\"]".to_owned() } else { "[]".to_owned() }
}

fn written_key(key: &str) -> String {
    key.to_toml_key()
}

/// A share in per cent, with a decimal where it has one.
fn percent(permille: u32) -> String {
    if permille.is_multiple_of(10) {
        (permille / 10).to_string()
    } else {
        format!("{}.{}", permille / 10, permille % 10)
    }
}

fn days(estimate: Estimate) -> String {
    let days = |millidays: u32| {
        let written = format!("{}.{:03}", millidays / 1000, millidays % 1000);
        written.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let [optimistic, likely, pessimistic] =
        [estimate.optimistic_millidays, estimate.likely_millidays, estimate.pessimistic_millidays].map(days);
    format!("[{optimistic}, {likely}, {pessimistic}]")
}
