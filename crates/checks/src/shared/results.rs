//! What tools measured: result files of test runs, coverage and load, read as figures.
//!
//! A result counts wherever it lies, but in examples and in other people's code. Figures are whole numbers: microseconds, per
//! mille, counts.

use beredd_facts::fact::{Node, NodeValue};
use beredd_facts::{FileFacts, FileRole, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};

/// The outcome of a run of tests, from a JUnit file.
#[derive(Clone, Debug)]
pub(crate) struct TestRun {
    pub(crate) place: Place,
    pub(crate) tests: u64,
    /// Failures and errors.
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

/// What a load test or a benchmark measured.
#[derive(Clone, Debug)]
pub(crate) struct LoadResult {
    /// `k6`, `Locust`, …
    pub(crate) tool: &'static str,
    /// The 95th percentile of a whole request, in microseconds, and where it stands.
    pub(crate) p95: Option<(u64, Place)>,
    /// The most users at the same time, and where that stands.
    pub(crate) users: Option<(u64, Place)>,
    /// Failed requests per thousand.
    pub(crate) failed_permille: Option<u64>,
}

/// Files that may hold results.
pub(crate) fn result_files(repo: &RepoFacts) -> impl Iterator<Item = (&RepoPath, &FileFacts)> {
    repo.files().filter(|(_, file)| !matches!(file.role, FileRole::Example | FileRole::Vendored))
}

/// Every run of tests whose result lies in the repository.
pub(crate) fn test_runs(repo: &RepoFacts) -> Vec<TestRun> {
    let roots = result_files(repo)
        .filter(|(path, _)| path.extension() == "xml")
        .flat_map(|(path, file)| file.config.iter().map(move |root| (path, root)));
    roots.filter_map(|(path, root)| test_run(path, root)).collect()
}

fn test_run(path: &RepoPath, root: &Node) -> Option<TestRun> {
    let (suites, top): (Vec<&Node>, &Node) = match (root.get("testsuites"), root.get("testsuite")) {
        (Some(all), _) => {
            let suites = all.members().iter().filter(|(key, _)| key.text == "testsuite");
            (suites.map(|(_, suite)| suite).collect(), all)
        }
        (None, Some(one)) => (vec![one], one),
        (None, None) => return None,
    };
    let sum = |name: &str| {
        let counts = suites.iter().filter_map(|suite| whole(suite.get(name)?));
        counts.fold(0u64, u64::saturating_add)
    };
    let place = RepoFacts::place(path, Lines::at(top.line));
    let failed = sum("@failures").saturating_add(sum("@errors"));
    Some(TestRun { place, tests: sum("@tests"), failed, skipped: sum("@skipped") })
}

/// Every measurement of load or latency in the repository.
pub(crate) fn load_results(repo: &RepoFacts) -> Vec<LoadResult> {
    let mut found = Vec::new();
    for (path, file) in result_files(repo) {
        let is_data = matches!(path.extension(), "json" | "csv");
        for root in file.config.iter().filter(|_| is_data) {
            let readers: [fn(&RepoPath, &Node) -> Option<LoadResult>; 7] =
                [k6, artillery, jmeter, gatling, vegeta, locust, pytest_benchmark];
            found.extend(readers.iter().find_map(|read| read(path, root)));
        }
    }
    found
}

/// The summary of k6: `--summary-export` writes figures directly under a metric, `handleSummary` under `values`.
fn k6(path: &RepoPath, root: &Node) -> Option<LoadResult> {
    let metrics = root.get("metrics")?;
    let duration = metrics.get("http_req_duration")?;
    let values = |metric: &'_ Node| -> Node { metric.get("values").unwrap_or(metric).clone() };
    let p95 = values(duration).get("p(95)").and_then(|node| figure(path, node, MILLISECONDS));
    let users = metrics.get("vus_max").map(values);
    let users = users.as_ref().and_then(|node| node.get("max").or_else(|| node.get("value")));
    let users = users.and_then(|node| figure(path, node, UNITS));
    let failed = metrics.get("http_req_failed").map(values);
    let failed = failed.as_ref().and_then(|node| node.get("rate").or_else(|| node.get("value")));
    let failed_permille = failed.and_then(|node| millionths(node.scalar()?)).map(|rate| rate / 1000);
    Some(LoadResult { tool: "k6", p95, users, failed_permille })
}

fn artillery(path: &RepoPath, root: &Node) -> Option<LoadResult> {
    let aggregate = root.get("aggregate")?;
    let time = aggregate.at(&["summaries", "http.response_time"]).or_else(|| aggregate.get("latency"))?;
    let counters = aggregate.get("counters");
    let count = |name: &str| counters.and_then(|all| whole(all.get(name)?));
    let failed = count("vusers.failed").unwrap_or(0);
    let failed_permille =
        count("vusers.created").filter(|all| *all > 0).map(|all| failed.saturating_mul(1000) / all);
    let p95 = time.get("p95").and_then(|node| figure(path, node, MILLISECONDS));
    Some(LoadResult { tool: "Artillery", p95, users: None, failed_permille })
}

/// JMeter's dashboard: `pct2ResTime` is the 95th percentile unless someone moved it.
fn jmeter(path: &RepoPath, root: &Node) -> Option<LoadResult> {
    let total = root.get("Total")?;
    let p95 = total.get("pct2ResTime").and_then(|node| figure(path, node, MILLISECONDS))?;
    let failed_permille =
        total.get("errorPct").and_then(|node| millionths(node.scalar()?)).map(|percent| percent / 100_000);
    Some(LoadResult { tool: "JMeter", p95: Some(p95), users: None, failed_permille })
}

/// Gatling's `global_stats.json` and `stats.json`: the third of its percentiles is the 95th unless someone moved it.
fn gatling(path: &RepoPath, root: &Node) -> Option<LoadResult> {
    let stats = root.get("stats").unwrap_or(root);
    let third = stats.at(&["percentiles3", "total"])?;
    let count = |kind: &str| whole(stats.at(&["numberOfRequests", kind])?);
    let failed_permille = count("ko")
        .zip(count("total").filter(|all| *all > 0))
        .map(|(failed, all)| failed.saturating_mul(1000) / all);
    let p95 = figure(path, third, MILLISECONDS);
    Some(LoadResult { tool: "Gatling", p95, users: None, failed_permille })
}

fn vegeta(path: &RepoPath, root: &Node) -> Option<LoadResult> {
    let latencies = root.get("latencies")?;
    let nanoseconds = latencies.get("95th").and_then(|node| whole(node).zip(Some(node)))?;
    let p95 = Some((nanoseconds.0 / 1000, at(path, nanoseconds.1)));
    let success = root.get("success").and_then(|node| millionths(node.scalar()?));
    let failed_permille = success.map(|rate| 1_000_000u64.saturating_sub(rate) / 1000);
    Some(LoadResult { tool: "vegeta", p95, users: None, failed_permille })
}

/// Locust's tables: `…_stats.csv` with a row named Aggregated, `…_stats_history.csv` with the users.
fn locust(path: &RepoPath, root: &Node) -> Option<LoadResult> {
    let rows = root.items();
    let history = rows.iter().filter_map(|row| row.get("User Count"));
    let users = history.filter_map(|node| figure(path, node, UNITS)).max_by_key(|(count, _)| *count);
    let total = rows.iter().rev().find(|row| row.get("Name").and_then(Node::scalar) == Some("Aggregated"))?;
    let p95 = total.get("95%").and_then(|node| figure(path, node, MILLISECONDS));
    let requests = total.get("Request Count").and_then(whole).filter(|all| *all > 0);
    let failed_permille = total
        .get("Failure Count")
        .and_then(whole)
        .zip(requests)
        .map(|(failed, all)| failed.saturating_mul(1000) / all);
    (p95.is_some() || users.is_some()).then_some(LoadResult { tool: "Locust", p95, users, failed_permille })
}

/// Benchmarks of pytest whose names speak of models or agents: the slowest round bounds every percentile from above.
fn pytest_benchmark(path: &RepoPath, root: &Node) -> Option<LoadResult> {
    let named = root.get("benchmarks")?.items().iter().filter(|one| {
        let name = one.get("fullname").or_else(|| one.get("name")).and_then(Node::scalar);
        name.is_some_and(|name| {
            beredd_facts::identifier::has_word(name, &["llm", "model", "agent", "completion"])
        })
    });
    let slowest = named
        .filter_map(|one| figure(path, one.at(&["stats", "max"])?, SECONDS))
        .max_by_key(|(time, _)| *time)?;
    Some(LoadResult { tool: "pytest-benchmark", p95: Some(slowest), users: None, failed_permille: None })
}

const UNITS: u64 = 1;
const MILLISECONDS: u64 = 1000;
const SECONDS: u64 = 1_000_000;

/// A figure in the smaller unit, and its place.
fn figure(path: &RepoPath, node: &Node, factor: u64) -> Option<(u64, Place)> {
    let value = millionths(node.scalar()?)?;
    Some((value.saturating_mul(factor) / 1_000_000, at(path, node)))
}

fn at(path: &RepoPath, node: &Node) -> Place {
    RepoFacts::place(path, Lines::at(node.line))
}

/// A count, when a node is one.
pub(crate) fn whole(node: &Node) -> Option<u64> {
    match &node.value {
        NodeValue::Number(text) | NodeValue::Text(text) => millionths(text).map(|value| value / 1_000_000),
        _ => None,
    }
}

/// A decimal number that is not negative, as millionths: `0.31` is 310,000. Exponents are read, digits past the sixth are cut.
pub(crate) fn millionths(written: &str) -> Option<u64> {
    let (mantissa, exponent) = match written.trim().split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (written.trim(), 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || digits.len() > 30 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let shift = 6i32.saturating_add(exponent).saturating_sub(i32::try_from(fraction.len()).ok()?);
    let value: u128 = digits.parse().ok()?;
    let power = 10u128.checked_pow(shift.unsigned_abs().min(38))?;
    let scaled = if shift >= 0 { value.checked_mul(power)? } else { value / power };
    u64::try_from(scaled).ok()
}

#[cfg(test)]
mod tests {
    use super::millionths;

    #[test]
    fn decimals_become_whole_millionths() {
        assert_eq!(millionths("2240.7"), Some(2_240_700_000));
        assert_eq!(millionths("0.31"), Some(310_000));
        assert_eq!(millionths("1.5e-3"), Some(1_500));
        assert_eq!(millionths("3"), Some(3_000_000));
        for written in ["", "-1", "1.2.3", "p95", "1e40", "."] {
            assert_eq!(millionths(written), None, "{written}");
        }
    }
}
