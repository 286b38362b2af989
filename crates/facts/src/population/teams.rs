//! Which agents belong together: by the folder they stand in.

use beredd_model::RepoPath;

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

#[cfg(test)]
mod tests {
    use super::*;

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
