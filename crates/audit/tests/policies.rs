//! Which policy counts, and what an audit says of one that is partly wrong.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use beredd_audit::{Budget, Joined, PolicyChoice, Terms, audit, budget_by};
use beredd_model::{AcceptanceState, Audit, Date, Level, ProblemKind};
use beredd_testkit::{fixture, zip_of};

const REPO: &str = r#"
//- payments/agents/teller_agent.py
from openai import OpenAI

client = OpenAI()


class TellerAgent:
    def run(self, text):
        return client.responses.create(model="m", input=text)
//- app.py
from payments.agents.teller_agent import TellerAgent

if __name__ == "__main__":
    print(TellerAgent().run("hej"))
//- README.md
# A small system
"#;

const POLICY: &str = r#"
name = "shop"
level = "B"

[[teams]]
name = "Cashiers"
folder = "payments"
agents = ["TellerAgent", "Nobody"]

[[accepted]]
check = "llm/agents-call-model-through-one-service"
reason = "r"
owner = "o"
expires = 2026-06-30

[weights]
security = "much"
"#;

fn archive(policy: Option<&str>) -> Vec<u8> {
    let own = policy.map(|text| format!("//- beredd.toml\n{text}")).unwrap_or_default();
    zip_of(&fixture::parse(&format!("{REPO}{own}")).unwrap(), Some("repo-main")).unwrap()
}

fn audited(policy: Option<&str>, terms: Terms) -> Audit {
    audit("repo.zip", &archive(policy), terms).unwrap()
}

/// What is said of the policy, as `path:line message`.
fn said(audit: &Audit) -> Vec<String> {
    let problems = audit.archive.problems.iter().filter(|problem| problem.kind == ProblemKind::Policy);
    problems.map(|one| format!("{}:{} {}", one.path, one.line.unwrap_or(0), one.message.en)).collect()
}

fn file(text: &str) -> PolicyChoice {
    PolicyChoice::File { name: "own.toml".to_owned(), text: text.to_owned() }
}

#[test]
fn the_repositorys_own_policy_counts_and_its_faults_are_named_with_their_lines() {
    let found = audited(Some(POLICY), Terms::default());
    let profile = &found.profile;
    assert_eq!((&*profile.name, &*profile.source, profile.level), ("shop", "beredd.toml", Level::B));
    assert_eq!(found.teams.iter().map(|team| &*team.name).collect::<Vec<_>>(), ["Cashiers"]);
    let said = said(&found);
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].starts_with("beredd.toml:8 teams[0].agents names \"Nobody\""), "{said:#?}");
    let meant = "Did you mean \"llm/agents-call-models-through-one-service\"?";
    assert!(
        said[1].starts_with("beredd.toml:11 accepted[0].check is ") && said[1].contains(meant),
        "{said:#?}"
    );
    assert!(
        said[2].starts_with("beredd.toml:17 weights.security is \"much\"; expected: a number from 0 to 100")
    );
    assert_eq!(found.accepted[0].state, AcceptanceState::Stale);
    let plain = audited(None, Terms::default());
    assert_eq!(profile.weights_permille, plain.profile.weights_permille);
    assert_eq!(found.score, plain.score);
}

#[test]
fn what_is_chosen_goes_before_what_the_repository_says() {
    for (choice, name) in [(PolicyChoice::Generic, "generic"), (file("name = 'mine'"), "mine")] {
        let found = audited(Some(POLICY), choice.into());
        assert_eq!((&*found.profile.name, found.profile.level), (name, Level::A));
        assert!(
            said(&found).iter().any(|line| line.starts_with("beredd.toml:0 The repository has a policy"))
        );
    }
    assert_eq!(said(&audited(None, PolicyChoice::Generic.into())), Vec::<String>::new());
}

#[test]
fn a_policy_beside_the_archive_goes_before_the_repositorys() {
    let bytes = archive(Some(POLICY));
    let joined = Joined::new(&bytes[..], vec![("beredd.toml".to_owned(), b"name = 'beside'".to_vec())]);
    let found = audit("repo.zip", &joined, Terms::default()).unwrap();
    assert_eq!((&*found.profile.name, &*found.profile.source), ("beside", "results/beredd.toml"));
}

