//! What an agent answers without its model bears a mark, so that whoever reads it knows that it is a lesser answer.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::failure::Conduct;
use crate::shared::fallback::{Behaviour, behaviour_of};
use crate::shared::values::{last, parts_of, text};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::fact::Value;
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "What agents answer without their model says that it is a lesser answer",
        "Det som agenterna svarar utan sin modell säger att det är ett sämre svar",
    ),
    gap_title: Text::fixed(
        "Answers given without the model look like any other",
        "Svar som ges utan modellen ser ut som vilka svar som helst",
    ),
    why: Text::fixed(
        "A rule's answer that passes for the model's is trusted too far, stored as if it were one, and hides from operators how \
         long the outage lasts.",
        "Ett regelsvar som tas för modellens får för stor tilltro, sparas som om det vore ett sådant och döljer för driften hur \
         länge avbrottet varar.",
    ),
    fix: Text::fixed(
        "Put a field on the answer that says where it comes from (`\"degraded\": True`, `llm_used=False`, `source: \"rules\"`), \
         show it to users and count it.",
        "Lägg ett fält på svaret som säger varifrån det kommer (`\"degraded\": True`, `llm_used=False`, `source: \"rules\"`), \
         visa det för användarna och räkna det.",
    ),
    limits: Text::fixed(
        "Whether anything downstream reads the mark is not followed. A mark that is put on far from the handler is not seen.",
        "Om något längre fram läser märket följs inte. Ett märke som sätts långt från felhanteraren syns inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((250, 250, 500), (100, 200, 300), Text::fixed("agent", "agent")),
    after: &["llm/agents-fall-back-without-their-model"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from offer_agent import OfferAgent

OfferAgent().write('boat')
//- offer_agent.py
import openai


class OfferAgent:
    def __init__(self):
        self.client = openai.OpenAI()

    def write(self, what):
        try:
            return self.client.responses.create(model='gpt-4o', input=what)
        except openai.APIError:
            return self.from_price_list(what)

    def from_price_list(self, what):
        return {'offer': f'{what}: see the price list', 'llm_used': False}
",
        ),
        Example::passes(
            "\
//- src/main.ts
import OpenAI from 'openai';

export class OfferAgent {
  private client = new OpenAI();

  async write(what: string) {
    try {
      return await this.client.responses.create({ model: 'gpt-4o', input: what });
    } catch (error) {
      return { offer: 'see the price list', degraded: true };
    }
  }
}

new OfferAgent().write('boat');
",
        ),
        Example::fails(
            "\
//- main.py
from offer_agent import OfferAgent

OfferAgent().write('boat')
//- offer_agent.py
import openai


class OfferAgent:
    def __init__(self):
        self.client = openai.OpenAI()

    def write(self, what):
        try:
            return self.client.responses.create(model='gpt-4o', input=what)
        except openai.APIError: ⟵
            return {'offer': 'see the price list'}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from offer_agent import OfferAgent

OfferAgent().write('boat')
//- offer_agent.py
import openai


class OfferAgent:
    '''Answers are marked as degraded.'''

    def __init__(self):
        self.client = openai.OpenAI()

    def write(self, what):
        try:
            return self.client.responses.create(model='gpt-4o', input=what)
        except openai.APIError: ⟵
            # degraded
            return {'offer': 'a degraded offer from the price list', 'llm_used': True}
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- offer_agent.py
import openai


class OfferAgent:
    def write(self, what):
        return openai.OpenAI().responses.create(model='gpt-4o', input=what)


OfferAgent().write('boat')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "answers of handlers around model calls",
    "fields named degraded, fallback, llm_used, source, rule_based",
];

/// Words of a field that is true of a lesser answer, of one that is false of it, and of one that says where an answer comes from.
const LESSER: &[&str] = &["degraded", "fallback", "reduced", "rule based", "stale"];
const FULL: &[&str] = &["ai generated", "llm", "llm used", "model used", "used llm", "used model"];
const ORIGIN: &[&str] = &["method", "mode", "origin", "provenance", "source"];

/// How many functions deep the mark of an answer is looked for.
const HOPS: u32 = 2;

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let agents = &repo.population().agents;
    if agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for agent in agents {
        let Behaviour::Calls(calls) = behaviour_of(repo, agent) else { continue };
        let answers: Vec<&Place> = calls
            .iter()
            .filter_map(|(_, _, conduct)| match conduct {
                Conduct::Answers(place) => Some(place),
                _ => None,
            })
            .collect();
        let place = Some(head_of(&agent.place)).filter(|_| !answers.is_empty());
        let Some(place) = place else { continue };
        let mut marked = 0usize;
        for answer in &answers {
            if is_marked(repo, &answer.path, answer.lines(), HOPS) {
                marked = marked.saturating_add(1);
                let what = Text::made(
                    format!("{} says of this answer that it is a lesser one", agent.name),
                    format!("{} säger om det här svaret att det är ett sämre", agent.name),
                );
                tally.supports(head_of(answer), Grade::Wired, what);
            } else {
                let what = Text::made(
                    format!("nothing tells this answer of {} from one of its model", agent.name),
                    format!("inget skiljer det här svaret från {} från ett av modellen", agent.name),
                );
                tally.speaks_against(head_of(answer), Grade::Wired, what);
            }
        }
        let outcome = match marked {
            0 => Outcome::Fail,
            marked if marked == answers.len() => Outcome::Pass,
            _ => Outcome::Partial,
        };
        tally.count(&agent.id, &agent.name, outcome, Some(place));
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No agent answers without its model, so there is no answer to mark.",
            "Ingen agent svarar utan sin modell, så det finns inget svar att märka.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} agents that answer without their model say that they do.{}", tail("Not so")),
        format!("{n} av {of} agenter som svarar utan sin modell säger att de gör det.{}", tail("Inte så")),
    ))
}

