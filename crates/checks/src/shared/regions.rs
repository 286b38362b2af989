//! Where data is kept and processed: regions that take effect, and where providers of models answer by default.

use super::is_effective;
use super::values::{keyword, last, parts_of, walk};
use beredd_facts::fact::{Argument, Node, Value};
use beredd_facts::{Language, RepoFacts};
use beredd_model::{Lines, Place, RepoPath};

/// A place of the world, as far as data protection is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Area {
    /// In the European Union or the European Economic Area.
    Eu,
    /// In the house: a model that runs on the system's own machines.
    Own,
    /// In a country whose protection the European Commission calls adequate: someone must decide.
    Adequate,
    /// Anywhere else, or anywhere at all.
    Outside,
}

/// A setting that decides where something is kept or processed.
pub(crate) struct Setting {
    /// Where it stands.
    pub(crate) place: Place,
    /// What it says: a region, a host, a profile.
    pub(crate) value: String,
    /// The area that is.
    pub(crate) area: Area,
}

/// Regions in the EU and the EEA. Source: the region lists of AWS, Azure and Google Cloud; 2025-11.
const EU: &[&str] = &[
    "austriaeast",
    "belgiumcentral",
    "eu",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-3",
    "europe-central2",
    "europe-north1",
    "europe-north2",
    "europe-southwest1",
    "europe-west1",
    "europe-west10",
    "europe-west12",
    "europe-west3",
    "europe-west4",
    "europe-west8",
    "europe-west9",
    "eusc-de-east-1",
    "francecentral",
    "francesouth",
    "germanynorth",
    "germanywestcentral",
    "italynorth",
    "northeurope",
    "norwayeast",
    "norwaywest",
    "polandcentral",
    "spaincentral",
    "swedencentral",
    "swedensouth",
    "westeurope",
];

/// Regions in the United Kingdom and Switzerland, which the Commission calls adequate. Source: as above.
const ADEQUATE: &[&str] = &[
    "eu-central-2",
    "eu-west-2",
    "europe-west2",
    "europe-west6",
    "switzerlandnorth",
    "switzerlandwest",
    "uksouth",
    "ukwest",
];

/// The area of a region by its name; nothing for a text that is no region.
pub(crate) fn area_of(region: &str) -> Option<Area> {
    let name = region.trim().to_lowercase().replace(' ', "");
    if EU.binary_search(&name.as_str()).is_ok() {
        return Some(Area::Eu);
    }
    if ADEQUATE.binary_search(&name.as_str()).is_ok() {
        return Some(Area::Adequate);
    }
    is_region(&name).then_some(Area::Outside)
}

/// The shapes of region names: `us-east-1`, `us-central1`, `eastus2`, `global`.
fn is_region(name: &str) -> bool {
    const STARTS: &[&str] = &[
        "af-",
        "ap-",
        "asia-",
        "australia-",
        "ca-",
        "cn-",
        "il-",
        "me-",
        "mx-",
        "northamerica-",
        "sa-",
        "southamerica-",
        "us-",
        "us-gov-",
    ];
    const AZURE: &[&str] = &[
        "asia",
        "australia",
        "brazil",
        "canada",
        "chile",
        "china",
        "india",
        "japan",
        "korea",
        "mexico",
        "qatar",
        "southafrica",
        "uae",
        "us",
    ];
    let has_digit = name.chars().last().is_some_and(|letter| letter.is_ascii_digit());
    let by_start = STARTS.iter().any(|start| name.starts_with(start)) && has_digit && name.len() < 24;
    let bare = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    const SIDES: &[&str] = &[
        "central",
        "east",
        "north",
        "south",
        "west",
        "northcentral",
        "southcentral",
        "westcentral",
        "southeast",
    ];
    let by_azure = AZURE.iter().any(|land| {
        SIDES.iter().any(|side| bare == format!("{land}{side}") || bare == format!("{side}{land}"))
    });
    by_start || by_azure || name == "global"
}

/// Keys and arguments that name a region.
const KEYS: &[&str] = &[
    "aws_default_region",
    "aws_region",
    "aws_region_name",
    "azure_location",
    "bedrock_region",
    "cloud_ml_region",
    "gcp_region",
    "google_cloud_location",
    "google_cloud_region",
    "location",
    "region",
    "region_name",
    "vertex_location",
    "vertexai_location",
];

