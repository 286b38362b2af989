//! The checks: category, criterion, check, evidence. Every figure of the overview leads here.

use crate::components::{Ctx, bar, evidence_list, grade_tag, link, outcome_tag, place, shortened};
use crate::state::{Loaded, Route};
use beredd_model::{
    Audit, Category, CheckResult, Contradiction, Criterion, CriterionScore, Grade, Outcome, Place, Problem,
    RepoPath, Subject,
};
use std::collections::BTreeMap;
use yew::prelude::*;

/// Members of a population that are listed one by one.
const SUBJECTS_MOST: usize = 80;

/// Contradictions and problems named at the top; every contradiction stands at its check, every problem among the files.
const DOUBTS_MOST: usize = 6;

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
            { doubts(ctx, &loaded.audit) }
            { for Category::ALL.into_iter().map(|category| section(ctx, &loaded.audit, &checks, category, at)) }
        </div>
    }
}

/// What makes a reader doubt: documents that the code contradicts, and files that could not be understood.
fn doubts(ctx: &Ctx, audit: &Audit) -> Html {
    if audit.contradictions.is_empty() && audit.archive.problems.is_empty() {
        return Html::default();
    }
    let (words, labels) = (&ctx.words().proof, &ctx.words().report.labels);
    html! {
        <section class="two doubts">
            if !audit.contradictions.is_empty() {
                <div class="note" data-testid="contradictions">
                    <h2>{ labels.contradictions }<span class="quiet">{ audit.contradictions.len() }</span></h2>
                    <ul>{ for audit.contradictions.iter().take(DOUBTS_MOST).map(|found| html! {
                        <li>{ link(&Route::Checks(Some(found.check.to_string())), said(ctx, found)) }</li>
                    }) }</ul>
                    { more(ctx, audit.contradictions.len()) }
                </div>
            }
            if !audit.archive.problems.is_empty() {
                <div class="note" data-testid="problems">
                    <h2>{ labels.problems }<span class="quiet">{ audit.archive.problems.len() }</span></h2>
                    <p class="quiet">{ words.problems_note }</p>
                    <ul>{ for audit.archive.problems.iter().take(DOUBTS_MOST).map(|problem| self::problem(ctx, problem)) }</ul>
                    { more(ctx, audit.archive.problems.len()) }
                    <p>{ link(&Route::Files, words.all_files) }</p>
                </div>
            }
        </section>
    }
}

fn said(ctx: &Ctx, found: &Contradiction) -> String {
    let claim = format!("{}:{}", shortened(&found.claim_path), found.claim_line);
    let against = format!("{}:{}", shortened(&found.against_path), found.against_line);
    (ctx.words().report.say.contradiction)(&claim, &against)
}

fn problem(ctx: &Ctx, problem: &Problem) -> Html {
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    html! {
        <li><code class="place" title={problem.path.clone()}>{ shortened(&problem.path) }{ line }</code>{ " " }{ (ctx.words().report.problem)(problem.kind) }</li>
    }
}

fn more(ctx: &Ctx, count: usize) -> Html {
    let report = ctx.words().report;
    match u32::try_from(count.saturating_sub(DOUBTS_MOST)).unwrap_or(u32::MAX) {
        0 => Html::default(),
        more => html! { <p class="quiet">{ (report.say.more)(&report.whole(more.into())) }</p> },
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
    let scores: BTreeMap<Criterion, &CriterionScore> =
        audit.criteria.iter().map(|score| (score.id, score)).collect();
    let criteria = Criterion::all().filter(|criterion| criterion.category == category);
    html! {
        <section id={category.id()} tabindex="-1" class="category">
            <div class="category-head">
                <h2>{ (report.category)(category) }</h2>
                <strong>{ report.points(points.proven_permille) }</strong>
                { bar(points, audit.profile.ready_above_permille) }
            </div>
            { for criteria.map(|id| match scores.get(&id) {
                Some(score) => self::criterion(ctx, audit, checks, score, at),
                None => unasked(ctx, id),
            }) }
        </section>
    }
}

/// A criterion that no check asks: said, so that nobody takes silence for a pass.
fn unasked(ctx: &Ctx, criterion: Criterion) -> Html {
    let name = criterion.to_string();
    html! {
        <div class="criterion-row unasked" id={name.clone()} tabindex="-1"><span class="criterion">{ name }</span><span class="quiet">{ ctx.words().proof.not_asked }</span></div>
    }
}

fn criterion(
    ctx: &Ctx,
    audit: &Audit,
    checks: &ById<'_>,
    criterion: &CriterionScore,
    at: Option<&str>,
) -> Html {
    let report = ctx.words().report;
    let found: Vec<&CheckResult> =
        criterion.checks.iter().filter_map(|id| checks.get(id.as_ref()).copied()).collect();
    let name = criterion.id.to_string();
    let Some(decisive) = found.iter().find(|check| check.is_decisive).or_else(|| found.first()) else {
        return unasked(ctx, criterion.id);
    };
    let is_open = at.is_some_and(|at| at == name || found.iter().any(|check| check.id == at));
    html! {
        // What can be gone to is the summary: where <details> itself has a tabindex of -1, Tab goes past all that is in it.
        <details class="criterion-row" open={is_open}>
            <summary id={name.clone()} data-testid="criterion">
                <span class="criterion">{ name }</span>
                <span class="criterion-claim">{ decisive.claim.get(ctx.session.lang).to_owned() }</span>
                { outcome_tag(ctx, criterion.outcome) }
                <span class="num criterion-points">{ if criterion.outcome == Outcome::NotApplicable { "–".to_owned() } else { report.points(criterion.points.proven_permille) } }</span>
            </summary>
            { for found.iter().map(|check| self::check(ctx, audit, check)) }
        </details>
    }
}

fn check(ctx: &Ctx, audit: &Audit, check: &CheckResult) -> Html {
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
                { evidence_list(ctx, &check.id, &check.evidence) }
            }
            { contradictions_of(ctx, audit, check) }
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

/// The documents that claim what this check found otherwise.
fn contradictions_of(ctx: &Ctx, audit: &Audit, check: &CheckResult) -> Html {
    let found: Vec<&Contradiction> =
        audit.contradictions.iter().filter(|contradiction| contradiction.check == check.id).collect();
    if found.is_empty() {
        return Html::default();
    }
    let at = |path: &str, line: u32| match RepoPath::parse(path) {
        Ok(path) => place(ctx, &Place { path, line, end_line: line }),
        Err(_) => html! { <code class="place">{ format!("{path}:{line}") }</code> },
    };
    let words = &ctx.words().proof;
    html! {
        <div class="note">
            <h4>{ ctx.words().report.labels.contradictions }</h4>
            <ul>{ for found.into_iter().map(|found| html! {
                <li>{ words.claimed_at }{ " " }{ at(&found.claim_path, found.claim_line) }{ " " }{ words.contradicted_at }{ " " }{ at(&found.against_path, found.against_line) }</li>
            }) }</ul>
        </div>
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
