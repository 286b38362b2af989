//! Every public method of the central LLM service says what it takes and what it gives back.

use crate::shared::agents::{no_agents, sites_of};
use crate::shared::documents::{Section, manuals, sections};
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::fact::{Definition, DefinitionId, DefinitionKind, Value};
use beredd_facts::identifier::words;
use beredd_facts::{CallVia, CentralService, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Documentation, 2),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every public method of the LLM service is documented",
        "Varje publik metod i LLM-tjänsten är dokumenterad",
    ),
    gap_title: Text::fixed(
        "The LLM service's API is not fully documented",
        "LLM-tjänstens API är inte helt dokumenterat",
    ),
    why: Text::fixed(
        "Every team calls the service. What a parameter means and what comes back when no model answers must not be guessed anew \
         in each agent.",
        "Alla team anropar tjänsten. Vad en parameter betyder och vad som kommer tillbaka när ingen modell svarar ska inte behöva \
         gissas på nytt i varje agent.",
    ),
    fix: Text::fixed(
        "Give each public method a docstring with its parameters, its result and its errors, and let a tool build pages of them \
         (mkdocstrings, Sphinx autodoc, TypeDoc).",
        "Ge varje publik metod en docstring med parametrar, resultat och fel, och låt ett verktyg göra sidor av dem (mkdocstrings, \
         Sphinx autodoc, TypeDoc).",
    ),
    limits: Text::fixed(
        "That something is written is checked, not that it is right. Comments that document are read where the language has a form \
         for them: docstrings, JSDoc, Javadoc, KDoc, XML documentation, doc comments of Go and Rust.",
        "Att något är skrivet kontrolleras, inte att det stämmer. Kommentarer som dokumenterar läses där språket har en form för dem: \
         docstrings, JSDoc, Javadoc, KDoc, XML-dokumentation, dokumentationskommentarer i Go och Rust.",
    ),
    consequence: Consequence::C5,
    effort: effort((250, 500, 1000), (20, 50, 100), Text::fixed("method", "metod")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
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
        '''Completes a prompt.

        Args:
            prompt: What to ask.

        Returns:
            The model's text.
        '''
        return openai.OpenAI().responses.create(model='gpt-4o', input=prompt)

    def close(self):
        '''Closes the connections to all providers.'''
",
        ),
        Example::passes(
            "\
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
//- llm/README.md
# LLMService

## complete

`complete(prompt)` asks the model. `prompt` is what to ask; it returns the model's text.
",
        ),
        Example::partial(
            "\
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
    def complete(self, prompt): ⟵
        '''Completes a prompt with a model.'''
        return openai.OpenAI().responses.create(model='gpt-4o', input=prompt)

    def models(self):
        '''The models that may be asked.

        Returns:
            Their names.
        '''
        return ['gpt-4o']
",
        ),
        Example::passes(
            "\
//- src/agents/offer-agent.ts
import { ModelGateway } from '../llm/gateway';

export class OfferAgent {
  constructor(private readonly models: ModelGateway) {}

  async write(what: string) {
    return this.models.complete(what);
  }
}
//- src/llm/gateway.ts
import OpenAI from 'openai';

export class ModelGateway {
  constructor(private readonly client = new OpenAI()) {}

  /**
   * Completes a prompt.
   * @param prompt what to ask
   * @returns the model's text
   */
  async complete(prompt: string): Promise<string> {
    this.#count();
    return this.ask(prompt);
  }

  private async ask(prompt: string): Promise<string> {
    const answer = await this.client.responses.create({ model: 'gpt-4o', input: prompt });
    return answer.output_text;
  }

  #count() {
    console.info('asked');
  }
}
",
        ),
        Example::fails(
            "\
//- src/agents/offer-agent.ts
import { ModelGateway } from '../llm/gateway';

export class OfferAgent {
  constructor(private readonly models: ModelGateway) {}

  async write(what: string) {
    return this.models.complete(what);
  }
}
//- src/llm/gateway.ts
import OpenAI from 'openai';

export class ModelGateway {
  private readonly client = new OpenAI();

  // Completes a prompt. Takes what to ask and returns the model's text.
  async complete(prompt: string): Promise<string> { ⟵
    const answer = await this.client.responses.create({ model: 'gpt-4o', input: prompt });
    return answer.output_text;
  }
}
",
        ),
        Example::fails(
            "\
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
    # prompt: what to ask. Returns the model's text.
    def complete(self, prompt): ⟵
        return openai.OpenAI().responses.create(model='gpt-4o', input=prompt)
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- agent.py
import openai


class OfferAgent:
    def write(self, what):
        '''Writes.

        Args:
            what: What to offer.

        Returns:
            The offer.
        '''
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)
//- docs/llm_service_api.md
# LLMService API
`complete(prompt)` returns text.
",
        ),
        Example::undecided("//- docs/llm.md\n# LLMService\nSee the code.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "docstrings with Args/Parameters/:param and Returns/:return, @param and @returns",
    "sections of documents that name the method, all of its parameters and its result",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.call_sites.is_empty() && population.central_services.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    if population.central_services.is_empty() {
        return tally.concluded(
            Outcome::Fail,
            Text::fixed(
                "Models are called, but through no service of the repository's own, so there is no API to read about.",
                "Modeller anropas, men inte genom någon egen tjänst, så det finns inget API att läsa om.",
            ),
        );
    }
    let services = services(repo);
    for service in &services {
        for method in methods(repo, service) {
            enter(&mut tally, repo, service, method);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    let names: Vec<&str> = services.iter().map(|one| one.name.as_str()).take(4).collect();
    let names = names.join(", ");
    let (mut en, mut sv) = (
        format!("{n} of {of} public methods of {names} say what they take and what they give back."),
        format!("{n} av {of} publika metoder i {names} anger vad de tar emot och vad de ger tillbaka."),
    );
    if n < of {
        let missing = tally.missing_names(5);
        en.push_str(&format!(" Incomplete: {missing}."));
        sv.push_str(&format!(" Ofullständiga: {missing}."));
    }
    tally.verdict(Text::made(en, sv))
}

fn enter(tally: &mut Tally, repo: &RepoFacts, service: &CentralService, method: &Definition) {
    let place = head(service, method);
    let id = format!("{}:{}", service.place.path, method.qualified);
    let name = &method.qualified;
    if is_documented(method) {
        tally.holds(&id, name, Some(place.clone()));
        let what = Text::made(format!("{name} is documented"), format!("{name} är dokumenterad"));
        tally.supports(place, Grade::Configured, what);
    } else if let Some(section) = section_about(repo, service, method) {
        tally.holds(&id, name, Some(section.clone()));
        let what =
            Text::made(format!("A document describes {name}"), format!("Ett dokument beskriver {name}"));
        tally.supports(section, Grade::Configured, what);
    } else {
        tally.misses(&id, name, Some(place.clone()));
        let what = match &method.doc {
            Some(_) => Text::made(
                format!("{name} does not say what it takes or what it gives back"),
                format!("{name} anger inte vad den tar emot eller ger tillbaka"),
            ),
            None => {
                Text::made(format!("{name} has no documentation"), format!("{name} saknar dokumentation"))
            }
        };
        tally.speaks_against(place, Grade::Configured, what);
    }
}

/// The services that agents call; where none calls any, all of them.
fn services(repo: &RepoFacts) -> Vec<&CentralService> {
    let population = repo.population();
    let called: BTreeSet<u32> = population
        .agents
        .iter()
        .flat_map(|agent| sites_of(repo, agent))
        .filter_map(|site| match &site.via {
            CallVia::FirstParty { service, .. } => *service,
            CallVia::Provider { .. } => None,
        })
        .collect();
    let all = population.central_services.iter().zip(0u32..);
    all.filter(|(_, index)| called.is_empty() || called.contains(index)).map(|(service, _)| service).collect()
}

/// The public methods of a service, or the service itself where it is a function.
fn methods<'a>(repo: &'a RepoFacts, service: &'a CentralService) -> Vec<&'a Definition> {
    let Some(module) = repo.module(&service.place.path) else { return Vec::new() };
    let own = |id: u32, one: &Definition| match one.kind {
        DefinitionKind::Function => {
            one.parent == Some(service.definition) || DefinitionId(id) == service.definition
        }
        DefinitionKind::Class => false,
    };
    let found = module
        .definitions
        .iter()
        .zip(0u32..)
        .filter(|(one, id)| own(*id, one) && one.is_public && !makes(one));
    found.map(|(one, _)| one).collect()
}

/// Whether a method makes the service and is no part of what it answers: Java, C# and PHP call it as the class, or `__construct`.
fn makes(one: &Definition) -> bool {
    let outer = one.qualified.rsplit(['.', ':']).nth(1);
    outer == Some(one.name.as_str()) || matches!(one.name.as_str(), "__construct" | "initialize" | "<init>")
}

/// A sentence, the parameters where there are any, and the result where there is one.
fn is_documented(method: &Definition) -> bool {
    let gives = method.returns.iter().any(|returned| returned.value != Value::Nothing);
    method.doc.is_some_and(|doc| doc.words >= 3 && doc.has_parameters && (doc.has_result || !gives))
}

/// The line on which a method's name stands, as near as its decorators allow.
fn head(service: &CentralService, method: &Definition) -> Place {
    let decorators = method.decorators.iter().map(|decorator| decorator.lines.end.saturating_add(1)).max();
    let line = decorators.unwrap_or(method.lines.start);
    RepoFacts::place(&service.place.path, Lines::at(line))
}

/// A section that names the method, each of its parameters, and what comes back, in a document that names the service.
fn section_about(repo: &RepoFacts, service: &CentralService, method: &Definition) -> Option<Place> {
    let mut all = manuals(repo).flat_map(|(path, document)| sections(path, document));
    all.find(|section| is_about(section, service, method)).map(|section| section.place())
}

fn is_about(section: &Section<'_>, service: &CentralService, method: &Definition) -> bool {
    let names_method = identifiers(&section.heading.text).any(|name| name == method.name);
    if !names_method || !speaks_of_service(section, service) {
        return false;
    }
    let texts = section.texts();
    let has = |wanted: &str| texts.iter().any(|(_, text)| identifiers(text).any(|name| name == wanted));
    let tells_result = texts.iter().any(|(_, text)| {
        text.contains("->")
            || words(text)
                .iter()
                .any(|word| matches!(word.as_str(), "return" | "returns" | "result" | "returnerar"))
    });
    method.parameters.iter().all(|parameter| has(parameter.name.trim_start_matches('*'))) && tells_result
}

fn speaks_of_service(section: &Section<'_>, service: &CentralService) -> bool {
    let wanted = words(&service.name);
    let headings = section.document.headings.iter().map(|heading| heading.text.as_str());
    let blocks = section.document.code_blocks.iter().map(|block| block.text.as_str());
    headings
        .chain(blocks)
        .any(|text| words(text).windows(wanted.len().max(1)).any(|window| window == wanted.as_slice()))
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|name| !name.is_empty())
}