fn is_region_key(key: &str) -> bool {
    KEYS.binary_search(&key.to_lowercase().as_str()).is_ok()
}

/// Every setting of effective configuration and of production code, with the values that hold when nothing else is set.
pub(crate) fn region_settings(repo: &RepoFacts) -> Vec<Setting> {
    let mut found = Vec::new();
    for (path, file) in repo.files().filter(|(path, file)| is_effective(file.role) && !is_pattern(path)) {
        for document in &file.config {
            configured(path, file.language, document, &mut found);
        }
    }
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            let named =
                call.arguments.iter().filter(|argument| argument.name.as_deref().is_some_and(is_region_key));
            for argument in named {
                written(path, call.lines, &argument.value, &mut found);
            }
        }
        for binding in module.bindings.iter().filter(|binding| is_region_key(last(&binding.name))) {
            written(path, binding.lines, &binding.value, &mut found);
        }
    }
    found.sort_by(|a, b| (&a.place, &a.value).cmp(&(&b.place, &b.value)));
    found.dedup_by(|a, b| a.place == b.place && a.value == b.value);
    found
}

/// A file that is to be copied and filled in sets nothing.
fn is_pattern(path: &RepoPath) -> bool {
    path.file_name().split('.').any(|part| matches!(part, "example" | "sample" | "template" | "dist"))
}

/// A text, or the value that is used when a variable of the environment is not set.
fn written(path: &RepoPath, lines: Lines, value: &Value, found: &mut Vec<Setting>) {
    for part in walk(value) {
        if let Value::Text(text) = part {
            push(RepoFacts::place(path, lines), text, found);
        }
    }
}

fn push(place: Place, text: &str, found: &mut Vec<Setting>) {
    if let Some(area) = area_of(text) {
        found.push(Setting { place: Place { end_line: place.line, ..place }, value: text.to_owned(), area });
    }
}

fn configured(path: &RepoPath, language: Language, document: &Node, found: &mut Vec<Setting>) {
    for (key, node) in document.walk() {
        let Some(key) = key else { continue };
        // A template's default (`${AWS_REGION:-eu-north-1}`) is what holds when nothing is set.
        let value = node
            .text()
            .map(|text| text.split_once(":-").map_or(text, |(_, default)| default.trim_end_matches('}')));
        if let Some(text) = value.filter(|_| is_region_key(&key.text)) {
            push(RepoFacts::place(path, Lines::at(node.line)), text, found);
        }
        // An entry of a list: `name: AWS_REGION`, `value: eu-north-1`.
        let is_named = key.text == "name" && node.text().is_some_and(is_region_key);
        if is_named && language == Language::Yaml {
            let parent = document
                .walk()
                .find(|(_, parent)| parent.get("name") == Some(node) && parent.get("value").is_some());
            if let Some(value) = parent.and_then(|(_, parent)| parent.get("value")) {
                push(RepoFacts::place(path, Lines::at(value.line)), value.text().unwrap_or_default(), found);
            }
        }
    }
    if language == Language::Terraform {
        for (name, variable) in document.get("variable").map_or(&[][..], Node::members) {
            if let Some(default) = variable.get("default").filter(|_| is_region_key(&name.text)) {
                push(
                    RepoFacts::place(path, Lines::at(default.line)),
                    default.text().unwrap_or_default(),
                    found,
                );
            }
        }
    }
}

/// Where a client of a provider is made, and in which area it answers: by the address it is given, or else by the provider's own.
pub(crate) fn provider_settings(repo: &RepoFacts) -> Vec<Setting> {
    let mut found = Vec::new();
    for (path, module) in repo.production_code() {
        for call in &module.calls {
            let place = RepoFacts::place(path, Lines::at(call.lines.start));
            if let Some((value, area)) = client_area(&call.target, &call.arguments) {
                found.push(Setting { place: place.clone(), value, area });
            }
            for argument in call
                .arguments
                .iter()
                .filter(|argument| matches!(argument.name.as_deref(), Some("modelId" | "model_id" | "model")))
            {
                if let Value::Text(model) = &argument.value
                    && let Some(area) = profile_area(model)
                {
                    found.push(Setting { place: place.clone(), value: model.clone(), area });
                }
            }
        }
    }
    found
}

