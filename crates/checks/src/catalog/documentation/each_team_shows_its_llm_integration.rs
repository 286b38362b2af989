//! Each team of agents has a README with an example that runs through a model.

use crate::shared::agents::{head_of, no_agents, sites_of};
use crate::shared::documents::{commands, first_line, is_readme, manuals};
use crate::shared::named_things::{Inventory, named_in_python};
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::fact::{CodeBlock, Definition, Document};
use beredd_facts::identifier::words;
use beredd_facts::{HttpRoute, RepoFacts, Team};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::BTreeSet;

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
        "Names in the example are looked up; whether the example runs is not tried. Wikis outside the repository are not read.",
        "Namnen i exemplet slås upp, men exemplet provkörs inte. Wikier utanför repot läses inte.",
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

/// What a team's document shows.
enum Shown {
    /// An example that calls the agent of this name.
    Example(Place, String),
    /// An example that names what is not there.
    Stale(Place, String),
    /// Nothing.
    Nothing(Place),
}

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
            Shown::Stale(..) => 1,
            Shown::Nothing(_) => 2,
        });
        enter(&mut tally, repo, team, best);
    }
    let (n, of) = (tally.n(), tally.all());
    let (mut en, mut sv) = (
        format!("{n} of {of} teams have a README with an example that calls one of their agents."),
        format!("{n} av {of} team har en README med ett exempel som anropar någon av deras agenter."),
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

fn agents_of<'a>(repo: &'a RepoFacts, team: &'a Team) -> impl Iterator<Item = &'a beredd_facts::Agent> {
    let agents = &repo.population().agents;
    team.agents.iter().filter_map(|index| agents.get(usize::try_from(*index).ok()?))
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

struct Known<'a> {
    repo: &'a RepoFacts,
    inventory: &'a Inventory<'a>,
    team: &'a Team,
}

impl Known<'_> {
    fn look_at(&self, path: &RepoPath, document: &Document) -> Shown {
        let mut stale = None;
        for block in &document.code_blocks {
            let missing = named_in_python(block)
                .into_iter()
                .find(|(_, named)| self.inventory.has(named) == Some(false));
            if let Some((line, named)) = missing {
                stale = stale.or(Some((line, named.written())));
            } else if let Some((line, called)) = self.called_in(block) {
                return Shown::Example(RepoFacts::place(path, Lines::at(line)), called);
            }
        }
        match stale {
            Some((line, missing)) => Shown::Stale(RepoFacts::place(path, Lines::at(line)), missing),
            None => Shown::Nothing(RepoFacts::place(path, Lines::at(1))),
        }
    }

    /// The line in a block that calls an agent of the team, and what it calls.
    fn called_in(&self, block: &CodeBlock) -> Option<(u32, String)> {
        let asked =
            commands(block).into_iter().find_map(|(line, command)| Some((line, self.route_in(&command)?)));
        if asked.is_some() || !is_program(block) {
            return asked;
        }
        let agents: BTreeSet<Vec<String>> =
            agents_of(self.repo, self.team).map(|agent| words(&agent.name)).collect();
        let called = block.text.lines().zip(first_line(block)..).find_map(|(line, number)| {
            let code = line.split("# ").next().unwrap_or(line);
            if code.trim_start().starts_with(['#', '\'', '"']) {
                return None;
            }
            let (called, _) = code.match_indices('(').find_map(|(at, _)| {
                let before = code.get(..at)?;
                let name = before
                    .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.')
                    .next()?;
                let is_agent = name.split('.').any(|part| agents.contains(&words(part)));
                is_agent.then_some((name.to_owned(), at))
            })?;
            Some((number, called))
        });
        called.or_else(|| self.excerpt_in(block))
    }

    /// The line in a block that calls a model, when the block shows code of an agent: a class or a method that it really has.
    fn excerpt_in(&self, block: &CodeBlock) -> Option<(u32, String)> {
        let shows_agent = block.text.lines().filter_map(defined_in).any(|name| {
            agents_of(self.repo, self.team).any(|agent| {
                let lines = Lines::new(agent.place.line, agent.place.end_line);
                let module = self.repo.module(&agent.place.path);
                let is_method =
                    |one: &Definition| one.name == name && one.parent.is_some() && lines.holds(one.lines);
                agent.name == name || module.is_some_and(|module| module.definitions.iter().any(is_method))
            })
        });
        let asked: BTreeSet<&str> = agents_of(self.repo, self.team)
            .flat_map(|agent| sites_of(self.repo, agent))
            .filter_map(|site| {
                self.repo.module(&site.place.path)?.calls.get(usize::try_from(site.call).ok()?)
            })
            .filter_map(|call| call.callee.rsplit('.').next())
            .chain(methods_of_services(self.repo))
            .collect();
        let mut lines = block.text.lines().zip(first_line(block)..).filter(|_| shows_agent);
        lines.find_map(|(line, number)| {
            let (before, _) = line.split_once('(')?;
            let name = before.rsplit('.').next().filter(|_| before.contains('.'))?;
            asked.contains(name).then(|| (number, name.to_owned()))
        })
    }

    /// The route of the team that a command asks.
    fn route_in(&self, command: &str) -> Option<String> {
        let program = command.split_whitespace().next()?;
        if !matches!(program, "curl" | "http" | "httpie" | "xh" | "wget") {
            return None;
        }
        let address = command
            .split_whitespace()
            .map(|word| word.trim_matches(['"', '\'']))
            .find(|word| word.contains('/') && word.contains(':'))?;
        let behind = address.split_once("://").map_or(address, |(_, rest)| rest);
        let path = behind.find('/').and_then(|at| behind.get(at..))?.split(['?', '#']).next()?;
        let route = self
            .repo
            .population()
            .routes
            .iter()
            .find(|route| is_route(route, path) && self.is_of_team(route))?;
        Some(format!("{} {}", route.method, route.pattern))
    }

    /// Whether a route's file stands in the team's folder, or imports a file that does.
    fn is_of_team(&self, route: &HttpRoute) -> bool {
        let folder = &self.team.folder;
        let imports = self.repo.resolution().imports.get(&route.place.path);
        route.place.path.is_in(folder)
            || imports.is_some_and(|imports| imports.iter().any(|path| path.is_in(folder)))
    }
}

