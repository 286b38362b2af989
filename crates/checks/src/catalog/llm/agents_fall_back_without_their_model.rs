//! When the model is away, each agent still gives an answer, and says that it is a lesser one.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::deaths::why_dead;
use crate::shared::failure::Conduct;
use crate::shared::fallback::{Behaviour, behaviour_of};
use crate::shared::{Tally, effort};
use crate::{Check, Example};
use beredd_facts::fact::Call;
use beredd_facts::{Agent, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, RepoPath, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 4),
    role: Role::Decisive,
    claim: Text::fixed(
        "Every agent has an answer of its own when its model fails",
        "Varje agent har ett eget svar när modellen inte går att nå",
    ),
    gap_title: Text::fixed(
        "Agents stop, or say nothing, when the model is away",
        "Agenter stannar eller tystnar när modellen är borta",
    ),
    why: Text::fixed(
        "Models are rate-limited, slow and sometimes away. An agent without a way around takes its callers down with it; one \
         that gives back nothing without a word hides the outage.",
        "Modeller stryps, blir långsamma och försvinner ibland. En agent utan reservväg drar med sig dem som anropar den, och \
         en som tyst ger ifrån sig ingenting döljer avbrottet.",
    ),
    fix: Text::fixed(
        "Catch the failure at the model call and give back what rules, a cache or a person can give, marked as such \
         (`\"llm_used\": False`, `\"degraded\": True`).",
        "Fånga felet vid modellanropet och lämna det som regler, en cache eller en människa kan ge, märkt som sådant \
         (`\"llm_used\": False`, `\"degraded\": True`).",
    ),
    limits: Text::fixed(
        "Whether the other answer is any good is for tests and drills. Handlers added by a framework at run time are not seen.",
        "Om reservsvaret duger får tester och övningar visa. Felhantering som ett ramverk lägger till vid körning syns inte.",
    ),
    consequence: Consequence::C2,
    effort: effort((250, 500, 1000), (500, 1000, 1500), Text::fixed("agent", "agent")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI08")],
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
            answer = self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])
        except openai.APIError:
            return self.from_price_list(what)
        return {'offer': answer.choices[0].message.content, 'llm_used': True}

    def from_price_list(self, what):
        return {'offer': f'{what}: see the price list', 'llm_used': False}
",
        ),
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
            words = self.ask(what)
        except Exception:
            words = RULES.get(what, 'a boat')
        return {'offer': words}

    def ask(self, what):
        answer = self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])
        return answer.choices[0].message.content


RULES = {'boat': 'one boat'}
",
        ),
        Example::passes("\
//- package.json
{\"name\": \"desk\", \"scripts\": {\"start\": \"node src/main.ts\"}}
//- src/main.ts
import { OfferAgent } from './offerAgent';

new OfferAgent().write('boat');
//- src/offerAgent.ts
import OpenAI from 'openai';

export class OfferAgent {
  private client = new OpenAI();

  async write(what: string) {
    try {
      const answer = await this.client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: what }] });
      return { offer: answer.choices[0].message.content, degraded: false };
    } catch (error) {
      return { offer: this.fromPriceList(what), degraded: true };
    }
  }

  fromPriceList(what: string) {
    return `${what}: see the price list`;
  }
}
"),
        Example::partial(
            "\
//- main.py
from offer_agent import OfferAgent
from price_agent import PriceAgent

OfferAgent().write('boat')
PriceAgent().price('boat')
//- offer_agent.py
import openai


class OfferAgent:
    def __init__(self):
        self.client = openai.OpenAI()

    def write(self, what):
        try:
            return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])
        except openai.APIError:
            return {'offer': 'see the price list', 'degraded': True}
//- price_agent.py
import openai


class PriceAgent:
    def __init__(self):
        self.client = openai.OpenAI()

    def price(self, what):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}]) ⟵
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
            return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])
        except Exception: ⟵
            return None
",
        ),
        Example::fails("\
//- src/main.ts
import { OfferAgent } from './offerAgent';

new OfferAgent().write('boat');
//- src/offerAgent.ts
import OpenAI from 'openai';

export class OfferAgent {
  private client = new OpenAI();

  async write(what: string) {
    try {
      return await this.client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: what }] });
    } catch { ⟵
      return null;
    }
  }
}
"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from offer_agent import OfferAgent

OfferAgent().write('boat')
//- offer_agent.py
'''Has fallback logic for when the LLM is unavailable.'''
import openai

try:
    import rules
except ImportError:
    rules = None


class OfferAgent:
    def __init__(self):
        self.client = openai.OpenAI()

    def write(self, what):
        # falls back to rules
        answer = self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}]) ⟵
        return getattr(answer, 'text', 'fallback')

    def _fallback(self, what):
        return {'offer': what}
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["handlers around model calls", "decisions on a missing client", "handlers in the callers"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let agents = &repo.population().agents;
    if agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for agent in agents {
        let outcome = look_at(repo, agent, &mut tally);
        tally.count(&agent.id, &agent.name, outcome, Some(head_of(&agent.place)));
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        return tally.verdict(Text::fixed(
            "No agent calls a model in code that could be followed, so it cannot be seen what it answers without one.",
            "Ingen agent anropar en modell i kod som gick att följa, så det syns inte vad den svarar utan den.",
        ));
    }
    let missing = tally.missing_names(5);
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} agents that call a model answer without it.{}", tail("Not so")),
        format!("{n} av {of} agenter som anropar en modell svarar utan den.{}", tail("Inte så")),
    ))
}

fn look_at(repo: &RepoFacts, agent: &Agent, tally: &mut Tally) -> Outcome {
    let behaviour = behaviour_of(repo, agent);
    match &behaviour {
        Behaviour::AsksNone => {}
        Behaviour::Dead(cause) => {
            let why = why_dead(repo, cause);
            let what = Text::made(
                format!("{} cannot load, so its handlers never run: {}", agent.name, why.en),
                format!("{} går inte att ladda, så felhanteringen körs aldrig: {}", agent.name, why.sv),
            );
            tally.speaks_against((*cause).clone(), Grade::Wired, what);
        }
        Behaviour::Calls(calls) => {
            for (path, call, conduct) in calls {
                note(agent, path, call, conduct, tally);
            }
        }
    }
    behaviour.outcome()
}

fn note(agent: &Agent, path: &RepoPath, call: &Call, conduct: &Conduct, tally: &mut Tally) {
    let name = &agent.name;
    let (place, en, sv) = match conduct {
        Conduct::Answers(place) => {
            let what = Text::made(
                format!("{name} gives another answer here"),
                format!("{name} ger ett annat svar här"),
            );
            tally.supports(place.clone(), Grade::Wired, what);
            return;
        }
        Conduct::Apologises(place) => (
            head_of(place),
            "a bare text or an error record stands in for the answer",
            "en ren text eller en felpost står i stället för svaret",
        ),
        Conduct::Swallows(place) => (
            head_of(place),
            "the failure is swallowed, nothing comes back",
            "felet sväljs och inget kommer tillbaka",
        ),
        Conduct::OnlyWhenAbsent(place) => (
            head_of(place),
            "there is another answer when no client is configured, but an outage is not caught",
            "det finns ett annat svar när klienten saknas, men ett avbrott fångas inte",
        ),
        Conduct::Raises => (
            head_of(&RepoFacts::place(path, call.lines)),
            "nothing catches a failure of this call",
            "inget fångar om det här anropet misslyckas",
        ),
    };
    tally.speaks_against(place, Grade::Wired, Text::made(format!("{name}: {en}"), format!("{name}: {sv}")));
}
