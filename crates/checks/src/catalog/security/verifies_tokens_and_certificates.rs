//! What proves an identity is verified, not merely read.

use crate::shared::values::{keyword, last, parts_of, texts_in};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Argument, Call, Module, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 5),
    role: Role::Supporting,
    claim: Text::fixed("Tokens and certificates are verified", "Token och certifikat verifieras"),
    gap_title: Text::fixed(
        "Tokens or certificates are believed unverified",
        "Token eller certifikat godtas overifierade",
    ),
    why: Text::fixed(
        "A token whose signature is not checked can be written by anyone; a certificate that is not checked lets anyone in between read and change everything.",
        "En token vars signatur inte kontrolleras kan skrivas av vem som helst; ett certifikat som inte kontrolleras låter vem som helst däremellan läsa och ändra allt.",
    ),
    fix: Text::fixed(
        "Decode with a key and a list of algorithms, never with `verify_signature: False`, and give the certificate authority of the house with `verify=<path>` instead of `verify=False`.",
        "Avkoda med en nyckel och en lista av algoritmer, aldrig med `verify_signature: False`, och ange husets certifikatutfärdare med `verify=<sökväg>` i stället för `verify=False`.",
    ),
    limits: Text::fixed(
        "Settings that come from the environment are not known.",
        "Inställningar som kommer från miljön är inte kända.",
    ),
    consequence: Consequence::C1,
    effort: effort((250, 500, 1000), (50, 100, 250), Text::fixed("place", "ställe")),
    after: &[],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI03")],
    examples: &[
        Example::passes(
            "\
//- main.py
import httpx
import jwt


def caller(token, key):
    return jwt.decode(token, key, algorithms=['RS256'])


def fetch(url):
    return httpx.get(url, timeout=5)
",
        ),
        Example::passes(
            "\
//- src/main.ts
import { jwtVerify } from 'jose';

export async function principal(token: string, key: Uint8Array) {
  const { payload } = await jwtVerify(token, key);
  return payload.sub;
}
",
        ),
        Example::partial(
            "\
//- main.py
import httpx
import jwt


def caller(token, key):
    return jwt.decode(token, key, algorithms=['RS256'])


def fetch(url):
    return httpx.get(url, verify=False) ⟵
",
        ),
        Example::fails(
            "\
//- main.py
import jwt


def caller(token):
    return jwt.decode(token, options={'verify_signature': False}) ⟵
",
        ),
        Example::fails(
            "\
//- src/main.ts
import https from 'node:https';
import jwt from 'jsonwebtoken';

export const agent = new https.Agent({ rejectUnauthorized: false }); ⟵

export function principal(token: string) {
  return jwt.decode(token); ⟵
}
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
# jwt.decode(token, options={'verify_signature': False})
NOTE = 'never use verify=False'


def decode(token, verify=False):
    return token


print(decode('a', verify=False))
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- main.py
import httpx

print(httpx.get('https://example.org'))
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "jwt.decode and jose.jwt.decode: verify_signature, algorithms",
    "jsonwebtoken and jose: verify, jwtVerify, decode, decodeJwt",
    "rejectUnauthorized, NODE_TLS_REJECT_UNAUTHORIZED, InsecureSkipVerify",
    "verify=False of requests and httpx",
    "ssl._create_unverified_context",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            let Some(is_verified) = is_verified(module, call) else { continue };
            let place = RepoFacts::place(path, call.lines);
            let (id, name) = (format!("{path}:{}", place.line), last(&call.target));
            if is_verified {
                tally.supports(
                    place.clone(),
                    Grade::Used,
                    Text::made(format!("{name} verifies"), format!("{name} verifierar")),
                );
                tally.holds(&id, &id, Some(place));
            } else {
                let what = Text::made(
                    format!("{name} believes without verifying"),
                    format!("{name} godtar utan att verifiera"),
                );
                tally.speaks_against(place.clone(), Grade::Used, what);
                tally.misses(&id, &id, Some(place));
            }
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No token is decoded with a library that was looked for, and no connection changes how it verifies.",
            "Ingen token avkodas med ett eftersökt bibliotek, och ingen förbindelse ändrar hur den verifierar.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} decodings and connections verify{}", tail("not so")),
        format!("{n} av {of} avkodningar och förbindelser verifierar{}", tail("inte så")),
    ))
}

/// Whether a call that decodes a token, or says of a connection whether it verifies, does verify; nothing for any other call. A
/// connection that is opened as its library opens it says nothing.
fn is_verified(module: &Module, call: &Call) -> Option<bool> {
    let target = call.target.as_str();
    let given = |name: &str| keyword(&call.arguments, name);
    match target {
        "jwt.decode" | "jose.jwt.decode" => {
            let is_off = |value: &Value| {
                matches!(value, Value::Map(members) if members.iter().any(|(key, value)| {
                    matches!(key, Value::Text(key) if key == "verify_signature") && *value == Value::Bool(false)
                }))
            };
            let is_none = given("algorithms")
                .is_some_and(|value| texts_in(value).iter().any(|text| text.eq_ignore_ascii_case("none")));
            Some(
                !given("options").is_some_and(is_off)
                    && given("verify") != Some(&Value::Bool(false))
                    && !is_none,
            )
        }
        "ssl._create_unverified_context" => Some(false),
        "jose.jwtVerify" => Some(true),
        "jsonwebtoken.verify" => {
            Some(!call.arguments.iter().any(|argument| {
                texts_in(&argument.value).iter().any(|text| text.eq_ignore_ascii_case("none"))
            }))
        }
        // What a token says of itself may be read first where its signature is checked in the same function.
        "jose.decodeJwt" | "jsonwebtoken.decode" => {
            let verifies =
                |other: &Call| matches!(other.target.as_str(), "jose.jwtVerify" | "jsonwebtoken.verify");
            let is_checked = module.calls.iter().any(|other| other.within == call.within && verifies(other));
            (!is_checked).then_some(false)
        }
        _ if call.arguments.iter().any(turns_off) => Some(false),
        _ => {
            let is_client = ["httpx.", "requests."].iter().any(|package| target.starts_with(package));
            let is_request = matches!(
                last(target),
                "AsyncClient"
                    | "Client"
                    | "delete"
                    | "get"
                    | "head"
                    | "patch"
                    | "post"
                    | "put"
                    | "request"
                    | "stream"
            );
            // Calls on a client verify as the client was made to.
            let said = given("verify").filter(|_| is_client && is_request && !target.contains("()"))?;
            Some(*said != Value::Bool(false))
        }
    }
}

/// Node's `rejectUnauthorized: false`, at any depth of the options, and Go's `InsecureSkipVerify: true`.
fn turns_off(argument: &Argument) -> bool {
    let is_off = |name: &str, value: &Value| {
        name == "rejectUnauthorized" && *value == Value::Bool(false)
            || name == "InsecureSkipVerify" && *value == Value::Bool(true)
    };
    let by_name = argument.name.as_deref().is_some_and(|name| is_off(name, &argument.value));
    let members = parts_of(&argument.value).into_iter().filter_map(|part| match part {
        Value::Map(members) => Some(members),
        _ => None,
    });
    let is_told = |(key, value): &(Value, Value)| matches!(key, Value::Text(key) if is_off(key, value));
    by_name || members.flatten().any(is_told)
}
