//! Load tests that are written down: how many users they send, and which latency they demand.

use super::pipelines::{CommandLine, command_lines};
use super::results::millionths;
use super::shell::{begins_with, pieces};
use beredd_facts::fact::{Module, Node, Value};
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};

/// A load test, as written.
#[derive(Clone, Debug)]
pub(crate) struct LoadPlan {
    /// `k6`, `Locust`, …
    pub(crate) tool: &'static str,
    pub(crate) place: Place,
    /// The most users at the same time; nothing when the text does not fix it.
    pub(crate) users: Option<u64>,
    /// The 95th percentile it demands, in milliseconds.
    pub(crate) p95_milliseconds: Option<u64>,
    /// Whether it only asks for health, readiness or metrics.
    pub(crate) is_of_health_only: bool,
    /// The command of a pipeline that runs it.
    pub(crate) run_by: Option<Place>,
}

/// Every load test of the repository: scripts of k6, files of Locust, plans of Artillery.
pub(crate) fn load_plans(repo: &RepoFacts) -> Vec<LoadPlan> {
    let commands = command_lines(repo);
    let mut found = Vec::new();
    for (path, file) in
        repo.files().filter(|(_, file)| !matches!(file.role, FileRole::Example | FileRole::Vendored))
    {
        if let Some(module) = file.module.as_ref().filter(|module| module.is_parsed) {
            found.extend(k6(path, module, &commands));
            found.extend(locust(path, module, &commands));
        }
        found.extend(file.config.iter().filter_map(|root| artillery(path, root, &commands)));
    }
    found.extend(by_command(repo, &commands, &found));
    found
}

