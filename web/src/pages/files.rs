//! The files: what was read, what was not and why, and what could not be understood.

use crate::components::{Ctx, Rows, empty, row_index, search, shortened};
use crate::state::{Action, FileList, Loaded, Look, Route};
use beredd_model::{Audit, FileRow, Problem, Skip};
use std::rc::Rc;
use yew::prelude::*;

/// About how tall a row is.
const ROW_PIXELS: u32 = 48;

/// The files page.
pub(super) fn page(ctx: &Ctx, loaded: &Rc<Loaded>) -> Html {
    let (words, report, archive) = (ctx.words(), ctx.words().report, &loaded.audit.archive);
    let read =
        (report.say.read)(&report.whole(archive.files_read.into()), &report.whole(archive.entries.into()));
    html! {
        <div class="sections">
            <section>
                <h1 class="page-title">{ (words.page)(&Route::Files) }<span class="quiet">{ read }{ " · " }{ report.bytes(archive.bytes_read) }</span></h1>
                <div class="toolbar">
                    <div class="segments" role="group" aria-label={(words.page)(&Route::Files)}>
                        { segment(ctx, FileList::Read, loaded.audit.files.len()) }
                        { segment(ctx, FileList::Skipped, archive.skipped.len()) }
                        { segment(ctx, FileList::Problems, archive.problems.len()) }
                    </div>
                    { search(words.proof.search_files, &ctx.session.files.words, &ctx.act, |words| Action::Look(Look::SearchFiles(words))) }
                </div>
                { list(ctx, loaded) }
            </section>
        </div>
    }
}

fn segment(ctx: &Ctx, list: FileList, count: usize) -> Html {
    let is_chosen = ctx.session.files.list == list;
    let count = ctx.words().report.whole(u64::try_from(count).unwrap_or(u64::MAX));
    html! {
        <button type="button" aria-pressed={is_chosen.to_string()} data-testid={format!("list-{list:?}")} onclick={ctx.on(Action::Look(Look::List(list)))}>{ (ctx.words().files)(list) }<span class="quiet">{ count }</span></button>
    }
}

fn list(ctx: &Ctx, loaded: &Rc<Loaded>) -> Html {
    let (words, labels) = (&ctx.words().proof, &ctx.words().report.labels);
    match ctx.session.files.list {
        FileList::Read => {
            let heads = [
                (words.path, ""),
                (words.role, ""),
                (words.language, ""),
                (words.lines, "num"),
                (words.bytes, "num"),
            ];
            table(ctx, loaded, &heads, |audit| &audit.files, read_row)
        }
        FileList::Skipped => {
            let heads = [(words.path, ""), (labels.reason, "")];
            table(ctx, loaded, &heads, |audit| &audit.archive.skipped, skip_row)
        }
        FileList::Problems => {
            let heads = [(words.path, ""), (labels.reason, ""), (labels.message, "")];
            table(ctx, loaded, &heads, |audit| &audit.archive.problems, problem_row)
        }
    }
}

/// What a row of a list says, so that it can be searched before it is drawn.
trait Listed {
    /// Whether the row holds these words, which are in small letters; nothing holds no words.
    fn holds(&self, ctx: &Ctx, words: &str) -> bool;
}

impl Listed for FileRow {
    fn holds(&self, ctx: &Ctx, words: &str) -> bool {
        let role = (ctx.words().proof.file_role)(&self.role);
        has(self.path.as_str(), words) || has(&self.language, words) || has(role, words)
    }
}

impl Listed for Skip {
    fn holds(&self, ctx: &Ctx, words: &str) -> bool {
        has(&self.path, words) || has((ctx.words().report.skip)(self.reason), words)
    }
}

impl Listed for Problem {
    fn holds(&self, ctx: &Ctx, words: &str) -> bool {
        let kind = (ctx.words().report.problem)(self.kind);
        has(&self.path, words) || has(kind, words) || has(self.message.get(ctx.session.lang), words)
    }
}

fn has(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(words)
}

/// The rows of one list that hold the words searched for, in a table.
fn table<T: Listed + 'static>(
    ctx: &Ctx,
    loaded: &Rc<Loaded>,
    heads: &[(&'static str, &'static str)],
    all: fn(&Audit) -> &Vec<T>,
    row: fn(&Ctx, &T) -> Html,
) -> Html {
    let words = ctx.session.files.words.trim().to_lowercase();
    let found = all(&loaded.audit).iter().enumerate();
    let found = found.filter(|(_, row)| words.is_empty() || row.holds(ctx, &words));
    let places: Vec<usize> = found.map(|(place, _)| place).collect();
    if places.is_empty() {
        return empty(ctx.words().proof.none);
    }
    let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
    let rows = {
        let (ctx, loaded) = (ctx.clone(), loaded.clone());
        Callback::from(move |(first, end): (u32, u32)| {
            let rows = (first..end).filter_map(|at| {
                let place = places.get(usize::try_from(at).ok()?)?;
                let cells = row(&ctx, all(&loaded.audit).get(*place)?);
                Some(html! { <tr key={at} aria-rowindex={row_index(at)} data-testid="file-row">{ cells }</tr> })
            });
            rows.collect::<Html>()
        })
    };
    let head = heads.iter().map(|(name, class)| html! { <th scope="col" class={*class}>{ *name }</th> });
    let columns = u32::try_from(heads.len()).unwrap_or(u32::MAX);
    let caption = (ctx.words().files)(ctx.session.files.list);
    html! {
        <div class="table-frame" tabindex="0" role="group" aria-label={(ctx.words().page)(&Route::Files)}>
            <Rows class="files" {caption} head={head.collect::<Html>()} {columns} {count} row_pixels={ROW_PIXELS} {rows} />
        </div>
    }
}

fn path(path: &str) -> Html {
    html! { <code class="place" title={path.to_owned()}>{ shortened(path) }</code> }
}

fn read_row(ctx: &Ctx, file: &FileRow) -> Html {
    let (words, report) = (&ctx.words().proof, ctx.words().report);
    html! {
        <>
            <td>{ path(file.path.as_str()) }</td>
            <td>{ (words.file_role)(&file.role) }</td>
            <td>{ file.language.clone() }</td>
            <td class="num">{ report.whole(file.lines.into()) }</td>
            <td class="num">{ report.bytes(file.bytes) }</td>
        </>
    }
}

fn skip_row(ctx: &Ctx, skip: &Skip) -> Html {
    html! { <><td>{ path(&skip.path) }</td><td>{ (ctx.words().report.skip)(skip.reason) }</td></> }
}

fn problem_row(ctx: &Ctx, problem: &Problem) -> Html {
    let place = match problem.line {
        Some(line) => format!("{}:{line}", problem.path),
        None => problem.path.clone(),
    };
    html! {
        <><td>{ path(&place) }</td><td>{ (ctx.words().report.problem)(problem.kind) }</td><td>{ problem.message.get(ctx.session.lang).to_owned() }</td></>
    }
}
