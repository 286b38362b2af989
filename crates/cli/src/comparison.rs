//! `beredd compare`: what changed between two audits, or between two repositories that are audited first.

use crate::arguments::{CompareArguments, Side};
use crate::failure::Failure;
use crate::output::{Target, print, save, width};
use crate::source::is_audit;
use crate::{gates, run};
use beredd_model::{Audit, Lang};
use std::path::Path;

/// Compares, writes, then asks the gates.
pub(crate) fn compare(arguments: &CompareArguments, lang: Lang) -> Result<(), Failure> {
    let (old, new) = (load(&arguments.old, arguments)?, load(&arguments.new, arguments)?);
    let comparison = beredd_plan::compare(&old, &new);
    let report = match arguments.format {
        Side::Json => beredd_report::comparison_json(&comparison),
        Side::Markdown => beredd_report::comparison_markdown(&comparison, &old, &new, lang),
        Side::Text => {
            let target = arguments.output.clone().map_or(Target::Stdout, Target::File);
            beredd_report::comparison_text(&comparison, &old, &new, lang, width(&target))
        }
    };
    match &arguments.output {
        Some(path) => save(path, &report)?,
        None => print(&report)?,
    }
    gates::change(&comparison, &new, arguments.fail_on_new, arguments.fail_on_loss)
}

fn load(path: &Path, arguments: &CompareArguments) -> Result<Audit, Failure> {
    if is_audit(path)? { run::saved(path) } else { run::made(path, &arguments.terms) }
}