/// Clients whose provider answers outside the EU unless told otherwise: package, class, and the host in words. Source: the
/// providers' public documentation on data residency; 2025-11.
const CLIENTS: &[(&str, &[&str], &str)] = &[
    ("@anthropic-ai/sdk", &["Anthropic"], "api.anthropic.com"),
    ("anthropic", &["Anthropic", "AsyncAnthropic"], "api.anthropic.com"),
    ("groq", &["AsyncGroq", "Groq"], "api.groq.com"),
    ("groq-sdk", &["Groq"], "api.groq.com"),
    ("langchain_anthropic", &["ChatAnthropic"], "api.anthropic.com"),
    ("langchain_openai", &["ChatOpenAI"], "api.openai.com"),
    ("openai", &["AsyncOpenAI", "OpenAI"], "api.openai.com"),
    ("together", &["AsyncTogether", "Together"], "api.together.xyz"),
];

fn client_area(target: &str, arguments: &[Argument]) -> Option<(String, Area)> {
    let (package, class) = target.rsplit_once('.')?;
    if package == "mistralai" && class == "Mistral" {
        return Some(("api.mistral.ai".to_owned(), Area::Eu));
    }
    if package == "ollama" && matches!(class, "Client" | "AsyncClient") {
        return Some(("ollama".to_owned(), Area::Own));
    }
    let (_, _, host) =
        CLIENTS.iter().find(|(known, classes, _)| *known == package && classes.contains(&class))?;
    let address = ["base_url", "baseURL", "openai_api_base"].iter().find_map(|name| keyword(arguments, name));
    let Some(address) = address else { return Some(((*host).to_owned(), Area::Outside)) };
    let written = parts_of(address).into_iter().find_map(|part| match part {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    })?;
    host_area(&written).map(|area| (written, area))
}

/// The area of an address; nothing where it cannot be told.
fn host_area(address: &str) -> Option<Area> {
    let host = address.split("//").last()?.split(['/', ':']).next()?;
    if host.starts_with("eu.api.openai.com") || host == "api.mistral.ai" {
        return Some(Area::Eu);
    }
    let is_own = !host.contains('.')
        || host.ends_with(".internal")
        || host.ends_with(".local")
        || host.starts_with("127.")
        || host.starts_with("10.");
    if is_own {
        return Some(Area::Own);
    }
    let known = CLIENTS.iter().any(|(_, _, known)| *known == host) || host == "openrouter.ai";
    let by_region = host.split('.').find_map(area_of);
    by_region.or_else(|| known.then_some(Area::Outside))
}

/// Bedrock's inference profiles say by their first word where a prompt may go.
fn profile_area(model: &str) -> Option<Area> {
    let (first, rest) = model.split_once('.')?;
    let is_bedrock = ["ai21", "amazon", "anthropic", "cohere", "deepseek", "meta", "mistral"]
        .iter()
        .any(|maker| rest.starts_with(maker));
    match first {
        "eu" if is_bedrock => Some(Area::Eu),
        "us" | "apac" | "global" | "us-gov" if is_bedrock => Some(Area::Outside),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(EU.is_sorted() && ADEQUATE.is_sorted() && KEYS.is_sorted());
    }

    #[test]
    fn regions_have_areas() {
        for (name, expected) in [
            ("eu-north-1", Some(Area::Eu)),
            ("Sweden Central", Some(Area::Eu)),
            ("eu-west-2", Some(Area::Adequate)),
            ("us-east-1", Some(Area::Outside)),
            ("eastus2", Some(Area::Outside)),
            ("us-central1", Some(Area::Outside)),
            ("global", Some(Area::Outside)),
            ("the second floor", None),
            ("queue-1", None),
        ] {
            assert_eq!(area_of(name), expected, "{name}");
        }
        assert_eq!(profile_area("us.anthropic.claude-sonnet-4"), Some(Area::Outside));
        assert_eq!(host_area("https://eu.api.openai.com/v1"), Some(Area::Eu));
        assert_eq!(host_area("http://localhost:4000"), Some(Area::Own));
    }
}
