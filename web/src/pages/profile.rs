//! The profile: what the audit is measured by, editable, with the figures at once beside it.
//!
//! Weights, limits, level and capacity are reckoned anew on the page; figures that criteria compare with need the checks to
//! run again, which the worker does over the facts it already has. Nothing is read a second time.

use crate::bridge::save;
use crate::components::{Ask, Ctx, choice, day, number, section_head, text};
use crate::state::{Action, Edit, Loaded, Route, Threshold, language_codes};
use beredd_model::{Category, Level, Policy};
use beredd_plan::policy::{FILE_NAME, write};
use yew::prelude::*;

/// The levels, most demanding first.
const LEVELS: [Level; 3] = [Level::A, Level::B, Level::C];

/// The profile page.
pub(super) fn page(ctx: &Ctx, loaded: &Loaded) -> Html {
    let words = &ctx.words().profile;
    let policy = &loaded.audit.profile;
    html! {
        <div class="sections" data-testid="profile">
            <section>
                <h1 class="page-title">{ (ctx.words().page)(&Route::Profile) }<span class="quiet">{ (words.named)(&policy.name, &policy.source) }</span></h1>
                <p class="lead">{ words.lead }</p>
                { outcome(ctx, loaded) }
            </section>
            <div class="two">
                { weights(ctx, policy) }
                { figures(ctx, loaded, policy) }
            </div>
            <div class="two">
                { limits(ctx, policy) }
                { capacity(ctx, policy) }
            </div>
            { decisions(ctx, loaded) }
            { file(ctx, policy) }
        </div>
    }
}

/// The score under the profile, beside that of the audit.
fn outcome(ctx: &Ctx, loaded: &Loaded) -> Html {
    let (words, report) = (&ctx.words().profile, ctx.words().report);
    let audited = ctx.session.work.loaded().map_or(&loaded.audit, |loaded| &loaded.audit);
    let (before, now) = (audited.score.points.proven_permille, &loaded.audit);
    let is_edited = ctx.session.profile.is_some();
    html! {
        <div class={classes!("what-if", is_edited.then_some("active"))} role="status" data-testid="profile-outcome">
            <p class="what-if-score">
                if is_edited {
                    <span class="quiet">{ report.points(before) }</span><span aria-hidden="true">{ "→" }</span>
                }
                <strong data-testid="profile-score" data-permille={now.score.points.proven_permille.to_string()}>{ report.points(now.score.points.proven_permille) }</strong>
                <span>{ (report.band)(now.score.band) }</span>
            </p>
            <p>{ report.labels.gate.to_lowercase() }{ " " }{ (report.say.gate)(&now.gate).to_lowercase() }{ " · " }{ report.days(now.roadmap.total.likely_hours) }</p>
            if ctx.session.is_judging { <p class="quiet" data-testid="judging">{ words.judging }</p> }
            if is_edited {
                <button type="button" class="link" data-testid="as-audited" onclick={ctx.on(Action::AsAudited)}>{ words.reset }</button>
            }
        </div>
    }
}

fn weights(ctx: &Ctx, policy: &Policy) -> Html {
    let (words, report) = (&ctx.words().profile, ctx.words().report);
    let sum = policy.weights_permille.values().fold(0_u32, |sum, weight| sum.saturating_add(*weight));
    html! {
        <section aria-labelledby="weights">
            { section_head("weights", words.weights, html! { (words.sum)(&report.percent(sum)) }) }
            <div class="panel fields">
                { for Category::ALL.into_iter().map(|category| {
                    let weight = policy.weights_permille.get(&category).copied().unwrap_or(0) / 10;
                    let set = edits(ctx, move |share| Edit::WeightPercent(category, share));
                    html! { <div data-testid={format!("weight-{}", category.id())}>{ number((report.category)(category), weight, (0, 100), Some(set)) }</div> }
                }) }
                <p class="quiet">{ words.weights_note }</p>
            </div>
        </section>
    }
}

fn limits(ctx: &Ctx, policy: &Policy) -> Html {
    let words = &ctx.words().profile;
    let names: Vec<String> = LEVELS.iter().map(|level| (words.level_name)(*level).to_owned()).collect();
    let chosen = LEVELS.iter().position(|level| *level == policy.level).unwrap_or(0);
    let on_level = ctx
        .act
        .reform(|place: usize| Action::Edit(Edit::Level(LEVELS.get(place).copied().unwrap_or_default())));
    html! {
        <section aria-labelledby="limits">
            { section_head("limits", words.limits, Html::default()) }
            <div class="panel fields">
                <div data-testid="ready-above">{ number(words.ready_above, policy.ready_above_permille / 10, (0, 100), Some(edits(ctx, Edit::ReadyAbove))) }</div>
                <div>{ number(words.nearly_from, policy.nearly_from_permille / 10, (0, 100), Some(edits(ctx, Edit::NearlyFrom))) }</div>
                <div class="number"><span>{ words.level }</span>{ choice(words.level, &names, chosen, on_level) }</div>
                <p class="quiet">{ words.level_note }</p>
            </div>
        </section>
    }
}

fn capacity(ctx: &Ctx, policy: &Policy) -> Html {
    let (words, report) = (&ctx.words().work, ctx.words().report);
    let capacity = policy.capacity;
    html! {
        <section aria-labelledby="capacity">
            { section_head("capacity", words.capacity, Html::default()) }
            <div class="panel fields">
                <div>{ number(report.labels.developers, capacity.developers, (1, 99), Some(edits(ctx, Edit::Developers))) }</div>
                <div>{ number(words.focus, capacity.focus_permille / 10, (5, 100), Some(edits(ctx, |percent| Edit::Focus(percent.saturating_mul(10))))) }</div>
                <div>{ day(ctx.words().profile.start, capacity.start, ctx.act.reform(|day| Action::Edit(Edit::Start(day)))) }</div>
                <p class="quiet">{ (report.say.calendar)(&report.week_hours(capacity.focus_permille)) }</p>
            </div>
        </section>
    }
}

