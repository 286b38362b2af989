//! What a model answers is used: no call is paid for and thrown away.

use crate::shared::agents::no_agents;
use crate::shared::values::parts_of;
use crate::shared::{Tally, counted, effort};
use crate::{Check, Example};
use beredd_facts::fact::{Call, Definition, Module, ResultUse, Value};
use beredd_facts::{CallSite, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 1),
    role: Role::Supporting,
    claim: Text::fixed("The answers of models are used", "Modellernas svar används"),
    gap_title: Text::fixed(
        "Models are asked, and their answers thrown away",
        "Modeller tillfrågas, men svaren kastas bort",
    ),
    why: Text::fixed(
        "The call costs money and time and the users get something else: often a canned answer that looks like the model's.",
        "Anropet kostar pengar och tid, men användarna får något annat: ofta ett färdigt svar som ser ut som modellens.",
    ),
    fix: Text::fixed(
        "Read the answer and build the result from it, or delete the call.",
        "Läs svaret och bygg resultatet av det, eller ta bort anropet.",
    ),
    limits: Text::fixed(
        "An answer that is read and then ignored further on counts as used.",
        "Ett svar som läses men sedan ignoreras längre fram räknas som använt.",
    ),
    consequence: Consequence::C4,
    effort: effort((100, 250, 500), (100, 250, 500), Text::fixed("call", "anrop")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- agent.py
import openai

client = openai.OpenAI()


class OfferAgent:
    def write(self, what):
        answer = client.responses.create(model='gpt-4o', input=what)
        return {'offer': answer.output_text, 'source': 'model'}

    def title(self, what):
        return client.responses.create(model='gpt-4o', input=what).output_text

    def lines(self, what):
        text = ''
        for event in client.responses.create(model='gpt-4o', input=what, stream=True):
            text += event.delta
        return text

    def first(self, what):
        answer = None
        try:
            answer = client.chat.completions.create(model='gpt-4o', messages=what)
        except openai.APIError:
            pass
        return f'{answer}'
",
        ),
        Example::partial(
            "\
//- agent.py
import openai

client = openai.OpenAI()


class OfferAgent:
    def write(self, what):
        return client.responses.create(model='gpt-4o', input=what)

    def warm(self, what):
        client.responses.create(model='gpt-4o', input=what) ⟵
        return 'ready'
",
        ),
        Example::fails(
            "\
//- agent.py
import openai

client = openai.AsyncOpenAI()


class OfferAgent:
    async def write(self, what):
        answer = await client.responses.create(model='gpt-4o', input=what) ⟵
        return {'offer': 'A fine boat', 'confidence': 0.9}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import openai

from settings import NOWHERE ⟵


def write(what):
    answer = openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': what}])
    return answer.choices[0].message.content


print(write('boat'))
//- settings.py
PORT = 80
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- agent.py
import openai

client = openai.OpenAI()


class OfferAgent:
    def write(self, what):
        _ = client.responses.create(model='gpt-4o', input=what) ⟵
        # return answer.output_text
        return {'answer': 'A fine boat', 'llm_used': True}
",
        ),
        Example::undecided("//- main.py\nprint('hello')\n"),
    ],
    judge,
};