#[test]
fn an_auditor_takes_no_decision_of_the_repository() {
    let all = |level: &str| {
        format!(
            "level = '{level}'\n[[accepted]]\ncheck = 'llm/agents-call-models-through-one-service'\nreason = 'r'\nowner = 'o'\nexpires = 2026-06-30\n"
        )
    };
    let terms = |is_auditor| Terms { is_auditor, ..Terms::default() };
    let own = audited(Some(&all("C")), terms(false));
    assert_eq!((own.profile.level, own.accepted[0].state), (Level::C, AcceptanceState::InForce));
    let found = audited(Some(&all("C")), terms(true));
    assert_eq!(
        (&*found.profile.name, found.profile.level, found.profile.is_auditor),
        ("generic", Level::A, true)
    );
    assert_eq!(found.accepted[0].state, AcceptanceState::Ignored);
    let plain = audited(None, Terms::default());
    assert_eq!((&found.score, &found.gate, &found.gaps), (&plain.score, &plain.gate, &plain.gaps));
    // A policy that the auditor brings counts, but for what it accepts.
    let brought = audited(None, Terms { policy: file(&all("C")), ..terms(true) });
    assert_eq!((brought.profile.level, brought.accepted[0].state), (Level::C, AcceptanceState::Ignored));
}

#[test]
fn the_day_and_the_start_come_from_the_host() {
    let policy = "[capacity]\nstart = 2026-01-05\n[[accepted]]\ncheck = 'llm/agents-call-models-through-one-service'\nreason = 'r'\nowner = 'o'\nexpires = 2026-06-30\n";
    let on = |today: &str| Terms { today: Some(Date::parse(today).unwrap()), ..Terms::default() };
    assert_eq!(audited(Some(policy), on("2026-06-30")).accepted[0].state, AcceptanceState::InForce);
    assert_eq!(audited(Some(policy), on("2026-07-01")).accepted[0].state, AcceptanceState::Expired);
    let first = |terms: Terms| audited(Some(policy), terms).roadmap.total.days.unwrap().first.to_string();
    assert_eq!(first(Terms::default()), "2026-01-05");
    let start = Some(Date::parse("2026-03-02").unwrap());
    assert_eq!(first(Terms { start, ..Terms::default() }), "2026-03-02");
    assert_eq!(audited(None, Terms::default()).roadmap.total.days, None);
}

#[test]
fn technologies_that_nothing_uses_are_called_out() {
    let found = audited(Some("technologies = ['OpenAI', 'AWS CDK']"), Terms::default());
    let expected = "beredd.toml:1 technologies names \"AWS CDK\", and no dependency, import, image or setting in the repository does.";
    assert_eq!(said(&found), [expected]);
}

#[test]
fn limits_count_from_outside_the_repository_alone() {
    let text = "level = 'B'\n[limits]\nfile_bytes = '1KiB'\nentries = 9\nratio = 0\n";
    let own = audited(Some(text), Terms::default());
    assert_eq!(own.archive.limits, Budget::DEFAULT.limits());
    assert_eq!(said(&own).len(), 2, "{:?}", said(&own));
    assert!(said(&own)[0].starts_with("beredd.toml:3 limits count in a profile"), "{:?}", said(&own));
    assert!(said(&own)[1].starts_with("beredd.toml:5 limits.ratio is 0"), "{:?}", said(&own));
    let budget = budget_by(text);
    assert_eq!((budget.file_bytes, budget.entries, budget.ratio), (1024, 9, Budget::DEFAULT.ratio));
}

#[test]
fn a_policy_is_no_evidence_and_a_secret_in_it_is_not_carried() {
    let words = "technologies = ['prometheus', 'opentelemetry', 'circuit breaker']\nname = 'llm fallback'\n";
    let strip = |audit: Audit| {
        (audit.score, audit.gaps.iter().map(|gap| gap.fingerprint.clone()).collect::<Vec<_>>())
    };
    assert_eq!(strip(audited(Some(words), Terms::default())), strip(audited(None, Terms::default())));
    let secret =
        format!("name = 'x'\nowner_key = 'sk-proj-{}'\n", "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA".repeat(2));
    let found = audited(Some(&secret), Terms::default());
    assert_eq!(found.profile.name, "generic");
    assert!(said(&found)[0].contains("A secret stands in the policy file"), "{:?}", said(&found));
}
