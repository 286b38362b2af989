//! Keys come from a manager of secrets, and none stands in the repository.

use crate::shared::leaks::{Leak, leaks};
use crate::shared::secret_stores::store_uses;
use crate::shared::{Tally, effort, not_applicable, unknown};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::Value;
use beredd_facts::identifier::has_word;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Place, Policy, Role, Standard, SubjectKind, Text,
    Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 1),
    role: Role::Decisive,
    claim: Text::fixed(
        "Keys come from a secrets manager and none stands in the repository",
        "Nycklar kommer från en hemlighetshanterare och ingen står i repot",
    ),
    gap_title: Text::fixed(
        "Keys are not kept in a secrets manager",
        "Nycklar förvaras inte i en hemlighetshanterare",
    ),
    why: Text::fixed(
        "Whoever can read the repository, its history or a copy of it can use a key that stands there: on your bill, with your \
         data, and nobody sees who it was.",
        "Den som kan läsa repot, dess historik eller en kopia kan använda en nyckel som står där: på er räkning, med era data, och \
         ingen ser vem det var.",
    ),
    fix: Text::fixed(
        "Rotate every key that was found, at once: it stays in the history after it is deleted. Then keep keys in AWS Secrets \
         Manager, Key Vault, Secret Manager or Vault and fetch them at start, or let the platform inject them from there.",
        "Byt ut varje nyckel som hittats genast: den finns kvar i historiken även om den tas bort. Förvara sedan nycklar i AWS Secrets \
         Manager, Key Vault, Secret Manager eller Vault och hämta dem vid start, eller låt plattformen skjuta in dem därifrån.",
    ),
    limits: Text::fixed(
        "The history of the repository is not in the archive. Keys without a known shape are found only where a name says what they \
         are. Secrets that a platform injects by settings of its own look like plain environment variables.",
        "Repots historik finns inte i arkivet. Nycklar utan känd form hittas bara där ett namn säger vad de är. Hemligheter som en \
         plattform skjuter in med egna inställningar ser ut som vanliga miljövariabler.",
    ),
    consequence: Consequence::C1,
    effort: effort((500, 1000, 2000), (100, 250, 500), Text::fixed("secret", "hemlighet")),
    after: &["deployment/declares-its-infrastructure-as-code"],
    standards: &[Standard::new("OWASP LLM 2025", "LLM02"), Standard::new("OWASP Agentic 2026", "ASI03")],
    examples: &[
        Example::passes(
            "\
//- main.py
import boto3

client = boto3.client('secretsmanager')
KEY = client.get_secret_value(SecretId='bot/openai')['SecretString']

if __name__ == '__main__':
    print(len(KEY))
",
        ),
        Example::passes(
            "\
//- main.py
import os

import openai

client = openai.OpenAI(api_key=os.environ['OPENAI_API_KEY'])

if __name__ == '__main__':
    client.models.list()
//- k8s/secret.yaml
apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: bot
spec:
  secretStoreRef:
    name: aws-secretsmanager
    kind: ClusterSecretStore
",
        ),
        Example::passes(
            "\
//- src/main.ts
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import OpenAI from 'openai';

const secrets = new SecretsManagerClient({});

export async function ask(text: string) {
  const secret = await secrets.send(new GetSecretValueCommand({ SecretId: 'openai' }));
  const client = new OpenAI({ apiKey: secret.SecretString });
  return client.responses.create({ model: 'gpt-4o', input: text });
}

ask('boat');
",
        ),
        Example::partial(
            "\
//- main.py
import os

import openai

client = openai.OpenAI(api_key=os.environ['OPENAI_API_KEY']) ⟵

if __name__ == '__main__':
    client.models.list()
",
        ),
        Example::fails(
            "\
//- app.py
import openai

OPENAI_API_KEY = 'sk-proj-Zk3vQ9xT7bLmN2pR8sWyD4fGhJ6kC1aV5eU0iOqXtYwBnMzL' ⟵
client = openai.OpenAI(api_key=OPENAI_API_KEY)
",
        ),
        Example::lookalike(
            Outcome::Partial,
            "\
//- app.py
# API keys are stored in AWS Secrets Manager: get_secret_value
import os

from pydantic import SecretStr

SECRETS_MANAGER = True
key = SecretStr(os.environ['OPENAI_API_KEY']) ⟵
print(key.get_secret_value())
//- .env.example
OPENAI_API_KEY=sk-your-key-here
//- tests/test_app.py
KEY = 'test-key'
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "keys of providers, clouds, chats and payment services by their shape",
    "names that say key, token or password, bound to a random text",
    "get_secret_value, access_secret_version, SecretClient, hvac",
    "secrets managers in Terraform, CloudFormation and CDK; ExternalSecret, SealedSecret, SecretProviderClass",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    if repo.file_count() == 0 {
        let reason = Text::fixed(
            "No file was read, so nothing is known of secrets.",
            "Ingen fil lästes, så inget är känt om hemligheter.",
        );
        return unknown(repo, SIGNALS, reason);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    let leaks = leaks(repo);
    for Leak { place, kind, stub } in &leaks {
        let what = Text::made(
            format!("A {kind} stands here in clear text: {stub}"),
            format!("Här står en hemlighet i klartext ({kind}): {stub}"),
        );
        tally.speaks_against(place.clone(), Grade::Configured, what);
    }
    let uses = store_uses(repo);
    for found in &uses {
        let what =
            Text::made(format!("{} is used here", found.manager), format!("{} används här", found.manager));
        tally.supports(found.place.clone(), found.grade, what);
    }
    if !leaks.is_empty() {
        return Verdict { is_always_critical: true, ..leaked(leaks.len(), tally) };
    }
    if uses.iter().any(|found| found.grade >= Grade::Configured) {
        let manager = uses.first().map_or("", |found| found.manager);
        return tally.concluded(
            Outcome::Pass,
            Text::made(
                format!("No key stands in the repository, and {manager} is used."),
                format!("Ingen nyckel står i repot, och {manager} används."),
            ),
        );
    }
    without_manager(repo, tally)
}

fn leaked(count: usize, tally: Tally) -> Verdict {
    let (noun, pronoun) = if count == 1 { ("secret stands", "it") } else { ("secrets stand", "them") };
    let (hemlighet, den) = if count == 1 { ("hemlighet", "den") } else { ("hemligheter", "dem") };
    tally.concluded(
        Outcome::Fail,
        Text::made(
            format!("{count} {noun} in the repository in clear text. Rotate {pronoun} now: deleting the line is not enough."),
            format!("{count} {hemlighet} står i klartext i repot. Byt ut {den} nu: det räcker inte att ta bort raden."),
        ),
    )
}

fn without_manager(repo: &RepoFacts, mut tally: Tally) -> Verdict {
    let reads = key_reads(repo);
    if reads.is_empty() && repo.population().providers.is_empty() {
        let reason = Text::fixed(
            "No key is used here, and none stands in the files that were read.",
            "Ingen nyckel används här, och ingen står i de lästa filerna.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.holds("clear", "no key in clear text", None);
    tally.misses("manager", "a secrets manager", reads.first().map(|(place, _)| place.clone()));
    for (place, name) in &reads {
        let what = Text::made(
            format!("{name} comes from the environment, and nothing fills it from a manager"),
            format!("{name} kommer från miljön, och inget fyller den från en hanterare"),
        );
        tally.speaks_against(place.clone(), Grade::Used, what);
    }
    tally.verdict(Text::fixed(
        "No key stands in the repository, but keys come from plain environment variables and no secrets manager was found.",
        "Ingen nyckel står i repot, men nycklar kommer från vanliga miljövariabler och ingen hemlighetshanterare hittades.",
    ))
}

/// Reads of environment variables whose names say that they are secret; the first place of each.
fn key_reads(repo: &RepoFacts) -> Vec<(Place, String)> {
    const SECRET: &[&str] = &["key", "token", "secret", "password", "credentials"];
    let mut found: Vec<(Place, String)> = Vec::new();
    for (path, module) in repo.production_code() {
        let bound = module.bindings.iter().map(|binding| (binding.lines, &binding.value));
        let given = module
            .calls
            .iter()
            .flat_map(|call| call.arguments.iter().map(|argument| (call.lines, &argument.value)));
        for (lines, value) in bound.chain(given) {
            for part in crate::shared::values::walk(value) {
                let Value::Environment { name, .. } = part else { continue };
                if has_word(name, SECRET) && !found.iter().any(|(_, known)| known == name) {
                    found.push((RepoFacts::place(path, lines), name.clone()));
                }
            }
        }
    }
    found
}
