//! Where documents say that all agents use the central service, they do.

use crate::shared::agents::{death_of, head_of, is_first_party, is_run_by_framework, sites_of};
use crate::shared::claims::{Claim, claims, is_followed};
use crate::shared::deaths::why_dead;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::{Agent, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "What documents say of all agents' LLM integration holds in the code",
        "Det dokumenten säger om alla agenters LLM-integration stämmer med koden",
    ),
    gap_title: Text::fixed(
        "The code contradicts what documents say of LLM integration",
        "Koden motsäger det dokumenten säger om LLM-integrationen",
    ),
    why: Text::fixed(
        "Whoever believes the document plans limits, masking and failover for one service, while some agents go another way.",
        "Den som litar på dokumentet planerar gränser, maskering och reservvägar för en enda tjänst, medan vissa agenter går en annan väg.",
    ),
    fix: Text::fixed(
        "Finish the agents that are listed, or write which ones are finished.",
        "Gör klart agenterna i listan, eller skriv vilka som är klara.",
    ),
    limits: Text::fixed(
        "Only sentences in English and Swedish that speak of all or each agent and the LLM service are held against the code.",
        "Bara meningar på engelska och svenska som talar om alla eller varje agent och LLM-tjänsten jämförs med koden.",
    ),
    consequence: Consequence::C4,
    effort: effort((50, 100, 250), (25, 50, 100), Text::fixed("claim", "påstående")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- README.md
All agents use the LLM service.
//- main.py
from agents.offer_agent import OfferAgent
from llm.service import LLMService

OfferAgent(LLMService()).write('boat')
//- agents/offer_agent.py
from llm.service import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return self.llm.complete(what)
//- llm/service.py
import openai


class LLMService:
    def complete(self, prompt):
        return openai.OpenAI().responses.create(model='gpt-4o', input=prompt)
",
        ),
        Example::fails(
            "\
//- docs/REFACTORING_SUMMARY.md
- All agents are refactored to the central LLM service.
//- agents/offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what) ⟵
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
All agents should use the LLM service. Each customer agent signs for the service.
//- agents/offer_agent.py
import openai


class OfferAgent:
    '''All agents use the LLM service.'''

    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["\"all agents use the LLM service\" and the like in documents", "how each agent reaches its model"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let said = claims(repo, &is_claim);
    if said.is_empty() {
        let reason = Text::fixed(
            "No document claims that all agents use the LLM service.",
            "Inget dokument påstår att alla agenter använder LLM-tjänsten.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for claim in &said {
        enter(&mut tally, repo, claim);
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!("{n} of {of} claims that all agents use the LLM service hold in the code."),
        format!("{n} av {of} påståenden om att alla agenter använder LLM-tjänsten stämmer med koden."),
    ))
}

fn is_claim(words: &[String]) -> bool {
    const ALL: &[&str] = &["all", "alla", "each", "every", "samtliga", "varje"];
    const AGENTS: &[&str] = &["agent", "agenter", "agents"];
    const SERVICES: &[&str] = &["service", "tjänst", "tjänsten"];
    is_followed(words, ALL, 3, AGENTS)
        && (is_followed(words, &["llm"], 1, SERVICES)
            || is_followed(words, &["central", "centralized", "centralised"], 1, &["llm"]))
}

fn enter(tally: &mut Tally, repo: &RepoFacts, claim: &Claim) {
    let id = format!("{}:{}", claim.place.path, claim.place.line);
    let population = repo.population();
    // A team's own document speaks of that team.
    let team = population
        .teams
        .iter()
        .filter(|team| !team.folder.is_empty() && claim.place.path.is_in(&team.folder))
        .max_by_key(|team| team.folder.len());
    let meant: Vec<&Agent> =
        population.agents.iter().filter(|agent| team.is_none_or(|team| team.name == agent.team)).collect();
    let against: Vec<(Place, Text)> = meant.iter().filter_map(|agent| contradiction(repo, agent)).collect();
    if against.is_empty() && !meant.is_empty() {
        tally.holds(&id, &claim.text, Some(claim.place.clone()));
        for agent in meant.iter().take(3) {
            let what = Text::made(
                format!("{} calls the service", agent.name),
                format!("{} anropar tjänsten", agent.name),
            );
            tally.supports(head_of(&agent.place), Grade::Wired, what);
        }
        return;
    }
    tally.misses(&id, &claim.text, Some(claim.place.clone()));
    tally.supports(
        claim.place.clone(),
        Grade::Mentioned,
        Text::made(format!("Claims: {}", claim.text), format!("Påstår: {}", claim.text)),
    );
    if meant.is_empty() {
        let what = Text::fixed(
            "No agent that calls a model was found",
            "Ingen agent som anropar en modell hittades",
        );
        tally.speaks_against(claim.place.clone(), Grade::Declared, what);
    }
    for (place, what) in against {
        tally.speaks_against(place, Grade::Wired, what);
    }
}

/// What in the code of an agent speaks against the claim.
fn contradiction(repo: &RepoFacts, agent: &Agent) -> Option<(Place, Text)> {
    let name = &agent.name;
    if let Some(site) = sites_of(repo, agent).find(|site| !is_first_party(site)) {
        let place = RepoFacts::place(&site.place.path, Lines::at(site.place.line));
        return Some((
            place,
            Text::made(
                format!("{name} calls a provider itself"),
                format!("{name} anropar själv en leverantör"),
            ),
        ));
    }
    if let Some(cause) = death_of(repo, agent) {
        let why = why_dead(repo, cause);
        return Some((
            cause.clone(),
            Text::made(
                format!("{name} cannot load: {}", why.en),
                format!("{name} går inte att ladda: {}", why.sv),
            ),
        ));
    }
    let is_silent = agent.call_sites.is_empty() && !is_run_by_framework(agent);
    is_silent.then(|| {
        (
            head_of(&agent.place),
            Text::made(format!("{name} never calls a model"), format!("{name} anropar aldrig någon modell")),
        )
    })
}
