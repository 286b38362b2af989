//! Policies: the built-in ones, and a file of one's own, `beredd.toml`, read, written and described.
//!
//! Weights, limits and figures are those of the published requirements; capacity is an assumption, and says so by being
//! editable. The folder of a declared team is matched by its name at any depth, since a repository may keep its agents
//! anywhere.

mod build;
mod keys;
mod kind;
mod problem;
mod read;
mod schema;
mod value;
mod write;

use beredd_model::{Capacity, Category, Level, Policy, TeamDeclaration, Thresholds};
use std::collections::BTreeMap;

pub use problem::{PolicyProblem, nearest};
pub use read::{MOST_BYTES, Reading, read};
pub use schema::schema;
pub use write::write;

/// The name of the policy file.
pub const FILE_NAME: &str = "beredd.toml";

/// The policy for any system: nothing is asked of teams, languages or regions.
#[must_use]
pub fn generic() -> Policy {
    Policy {
        name: "generic".to_owned(),
        source: "built-in".to_owned(),
        weights_permille: WEIGHTS_PERMILLE.into_iter().collect(),
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

/// The policy for HappyOS: three teams of agents, one of which must speak Swedish and keep its data in the EU.
#[must_use]
pub fn happyos() -> Policy {
    Policy {
        name: "happyos".to_owned(),
        teams: vec![
            team("MeetMind", "meetmind"),
            TeamDeclaration {
                languages: vec!["sv".to_owned()],
                is_eu_only: true,
                ..team("Agent Svea", "agent_svea")
            },
            team("Felicia's Finance", "felicias_finance"),
        ],
        ..generic()
    }
}

/// The built-in policy of that name, if there is one.
#[must_use]
pub fn named(name: &str) -> Option<Policy> {
    match name {
        "generic" => Some(generic()),
        "happyos" => Some(happyos()),
        _ => None,
    }
}

/// The keys of the policy file in which two policies differ, in the file's order. Where a policy came from, its name, the day
/// and auditor mode are not asked about.
#[must_use]
pub fn differences(one: &Policy, other: &Policy) -> Vec<String> {
    let same = [
        ("level", one.level == other.level),
        ("languages", one.languages == other.languages),
        ("regions", one.is_eu_only == other.is_eu_only),
        ("technologies", one.technologies == other.technologies),
        ("score.ready_above_percent", one.ready_above_permille == other.ready_above_permille),
        ("score.nearly_from_percent", one.nearly_from_permille == other.nearly_from_permille),
        ("weights", one.weights_permille == other.weights_permille),
        ("thresholds", one.thresholds == other.thresholds),
        ("capacity", one.capacity == other.capacity),
        ("limits", one.limits == other.limits),
        ("teams", one.teams == other.teams),
        ("effort", one.effort == other.effort),
        ("order", one.order == other.order),
        ("accepted", one.accepted == other.accepted),
        ("attested", one.attested == other.attested),
    ];
    same.into_iter().filter(|(_, is_same)| !is_same).map(|(key, _)| key.to_owned()).collect()
}

/// Shares of the overall score, as the requirements publish them.
const WEIGHTS_PERMILLE: [(Category, u32); 8] = [
    (Category::Llm, 150),
    (Category::Resilience, 150),
    (Category::Testing, 150),
    (Category::Observability, 100),
    (Category::Security, 150),
    (Category::Deployment, 100),
    (Category::Documentation, 100),
    (Category::Performance, 100),
];

fn team(name: &str, folder: &str) -> TeamDeclaration {
    TeamDeclaration {
        name: name.to_owned(),
        folder: folder.to_owned(),
        languages: Vec::new(),
        is_eu_only: false,
        agents: Vec::new(),
    }
}

#[cfg(test)]
mod built_in;
#[cfg(test)]
mod tests;
