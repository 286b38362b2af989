//! Who did what, and which agent acted for whom, can be shown afterwards.

use crate::shared::callers::Callers;
use crate::shared::infrastructure::resources;
use crate::shared::logs::logs;
use crate::shared::routes::guarded_routes;
use crate::shared::values::last;
use crate::shared::{Tally, counted, not_applicable, once};
use crate::{Check, Example};
use beredd_facts::fact::{Call, DefinitionKind};
use beredd_facts::identifier::has_word;
use beredd_facts::{DefinitionRef, RepoFacts};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, RepoPath, Role, Standard,
    SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 5),
    role: Role::Supporting,
    claim: Text::fixed("Actions are written to an audit log", "Handlingar skrivs till en revisionslogg"),
    gap_title: Text::fixed("Nobody can show who did what", "Ingen kan visa vem som gjorde vad"),
    why: Text::fixed(
        "After an incident the questions are who asked, which agent acted, with what rights and on whose data; an ordinary log answers none of them reliably.",
        "Efter en incident är frågorna vem som bad, vilken agent som handlade, med vilka rättigheter och på vems data; en vanlig logg svarar inte säkert på någon av dem.",
    ),
    fix: Text::fixed(
        "Write one record for each action that changes something or reads personal data: who, for which tenant, which agent and tool, on what, with which outcome; keep it where it can be added to but not changed.",
        "Skriv en post för varje handling som ändrar något eller läser personuppgifter: vem, för vilken kund, vilken agent och vilket verktyg, på vad, med vilket utfall; förvara den där man kan lägga till men inte ändra.",
    ),
    limits: Text::fixed(
        "A log is recognised by the name of what writes it, or by a known service. Whether it can be changed afterwards is not seen.",
        "En logg känns igen på namnet på det som skriver den, eller på en känd tjänst. Om den går att ändra i efterhand syns inte.",
    ),
    consequence: Consequence::C3,
    effort: once(3000, 4000, 5000),
    after: &[],
    standards: &[Standard::new("EU AI Act", "Art. 12")],
    examples: &[
        Example::passes(
            "\
//- main.py
from fastapi import FastAPI

from audit import AuditLog

app = FastAPI()
log = AuditLog()


@app.post('/refunds')
def refund(number: str):
    log.write('refund', number)
    return {}
//- audit.py
class AuditLog:
    def write(self, action, subject):
        with open('/var/log/audit.jsonl', 'a') as file:
            file.write(f'{action} {subject}')
",
        ),
        Example::passes(
            "\
//- src/main.ts
import express from 'express';
import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();
const app = express();

async function writeAuditLog(actor: string, action: string) {
  await prisma.auditEntry.create({ data: { actor, action } });
}

app.post('/refunds', async (request, response) => {
  await writeAuditLog(request.user.id, 'refund');
  response.json({});
});
app.listen(3000);
",
        ),
        Example::fails(
            "\
//- main.py
from fastapi import FastAPI

app = FastAPI()


@app.post('/refunds')
def refund(number: str):
    return {}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from fastapi import FastAPI

app = FastAPI()


class AuditLog:
    pass


def run_production_audit():
    return 'fine'


@app.post('/refunds')
def refund(number: str):
    # audit_log.write(number)
    run_production_audit()
    return {}
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
All actions are written to the audit log.
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- main.py
from fastapi import FastAPI

app = FastAPI()


class AuditLog:
    def record(self, action):
        self.last = action


audit = AuditLog()


@app.post('/refunds')
def refund(number: str):
    audit.record(number)
    return {}
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "calls of what is named audit log, audit trail, audit event, auditor of actions",
    "CloudTrail and audit logs of Azure and Google Cloud",
    "django-auditlog",
];

/// Words of what writes such a log. A bare "audit" may as well be an inspection of the code.
const WORDS: &[&str] = &[
    "audit event",
    "audit events",
    "audit log",
    "audit logger",
    "audit record",
    "audit trail",
    "log audit",
    "record audit",
    "write audit",
];

const RESOURCES: &[&str] = &[
    "AWS::CloudTrail::Trail",
    "aws_cloudtrail",
    "aws_cloudtrail.Trail",
    "azurerm_monitor_diagnostic_setting",
    "google_project_iam_audit_config",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if guarded_routes(repo).is_empty() && repo.population().agents.is_empty() {
        let reason = Text::fixed(
            "No route and no agent was found that could act.",
            "Ingen rutt och ingen agent hittades som kan handla.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let written = written(repo);
    for place in &written {
        tally.supports(
            place.clone(),
            Grade::Wired,
            Text::fixed("An action is recorded here", "En handling registreras här"),
        );
    }
    let declared: Vec<Place> =
        resources(repo).iter().filter(|one| one.is_any(RESOURCES)).map(|one| one.head()).collect();
    for place in &declared {
        let what =
            Text::fixed("The cloud records who changed what", "Molnet registrerar vem som ändrade vad");
        tally.supports(place.clone(), Grade::Configured, what);
    }
    if !written.is_empty() {
        let count = written.len();
        let summary = Text::made(
            format!("Actions are written to an audit log in {}.", counted(count, "place", "places")),
            format!("Handlingar skrivs till en revisionslogg på {}.", counted(count, "ställe", "ställen")),
        );
        return tally.concluded(Outcome::Pass, summary);
    }
    if !declared.is_empty() {
        tally.holds("cloud", "changes of the cloud", None);
        tally.misses("system", "actions of the system", None);
        return tally.verdict(Text::fixed(
            "The cloud records changes of its resources, but the system records no actions of its own.",
            "Molnet registrerar ändringar av sina resurser, men systemet registrerar inga egna handlingar.",
        ));
    }
    let summary = Text::fixed(
        "No audit log that live code writes to was found.",
        "Ingen revisionslogg som levande kod skriver till hittades.",
    );
    tally.concluded(Outcome::Fail, summary)
}

/// Calls in live code of something named so that does something.
fn written(repo: &RepoFacts) -> Vec<Place> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code().filter(|(path, _)| repo.is_live(path)) {
        let calls = module.calls.iter().filter(|call| writes(repo, path, call));
        found.extend(calls.map(|call| RepoFacts::place(path, Lines::at(call.lines.start))));
    }
    found
}

fn writes(repo: &RepoFacts, path: &RepoPath, call: &Call) -> bool {
    if call.target.starts_with("auditlog.") {
        return true;
    }
    let Some(callee) = repo.callee_of(path, call) else { return false };
    let Some(function) =
        repo.definition(&callee).filter(|one| one.kind == DefinitionKind::Function && !one.is_stub)
    else {
        return false;
    };
    let owner =
        function.parent.and_then(|id| repo.definition(&DefinitionRef { path: callee.path.clone(), id }));
    let is_made = function.name == "__init__";
    // What the log does within itself records nothing.
    let home = owner.unwrap_or(function);
    let is_inside = &callee.path == path && home.lines.holds(call.lines);
    let is_named =
        has_word(last(&function.name), WORDS) || owner.is_some_and(|owner| has_word(&owner.name, WORDS));
    is_named && !is_made && !is_inside && keeps(repo, &callee, HOPS)
}

/// How deep what writes is looked for below a function.
const HOPS: u32 = 3;

/// Words of methods that keep a record somewhere.
const KEEPERS: &[&str] = &[
    "add", "commit", "create", "emit", "execute", "info", "insert", "log", "persist", "post", "produce",
    "publish", "put", "save", "send", "store", "write", "xadd",
];

/// Whether a function, or one that it calls, keeps a record: it logs, or calls something outside that stores or sends.
fn keeps(repo: &RepoFacts, function: &DefinitionRef, hops: u32) -> bool {
    let reached = Callers::new(repo).down(function, hops);
    reached.iter().any(|function| {
        let Some(definition) = repo.definition(function) else { return false };
        repo.calls_within(&function.path, definition.lines).any(|call| {
            let is_outside = || repo.callee_of(&function.path, call).is_none();
            logs(repo, &function.path, call).is_some()
                || call.callee.contains('.') && has_word(last(&call.callee), KEEPERS) && is_outside()
        })
    })
}
