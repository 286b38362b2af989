//! Nobody waits for a model longer than somebody has decided.

use crate::shared::model_limits::time_limits;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 1),
    role: Role::Supporting,
    claim: Text::fixed("Every model client has a time limit", "Varje modellklient har en tidsgräns"),
    gap_title: Text::fixed("Model calls may hang", "Modellanrop kan bli hängande"),
    why: Text::fixed(
        "The Python clients of OpenAI and Anthropic wait ten minutes unless told otherwise, and try again twice: half an hour \
         in which a worker does nothing.",
        "Pythonklienterna från OpenAI och Anthropic väntar tio minuter om inget annat sägs och försöker två gånger till: en \
         halvtimme då en arbetare inte gör något.",
    ),
    fix: Text::fixed(
        "Give each client a limit that fits what its users wait for: `openai.OpenAI(timeout=10, max_retries=1)`.",
        "Ge varje klient en gräns som passar det användarna väntar på: `openai.OpenAI(timeout=10, max_retries=1)`.",
    ),
    limits: Text::fixed(
        "Limits set around a call (`asyncio.wait_for`) or by a proxy are not counted, nor clients that this program does not \
         know.",
        "Gränser runt ett anrop (`asyncio.wait_for`) eller i en proxy räknas inte, och inte heller klienter som programmet inte \
         känner.",
    ),
    consequence: Consequence::C2,
    effort: effort((100, 250, 500), (50, 100, 200), Text::fixed("client", "klient")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes("//- main.py\nimport openai\n\nclient = openai.OpenAI(timeout=10)\n"),
        Example::passes(
            "\
//- src/main.ts
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({ timeout: 20_000 });

client.messages.create({ model: 'claude-3-5-sonnet-20241022', max_tokens: 100, messages: [] });
",
        ),
        Example::partial(
            "\
//- main.py
import anthropic
import openai

first = openai.OpenAI(timeout=10)
second = anthropic.Anthropic() ⟵
",
        ),
        Example::fails("//- main.py\nimport openai\n\nclient = openai.AsyncOpenAI(api_key='k') ⟵\n"),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''Every call has a timeout of ten seconds.'''
import openai

timeout = 10
client = openai.OpenAI(max_retries=1)  # timeout=10 ⟵
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["timeout= of OpenAI, Anthropic, Cohere, Groq, Mistral, Ollama, Together and LangChain clients"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    // The clients of AWS have a limit of their own (a minute), which is set in another place.
    for client in time_limits(repo).iter().filter(|client| !client.client.starts_with("boto3")) {
        let (name, place) = (&client.client, client.place.clone());
        let id = format!("{}:{}", place.path, place.line);
        if client.is_given {
            let what = Text::made(format!("{name} has a time limit"), format!("{name} har en tidsgräns"));
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(&id, name, Some(place));
        } else {
            let what = Text::made(
                format!("{name} keeps its default limit"),
                format!("{name} behåller sin standardgräns"),
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(&id, name, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No model client is made in code that could be read.",
            "Ingen modellklient skapas i kod som gick att läsa.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} model clients have a time limit of their own."),
        format!("{n} av {of} modellklienter har en egen tidsgräns."),
    ))
}
