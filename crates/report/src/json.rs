//! `audit.json`: an audit as other programs read it, and back.

use beredd_model::{Audit, Category, Criterion, SCHEMA, Severity};
use serde::Deserialize;

/// The most checks of an audit, and so the most gaps: twenty times as many as the catalogue has.
const CHECKS: usize = 2_000;

/// Why a text is not an audit that this program can show.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Not JSON, or cut off.
    #[error("this is not JSON: {reason}")]
    NotJson {
        /// What the parser met, and where.
        reason: String,
    },
    /// JSON, but of something else.
    #[error("this is not an audit: {reason}. An audit is what 'beredd audit --format json' writes")]
    NotAnAudit {
        /// What is missing or of the wrong kind, and where.
        reason: String,
    },
    /// An audit in another version's shape.
    #[error(
        "this audit has the shape '{found}' and this program reads '{SCHEMA}': make it again with this version of Beredd"
    )]
    OtherVersion {
        /// The shape the document names.
        found: String,
    },
}

/// The part of the document that says what it is.
#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

/// The audit as `audit.json`: keys in the contract's order, two spaces, a newline at the end. The same bytes on every host.
#[must_use]
pub fn json(audit: &Audit) -> String {
    // Serialising fails only for keys that are not text, and an audit has none; a reader would say "not JSON" to nothing.
    let mut document = serde_json::to_string_pretty(audit).unwrap_or_default();
    document.push('\n');
    document
}

/// Reads `audit.json` back.
///
/// # Errors
/// [`ReportError`], with a sentence for the person who chose the file.
pub fn parse_json(document: &str) -> Result<Audit, ReportError> {
    let document = document.trim_start_matches('\u{feff}');
    let head: Head = serde_json::from_str(document).map_err(reason)?;
    match head.schema {
        Some(schema) if schema == SCHEMA => {
            let audit: Audit = serde_json::from_str(document).map_err(reason)?;
            match excess(&audit) {
                Some(reason) => Err(ReportError::NotAnAudit { reason }),
                None => Ok(audit),
            }
        }
        Some(schema) if schema.starts_with("beredd-audit/") => Err(ReportError::OtherVersion {
            found: crate::escape::visible(&schema).chars().take(40).collect(),
        }),
        _ => Err(ReportError::NotAnAudit { reason: format!("it does not name the schema '{SCHEMA}'") }),
    }
}

/// What no audit has so many of, and what would make a report of it endless: reports go through the gaps for each category
/// and through the checks for each criterion. Nothing where all is within bounds.
fn excess(audit: &Audit) -> Option<String> {
    let counts = [
        ("categories", audit.categories.len(), Category::ALL.len()),
        ("criteria", audit.criteria.len(), Criterion::all().count()),
        ("roadmap.phases", audit.roadmap.phases.len(), Severity::ALL.len()),
        ("checks", audit.checks.len(), CHECKS),
        ("gaps", audit.gaps.len(), CHECKS),
        ("roadmap.items", audit.roadmap.items.len(), CHECKS),
    ];
    let (name, found, most) = counts.into_iter().find(|(_, found, most)| found > most)?;
    Some(format!("'{name}' has {found} entries and an audit at most {most}"))
}