/// What criteria compare with. Without the archive nobody can say how the verdicts would be.
fn figures(ctx: &Ctx, loaded: &Loaded, policy: &Policy) -> Html {
    let words = &ctx.words().profile;
    let can_judge = loaded.has_archive;
    let asks = |edit: Edit| judges(ctx, policy, edit);
    let ask = ctx.clone();
    let on_threshold = |threshold: Threshold| {
        let (ctx, policy) = (ask.clone(), policy.clone());
        can_judge.then(|| {
            Callback::from(move |value: u32| judge(&ctx, &policy, Edit::Threshold(threshold, value)))
        })
    };
    let on_languages = can_judge.then(|| {
        let (ctx, policy) = (ctx.clone(), policy.clone());
        Callback::from(move |typed: String| judge(&ctx, &policy, Edit::Languages(language_codes(&typed))))
    });
    html! {
        <section aria-labelledby="figures">
            { section_head("figures", words.figures, Html::default()) }
            <div class="panel fields">
                { for Threshold::ALL.into_iter().map(|threshold| html! {
                    <div data-testid={format!("threshold-{threshold:?}")}>{ number((words.threshold)(threshold), threshold.of(policy), threshold.range(), on_threshold(threshold)) }<span class="criterion">{ threshold.criterion() }</span></div>
                }) }
                <div>{ text(words.languages, &policy.languages.join(", "), on_languages) }</div>
                <label class="number"><span>{ words.eu_only }</span>
                    <input type="checkbox" checked={policy.is_eu_only} disabled={!can_judge} onchange={asks(Edit::EuOnly(!policy.is_eu_only))} />
                </label>
                <p class="quiet">{ if can_judge { words.figures_note } else { words.needs_archive } }</p>
            </div>
        </section>
    }
}

/// Accepted risks and attestations, with what became of each.
fn decisions(ctx: &Ctx, loaded: &Loaded) -> Html {
    let (words, decide) = (&ctx.words().profile, &ctx.words().decide);
    let (audit, lang) = (&loaded.audit, ctx.session.lang);
    let is_auditor = audit.profile.is_auditor;
    html! {
        <section aria-labelledby="decisions">
            { section_head("decisions", words.decisions, html! { ctx.words().report.say.decisions }) }
            <div class="panel fields">
                <label class="number"><span>{ words.auditor }</span>
                    <input type="checkbox" checked={is_auditor} data-testid="auditor" onchange={judges(ctx, &audit.profile, Edit::Auditor(!is_auditor))} />
                </label>
                <div>{ day(words.today, audit.profile.today, ctx.act.reform(|day| Action::Edit(Edit::Today(day)))) }</div>
                <p class="quiet">{ words.auditor_note }</p>
                if audit.accepted.is_empty() && audit.attested.is_empty() {
                    <p class="quiet">{ words.no_decisions }</p>
                }
                <ul class="decided">
                    { for audit.accepted.iter().enumerate().map(|(place, row)| html! {
                        <li data-testid="accepted-row">
                            <code>{ row.risk.check.to_string() }</code>
                            <p>{ row.risk.reason.clone() }{ " " }<span class="quiet">{ (decide.accepted)(&row.risk.owner, &row.risk.expires.to_string()) }</span></p>
                            <p class="quiet">{ row.note.get(lang).to_owned() }</p>
                            <button type="button" class="link" onclick={ctx.on(Action::Edit(Edit::Withdraw(place)))}>{ decide.withdraw }</button>
                        </li>
                    }) }
                    { for audit.attested.iter().map(|row| html! {
                        <li>
                            <p>{ (decide.attested)(&row.attestation.who, &row.attestation.date.to_string()) }{ " " }{ row.attestation.evidence.clone() }</p>
                            <p class="quiet">{ row.note.get(lang).to_owned() }</p>
                        </li>
                    }) }
                </ul>
            </div>
        </section>
    }
}

/// The profile as a file for the repository.
fn file(ctx: &Ctx, policy: &Policy) -> Html {
    let words = &ctx.words().profile;
    let onclick = {
        let (policy, lang) = (policy.clone(), ctx.session.lang);
        Callback::from(move |_: MouseEvent| {
            // Of the host, and of no repository.
            let policy = Policy { is_auditor: false, today: None, ..policy.clone() };
            save(FILE_NAME, "application/toml", write(&policy, lang).as_bytes());
        })
    };
    html! {
        <section aria-labelledby="file">
            { section_head("file", FILE_NAME, Html::default()) }
            <p>{ words.file_note }</p>
            <p class="toolbar"><button type="button" class="button" data-testid="save-profile" {onclick}>{ words.save }</button></p>
        </section>
    }
}

fn edits(ctx: &Ctx, edit: impl Fn(u32) -> Edit + 'static) -> Callback<u32> {
    ctx.act.reform(move |value: u32| Action::Edit(edit(value)))
}

fn judges<E>(ctx: &Ctx, policy: &Policy, edit: Edit) -> Callback<E> {
    let (ctx, policy) = (ctx.clone(), policy.clone());
    Callback::from(move |_| judge(&ctx, &policy, edit.clone()))
}

/// Edits the profile and has the checks run under it.
fn judge(ctx: &Ctx, policy: &Policy, edit: Edit) {
    let asked = edit.applied(policy);
    ctx.act.emit(Action::Edit(edit));
    ctx.ask.emit(Ask::Judge(Box::new(asked)));
}
