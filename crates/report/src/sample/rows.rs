//! The rows of the sample: its checks and its gaps.

use super::place;
use beredd_model::{
    Category, CheckResult, Consequence, Criterion, Effort, EffortModel, Estimate, Evidence, Gap, Grade,
    Outcome, Owner, Searched, Severity, Standard, Standing, Subject, SubjectKind, Text,
};

pub(super) fn checks() -> Vec<CheckResult> {
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
        is_always_critical: false,
        is_foundation_missing: false,
        effort: EffortModel {
            base: Estimate::millidays(500, 1000, 2000),
            per_site: Estimate::millidays(100, 250, 500),
            site: Text::fixed("call site", "anrop"),
            foundation: Estimate::default(),
        },
        after: Vec::new(),
        standards: vec![Standard::new("OWASP LLM 2025", "LLM02")],
    }
}

pub(super) fn gaps() -> Vec<Gap> {
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
        standing: Standing::Open,
        accepted: Vec::new(),
        attested: None,
    }
}
