//! Each team of agents is drawn: what it consists of and what it talks to.

use crate::shared::agents::no_agents;
use crate::shared::documents::manuals;
use crate::shared::drawings::{Drawing, drawings};
use crate::shared::team_examples::agents_of;
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::identifier::words;
use beredd_facts::{RepoFacts, Team};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 5),
    role: Role::Decisive,
    claim: Text::fixed("Each system has an architecture diagram", "Varje system har ett arkitekturdiagram"),
    gap_title: Text::fixed("Systems without an architecture diagram", "System utan arkitekturdiagram"),
    why: Text::fixed(
        "Who calls whom, and what stops when one part stops, is what everyone asks first in an outage and in a review.",
        "Vem som anropar vem, och vad som stannar när en del stannar, är det första alla frågar vid ett driftstopp och en granskning.",
    ),
    fix: Text::fixed(
        "Draw each team as a mermaid flowchart in its README: its agents by their names in the code, the LLM service, stores and \
         outside services, with an arrow for each call.",
        "Rita varje team som ett flödesdiagram i mermaid i dess README: agenterna med sina namn i koden, LLM-tjänsten, lagring och \
         externa tjänster, med en pil per anrop.",
    ),
    limits: Text::fixed(
        "Pictures and files of drawing programs are not read: what they show cannot be told. Whether a drawing is right is not judged.",
        "Bilder och filer från ritprogram läses inte, så vad de visar går inte att säga. Om ritningen stämmer bedöms inte.",
    ),
    consequence: Consequence::C5,
    effort: effort((100, 250, 500), (250, 500, 1000), Text::fixed("system", "system")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- agents/offers/offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- README.md
# Architecture

```mermaid
flowchart LR
    customer --> OfferAgent
    OfferAgent --> OpenAI
```
",
        ),
        Example::passes(
            "\
//- agents/offers/offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- agents/offers/README.md
# Offers

```
┌────────┐   ┌─────────────┐   ┌────────┐
│  web   │──►│ Offer Agent │──►│ OpenAI │
└────────┘   └─────────────┘   └────────┘
```
",
        ),
        Example::partial(
            "\
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
//- docs/architecture.md
```mermaid
graph TD
    customer --> offers[The offers team] --> OpenAI
```
",
        ),
        Example::fails(
            "\
//- agents/offers/offer_agent.py
import openai


class OfferAgent: ⟵
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- agents/offers/offer_agent.py
import openai


class OfferAgent: ⟵
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- README.md
# Architecture diagram
![logo](docs/logo.png)

The OfferAgent calls OpenAI.

```mermaid
pie title OfferAgent
    \"offers\" : 40
```
```mermaid
flowchart LR
    laptop --> printer
```
```
OfferAgent
  ↓
OpenAI
```
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- agents/offer_agent.py
import openai


class OfferAgent: ⟵
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- agents/prices/price_agent.py
import openai


class PriceAgent: ⟵
    def price(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- README.md
```mermaid
flowchart LR
    web[The main site] --> printer --> paper
```
",
        ),
        Example::partial(
            "\
//- agents/loop/offer_agent.py
import openai


class OfferAgent: ⟵
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- agents/prices/price_agent.py
import openai


class PriceAgent:
    def price(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- agents/prices/README.md
```mermaid
flowchart LR
    prices --> loop[a loop over boats] --> prices
```
",
        ),
        Example::lookalike(
            Outcome::Unknown,
            "\
//- agents/offers/offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- README.md
# Architecture
![Architecture](docs/architecture.png)
",
        ),
        Example::undecided("//- README.md\n# Shop\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "mermaid, PlantUML, D2, Graphviz and Structurizr in documents, the diagrams package in Python",
    "drawings in text with three boxes or more",
    "files of drawing programs, linked pictures called architecture or diagram",
    "the team's name or its agents' names in them",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let teams = &repo.population().teams;
    if teams.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let drawn = drawings(repo);
    let pictures = pictures(repo);
    let mut tally = Tally::of(SubjectKind::Team, repo, SIGNALS);
    for team in teams {
        let name = &team.name;
        if let Some(drawing) = drawn.iter().find(|drawing| shows(repo, team, drawing)) {
            tally.holds(name, name, Some(drawing.place.clone()));
            let what =
                Text::made(format!("A drawing that names {name}"), format!("En ritning som nämner {name}"));
            tally.supports(drawing.place.clone(), Grade::Configured, what);
        } else if let Some((place, what)) =
            pictures.iter().find(|(place, text)| may_show(repo, team, place, text))
        {
            tally.count(name, name, Outcome::Unknown, Some(place.clone()));
            let what = Text::made(
                format!("{what} may show {name}; its content is not read"),
                format!("{what} kan visa {name}, men innehållet läses inte"),
            );
            tally.supports(place.clone(), Grade::Declared, what);
        } else {
            let place = agents_of(repo, team)
                .next()
                .map(|agent| Place { end_line: agent.place.line, ..agent.place.clone() });
            tally.misses(name, name, place.clone());
            if let Some(place) = place {
                let what = Text::made(
                    format!("No drawing names {name} or its agents"),
                    format!("Ingen ritning nämner {name} eller dess agenter"),
                );
                tally.speaks_against(place, Grade::Configured, what);
            }
        }
    }
    let (n, of) = (tally.n(), tally.all());
    let (mut en, mut sv) = (
        format!("{n} of {of} systems are drawn in an architecture diagram that can be read."),
        format!("{n} av {of} system finns i ett arkitekturdiagram som går att läsa."),
    );
    if n < of {
        let missing = tally.missing_names(6);
        en.push_str(&format!(" Not so: {missing}."));
        sv.push_str(&format!(" Gäller inte: {missing}."));
    }
    let summary = Text::made(en, sv);
    if n == 0 && tally.has(Outcome::Unknown) && !tally.has(Outcome::Fail) {
        return tally.concluded(Outcome::Unknown, summary);
    }
    tally.verdict(summary)
}

/// Whether a drawing is of a team: it names the team, or an agent that no other team has, or any of its agents in a document of
/// the team's own folder.
fn shows(repo: &RepoFacts, team: &Team, drawing: &Drawing<'_>) -> bool {
    let written = words(&drawing.text);
    let is_own = !team.folder.is_empty() && drawing.place.path.is_in(&team.folder);
    let is_only = repo.population().teams.len() == 1;
    let is_of_another = repo.population().teams.iter().any(|other| {
        let holds = !other.folder.is_empty() && drawing.place.path.is_in(&other.folder);
        holds && other.folder != team.folder && !team.folder.starts_with(&format!("{}/", other.folder))
    });
    // In the document of another system a lone word (`loop`, `parallel`) is a word.
    let may_name = |name: &str| !is_of_another || words(name).len() > 1;
    (may_name(&team.name) && says_team(&written, team))
        || agents_of(repo, team).filter(|agent| may_name(&agent.name)).any(|agent| {
            let is_unique =
                repo.population().agents.iter().filter(|other| other.name == agent.name).count() == 1;
            (is_own || is_unique || is_only) && names(&written, &words(&agent.name))
        })
}

/// Whether a text names a team. One that no folder gives a name to is called `main`, which says nothing in a drawing.
fn says_team(written: &[String], team: &Team) -> bool {
    let is_named = team.name != "main" || team.folder.rsplit('/').next() == Some("main");
    is_named && names(written, &words(&team.name))
}

/// Whether neighbouring words spell a name, however it is parted: `Meet Mind`, `MeetMind`, `meetmind`.
fn names(written: &[String], name: &[String]) -> bool {
    let whole = name.concat();
    !whole.is_empty()
        && (1..=name.len().saturating_add(2))
            .any(|size| written.windows(size).any(|window| window.concat() == whole))
}

/// Whether a picture may be of a team: it names it, or lies in its folder, or there is no other team.
fn may_show(repo: &RepoFacts, team: &Team, place: &Place, text: &str) -> bool {
    let is_own = !team.folder.is_empty() && place.path.is_in(&team.folder);
    repo.population().teams.len() == 1 || is_own || says_team(&words(text), team)
}

/// Extensions of files that drawing programs write, or that are drawn by a program from text.
const DRAWN: &[&str] =
    &["d2", "dot", "drawio", "dsl", "excalidraw", "gv", "mermaid", "mmd", "plantuml", "puml"];

/// Drawings whose content is not read: files, and pictures that documents show.
fn pictures(repo: &RepoFacts) -> Vec<(Place, String)> {
    let mut found: Vec<(Place, String)> = repo
        .files()
        .filter(|(path, file)| file.lines > 0 && DRAWN.contains(&path.extension()))
        .map(|(path, _)| (RepoFacts::place(path, Lines::at(1)), path.to_string()))
        .collect();
    for (path, document) in manuals(repo) {
        for link in document.links.iter().filter(|link| link.is_image && !link.target.contains("://")) {
            let said = format!("{} {}", link.target, link.text);
            let is_drawing = words(&said).iter().any(|word| {
                matches!(
                    word.as_str(),
                    "architecture" | "arkitektur" | "arch" | "diagram" | "c4" | "topology" | "systemskiss"
                )
            });
            if is_drawing && !is_missing(repo, path, &link.target) {
                found.push((RepoFacts::place(path, Lines::at(link.line)), said));
            }
        }
    }
    found
}

/// Whether a picture is of a kind that would have been read (SVG is), and is not there.
fn is_missing(repo: &RepoFacts, path: &RepoPath, target: &str) -> bool {
    let found = path.sibling(target.split(['#', '?']).next().unwrap_or(target));
    found.is_some_and(|file| {
        beredd_facts::plan_of(&file) == beredd_facts::ReadPlan::Read && repo.file(&file).is_none()
    })
}
