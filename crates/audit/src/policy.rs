//! Which policy is in effect: by name, or by the system that was recognised.

use beredd_facts::RepoFacts;
use beredd_model::Policy;
use beredd_plan::policy::{generic, happyos};
use serde::{Deserialize, Serialize};

/// A choice of policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyChoice {
    /// The policy of a system that is recognised, or else the generic one.
    #[default]
    Auto,
    /// The generic policy.
    Generic,
    /// The policy for HappyOS.
    Happyos,
    /// This policy, every value as it stands.
    Given(Box<Policy>),
}

impl PolicyChoice {
    /// The policy in effect for a repository.
    #[must_use]
    pub fn resolve(&self, repo: &RepoFacts) -> Policy {
        match self {
            Self::Generic => generic(),
            Self::Happyos => happyos(),
            Self::Given(policy) => (**policy).clone(),
            Self::Auto => {
                let known = happyos();
                let discovered: Vec<[String; 2]> = repo
                    .population()
                    .teams
                    .iter()
                    .map(|team| [letters(&team.name), letters(last(&team.folder))])
                    .collect();
                if is_recognised(&known, &discovered) { known } else { generic() }
            }
        }
    }
}

/// Whether every team that the policy declares is among the discovered ones, by its name or its folder's.
fn is_recognised(policy: &Policy, discovered: &[[String; 2]]) -> bool {
    !policy.teams.is_empty()
        && policy.teams.iter().all(|team| {
            let names = [letters(&team.name), letters(last(&team.folder))];
            discovered.iter().flatten().any(|name| !name.is_empty() && names.contains(name))
        })
}

/// A name as its letters and digits alone: `Felicia's Finance` and `felicias_finance` are one.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn last(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_recognised_by_all_of_its_teams_and_by_nothing_less() {
        let team = |name: &str, folder: &str| [letters(name), letters(last(folder))];
        let all = [
            team("meetmind", "agents/meetmind"),
            team("agent_svea", ""),
            team("x", "backend/felicias_finance"),
        ];
        assert!(is_recognised(&happyos(), &all));
        assert!(!is_recognised(&happyos(), &all[..2]));
        assert!(!is_recognised(&generic(), &all));
        assert_eq!(PolicyChoice::Auto.resolve(&RepoFacts::default()).name, "generic");
        assert_eq!(PolicyChoice::Happyos.resolve(&RepoFacts::default()).name, "happyos");
        let given = Policy { name: "own".to_owned(), ..generic() };
        assert_eq!(PolicyChoice::Given(Box::new(given.clone())).resolve(&RepoFacts::default()), given);
    }
}
