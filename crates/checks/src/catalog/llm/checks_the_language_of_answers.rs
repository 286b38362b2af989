//! What a model answered is looked at before anyone reads it: is it in the language that was promised?

use crate::shared::agents::{head_of, no_agents};
use crate::shared::callers::Callers;
use crate::shared::languages::{asks_for_languages, languages_asked};
use crate::shared::origin::{definition, origin_of_call, reference};
use crate::shared::values::is_in;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Asks, Check, Example};
use beredd_facts::fact::{Call, DefinitionId, DefinitionKind, Module, ResultUse, Value};
use beredd_facts::{Agent, DefinitionRef, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 2),
    role: Role::Supporting,
    claim: Text::fixed(
        "The language of answers is checked before they are given",
        "Svarens språk kontrolleras innan de lämnas ut",
    ),
    gap_title: Text::fixed(
        "Nothing notices an answer in the wrong language",
        "Inget märker när ett svar är på fel språk",
    ),
    why: Text::fixed(
        "Instructions are followed most of the time. After a change of model, or with a long text in another language among the \
         sources, answers slip into that language, and the first to notice is the reader.",
        "Instruktioner följs för det mesta. Efter ett modellbyte, eller med en lång text på ett annat språk bland källorna, glider \
         svaren över till det språket, och den som märker det först är läsaren.",
    ),
    fix: Text::fixed(
        "Let a detector look at each answer (`langdetect`, `lingua`, `fasttext`, `franc`), ask again or hand over when the \
         language is another, and count how often that happens.",
        "Låt en detektor titta på varje svar (`langdetect`, `lingua`, `fasttext`, `franc`), fråga igen eller lämna över när språket \
         är ett annat, och räkna hur ofta det händer.",
    ),
    limits: Text::fixed(
        "Detectors of known libraries and cloud services are seen, in the code of an agent and up to three calls from it. A model \
         that is asked to judge the language, and a check in front of the system, are not.",
        "Detektorer i kända bibliotek och molntjänster syns, i agentens kod och upp till tre anrop från den. En modell som får bedöma \
         språket, och en kontroll framför systemet, syns inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("agent", "agent")),
    after: &["llm/agents-speak-the-required-languages"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from svar_agent import SvarAgent

SvarAgent().svara('hej')
//- svar_agent.py
import openai
from langdetect import detect


class SvarAgent:
    def svara(self, fråga):
        svar = openai.OpenAI().responses.create(model='gpt-4o', input=fråga).output_text
        if not self.på_svenska(svar):
            return {'svar': 'En handläggare återkommer.', 'degraded': True}
        return {'svar': svar, 'degraded': False}

    def på_svenska(self, text):
        return detect(text) == 'sv'
",
        )
        .asking(Asks::Language("sv")),
        Example::passes(
            "\
//- src/main.ts
import { franc } from 'franc';
import OpenAI from 'openai';

export class SvarAgent {
  private readonly client = new OpenAI();

  async svara(question: string) {
    const answer = await this.client.responses.create({ model: 'gpt-4o', input: question });
    const language = franc(answer.output_text);
    return language === 'swe' ? answer.output_text : 'En handläggare återkommer.';
  }
}

new SvarAgent().svara('hej');
",
        )
        .asking(Asks::Language("sv")),
        Example::partial(
            "\
//- main.py
from agents.svar_agent import SvarAgent
from agents.brev_agent import BrevAgent

SvarAgent().svara('hej')
BrevAgent().skriv('hej')
//- agents/__init__.py
//- agents/svar_agent.py
import langid
import openai


class SvarAgent:
    def svara(self, fråga):
        svar = openai.OpenAI().responses.create(model='gpt-4o', input=fråga).output_text
        return svar if langid.classify(svar)[0] == 'sv' else 'En handläggare återkommer.'
//- agents/brev_agent.py
import openai


class BrevAgent: ⟵
    def skriv(self, ämne):
        return openai.OpenAI().responses.create(model='gpt-4o', input=ämne).output_text
",
        )
        .asking(Asks::Language("sv")),
        Example::fails(
            "\
//- main.py
from svar_agent import SvarAgent

SvarAgent().svara('hej')
//- svar_agent.py
import openai


class SvarAgent: ⟵
    def svara(self, fråga):
        prompt = f'Svara alltid kort och på svenska. Frågan som du ska svara på är: {fråga}'
        return openai.OpenAI().responses.create(model='gpt-4o', input=prompt).output_text
",
        )
        .asking(Asks::Language("sv")),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from svar_agent import SvarAgent

SvarAgent().svara('hej')
//- requirements.txt
langdetect
//- svar_agent.py
'''Checks the language of every answer with langdetect.'''
import openai
from langdetect import detect


class SvarAgent: ⟵
    def svara(self, fråga):
        språk = detect(fråga.strip())
        svar = openai.OpenAI().responses.create(model='gpt-4o', input=f'{språk}: {fråga}').output_text
        detect(svar)
        return svar
",
        )
        .asking(Asks::Language("sv")),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- svar_agent.py
import openai


class SvarAgent:
    def svara(self, fråga):
        return openai.OpenAI().responses.create(model='gpt-4o', input=fråga).output_text
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "langdetect, lingua, langid, fasttext, pycld2, gcld3, franc, tinyld, eld on the text of an answer",
    "detect_dominant_language of Amazon Comprehend, detect_language of Azure and Google Cloud",
];

