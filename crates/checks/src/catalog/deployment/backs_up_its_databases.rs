//! A lost database can be brought back.

use crate::shared::infrastructure::{Resource, resources};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Deployment, 4),
    role: Role::Supporting,
    claim: Text::fixed("Databases are backed up", "Databaser säkerhetskopieras"),
    gap_title: Text::fixed("Databases are not backed up", "Databaser säkerhetskopieras inte"),
    why: Text::fixed(
        "A bad migration or a deleted table is final without a backup, and rolling back code does not bring data back.",
        "En dålig migrering eller en raderad tabell är slutgiltig utan säkerhetskopia, och data kommer inte tillbaka för att koden backas.",
    ),
    fix: Text::fixed(
        "Set `backup_retention_period` to at least seven days, switch on point-in-time recovery for DynamoDB, write down how long a loss and an outage may last (RPO, RTO), and drill a restore.",
        "Sätt `backup_retention_period` till minst sju dagar, slå på återställning till tidpunkt för DynamoDB, skriv ner hur stor förlust och hur långt avbrott som godtas (RPO, RTO), och öva en återläsning.",
    ),
    limits: Text::fixed(
        "Only databases that are declared as code are judged. Whether a restore works is known to who has tried.",
        "Bara databaser som är beskrivna som kod bedöms. Om en återläsning fungerar vet den som har provat.",
    ),
    consequence: Consequence::C2,
    effort: effort((500, 1000, 2000), (100, 250, 500), Text::fixed("database", "databas")),
    after: &["deployment/declares-its-infrastructure-as-code"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- infra/main.tf
resource \"aws_db_instance\" \"main\" {
  engine                  = \"postgres\"
  backup_retention_period = 14
}
",
        ),
        Example::partial(
            "\
//- infra/main.tf
resource \"aws_db_instance\" \"main\" {
  engine                  = \"postgres\"
  backup_retention_period = 14
}

resource \"aws_dynamodb_table\" \"sessions\" { ⟵
  name = \"sessions\"
}
",
        ),
        Example::fails(
            "\
//- infra/main.tf
resource \"aws_db_instance\" \"main\" { ⟵
  engine                  = \"postgres\"
  backup_retention_period = 0
}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- infra/main.tf
resource \"aws_dynamodb_table\" \"sessions\" { ⟵
  name = \"backup\"
  tags = { backup = \"daily\" }
}
",
        ),
    ],
    judge,
};

/// Databases, and the property that backs them up. Source: the documentation of the Terraform providers for AWS 6, Google 7 and
/// Azure 4, of CloudFormation and of the CDK 2; 2025-11.
const DATABASES: &[(&[&str], &[&[&str]])] = &[
    (
        &[
            "aws_db_instance",
            "aws_rds_cluster",
            "aws_docdb_cluster",
            "AWS::RDS::DBInstance",
            "AWS::RDS::DBCluster",
        ],
        &[&["backup_retention_period"], &["preferred_backup_window"]],
    ),
    (&["aws_rds.DatabaseInstance", "aws_rds.DatabaseCluster"], &[&["backup_retention"], &["backup"]]),
    (&["aws_dynamodb_table"], &[&["point_in_time_recovery", "enabled"]]),
    (
        &["AWS::DynamoDB::Table"],
        &[&["point_in_time_recovery_specification", "point_in_time_recovery_enabled"]],
    ),
    (&["aws_dynamodb.Table"], &[&["point_in_time_recovery"], &["point_in_time_recovery_specification"]]),
    (&["google_sql_database_instance"], &[&["settings", "backup_configuration", "enabled"]]),
    (&["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"], &[&["backup_retention_days"]]),
];

const SIGNALS: &[&str] = &[
    "backup_retention_period",
    "point_in_time_recovery",
    "backup_configuration",
    "databases in Terraform, CloudFormation and CDK",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for resource in resources(repo) {
        let Some((_, settings)) = DATABASES.iter().find(|(kinds, _)| resource.is_any(kinds)) else {
            continue;
        };
        let (id, place) = (format!("{} {}", resource.kind, resource.name), resource.head());
        if is_backed_up(&resource, settings) {
            let what = Text::made(format!("{id} is backed up"), format!("{id} säkerhetskopieras"));
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&id, resource.name, Some(place));
        } else {
            let what = Text::made(format!("{id} has no backup"), format!("{id} saknar säkerhetskopiering"));
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, resource.name, Some(place));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed("No database is declared as code.", "Ingen databas är beskriven som kod.");
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} declared databases are backed up{}", tail("not so")),
        format!("{n} av {of} beskrivna databaser säkerhetskopieras{}", tail("inte så")),
    ))
}

/// A computed value may be anything; a plain zero or no counts against.
fn is_backed_up(resource: &Resource<'_>, settings: &[&[&str]]) -> bool {
    let found = settings.iter().filter_map(|names| resource.property(names));
    found.into_iter().any(|property| property.text.as_deref() != Some("0") && !property.is_false())
}
