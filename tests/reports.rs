//! Every form a report takes, of whole repositories: held against the formats' own schemas, and against names that try to
//! break out of them.
//!
//! `BEREDD_BLESS=1 cargo test -p beredd-tests --test reports` writes `docs/schema/audit.schema.json` anew.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

use beredd_audit::PolicyChoice;
use beredd_model::{Audit, Lang, RepoPath, Text};
use beredd_report::{Theme, charts};
use beredd_testkit::{fixture, zip_of};
use beredd_tests::repository;
use jsonschema::{Registry, Validator};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// Markup, links, tables, entities, escapes of terminals, marks that turn the reading direction, formulas; and a long name.
fn hostile_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "[click](javascript:alert(1))",
        "![x](https://evil.example/a.png)",
        "javascript:alert(1)",
        "https://evil.example",
        "a | b || `c` ``` d",
        "\u{202e}gpj.exe\u{200b}\u{2066}",
        "\u{1b}[31m\u{1b}]0;owned\u{7}",
        "=HYPERLINK(\"https://evil.example\")",
        "@everyone #1 !2",
        "]]>--></style></svg>&lt;&#60;",
        "{{7*7}} ${7*7} %s %n",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("n".repeat(10_000));
    names
}

fn audit_of(name: &str) -> Audit {
    let bytes = zip_of(&repository::load(name).unwrap(), Some(name)).unwrap();
    beredd_audit::audit(&format!("{name}.zip"), &bytes, &PolicyChoice::Auto).unwrap()
}

/// A repository whose paths, classes, images and documents are those names.
fn hostile_archive() -> Audit {
    let mut repo = fixture::Fixture::default();
    for (number, name) in hostile_names().iter().enumerate() {
        let path = RepoPath::parse(&format!("agents/{number}{name}/agent.py")).unwrap();
        repo.files.insert(
            path,
            format!("from openai import OpenAI\n\nclass A{number}Agent:\n    def run(self, q):\n        return OpenAI().chat.completions.create(model={name:?}, messages=[q])\n"),
        );
        repo.files
            .insert(RepoPath::parse(&format!("x{number}/Dockerfile")).unwrap(), format!("FROM {name}\n"));
        repo.files
            .insert(RepoPath::parse(&format!("docs/{number}.md")).unwrap(), format!("# {name}\n\n{name}\n"));
    }
    repo.files.insert(RepoPath::parse("broken.py").unwrap(), "def <script>(:\n".to_owned());
    let bytes = zip_of(&repo, None).unwrap();
    beredd_audit::audit("<script>.zip", &bytes, &PolicyChoice::Auto).unwrap()
}

/// An audit as someone else may have written it: every text in it is `words`.
fn saying(audit: &Audit, words: &str) -> Audit {
    let mut audit = audit.clone();
    words.clone_into(&mut audit.archive.name);
    for check in &mut audit.checks {
        for text in [
            &mut check.claim,
            &mut check.summary,
            &mut check.gap_title,
            &mut check.why,
            &mut check.fix,
            &mut check.limits,
        ] {
            *text = Text::same(words);
        }
    }
    for gap in &mut audit.gaps {
        for text in [&mut gap.title, &mut gap.impact, &mut gap.recommendation, &mut gap.severity_reason] {
            *text = Text::same(words);
        }
        gap.names = vec![words.to_owned()];
    }
    for agent in &mut audit.agents {
        words.clone_into(&mut agent.name);
        words.clone_into(&mut agent.team);
    }
    for service in &mut audit.services {
        words.clone_into(&mut service.name);
    }
    audit.llm.providers = vec![words.to_owned()];
    audit.profile.name = words.to_owned();
    audit
}

/// A dozen audits: the repositories kept here, the hostile archive, and one of them full of each hostile name.
fn audits() -> Vec<Audit> {
    let mut audits: Vec<Audit> = repository::names().unwrap().iter().map(|name| audit_of(name)).collect();
    let weak = audit_of("weak_bot");
    audits.extend(hostile_names().iter().map(|name| saying(&weak, name)));
    audits.push(hostile_archive());
    audits
}

fn schema(name: &str) -> Value {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name);
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// What is wrong with a document, or nothing.
fn faults(validator: &Validator, document: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(document).unwrap();
    validator
        .iter_errors(&document)
        .take(5)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_schema_of_the_audit_is_that_of_the_types_and_every_audit_follows_it() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/schema/audit.schema.json");
    let now = beredd_report::schema();
    if std::env::var_os("BEREDD_BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &now).unwrap();
    }
    let before = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        now == before,
        "docs/schema/audit.schema.json is stale: BEREDD_BLESS=1 cargo test -p beredd-tests --test reports"
    );
    let validator = jsonschema::validator_for(&serde_json::from_str(&now).unwrap()).unwrap();
    for audit in audits() {
        assert_eq!(
            faults(&validator, &beredd_report::json(&audit)),
            Vec::<String>::new(),
            "{}",
            audit.archive.name
        );
    }
    let mut wrong: Value = serde_json::from_str(&beredd_report::json(&audit_of("weak_bot"))).unwrap();
    wrong["score"]["band"] = "splendid".into();
    assert_eq!(faults(&validator, &wrong.to_string()).len(), 1);
    wrong.as_object_mut().unwrap().remove("gaps");
    assert_eq!(faults(&validator, &wrong.to_string()).len(), 2);
}

