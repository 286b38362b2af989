//! The facts of an archive, joined: what is judged, once or many times.

use crate::policy::PolicyFile;
use crate::{CatalogueEntry, Survey, Terms, inventory, policy};
use beredd_checks::{Bench, catalog};
use beredd_facts::{FactShard, RepoFacts};
use beredd_model::{Audit, CheckResult, Policy, Program, SCHEMA};

/// A surveyed archive with the facts of all its files. Joining them is most of the work that judging them again, on other terms, need
/// not do again.
#[derive(Debug)]
pub struct Case {
    survey: Survey,
    repo: RepoFacts,
    /// The policy of the system that the folders of its teams show it to be.
    recognised: Policy,
}

/// Runs one check.
pub type Judge<'a> = dyn Fn(&CatalogueEntry) -> CheckResult + Sync + 'a;

impl Case {
    /// Joins the facts of an archive's files.
    #[must_use]
    pub fn new(survey: Survey, shard: FactShard) -> Self {
        let repo = RepoFacts::new(shard);
        Self { survey, recognised: policy::recognised(&repo), repo }
    }

    /// What was surveyed.
    #[must_use]
    pub const fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Runs every check and draws up the audit.
    ///
    /// `run` is how the host has checks run: it gives the results of all of the entries, in their order. [`in_a_row`] will do.
    #[must_use]
    pub fn judge(
        &mut self,
        terms: &Terms,
        run: impl FnOnce(&'static [CatalogueEntry], &Judge<'_>) -> Vec<CheckResult>,
    ) -> Audit {
        let file = policy::file_of(terms, &self.survey, &self.repo);
        let policy = policy::resolve(terms, &file, &self.recognised);
        self.repo.regroup(&policy.teams);
        let bench = Bench::new(&self.repo, &policy);
        let checks = run(catalog(), &|entry| bench.judge(entry));
        self.audit(checks, &file, policy)
    }

    fn audit(&self, checks: Vec<CheckResult>, file: &PolicyFile, policy: Policy) -> Audit {
        let (survey, repo) = (&self.survey, &self.repo);
        let assessment = beredd_plan::assess(&checks, repo.file_count(), &policy);
        let mut archive = inventory::archive(survey, repo);
        archive.problems.extend(policy::problems(file, &policy, &checks, &assessment.roadmap.packages, repo));
        archive.problems.sort();
        let agents = inventory::agents(repo, &checks);
        Audit {
            schema: SCHEMA.to_owned(),
            program: Program {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                catalogue_sha256: beredd_checks::catalogue_sha256(),
            },
            archive,
            score: assessment.score,
            gate: assessment.gate,
            categories: assessment.categories,
            criteria: assessment.criteria,
            teams: inventory::teams(repo, &agents),
            agents,
            services: inventory::services(repo),
            routes: inventory::routes(repo),
            llm: inventory::llm(repo),
            tests: inventory::tests(repo),
            secrets: inventory::secrets(repo),
            contradictions: inventory::contradictions(&checks),
            gaps: assessment.gaps,
            roadmap: assessment.roadmap,
            shortest_way: assessment.shortest_way,
            files: inventory::files(repo),
            arithmetic: assessment.arithmetic,
            accepted: assessment.accepted,
            attested: assessment.attested,
            checks,
            profile: policy,
        }
    }
}

/// Runs the checks one after the other, on the calling thread.
#[must_use]
pub fn in_a_row(entries: &'static [CatalogueEntry], judge: &Judge<'_>) -> Vec<CheckResult> {
    entries.iter().map(judge).collect()
}
