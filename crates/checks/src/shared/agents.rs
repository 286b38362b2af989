//! Questions about agents that several checks ask.

use super::counted;
use super::tally::unknown;
use beredd_facts::{Agent, CallSite, CallVia, RepoFacts};
use beredd_model::{Place, Text, Verdict};

/// The places where an agent calls a model.
pub(crate) fn sites_of<'a>(repo: &'a RepoFacts, agent: &'a Agent) -> impl Iterator<Item = &'a CallSite> {
    let sites = &repo.population().call_sites;
    agent.call_sites.iter().filter_map(|index| sites.get(usize::try_from(*index).ok()?))
}

/// Whether a framework calls the model for the agent, so that no call stands in its own code.
pub(crate) fn is_run_by_framework(agent: &Agent) -> bool {
    agent.framework != "none"
}

/// Whether a call goes through a service of the repository rather than a provider's library.
pub(crate) const fn is_first_party(site: &CallSite) -> bool {
    matches!(site.via, CallVia::FirstParty { .. })
}

/// Where an agent's module is broken, when it cannot load.
pub(crate) fn death_of<'a>(repo: &'a RepoFacts, agent: &Agent) -> Option<&'a Place> {
    repo.resolution().dead.get(&agent.place.path)
}

/// The first line of a place: evidence about a whole definition points at its head.
pub(crate) fn head_of(place: &Place) -> Place {
    Place { end_line: place.line, ..place.clone() }
}

/// The verdict where a criterion asks about agents and none was found: nothing can be said, for or against.
pub(crate) fn no_agents(repo: &RepoFacts, signals: &[&str]) -> Verdict {
    let files = repo.file_count();
    let calls = repo.population().call_sites.len();
    let reason = if calls == 0 {
        Text::made(
            format!(
                "No agent and no model call was found ({} read), so this cannot be judged.",
                counted(files, "file", "files")
            ),
            format!(
                "Ingen agent och inget modellanrop hittades ({} lästa), så det här går inte att bedöma.",
                counted(files, "fil", "filer")
            ),
        )
    } else {
        Text::made(
            format!(
                "Model calls were found ({calls}), but no agent that makes them, so this cannot be judged per agent."
            ),
            format!(
                "Modellanrop hittades ({calls}) men ingen agent som gör dem, så det här går inte att bedöma per agent."
            ),
        )
    };
    unknown(repo, signals, reason)
}
