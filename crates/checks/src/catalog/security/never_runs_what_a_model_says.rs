//! An answer of a model is data: it is not evaluated, executed or put into a query.

use crate::shared::agents::is_run_by_framework;
use crate::shared::values::{last, names_in, parts_of, texts_in};
use crate::shared::{Tally, counted, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Module, ResultUse, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 5),
    role: Role::Supporting,
    claim: Text::fixed(
        "No answer of a model is run as code, command or query",
        "Inget svar från en modell körs som kod, kommando eller fråga",
    ),
    gap_title: Text::fixed("Answers of models are run", "Modellers svar körs"),
    why: Text::fixed(
        "Whoever can put words into a prompt, such as a customer or a web page that was read, then decides what runs on your machines.",
        "Den som kan lägga ord i en prompt, till exempel en kund eller en läst webbsida, bestämmer då vad som körs på era maskiner.",
    ),
    fix: Text::fixed(
        "Ask for structured output and validate it, call functions from a list, bind values in queries; where code must run, run it in a sandbox without network and secrets.",
        "Be om strukturerade svar och validera dem, anropa funktioner ur en lista, bind värden i frågor; måste kod köras, kör den i en sandlåda utan nätverk och hemligheter.",
    ),
    limits: Text::fixed(
        "An answer is followed through names within one function. What passes through other functions, files and queues is not.",
        "Ett svar följs via namn inom en funktion. Det som går genom andra funktioner, filer och köer följs inte.",
    ),
    consequence: Consequence::C1,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("place", "ställe")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM05"), Standard::new("OWASP Agentic 2026", "ASI05")],
    examples: &[
        Example::passes(
            "\
//- main.py
import json

import openai

client = openai.OpenAI()


def plan(text):
    response = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}])
    return json.loads(response.choices[0].message.content)


print(plan('a'))
",
        ),
        Example::passes(
            "\
//- src/main.ts
import OpenAI from 'openai';

const client = new OpenAI();

export async function work(text: string) {
  const answer = await client.responses.create({ model: 'gpt-4o', input: text });
  return JSON.parse(answer.output_text);
}

work('list my boats');
",
        ),
        Example::fails(
            "\
//- main.py
import openai

client = openai.OpenAI()


def calculate(text):
    response = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}])
    formula = response.choices[0].message.content
    return eval(formula) ⟵


print(calculate('1 + 1'))
",
        ),
        Example::fails(
            "\
//- src/main.ts
import { exec } from 'node:child_process';
import OpenAI from 'openai';

const client = new OpenAI();

export async function work(text: string) {
  const answer = await client.responses.create({ model: 'gpt-4o', input: text });
  const code = answer.output_text;
  exec(code); ⟵
  return new Function('input', code); ⟵
}

work('list my boats');
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
from agents.offer_agent import OfferAgent

OfferAgent(None).write('boat')
//- agents/__init__.py
//- agents/offer_agent.py
class OfferAgent:
    '''Never runs what a model says.'''

    def __init__(self, llm):
        self.llm = llm

    def write(self, what):
        return what
",
        ),
        Example::lookalike(
            Outcome::Pass,
            "\
//- main.py
import openai

client = openai.OpenAI()
model = open('model.py')


def reply(text):
    # eval(response.choices[0].message.content)
    response = client.chat.completions.create(model='gpt-4o', messages=[{'role': 'user', 'content': text}])
    return response.choices[0].message.content


def rounds():
    return eval('1 + 1')


print(reply('eval(x)'), rounds())
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
print(eval('1 + 1'))
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "eval, exec, compile of an answer",
    "os.system, subprocess with an answer",
    "new Function, child_process, vm, os/exec with an answer",
    "execute of an answer as a query",
    "tools that run code: PythonREPLTool, PythonAstREPLTool, ShellTool",
];

/// Calls that run what they are given first.
const RUNNERS: &[&str] = &[
    "Function",
    "asyncio.create_subprocess_shell",
    "child_process.exec",
    "child_process.execSync",
    "compile",
    "eval",
    "exec",
    "os.popen",
    "os.system",
    "subprocess.Popen",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.getoutput",
    "subprocess.run",
    "vm.Script",
    "vm.compileFunction",
    "vm.runInContext",
    "vm.runInNewContext",
    "vm.runInThisContext",
];

