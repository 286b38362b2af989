//! Each team of agents has tests that run it together with what it works with.

use crate::shared::agents::no_agents;
use crate::shared::mail_agent::mail_agent;
use crate::shared::test_reach::{bodies_of, body_at, called_of, counts, head_of_test, runs_application};
use crate::shared::values::last;
use crate::shared::{Tally, counted, effort};
use crate::{Check, Example};
use beredd_facts::fact::DefinitionKind;
use beredd_facts::{Agent, DefinitionRef, RepoFacts, Team, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 2),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every team of agents has integration tests of its own",
        "Varje agentteam har egna integrationstester",
    ),
    gap_title: Text::fixed("Teams without integration tests", "Team utan integrationstester"),
    why: Text::fixed(
        "Agents that work alone fail together: the seams between an agent, its model service, its tools and the application \
         are where a change breaks things, and unit tests with everything replaced never touch them.",
        "Agenter som fungerar var för sig kan falla tillsammans. Skarvarna mellan agent, modelltjänst, verktyg och applikation \
         är där en ändring ställer till det, och enhetstester som ersätter allt rör aldrig dem.",
    ),
    fix: Text::fixed(
        "For each team, write tests that run an agent together with the real model service (providers replaced), its tools or \
         the application's routes, and assert what comes out at the other end.",
        "Skriv för varje team tester som kör en agent tillsammans med den riktiga modelltjänsten (med ersatta leverantörer), \
         verktygen eller applikationens adresser, och kontrollera vad som kommer ut.",
    ),
    limits: Text::fixed(
        "A test that reaches a team over the network, by address alone, is not linked to it.",
        "Ett test som når ett team över nätet, enbart via en adress, kopplas inte till teamet.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (500, 1000, 2000), Text::fixed("team", "team")),
    after: &["testing/covers-the-llm-integration-with-tests"],
    standards: &[],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- mailroom/__init__.py
//- mailroom/box.py
class Mailbox:
    def take(self):
        return 'boat'
//- tests/integration/test_mail.py
from agents.mail.reply_agent import ReplyAgent
from mailroom.box import Mailbox


class FakeClient:
    pass


def test_a_mail_is_answered():
    answer = ReplyAgent(FakeClient()).reply(Mailbox().take())
    assert answer['reply'] == 'A boat'
"
        )),
        Example::fails(mail_agent!(
            marked "\
//- tests/integration/test_sums.py
def test_mail_team():
    assert 1 + 1 == 2
"
        )),
        Example::lookalike(
            Outcome::Partial,
            mail_agent!(
                "\
//- tests/integration/test_mail_team.py
from unittest.mock import MagicMock

from agents.mail.reply_agent import ReplyAgent


def test_reply(): ⟵
    assert ReplyAgent(MagicMock()).reply('boat') != 'boat'
"
            ),
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "tests that run a team's agents together with another production module",
    "TestClient, AsyncClient, testcontainers, MCP client sessions in such tests",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.teams.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Team, repo, SIGNALS);
    let reaches: Vec<(&TestCase, Reach)> = population
        .tests
        .iter()
        .filter(|test| counts(test))
        .map(|test| (test, Reach::of(repo, test)))
        .collect();
    let agents: BTreeSet<RepoPath> = population.agents.iter().map(|agent| agent.place.path.clone()).collect();
    for team in &population.teams {
        let files = files_of(repo, team);
        let own = reaches.iter().filter(|(_, reach)| reach.files.iter().any(|path| files.contains(path)));
        let (whole, alone): (Vec<_>, Vec<_>) = own.partition(|(_, reach)| reach.crosses(&agents));
        let place = agents_of(repo, team).next().map(|agent| head(&agent.place));
        let outcome = match (whole.first(), alone.first()) {
            (Some((test, reach)), _) => {
                let (en, sv) = match reach.neighbour(&agents) {
                    Some(path) => (format!("with {path}"), format!("med {path}")),
                    None => ("with the whole application".to_owned(), "med hela applikationen".to_owned()),
                };
                let (test_name, team_name, count) = (&test.name, &team.name, whole.len());
                let what = Text::made(
                    format!(
                        "{test_name} runs {team_name} together {en} ({})",
                        counted(count, "such test", "such tests")
                    ),
                    format!(
                        "{test_name} kör {team_name} tillsammans {sv} ({})",
                        counted(count, "sådant test", "sådana tester")
                    ),
                );
                tally.supports(head_of_test(repo, test), Grade::Wired, what);
                Outcome::Pass
            }
            (None, Some((test, _))) => {
                let what = Text::made(
                    format!(
                        "{} runs an agent of {} alone; nothing runs the team with its neighbours",
                        test.name, team.name
                    ),
                    format!(
                        "{} kör en agent i {} för sig; inget kör teamet med dess grannar",
                        test.name, team.name
                    ),
                );
                tally.speaks_against(head_of_test(repo, test), Grade::Used, what);
                Outcome::Partial
            }
            (None, None) => {
                if let Some(place) = place.clone() {
                    let what = Text::made(
                        format!("no test that counts runs the team {}", team.name),
                        format!("inget test som räknas kör teamet {}", team.name),
                    );
                    tally.speaks_against(place, Grade::Declared, what);
                }
                Outcome::Fail
            }
        };
        tally.count(&team.name, &team.name, outcome, place);
    }
    conclude(tally)
}

