//! `beredd audit` and `beredd show`.

use crate::arguments::{AuditArguments, ShowArguments};
use crate::failure::Failure;
use crate::output::Target;
use crate::say::Progress;
use crate::source::{FileSource, open_folder};
use beredd_audit::{FactShard, PolicyChoice, Source, Survey, extract, judge, split, survey};
use beredd_model::{Audit, Problem, Severity, Text};
use std::path::Path;

/// Audits an archive or a folder, writes the reports, then asks the gates.
pub(crate) fn audit(arguments: &AuditArguments) -> Result<(), Failure> {
    let target = Target::of(&arguments.report)?;
    let path = &arguments.path;
    let unreadable = |error| Failure::Read { path: path.clone(), error };
    let audit = if std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        let (folder, problems) = open_folder(path).map_err(unreadable)?;
        audit_of(arguments, &folder, problems)?
    } else {
        audit_of(arguments, &FileSource::open(path).map_err(unreadable)?, Vec::new())?
    };
    target.write(&audit, &arguments.report)?;
    gates(arguments, &audit)
}

/// Renders a saved audit again.
pub(crate) fn show(arguments: &ShowArguments) -> Result<(), Failure> {
    let target = Target::of(&arguments.report)?;
    let path = &arguments.path;
    let bytes = std::fs::read(path).map_err(|error| Failure::Read { path: path.clone(), error })?;
    let audit = beredd_report::parse_json(&String::from_utf8_lossy(&bytes))
        .map_err(|error| Failure::NotAnAudit { path: path.clone(), error })?;
    target.write(&audit, &arguments.report)
}

fn audit_of(
    arguments: &AuditArguments,
    source: &(impl Source + Sync),
    problems: Vec<Problem>,
) -> Result<Audit, Failure> {
    let mut survey = survey(&name_of(&arguments.path), source)
        .map_err(|error| Failure::Archive { path: arguments.path.clone(), error })?;
    survey.archive.problems.extend(problems);
    let jobs = arguments.jobs.unwrap_or_else(|| {
        std::thread::available_parallelism()
            .ok()
            .and_then(|count| u32::try_from(count.get()).ok())
            .unwrap_or(1)
    });
    let shard = extract_on(jobs, &survey, source);
    Ok(judge(&survey, shard, &PolicyChoice::from(arguments.profile)))
}

/// Extracts on `jobs` threads. A thread that panics ends the program (see `main`), so none is ever missing here.
fn extract_on(jobs: u32, survey: &Survey, source: &(impl Source + Sync)) -> FactShard {
    let progress = Progress::new(u32::try_from(survey.to_read.len()).unwrap_or(u32::MAX));
    let lists = split(survey, jobs);
    let mut merged = FactShard::default();
    std::thread::scope(|scope| {
        let progress = &progress;
        let threads: Vec<_> = lists
            .iter()
            .map(|entries| scope.spawn(move || extract(source, entries, &mut |_| progress.advance())))
            .collect();
        for shard in threads.into_iter().filter_map(|thread| thread.join().ok()) {
            merged.merge(shard);
        }
    });
    progress.clear();
    merged
}

fn gates(arguments: &AuditArguments, audit: &Audit) -> Result<(), Failure> {
    if let Some(limit) = arguments.fail_under
        && audit.score.points.proven_permille < limit.saturating_mul(10)
    {
        let proven = audit.score.points.proven_permille;
        let (whole, tenth) = (proven / 10, proven % 10);
        return Err(Failure::Gate(Text::made(
            format!("The proven score is {whole}.{tenth}, below the {limit} that was asked for."),
            format!("Den bevisade poängen är {whole},{tenth}, under de {limit} som krävdes."),
        )));
    }
    if let Some(worst) = arguments.fail_on.map(Severity::from) {
        // Severities are ordered with the worst first.
        let open = audit.gaps.iter().filter(|gap| gap.severity <= worst).count();
        if open > 0 {
            return Err(Failure::Gate(Text::made(
                format!("Open gaps of the severity asked for, or worse: {open}."),
                format!("Öppna brister av angiven allvarlighetsgrad eller värre: {open}."),
            )));
        }
        // Without a gap and still closed: nothing was decided, and what nobody has looked at is never clean.
        if !audit.gate.is_open {
            return Err(Failure::Gate(Text::fixed(
                "Too little could be read to say that no such gap is open.",
                "För lite gick att läsa för att säga att ingen sådan brist är öppen.",
            )));
        }
    }
    Ok(())
}

/// The archive's or folder's own name: nothing of where it lies may reach a report.
fn name_of(path: &Path) -> String {
    let own = path.file_name().map(ToOwned::to_owned);
    let own = own.or_else(|| std::fs::canonicalize(path).ok()?.file_name().map(ToOwned::to_owned));
    own.map_or_else(|| "repository".to_owned(), |name| name.to_string_lossy().into_owned())
}
