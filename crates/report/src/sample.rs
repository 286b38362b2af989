//! A small audit made by hand, for the tests of this room: invented, but every reference in it leads somewhere.

use beredd_model::{
    AgentRow, ArchiveSummary, Audit, Band, Capacity, Category, CategoryScore, CheckResult, Consequence,
    Contradiction, Criterion, CriterionOutcome, CriterionScore, Effort, EffortModel, Estimate, Evidence,
    FileRow, Gap, Gate, Grade, Level, Lines, LlmInventory, LlmSite, Named, Outcome, Owner, Phase, Place,
    Points, Policy, Problem, ProblemKind, Program, RepoPath, Roadmap, RoadmapItem, RoadmapTotal, RouteRow,
    SCHEMA, Score, Searched, SecretRow, ServiceRow, Severity, ShortestWay, Skip, SkipReason, Standard,
    Subject, SubjectKind, TeamRow, TestCounts, Text, Thresholds,
};

const FIGURES: [(u32, u32); 8] =
    [(620, 740), (480, 600), (710, 800), (550, 630), (440, 520), (680, 760), (830, 880), (325, 710)];

pub(crate) fn place(path: &str, line: u32) -> Place {
    Place::new(RepoPath::parse(path).unwrap(), Lines::at(line))
}

const fn points(proven: u32, possible: u32) -> Points {
    Points {
        proven_permille: proven,
        possible_permille: possible,
        coverage_permille: 1000 - (possible - proven),
    }
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
        capacity: Capacity { developers: 2, focus_permille: 700 },
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

fn checks() -> Vec<CheckResult> {
    let ask = |id, criterion, outcome, (n, of), claim, summary| {
        check(id, criterion, outcome, (n, of), claim, summary)
    };
    vec![
        ask(
            "documentation/readme-per-team",
            (Category::Documentation, 1),
            Outcome::Fail,
            (0, 1),
            Text::fixed("Every team has a README", "Varje team har en README"),
            Text::fixed("No README stands in svea/.", "Ingen README finns i svea/."),
        ),
        ask(
            "llm/uses-central-service",
            (Category::Llm, 1),
            Outcome::Pass,
            (1, 1),
            Text::fixed(
                "Agents reach models through one service",
                "Agenterna når modellerna genom en gemensam tjänst",
            ),
            Text::fixed("All agents go through LlmService.", "Alla agenter går genom LlmService."),
        ),
        ask(
            "observability/alarms",
            (Category::Observability, 3),
            Outcome::Partial,
            (1, 3),
            Text::fixed("Alarms cover errors, cost and breakers", "Larm täcker fel, kostnad och säkringar"),
            Text::fixed("Only errors have an alarm.", "Bara fel har larm."),
        ),
        ask(
            "performance/reports-cache-hits",
            (Category::Performance, 2),
            Outcome::Unknown,
            (0, 0),
            Text::fixed("The cache hit rate is reported", "Cacheträffarna redovisas"),
            Text::fixed("A load test report would decide it.", "En lasttestrapport skulle avgöra det."),
        ),
        ask(
            "resilience/open-breaker-answers",
            (Category::Resilience, 2),
            Outcome::Partial,
            (2, 7),
            Text::fixed("An open breaker gives an answer", "En öppen säkring ger ett svar"),
            Text::fixed("Five services return None.", "Fem tjänster svarar None."),
        ),
        ask(
            "security/masks-personal-data",
            (Category::Security, 4),
            Outcome::Fail,
            (0, 20),
            Text::fixed(
                "Personal data is masked before model calls",
                "Personuppgifter maskeras före modellanrop",
            ),
            Text::fixed("No masking before any of 20 calls.", "Ingen maskering före något av 20 anrop."),
        ),
    ]
}

fn check(
    id: &'static str,
    (category, number): (Category, u8),
    outcome: Outcome,
    (n, of): (u32, u32),
    claim: Text,
    summary: Text,
) -> CheckResult {
    let supports = outcome == Outcome::Pass;
    CheckResult {
        id: id.into(),
        criterion: Criterion::new(category, number),
        is_decisive: category != Category::Documentation,
        outcome,
        n,
        of,
        grade: supports.then_some(Grade::Wired),
        claim,
        summary,
        evidence: vec![Evidence {
            place: place("svea/llm.py", 41),
            grade: Grade::Wired,
            supports,
            what: Text::fixed("the model is called here", "här anropas modellen"),
        }],
        searched: Searched { files: 42, signals: vec!["presidio".into(), "scrubadub".into()] },
        subjects: vec![Subject {
            kind: SubjectKind::Agent,
            id: "svea/VatAgent".into(),
            name: "VatAgent".into(),
            outcome,
            place: Some(place("svea/agents/vat.py", 12)),
        }],
        gap_title: Text::fixed("Gap", "Gap"),
        why: Text::fixed("It matters.", "Det spelar roll."),
        fix: Text::fixed("Do it.", "Gör det."),
        limits: Text::fixed(
            "Does not see what another repository does.",
            "Ser inte vad ett annat kodförråd gör.",
        ),
        consequence: Consequence::C1,
        is_covered: false,
        effort: EffortModel {
            base: Estimate::millidays(500, 1000, 2000),
            per_site: Estimate::millidays(100, 250, 500),
            site: Text::fixed("call site", "anrop"),
        },
        after: Vec::new(),
        standards: vec![Standard::new("OWASP LLM 2025", "LLM02")],
    }
}

fn gaps() -> Vec<Gap> {
    vec![
        gap(
            "G1",
            "security/masks-personal-data",
            (Category::Security, 4),
            Severity::Critical,
            40,
            Owner::Security,
            Text::fixed(
                "Personal data is not masked before model calls",
                "Personuppgifter maskeras inte före modellanrop",
            ),
        ),
        gap(
            "G2",
            "resilience/open-breaker-answers",
            (Category::Resilience, 2),
            Severity::Critical,
            64,
            Owner::Sre,
            Text::fixed("An open breaker gives no answer", "En öppen säkring ger inget svar"),
        ),
        gap(
            "G3",
            "observability/alarms",
            (Category::Observability, 3),
            Severity::High,
            24,
            Owner::Sre,
            Text::fixed(
                "Alarms for cost and open breakers are missing",
                "Larm för kostnad och öppna säkringar saknas",
            ),
        ),
        gap(
            "G4",
            "performance/reports-cache-hits",
            (Category::Performance, 2),
            Severity::Medium,
            8,
            Owner::Qa,
            Text::fixed("Cache hits are not reported", "Cacheträffarna redovisas inte"),
        ),
        gap(
            "G5",
            "documentation/readme-per-team",
            (Category::Documentation, 1),
            Severity::Low,
            4,
            Owner::Documentation,
            Text::fixed("A team has no README", "Ett team saknar README"),
        ),
    ]
}

fn gap(
    id: &str,
    check: &'static str,
    (category, number): (Category, u8),
    severity: Severity,
    hours: u32,
    owner: Owner,
    title: Text,
) -> Gap {
    Gap {
        id: id.into(),
        fingerprint: id.to_lowercase().replace('g', "f"),
        check: check.into(),
        criterion: Criterion::new(category, number),
        category,
        severity,
        severity_reason: Text::fixed("C1, the whole population", "C1, hela populationen"),
        is_to_verify: category == Category::Performance,
        title,
        impact: Text::fixed("Data leaves the house in clear.", "Uppgifter lämnar huset i klartext."),
        recommendation: Text::fixed(
            "Put a masking step in LlmService.",
            "Lägg ett maskeringssteg i LlmService.",
        ),
        affected: 20,
        of: 20,
        sites: vec![place("svea/llm.py", 41)],
        names: vec!["VatAgent".into()],
        effort: Effort {
            low_hours: hours * 3 / 4,
            likely_hours: hours,
            high_hours: hours * 5 / 4,
            basis: Text::fixed("base 1 d + 0.25 d per call site", "bas 1 d + 0,25 d per anrop"),
        },
        after: if id == "G3" { vec!["G2".into()] } else { Vec::new() },
        unlocks: if id == "G2" { vec!["G3".into()] } else { Vec::new() },
        points_regained_permille: 31,
        owner,
    }
}

fn roadmap() -> Roadmap {
    let item = |gap: &str, phase, start_hour, end_hour, developer, is_critical| RoadmapItem {
        gap: gap.into(),
        phase,
        start_hour,
        end_hour,
        developer,
        is_critical,
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
        total: RoadmapTotal { low_hours: 112, likely_hours: 140, high_hours: 168, makespan_hours: 88 },
    }
}
