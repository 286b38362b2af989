//! What can be asked of a repository at all: of one that holds nothing that runs, nothing about running.

use super::deployed::{is_deployed, nothing_deployed};
use beredd_facts::RepoFacts;
use beredd_model::{Category, Criterion, Outcome, Verdict};

/// The verdict of a check, or that its question does not arise.
///
/// A library and a tool have neither an agent nor a service: how they stand an outage, what they write down while they run, how they
/// part their tenants and how many users they carry cannot be told and is no fault. Secrets, documents, pipelines and code that does not
/// load are judged wherever they stand, and the criteria about models say that no agent was found.
pub(crate) fn in_scope(repo: &RepoFacts, criterion: Criterion, verdict: Verdict) -> Verdict {
    let is_proven = matches!(verdict.outcome, Outcome::Pass | Outcome::NotApplicable);
    if is_proven || !is_about_running(criterion) || repo.file_count() == 0 || *repo.derived(is_deployed) {
        return verdict;
    }
    let searched: Vec<&str> = verdict.searched.signals.iter().map(String::as_str).collect();
    // Not known rather than left out: what remains would weigh more, documents alone would look like half a system, and the gate would
    // stand open for a repository in which nothing was found.
    Verdict { outcome: Outcome::Unknown, ..nothing_deployed(repo, &searched) }
}

/// Resilience, observability, performance; of security the parting of tenants and what models are told.
const fn is_about_running(criterion: Criterion) -> bool {
    match criterion.category {
        Category::Resilience | Category::Observability | Category::Performance => true,
        Category::Security => matches!(criterion.number, 2 | 4),
        Category::Llm | Category::Testing | Category::Deployment | Category::Documentation => false,
    }
}

#[cfg(test)]
mod tests {
    use beredd_facts::{FactShard, RepoFacts, read_file};
    use beredd_model::{CheckResult, Outcome};

    fn judged(text: &str) -> Vec<CheckResult> {
        let mut shard = FactShard::default();
        for (path, text) in &beredd_testkit::fixture::parse(text).unwrap().files {
            shard.files.insert(path.clone(), read_file(path, text.as_bytes()));
        }
        crate::judge_all(&RepoFacts::new(shard), &beredd_plan::policy::generic())
    }

    const LIBRARY: &str = "//- README.md
# Wire
//- src/wire/api.py
import urllib3
pool = urllib3.PoolManager()
def get(url):
    return pool.request('GET', url)
//- src/wire/broken.py
def (
";

    #[test]
    fn a_library_is_not_blamed_for_what_only_systems_do() {
        let results = judged(LIBRARY);
        let blamed: Vec<&str> = results
            .iter()
            .filter(|result| matches!(result.criterion.category.number(), 2 | 4 | 8))
            .filter(|result| matches!(result.outcome, Outcome::Fail | Outcome::Partial))
            .map(|result| result.id.as_ref())
            .collect();
        assert!(blamed.is_empty(), "{blamed:?}");
        let broken = results.iter().find(|result| result.id == "deployment/production-code-parses").unwrap();
        assert!(matches!(broken.outcome, Outcome::Fail | Outcome::Partial), "{:?}", broken.outcome);
        let agents = results
            .iter()
            .find(|result| result.criterion.to_string() == "K1.1" && result.is_decisive)
            .unwrap();
        assert_eq!(agents.outcome, Outcome::Unknown);
        assert!(agents.summary.en.contains("No agent"), "{}", agents.summary.en);
    }

    #[test]
    fn a_system_is_asked_everything() {
        let system = format!("{LIBRARY}//- src/app/main.py\nfrom fastapi import FastAPI\napp = FastAPI()\n");
        let results = judged(&system);
        assert!(results.iter().any(|r| r.criterion.category.number() == 2 && r.outcome == Outcome::Fail));
    }
}
