//! The built-in policies.
//!
//! Weights, limits and figures are those of the published requirements; capacity is an assumption, and says so by being
//! editable. The folder of a declared team is matched by its name at any depth, since a repository may keep its agents
//! anywhere.

use beredd_model::{Capacity, Category, Level, Policy, TeamDeclaration, Thresholds};

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
        capacity: Capacity { developers: 2, focus_permille: 700 },
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_cover_every_category_and_sum_to_the_whole() {
        let policy = generic();
        assert_eq!(policy.weights_permille.keys().copied().collect::<Vec<_>>(), Category::ALL);
        assert_eq!(policy.weights_permille.values().sum::<u32>(), 1000);
    }

    #[test]
    fn happyos_is_generic_with_teams() {
        let policy = happyos();
        let folders: Vec<&str> = policy.teams.iter().map(|team| team.folder.as_str()).collect();
        assert_eq!(folders, ["meetmind", "agent_svea", "felicias_finance"]);
        let european: Vec<&str> =
            policy.teams.iter().filter(|team| team.is_eu_only).map(|team| team.name.as_str()).collect();
        assert_eq!(european, ["Agent Svea"]);
        assert_eq!(Policy { name: "generic".to_owned(), teams: Vec::new(), ..policy }, generic());
    }

    #[test]
    fn policies_are_found_by_name() {
        for name in ["generic", "happyos"] {
            assert_eq!(named(name).map(|policy| policy.name), Some(name.to_owned()));
        }
        assert_eq!(named("Generic"), None);
    }
}
