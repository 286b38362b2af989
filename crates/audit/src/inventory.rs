//! What was found, in the rows of `audit.json`. Facts and verdicts are put side by side here, and nothing is decided.

use crate::Survey;
use beredd_facts::fact::{SecretContext, Value};
use beredd_facts::{CallVia, RepoFacts};
use beredd_model::{
    AgentRow, ArchiveSummary, CheckResult, Contradiction, CriterionOutcome, Evidence, FileRow, Grade,
    LlmInventory, LlmSite, Named, Outcome, RouteRow, SecretRow, ServiceRow, Severity, SubjectKind, TeamRow,
    TestCounts,
};
use std::collections::{BTreeMap, BTreeSet};

/// The archive as surveyed, with what reading it added.
pub(crate) fn archive(survey: &Survey, repo: &RepoFacts) -> ArchiveSummary {
    let mut archive = survey.archive.clone();
    archive.files_read = repo.file_count();
    archive.bytes_read = repo.files().map(|(_, file)| file.bytes).sum();
    archive.problems.extend(repo.problems().cloned());
    archive.problems.sort();
    archive.problems.dedup();
    archive
}

/// The agents by id, with the decisive verdicts that were given for each.
pub(crate) fn agents(repo: &RepoFacts, checks: &[CheckResult]) -> Vec<AgentRow> {
    let mut outcomes: BTreeMap<&str, Vec<CriterionOutcome>> = BTreeMap::new();
    for check in checks.iter().filter(|check| check.is_decisive) {
        for subject in check.subjects.iter().filter(|subject| subject.kind == SubjectKind::Agent) {
            let outcome = CriterionOutcome { id: check.criterion, outcome: subject.outcome };
            outcomes.entry(&subject.id).or_default().push(outcome);
        }
    }
    let mut rows: Vec<AgentRow> = repo
        .population()
        .agents
        .iter()
        .map(|agent| {
            let mut criteria = outcomes.remove(agent.id.as_str()).unwrap_or_default();
            criteria.sort_by_key(|row| row.id);
            AgentRow {
                id: agent.id.clone(),
                name: agent.name.clone(),
                team: agent.team.clone(),
                place: agent.place.clone(),
                framework: agent.framework.clone(),
                proven_permille: beredd_plan::team_points(&criteria),
                criteria,
            }
        })
        .collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

/// The teams by name.
pub(crate) fn teams(repo: &RepoFacts, agents: &[AgentRow]) -> Vec<TeamRow> {
    let mut names: Vec<&str> = repo.population().teams.iter().map(|team| team.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let row = |name: &str| {
        let members = || agents.iter().filter(|agent| agent.team == name);
        TeamRow {
            name: name.to_owned(),
            agents: members().map(|agent| agent.id.clone()).collect(),
            proven_permille: beredd_plan::team_points(members().flat_map(|agent| &agent.criteria)),
        }
    };
    names.into_iter().map(row).collect()
}

/// The deployable services.
pub(crate) fn services(repo: &RepoFacts) -> Vec<ServiceRow> {
    let row = |service: &beredd_facts::Service| ServiceRow {
        name: service.name.clone(),
        place: service.place.clone(),
        kind: service.kind.id().to_owned(),
    };
    repo.population().services.iter().map(row).collect()
}

/// The HTTP routes.
pub(crate) fn routes(repo: &RepoFacts) -> Vec<RouteRow> {
    let row = |route: &beredd_facts::HttpRoute| RouteRow {
        method: route.method.clone(),
        path_pattern: route.pattern.clone(),
        place: route.place.clone(),
        is_authenticated: route.authenticated_by.is_some(),
    };
    repo.population().routes.iter().map(row).collect()
}

/// Where models are called, and through what.
pub(crate) fn llm(repo: &RepoFacts) -> LlmInventory {
    let population = repo.population();
    let services = &population.central_services;
    let site = |site: &beredd_facts::CallSite| {
        let (provider, via) = match &site.via {
            CallVia::Provider { provider, target } => (provider.clone(), target.clone()),
            CallVia::FirstParty { service, target } => {
                let index = service.and_then(|index| usize::try_from(index).ok());
                let service = index.and_then(|index| services.get(index)).map(|service| service.name.clone());
                ("first-party".to_owned(), service.unwrap_or_else(|| target.clone()))
            }
        };
        LlmSite { place: site.place.clone(), provider, via, model: model_named(repo, site) }
    };
    LlmInventory {
        call_sites: population.call_sites.iter().map(site).collect(),
        providers: population.providers.clone(),
        central_services: services
            .iter()
            .map(|service| Named { name: service.name.clone(), place: service.place.clone() })
            .collect(),
    }
}

/// The model that a call names in so many words: as an argument of its own, in an object of arguments, or as what stands in for
/// a variable of the environment.
fn model_named(repo: &RepoFacts, site: &beredd_facts::CallSite) -> Option<String> {
    let call = repo.module(&site.place.path)?.calls.get(usize::try_from(site.call).ok()?)?;
    let is_model = |key: &str| matches!(key, "model" | "model_id" | "modelId" | "model_name" | "modelName");
    call.arguments.iter().find_map(|argument| match (argument.name.as_deref(), &argument.value) {
        (Some(name), value) if is_model(name) => text_of(value),
        (None, Value::Map(pairs)) => pairs
            .iter()
            .find(|(key, _)| matches!(key, Value::Text(key) if is_model(key)))
            .and_then(|(_, value)| text_of(value)),
        _ => None,
    })
}

/// The text that a value is, or falls back to.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Environment { default: Some(default), .. } => text_of(default),
        _ => None,
    }
}

