//! Which models are used is decided once.

use crate::shared::model_names::{ModelName, model_names};
use crate::shared::{Tally, counted, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, RepoPath, Role, Standard, SubjectKind, Text,
    Verdict,
};
use std::collections::BTreeMap;

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Llm, 3),
    role: Role::Supporting,
    claim: Text::fixed("Models are named in one module", "Modeller anges i en enda modul"),
    gap_title: Text::fixed("Which models are used is spread over the code", "Vilka modeller som används är utspritt i koden"),
    why: Text::fixed("When a model is withdrawn or a cheaper one comes, every file that names one has to be found, and the one that is forgotten fails in production.", "När en modell tas ur drift eller en billigare kommer måste varje fil som nämner en hittas, och den som glöms går sönder i produktion."),
    fix: Text::fixed("Let agents ask the central service by purpose (`fast`, `careful`), and keep the names of models with it or in configuration.", "Låt agenterna be den centrala tjänsten om ett syfte (`snabb`, `noggrann`) och håll modellernas namn där eller i konfiguration."),
    limits: Text::fixed("Names that code puts together or reads from settings without a default are not seen.", "Namn som koden sätter ihop, eller läser ur inställningar utan standardvärde, syns inte."),
    consequence: Consequence::C5,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("module", "modul")),
    after: &["llm/agents-call-models-through-one-service"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM03")],
    examples: &[Example::passes("\
//- main.py
import openai


class MailAgent:
    def __init__(self, client=None):
        self.client = client or openai.OpenAI()

    def reply(self, text):
        return self.client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}])


MailAgent().reply('boat')
"), Example::fails("\
//- main.py
import openai

from offers import offer


def reply(text):
    openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])
    return openai.OpenAI().chat.completions.create(model='gpt-4o-mini', messages=[])


print(reply('boat'), offer('boat'))
//- offers.py
import openai


def offer(text):
    return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[]) ⟵
"), Example::lookalike(Outcome::Fail, "\
//- settings.py
MODELS = {'offer': 'gpt-4o'}
//- main.py
import openai

from offers import offer


def reply(text):
    return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[])


print(reply('boat'), offer('boat'))
//- offers.py
import openai


def offer(text):
    # the model stands in settings.py
    return openai.OpenAI().chat.completions.create(model='gpt-4o', messages=[]) ⟵
"), Example::lookalike(Outcome::NotApplicable, "\
//- README.md
Use model='gpt-4o'.
//- car.py
class Car:
    def build(self):
        return make(model='V70')
")],
    judge,
};

const SIGNALS: &[&str] = &["model, model_id, model_name in calls of models and their clients"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut modules: BTreeMap<RepoPath, Vec<ModelName<'_>>> = BTreeMap::new();
    for one in model_names(repo) {
        modules.entry(one.place.path.clone()).or_default().push(one);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    // The module that names most is taken for the one place; of equals the first by path.
    let home = modules
        .iter()
        .max_by(|a, b| a.1.len().cmp(&b.1.len()).then_with(|| b.0.cmp(a.0)))
        .map(|(path, _)| path.clone());
    let Some(home) = home else {
        let reason = Text::fixed(
            "No call of a model names one in the code.",
            "Inget modellanrop i koden anger en modell.",
        );
        return not_applicable(repo, SIGNALS, reason);
    };
    let others = modules.len().saturating_sub(1);
    for (path, names) in modules {
        let Some(first) = names.first() else { continue };
        let (name, place) = (first.name, first.place.clone());
        if path == home {
            let what = Text::made(format!("names {name}"), format!("anger {name}"));
            tally.supports(place.clone(), Grade::Wired, what);
            tally.holds(path.as_str(), path.as_str(), Some(place));
        } else {
            let what = Text::made(format!("names {name} on its own"), format!("anger {name} för sig"));
            tally.speaks_against(place.clone(), Grade::Wired, what);
            tally.misses(path.as_str(), path.as_str(), Some(place));
        }
    }
    let outcome = if others == 0 { Outcome::Pass } else { Outcome::Fail };
    tally.concluded(
        outcome,
        Text::made(
            format!("Models are named in {home}, and in {} more.", counted(others, "module", "modules")),
            format!("Modeller anges i {home}, och i {} till.", counted(others, "modul", "moduler")),
        ),
    )
}
