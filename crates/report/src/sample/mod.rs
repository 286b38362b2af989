//! A small audit made by hand, for the tests of this room: invented, but every reference in it leads somewhere.

mod rows;

use beredd_model::{
    AgentRow, ArchiveSummary, Arithmetic, Audit, Band, Capacity, Category, CategoryScore, Contradiction,
    Criterion, CriterionOutcome, CriterionScore, FileRow, Gate, Level, Lines, LlmInventory, LlmSite, Named,
    Outcome, Phase, Place, Points, Policy, Problem, ProblemKind, Program, RepoPath, Roadmap, RoadmapItem,
    RoadmapTotal, RouteRow, SCHEMA, Score, SecretRow, ServiceRow, Severity, ShortestWay, Skip, SkipReason,
    TeamRow, TestCounts, Text, Thresholds,
};

use rows::{checks, gaps};
use std::collections::BTreeMap;

const FIGURES: [(u32, u32); 8] =
    [(620, 740), (480, 600), (710, 800), (550, 630), (440, 520), (680, 760), (830, 880), (325, 710)];

pub(crate) fn place(path: &str, line: u32) -> Place {
    Place::new(RepoPath::parse(path).unwrap(), Lines::at(line))
}

const fn points(proven: u32, possible: u32) -> Points {
    Points {
        proven_permille: proven,
        attested_permille: proven,
        possible_permille: possible,
        coverage_permille: 1000 - (possible - proven),
    }
}

/// Holds a report of the sample against the one that was last read and agreed on, under `golden`. With `BEREDD_BLESS=1` the
/// new one takes its place; the difference is then for a person to read.
#[expect(
    clippy::disallowed_methods,
    reason = "a test on this machine keeps its golden files on this machine"
)]
pub(crate) fn agreed(name: &str, now: &str) {
    let file = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("BEREDD_BLESS").is_some() {
        std::fs::write(&file, now).unwrap();
    }
    let before = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(now == before, "golden/{name} reads otherwise: BEREDD_BLESS=1 cargo test -p beredd-report");
}

/// The whole of it.
pub(crate) fn sample() -> Audit {
    Audit {
        schema: SCHEMA.to_owned(),
        program: Program { version: "0.1.0".into(), catalogue_sha256: "3ab1".repeat(16) },
        archive: archive(),
        profile: profile(),
        score: Score { points: points(576, 697), band: Band::Significant },
        gate: Gate { is_open: false, blockers: vec!["G1".into(), "G2".into()] },
        categories: Category::ALL
            .into_iter()
            .zip(FIGURES)
            .map(|(id, (proven, possible))| CategoryScore {
                id,
                weight_permille: profile().weights_permille[&id],
                points: points(proven, possible),
            })
            .collect(),
        criteria: criteria(),
        checks: checks(),
        teams: vec![TeamRow {
            name: "svea".into(),
            agents: vec!["svea/VatAgent".into()],
            proven_permille: 500,
        }],
        agents: vec![AgentRow {
            id: "svea/VatAgent".into(),
            name: "VatAgent".into(),
            team: "svea".into(),
            place: place("svea/agents/vat.py", 12),
            framework: "none".into(),
            criteria: vec![CriterionOutcome { id: Criterion::new(Category::Llm, 1), outcome: Outcome::Pass }],
            proven_permille: 1000,
        }],
        services: vec![ServiceRow {
            name: "api".into(),
            place: place("Dockerfile", 1),
            kind: "dockerfile".into(),
        }],
        routes: vec![RouteRow {
            method: "POST".into(),
            path_pattern: "/vat/{year}".into(),
            place: place("svea/api.py", 30),
            is_authenticated: false,
        }],
        llm: LlmInventory {
            call_sites: vec![LlmSite {
                place: place("svea/llm.py", 41),
                provider: "openai".into(),
                via: "openai".into(),
                model: Some("gpt-4o".into()),
            }],
            providers: vec!["openai".into()],
            central_services: vec![Named { name: "LlmService".into(), place: place("svea/llm.py", 8) }],
        },
        tests: TestCounts { declared: 60, countable: 52, importable: 50, llm_related: 31 },
        secrets: vec![SecretRow {
            place: place("svea/settings.py", 3),
            kind: "openai_api_key".into(),
            severity: Severity::Critical,
            stub: "sk-…9f".into(),
        }],
        contradictions: vec![Contradiction {
            claim_path: "README.md".into(),
            claim_line: 14,
            against_path: "svea/llm.py".into(),
            against_line: 41,
            check: "security/masks-personal-data".into(),
        }],
        gaps: gaps(),
        roadmap: roadmap(),
        shortest_way: Some(ShortestWay {
            gaps: vec!["G1".into(), "G2".into(), "G3".into()],
            likely_hours: 128,
            proven_after_permille: 806,
            is_exact: true,
        }),
        files: vec![FileRow {
            path: RepoPath::parse("svea/llm.py").unwrap(),
            role: "production".into(),
            language: "python".into(),
            bytes: 2048,
            lines: 80,
        }],
        arithmetic: Arithmetic::default(),
        accepted: Vec::new(),
        attested: Vec::new(),
    }
}

