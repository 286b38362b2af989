//! How long an audit takes, step by step and as a whole, beside tools that everybody has.
//!
//! `cargo bench -p beredd-audit` makes trees of 1,000, 10,000 and 60,000 files; `cargo bench -p beredd-audit -- a.zip b.zip` takes
//! archives of one's own, and `-- 1000` a tree of another size. Everything is measured in turns within one run, since a
//! machine is never as fast in the next. `unzip` and `rg` are measured where they are installed.
#![expect(
    clippy::disallowed_types,
    reason = "a benchmark reads the clock and starts programs; the room itself does not"
)]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads files, writes them and starts threads")]
#![expect(clippy::print_stdout, reason = "a benchmark has no other way to say what it measured")]

use beredd_archive::Reader;
use beredd_audit::{FactShard, PolicyChoice, Survey, extract, judge, split, survey};
use beredd_model::RepoPath;
use beredd_testkit::fixture::Fixture;
use beredd_testkit::zip_of;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Rounds, of which the median is told.
const ROUNDS: usize = 5;
/// Patterns that ripgrep searches for, as many as a scanner of secrets has.
const PATTERNS: u32 = 100;

/// What is measured, in the order of the columns.
const STEPS: [&str; 9] = [
    "list, hash",
    "inflate",
    "read, parse",
    "judge",
    "audit, 1 thread",
    "audit, 2 threads",
    "`unzip -t`",
    "`rg`, 100 words",
    "KiB resident at most",
];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let scratch = std::env::temp_dir().join(format!("beredd-bench-{}", std::process::id()));
    if std::fs::create_dir_all(&scratch).is_err() {
        println!("{} cannot be made", scratch.display());
        return;
    }
    println!("| archive | files read | MB read | {} |", STEPS.join(" | "));
    println!("|---|---|---|{}", "---|".repeat(STEPS.len()));
    if asked.is_empty() {
        for files in [1_000, 10_000, 60_000] {
            made(&scratch, files);
        }
    }
    for word in &asked {
        match word.parse() {
            Ok(files) => made(&scratch, files),
            Err(_) => measure(Path::new(word), &scratch),
        }
    }
    drop(std::fs::remove_dir_all(&scratch));
}

/// A tree of so many files, made by code: mostly Python, some configuration and prose.
fn made(scratch: &Path, files: u32) {
    let mut fixture = Fixture::default();
    for number in 0..files {
        let (name, text) = file(number);
        if let Ok(path) = RepoPath::parse(&name) {
            fixture.files.insert(path, text);
        }
    }
    let place = scratch.join(format!("{files}-files.zip"));
    if let Ok(bytes) = zip_of(&fixture, Some("tree"))
        && std::fs::write(&place, bytes).is_ok()
    {
        measure(&place, scratch);
    }
}

fn file(number: u32) -> (String, String) {
    let folder = format!("src/part{}/area{}", number % 17, number % 101);
    match number % 10 {
        0 => (format!("deploy/{number}.yaml"), format!("apiVersion: v1\nkind: Service\nmetadata:\n  name: s{number}\nspec:\n  ports:\n    - port: 80\n").repeat(8).replace("apiVersion", "---\napiVersion")),
        1 => (format!("docs/{number}.md"), format!("# Part {number}\n\nWhat it does, and why.\n\n```sh\nmake {number}\n```\n").repeat(20)),
        _ => (format!("{folder}/module_{number}.py"), module(number)),
    }
}

fn module(number: u32) -> String {
    let mut text = format!(
        "\"\"\"Module {number}.\"\"\"\n\nimport logging\nimport os\n\nfrom openai import OpenAI\n\nlogger = logging.getLogger(__name__)\n\n"
    );
    for part in 0..20 {
        text.push_str(&format!(
            "\ndef step_{part}(value, limit={part}):\n    \"\"\"One step.\"\"\"\n    if value > limit:\n        logger.info(\"beyond %s\", limit, extra={{\"n\": value}})\n        return [step for step in range(value) if step % 2]\n    return os.environ.get(\"LIMIT_{part}\", str(limit))\n"
        ));
    }
    text
}