/// Load tests that a pipeline starts and whose own text is in no language that is read: the command says how many users.
fn by_command(repo: &RepoFacts, commands: &[CommandLine<'_>], read: &[LoadPlan]) -> Vec<LoadPlan> {
    let automatic = commands.iter().filter(|command| command.is_automatic);
    let unread = automatic
        .filter(|command| pieces(&command.text).any(|part| begins_with(part, "k6 run")))
        .filter(|command| {
            !read.iter().any(|plan| plan.run_by.as_ref() == Some(&command.place))
                && repo
                    .files()
                    .any(|(path, _)| command.text.split_whitespace().any(|word| is_path_to(word, path)))
        });
    let plans = unread.map(|command| LoadPlan {
        tool: "k6",
        place: command.place.clone(),
        users: option(&command.text, &["--vus", "-u"]),
        p95_milliseconds: None,
        is_of_health_only: false,
        run_by: Some(command.place.clone()),
    });
    plans.collect()
}

/// Whether a word of a command names a file, from the folder that the system stands in.
fn is_path_to(word: &str, path: &RepoPath) -> bool {
    let word = word.trim_start_matches("./");
    let folder = path.as_str().strip_suffix(word);
    word.contains('.') && folder.is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

fn k6(path: &RepoPath, module: &Module, commands: &[CommandLine<'_>]) -> Option<LoadPlan> {
    module.imports.iter().find(|import| import.module == "k6/http" || import.module == "k6")?;
    let options =
        module.bindings.iter().find(|binding| binding.name == "options" && binding.within.is_none());
    let value = options.map(|binding| &binding.value);
    let run = runner(commands, "k6 run", path);
    let given = run.and_then(|command| option(&command.text, &["--vus", "-u"]));
    let line = options.map_or(1, |binding| binding.lines.start);
    Some(LoadPlan {
        tool: "k6",
        place: RepoFacts::place(path, Lines::at(line)),
        users: given.or_else(|| value.and_then(k6_users)),
        p95_milliseconds: value.and_then(|value| member(value, "thresholds")).and_then(k6_threshold),
        is_of_health_only: asks_for_health_only(module),
        run_by: run.map(|command| command.place.clone()),
    })
}

/// `vus`, the highest target of `stages`, and those of every scenario.
fn k6_users(options: &Value) -> Option<u64> {
    let stages = member(options, "stages").into_iter().flat_map(items);
    let stages = stages.filter_map(|stage| number(member(stage, "target")?));
    let scenarios = member(options, "scenarios").map_or(&[][..], members);
    let scenarios = scenarios.iter().filter_map(|(_, scenario)| k6_users(scenario));
    let own = ["vus", "maxVUs", "preAllocatedVUs"].iter().filter_map(|name| number(member(options, name)?));
    stages.chain(scenarios).chain(own).max()
}

/// The bound of `p(95)<3000` among the thresholds of a metric of request times.
fn k6_threshold(thresholds: &Value) -> Option<u64> {
    members(thresholds)
        .iter()
        .filter(|(name, _)| matches!(name, Value::Text(name) if name.starts_with("http_req_duration")))
        .find_map(|(_, conditions)| {
            let texts = items(conditions).filter_map(|condition| match condition {
                Value::Text(text) => Some(text.as_str()),
                condition => match member(condition, "threshold") {
                    Some(Value::Text(text)) => Some(text.as_str()),
                    _ => None,
                },
            });
            texts.filter_map(bound_of_p95).min()
        })
}

fn bound_of_p95(condition: &str) -> Option<u64> {
    let compact: String = condition.chars().filter(|letter| !letter.is_whitespace()).collect();
    let bound = compact.strip_prefix("p(95)<")?;
    millionths(bound.trim_start_matches('=')).map(|value| value / 1_000_000)
}

fn locust(path: &RepoPath, module: &Module, commands: &[CommandLine<'_>]) -> Option<LoadPlan> {
    let user = module.definitions.iter().find(|definition| {
        definition.bases.iter().any(|base| base.starts_with("locust.") && base.ends_with("User"))
    })?;
    let run = commands.iter().find(|command| pieces(&command.text).any(|part| begins_with(part, "locust")));
    let users = run.and_then(|command| option(&command.text, &["--users", "-u"]));
    Some(LoadPlan {
        tool: "Locust",
        place: RepoFacts::place(path, Lines::at(user.lines.start)),
        users,
        p95_milliseconds: None,
        is_of_health_only: asks_for_health_only(module),
        run_by: run.map(|command| command.place.clone()),
    })
}

fn artillery(path: &RepoPath, root: &Node, commands: &[CommandLine<'_>]) -> Option<LoadPlan> {
    let config = root.get("config")?;
    root.get("scenarios")?;
    let phases = config.get("phases")?;
    let whole = |node: &Node| node.scalar().and_then(millionths).map(|value| value / 1_000_000);
    let users = phases.items().iter().filter_map(|phase| whole(phase.get("maxVusers")?)).max();
    let ensure = config.get("ensure");
    let direct = ensure.and_then(|ensure| whole(ensure.get("p95")?));
    let listed = ensure
        .and_then(|ensure| ensure.get("thresholds"))
        .and_then(|list| list.items().iter().find_map(|item| whole(item.get("http.response_time.p95")?)));
    Some(LoadPlan {
        tool: "Artillery",
        place: RepoFacts::place(path, Lines::at(phases.line)),
        users,
        p95_milliseconds: direct.or(listed),
        is_of_health_only: false,
        run_by: runner(commands, "artillery run", path).map(|command| command.place.clone()),
    })
}

/// The command of a pipeline that starts a file with a program, with the whole path or its last part.
fn runner<'c, 'a>(
    commands: &'c [CommandLine<'a>],
    program: &str,
    path: &RepoPath,
) -> Option<&'c CommandLine<'a>> {
    commands.iter().filter(|command| command.is_automatic).find(|command| {
        pieces(&command.text).any(|part| {
            let part = part.strip_prefix("npx ").unwrap_or(part);
            begins_with(part, program)
                && part.split_whitespace().any(|word| {
                    word.trim_start_matches("./") == path.as_str() || word.ends_with(path.file_name())
                })
        })
    })
}

/// The number behind an option: `--vus 120`, `--vus=120`, `-u 120`.
fn option(command: &str, names: &[&str]) -> Option<u64> {
    let words: Vec<&str> = command.split_whitespace().collect();
    words.iter().zip(words.iter().skip(1).chain(std::iter::once(&""))).find_map(|(word, next)| {
        let (name, value) = word.split_once('=').unwrap_or((word, next));
        names.contains(&name).then(|| value.parse().ok()).flatten()
    })
}

/// Whether every address a script asks for ends in a word of health.
fn asks_for_health_only(module: &Module) -> bool {
    const METHODS: &[&str] = &["get", "post", "put", "patch", "del", "delete", "request"];
    let calls = module
        .calls
        .iter()
        .filter(|call| call.callee.rsplit('.').next().is_some_and(|method| METHODS.contains(&method)));
    let addresses: Vec<String> = calls.filter_map(|call| address(&call.arguments.first()?.value)).collect();
    !addresses.is_empty() && addresses.iter().all(|address| is_of_health(address))
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Template(parts) => parts.iter().rev().find_map(|part| match part {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }),
        _ => None,
    }
}

fn is_of_health(address: &str) -> bool {
    const HEALTH: &[&str] =
        &["health", "healthz", "live", "livez", "ready", "readyz", "ping", "metrics", "status"];
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.trim_end_matches('/').rsplit('/').next().is_some_and(|last| HEALTH.contains(&last))
}

fn members(value: &Value) -> &[(Value, Value)] {
    match value {
        Value::Map(members) => members,
        _ => &[],
    }
}

fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    members(value)
        .iter()
        .find(|(key, _)| matches!(key, Value::Text(text) | Value::Name(text) if text == name))
        .map(|(_, value)| value)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::List(items) => items.iter(),
        _ => [].iter(),
    }
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(text) => text.replace('_', "").parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_bounds_are_read() {
        assert_eq!(option("k6 run --vus 120 a.js", &["--vus"]), Some(120));
        assert_eq!(option("locust --headless -u=80", &["-u"]), Some(80));
        assert_eq!(option("k6 run a.js", &["--vus"]), None);
        assert_eq!(bound_of_p95("p(95) < 3000"), Some(3000));
        assert_eq!(bound_of_p95("p(99)<3000"), None);
        assert!(is_of_health("http://a/health?x=1") && !is_of_health("/questions?text=health"));
    }
}
