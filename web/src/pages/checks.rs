//! The checks: category, criterion, check, evidence. Every figure of the overview leads here.

use crate::components::{Ctx, bar, evidence_list, grade_tag, outcome_tag};
use crate::state::Loaded;
use beredd_model::{Audit, Category, CheckResult, CriterionScore, Grade, Outcome, Subject};
use std::collections::BTreeMap;
use yew::prelude::*;

/// Members of a population that are listed one by one.
const SUBJECTS_MOST: usize = 80;

type ById<'a> = BTreeMap<&'a str, &'a CheckResult>;

/// The checks page; `at` names the check, criterion or category to stand at.
pub(super) fn page(ctx: &Ctx, loaded: &Loaded, at: Option<&str>) -> Html {
    let (words, report) = (&ctx.words().proof, ctx.words().report);
    let checks: ById<'_> = loaded.audit.checks.iter().map(|check| (check.id.as_ref(), check)).collect();
    html! {
        <div class="sections">
            <section>
                <h1 class="page-title">{ report.labels.checks }</h1>
                <p class="lead">{ words.checks_lead }</p>
                { jump(ctx) }
                <details class="arithmetic">
                    <summary>{ words.grades }</summary>
                    <dl class="grades">{ for GRADES.into_iter().map(|grade| html! {
                        <div><dt>{ grade_tag(ctx, grade) }</dt><dd>{ (report.grade_meaning)(grade) }</dd></div>
                    }) }</dl>
                </details>
            </section>
            { for Category::ALL.into_iter().map(|category| section(ctx, &loaded.audit, &checks, category, at)) }
        </div>
    }
}

/// Strongest first.
const GRADES: [Grade; 6] =
    [Grade::Measured, Grade::Wired, Grade::Configured, Grade::Used, Grade::Declared, Grade::Mentioned];

fn jump(ctx: &Ctx) -> Html {
    let report = ctx.words().report;
    html! {
        <nav class="jump" aria-label={report.labels.categories}>
            { for Category::ALL.into_iter().map(|category| {
                let to = crate::state::Route::Checks(Some(category.id().to_owned()));
                crate::components::link(&to, (report.category)(category))
            }) }
        </nav>
    }
}

fn section(ctx: &Ctx, audit: &Audit, checks: &ById<'_>, category: Category, at: Option<&str>) -> Html {
    let report = ctx.words().report;
    let points = audit
        .categories
        .iter()
        .find(|score| score.id == category)
        .map(|score| score.points)
        .unwrap_or_default();
    let criteria = audit.criteria.iter().filter(|criterion| criterion.category == category);
    html! {
        <section id={category.id()} tabindex="-1" class="category">
            <div class="category-head">
                <h2>{ (report.category)(category) }</h2>
                <strong>{ report.points(points.proven_permille) }</strong>
                { bar(points, audit.profile.ready_above_permille) }
            </div>
            { for criteria.map(|criterion| self::criterion(ctx, checks, criterion, at)) }
        </section>
    }
}

fn criterion(ctx: &Ctx, checks: &ById<'_>, criterion: &CriterionScore, at: Option<&str>) -> Html {
    let report = ctx.words().report;
    let found: Vec<&CheckResult> =
        criterion.checks.iter().filter_map(|id| checks.get(id.as_ref()).copied()).collect();
    let name = criterion.id.to_string();
    let Some(decisive) = found.iter().find(|check| check.is_decisive).or_else(|| found.first()) else {
        return html! {
            <div class="criterion-row unasked" id={name.clone()}><span class="criterion">{ name }</span><span class="quiet">{ ctx.words().proof.not_asked }</span></div>
        };
    };
    let is_open = at.is_some_and(|at| at == name || found.iter().any(|check| check.id == at));
    html! {
        <details class="criterion-row" id={name.clone()} tabindex="-1" open={is_open}>
            <summary>
                <span class="criterion">{ name }</span>
                <span class="criterion-claim">{ decisive.claim.get(ctx.session.lang).to_owned() }</span>
                { outcome_tag(ctx, criterion.outcome) }
                <span class="num criterion-points">{ if criterion.outcome == Outcome::NotApplicable { "–".to_owned() } else { report.points(criterion.points.proven_permille) } }</span>
            </summary>
            { for found.iter().map(|check| self::check(ctx, check)) }
        </details>
    }
}

