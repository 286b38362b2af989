//! `beredd audit` and `beredd show`.

use crate::arguments::{AuditArguments, Profile, ShowArguments, TermsArguments};
use crate::failure::Failure;
use crate::gates;
use crate::output::Target;
use crate::say::Progress;
use crate::source::{FileSource, MOST_AUDIT, is_stdin, open_folder, read_stdin, read_text};
use beredd_audit::{
    Budget, Case, CatalogueEntry, FactShard, Joined, Judge, PolicyChoice, Source, Survey, Terms, budget_by,
    extract, open, split, survey_within,
};
use beredd_model::{Audit, CheckResult, Date, Lang, Problem};
use beredd_plan::policy;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// Audits an archive or a folder, writes the reports, then asks the gates.
pub(crate) fn audit(arguments: &AuditArguments, lang: Lang) -> Result<(), Failure> {
    let target = Target::of(&arguments.report)?;
    let mut budget = budget_of(&arguments.terms, &arguments.beside)?;
    for limit in &arguments.limits {
        // Tried when the arguments were read: both parts are known to be good.
        let _ = budget.set(&limit.name, &limit.value);
    }
    let task = Task {
        path: &arguments.path,
        name: arguments.name.clone(),
        beside: &arguments.beside,
        terms: &arguments.terms,
        budget,
        jobs: arguments.jobs,
        progress: if arguments.quiet { Progress::hidden() } else { Progress::new() },
    };
    let audit = task.run()?;
    target.write(&audit, &arguments.report, lang)?;
    gates::score(&audit, arguments.fail_under)?;
    gates::severity(&audit, arguments.fail_on)
}

/// The limits that the policy sets, where it is given from outside the repository: chosen, or lying beside it.
fn budget_of(terms: &TermsArguments, beside: &[PathBuf]) -> Result<Budget, Failure> {
    let beside = || beside.iter().find(|path| path.file_name().is_some_and(|name| name == policy::FILE_NAME));
    let given = match &terms.profile {
        Profile::File(path) => Some(path),
        Profile::Auto => beside(),
        Profile::Generic | Profile::Happyos => None,
    };
    let Some(path) = given else { return Ok(Budget::DEFAULT) };
    Ok(budget_by(&read_text(path, policy::MOST_BYTES.saturating_add(1))?))
}

/// Renders a saved audit again.
pub(crate) fn show(arguments: &ShowArguments, lang: Lang) -> Result<(), Failure> {
    let target = Target::of(&arguments.report)?;
    target.write(&saved(&arguments.path)?, &arguments.report, lang)
}

/// An audit that was saved as JSON.
pub(crate) fn saved(path: &Path) -> Result<Audit, Failure> {
    let text = read_text(path, MOST_AUDIT)?;
    beredd_report::parse_json(&text).map_err(|error| Failure::NotAnAudit { path: path.to_owned(), error })
}

/// An audit of what lies at a path, with nothing beside it.
pub(crate) fn made(path: &Path, terms: &TermsArguments) -> Result<Audit, Failure> {
    let progress = Progress::new();
    let budget = budget_of(terms, &[])?;
    Task { path, name: None, beside: &[], terms, budget, jobs: None, progress }.run()
}

/// What is to be audited, and how.
struct Task<'a> {
    path: &'a Path,
    name: Option<String>,
    beside: &'a [PathBuf],
    terms: &'a TermsArguments,
    budget: Budget,
    jobs: Option<u32>,
    progress: Progress,
}