fn conclude(tally: Tally) -> Verdict {
    let (n, of) = (tally.n(), tally.all());
    let missing = tally.missing_names(5);
    let is_some_partial = tally.has(Outcome::Partial);
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    let summary = Text::made(
        format!("{n} of {of} teams are tested together with what they work with.{}", tail("Not so")),
        format!("{n} av {of} team testas tillsammans med det de arbetar med.{}", tail("Inte så")),
    );
    if n == 0 && is_some_partial {
        tally.concluded(Outcome::Partial, summary)
    } else {
        tally.verdict(summary)
    }
}

/// What one test runs of the system.
struct Reach {
    files: BTreeSet<RepoPath>,
    runs_whole: bool,
}

impl Reach {
    fn of(repo: &RepoFacts, test: &TestCase) -> Self {
        let bodies = bodies_of(repo, test);
        let files = bodies.iter().flat_map(|body| body.kept(files_run_in).to_vec()).collect();
        Self { files, runs_whole: runs_application(&bodies) }
    }

    /// Whether the test runs something besides agents: two agents side by side are no whole.
    fn crosses(&self, agents: &BTreeSet<RepoPath>) -> bool {
        self.runs_whole || self.neighbour(agents).is_some()
    }

    fn neighbour(&self, agents: &BTreeSet<RepoPath>) -> Option<&RepoPath> {
        self.files.iter().find(|path| !agents.contains(path))
    }
}

/// The files of production code in which a body runs something.
fn files_run_in(repo: &RepoFacts, path: &RepoPath, place: &str) -> Arc<[RepoPath]> {
    let Some(body) = body_at(repo, path, place) else { return Arc::default() };
    let used = called_of(&[body]);
    let files: BTreeSet<&RepoPath> =
        used.iter().filter(|used| does_something(repo, used)).map(|used| &used.path).collect();
    files.into_iter().cloned().collect()
}

/// A function, or a class with a method of its own: records, errors and lists of names are no part of a system by themselves.
fn does_something(repo: &RepoFacts, reference: &DefinitionRef) -> bool {
    let Some((definition, module)) = repo.definition(reference).zip(repo.module(&reference.path)) else {
        return false;
    };
    let is_error = |name: &String| {
        last(name).ends_with("Error") || last(name).ends_with("Exception") || last(name).ends_with("Enum")
    };
    match definition.kind {
        DefinitionKind::Function => !definition.is_stub,
        DefinitionKind::Class => {
            !definition.is_stub
                && !definition.bases.iter().any(is_error)
                && module.definitions.iter().any(|member| {
                    member.parent == Some(reference.id)
                        && member.kind == DefinitionKind::Function
                        && member.name != "__init__"
                })
        }
    }
}

fn agents_of<'a>(repo: &'a RepoFacts, team: &'a Team) -> impl Iterator<Item = &'a Agent> {
    team.agents.iter().filter_map(|at| repo.population().agents.get(usize::try_from(*at).ok()?))
}

fn files_of(repo: &RepoFacts, team: &Team) -> BTreeSet<RepoPath> {
    agents_of(repo, team).map(|agent| agent.place.path.clone()).collect()
}

fn head(place: &Place) -> Place {
    Place::new(place.path.clone(), Lines::at(place.line))
}