fn check(ctx: &Ctx, check: &CheckResult) -> Html {
    let (words, report, lang) = (&ctx.words().proof, ctx.words().report, ctx.session.lang);
    let labels = &report.labels;
    let is_met = matches!(check.outcome, Outcome::Pass | Outcome::NotApplicable);
    html! {
        <article class="check" id={check.id.to_string()} tabindex="-1" data-testid="check-row" data-check={check.id.to_string()} data-outcome={crate::components::outcome_class(check.outcome)}>
            <header>
                // The row above says the claim of the decisive check already.
                <h3 class={check.is_decisive.then_some("sr-only")}>{ check.claim.get(lang).to_owned() }</h3>
                <p class="check-line">
                    { outcome_tag(ctx, check.outcome) }
                    if check.of > 0 { <span>{ report.n_of(check.n, check.of) }</span> }
                    if let Some(grade) = check.grade { { grade_tag(ctx, grade) } }
                    <span class="quiet">{ if check.is_decisive { words.decisive } else { words.supporting } }</span>
                    <code class="quiet">{ check.id.to_string() }</code>
                </p>
            </header>
            <p>{ check.summary.get(lang).to_owned() }</p>
            { subjects(ctx, &check.subjects) }
            if check.evidence.is_empty() {
                <p class="quiet">{ words.no_evidence }</p>
            } else {
                { evidence_list(ctx, &check.evidence) }
            }
            { searched(ctx, check) }
            if !is_met {
                <div class="advice"><h4>{ labels.fix }</h4><p>{ check.fix.get(lang).to_owned() }</p></div>
            }
            <dl class="about">
                <div><dt>{ labels.why }</dt><dd>{ check.why.get(lang).to_owned() }</dd></div>
                <div><dt>{ labels.limits }</dt><dd>{ check.limits.get(lang).to_owned() }</dd></div>
                if !check.standards.is_empty() {
                    <div><dt>{ words.standards }</dt><dd>{ check.standards.iter().map(|clause| format!("{} {}", clause.name, clause.clause)).collect::<Vec<_>>().join(" · ") }</dd></div>
                }
            </dl>
        </article>
    }
}

fn searched(ctx: &Ctx, check: &CheckResult) -> Html {
    let report = ctx.words().report;
    if check.searched.files == 0 && check.searched.signals.is_empty() {
        return Html::default();
    }
    let files = report.count(check.searched.files, report.nouns.file);
    html! { <p class="searched quiet">{ (report.say.searched)(&files, &check.searched.signals.join(", ")) }</p> }
}

fn subjects(ctx: &Ctx, subjects: &[Subject]) -> Html {
    if subjects.is_empty() {
        return Html::default();
    }
    let report = ctx.words().report;
    let more = u32::try_from(subjects.len().saturating_sub(SUBJECTS_MOST)).unwrap_or(u32::MAX);
    html! {
        <ul class="subjects" aria-label={ctx.words().proof.population}>
            { for subjects.iter().take(SUBJECTS_MOST).map(|subject| html! {
                <li class={crate::components::outcome_class(subject.outcome)} title={subject.place.as_ref().map(crate::components::place_name)}>
                    <span aria-hidden="true">{ beredd_report::words::outcome_mark(subject.outcome) }</span>
                    { subject.name.clone() }
                    <span class="sr-only">{ (report.outcome)(subject.outcome) }</span>
                </li>
            }) }
            if more > 0 { <li class="quiet">{ (report.say.more)(&report.whole(more.into())) }</li> }
        </ul>
    }
}
