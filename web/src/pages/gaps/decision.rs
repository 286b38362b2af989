//! What people have decided about a gap, and the form to accept its risk.

use crate::components::Ctx;
use crate::state::{Action, Edit};
use beredd_model::{AcceptedRisk, Date, Gap, Policy};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The decisions in force about a gap, and the way to make one.
pub(super) fn decision(ctx: &Ctx, gap: &Gap) -> Html {
    let words = &ctx.words().decide;
    let standing = (ctx.words().report.standing)(gap.standing);
    html! {
        <div class="decision">
            <h3>{ words.title }</h3>
            if let Some(standing) = standing { <p><span class="tag not-applicable">{ standing }</span></p> }
            { for gap.accepted.iter().map(|risk| accepted(ctx, risk)) }
            if let Some(attestation) = &gap.attested {
                <p>{ (words.attested)(&attestation.who, &attestation.date.to_string()) }{ " " }{ attestation.evidence.clone() }</p>
            }
            if gap.accepted.is_empty() && gap.attested.is_none() { { form(ctx, gap) } }
        </div>
    }
}

fn accepted(ctx: &Ctx, risk: &AcceptedRisk) -> Html {
    let words = &ctx.words().decide;
    let place = ctx.session.policy().and_then(|policy| place_in(policy, risk));
    html! {
        <p>{ risk.reason.clone() }{ " " }<span class="quiet">{ (words.accepted)(&risk.owner, &risk.expires.to_string()) }</span>
            if let Some(place) = place {
                { " " }<button type="button" class="link" onclick={ctx.on(Action::Edit(Edit::Withdraw(place)))}>{ words.withdraw }</button>
            }
        </p>
    }
}

fn place_in(policy: &Policy, risk: &AcceptedRisk) -> Option<usize> {
    policy.accepted.iter().position(|other| other == risk)
}

fn form(ctx: &Ctx, gap: &Gap) -> Html {
    let words = &ctx.words().decide;
    let (act, check) = (ctx.act.clone(), gap.check.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target().and_then(|form| form.dyn_into::<Element>().ok());
        if let Some(risk) = form.and_then(|form| risk(&form, &check)) {
            act.emit(Action::Edit(Edit::Accept(risk)));
        }
    });
    html! {
        <details class="accept">
            <summary data-testid="accept">{ words.accept }</summary>
            <form {onsubmit}>
                <label><span>{ words.reason }</span><textarea class="field" name="reason" rows="2" maxlength="2000" required=true data-testid="accept-reason" /></label>
                <label><span>{ words.owner }</span><input class="field" name="owner" maxlength="200" required=true data-testid="accept-owner" /></label>
                <label><span>{ words.expires }</span><input class="field" name="expires" type="date" required=true data-testid="accept-expires" /></label>
                <p class="quiet">{ words.note }</p>
                <button type="submit" class="button small" data-testid="accept-submit">{ words.accept_button }</button>
            </form>
        </details>
    }
}

/// The risk as the form says it; nothing where a field is empty or the day is none.
fn risk(form: &Element, check: &beredd_model::CheckId) -> Option<AcceptedRisk> {
    let input = |selector: &str| {
        form.query_selector(selector).ok()?.map(|field| field.unchecked_into::<HtmlInputElement>().value())
    };
    let reason = form.query_selector("textarea").ok()??.dyn_into::<HtmlTextAreaElement>().ok()?.value();
    let (reason, owner) = (reason.trim().to_owned(), input("[name=owner]")?.trim().to_owned());
    let expires = Date::parse(&input("[name=expires]")?).ok()?;
    let is_said = !reason.is_empty() && !owner.is_empty();
    is_said.then(|| AcceptedRisk { check: check.clone(), place: None, subject: None, reason, owner, expires })
}
