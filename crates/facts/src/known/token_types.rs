//! Types that files may name after importing a whole package or namespace: `using OpenAI.Chat;`, `import dev.langchain4j.service.*`.
//!
//! Only types that another table of this room speaks of are of interest, so those tables are asked.

use super::{token_agents, token_models};

/// Whether a package is known to hold a type of this name.
#[must_use]
pub fn has(package: &str, name: &str) -> bool {
    let clients = token_models::CLIENTS.iter().any(|row| row.package == package && row.name == name);
    let of_agents = |row: &super::agent_frameworks::AgentConstructor| {
        let is_type = row.package == package && row.name == name;
        is_type || row.package.rsplit_once('.') == Some((package, name))
    };
    clients
        || token_agents::DOTNET_OPTIONS == (package, name)
        || token_agents::AGENTS.iter().any(of_agents)
        || token_agents::ANNOTATIONS
            .iter()
            .any(|(annotation, _)| annotation.rsplit_once('.') == Some((package, name)))
}
