//! English.

use super::{Labels, Noun, Nouns, Sentences, Words};
use beredd_model::{
    Band, Category, Gate, Grade, Lang, Outcome, Owner, ProblemKind, Severity, SkipReason, Standing,
    SubjectKind,
};

pub(super) static WORDS: Words = Words {
    lang: Lang::En,
    category,
    severity,
    severity_plural: severity,
    outcome,
    standing,
    band,
    grade,
    grade_meaning,
    owner,
    skip,
    problem,
    subject,
    nouns: Nouns {
        gap: noun("gap", "gaps"),
        critical_gap: noun("critical gap", "critical gaps"),
        criterion: noun("criterion", "criteria"),
        check: noun("check", "checks"),
        agent: noun("agent", "agents"),
        team: noun("team", "teams"),
        service: noun("service", "services"),
        route: noun("route", "routes"),
        call_site: noun("model call", "model calls"),
        test: noun("test that counts", "tests that count"),
        file: noun("file", "files"),
        place: noun("place", "places"),
        developer: noun("developer", "developers"),
        person_day: noun("person-day", "person-days"),
        week: noun("week", "weeks"),
    },
    labels: Labels {
        report: "Production readiness",
        summary: "Summary",
        comparison: "What changed",
        now: "Now",
        on_common_checks: "Over the checks that both made",
        new_gaps: "New gaps",
        closed_gaps: "Closed gaps",
        changed_gaps: "Changed gaps",
        unchanged_gaps: "As before",
        by_catalogue: " (by a change of the checks)",
        checks_added: "Checks that are new",
        checks_removed: "Checks that are gone",
        all_work: "Work in all",
        auditor_mode: "Auditor mode",
        decisions: "Accepted risks and attestations",
        until: "Until or of",
        state: "Standing",
        days: "Days",
        gaps_and_recommendations: "Gaps and recommendations",
        checks_and_evidence: "Checks and evidence",
        product: "Product",
        find_out: "To find out first",
        score: "Score",
        proven: "Proven",
        possible: "Possible",
        coverage: "Decided",
        ready_line: "Ready above",
        earlier: "Earlier",
        band: "Reading",
        gate: "Go-live",
        recommendation: "Recommendation",
        shortest_way: "Shortest way to ready",
        system: "The system",
        categories: "Categories",
        category: "Category",
        weight: "Weight",
        overall: "Overall",
        findings: "Findings",
        strengths: "Strengths",
        gaps: "Gaps",
        recommendations: "Recommendations",
        checks: "Checks",
        criterion: "Criterion",
        check: "Check",
        outcome: "Outcome",
        extent: "Extent",
        proof: "Proof",
        evidence: "Evidence",
        evidence_for: "For",
        evidence_against: "Against",
        critical_gaps: "Critical gaps",
        high_gaps: "High gaps",
        gap: "Gap",
        severity: "Severity",
        to_verify: "to verify",
        supporting: "supporting",
        why: "Why it matters",
        fix: "What to do",
        places: "Where",
        effort: "Effort",
        requires: "Requires",
        unlocks: "Unlocks",
        points: "Points",
        owner: "Owner",
        roadmap: "Roadmap",
        phase: "Phase",
        developer: "Developer",
        developers: "Developers",
        hours: "Working hours",
        total: "Total",
        critical_path: "Thick frame: critical path",
        start: "start",
        progress: "Proven score along the roadmap",
        next_actions: "Next actions by role",
        next_steps: "Next steps",
        appendix: "Appendix",
        every_check: "Every check",
        limits: "What the check cannot see",
        contradictions: "Documents that the code contradicts",
        not_read: "What was not read",
        problems: "What could not be understood",
        file: "File",
        reason: "Cause",
        message: "What happened",
        what: "What stands there",
        arithmetic: "The arithmetic",
        provenance: "Where the figures come from",
        archive: "Archive",
        program: "Program",
        catalogue: "Catalogue of checks",
        profile: "Profile",
        none: "None",
    },
    say: Sentences {
        of: |n, of| format!("{n} of {of}"),
        affected: |n, of| format!("{n} of {of} affected"),
        more: |count| format!("and {count} more"),
        gate,
        advice,
        score: |points| format!("{points} of 100"),
        figures: |proven, possible, coverage| {
            format!("proven {proven} · possible {possible} · {coverage} of the weight decided")
        },
        shortest_way: |gaps, days, points| {
            format!(
                "Closing {gaps} ({days}) opens the gate and lifts the proven score over the limit, to {points}."
            )
        },
        read: |read, entries| format!("{read} of {entries} files read"),
        auditor_mode: "Decisions that the repository makes about itself are shown and do not count.",
        decisions: "What people have decided about single gaps. An accepted risk wins no points; an attestation is not proof.",
        see_critical: "In full under *Critical gaps*.",
        phase_of_the_worst: "A gap stands in the phase of the worst gap that waits for it.",
        next_actions: "The first of each role, in the order of the roadmap. What to do stands with each gap under *Findings* and *Critical gaps*.",
        documents_contradicted: |places| {
            format!(
                "**Documents:** the code contradicts what documents promise in {places}; see the appendix."
            )
        },
        nothing_found: "Nothing of the kind was found, so no line can be shown.",
        searched: |files, signals| format!("Searched {files} for: {signals}"),
        phase: |number, severity_of| format!("Phase {number} · {}", severity(severity_of)),
        after_phase: |days, points, gate| format!("{days} · proven score afterwards {points} · {gate}"),
        gate_open: "gate open",
        gate_closed: "gate closed",
        total: |days, range, developers, focus, weeks| {
            format!("{days} ({range}) · {developers} at {focus} focus · {weeks} on the calendar")
        },
        week: |number| format!("week {number}"),
        contradiction: |claim, against| format!("{claim} claims what {against} contradicts"),
        weight: |percent| format!("weight {percent}"),
        arithmetic: |sum, weights, points| {
            format!("Overall = sum of weight × category ÷ sum of weights = {sum} ÷ {weights} = {points}.")
        },
        mean_of_criteria: "A category is the mean of its criteria; criteria that do not apply are left out.",
        how_points: "A check earns 100 when it passes, 100 × n ÷ N when it holds in part, and 0 when it fails or cannot \
            be decided. A criterion is the weighted mean of its checks: the decisive one weighs 3, a supporting one 1. \
            Possible counts what cannot be decided as passed; decided is the share of the weight with a definite answer.",
        effort_is_assumed: "Effort is an assumption, not a measurement: three-point estimates per kind of work, editable in \
            the policy. Days are person-days of eight hours.",
        bold_is_critical: "Bold hours lie on the critical path.",
        calendar: |hours| format!("A calendar week holds {hours} working hours per developer."),
    },
};

