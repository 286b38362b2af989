//! Whether a repository holds something that is brought to production at all.

use super::not_applicable;
use beredd_facts::RepoFacts;
use beredd_model::{Text, Verdict};

/// Whether there is a service, an agent or a model call: a library and a tool have none.
pub(crate) fn is_deployed(repo: &RepoFacts) -> bool {
    let population = repo.population();
    !population.services.is_empty() || !population.agents.is_empty() || !population.call_sites.is_empty()
}

/// The verdict where nothing is brought to production.
pub(crate) fn nothing_deployed(repo: &RepoFacts, signals: &[&str]) -> Verdict {
    let reason = Text::fixed(
        "Nothing here is deployed: no service, no agent and no model call was found.",
        "Inget här driftsätts: ingen tjänst, ingen agent och inget modellanrop hittades.",
    );
    not_applicable(repo, signals, reason)
}
