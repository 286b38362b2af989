//! Golden audits: what Beredd says of whole repositories, in a form that is reviewed like prose.
//!
//! `BEREDD_BLESS=1 cargo test -p beredd-tests --test goldens` writes them anew; the diff is then for a person to read.

#![expect(clippy::unwrap_used, reason = "a failed test is the place for a panic")]

use beredd_audit::PolicyChoice;
use beredd_model::{Audit, Lang};
use beredd_testkit::zip_of;
use beredd_tests::repository;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn audit(name: &str) -> Audit {
    let fixture = repository::load(name).unwrap();
    let bytes = zip_of(&fixture, Some(name)).unwrap();
    beredd_audit::audit(&format!("{name}.zip"), &bytes, &PolicyChoice::Auto).unwrap()
}

/// The parts of an audit that a person can hold against the repository.
fn rendition(audit: &Audit) -> String {
    let mut page = String::new();
    let score = audit.score;
    let _ = writeln!(
        page,
        "proven {} possible {} coverage {} {:?}, gate {}",
        score.points.proven_permille,
        score.points.possible_permille,
        score.points.coverage_permille,
        score.band,
        if audit.gate.is_open { "open" } else { "closed" }
    );
    for category in &audit.categories {
        let _ = writeln!(page, "  {:<14}{:>5}", category.id.id(), category.points.proven_permille);
    }
    for agent in &audit.agents {
        let _ = writeln!(
            page,
            "agent {} ({}) {}:{}",
            agent.id, agent.framework, agent.place.path, agent.place.line
        );
    }
    for service in &audit.services {
        let _ = writeln!(
            page,
            "service {} ({}) {}:{}",
            service.name, service.kind, service.place.path, service.place.line
        );
    }
    for route in &audit.routes {
        let guard = if route.is_authenticated { "guarded" } else { "open" };
        let _ = writeln!(page, "route {} {} {guard}", route.method, route.path_pattern);
    }
    let _ = writeln!(page, "tests {:?}", audit.tests);
    for problem in &audit.archive.problems {
        let _ = writeln!(page, "problem {}: {}", problem.path, problem.message.get(Lang::En));
    }
    for row in &audit.accepted {
        let _ = writeln!(page, "accepted {} {:?}: {}", row.risk.check, row.state, row.note.get(Lang::En));
    }
    for row in &audit.attested {
        let _ = writeln!(page, "attested {:?}: {}", row.state, row.note.get(Lang::En));
    }
    for check in &audit.checks {
        let _ = writeln!(
            page,
            "\n{} {} {:?} {}/{} — {}",
            check.criterion,
            check.id,
            check.outcome,
            check.n,
            check.of,
            check.summary.get(Lang::En)
        );
        for evidence in &check.evidence {
            let sign = if evidence.supports { '+' } else { '-' };
            let place = &evidence.place;
            let _ = writeln!(
                page,
                "  {sign} {}:{} {:?} {}",
                place.path,
                place.line,
                evidence.grade,
                evidence.what.get(Lang::En)
            );
        }
    }
    page
}

#[test]
fn audits_say_what_they_said_when_someone_last_read_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut faults = Vec::new();
    for name in repository::names().unwrap() {
        faults.extend(compare(&folder.join(format!("{name}.txt")), &rendition(&audit(&name))));
    }
    assert!(faults.is_empty(), "read the differences, then bless them:\n{}", faults.join("\n"));
}

/// What is different from the golden file, unless it is to be written anew.
fn compare(file: &Path, now: &str) -> Option<String> {
    if std::env::var_os("BEREDD_BLESS").is_some() {
        fs::write(file, now).unwrap();
    }
    let before = fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    let changed = now.lines().zip(before.lines()).find(|(now, before)| now != before);
    (now != before).then(|| format!("{}: first difference (now, before): {changed:#?}", file.display()))
}

#[test]
fn the_report_reads_as_when_someone_last_read_it_in_both_languages() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden");
    let audit = audit("weak_bot");
    let mut faults = Vec::new();
    for (lang, word) in [(Lang::En, "en"), (Lang::Sv, "sv")] {
        // The catalogue's hash moves with every word of every check, and is held elsewhere.
        let report = beredd_report::markdown(&audit, lang).replace(&audit.program.catalogue_sha256, "…");
        faults.extend(compare(&folder.join(format!("weak_bot.{word}.md")), &report));
    }
    assert!(faults.is_empty(), "read the differences, then bless them:\n{}", faults.join("\n"));
}

#[test]
fn words_without_code_score_next_to_nothing() {
    let audit = audit("keywords_only");
    assert!(audit.score.points.proven_permille < 100, "{:?}", audit.score);
    assert!(!audit.gate.is_open);
    assert!(audit.agents.is_empty(), "{:?}", audit.agents);
}

#[test]
fn a_strong_system_is_far_ahead_of_a_weak_one() {
    let (strong, weak) = (audit("harbor_strong"), audit("weak_bot"));
    assert!(strong.score.points.proven_permille > 600, "{:?}", strong.score);
    assert!(weak.score.points.proven_permille < 250, "{:?}", weak.score);
    assert_eq!((strong.agents.len(), strong.teams.len()), (4, 2));
    assert!(!weak.gate.is_open);
}

#[test]
fn no_secret_leaves_in_clear() {
    let secret = "sk-proj-Zk3vQ9xT7bLmN2pR8sWyD4fGhJ6kC1aV5eU0iOqXtYwBnMzL";
    let audit = audit("weak_bot");
    assert_eq!(audit.secrets.len(), 1, "{:?}", audit.secrets);
    assert!(!beredd_report::json(&audit).contains(&secret[..12]));
}
