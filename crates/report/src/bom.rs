//! The AI parts of a system as a CycloneDX 1.6 bill of materials: models, the providers that run them, the services and agents
//! of the system itself.
//!
//! The format's own crates write the shapes of three versions, 30,000 lines of them, for the ten that are needed here; the
//! types below are those ten, and a test holds their output against the published schema. The document has no time and no
//! random number: the same audit gives the same bytes, and its serial number is made from the archive's hash.

use crate::escape::visible;
use beredd_model::{AgentRow, Audit, LlmSite, Place, ServiceRow};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Places of one part before the rest is left out.
const PLACES: usize = 50;
/// Letters of one name.
const LETTERS: usize = 300;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bom {
    bom_format: &'static str,
    spec_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial_number: Option<String>,
    version: u8,
    metadata: Metadata,
    components: Vec<Component>,
    services: Vec<Service>,
    dependencies: Vec<Dependency>,
}

#[derive(Serialize)]
struct Metadata {
    tools: Tools,
    component: Component,
}

#[derive(Serialize)]
struct Tools {
    components: Vec<Component>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref")]
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<Hash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Evidence>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    properties: Vec<Property>,
}

#[derive(Serialize)]
struct Hash {
    alg: &'static str,
    content: String,
}

#[derive(Serialize)]
struct Evidence {
    occurrences: Vec<Occurrence>,
}

#[derive(Serialize)]
struct Occurrence {
    location: String,
    line: u32,
}

#[derive(Serialize)]
struct Service {
    #[serde(rename = "bom-ref")]
    reference: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<Named>,
    name: String,
    #[serde(rename = "x-trust-boundary", skip_serializing_if = "Option::is_none")]
    crosses_trust_boundary: Option<bool>,
    properties: Vec<Property>,
}

#[derive(Serialize)]
struct Named {
    name: String,
}

#[derive(Serialize)]
struct Property {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency {
    #[serde(rename = "ref")]
    reference: String,
    depends_on: Vec<String>,
}

/// The bill of materials as JSON.
#[must_use]
pub fn ai_bom(audit: &Audit) -> String {
    let mut names = References::default();
    let root = names.unique("system", &audit.archive.name);
    let mut components = models(audit, &mut names);
    components.extend(audit.agents.iter().map(|agent| agent_component(agent, &mut names)));
    components.extend(audit.llm.central_services.iter().map(|service| Component {
        kind: "application",
        reference: names.unique("model-service", &service.name),
        name: short(&service.name),
        evidence: Some(evidence([&service.place])),
        properties: vec![kind("model-service")],
        ..Component::default()
    }));
    let mut services: Vec<Service> = providers(audit).map(|name| provider(name, &mut names)).collect();
    services.extend(audit.services.iter().map(|service| own_service(service, &mut names)));
    let parts = components.iter().map(|one| &one.reference).chain(services.iter().map(|one| &one.reference));
    let dependencies = vec![Dependency { reference: root.clone(), depends_on: parts.cloned().collect() }];
    let bom = Bom {
        bom_format: "CycloneDX",
        spec_version: "1.6",
        serial_number: serial_number(&audit.archive.sha256),
        version: 1,
        metadata: metadata(audit, root),
        components,
        services,
        dependencies,
    };
    // Serialising fails only for keys that are not text, and there are none.
    let mut document = serde_json::to_string_pretty(&bom).unwrap_or_default();
    document.push('\n');
    document
}

fn metadata(audit: &Audit, root: String) -> Metadata {
    let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hashes = Some(&audit.archive.sha256).filter(|hash| is_hash(hash));
    let tool = Component {
        kind: "application",
        reference: "beredd".to_owned(),
        name: "Beredd".to_owned(),
        version: Some(short(&audit.program.version)),
        ..Component::default()
    };
    let component = Component {
        kind: "application",
        reference: root,
        name: short(&audit.archive.name),
        hashes: hashes.map(|hash| Hash { alg: "SHA-256", content: hash.clone() }).into_iter().collect(),
        properties: vec![
            Property {
                name: "beredd:proven_permille",
                value: audit.score.points.proven_permille.to_string(),
            },
            Property { name: "beredd:is_gate_open", value: audit.gate.is_open.to_string() },
        ],
        ..Component::default()
    };
    Metadata { tools: Tools { components: vec![tool] }, component }
}

/// The models that calls name, each with the places that do.
fn models(audit: &Audit, names: &mut References) -> Vec<Component> {
    let mut sites: BTreeMap<&str, Vec<&LlmSite>> = BTreeMap::new();
    for site in &audit.llm.call_sites {
        if let Some(model) = &site.model {
            sites.entry(model).or_default().push(site);
        }
    }
    let component = |(model, sites): (&str, Vec<&LlmSite>)| {
        let vendors: BTreeSet<&str> =
            sites.iter().map(|site| site.provider.as_str()).filter(|name| *name != "first-party").collect();
        Component {
            kind: "machine-learning-model",
            reference: names.unique("model", model),
            name: short(model),
            publisher: vendors.first().filter(|_| vendors.len() == 1).map(|name| short(name)),
            evidence: Some(evidence(sites.iter().map(|site| &site.place))),
            ..Component::default()
        }
    };
    sites.into_iter().map(component).collect()
}

fn agent_component(agent: &AgentRow, names: &mut References) -> Component {
    Component {
        kind: "application",
        reference: names.unique("agent", &agent.id),
        group: Some(short(&agent.team)).filter(|team| !team.is_empty()),
        name: short(&agent.name),
        evidence: Some(evidence([&agent.place])),
        properties: vec![
            kind("agent"),
            Property { name: "beredd:framework", value: short(&agent.framework) },
        ],
        ..Component::default()
    }
}

/// Vendors of models: those that were found, and those that calls go to.
fn providers(audit: &Audit) -> impl Iterator<Item = &str> {
    let called = audit.llm.call_sites.iter().map(|site| site.provider.as_str());
    let all: BTreeSet<&str> = called.chain(audit.llm.providers.iter().map(String::as_str)).collect();
    all.into_iter().filter(|name| *name != "first-party")
}

/// A provider is a service outside the house: what is sent to it crosses a boundary of trust.
fn provider(name: &str, names: &mut References) -> Service {
    Service {
        reference: names.unique("provider", name),
        provider: Some(Named { name: short(name) }),
        name: short(name),
        crosses_trust_boundary: Some(true),
        properties: vec![kind("model-provider")],
    }
}

/// A service of the system. One that carries MCP in its name is taken for a server of tools.
fn own_service(service: &ServiceRow, names: &mut References) -> Service {
    let is_mcp =
        service.name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part.eq_ignore_ascii_case("mcp"));
    Service {
        reference: names.unique("service", &service.name),
        provider: None,
        name: short(&service.name),
        crosses_trust_boundary: None,
        properties: vec![
            kind(if is_mcp { "mcp-server" } else { "service" }),
            Property { name: "beredd:declared_by", value: short(&service.kind) },
            Property {
                name: "beredd:place",
                value: format!("{}:{}", short(service.place.path.as_str()), service.place.line),
            },
        ],
    }
}

