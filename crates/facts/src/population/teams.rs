//! Which agents belong together: by the folder they stand in.

use super::{Population, Team};
use beredd_model::{RepoPath, TeamDeclaration};
use std::collections::BTreeMap;

/// Folders whose own folders are teams.
const TEAM_PARENTS: &[&str] = &["agents", "crews", "teams"];

/// Folders that give code a place and say nothing about who it belongs to.
const STRUCTURAL: &[&str] = &[
    "adk",
    "adk_agents",
    "agent",
    "agents",
    "ai",
    "app",
    "apps",
    "backend",
    "code",
    "core",
    "crew",
    "crews",
    "graph",
    "graphs",
    "impl",
    "implementation",
    "implementations",
    "internal",
    "lib",
    "libs",
    "llm",
    "main",
    "modules",
    "nodes",
    "packages",
    "pkg",
    "py",
    "python",
    "server",
    "service",
    "services",
    "source",
    "src",
    "subagents",
    "sub_agents",
    "team",
    "teams",
    "workers",
    "workflows",
];

/// What a team is called whose agents stand in no folder that says more.
const NAMELESS: &str = "main";

/// The team of a file: its name and its folder. It is the folder under the outermost `agents/`, `teams/` or `crews/`, or else
/// the nearest folder with a name that says something.
pub(crate) fn team_of(path: &RepoPath) -> (String, String) {
    let folders: Vec<&str> = path.folder().split('/').filter(|part| !part.is_empty()).collect();
    let under = folders
        .iter()
        .zip(folders.iter().skip(1))
        .position(|(outer, inner)| TEAM_PARENTS.contains(outer) && !STRUCTURAL.contains(inner));
    let at = under
        .map(|position| position.saturating_add(1))
        .or_else(|| folders.iter().rposition(|folder| !STRUCTURAL.contains(folder)));
    match at.and_then(|at| Some((folders.get(at)?, folders.get(..=at)?))) {
        Some((name, folder)) => ((*name).to_owned(), folder.join("/")),
        None => (NAMELESS.to_owned(), folders.join("/")),
    }
}

/// Puts agents into the teams that somebody declares: those whose file stands in a declared folder, at any depth, or whose team
/// has the declared name. The rest stay where they were found, and no agent gets another id.
pub(crate) fn regroup(population: &mut Population, declared: &[TeamDeclaration]) {
    let folders: BTreeMap<String, String> =
        population.teams.iter().map(|team| (team.name.clone(), team.folder.clone())).collect();
    let mut teams: BTreeMap<String, Team> = BTreeMap::new();
    for (agent, index) in population.agents.iter_mut().zip(0_u32..) {
        let own =
            declared.iter().find(|team| team.name == agent.team || holds(&team.folder, &agent.place.path));
        let folder = match own {
            Some(team) => {
                agent.team.clone_from(&team.name);
                down_to(&team.folder, &agent.place.path)
            }
            None => folders.get(&agent.team).cloned().unwrap_or_default(),
        };
        let team = teams.entry(agent.team.clone()).or_insert_with(|| Team {
            name: agent.team.clone(),
            folder,
            agents: Vec::new(),
        });
        team.agents.push(index);
    }
    population.teams = teams.into_values().collect();
}

/// Whether a file stands in a folder of that name, which may be several in a row: `payments`, `agents/payments`.
fn holds(folder: &str, path: &RepoPath) -> bool {
    let folder = folder.trim_matches('/');
    !folder.is_empty() && format!("/{}/", path.folder()).contains(&format!("/{folder}/"))
}

/// The path down to a declared folder, as a file in it shows: `payments` is `src/agents/payments`.
fn down_to(folder: &str, path: &RepoPath) -> String {
    let folder = folder.trim_matches('/');
    let around = format!("/{}/", path.folder());
    let end = around.find(&format!("/{folder}/")).map(|at| at.saturating_add(folder.len()).saturating_add(1));
    end.and_then(|end| around.get(1..end)).unwrap_or(folder).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_folder_is_the_whole_path_to_it() {
        let path = RepoPath::parse("src/agents/payments/teller.py").unwrap();
        assert_eq!(down_to("payments", &path), "src/agents/payments");
        assert_eq!(down_to("/agents/payments/", &path), "src/agents/payments");
        assert_eq!(down_to("sales", &path), "sales");
    }

    #[test]
    fn a_declared_folder_is_matched_by_whole_names_at_any_depth() {
        let path = RepoPath::parse("src/agents/payments/teller.py").unwrap();
        assert!(
            ["payments", "agents/payments", "src", "/payments/"].iter().all(|folder| holds(folder, &path))
        );
        assert!(["pay", "teller.py", "", "payments/agents"].iter().all(|folder| !holds(folder, &path)));
    }

    #[test]
    fn a_team_is_the_folder_that_says_who() {
        let team = |path: &str| team_of(&RepoPath::parse(path).unwrap());
        let expect = [
            ("backend/agents/finance/adk_agents/agents/banking.py", ("finance", "backend/agents/finance")),
            ("backend/agents/meetings/coordinator.py", ("meetings", "backend/agents/meetings")),
            ("src/research/agents/writer.py", ("research", "src/research")),
            ("src/agents/agent.py", ("main", "src/agents")),
            ("agent.py", ("main", "")),
        ];
        for (path, (name, folder)) in expect {
            assert_eq!(team(path), (name.to_owned(), folder.to_owned()), "{path}");
        }
    }
}
