//! A policy put together from the keys of a file and the profile it extends.

use super::read::{Entry, File, Reader, Values};
use super::value::Value;
use beredd_model::{
    AcceptedRisk, Attestation, Attested, Category, Criterion, Date, EffortOverride, Estimate, Level, Policy,
    Precedence, TeamDeclaration, Text,
};
use std::ops::Range;

/// The policy: what the file says, and for all else `base`.
pub(super) fn policy(reader: &mut Reader, file: &File, base: Policy, source: &str) -> Policy {
    let mut policy = base;
    policy.source = source.to_owned();
    policy.name = text(&file.top, "name").unwrap_or_else(|| source.to_owned());
    if let Some(level) = text(&file.top, "level") {
        policy.level = match &*level {
            "B" => Level::B,
            "C" => Level::C,
            _ => Level::A,
        };
    }
    set(&mut policy.languages, texts(&file.top, "languages"));
    set(&mut policy.is_eu_only, texts(&file.top, "regions").map(|regions| !regions.is_empty()));
    set(&mut policy.technologies, texts(&file.top, "technologies"));
    let empty = Values::new();
    let table = |name: &str| file.tables.get(name).unwrap_or(&empty);
    bands(reader, table("score"), &mut policy);
    weights(reader, table("weights"), &mut policy);
    let thresholds = table("thresholds");
    set(&mut policy.thresholds.llm_tests, number(thresholds, "llm_tests"));
    set(&mut policy.thresholds.llm_p95_milliseconds, number(thresholds, "llm_p95_milliseconds"));
    set(&mut policy.thresholds.cache_hit_permille, number(thresholds, "cache_hit_percent"));
    set(&mut policy.thresholds.concurrent_users, number(thresholds, "concurrent_users"));
    set(&mut policy.thresholds.functionality_permille, number(thresholds, "functionality_percent"));
    let capacity = table("capacity");
    set(&mut policy.capacity.developers, number(capacity, "developers"));
    focus(reader, capacity, &mut policy);
    policy.capacity.start = day(capacity, "start").or(policy.capacity.start);
    policy.limits.extend(table("limits").iter().filter_map(|(key, (value, _))| match value {
        Value::Amount(amount) => Some(((*key).to_owned(), *amount)),
        _ => None,
    }));
    let entries = |name: &str| file.entries.get(name).map(Vec::as_slice);
    if let Some(entries) = entries("teams") {
        policy.teams = kept(reader, "teams", entries, |_, entry| team(&entry.values));
    }
    for entry in entries("effort").unwrap_or_default() {
        policy.effort.extend(effort(reader, entry));
    }
    policy.order = kept(reader, "order", entries("order").unwrap_or_default(), precedence);
    policy.accepted =
        kept(reader, "accepted", entries("accepted").unwrap_or_default(), |_, entry| accepted(&entry.values));
    policy.attested = kept(reader, "attested", entries("attested").unwrap_or_default(), attested);
    policy
}

/// Each entry as what it means, those that mean nothing left out; where the rest stands is remembered by its new number.
fn kept<T>(
    reader: &mut Reader,
    name: &str,
    entries: &[Entry],
    mut read: impl FnMut(&mut Reader, &Entry) -> Option<T>,
) -> Vec<T> {
    let mut kept = Vec::new();
    for entry in entries {
        if let Some(meaning) = read(reader, entry) {
            let called = format!("{name}[{}]", kept.len());
            reader.line(&called, &entry.span);
            for (key, (_, span)) in &entry.values {
                reader.line(&format!("{called}.{key}"), span);
            }
            kept.push(meaning);
        }
    }
    kept
}

/// The limits of the bands, if they are in order.
fn bands(reader: &mut Reader, values: &Values, policy: &mut Policy) {
    let ready = number(values, "ready_above_percent").unwrap_or(policy.ready_above_permille);
    let nearly = number(values, "nearly_from_percent").unwrap_or(policy.nearly_from_permille);
    if nearly <= ready {
        (policy.ready_above_permille, policy.nearly_from_permille) = (ready, nearly);
    } else if let Some(span) =
        span(values, "nearly_from_percent").or_else(|| span(values, "ready_above_percent"))
    {
        let message = Text::fixed(
            "score.nearly_from_percent is above score.ready_above_percent; expected: at most as high. The limits of the profile it extends count instead.",
            "score.nearly_from_percent är högre än score.ready_above_percent; väntat: högst lika högt. Gränserna i profilen som den bygger på gäller i stället.",
        );
        reader.problem(span, "score", message);
    }
}

/// The weights, if any of them weighs.
fn weights(reader: &mut Reader, values: &Values, policy: &mut Policy) {
    let own =
        Category::ALL.into_iter().filter_map(|category| Some((category, number(values, category.id())?)));
    let mut weights = policy.weights_permille.clone();
    weights.extend(own);
    if weights.values().any(|weight| *weight > 0) {
        policy.weights_permille = weights;
    } else if let Some((_, span)) = values.values().next() {
        let message = Text::fixed(
            "All weights are 0; expected: one at least above 0. The weights of the profile it extends count instead.",
            "Alla vikter är 0; väntat: minst en över 0. Vikterna i profilen som den bygger på gäller i stället.",
        );
        reader.problem(span.clone(), "weights", message);
    }
}

