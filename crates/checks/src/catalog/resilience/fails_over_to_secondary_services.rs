//! When a service is away, another one takes over without anybody's hand.

use crate::shared::agents::head_of;
use crate::shared::callers::Callers;
use crate::shared::externals::{External, Kind, Use, externals};
use crate::shared::handed::{handed, is_double};
use crate::shared::infrastructure::{Resource, is_on, resources};
use crate::shared::logs::logs;
use crate::shared::origin::{origin_of_call, reference};
use crate::shared::values::last;
use crate::shared::{Tally, effort, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Catch, Exit, Module, ResultUse};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, Standard,
    SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Resilience, 2),
    role: Role::Decisive,
    claim: Text::fixed(
        "Services that are down are replaced by a secondary one automatically",
        "Tjänster som ligger nere ersätts automatiskt av en reserv",
    ),
    gap_title: Text::fixed(
        "No automatic failover to a secondary service",
        "Ingen automatisk övergång till en reserv",
    ),
    why: Text::fixed(
        "Where nothing takes over, an outage lasts as long as the provider needs, plus the time until somebody notices.",
        "När inget tar över varar ett avbrott så länge leverantören behöver, och därtill tiden tills någon märker det.",
    ),
    fix: Text::fixed(
        "Let the facade catch the failure of the primary and call the secondary (another provider, a local model, a replica, a \
         queue on disk); switch on the failover that databases and caches have (`multi_az`, `automatic_failover_enabled`).",
        "Låt fasaden fånga felet från den första tjänsten och anropa reserven (en annan leverantör, en lokal modell, en replik, \
         en kö på disk). Slå på den övergång som databaser och cachar har (`multi_az`, `automatic_failover_enabled`).",
    ),
    limits: Text::fixed(
        "Whether the secondary is up and good enough shows only in a drill. Failover inside a managed service counts only \
         where configuration here asks for it.",
        "Om reserven är uppe och duger visar bara en övning. Övergång inuti en hanterad tjänst räknas bara när \
         konfigurationen här begär den.",
    ),
    consequence: Consequence::C2,
    effort: effort((1000, 2000, 4000), (1000, 2000, 3000), Text::fixed("service", "tjänst")),
    after: &["resilience/guards-outside-calls-with-circuit-breakers"],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI08")],
    examples: &[
        Example::passes(
            "\
//- main.py
import boto3

from local import LocalStore

bucket = boto3.client('s3')
local = LocalStore()


def save(name, text):
    try:
        bucket.put_object(Bucket='boats', Key=name, Body=text)
    except Exception:
        stored = local.save(name, text)
        return stored
    return name


if __name__ == '__main__':
    save('a', 'b')
//- local.py
class LocalStore:
    def save(self, name, text):
        with open(name, 'w') as file:
            file.write(text)
        return name
",
        ),
        Example::partial(
            "\
//- main.py
import asyncpg
import redis

store = redis.Redis()


async def find(key):
    connection = await asyncpg.connect('postgres://db') ⟵
    return store.get(key) or await connection.fetch('SELECT 1') ⟵


if __name__ == '__main__':
    find('boat')
//- deploy/main.tf
resource \"aws_elasticache_replication_group\" \"cache\" {
  automatic_failover_enabled = true
}

resource \"aws_db_instance\" \"db\" {
  multi_az = false
}
",
        ),
        Example::fails(
            "\
//- main.py
import boto3

bucket = boto3.client('s3')


def save(name, text):
    try:
        bucket.put_object(Bucket='boats', Key=name, Body=text) ⟵
    except Exception:
        return None


if __name__ == '__main__':
    save('a', 'b')
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
'''Fails over to local services automatically.'''
import boto3


class Mode:
    PRIMARY = 'primary'
    HYBRID = 'hybrid'


class LocalStore:
    '''Takes over when S3 is down.'''


bucket = boto3.client('s3')
mode = Mode.HYBRID


def save(name, text):
    bucket.put_object(Bucket='boats', Key=name, Body=text) ⟵


if __name__ == '__main__':
    save('a', 'b')
",
        ),
        Example::passes(
            "\
//- src/main.ts
import OpenAI from 'openai';
import CircuitBreaker from 'opossum';

const client = new OpenAI();

async function ask(question: string): Promise<string> {
  const answer = await client.responses.create({ model: 'gpt-4o', input: question });
  return answer.output_text;
}

function byRule(question: string): string {
  return question.includes('boat') ? 'See the price list.' : 'Ask at the desk.';
}

const guarded = new CircuitBreaker(ask, { timeout: 3000 });
guarded.fallback(byRule);

export async function answer(question: string) {
  return guarded.fire(question);
}

answer('boat');
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
import httpx


class Bank:
    def balance(self, account):
        try:
            return httpx.get(f'https://bank.example.com/{account}').json() ⟵
        except httpx.HTTPError:
            return self._mock_balance(account)

    def _mock_balance(self, account):
        return {'balance': 15420.5, 'account': account}


if __name__ == '__main__':
    print(Bank().balance('a'))
",
        ),
        Example::lookalike(
            Outcome::Unknown,
            "\
//- deploy_agents.py
import boto3

bucket = boto3.client('s3')

if __name__ == '__main__':
    bucket.put_object(Bucket='releases', Key='agents.zip', Body=b'')
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "handlers that call another service",
    "loops over services that go on after a failure",
    "multi_az",
    "automatic_failover_enabled",
    "Redis Sentinel",
];

