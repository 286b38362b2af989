//! Each model call says how long the answer may be: length is time, and money.

use crate::shared::model_limits::{bounds_answer, provider_calls};
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "Every model call limits the length of its answer",
        "Varje modellanrop begränsar svarets längd",
    ),
    gap_title: Text::fixed("Model answers of any length", "Modellsvar utan längdgräns"),
    why: Text::fixed(
        "Latency and cost grow with every token of the answer. Without a limit one odd prompt can take a minute and cost a \
         hundred times the usual.",
        "Svarstid och kostnad växer med varje token i svaret. Utan gräns kan en enda udda prompt ta en minut och kosta hundra \
         gånger mer än vanligt.",
    ),
    fix: Text::fixed(
        "Pass `max_tokens` (`max_output_tokens`, `num_predict`) in every call, fitted to what the answer is for.",
        "Skicka med `max_tokens` (`max_output_tokens`, `num_predict`) i varje anrop, anpassat till vad svaret ska användas till.",
    ),
    limits: Text::fixed(
        "Limits that a framework or a gateway adds at run time are not seen.",
        "Gränser som ett ramverk eller en sluss lägger till vid körning syns inte.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (20, 50, 100), Text::fixed("model call", "modellanrop")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- main.py
import openai

client = openai.OpenAI()
client.chat.completions.create(model='gpt-4o', messages=[], max_tokens=300)
",
        ),
        Example::partial(
            "\
//- main.py
import openai

client = openai.OpenAI()
client.chat.completions.create(model='gpt-4o', messages=[], max_completion_tokens=300)
client.chat.completions.create(model='gpt-4o', messages=[]) ⟵
",
        ),
        Example::fails(
            "\
//- main.py
import openai

client = openai.OpenAI()
client.chat.completions.create(model='gpt-4o', messages=[]) ⟵
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import openai

max_tokens = 300
client = openai.OpenAI()
client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': 'max_tokens=300'}]) ⟵
",
        ),
        Example::undecided("//- main.py\nprint('max_tokens')\n"),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["max_tokens, max_output_tokens, max_completion_tokens, num_predict in model calls"];

/// What a call that makes text is called. Embeddings, lists of models and uploads have no length to limit.
const GENERATES: &[&str] = &[
    "chat",
    "complete",
    "completion",
    "acompletion",
    "converse",
    "converse_stream",
    "create",
    "create_stream",
    "generate",
    "generate_content",
    "generate_content_stream",
    "invoke_model",
    "invoke_model_with_response_stream",
    "parse",
    "stream",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::CallSite, repo, SIGNALS);
    for (_, path, call) in provider_calls(repo) {
        // Where the client's method is handed over (`breaker.call(client.chat.completions.create, …)`), its arguments stand beside it.
        let method = call.target.rsplit('.').next().unwrap_or_default();
        let is_handed_over = call.arguments.iter().any(|argument| {
            matches!(&argument.value, beredd_facts::fact::Value::Name(name) if name.rsplit('.').next().is_some_and(|last| GENERATES.contains(&last)))
        });
        let is_other = call.target.contains("embeddings")
            || call.target.contains("moderations")
            || call.target.contains("beta.threads");
        if is_other || !(GENERATES.contains(&method) || is_handed_over) {
            continue;
        }
        let place = RepoFacts::place(path, Lines::at(call.lines.start));
        let id = format!("{path}:{}", call.lines.start);
        // A body that is put together elsewhere, or spread into the call, cannot be read here.
        let is_spread =
            call.arguments.iter().any(|argument| matches!(argument.name.as_deref(), Some("**" | "body")));
        if bounds_answer(&call.arguments) {
            let what = Text::made(
                format!("{} limits the answer", call.callee),
                format!("{} begränsar svaret", call.callee),
            );
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(&id, &call.callee, Some(place));
        } else if is_spread {
            tally.count(&id, &call.callee, Outcome::Unknown, Some(place));
        } else {
            let what = Text::made(
                format!("{} lets the answer grow to any length", call.callee),
                format!("{} låter svaret bli hur långt som helst", call.callee),
            );
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(&id, &call.callee, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No call that makes a model write was found, so its length cannot be judged.",
            "Inget anrop som låter en modell skriva hittades, så längden går inte att bedöma.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} model calls limit the length of the answer."),
        format!("{n} av {of} modellanrop begränsar svarets längd."),
    ))
}
