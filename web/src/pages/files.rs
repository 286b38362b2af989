//! The files: what was read, what was not and why, and what could not be understood.

use crate::components::{Ctx, empty, pager, search, shortened};
use crate::state::{Action, FileList, Loaded, Route, Window};
use beredd_model::{Audit, FileRow, Problem, Skip};
use yew::prelude::*;

/// The files page.
pub(super) fn page(ctx: &Ctx, loaded: &Loaded) -> Html {
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
                    { search(words.proof.search_files, &ctx.session.files.words, &ctx.act, Action::SearchFiles) }
                </div>
                { list(ctx, &loaded.audit) }
            </section>
        </div>
    }
}

fn segment(ctx: &Ctx, list: FileList, count: usize) -> Html {
    let is_chosen = ctx.session.files.list == list;
    let count = ctx.words().report.whole(u64::try_from(count).unwrap_or(u64::MAX));
    html! {
        <button type="button" aria-pressed={is_chosen.to_string()} onclick={ctx.on(Action::List(list))}>{ (ctx.words().files)(list) }<span class="quiet">{ count }</span></button>
    }
}

fn list(ctx: &Ctx, audit: &Audit) -> Html {
    let (words, report, view) = (&ctx.words().proof, ctx.words().report, &ctx.session.files);
    let labels = &report.labels;
    match view.list {
        FileList::Read => {
            let shows = |file: &&FileRow| view.shows(file.path.as_str(), &file.language);
            let rows: Vec<&FileRow> = audit.files.iter().filter(shows).collect();
            let heads = [
                (words.path, ""),
                (words.role, ""),
                (words.language, ""),
                (words.lines, "num"),
                (words.bytes, "num"),
            ];
            table(ctx, &heads, rows.len(), rows.into_iter().map(|file| read_row(ctx, file)))
        }
        FileList::Skipped => {
            let shows = |skip: &&Skip| view.shows(&skip.path, (report.skip)(skip.reason));
            let rows: Vec<&Skip> = audit.archive.skipped.iter().filter(shows).collect();
            let row = |skip: &Skip| html! { <tr><td>{ path(&skip.path) }</td><td>{ (report.skip)(skip.reason) }</td></tr> };
            table(ctx, &[(words.path, ""), (labels.reason, "")], rows.len(), rows.into_iter().map(row))
        }
        FileList::Problems => {
            let shows = |problem: &&Problem| view.shows(&problem.path, problem.message.get(ctx.session.lang));
            let rows: Vec<&Problem> = audit.archive.problems.iter().filter(shows).collect();
            let heads = [(words.path, ""), (labels.reason, ""), (labels.message, "")];
            table(ctx, &heads, rows.len(), rows.into_iter().map(|problem| problem_row(ctx, problem)))
        }
    }
}

fn table(
    ctx: &Ctx,
    heads: &[(&'static str, &'static str)],
    count: usize,
    rows: impl Iterator<Item = Html>,
) -> Html {
    if count == 0 {
        return empty(ctx.words().proof.none);
    }
    let window = Window::of(count, ctx.session.files.page);
    html! {
        <>
            <div class="table-frame" tabindex="0" role="group" aria-label={(ctx.words().page)(&Route::Files)}><table class="files">
                <caption class="sr-only">{ (ctx.words().files)(ctx.session.files.list) }</caption>
                <thead><tr>{ for heads.iter().map(|(name, class)| html! { <th scope="col" class={*class}>{ *name }</th> }) }</tr></thead>
                <tbody>{ for window.cut(rows) }</tbody>
            </table></div>
            { pager(ctx, window, Action::TurnFiles) }
        </>
    }
}

fn path(path: &str) -> Html {
    html! { <code class="place" title={path.to_owned()}>{ shortened(path) }</code> }
}

fn read_row(ctx: &Ctx, file: &FileRow) -> Html {
    let (words, report) = (&ctx.words().proof, ctx.words().report);
    html! {
        <tr>
            <td>{ path(file.path.as_str()) }</td>
            <td>{ (words.file_role)(&file.role) }</td>
            <td>{ file.language.clone() }</td>
            <td class="num">{ report.whole(file.lines.into()) }</td>
            <td class="num">{ report.bytes(file.bytes) }</td>
        </tr>
    }
}

fn problem_row(ctx: &Ctx, problem: &Problem) -> Html {
    let place = match problem.line {
        Some(line) => format!("{}:{line}", problem.path),
        None => problem.path.clone(),
    };
    html! {
        <tr><td>{ path(&place) }</td><td>{ (ctx.words().report.problem)(problem.kind) }</td><td>{ problem.message.get(ctx.session.lang).to_owned() }</td></tr>
    }
}