/// What tells the language of a text, by its full name. Source: the libraries' and services' documentation, 2025-11.
const DETECTORS: &[&str] = &[
    "azure.ai.textanalytics.TextAnalyticsClient().detect_language",
    "boto3.client().detect_dominant_language",
    "eld.eld.detect",
    "fasttext.load_model().predict",
    "franc-min.franc",
    "franc.franc",
    "ftlangdetect.detect",
    "gcld3.NNetLanguageIdentifier().FindLanguage",
    "google.cloud.translate.TranslationServiceClient().detect_language",
    "google.cloud.translate_v2.Client().detect_language",
    "langdetect.detect",
    "langdetect.detect_langs",
    "langid.classify",
    "lingua.LanguageDetectorBuilder",
    "pycld2.detect",
    "tinyld.detect",
];

/// How many calls from an agent a detector may stand.
const HOPS: u32 = 3;

/// How many assignments and callers back a text is followed to where it came from.
const STEPS: u32 = 6;

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    if !asks_for_languages(policy) {
        let reason = Text::fixed(
            "The profile asks for no particular language.",
            "Profilen ställer inga krav på språk.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let asked = |agent: &&Agent| !languages_asked(policy, agent).is_empty();
    let agents: Vec<&Agent> = repo.population().agents.iter().filter(asked).collect();
    if agents.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let callers = Callers::new(repo);
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for agent in agents {
        let (name, head) = (&agent.name, head_of(&agent.place));
        match detector_of(repo, &callers, agent) {
            Some(place) => {
                let what = Text::made(
                    format!("the language of what {name} answers is looked at here"),
                    format!("här kontrolleras språket i det som {name} svarar"),
                );
                tally.supports(place, Grade::Wired, what);
                tally.holds(&agent.id, name, Some(head));
            }
            None => {
                let what = Text::made(
                    format!("nothing looks at the language of what {name} answers"),
                    format!("inget kontrollerar språket i det som {name} svarar"),
                );
                tally.speaks_against(head.clone(), Grade::Wired, what);
                tally.misses(&agent.id, name, Some(head));
            }
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} agents have the language of their answers checked.{}", tail("Not so")),
        format!("{n} av {of} agenter får språket i sina svar kontrollerat.{}", tail("Inte så")),
    ))
}

/// Where a detector looks at an answer, in what an agent runs.
fn detector_of(repo: &RepoFacts, callers: &Callers<'_>, agent: &Agent) -> Option<Place> {
    if !repo.is_live(&agent.place.path) {
        return None;
    }
    let module = repo.module(&agent.place.path)?;
    let is_own = |lines: Lines| agent.definition.is_none() || agent.place.lines().holds(lines);
    let own = module
        .definitions
        .iter()
        .zip(0u32..)
        .filter(|(one, _)| one.kind == DefinitionKind::Function && is_own(one.lines));
    let functions: BTreeSet<DefinitionRef> = own
        .map(|(_, id)| reference(&agent.place.path, DefinitionId(id)))
        .flat_map(|function| callers.down(&function, HOPS))
        .collect();
    functions.iter().find_map(|function| {
        let (path, module) = repo.kept_module(&function.path)?;
        let calls = module.calls.iter().filter(|call| call.within == Some(function.id));
        let found = calls.into_iter().find(|call| looks_at_answer(repo, path, module, call))?;
        Some(RepoFacts::place(path, Lines::at(found.lines.start)))
    })
}

/// Whether a call tells the language of something that came back from a call, and somebody reads what it says.
fn looks_at_answer(repo: &RepoFacts, path: &RepoPath, module: &Module, call: &Call) -> bool {
    let origin = origin_of_call(repo, path, call);
    let is_detector = DETECTORS.iter().any(|detector| is_in(&origin, detector));
    is_detector
        && call.result != ResultUse::Discarded
        && call.arguments.iter().any(|argument| came_back(repo, path, module, call, &argument.value, STEPS))
}

/// Whether a value is what another call gave, and not what the function was asked.
fn came_back(
    repo: &RepoFacts,
    path: &RepoPath,
    module: &Module,
    call: &Call,
    value: &Value,
    steps: u32,
) -> bool {
    let Some(left) = steps.checked_sub(1) else { return false };
    let function = definition(module, call.within);
    let parameter = |name: &str| function?.parameters.iter().position(|one| one.name == name);
    let name = match value {
        Value::Name(name) => name,
        // `question.strip()` is the question still.
        Value::Call { target, .. } if parameter(root_of(target)).is_some() => target,
        Value::Call { .. } => return true,
        Value::Either(values) | Value::List(values) | Value::Template(values) => {
            return values.iter().any(|one| came_back(repo, path, module, call, one, left));
        }
        _ => return false,
    };
    // The result of a call keeps its parentheses: `openai.OpenAI().responses.create().output_text`.
    if name.contains("()") {
        return true;
    }
    let root = root_of(name);
    let mut bound = module
        .bindings
        .iter()
        .filter(|one| one.within == call.within && one.name == root && one.lines.start <= call.lines.start);
    if let Some(last) = bound.next_back() {
        return came_back(repo, path, module, call, &last.value, left);
    }
    let Some((id, at)) = call.within.zip(parameter(root)) else { return false };
    is_given_an_answer(repo, &reference(path, id), root, at, left)
}

fn root_of(name: &str) -> &str {
    name.trim_start_matches("::").split('.').next().unwrap_or(name)
}

/// Whether some caller hands a function, as this parameter, what came back from a call.
fn is_given_an_answer(repo: &RepoFacts, function: &DefinitionRef, name: &str, at: usize, steps: u32) -> bool {
    repo.calls_of(function).into_iter().any(|(path, call)| {
        let Some(module) = repo.module(path) else { return false };
        let given = crate::shared::values::argument(&call.arguments, name, at);
        given.is_some_and(|value| came_back(repo, path, module, call, value, steps))
    })
}