fn archive() -> ArchiveSummary {
    ArchiveSummary {
        name: "ett-system.zip".into(),
        sha256: "9f2c".repeat(16),
        entries: 571,
        bytes: 2_400_000,
        files_read: 569,
        bytes_read: 7_650_000,
        beside: Vec::new(),
        limits: std::collections::BTreeMap::new(),
        skipped: vec![
            Skip { path: "web/dist/app.min.js".into(), reason: SkipReason::Minified },
            Skip { path: "../../etc/passwd".into(), reason: SkipReason::UnsafeName },
        ],
        problems: vec![Problem {
            path: "svea/old.py".into(),
            line: Some(7),
            kind: ProblemKind::SyntaxError,
            message: Text::fixed("expected an indented block", "ett indraget block väntades"),
        }],
    }
}

fn profile() -> Policy {
    Policy {
        name: "generic".into(),
        source: "built-in".into(),
        weights_permille: Category::ALL.into_iter().zip([150, 150, 150, 100, 150, 100, 100, 100]).collect(),
        ready_above_permille: 800,
        nearly_from_permille: 600,
        thresholds: Thresholds {
            llm_tests: 48,
            llm_p95_milliseconds: 3000,
            cache_hit_permille: 200,
            concurrent_users: 100,
            functionality_permille: 700,
        },
        level: Level::A,
        languages: Vec::new(),
        is_eu_only: false,
        teams: Vec::new(),
        capacity: Capacity { developers: 2, focus_permille: 700, start: None },
        technologies: Vec::new(),
        limits: BTreeMap::new(),
        effort: BTreeMap::new(),
        order: Vec::new(),
        accepted: Vec::new(),
        attested: Vec::new(),
        is_auditor: false,
        today: None,
    }
}

fn criteria() -> Vec<CriterionScore> {
    let mut criteria: Vec<CriterionScore> = checks()
        .iter()
        .map(|check| {
            let share = check.n * 1000 / check.of.max(1);
            let proven = if check.outcome == Outcome::Pass { 1000 } else { share };
            let possible = if check.outcome == Outcome::Unknown { 1000 } else { proven };
            CriterionScore {
                id: check.criterion,
                category: check.criterion.category,
                outcome: check.outcome,
                n: check.n,
                of: check.of,
                points: points(proven, possible),
                checks: vec![check.id.clone()],
            }
        })
        .collect();
    criteria.sort_by_key(|score| score.id);
    criteria
}

fn roadmap() -> Roadmap {
    let item = |gap: &str, phase, start_hour, end_hour, developer, is_critical| RoadmapItem {
        gap: gap.into(),
        phase,
        start_hour,
        end_hour,
        developer,
        is_critical,
        days: None,
    };
    let phase = |phase, severity, gaps: &[&str], likely_hours, proven_after_permille| Phase {
        phase,
        severity,
        gaps: gaps.iter().map(|gap| (*gap).to_owned()).collect(),
        likely_hours,
        proven_after_permille,
        is_gate_open_after: true,
    };
    Roadmap {
        developers: 2,
        focus_permille: 700,
        items: vec![
            item("G1", 1, 0, 40, 1, false),
            item("G2", 1, 0, 64, 2, true),
            item("G3", 2, 64, 88, 2, true),
            item("G4", 3, 40, 48, 1, false),
            item("G5", 4, 48, 52, 1, false),
        ],
        phases: vec![
            phase(1, Severity::Critical, &["G1", "G2"], 104, 712),
            phase(2, Severity::High, &["G3"], 24, 806),
            phase(3, Severity::Medium, &["G4"], 8, 842),
            phase(4, Severity::Low, &["G5"], 4, 871),
        ],
        total: RoadmapTotal {
            low_hours: 112,
            likely_hours: 140,
            high_hours: 168,
            makespan_hours: 88,
            longest_chain_hours: 88,
            lower_bound_hours: 88,
            working_days: 16,
            weeks: 4,
            days: None,
        },
        critical_path: vec!["G2".into(), "G3".into()],
        packages: Vec::new(),
    }
}
