//! The model that answers tomorrow is the one that was tested.

use crate::shared::model_names::model_names;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 5),
    role: Role::Supporting,
    claim: Text::fixed("Models are named with the version that was tested", "Modeller anges med den version som testades"),
    gap_title: Text::fixed("A provider may change the model overnight", "En leverantör kan byta modell över en natt"),
    why: Text::fixed("An alias such as `gpt-4o` or `claude-sonnet-4-0` is moved by its provider: the same prompt then answers otherwise, and no release of yours did it.", "Ett alias som `gpt-4o` eller `claude-sonnet-4-0` flyttas av leverantören: samma prompt svarar då annorlunda, utan att ni har släppt något."),
    fix: Text::fixed("Name the dated version (`gpt-4o-2024-08-06`, `claude-sonnet-4-20250514`), and move it as you move any dependency: with the evaluations run.", "Ange den daterade versionen (`gpt-4o-2024-08-06`, `claude-sonnet-4-20250514`) och byt den som ni byter andra beroenden: med utvärderingarna körda."),
    limits: Text::fixed("Only models of OpenAI, Anthropic, Google, Mistral and Cohere that code names are looked at: their plain names are aliases. Names in deployments and settings outside the code are not seen.", "Bara modeller från OpenAI, Anthropic, Google, Mistral och Cohere som koden anger granskas: deras korta namn är alias. Namn i driftsättningar och inställningar utanför koden syns inte."),
    consequence: Consequence::C4,
    effort: effort((250, 500, 1000), (50, 100, 200), Text::fixed("model name", "modellnamn")),
    after: &["testing/evaluates-prompts-in-the-pipeline"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM03")],
    examples: &[Example::passes("\
//- main.py
import openai


class MailAgent:
    def __init__(self, client=None):
        self.client = client or openai.OpenAI()

    def reply(self, text):
        return self.client.chat.completions.create(model='gpt-4o-2024-08-06', messages=[{'role': 'user', 'content': text}])


MailAgent().reply('boat')
"), Example::partial("\
//- main.py
import anthropic
import openai


class MailAgent:
    def reply(self, text):
        openai.OpenAI().chat.completions.create(model='gpt-4o-2024-08-06', messages=[{'role': 'user', 'content': text}])
        return anthropic.Anthropic().messages.create(model='claude-sonnet-4-0', max_tokens=9, messages=[{'role': 'user', 'content': text}]) ⟵


MailAgent().reply('boat')
"), Example::partial("\
//- src/main.ts
import OpenAI from 'openai';

enum Model {
  Large = 'gpt-4o', ⟵
  Small = 'gpt-4o-mini-2024-07-18',
}
const client = new OpenAI();

client.responses.create({ model: Model.Large, input: 'boat' });
client.responses.create({ model: Model.Small, input: 'boat' });
"),
        Example::fails("\
//- main.py
import openai


class MailAgent:
    def __init__(self, client=None):
        self.client = client or openai.OpenAI()

    def reply(self, text):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}]) ⟵


MailAgent().reply('boat')
"), Example::fails("\
//- models.py
import enum


class Model(str, enum.Enum):
    LARGE = 'gpt-4o' ⟵
//- main.py
import openai

from models import Model


def ask(model: Model):
    return openai.OpenAI().responses.create(model=model, input='boat')


print(ask(Model.LARGE))
"),
        Example::lookalike(Outcome::Fail, "\
//- settings.py
MODEL = 'gpt-4o-2024-08-06'
//- main.py
import openai


class MailAgent:
    def __init__(self, client=None):
        self.client = client or openai.OpenAI()

    def reply(self, text):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}])  # pinned: gpt-4o-2024-08-06 ⟵


MailAgent().reply('boat')
"), Example::lookalike(Outcome::NotApplicable, "\
//- main.py
import openai
import settings


class MailAgent:
    def __init__(self, client=None):
        self.client = client or openai.OpenAI()

    def reply(self, text):
        return self.client.chat.completions.create(model=settings.MODEL, messages=[{'role': 'user', 'content': text}])


MailAgent().reply('boat')
")],
    judge,
};

const SIGNALS: &[&str] =
    &["model, model_id, model_name in calls of models and their clients", "dates and numbers of versions"];

/// How names of models begin whose short form is an alias. Source: the providers' lists of models; 2025-11.
const ALIASED: &[&str] = &[
    "chatgpt-",
    "claude-",
    "command-",
    "gemini-",
    "gpt-",
    "mistral-",
    "o1",
    "o3",
    "o4",
    "open-mistral-",
    "pixtral-",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::CallSite, repo, SIGNALS);
    for one in model_names(repo) {
        let plain =
            one.name.rsplit(['/', ':']).find(|part| ALIASED.iter().any(|start| part.starts_with(start)));
        let Some(plain) = plain else { continue };
        let id = format!("{}:{} {}", one.place.path, one.place.line, one.name);
        if is_dated(plain) {
            let what = Text::made(
                format!("{} is one version", one.name),
                format!("{} är en bestämd version", one.name),
            );
            tally.supports(one.place.clone(), Grade::Wired, what);
            tally.holds(&id, one.name, Some(one.place));
        } else {
            let what = Text::made(
                format!("{} is an alias that its provider moves", one.name),
                format!("{} är ett alias som leverantören flyttar", one.name),
            );
            tally.speaks_against(one.place.clone(), Grade::Wired, what);
            tally.misses(&id, one.name, Some(one.place));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No call of a model names one in the code that could be moved under it.",
            "Inget modellanrop i koden anger en modell som kan bytas under det.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} names of models say which version.{}", tail("Aliases")),
        format!("{n} av {of} modellnamn anger vilken version.{}", tail("Alias")),
    ))
}

/// Whether a name ends with the number or date of a version: `-2024-08-06`, `-20241022`, `-0125`, `-001`, `-20241022-v2`.
fn is_dated(name: &str) -> bool {
    let parts: Vec<&str> = name.split(['-', '@']).collect();
    let without_revision = match parts.split_last() {
        Some((last, rest)) if last.strip_prefix('v').is_some_and(is_number) => rest,
        _ => parts.as_slice(),
    };
    without_revision.last().is_some_and(|last| {
        let is_day = last.len() == 2
            && without_revision.len() > 3
            && without_revision.iter().rev().nth(1).is_some_and(|part| is_number(part));
        is_number(last) && (last.len() >= 3 || is_day)
    })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_dated;

    #[test]
    fn versions_are_told_from_aliases() {
        for dated in [
            "gpt-4o-2024-08-06",
            "claude-3-5-sonnet-20241022",
            "claude-3-5-sonnet-20241022-v2",
            "gpt-3.5-turbo-0125",
            "gemini-2.0-flash-001",
            "mistral-large-2411",
            "command-r-08-2024",
        ] {
            assert!(is_dated(dated), "{dated}");
        }
        for alias in [
            "gpt-4o",
            "gpt-4",
            "gpt-4.1-mini",
            "claude-sonnet-4-0",
            "claude-3-5-sonnet-latest",
            "gemini-2.5-pro",
            "o3-mini",
            "claude-opus-4-1",
        ] {
            assert!(!is_dated(alias), "{alias}");
        }
    }
}