/// How many callers up a handler may stand.
const HOPS: u32 = 2;

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let externals = externals(repo);
    let declared = resources(repo);
    let callers = Callers::new(repo);
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    // A secrets manager is read at the start and kept; it is no part of what must go on during an outage.
    for (external, uses) in externals.iter().filter(|(external, _)| external.kind != Kind::Secrets) {
        let name = &external.name;
        let configured = configured_failover(external, &declared);
        let taken_over = uses.iter().find_map(|one| takes_over(repo, &callers, one));
        let place = uses.first().map(|one| head_of(&RepoFacts::place(one.path, one.lines())));
        if let Some((place, grade)) =
            taken_over.map(|p| (p, Grade::Wired)).or(configured.map(|p| (p, Grade::Configured)))
        {
            let what = Text::made(
                format!("another takes over for {name} here"),
                format!("här tar något annat över för {name}"),
            );
            tally.supports(place.clone(), grade, what);
            tally.holds(name, name, Some(place));
        } else {
            for one in uses {
                let what = Text::made(
                    format!("nothing takes over when {name} fails"),
                    format!("inget tar över när {name} inte svarar"),
                );
                tally.speaks_against(head_of(&RepoFacts::place(one.path, one.lines())), Grade::Wired, what);
            }
            tally.misses(name, name, place);
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(6));
    if of == 0 {
        let reason = Text::fixed(
            "No call to an outside service was found, so there is nothing to take over for.",
            "Inget anrop till en yttre tjänst hittades, så det finns inget att ta över för.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { String::new() } else { format!(" {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} outside services have something that takes over.{}", tail("Not")),
        format!("{n} av {of} yttre tjänster har något som tar över.{}", tail("Inte")),
    ))
}

