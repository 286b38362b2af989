//! How long the page needs, from the drop to the overview, beside what fflate needs only to inflate the same archive.
//!
//! `cargo xtask bench a.zip …` calls it. Both are measured in the same browser, in turns, cold (a fresh page, whose workers
//! already listen, and a fresh worker) and warm (again in the same page). A row is a Markdown table's.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::float_arithmetic, reason = "browsers measure in floating milliseconds")]

use anyhow::{Context, Result};
use beredd_tests::browser::{Page, Stage, from_environment};
use serde_json::{Value, json};
use std::env;
use std::path::{Path, PathBuf};

/// Fresh pages for each archive.
const PAGES: usize = 3;
/// Audits in each page; the first is the cold one.
const ROUNDS: usize = 5;

/// Puts a file input into the page, outside what the page draws, and keeps fflate's worker.
const PREPARE: &str = r"
const input = document.createElement('input');
input.type = 'file';
input.dataset.testid = 'bench-file';
document.documentElement.append(input);
const serve = '\n;onmessage = ({ data }) => {' +
  'const start = performance.now(); const bytes = new Uint8Array(new FileReaderSync().readAsArrayBuffer(data));' +
  'const read = performance.now(); let files = 0, size = 0;' +
  'for (const file of Object.values(fflate.unzipSync(bytes))) { files += 1; size += file.length; }' +
  'postMessage({ files, size, inflate: performance.now() - read, whole: performance.now() - start }); };';
window.__fflate = new Worker(URL.createObjectURL(new Blob([arguments[0], serve])));
";

/// Drops the file and waits until its audit is drawn. Gives milliseconds.
const AUDIT: &str = "
const [done] = arguments;
const file = document.querySelector('[data-testid=bench-file]').files[0];
const dataTransfer = new DataTransfer();
dataTransfer.items.add(file);
let isUnderWay = false;
const start = performance.now();
const watch = new MutationObserver(() => {
  const state = document.documentElement.dataset.state;
  isUnderWay ||= state === 'working';
  if (!isUnderWay || state === 'working') return;
  watch.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => done(state === 'ready' ? performance.now() - start : null)));
});
watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-state'] });
for (const type of ['dragenter', 'dragover', 'drop']) {
  document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, composed: true, dataTransfer }));
}";

/// Inflates the file with fflate, in its worker.
const INFLATE: &str = "
const [done] = arguments;
__fflate.onmessage = ({ data }) => done(data);
__fflate.onerror = (error) => done({ error: error.message });
__fflate.postMessage(document.querySelector('[data-testid=bench-file]').files[0]);";

/// What was measured of one archive, in milliseconds.
#[derive(Default)]
struct Measured {
    cold: Vec<f64>,
    warm: Vec<f64>,
    inflate_cold: Vec<f64>,
    inflate_warm: Vec<f64>,
    files: u64,
    bytes: u64,
    /// The most memory that the page's process ever had, in bytes.
    memory: u64,
}

fn main() -> Result<()> {
    let fflate = std::fs::read_to_string(from_environment("BEREDD_FFLATE")?)?;
    println!(
        "| archive | files | MB inflated | audit, cold | audit, warm | fflate, cold | fflate, warm | warm ÷ warm | most memory |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for archive in env::args_os().skip(1).map(PathBuf::from) {
        let row = row(&archive, &measure(&archive, &fflate)?);
        println!("{row}");
    }
    Ok(())
}

fn measure(archive: &Path, fflate: &str) -> Result<Measured> {
    let mut measured = Measured::default();
    for _ in 0..PAGES {
        let stage = Stage::set()?;
        let page = stage.open()?;
        page.run(PREPARE, &[json!(fflate)])?;
        page.choose_file_in("bench-file", archive)?;
        for round in 0..ROUNDS {
            let audit = page.run_async(AUDIT, &[])?.as_f64().context("the page made no audit of it")?;
            let inflated = page.run_async(INFLATE, &[])?;
            let inflate = inflated
                .get("whole")
                .and_then(Value::as_f64)
                .with_context(|| format!("fflate: {inflated}"))?;
            let (audits, inflates) = match round {
                0 => (&mut measured.cold, &mut measured.inflate_cold),
                _ => (&mut measured.warm, &mut measured.inflate_warm),
            };
            audits.push(audit);
            inflates.push(inflate);
            let count = |key: &str| inflated.get(key).and_then(Value::as_u64).unwrap_or_default();
            (measured.files, measured.bytes) = (count("files"), count("size"));
        }
        measured.memory = measured.memory.max(most_memory());
        drop::<Page>(page);
    }
    Ok(measured)
}

fn row(archive: &Path, measured: &Measured) -> String {
    let name = archive.file_stem().unwrap_or_default().to_string_lossy();
    let [cold, warm, inflate_cold, inflate_warm] =
        [&measured.cold, &measured.warm, &measured.inflate_cold, &measured.inflate_warm]
            .map(|all| median(all));
    format!(
        "| {name} | {} | {:.1} | {cold:.0} ms | {warm:.0} ms | {inflate_cold:.0} ms | {inflate_warm:.0} ms | {:.1} | {} MB |",
        measured.files,
        megabytes(measured.bytes),
        warm / inflate_warm,
        measured.memory / 1_000_000,
    )
}

fn median(all: &[f64]) -> f64 {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1000.0
}

/// The most memory that any of Chromium's page processes ever had, as Linux counts it: workers are in it, and fflate's too.
fn most_memory() -> u64 {
    let Ok(processes) = std::fs::read_dir("/proc") else { return 0 };
    processes.flatten().filter_map(|process| renderer_memory(&process.path())).max().unwrap_or_default()
}

fn renderer_memory(process: &Path) -> Option<u64> {
    let command = std::fs::read(process.join("cmdline")).ok()?;
    let is_page = String::from_utf8_lossy(&command).contains("--type=renderer");
    let status = std::fs::read_to_string(process.join("status")).ok().filter(|_| is_page)?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
