//! What a log must hold to be taken in, and what no archive may put into one.

use super::*;
use crate::sample::sample;
use beredd_model::{AcceptedRisk, Date, Text};

fn log(audit: &Audit) -> Value {
    serde_json::from_str(&sarif(audit, Lang::En)).unwrap()
}

fn results_of(log: &Value) -> Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn every_gap_has_a_rule_a_place_and_a_fingerprint() {
    let audit = sample();
    let log = log(&audit);
    let rules: Vec<&str> = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    let results = results_of(&log);
    assert_eq!((rules.len(), results.len()), (audit.checks.len(), audit.gaps.len()));
    for result in &results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "svea/llm.py");
        assert_eq!(place["region"]["startLine"], 41);
        assert!(
            result["partialFingerprints"]["bereddGapSite/v1"].as_str().unwrap().contains("svea/llm.py:0")
        );
        assert_eq!(result["suppressions"], json!([]));
    }
    assert_eq!(results[0]["level"], "error");
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][5]["properties"]["security-severity"], "9.5");
}

#[test]
fn a_moved_line_keeps_its_fingerprint_and_two_in_a_file_differ() {
    let mut audit = sample();
    let place = audit.gaps[0].sites[0].clone();
    audit.gaps[0].sites = vec![place.clone(), place];
    let prints = |audit: &Audit| -> Vec<Value> {
        results_of(&log(audit)).iter().map(|result| result["partialFingerprints"].clone()).collect()
    };
    let before = prints(&audit);
    assert_ne!(before[0], before[1]);
    for site in &mut audit.gaps[0].sites {
        site.line += 7;
        site.end_line += 7;
    }
    assert_eq!(prints(&audit), before);
}

#[test]
fn an_absence_is_shown_at_the_first_file_and_says_so() {
    let mut audit = sample();
    audit.gaps[0].sites.clear();
    let result = &results_of(&log(&audit))[0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "svea/llm.py");
    assert!(result["message"]["text"].as_str().unwrap().contains(words(Lang::En).say.nothing_found));
    audit.files.clear();
    assert_eq!(results_of(&log(&audit))[0]["locations"], json!([]));
}

#[test]
fn an_accepted_risk_is_a_suppression() {
    let mut audit = sample();
    audit.gaps[0].standing = Standing::Accepted;
    audit.gaps[0].accepted = vec![AcceptedRisk {
        check: audit.gaps[0].check.clone(),
        place: None,
        subject: None,
        reason: "Replaced in May".into(),
        owner: "Anna".into(),
        expires: Date::new(2027, 5, 1).unwrap(),
    }];
    let results = results_of(&log(&audit));
    let accepted: Vec<&Value> = results.iter().filter(|one| one["suppressions"] != json!([])).collect();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0]["suppressions"][0]["justification"], "Replaced in May (Anna, 2027-05-01)");
}

#[test]
fn a_huge_audit_stays_within_the_limits_and_every_gap_is_there() {
    let mut audit = sample();
    for gap in &mut audit.gaps {
        gap.sites = vec![gap.sites[0].clone(); 4_000];
        gap.impact = Text::same(&"word ".repeat(2_000));
    }
    let document = sarif(&audit, Lang::En);
    let log: Value = serde_json::from_str(&document).unwrap();
    let results = results_of(&log);
    assert_eq!(results.len(), RESULTS);
    for gap in &audit.gaps {
        assert!(results.iter().any(|result| result["ruleId"] == gap.check.as_ref()), "{}", gap.check);
    }
    let longest = results.iter().map(|one| one["message"]["text"].as_str().unwrap().chars().count()).max();
    assert!(longest.unwrap() <= LETTERS + 10, "{longest:?}");
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("15000 more"), "{told}");
}

#[test]
fn names_from_an_archive_are_neither_links_nor_addresses() {
    let mut audit = sample();
    audit.gaps[0].title = Text::same("[click](https://evil.example) \u{202e}<script>");
    audit.archive.problems[0].path = "javascript:alert(1)//..\\x?y#z".into();
    let log = log(&audit);
    let text = results_of(&log)[0]["message"]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("\\[click\\](https") && !text.contains('\u{202e}'), "{text}");
    assert_eq!(relative_uri("javascript:alert(1)"), "javascript%3Aalert%281%29");
    assert_eq!(relative_uri("//evil.example/å b"), "%2F/evil.example/%C3%A5%20b");
}
