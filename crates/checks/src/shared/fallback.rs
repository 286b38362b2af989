//! What each agent does when its model fails.

use super::agents::{death_of, sites_of};
use super::failure::{Conduct, on_failure};
use super::runs::runs_of;
use beredd_facts::fact::Call;
use beredd_facts::{Agent, RepoFacts};
use beredd_model::{Outcome, Place, RepoPath};

/// An agent's behaviour when its model fails.
pub(crate) enum Behaviour<'a> {
    /// It asks no model, so it cannot lose one.
    AsksNone,
    /// Its module cannot load; the place says why.
    Dead(&'a Place),
    /// Each model call and what follows when it fails.
    Calls(Vec<(&'a RepoPath, &'a Call, Conduct)>),
}

impl Behaviour<'_> {
    /// Pass where every failure is answered, Partial where some are, Fail where none is.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::AsksNone => Outcome::NotApplicable,
            Self::Dead(_) => Outcome::Fail,
            Self::Calls(calls) => {
                let answered =
                    calls.iter().filter(|(_, _, conduct)| matches!(conduct, Conduct::Answers(_))).count();
                match answered {
                    0 => Outcome::Fail,
                    answered if answered == calls.len() => Outcome::Pass,
                    _ => Outcome::Partial,
                }
            }
        }
    }
}

/// Follows the failure of every call of a model by an agent, or of every call that runs it where its framework asks the model.
pub(crate) fn behaviour_of<'a>(repo: &'a RepoFacts, agent: &'a Agent) -> Behaviour<'a> {
    let own: Vec<(&RepoPath, &Call)> = sites_of(repo, agent)
        .filter_map(|site| {
            let call = repo.module(&site.place.path)?.calls.get(usize::try_from(site.call).ok()?)?;
            Some((&site.place.path, call))
        })
        .collect();
    let calls = if own.is_empty() { runs_of(repo, agent) } else { own };
    if calls.is_empty() {
        return Behaviour::AsksNone;
    }
    match death_of(repo, agent) {
        Some(cause) => Behaviour::Dead(cause),
        None => Behaviour::Calls(
            calls.into_iter().map(|(path, call)| (path, call, on_failure(repo, path, call))).collect(),
        ),
    }
}