const fn noun(one: &'static str, many: &'static str) -> Noun {
    Noun { one, many }
}

fn category(category: Category) -> &'static str {
    match category {
        Category::Llm => "LLM integration",
        Category::Resilience => "Resilience",
        Category::Testing => "Testing",
        Category::Observability => "Observability",
        Category::Security => "Security",
        Category::Deployment => "Deployment",
        Category::Documentation => "Documentation",
        Category::Performance => "Performance",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "Pass",
        Outcome::Partial => "Partial",
        Outcome::Fail => "Fail",
        Outcome::Unknown => "Undecided",
        Outcome::NotApplicable => "Not applicable",
    }
}

fn standing(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Open => None,
        Standing::PartlyAccepted => Some("Accepted in part"),
        Standing::Overruled => Some("Acceptance overruled"),
        Standing::Accepted => Some("Accepted risk"),
        Standing::Attested => Some("Attested"),
    }
}

fn band(band: Band) -> &'static str {
    match band {
        Band::Ready => "Production-ready",
        Band::Nearly => "Nearly ready, minor work remains",
        Band::Significant => "Significant work remains",
    }
}

fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Mentioned => "mentioned",
        Grade::Declared => "declared",
        Grade::Used => "used",
        Grade::Configured => "configured",
        Grade::Wired => "wired",
        Grade::Measured => "measured",
    }
}

