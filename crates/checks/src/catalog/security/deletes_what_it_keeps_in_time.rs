//! What is kept about people ends by itself.

use crate::shared::infrastructure::{Resource, resources};
use crate::shared::values::{keyword, last};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Call;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 4),
    role: Role::Supporting,
    claim: Text::fixed(
        "Logs, caches and tables that keep entries have an end",
        "Loggar, cacher och tabeller som sparar poster har ett slut",
    ),
    gap_title: Text::fixed("What is kept is kept for ever", "Det som sparas sparas för alltid"),
    why: Text::fixed(
        "Conversations that nobody deletes grow into a store of personal data that the law asks you to justify and an attacker is glad to find.",
        "Samtal som ingen raderar växer till ett lager av personuppgifter som lagen kräver att ni motiverar och en angripare gärna hittar.",
    ),
    fix: Text::fixed(
        "Set `retention_in_days` on log groups, a TTL on tables of sessions, an expiry on every write to a cache, and a lifecycle on buckets; write down how long each is kept and why.",
        "Sätt `retention_in_days` på logggrupper, en TTL på tabeller med sessioner, en utgångstid på varje skrivning till en cache och en livscykel på hinkar; skriv ner hur länge var och en sparas och varför.",
    ),
    limits: Text::fixed(
        "Rows that a job deletes, and retention that is set outside the repository, are not seen.",
        "Rader som ett jobb raderar, och lagringstider som sätts utanför repot, syns inte.",
    ),
    consequence: Consequence::C3,
    effort: effort((500, 1000, 2000), (100, 250, 500), Text::fixed("store", "lager")),
    after: &["deployment/declares-its-infrastructure-as-code"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- infra/main.tf
resource \"aws_cloudwatch_log_group\" \"api\" {
  name              = \"api\"
  retention_in_days = 30
}
//- cache.py
import redis

store = redis.Redis()


def keep(key, value):
    store.set(key, value, ex=3600)
",
        ),
        Example::partial(
            "\
//- cache.py
import redis

store = redis.Redis()


def keep(key, value):
    store.setex(key, 3600, value)


def keep_all(key, value):
    store.set(key, value) ⟵
",
        ),
        Example::fails(
            "\
//- infra/main.tf
resource \"aws_cloudwatch_log_group\" \"api\" { ⟵
  name = \"api\"
}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- infra/main.tf
resource \"aws_dynamodb_table\" \"sessions\" { ⟵
  name = \"sessions-ttl\"
  tags = { retention = \"30 days\" }
}
//- settings.py
TTL = 3600
values = set()
",
        ),
    ],
    judge,
};

/// Stores that keep entries until told otherwise, and the property that ends them. Source: the documentation of the Terraform
/// provider for AWS 6 and of CloudFormation; 2025-11.
const STORES: &[(&[&str], &[&[&str]])] = &[
    (&["aws_cloudwatch_log_group", "AWS::Logs::LogGroup"], &[&["retention_in_days"]]),
    (&["aws_dynamodb_table"], &[&["ttl"]]),
    (&["AWS::DynamoDB::Table"], &[&["time_to_live_specification"]]),
    (&["aws_dynamodb.Table"], &[&["time_to_live_attribute"]]),
];

const SIGNALS: &[&str] =
    &["retention_in_days", "ttl, TimeToLiveSpecification", "ex, px, setex, expire of Redis"];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for resource in resources(repo) {
        let Some((_, ends)) = STORES.iter().find(|(kinds, _)| resource.is_any(kinds)) else { continue };
        let id = format!("{} {}", resource.kind, resource.name);
        note(&mut tally, &id, resource.name, resource.head(), ends_by_itself(&resource, ends));
    }
    for (path, module) in repo.production_code() {
        for call in module.calls.iter().filter(|call| is_write(call)) {
            let place = RepoFacts::place(path, Lines::at(call.lines.start));
            let id = format!("{path}:{}", place.line);
            note(&mut tally, &id, &id, place, expires(call) || expires_later(module, call));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No log group, table or cache that keeps entries was found.",
            "Ingen logggrupp, tabell eller cache som sparar poster hittades.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} stores and writes have an end{}", tail("without")),
        format!("{n} av {of} lager och skrivningar har ett slut{}", tail("utan")),
    ))
}

fn note(tally: &mut Tally, id: &str, name: &str, place: beredd_model::Place, has_end: bool) {
    if has_end {
        tally.supports(
            place.clone(),
            Grade::Configured,
            Text::made(format!("{name} has an end"), format!("{name} har ett slut")),
        );
        tally.holds(id, name, Some(place));
    } else {
        tally.speaks_against(
            place.clone(),
            Grade::Configured,
            Text::made(format!("{name} keeps for ever"), format!("{name} sparar för alltid")),
        );
        tally.misses(id, name, Some(place));
    }
}

fn ends_by_itself(resource: &Resource<'_>, ends: &[&[&str]]) -> bool {
    ends.iter()
        .filter_map(|names| resource.property(names))
        .any(|property| property.text.as_deref() != Some("0") && !property.is_false())
}

/// A write of a value to Redis or Valkey.
fn is_write(call: &Call) -> bool {
    let is_store = ["redis", "valkey"]
        .iter()
        .any(|package| call.target.strip_prefix(package).is_some_and(|rest| rest.starts_with('.')));
    is_store
        && call.target.contains("()")
        && matches!(last(&call.target), "set" | "setex" | "psetex" | "hset")
}

fn expires(call: &Call) -> bool {
    matches!(last(&call.target), "setex" | "psetex")
        || ["ex", "exat", "px", "pxat"].iter().any(|name| keyword(&call.arguments, name).is_some())
        || call.arguments.iter().filter(|argument| argument.name.is_none()).nth(2).is_some()
            && last(&call.target) == "set"
}

/// `expire` behind the write, in the same function.
fn expires_later(module: &beredd_facts::fact::Module, write: &Call) -> bool {
    module.calls.iter().any(|call| {
        call.within == write.within
            && call.lines.start >= write.lines.start
            && matches!(last(&call.callee), "expire" | "expireat" | "pexpire")
    })
}
