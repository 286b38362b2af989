//! Where the policy asks agents to speak a language, tests look at their answers in it.

use crate::shared::agents::{head_of, no_agents};
use crate::shared::languages::{asks_for_languages, is_in, languages_asked};
use crate::shared::mail_agent::mail_agent;
use crate::shared::test_reach::{Body, bodies_of, counts, head_of_test};
use crate::shared::values::last;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Asks, Check, Example};
use beredd_facts::fact::{Argument, Value};
use beredd_facts::{Agent, RepoFacts, TestCase};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Testing, 5),
    role: Role::Decisive,
    claim: Text::fixed(
        "Tests look at the answers in every language that is required",
        "Tester kontrollerar svaren på varje språk som krävs",
    ),
    gap_title: Text::fixed(
        "Required languages that no test looks at",
        "Språk som krävs men som inget test kontrollerar",
    ),
    why: Text::fixed(
        "A model slides back into English after a change of prompt or version. Nobody who works in English notices, but every \
         customer does.",
        "En modell glider lätt tillbaka till engelska när en prompt eller version ändras. Den som arbetar på engelska märker \
         det inte, men det gör varje kund.",
    ),
    fix: Text::fixed(
        "For each such agent, write a test or an evaluation set with questions in the language, and assert the language of the \
         answer or terms that belong in it.",
        "Skriv för varje sådan agent ett test eller en utvärderingsmängd med frågor på språket och kontrollera svarets språk \
         eller ord som hör hemma i det.",
    ),
    limits: Text::fixed(
        "How good the language is takes a reader, or a run against the real model.",
        "Hur bra språket är får en läsare avgöra, eller en körning mot den riktiga modellen.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (500, 1000, 2000), Text::fixed("agent", "agent")),
    after: &[],
    standards: &[],
    examples: &[
        Example::passes(mail_agent!(
            "\
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


class FakeClient:
    pass


def test_reply_is_swedish():
    assert 'på bryggan' in ReplyAgent(FakeClient()).reply('Var ligger båten?')
"
        ))
        .asking(Asks::Language("sv")),
        Example::passes(mail_agent!(
            "\
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


class FakeClient:
    pass


def test_reply_is_swedish():
    answer = ReplyAgent(FakeClient()).reply('Where is the boat?')
    words = ['på bryggan', 'båten']
    is_swedish = any(word in str(answer) for word in words)
    assert is_swedish
"
        ))
        .asking(Asks::Language("sv")),
        Example::fails(mail_agent!(
            marked "\
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


class FakeClient:
    pass


def test_reply():
    assert ReplyAgent(FakeClient()).reply('Where is the boat?') == 'At the pier'
"
        ))
        .asking(Asks::Language("sv")),
        Example::lookalike(
            Outcome::Fail,
            mail_agent!(
                marked "\
//- tests/test_reply.py
from agents.mail.reply_agent import ReplyAgent


class FakeClient:
    answer = 'Båten ligger på bryggan och väntar.'


def test_swedish_reply():
    '''Svarar på svenska.'''
    # Båten ligger på bryggan.
    assert ReplyAgent(FakeClient()).reply('Where is the boat?')['llm_used'] is True
"
            ),
        )
        .asking(Asks::Language("sv")),
        Example::lookalike(Outcome::NotApplicable, mail_agent!("//- README.md\nSvarar på svenska.\n")),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["assertions about text in the language", "language detection in tests", "parameters in the language"];

fn judge(repo: &RepoFacts, policy: &Policy) -> Verdict {
    if !asks_for_languages(policy) {
        let reason = Text::fixed(
            "The profile asks for no particular language.",
            "Profilen ställer inga krav på språk.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let agents: Vec<(&Agent, u32)> = repo.population().agents.iter().zip(0u32..).collect();
    let asked: Vec<_> =
        agents.into_iter().filter(|(agent, _)| !languages_asked(policy, agent).is_empty()).collect();
    if asked.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::Agent, repo, SIGNALS);
    for (agent, index) in asked {
        let tests: Vec<&TestCase> = repo
            .population()
            .tests
            .iter()
            .filter(|test| counts(test) && test.agents.contains(&index))
            .collect();
        let mut answers = Vec::new();
        for language in languages_asked(policy, agent) {
            answers.push(look_at(repo, agent, language, &tests, &mut tally));
        }
        let outcome = answers.into_iter().max().unwrap_or(Outcome::Fail);
        tally.count(&agent.id, &agent.name, outcome, Some(head_of(&agent.place)));
    }
    let (n, of) = (tally.n(), tally.all());
    let missing = tally.missing_names(5);
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    let is_partial = n == 0 && tally.has(Outcome::Partial);
    let summary = Text::made(
        format!("{n} of {of} agents have tests that look at the required language.{}", tail("Not so")),
        format!("{n} av {of} agenter har tester som kontrollerar språket som krävs.{}", tail("Inte så")),
    );
    if is_partial { tally.concluded(Outcome::Partial, summary) } else { tally.verdict(summary) }
}

/// Pass: an assertion is about the language. Partial: the tests speak it, but nothing looks at the answer's language.
fn look_at(
    repo: &RepoFacts,
    agent: &Agent,
    language: &str,
    tests: &[&TestCase],
    tally: &mut Tally,
) -> Outcome {
    let mut speaks = None;
    for test in tests {
        let bodies = bodies_of(repo, test);
        let Some(body) = bodies.first() else { continue };
        if asserts(*body, language) {
            let what = Text::made(
                format!("{} looks at {language} in an answer of {}", test.name, agent.name),
                format!("{} kontrollerar {language} i ett svar från {}", test.name, agent.name),
            );
            tally.supports(head_of_test(repo, test), Grade::Wired, what);
            return Outcome::Pass;
        }
        if body.calls().any(|call| call.arguments.iter().any(|argument| is_said(&argument.value, language))) {
            speaks = Some(*test);
        }
    }
    let place = speaks.map_or_else(|| head_of(&agent.place), |test| head_of_test(repo, test));
    let what = if speaks.is_some() {
        Text::made(
            format!("{} is asked in {language}, but nothing looks at the language of its answer", agent.name),
            format!("{} får frågor på {language}, men inget kontrollerar svarets språk", agent.name),
        )
    } else {
        Text::made(
            format!("no test looks at {language} in an answer of {}", agent.name),
            format!("inget test kontrollerar {language} i ett svar från {}", agent.name),
        )
    };
    tally.speaks_against(place, Grade::Declared, what);
    if speaks.is_some() { Outcome::Partial } else { Outcome::Fail }
}

/// Whether the test's own assertions are about the language: its words, names that hold words of it, or a detector that must say
/// its code.
fn asserts(body: Body<'_>, language: &str) -> bool {
    const DETECTORS: &[&str] = &["langdetect", "langid", "lingua", "fasttext", "pycld2", "gcld3", "cld3"];
    let detects = body.targets().any(|target| DETECTORS.iter().any(|name| target.starts_with(name)));
    let spoken = names_that_speak(body, language);
    let own = |lines| body.definition.lines.holds(lines);
    let in_statements = body.module.assertions.iter().filter(|one| own(one.lines)).any(|one| {
        let by_name = one.names.iter().any(|name| match spoken.get(name.as_str()) {
            Some(Speaks::Text) => !one.is_presence_only,
            Some(Speaks::Answer) => true,
            None => false,
        });
        let by_text = one.texts.iter().any(|text| is_in(text, language) || (detects && text == language));
        by_name || (by_text && !one.is_presence_only)
    });
    let code = Value::Text(language.to_owned());
    in_statements
        || body.calls().filter(|call| last(&call.callee).starts_with("assert")).any(|call| {
            let mut values = call.arguments.iter().map(|argument| &argument.value);
            values.any(|value| is_said(value, language) || (detects && *value == code))
        })
}

/// What a name of a test holds.
enum Speaks {
    /// Words of the language.
    Text,
    /// Whether any, or all, of such words are in something: `any(word in answer for word in words)`.
    Answer,
}

/// Names of a test that hold words of the language: parameters, loop variables, local names.
fn names_that_speak<'a>(body: Body<'a>, language: &str) -> BTreeMap<&'a str, Speaks> {
    let own = |lines| body.definition.lines.holds(lines);
    let sets = body.definition.decorators.iter().filter(|decorator| last(&decorator.target) == "parametrize");
    let sets =
        sets.filter(|set| set.arguments.iter().skip(1).any(|argument| is_said(&argument.value, language)));
    let parameters =
        sets.filter_map(|set| names_of(&set.arguments)).flat_map(|names| names.split(',')).map(str::trim);
    let bound = body.module.bindings.iter().filter(|one| own(one.lines) && is_said(&one.value, language));
    let bound: Vec<&str> = bound.map(|one| one.name.as_str()).collect();
    let loops = body.module.loops.iter().filter(|one| own(one.lines));
    let loops = loops.filter(|one| {
        is_said(&one.over, language) || matches!(&one.over, Value::Name(name) if bound.contains(&last(name)))
    });
    let mut found: BTreeMap<&str, Speaks> =
        parameters.chain(loops.map(|one| one.variable.as_str())).map(|name| (name, Speaks::Text)).collect();
    if !bound.is_empty() {
        let answers = body.module.bindings.iter().filter(|one| own(one.lines));
        let answers = answers.filter(|one| matches!(&one.value, Value::Call { target, .. } if matches!(target.as_str(), "any" | "all")));
        found.extend(answers.map(|one| (one.name.as_str(), Speaks::Answer)));
    }
    found.extend(bound.into_iter().map(|name| (name, Speaks::Text)));
    found
}

/// The names of a parameter set: `"text, topic"`.
fn names_of(arguments: &[Argument]) -> Option<&str> {
    match &arguments.first()?.value {
        Value::Text(names) => Some(names),
        _ => None,
    }
}

/// Whether a value holds text in the language.
fn is_said(value: &Value, language: &str) -> bool {
    match value {
        Value::Text(text) => is_in(text, language),
        Value::List(members) | Value::Template(members) | Value::Either(members) => {
            members.iter().any(|member| is_said(member, language))
        }
        Value::Map(members) => members.iter().any(|(_, value)| is_said(value, language)),
        _ => false,
    }
}
