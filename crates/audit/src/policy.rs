//! Which policy is in effect: the one that was chosen, or the repository's own, or that of a system that is recognised.

use crate::{Survey, technologies};
use beredd_archive::Budget;
use beredd_facts::RepoFacts;
use beredd_model::{Attested, CheckResult, Date, Policy, Problem, ProblemKind, RepoPath, Text};
use beredd_plan::policy::{FILE_NAME, Reading, generic, happyos, nearest, read};
use serde::{Deserialize, Serialize};

/// A choice of policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyChoice {
    /// `beredd.toml` beside the archive, or else the repository's own, at its root; without either that of a system that is
    /// recognised, or else the generic one.
    #[default]
    Auto,
    /// The generic policy.
    Generic,
    /// The policy for HappyOS.
    Happyos,
    /// This policy, every value as it stands: a host where a reader edits it.
    Given(Box<Policy>),
    /// A policy file from outside the repository.
    File {
        /// Its name, without a path to it.
        name: String,
        /// Its text.
        text: String,
    },
}

/// The terms of an audit: all that is neither in the repository nor in the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Which policy. Any choice but [`PolicyChoice::Auto`] goes before the repository's own.
    pub policy: PolicyChoice,
    /// Auditor mode: nothing that the repository decides about itself counts, and no accepted risk and no attestation does.
    pub is_auditor: bool,
    /// The day of the audit: with it, accepted risks expire; without, their last day is only shown.
    pub today: Option<Date>,
    /// The first day of the work, if it is another than the policy's.
    pub start: Option<Date>,
}

impl From<PolicyChoice> for Terms {
    fn from(policy: PolicyChoice) -> Self {
        Self { policy, ..Self::default() }
    }
}

impl From<&PolicyChoice> for Terms {
    fn from(policy: &PolicyChoice) -> Self {
        policy.clone().into()
    }
}

impl From<&Self> for Terms {
    fn from(terms: &Self) -> Self {
        terms.clone()
    }
}

/// The policy file that an audit goes by.
pub(crate) struct PolicyFile {
    reading: Option<Reading>,
    /// The repository decides about itself in it.
    is_own: bool,
    /// The repository has one that is left aside.
    is_set_aside: bool,
}

/// The limits that the text of a policy file from outside the repository sets, the usual ones for all else.
#[must_use]
pub fn budget_by(text: &str) -> Budget {
    Budget::DEFAULT.with(&read(text, FILE_NAME).policy.limits)
}

/// Reads the policy file that `terms` choose, if they choose one.
pub(crate) fn file_of(terms: &Terms, survey: &Survey, repo: &RepoFacts) -> PolicyFile {
    let text = |path: &RepoPath| repo.file(path)?.policy.as_deref();
    let is_beside = |path: &RepoPath| survey.archive.beside.iter().any(|beside| beside.path == *path);
    let beside = survey.archive.beside.iter().find_map(|beside| Some((&beside.path, text(&beside.path)?)));
    let own = RepoPath::parse(FILE_NAME).ok().filter(|path| !is_beside(path));
    let own = own.as_ref().and_then(text);
    let is_own = terms.policy == PolicyChoice::Auto && beside.is_none() && own.is_some();
    let reading = match (&terms.policy, beside) {
        (PolicyChoice::Auto, Some((path, text))) => Some(read(text, path.as_str())),
        (PolicyChoice::Auto, None) => own.map(|text| read(text, FILE_NAME)),
        (PolicyChoice::File { name, text }, _) => Some(read(text, name)),
        (PolicyChoice::Generic | PolicyChoice::Happyos | PolicyChoice::Given(_), _) => None,
    };
    PolicyFile { reading, is_own, is_set_aside: own.is_some() && (!is_own || terms.is_auditor) }
}

/// The policy in effect; `recognised` is the one for systems that choose none.
pub(crate) fn resolve(terms: &Terms, file: &PolicyFile, recognised: &Policy) -> Policy {
    let own = file.reading.as_ref().map(|reading| reading.policy.clone());
    let mut policy = match (&terms.policy, own) {
        (PolicyChoice::Generic, _) => generic(),
        (PolicyChoice::Happyos, _) => happyos(),
        (PolicyChoice::Given(policy), _) => (**policy).clone(),
        (_, Some(own)) if file.is_own && terms.is_auditor => {
            // What the repository decided about itself is shown, and only shown.
            Policy { accepted: own.accepted, attested: own.attested, ..recognised.clone() }
        }
        (_, Some(own)) => own,
        (_, None) => recognised.clone(),
    };
    policy.is_auditor |= terms.is_auditor;
    policy.today = terms.today.or(policy.today);
    policy.capacity.start = terms.start.or(policy.capacity.start);
    policy
}