/// A focus of nothing would never be done.
fn focus(reader: &mut Reader, values: &Values, policy: &mut Policy) {
    match number(values, "focus_percent") {
        Some(0) => {
            let span = span(values, "focus_percent").unwrap_or_default();
            let message = Text::fixed(
                "capacity.focus_percent is 0; expected: a number above 0, up to 100. The value of the profile it extends counts instead.",
                "capacity.focus_percent är 0; väntat: ett tal över 0, högst 100. Värdet i profilen som den bygger på gäller i stället.",
            );
            reader.problem(span, "capacity.focus_percent", message);
        }
        focus => set(&mut policy.capacity.focus_permille, focus),
    }
}

fn team(values: &Values) -> Option<TeamDeclaration> {
    let name = text(values, "name")?;
    Some(TeamDeclaration {
        folder: text(values, "folder").unwrap_or_else(|| name.clone()),
        languages: texts(values, "languages").unwrap_or_default(),
        is_eu_only: texts(values, "regions").is_some_and(|regions| !regions.is_empty()),
        agents: texts(values, "agents").unwrap_or_default(),
        name,
    })
}

/// Named by a check (`category/claim`) or a criterion.
fn effort(reader: &mut Reader, entry: &Entry) -> Option<(String, EffortOverride)> {
    if !entry.name.contains('/') && Criterion::try_from(entry.name.clone()).is_err() {
        let message = Text::made(
            format!(
                "{} is neither a check such as \"llm/…\" nor a criterion, \"K1.1\" to \"K8.5\". It changes nothing.",
                entry.called
            ),
            format!(
                "{} är varken en kontroll som \"llm/…\" eller ett kriterium, \"K1.1\" till \"K8.5\". Den ändrar ingenting.",
                entry.called
            ),
        );
        reader.problem(entry.span.clone(), &entry.called, message);
        return None;
    }
    reader.line(&entry.called, &entry.span);
    let (base, per_site) = (estimate(&entry.values, "base_days"), estimate(&entry.values, "per_site_days"));
    (base.is_some() || per_site.is_some()).then(|| (entry.name.clone(), EffortOverride { base, per_site }))
}

fn precedence(reader: &mut Reader, entry: &Entry) -> Option<Precedence> {
    let (first, then) = (text(&entry.values, "first")?, text(&entry.values, "then")?);
    if first == then {
        let message = Text::made(
            format!("{} sets a check before itself. The entry is left out.", entry.called),
            format!("{} ställer en kontroll före sig själv. Posten räknas inte.", entry.called),
        );
        reader.problem(entry.span.clone(), &entry.called, message);
        return None;
    }
    Some(Precedence { first: first.into(), then: then.into() })
}

fn accepted(values: &Values) -> Option<AcceptedRisk> {
    Some(AcceptedRisk {
        check: text(values, "check")?.into(),
        place: text(values, "place"),
        subject: text(values, "subject"),
        reason: text(values, "reason")?,
        owner: text(values, "owner")?,
        expires: day(values, "expires")?,
    })
}

fn attested(reader: &mut Reader, entry: &Entry) -> Option<Attestation> {
    let values = &entry.values;
    let of = match (criterion(values, "criterion"), text(values, "check")) {
        (Some(criterion), None) => Attested::Criterion(criterion),
        (None, Some(check)) => Attested::Check(check.into()),
        _ => {
            let message = Text::made(
                format!(
                    "{} names neither or both; expected: a criterion or a check. The entry is left out.",
                    entry.called
                ),
                format!(
                    "{} anger ingetdera eller båda; väntat: ett kriterium eller en kontroll. Posten räknas inte.",
                    entry.called
                ),
            );
            reader.problem(entry.span.clone(), &entry.called, message);
            return None;
        }
    };
    Some(Attestation {
        of,
        holds_permille: number(values, "value")?,
        evidence: text(values, "evidence")?,
        who: text(values, "who")?,
        date: day(values, "date")?,
    })
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn span(values: &Values, key: &str) -> Option<Range<usize>> {
    values.get(key).map(|(_, span)| span.clone())
}

fn text(values: &Values, key: &str) -> Option<String> {
    match values.get(key) {
        Some((Value::Text(text), _)) => Some(text.clone()),
        _ => None,
    }
}

fn texts(values: &Values, key: &str) -> Option<Vec<String>> {
    match values.get(key) {
        Some((Value::Texts(texts), _)) => Some(texts.clone()),
        _ => None,
    }
}

fn number(values: &Values, key: &str) -> Option<u32> {
    match values.get(key) {
        Some((Value::Number(number), _)) => Some(*number),
        _ => None,
    }
}

fn estimate(values: &Values, key: &str) -> Option<Estimate> {
    match values.get(key) {
        Some((Value::Estimate(estimate), _)) => Some(*estimate),
        _ => None,
    }
}

fn day(values: &Values, key: &str) -> Option<Date> {
    match values.get(key) {
        Some((Value::Day(day), _)) => Some(*day),
        _ => None,
    }
}

fn criterion(values: &Values, key: &str) -> Option<Criterion> {
    match values.get(key) {
        Some((Value::Criterion(criterion), _)) => Some(*criterion),
        _ => None,
    }
}
