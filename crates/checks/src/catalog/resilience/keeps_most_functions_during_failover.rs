//! During failover most of what the system does goes on.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::fallback::behaviour_of;
use crate::shared::infrastructure::documents;
use crate::shared::{Tally, once};
use crate::{Check, Example};
use beredd_facts::fact::{Node, NodeValue};
use beredd_facts::identifier::has_word;
use beredd_facts::{FileRole, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, Standard,
    SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 5),
    role: Role::Decisive,
    claim: Text::fixed(
        "Enough of the system's functions go on during failover",
        "Tillräckligt många funktioner fungerar under en övergång till reserv",
    ),
    gap_title: Text::fixed(
        "Nobody knows how much works during failover",
        "Ingen vet hur mycket som fungerar under en övergång till reserv",
    ),
    why: Text::fixed(
        "Fallbacks that have never been exercised fail when they are needed, and users learn first what does not work.",
        "Reservvägar som aldrig har prövats sviker när de behövs, och användarna märker först vad som inte fungerar.",
    ),
    fix: Text::fixed(
        "Hold a drill: take the primary away, run the functions users need, and keep the result in the repository \
         (`drills/2025-06-failover.json` with `functionality_percent`). Close the fallbacks that are missing first.",
        "Håll en övning: ta bort den första tjänsten, kör de funktioner som användarna behöver och spara resultatet i repot \
         (`drills/2025-06-failover.json` med `functionality_percent`). Bygg först de reservvägar som saknas.",
    ),
    limits: Text::fixed(
        "Only a drill can show it. The share of agents with an answer of their own is an upper bound and never proves it.",
        "Bara en övning kan visa det. Andelen agenter med ett eget svar är en övre gräns och bevisar det aldrig.",
    ),
    consequence: Consequence::C4,
    effort: once(2000, 3000, 5000),
    after: &["llm/agents-fall-back-without-their-model", "llm/models-fail-over-between-providers", "resilience/fails-over-to-secondary-services"],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI08")],
    examples: &[
        Example::passes(
            "\
//- drills/2025-06-failover.json
{ \"date\": \"2025-06-02\", \"scenario\": \"no model\", \"functionality_percent\": 82 }
",
        ),
        Example::fails(
            "\
//- drills/2025-06-failover.json
{ \"date\": \"2025-06-02\", \"functionality_percent\": 41 } ⟵
",
        ),
        Example::fails(
            "\
//- main.py
import openai


class OfferAgent: ⟵
    def __init__(self):
        self.client = openai.OpenAI()

    def write(self, what):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])


OfferAgent().write('boat')
",
        ),
        Example::undecided(
            "\
//- main.py
import openai


class OfferAgent:
    def __init__(self):
        self.client = openai.OpenAI()

    def write(self, what):
        try:
            return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])
        except openai.APIError:
            return {'offer': 'see the price list', 'degraded': True}


OfferAgent().write('boat')
",
        ),
        Example::lookalike(
            Outcome::Unknown,
            "\
//- README.md
During failover the system keeps 90 % of its functions.
//- config/failover.json
{ \"target\": { \"functionality_percent\": 90 } }
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["results of failover drills", "functionality_percent", "agents with an answer of their own"];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let wanted = policy.thresholds.functionality_permille;
    if let Some((place, measured)) = measurement(repo) {
        return measured_verdict(repo, place, measured, wanted);
    }
    let agents = &repo.population().agents;
    if agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for agent in agents {
        let outcome = behaviour_of(repo, agent).outcome();
        tally.count(&agent.id, &agent.name, outcome, Some(head_of(&agent.place)));
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        return tally.concluded(
            Outcome::Unknown,
            Text::fixed(
                "No agent calls a model in code that could be followed; the result of a failover drill would decide.",
                "Ingen agent anropar en modell i kod som gick att följa. Resultatet av en övning skulle avgöra.",
            ),
        );
    }
    let percent = wanted / 10;
    let share = n.saturating_mul(1000).checked_div(of).unwrap_or(1000);
    if share >= wanted {
        return tally.concluded(
            Outcome::Unknown,
            Text::made(
                format!("{n} of {of} agents answer without their model, but no drill has measured it: the result of one would decide."),
                format!("{n} av {of} agenter svarar utan sin modell, men ingen övning har mätt det: ett övningsresultat skulle avgöra."),
            ),
        );
    }
    for agent in agents.iter().filter(|agent| behaviour_of(repo, agent).outcome() == Outcome::Fail) {
        let what = Text::made(
            format!("{} gives no answer without its model", agent.name),
            format!("{} ger inget svar utan sin modell", agent.name),
        );
        tally.speaks_against(head_of(&agent.place), Grade::Wired, what);
    }
    tally.concluded(
        Outcome::Fail,
        Text::made(
            format!("Only {n} of {of} agents answer without their model; {percent} % are asked for, so a drill cannot succeed."),
            format!("Bara {n} av {of} agenter svarar utan sin modell. {percent} % krävs, så en övning kan inte lyckas."),
        ),
    )
}

fn measured_verdict(repo: &RepoFacts, place: Place, measured: u32, wanted: u32) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let what = Text::made(
        format!("a drill measured {} % of the functions", measured / 10),
        format!("en övning mätte {} % av funktionerna", measured / 10),
    );
    let outcome = if measured >= wanted { Outcome::Pass } else { Outcome::Fail };
    let summary = Text::made(
        format!(
            "A drill measured that {} % of the functions go on; {} % are asked for.",
            measured / 10,
            wanted / 10
        ),
        format!("En övning mätte att {} % av funktionerna fungerar. {} % krävs.", measured / 10, wanted / 10),
    );
    if outcome == Outcome::Pass {
        tally.supports(place, Grade::Measured, what);
    } else {
        tally.speaks_against(place, Grade::Measured, what);
    }
    tally.concluded(outcome, summary)
}

/// The worst share of functions, in per mille, that the results of drills in the repository hold.
fn measurement(repo: &RepoFacts) -> Option<(Place, u32)> {
    let of_results = repo
        .files_as(FileRole::AuditMaterial)
        .flat_map(|(path, file)| file.config.iter().map(move |node| (path, node)));
    let found =
        documents(repo).chain(of_results).filter(|(path, _)| is_drill(path)).flat_map(|(path, node)| {
            node.walk().filter_map(move |(key, node)| {
                let key =
                    key.filter(|key| has_word(&key.text, &["functionality", "functions", "capability"]))?;
                let permille = permille(&key.text, node)?;
                Some((Place::new(path.clone(), Lines::at(key.line)), permille))
            })
        });
    found.min_by_key(|(_, permille)| *permille)
}

/// Results of drills stand in a folder of drills, or a file says that it is a result or a report of one.
fn is_drill(path: &RepoPath) -> bool {
    let says = |words: &[&str]| has_word(path.as_str(), words);
    says(&["drill", "drills", "game day", "gamedays"])
        || says(&["chaos", "failover"]) && says(&["result", "results", "report", "reports"])
}

fn permille(key: &str, node: &Node) -> Option<u32> {
    let NodeValue::Number(number) = &node.value else { return None };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: u32 = whole.parse().ok()?;
    let thousandths: u32 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    if has_word(key, &["percent", "pct"]) {
        Some(whole.checked_mul(10)?.saturating_add(thousandths / 100))
    } else if has_word(key, &["ratio", "share", "fraction"]) && whole <= 1 {
        Some(whole.checked_mul(1000)?.saturating_add(thousandths))
    } else {
        None
    }
}