fn reason(error: serde_json::Error) -> ReportError {
    let reason = crate::escape::visible(&error.to_string());
    if error.is_data() { ReportError::NotAnAudit { reason } } else { ReportError::NotJson { reason } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;

    /// The keys of an object in the order they are written: two spaces of indent are the top level, six a row in a list.
    fn keys<'a>(document: &'a str, indent: &str) -> Vec<&'a str> {
        document
            .lines()
            .filter_map(|line| {
                line.strip_prefix(indent)?.strip_prefix('"')?.split_once("\":").map(|(key, _)| key)
            })
            .collect()
    }

    fn section<'a>(document: &'a str, key: &str) -> &'a str {
        let from = document.split_once(&format!("\n  \"{key}\": ")).unwrap().1;
        from.split_once("\n  \"").map_or(from, |(section, _)| section)
    }

    #[test]
    fn an_audit_reads_back_as_written() {
        let audit = sample();
        let document = json(&audit);
        assert!(document.ends_with("}\n") && document.starts_with("{\n  \"schema\": \"beredd-audit/1\",\n"));
        let back = parse_json(&document).unwrap();
        assert_eq!(back, audit);
        assert_eq!(json(&back), document);
        assert!(parse_json(&format!("\u{feff}{document}")).is_ok());
    }

    /// Whether the keys that the contract names all stand there in its order; others may stand between them.
    fn stand_in_order(found: &[&str], expected: &str) -> bool {
        let mut found = found.iter();
        expected.split(' ').all(|key| found.any(|one| *one == key))
    }

    #[test]
    fn keys_stand_in_the_order_of_the_contract() {
        let document = json(&sample());
        for (found, expected) in [(
            keys(&document, "  "),
            "schema program archive profile score gate categories criteria checks teams agents services routes llm tests \
             secrets contradictions gaps roadmap shortest_way files",
        )]
        .into_iter()
        .chain(
            [
                ("program", "version catalogue_sha256"),
                ("archive", "name sha256 entries bytes files_read bytes_read skipped problems"),
                ("score", "proven_permille possible_permille coverage_permille band"),
                ("gate", "is_open blockers"),
                ("llm", "call_sites providers central_services"),
                ("tests", "declared countable importable llm_related"),
                ("roadmap", "developers focus_permille items phases total"),
                ("shortest_way", "gaps likely_hours proven_after_permille is_exact"),
            ]
            .map(|(of, expected)| (keys(section(&document, of), "    "), expected)),
        ) {
            assert!(stand_in_order(&found, expected), "{expected}: {found:?}");
        }
        for (of, expected) in [
            ("categories", "id weight_permille proven_permille possible_permille coverage_permille"),
            (
                "criteria",
                "id category outcome n of proven_permille possible_permille coverage_permille checks",
            ),
            ("agents", "id name team path line end_line framework criteria"),
            ("services", "name path line end_line kind"),
            ("routes", "method path_pattern path line end_line is_authenticated"),
            ("secrets", "path line end_line kind severity stub"),
            ("contradictions", "claim_path claim_line against_path against_line check"),
            (
                "gaps",
                "id fingerprint check criterion category severity severity_reason is_to_verify title impact \
                 recommendation affected of sites names effort after unlocks points_regained_permille owner",
            ),
        ] {
            let rows = keys(section(&document, of), "      ");
            assert!(stand_in_order(&rows, expected), "{of}: {rows:?}");
        }
        let checks = keys(section(&document, "checks"), "      ");
        let expected = "id criterion is_decisive outcome n of grade claim summary evidence searched";
        assert!(stand_in_order(&checks, expected), "{checks:?}");
    }

    #[test]
    fn what_is_not_an_audit_gets_a_sentence() {
        let message = |document: &str| parse_json(document).unwrap_err().to_string();
        assert!(message("<html>").starts_with("this is not JSON: "));
        assert!(message("").starts_with("this is not JSON: "));
        assert!(message("[1]").starts_with("this is not an audit: "));
        assert!(message("{\"schema\": 3}").starts_with("this is not an audit: "));
        assert!(message("{\"name\": \"x\"}").contains("does not name the schema"));
        assert!(message("{\"schema\": \"beredd-audit/9\"}").contains("'beredd-audit/9'"));
        assert!(message("{\"schema\": \"beredd-audit/1\"}").contains("missing field `program`"));
        let cut = json(&sample());
        assert!(message(cut.get(..cut.len() / 2).unwrap()).starts_with("this is not JSON: "));
        assert!(message(&"[".repeat(100_000)).starts_with("this is not "));
    }

    #[test]
    fn an_audit_that_would_make_endless_reports_is_none() {
        let refused = |change: &dyn Fn(&mut Audit)| {
            let mut audit = sample();
            change(&mut audit);
            parse_json(&json(&audit)).unwrap_err().to_string()
        };
        let many = |audit: &mut Audit| audit.roadmap.phases = vec![audit.roadmap.phases[0].clone(); 20_000];
        assert!(refused(&many).contains("'roadmap.phases' has 20000 entries and an audit at most 4"));
        let many = |audit: &mut Audit| audit.categories = vec![audit.categories[0].clone(); 9];
        assert!(refused(&many).contains("'categories'"));
        let many = |audit: &mut Audit| audit.gaps = vec![audit.gaps[0].clone(); CHECKS + 1];
        assert!(refused(&many).contains("'gaps'"));
    }
}