fn evidence<'a>(places: impl IntoIterator<Item = &'a Place>) -> Evidence {
    let occurrence = |place: &Place| Occurrence { location: short(place.path.as_str()), line: place.line };
    Evidence { occurrences: places.into_iter().take(PLACES).map(occurrence).collect() }
}

fn kind(value: &'static str) -> Property {
    Property { name: "beredd:kind", value: value.to_owned() }
}

/// A UUID of the form for made-up numbers (RFC 9562, version 8) from the first half of the archive's hash.
fn serial_number(sha256: &str) -> Option<String> {
    let part = |from: usize, to: usize| {
        sha256.get(from..to).filter(|part| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
    };
    let (a, b, c, d, e) = (part(0, 8)?, part(8, 12)?, part(13, 16)?, part(17, 20)?, part(20, 32)?);
    Some(format!("urn:uuid:{a}-{b}-8{c}-8{d}-{e}"))
}

/// References that no two parts share, whatever the parts are called.
#[derive(Default)]
struct References {
    taken: BTreeMap<String, u32>,
}

impl References {
    fn unique(&mut self, kind: &str, name: &str) -> String {
        let wanted = format!("{kind}:{}", short(name).replace('#', "%23"));
        let count = self.taken.entry(wanted.clone()).or_default();
        *count = count.saturating_add(1);
        if *count == 1 { wanted } else { format!("{wanted}#{count}") }
    }
}

fn short(text: &str) -> String {
    visible(text).chars().take(LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;
    use serde_json::Value;

    fn names(bom: &Value, list: &str, of_kind: &str) -> Vec<String> {
        let parts = bom[list].as_array().unwrap().iter();
        parts
            .filter(|part| {
                part["type"] == of_kind
                    || part["properties"]
                        .as_array()
                        .is_some_and(|all| all.iter().any(|one| one["value"] == of_kind))
            })
            .map(|part| part["name"].as_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn models_providers_services_and_agents_are_listed() {
        let mut audit = sample();
        audit.services[0].name = "svea_mcp_server".into();
        let bom: Value = serde_json::from_str(&ai_bom(&audit)).unwrap();
        assert_eq!(names(&bom, "components", "machine-learning-model"), ["gpt-4o"]);
        assert_eq!(bom["components"][0]["publisher"], "openai");
        assert_eq!(bom["components"][0]["evidence"]["occurrences"][0]["location"], "svea/llm.py");
        assert_eq!(names(&bom, "components", "agent"), ["VatAgent"]);
        assert_eq!(names(&bom, "components", "model-service"), ["LlmService"]);
        assert_eq!(names(&bom, "services", "model-provider"), ["openai"]);
        assert_eq!(names(&bom, "services", "mcp-server"), ["svea_mcp_server"]);
        assert_eq!(bom["serialNumber"], "urn:uuid:9f2c9f2c-9f2c-8f2c-8f2c-9f2c9f2c9f2c");
    }

    #[test]
    fn parts_of_one_name_have_references_of_their_own() {
        let mut audit = sample();
        audit.services = vec![audit.services[0].clone(); 3];
        audit.archive.sha256 = "not a hash".into();
        let bom: Value = serde_json::from_str(&ai_bom(&audit)).unwrap();
        let references: BTreeSet<String> = ["components", "services"]
            .iter()
            .flat_map(|list| bom[*list].as_array().unwrap())
            .map(|part| part["bom-ref"].to_string())
            .collect();
        let parts = bom["dependencies"][0]["dependsOn"].as_array().unwrap().len();
        assert_eq!(references.len(), parts);
        assert!(bom.get("serialNumber").is_none() && bom["metadata"]["component"].get("hashes").is_none());
    }

    #[test]
    fn names_are_one_line_of_bounded_length() {
        let mut audit = sample();
        audit.agents[0].name = "\u{1b}[31m\u{202e}\nx".repeat(5_000);
        let document = ai_bom(&audit);
        assert!(document.len() < 20_000 && !document.contains("\\u001b") && !document.contains('\u{202e}'));
    }
}
