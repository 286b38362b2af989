//! Each team of agents has a README with an example that runs through a model.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::documents::{is_readme, manuals};
use crate::shared::named_things::Inventory;
use crate::shared::team_examples::{Known, Shown, agents_of};
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::fact::Document;
use beredd_facts::identifier::words;
use beredd_facts::{RepoFacts, Team};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, RepoPath, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 1),
    role: Role::Decisive,
    claim: Text::fixed(
        "Each team has a README with an example of its LLM integration",
        "Varje team har en README med ett exempel på hur dess agenter används med modellen",
    ),
    gap_title: Text::fixed(
        "Teams lack a README with an example of their LLM integration",
        "Team saknar README med exempel på sin LLM-integration",
    ),
    why: Text::fixed(
        "Whoever takes over a team's agents must otherwise read all of the code to find out how an agent is made, what it is \
         given and what it answers.",
        "Den som tar över ett teams agenter måste annars läsa all kod för att förstå hur en agent skapas, vad den behöver och vad \
         den svarar.",
    ),
    fix: Text::fixed(
        "Put a README.md into the team's folder: what its agents do, and a short block of code that creates one with the LLM \
         service and asks it something. Run the block in a test so that it stays true.",
        "Lägg en README.md i teamets mapp: vad agenterna gör, och ett kort kodblock som skapar en agent med LLM-tjänsten och \
         frågar den något. Kör blocket i ett test så att det fortsätter stämma.",
    ),
    limits: Text::fixed(
        "Python modules and names that the example imports are looked up, those of other languages only by the agents they call; \
         whether agents of the team ask models as it does is compared, and whether it runs is not tried. Wikis outside the repository \
         are not read.",
        "Pythonmoduler och namn som exemplet importerar slås upp, i andra språk bara de agenter det anropar. Om teamets agenter frågar \
         modeller som exemplet gör jämförs, men det provkörs inte. Wikier utanför repot läses inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((100, 250, 500), (250, 500, 1000), Text::fixed("team", "team")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- agents/offers/README.md
# Offers

```python
from agents.offers.offer_agent import OfferAgent

print(OfferAgent().write('boat'))
```
//- agents/offers/offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])
",
        ),
        Example::passes(
            "\
//- README.md
# Offers

```bash
curl -X POST http://localhost:8000/offers -d '{\"what\": \"boat\"}'
```
//- agents/offers/offer_agent.py
import openai
from fastapi import FastAPI

app = FastAPI()


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])


@app.post('/offers')
def offers(what: str):
    return OfferAgent().write(what)