const SIGNALS: &[&str] =
    &["calls of models whose result is discarded", "results bound to a name that nothing reads"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let sites = &repo.population().call_sites;
    if sites.is_empty() {
        return no_agents(repo, SIGNALS);
    }
    let mut tally = Tally::of(SubjectKind::CallSite, repo, SIGNALS);
    let mut dead = 0u32;
    for site in sites {
        let Some((module, call)) = call_of(repo, site) else { continue };
        let place = RepoFacts::place(&site.place.path, Lines::at(site.place.line));
        let id = format!("{}:{}", site.place.path, site.place.line);
        if let Some(cause) = repo.resolution().dead.get(&site.place.path) {
            dead = dead.saturating_add(1);
            tally.misses(&id, &call.callee, Some(place));
            let what = Text::made(
                format!("{} in {} is never reached, since this does not load", call.callee, site.place.path),
                format!(
                    "{} i {} nås aldrig, eftersom det här inte går att ladda",
                    call.callee, site.place.path
                ),
            );
            tally.speaks_against(cause.clone(), Grade::Declared, what);
        } else if is_used(module, call) {
            tally.holds(&id, &call.callee, Some(place.clone()));
            let what = Text::made(
                format!("What {} gives is used", call.callee),
                format!("Det {} ger används", call.callee),
            );
            tally.supports(place, Grade::Wired, what);
        } else {
            tally.misses(&id, &call.callee, Some(place.clone()));
            let what = Text::made(
                format!("What {} gives is thrown away", call.callee),
                format!("Det {} ger kastas bort", call.callee),
            );
            tally.speaks_against(place, Grade::Wired, what);
        }
    }
    let (n, of) = (tally.n(), tally.all());
    let (dead_en, dead_sv) = match dead {
        0 => (String::new(), String::new()),
        dead => (
            format!(" {} in modules that cannot load.", counted(dead, "call is", "calls are")),
            format!(" {dead} anrop står i moduler som inte går att ladda."),
        ),
    };
    tally.verdict(Text::made(
        format!("{n} of {of} model calls have their answer used.{dead_en}"),
        format!("Svaret används i {n} av {of} modellanrop.{dead_sv}"),
    ))
}

fn call_of<'a>(repo: &'a RepoFacts, site: &CallSite) -> Option<(&'a Module, &'a Call)> {
    let module = repo.module(&site.place.path)?;
    Some((module, module.calls.get(usize::try_from(site.call).ok()?)?))
}

fn is_used(module: &Module, call: &Call) -> bool {
    match &call.result {
        ResultUse::Discarded => false,
        ResultUse::Bound(name) if name == "_" => false,
        ResultUse::Bound(name) => is_read(module, call, name),
        ResultUse::Returned | ResultUse::Used => true,
    }
}

/// Whether a name is read somewhere in the function that binds it. Where an expression is not known in full, it may be.
fn is_read(module: &Module, call: &Call, name: &str) -> bool {
    // Attributes and targets of unpacking live on elsewhere.
    let is_local = !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let function = call.within.and_then(|id| module.definitions.get(usize::try_from(id.0).ok()?));
    let Some(function) = function.filter(|_| is_local) else { return true };
    let given = format!("{}()", call.target);
    let is_it = |written: &str| begins_with(written, name) || written.starts_with(&given);
    let here = |lines: Lines| function.lines.holds(lines);
    let in_value = |value: &Value| {
        parts_of(value).into_iter().any(|part| match part {
            Value::Name(written) => is_it(written),
            Value::Call { target, .. } => is_it(target),
            Value::Other => true,
            _ => false,
        })
    };
    let reads_call = |other: &Call| {
        is_it(&other.callee)
            || other.target.starts_with(&given)
            || other.arguments.iter().any(|one| in_value(&one.value))
    };
    module.calls.iter().any(|other| other != call && here(other.lines) && reads_call(other))
        || module.bindings.iter().any(|one| {
            here(one.lines)
                && one.lines != call.lines
                && in_value(&one.value)
                && !binds_call(&one.value, call)
        })
        || module.references.iter().any(|one| here(Lines::at(one.line)) && is_it(&one.target))
        || module.branches.iter().any(|one| here(one.lines) && one.names.iter().any(|name| is_it(name)))
        || module.assertions.iter().any(|one| here(one.lines) && one.names.iter().any(|name| is_it(name)))
        || module.loops.iter().any(|one| here(one.lines) && in_value(&one.over))
        || returns(module, function).any(in_value)
}

/// Whether a binding is the very one whose result is asked about.
fn binds_call(value: &Value, call: &Call) -> bool {
    matches!(value, Value::Call { target, .. } if *target == call.target)
}

/// What a function and the functions in it give back.
fn returns<'a>(module: &'a Module, function: &'a Definition) -> impl Iterator<Item = &'a Value> {
    let inner = module.definitions.iter().filter(|one| function.lines.holds(one.lines));
    inner.flat_map(|one| one.returns.iter().map(|returned| &returned.value))
}

fn begins_with(written: &str, name: &str) -> bool {
    written
        .strip_prefix(name)
        .is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_'))
}
