//! Managers of secrets, and where production code and effective configuration use them.

use super::infrastructure::{Resource, mentions, resources};
use super::is_effective;
use super::kubernetes::{objects, place_of};
use super::values::keyword;
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Value};
use beredd_facts::identifier::has_word;
use beredd_model::{Grade, Lines, Place, RepoPath};

/// A place that takes secrets from a manager, or declares one.
pub(crate) struct StoreUse {
    /// Where.
    pub(crate) place: Place,
    /// Wired for code, configured for the rest.
    pub(crate) grade: Grade,
    /// The manager.
    pub(crate) manager: &'static str,
}

/// Where a package begins, how the call ends, and the manager. Source: the public documentation of boto3, aws-lambda-powertools,
/// azure-keyvault-secrets, google-cloud-secret-manager and hvac; 2025-11.
const CALLS: &[(&str, &str, &str)] = &[
    ("@aws-lambda-powertools/parameters/secrets", "getSecret", "AWS Secrets Manager"),
    ("@aws-sdk/client-secrets-manager", "GetSecretValueCommand", "AWS Secrets Manager"),
    ("@aws-sdk/client-secrets-manager", "getSecretValue", "AWS Secrets Manager"),
    ("@azure/keyvault-secrets", "getSecret", "Azure Key Vault"),
    ("@google-cloud/secret-manager", "accessSecretVersion", "Google Secret Manager"),
    ("aioboto3", "get_secret_value", "AWS Secrets Manager"),
    ("aiobotocore", "get_secret_value", "AWS Secrets Manager"),
    ("aws_lambda_powertools.utilities.parameters", "get_secret", "AWS Secrets Manager"),
    ("aws_secretsmanager_caching", "get_secret_string", "AWS Secrets Manager"),
    ("azure.keyvault.secrets", "get_secret", "Azure Key Vault"),
    ("boto3", "get_secret_value", "AWS Secrets Manager"),
    ("botocore", "get_secret_value", "AWS Secrets Manager"),
    ("cloud.google.com/go/secretmanager/apiv1", "AccessSecretVersion", "Google Secret Manager"),
    ("github.com/aws/aws-sdk-go-v2/service/secretsmanager", "GetSecretValue", "AWS Secrets Manager"),
    ("google.cloud.secretmanager", "access_secret_version", "Google Secret Manager"),
    ("google.cloud.secretmanager_v1", "access_secret_version", "Google Secret Manager"),
    ("hvac", "read_secret", "HashiCorp Vault"),
    ("hvac", "read_secret_version", "HashiCorp Vault"),
    ("node-vault", "read", "HashiCorp Vault"),
    ("software.amazon.awssdk.services.secretsmanager", "getSecretValue", "AWS Secrets Manager"),
];

/// Types of resources that are secrets in a manager, in Terraform, CloudFormation and CDK.
pub(crate) const RESOURCES: &[(&str, &str)] = &[
    ("AWS::SecretsManager::Secret", "AWS Secrets Manager"),
    ("aws_secretsmanager.Secret", "AWS Secrets Manager"),
    ("aws_secretsmanager_secret", "AWS Secrets Manager"),
    ("azurerm_key_vault", "Azure Key Vault"),
    ("azurerm_key_vault_secret", "Azure Key Vault"),
    ("google_secret_manager_secret", "Google Secret Manager"),
    ("vault_kv_secret_v2", "HashiCorp Vault"),
];

/// Objects of Kubernetes that fill secrets from a manager, or hold them encrypted.
const OBJECTS: &[(&str, &str)] = &[
    ("ClusterExternalSecret", "External Secrets"),
    ("ExternalSecret", "External Secrets"),
    ("SealedSecret", "Sealed Secrets"),
    ("SecretProviderClass", "Secrets Store CSI Driver"),
    ("SopsSecret", "SOPS"),
    ("VaultStaticSecret", "HashiCorp Vault"),
];

/// Texts of configuration that a platform replaces by a secret of a manager.
const REFERENCES: &[(&str, &str)] = &[
    ("{{resolve:secretsmanager:", "AWS Secrets Manager"),
    ("@Microsoft.KeyVault(", "Azure Key Vault"),
    ("arn:aws:secretsmanager:", "AWS Secrets Manager"),
    ("aws-secretsmanager:", "AWS Secrets Manager"),
];

/// Every use, by place.
pub(crate) fn store_uses(repo: &RepoFacts) -> Vec<StoreUse> {
    let mut found: Vec<StoreUse> = Vec::new();
    for (path, module) in repo.production_code() {
        let grade = if repo.is_live(path) { Grade::Wired } else { Grade::Used };
        let calls = module.calls.iter().filter_map(|call| Some((call, manager_of(call)?)));
        found.extend(calls.map(|(call, manager)| StoreUse {
            place: RepoFacts::place(path, call.lines),
            grade,
            manager,
        }));
    }
    found.extend(resources(repo).iter().filter_map(|resource| {
        let manager = store_of(resource)?;
        Some(StoreUse { place: resource.head(), grade: Grade::Configured, manager })
    }));
    found.extend(objects(repo).filter_map(|(path, kind, object)| {
        let (_, manager) = OBJECTS.iter().find(|(known, _)| *known == kind)?;
        Some(StoreUse { place: place_of(path, object), grade: Grade::Configured, manager })
    }));
    let is_shown =
        |path: &RepoPath| has_word(path.file_name(), &["example", "examples", "sample", "samples"]);
    for (path, file) in repo.files().filter(|(path, file)| is_effective(file.role) && !is_shown(path)) {
        for document in &file.config {
            let named = REFERENCES.iter().find(|(text, _)| mentions(document, text));
            found.extend(named.map(|(text, manager)| {
                let line =
                    document.walk().find(|(_, node)| node.text().is_some_and(|own| own.contains(text)));
                let place =
                    RepoFacts::place(path, Lines::at(line.map_or(document.line, |(_, node)| node.line)));
                StoreUse { place, grade: Grade::Configured, manager }
            }));
        }
    }
    found.sort_by(|a, b| a.place.cmp(&b.place));
    found.dedup_by(|a, b| a.place == b.place);
    found
}

/// The manager that a resource is a secret of.
pub(crate) fn store_of(resource: &Resource<'_>) -> Option<&'static str> {
    RESOURCES.iter().find(|(kind, _)| resource.is_any(&[*kind])).map(|(_, manager)| *manager)
}

fn manager_of(call: &Call) -> Option<&'static str> {
    let last = super::values::last(&call.target);
    let known = CALLS.iter().find(|(package, method, _)| *method == last && is_of(&call.target, package));
    // A client that is handed over has no package in sight; the argument is that of this one service.
    let by_argument = last == "get_secret_value" && keyword(&call.arguments, "SecretId").is_some();
    let is_decrypted = keyword(&call.arguments, "WithDecryption") == Some(&Value::Bool(true));
    if let Some((_, _, manager)) = known {
        Some(manager)
    } else if by_argument {
        Some("AWS Secrets Manager")
    } else if is_decrypted
        && matches!(
            last,
            "GetParameterCommand" | "get_parameter" | "get_parameters" | "get_parameters_by_path"
        )
    {
        Some("AWS Parameter Store")
    } else {
        None
    }
}

fn is_of(target: &str, package: &str) -> bool {
    target.strip_prefix(package).is_some_and(|rest| rest.starts_with(['.', '(']))
}