",
        ),
        Example::passes(
            "\
//- agents/offers/README.md
# Offers

```python
async def write(self, what):
    return client.responses.create(model='gpt-4o', input=what)
```
//- agents/offers/offer_agent.py
import openai

client = openai.OpenAI()


class OfferAgent:
    def write(self, what):
        return client.responses.create(model='gpt-4o', input=what)
",
        ),
        Example::partial(
            "\
//- agents/offers/README.md
# Offers
```python
from agents.offers.offer_agent import OfferAgent
OfferAgent().write('boat')
```
//- agents/offers/offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- agents/prices/price_agent.py
import openai


class PriceAgent: ⟵
    def price(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
",
        ),
        Example::fails(
            "\
//- agents/offers/README.md
# Offers
```python
from agents.offers.writer import OfferWriter ⟵
OfferWriter().write('boat')
```
//- agents/offers/offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
",
        ),
        Example::partial(
            "\
//- llm/service.py
import openai


class LLMService:
    def complete(self, prompt):
        return openai.OpenAI().responses.create(model='gpt-4o', input=prompt)
//- agents/offers/README.md
# Offers
```python
class OfferAgent:
    async def write(self, what):
        return self.llm.complete(what)
```
//- agents/offers/offer_agent.py
from llm.service import LLMService


class OfferAgent:
    def __init__(self, llm: LLMService):
        self.llm = llm

    def write(self, what):
        return self.llm.complete(what)
//- agents/prices/README.md
# Prices
```python
class PriceAgent:
    async def price(self, what):
        return self.llm.complete(what) ⟵
```
//- agents/prices/price_agent.py
import openai


class PriceAgent:
    def price(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- agents/offers/README.md
# Offers ⟵
## LLM integration example
The OfferAgent uses the LLM service. See the code.

```json
{\"agent\": \"OfferAgent\"}
```
//- agents/offers/offer_agent.py
import openai


class OfferAgent:
    '''Example: OfferAgent().write('boat').'''

    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
",
        ),
        Example::undecided("//- README.md\n# Shop\n\n```python\nprint(1)\n```\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "README* in the team's folder, or a document named after the team",
    "a block of code that calls an agent of the team",
    "code of an agent of the team that calls a model",
    "curl to a route of the team",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let teams = &repo.population().teams;
    if teams.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let inventory = Inventory::new(repo);
    let mut tally = Tally::of(SubjectKind::Team, repo, SIGNALS);
    for team in teams {
        let shown = documents_of(repo, team).into_iter().map(|(path, document)| {
            let known = Known { repo, inventory: &inventory, team };
            known.look_at(path, document)
        });
        let best = shown.min_by_key(|shown| match shown {
            Shown::Example(..) => 0,
            Shown::Foreign(..) => 1,
            Shown::Stale(..) => 2,
            Shown::Nothing(_) => 3,
        });
        enter(&mut tally, repo, team, best);
    }
    let (n, of) = (tally.n(), tally.all());
    let (mut en, mut sv) = (
        format!("{n} of {of} teams have a README with an example of how their agents ask a model."),
        format!("{n} av {of} team har en README med ett exempel på hur deras agenter frågar en modell."),
    );
    if n < of {
        let missing = tally.missing_names(6);
        en.push_str(&format!(" Missing: {missing}."));
        sv.push_str(&format!(" Saknas: {missing}."));
    }
    tally.verdict(Text::made(en, sv))
}

fn enter(tally: &mut Tally, repo: &RepoFacts, team: &Team, shown: Option<Shown>) {
    let name = &team.name;
    match shown {
        Some(Shown::Example(place, called)) => {
            tally.holds(name, name, Some(place.clone()));
            let what = Text::made(
                format!("An example that calls {called}"),
                format!("Ett exempel som anropar {called}"),
            );
            tally.supports(place, Grade::Configured, what);
        }
        Some(Shown::Stale(place, missing)) => {
            tally.misses(name, name, Some(place.clone()));
            let what = Text::made(
                format!("The example names {missing}, which is not in the repository"),
                format!("Exemplet nämner {missing}, som inte finns i repot"),
            );
            tally.speaks_against(place, Grade::Configured, what);
        }
        Some(Shown::Foreign(place, called)) => {
            tally.misses(name, name, Some(place.clone()));
            let what = Text::made(
                format!("The example asks a model through {called}, which no agent of {name} calls"),
                format!("Exemplet frågar en modell genom {called}, som ingen agent i {name} anropar"),
            );
            tally.speaks_against(place, Grade::Configured, what);
        }
        Some(Shown::Nothing(place)) => {
            tally.misses(name, name, Some(place.clone()));
            let what = Text::made(
                format!("The document shows no code that calls an agent of {name}"),
                format!("Dokumentet visar ingen kod som anropar en agent i {name}"),
            );
            tally.speaks_against(place, Grade::Configured, what);
        }
        None => {
            let place = agents_of(repo, team).next().map(|agent| head_of(&agent.place));
            tally.misses(name, name, place.clone());
            if let Some(place) = place {
                let what = Text::made(
                    format!("The team {name} has agents, but no README"),
                    format!("Teamet {name} har agenter men ingen README"),
                );
                tally.speaks_against(place, Grade::Configured, what);
            }
        }
    }
}

/// A team's documents: READMEs in its folder, documents named after it, and, where it is the only team, every README around it.
fn documents_of<'a>(repo: &'a RepoFacts, team: &'a Team) -> Vec<(&'a RepoPath, &'a Document)> {
    let teams = &repo.population().teams;
    let is_inner = |path: &RepoPath| {
        teams.iter().any(|other| other.folder.len() > team.folder.len() && path.is_in(&other.folder))
    };
    let is_around = |path: &RepoPath| path.folder().is_empty() || team.folder.starts_with(path.folder());
    let named = words(&team.name);
    manuals(repo)
        .filter(|(path, _)| {
            let is_own =
                is_readme(path) && !team.folder.is_empty() && path.is_in(&team.folder) && !is_inner(path);
            let is_only = teams.len() == 1 && is_readme(path) && is_around(path);
            is_own || is_only || words(path.stem()) == named
        })
        .collect()
}