/// The tests, each count a part of the one before. Literal parameter sets count as a test each.
pub(crate) fn tests(repo: &RepoFacts) -> TestCounts {
    let mut counts = TestCounts::default();
    for test in &repo.population().tests {
        let is_countable = test.is_collected && !test.is_skipped && test.asserts;
        let is_importable = is_countable && test.is_importable;
        for (count, applies) in [
            (&mut counts.declared, true),
            (&mut counts.countable, is_countable),
            (&mut counts.importable, is_importable),
            (&mut counts.llm_related, is_importable && test.concerns_llm),
        ] {
            if applies {
                *count = count.saturating_add(test.cases);
            }
        }
    }
    counts
}

/// The secrets that stand in clear text, redacted already. Stand-ins (`your-key-here`) are no secrets and are left out,
/// as are the dummies of tests and documents.
pub(crate) fn secrets(repo: &RepoFacts) -> Vec<SecretRow> {
    let mut rows = Vec::new();
    for (path, file) in repo.files() {
        for secret in file.secrets.iter().filter(|secret| secret.is_finding(path, file.role)) {
            let severity = match secret.context {
                SecretContext::Live => Severity::Critical,
                SecretContext::WeakDefault => Severity::Medium,
                SecretContext::Placeholder => continue,
            };
            let place = RepoFacts::place(path, beredd_model::Lines::at(secret.line));
            rows.push(SecretRow { place, kind: secret.kind.clone(), severity, stub: secret.stub.clone() });
        }
    }
    rows
}

/// Claims in words beside evidence against them, for every check that does not pass: the claim's place and the strongest
/// evidence against it. Of equals the one that speaks of the same thing: the nearest in the tree, then the one that shares most
/// words with the claim, then the first.
pub(crate) fn contradictions(checks: &[CheckResult]) -> Vec<Contradiction> {
    let mut rows = Vec::new();
    for check in checks.iter().filter(|check| matches!(check.outcome, Outcome::Fail | Outcome::Partial)) {
        let against: Vec<&Evidence> = check
            .evidence
            .iter()
            .filter(|evidence| !evidence.supports && evidence.grade > Grade::Mentioned)
            .collect();
        for claim in
            check.evidence.iter().filter(|evidence| evidence.supports && evidence.grade == Grade::Mentioned)
        {
            // The first of the best: `max_by_key` alone would take the last.
            let best = against
                .iter()
                .rev()
                .max_by_key(|one| (one.grade, shared_parts(claim, one), shared_words(claim, one)));
            rows.extend(best.map(|against| Contradiction {
                claim_path: claim.place.path.to_string(),
                claim_line: claim.place.line,
                against_path: against.place.path.to_string(),
                against_line: against.place.line,
                check: check.id.clone(),
            }));
        }
    }
    rows
}

/// How many folders two places share, from the root.
fn shared_parts(a: &Evidence, b: &Evidence) -> usize {
    a.place.path.parts().zip(b.place.path.parts()).take_while(|(a, b)| a == b).count()
}

/// How many words of a claim stand in what is said against it, or in its path. Short words join sentences and say nothing.
fn shared_words(claim: &Evidence, against: &Evidence) -> usize {
    const SHORTEST: usize = 4;
    let words = |text: &str| -> BTreeSet<String> {
        beredd_facts::identifier::words(text).into_iter().filter(|word| word.len() >= SHORTEST).collect()
    };
    let said = words(&format!("{} {}", against.what.en, against.place.path));
    words(&claim.what.en).intersection(&said).count()
}

/// Every file that was read.
pub(crate) fn files(repo: &RepoFacts) -> Vec<FileRow> {
    repo.files()
        .map(|(path, file)| FileRow {
            path: path.clone(),
            role: file.role.id().to_owned(),
            language: format!("{:?}", file.language).to_lowercase(),
            bytes: file.bytes,
            lines: file.lines,
        })
        .collect()
}
