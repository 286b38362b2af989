//! A loop or a thief cannot spend the month in a night.

use crate::shared::infrastructure::{documents, resources};
use crate::shared::values::{is_in, keyword, last};
use crate::shared::{Tally, not_applicable, once};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Exit, Node, Value};
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Performance, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "Something stops model calls when a budget is used up",
        "Något stoppar modellanrop när en budget är slut",
    ),
    gap_title: Text::fixed("Nothing stops the spending", "Inget stoppar kostnaden"),
    why: Text::fixed(
        "An agent that loops, or a key that leaks, spends until somebody looks at the invoice. An alarm tells of it; only a ceiling ends it.",
        "En agent som går i loop, eller en nyckel som läcker, kostar pengar tills någon ser fakturan. Ett larm berättar; bara ett tak gör slut på det.",
    ),
    fix: Text::fixed(
        "Give keys and teams a `max_budget` in the gateway (LiteLLM), runs a limit of tokens (`UsageLimits`, `ModelCallLimitMiddleware`), or refuse in the central service when the tenant has used up its budget.",
        "Ge nycklar och team en `max_budget` i slussen (LiteLLM), körningar en tokengräns (`UsageLimits`, `ModelCallLimitMiddleware`), eller neka i den centrala tjänsten när kunden har gjort av med sin budget.",
    ),
    limits: Text::fixed(
        "Limits that are set in a provider's console are not seen. Whether the ceiling is low enough only the bill can tell.",
        "Gränser som sätts i leverantörens konsol syns inte. Om taket är lågt nog visar bara räkningen.",
    ),
    consequence: Consequence::C3,
    effort: once(500, 1000, 2000),
    after: &["observability/records-token-use"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM10")],
    examples: &[
        Example::passes(
            "\
//- litellm.yaml
model_list:
  - model_name: fast
    litellm_params: { model: gpt-4o-mini }
litellm_settings:
  max_budget: 100
  budget_duration: 30d
//- main.py
import openai

print(openai.OpenAI(base_url='http://litellm:4000').responses.create(model='fast', input='boat'))
",
        ),
        Example::passes(
            "\
//- main.py
import openai


class BudgetExceeded(Exception):
    pass


class LLMService:
    def __init__(self):
        self.spent = 0
        self.budget = 100

    def ask(self, text):
        if self.spent > self.budget:
            raise BudgetExceeded()
        return openai.OpenAI().responses.create(model='gpt-4o', input=text)


print(LLMService().ask('boat'))
",
        ),
        Example::fails(
            "\
//- main.py
import openai

print(openai.OpenAI().responses.create(model='gpt-4o', input='boat'))
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- infra/main.tf
resource \"aws_budgets_budget\" \"month\" {
  name         = \"month\"
  limit_amount = \"100\"
}
//- main.py
import openai

MAX_BUDGET = 100


def plan(budget):
    # refuses when the budget is used up
    return openai.OpenAI().responses.create(model='gpt-4o', input=f'budget {budget}')


print(plan(MAX_BUDGET))
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
print('max_budget: 100')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "max_budget of LiteLLM",
    "UsageLimits, ModelCallLimitMiddleware, BudgetManager",
    "branches on a budget or quota that refuse",
    "actions of budgets",
];

/// Keys of a gateway's configuration that end spending. Source: the documentation of the LiteLLM proxy; 2025-11.
const KEYS: &[&str] = &["max_budget", "max_end_user_budget", "max_user_budget", "tpm_limit"];

/// Where packages begin and the class in them that limits what runs may spend.
const CLASSES: &[(&str, &str)] = &[
    ("agents", "UsageLimits"),
    ("langchain", "ModelCallLimitMiddleware"),
    ("langchain", "modelCallLimitMiddleware"),
    ("litellm", "BudgetManager"),
    ("pydantic_ai", "UsageLimits"),
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    if population.call_sites.is_empty() && population.agents.is_empty() {
        let reason = Text::fixed(
            "No model is called here, so nothing is spent on one.",
            "Ingen modell anropas här, så inget kostar.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let mut count = 0u32;
    for (place, grade) in ceilings(repo) {
        count = count.saturating_add(1);
        tally.supports(place, grade, Text::fixed("spending ends here", "här tar kostnaden slut"));
    }
    let (outcome, summary) = match count {
        0 => (
            Outcome::Fail,
            Text::fixed(
                "Nothing was found that stops model calls when they have cost enough.",
                "Inget hittades som stoppar modellanrop när de har kostat nog.",
            ),
        ),
        _ => (
            Outcome::Pass,
            Text::fixed(
                "Something stops model calls when a budget is used up.",
                "Något stoppar modellanrop när en budget är slut.",
            ),
        ),
    };
    tally.concluded(outcome, summary)
}

fn ceilings(repo: &RepoFacts) -> Vec<(Place, Grade)> {
    let mut found = Vec::new();
    for (path, document) in documents(repo) {
        let set = document.walk().find_map(|(key, node)| {
            let key = key.filter(|key| KEYS.contains(&key.text.as_str()))?;
            is_above_nought(node).then_some(key.line)
        });
        found.extend(set.map(|line| (RepoFacts::place(path, Lines::at(line)), Grade::Configured)));
    }
    let acts = resources(repo)
        .into_iter()
        .filter(|one| one.is_any(&["AWS::Budgets::BudgetsAction", "aws_budgets_budget_action"]));
    found.extend(acts.map(|one| (one.head(), Grade::Configured)));
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        let calls = module.calls.iter().filter(|call| is_limit(call)).map(|call| call.lines);
        let refusals = module
            .branches
            .iter()
            .filter(|branch| {
                branch.exit == Exit::Raises
                    && branch.names.iter().any(|name| has_word(last(name), &["budget", "quota"]))
            })
            .map(|branch| branch.lines);
        let lines: Vec<Lines> = calls.chain(refusals).collect();
        found.extend(
            lines.into_iter().map(|lines| (RepoFacts::place(path, Lines::at(lines.start)), Grade::Wired)),
        );
    }
    found
}

fn is_above_nought(node: &Node) -> bool {
    node.scalar().is_some_and(|text| text.chars().any(|letter| letter.is_ascii_digit() && letter != '0'))
}

/// Whether a call makes a limit, and with one: `UsageLimits(total_tokens_limit=4000)`.
fn is_limit(call: &Call) -> bool {
    let is_class =
        CLASSES.iter().any(|(package, class)| is_in(&call.target, package) && last(&call.target) == *class);
    let is_set = call.arguments.iter().any(|argument| argument.value != Value::Nothing);
    is_class && is_set
        || is_in(&call.target, "litellm")
            && keyword(&call.arguments, "max_budget").is_some_and(|value| *value != Value::Nothing)
}
