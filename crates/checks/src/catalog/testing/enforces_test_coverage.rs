//! How much of the code the tests run is measured, and a fall stops the pipeline.

use crate::shared::infrastructure::documents;
use crate::shared::pipelines::command_lines;
use crate::shared::results::{millionths, result_files};
use crate::shared::{Tally, once, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Node;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Test coverage is measured against a lower limit",
        "Testtäckningen mäts mot en lägsta gräns",
    ),
    gap_title: Text::fixed("Test coverage has no lower limit", "Testtäckningen har ingen lägsta gräns"),
    why: Text::fixed(
        "Without a limit coverage sinks a little with every hurried change, and nobody sees which parts no test runs.",
        "Utan gräns sjunker täckningen lite med varje brådskande ändring, och ingen ser vilka delar som inget test kör.",
    ),
    fix: Text::fixed(
        "Set `fail_under` for coverage.py (or `--cov-fail-under`, `coverageThreshold` of Jest) at today's figure, and raise it \
         step by step.",
        "Sätt `fail_under` för coverage.py (eller `--cov-fail-under`, `coverageThreshold` i Jest) till dagens värde och höj det \
         stegvis.",
    ),
    limits: Text::fixed(
        "Limits that a service outside the repository keeps are seen only where its configuration lies here.",
        "Gränser som en tjänst utanför repot håller syns bara där dess konfiguration ligger här.",
    ),
    consequence: Consequence::C4,
    effort: once(250, 500, 1000),
    after: &["testing/runs-its-tests-in-the-pipeline"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- pyproject.toml
[tool.coverage.report]
fail_under = 80
",
        ),
        Example::partial(
            "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- coverage.xml
<coverage line-rate=\"0.82\" version=\"7.6\"></coverage>
",
        ),
        Example::fails(
            "\
//- tests/test_sum.py
def test_sum():
    assert 1 + 1 == 2
//- pyproject.toml
[tool.coverage.report]
fail_under = 0 ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- README.md
![coverage](https://img.shields.io/badge/coverage-98%25-green) We enforce 98 % coverage with fail_under.
//- tests/test_sum.py
def test_sum():
    # --cov-fail-under=98
    assert 1 + 1 == 2
",
        ),
        Example::undecided("//- pyproject.toml\n[project]\nname = 'a'\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "fail_under of coverage.py, --cov-fail-under, --fail-under",
    "coverageThreshold of Jest, thresholds of Vitest and nyc, codecov.yml",
    "coverage.xml, coverage-summary.json",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.population().tests.is_empty() {
        let reason = Text::fixed("No test function was found.", "Ingen testfunktion hittades.");
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut is_enforced = false;
    for (percent, place) in limits(repo) {
        let what = Text::made(
            format!("coverage must be at least {percent} %"),
            format!("täckningen måste vara minst {percent} %"),
        );
        if percent > 0 {
            is_enforced = true;
            tally.supports(place, Grade::Configured, what);
        } else {
            tally.speaks_against(place, Grade::Configured, what);
        }
    }
    let measured = measurements(repo);
    for (permille, place) in &measured {
        let what = Text::made(
            format!("measured coverage: {}.{} %", permille / 10, permille % 10),
            format!("uppmätt täckning: {},{} %", permille / 10, permille % 10),
        );
        tally.supports(place.clone(), Grade::Measured, what);
    }
    let (outcome, n, summary) = match (is_enforced, measured.is_empty()) {
        (true, _) => (
            Outcome::Pass,
            2,
            Text::fixed(
                "Coverage is measured, and a lower limit is set.",
                "Täckningen mäts och har en lägsta gräns.",
            ),
        ),
        (false, false) => (
            Outcome::Partial,
            1,
            Text::fixed(
                "Coverage was measured, but no lower limit is set.",
                "Täckningen är mätt men har ingen lägsta gräns.",
            ),
        ),
        (false, true) => (
            Outcome::Fail,
            0,
            Text::fixed(
                "No lower limit is set for coverage, and no measurement of it is in the repository.",
                "Täckningen har ingen lägsta gräns, och ingen mätning av den ligger i repot.",
            ),
        ),
    };
    let mut verdict = tally.concluded(outcome, summary);
    (verdict.n, verdict.of) = (n, 2);
    verdict
}

/// Lower limits in per cent: in configuration, and in the commands of pipelines.
fn limits(repo: &RepoFacts) -> Vec<(u64, Place)> {
    const PATHS: &[&[&str]] = &[
        &["tool", "coverage", "report", "fail_under"],
        &["report", "fail_under"],
        &["coverage:report", "fail_under"],
        &["coverageThreshold", "global", "lines"],
        &["jest", "coverageThreshold", "global", "lines"],
        &["coverage", "status", "project", "default", "target"],
    ];
    let percent = |node: &Node| {
        node.scalar().and_then(|text| millionths(text.trim_end_matches('%'))).map(|value| value / 1_000_000)
    };
    let mut found: Vec<(u64, Place)> = documents(repo)
        .flat_map(|(path, document)| {
            let nodes = PATHS.iter().filter_map(|keys| document.at(keys));
            nodes.filter_map(move |node| Some((percent(node)?, RepoFacts::place(path, Lines::at(node.line)))))
        })
        .collect();
    let options = documents(repo).filter_map(|(path, document)| {
        let node = document
            .at(&["tool", "pytest", "ini_options", "addopts"])
            .or_else(|| document.at(&["pytest", "addopts"]))?;
        let items =
            std::iter::once(node).chain(node.items()).filter_map(Node::scalar).collect::<Vec<_>>().join(" ");
        Some((option(&items)?, RepoFacts::place(path, Lines::at(node.line))))
    });
    found.extend(options);
    let of_pipelines = command_lines(repo).into_iter().filter(|command| command.is_binding);
    found.extend(of_pipelines.filter_map(|command| Some((option(&command.text)?, command.place.clone()))));
    found
}

/// The figure behind `--cov-fail-under=80` or `--fail-under 80`.
fn option(command: &str) -> Option<u64> {
    let (_, rest) = command.split_once("--cov-fail-under").or_else(|| command.split_once("--fail-under"))?;
    rest.trim_start_matches(['=', ' ']).split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

/// Coverage that was measured, per mille: Cobertura's XML and the summaries of coverage.py and Istanbul.
fn measurements(repo: &RepoFacts) -> Vec<(u64, Place)> {
    let files = result_files(repo)
        .filter(|(path, _)| path.file_name().contains("coverage") || path.file_name().contains("cobertura"));
    let roots = files.flat_map(|(path, file)| file.config.iter().map(move |root| (path, root)));
    let found = roots.filter_map(|(path, root)| {
        let rate = root
            .at(&["coverage", "@line-rate"])
            .and_then(|node| Some((millionths(node.scalar()?)? / 1000, node.line)));
        let percent = root.at(&["totals", "percent_covered"]).or_else(|| root.at(&["total", "lines", "pct"]));
        let percent = percent.and_then(|node| Some((millionths(node.scalar()?)? / 100_000, node.line)));
        let (permille, line) = rate.or(percent)?;
        Some((permille, RepoFacts::place(path, Lines::at(line))))
    });
    found.collect()
}