/// Whether what is given back in these lines, or by a function that is called there, has such a field.
fn is_marked(repo: &RepoFacts, path: &RepoPath, lines: Lines, hops: u32) -> bool {
    let Some(module) = repo.module(path) else { return false };
    let returned = module.definitions.iter().flat_map(|definition| &definition.returns);
    let mut values = returned.filter(|one| lines.holds(one.lines)).map(|one| &one.value);
    let mut bindings = module.bindings.iter().filter(|one| lines.holds(one.lines));
    if values.any(has_mark)
        || bindings.any(|one| is_mark(last(&one.name), &one.value) || has_mark(&one.value))
    {
        return true;
    }
    let Some(hops) = hops.checked_sub(1) else { return false };
    let called: Vec<DefinitionRef> =
        repo.calls_within(path, lines).filter_map(|call| repo.callee_of(path, call)).collect();
    called.iter().any(|function| {
        let lines = repo.definition(function).map(|definition| definition.lines);
        lines.is_some_and(|lines| is_marked(repo, &function.path, lines, hops))
    })
}

/// A field of a mapping, or an argument that a record is made with.
fn has_mark(value: &Value) -> bool {
    parts_of(value).into_iter().any(|part| match part {
        Value::Map(members) => {
            members.iter().any(|(key, value)| text(key).is_some_and(|key| is_mark(key, value)))
        }
        Value::Call { arguments, .. } => arguments
            .iter()
            .any(|argument| argument.name.as_deref().is_some_and(|name| is_mark(name, &argument.value))),
        _ => false,
    })
}

fn is_mark(name: &str, value: &Value) -> bool {
    let name = name.trim_end_matches("[]");
    let is_lesser = has_word(name, LESSER) && !matches!(value, Value::Bool(false) | Value::Nothing);
    let is_not_full = has_word(name, FULL) && *value == Value::Bool(false);
    let is_origin = has_word(name, ORIGIN)
        && text(value).is_some_and(|text| {
            has_word(
                text,
                &["cache", "cached", "fallback", "manual", "rule", "rules", "static", "template", "default"],
            )
        });
    is_lesser || is_not_full || is_origin
}
