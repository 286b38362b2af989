//! Tags: a shape, a word and a colour, never the colour alone.

use super::Ctx;
use crate::state::{ById, waiting_for};
use beredd_model::{Gap, Grade, Outcome, Severity};
use beredd_report::words::{outcome_mark, severity_mark};
use yew::prelude::*;

/// How bad.
pub(crate) fn severity_tag(ctx: &Ctx, severity: Severity) -> Html {
    tag(severity_class(severity), severity_mark(severity), (ctx.words().report.severity)(severity))
}

/// Why a gap comes before worse ones: worse ones wait for it. Nothing where none does.
pub(crate) fn opens_way(ctx: &Ctx, gap: &Gap, gaps: &ById<'_>) -> Html {
    let Some(waiting) = waiting_for(gap, gaps) else { return Html::default() };
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let others = report.count(waiting.count, (words.gap_of)(waiting.severity));
    html! {
        <span class={classes!("opens-way", severity_class(waiting.severity))}><span aria-hidden="true">{ severity_mark(waiting.severity) }</span>{ (words.opens_way)(&others) }</span>
    }
}

/// The class that colours a severity.
pub(crate) const fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

/// How it went.
pub(crate) fn outcome_tag(ctx: &Ctx, outcome: Outcome) -> Html {
    tag(outcome_class(outcome), outcome_mark(outcome), (ctx.words().report.outcome)(outcome))
}

/// How strong.
pub(crate) fn grade_tag(ctx: &Ctx, grade: Grade) -> Html {
    let words = ctx.words().report;
    html! { <span class="grade" title={(words.grade_meaning)(grade)}>{ (words.grade)(grade) }</span> }
}

/// The class that colours an outcome.
pub(crate) const fn outcome_class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Partial => "partial",
        Outcome::Fail => "fail",
        Outcome::Unknown => "unknown",
        Outcome::NotApplicable => "not-applicable",
    }
}

fn tag(class: &'static str, mark: &'static str, word: &'static str) -> Html {
    html! { <span class={classes!("tag", class)}><span aria-hidden="true">{ mark }</span>{ word }</span> }
}
