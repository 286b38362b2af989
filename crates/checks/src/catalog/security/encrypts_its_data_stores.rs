//! What is stored is encrypted where it lies.

use crate::shared::infrastructure::{Resource, resources};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_model::{
    Category, Consequence, Criterion, Grade, Outcome, Policy, Role, SubjectKind, Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 4),
    role: Role::Supporting,
    claim: Text::fixed("Data stores are encrypted at rest", "Datalager är krypterade i vila"),
    gap_title: Text::fixed("Data stores are not encrypted", "Datalager är inte krypterade"),
    why: Text::fixed(
        "A copied disk, snapshot or backup of an unencrypted store is readable by whoever gets hold of it.",
        "En kopierad disk, ögonblicksbild eller säkerhetskopia av ett okrypterat lager kan läsas av den som får tag i den.",
    ),
    fix: Text::fixed(
        "Switch encryption on in the declaration: `storage_encrypted = true`, `at_rest_encryption_enabled = true`, `encrypted = true`, with a key of your own where law or contract asks for it. Most stores must be made anew for that: do it before there is data.",
        "Slå på kryptering i deklarationen: `storage_encrypted = true`, `at_rest_encryption_enabled = true`, `encrypted = true`, med en egen nyckel där lag eller avtal kräver det. De flesta lager måste då skapas om: gör det innan det finns data.",
    ),
    limits: Text::fixed(
        "Only stores that are declared as code are judged, and only kinds that are not encrypted unless asked: S3, DynamoDB, and the stores of Azure and Google Cloud always are.",
        "Bara lager som är beskrivna som kod bedöms, och bara sorter som inte är krypterade om man inte ber om det: S3, DynamoDB och lagren i Azure och Google Cloud är det alltid.",
    ),
    consequence: Consequence::C1,
    effort: effort((500, 1000, 2000), (250, 500, 1000), Text::fixed("store", "lager")),
    after: &["deployment/declares-its-infrastructure-as-code"],
    standards: &[],
    examples: &[
        Example::passes(
            "\
//- infra/main.tf
resource \"aws_db_instance\" \"main\" {
  engine            = \"postgres\"
  storage_encrypted = true
}
",
        ),
        Example::partial(
            "\
//- infra/stack.yaml
Resources:
  Main:
    Type: AWS::RDS::DBInstance
    Properties:
      StorageEncrypted: true
  Cache: ⟵
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      Engine: redis
",
        ),
        Example::fails(
            "\
//- infra/main.tf
resource \"aws_efs_file_system\" \"spool\" { ⟵
  encrypted = false
}
",
        ),
        Example::lookalike(
            Outcome::Fail,
            "\
//- infra/main.tf
resource \"aws_db_instance\" \"main\" { ⟵
  engine = \"postgres\"
  # storage_encrypted = true
  tags = { note = \"storage_encrypted = true\" }
}
",
        ),
        Example::lookalike(
            Outcome::NotApplicable,
            "\
//- README.md
All data is encrypted at rest.
",
        ),
    ],
    judge,
};

/// Kinds that store data in the clear unless asked not to, and the property that asks. Source: the documentation of the Terraform
/// provider for AWS 6, of CloudFormation and of the CDK 2; 2025-11.
const STORES: &[(&[&str], &[&str])] = &[
    (
        &["aws_db_instance", "aws_rds_cluster", "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"],
        &["storage_encrypted"],
    ),
    (
        &["aws_rds.DatabaseInstance", "aws_rds.DatabaseCluster"],
        &["storage_encrypted", "storage_encryption_key"],
    ),
    (
        &[
            "aws_elasticache_replication_group",
            "AWS::ElastiCache::ReplicationGroup",
            "aws_elasticache.CfnReplicationGroup",
        ],
        &["at_rest_encryption_enabled"],
    ),
    (&["aws_efs_file_system", "aws_ebs_volume", "AWS::EFS::FileSystem", "AWS::EC2::Volume"], &["encrypted"]),
    (&["aws_redshift_cluster", "AWS::Redshift::Cluster"], &["encrypted"]),
    (
        &["aws_docdb_cluster", "aws_neptune_cluster", "AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"],
        &["storage_encrypted"],
    ),
];

const SIGNALS: &[&str] = &[
    "storage_encrypted",
    "at_rest_encryption_enabled",
    "encrypted",
    "stores in Terraform, CloudFormation and CDK",
];

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for resource in resources(repo) {
        let Some((_, switches)) = STORES.iter().find(|(kinds, _)| resource.is_any(kinds)) else { continue };
        let (id, place) = (format!("{} {}", resource.kind, resource.name), resource.head());
        if is_encrypted(&resource, switches) {
            let what = Text::made(format!("{id} is encrypted"), format!("{id} är krypterad"));
            tally.supports(place.clone(), Grade::Configured, what);
            tally.holds(&id, resource.name, Some(place));
        } else {
            let what = Text::made(format!("{id} is not encrypted"), format!("{id} är inte krypterad"));
            tally.speaks_against(place.clone(), Grade::Configured, what);
            tally.misses(&id, resource.name, Some(place));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No data store is declared that would not be encrypted by itself.",
            "Inget datalager är beskrivet som inte skulle vara krypterat av sig självt.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} declared data stores are encrypted at rest{}", tail("not so")),
        format!("{n} av {of} beskrivna datalager är krypterade i vila{}", tail("inte så")),
    ))
}

/// A variable or an expression may say yes; only a plain no, or nothing at all, counts against.
fn is_encrypted(resource: &Resource<'_>, switches: &[&str]) -> bool {
    switches.iter().filter_map(|switch| resource.property(&[*switch])).any(|property| !property.is_false())
}
