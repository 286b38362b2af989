//! Secrets are changed by a schedule, not by memory.

use crate::shared::infrastructure::resources;
use crate::shared::secret_stores::store_of;
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, Standard, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 1),
    role: Role::Supporting,
    claim: Text::fixed(
        "Secrets in the manager are rotated by a schedule",
        "Hemligheter i hanteraren byts enligt ett schema",
    ),
    gap_title: Text::fixed("Secrets are never rotated", "Hemligheter byts aldrig"),
    why: Text::fixed(
        "A key that leaked unnoticed works until somebody changes it; without a schedule that is never.",
        "En nyckel som läckt obemärkt fungerar tills någon byter den; utan schema är det aldrig.",
    ),
    fix: Text::fixed(
        "Add a rotation to each secret (`aws_secretsmanager_secret_rotation`, `AWS::SecretsManager::RotationSchedule`, `rotation` in Google Secret Manager), or write down who changes provider keys, and when.",
        "Lägg till rotation för varje hemlighet (`aws_secretsmanager_secret_rotation`, `AWS::SecretsManager::RotationSchedule`, `rotation` i Google Secret Manager), eller skriv ner vem som byter leverantörernas nycklar, och när.",
    ),
    limits: Text::fixed(
        "Rotation that is set up in the manager by hand is not seen. Model providers' keys cannot all be rotated by machine.",
        "Rotation som ställs in för hand i hanteraren syns inte. Alla modellleverantörers nycklar går inte att byta maskinellt.",
    ),
    consequence: Consequence::C4,
    effort: effort((500, 1000, 2000), (100, 250, 500), Text::fixed("secret", "hemlighet")),
    after: &["security/keeps-secrets-in-a-secrets-manager"],
    standards: &[Standard::new("OWASP Agentic 2026", "ASI03")],
    examples: &[
        Example::passes(
            "\
//- infra/main.tf
resource \"aws_secretsmanager_secret\" \"bot\" {
  name = \"bot\"
}

resource \"aws_secretsmanager_secret_rotation\" \"bot\" {
  secret_id = aws_secretsmanager_secret.bot.id
}
",
        ),
        Example::partial(
            "\
//- infra/main.tf
resource \"aws_secretsmanager_secret\" \"bot\" {
  name = \"bot\"
}

resource \"aws_secretsmanager_secret_rotation\" \"bot\" {
  secret_id = aws_secretsmanager_secret.bot.id
}

resource \"aws_secretsmanager_secret\" \"database\" { ⟵
  name = \"database\"
}
",
        ),
        Example::fails(
            "\
//- infra/stack.yaml
Resources:
  Key: ⟵
    Type: AWS::SecretsManager::Secret
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- infra/main.tf
# aws_secretsmanager_secret_rotation
resource \"aws_secretsmanager_secret\" \"bot\" { ⟵
  description = \"rotated by aws_secretsmanager_secret_rotation\"
}
",
        ),
    ],
    judge,
};

const SIGNALS: &[&str] = &[
    "aws_secretsmanager_secret_rotation",
    "AWS::SecretsManager::RotationSchedule",
    "rotation, rotation_policy",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let all = resources(repo);
    let rotations: Vec<String> = all
        .iter()
        .filter(|one| {
            one.is_any(&["aws_secretsmanager_secret_rotation", "AWS::SecretsManager::RotationSchedule"])
        })
        .filter_map(|one| one.property(&["secret_id"])?.text)
        .collect();
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for secret in all.iter().filter(|one| store_of(one).is_some() && !one.is_any(&["azurerm_key_vault"])) {
        let (id, place) = (format!("{} {}", secret.kind, secret.name), secret.head());
        let own = ["rotation", "rotation_policy"].iter().any(|name| secret.property(&[*name]).is_some());
        let named = rotations.iter().any(|target| target.split(['.', ' ']).any(|part| part == secret.name));
        if own || named {
            let what = Text::made(format!("{id} is rotated"), format!("{id} byts enligt schema"));
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&id, secret.name, Some(place));
        } else {
            let what = Text::made(format!("{id} has no rotation"), format!("{id} saknar rotation"));
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, secret.name, Some(place));
        }
    }
    let (n, of) = (tally.n(), tally.all());
    if of == 0 {
        let reason = Text::fixed(
            "No secret of a manager is declared as code.",
            "Ingen hemlighet i en hanterare är beskriven som kod.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    tally.verdict(Text::made(
        format!("{n} of {of} declared secrets are rotated by a schedule."),
        format!("{n} av {of} beskrivna hemligheter byts enligt ett schema."),
    ))
}