#[test]
fn sarif_follows_the_standards_own_schema() {
    let mut standard = schema("sarif-2.1.0.json");
    // The published pattern has a bracket too many, which only some dialects of regular expressions take for a letter.
    for of in ["run", "toolComponent"] {
        standard["definitions"][of]["properties"]["language"]["pattern"] =
            "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    let validator = jsonschema::validator_for(&standard).unwrap();
    for audit in audits() {
        for lang in Lang::ALL {
            let document = beredd_report::sarif(&audit, lang);
            assert_eq!(faults(&validator, &document), Vec::<String>::new(), "{}", audit.archive.name);
            let log: Value = serde_json::from_str(&document).unwrap();
            let run = &log["runs"][0];
            let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
            assert!(rules.iter().all(|rule| rule["properties"]["tags"].as_array().unwrap().len() <= 20));
            for result in run["results"].as_array().unwrap() {
                let uri =
                    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
                assert!(!uri.contains(':') && !uri.starts_with('/') && uri.is_ascii(), "{uri}");
            }
        }
    }
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0" })));
}

#[test]
fn the_bill_of_ai_parts_follows_the_standards_own_schema() {
    let base = "http://cyclonedx.org/schema";
    let registry = Registry::new()
        .add(format!("{base}/spdx.SNAPSHOT.schema.json"), schema("spdx.json"))
        .unwrap()
        .add(format!("{base}/jsf-0.82.SNAPSHOT.schema.json"), schema("jsf-0.82.json"))
        .unwrap()
        .prepare()
        .unwrap();
    let validator =
        jsonschema::options().with_registry(&registry).build(&schema("cyclonedx-1.6.json")).unwrap();
    for audit in audits() {
        let document = beredd_report::ai_bom(&audit);
        assert_eq!(faults(&validator, &document), Vec::<String>::new(), "{}", audit.archive.name);
    }
    assert!(!validator.is_valid(&serde_json::json!({ "bomFormat": "CycloneDX", "specVersion": 16 })));
}

#[test]
fn no_name_becomes_markup_in_what_a_browser_opens() {
    for audit in audits() {
        for lang in Lang::ALL {
            let html = beredd_report::html(&audit, lang);
            let body = html.split_once("<body>").unwrap().1.split_once("</body>").unwrap().0;
            let mut drawings = vec![beredd_report::badge(&audit, lang), format!("<body>{body}</body>")];
            drawings.extend(
                [
                    charts::radar(&audit, None, lang),
                    charts::timeline(&audit, lang),
                    charts::progress(&audit, lang),
                ]
                .map(|drawing| drawing.svg(Theme::Light)),
            );
            for document in &drawings {
                let xml = roxmltree::Document::parse(document.trim()).unwrap();
                for node in xml.descendants().filter(|node| node.is_element()) {
                    let name = node.tag_name().name();
                    assert!(
                        !matches!(name, "script" | "img" | "a" | "iframe" | "link" | "use" | "image"),
                        "{name}"
                    );
                    for attribute in node.attributes() {
                        let (key, value) = (attribute.name(), attribute.value());
                        assert!(!key.starts_with("on") && key != "href" && key != "src", "{name} {key}");
                        assert!(!value.contains("url(") || value.starts_with("url(#"), "{value}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_name_steers_a_terminal_a_spreadsheet_or_a_reader() {
    let is_force = |c: char| {
        c != '\n'
            && c != '\r'
            && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    };
    for audit in audits() {
        for lang in Lang::ALL {
            let documents = [
                beredd_report::text(&audit, lang, 80),
                beredd_report::markdown(&audit, lang),
                beredd_report::html(&audit, lang),
                beredd_report::junit(&audit, lang),
                beredd_report::sarif(&audit, lang),
                beredd_report::gaps_csv(&audit, lang),
                beredd_report::checks_csv(&audit, lang),
                beredd_report::ai_bom(&audit),
            ];
            for document in &documents {
                let found = document.chars().find(|c| is_force(*c));
                assert!(found.is_none(), "{found:?} in {}", document.chars().take(80).collect::<String>());
            }
            assert!(roxmltree::Document::parse(&documents[3]).is_ok());
            let widest = documents[0].lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= 80, "{widest}");
        }
    }
}
