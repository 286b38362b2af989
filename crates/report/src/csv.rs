//! Gaps and checks as comma-separated tables (RFC 4180, UTF-8) for spreadsheets.
//!
//! Column heads are the keys of `audit.json`, the same in every language; texts are in the language asked for. Text that a
//! spreadsheet would take for a formula gets an apostrophe before it.

use crate::escape::cell;
use crate::words::words;
use beredd_model::{Audit, CheckResult, Evidence, Gap, Lang, Place};

const GAP_COLUMNS: [&str; 20] = [
    "id",
    "fingerprint",
    "severity",
    "is_to_verify",
    "category",
    "criterion",
    "check",
    "title",
    "impact",
    "recommendation",
    "affected",
    "of",
    "sites",
    "low_hours",
    "likely_hours",
    "high_hours",
    "after",
    "unlocks",
    "points_regained_permille",
    "owner",
];

const CHECK_COLUMNS: [&str; 13] = [
    "id",
    "category",
    "criterion",
    "is_decisive",
    "outcome",
    "n",
    "of",
    "grade",
    "claim",
    "summary",
    "evidence_for",
    "evidence_against",
    "files_searched",
];

/// The gaps, one a row, in roadmap order.
#[must_use]
pub fn gaps_csv(audit: &Audit, lang: Lang) -> String {
    table(&GAP_COLUMNS, audit.gaps.iter().map(|gap| gap_row(gap, lang)))
}

/// The checks, one a row, by id.
#[must_use]
pub fn checks_csv(audit: &Audit, lang: Lang) -> String {
    table(&CHECK_COLUMNS, audit.checks.iter().map(|check| check_row(check, lang)))
}

fn gap_row(gap: &Gap, lang: Lang) -> Vec<String> {
    let words = words(lang);
    vec![
        cell(&gap.id),
        cell(&gap.fingerprint),
        (words.severity)(gap.severity).to_owned(),
        gap.is_to_verify.to_string(),
        (words.category)(gap.category).to_owned(),
        gap.criterion.to_string(),
        cell(&gap.check),
        cell(gap.title.get(lang)),
        cell(gap.impact.get(lang)),
        cell(gap.recommendation.get(lang)),
        gap.affected.to_string(),
        gap.of.to_string(),
        cell(&places(gap.sites.iter())),
        gap.effort.low_hours.to_string(),
        gap.effort.likely_hours.to_string(),
        gap.effort.high_hours.to_string(),
        cell(&gap.after.join(" ")),
        cell(&gap.unlocks.join(" ")),
        gap.points_regained_permille.to_string(),
        (words.owner)(gap.owner).to_owned(),
    ]
}

fn check_row(check: &CheckResult, lang: Lang) -> Vec<String> {
    let words = words(lang);
    let evidence = |supports: bool| {
        let wanted = move |evidence: &&Evidence| evidence.supports == supports;
        cell(&places(check.evidence.iter().filter(wanted).map(|evidence| &evidence.place)))
    };
    vec![
        cell(&check.id),
        (words.category)(check.criterion.category).to_owned(),
        check.criterion.to_string(),
        check.is_decisive.to_string(),
        (words.outcome)(check.outcome).to_owned(),
        check.n.to_string(),
        check.of.to_string(),
        check.grade.map_or_else(String::new, |grade| (words.grade)(grade).to_owned()),
        cell(check.claim.get(lang)),
        cell(check.summary.get(lang)),
        evidence(true),
        evidence(false),
        check.searched.files.to_string(),
    ]
}

fn places<'a>(places: impl Iterator<Item = &'a Place>) -> String {
    places.map(|place| format!("{}:{}", place.path, place.line)).collect::<Vec<_>>().join("; ")
}

fn table(columns: &[&str], mut rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut bytes = Vec::new();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    // Writing to memory fails only for rows of unequal length, and all rows of a table are made by one function.
    let _ = writer.write_record(columns);
    let _ = rows.try_for_each(|row| writer.write_record(&row));
    let _ = writer.flush();
    drop(writer);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::sample;
    use beredd_model::Text;

    fn rows(table: &str) -> Vec<csv::StringRecord> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(table.as_bytes())
            .records()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn every_gap_and_check_is_a_row() {
        let audit = sample();
        for lang in Lang::ALL {
            assert_eq!(rows(&gaps_csv(&audit, lang)).len(), audit.gaps.len() + 1);
            assert_eq!(rows(&checks_csv(&audit, lang)).len(), audit.checks.len() + 1);
        }
        let gaps = gaps_csv(&audit, Lang::Sv);
        assert!(gaps.starts_with("id,fingerprint,severity,"));
        assert!(gaps.contains("\r\nG1,f1,Kritiskt,false,Säkerhet,K5.4,"), "{gaps}");
    }

    #[test]
    fn a_formula_is_text() {
        let mut audit = sample();
        for bad in ["=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1", "a\",\"b\r\n=1"] {
            audit.gaps[0].title = Text::same(bad);
            let table = gaps_csv(&audit, Lang::En);
            let read = rows(&table);
            assert!(read.iter().all(|row| row.len() == GAP_COLUMNS.len()));
            assert!(
                read.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
                "{bad}"
            );
        }
    }
}
