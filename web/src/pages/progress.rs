//! Work under way: the stages, how far it has come, and the way out.

use crate::components::{Ask, Ctx, Icon, icon, meter};
use crate::state::{Progress, Stage};
use yew::prelude::*;

/// The progress page.
pub(super) fn page(ctx: &Ctx, progress: &Progress) -> Html {
    let words = &ctx.words().drop;
    html! {
        <section class="progress-page" aria-labelledby="working">
            <h1 id="working">{ (words.working_on)(&progress.name) }</h1>
            <p class="quiet">{ ctx.words().report.bytes(progress.archive_bytes) }</p>
            <ol class="stages">
                { for Stage::ALL.into_iter().map(|stage| step(ctx, progress, stage)) }
            </ol>
            { meter(permille(progress), (ctx.words().stage)(progress.stage)) }
            <p class="sr-only" role="status">{ (ctx.words().stage)(progress.stage) }</p>
            <button type="button" class="button" data-testid="cancel" onclick={ctx.asks(Ask::Cancel)}>{ words.cancel }</button>
        </section>
    }
}

fn step(ctx: &Ctx, progress: &Progress, stage: Stage) -> Html {
    let is_done = stage < progress.stage;
    let is_current = stage == progress.stage;
    let class = classes!("stage", is_done.then_some("done"), is_current.then_some("current"));
    html! {
        <li {class} aria-current={is_current.then_some("step")}>
            <span class="stage-mark" aria-hidden="true">if is_done { { icon(Icon::Done) } }</span>
            <span>{ (ctx.words().stage)(stage) }</span>
            if stage == Stage::Reading && progress.stage >= Stage::Reading {
                <span class="quiet num">{ figures(ctx, progress) }</span>
            }
        </li>
    }
}

fn figures(ctx: &Ctx, progress: &Progress) -> String {
    let (words, so_far) = (ctx.words().report, ctx.words().drop.so_far);
    let (reached, total) = (progress.reached, progress.total);
    let files = so_far(&words.whole(reached.files.into()), &words.count(total.files, words.nouns.file));
    format!("{files} · {}", so_far(&words.bytes(reached.bytes), &words.bytes(total.bytes)))
}

/// Reading is nearly all of the work; the list before it and the judgement after it have a small share each.
pub(super) fn permille(progress: &Progress) -> u32 {
    match progress.stage {
        Stage::Listing => 20,
        Stage::Judging => 960,
        Stage::Reading => {
            let share =
                progress.reached.bytes.saturating_mul(900).checked_div(progress.total.bytes).unwrap_or(900);
            u32::try_from(share.min(900)).unwrap_or(900).saturating_add(50)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::Reached;

    #[test]
    fn the_bar_never_runs_backwards_or_over() {
        let at = |stage, bytes| {
            let total = Reached { files: 4, bytes: 100 };
            permille(&Progress { stage, total, reached: Reached { files: 1, bytes }, ..Progress::default() })
        };
        let steps = [
            at(Stage::Listing, 0),
            at(Stage::Reading, 0),
            at(Stage::Reading, 50),
            at(Stage::Reading, 900),
            at(Stage::Judging, 0),
        ];
        assert_eq!(steps, [20, 50, 500, 950, 960]);
    }
}