/// The policy of a known system, or the generic one, by the teams that folders alone tell of.
pub(crate) fn recognised(repo: &RepoFacts) -> Policy {
    let known = happyos();
    let discovered: Vec<[String; 2]> = repo
        .population()
        .teams
        .iter()
        .map(|team| [letters(&team.name), letters(last(&team.folder))])
        .collect();
    if is_recognised(&known, &discovered) { known } else { generic() }
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

/// What of the policy could not be used, or speaks of something that is not there.
pub(crate) fn problems(
    file: &PolicyFile,
    policy: &Policy,
    checks: &[CheckResult],
    packages: &[Vec<String>],
    repo: &RepoFacts,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if file.is_set_aside {
        problems.push(problem(FILE_NAME, None, set_aside()));
    }
    let Some(reading) = &file.reading else { return problems };
    if file.is_own && !reading.policy.limits.is_empty() {
        let names = reading.policy.limits.keys();
        let line = names.filter_map(|name| reading.line_of(&format!("limits.{name}"))).min();
        problems.push(problem(&reading.policy.source, line, own_limits()));
    }
    let source = &reading.policy.source;
    let mut add = |line: Option<u32>, message: Text| problems.push(problem(source, line, message));
    for found in &reading.problems {
        add(found.line, found.message.clone());
    }
    for (key, name) in checks_named(&reading.policy) {
        if !checks.iter().any(|check| *check.id == *name) {
            add(reading.line_of(&key), no_check(&key, &name, checks));
        }
    }
    if !policy.order.is_empty() {
        for package in packages {
            add(reading.line_of("order[0]"), circle(package));
        }
    }
    let asked = &reading.policy.technologies;
    for name in technologies::missing(asked, repo).into_iter().filter_map(|place| asked.get(place)) {
        add(reading.line_of("technologies"), no_technology(name));
    }
    for (key, agent) in agents_missing(&reading.policy, repo) {
        add(reading.line_of(&key), no_agent(&key, &agent));
    }
    problems
}

fn problem(source: &str, line: Option<u32>, message: Text) -> Problem {
    Problem { path: source.to_owned(), line, kind: ProblemKind::Policy, message }
}

/// The checks that a policy names, each with the key that does.
fn checks_named(policy: &Policy) -> Vec<(String, String)> {
    let mut named = Vec::new();
    for key in policy.effort.keys().filter(|key| key.contains('/')) {
        named.push((format!("effort.\"{key}\""), key.clone()));
    }
    for (number, order) in policy.order.iter().enumerate() {
        named.push((format!("order[{number}].first"), order.first.to_string()));
        named.push((format!("order[{number}].then"), order.then.to_string()));
    }
    for (number, risk) in policy.accepted.iter().enumerate() {
        named.push((format!("accepted[{number}].check"), risk.check.to_string()));
    }
    for (number, attestation) in policy.attested.iter().enumerate() {
        if let Attested::Check(check) = &attestation.of {
            named.push((format!("attested[{number}].check"), check.to_string()));
        }
    }
    named
}

/// The agents that a policy names and nobody found, each with the key of its team.
fn agents_missing(policy: &Policy, repo: &RepoFacts) -> Vec<(String, String)> {
    let found: Vec<String> = repo.population().agents.iter().map(|agent| letters(&agent.name)).collect();
    let teams = policy.teams.iter().enumerate();
    let named = teams.flat_map(|(number, team)| {
        team.agents.iter().map(move |agent| (format!("teams[{number}].agents"), agent.clone()))
    });
    named.filter(|(_, agent)| !found.contains(&letters(agent))).collect()
}

const fn own_limits() -> Text {
    Text::fixed(
        "limits count in a profile that is given from outside the repository. Those that stand in the repository itself are left aside.",
        "limits gäller i en profil som kommer utifrån. De som står i repot självt lämnas därhän.",
    )
}

const fn set_aside() -> Text {
    Text::fixed(
        "The repository has a policy of its own, and it was left aside: another was chosen, or auditor mode is on.",
        "Repot har en egen profil, och den har lagts åt sidan: en annan är vald eller revisorsläget är på.",
    )
}

fn no_check(key: &str, name: &str, checks: &[CheckResult]) -> Text {
    let known: Vec<&str> = checks.iter().map(|check| &*check.id).collect();
    let (mut en, mut sv) = (
        format!("{key} is \"{name}\"; expected: the id of a check."),
        format!("{key} är \"{name}\"; väntat: en kontrolls id."),
    );
    if let Some(meant) = nearest(name, &known) {
        en.push_str(&format!(" Did you mean \"{meant}\"?"));
        sv.push_str(&format!(" Menade du \"{meant}\"?"));
    }
    Text::made(format!("{en} It changes nothing."), format!("{sv} Det ändrar ingenting."))
}

fn circle(package: &[String]) -> Text {
    let names = package.join(", ");
    Text::made(
        format!(
            "The orders close a circle: {names}. It is planned as one package of work, without an order inside."
        ),
        format!(
            "Ordningen blir en cirkel: {names}. Den planeras som ett enda arbetspaket utan inbördes ordning."
        ),
    )
}

fn no_agent(key: &str, agent: &str) -> Text {
    Text::made(
        format!("{key} names \"{agent}\", and no agent of that name was found in the repository."),
        format!("{key} nämner \"{agent}\", och ingen agent med det namnet hittades i repot."),
    )
}

fn no_technology(name: &str) -> Text {
    Text::made(
        format!(
            "technologies names \"{name}\", and no dependency, import, image or setting in the repository does."
        ),
        format!(
            "technologies nämner \"{name}\", men inget beroende, ingen import, avbild eller inställning i repot gör det."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(choice: PolicyChoice) -> Policy {
        let terms = Terms::from(choice);
        let file = PolicyFile { reading: None, is_own: false, is_set_aside: false };
        resolve(&terms, &file, &generic())
    }

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
        assert_eq!(resolved(PolicyChoice::Auto).name, "generic");
        assert_eq!(resolved(PolicyChoice::Happyos).name, "happyos");
        let given = Policy { name: "own".to_owned(), ..generic() };
        assert_eq!(resolved(PolicyChoice::Given(Box::new(given.clone()))), given);
    }
}