/// Tools that run what a model writes, outside a sandbox. Source: the documentation of langchain-experimental and
/// langchain-community; 2025-11.
const TOOLS: &[&str] = &[
    "langchain_community.tools.ShellTool",
    "langchain_community.tools.shell.tool.ShellTool",
    "langchain_community.utilities.PythonREPL",
    "langchain_experimental.tools.PythonAstREPLTool",
    "langchain_experimental.tools.PythonREPLTool",
    "langchain_experimental.tools.python.tool.PythonAstREPLTool",
    "langchain_experimental.tools.python.tool.PythonREPLTool",
    "langchain_experimental.utilities.PythonREPL",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let population = repo.population();
    let mut tally = Tally::of(SubjectKind::CallSite, repo, SIGNALS);
    let mut count = 0u32;
    for (path, module) in repo.production_code() {
        let answers: Vec<&Call> = population
            .call_sites
            .iter()
            .filter(|site| &site.place.path == path)
            .filter_map(|site| module.calls.get(usize::try_from(site.call).ok()?))
            .collect();
        for call in &module.calls {
            let is_tool = TOOLS.contains(&call.target.as_str());
            let source = answers.iter().find(|answer| is_runner(call) && runs(module, answer, call));
            if is_tool || source.is_some() {
                count = count.saturating_add(1);
                let target = last(&call.target);
                let what = Text::made(
                    format!("{target} runs what a model says"),
                    format!("{target} kör det en modell säger"),
                );
                tally.speaks_against(RepoFacts::place(path, Lines::at(call.lines.start)), Grade::Wired, what);
            }
        }
    }
    let sites = population.call_sites.len();
    let is_asked = sites > 0 || population.agents.iter().any(is_run_by_framework);
    if count == 0 && !is_asked {
        let reason = Text::fixed("No model is called here.", "Ingen modell anropas här.");
        return not_applicable(repo, SIGNALS, reason);
    }
    if count == 0 {
        return tally.concluded(
            Outcome::Pass,
            Text::made(
                format!("No answer of {sites} model calls was found to be run."),
                format!("Inget svar från {sites} modellanrop hittades som körs."),
            ),
        );
    }
    tally.concluded(
        Outcome::Fail,
        Text::made(
            format!("In {} what a model says is run.", counted(count, "place", "places")),
            format!("På {} körs det en modell säger.", counted(count, "ställe", "ställen")),
        ),
    )
}

/// Calls that start a program with arguments: what a shell among them is given runs as well.
const STARTERS: &[&str] = &[
    "child_process.execFile",
    "child_process.execFileSync",
    "child_process.spawn",
    "child_process.spawnSync",
    "os/exec.Command",
    "os/exec.CommandContext",
];

/// Programs that run a text.
const SHELLS: &[&str] =
    &["/bin/bash", "/bin/sh", "bash", "cmd", "node", "powershell", "python", "python3", "sh"];

fn starts_shell(call: &Call) -> bool {
    let mut texts = call.arguments.iter().flat_map(|argument| texts_in(&argument.value));
    STARTERS.contains(&call.target.as_str()) && texts.any(|text| SHELLS.contains(&text))
}

fn is_runner(call: &Call) -> bool {
    starts_shell(call)
        || RUNNERS.binary_search(&call.target.as_str()).is_ok()
        || (last(&call.callee) == "execute" && call.arguments.len() == 1)
}

/// Whether the answer of a call is what a runner is given first: by what the name stands for, or by names in between.
fn runs(module: &Module, answer: &Call, runner: &Call) -> bool {
    if runner.within != answer.within {
        return false;
    }
    let mut names = vec![format!("{}()", answer.target)];
    if let ResultUse::Bound(name) = &answer.result {
        names.push(name.clone());
    }
    let later = module.bindings.iter().filter(|one| {
        one.within == runner.within
            && one.lines.start >= answer.lines.start
            && one.lines.end <= runner.lines.start
    });
    for binding in later {
        if uses(&binding.value, &names) {
            names.push(binding.name.clone());
        }
    }
    let reach = if starts_shell(runner) || runner.target == "Function" { usize::MAX } else { 1 };
    runner.arguments.iter().take(reach).any(|argument| uses(&argument.value, &names))
}

fn uses(value: &Value, names: &[String]) -> bool {
    let is_below = |name: &str, wanted: &str| {
        name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let by_name = names_in(value).iter().any(|name| names.iter().any(|wanted| is_below(name, wanted)));
    by_name || parts_of(value).iter().any(|part| matches!(part, Value::Call { target, .. } if names.iter().any(|wanted| is_below(target, wanted))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::RUNNERS.is_sorted());
    }
}