fn measure(place: &Path, scratch: &Path) {
    let Ok(bytes) = std::fs::read(place) else { return println!("{} cannot be read", place.display()) };
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Ok(found) = survey(&name, &bytes) else { return println!("{name} cannot be audited") };
    let tree = scratch.join(format!("{name}-tree"));
    let is_unpacked = has_run(Command::new("unzip").arg("-q").arg(place).arg("-d").arg(&tree));
    let mut rows: Vec<[Duration; 8]> = Vec::new();
    for _ in 0..ROUNDS {
        rows.push(round(place, &bytes, &name, &found, is_unpacked.then_some(&tree)));
    }
    let read: u64 = found.to_read.iter().map(|entry| entry.declared_bytes).sum();
    let columns: Vec<String> = (0..8).map(|step| median(&rows, step)).collect();
    println!(
        "| {name} | {} | {}.{} | {} | {} |",
        found.to_read.len(),
        read / 1_000_000,
        read % 1_000_000 / 100_000,
        columns.join(" | "),
        resident()
    );
    drop(std::fs::remove_dir_all(&tree));
}

/// Everything once, in turns.
fn round(place: &Path, bytes: &[u8], name: &str, found: &Survey, tree: Option<&PathBuf>) -> [Duration; 8] {
    let listed = timed(|| drop(survey(name, &bytes)));
    let mut contents: Vec<(RepoPath, Vec<u8>)> = Vec::new();
    let mut in_order = found.to_read.clone();
    in_order.sort_by_key(|entry| entry.offset);
    let inflated = timed(|| {
        let Ok(mut reader) = Reader::open(&bytes, &in_order) else { return };
        for entry in &in_order {
            let mut content = Vec::new();
            if reader.read(entry, &mut content).is_ok() {
                contents.push((entry.path.clone(), content));
            }
        }
    });
    let mut shard = FactShard::default();
    let parsed = timed(|| {
        for (path, content) in &contents {
            shard.files.insert(path.clone(), beredd_facts::read_file(path, content));
        }
    });
    drop(contents);
    let judged = timed(|| drop(judge(found, std::mem::take(&mut shard), PolicyChoice::Auto)));
    let [one, two] = [1, 2].map(|threads| timed(|| whole(place, name, threads)));
    let tested = timed(|| {
        has_run(Command::new("unzip").arg("-tqq").arg(place));
    });
    let searched = timed(|| {
        if let Some(tree) = tree {
            let mut search = Command::new("rg");
            search.args(["--no-ignore", "--hidden", "-c", "-F"]);
            for number in 0..PATTERNS {
                search.arg("-e").arg(format!("pattern_number_{number}_of_many"));
            }
            has_run(search.arg(tree));
        }
    });
    [listed, inflated, parsed, judged, one, two, tested, searched]
}

/// The audit as the command line does it: from the file on the disk to the bytes of the audit's own form.
fn whole(place: &Path, name: &str, threads: u32) {
    let Ok(bytes) = std::fs::read(place) else { return };
    let Ok(found) = survey(name, &bytes) else { return };
    let mut merged = FactShard::default();
    let lists = split(&found, threads);
    std::thread::scope(|scope| {
        let bytes = &bytes;
        let workers: Vec<_> =
            lists.iter().map(|list| scope.spawn(move || extract(bytes, list, &mut |_| {}))).collect();
        for shard in workers.into_iter().filter_map(|worker| worker.join().ok()) {
            merged.merge(shard);
        }
    });
    drop(judge(&found, merged, PolicyChoice::Auto));
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Milliseconds, with a tenth where they are few; a step that did nothing has none.
fn median(rows: &[[Duration; 8]], step: usize) -> String {
    let mut times: Vec<Duration> = rows.iter().filter_map(|row| row.get(step).copied()).collect();
    times.sort();
    match times.get(times.len() / 2).map(Duration::as_micros) {
        None | Some(0..=9) => "–".to_owned(),
        Some(micros @ 10..=9_999) => format!("{}.{} ms", micros / 1000, micros % 1000 / 100),
        Some(micros) => format!("{} ms", micros / 1000),
    }
}

fn has_run(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The most memory that this program has had so far, where Linux tells it.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "–".to_owned(), |most| most.trim().trim_end_matches(" kB").to_owned())
}