impl Task<'_> {
    fn run(&self) -> Result<Audit, Failure> {
        let path = self.path;
        let unreadable = |error| Failure::Read { path: path.to_owned(), error };
        if is_stdin(path) {
            return self.audit(read_stdin()?, Vec::new());
        }
        if std::fs::metadata(path).map_err(unreadable)?.is_dir() {
            let (folder, problems) = open_folder(path).map_err(unreadable)?;
            return self.audit(folder, problems);
        }
        self.audit(FileSource::open(path).map_err(unreadable)?, Vec::new())
    }

    fn audit(&self, source: impl Source + Sync, problems: Vec<Problem>) -> Result<Audit, Failure> {
        let not_audited = |error| Failure::Archive { path: self.path.to_owned(), error };
        let mut beside = Vec::new();
        for path in self.beside {
            let unreadable = |error| Failure::Read { path: path.clone(), error };
            beside.push((name_of(path), FileSource::open(path).map_err(unreadable)?));
        }
        let source = Joined::new(open(source, &self.budget).map_err(not_audited)?, beside);
        let name = self
            .name
            .clone()
            .unwrap_or_else(|| if is_stdin(self.path) { "stdin".to_owned() } else { name_of(self.path) });
        let mut survey = survey_within(&name, &source, &self.budget).map_err(not_audited)?;
        survey.archive.problems.extend(problems);
        let terms = self.terms()?;
        let shard = self.extract(&survey, &source);
        let mut case = Case::new(survey, shard);
        let audit = case.judge(&terms, |entries, judge| self.judge(entries, judge));
        // Millions of small texts: the program ends sooner than it could give them back.
        std::mem::forget(case);
        Ok(audit)
    }

    /// The terms of the audit. The day is asked for only where there is a policy file, whose decisions may have ended.
    fn terms(&self) -> Result<Terms, Failure> {
        let asked = self.terms;
        let policy = match &asked.profile {
            Profile::Auto => PolicyChoice::Auto,
            Profile::Generic => PolicyChoice::Generic,
            Profile::Happyos => PolicyChoice::Happyos,
            Profile::File(path) => PolicyChoice::File {
                name: name_of(path),
                text: read_text(path, policy::MOST_BYTES.saturating_add(1))?,
            },
        };
        Ok(Terms { policy, is_auditor: asked.auditor, today: asked.today, start: asked.start })
    }

    /// Extracts on several threads. A thread that panics ends the program (see `main`), so none is ever missing here.
    fn extract(&self, survey: &Survey, source: &(impl Source + Sync)) -> FactShard {
        self.progress.begin(u64::try_from(survey.to_read.len()).unwrap_or(u64::MAX));
        let lists = split(survey, self.threads());
        let mut merged = FactShard::default();
        std::thread::scope(|scope| {
            let progress = &self.progress;
            let threads: Vec<_> = lists
                .iter()
                .map(|entries| {
                    scope.spawn(move || {
                        extract(source, entries, &mut |entry| progress.advance(entry.path.as_str()))
                    })
                })
                .collect();
            for shard in threads.into_iter().filter_map(|thread| thread.join().ok()) {
                merged.merge(shard);
            }
        });
        self.progress.clear();
        merged
    }

    /// Runs the checks on several threads, each taking the next that is left; results in the order of the checks.
    fn judge(&self, entries: &[CatalogueEntry], judge: &Judge<'_>) -> Vec<CheckResult> {
        let next = AtomicUsize::new(0);
        let some = || {
            let mut results = Vec::new();
            while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
                results.push(judge(entry));
            }
            results
        };
        let mut results: Vec<CheckResult> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..self.threads()).map(|_| scope.spawn(some)).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
        });
        results.sort_by(|a, b| a.id.cmp(&b.id));
        results
    }

    /// How many threads: as many as asked for, or as there are cores.
    fn threads(&self) -> u32 {
        let cores =
            || std::thread::available_parallelism().ok().and_then(|count| u32::try_from(count.get()).ok());
        self.jobs.or_else(cores).unwrap_or(1).max(1)
    }
}

/// A day as an argument says it: a date, or `now` for the day it is. Only then is a clock read, so that the same archive and the
/// same arguments give the same bytes, here and on the page.
///
/// # Errors
/// The sentence for a word that is no day.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    match text {
        "now" => today().ok_or_else(|| "the clock of this machine stands before 1970".to_owned()),
        date => Date::parse(date).map_err(|error| error.to_string()),
    }
}

/// The day it is, in UTC; nothing where the machine's clock stands before 1970.
fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let days = u32::try_from(seconds.checked_div(DAY)?).ok()?;
    Date::new(1970, 1, 1).map(|day| day.later_by(days))
}

/// The archive's or folder's own name: nothing of where it lies may reach a report.
fn name_of(path: &Path) -> String {
    let own = path.file_name().map(ToOwned::to_owned);
    let own = own.or_else(|| std::fs::canonicalize(path).ok()?.file_name().map(ToOwned::to_owned));
    own.map_or_else(|| "repository".to_owned(), |name| name.to_string_lossy().into_owned())
}
