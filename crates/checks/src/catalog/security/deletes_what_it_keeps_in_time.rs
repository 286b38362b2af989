//! What is kept about people ends by itself.

use crate::shared::infrastructure::{Resource, resources};
use crate::shared::values::{keyword, last, text as text_of};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, SchemaChangeKind, Value};
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, SubjectKind, Text, Verdict,
};
use std::collections::BTreeMap;

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
        "Rows that the database or a job outside the repository deletes are not seen, nor is retention that is set there. Of tables only those are counted that hold what people said, by the names of table and columns.",
        "Rader som databasen eller ett jobb utanför repot raderar syns inte, och inte heller lagringstider som sätts där. Av tabeller räknas bara de som rymmer det människor har sagt, att döma av tabellens och kolumnernas namn.",
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
        Example::partial(
            "\
//- store.py
import asyncpg


async def keep(pool: asyncpg.Pool, tenant, question, answer):
    await pool.execute('INSERT INTO questions (tenant, question, answer) VALUES ($1, $2, $3)', tenant, question, answer)


async def note(pool: asyncpg.Pool, text):
    await pool.execute('INSERT INTO messages (body) VALUES ($1)', text) ⟵


async def clean(pool: asyncpg.Pool):
    await pool.execute(\"DELETE FROM questions WHERE kept_at < now() - interval '90 days'\")
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

const SIGNALS: &[&str] = &[
    "retention_in_days",
    "ttl, TimeToLiveSpecification",
    "ex, px, setex, expire of Redis",
    "DELETE FROM tables of conversations",
];

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
    for (table, place) in kept_tables(repo) {
        let has_end = ends_of_tables(repo, &table);
        let name = format!("table {table}");
        note(&mut tally, &name, &table, place, has_end);
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

fn note(tally: &mut Tally, id: &str, name: &str, place: Place, has_end: bool) {
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

/// Tables that code writes what people said into, each with the first line that does.
fn kept_tables(repo: &RepoFacts) -> BTreeMap<String, Place> {
    let mut found = BTreeMap::new();
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            for table in
                call.arguments.iter().filter_map(|argument| statement(&argument.value, "insert into"))
            {
                if is_spoken(repo, &table) {
                    let place = RepoFacts::place(path, Lines::at(call.lines.start));
                    found.entry(table).or_insert(place);
                }
            }
        }
    }
    found
}

/// Whether a table holds what people said, by its name and its columns.
fn is_spoken(repo: &RepoFacts, table: &str) -> bool {
    const SPOKEN: &[&str] = &[
        "answer",
        "answers",
        "chat",
        "chats",
        "conversation",
        "conversations",
        "message",
        "messages",
        "prompt",
        "prompts",
        "question",
        "questions",
        "transcript",
        "transcripts",
        "utterance",
        "utterances",
    ];
    has_word(table, SPOKEN)
        || repo.files().flat_map(|(_, file)| &file.schema).any(|change| {
            let columns = match &change.kind {
                SchemaChangeKind::TableCreated { columns } => columns.as_slice(),
                _ => &[],
            };
            change.table == table && columns.iter().any(|column| has_word(column, SPOKEN))
        })
}

/// Whether code deletes rows of a table, or something drops its parts.
fn ends_of_tables(repo: &RepoFacts, table: &str) -> bool {
    repo.production_code().flat_map(|(_, module)| &module.calls).any(|call| {
        let mut given =
            call.arguments.iter().filter_map(|argument| statement(&argument.value, "delete from"));
        given.any(|deleted| deleted == table)
    })
}

/// The table that an SQL statement in a value begins with: `INSERT INTO app.questions (…)` is about `questions`.
fn statement(value: &Value, begins: &str) -> Option<String> {
    let text = match value {
        Value::Text(text) => text.as_str(),
        Value::Template(parts) => parts.first().and_then(text_of)?,
        Value::Call { arguments, .. } => arguments.first().and_then(|argument| text_of(&argument.value))?,
        _ => return None,
    };
    let plain = text.split_whitespace().take(4).collect::<Vec<_>>().join(" ").to_lowercase();
    let rest = plain.strip_prefix(begins)?.strip_prefix(' ')?;
    let name = rest.split([' ', '(', ';']).next()?.rsplit('.').next()?.trim_matches(['"', '`', '[', ']']);
    (!name.is_empty()).then(|| name.to_owned())
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
