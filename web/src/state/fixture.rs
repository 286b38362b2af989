//! Small audits for tests.

use super::Loaded;
use beredd_model::{
    ArchiveSummary, Audit, Category, Criterion, Effort, Gap, LlmInventory, Owner, Program, Severity, Text,
};
use std::rc::Rc;

/// A gap of the category llm.
pub(crate) fn gap(id: &str, severity: Severity, likely_hours: u32) -> Gap {
    Gap {
        id: id.to_owned(),
        fingerprint: id.to_owned(),
        check: id.to_owned().into(),
        criterion: Criterion::new(Category::Llm, 1),
        category: Category::Llm,
        severity,
        severity_reason: Text::same("because"),
        is_to_verify: false,
        title: Text::made(format!("Title of {id}"), format!("Namnet på {id}")),
        impact: Text::same("impact"),
        recommendation: Text::same("advice"),
        affected: 0,
        of: 0,
        sites: Vec::new(),
        names: Vec::new(),
        effort: Effort {
            low_hours: likely_hours,
            likely_hours,
            high_hours: likely_hours,
            basis: Text::same("basis"),
        },
        after: Vec::new(),
        unlocks: Vec::new(),
        points_regained_permille: likely_hours,
        owner: Owner::Architect,
        standing: beredd_model::Standing::Open,
        accepted: Vec::new(),
        attested: None,
    }
}

/// An audit with two gaps, one of them of the agent `scout` in the team `Blue`.
pub(crate) fn gap_audit() -> Rc<Loaded> {
    let mut loaded = (*loaded("gaps.zip")).clone();
    let scout = Gap { names: vec!["scout".to_owned()], ..gap("a", Severity::Critical, 8) };
    loaded.audit.gaps = vec![scout, gap("b", Severity::Low, 48)];
    loaded.audit.agents = vec![beredd_model::AgentRow {
        id: "Blue/scout".to_owned(),
        name: "scout".to_owned(),
        team: "Blue".to_owned(),
        place: beredd_model::Place {
            path: beredd_model::RepoPath::parse("blue/scout.py").unwrap(),
            line: 1,
            end_line: 1,
        },
        framework: "none".to_owned(),
        criteria: Vec::new(),
        proven_permille: 0,
    }];
    Rc::new(loaded)
}

/// An audit of an archive of this name in which one file was read and nothing was asked.
pub(crate) fn loaded(name: &str) -> Rc<Loaded> {
    let profile = beredd_plan::policy::generic();
    let assessment = beredd_plan::assess(&[], 1, &profile);
    let audit = Audit {
        schema: beredd_model::SCHEMA.to_owned(),
        program: Program { version: "0".to_owned(), catalogue_sha256: "0".to_owned() },
        archive: ArchiveSummary {
            name: name.to_owned(),
            sha256: "0".to_owned(),
            entries: 1,
            bytes: 1,
            files_read: 1,
            bytes_read: 1,
            beside: Vec::new(),
            limits: std::collections::BTreeMap::new(),
            skipped: Vec::new(),
            problems: Vec::new(),
        },
        profile,
        score: assessment.score,
        gate: assessment.gate,
        categories: assessment.categories,
        criteria: assessment.criteria,
        checks: Vec::new(),
        teams: Vec::new(),
        agents: Vec::new(),
        services: Vec::new(),
        routes: Vec::new(),
        llm: LlmInventory::default(),
        tests: beredd_model::TestCounts::default(),
        secrets: Vec::new(),
        contradictions: Vec::new(),
        gaps: assessment.gaps,
        roadmap: assessment.roadmap,
        shortest_way: assessment.shortest_way,
        files: Vec::new(),
        arithmetic: assessment.arithmetic,
        accepted: assessment.accepted,
        attested: assessment.attested,
    };
    Rc::new(Loaded::new(audit, Vec::new(), true))
}
