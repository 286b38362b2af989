//! What a verdict is worth when files of production code do not parse.
//!
//! Such a file proves nothing, and a check does not see it. Where a verdict rests on what was *not* found, it may be right only because
//! nobody could look: then it is Unknown and names the file. One place does that for all checks: a verdict that rests on absence alone
//! falls with any such file; one that counts members falls when the file, as far as it can be read, holds members too.

use crate::Check;
use beredd_facts::RepoFacts;
use beredd_model::{Evidence, Grade, Outcome, Place, Policy, Subject, SubjectKind, Text, Verdict};

/// Files named in a summary; the evidence names all.
const NAMED: usize = 3;

/// The files of production code that do not parse.
pub(crate) struct Unparsed {
    files: Vec<Place>,
    /// As far as they can be read, and beside nothing but what they import.
    alone: RepoFacts,
}

impl Unparsed {
    /// Gathers them; nothing where all files parse.
    pub(crate) fn of(repo: &RepoFacts) -> Option<Self> {
        let files = repo.unparsed_production();
        (!files.is_empty()).then(|| Self { alone: repo.unparsed_alone(), files })
    }

    /// The verdict of a check, or that it cannot be known for these files.
    pub(crate) fn doubt(&self, check: &Check, policy: &Policy, verdict: Verdict) -> Verdict {
        let hidden = match verdict.outcome {
            Outcome::Pass if rests_on_absence(&verdict) => self.files.iter().collect(),
            Outcome::Pass if verdict.subjects.is_empty() => Vec::new(),
            Outcome::Pass | Outcome::NotApplicable => self.with_members(check, policy),
            Outcome::Partial | Outcome::Fail | Outcome::Unknown => Vec::new(),
        };
        if hidden.is_empty() { verdict } else { doubted(verdict, &hidden) }
    }

    /// Those that hold what the check counts.
    fn with_members(&self, check: &Check, policy: &Policy) -> Vec<&Place> {
        let verdict = (check.judge)(&self.alone, policy);
        let counted = verdict.subjects.iter().filter(|subject| subject.outcome != Outcome::NotApplicable);
        let members: Vec<&Place> = counted.filter_map(|subject| subject.place.as_ref()).collect();
        self.files.iter().filter(|file| members.iter().any(|member| member.path == file.path)).collect()
    }
}

/// Whether nothing is shown for a verdict: no member, and no place that speaks for it.
fn rests_on_absence(verdict: &Verdict) -> bool {
    verdict.subjects.is_empty() && !verdict.evidence.iter().any(|evidence| evidence.supports)
}

fn doubted(verdict: Verdict, hidden: &[&Place]) -> Verdict {
    let names: Vec<&str> = hidden.iter().take(NAMED).map(|file| file.path.as_str()).collect();
    let more = if hidden.len() > NAMED { ", …" } else { "" };
    let names = format!("{}{more}", names.join(", "));
    let (does, may) = if hidden.len() == 1 { ("does", "it") } else { ("do", "they") };
    let summary = Text::made(
        format!(
            "{} But {names} {does} not parse, and what {may} would add is not known.",
            verdict.summary.en
        ),
        format!(
            "{} Men {names} går inte att tolka, och vad som skulle tillkomma är inte känt.",
            verdict.summary.sv
        ),
    );
    let mut verdict = Verdict { outcome: Outcome::Unknown, grade: None, summary, ..verdict };
    let kind = verdict.subjects.first().map_or(SubjectKind::Part, |subject| subject.kind);
    // Of agents, teams and the like the reports keep lists of their own, which a file is no member of.
    let kind = if matches!(kind, SubjectKind::Agent | SubjectKind::Team) { SubjectKind::Part } else { kind };
    for file in hidden {
        let name = file.path.as_str();
        verdict.subjects.push(Subject {
            kind,
            id: name.to_owned(),
            name: name.to_owned(),
            outcome: Outcome::Unknown,
            place: Some((*file).clone()),
        });
        verdict.evidence.push(Evidence {
            place: (*file).clone(),
            grade: Grade::Declared,
            supports: false,
            what: Text::made(format!("{name} does not parse"), format!("{name} går inte att tolka")),
        });
    }
    verdict
}

#[cfg(test)]
mod tests {
    use beredd_facts::{FactShard, RepoFacts, read_file};
    use beredd_model::{CheckResult, Outcome};

    fn judged(text: &str, id: &str) -> CheckResult {
        let mut shard = FactShard::default();
        for (path, text) in &beredd_testkit::fixture::parse(text).unwrap().files {
            shard.files.insert(path.clone(), read_file(path, text.as_bytes()));
        }
        let results = crate::judge_all(&RepoFacts::new(shard), &beredd_plan::policy::generic());
        results.into_iter().find(|result| result.id == id).unwrap()
    }

    const KEPT: &str = "security/deletes-what-it-keeps-in-time";
    const RUN: &str = "security/never-runs-what-a-model-says";

    const CACHE: &str = "//- main.py
import redis
from fastapi import FastAPI

import store

app = FastAPI()
cache = redis.Redis()


@app.post('/questions')
def ask(text: str):
    cache.set(text, store.answer(text), ex=3600)
";

    fn with_store(store: &str) -> String {
        format!("{CACHE}//- store.py\n{store}")
    }

    #[test]
    fn a_count_is_doubted_when_the_file_holds_more_of_what_is_counted() {
        let whole = "import redis\n\n\nclass Store:\n    def keep(self, key, text):\n        redis.Redis().set(key, text, ex=60)\n";
        let broken = whole.replace("class Store:", "class Store");
        assert_eq!(judged(&with_store(whole), KEPT).outcome, Outcome::Pass);
        let result = judged(&with_store(&broken), KEPT);
        assert_eq!((result.outcome, result.n, result.of), (Outcome::Unknown, 1, 1));
        assert!(result.summary.en.contains("store.py does not parse"), "{}", result.summary.en);
        assert!(result.evidence.iter().any(|evidence| evidence.place.path.as_str() == "store.py"));
    }

    #[test]
    fn a_count_stands_when_the_file_holds_nothing_of_it() {
        assert_eq!(judged(&with_store("class Store\n    pass\n"), KEPT).outcome, Outcome::Pass);
    }

    #[test]
    fn what_rests_on_absence_falls_with_any_such_file() {
        let bot = "//- bot.py
import openai
from fastapi import FastAPI

app = FastAPI()


@app.post('/questions')
def ask(text: str):
    return openai.OpenAI().responses.create(model='gpt-4o', input=text).output_text
";
        assert_eq!(judged(bot, RUN).outcome, Outcome::Pass);
        let result = judged(&format!("{bot}//- tools.py\ndef run(:\n"), RUN);
        assert_eq!(result.outcome, Outcome::Unknown, "{}", result.summary.en);
        assert_eq!(judged(&format!("{bot}//- tests/test_bot.py\ndef run(:\n"), RUN).outcome, Outcome::Pass);
    }
}
