//! Agents that must speak a language are told so in that language.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::languages::{asks_for_languages, languages_asked};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Asks, Check, Example};
use beredd_facts::fact::Passage;
use beredd_facts::identifier::has_word;
use beredd_facts::{Agent, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, SubjectKind,
    Text, Verdict,
};
use std::collections::BTreeSet;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 2),
    role: Role::Decisive,
    claim: Text::fixed(
        "Agents are instructed in the languages they must speak",
        "Agenterna instrueras på de språk de ska tala",
    ),
    gap_title: Text::fixed(
        "Agents are not told to speak the required language",
        "Agenter får inte veta att de ska tala det språk som krävs",
    ),
    why: Text::fixed(
        "A model answers in the language of its instructions more often than in that of the question. Users and auditors who \
         were promised their own language then get English, or a mixture.",
        "En modell svarar oftare på instruktionens språk än på frågans. Användare och granskare som har blivit lovade sitt eget \
         språk får då engelska, eller en blandning.",
    ),
    fix: Text::fixed(
        "Write the instructions in the language, or say in them which language to answer in, and check the answer's language \
         in a test.",
        "Skriv instruktionerna på språket, eller säg i dem vilket språk svaret ska vara på, och pröva svarets språk i ett test.",
    ),
    limits: Text::fixed(
        "Prompts that are stored outside the repository, and how well the model follows them, are not seen.",
        "Promptar som förvaras utanför repot, och hur väl modellen följer dem, syns inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (500, 1000, 1500), Text::fixed("agent", "agent")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- main.py
from svar_agent import SvarAgent

SvarAgent().svara('hej')
//- svar_agent.py
import openai


class SvarAgent:
    def svara(self, fråga):
        prompt = f'Du är en hjälpsam assistent för hamnens gäster. Svara alltid kort och på svenska. Frågan är: {fråga}'
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
",
        )
        .asking(Asks::Language("sv")),
        Example::fails(
            "\
//- main.py
from answer_agent import AnswerAgent

AnswerAgent().answer('hej')
//- answer_agent.py
import openai


class AnswerAgent: ⟵
    def answer(self, question):
        prompt = f'You are a helpful assistant for the guests of the marina. Answer briefly. The question is: {question}'
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
",
        )
        .asking(Asks::Language("sv")),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from answer_agent import AnswerAgent

AnswerAgent().answer('hej')
//- answer_agent.py
import openai


class AnswerAgent: ⟵
    '''Svarar på svenska på alla frågor som gästerna ställer, och hjälper dem att boka en plats.'''

    currency = 'SEK'

    def answer(self, question):
        # Svara alltid på svenska, och var vänlig
        prompt = f'You are a helpful assistant for the guests of the marina in Göteborg. The question is: {question}'
        return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': prompt}])
",
        )
        .asking(Asks::Language("sv")),
        Example::passes(
            "\
//- agents/mail/mail_agent.py
import openai

PROMPT = 'Antworte immer auf Deutsch und bleibe höflich.'


class MailAgent:
    def reply(self, text):
        return openai.OpenAI().responses.create(model='gpt-4o', instructions=PROMPT, input=text)
",
        )
        .asking(Asks::Language("de-AT")),
        Example::lookalike(Outcome::NotApplicable, "//- README.md\nAll agents speak Swedish.\n"),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["prompts written in the language", "instructions that name the language of the answer"];

/// A language by its code, with the words that instructions ask for it in.
const NAMES: &[(&str, &[&str])] = &[
    ("da", &["in danish", "på dansk", "på danska"]),
    ("de", &["in german", "auf deutsch", "på tyska"]),
    ("en", &["in english", "på engelska"]),
    ("es", &["in spanish", "en español", "på spanska"]),
    ("fi", &["in finnish", "suomeksi", "på finska"]),
    ("fr", &["in french", "en français", "på franska"]),
    ("it", &["in italian", "in italiano", "på italienska"]),
    ("nb", &["in norwegian", "på norsk", "på norska"]),
    ("nl", &["in dutch", "in het nederlands", "på nederländska"]),
    ("pl", &["in polish", "po polsku", "på polska"]),
    ("pt", &["in portuguese", "em português", "på portugisiska"]),
    ("sv", &["in swedish", "på svenska"]),
];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    let asked: Vec<(&Agent, BTreeSet<&str>)> = repo
        .population()
        .agents
        .iter()
        .map(|agent| (agent, languages_asked(policy, agent)))
        .filter(|(_, languages)| !languages.is_empty())
        .collect();
    if !asks_for_languages(policy) {
        let reason = Text::fixed(
            "The profile asks for no particular language.",
            "Profilen ställer inga krav på språk.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    if asked.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for (agent, languages) in asked {
        let mut missing = Vec::new();
        for language in languages {
            match instruction_in(repo, agent, language) {
                Some(place) => {
                    let what = Text::made(
                        format!("{} is instructed in {language}", agent.name),
                        format!("{} instrueras på {language}", agent.name),
                    );
                    tally.supports(place, Grade::Configured, what);
                }
                None => missing.push(language),
            }
        }
        if missing.is_empty() {
            tally.holds(&agent.id, &agent.name, Some(head_of(&agent.place)));
            continue;
        }
        tally.misses(&agent.id, &agent.name, Some(head_of(&agent.place)));
        let names = missing.join(", ");
        let what = Text::made(
            format!("no instruction of {} is in, or asks for, {names}", agent.name),
            format!("ingen instruktion till {} är på, eller begär, {names}", agent.name),
        );
        tally.speaks_against(head_of(&agent.place), Grade::Declared, what);
    }
    let (n, of) = (tally.n(), tally.all());
    tally.verdict(Text::made(
        format!("{n} of {of} agents that must speak a language are instructed to."),
        format!("{n} av {of} agenter som ska tala ett visst språk instrueras att göra det."),
    ))
}

/// An instruction in a language: in the agent's own lines, at the top of its module, or in a module of prompts that it imports.
fn instruction_in(repo: &RepoFacts, agent: &Agent, language: &str) -> Option<Place> {
    let own = agent.place.lines();
    let here = |passage: &&Passage| {
        agent.definition.is_none() || passage.within.is_none() || own.holds(passage.lines)
    };
    let found = |path: &RepoPath, lines: Lines| Some(RepoFacts::place(path, Lines::at(lines.start)));
    let module = repo.module(&agent.place.path)?;
    if let Some(passage) = module.passages.iter().filter(here).find(|passage| speaks(passage, language)) {
        return found(&agent.place.path, passage.lines);
    }
    let imported = repo.resolution().imports.get(&agent.place.path)?;
    imported.iter().filter(|path| has_word(path.stem(), &["prompt", "prompts", "instructions"])).find_map(
        |path| {
            let passage = repo.module(path)?.passages.iter().find(|passage| speaks(passage, language))?;
            found(path, passage.lines)
        },
    )
}

/// Written in the language, or asking for it: "svara på svenska", "Respond in Swedish".
fn speaks(passage: &Passage, language: &str) -> bool {
    let names = NAMES.iter().find(|(code, _)| *code == language).map_or(&[][..], |(_, names)| names);
    passage.language.as_deref() == Some(language) || has_word(&passage.text, names)
}