fn grade_meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::Mentioned => "Only in a document, a comment or a string: claimed, not proven.",
        Grade::Declared => "A dependency, an import or an empty stub: claimed, not proven.",
        Grade::Used => "Used, but nothing shows that production code reaches it.",
        Grade::Configured => "Stands in configuration that takes effect.",
        Grade::Wired => "Defined, and called or registered by production code.",
        Grade::Measured => "A result file in the repository shows it.",
    }
}

fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Architect => "Architecture",
        Owner::Sre => "DevOps/SRE",
        Owner::Qa => "QA",
        Owner::Security => "Security",
        Owner::Deployment => "Deployment",
        Owner::Documentation => "Documentation",
    }
}

fn skip(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Vendored => "someone else's code, kept in the tree",
        SkipReason::Generated => "generated from other files",
        SkipReason::Minified => "minified code",
        SkipReason::Binary => "not text",
        SkipReason::Metadata => "belongs to version control or the operating system",
        SkipReason::LockFile => "a lock file",
        SkipReason::TooLarge => "over the limit for one file",
        SkipReason::OverBudget => "over the limit for the archive",
        SkipReason::Symlink => "a symbolic link",
        SkipReason::Encrypted => "encrypted",
        SkipReason::UnsupportedMethod => "compressed in a way that is not supported",
        SkipReason::UnsafeName => "the name is not a path inside the repository",
        SkipReason::Duplicate => "another entry has the same name",
        SkipReason::Damaged => "damaged",
    }
}

fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::SyntaxError => "syntax error",
        ProblemKind::UnresolvedImport => "import that leads nowhere",
        ProblemKind::Unreadable => "unreadable",
        ProblemKind::Encoding => "unknown encoding",
        ProblemKind::LimitReached => "limit reached",
        ProblemKind::Policy => "policy",
        ProblemKind::Crashed => "the program failed on this file",
    }
}

fn subject(kind: SubjectKind) -> Noun {
    match kind {
        SubjectKind::Agent => noun("agent", "agents"),
        SubjectKind::Team => noun("team", "teams"),
        SubjectKind::CallSite => noun("model call", "model calls"),
        SubjectKind::Service => noun("service", "services"),
        SubjectKind::Route => noun("route", "routes"),
        SubjectKind::Image => noun("image", "images"),
        SubjectKind::Part => noun("part", "parts"),
    }
}

fn gate(gate: &Gate) -> String {
    match (gate.is_open, super::number::length(&gate.blockers)) {
        (true, _) => "Open: no critical gap remains".to_owned(),
        (false, 0) => "Closed: too little could be read to open it".to_owned(),
        (false, count) => format!("Blocked by {}", WORDS.count(count, WORDS.nouns.critical_gap)),
    }
}

fn advice(band: Band, gate: &Gate) -> &'static str {
    if !gate.is_open && gate.blockers.is_empty() {
        return "Do not go live on this audit: too little could be decided to say what stands in the way.";
    }
    match (band, gate.is_open) {
        (Band::Ready, true) => "Go live. Close the gaps that remain as planned work.",
        (Band::Ready, false) => "Do not go live until the critical gaps are closed. The rest is in place.",
        (Band::Nearly, true) => {
            "Go live once the high gaps are closed or accepted; the work that remains is minor."
        }
        (Band::Nearly, false) => {
            "Do not go live yet. Close the critical gaps first, then the minor work that remains."
        }
        (Band::Significant, true) => {
            "Do not go live yet. No critical gap is open, but significant work remains."
        }
        (Band::Significant, false) => {
            "Do not go live. Start with the critical gaps; significant work remains after them."
        }
    }
}
