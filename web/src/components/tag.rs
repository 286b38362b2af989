//! Tags: a shape, a word and a colour, never the colour alone.

use super::Ctx;
use beredd_model::{Grade, Outcome, Severity};
use beredd_report::words::{outcome_mark, severity_mark};
use yew::prelude::*;

/// How bad.
pub(crate) fn severity_tag(ctx: &Ctx, severity: Severity) -> Html {
    let class = match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    };
    tag(class, severity_mark(severity), (ctx.words().report.severity)(severity))
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