/// Names of the methods that models are called through.
fn methods_of_services(repo: &RepoFacts) -> impl Iterator<Item = &str> {
    repo.population().central_services.iter().flat_map(|service| {
        let definitions = repo.module(&service.place.path).into_iter().flat_map(|module| &module.definitions);
        let methods =
            definitions.filter(|one| one.parent == Some(service.definition) && !one.name.starts_with('_'));
        methods.map(|one| one.name.as_str())
    })
}

/// The class or function whose definition a line begins.
fn defined_in(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = ["class ", "async def ", "def "].into_iter().find_map(|start| line.strip_prefix(start))?;
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
}

/// Whether a block holds code rather than data, pictures or output.
fn is_program(block: &CodeBlock) -> bool {
    matches!(
        block.language.as_str(),
        "py" | "python"
            | "python3"
            | "ts"
            | "typescript"
            | "js"
            | "javascript"
            | "tsx"
            | "go"
            | "java"
            | "kotlin"
            | "csharp"
            | "cs"
            | "rust"
    )
}

/// Whether a path of an address is one of a route: parts in braces stand for anything.
fn is_route(route: &HttpRoute, path: &str) -> bool {
    let parts =
        |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (pattern, asked) = (parts(&route.pattern), parts(path));
    route.is_registered
        && !asked.is_empty()
        && pattern.len() == asked.len()
        && pattern.iter().zip(&asked).all(|(one, other)| one == other || one.starts_with(['{', '<', ':']))
}