/// Where a failure of this use is caught and something else is called instead.
fn takes_over(repo: &RepoFacts, callers: &Callers<'_>, one: &Use<'_>) -> Option<Place> {
    let module = repo.module(one.path)?;
    if let Some(place) = handler(repo, one.path, module, one.call) {
        return Some(place);
    }
    let handed = handed(repo);
    let mut below = vec![reference(one.path, one.call.within?)];
    for _ in 0..HOPS {
        let mut above = Vec::new();
        for function in &below {
            if let Some(place) = handed.fallback_of(repo, function) {
                return Some(place.clone());
            }
            for (path, call) in handed.calls_running(repo, function) {
                if let Some(place) = handler(repo, path, repo.module(path)?, call) {
                    return Some(place);
                }
                above.extend(call.within.map(|id| reference(path, id)));
            }
            let name = repo.definition(function).map_or("", |definition| definition.name.as_str());
            for user in callers.of(function).into_iter().filter(|user| *user != function) {
                let module = repo.module(&user.path)?;
                let calls =
                    module.calls.iter().filter(|c| c.within == Some(user.id) && last(&c.callee) == name);
                if let Some(place) =
                    calls.into_iter().find_map(|call| handler(repo, &user.path, module, call))
                {
                    return Some(place);
                }
                above.push(user.clone());
            }
        }
        below = above;
    }
    None
}

fn handler(repo: &RepoFacts, path: &RepoPath, module: &Module, call: &Call) -> Option<Place> {
    let around = module.tries.iter().filter(|t| t.within == call.within && t.body.holds(call.lines));
    around
        .flat_map(|attempt| &attempt.catches)
        .find(|catch| replaces(repo, path, module, call, catch))
        .map(|catch| RepoFacts::place(path, Lines::at(catch.lines.start)))
}

/// Whether a handler goes on to the next of several services, or calls something else and uses what it gives.
fn replaces(repo: &RepoFacts, path: &RepoPath, module: &Module, call: &Call, catch: &Catch) -> bool {
    if catch.is_empty || catch.exit == Exit::Raises || !covers_outage(repo, path, catch) {
        return false;
    }
    let is_looped = module.loops.iter().any(|l| l.within == call.within && l.lines.holds(catch.lines));
    if is_looped && catch.exit == Exit::Continues {
        return true;
    }
    let mut calls = module.calls.iter().filter(|other| catch.lines.holds(other.lines));
    calls.any(|other| {
        let is_ours = repo.callee_of(path, other).is_some_and(|found| {
            // Made-up answers are no service: whoever reads them takes them for true.
            repo.definition(&found)
                .is_some_and(|definition| !definition.is_stub && !is_double(&definition.name))
        });
        let is_same = origin_of_call(repo, path, other) == origin_of_call(repo, path, call);
        is_ours && !is_same && other.result != ResultUse::Discarded && logs(repo, path, other).is_none()
    })
}

/// Whether a handler catches errors of libraries: one of the repository's own errors says something else.
fn covers_outage(repo: &RepoFacts, path: &RepoPath, catch: &Catch) -> bool {
    let is_own = |name: &String| repo.resolve_target(path, name).is_some();
    catch.exceptions.is_empty() || !catch.exceptions.iter().all(is_own)
}

/// Where configuration asks for the failover that a store has of its own.
fn configured_failover(external: &External, declared: &[Resource<'_>]) -> Option<Place> {
    let wanted: &[(&str, &str)] = match external.kind {
        Kind::Database => &[
            ("aws_db_instance", "multi_az"),
            ("AWS::RDS::DBInstance", "MultiAZ"),
            ("aws_rds_cluster_instance", "cluster_identifier"),
            ("azurerm_postgresql_flexible_server", "high_availability"),
        ],
        Kind::Cache => &[
            ("aws_elasticache_replication_group", "automatic_failover_enabled"),
            ("AWS::ElastiCache::ReplicationGroup", "AutomaticFailoverEnabled"),
        ],
        Kind::Storage => &[("aws_s3_bucket_replication_configuration", "rule")],
        _ => &[],
    };
    declared.iter().find_map(|resource| {
        let (_, key) = wanted.iter().find(|(kind, _)| *kind == resource.kind)?;
        let (at, _) =
            resource.node().members().iter().find(|(name, value)| name.text == *key && is_on(value))?;
        Some(Place::new(resource.path.clone(), Lines::at(at.line)))
    })
}
